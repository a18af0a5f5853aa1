"""No way of the pages, of the API or of the command line draws a second time in silence: every one of them is tried."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from cli.running import CommandLine
from web.seeded import BY, FOUNDING, Site
from web.test_admission import PARTS
from web.test_admission import sent as sent_empty

from app.cli.parser import build_parser
from app.db.engine import create_engine
from app.db.store import open_reader, open_store
from app.domain.draws.draws import Randomness
from app.domain.public_ledgers import last_hash
from app.services.draws import WantedDraw, annul_draw, enter_seed, open_draw, run_draw
from app.web.draw_views import seen_mark
from app.web.edit_forms import MARK
from app.web.route_table import ROUTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from httpx2 import Response
    from sqlalchemy import Engine

    from app.domain.draws.draws import CommuneDraw

UNIT = "ubnd-huyen-phu-rieng"
AT = datetime(2023, 7, 9, 1, 30, tzinfo=UTC)
"""The day before that of the site's clock."""
WANTED = WantedDraw(count=2, randomness=Randomness(text="Gieo xúc xắc tại phiên chọn"))
PHASES = ("committed", "seeded", "drawn")
TYPED = {"day-so": "9999 9999", "nguon": "Phiên chọn khác", "co-mat": "Không ai"}
WHY = {"ly-do": "Kết quả không vừa ý", "nguoi-ky": "Giám đốc Sở"}
LIST = {"so-luong": "2", "cach": "stated", "cach-lay": "Bốc thăm lại", "ngay-danh-ba": "01/8/2023"}
SEVERAL = "/ke-hoach/{plan_key}/chon-xa/nhieu-noi"
ONE = "/ke-hoach/{plan_key}/chon-xa/{unit_key}"
API = "/api/plans/{plan_key}/draws"

Fields = dict[str, Any]


def _one(draw: CommuneDraw) -> Fields:
    return {MARK: seen_mark(draw)}


def _several(draw: CommuneDraw) -> Fields:
    return {"lan-chon": [draw.code], f"{MARK}-{draw.code}": seen_mark(draw)}


FORMS: dict[tuple[str, str], Callable[[CommuneDraw], Fields]] = {
    ("POST", f"{SEVERAL}/danh-sach"): lambda draw: {
        "lan-chon": [draw.unit], f"{MARK}-{draw.unit}": seen_mark(draw), **LIST
    },
    ("POST", f"{SEVERAL}/chot"): _several,
    ("POST", f"{SEVERAL}/day-so"): lambda draw: _several(draw) | TYPED,
    ("POST", f"{SEVERAL}/chon"): _several,
    ("POST", f"{ONE}/danh-sach"): lambda draw: _one(draw) | LIST,
    ("POST", f"{ONE}/bo"): _one,
    ("POST", f"{ONE}/chot"): _one,
    ("POST", f"{ONE}/day-so"): lambda draw: _one(draw) | TYPED,
    ("POST", f"{ONE}/chon"): _one,
    ("POST", f"{ONE}/thay"): lambda draw: _one(draw) | WHY | {"don-vi": (draw.standing or ("25240",))[0]},
    ("POST", f"{ONE}/huy"): lambda draw: _one(draw) | WHY,
    ("POST", f"{ONE}/dua-vao-ke-hoach"): lambda _: {"ly-do": "Kết quả chọn"},
    ("POST", API): lambda draw: {
        "unit": draw.unit, "count": 1, "randomness": {"text": "Bốc thăm lại"}, "commit": True
    },
    ("DELETE", f"{API}/{{unit_key}}"): lambda _: {},
    ("POST", f"{API}/{{unit_key}}/commit"): lambda draw: {"seen": last_hash(draw.ledger)},
    ("POST", f"{API}/{{unit_key}}/seed"): lambda draw: {
        "seed": "9999 9999", "source": "Khác", "seen": last_hash(draw.ledger)
    },
    ("POST", f"{API}/{{unit_key}}/run"): lambda draw: {"seen": last_hash(draw.ledger)},
    ("POST", f"{API}/{{unit_key}}/replace"): lambda draw: {
        "unit": (draw.standing or ("25240",))[0], "reason": "Bị lũ", "seen": last_hash(draw.ledger)
    },
    ("POST", f"{API}/{{unit_key}}/annul"): lambda draw: {
        "reason": "Nhầm", "signatory": "Giám đốc", "seen": last_hash(draw.ledger)
    },
    ("POST", f"{API}/{{unit_key}}/targets"): lambda _: {"reason": "Kết quả chọn"},
}  # fmt: skip
"""What is sent on every way on which a draw is changed: filled in over what the page shows, as an officer would."""
LAWFUL = {
    "committed": {f"{ONE}/day-so", f"{SEVERAL}/day-so", f"{ONE}/huy", f"{API}/{{unit_key}}/seed"},
    "seeded": {f"{ONE}/chon", f"{SEVERAL}/chon", f"{ONE}/huy", f"{API}/{{unit_key}}/run"},
    "drawn": {f"{ONE}/thay", f"{ONE}/huy", f"{API}/{{unit_key}}/replace"},
}
"""The ways on which a draw goes on from each step; it can be annulled at any, through the API too."""


