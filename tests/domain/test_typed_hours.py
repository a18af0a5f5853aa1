"""The hour as people type it."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.public_ledgers import moment_text
from app.domain.typed_hours import local_moment, typed_hour


def wrong(text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidInput) as told:
        typed_hour(text, "hour")
    return [(fault.place, fault.code, fault.found) for fault in told.value.faults]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("7:30", time(7, 30)),
        ("07:30", time(7, 30)),
        ("7 giờ 30", time(7, 30)),
        ("7 giờ 30 phút", time(7, 30)),
        ("07 GIỜ 05 PHÚT", time(7, 5)),
        ("7h30", time(7, 30)),
        ("7h", time(7, 0)),
        ("7g15", time(7, 15)),
        ("7.30", time(7, 30)),
        (" 7 ", time(7, 0)),
        ("23:59", time(23, 59)),
        ("0:00", time(0, 0)),
    ],
)
def test_an_hour_is_read_as_people_write_it(text: str, hour: time) -> None:
    assert typed_hour(text, "hour") == hour


@pytest.mark.parametrize("text", ["24:00", "7:60", "sáng", "-1", "7:3:0", "730", "7 30"])
def test_what_is_no_hour_is_told(text: str) -> None:
    assert wrong(text) == [("hour", "hour.unreadable", text)]


def test_an_empty_hour_is_told() -> None:
    assert wrong("  ") == [("hour", "hour.empty", "")]


@given(st.times(timezones=st.none()).map(lambda hour: hour.replace(second=0, microsecond=0)))
def test_every_minute_of_the_day_can_be_typed(hour: time) -> None:
    assert typed_hour(f"{hour:%H:%M}", "hour") == hour
    assert typed_hour(f"{hour.hour} giờ {hour.minute}", "hour") == hour


def test_an_hour_is_one_of_vietnam() -> None:
    assert moment_text(local_moment(date(2023, 8, 16), time(6, 30))) == "2023-08-15T23:30:00+00:00"
