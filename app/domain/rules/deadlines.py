"""Quy tắc về thời hạn gửi báo cáo và tự kiểm tra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.problems import Problem
from app.domain.rules.windows import firm_windows
from app.domain.schedules import reading_days, report_due, self_inspection_due
from app.domain.vietnamese import listed, short_date, two_digits, weekday, weekday_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.dates import WorkCalendar
    from app.domain.deadlines import DueDay
    from app.domain.dossiers import PlanDossier


def after_window_start(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find reports that may still come in time after the window has opened."""
    for visit, window in firm_windows(dossier):
        due = report_due(dossier.plan, visit, calendar)
        if due is not None and due.first_late_day > window.first:
            yield Problem(
                code="deadline.after_window_start",
                subjects=(visit.unit,),
                dates=(due.stated or due.last_day,),
                facts={
                    "unit": dossier.unit_name(visit.unit),
                    "deadline": due.words,
                    "first": weekday_date(window.first),
                },
            )


def last_day_off(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find deadlines whose last day in time is not a working day."""
    for due, units in _deadlines(dossier, calendar):
        if not calendar.is_working_day(due.last_day):
            advice = calendar.last_working_day(due.last_day)
            yield Problem(
                code="deadline.last_day_off",
                subjects=units,
                dates=(due.last_day, advice),
                facts={
                    "deadline": due.words,
                    "last": weekday_date(due.last_day),
                    "advice": weekday_date(advice),
                    "units": _units_words(dossier, units),
                },
            )


def day_off(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find strict deadlines that name a day which is not a working day."""
    for due, units in _deadlines(dossier, calendar):
        if due.stated is not None and not calendar.is_working_day(due.stated):
            yield Problem(
                code="deadline.day_off",
                subjects=units,
                dates=(due.stated,),
                facts={
                    "deadline": due.words,
                    "day": short_date(due.stated),
                    "weekday": weekday(due.stated),
                    "name": calendar.name_of_day_off(due.stated) or "",
                    "units": _units_words(dossier, units),
                },
            )


def too_few_reading_days(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find visits that leave the team fewer working days to read the report than the plan asks."""
    least = dossier.plan.standards.reading_days
    for visit, window in firm_windows(dossier):
        due = report_due(dossier.plan, visit, calendar)
        if due is None:
            continue
        count = len(reading_days(due, window, calendar))
        if count < least:
            yield Problem(
                code="deadline.too_few_reading_days",
                subjects=(visit.unit,),
                dates=(due.first_late_day, window.first),
                facts={
                    "unit": dossier.unit_name(visit.unit),
                    "count": two_digits(count) if count else "00",
                    "least": two_digits(least),
                    "last": weekday_date(due.last_day),
                    "first": weekday_date(window.first),
                },
            )


def self_inspection_before_last_window_ends(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find a self-inspection date that is not later than the end of the last window."""
    due, span = self_inspection_due(dossier.plan, calendar), dossier.plan.span()
    if due is None or span is None:
        return
    day = due.stated or due.last_day
    if day <= span.last:
        yield Problem(
            code="self_inspection.before_last_window_ends",
            dates=(day, span.last),
            facts={"deadline": due.words, "last": short_date(span.last)},
        )


def _deadlines(dossier: PlanDossier, calendar: WorkCalendar) -> list[tuple[DueDay, tuple[str, ...]]]:
    """Return every deadline that is firm once, with the units it binds, in plan order; the self-inspection's last."""
    units: dict[DueDay, list[str]] = {}
    for visit in dossier.plan.visits:
        due = None if visit.is_reserve else report_due(dossier.plan, visit, calendar)
        if due is not None and visit.unit not in units.setdefault(due, []):
            units[due].append(visit.unit)
    found = [(due, tuple(keys)) for due, keys in units.items()]
    own = self_inspection_due(dossier.plan, calendar)
    if own is not None:
        found.append((own, tuple(unit.key for unit in dossier.self_inspecting_units())))
    return found


def _units_words(dossier: PlanDossier, units: tuple[str, ...]) -> str:
    most = 5
    if len(units) > most:
        return f"{len(units)} đơn vị"
    return listed(dossier.unit_name(key) for key in units)


RULES = (
    after_window_start,
    last_day_off,
    day_off,
    too_few_reading_days,
    self_inspection_before_last_window_ends,
)
