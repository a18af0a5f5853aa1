"""Phân công: which members are proposed for which field of the outline, by their agency's mandate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.plans import Mandate
from app.domain.teams import LEADING, Seat

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.teams import Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Phân công một lĩnh vực: the seats proposed for it; none when no member comes from the agency answering for it."""

    mandate: Mandate
    seats: tuple[Seat, ...]


def proposed_assignments(dossier: PlanDossier, team: Team) -> tuple[Assignment, ...]:
    """Return a proposal for every field: the seats that name it, else those of the agency that answers for it.

    Where one agency answers for several fields and has several members, they are shared out in turn, each field keeping
    at least one; a member of an agency with a single field stands in that field.
    """
    seats = [seat for seat in team.seats if seat.role not in LEADING and seat.substitutes is None]
    return tuple(
        Assignment(mandate=mandate, seats=_seats_for(dossier, mandate, seats)) for mandate in dossier.plan.mandates
    )


def _seats_for(dossier: PlanDossier, mandate: Mandate, seats: list[Seat]) -> tuple[Seat, ...]:
    named = tuple(seat for seat in seats if mandate.field in seat.fields)
    if named:
        return named
    own = [seat for seat in seats if not seat.fields and dossier.seat_agency(seat) == mandate.agency]
    fields = [other.field for other in dossier.plan.mandates if other.agency == mandate.agency]
    if len(own) <= len(fields):
        turn = fields.index(mandate.field)
        return (own[turn % len(own)],) if own else ()
    return tuple(seat for index, seat in enumerate(own) if fields[index % len(fields)] == mandate.field)
