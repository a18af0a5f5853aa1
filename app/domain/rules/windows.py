"""Quy tắc về thời gian kiểm tra."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.dates import ONE_DAY, runs
from app.domain.problems import Problem
from app.domain.schedules import idle_working_days, window_words, working_days_of
from app.domain.vietnamese import listed, short_date, two_digits, weekday

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from app.domain.rules.checked_plan import CheckedPlan
    from app.domain.visits import Visit


def starts_on_day_off(checked: CheckedPlan) -> Iterator[Problem]:
    """Find windows whose first day is not a working day."""
    for visit, window in checked.windows:
        if not checked.calendar.is_working_day(window.first):
            yield _on_day_off("window.starts_on_day_off", checked, visit, window.first)


def ends_on_day_off(checked: CheckedPlan) -> Iterator[Problem]:
    """Find windows whose last day is not a working day."""
    for visit, window in checked.windows:
        if not checked.calendar.is_working_day(window.last):
            yield _on_day_off("window.ends_on_day_off", checked, visit, window.last)


def overlap(checked: CheckedPlan) -> Iterator[Problem]:
    """Find two windows of one team that share a half-day."""
    dossier = checked.dossier
    pairs = [pair for places in checked.by_team.values() for pair in checked.side_by_side(places)]
    for one, other in sorted(pairs):
        (visit, window), (next_visit, next_window) = checked.all_windows[one], checked.all_windows[other]
        days = window.shared_days(next_window)
        if days:
            yield Problem(
                code="window.overlap",
                subjects=(visit.unit, next_visit.unit),
                dates=days,
                facts={
                    "unit": dossier.unit_name(visit.unit),
                    "other": dossier.unit_name(next_visit.unit),
                    "team": dossier.plan.team_of(visit).name,
                    "days": days_words(days),
                },
            )


def few_working_days(checked: CheckedPlan) -> Iterator[Problem]:
    """Find windows with fewer working days than the plan's minimum for the unit's level; silent without a minimum."""
    dossier = checked.dossier
    for visit, window in checked.windows:
        least = dossier.plan.standards.working_days.get(dossier.directory.unit(visit.unit).level)
        if least is None:
            continue
        count = len(working_days_of(window, checked.calendar))
        if count < least:
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


def idle_days(checked: CheckedPlan) -> Iterator[Problem]:
    """Find working days inside the span that no window uses: one entry for all of them."""
    days = idle_working_days(checked.dossier.plan, checked.calendar)
    if days:
        yield Problem(
            code="window.idle_working_days",
            dates=days,
            facts={"count": two_digits(len(days)), "days": days_words(days)},
        )


def no_buffer(checked: CheckedPlan) -> Iterator[Problem]:
    """Find changes of head between consecutive windows of a team without a working day between them."""
    dossier = checked.dossier
    plan = dossier.plan
    for team in plan.teams:
        of_team = [checked.all_windows[place] for place in checked.by_team.get(team.key, ())]
        for (one, before), (other, after) in pairwise(of_team):
            if not checked.looks_at(one) and not checked.looks_at(other):
                continue
            heads = plan.head_of(one), plan.head_of(other)
            if None in heads or heads[0] == heads[1]:
                continue
            if not checked.calendar.working_days(before.last + ONE_DAY, after.first - ONE_DAY):
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


def days_words(days: Iterable[date]) -> str:
    """Return "01/9/2023", "từ 01/9/2023 đến 04/9/2023", several runs joined."""
    return listed(
        short_date(first) if first == last else f"từ {short_date(first)} đến {short_date(last)}"
        for first, last in runs(days)
    )


def _on_day_off(code: str, checked: CheckedPlan, visit: Visit, day: date) -> Problem:
    calendar = checked.calendar
    return Problem(
        code=code,
        subjects=(visit.unit,),
        dates=(day,),
        facts={
            "unit": checked.dossier.unit_name(visit.unit),
            "day": short_date(day),
            "weekday": weekday(day),
            "name": calendar.name_of_day_off(day) or "",
            "next": short_date(calendar.next_working_day(day)),
            "previous": short_date(calendar.last_working_day(day)),
        },
    )


OF_VISITS = (starts_on_day_off, ends_on_day_off, overlap, few_working_days, no_buffer)
OF_THE_PLAN = (idle_days,)
