"""Whose notices come to an account: those of its unit and of the person it is, as the plans concerned name them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from builders import UNITS, a_dossier, a_plan, with_plan

from app.domain.access import (
    Standing,
    can_receive_notice,
    can_send_notices,
    check_can_receive_notice,
    recipients_of_account,
)
from app.domain.accounts import Account, AccountRole, RoleGrant
from app.domain.change_notices import Recipient, RecipientKind
from app.domain.errors import NotFound

DOSSIER = a_dossier()
CANCELLED = with_plan(DOSSIER, visits=(), teams=(), batches=())
HEALTH = Recipient(kind=RecipientKind.UNIT, key="so-y-te")
MEMBER = Recipient(kind=RecipientKind.PERSON, key="ong-p")
OF_HEALTH = RoleGrant(role=AccountRole.UNIT, province="tinh-a", unit="so-y-te")
OF_MEMBER = RoleGrant(role=AccountRole.MEMBER, province="tinh-a", person="ong-p", agency="so-tu-phap")


def an_account(*grants: RoleGrant, **fields: object) -> Account:
    return Account(login="an", name="An", grants=grants, **fields)  # type: ignore[arg-type]  # as the tests give them


def test_an_account_has_the_notices_of_its_unit_and_of_the_person_that_it_is():
    both = an_account(OF_HEALTH, OF_MEMBER, OF_HEALTH)
    assert recipients_of_account(both) == (("tinh-a", HEALTH), ("tinh-a", MEMBER))
    assert [can_receive_notice(both, recipient, [DOSSIER]) for recipient in (HEALTH, MEMBER)] == [True, True]


@pytest.mark.parametrize(
    "grant",
    [
        replace(OF_HEALTH, unit="so-tu-phap"),
        replace(OF_HEALTH, province="tinh-b"),
        replace(OF_HEALTH, unit_since=date(2025, 7, 1)),
        RoleGrant(role=AccountRole.PLANNER, province="tinh-a", agency="so-y-te"),
        RoleGrant(role=AccountRole.VIEWER, province="tinh-a"),
        OF_MEMBER,
    ],
)
def test_nobody_else_has_the_notice_of_a_unit(grant: RoleGrant):
    account = an_account(grant)
    assert not can_receive_notice(account, HEALTH, [DOSSIER])
    with pytest.raises(NotFound):
        check_can_receive_notice(account, HEALTH, [DOSSIER])


@pytest.mark.parametrize("grant", [replace(OF_MEMBER, agency="so-y-te"), replace(OF_MEMBER, person="ong-m"), OF_HEALTH])
def test_nobody_else_has_the_notice_of_a_person_nor_one_who_moved_to_another_agency(grant: RoleGrant):
    assert not can_receive_notice(an_account(grant), MEMBER, [DOSSIER])


def test_who_is_cancelled_has_the_notice_by_the_plan_that_named_them():
    member = an_account(OF_MEMBER)
    assert can_receive_notice(member, MEMBER, [DOSSIER, CANCELLED])
    assert not can_receive_notice(member, MEMBER, [CANCELLED])
    assert can_receive_notice(an_account(OF_HEALTH), HEALTH, [CANCELLED])


def test_a_unit_that_came_into_being_later_under_the_same_code_is_another():
    again = (*(unit for unit in UNITS if unit.key != "so-y-te"), replace(UNITS[3], since=date(2020, 1, 1)))
    assert not can_receive_notice(an_account(OF_HEALTH), HEALTH, [a_dossier(a_plan(), units=again)])
    assert can_receive_notice(
        an_account(replace(OF_HEALTH, unit_since=date(2020, 1, 1))), HEALTH, [a_dossier(a_plan(), units=again)]
    )


def test_a_closed_account_has_none():
    closed = an_account(OF_HEALTH, disabled_at=datetime(2023, 7, 1, tzinfo=UTC))
    assert (recipients_of_account(closed), can_receive_notice(closed, HEALTH, [DOSSIER])) == ((), False)


def test_planners_alone_send_notices():
    assert can_send_notices(Standing(is_planner=True))
    assert not can_send_notices(Standing(is_leader=True, is_viewer=True, is_member=True, units=frozenset({"so-y-te"})))
