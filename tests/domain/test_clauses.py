"""Clauses of a plan's text, edited with their numbering kept right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.acts import Clause, ClauseKind
from app.domain.clauses import (
    Placing,
    clause_of,
    coded,
    is_numbered_right,
    kinds_at,
    moved_clause,
    renumbered,
    with_clause,
    with_new_clause,
    without_clause,
)
from app.domain.errors import InvalidInput, NotFound

PART, SECTION, ITEM, PARAGRAPH = ClauseKind.PART, ClauseKind.SECTION, ClauseKind.ITEM, ClauseKind.PARAGRAPH
TEXT = coded(
    [
        (PART, "I.", "MỤC ĐÍCH, YÊU CẦU"),
        (SECTION, "1.", "Mục đích"),
        (ITEM, "a)", "Đánh giá đúng."),
        (ITEM, "b)", "Kịp thời chấn chỉnh."),
        (ITEM, "-", "Nêu rõ nguyên nhân."),
        (SECTION, "2.", "Yêu cầu"),
        (PARAGRAPH, "", "Khách quan."),
        (PART, "II.", "NỘI DUNG"),
        (PARAGRAPH, "", "Kiểm tra các nội dung sau:"),
        (ITEM, "1.", "Cải cách thể chế."),
    ]
)


def numbered(clauses: tuple[Clause, ...]) -> list[tuple[str, str | None, str]]:
    return [(clause.code, clause.number, clause.text) for clause in clauses]


def lines(clauses: tuple[Clause, ...]) -> list[str]:
    return [f"{clause.number or ''} {clause.text}".strip() for clause in clauses]


def test_text_drawn_up_gets_codes_by_its_numbers():
    assert [clause.code for clause in TEXT] == [
        "I", "I.1", "I.1.a", "I.1.b", "I.1.b.1", "I.2", "I.2.0", "II", "II.0", "II.1",
    ]  # fmt: skip
    assert is_numbered_right(TEXT)


def test_a_clause_put_between_others_moves_the_numbers_of_those_that_follow():
    found = with_new_clause(TEXT, at="I.1.a", placing=Placing.BESIDE, kind=ITEM, text="Tuyên dương\ncách làm hay.")
    assert lines(found)[2:6] == [
        "a) Đánh giá đúng.", "b) Tuyên dương cách làm hay.", "c) Kịp thời chấn chỉnh.", "- Nêu rõ nguyên nhân.",
    ]  # fmt: skip
    assert [clause.code for clause in found][3:6] == ["I.1.b", "I.1.c", "I.1.c.1"]


def test_a_clause_put_below_another_comes_last_there():
    found = with_new_clause(TEXT, at="II", placing=Placing.BELOW, kind=SECTION, text="Khác")
    assert numbered(found)[-1] == ("II.2", "2.", "Khác")


def test_a_new_part_comes_at_the_end():
    assert numbered(with_new_clause(TEXT, at=None, placing=Placing.BESIDE, kind=PART, text="KINH PHÍ"))[-1] == (
        "III", "III.", "KINH PHÍ",
    )  # fmt: skip


def test_a_clause_taken_out_takes_along_what_stands_below_it():
    assert lines(without_clause(TEXT, "I.1")) == [
        "I. MỤC ĐÍCH, YÊU CẦU", "1. Yêu cầu", "Khách quan.", "II. NỘI DUNG", "Kiểm tra các nội dung sau:",
        "1. Cải cách thể chế.",
    ]  # fmt: skip


def test_a_clause_moves_among_those_that_stand_with_it_and_no_further():
    assert lines(moved_clause(TEXT, "I.1.b", earlier=True))[2:5] == [
        "a) Kịp thời chấn chỉnh.", "- Nêu rõ nguyên nhân.", "b) Đánh giá đúng.",
    ]  # fmt: skip
    assert moved_clause(TEXT, "I.1.a", earlier=True) == TEXT
    assert moved_clause(TEXT, "II", earlier=False) == TEXT


def test_new_wording_leaves_every_number_as_printed():
    printed = (*TEXT[:5], Clause(code="I.2", kind=SECTION, text="Yêu cầu", number="1."), *TEXT[6:])
    found = with_clause(printed, "I.1.a", kind=ITEM, text="Đánh giá đúng, đủ.")
    assert [clause.number for clause in found] == [clause.number for clause in printed]
    assert not is_numbered_right(found)
    assert renumbered(found) == with_clause(TEXT, "I.1.a", kind=ITEM, text="Đánh giá đúng, đủ.")


def test_an_edit_leaves_the_printed_numbers_of_other_groups():
    printed = (*TEXT[:7], Clause(code="II", kind=PART, text="NỘI DUNG", number="I."), *TEXT[8:])
    found = without_clause(printed, "I.1.a")
    assert lines(found)[2] == "a) Kịp thời chấn chỉnh."
    assert clause_of(found, "II").number == "I."


def test_a_clause_that_becomes_a_paragraph_loses_its_number():
    found = with_clause(TEXT, "I.1.a", kind=PARAGRAPH, text="Đánh giá đúng.")
    assert lines(found)[2:4] == ["Đánh giá đúng.", "a) Kịp thời chấn chỉnh."]


def test_points_go_on_after_the_last_letter():
    many = coded([(PART, "I.", "A"), (SECTION, "1.", "B"), *((ITEM, "a)", f"{n}") for n in range(25))])
    assert [clause.number for clause in many][-3:] == ["y)", "aa)", "bb)"]


@pytest.mark.parametrize(
    ("kind", "text", "faults"),
    [
        (ITEM, " \n ", [("text", "text.empty")]),
        (PART, "X", [("kind", "clause.kind_out_of_place")]),
        (PART, "", [("text", "text.empty"), ("kind", "clause.kind_out_of_place")]),
    ],
)
def test_a_clause_without_words_or_out_of_place_is_refused(kind: ClauseKind, text: str, faults: list[tuple[str, str]]):
    for change in (
        lambda: with_clause(TEXT, "I.1.a", kind=kind, text=text),
        lambda: with_new_clause(TEXT, at="I.1.a", placing=Placing.BESIDE, kind=kind, text=text),
    ):
        with pytest.raises(InvalidInput) as refusal:
            change()
        assert [(fault.place, fault.code) for fault in refusal.value.faults] == faults


def test_a_clause_that_is_not_there_is_not_found():
    for change in (
        lambda: with_clause(TEXT, "IX", kind=PART, text="X"),
        lambda: without_clause(TEXT, "IX"),
        lambda: moved_clause(TEXT, "IX", earlier=True),
        lambda: with_new_clause(TEXT, at="IX", placing=Placing.BESIDE, kind=PART, text="X"),
    ):
        with pytest.raises(NotFound):
            change()


def edits() -> st.SearchStrategy[list[tuple[str, int, bool]]]:
    return st.lists(
        st.tuples(st.sampled_from(["add", "below", "out", "move"]), st.integers(0, 40), st.booleans()), max_size=12
    )


@given(edits())
def test_whatever_is_edited_codes_stay_apart_and_numbers_right(steps: list[tuple[str, int, bool]]):
    clauses = TEXT
    for action, place, flag in steps:
        if not clauses:
            clauses = with_new_clause(clauses, at=None, placing=Placing.BESIDE, kind=PART, text="X")
            continue
        code = clauses[place % len(clauses)].code
        if action == "out":
            clauses = without_clause(clauses, code)
        elif action == "move":
            clauses = moved_clause(clauses, code, earlier=flag)
        else:
            placing = Placing.BELOW if action == "below" else Placing.BESIDE
            depth = code.count(".") + 1 + (placing == Placing.BELOW)
            clauses = with_new_clause(
                clauses, at=code, placing=placing, kind=kinds_at(depth)[-1 if flag else 0], text="Y"
            )
        assert len({clause.code for clause in clauses}) == len(clauses)
        assert is_numbered_right(clauses)
