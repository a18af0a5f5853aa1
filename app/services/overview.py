"""Tổng quan kế hoạch: what the pages show of a plan, computed once for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.access import can_read_plan
from app.domain.dates import Window, WorkCalendar
from app.domain.deadlines import Deadline, DueDay
from app.domain.dossiers import PlanDossier
from app.domain.errors import NotFound
from app.domain.feed_entries import EntryKind
from app.domain.feed_ledgers import first_ledger
from app.domain.feeds import unit_feed
from app.domain.leadership import leader_lines
from app.domain.milestones import Milestone, milestones, working_days_left
from app.domain.problems import Severity
from app.domain.programmes import ProgrammeEntry, programme
from app.domain.schedules import report_due, self_inspection_due, working_days_of
from app.domain.teams import LEADING
from app.domain.units import Unit
from app.domain.visits import Visit
from app.services.checking import WordedProblem
from app.services.releases import problems_to_accept

if TYPE_CHECKING:
    from app.db.store import Store
    from app.domain.access import Standing

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
class DueLeft:
    """Hạn còn lại: what the plan says of a deadline, its last day in time, the last working day, and those left.

    `due` is None while the day cannot be computed; the last day that offices work is then not known either.
    """

    deadline: Deadline
    due: DueDay | None
    last_working_day: date | None
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitVisit:
    """Cuộc kiểm tra tại đơn vị: with its report's deadline (None: the plan sets none) and its programme."""

    visit: Visit
    report: DueLeft | None
    working_days: int
    programme: tuple[ProgrammeEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneSession:
    """Buổi làm việc tại đơn vị được chọn: at whose visit, and when; None while those days are not firm."""

    visit: Visit
    time: Window | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitView:
    """Trang đơn vị: one unit of a plan, inspected, drawn for somebody else's visit, or inspecting itself.

    `visits` has first the one that concerns today most, then the others by their number.
    """

    dossier: PlanDossier
    calendar: WorkCalendar
    unit: Unit
    visits: tuple[UnitVisit, ...]
    sessions: tuple[CommuneSession, ...]
    self_inspection: DueLeft | None

    @property
    def visit(self) -> Visit | None:
        """The visit that concerns today most."""
        return self.visits[0].visit if self.visits else None

    @property
    def deadline(self) -> DueLeft | None:
        """When the unit's next report is due: for its visit, or on its self-inspection."""
        return self.visits[0].report if self.visits else self.self_inspection

    @property
    def due(self) -> DueDay | None:
        """The day on which that is, None while it cannot be computed."""
        return self.deadline.due if self.deadline is not None else None

    @property
    def last_working_day(self) -> date | None:
        """The last day in time on which offices work."""
        return self.deadline.last_working_day if self.deadline is not None else None


def overview_of(store: Store, dossier: PlanDossier, today: date) -> Overview:
    """Return what the overview of a plan shows on that day."""
    plan, calendar = dossier.plan, store.days_off.calendar()
    targets = dict.fromkeys(visit.unit for visit in plan.visits if not visit.is_reserve)
    levels = [dossier.directory.unit(unit).level for unit in targets]
    members = [
        seat for team in plan.teams for seat in team.seats if seat.substitutes is None and seat.role not in LEADING
    ]
    coming = [m for m in milestones(dossier, calendar) if m.day >= today][:_UPCOMING]
    return Overview(
        dossier=dossier,
        calendar=calendar,
        problems=problems_to_accept(store, dossier, calendar, today),
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


def unit_view_of(
    dossier: PlanDossier, unit_key: str, calendar: WorkCalendar, today: date, standing: Standing | None = None
) -> UnitView:
    """Return what the page of a unit shows on that day to somebody of that standing, None for the whole of it.

    The unit itself is not told of a visit in reserve nor of one that is to come unannounced. Raise NotFound for a unit
    with which the plan has nothing to do.
    """
    plan = dossier.plan
    for_unit = standing is not None and not can_read_plan(standing) and unit_key not in standing.visited
    told = [visit for visit in plan.visits if not (for_unit and _is_kept_from_unit(visit))]
    visits = sorted(
        (visit for visit in told if visit.unit == unit_key), key=lambda visit: (*_nearness(visit, today), visit.number)
    )
    hosts = [visit for visit in told if unit_key in visit.communes]
    inspects_itself = any(unit.key == unit_key for unit in dossier.self_inspecting_units())
    if not (visits or hosts or inspects_itself):
        raise NotFound("visit", unit_key)
    return UnitView(
        dossier=dossier,
        calendar=calendar,
        unit=dossier.directory.unit(unit_key),
        visits=tuple(_unit_visit(dossier, visit, calendar, today) for visit in visits),
        sessions=_sessions(dossier, unit_key, hosts, calendar),
        self_inspection=_self_inspection(dossier, calendar, today) if inspects_itself else None,
    )


def due_left(deadline: Deadline | None, due: DueDay | None, calendar: WorkCalendar, today: date) -> DueLeft | None:
    """Return how a deadline stands on that day; None where the plan sets none."""
    if deadline is None:
        return None
    last = calendar.last_working_day(due.last_day) if due is not None else None
    left = working_days_left(today, last, calendar) if last is not None else 0
    return DueLeft(deadline=deadline, due=due, last_working_day=last, days_left=left)


def _is_kept_from_unit(visit: Visit) -> bool:
    return not visit.is_announced


def _nearness(visit: Visit, today: date) -> tuple[int, int]:
    """Return what sorts visits by how much they concern a day: under way or next, then not firm, then the last past."""
    if visit.window is None:
        return 1, 0
    if visit.window.last >= today:
        return 0, visit.window.first.toordinal()
    return 2, -visit.window.last.toordinal()


def _unit_visit(dossier: PlanDossier, visit: Visit, calendar: WorkCalendar, today: date) -> UnitVisit:
    plan = dossier.plan
    return UnitVisit(
        visit=visit,
        report=due_left(plan.report_deadline_of(visit), report_due(plan, visit, calendar), calendar, today),
        working_days=len(working_days_of(visit.window, calendar)) if visit.window is not None else 0,
        programme=programme(dossier, visit, calendar),
    )


def _sessions(
    dossier: PlanDossier, unit_key: str, hosts: list[Visit], calendar: WorkCalendar
) -> tuple[CommuneSession, ...]:
    if not hosts:
        return ()
    times = {
        (entry.page, entry.number): entry.time
        for entry in unit_feed(first_ledger(dossier, calendar), unit_key).entries
        if entry.kind == EntryKind.COMMUNE
    }
    return tuple(CommuneSession(visit=visit, time=times.get((visit.unit, visit.number))) for visit in hosts)


def _self_inspection(dossier: PlanDossier, calendar: WorkCalendar, today: date) -> DueLeft | None:
    rule = dossier.plan.self_inspection
    due = self_inspection_due(dossier.plan, calendar)
    return due_left(rule.deadline if rule is not None else None, due, calendar, today)
