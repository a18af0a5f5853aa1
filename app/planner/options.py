"""Từ lời giải đến phương án: a schedule of numbers as days, batches and deadlines of the plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.dates import Half, Window
from app.domain.schedule_options import BatchDeadline, OptionKind, PlacedVisit, ScheduleOption
from app.domain.schedule_requests import Aim, LeadBasis, visit_name
from app.domain.teams import Alternation, AlternationBasis
from app.planner.hindrances import rule_deadline
from app.planner.problem import is_elsewhere
from app.planner.turns import basis_of, turning_agencies

if TYPE_CHECKING:
    from datetime import date

    from app.domain.dossiers import PlanDossier
    from app.domain.schedule_requests import ScheduleRequest
    from app.domain.teams import Batch
    from app.domain.visits import Visit
    from app.planner.building import Built
    from app.planner.problem import Placement, Schedule, Task

_BASES = {LeadBasis.MONTH: AlternationBasis.MONTH, LeadBasis.COUNT: AlternationBasis.COUNT}


def option_of(dossier: PlanDossier, built: Built, request: ScheduleRequest, schedule: Schedule) -> ScheduleOption:
    """Return the option that a schedule stands for, without what is to be said of it."""
    batches = _batches(dossier, built, schedule)
    placed = [
        _placed(dossier, built, request, visit, task, placement, batches[placement.group])
        for visit, task, placement in zip(built.visits, built.instance.tasks, schedule, strict=True)
    ]
    placed.sort(key=lambda visit: (visit.window.first, visit.window.opens != Half.MORNING))
    firsts: dict[str, date] = {}
    for visit in placed:
        firsts.setdefault(visit.batch, visit.window.first)
    basis = basis_of(request)
    alternation = None
    if built.are_new:
        alternation = Alternation(basis=_BASES[basis], agencies=turning_agencies(dossier, request))
    deadlines = ((batch, rule_deadline(request, first)) for batch, first in sorted(firsts.items()))
    return ScheduleOption(
        kind=OptionKind.LEAST_MOVED,
        visits=tuple(placed),
        batches=tuple(sorted(batches.values(), key=lambda batch: firsts[batch.key])) if built.are_new else (),
        alternation=alternation,
        frees_lead=basis == LeadBasis.FREE,
        deadlines=tuple(BatchDeadline(batch=key, deadline=deadline) for key, deadline in deadlines if deadline),
        reorders=request.aim == Aim.FRESH,
    )


def _batches(dossier: PlanDossier, built: Built, schedule: Schedule) -> dict[int, Batch]:
    """Return the batch of each group that makes a visit; new ones numbered by their first days."""
    starts: dict[int, int] = {}
    for placement in schedule:
        starts[placement.group] = min(placement.start, starts.get(placement.group, placement.start))
    if not built.are_new:
        return {group: dossier.plan.batch(built.batches[group].key) for group in starts}
    in_order = sorted(starts, key=lambda group: (starts[group], group))
    return {
        group: replace(built.batches[group], key=f"dot-{number}", name=f"Đợt {number}")
        for number, group in enumerate(in_order, 1)
    }


def _placed(
    dossier: PlanDossier,
    built: Built,
    request: ScheduleRequest,
    visit: Visit,
    task: Task,
    placement: Placement,
    batch: Batch,
) -> PlacedVisit:
    days = built.instance.days
    window = visit.window
    if window is None or task.present is None or is_elsewhere(task, placement):
        window = Window(
            first=days[placement.start],
            last=days[placement.last],
            opens=Half.AFTERNOON if task.opens_late else Half.MORNING,
            closes=Half.MORNING if task.closes_early else Half.AFTERNOON,
        )
    head = batch.head if built.are_new else dossier.plan.head_of(visit)
    lead = batch.lead_agency if built.are_new else dossier.plan.lead_agency_of(visit)
    return PlacedVisit(
        unit=visit.unit,
        number=visit.number,
        window=window,
        batch=batch.key,
        team=batch.team,
        head_agency=dossier.person(head).agency if head is not None else lead,
        former=visit.window,
        is_fixed=visit_name(visit) in request.fixed,
    )
