"""`kiemtra draw`: the steps in their order, each once; what is refused leaves everything as it was."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from cli.drawing import DICE, DRAW, ON, SEED, STEPS, UNIT, record
from cli.running import PLAN, CommandLine, fields, on_copy_of, rows

from app import ROOT
from app.db.engine import create_engine
from app.db.store import open_store
from app.domain.draws.draws import Randomness
from app.domain.people import Actor
from app.services.draws import WantedDraw, propose_draw

if TYPE_CHECKING:
    from pathlib import Path

SECOND = f"{PLAN}.{UNIT}.2"
CLUSTERS = ROOT / "tests" / "plans" / "dong-nai-2025-cum.toml"
OPEN = ("draw", "open", PLAN, UNIT, "--count")
SOURCE = ("--source", "Phiên chọn")
SIGNED = ("--reason", "Danh sách thiếu một xã", "--signatory", "Giám đốc Sở Nội vụ")
PARTS = [
    "id", "plan", "unit", "count", "without", "with", "frame", "frame_text", "frame_sha256", "commitment_text",
    "commitment", "seed", "seed_typed", "source", "witnesses", "tickets", "drawn", "alternates", "ledger",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every command of these tests act on one day, unless it says otherwise."""
    environment = CommandLine.environment.fget
    assert environment is not None
    monkeypatch.setattr(CommandLine, "environment", property(lambda self: {"KIEMTRA_TODAY": ON, **environment(self)}))


def after(step: str, drawings: dict[str, Path], folder: Path) -> CommandLine:
    """Return the command line over a copy of the database as that step left it."""
    return on_copy_of(drawings[step], folder)


@pytest.fixture
def opened(drawings: dict[str, Path], tmp_path: Path) -> CommandLine:
    return after("opened", drawings, tmp_path)


@pytest.fixture
def drawn(drawings: dict[str, Path], tmp_path: Path) -> CommandLine:
    return after("drawn", drawings, tmp_path)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def events(kiemtra: CommandLine, draw: str = DRAW) -> list[str]:
    return [entry["event"] for entry in record(kiemtra, draw)["ledger"]]


def ordered_by_hand(kiemtra: CommandLine) -> list[str]:
    """The lines of code and name in the order that a hash and a sorted list give."""
    found = record(kiemtra)
    names = {unit["code"]: unit["name"] for unit in found["frame"]}
    codes = sorted(names, key=lambda code: sha256(f"{found['commitment']}|407129368850|{code}"))
    return [f"{code}\t{names[code]}" for code in codes]


# The steps


def test_open_prints_the_id_and_nothing_else_and_tells_what_is_published(kiemtra: CommandLine):
    done = kiemtra.must(*OPEN, "2", KIEMTRA_BASE_URL="https://kiemtra.tinh.gov.vn")
    assert done.out == f"{DRAW}\n"
    committed, randomness, public = done.err.splitlines()
    found = record(kiemtra)
    assert committed.startswith("Đã chốt và công bố: chọn 2 trong 10 đơn vị của UBND huyện Phú Riềng, mã cam kết ")
    assert found["commitment"] in committed
    # Without words for it dice are thrown, and the number of throws is committed to.
    assert randomness.startswith("Cách lấy dãy số: Gieo một xúc xắc sáu mặt 20 lần tại phiên chọn, ")
    assert found["commitment_text"].splitlines()[-1] == f"randomness: {randomness.partition(': ')[2]}"
    assert public == f"Trang công khai: https://kiemtra.tinh.gov.vn/cong-khai/chon-xa/{DRAW}"


def test_seed_prints_the_seed_as_it_is_hashed(opened: CommandLine):
    assert opened.must("draw", *STEPS["seeded"]).out == "407129368850\n"


def test_a_seed_that_opens_with_a_dash_stands_after_two(opened: CommandLine):
    assert opened.must("draw", "seed", DRAW, *SOURCE, "--", "-1234567").out == "-1234567\n"


def test_run_prints_what_is_inspected_a_line_of_code_and_name_each(drawings: dict[str, Path], tmp_path: Path):
    seeded = after("seeded", drawings, tmp_path)
    assert seeded.must("draw", "run", DRAW).lines == ordered_by_hand(seeded)[:2]


