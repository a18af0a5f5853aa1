"""Dải ngày: a week or two as cells, each with its words, so that no colour stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.dates import DayOffKind, days_between
from app.domain.vietnamese import WEEKDAYS_SHORT

if TYPE_CHECKING:
    from app.domain.dates import Window, WorkCalendar
    from app.domain.deadlines import DueDay

_MOST_CELLS = 17
_BEFORE, _AFTER = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """Ô ngày: weekday, day of the month, what marks it in words, and the classes that draw it."""

    day: date
    weekday: str
    number: str
    mark: str
    classes: str


def day_strip(
    calendar: WorkCalendar, today: date, window: Window | None, due: DueDay | None, lead: int
) -> tuple[DayCell, ...]:
    """Return the days around a report's last working day and the opening of the window, at most `_MOST_CELLS`."""
    marks = [day for day in (_last_working(due, calendar), window.first if window else None) if day is not None]
    if not marks:
        return ()
    first = min(marks) - timedelta(days=_BEFORE)
    if first - timedelta(days=_MOST_CELLS) < today < first:
        first = max(today, first - timedelta(days=_BEFORE))
    last = min(max(marks) + timedelta(days=_AFTER), first + timedelta(days=_MOST_CELLS - 1))
    return tuple(_cell(day, calendar, today, window, due, lead) for day in days_between(first, last))


def _last_working(due: DueDay | None, calendar: WorkCalendar) -> date | None:
    return None if due is None else calendar.last_working_day(due.last_day)


def _cell(
    day: date, calendar: WorkCalendar, today: date, window: Window | None, due: DueDay | None, lead: int
) -> DayCell:
    entry = calendar.entry(day)
    is_holiday = entry is not None and entry.kind != DayOffKind.SWAPPED_WORKING_SATURDAY
    words, classes = "", ""
    if window is not None and window.first <= day <= window.last:
        words, classes = "Kiểm tra", f"win lead-{lead}"
    if not calendar.is_working_day(day):
        words, classes = ("Nghỉ lễ", "hd") if is_holiday else ("", "we")
    if day == _last_working(due, calendar):
        words, classes = "Hạn cuối", "due"
    if day == today:
        words, classes = ("Hôm nay, hạn cuối" if words == "Hạn cuối" else "Hôm nay"), f"{classes} now".strip()
    return DayCell(day=day, weekday=WEEKDAYS_SHORT[day.weekday()], number=f"{day.day:02d}", mark=words, classes=classes)
