"""Ai được có lịch nào: decided by the account's roles and the plan, when an address is given out and at each fetch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.access import can_read_file, can_see_draft, standing_in
from app.domain.accounts import AccountRole
from app.domain.feed_grants import FeedKind

if TYPE_CHECKING:
    from app.domain.accounts import Account
    from app.domain.dossiers import PlanDossier

_CALENDAR = "calendar"
_OF_PEOPLE = frozenset({AccountRole.LEADER, AccountRole.MEMBER})


def can_have_feed(
    account: Account, dossier: PlanDossier, kind: FeedKind, subject: str | None, *, shows_draft: bool = False
) -> bool:
    """Say whether the account may have that calendar of the plan.

    It is so where it may download the same calendar as a file, and where it is the very unit or person whose calendar
    that is, also when the plan names them no more: how their last visit ended is for them to see. What everybody may
    see is for each account that has a part in the plan; a draft for its planners alone.
    """
    if account.is_disabled:
        return False
    standing = standing_in(account, dossier)
    if shows_draft and not can_see_draft(standing):
        return False
    if kind == FeedKind.PUBLIC:
        return not standing.is_none
    unit, person = (subject if kind == each else None for each in (FeedKind.UNIT, FeedKind.PERSON))
    if can_read_file(standing, kind=_CALENDAR, unit=unit, person=person):
        return True
    return _is_unit(account, dossier, unit) if unit is not None else _is_person(account, dossier, person)


def _is_person(account: Account, dossier: PlanDossier, person: str | None) -> bool:
    """Say whether the account is that person of the plan, who still comes from the same agency if it names them."""
    agencies = {each.agency for each in dossier.named_people() if each.key == person}
    return person is not None and any(
        grant.person == person and grant.role in _OF_PEOPLE and (not agencies or grant.agency in agencies)
        for grant in account.grants
        if grant.province == dossier.plan.province
    )


def _is_unit(account: Account, dossier: PlanDossier, unit: str) -> bool:
    """Say whether the account speaks for that unit, and not for another that bore its key or code once."""
    found = dossier.directory.get(unit)
    return any(
        grant.unit == unit and grant.role == AccountRole.UNIT and (found is None or found.since == grant.unit_since)
        for grant in account.grants
        if grant.province == dossier.plan.province
    )
