"""Sự kiện lặp lại: on which days a rule of repetition falls, followed day by day within a bound (RFC 5545, 3.3.10).

The rules that calendars of offices hold are followed: every so many days, weeks, months or years, on days of the week
or of the month, so many times or until a day. A rule is asked of each day in turn, so that none can hold anybody up,
as one that never comes true or repeats within the day would.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.dates import days_between

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_YEARS_BACK = 10
"""A rule that began longer before the days asked for is not followed."""
_LONGEST_RULE = 300
_WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_FOLLOWED = frozenset({"FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYMONTH", "WKST"})
_ON_WEEKDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Quy tắc lặp: `weekdays` are pairs of the place in the month (None: each) and the day of the week from Monday, 0.

    `month_days` count from the end when negative; `count` is how often it takes place, None without a bound.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    weekdays: frozenset[tuple[int | None, int]] = frozenset()
    month_days: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    week_begins: int = 0

    def takes_place(self, start: date, day: date) -> bool:
        """Say whether the rule of an event that began on `start` falls on that day."""
        if self.months and day.month not in self.months:
            return False
        if self.frequency == "DAILY":
            return (day - start).days % self.interval == 0 and self._is_among(day)
        if self.frequency == "WEEKLY":
            weeks = (self._week(day) - self._week(start)).days // 7
            fits = self._is_among(day) if self.weekdays else day.weekday() == start.weekday()
            return weeks % self.interval == 0 and fits
        if self.frequency == "MONTHLY":
            months = (day.year - start.year) * 12 + day.month - start.month
            return months % self.interval == 0 and self._is_day(start, day)
        is_month = bool(self.months or self.month_days) or day.month == start.month
        return (day.year - start.year) % self.interval == 0 and is_month and self._is_day(start, day)

    def _is_day(self, start: date, day: date) -> bool:
        """Say whether it is the day of the month: those named, else that of the beginning."""
        return self._is_among(day) if self.weekdays or self.month_days else day.day == start.day

    def _is_among(self, day: date) -> bool:
        length = monthrange(day.year, day.month)[1]
        if self.month_days and not {day.day, day.day - length - 1} & self.month_days:
            return False
        places = {None, (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)}
        return not self.weekdays or any((place, day.weekday()) in self.weekdays for place in places)

    def _week(self, day: date) -> date:
        return day - timedelta(days=(day.weekday() - self.week_begins) % 7)


def read_rule(text: str) -> Rule:
    """Return the rule that a text such as "FREQ=WEEKLY;BYDAY=TU" says, its UNTIL left aside.

    Raise ValueError for one that is not followed: within a day, by week or day of the year, by place in a set.
    """
    parts = {name: value for name, _, value in (part.partition("=") for part in text.upper().split(";") if part)}
    parts.pop("UNTIL", None)
    if len(text) > _LONGEST_RULE or not parts.keys() <= _FOLLOWED:
        raise ValueError("rule.not_followed")
    frequency = parts.get("FREQ", "")
    weekdays = frozenset(_weekday(item) for item in parts["BYDAY"].split(",")) if "BYDAY" in parts else frozenset()
    in_month = frequency == "MONTHLY" or (frequency == "YEARLY" and "BYMONTH" in parts)
    if frequency not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"} or (frequency == "WEEKLY" and "BYMONTHDAY" in parts):
        raise ValueError("rule.not_followed")
    if not in_month and (any(place is not None for place, _ in weekdays) or (frequency == "YEARLY" and weekdays)):
        raise ValueError("rule.not_followed")
    return Rule(
        frequency=frequency,
        interval=_number(parts.get("INTERVAL", "1"), 1, 999),
        count=_number(parts["COUNT"], 1, 9_999) if "COUNT" in parts else None,
        weekdays=weekdays,
        month_days=_numbers(parts.get("BYMONTHDAY", ""), 31),
        months=frozenset(abs(number) for number in _numbers(parts.get("BYMONTH", ""), 12)),
        week_begins=_weekday(parts.get("WKST", "MO"))[1],
    )


def days_of_rule(rule: Rule, start: date, last: date) -> Iterator[date]:
    """Yield the days from `start` to `last` on which the rule falls; ValueError for a start too long before."""
    if start.year < last.year - MOST_YEARS_BACK:
        raise ValueError("rule.too_far")
    found = 0
    for day in days_between(start, last):
        if rule.count is not None and found >= rule.count:
            return
        if rule.takes_place(start, day):
            found += 1
            yield day


def _weekday(text: str) -> tuple[int | None, int]:
    found = _ON_WEEKDAY.fullmatch(text.strip())
    if found is None:
        raise ValueError("rule.not_followed")
    return int(found[1]) if found[1] else None, _WEEKDAYS[found[2]]


def _number(text: str, least: int, most: int) -> int:
    if not _NUMBER.fullmatch(text.strip()) or not least <= int(text) <= most:
        raise ValueError("rule.not_followed")
    return int(text)


def _numbers(text: str, most: int) -> frozenset[int]:
    """Return the numbers of a list, none of them 0."""
    found = frozenset(_number(item, -most, most) for item in text.split(",") if item.strip())
    if 0 in found:
        raise ValueError("rule.not_followed")
    return found
