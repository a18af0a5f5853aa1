"""Lịch của kế hoạch: the computed dates that rules, screens, documents and feeds all show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.dates import ONE_DAY, Half, Window
from app.domain.deadlines import DueDay, Event, due_day
from app.domain.vietnamese import short_date
from app.domain.visits import Visit

if TYPE_CHECKING:
    from datetime import date

    from app.domain.dates import WorkCalendar
    from app.domain.plans import Plan
    from app.domain.visits import Quota

UNDETERMINED = "Chưa xác định"
"""Giá trị "chưa xác định": what stands wherever the plan is silent."""

_HALF_WORDS = {Half.MORNING: "sáng", Half.AFTERNOON: "chiều"}


def known_events(plan: Plan, visit: Visit) -> dict[Event, date]:
    """Return the dates known of the events that a deadline of this visit may be counted from."""
    events: dict[Event, date] = {}
    if plan.decision.day is not None:
        events[Event.SIGNING] = plan.decision.day
    if visit.window is not None:
        events[Event.VISIT_START] = visit.window.first
        events[Event.VISIT_END] = visit.window.last
    return events


def report_due(plan: Plan, visit: Visit, calendar: WorkCalendar) -> DueDay | None:
    """Return when the unit's report for this visit is due; None while that is not firm."""
    return due_day(plan.report_deadline_of(visit), known_events(plan, visit), calendar)


def self_inspection_due(plan: Plan, calendar: WorkCalendar) -> DueDay | None:
    """Return when the self-inspection reports are due; None when the plan has none or it is not firm."""
    if plan.self_inspection is None:
        return None
    events = {Event.SIGNING: plan.decision.day} if plan.decision.day is not None else {}
    return due_day(plan.self_inspection.deadline, events, calendar)


def window_words(window: Window) -> str:
    """Return the official wording of a window, small first letter: "từ ngày 01/8/2023 đến hết ngày 08/8/2023".

    One day reads "ngày …", half-days name their half: "buổi sáng ngày …", "từ buổi chiều ngày … đến hết buổi sáng …".
    """
    if window.first == window.last:
        if window.opens == window.closes:
            return f"buổi {_HALF_WORDS[window.opens]} ngày {short_date(window.first)}"
        return f"ngày {short_date(window.first)}"
    first = (
        f"buổi chiều ngày {short_date(window.first)}" if window.opens == Half.AFTERNOON else _plain_day(window.first)
    )
    last = f"buổi sáng ngày {short_date(window.last)}" if window.closes == Half.MORNING else _plain_day(window.last)
    return f"từ {first} đến hết {last}"


def span_words(window: Window) -> str:
    """Return a window with both its ends named, also where it is one day; a window with half-days as `window_words`."""
    if not window.is_whole_days:
        return window_words(window)
    return f"từ {_plain_day(window.first)} đến hết {_plain_day(window.last)}"


def _plain_day(day: date) -> str:
    return f"ngày {short_date(day)}"


def time_words(target: Visit | Quota) -> str:
    """Return the time of a visit or quota as the annex prints it, capital first letter; undetermined when silent."""
    window = target.window if isinstance(target, Visit) else None
    if window is not None:
        words = window_words(window)
        return words[:1].upper() + words[1:]
    return target.loose.wording if target.loose is not None else UNDETERMINED


def working_days_of(window: Window, calendar: WorkCalendar) -> tuple[date, ...]:
    """Return the working days of a window, in order; a half-day counts as its day."""
    return calendar.working_days(window.first, window.last)


def reading_days(due: DueDay, window: Window, calendar: WorkCalendar) -> tuple[date, ...]:
    """Return the working days on which the team can read the report: after the last day, before the window opens."""
    return calendar.working_days(due.first_late_day, window.first - ONE_DAY)


def idle_working_days(plan: Plan, calendar: WorkCalendar) -> tuple[date, ...]:
    """Return the working days inside the plan's span that no window uses."""
    span = plan.span()
    if span is None:
        return ()
    used = {day for visit in plan.firm_visits() if visit.window for day in visit.window.days()}
    return tuple(day for day in calendar.working_days(span.first, span.last) if day not in used)


def draw_day(visit: Visit, calendar: WorkCalendar) -> date | None:
    """Return the day proposed for drawing the communes of a visit: the last working day before its window opens."""
    return None if visit.window is None else calendar.last_working_day(visit.window.first - ONE_DAY)
