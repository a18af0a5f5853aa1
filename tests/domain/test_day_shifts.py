"""Days put at the same place among the working days of another year."""

from datetime import date, timedelta

import pytest
from builders import a_window, before
from hypothesis import given
from hypothesis import strategies as st
from strategies.times import days_off, deadlines, windows

from app.domain.dates import ONE_DAY, DayOff, DayOffKind, Half, LooseTime, WorkCalendar
from app.domain.day_shifts import DayShift, in_other_year, usual_start
from app.domain.deadlines import Deadline, Event, Relation, due_day
from app.domain.schedules import working_days_of

QUOC_KHANH = WorkCalendar(
    (
        DayOff(day=date(2023, 9, 1), name="Nghỉ Quốc khánh", kind=DayOffKind.PUBLIC_HOLIDAY),
        DayOff(day=date(2023, 9, 4), name="Nghỉ bù Quốc khánh", kind=DayOffKind.COMPENSATORY_DAY_OFF),
        DayOff(day=date(2024, 9, 2), name="Quốc khánh", kind=DayOffKind.PUBLIC_HOLIDAY),
        DayOff(day=date(2024, 9, 3), name="Nghỉ Quốc khánh", kind=DayOffKind.PUBLIC_HOLIDAY),
    )
)


def a_shift(calendar=QUOC_KHANH, anchor=date(2023, 8, 1), start=None):
    return DayShift(calendar=calendar, anchor=anchor, start=start or usual_start(anchor, 1, calendar))


@st.composite
def shifts(draw):
    """Draw a shift from one year to another over days off of all of them."""
    old, new = draw(st.integers(2015, 2030)), draw(st.integers(2015, 2030))
    table = {entry.day: entry for year in range(min(old, new) - 1, max(old, new) + 2) for entry in draw(days_off(year))}
    calendar = WorkCalendar(tuple(table.values()))
    anchor = calendar.next_working_day(draw(st.dates(date(old, 1, 1), date(old, 12, 20))))
    return old, DayShift(calendar=calendar, anchor=anchor, start=usual_start(anchor, new - old, calendar))


def gap(calendar, first, second):
    """Return the working days after the first window and before the second."""
    return len(calendar.working_days(first.last + ONE_DAY, second.first - ONE_DAY))


# The rule, in words of the page


def test_the_first_day_keeps_its_weekday_and_lies_near_the_same_date():
    assert usual_start(date(2023, 8, 1), 1, QUOC_KHANH) == date(2024, 7, 30)
    assert date(2023, 8, 1).weekday() == date(2024, 7, 30).weekday()


def test_a_first_day_that_is_a_holiday_then_moves_on_to_the_next_working_day():
    assert usual_start(date(2023, 9, 5), 1, QUOC_KHANH) == date(2024, 9, 4)


def test_a_window_that_ran_over_holidays_keeps_its_working_days():
    moved = a_shift().window(a_window(date(2023, 8, 28), date(2023, 9, 8)))
    assert (moved.first, moved.last) == (date(2024, 8, 26), date(2024, 9, 6))


def test_a_window_that_began_on_a_holiday_begins_on_a_working_day():
    moved = a_shift().window(a_window(date(2023, 9, 1), date(2023, 9, 6)))
    assert (moved.first, moved.last) == (date(2024, 8, 30), date(2024, 9, 4))


def test_a_window_of_days_off_alone_gets_one_working_day():
    moved = a_shift().window(a_window(date(2023, 9, 2), date(2023, 9, 4)))
    assert (moved.first, moved.last) == (date(2024, 8, 30), date(2024, 8, 30))


def test_half_days_stay_unless_the_day_they_were_on_is_cut_off():
    half = a_window(date(2023, 8, 2), date(2023, 8, 3), opens=Half.AFTERNOON, closes=Half.MORNING)
    cut = a_window(date(2023, 9, 1), date(2023, 9, 5), opens=Half.AFTERNOON, closes=Half.MORNING)
    assert (a_shift().window(half).opens, a_shift().window(half).closes) == (Half.AFTERNOON, Half.MORNING)
    assert (a_shift().window(cut).opens, a_shift().window(cut).closes) == (Half.MORNING, Half.MORNING)


