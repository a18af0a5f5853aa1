"""Soạn một dòng lịch: what a planner may change of one visit, the order of the visits, and taking one out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.adjusting import apply_adjustment
from app.domain.adjustments import Adjustment, Withdrawal
from app.domain.dates import LooseTime, Window
from app.domain.deadlines import Deadline
from app.domain.errors import InvalidInput, NotFound, Refused
from app.domain.plan_parts import PlanParts
from app.domain.vietnamese import short_date

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan
    from app.domain.visits import Visit

_OF_A_NUMBER = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRow:
    """Dòng lịch: what a row of the schedule says of one visit and a planner may change; the rest of a visit stays.

    `head` and `report_deadline` are its own, None where it follows its batch.
    """

    window: Window | None = None
    loose: LooseTime | None = None
    place: str | None = None
    batch: str
    head: str | None = None
    report_deadline: Deadline | None = None


def row_of(visit: Visit) -> ScheduleRow:
    """Return the row of a visit."""
    return ScheduleRow(
        window=visit.window,
        loose=visit.loose,
        place=visit.place,
        batch=visit.batch,
        head=visit.head,
        report_deadline=visit.report_deadline,
    )


def key_of_visit(visit: Visit) -> str:
    """Return how an address names a visit: its unit, "unit~2" for a unit's second."""
    return visit.unit if visit.number == 1 else f"{visit.unit}{_OF_A_NUMBER}{visit.number}"


def visit_of_key(plan: Plan, key: str) -> Visit:
    """Return the visit that an address names; raise NotFound."""
    unit, _, number = key.partition(_OF_A_NUMBER)
    if number and (not number.isdecimal() or not number.isascii()):
        raise NotFound("visit", key)
    return plan.visit(unit, int(number or "1"))


def with_row(dossier: PlanDossier, key: str, row: ScheduleRow) -> PlanDossier:
    """Return the plan with that row for the visit.

    Raise NotFound; InvalidInput with faults at `window.first`, `window.last`, `batch`, `head`: `window.other_year` for
    a day outside the plan's year, where the window is a new one, and an unknown batch or person.
    """
    parts, visit = PlanParts(dossier), visit_of_key(dossier.plan, key)
    if row.window is not None and row.window != visit.window:
        for place, day in (("window.first", row.window.first), ("window.last", row.window.last)):
            if day.year != dossier.plan.year:
                parts.fault(place, "window.other_year", short_date(day), f"{dossier.plan.year}")
    parts.check_batch("batch", row.batch)
    parts.check_person("head", row.head)
    if parts.faults:
        raise InvalidInput(parts.faults)
    parts.visits[visit.unit, visit.number] = replace(
        visit,
        window=row.window,
        loose=row.loose,
        place=row.place,
        batch=row.batch,
        head=row.head,
        report_deadline=row.report_deadline,
    )
    return parts.assembled()


def moved_in_order(dossier: PlanDossier, key: str, places: int) -> PlanDossier:
    """Return the plan with the visit that many places further down its list, up where negative.

    Reserve targets are not counted. Raise NotFound; Refused `visit.not_scheduled` for a reserve target, `row.at_end`
    where there is no such place.
    """
    plan, visit = dossier.plan, visit_of_key(dossier.plan, key)
    order = targets_in_order(plan)
    if visit not in order:
        raise Refused("visit.not_scheduled", unit=dossier.unit_name(visit.unit))
    if places == 0:
        return dossier
    wanted = order.index(visit) + places
    if not 0 <= wanted < len(order):
        raise Refused("row.at_end", unit=dossier.unit_name(visit.unit))
    rest = [each for each in plan.visits if each is not visit]
    behind = rest.index(order[wanted]) + (1 if places > 0 else 0)
    return replace(dossier, plan=replace(plan, visits=(*rest[:behind], visit, *rest[behind:])))


def targets_in_order(plan: Plan) -> list[Visit]:
    """Return the visits in the order in which every list and drawing numbers them: without reserve targets."""
    return [visit for visit in plan.visits if not visit.is_reserve]


def without_visit(dossier: PlanDossier, key: str) -> PlanDossier:
    """Return the plan without that visit; raise NotFound."""
    visit = visit_of_key(dossier.plan, key)
    return apply_adjustment(dossier, Adjustment(withdrawals=(Withdrawal(unit=visit.unit, number=visit.number),)))
