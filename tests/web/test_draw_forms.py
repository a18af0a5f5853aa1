"""The forms of draws: what was typed of lists short and long, of ways to the seed and of its parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.draws.draws import FrameUnit, PoolKind, Randomness, RandomnessKind
from app.domain.draws.frames import DrawPool, frame_of
from app.domain.draws.suggestions import Suggestion
from app.domain.errors import InvalidInput
from app.domain.unit_history import Inspection
from app.web.draw_forms import (
    MOST_ROWS,
    filled_frame,
    frame_rows,
    lines_of,
    suggestion_words,
    typed_seed,
    usual_words,
    wanted_draw,
    with_suggestions,
)


def a_pool(units: int) -> DrawPool:
    members = tuple(FrameUnit(code=f"{number:05}", name=f"Xã {number}") for number in range(units))
    return DrawPool(
        kind=PoolKind.UNIT, key="huyen", name="Huyện", least=1, most=3, day=date(2023, 8, 1), members=members
    )


SHORT, LONG = a_pool(10), a_pool(MOST_ROWS + 1)
INSPECTED = Inspection(
    plan="kh", title="Kế hoạch số 5", kind="cchc", year=2022, last=date(2022, 9, 1), name="UBND xã 1", is_done=True
)


def typed(pool: DrawPool, **fields: str) -> dict[str, str]:
    return filled_frame(pool, None) | {name.replace("_", "-"): text for name, text in fields.items()}


def faults(pool: DrawPool, **fields: str) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        wanted_draw(typed(pool, **fields), pool)
    return [fault.code for fault in caught.value.faults]


def test_a_form_as_it_is_first_shown_wants_the_whole_list_and_the_least_number():
    wanted = wanted_draw(typed(SHORT), SHORT)
    assert (wanted.count, wanted.without, wanted.included, wanted.day) == (1, (), (), date(2023, 8, 1))
    assert wanted.randomness.kind == RandomnessKind.DICE


def test_a_long_list_takes_those_outside_line_by_line():
    fields = {"ngoai": "00001; Vì lũ\n\n00002 ;Đã kiểm tra; năm 2022", "san": "00003; Đề nghị"}
    wanted = wanted_draw(typed(LONG, **fields), LONG)
    assert wanted.without == (("00001", "Vì lũ"), ("00002", "Đã kiểm tra; năm 2022"))
    assert wanted.included == (("00003", "Đề nghị"),)
    assert frame_rows(LONG, {}) == []


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("99999; Vì lũ", "draw.code_unknown"),
        ("00001; Vì lũ\n00001; Vì lũ", "draw.code_twice"),
        ("00001", "draw.reason_missing"),
    ],
)
def test_lines_with_an_unknown_code_one_given_twice_or_no_reason_are_told(lines, code):
    wanted = wanted_draw(typed(LONG, ngoai=lines), LONG)
    with pytest.raises(InvalidInput) as caught:
        frame_of(LONG, wanted.count, without=wanted.without, included=wanted.included)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_everything_that_is_wrong_is_told_at_once():
    assert faults(SHORT, so_luong="hai", cach="parts", ben="Trưởng đoàn", ngay_lay="x") == [
        "draw.count_unreadable",
        "day.unreadable",
        "draw.parties_missing",
    ]


def test_a_way_that_the_form_does_not_know_is_one_of_ones_own_words():
    assert faults(SHORT, cach="khac") == ["draw.randomness_missing"]
    wanted = wanted_draw(typed(SHORT, cach="khac", cach_lay="Rút thăm"), SHORT)
    assert wanted.randomness == Randomness(text="Rút thăm", kind=RandomnessKind.STATED)


def test_the_usual_words_name_the_day_and_who_is_there():
    parts = usual_words(RandomnessKind.PARTS, date(2023, 8, 16), ("Trưởng đoàn", "Sở Tư pháp"))
    assert parts == (
        "Tại phiên chọn ngày 16/8/2023, mỗi bên ghi kín ít nhất 04 chữ số, mở cùng lúc rồi ghép theo thứ tự: "
        "Trưởng đoàn và Sở Tư pháp"
    )
    assert "có mặt những người có tên trong biên bản" in usual_words(RandomnessKind.DICE, None, ())
    assert usual_words(RandomnessKind.LOTTERY, date(2023, 8, 16), ()) == ""


def test_parts_are_joined_in_the_order_of_the_parties_and_one_that_is_missing_leaves_no_seed():
    parties = ("A", "B", "C")
    given = {"phan-1": "4071", "phan-2": "2936", "phan-3": "8850"}
    assert typed_seed(given, parties) == "4071 2936 8850"
    assert typed_seed(given | {"phan-2": " "}, parties) == ""
    assert typed_seed({"day-so": "407129"}, ()) == "407129"


def test_who_may_be_left_out_is_put_outside_with_the_reason_unless_something_is_said_of_them():
    late = Suggestion(code="00001", inspected=INSPECTED)
    ceasing = Suggestion(code="00002", until=date(2023, 10, 31))
    found = with_suggestions(typed(SHORT, cho_00002="san", vi_00002="Đề nghị"), [late, ceasing])
    rows = {row.code: (row.place, row.reason) for row in frame_rows(SHORT, found) if row.place}
    assert rows == {"00001": ("ngoai", "Đã kiểm tra năm 2022 theo Kế hoạch số 5"), "00002": ("san", "Đề nghị")}
    long = wanted_draw(with_suggestions(typed(LONG), [late, ceasing]), LONG)
    assert long.without == (
        ("00001", "Đã kiểm tra năm 2022 theo Kế hoạch số 5"),
        ("00002", "Kết thúc hoạt động sau ngày 31/10/2023"),
    )


def test_an_inspection_of_a_part_of_a_unit_names_the_part():
    drawn = Suggestion(code="1", inspected=replace(INSPECTED, is_part=True))
    assert suggestion_words(drawn) == "Phần thuộc UBND xã 1 đã kiểm tra năm 2022 theo Kế hoạch số 5"


def test_lines_are_taken_without_empty_ones():
    assert lines_of(" Trưởng đoàn \n\n\tSở  Tư pháp\r\n") == ("Trưởng đoàn", "Sở Tư pháp")
