"""Dải ngày: a week or two as cells, each with its words, so that no colour stands alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from app.domain.dates import DayOffKind, days_between
from app.domain.vietnamese import WEEKDAYS_SHORT, day_and_month, short_date, weekday_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.domain.dates import Window, WorkCalendar
    from app.domain.deadlines import DueDay

_MOST_CELLS = 17
_BEFORE, _AFTER = 2, 3
_FEW, _NEAR = timedelta(days=4), timedelta(days=6)
_SHOWN_BEFORE_TODAY, _DAYS_OF_WEEK_STRIP = 2, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """Ô ngày, as the component `day_strip` takes it."""

    full: str
    name: str
    number: str
    kind: str
    lead: int | None
    is_today: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStrip:
    """Dải ngày: its accessible name and its cells in order."""

    label: str
    cells: tuple[DayCell, ...]


def day_strip(
    calendar: WorkCalendar, today: date, window: Window | None, due: DueDay | None, lead: int | None
) -> DayStrip | None:
    """Return the days around a report's last day and the first working day of the window, at most `_MOST_CELLS`.

    What comes too long after the first of them is left out. Today is among them when it is near; None when neither day
    is known.
    """
    last_days = () if due is None else (calendar.last_working_day(due.last_day), due.last_day)
    named = [*last_days, *((window.first, calendar.next_working_day(window.first)) if window is not None else ())]
    if not named:
        return None
    first = min(named) - timedelta(days=_BEFORE)
    if first - timedelta(days=_BEFORE + _AFTER) <= today < first:
        first = today
    reach = first + timedelta(days=_MOST_CELLS - 1)
    last = min(max(day for day in named if day <= reach) + timedelta(days=_AFTER), reach)
    cells = tuple(_cell(day, calendar, today, window, last_days, lead) for day in days_between(first, last))
    return DayStrip(label=f"Các ngày từ {day_and_month(first)} đến {short_date(last)}", cells=cells)


def row_strip(
    calendar: WorkCalendar,
    today: date,
    window: Window,
    due: DueDay | None,
    lead: int | None,
    others: Sequence[tuple[Window, int | None, str]],
) -> DayStrip:
    """Return the days around a visit that is being dated: from a few before it, at most `_MOST_CELLS`.

    `others` are the visits of the same team with the numbers of their lead agencies and their marks; the last day of
    the report stands among the days where it lies near.
    """
    last_days = () if due is None else (calendar.last_working_day(due.last_day), due.last_day)
    near = [day for day in last_days if timedelta() <= window.first - day <= _NEAR]
    first = min([window.first - _FEW, *(day - timedelta(days=1) for day in near)])
    last = first + timedelta(days=_MOST_CELLS - 1)
    cells = []
    for day in days_between(first, last):
        cell = _cell(day, calendar, today, window, last_days, lead)
        found = next(((n, mark) for w, n, mark in others if w.first <= day <= w.last), None)
        if found is not None and cell.kind == "working":
            cell = replace(cell, kind="window", lead=found[0], marks=(*cell.marks, found[1]))
        elif found is not None and cell.kind == "window":
            cell = replace(cell, marks=(*cell.marks, found[1]))
        cells.append(cell)
    return DayStrip(label=f"Các ngày từ {day_and_month(first)} đến {short_date(last)}", cells=tuple(cells))


def week_strip(calendar: WorkCalendar, today: date, visits: Sequence[tuple[Window, int | None]]) -> DayStrip:
    """Return the days around today with the visits that fall on them, each with the number of its lead agency."""
    first = today - timedelta(days=_SHOWN_BEFORE_TODAY)
    last = first + timedelta(days=_DAYS_OF_WEEK_STRIP - 1)
    cells = []
    for day in days_between(first, last):
        window, lead = next(((w, n) for w, n in visits if w.first <= day <= w.last), (None, None))
        cells.append(_cell(day, calendar, today, window, (), lead))
    return DayStrip(label=f"Các ngày từ {day_and_month(first)} đến {short_date(last)}", cells=tuple(cells))


def _cell(
    day: date,
    calendar: WorkCalendar,
    today: date,
    window: Window | None,
    last_days: tuple[date, ...],
    lead: int | None,
) -> DayCell:
    kind, marks = _kind(day, calendar, window, last_days)
    return DayCell(
        full=weekday_date(day),
        name=WEEKDAYS_SHORT[day.weekday()],
        number=f"{day.day:02d}",
        kind=kind,
        lead=lead if kind == "window" else None,
        is_today=day == today,
        marks=("Hôm nay", *marks) if day == today else marks,
    )


def _kind(
    day: date, calendar: WorkCalendar, window: Window | None, last_days: tuple[date, ...]
) -> tuple[str, tuple[str, ...]]:
    """Return the kind of a cell and its words; `last_days` are the last working day and the last day in time."""
    if day in last_days:
        return "deadline", ("Hạn cuối" if day == last_days[-1] else "Nên gửi",)
    if not calendar.is_working_day(day):
        entry = calendar.entry(day)
        is_holiday = entry is not None and entry.kind != DayOffKind.SWAPPED_WORKING_SATURDAY
        return ("holiday", ("Nghỉ lễ",)) if is_holiday else ("weekend", ())
    if window is not None and window.first <= day <= window.last:
        return "window", ("Kiểm tra",)
    return "working", ()
