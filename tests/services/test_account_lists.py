"""Lists of accounts, what one is told of them, and what of a role need not be said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builders import PROVINCE
from services.account_steps import (
    ADMINISTRATOR,
    BY,
    GRANTS,
    LEADER,
    MORNING,
    OTHER_PLANNER,
    PLANNER,
    VIEWER,
    Randomness,
    invited,
    opened,
    signed_in,
    with_plan,
)

from app.db.store import open_store
from app.services import accounts as services
from app.services.accounts import (
    account_detail,
    accounts_of,
)
from app.services.invitations import new_link
from app.services.role_ties import completed_role

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.accounts import Account

DONE = {"by": BY, "at": MORNING}


@pytest.fixture
def province(engine: Engine) -> Engine:
    return with_plan(engine)


def logins(store: Store, viewer: Account, query: str = "", page: int = 1) -> list[str]:
    return [account.login for account in accounts_of(store, viewer, query, page).accounts]


def test_an_administrator_sees_all_accounts_and_a_planner_those_of_the_own_plans(province: Engine):
    with open_store(province) as store:
        store.provinces.add(replace(PROVINCE, key="tinh-b"), **DONE)
        administrator = opened(store, "quan-tri", ADMINISTRATOR)
        planner = opened(store, "lap", PLANNER)
        for login, grants in (
            ("lap-2", (OTHER_PLANNER,)),
            ("khong", ()),
            ("tinh-khac", (replace(VIEWER, province="tinh-b"),)),
            ("ca-hai", (OTHER_PLANNER, LEADER)),
            ("xem", (VIEWER,)),
        ):
            invited(store, login, *grants)
        assert logins(store, administrator) == ["xem", "ca-hai", "tinh-khac", "khong", "lap-2", "lap", "quan-tri"]
        assert logins(store, planner) == ["xem", "ca-hai", "lap"]
        assert logins(store, store.accounts.by_login("lap-2")) == ["xem", "ca-hai", "lap-2"]


@pytest.mark.parametrize("query", ["Nguyễn Văn Đạt", "nguyen van dat", "  DAT ", "dat.nguyen", "tinh.gov", "van-dat"])
def test_an_account_is_found_by_name_login_or_address_with_or_without_accents(province: Engine, query: str):
    with open_store(province) as store:
        administrator = opened(store, "quan-tri", ADMINISTRATOR)
        invited(store, "dat.nguyen", name="Nguyễn Văn Đạt", email="dat@tinh.gov.vn")
        invited(store, "khac", name="Người Khác")
        assert logins(store, administrator, query) == ["dat.nguyen"]


def test_pages_follow_one_another_without_a_gap(province: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(services, "ACCOUNTS_OF_A_PAGE", 3)
    monkeypatch.setattr(services, "_READ_AT_ONCE", 2)
    with open_store(province) as store:
        planner = opened(store, "lap", PLANNER)
        for number in range(4):
            invited(store, f"xem-{number}", VIEWER)
            invited(store, f"lap-{number}", OTHER_PLANNER)
        assert logins(store, planner) == ["xem-3", "xem-2", "xem-1"]
        assert logins(store, planner, page=2) == ["xem-0", "lap"]
        assert [accounts_of(store, planner, "", page).has_more for page in (0, 1, 2, 3)] == [True, True, False, False]
        assert logins(store, planner, "xem", 2) == ["xem-0"]
        assert logins(store, planner, page=3) == []


def test_a_full_last_page_has_none_after_it(province: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(services, "ACCOUNTS_OF_A_PAGE", 2)
    with open_store(province) as store:
        administrator = opened(store, "quan-tri", ADMINISTRATOR)
        invited(store, "moi", VIEWER)
        assert accounts_of(store, administrator).has_more is False


def test_the_detail_of_an_account_says_what_the_viewer_may_do_about_it(province: Engine):
    with open_store(province) as store:
        administrator, planner = opened(store, "quan-tri", ADMINISTRATOR), opened(store, "lap", PLANNER)
        account = opened(store, "ong.m", LEADER, OTHER_PLANNER)
        signed_in(store, "ong.m")
        new_link(store, None, account.id, random_bytes=Randomness("new"), **DONE)
        leader, other = account.grants
        for_administrator = account_detail(store, administrator, account.id, MORNING)
        for_planner = account_detail(store, planner, account.id, MORNING)
    assert (for_administrator.givable, for_administrator.is_managed) == ({leader.id, other.id}, True)
    assert (for_planner.givable, for_planner.is_managed) == ({leader.id}, False)
    assert (for_planner.account, for_planner.sessions) == (account, 1)
    assert for_planner.link is not None
    assert (for_planner.link.account, for_planner.link.is_open(MORNING)) == (account.id, True)


# What need not be said


@pytest.mark.parametrize("grant", GRANTS)
def test_what_the_plans_tell_of_a_role_need_not_be_said(province: Engine, grant):
    short = replace(grant, province=None, agency=None if grant.person else grant.agency)
    with open_store(province) as store:
        assert completed_role(store, short) == grant
        assert completed_role(store, grant) == grant


def test_nothing_is_guessed_where_there_are_two_answers(province: Engine):
    with open_store(province) as store:
        assert completed_role(store, replace(PLANNER, agency=None)).agency is None
        plan = store.plans.dossier("tinh-a-2023")
        store.provinces.add(replace(PROVINCE, key="tinh-b"), **DONE)
        other = replace(
            plan, plan=replace(plan.plan, key="tinh-b-2023", province="tinh-b", lead_agencies=("so-noi-vu",))
        )
        store.directory.add("tinh-b", plan.units, **DONE)
        store.plans.add(replace(other, province=replace(PROVINCE, key="tinh-b")), **DONE)
        assert completed_role(store, replace(VIEWER, province=None)).province is None
        assert completed_role(store, replace(PLANNER, province="tinh-b", agency=None)).agency == "so-noi-vu"


def test_nothing_is_told_where_there_is_no_plan(engine: Engine):
    with open_store(engine) as store:
        for grant in GRANTS:
            short = replace(grant, province=None, agency=None)
            assert completed_role(store, short) == short
