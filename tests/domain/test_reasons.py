"""A reason is for one problem: its code, what it is about, its days; it goes when the problem does."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.domain.errors import InvalidInput
from app.domain.problems import Problem
from app.domain.reasons import LONGEST_REASON, GivenReasons, WrittenReason, fact_of, typed_reason, unneeded

HOLIDAY = Problem(code="window.starts_on_day_off", subjects=("so-y-te",), dates=(date(2023, 9, 1),))
UNNAMED = Problem(code="member.unnamed", subjects=("van-phong",))


def written(problem: Problem, reason: str = "Đã thống nhất.") -> WrittenReason:
    code, about = fact_of(problem)
    return WrittenReason(code=code, about=about, reason=reason, at=datetime(2023, 7, 1, tzinfo=UTC), actor="an")


def test_a_reason_is_kept_under_the_code_the_subjects_and_the_days_of_its_problem():
    assert fact_of(HOLIDAY) == ("window.starts_on_day_off", "so-y-te,2023-09-01")
    assert fact_of(UNNAMED) == ("member.unnamed", "van-phong")
    assert written(HOLIDAY).fact == fact_of(HOLIDAY)


def test_a_problem_that_changes_is_another_and_the_reason_is_needed_no_more():
    moved = Problem(code=HOLIDAY.code, subjects=HOLIDAY.subjects, dates=(date(2023, 9, 2),))
    reasons = (written(HOLIDAY), written(UNNAMED))
    assert unneeded(reasons, [HOLIDAY, UNNAMED]) == ()
    assert unneeded(reasons, [moved, UNNAMED]) == (reasons[0],)
    assert GivenReasons(by_fact={fact_of(HOLIDAY): "x"}).of(moved) == ""


def test_the_reason_of_a_problem_itself_goes_before_that_of_its_code():
    given = GivenReasons(by_fact={fact_of(HOLIDAY): " riêng "}, by_code={HOLIDAY.code: "chung"})
    other = Problem(code=HOLIDAY.code, subjects=("so-noi-vu",))
    assert (given.of(HOLIDAY), given.of(other), given.of(UNNAMED)) == ("riêng", "chung", "")


def test_a_reason_is_one_clean_line_of_bounded_length():
    assert typed_reason("  Đã  thống nhất\nvới đơn vị. ", "reason") == "Đã thống nhất với đơn vị."
    assert typed_reason(" \n ", "reason") == ""
    assert len(typed_reason("a" * LONGEST_REASON, "reason")) == LONGEST_REASON
    with pytest.raises(InvalidInput) as refusal:
        typed_reason("a" * (LONGEST_REASON + 1), "reason")
    assert [(fault.place, fault.code) for fault in refusal.value.faults] == [("reason", "text.too_long")]
