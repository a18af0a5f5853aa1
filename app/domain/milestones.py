"""Mốc thời gian: what falls due in a plan and when, for the list of what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.dates import ONE_DAY
from app.domain.deadlines import DueDay
from app.domain.schedules import draw_day, report_due, self_inspection_due

if TYPE_CHECKING:
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier


class MilestoneKind(StrEnum):
    """Loại mốc."""

    REPORTS_DUE = "reports_due"
    DRAW = "draw"
    VISIT_STARTS = "visit_starts"
    SELF_INSPECTION_DUE = "self_inspection_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Mốc: a day, what falls on it, and the units concerned. A due report stands on the last working day in time."""

    day: date
    kind: MilestoneKind
    units: tuple[str, ...] = ()
    due: DueDay | None = None


def milestones(dossier: PlanDossier, calendar: WorkCalendar) -> tuple[Milestone, ...]:
    """Return every milestone of a plan that is firm, by day; units that share a deadline stand in one."""
    plan = dossier.plan
    reports: dict[DueDay, list[str]] = {}
    found: list[Milestone] = []
    for visit in plan.visits:
        if visit.is_reserve:
            continue
        due = report_due(plan, visit, calendar)
        if due is not None:
            reports.setdefault(due, []).append(visit.unit)
        if visit.window is None:
            continue
        start = calendar.next_working_day(visit.window.first)
        found.append(Milestone(day=start, kind=MilestoneKind.VISIT_STARTS, units=(visit.unit,)))
        drawing = draw_day(visit, calendar)
        if drawing is not None and dossier.awaits_draw(visit):
            found.append(Milestone(day=drawing, kind=MilestoneKind.DRAW, units=(visit.unit,)))
    for due, units in reports.items():
        day = calendar.last_working_day(due.last_day)
        found.append(Milestone(day=day, kind=MilestoneKind.REPORTS_DUE, units=tuple(units), due=due))
    own = self_inspection_due(plan, calendar)
    if own is not None:
        day = calendar.last_working_day(own.last_day)
        found.append(Milestone(day=day, kind=MilestoneKind.SELF_INSPECTION_DUE, due=own))
    order = list(MilestoneKind)
    return tuple(sorted(found, key=lambda milestone: (milestone.day, order.index(milestone.kind))))


def working_days_left(today: date, day: date, calendar: WorkCalendar) -> int:
    """Return how many working days are left up to and including that day; today itself does not count."""
    return len(calendar.working_days(today + ONE_DAY, day))
