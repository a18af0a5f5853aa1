"""The link to the first account: the same until it is used or expires, and gone once somebody can sign in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from builders import with_plan as planned
from services.account_steps import (
    ADMINISTRATOR,
    BY,
    LEADER,
    MORNING,
    PLANNER,
    accepts,
    at_once,
    invited,
    noted,
    places,
    set_up,
    sets_up,
    signed_in,
    with_plan,
)

from app.db.store import open_reader, open_store
from app.domain.accounts import INVITATION_LASTS
from app.domain.errors import InvalidInput, Refused
from app.services.invitations import (
    invitation_behind,
    needs_set_up,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine


SECOND = timedelta(seconds=1)


@pytest.fixture
def province(engine: Engine) -> Engine:
    """A database with a province, its units and a plan, and no account."""
    return with_plan(engine)


def test_the_first_account_administers_and_plans_for_the_newest_plans_first_lead_agency(province: Engine):
    with open_store(province) as store:
        older = planned(store.plans.dossier("tinh-a-2023"), key="tinh-a-2022", year=2022, lead_agencies=("so-y-te",))
        store.plans.add(older, by=BY, at=MORNING)
        secret = set_up(store)
        assert secret is not None
        account = sets_up(store, secret, login=" Quan-Tri ")
        assert (account.login, account.name, account.can_sign_in) == ("quan-tri", "Trần Thị B", True)
        assert [replace(grant, id=0) for grant in account.grants] == [ADMINISTRATOR, PLANNER]
        assert signed_in(store, "quan-tri").account == account
    assert [row[:2] + row[4:] for row in noted(province)] == [
        ("invitation.make", "", BY.name),
        ("invitation.use", "", "quan-tri"),
        ("account.add", "quan-tri", "quan-tri"),
        ("account.password", "quan-tri", "quan-tri"),
        ("role.give", "quan-tri", "quan-tri"),
        ("role.give", "quan-tri", "quan-tri"),
        ("session.start", "quan-tri", "quan-tri"),
    ]


def test_the_first_account_only_administers_where_no_plan_names_a_lead_agency(engine: Engine):
    with open_store(engine) as store:
        assert [grant.role for grant in sets_up(store, set_up(store) or "").grants] == [ADMINISTRATOR.role]


def test_the_link_to_the_first_account_is_the_same_until_it_expires(engine: Engine):
    with open_store(engine) as store:
        first = set_up(store)
        assert set_up(store, "other", at=MORNING + INVITATION_LASTS - SECOND) == first
    later = MORNING + INVITATION_LASTS
    with open_store(engine) as store:
        second = set_up(store, "other", at=later)
        assert second not in {None, first}
        assert [invitation_behind(store, each or "", later) is not None for each in (first, second)] == [False, True]
    assert [row[:2] for row in noted(engine)] == [("invitation.make", "")] * 2


def test_another_secret_of_the_server_makes_another_link(engine: Engine):
    with open_store(engine) as store:
        first = set_up(store)
        second = set_up(store, "other", server_secret="f" * 32)
        assert second not in {None, first}
        assert invitation_behind(store, first or "", MORNING) is None
        assert invitation_behind(store, second or "", MORNING) is not None


def test_there_is_no_link_to_the_first_account_once_somebody_can_sign_in(province: Engine):
    with open_store(province) as store:
        secret = set_up(store) or ""
        assert needs_set_up(store)
        link = invited(store, "ong.m", LEADER)
        assert (set_up(store), needs_set_up(store)) == (secret, True)
        accepts(store, link.secret)
        assert (set_up(store), needs_set_up(store)) == (None, False)
        assert invitation_behind(store, secret, MORNING) is None
        with pytest.raises(Refused, match=r"invitation\.closed"):
            sets_up(store, secret)


def test_everything_wrong_with_the_first_account_is_told_at_once_and_the_link_stays_open(province: Engine):
    with open_store(province) as store:
        invited(store, "ong.m", LEADER)
        secret = set_up(store) or ""
        with pytest.raises(InvalidInput) as refused:
            sets_up(store, secret, login="ô", name=" ", password="ngắn")  # noqa: S106 — a password that is refused
        assert places(refused.value) == [
            ("login", "login.characters"),
            ("name", "name.empty"),
            ("password", "password.too_short"),
        ]
        with pytest.raises(InvalidInput) as refused:
            sets_up(store, secret, login="ong.m")
        assert places(refused.value) == [("login", "login.taken")]
        assert sets_up(store, secret).can_sign_in


def test_the_first_account_is_opened_once_even_by_two_requests_at_a_time(province: Engine):
    with open_store(province) as store:
        secret = set_up(store) or ""
    ended = at_once(
        province,
        lambda store: sets_up(store, secret, login="nguoi-mot"),
        lambda store: sets_up(store, secret, login="nguoi-hai"),
    )
    assert ended == ["done", "invitation.closed"]
    with open_reader(province) as store:
        assert len(store.accounts.listed(None, before=None, most=9)) == 1
