"""Kiểm tra kế hoạch: the problems of a stored plan, each with its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.problems import Problem
from app.domain.rules import check_adjustment, check_plan
from app.services.sentences import problem_remedy, problem_statement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

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
    return worded(check_plan(dossier, calendar))


def adjustment_problems(
    draft: PlanDossier, issued: PlanDossier | None, today: date, calendar: WorkCalendar
) -> tuple[WordedProblem, ...]:
    """Return the problems of a draft that stands on what is `issued`, worded, in the order of their levels.

    They are those of `problems_of`, and those of visits that are done, running or near by `today` and were moved.
    Without anything issued there are only the former.
    """
    if issued is None:
        return problems_of(draft, calendar)
    return worded(check_adjustment(draft, issued, today, calendar))


def worded(problems: Iterable[Problem]) -> tuple[WordedProblem, ...]:
    """Return problems with their sentences, in their order."""
    return tuple(
        WordedProblem(problem=problem, statement=problem_statement(problem), remedy=problem_remedy(problem))
        for problem in problems
    )
