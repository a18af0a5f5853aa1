"""Các đợt để xếp: the batches of the plan, or those made anew by month or by count, with who leads each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from app.domain.schedule_requests import LeadBasis, LeadWish
from app.domain.teams import Batch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.domain.dossiers import PlanDossier
    from app.domain.schedule_requests import ScheduleRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Lượt: a batch that may make visits, those that start within the axis days given, so many of them."""

    batch: Batch
    earliest: int
    latest: int
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Các lượt, by team in the order in which they come; `are_new` where the batches are not those of the plan."""

    turns: tuple[Turn, ...]
    are_new: bool = False


def basis_of(request: ScheduleRequest) -> LeadBasis:
    """Return what makes the lead change over: what the request says, else the batches of the plan."""
    return request.lead.basis if request.lead is not None else LeadBasis.BATCH


def turning_agencies(dossier: PlanDossier, request: ScheduleRequest) -> tuple[str, ...]:
    """Return the agencies that take turns: the request's, else those of the plan."""
    if request.lead is not None and request.lead.agencies:
        return request.lead.agencies
    if dossier.plan.alternation is not None and dossier.plan.alternation.agencies:
        return dossier.plan.alternation.agencies
    return dossier.plan.planning_agencies


def teams_of(dossier: PlanDossier, request: ScheduleRequest) -> tuple[str, ...]:
    """Return the keys of the teams that may work."""
    return request.teams or tuple(team.key for team in dossier.plan.teams)


def turns_of(
    dossier: PlanDossier, request: ScheduleRequest, axis: Sequence[date], visits: int, *, is_free: bool
) -> Turns:
    """Return the turns for so many visits on an axis of days; `is_free` leaves out who leads and when it changes."""
    last = len(axis) - 1
    basis = basis_of(request)
    if basis not in {LeadBasis.MONTH, LeadBasis.COUNT}:
        by_team = [batch for team in dossier.plan.teams for batch in dossier.plan.batches if batch.team == team.key]
        return Turns(turns=tuple(Turn(batch=batch, earliest=0, latest=last) for batch in by_team))
    found: list[Turn] = []
    teams = teams_of(dossier, request)
    for number, team in enumerate(teams):
        if is_free:
            found.append(Turn(batch=Batch(key=f"{team}-1", name="", team=team), earliest=0, latest=last))
        elif basis == LeadBasis.MONTH:
            months = [list(days) for _, days in groupby(range(len(axis)), lambda n: (axis[n].year, axis[n].month))]
            found += [
                Turn(batch=_batch(dossier, request, team, turn, number), earliest=days[0], latest=days[-1])
                for turn, days in enumerate(months)
            ]
        else:
            size = max(1, (request.lead or LeadWish()).visits_per_batch or 1)
            count = -(-visits // size)
            for turn in range(count):
                # One team fills each batch before the next; of several, each may end with one that is not full.
                least = (size if turn < count - 1 else visits - size * turn) if len(teams) == 1 else 0
                batch = _batch(dossier, request, team, turn, number)
                found.append(Turn(batch=batch, earliest=0, latest=last, least=least, most=size))
    return Turns(turns=tuple(found), are_new=True)


def _batch(dossier: PlanDossier, request: ScheduleRequest, team: str, turn: int, team_number: int) -> Batch:
    """Return the batch of a team's turn; teams that work side by side begin with different agencies."""
    agencies = turning_agencies(dossier, request)
    agency = agencies[(turn + team_number) % len(agencies)]
    batch = Batch(key=f"{team}-{turn + 1}", name="", team=team, lead_agency=agency)
    for leaders in request.lead.leaders if request.lead is not None else ():
        if leaders.agency == agency and leaders.team in {None, team} and leaders.head is not None:
            return replace(batch, head=leaders.head, deputies=leaders.deputies)
    of_agency = [each for each in dossier.plan.batches if _agency_of(dossier, each) == agency and each.head]
    known = next((each for each in of_agency if each.team == team), None)
    if known is None and len(teams_of(dossier, request)) == 1:
        known = next(iter(of_agency), None)
    if known is None:
        return batch
    return replace(batch, head=known.head, deputies=known.deputies, standing_deputy=known.standing_deputy)


def _agency_of(dossier: PlanDossier, batch: Batch) -> str | None:
    """Return the agency whose turn a batch is: the head's, else the one that prepares its visits."""
    return dossier.person(batch.head).agency if batch.head is not None else batch.lead_agency


def chains(turns: Sequence[Turn]) -> tuple[tuple[int, ...], ...]:
    """Return the places of the turns of each team, in order."""
    return tuple(
        tuple(number for number, _ in turns_of_team)
        for _, turns_of_team in groupby(enumerate(turns), lambda entry: entry[1].batch.team)
    )


def changes_of_head(turns: Sequence[Turn]) -> tuple[tuple[int, int], ...]:
    """Return the pairs of turns of one team that follow each other under different heads."""
    return tuple(
        (one, other)
        for chain in chains(turns)
        for one, other in pairwise(chain)
        if turns[one].batch.head is not None
        and turns[other].batch.head is not None
        and turns[one].batch.head != turns[other].batch.head
    )
