"""Các phần chung của trang lịch và trang tổng quan: legend of lead agencies, problems by level, ways to look."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.problems import Severity
from app.domain.vietnamese import two_digits
from app.web.views import Lead, Link, Problem, View, problem_views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.dossiers import PlanDossier
    from app.services.checking import WordedProblem

_HEADINGS = {
    Severity.ERROR: "Phải sửa trước khi trình ký",
    Severity.WARNING: "Cảnh báo, được trình nếu ghi lý do",
    Severity.INFO: "Lưu ý",
}


def leads_of(dossier: PlanDossier) -> list[Lead]:
    """Return the legend: each lead agency with the number of its visits, reserve targets left out."""
    plan = dossier.plan
    leading = [plan.lead_agency_of(visit) for visit in plan.visits if not visit.is_reserve]
    return [
        Lead(
            number=number,
            legend=f"{dossier.unit_name(key)} chủ trì ({two_digits(leading.count(key))} cuộc)",
        )
        for number, key in enumerate(plan.lead_agencies, 1)
    ]


def problem_groups(
    dossier: PlanDossier, problems: Iterable[WordedProblem], *, is_edited: bool = False
) -> list[tuple[str, str, list[Problem]]]:
    """Return the problems by level: the level, its heading, and its rows, none for a level without any.

    One that is about a single unit leads to its page, or where the plan `is_edited` to its row.
    """
    plan, told = dossier.plan, tuple(problems)
    units = frozenset(visit.unit for visit in plan.visits)
    groups: list[tuple[str, str, list[Problem]]] = []
    for level, heading in _HEADINGS.items():
        rows = problem_views([worded for worded in told if worded.problem.severity == level], plan.key, units)
        groups.append((level, heading, [_to_row(row, plan.key) for row in rows] if is_edited else rows))
    return groups


def _to_row(problem: Problem, plan_key: str) -> Problem:
    """Return a problem that leads to the row of its unit, where it leads to one."""
    if problem.action is None:
        return problem
    unit = problem.action.href.rpartition("/")[2]
    return replace(problem, action=Link(href=f"/ke-hoach/{plan_key}/lich?sua={unit}", label="Sửa dòng"))


def ways_to_look(plan_key: str, current: str) -> list[View]:
    """Return the ways to look at a schedule, as the component `view_switch` takes them."""
    base = f"/ke-hoach/{plan_key}/lich"
    views = (("bang", base, "Bảng"), ("ban-in", f"{base}/ban-in", "Như bản in"))
    return [View(href=href, label=label, is_current=name == current) for name, href, label in views]


def unit_link(dossier: PlanDossier, unit: str) -> Link:
    """Return the link to the page of a unit of the plan."""
    return Link(href=f"/ke-hoach/{dossier.plan.key}/don-vi/{unit}", label=dossier.unit_name(unit))