def test_a_strict_deadline_names_the_day_after_its_last_working_day():
    # 30/7/2023 was a Sunday: Friday the 28th was the last working day in time, two before the 1st of August.
    assert a_shift().deadline(before(date(2023, 7, 30))) == before(date(2024, 7, 27))


def test_a_deadline_by_a_day_falls_on_a_working_day():
    late = Deadline(relation=Relation.NO_LATER_THAN, day=date(2023, 7, 30))
    assert a_shift().deadline(late) == Deadline(relation=Relation.NO_LATER_THAN, day=date(2024, 7, 26))


def test_a_deadline_counted_from_an_event_is_left_alone():
    counted = Deadline(relation=Relation.AHEAD_OF, event=Event.VISIT_START, count=5)
    assert a_shift().deadline(counted) == counted


def test_a_time_that_is_not_firm_keeps_its_words_and_the_days_of_the_month():
    loose = LooseTime(wording="Quý III năm 2023", earliest=date(2023, 7, 1), latest=date(2023, 9, 30))
    moved = a_shift().loose(loose)
    assert moved == LooseTime(wording="Quý III năm 2023", earliest=date(2024, 7, 1), latest=date(2024, 9, 30))


def test_the_29th_of_february_becomes_the_28th():
    assert in_other_year(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert in_other_year(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_the_anchor_goes_to_the_start():
    assert a_shift(start=date(2024, 10, 1)).working_day(date(2023, 8, 1)) == date(2024, 10, 1)


# Whatever the years and their holidays


@given(shifts(), st.data())
def test_every_window_begins_and_ends_on_working_days_and_keeps_their_count(shift, data):
    old, made = shift
    window = data.draw(windows(old))
    moved = made.window(window)
    assert made.calendar.is_working_day(moved.first)
    assert made.calendar.is_working_day(moved.last)
    assert len(working_days_of(moved, made.calendar)) == max(1, len(working_days_of(window, made.calendar)))


@given(shifts(), st.data())
def test_windows_keep_their_order_and_the_working_days_between_them(shift, data):
    old, made = shift
    drawn = [data.draw(windows(old)) for _ in range(2)]
    if any(not working_days_of(window, made.calendar) for window in drawn):
        return
    first, second = sorted(drawn, key=lambda window: window.first)
    moved_first, moved_second = made.window(first), made.window(second)
    assert moved_first.first <= moved_second.first
    if first.last < second.first:
        assert moved_first.last < moved_second.first
        assert gap(made.calendar, moved_first, moved_second) == gap(made.calendar, first, second)


@given(shifts(), st.data())
def test_a_report_is_due_as_many_working_days_before_the_window_as_it_was(shift, data):
    old, made = shift
    calendar = made.calendar
    window, deadline = data.draw(windows(old)), data.draw(deadlines(old))
    was = due_day(deadline, {}, calendar)
    if was is None or not working_days_of(window, calendar):
        return
    now = due_day(made.deadline(deadline), {}, calendar)
    assert now is not None
    assert calendar.is_working_day(now.last_day)
    moved = made.window(window)
    if was.last_day < window.first:
        begins = working_days_of(window, calendar)[0]
        apart = len(calendar.working_days(was.last_day + ONE_DAY, begins - ONE_DAY))
        assert len(calendar.working_days(now.last_day + ONE_DAY, moved.first - ONE_DAY)) == apart


@given(st.dates(date(2016, 1, 1), date(2030, 12, 31)), st.integers(-10, 10))
def test_the_usual_start_is_never_far_from_the_same_date(anchor, years):
    start = usual_start(anchor, years, WorkCalendar())
    assert abs(start - in_other_year(anchor, years)) <= timedelta(days=5)
    if anchor.weekday() < 5:
        assert start.weekday() == anchor.weekday()


@pytest.mark.parametrize("years", [-3, -1, 1, 2, 7])
def test_a_shift_knows_how_many_years_later_it_leads(years):
    anchor = date(2023, 8, 1)
    assert a_shift(WorkCalendar(), anchor, usual_start(anchor, years, WorkCalendar())).years == years
