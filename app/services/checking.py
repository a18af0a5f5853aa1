"""Kiểm tra kế hoạch: the problems of a stored plan, each with its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.problems import Problem
from app.domain.rules import check_plan
from app.services.sentences import problem_remedy, problem_statement

if TYPE_CHECKING:
    from app.db.store import Store
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedProblem:
    """Vấn đề kèm lời: a problem, what it states and how to mend it."""

    problem: Problem
    statement: str
    remedy: str

    @property
    def message(self) -> str:
        """Both sentences in one."""
        return f"{self.statement} {self.remedy}".strip()


def problems_of(dossier: PlanDossier, calendar: WorkCalendar) -> tuple[WordedProblem, ...]:
    """Return the problems of a dossier, worded, in the order of their levels."""
    return tuple(
        WordedProblem(problem=problem, statement=problem_statement(problem), remedy=problem_remedy(problem))
        for problem in check_plan(dossier, calendar)
    )


def problems_of_plan(store: Store, key: str) -> tuple[WordedProblem, ...]:
    """Return the problems of the stored plan of that key; raise NotFound."""
    return problems_of(store.plans.dossier(key), store.days_off.calendar())
