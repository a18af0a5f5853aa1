"""Lãnh đạo đoàn: who leads a batch or a visit, as a line of text each, whether people or offices are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.teams import Role

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.teams import Batch
    from app.domain.visits import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Leadership:
    """Trưởng đoàn, Phó Trưởng đoàn: their lines as the annex prints them; None and empty where nothing is known."""

    head: str | None
    deputies: tuple[str, ...]


def leadership_of_batch(dossier: PlanDossier, batch: Batch, head: str | None = None) -> Leadership:
    """Return who leads a batch: the people it names, else the seats that its team keeps for a head and deputies.

    `head` is the person who leads instead; a deputy who leads is not listed as a deputy too.
    """
    leader = head or batch.head
    heads = (dossier.person_line(leader),) if leader else _seated(dossier, batch, {Role.HEAD})
    deputies = tuple(dossier.person_line(key) for key in batch.deputies if key != leader)
    return Leadership(
        head=heads[0] if heads else None,
        deputies=deputies or _seated(dossier, batch, {Role.STANDING_DEPUTY, Role.DEPUTY}),
    )


def leadership_of_visit(dossier: PlanDossier, visit: Visit) -> Leadership:
    """Return who leads a visit: its own head in the stead of the batch's."""
    return leadership_of_batch(dossier, dossier.plan.batch(visit.batch), visit.head)


def leader_lines(dossier: PlanDossier) -> tuple[str, ...]:
    """Return the line of everybody who leads some part of the plan, once, in the order of the batches."""
    found: list[str] = []
    for batch in dossier.plan.batches:
        leading = leadership_of_batch(dossier, batch)
        found += [*([leading.head] if leading.head else []), *leading.deputies]
    found += [dossier.person_line(visit.head) for visit in dossier.plan.visits if visit.head]
    return tuple(dict.fromkeys(found))


def _seated(dossier: PlanDossier, batch: Batch, roles: set[Role]) -> tuple[str, ...]:
    seats = dossier.plan.team(batch.team).seats
    lines = [dossier.seat_line(seat) for seat in seats if seat.role in roles and seat.substitutes is None]
    return tuple(line for line in lines if line)
