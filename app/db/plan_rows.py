"""Dòng của kế hoạch: what one row of its table holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db.tables.plans import PlanRow
from app.domain.acts import CitedAct
from app.domain.plans import Ending, Period
from app.domain.teams import Alternation, AlternationBasis

if TYPE_CHECKING:
    from app.domain.plans import Plan


def period_of(row: PlanRow) -> Period | None:
    """Return the time under review that the row holds."""
    if row.period_wording is None:
        return None
    return Period(wording=row.period_wording, first=row.period_first, last=row.period_last)


def alternation_of(row: PlanRow) -> Alternation | None:
    """Return the rule of alternation that the row holds."""
    if row.alternation_basis is None:
        return None
    return Alternation(basis=AlternationBasis(row.alternation_basis), agencies=row.alternation_agencies)


def ending_of(row: PlanRow) -> Ending | None:
    """Return how the plan came to its end, as the row holds it."""
    if row.ending_day is None:
        return None
    paper = CitedAct(
        number=row.ending_number or "",
        day=row.ending_issued_on,
        issuer=row.ending_issuer or "",
        subject=row.ending_subject or "",
    )
    return Ending(day=row.ending_day, paper=paper)


def plan_row(plan: Plan) -> PlanRow:
    """Return the row of a plan that comes in: its first version."""
    ending = plan.ending
    return PlanRow(
        key=plan.key,
        version=1,
        revision=1,
        province=plan.province,
        year=plan.year,
        kind=plan.kind,
        title=plan.title,
        changed_on=plan.changed_on,
        subjects=plan.subjects,
        act=plan.act,
        state=plan.state,
        lead_agencies=plan.lead_agencies,
        period_wording=plan.period.wording if plan.period else None,
        period_first=plan.period.first if plan.period else None,
        period_last=plan.period.last if plan.period else None,
        alternation_basis=plan.alternation.basis if plan.alternation else None,
        alternation_agencies=plan.alternation.agencies if plan.alternation else (),
        seals=plan.seals,
        dissolution=plan.dissolution,
        outline=plan.outline,
        reading_days=plan.standards.reading_days,
        notice_days=plan.standards.notice_days,
        minimum_working_days=plan.standards.working_days,
        ending_day=ending.day if ending else None,
        ending_number=ending.paper.number if ending else None,
        ending_issued_on=ending.paper.day if ending else None,
        ending_issuer=ending.paper.issuer if ending else None,
        ending_subject=ending.paper.subject if ending else None,
        source=plan.source,
    )


def plan_values(plan: Plan) -> dict[str, object]:
    """Return what a plan's row holds of the plan itself, to be written over what it held; its counters stay."""
    row = plan_row(plan)
    return {name: getattr(row, name) for name in PlanRow.model_fields if name not in {"id", "version", "revision"}}
