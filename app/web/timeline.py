"""Dòng thời gian: the year's visits as geometry, which a template draws as SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.dates import DayOffKind, days_between, runs
from app.domain.row_edits import targets_in_order
from app.domain.schedules import report_due, working_days_of
from app.domain.vietnamese import two_digits
from app.web.views import window_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.dates import Window, WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.visits import Visit

WIDTH, LEFT, RIGHT_ROOM = 1176.0, 292.0, 6.0
TOP, ROW = 66, 34
_LEAD_DAYS = 14
_LETTER_WIDTH = 6.2
_LONGEST_NAME = 40
_MONDAY_WIDTH = 20.0
_MONDAY = 0
_LONGEST_WAIT_SHOWN = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Dải nền: days off that touch, from `x`, `width` wide; a holiday or a plain weekend."""

    x: float
    width: float
    is_holiday: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Vạch: a month's or a Monday's place and its label."""

    x: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Thanh của một cuộc kiểm tra: `number` is its place in the plan's order, as in every table.

    With its label, and where the last day for its report stands (None: not firm). A name too long for the margin is
    shown cut; whole it stands in the bar's title and in the table beside.
    """

    number: int
    unit: str
    name: str
    shown_name: str
    y: int
    x: float
    width: float
    lead: int
    label: str
    label_x: float
    label_ends: bool
    has_error: bool
    due_x: float | None
    due_is_day_off: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Dòng thời gian: everything the drawing needs, in user units of a viewBox `WIDTH` wide and `height` high."""

    width: float
    height: int
    top: int
    bands: tuple[Band, ...]
    months: tuple[Tick, ...]
    month_lines: tuple[float, ...]
    mondays: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    today_x: float | None
    first: date
    last: date


def timeline(
    dossier: PlanDossier, calendar: WorkCalendar, today: date, leads: Sequence[str], faulty: frozenset[str]
) -> Timeline | None:
    """Return the timeline of the firm visits, None when there are none; `faulty` are the units with errors."""
    plan = dossier.plan
    span = plan.span()
    if span is None:
        return None
    visits = plan.firm_visits()
    dues = [due.last_day for visit in visits if (due := report_due(plan, visit, calendar))]
    first = min([span.first - timedelta(days=_LEAD_DAYS), *dues]) - timedelta(days=1)
    if first - timedelta(days=_LONGEST_WAIT_SHOWN) <= today < first:
        first = today
    first -= timedelta(days=first.weekday())
    last = span.last + timedelta(days=1)
    scale = _Scale(first, last)
    numbers = {(visit.unit, visit.number): number for number, visit in enumerate(targets_in_order(plan), 1)}
    bars = tuple(
        _bar(row, numbers[visit.unit, visit.number], visit, visit.window, dossier, calendar, scale, leads, faulty)
        for row, visit in enumerate(visits)
        if visit.window is not None
    )
    return Timeline(
        width=WIDTH,
        height=TOP + ROW * len(bars) + 8,
        top=TOP,
        bands=_bands(first, last, calendar, scale),
        months=_months(first, last, scale),
        month_lines=tuple(scale.x(day) for day in days_between(first, last) if day.day == 1),
        mondays=_mondays(first, last, scale),
        bars=bars,
        today_x=scale.x(today) + scale.day / 2 if first <= today <= last else None,
        first=span.first,
        last=span.last,
    )


class _Scale:
    """Where a day stands on the drawing."""

    def __init__(self, first: date, last: date) -> None:
        self._first = first
        self.day = (WIDTH - LEFT - RIGHT_ROOM) / ((last - first).days + 1)

    def x(self, day: date) -> float:
        """Return the left edge of a day."""
        return round(LEFT + (day - self._first).days * self.day, 1)


def _bar(
    row: int,
    number: int,
    visit: Visit,
    window: Window,
    dossier: PlanDossier,
    calendar: WorkCalendar,
    scale: _Scale,
    leads: Sequence[str],
    faulty: frozenset[str],
) -> Bar:
    name, x = dossier.unit_name(visit.unit), scale.x(window.first)
    width = round(((window.last - window.first).days + 1) * scale.day, 1)
    lead = dossier.plan.lead_agency_of(visit)
    due = report_due(dossier.plan, visit, calendar)
    count = two_digits(len(working_days_of(window, calendar)))
    label = f"{window_label(window)} · {count} ngày LV"
    label_width = _LETTER_WIDTH * len(label)
    label_ends = x + width + label_width > WIDTH
    due_x = scale.x(due.last_day) + scale.day / 2 if due is not None else None
    is_in_the_way = due_x is not None and x - label_width < due_x < x
    label_start = due_x - 14 if due_x is not None and is_in_the_way else x - 8
    return Bar(
        number=number,
        unit=visit.unit,
        name=name,
        shown_name=name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…",
        y=TOP + ROW * row,
        x=x,
        width=width,
        lead=leads.index(lead) + 1 if lead in leads else 0,
        label=label,
        label_x=round(label_start if label_ends else x + width + 8, 1),
        label_ends=label_ends,
        has_error=visit.unit in faulty,
        due_x=None if due_x is None else round(due_x, 1),
        due_is_day_off=due is not None and not calendar.is_working_day(due.last_day),
    )


def _bands(first: date, last: date, calendar: WorkCalendar, scale: _Scale) -> tuple[Band, ...]:
    off = [day for day in days_between(first, last) if not calendar.is_working_day(day)]
    found = []
    for start, end in runs(off):
        days = list(days_between(start, end))
        is_holiday = any((e := calendar.entry(day)) and e.kind != DayOffKind.SWAPPED_WORKING_SATURDAY for day in days)
        found.append(Band(x=scale.x(start), width=round(len(days) * scale.day, 1), is_holiday=is_holiday))
    return tuple(found)


def _mondays(first: date, last: date, scale: _Scale) -> tuple[Tick, ...]:
    """Return every Monday, or every second, third … where they would run into each other."""
    mondays = [day for day in days_between(first, last) if day.weekday() == _MONDAY]
    step = math.ceil(_MONDAY_WIDTH / (scale.day * 7))
    return tuple(Tick(x=scale.x(day), label=f"{day.day:02d}") for day in mondays[::step])


def _months(first: date, last: date, scale: _Scale) -> tuple[Tick, ...]:
    ticks = []
    start = first
    while start <= last:
        following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        end = min(following, last + timedelta(days=1))
        middle = (scale.x(start) + scale.x(end)) / 2
        if (end - start).days > _LEAD_DAYS // 2:
            ticks.append(Tick(x=round(middle, 1), label=f"Tháng {start.month}"))
        start = following
    return tuple(ticks)