def test_the_record_holds_every_part_of_a_draw_and_each_hash_is_that_of_its_text(drawn: CommandLine):
    found = record(drawn)
    assert list(found) == PARTS
    assert found["without"] == [{"code": "25264", "name": "Xã Phú Riềng", "reason": "Đã kiểm tra năm 2022"}]
    assert found["with"] == []
    assert found["frame_text"] == "".join(f"{unit['code']}\t{unit['name']}\n" for unit in found["frame"])
    assert found["frame_sha256"] == sha256(found["frame_text"])
    assert found["commitment_text"] == (
        f"kiemtra-draw 1\nplan: {PLAN}\nunit: {UNIT}\nframe: {found['frame_sha256']}\ncount: 2\nrandomness: {DICE}\n"
    )
    assert found["commitment"] == sha256(found["commitment_text"])
    assert (found["seed"], found["seed_typed"]) == ("407129368850", SEED)
    assert (found["source"], found["witnesses"]) == ("Phiên chọn", ["Trưởng đoàn", "Đại diện UBND huyện"])
    assert [each["ticket"] for each in found["tickets"]] == sorted(
        sha256(f"{found['commitment']}|407129368850|{unit['code']}") for unit in found["frame"]
    )
    codes = [line.partition("\t")[0] for line in ordered_by_hand(drawn)]
    assert (found["drawn"], found["alternates"], len(codes)) == (codes[:2], codes[2:], 9)
    assert [each["code"] for each in found["tickets"]] == codes
    assert events(drawn) == ["commit", "seed", "draw"]


def test_those_put_in_beforehand_are_inspected_first(kiemtra: CommandLine):
    kiemtra.must(*OPEN, "2", "--with", "25240=Nhiều đơn thư")
    kiemtra.must("draw", "seed", DRAW, SEED, *SOURCE)
    lines = kiemtra.must("draw", "run", DRAW).lines
    assert (lines[0], len(lines)) == ("25240\tXã Long Bình", 3)
    assert record(kiemtra)["with"] == [{"code": "25240", "name": "Xã Long Bình", "reason": "Nhiều đơn thư"}]


def test_decomposed_words_are_committed_to_composed(kiemtra: CommandLine):
    decomposed = [unicodedata.normalize("NFD", text) for text in (f"  {DICE} ", "25264=Đã   kiểm tra")]
    kiemtra.must(*OPEN, "2", "--randomness", decomposed[0], "--without", decomposed[1])
    found = record(kiemtra)
    assert found["commitment_text"].splitlines()[-1] == f"randomness: {DICE}"
    assert found["without"][0]["reason"] == "Đã kiểm tra"


def test_the_next_alternate_takes_the_place_of_a_commune_and_no_new_draw_is_made(drawn: CommandLine):
    first, second, third, *_ = ordered_by_hand(drawn)
    done = drawn.must("draw", "replace", DRAW, first.partition("\t")[0], "--reason", "Bị cô lập do lũ")
    assert done.lines == [third, second]
    assert events(drawn) == ["commit", "seed", "draw", "replace"]
    assert record(drawn)["drawn"] == [line.partition("\t")[0] for line in (first, second)]


def test_a_draw_after_one_that_was_annulled_says_that_it_is_the_second_and_hangs_on_the_first(drawn: CommandLine):
    assert drawn.must("draw", "annul", DRAW, *SIGNED).out == f"{DRAW}\n"
    done = drawn.must(*OPEN, "2")
    assert done.out == f"{SECOND}\n"
    assert "Đây là lần chọn thứ 2 tại UBND huyện Phú Riềng: lần trước đã hủy" in done.err
    data = record(drawn, SECOND)["ledger"][0]["data"]
    assert (data["attempt"], data["previous"]) == (2, record(drawn)["ledger"][-1]["hash"])
    assert events(drawn) == ["commit", "seed", "draw", "annul"]