def brought_to(engine: Engine, phase: str) -> None:
    """Bring a draw at the district to a step."""
    by = BY["by"]
    with open_store(engine) as store:
        code = open_draw(store, FOUNDING, UNIT, WANTED, by=by, at=AT).code
        if phase != "committed":
            enter_seed(store, code, "4071 2936 8850", source="Phiên chọn", witnesses=("Trưởng đoàn",), by=by, at=AT)
        if phase == "drawn":
            run_draw(store, code, by=by, at=AT)


@pytest.fixture(scope="module")
def databases(seeded_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A seeded database for each step of the draw; tests work on copies."""
    found = {}
    for phase in PHASES:
        found[phase] = tmp_path_factory.mktemp(phase) / "kiemtra.db"
        shutil.copyfile(seeded_url.removeprefix("sqlite:///"), found[phase])
        engine = create_engine(f"sqlite:///{found[phase]}")
        brought_to(engine, phase)
        engine.dispose()
    return found


@pytest.fixture
def site(databases: dict[str, Path], tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A site of its own over a draw at that step."""
    shutil.copyfile(databases[request.param], tmp_path / "kiemtra.db")
    made = Site(f"sqlite:///{tmp_path / 'kiemtra.db'}")
    yield made
    made.close()


def draws_of(engine: Engine) -> tuple[CommuneDraw, ...]:
    with open_reader(engine) as store:
        return store.draws.of_plan(FOUNDING)


def send(site: Site, route: tuple[str, str], draw: CommuneDraw) -> Response:
    method, template = route
    address = template.format(plan_key=draw.plan, unit_key=draw.unit)
    token, fields = site.token(site.client), FORMS[route](draw)
    if template.startswith("/api"):
        body = fields if method == "POST" else None
        return site.client.request(method, address, json=body, headers={"x-csrf-token": token})
    return site.client.request(method, address, data={"ma-bieu-mau": token, **fields})


def check_nothing_was_done_twice(before: tuple[CommuneDraw, ...], after: tuple[CommuneDraw, ...]) -> None:
    """Find that all that was public is as it was, each step was taken once, and who follows says after whom."""
    now = {draw.code: draw for draw in after}
    for draw in before:
        assert now[draw.code].ledger[: len(draw.ledger)] == draw.ledger
        assert now[draw.code].commitment_text == draw.commitment_text
    for draw in after:
        events = Counter(entry.event.value for entry in draw.ledger)
        assert max(events[once] for once in ("commit", "seed", "draw", "annul")) <= 1
    for unit in {draw.unit for draw in after}:
        attempts = [draw for draw in after if draw.unit == unit]
        assert [draw.attempt for draw in attempts] == list(range(1, len(attempts) + 1))
        for former, following in pairwise(attempts):
            assert former.phase == "annulled"
            assert following.previous == last_hash(former.ledger)


def test_every_way_on_which_a_draw_is_changed_is_tried():
    ways = {(method, path) for method, path in ROUTES if method != "GET" and re.search(r"/chon-xa|/draws", path)}
    assert set(FORMS) == ways


@pytest.mark.parametrize("site", PHASES, indirect=True)
def test_every_way_that_does_not_go_on_leaves_the_draw_as_it_is(site: Site, request: pytest.FixtureRequest):
    phase = request.node.callspec.params["site"]
    (draw,) = before = draws_of(site.engine)
    for route in FORMS:
        if route[1] in LAWFUL[phase] or route[1].endswith("/annul"):
            continue
        answer = send(site, route, draw)
        assert 400 <= answer.status_code < 500, route
        assert draws_of(site.engine) == before, route


WAYS_ON = [
    (phase, route)
    for phase in PHASES
    for route in FORMS
    if route[1] in LAWFUL[phase] or (phase == "drawn" and route[1].endswith("/annul"))
]


@pytest.mark.parametrize(("site", "route"), WAYS_ON, indirect=["site"], ids=lambda value: "-".join(value[-1:]))
def test_every_way_that_goes_on_does_so_once(site: Site, route: tuple[str, str]):
    (draw,) = before = draws_of(site.engine)
    assert send(site, route, draw).status_code in {200, 201, 303}
    (after,) = draws_of(site.engine)
    assert len(after.ledger) == len(draw.ledger) + 1
    check_nothing_was_done_twice(before, (after,))
    # The same form once more, as somebody sends it who presses twice or goes back; then filled in anew.
    assert 400 <= send(site, route, draw).status_code < 500
    assert draws_of(site.engine) == (after,)
    send(site, route, after)
    check_nothing_was_done_twice((after,), draws_of(site.engine))
    is_repeatable = route[1].endswith(("/thay", "/replace"))
    assert (draws_of(site.engine) == (after,)) != is_repeatable


@pytest.mark.parametrize("site", ["drawn"], indirect=True)
def test_after_an_annulment_the_pages_and_the_api_say_that_the_next_draw_is_the_second(site: Site):
    with open_store(site.engine) as store:
        annul_draw(store, f"{FOUNDING}.{UNIT}.1", reason="Nhầm", signatory="Chủ tịch", by=BY["by"], at=AT)
    (first,) = draws_of(site.engine)
    address = ONE.format(plan_key=FOUNDING, unit_key=UNIT)
    assert "Lần chọn thứ 02" in " ".join(site.client.get(f"{address}/danh-sach").text.split())
    assert send(site, ("POST", f"{ONE}/danh-sach"), first).status_code == 303
    answer = send(site, ("POST", API), first)
    assert answer.status_code == 201
    data = answer.json()["ledger"][0]["data"]
    assert (data["attempt"], data["previous"]) == (2, last_hash(first.ledger))
    check_nothing_was_done_twice((first,), draws_of(site.engine))
    assert "Lần chọn thứ 02" in " ".join(site.client.get(address).text.split())


@pytest.mark.parametrize("site", ["drawn"], indirect=True)
def test_no_other_way_touches_a_ledger(site: Site):
    """Every route there is, asked with an empty form and as far as it exists for the district."""
    before, token = draws_of(site.engine), site.token(site.client)
    ending = {("POST", "/dang-xuat"), ("DELETE", "/api/session"), ("POST", "/dang-nhap"), ("POST", "/api/session")}
    parts = dict(PARTS)
    PARTS["unit_key"] = UNIT
    try:
        for route in ROUTES:
            if route[0] != "GET" and route not in ending:
                assert sent_empty(site.client, *route, token).status_code < 500, route
                assert draws_of(site.engine) == before, route
    finally:
        PARTS.update(parts)


# The command line


def commands() -> set[str]:
    """Return the commands below `draw`."""
    (draw,) = [action.choices["draw"] for action in build_parser()._actions if "draw" in (action.choices or {})]
    (below,) = [action.choices for action in draw._actions if action.choices]
    return set(below)


CODE = f"{FOUNDING}.{UNIT}.1"
ON_THE_COMMAND_LINE: dict[str, tuple[str, ...]] = {
    "open": ("draw", "open", FOUNDING, UNIT, "--count", "1", "--randomness", "Bốc thăm lại"),
    "seed": ("draw", "seed", CODE, "9999 9999", "--source", "Phiên khác"),
    "run": ("draw", "run", CODE),
}
GOING_ON = {"replace", "annul"}
READING = {"show", "verify", "list"}


def test_every_command_of_draws_is_tried():
    assert commands() == set(ON_THE_COMMAND_LINE) | GOING_ON | READING


def test_no_command_draws_twice_nor_does_a_restore_an_import_or_another_start(seeded_url: str, tmp_path: Path):
    shutil.copyfile(seeded_url.removeprefix("sqlite:///"), tmp_path / "kiemtra.db")
    engine = create_engine(f"sqlite:///{tmp_path / 'kiemtra.db'}")
    kiemtra = CommandLine(f"sqlite:///{tmp_path / 'kiemtra.db'}", {"KIEMTRA_TODAY": "2023-07-10"})
    kiemtra.must("backup", tmp_path / "before.db")
    (tmp_path / "before.toml").write_text(kiemtra.must("export", FOUNDING).out, encoding="utf-8")
    brought_to(engine, "seeded")
    kiemtra.must("backup", tmp_path / "seeded.db")
    kiemtra.must("draw", "run", CODE)
    before = draws_of(engine)
    done: list[Callable[[], object]] = [
        *(lambda words=words: kiemtra.refused(*words) for words in ON_THE_COMMAND_LINE.values()),
        lambda: kiemtra.must("import", tmp_path / "before.toml"),
        lambda: kiemtra.must("init"),
        lambda: kiemtra.must("restore", tmp_path / "before.db"),
        lambda: kiemtra.refused(*ON_THE_COMMAND_LINE["open"]),
        lambda: kiemtra.must("restore", tmp_path / "seeded.db"),
        lambda: kiemtra.refused(*ON_THE_COMMAND_LINE["run"]),
        lambda: kiemtra.refused(*ON_THE_COMMAND_LINE["seed"]),
    ]
    for way in done:
        way()
        assert draws_of(engine) == before
    with open_reader(engine) as store:
        visits = store.plans.dossier(FOUNDING).plan.visits
    assert [visit.communes for visit in visits if visit.unit == UNIT] == [before[0].drawn]
    engine.dispose()
