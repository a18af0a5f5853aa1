"""Quy tắc luân phiên Trưởng đoàn, Phó Trưởng đoàn giữa các cơ quan chủ trì."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.rules.checked_plan import CheckedPlan


def same_head_agency(checked: CheckedPlan) -> Iterator[Problem]:
    """Find two consecutive batches of a team led by the same agency, in a plan that states alternation."""
    dossier = checked.dossier
    plan = dossier.plan
    if plan.alternation is None:
        return
    for team in plan.teams:
        for one, other in pairwise(batch for batch in plan.batches if batch.team == team.key):
            if one.head is None or other.head is None:
                continue
            agency = dossier.person(one.head).agency
            if agency == dossier.person(other.head).agency:
                yield Problem(
                    code="alternation.same_head_agency",
                    subjects=(one.key, other.key),
                    facts={"batch": one.name, "other": other.name, "agency": dossier.unit_name(agency)},
                )


def deputy_same_agency(checked: CheckedPlan) -> Iterator[Problem]:
    """Find batches whose head and a deputy come from one agency, in a plan that states alternation."""
    dossier = checked.dossier
    if dossier.plan.alternation is None:
        return
    for batch in dossier.plan.batches:
        if batch.head is None:
            continue
        agency = dossier.person(batch.head).agency
        if any(dossier.person(key).agency == agency for key in batch.deputies):
            yield Problem(
                code="alternation.deputy_same_agency",
                subjects=(batch.key,),
                facts={"batch": batch.name, "agency": dossier.unit_name(agency)},
            )


def lead_agency_mismatch(checked: CheckedPlan) -> Iterator[Problem]:
    """Find visits prepared by an agency that is not the head's."""
    dossier = checked.dossier
    plan = dossier.plan
    for visit in checked.visits:
        head, lead = plan.head_of(visit), plan.lead_agency_of(visit)
        if head is None or lead is None or dossier.person(head).agency == lead:
            continue
        yield Problem(
            code="alternation.lead_agency_mismatch",
            subjects=(visit.unit,),
            facts={
                "unit": dossier.unit_name(visit.unit),
                "lead": dossier.unit_name(lead),
                "head": dossier.person_line(head),
            },
        )


OF_VISITS = (lead_agency_mismatch,)
OF_THE_PLAN = (same_head_agency, deputy_same_agency)
