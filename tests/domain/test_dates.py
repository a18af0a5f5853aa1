from datetime import date, timedelta

import pytest
from builders import QUOC_KHANH_2023, a_window
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import DayOff, DayOffKind, Half, Window, WorkCalendar, days_between, runs

days = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def test_a_window_includes_both_ends():
    window = a_window(date(2023, 8, 1), date(2023, 8, 3))
    assert list(window.days()) == [date(2023, 8, 1), date(2023, 8, 2), date(2023, 8, 3)]


def test_a_window_that_ends_before_it_starts_cannot_exist():
    with pytest.raises(ValueError, match=r"window\.ends_before_start"):
        a_window(date(2023, 8, 3), date(2023, 8, 1))


def test_a_window_of_one_day_cannot_open_in_the_afternoon_and_close_in_the_morning():
    with pytest.raises(ValueError, match=r"window\.ends_before_start"):
        a_window(date(2023, 8, 1), opens=Half.AFTERNOON, closes=Half.MORNING)


def test_a_half_day_window_takes_that_half_alone():
    window = a_window(date(2023, 8, 1), closes=Half.MORNING)
    assert list(window.half_days()) == [(date(2023, 8, 1), Half.MORNING)]
    assert not window.is_whole_days


def test_morning_and_afternoon_of_one_day_do_not_overlap():
    morning = a_window(date(2023, 8, 1), closes=Half.MORNING)
    afternoon = a_window(date(2023, 8, 1), opens=Half.AFTERNOON)
    assert morning.shared_days(afternoon) == ()


@given(days, st.integers(0, 40), days, st.integers(0, 40))
def test_shared_days_of_whole_windows_are_the_days_in_both(first, length, other, other_length):
    one = Window(first=first, last=first + timedelta(days=length))
    two = Window(first=other, last=other + timedelta(days=other_length))
    assert one.shared_days(two) == tuple(sorted(set(one.days()) & set(two.days())))


def test_a_holiday_on_a_weekday_is_no_working_day():
    assert not QUOC_KHANH_2023.is_working_day(date(2023, 9, 1))
    assert QUOC_KHANH_2023.name_of_day_off(date(2023, 9, 1)) == "Nghỉ Quốc khánh"


def test_a_saturday_worked_in_exchange_is_a_working_day():
    saturday = date(2026, 1, 10)
    calendar = WorkCalendar((DayOff(day=saturday, name="Làm bù", kind=DayOffKind.SWAPPED_WORKING_SATURDAY),))
    assert calendar.is_working_day(saturday)
    assert calendar.name_of_day_off(saturday) is None
    assert not WorkCalendar().is_working_day(saturday)


def test_plain_weekend_days_are_named_by_the_day_of_the_week():
    assert WorkCalendar().name_of_day_off(date(2023, 7, 29)) == "Thứ Bảy"
    assert WorkCalendar().name_of_day_off(date(2023, 7, 30)) == "Chủ Nhật"


def test_the_nearest_working_days_around_a_holiday():
    assert QUOC_KHANH_2023.next_working_day(date(2023, 9, 1)) == date(2023, 9, 5)
    assert QUOC_KHANH_2023.last_working_day(date(2023, 9, 4)) == date(2023, 8, 31)


def test_a_working_day_is_its_own_nearest_working_day():
    assert QUOC_KHANH_2023.next_working_day(date(2023, 8, 31)) == date(2023, 8, 31)
    assert QUOC_KHANH_2023.last_working_day(date(2023, 8, 31)) == date(2023, 8, 31)


def test_a_calendar_without_working_days_is_refused_rather_than_searched_for_ever():
    off = tuple(
        DayOff(day=day, name="Nghỉ", kind=DayOffKind.PUBLIC_HOLIDAY)
        for day in days_between(date(2023, 1, 1), date(2023, 12, 31))
    )
    with pytest.raises(ValueError, match=r"calendar\.no_working_day"):
        WorkCalendar(off).next_working_day(date(2023, 2, 1))


@given(days, st.integers(-30, 30))
def test_shifting_there_and_back_from_a_working_day_returns(day, count):
    start = QUOC_KHANH_2023.next_working_day(day)
    assert QUOC_KHANH_2023.shifted(QUOC_KHANH_2023.shifted(start, count), -count) == start


@given(days, st.integers(1, 30))
def test_shifting_forward_counts_working_days_after_the_first(day, count):
    shifted = QUOC_KHANH_2023.shifted(day, count)
    assert len(QUOC_KHANH_2023.working_days(day + timedelta(days=1), shifted)) == count
    assert QUOC_KHANH_2023.is_working_day(shifted)


def test_there_are_no_working_days_in_a_span_that_ends_before_it_starts():
    assert WorkCalendar().working_days(date(2023, 8, 2), date(2023, 8, 1)) == ()


@given(st.lists(days))
def test_runs_hold_exactly_the_days_given(chosen):
    found = [day for first, last in runs(chosen) for day in days_between(first, last)]
    assert found == sorted(set(chosen))
    assert all(
        later[0] - earlier[1] > timedelta(days=1)
        for earlier, later in zip(runs(chosen), runs(chosen)[1:], strict=False)
    )


def test_the_entry_of_the_table_is_found_by_its_day():
    assert QUOC_KHANH_2023.entry(date(2023, 9, 2)).name == "Quốc khánh"
    assert QUOC_KHANH_2023.entry(date(2023, 9, 3)) is None
