"""What each role is tied to: the same here as in the table that keeps it."""

from __future__ import annotations

from itertools import product

import pytest

from app.domain.accounts import AccountRole, RoleGrant
from app.domain.role_ties import TIED_TO, tie_faults

FIELDS = ("province", "agency", "person", "unit")
NEEDED = {
    AccountRole.ADMINISTRATOR: "",
    AccountRole.PLANNER: "province agency",
    AccountRole.LEADER: "province agency person",
    AccountRole.MEMBER: "province agency person",
    AccountRole.UNIT: "province unit",
    AccountRole.VIEWER: "province",
}
"""Written by hand, as the constraints of the table say it."""


def test_every_role_says_what_it_is_tied_to():
    assert {role: " ".join(places) for role, places in TIED_TO.items()} == NEEDED


@pytest.mark.parametrize("role", AccountRole)
def test_a_role_with_what_it_is_tied_to_and_nothing_else_has_no_fault(role: AccountRole):
    for given in product((None, "x"), repeat=len(FIELDS)):
        fields = dict(zip(FIELDS, given, strict=True))
        found = {fault.place: fault.code for fault in tie_faults(RoleGrant(role=role, **fields))}
        needed = set(NEEDED[role].split())
        assert found == {
            place: f"role.{place}_missing" if place in needed else "role.not_tied_so"
            for place, value in fields.items()
            if (value is None) == (place in needed)
        }
