"""Phần việc của thành viên: which parts of the outline fall to one person at one visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.assignments import proposed_assignments
from app.domain.programmes import heading_name, outline_parts
from app.domain.vietnamese import capital_first

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedPart:
    """Phần việc: a heading of the outline by its code ("II.3") and name; a whole field has no code ("")."""

    code: str
    name: str


def assigned_parts(dossier: PlanDossier, visit: Visit, person: str) -> tuple[AssignedPart, ...]:
    """Return the headings of the visited unit's outline that are proposed for a member, in outline order.

    A substitute takes over what falls to the member they stand in for. Without an outline the fields themselves are
    given; a field that the visit's scope leaves out is not there. Nothing for whoever leads the visit alone.
    """
    serving = [seat for seat in dossier.members_on(visit) if seat.person == person]
    seats = {seat.substitutes or seat.key for seat in serving}
    mandates = [
        assignment.mandate
        for assignment in proposed_assignments(dossier, dossier.plan.team_of(visit))
        if seats & {seat.key for seat in assignment.seats}
    ]
    if dossier.outline is None:
        return tuple(AssignedPart(code="", name=capital_first(mandate.name)) for mandate in mandates)
    fields = {mandate.field for mandate in mandates}
    return tuple(
        AssignedPart(code=item.code, name=heading_name(dossier, item))
        for item in outline_parts(dossier, visit)
        if item.field in fields
    )
