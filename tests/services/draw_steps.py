"""Steps that the tests of draws share: a plan that draws communes at two districts, and a draw carried through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from builders import UNITS, a_batch, a_visit, a_window, before, with_plan
from issuing import AT, BY, DRAFT, PLAN, put

from app.db.store import open_reader, open_store
from app.domain.draws.draws import Randomness, RandomnessKind
from app.domain.plans import DrawRule
from app.domain.units import Unit
from app.services.draws import (
    WantedDraw,
    annul_draw,
    commit_draw,
    drop_proposal,
    enter_seed,
    open_draw,
    propose_draw,
    replace_unit,
    run_draw,
)
from app.services.releases import release_dossier

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.draws.draws import CommuneDraw

DISTRICT, OTHER = "ubnd-huyen-b", "ubnd-thi-xa-g"
DICE = Randomness(text="Gieo xúc xắc mười mặt tại phiên chọn", kind=RandomnessKind.DICE)
WANTED = WantedDraw(count=2, randomness=DICE)
SEED, SOURCE, WITNESSES = "4071 2936 8850", "Phiên chọn ngày 16/7/2023", ("Trưởng đoàn: Ông M", "Đại diện UBND huyện B")
SEEDED_AT = AT + timedelta(days=10)
DRAWN_AT = SEEDED_AT + timedelta(minutes=5)
LATER = SEEDED_AT + timedelta(days=10)


def commune(code: str, name: str, parent: str, **fields: Any) -> Unit:
    return Unit(key=code, code=code, name=f"UBND {name}", area=name, kind="xã", level="xa", parent=parent, **fields)


NAMES = "Xã Tân Lập", "Xã Minh Hưng", "Xã Long Hà", "Xã Bù Nho", "Xã Phú Riềng", "Xã Tân Hưng", "Xã Thuận Phú"
COMMUNES = (
    *(commune(f"0010{number}", name, DISTRICT) for number, name in enumerate(NAMES, 1)),
    *(commune(f"0020{number}", name, OTHER) for number, name in enumerate(NAMES[:3], 1)),
    commune("00109", "Xã Đã Nhập", DISTRICT, until=date(2022, 12, 31)),
)
"""Seven communes of one district, and three of the same names in the other; one is no more."""
DIRECTORY = (
    *(unit for unit in UNITS if unit.level != "xa"),
    Unit(key=OTHER, name="UBND thị xã G", kind="thị xã", level="huyen", area="Thị xã G", parent="ubnd-tinh-a"),
    *COMMUNES,
)
DRAWING = replace(
    with_plan(
        DRAFT,
        draw=DrawRule(at_level="huyen", from_level="xa", least=1, most=3),
        batches=(
            a_batch(deputies=()),
            a_batch("dot-2", deputies=(), report_deadline=before(date(2023, 8, 25))),
            a_batch("dot-3", deputies=(), report_deadline=before(date(2023, 9, 29))),
        ),
        visits=(
            a_visit(),
            a_visit(DISTRICT, batch="dot-2", window=a_window(date(2023, 9, 5), date(2023, 9, 8))),
            a_visit(OTHER, batch="dot-3", window=a_window(date(2023, 9, 12), date(2023, 9, 15))),
        ),
    ),
    units=DIRECTORY,
)


def put_plan(engine: Engine) -> Engine:
    """Store the plan with its directory."""
    with open_store(engine) as store:
        put(store, DRAWING)
    return engine


def open_one(store: Store, unit: str = DISTRICT, wanted: WantedDraw = WANTED, at: datetime = AT) -> CommuneDraw:
    return open_draw(store, PLAN, unit, wanted, by=BY, at=at)


def seed_one(store: Store, code: str, typed: str = SEED, at: datetime = SEEDED_AT, **fields: Any) -> CommuneDraw:
    return enter_seed(store, code, typed, source=SOURCE, witnesses=WITNESSES, by=BY, at=at, **fields)


def draw_one(store: Store, unit: str = DISTRICT, wanted: WantedDraw = WANTED) -> CommuneDraw:
    """Carry a draw through to its result."""
    code = open_one(store, unit, wanted).code
    seed_one(store, code)
    return run_draw(store, code, by=BY, at=DRAWN_AT)


CODE = f"{PLAN}.{DISTRICT}.1"
STAMP: dict[str, Any] = {"by": BY, "at": LATER}
OVER = {"reason": "Danh sách thiếu một xã", "signatory": "Chủ tịch UBND tỉnh"}


def communes(engine: Engine, unit: str = DISTRICT) -> tuple[str, ...]:
    """Return what the draft and, where there is one, the release say of the unit."""
    with open_reader(engine) as store:
        found = {visit.communes for visit in store.plans.dossier(PLAN).plan.visits if visit.unit == unit}
        if store.releases.latest(PLAN) is not None:
            found |= {visit.communes for visit in release_dossier(store, PLAN).plan.visits if visit.unit == unit}
        (one,) = found
        return one


def naming(dossier: Any, units: tuple[str, ...]) -> Any:
    """Return the plan with these communes at the district."""
    visits = [replace(v, communes=units) if v.unit == DISTRICT else v for v in dossier.plan.visits]
    return with_plan(dossier, visits=tuple(visits))


def _commit(store: Store) -> object:
    return commit_draw(store, CODE, **STAMP)


def _seed(store: Store) -> object:
    return enter_seed(store, CODE, "999 999", source="khác", witnesses=(), **STAMP)


def _run(store: Store) -> object:
    return run_draw(store, CODE, **STAMP)


def _replace(store: Store) -> object:
    draw = store.draws.get(CODE)
    return replace_unit(store, CODE, (draw.standing or ("00101",))[0], "Bị lũ", **STAMP)


def _annul(store: Store) -> object:
    return annul_draw(store, CODE, **OVER, **STAMP)


def _open(store: Store) -> object:
    return open_one(store, at=LATER)


def _propose(store: Store) -> object:
    return propose_draw(store, PLAN, DISTRICT, WANTED, **STAMP)


def _drop(store: Store) -> object:
    return drop_proposal(store, CODE, **STAMP)


WAYS: dict[str, Callable[[Store], object]] = {
    "propose": _propose, "open": _open, "commit": _commit, "drop": _drop, "seed": _seed, "run": _run,
    "replace": _replace, "annul": _annul,
}  # fmt: skip


def brought_to(store: Store, phase: str) -> None:
    """Bring the draw at the district to a phase."""
    if phase == "proposed":
        propose_draw(store, PLAN, DISTRICT, WANTED, by=BY, at=AT)
        return
    open_one(store)
    if phase in {"seeded", "drawn", "annulled"}:
        seed_one(store, CODE)
    if phase in {"drawn", "annulled"}:
        run_draw(store, CODE, by=BY, at=DRAWN_AT)
    if phase == "annulled":
        annul_draw(store, CODE, **OVER, by=BY, at=DRAWN_AT)
