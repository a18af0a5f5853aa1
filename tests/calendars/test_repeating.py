"""Rules of repetition, beside what the library that programs use makes of the same rule."""

from datetime import date, datetime
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.repeating import days_of_rule, read_rule

LAST = date(2023, 12, 31)
WEEKDAY = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


def listed(items):
    return ",".join(str(item) for item in items)


def some(items):
    return st.lists(items, min_size=1, max_size=3, unique=True).map(listed)


PLACED = some(st.tuples(st.sampled_from(["1", "2", "-1"]), WEEKDAY).map("".join)) | some(WEEKDAY)
"""The library leaves out the plain ones where both kinds stand in one list; the standard does not."""
MONTH_DAYS = some(st.sampled_from([1, 10, 15, 28, -1, -5]))
"""Days that come in every month, so that the library finds one before the end of all years."""
RULES = st.one_of(
    st.fixed_dictionaries({"FREQ": st.just("DAILY")}, optional={"BYDAY": some(WEEKDAY)}),
    st.fixed_dictionaries({"FREQ": st.just("WEEKLY")}, optional={"BYDAY": some(WEEKDAY), "WKST": WEEKDAY}),
    st.fixed_dictionaries({"FREQ": st.just("MONTHLY")}, optional={"BYMONTHDAY": MONTH_DAYS}),
    st.fixed_dictionaries({"FREQ": st.just("MONTHLY"), "BYDAY": PLACED}),
    st.fixed_dictionaries({"FREQ": st.just("YEARLY")}, optional={"BYMONTHDAY": MONTH_DAYS}),
    st.fixed_dictionaries({"FREQ": st.just("YEARLY"), "BYMONTH": some(st.integers(1, 12))}, optional={"BYDAY": PLACED}),
)
BOUNDS = st.fixed_dictionaries({}, optional={"INTERVAL": st.integers(1, 4), "COUNT": st.integers(1, 60)})


@given(RULES, BOUNDS, st.dates(date(2020, 1, 1), date(2023, 11, 30)))
def test_a_rule_falls_on_the_days_on_which_the_library_says_so(rule, bounds, start):
    start = start.replace(day=min(start.day, 28))  # a day that every month has, as above
    text = ";".join(f"{name}={value}" for name, value in {**rule, **bounds}.items())
    begins = datetime(start.year, start.month, start.day)  # noqa: DTZ001 — days have no zone
    wanted = [moment.date() for moment in takewhile(lambda m: m.date() <= LAST, rrulestr(text, dtstart=begins))]
    assert list(days_of_rule(read_rule(text), start, LAST)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO",
        "FREQ=YEARLY;BYYEARDAY=1",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=DAILY;BYDAY=" + "MO," * 200,
        "FREQ",
        "x",
    ],
)
def test_a_rule_that_is_not_followed_is_refused(text):
    with pytest.raises(ValueError, match=r"^rule\.not_followed$"):
        read_rule(text)


def test_a_rule_that_began_too_long_ago_is_not_followed():
    with pytest.raises(ValueError, match=r"^rule\.too_far$"):
        list(days_of_rule(read_rule("FREQ=DAILY"), date(2012, 12, 31), LAST))


def test_a_day_that_no_month_has_never_comes():
    rule = read_rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31")
    assert list(days_of_rule(rule, date(2013, 1, 1), LAST)) == []
