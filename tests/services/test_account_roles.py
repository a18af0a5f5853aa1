"""Roles given and taken back, accounts closed and opened again: by those who may, and never the last administrator."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from builders import a_department
from services.account_steps import (
    ADMINISTRATOR,
    BY,
    GRANTS,
    LEADER,
    MEMBER,
    MORNING,
    OTHER_PLANNER,
    PASSWORD,
    PLANNER,
    UNIT,
    VIEWER,
    Randomness,
    invited,
    noted,
    opened,
    signed_in,
    with_plan,
)

from app.db.store import open_store
from app.domain.errors import InvalidInput, NotAllowed, NotFound, Refused
from app.domain.feed_grants import FeedKind
from app.services.accounts import (
    account_detail,
    accounts_of,
    disable_account,
    enable_account,
    give_role,
    may_manage_account,
    may_see_account,
    session_of,
    take_back_role,
)
from app.services.feeds import feeds_of_account, issue_feed
from app.services.invitations import invitation_behind, new_link

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.accounts import Account, RoleGrant

DONE = {"by": BY, "at": MORNING}


@pytest.fixture
def province(engine: Engine) -> Engine:
    return with_plan(engine)


def held(account: Account) -> list[RoleGrant]:
    return [replace(grant, id=0) for grant in account.grants]


def faults(store: Store, grant: RoleGrant) -> list[tuple[str, str, str]]:
    """Return what is wrong with a role that cannot be given."""
    account = store.accounts.by_login("ong.m") or opened(store, "ong.m")
    with pytest.raises(InvalidInput) as refused:
        give_role(store, None, account.id, grant, **DONE)
    assert store.accounts.get(account.id).grants == ()
    return [(fault.place, fault.code, fault.wanted) for fault in refused.value.faults]


# Giving


def test_a_role_that_is_given_is_held_at_once_and_noted(province: Engine):
    with open_store(province) as store:
        account = give_role(store, None, opened(store, "ong.m", VIEWER).id, MEMBER, **DONE)
        assert account == store.accounts.get(account.id)
    assert held(account) == [VIEWER, MEMBER]
    assert noted(province)[-1] == ("role.give", "ong.m", "", "member tinh-a so-tu-phap ong-p", BY.name)


def test_a_role_that_is_held_is_not_given_again(province: Engine):
    with open_store(province) as store:
        account = opened(store, "ong.m", UNIT)
        with pytest.raises(Refused, match=r"role\.held"):
            give_role(store, None, account.id, UNIT, **DONE)
        assert held(store.accounts.get(account.id)) == [UNIT]


@pytest.mark.parametrize(
    ("grant", "told"),
    [
        (replace(ADMINISTRATOR, province="tinh-a", unit="so-y-te"), "province not_tied_so, unit not_tied_so"),
        (replace(PLANNER, province=None, agency=""), "province province_missing, agency agency_missing"),
        (replace(PLANNER, agency="so-x"), "agency unit_unknown"),
        (replace(LEADER, agency=None, person=None), "agency agency_missing, person person_missing"),
        (replace(LEADER, person="ong-x"), "person person_unknown"),
        (replace(LEADER, agency="so-tttt"), "agency person_elsewhere so-noi-vu"),
        (replace(MEMBER, unit="so-y-te"), "unit not_tied_so"),
        (replace(UNIT, unit=None), "unit unit_missing"),
        (replace(UNIT, unit="so-x"), "unit unit_unknown"),
        (replace(UNIT, unit_since=date(2020, 1, 1)), "unit unit_unknown"),
        (replace(VIEWER, province="tinh-x"), "province province_unknown tinh-a"),
        (replace(VIEWER, person="ong-p"), "person not_tied_so"),
    ],
)
def test_a_role_that_is_not_tied_to_what_is_there_is_refused_with_its_faults(province: Engine, grant, told: str):
    with open_store(province) as store:
        found = faults(store, grant)
    assert (
        ", ".join(" ".join((place, code.removeprefix("role."), wanted)).strip() for place, code, wanted in found)
        == told
    )


def test_of_units_of_one_key_a_role_is_tied_to_the_one_of_that_day_or_nearest_to_it(province: Engine):
    merged = date(2025, 7, 1)
    old = a_department("so-gop", "Sở cũ", until=merged - timedelta(days=1))
    with open_store(province) as store:
        store.directory.add("tinh-a", [old, a_department("so-gop", "Sở mới", since=merged)], **DONE)
        account = opened(store, "dau-moi")
        first, second = replace(UNIT, unit="so-gop"), replace(UNIT, unit="so-gop", unit_since=merged)
        assert held(give_role(store, None, account.id, first, by=BY, at=MORNING)) == [first]
        later = MORNING.replace(year=2026)
        assert held(give_role(store, None, account.id, first, by=BY, at=later)) == [first, second]
    with open_store(province) as store, pytest.raises(Refused, match=r"role\.held"):
        give_role(store, None, account.id, second, by=BY, at=MORNING)


def test_a_unit_that_is_to_come_is_found_though_there_is_none_of_its_key_today(province: Engine):
    to_come = date(2025, 7, 1)
    with open_store(province) as store:
        store.directory.add("tinh-a", [a_department("so-moi", "Sở mới", since=to_come)], **DONE)
        account = give_role(store, None, opened(store, "dau-moi").id, replace(UNIT, unit="so-moi"), **DONE)
    assert held(account) == [replace(UNIT, unit="so-moi", unit_since=to_come)]


@pytest.mark.parametrize("grant", GRANTS)
def test_an_administrator_gives_and_takes_back_every_role(province: Engine, grant):
    with open_store(province) as store:
        administrator, account = opened(store, "quan-tri", ADMINISTRATOR), opened(store, "ong.m")
        given = give_role(store, administrator, account.id, grant, **DONE)
        assert held(given) == [grant]
        assert take_back_role(store, administrator, given.grants[0].id, **DONE).grants == ()


@pytest.mark.parametrize("grant", GRANTS)
def test_a_planner_gives_and_takes_back_what_the_own_plans_need(province: Engine, grant):
    may = grant not in {ADMINISTRATOR, OTHER_PLANNER}
    own = replace(MEMBER, person="ba-n", agency="so-tttt")
    with open_store(province) as store:
        planner, account = opened(store, "lap", PLANNER), opened(store, "ong.m", own)
        if may:
            given = give_role(store, planner, account.id, grant, **DONE)
            assert held(take_back_role(store, planner, given.grants[-1].id, **DONE)) == [own]
            return
        with pytest.raises(NotAllowed) as refused:
            give_role(store, planner, account.id, grant, **DONE)
        assert refused.value.audience == "administrators"
        opened(store, "quan-tri", ADMINISTRATOR)
        given = give_role(store, None, account.id, grant, **DONE)
        with pytest.raises(NotAllowed):
            take_back_role(store, planner, given.grants[-1].id, **DONE)
        assert held(store.accounts.get(account.id)) == [own, grant]


def test_an_account_without_a_role_is_an_administrators_alone_to_manage(province: Engine):
    with open_store(province) as store:
        planner, administrator = opened(store, "lap", PLANNER), opened(store, "quan-tri", ADMINISTRATOR)
        account = opened(store, "chua-co-vai-tro")
    assert [may_manage_account(each, account) for each in (planner, administrator)] == [False, True]
    assert [may_see_account(each, account) for each in (planner, administrator)] == [False, True]


def test_whoever_is_closed_sees_and_manages_nothing(province: Engine):
    with open_store(province) as store:
        account = opened(store, "xem", VIEWER)
        for login, grant in (("quan-tri", ADMINISTRATOR), ("lap", PLANNER)):
            closed = replace(opened(store, login, grant), disabled_at=MORNING)
            assert (may_see_account(closed, account), may_manage_account(closed, account)) == (False, False)


@pytest.mark.parametrize("grants", [(), (ADMINISTRATOR,), (OTHER_PLANNER,)])
def test_an_account_that_a_planner_does_not_see_is_not_there_for_them(province: Engine, grants):
    with open_store(province) as store:
        planner, account = opened(store, "lap", PLANNER), opened(store, "khac", *grants)
        for step in (
            lambda: give_role(store, planner, account.id, VIEWER, **DONE),
            lambda: disable_account(store, planner, account.id, **DONE),
            lambda: enable_account(store, planner, account.id, **DONE),
            lambda: account_detail(store, planner, account.id, MORNING),
        ):
            with pytest.raises(NotFound) as lost:
                step()
            assert lost.value.facts() == {"kind": "account", "key": str(account.id)}
        for grant in account.grants:
            with pytest.raises(NotFound) as lost:
                take_back_role(store, planner, grant.id, **DONE)
            assert lost.value.kind == "role"


@pytest.mark.parametrize("grants", [(), (VIEWER,), (LEADER, MEMBER, UNIT)])
def test_nobody_else_gives_takes_back_or_sees_anything(province: Engine, grants):
    with open_store(province) as store:
        person, account = opened(store, "ong.m", *grants), opened(store, "khac", VIEWER)
        with pytest.raises(NotFound):
            give_role(store, person, account.id, VIEWER, **DONE)
        with pytest.raises(NotFound):
            take_back_role(store, person, account.grants[0].id, **DONE)
        assert accounts_of(store, person).accounts == ()


@pytest.mark.parametrize("number", [0, -1, 999, 2**31, 2**63])
def test_what_is_not_there_is_not_found(province: Engine, number: int):
    with open_store(province) as store:
        for step in (
            lambda: give_role(store, None, number, VIEWER, **DONE),
            lambda: take_back_role(store, None, number, **DONE),
            lambda: disable_account(store, None, number, **DONE),
            lambda: enable_account(store, None, number, **DONE),
        ):
            with pytest.raises(NotFound):
                step()


def test_a_role_that_was_taken_back_is_gone_and_can_be_given_anew(province: Engine):
    with open_store(province) as store:
        account = opened(store, "ong.m", VIEWER)
        (grant,) = account.grants
        take_back_role(store, None, grant.id, **DONE)
        with pytest.raises(NotFound):
            take_back_role(store, None, grant.id, **DONE)
        (again,) = give_role(store, None, account.id, VIEWER, **DONE).grants
    assert (again.id == grant.id, replace(again, id=0)) == (False, VIEWER)
    assert noted(province)[-2:] == [
        ("role.take_back", "ong.m", "viewer tinh-a", "", BY.name),
        ("role.give", "ong.m", "", "viewer tinh-a", BY.name),
    ]


# The last administrator


def test_the_last_administrator_who_can_sign_in_stays(province: Engine):
    with open_store(province) as store:
        first = opened(store, "quan-tri", ADMINISTRATOR)
        invited(store, "moi", ADMINISTRATOR)
        closed = opened(store, "da-khoa", ADMINISTRATOR)
        disable_account(store, first, closed.id, **DONE)
        for step in (
            lambda: take_back_role(store, None, first.grants[0].id, **DONE),
            lambda: take_back_role(store, first, first.grants[0].id, **DONE),
            lambda: disable_account(store, None, first.id, **DONE),
        ):
            with pytest.raises(Refused, match=r"account\.last_administrator"):
                step()
        assert store.accounts.get(first.id) == first


def test_one_of_two_administrators_goes(province: Engine):
    with open_store(province) as store:
        first, second = opened(store, "quan-tri", ADMINISTRATOR), opened(store, "thu-hai", ADMINISTRATOR)
        take_back_role(store, first, first.grants[0].id, **DONE)
        with pytest.raises(Refused, match=r"account\.last_administrator"):
            disable_account(store, None, second.id, **DONE)


def test_an_administrator_who_cannot_sign_in_is_nobody_to_keep(province: Engine):
    with open_store(province) as store:
        for login in ("moi", "moi-2"):
            waiting = invited(store, login, ADMINISTRATOR).account
            disable_account(store, None, waiting.id, **DONE)
            take_back_role(store, None, waiting.grants[0].id, **DONE)
            assert (store.accounts.get(waiting.id).is_disabled, store.accounts.get(waiting.id).grants) == (True, ())


def test_nobody_closes_the_own_account(province: Engine):
    with open_store(province) as store:
        opened(store, "quan-tri", ADMINISTRATOR)
        for login, grant in (("thu-hai", ADMINISTRATOR), ("lap", PLANNER)):
            own = opened(store, login, grant)
            with pytest.raises(Refused, match=r"account\.own"):
                disable_account(store, own, own.id, **DONE)


# Closing and opening


def test_what_an_account_had_open_ends_when_it_is_closed_and_does_not_come_back(province: Engine):
    with open_store(province) as store:
        opened(store, "lap-2", PLANNER)
        account = opened(store, "lap", PLANNER)
        begun = signed_in(store, "lap")
        link = new_link(store, None, account.id, random_bytes=Randomness("new"), **DONE)
        issue_feed(store, "tinh-a-2023", name="điện thoại", account=account, random_bytes=Randomness("feed"), **DONE)
        assert len(feeds_of_account(store, account)) == 1
        disable_account(store, None, account.id, **DONE)
        for is_disabled in (True, False):
            assert store.accounts.get(account.id) == replace(account, disabled_at=MORNING if is_disabled else None)
            assert session_of(store, begun.secret, MORNING) is None
            assert invitation_behind(store, link.secret, MORNING) is None
            assert feeds_of_account(store, account) == ()
            enable_account(store, None, account.id, **DONE)
        assert signed_in(store, "lap", PASSWORD, random_bytes=Randomness("again")).account == account


def test_the_calendar_addresses_that_a_role_alone_supports_end_with_it(province: Engine):
    with open_store(province) as store:
        account = opened(store, "lap", PLANNER, OTHER_PLANNER)
        issue_feed(store, "tinh-a-2023", name="điện thoại", account=account, random_bytes=Randomness("feed"), **DONE)
        first, second = account.grants
        take_back_role(store, None, first.id, **DONE)
        assert [feed.kind for feed in feeds_of_account(store, account)] == [FeedKind.PLAN]
        take_back_role(store, None, second.id, **DONE)
        assert feeds_of_account(store, account) == ()


def test_closing_what_is_closed_and_opening_what_is_open_changes_nothing(province: Engine):
    with open_store(province) as store:
        account = opened(store, "ong.m", VIEWER)
        enable_account(store, None, account.id, **DONE)
        disable_account(store, None, account.id, **DONE)
        disable_account(store, None, account.id, by=BY, at=MORNING + timedelta(days=1))
        assert store.accounts.get(account.id).disabled_at == MORNING
    assert [row[0] for row in noted(province)].count("account.disable") == 1
    assert [row[0] for row in noted(province)].count("account.enable") == 0


@pytest.mark.parametrize("grants", [(VIEWER, ADMINISTRATOR), (LEADER, OTHER_PLANNER)])
def test_a_planner_closes_only_accounts_all_of_whose_roles_a_planner_gives(province: Engine, grants):
    with open_store(province) as store:
        planner, account = opened(store, "lap", PLANNER), opened(store, "khac", *grants)
        with pytest.raises(NotAllowed):
            disable_account(store, planner, account.id, **DONE)
        own = opened(store, "thanh-vien", MEMBER, UNIT)
        disable_account(store, planner, own.id, **DONE)
        assert store.accounts.get(own.id).is_disabled
        enable_account(store, planner, own.id, **DONE)
        assert not store.accounts.get(own.id).is_disabled
