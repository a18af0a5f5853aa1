"""Đơn vị mà kế hoạch nêu tên hoặc cần đến: what a plan must carry along when it leaves its installation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.outlines import fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan


def named_units(dossier: PlanDossier) -> tuple[str, ...]:
    """Return the key of every unit that the plan, its people and its forms name, once, in the order of their naming."""
    people = (person.agency for person in dossier.people)
    branches = (branch.unit for form in dossier.forms for branch in form.branch_rows)
    return tuple(dict.fromkeys((dossier.province.committee, *keys_of_plan(dossier.plan), *people, *branches)))


def carried(dossier: PlanDossier) -> PlanDossier:
    """Return the dossier with those units alone that the plan names or may come to need, at all their times.

    Needed are also: the bodies that inspect themselves, the units among which communes are drawn or a quota is filled,
    the units of a level for which a form has rows, and whatever stands above one of all these.
    """
    directory = dossier.directory
    keys = dict.fromkeys((*named_units(dossier), *_needed(dossier)))
    for key in list(keys):
        unit = directory.get(key)
        while unit is not None and unit.parent is not None and unit.parent not in keys:
            keys[unit.parent] = None
            unit = directory.get(unit.parent)
    return replace(dossier, units=tuple(unit for unit in dossier.units if unit.key in keys))


def keys_of_plan(plan: Plan) -> Iterator[str]:
    """Yield the unit keys that the plan itself names, some of them more than once."""
    maybe: list[str | None] = [plan.decision.body]
    maybe += [plan.decision.submission.agency] if plan.decision.submission else []
    maybe += [*plan.lead_agencies, *plan.seals, *(plan.alternation.agencies if plan.alternation else ())]
    for batch in plan.batches:
        maybe.append(batch.lead_agency)
    for visit in plan.visits:
        maybe += [visit.unit, visit.lead_agency, *visit.communes]
    for team in plan.teams:
        for seat in team.seats:
            maybe += [seat.agency, *seat.units]
    if plan.self_inspection is not None:
        maybe += [plan.self_inspection.to, plan.self_inspection.via]
    if plan.budget is not None:
        maybe += [plan.budget.appraised_by, *(source.agency for source in plan.budget.sources)]
    maybe += [mandate.agency for mandate in plan.mandates]
    maybe += [absence.unit for absence in plan.absences]
    if plan.draw is not None:
        maybe += [unit for cluster in plan.draw.clusters for unit in cluster.units]
    yield from (key for key in maybe if key is not None)


def _needed(dossier: PlanDossier) -> Iterator[str]:
    """Yield the keys of units that the plan does not name but whose class it speaks of."""
    plan, directory = dossier.plan, dossier.directory
    yield from (unit.key for unit in dossier.self_inspecting_units())
    levels = {branch.level for form in dossier.forms for branch in form.branch_rows}
    yield from (unit.key for unit in directory.units if unit.level in levels)
    for quota in plan.quotas:
        if quota.level is not None or quota.kinds:
            of_level = (quota.level,) if quota.level is not None else ()
            yield from (unit.key for unit in directory.units if fits(of_level, quota.kinds, unit))
    if plan.draw is not None:
        for visit in plan.visits:
            visited = directory.get(visit.unit)
            if visited is not None and visited.level == plan.draw.at_level:
                yield from (unit.key for unit in directory.children(visited.key, plan.draw.from_level))
