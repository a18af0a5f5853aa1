"""Quy tắc về thời hạn gửi báo cáo và tự kiểm tra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.problems import Problem
from app.domain.schedules import reading_days, self_inspection_due
from app.domain.vietnamese import listed, short_date, two_digits, weekday, weekday_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.domain.deadlines import DueDay
    from app.domain.dossiers import PlanDossier
    from app.domain.rules.checked_plan import CheckedPlan


def after_window_start(checked: CheckedPlan) -> Iterator[Problem]:
    """Find reports that may still come in time after the window has opened."""
    for visit, window in checked.windows:
        due = checked.due_of(visit)
        if due is not None and due.first_late_day > window.first:
            yield Problem(
                code="deadline.after_window_start",
                subjects=(visit.unit,),
                dates=(due.stated or due.last_day,),
                facts={
                    "unit": checked.dossier.unit_name(visit.unit),
                    "deadline": due.words,
                    "first": weekday_date(window.first),
                },
            )


def last_day_off(checked: CheckedPlan) -> Iterator[Problem]:
    """Find deadlines whose last day in time is not a working day."""
    calendar = checked.calendar
    for due, units in _deadlines(checked, lambda due: not calendar.is_working_day(due.last_day)):
        advice = calendar.last_working_day(due.last_day)
        yield Problem(
            code="deadline.last_day_off",
            subjects=units,
            dates=(due.last_day, advice),
            facts={
                "deadline": due.words,
                "last": weekday_date(due.last_day),
                "advice": weekday_date(advice),
                "units": _units_words(checked.dossier, units),
            },
        )


def day_off(checked: CheckedPlan) -> Iterator[Problem]:
    """Find strict deadlines that name a day which is not a working day."""
    calendar = checked.calendar
    for due, units in _deadlines(checked, lambda due: not calendar.is_working_day(due.stated or due.last_day)):
        if due.stated is not None:
            yield Problem(
                code="deadline.day_off",
                subjects=units,
                dates=(due.stated,),
                facts={
                    "deadline": due.words,
                    "day": short_date(due.stated),
                    "weekday": weekday(due.stated),
                    "name": calendar.name_of_day_off(due.stated) or "",
                    "units": _units_words(checked.dossier, units),
                },
            )


def too_few_reading_days(checked: CheckedPlan) -> Iterator[Problem]:
    """Find visits that leave the team fewer working days to read the report than the plan asks."""
    least = checked.dossier.plan.standards.reading_days
    for visit, window in checked.windows:
        due = checked.due_of(visit)
        if due is None:
            continue
        count = len(reading_days(due, window, checked.calendar))
        if count < least:
            yield Problem(
                code="deadline.too_few_reading_days",
                subjects=(visit.unit,),
                dates=(due.first_late_day, window.first),
                facts={
                    "unit": checked.dossier.unit_name(visit.unit),
                    "count": two_digits(count) if count else "00",
                    "least": two_digits(least),
                    "last": weekday_date(due.last_day),
                    "first": weekday_date(window.first),
                },
            )


def self_inspection_before_last_window_ends(checked: CheckedPlan) -> Iterator[Problem]:
    """Find a self-inspection date that is not later than the end of the last window."""
    plan = checked.dossier.plan
    due, span = self_inspection_due(plan, checked.calendar), plan.span()
    if due is None or span is None:
        return
    day = due.stated or due.last_day
    if day <= span.last:
        yield Problem(
            code="self_inspection.before_last_window_ends",
            dates=(day, span.last),
            facts={"deadline": due.words, "last": short_date(span.last)},
        )


def _deadlines(checked: CheckedPlan, is_flawed: Callable[[DueDay], bool]) -> list[tuple[DueDay, tuple[str, ...]]]:
    """Return each flawed deadline once, with the units that it binds, in plan order; the self-inspection's last.

    Of one unit: those that bind it, with the others that they bind.
    """
    dossier = checked.dossier
    flawed = {due for visit in checked.visits if (due := checked.due_of(visit)) is not None and is_flawed(due)}
    units: dict[DueDay, list[str]] = {}
    for visit in dossier.plan.visits if flawed else ():
        due = None if visit.is_reserve else checked.due_of(visit)
        if due is not None and due in flawed and visit.unit not in units.setdefault(due, []):
            units[due].append(visit.unit)
    found = [(due, tuple(keys)) for due, keys in units.items()]
    own = self_inspection_due(dossier.plan, checked.calendar) if checked.unit is None else None
    if own is not None and is_flawed(own):
        found.append((own, tuple(unit.key for unit in dossier.self_inspecting_units())))
    return found


def _units_words(dossier: PlanDossier, units: tuple[str, ...]) -> str:
    most = 5
    if len(units) > most:
        return f"{len(units)} đơn vị"
    return listed(dossier.unit_name(key) for key in units)


OF_VISITS = (after_window_start, last_day_off, day_off, too_few_reading_days)
OF_THE_PLAN = (self_inspection_before_last_window_ends,)
