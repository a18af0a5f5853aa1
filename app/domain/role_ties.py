"""Vai trò gắn với ai: what each role is tied to, and what is wrong with one that is to be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.accounts import AccountRole
from app.domain.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from app.domain.accounts import RoleGrant

TIED_TO: dict[AccountRole, tuple[str, ...]] = {
    AccountRole.ADMINISTRATOR: (),
    AccountRole.PLANNER: ("province", "agency"),
    AccountRole.LEADER: ("province", "agency", "person"),
    AccountRole.MEMBER: ("province", "agency", "person"),
    AccountRole.UNIT: ("province", "unit"),
    AccountRole.VIEWER: ("province",),
}
"""Vai trò nào gắn với gì: the fields of a grant that a role needs; it has no other."""


def role_missing() -> Fault:
    """Return the fault of an account that is to have a role and is given none."""
    return Fault(place="role", code="role.missing")


def tie_faults(grant: RoleGrant) -> Iterator[Fault]:
    """Yield, at the field, what the role is to be tied to and is not, and what it is tied to and is not to be."""
    needed = TIED_TO[grant.role]
    missing = {
        "province": Fault(place="province", code="role.province_missing"),
        "agency": Fault(place="agency", code="role.agency_missing"),
        "person": Fault(place="person", code="role.person_missing"),
        "unit": Fault(place="unit", code="role.unit_missing"),
    }
    for place, fault in missing.items():
        value: str | None = getattr(grant, place)
        if place in needed and not value:
            yield fault
        elif place not in needed and value:
            yield Fault(place=place, code="role.not_tied_so", found=value)


def province_faults(grant: RoleGrant, provinces: Collection[str]) -> Iterator[Fault]:
    """Yield a fault when the province of the role is not one of those there are."""
    if grant.province is not None and grant.province not in provinces:
        yield Fault(place="province", code="role.province_unknown", found=grant.province, wanted=_listed(provinces))


def person_faults(grant: RoleGrant, agencies: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault when no plan names the person, or none in the agency; `agencies` are those that plans name."""
    if grant.person is not None and not agencies:
        yield Fault(place="person", code="role.person_unknown", found=grant.person)
    elif grant.person is not None and grant.agency not in agencies:
        yield Fault(place="agency", code="role.person_elsewhere", found=grant.agency or "", wanted=_listed(agencies))


def unit_faults(place: str, key: str, since: date | None, versions: Collection[date | None]) -> Iterator[Fault]:
    """Yield a fault at `place` when the directory has no such unit.

    `versions` are the days on which units of the key came into being; `since` is that of the one that is meant, None
    when it is to be found.
    """
    if not versions or (since is not None and since not in versions):
        yield Fault(place=place, code="role.unit_unknown", found=key)


def _listed(keys: Collection[str]) -> str:
    return ", ".join(keys)
