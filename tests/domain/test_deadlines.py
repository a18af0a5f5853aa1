from datetime import date, timedelta

import pytest
from builders import QUOC_KHANH_2023, before
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import CountedIn, Deadline, Event, Relation, due_day

days = st.dates(date(2019, 1, 1), date(2027, 12, 31))


@given(days)
def test_before_a_day_is_strict_the_day_itself_is_too_late(day):
    due = due_day(before(day), {}, QUOC_KHANH_2023)
    assert (due.last_day, due.stated, due.is_strict) == (day - timedelta(days=1), day, True)
    assert due.first_late_day == day


@given(days)
def test_no_later_than_a_day_keeps_that_day_in_time(day):
    due = due_day(Deadline(relation=Relation.NO_LATER_THAN, day=day), {}, QUOC_KHANH_2023)
    assert (due.last_day, due.stated, due.is_strict) == (day, None, False)


def test_within_working_days_of_an_event_does_not_count_the_day_of_the_event():
    deadline = Deadline(relation=Relation.WITHIN, event=Event.VISIT_END, count=3, counted_in=CountedIn.WORKING_DAYS)
    due = due_day(deadline, {Event.VISIT_END: date(2023, 8, 31)}, QUOC_KHANH_2023)
    assert due.last_day == date(2023, 9, 7)


def test_calendar_days_after_an_event_run_over_holidays():
    deadline = Deadline(relation=Relation.AFTER, event=Event.SIGNING, count=5)
    assert due_day(deadline, {Event.SIGNING: date(2023, 8, 31)}, QUOC_KHANH_2023).last_day == date(2023, 9, 5)


def test_working_days_ahead_of_a_visit_run_backwards():
    deadline = Deadline(relation=Relation.AHEAD_OF, event=Event.VISIT_START, count=2, counted_in=CountedIn.WORKING_DAYS)
    assert due_day(deadline, {Event.VISIT_START: date(2023, 9, 5)}, QUOC_KHANH_2023).last_day == date(2023, 8, 30)


def test_a_deadline_moves_with_its_event():
    deadline = Deadline(relation=Relation.BEFORE, event=Event.VISIT_START)
    first = due_day(deadline, {Event.VISIT_START: date(2023, 8, 10)}, QUOC_KHANH_2023)
    moved = due_day(deadline, {Event.VISIT_START: date(2023, 8, 17)}, QUOC_KHANH_2023)
    assert moved.last_day - first.last_day == timedelta(days=7)


def test_a_deadline_is_not_firm_while_its_event_is_unknown():
    deadline = Deadline(relation=Relation.WITHIN, event=Event.RECEIPT, count=5)
    assert due_day(deadline, {}, QUOC_KHANH_2023) is None


def test_no_deadline_gives_no_day():
    assert due_day(None, {}, QUOC_KHANH_2023) is None


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (before(date(2023, 7, 30)), "trước ngày 30/7/2023"),
        (Deadline(relation=Relation.NO_LATER_THAN, day=date(2023, 1, 5)), "chậm nhất ngày 05/01/2023"),
        (Deadline(relation=Relation.BEFORE, event=Event.VISIT_START), "trước ngày bắt đầu kiểm tra"),
        (
            Deadline(relation=Relation.WITHIN, event=Event.SIGNING, count=5, counted_in=CountedIn.WORKING_DAYS),
            "trong thời hạn 05 ngày làm việc kể từ ngày ký",
        ),
        (Deadline(relation=Relation.AFTER, event=Event.RECEIPT, count=10), "sau 10 ngày kể từ ngày nhận được văn bản"),
        (
            Deadline(relation=Relation.AHEAD_OF, event=Event.VISIT_START, count=3, counted_in=CountedIn.WORKING_DAYS),
            "chậm nhất 03 ngày làm việc trước ngày bắt đầu kiểm tra",
        ),
    ],
)
def test_deadlines_are_worded_officially(deadline, words):
    assert deadline.words() == words


@pytest.mark.parametrize(
    "fields",
    [
        {"relation": Relation.BEFORE},
        {"relation": Relation.WITHIN, "event": Event.SIGNING},
        {"relation": Relation.WITHIN, "count": 3},
    ],
)
def test_a_deadline_that_could_never_be_computed_cannot_exist(fields):
    with pytest.raises(ValueError, match=r"deadline\.incomplete"):
        Deadline(**fields)
