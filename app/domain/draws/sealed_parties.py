"""Ai đi kiểm tra đột xuất: the people of the batch on the days of a sealed check, whatever its unit is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import NotFound
from app.domain.teams import Role
from app.domain.visits import Manner, Visit

if TYPE_CHECKING:
    from app.domain.access import Standing
    from app.domain.dossiers import PlanDossier
    from app.domain.draws.sealed import SealedCheck
    from app.domain.plans import Plan
    from app.domain.teams import Batch


def party_of(dossier: PlanDossier, check: SealedCheck) -> dict[str, Role]:
    """Return who goes, with the role of each: head and deputies of the batch, and its team on these days.

    Who serves at certain units only is left out, before the unit is known and after: whether they go would tell it.
    """
    batch = batch_of(dossier.plan, check)
    if batch is None:
        return {}
    roles = {batch.head: Role.HEAD} if batch.head is not None else {}
    roles = {key: _deputy_role(batch, key) for key in batch.deputies} | roles
    visit = Visit(unit="", batch=batch.key, window=check.window, manner=Manner.UNANNOUNCED)
    try:
        seats = dossier.members_on(visit)
    except NotFound:
        return roles
    members = {seat.person: seat.role for seat in seats if seat.person is not None and seat.person not in roles}
    return {**_head_first(batch, roles), **members}


def batch_of(plan: Plan, check: SealedCheck) -> Batch | None:
    """Return the batch that makes the check; None where the plan no longer has it."""
    return next((batch for batch in plan.batches if batch.key == check.batch), None)


def checks_of_people(dossier: PlanDossier, people: frozenset[str]) -> tuple[SealedCheck, ...]:
    """Return the checks that stand in which any of these people takes part, by their days."""
    return tuple(check for check in standing_checks(dossier) if people & party_of(dossier, check).keys())


def standing_checks(dossier: PlanDossier) -> tuple[SealedCheck, ...]:
    """Return the checks of a plan that were not called off, by their days."""
    standing = [check for check in dossier.sealed if not check.is_annulled]
    return tuple(sorted(standing, key=lambda check: (check.window.first, check.window.last, check.number)))


def can_open_check(standing: Standing, dossier: PlanDossier, check: SealedCheck) -> bool:
    """Say whether an account opens a check when its time has come: planners, and who leads the đoàn that goes."""
    batch = batch_of(dossier.plan, check)
    leaders = {key for key in (batch.head, *batch.deputies) if key} if batch is not None else set()
    return standing.is_planner or (standing.is_leader and bool(leaders & standing.persons))


def _head_first(batch: Batch, roles: dict[str, Role]) -> dict[str, Role]:
    return {key: roles[key] for key in (batch.head, *batch.deputies) if key is not None}


def _deputy_role(batch: Batch, key: str) -> Role:
    return Role.STANDING_DEPUTY if batch.standing_deputy == key else Role.DEPUTY