def test_a_province_of_two_tiers_draws_from_a_cluster(kiemtra: CommandLine):
    plan = kiemtra.must("import", CLUSTERS).lines[-1]
    draw = kiemtra.must("draw", "open", plan, "cum-loc-ninh", "--count", "2", KIEMTRA_TODAY="2025-08-01").lines[-1]
    kiemtra.must("draw", "seed", draw, SEED, *SOURCE, KIEMTRA_TODAY="2025-08-02")
    lines = kiemtra.must("draw", "run", draw, KIEMTRA_TODAY="2025-08-02").lines
    found = record(kiemtra, draw)
    assert draw == f"{plan}.cum-loc-ninh.1"
    assert [line.partition("\t")[0] for line in lines] == found["drawn"]
    assert (len(found["drawn"]), len(found["frame"])) == (2, 6)


# What is shown


def test_show_tells_a_draw_in_words(drawn: CommandLine):
    found, lines = record(drawn), drawn.must("draw", "show", DRAW).lines
    assert lines[0].startswith("Lần chọn thứ 1 tại UBND huyện Phú Riềng, Kế hoạch kiểm tra ")
    assert lines[0].endswith(": đã chọn.")
    assert lines[1:6] == [
        f"Chọn 2 trong 9 đơn vị, mã danh sách {found['frame_sha256']}.",
        "Để ngoài danh sách: 25264 Xã Phú Riềng, lý do: Đã kiểm tra năm 2022",
        f"Cách lấy dãy số: {DICE}",
        f"Mã cam kết: {found['commitment']}",
        "Dãy số: 407129368850. Nguồn: Phiên chọn. Người chứng kiến: Trưởng đoàn; Đại diện UBND huyện.",
    ]
    assert lines[6:8] == [f"Được kiểm tra: {line.replace(chr(9), ' ')}" for line in ordered_by_hand(drawn)[:2]]
    assert lines[8:] == [
        f"Sổ công khai: 12 giờ 00 phút, ngày 16/8/2023, {event}, mã {entry['hash']}"
        for event, entry in zip(("chốt", "ghi dãy số", "chọn"), found["ledger"], strict=True)
    ]


def test_list_names_every_draw_of_a_plan_with_its_step_and_what_it_chose(drawn: CommandLine):
    drawn.must("draw", "open", PLAN, "ubnd-huyen-bu-dang", "--count", "1")
    codes, names = zip(*(line.split("\t") for line in ordered_by_hand(drawn)[:2]), strict=True)
    other = f"{PLAN}.ubnd-huyen-bu-dang.1"
    assert drawn.must("draw", "list", PLAN).lines == [
        f"{other}\tĐã chốt, chờ dãy số\tUBND huyện Bù Đăng\t",
        f"{DRAW}\tĐã chọn\tUBND huyện Phú Riềng\t{', '.join(names)}",
    ]
    listed = json.loads(drawn.must("draw", "list", PLAN, "--json").out)
    assert listed == {
        "plan": PLAN,
        "draws": [
            {"id": other, "unit": "ubnd-huyen-bu-dang", "attempt": 1, "phase": "committed", "chosen": []},
            {"id": DRAW, "unit": UNIT, "attempt": 1, "phase": "drawn", "chosen": list(codes)},
        ],
    }


def test_a_plan_without_draws_lists_none(kiemtra: CommandLine):
    assert kiemtra.must("draw", "list", PLAN).out == ""


# What is refused

