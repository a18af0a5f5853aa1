"""Dời lịch sang năm khác: days of one year put at the same place among the working days of another.

The first working day of the plan's first window (`anchor`) goes to `start`; every other day keeps its distance from it
in working days. So each window begins and ends on working days and keeps their count, the gaps between windows and
before deadlines stay, and no two windows come to overlap that did not before.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.dates import ONE_DAY, Half, WorkCalendar
from app.domain.deadlines import Deadline, Relation

if TYPE_CHECKING:
    from app.domain.dates import LooseTime, Window

_WEEK = 7
_HALF_A_WEEK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShift:
    """Phép dời: `anchor` and `start` are working days of `calendar`, which knows the days off of both years."""

    calendar: WorkCalendar
    anchor: date
    start: date

    @property
    def years(self) -> int:
        """How many years later the new days lie."""
        return self.start.year - self.anchor.year

    def working_day(self, day: date) -> date:
        """Return the working day that lies as many working days from the start as this one does from the anchor."""
        if day >= self.anchor:
            apart = len(self.calendar.working_days(self.anchor + ONE_DAY, day))
        else:
            apart = -len(self.calendar.working_days(day, self.anchor - ONE_DAY))
        return self.calendar.shifted(self.start, apart)

    def window(self, window: Window) -> Window:
        """Return the window from its first to its last working day, moved; one without any gets the next one.

        A half-day at an end that is cut off becomes a whole day.
        """
        days = self.calendar.working_days(window.first, window.last)
        if not days:
            moved = self.working_day(self.calendar.next_working_day(window.first))
            return replace(window, first=moved, last=moved, opens=Half.MORNING, closes=Half.AFTERNOON)
        return replace(
            window,
            first=self.working_day(days[0]),
            last=self.working_day(days[-1]),
            opens=window.opens if days[0] == window.first else Half.MORNING,
            closes=window.closes if days[-1] == window.last else Half.AFTERNOON,
        )

    def deadline(self, deadline: Deadline) -> Deadline:
        """Return the deadline with its last working day in time moved; one that is counted from an event as it is."""
        if deadline.day is None:
            return deadline
        if deadline.relation == Relation.BEFORE:
            last = self.calendar.last_working_day(deadline.day - ONE_DAY)
            return replace(deadline, day=self.working_day(last) + ONE_DAY)
        return replace(deadline, day=self.working_day(self.calendar.last_working_day(deadline.day)))

    def loose(self, loose: LooseTime) -> LooseTime:
        """Return a time that is not firm with its bounds on the same days of the other year; its wording stays."""
        return replace(
            loose,
            earliest=in_other_year(loose.earliest, self.years) if loose.earliest else None,
            latest=in_other_year(loose.latest, self.years) if loose.latest else None,
        )


def in_other_year(day: date, years: int) -> date:
    """Return the same day of the month so many years later; 29 February becomes the 28th where there is none."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def usual_start(anchor: date, years: int, calendar: WorkCalendar) -> date:
    """Return where a plan's first day is put so many years later.

    It is the day of the same weekday that is nearest to the same date, or the first working day after it.
    """
    near = in_other_year(anchor, years)
    apart = (anchor.weekday() - near.weekday() + _HALF_A_WEEK) % _WEEK - _HALF_A_WEEK
    return calendar.next_working_day(near + timedelta(days=apart))
