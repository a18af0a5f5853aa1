"""Quy tắc của kế hoạch: each rule one pure function, each problem one fact.

A rule takes the plan that is checked and yields problems; one that needs a value which is not firm yields none. The
problems of a rule `OF_VISITS` name units that are visited; those of a rule `OF_THE_PLAN` name none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.problems import SEVERITIES, Problem, Severity
from app.domain.rules import alternation, deadlines, papers, people, pinned, windows
from app.domain.rules.checked_plan import CheckedPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.visits import Visit

    Rule = Callable[[CheckedPlan], Iterator[Problem]]

_MODULES = (windows, deadlines, alternation, people, papers)
_OF_VISITS: tuple[Rule, ...] = tuple(rule for module in _MODULES for rule in module.OF_VISITS)
_OF_THE_PLAN: tuple[Rule, ...] = tuple(rule for module in _MODULES for rule in module.OF_THE_PLAN)
_SEVERITY_RANKS = {severity: rank for rank, severity in enumerate(Severity)}
_RANKS = {code: (_SEVERITY_RANKS[severity], rank) for rank, (code, severity) in enumerate(SEVERITIES.items())}


def check_plan(dossier: PlanDossier, calendar: WorkCalendar) -> tuple[Problem, ...]:
    """Return every problem of the plan: errors, then warnings, then infos; within a level by code, then plan order."""
    return _in_order(_found((*_OF_VISITS, *_OF_THE_PLAN), CheckedPlan(dossier=dossier, calendar=calendar)))


def check_adjustment(
    draft: PlanDossier, issued: PlanDossier, today: date, calendar: WorkCalendar
) -> tuple[Problem, ...]:
    """Return the problems of a draft on top of a release: those of the plan, and the visits it moves that stay."""
    return _in_order([*check_plan(draft, calendar), *pinned.pinned_moved(draft, issued, today, calendar)])


def problems_of_visit(dossier: PlanDossier, calendar: WorkCalendar, visit: Visit) -> tuple[Problem, ...]:
    """Return the problems of `check_plan` that name the visited unit among their subjects, in the same order.

    `visit` is a visit of the dossier's plan. A unit that is visited twice has the problems of both visits. What a
    batch, a seat or the act has wrong names no unit and is not among them.
    """
    return _in_order(_found(_OF_VISITS, CheckedPlan(dossier=dossier, calendar=calendar, unit=visit.unit)))


def _found(rules: Iterable[Rule], checked: CheckedPlan) -> Iterator[Problem]:
    return (problem for rule in rules for problem in rule(checked))


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: _RANKS[problem.code]))