_FOUND = f"Không có lần chọn ngẫu nhiên nào mang mã “{DRAW}”"
_LIVE = "UBND huyện Phú Riềng đã có lần chọn đã chốt"
REFUSED: dict[str, tuple[str, tuple[str, ...], str]] = {
    "seed of no draw": ("new", ("draw", "seed", DRAW, SEED, *SOURCE), _FOUND),
    "run of no draw": ("new", ("draw", "run", DRAW), _FOUND),
    "run before the seed": ("opened", ("draw", "run", DRAW), f"Lần chọn {DRAW} "),
    "replace before the draw": ("seeded", ("draw", "replace", DRAW, "25258", "--reason", "lũ"), f"Lần chọn {DRAW} "),
    "second seed": ("seeded", ("draw", "seed", DRAW, "999999", *SOURCE), f"Lần chọn {DRAW} "),
    "second run": ("drawn", ("draw", "run", DRAW), f"Lần chọn {DRAW} đã có kết quả"),
    "seed after the draw": ("drawn", ("draw", "seed", DRAW, "999999", *SOURCE), f"Lần chọn {DRAW} đã có kết quả"),
    "second draw": ("drawn", (*OPEN, "2"), _LIVE),
    "another list once it is committed to": ("opened", (*OPEN, "2", "--without", "25258=Bị lũ"), _LIVE),
    "another number once it is committed to": ("seeded", (*OPEN, "3"), _LIVE),
    "seed of one sign": ("opened", ("draw", "seed", DRAW, "4", *SOURCE), "dãy số chỉ có 1 ký tự"),
    "empty seed": ("opened", ("draw", "seed", DRAW, " ", *SOURCE), "chưa có dãy số"),
    "seed with an unseen sign": ("opened", ("draw", "seed", DRAW, "123456\u200b", *SOURCE), "không in ra giấy được"),
    "seed from nowhere": ("opened", ("draw", "seed", DRAW, SEED, "--source", " "), "source: "),
    "more than the plan allows": ("new", (*OPEN, "4"), "Kế hoạch cho phép từ 1 đến 3 đơn vị"),
    "more than that with those put in": ("new", (*OPEN, "3", "--with", "25258=Nhiều đơn thư"), "đơn vị chọn sẵn, là 4"),
    "none to draw": ("new", (*OPEN, "0"), "count: "),
    "code unknown": ("new", (*OPEN, "2", "--without", "99999=Bị lũ"), "không có đơn vị nào mang mã “99999”"),
    "code twice": ("new", (*OPEN, "2", "--without", "25258=Bị lũ", "--with", "25258=Đơn thư"), "with: mã “25258”"),
    "randomness empty": ("new", (*OPEN, "2", "--randomness", " "), "randomness: "),
    "unit without draw": ("new", ("draw", "open", PLAN, "so-cong-thuong", "--count", "1"), "ở Sở Công Thương"),
    "unit unknown": ("new", ("draw", "open", PLAN, "khong-co", "--count", "1"), "không chọn ngẫu nhiên ở “khong-co”"),
    "plan unknown": ("new", ("draw", "open", "khong-co", UNIT, "--count", "1"), "Không có kế hoạch “khong-co”"),
    "plan unknown to list": ("new", ("draw", "list", "khong-co"), "Không có kế hoạch “khong-co”"),
    "replaced one that was not drawn": (
        "drawn",
        ("draw", "replace", DRAW, "25264", "--reason", "lũ"),
        "“25264” không phải đơn vị đang được chọn",
    ),
    "annulled without reason": ("drawn", ("draw", "annul", DRAW, "--reason", " ", "--signatory", "B"), "reason: "),
    "annulled by nobody": ("drawn", ("draw", "annul", DRAW, "--reason", "A", "--signatory", " "), "signatory: "),
    "annulled before it is committed to": ("new", ("draw", "annul", DRAW, *SIGNED), _FOUND),
    "annulled twice": ("annulled", ("draw", "annul", DRAW, *SIGNED), f"Lần chọn {DRAW} "),
    "run of what was annulled": ("annulled", ("draw", "run", DRAW), f"Lần chọn {DRAW} "),
    "word that is no text": ("new", ("draw", "show", "\udcff"), "không viết bằng mã UTF-8"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_why_and_leaves_everything_as_it_was(drawings: dict[str, Path], tmp_path: Path, case: str):
    step, words, told = REFUSED[case]
    kiemtra = after(step, drawings, tmp_path)
    before = rows(kiemtra)
    assert told in kiemtra.refused(*words)
    assert rows(kiemtra) == before


def test_all_faults_of_a_list_are_told_at_once(kiemtra: CommandLine):
    done = kiemtra(*OPEN, "9", "--without", "99999=Bị lũ", "--with", "88888=Bị lũ")
    assert (done.status, done.out) == (2, "")
    assert [line.partition(":")[0] for line in done.err.splitlines()] == ["without", "with", "count"]


def test_a_commune_is_not_replaced_without_a_reason(drawn: CommandLine):
    code = record(drawn)["drawn"][0]
    assert drawn.refused("draw", "replace", DRAW, code, "--reason", " ").startswith("reason: ")
    assert events(drawn) == ["commit", "seed", "draw"]


def test_a_clock_that_goes_backwards_is_refused_and_the_ledger_stays_whole(opened: CommandLine):
    before = rows(opened)
    told = opened.refused("draw", "seed", DRAW, SEED, *SOURCE, KIEMTRA_TODAY="2023-08-15")
    assert "12 giờ 00 phút, ngày 16/8/2023" in told
    assert rows(opened) == before


def test_when_the_alternates_are_used_up_nothing_is_replaced(kiemtra: CommandLine):
    left_out = (25243, 25244, 25246, 25250, 25252, 25255, 25258, 25261)
    kiemtra.must(*OPEN, "1", *(word for code in left_out for word in ("--without", f"{code}=Bị lũ")))
    kiemtra.must("draw", "seed", DRAW, SEED, *SOURCE)
    (first,) = kiemtra.must("draw", "run", DRAW).lines
    words = ("--reason", "Bị cô lập do lũ")
    (last,) = kiemtra.must("draw", "replace", DRAW, first.partition("\t")[0], *words).lines
    assert {first, last} == {"25240\tXã Long Bình", "25264\tXã Phú Riềng"}
    assert DRAW in kiemtra.refused("draw", "replace", DRAW, last.partition("\t")[0], *words)
    assert events(kiemtra) == ["commit", "seed", "draw", "replace"]


def test_a_list_to_which_anybody_may_still_object_does_not_give_way_to_another(kiemtra: CommandLine):
    wanted = WantedDraw(count=2, randomness=Randomness(text=DICE), challenge_until=date.fromisoformat(ON))
    engine = create_engine(kiemtra.database_url)
    with open_store(engine) as store:
        at = datetime(2023, 8, 14, tzinfo=UTC)
        propose_draw(store, PLAN, UNIT, wanted, by=Actor(name="a"), at=at)
    engine.dispose()
    before = rows(kiemtra)
    assert "danh sách còn nhận ý kiến đến hết ngày 16/08/2023" in kiemtra.refused(*OPEN, "1")
    assert rows(kiemtra) == before
    assert kiemtra.must(*OPEN, "1", KIEMTRA_TODAY="2023-08-17").out == f"{DRAW}\n"


# Two at once

PRESSED = {
    "open": ("new", (*OPEN, "2"), ["commit"]),
    "seed": ("opened", ("draw", "seed", DRAW, SEED, *SOURCE), ["commit", "seed"]),
    "run": ("seeded", ("draw", "run", DRAW), ["commit", "seed", "draw"]),
    "annul": ("drawn", ("draw", "annul", DRAW, *SIGNED), ["commit", "seed", "draw", "annul"]),
}


@pytest.mark.parametrize("step", PRESSED)
def test_of_two_officers_who_press_at_once_one_acts_and_the_other_is_told(
    drawings: dict[str, Path], tmp_path: Path, step: str
):
    start, words, ledger = PRESSED[step]
    kiemtra = after(start, drawings, tmp_path)
    both = [kiemtra.started(*words) for _ in range(2)]
    told = {process: process.communicate(timeout=60)[1] for process in both}
    assert sorted(process.returncode for process in both) == [0, 2]
    (refusal,) = [told[process] for process in both if process.returncode]
    assert len(refusal.splitlines()) == 1
    assert events(kiemtra) == ledger


def test_each_row_of_the_log_says_which_step_the_command_line_did(drawn: CommandLine):
    code = record(drawn)["drawn"][0]
    drawn.must("draw", "replace", DRAW, code, "--reason", "lũ", LOGNAME="nguyen-van-a")
    drawn.must("draw", "annul", DRAW, *SIGNED)
    found = [row for row in fields(drawn, "audit", "action", "is_command_line") if str(row[0]).startswith("draw.")]
    steps = ["draw.propose", "draw.commit", "draw.seed", "draw.draw", "draw.replace", "draw.annul"]
    assert found == [(step, 1) for step in steps]
    assert ("draw.replace", "nguyen-van-a") in fields(drawn, "audit", "action", "actor")
