"""Vai trò gắn với ai: what a role may be tied to in a plan, and what it is tied to in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from app.domain.access import can_give, standing_in
from app.domain.accounts import Account, AccountRole, RoleGrant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.listed_plans import ListedPlan
    from app.domain.plans import PlanSummary

PLANS_TO_CHOOSE_FROM = 40
"""The newest plans for which roles are given on a page: nobody is invited to older ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSubject:
    """Đối tượng của vai trò: `words` in a list, `name` of an account for it, and the role that ties it.

    `key` names it among the others of its role; a role without a subject has one of the key "".
    """

    key: str
    words: str
    name: str
    grant: RoleGrant


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantWords:
    """Vai trò bằng lời: whom or what it is tied to (may be ""), and the province of the plans it counts for."""

    grant: RoleGrant
    subject: str
    province: str


def plans_to_give_from(store: Store, giver: Account) -> tuple[PlanSummary | ListedPlan, ...]:
    """Return the plans by which the giver may give roles, the newest first."""
    if giver.holds(AccountRole.ADMINISTRATOR):
        return store.plans.summaries()[:PLANS_TO_CHOOSE_FROM]
    own = tuple(grant for grant in giver.grants if grant.role == AccountRole.PLANNER)
    return store.plan_lists.concerning(own, offset=0, limit=PLANS_TO_CHOOSE_FROM)


def subjects_to_give(giver: Account, dossier: PlanDossier | None) -> dict[AccountRole, tuple[RoleSubject, ...]]:
    """Return what the giver may tie each role to by that plan, None meaning without one.

    Only what would give a standing in the plan is in it: somebody who leads, has visits, is inspected. Roles for which
    there is nothing are left out.
    """
    found = {role: tuple(_candidates(dossier, role)) for role in AccountRole}
    allowed = {
        role: tuple(each for each in subjects if can_give(giver, each.grant)) for role, subjects in found.items()
    }
    return {role: subjects for role, subjects in allowed.items() if subjects}


def words_of(store: Store, grants: Iterable[RoleGrant]) -> tuple[GrantWords, ...]:
    """Return the roles in words, in their order; a key that the directory or the plans lost stands for itself."""
    ordered = tuple(grants)
    provinces = {each.key: each.full_name for each in store.provinces.all()}
    by_province = sorted((grant for grant in ordered if grant.province), key=lambda grant: grant.province or "")
    named: dict[RoleGrant, str] = {}
    for province, held in groupby(by_province, key=lambda grant: grant.province or ""):
        named |= _named(store, province, list(held))
    return tuple(
        GrantWords(
            grant=grant,
            subject=named.get(grant, ""),
            province=provinces.get(grant.province or "", grant.province or ""),
        )
        for grant in ordered
    )


def _named(store: Store, province: str, grants: list[RoleGrant]) -> Mapping[RoleGrant, str]:
    keys = {key for grant in grants for key in (grant.agency, grant.unit) if key}
    units: dict[str, dict[date | None, str]] = {}
    for unit in store.directory.units_of(province, keys=keys, kinds=(), levels=()):
        units.setdefault(unit.key, {})[unit.since] = unit.name
    people = store.named_people.names(province, {grant.person for grant in grants if grant.person})

    def unit_name(key: str, since: date | None) -> str:
        versions = units.get(key, {})
        return versions.get(since) or next(reversed(versions.values()), key)

    def words(grant: RoleGrant) -> str:
        person = people.get((grant.person, grant.agency or ""), grant.person) if grant.person else None
        agency = unit_name(grant.agency, None) if grant.agency else None
        unit = unit_name(grant.unit, grant.unit_since) if grant.unit else None
        return ", ".join(part for part in (person, agency, unit) if part)

    return {grant: words(grant) for grant in grants}


def _candidates(dossier: PlanDossier | None, role: AccountRole) -> Iterator[RoleSubject]:
    """Yield what a role may be tied to."""
    if role == AccountRole.ADMINISTRATOR:
        yield RoleSubject(key="", words="", name="", grant=RoleGrant(role=role))
    elif dossier is not None:
        yield from (each for each in _named_in(dossier, role) if _stands(each.grant, dossier))


def _named_in(dossier: PlanDossier, role: AccountRole) -> Iterator[RoleSubject]:
    """Yield what the plan has for a role, whether it gives a standing in it or not."""
    plan = dossier.plan
    match role:
        case AccountRole.PLANNER:
            for key in plan.planning_agencies:
                name = dossier.unit_name(key)
                grant = RoleGrant(role=role, province=plan.province, agency=key)
                yield RoleSubject(key=key, words=name, name="", grant=grant)
        case AccountRole.LEADER | AccountRole.MEMBER:
            for person in dossier.named_people():
                grant = RoleGrant(role=role, province=plan.province, agency=person.agency, person=person.key)
                yield RoleSubject(key=person.key, words=dossier.person_line(person.key), name=person.name, grant=grant)
        case AccountRole.UNIT:
            visited = (key for visit in plan.visits for key in (visit.unit, *visit.communes))
            own = (unit.key for unit in dossier.self_inspecting_units())
            for key in dict.fromkeys((*visited, *own)):
                unit = dossier.directory.unit(key)
                grant = RoleGrant(role=role, province=plan.province, unit=key, unit_since=unit.since)
                yield RoleSubject(key=key, words=unit.name, name=unit.name, grant=grant)
        case AccountRole.VIEWER:
            yield RoleSubject(key="", words="", name="", grant=RoleGrant(role=role, province=plan.province))


def _stands(grant: RoleGrant, dossier: PlanDossier) -> bool:
    """Say whether the role makes of somebody in the plan what its name says."""
    standing = standing_in(Account(login="", name="", grants=(grant,)), dossier)
    return {
        AccountRole.PLANNER: standing.is_planner,
        AccountRole.LEADER: standing.is_leader,
        AccountRole.MEMBER: standing.is_member,
        AccountRole.UNIT: bool(standing.units),
        AccountRole.VIEWER: standing.is_viewer,
    }[grant.role]
