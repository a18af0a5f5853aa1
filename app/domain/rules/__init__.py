"""Quy tắc của kế hoạch: each rule one pure function, each problem one fact.

A rule takes the dossier and the calendar and yields problems; one that needs a value which is not firm yields none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.problems import SEVERITIES, Problem, Severity
from app.domain.rules import alternation, deadlines, papers, people, windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier

RULES: tuple[Callable[[PlanDossier, WorkCalendar], Iterator[Problem]], ...] = (
    *windows.RULES,
    *deadlines.RULES,
    *alternation.RULES,
    *people.RULES,
    *papers.RULES,
)
_SEVERITY_ORDER = list(Severity)
_CODE_ORDER = list(SEVERITIES)


def check_plan(dossier: PlanDossier, calendar: WorkCalendar) -> tuple[Problem, ...]:
    """Return every problem of the plan: errors, then warnings, then infos; within a level by code, then plan order."""
    found = [problem for rule in RULES for problem in rule(dossier, calendar)]
    return tuple(sorted(found, key=lambda p: (_SEVERITY_ORDER.index(p.severity), _CODE_ORDER.index(p.code))))
