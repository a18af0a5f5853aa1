"""Vai trò gắn với ai: that what a role is tied to exists, and what of it need not be said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.accounts import AccountRole
from app.domain.dates import TIME_ZONE
from app.domain.errors import InvalidInput
from app.domain.role_ties import TIED_TO, person_faults, province_faults, tie_faults, unit_faults
from app.domain.units import directory_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from app.db.store import Store
    from app.domain.accounts import RoleGrant
    from app.domain.errors import Fault
    from app.domain.plans import Plan
    from app.domain.units import Unit


def tied_role(store: Store, grant: RoleGrant, at: datetime) -> RoleGrant:
    """Return the role with the very unit that it is tied to: of those of one key the one of that day, or nearest to it.

    Raise InvalidInput, its faults at `province`, `agency`, `person` and `unit`, where one of them is missing, is not
    for such a role, or is not there: an agency or unit is of the province, a person is named by a plan of the province
    as one of that agency.
    """
    faults = tuple(tie_faults(grant)) or tuple(_existence_faults(store, grant))
    if faults:
        raise InvalidInput(faults)
    if grant.province is None or grant.unit is None or grant.unit_since is not None:
        return grant
    day = at.astimezone(TIME_ZONE).date()
    unit = directory_on(_versions(store, grant.province, grant.unit), day, {grant.unit: day}).unit(grant.unit)
    return replace(grant, unit_since=unit.since)


def completed_role(store: Store, grant: RoleGrant) -> RoleGrant:
    """Return the role with what the plans tell of it; where they have two answers, or none, it stays unsaid.

    The province is that of the plans, when all are of one; a person's agency is that in the newest plan that names
    them; a planner's is the lead agency of the newest plan, when it has but one.
    """
    needed = TIED_TO[grant.role]
    if "province" in needed and not grant.province:
        grant = replace(grant, province=_only({summary.province for summary in store.plans.summaries()}))
    if "agency" not in needed or grant.agency or grant.province is None:
        return grant
    if grant.role == AccountRole.PLANNER:
        plan = newest_plan(store, grant.province)
        return replace(grant, agency=_only(plan.planning_agencies if plan else ()))
    named = store.accounts.agencies_of_person(grant.province, grant.person or "")
    return replace(grant, agency=next(iter(named), None))


def newest_plan(store: Store, province: str | None = None) -> Plan | None:
    """Return the plan of the latest year, of several the one that came in last; None when there is none."""
    found = [each for each in store.plans.summaries() if province in {None, each.province}]
    latest = [each.key for each in found if each.year == found[0].year]
    return store.plans.dossier(latest[-1]).plan if latest else None


def _existence_faults(store: Store, grant: RoleGrant) -> Iterator[Fault]:
    """Yield what is not there of a role that lacks nothing."""
    if grant.province is None:
        return
    unknown = tuple(province_faults(grant, [province.key for province in store.provinces.all()]))
    if unknown:
        yield from unknown
    elif grant.person is not None:
        yield from person_faults(grant, store.accounts.agencies_of_person(grant.province, grant.person))
    elif grant.agency is not None:
        agencies = _versions(store, grant.province, grant.agency)
        yield from unit_faults("agency", grant.agency, None, [unit.since for unit in agencies])
    elif grant.unit is not None:
        units = _versions(store, grant.province, grant.unit)
        yield from unit_faults("unit", grant.unit, grant.unit_since, [unit.since for unit in units])


def _versions(store: Store, province: str, key: str) -> tuple[Unit, ...]:
    """Return the units that bear or bore a key: codes are used again after mergers."""
    return store.directory.units_of(province, keys=[key], kinds=[], levels=[])


def _only(values: Iterable[str]) -> str | None:
    """Return the one value, None when there is none or more than one."""
    found = list(dict.fromkeys(values))
    return found[0] if len(found) == 1 else None
