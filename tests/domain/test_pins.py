"""Visits that no adjustment moves any more."""

from datetime import date, timedelta

import pytest
from builders import QUOC_KHANH_2023, a_batch, a_dossier, a_plan, a_visit, a_window
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pins import PinReason, first_free_day, moved_pins, pins_of
from app.domain.plans import Standards
from app.domain.problems import Severity
from app.domain.rules import check_adjustment, check_plan
from app.domain.visits import Visit

TODAY = date(2023, 8, 10)
"""A Thursday."""
CALENDAR = QUOC_KHANH_2023


def visit(unit: str, first: date, last: date, **fields: object) -> Visit:
    return a_visit(unit, window=a_window(first, last), **fields)


DONE = visit("so-y-te", date(2023, 8, 1), date(2023, 8, 9))
RUNNING = visit("so-tu-phap", date(2023, 8, 10), date(2023, 8, 11))
NEAR = visit("ubnd-huyen-b", date(2023, 8, 17), date(2023, 8, 18))
FAR = visit("so-tttt", date(2023, 8, 18), date(2023, 8, 22))
PLAN = a_plan(visits=(DONE, RUNNING, NEAR, FAR))


def issued(**fields: object):
    return a_dossier(a_plan(**{"visits": (DONE, RUNNING, NEAR, FAR), **fields}))


def test_what_is_over_has_begun_or_is_near_stays():
    pins = pins_of(PLAN, TODAY, CALENDAR)
    assert [(pin.name, pin.reason) for pin in pins] == [
        ("so-y-te", PinReason.DONE),
        ("so-tu-phap", PinReason.RUNNING),
        ("ubnd-huyen-b", PinReason.NOTICE_PERIOD),
    ]
    assert [pin.words() for pin in pins] == [
        "đã kiểm tra xong ngày 09/8/2023",
        "đang kiểm tra, đến hết ngày 11/8/2023",
        "bắt đầu ngày 17/8/2023, còn không quá 05 ngày làm việc nữa",
    ]


@pytest.mark.parametrize(
    ("days", "pinned"),
    [(0, ["so-y-te", "so-tu-phap"]), (6, ["so-y-te", "so-tu-phap", "ubnd-huyen-b", "so-tttt"])],
)
def test_how_near_is_near_is_said_by_the_plan(days: int, pinned: list[str]):
    plan = a_plan(visits=PLAN.visits, standards=Standards(notice_days=days))
    assert [pin.name for pin in pins_of(plan, TODAY, CALENDAR)] == pinned


def test_days_off_do_not_count_as_notice():
    plan = a_plan(visits=(visit("so-y-te", date(2023, 9, 6), date(2023, 9, 8)),))
    # From 29/8 to 06/9 there are the Wednesday, the Thursday, and after the holiday the Tuesday: with the 06/9, four.
    assert [pin.reason for pin in pins_of(plan, date(2023, 8, 29), CALENDAR)] == [PinReason.NOTICE_PERIOD]
    assert pins_of(plan, date(2023, 8, 25), CALENDAR) == ()


def test_reserve_targets_and_loose_visits_are_not_kept():
    plan = a_plan(visits=(visit("so-y-te", date(2023, 8, 1), date(2023, 8, 9), is_reserve=True), a_visit(window=None)))
    assert pins_of(plan, TODAY, CALENDAR) == ()


def test_the_second_visit_to_a_unit_is_named_by_its_number():
    plan = a_plan(visits=(visit("so-y-te", date(2023, 8, 1), date(2023, 8, 2), number=2),))
    assert [pin.name for pin in pins_of(plan, TODAY, CALENDAR)] == ["so-y-te~2"]


@given(st.integers(0, 12), st.dates(date(2023, 7, 1), date(2023, 12, 1)))
def test_the_first_free_day_is_the_first_working_day_that_would_not_be_kept(notice: int, today: date):
    free = first_free_day(today, notice, CALENDAR)
    days = [today + timedelta(days=n) for n in range((free - today).days + 1)]
    plans = [
        a_plan(visits=(visit("so-y-te", day, day),), standards=Standards(notice_days=notice))
        for day in days
        if CALENDAR.is_working_day(day)
    ]
    kept = [bool(pins_of(plan, today, CALENDAR)) for plan in plans]
    assert kept == [True] * (len(kept) - 1) + [False]


def test_a_draft_that_moves_what_is_near_has_an_error_and_one_that_does_not_has_none():
    moved = visit("ubnd-huyen-b", date(2023, 8, 21), date(2023, 8, 22))
    free = visit("so-tttt", date(2023, 8, 23), date(2023, 8, 25))
    draft = issued(visits=(DONE, RUNNING, moved, free))
    (problem,) = [p for p in check_adjustment(draft, issued(), TODAY, CALENDAR) if p.code == "visit.pinned_moved"]
    assert (problem.severity, problem.subjects) == (Severity.ERROR, ("ubnd-huyen-b",))
    assert problem.facts == {
        "unit": "UBND huyện B",
        "why": "bắt đầu ngày 17/8/2023, còn không quá 05 ngày làm việc nữa",
        "issued": "từ ngày 17/8/2023 đến hết ngày 18/8/2023",
        "drafted": "từ ngày 21/8/2023 đến hết ngày 22/8/2023",
    }
    kept = issued(visits=(DONE, RUNNING, NEAR, free))
    assert check_adjustment(kept, issued(), TODAY, CALENDAR) == check_plan(kept, CALENDAR)


def test_what_is_near_may_be_withdrawn_and_what_has_begun_may_not():
    assert moved_pins(issued(visits=(DONE, RUNNING)), issued(), TODAY, CALENDAR) == ()
    ((pin, now),) = moved_pins(issued(visits=(DONE,)), issued(), TODAY, CALENDAR)
    assert (pin.name, now) == ("so-tu-phap", None)


def test_other_changes_of_a_kept_visit_are_no_move():
    draft = issued(
        batches=(a_batch(), a_batch("dot-2")),
        visits=(DONE, RUNNING, visit("ubnd-huyen-b", NEAR.window.first, NEAR.window.last, batch="dot-2"), FAR),
    )
    assert moved_pins(draft, issued(), TODAY, CALENDAR) == ()
