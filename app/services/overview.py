"""Tổng quan kế hoạch: what the pages show of a plan, computed once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.dates import WorkCalendar
from app.domain.deadlines import DueDay
from app.domain.dossiers import PlanDossier
from app.domain.leadership import leader_lines
from app.domain.milestones import Milestone, milestones, working_days_left
from app.domain.problems import Severity
from app.domain.programmes import ProgrammeEntry, programme
from app.domain.schedules import report_due, self_inspection_due, working_days_of
from app.domain.teams import LEADING
from app.domain.units import Unit
from app.domain.visits import Visit
from app.services.checking import WordedProblem, problems_of

if TYPE_CHECKING:
    from app.db.store import Store

_UPCOMING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCount:
    """Số đối tượng theo cấp: how many targets are of a level ("cấp tỉnh")."""

    level: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """Việc sắp đến: a milestone, the names of its units, and the working days left."""

    milestone: Milestone
    units: tuple[str, ...]
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Tổng quan: counts and lists that the overview shows."""

    dossier: PlanDossier
    calendar: WorkCalendar
    problems: tuple[WordedProblem, ...]
    targets: int
    targets_by_level: tuple[LevelCount, ...]
    working_days: int
    leaders: int
    members: int
    upcoming: tuple[Upcoming, ...]

    def of_level(self, severity: Severity) -> tuple[WordedProblem, ...]:
        """Return the problems of one level."""
        return tuple(worded for worded in self.problems if worded.problem.severity == severity)

    @property
    def faulty_units(self) -> frozenset[str]:
        """The units of which a problem of the level error is known."""
        return frozenset(key for worded in self.of_level(Severity.ERROR) for key in worded.problem.subjects)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """Trang đơn vị: one unit of a plan, inspected or inspecting itself."""

    dossier: PlanDossier
    calendar: WorkCalendar
    unit: Unit
    visit: Visit | None
    due: DueDay | None
    last_working_day: date | None
    days_left: int
    working_days: int
    programme: tuple[ProgrammeEntry, ...]
    problems: tuple[WordedProblem, ...]


def overview_of(store: Store, key: str, today: date) -> Overview:
    """Return what the overview of a plan shows on that day; raise NotFound."""
    dossier, calendar = store.plans.dossier(key), store.days_off.calendar()
    plan = dossier.plan
    targets = dict.fromkeys(visit.unit for visit in plan.visits if not visit.is_reserve)
    levels = [dossier.directory.unit(unit).level for unit in targets]
    members = [
        seat for team in plan.teams for seat in team.seats if seat.substitutes is None and seat.role not in LEADING
    ]
    coming = [m for m in milestones(dossier, calendar) if m.day >= today][:_UPCOMING]
    return Overview(
        dossier=dossier,
        calendar=calendar,
        problems=problems_of(dossier, calendar),
        targets=len(targets) + sum(quota.count or 0 for quota in plan.quotas),
        targets_by_level=tuple(
            LevelCount(level=level.name, count=levels.count(level.key))
            for level in dossier.province.levels
            if level.key in levels
        ),
        working_days=sum(len(working_days_of(v.window, calendar)) for v in plan.firm_visits() if v.window is not None),
        leaders=len(leader_lines(dossier)),
        members=len(members),
        upcoming=tuple(
            Upcoming(
                milestone=milestone,
                units=tuple(dossier.unit_name(unit) for unit in milestone.units),
                days_left=working_days_left(today, milestone.day, calendar),
            )
            for milestone in coming
        ),
    )


def unit_view_of(store: Store, plan_key: str, unit_key: str, today: date) -> UnitView:
    """Return what the page of a unit shows on that day; raise NotFound for a unit that the plan does not concern."""
    dossier, calendar = store.plans.dossier(plan_key), store.days_off.calendar()
    plan = dossier.plan
    visits = [visit for visit in plan.visits if visit.unit == unit_key]
    own = {unit.key for unit in dossier.self_inspecting_units()}
    if not visits and unit_key not in own:
        plan.visit(unit_key)
    visit = visits[0] if visits else None
    due = report_due(plan, visit, calendar) if visit is not None else self_inspection_due(plan, calendar)
    last = calendar.last_working_day(due.last_day) if due is not None else None
    window = visit.window if visit is not None else None
    return UnitView(
        dossier=dossier,
        calendar=calendar,
        unit=dossier.directory.unit(unit_key),
        visit=visit,
        due=due,
        last_working_day=last,
        days_left=working_days_left(today, last, calendar) if last is not None else 0,
        working_days=len(working_days_of(window, calendar)) if window is not None else 0,
        programme=programme(dossier, visit, calendar) if visit is not None else (),
        problems=tuple(p for p in problems_of(dossier, calendar) if unit_key in p.problem.subjects),
    )
