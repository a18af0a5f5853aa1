"""The least change of a small plan found by trying everything, judged by the rules alone: no part of the planner."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from app.domain.dates import Window
from app.domain.problems import Severity
from app.domain.rules import check_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier


def least_change(
    dossier: PlanDossier,
    calendar: WorkCalendar,
    span: Window,
    *,
    fixed: frozenset[str] = frozenset(),
    also_forbidden: frozenset[str] = frozenset(),
) -> tuple[int, int] | None:
    """Return the fewest visits to move and then the fewest days, None where no dates in the span do.

    A moved visit begins and ends on working days within the span and has no fewer working days than now. `fixed` units
    stay; `also_forbidden` are codes of warnings that count as errors for all others.
    """
    visits = dossier.plan.visits
    free = [number for number, visit in enumerate(visits) if visit.unit not in fixed]
    for count in range(len(free) + 1):
        days = [
            sum(abs((moved[n].first - visits[n].window.first).days) for n in moved)
            for chosen in combinations(free, count)
            for moved in _all_ways(dossier, calendar, span, chosen)
            if _is_right(_with_windows(dossier, moved), calendar, also_forbidden, fixed)
        ]
        if days:
            return count, min(days)
    return None


def _all_ways(
    dossier: PlanDossier, calendar: WorkCalendar, span: Window, chosen: tuple[int, ...]
) -> Iterator[dict[int, Window]]:
    working = calendar.working_days(span.first, span.last)
    options = []
    for number in chosen:
        present = dossier.plan.visits[number].window
        least = max(1, len(calendar.working_days(present.first, present.last)))
        windows = [
            Window(first=working[start], last=working[start + length - 1])
            for length in (least, least + 1)
            for start in range(len(working) - length + 1)
        ]
        options.append([window for window in windows if window != present])
    for windows in product(*options):
        yield dict(zip(chosen, windows, strict=True))


def _with_windows(dossier: PlanDossier, windows: dict[int, Window]) -> PlanDossier:
    visits = tuple(
        replace(visit, window=windows[number]) if number in windows else visit
        for number, visit in enumerate(dossier.plan.visits)
    )
    return replace(dossier, plan=replace(dossier.plan, visits=visits))


def _is_right(
    dossier: PlanDossier, calendar: WorkCalendar, also_forbidden: frozenset[str], fixed: frozenset[str]
) -> bool:
    return not any(
        each.severity == Severity.ERROR or (each.code in also_forbidden and fixed.isdisjoint(each.subjects))
        for each in check_plan(dossier, calendar)
    )
