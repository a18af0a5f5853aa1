"""Dự toán kinh phí: what the visits of a plan cost, for each agency that pays for them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.dates import Window
from app.domain.schedules import working_days_of

if TYPE_CHECKING:
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Budget
    from app.domain.visits import Visit

_HALF = Decimal("0.5")


class Assumption(StrEnum):
    """Giả định: a choice that the plan leaves open and an estimate has to make; the wording has a sentence for each."""

    LEADERS_COUNTED = "leaders_counted"
    LEADERS_NOT_COUNTED = "leaders_not_counted"
    WORKING_DAYS_ONLY = "working_days_only"
    CALENDAR_DAYS = "calendar_days"
    HALF_DAYS = "half_days"
    """Nửa ngày được tính 0,5 ngày."""
    HEAD_UNKNOWN = "head_unknown"
    """Trưởng đoàn chưa xác định vẫn tính một người."""
    SEAT_UNNAMED = "seat_unnamed"
    """Chức danh chưa có người vẫn tính một người."""
    SUBSTITUTES = "substitutes"
    """Người thay thế và người được thay tính chung một người."""
    VISITS_NOT_FIRM = "visits_not_firm"
    """Cuộc kiểm tra chưa chốt ngày chưa được tính."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """Dòng dự toán: one visit of a unit. A half-day counts 0.5; `days` and `people` are those the plan counts.

    `amount` is in đồng, rounded to whole đồng.
    """

    unit: str
    unit_name: str
    window: Window
    working_days: Decimal
    calendar_days: Decimal
    leaders: int
    members: int
    days: Decimal
    people: int
    rate: int

    @property
    def amount(self) -> int:
        """Return people × days × rate."""
        return int((self.days * self.people * self.rate).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True, kw_only=True)
class CostEstimate:
    """Dự toán của một cơ quan: its visits in order of time, `rate` in đồng per person and day.

    `source` is the plan's line on the money, empty where it names none for this agency; `appraised_by` the key of the
    body that appraises. `not_firm` counts the agency's visits that have no days yet and are left out.
    """

    agency: str
    agency_name: str
    rate: int
    lines: tuple[CostLine, ...]
    counts_leaders: bool
    counts_working_days_only: bool
    assumptions: tuple[Assumption, ...]
    source: str = ""
    appraised_by: str | None = None
    not_firm: int = 0

    @property
    def total(self) -> int:
        """Return the sum of all lines, in đồng."""
        return sum(line.amount for line in self.lines)


def cost_estimates(dossier: PlanDossier, calendar: WorkCalendar) -> tuple[CostEstimate, ...]:
    """Return an estimate for each agency that pays for a firm visit: lead agencies in the plan's order, then others.

    Empty when the plan has no budget. A visit that nobody is known to pay for is in none.
    """
    plan, budget = dossier.plan, dossier.plan.budget
    if budget is None:
        return ()
    firm: dict[str, list[Visit]] = {agency: [] for agency in plan.lead_agencies}
    for visit in plan.firm_visits():
        payer = paying_agency(dossier, budget, visit)
        if payer is not None:
            firm.setdefault(payer, []).append(visit)
    return tuple(_estimate(dossier, budget, calendar, agency, visits) for agency, visits in firm.items() if visits)


def paying_agency(dossier: PlanDossier, budget: Budget, visit: Visit) -> str | None:
    """Return the key of the agency that pays for a visit: the one whose head leads it, where the plan gives it money.

    Else the agency that prepares the visit, where that has the money; where the plan names no money for either, the
    agency that prepares it, then the head's.
    """
    head = dossier.plan.head_of(visit)
    own = dossier.person(head).agency if head is not None else None
    prepares = dossier.plan.lead_agency_of(visit)
    funded = {source.agency for source in budget.sources}
    return next((agency for agency in (own, prepares) if agency in funded), prepares or own)


def _estimate(
    dossier: PlanDossier, budget: Budget, calendar: WorkCalendar, agency: str, visits: list[Visit]
) -> CostEstimate:
    loose = [
        visit
        for visit in dossier.plan.visits
        if visit.window is None and not visit.is_reserve and paying_agency(dossier, budget, visit) == agency
    ]
    return CostEstimate(
        agency=agency,
        agency_name=dossier.unit_name(agency),
        rate=budget.rate,
        lines=tuple(_line(dossier, budget, calendar, visit, visit.window) for visit in visits if visit.window),
        counts_leaders=budget.counts_leaders,
        counts_working_days_only=budget.counts_working_days_only,
        assumptions=_assumptions(dossier, budget, visits, not_firm=len(loose)),
        source=next((source.text for source in budget.sources if source.agency == agency), ""),
        appraised_by=budget.appraised_by,
        not_firm=len(loose),
    )


def _line(dossier: PlanDossier, budget: Budget, calendar: WorkCalendar, visit: Visit, window: Window) -> CostLine:
    working = set(working_days_of(window, calendar))
    halves = [day for day, _ in window.half_days()]
    working_days = _HALF * sum(day in working for day in halves)
    calendar_days = _HALF * len(halves)
    leaders, members = len(_leaders(dossier, visit)), len(_places(dossier, visit))
    return CostLine(
        unit=visit.unit,
        unit_name=dossier.printed_unit_name(visit),
        window=window,
        working_days=working_days,
        calendar_days=calendar_days,
        leaders=leaders,
        members=members,
        days=working_days if budget.counts_working_days_only else calendar_days,
        people=members + leaders if budget.counts_leaders else members,
        rate=budget.rate,
    )


def _leaders(dossier: PlanDossier, visit: Visit) -> set[str]:
    """Return the head, known or not, and the deputies of a visit."""
    return {dossier.plan.head_of(visit) or "", *dossier.plan.batch(visit.batch).deputies}


def _places(dossier: PlanDossier, visit: Visit) -> set[str]:
    """Return the seats without leaders that are filled on a visit; a substitute fills the seat it stands in for."""
    return {seat.substitutes or seat.key for seat in dossier.members_on(visit)}


def _assumptions(dossier: PlanDossier, budget: Budget, visits: list[Visit], *, not_firm: int) -> tuple[Assumption, ...]:
    seats = [seat for visit in visits for seat in dossier.members_on(visit)]
    made = {
        Assumption.LEADERS_COUNTED: budget.counts_leaders,
        Assumption.LEADERS_NOT_COUNTED: not budget.counts_leaders,
        Assumption.WORKING_DAYS_ONLY: budget.counts_working_days_only,
        Assumption.CALENDAR_DAYS: not budget.counts_working_days_only,
        Assumption.HALF_DAYS: any(visit.window and not visit.window.is_whole_days for visit in visits),
        Assumption.HEAD_UNKNOWN: budget.counts_leaders and any(dossier.plan.head_of(visit) is None for visit in visits),
        Assumption.SEAT_UNNAMED: any(seat.person is None for seat in seats),
        Assumption.SUBSTITUTES: any(seat.substitutes for seat in seats),
        Assumption.VISITS_NOT_FIRM: not_firm > 0,
    }
    return tuple(assumption for assumption, holds in made.items() if holds)
