"""Quy tắc về thời gian kiểm tra."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from app.domain.dates import ONE_DAY, runs
from app.domain.problems import Problem
from app.domain.schedules import idle_working_days, window_words, working_days_of
from app.domain.vietnamese import listed, short_date, two_digits, weekday

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from app.domain.dates import Window, WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.visits import Visit


def starts_on_day_off(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find windows whose first day is not a working day."""
    for visit, window in firm_windows(dossier):
        if not calendar.is_working_day(window.first):
            yield _on_day_off("window.starts_on_day_off", dossier, visit, window.first, calendar)


def ends_on_day_off(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find windows whose last day is not a working day."""
    for visit, window in firm_windows(dossier):
        if not calendar.is_working_day(window.last):
            yield _on_day_off("window.ends_on_day_off", dossier, visit, window.last, calendar)


def overlap(dossier: PlanDossier, _calendar: WorkCalendar) -> Iterator[Problem]:
    """Find two windows of one team that share a half-day."""
    plan = dossier.plan
    for (one, first), (other, second) in combinations(firm_windows(dossier), 2):
        days = first.shared_days(second)
        if days and plan.team_of(one).key == plan.team_of(other).key:
            yield Problem(
                code="window.overlap",
                subjects=(one.unit, other.unit),
                dates=days,
                facts={
                    "unit": dossier.unit_name(one.unit),
                    "other": dossier.unit_name(other.unit),
                    "team": plan.team_of(one).name,
                    "days": days_words(days),
                },
            )


def few_working_days(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find windows with fewer working days than the plan's minimum for the unit's level; silent without a minimum."""
    for visit, window in firm_windows(dossier):
        least = dossier.plan.standards.working_days.get(dossier.directory.unit(visit.unit).level)
        count = len(working_days_of(window, calendar))
        if least is not None and count < least:
            yield Problem(
                code="window.few_working_days",
                subjects=(visit.unit,),
                dates=(window.first, window.last),
                facts={
                    "unit": dossier.unit_name(visit.unit),
                    "window": window_words(window),
                    "count": two_digits(count),
                    "least": two_digits(least),
                },
            )


def idle_days(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find working days inside the span that no window uses: one entry for all of them."""
    days = idle_working_days(dossier.plan, calendar)
    if days:
        yield Problem(
            code="window.idle_working_days",
            dates=days,
            facts={"count": two_digits(len(days)), "days": days_words(days)},
        )


def no_buffer(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find changes of head between consecutive windows of a team without a working day between them."""
    plan = dossier.plan
    for team in plan.teams:
        of_team = [(visit, window) for visit, window in firm_windows(dossier) if plan.team_of(visit).key == team.key]
        for (one, before), (other, after) in pairwise(of_team):
            heads = plan.head_of(one), plan.head_of(other)
            if None in heads or heads[0] == heads[1]:
                continue
            if not calendar.working_days(before.last + ONE_DAY, after.first - ONE_DAY):
                yield Problem(
                    code="handover.no_buffer",
                    subjects=(one.unit, other.unit),
                    dates=(before.last, after.first),
                    facts={
                        "unit": dossier.unit_name(one.unit),
                        "other": dossier.unit_name(other.unit),
                        "last": short_date(before.last),
                        "first": short_date(after.first),
                    },
                )


def firm_windows(dossier: PlanDossier) -> list[tuple[Visit, Window]]:
    """Return the firm visits with their windows, by first day."""
    return [(visit, visit.window) for visit in dossier.plan.firm_visits() if visit.window is not None]


def days_words(days: Iterable[date]) -> str:
    """Return "01/9/2023", "từ 01/9/2023 đến 04/9/2023", several runs joined."""
    return listed(
        short_date(first) if first == last else f"từ {short_date(first)} đến {short_date(last)}"
        for first, last in runs(days)
    )


def _on_day_off(code: str, dossier: PlanDossier, visit: Visit, day: date, calendar: WorkCalendar) -> Problem:
    return Problem(
        code=code,
        subjects=(visit.unit,),
        dates=(day,),
        facts={
            "unit": dossier.unit_name(visit.unit),
            "day": short_date(day),
            "weekday": weekday(day),
            "name": calendar.name_of_day_off(day) or "",
            "next": short_date(calendar.next_working_day(day)),
            "previous": short_date(calendar.last_working_day(day)),
        },
    )


RULES = (starts_on_day_off, ends_on_day_off, overlap, few_working_days, idle_days, no_buffer)
