"""One-time links: used once, by whoever has them, and alike to whoever has only the address."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from services.account_steps import (
    ADMINISTRATOR,
    BY,
    LEADER,
    MEMBER,
    MORNING,
    OTHER_PASSWORD,
    OTHER_PLANNER,
    PLANNER,
    UNIT,
    VIEWER,
    Randomness,
    accepts,
    at_once,
    invited,
    noted,
    opened,
    places,
    quick_passwords,
    set_up,
    sets_up,
    signed_in,
    with_plan,
)

from app.db.store import open_store
from app.domain.accounts import INVITATION_LASTS
from app.domain.errors import InvalidInput, NotAllowed, NotFound, Refused
from app.services.accounts import disable_account, end_sessions, session_of
from app.services.invitations import (
    invitation_behind,
    new_link,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store

SECOND = timedelta(seconds=1)


@pytest.fixture
def province(engine: Engine) -> Engine:
    """A database with a province, its units and a plan, and no account."""
    return with_plan(engine)


# Inviting


def test_an_invited_account_has_its_roles_and_signs_in_once_its_link_was_used(province: Engine):
    with open_store(province) as store:
        made = invited(store, "Ong.M", LEADER, UNIT, name="  Trần   Văn M ", email=" m@tinh.gov.vn ")
        assert (made.account.login, made.account.name, made.account.email) == ("ong.m", "Trần Văn M", "m@tinh.gov.vn")
        assert [replace(grant, id=0) for grant in made.account.grants] == [LEADER, UNIT]
        assert (made.account.can_sign_in, made.expires_at) == (False, MORNING + INVITATION_LASTS)
        with pytest.raises(Refused, match=r"sign_in\.refused"):
            signed_in(store, "ong.m")
        accepted = accepts(store, made.secret)
        assert accepted == replace(made.account, can_sign_in=True)
        assert signed_in(store, "ong.m").account == accepted
    assert len(made.secret) == 32


def test_what_was_done_stands_in_the_log_with_who_did_it(province: Engine):
    with open_store(province) as store:
        accepts(store, invited(store, "ong.m", LEADER, email="m@tinh.gov.vn").secret)
    assert noted(province) == [
        ("account.add", "ong.m", "", "Người ong.m, m@tinh.gov.vn", BY.name),
        ("role.give", "ong.m", "", "leader tinh-a so-noi-vu ong-m", BY.name),
        ("invitation.make", "ong.m", "", "", BY.name),
        ("invitation.use", "ong.m", "", "", "ong.m"),
        ("account.password", "ong.m", "", "", "ong.m"),
    ]


def test_everything_wrong_with_an_invitation_is_told_at_once_and_nothing_is_stored(province: Engine):
    unknown = replace(UNIT, unit="so-x")
    with open_store(province) as store:
        opened(store, "co-roi", VIEWER)
        with pytest.raises(InvalidInput) as refused:
            invited(store, "CO-ROI", unknown, replace(MEMBER, agency="so-y-te"), name="", email="x")
        assert [account.login for account in store.accounts.listed(None, before=None, most=9)] == ["co-roi"]
    assert places(refused.value) == [
        ("name", "name.empty"),
        ("email", "email.malformed"),
        ("login", "login.taken"),
        ("unit", "role.unit_unknown"),
        ("agency", "role.person_elsewhere"),
    ]


def test_a_role_asked_for_twice_is_given_once(province: Engine):
    with open_store(province) as store:
        assert len(invited(store, "xem", VIEWER, VIEWER).account.grants) == 1


@pytest.mark.parametrize("grant", [LEADER, MEMBER, UNIT, VIEWER, PLANNER])
def test_a_planner_invites_for_the_own_plans(province: Engine, grant):
    with open_store(province) as store:
        planner = opened(store, "lap", PLANNER)
        assert invited(store, "moi", grant, inviter=planner).account.holds(grant.role)


@pytest.mark.parametrize("grant", [ADMINISTRATOR, OTHER_PLANNER, replace(VIEWER, province="tinh-b")])
def test_a_planner_invites_nobody_to_more(province: Engine, grant):
    with open_store(province) as store:
        planner = opened(store, "lap", PLANNER)
        with pytest.raises(NotAllowed) as refused:
            invited(store, "moi", VIEWER, grant, inviter=planner)
        assert store.accounts.by_login("moi") is None
    assert refused.value.audience == "administrators"


def test_a_planner_gives_one_role_at_least_and_an_administrator_may_give_none(province: Engine):
    with open_store(province) as store:
        planner, administrator = opened(store, "lap", PLANNER), opened(store, "quan-tri", ADMINISTRATOR)
        with pytest.raises(InvalidInput) as refused:
            invited(store, "moi", inviter=planner)
        assert invited(store, "moi", inviter=administrator).account.grants == ()
    assert places(refused.value) == [("role", "role.missing")]


@pytest.mark.parametrize("grants", [(), (VIEWER,), (LEADER, MEMBER, UNIT)])
def test_nobody_else_invites(province: Engine, grants):
    with open_store(province) as store, pytest.raises(NotAllowed) as refused:
        invited(store, "moi", inviter=opened(store, "xem", *grants))
    assert refused.value.audience == "planners"


# Links


def test_a_link_is_used_once(province: Engine):
    with open_store(province) as store:
        link = invited(store, "ong.m", LEADER)
        assert invitation_behind(store, link.secret, MORNING) is not None
        accepts(store, link.secret)
        assert invitation_behind(store, link.secret, MORNING) is None
        with pytest.raises(Refused, match=r"invitation\.closed"):
            accepts(store, link.secret, OTHER_PASSWORD)
        assert signed_in(store, "ong.m").account.login == "ong.m"


def test_a_link_expires_after_a_week(province: Engine):
    with open_store(province) as store:
        link = invited(store, "ong.m", LEADER)
        assert invitation_behind(store, link.secret, MORNING + INVITATION_LASTS - SECOND) is not None
        assert invitation_behind(store, link.secret, MORNING + INVITATION_LASTS) is None
        with pytest.raises(Refused, match=r"invitation\.closed"):
            accepts(store, link.secret, at=MORNING + INVITATION_LASTS)


def closed_links(store: Store) -> dict[str, str]:
    """Return a secret of each kind that opens nothing."""
    used, expired = invited(store, "da-dung", VIEWER), invited(store, "het-han", VIEWER, at=MORNING - INVITATION_LASTS)
    accepts(store, used.secret)
    replaced, disabled = invited(store, "da-thay", VIEWER), invited(store, "da-khoa", VIEWER)
    new_link(store, None, replaced.account.id, by=BY, at=MORNING, random_bytes=Randomness("new"))
    disable_account(store, None, disabled.account.id, by=BY, at=MORNING)
    links = {"used": used, "expired": expired, "replaced": replaced, "disabled": disabled}
    return {"unknown": "a" * 32, "empty": "", **{kind: link.secret for kind, link in links.items()}}


def test_every_link_that_opens_nothing_is_answered_alike_after_one_hashing(province: Engine):
    answers = {}
    with open_store(province) as store:
        first = set_up(store)
        assert first is not None
        for kind, secret in {"set-up": first, **closed_links(store)}.items():
            for accept in (accepts, sets_up) if kind != "set-up" else (accepts,):
                passwords = quick_passwords()
                with pytest.raises(Refused) as refused:
                    accept(store, secret, passwords=passwords)
                answers[kind, accept] = (refused.value.code, passwords.hashings, passwords.verifications)
    assert set(answers.values()) == {("invitation.closed", 1, 0)}
    assert len(answers) == 13


def test_a_link_that_opens_an_account_costs_one_hashing_too(province: Engine):
    passwords = quick_passwords()
    with open_store(province) as store:
        accepts(store, invited(store, "ong.m", LEADER).secret, passwords=passwords)
    assert (passwords.hashings, passwords.verifications) == (1, 0)


def test_a_weak_password_is_refused_and_the_link_stays_open(province: Engine):
    with open_store(province) as store:
        link = invited(store, "ong.m", LEADER, name="Trần Văn Minh")
        for weak, code in (("ngắn", "too_short"), ("matkhau12345", "common"), ("tran van minh 1", "own_name")):
            with pytest.raises(InvalidInput) as refused:
                accepts(store, link.secret, weak)
            assert places(refused.value) == [("password", f"password.{code}")]
        assert accepts(store, link.secret).can_sign_in


def test_a_new_link_takes_the_place_of_the_earlier_ones(province: Engine):
    with open_store(province) as store:
        first = invited(store, "ong.m", LEADER)
        second = new_link(store, None, first.account.id, by=BY, at=MORNING + SECOND, random_bytes=Randomness("second"))
        assert invitation_behind(store, first.secret, MORNING + SECOND) is None
        found = invitation_behind(store, second.secret, MORNING + SECOND)
    assert found is not None
    assert (found.account, found.made_at, found.made_by) == (first.account.id, MORNING + SECOND, BY.name)
    assert [row[:2] for row in noted(province)][-2:] == [("invitation.withdraw", "ong.m"), ("invitation.make", "ong.m")]


def test_a_link_gives_an_account_a_new_password_and_ends_its_sessions(province: Engine):
    with open_store(province) as store:
        account = opened(store, "ong.m", LEADER)
        begun = signed_in(store, "ong.m")
        link = new_link(store, None, account.id, by=BY, at=MORNING, random_bytes=Randomness("new"))
        assert session_of(store, begun.secret, MORNING) is not None
        accepts(store, link.secret, OTHER_PASSWORD)
        assert session_of(store, begun.secret, MORNING) is None
        with pytest.raises(Refused, match=r"sign_in\.refused"):
            signed_in(store, "ong.m")
        assert signed_in(store, "ong.m", OTHER_PASSWORD, random_bytes=Randomness("again")).account == account
        assert end_sessions(store, account, by=BY, at=MORNING) == 1


@pytest.mark.parametrize(
    ("grants", "outcome"),
    [
        ((LEADER,), "link"),
        ((PLANNER, UNIT), "link"),
        ((LEADER, ADMINISTRATOR), "administrators"),
        ((VIEWER, OTHER_PLANNER), "administrators"),
        ((OTHER_PLANNER,), "unknown account"),
        ((ADMINISTRATOR,), "unknown account"),
        ((), "unknown account"),
    ],
)
def test_a_planner_makes_links_to_accounts_all_of_whose_roles_a_planner_gives(province: Engine, grants, outcome):
    with open_store(province) as store:
        planner, other = opened(store, "lap", PLANNER), opened(store, "khac", *grants)
        try:
            new_link(store, planner, other.id, by=BY, at=MORNING, random_bytes=Randomness("new"))
            found = "link"
        except NotAllowed as error:
            found = error.audience
        except NotFound as error:
            found = f"unknown {error.kind}"
    assert found == outcome


def test_an_administrator_makes_links_to_every_account_that_is_open(province: Engine):
    with open_store(province) as store:
        administrator = opened(store, "quan-tri", ADMINISTRATOR)
        for login, grants in (("a-a-a", (ADMINISTRATOR,)), ("b-b-b", ()), ("c-c-c", (OTHER_PLANNER, UNIT))):
            account = opened(store, login, *grants)
            made = new_link(store, administrator, account.id, by=BY, at=MORNING, random_bytes=Randomness(f"{login} 2"))
            assert invitation_behind(store, made.secret, MORNING) is not None
        disable_account(store, administrator, account.id, by=BY, at=MORNING)
        with pytest.raises(Refused, match=r"account\.disabled"):
            new_link(store, administrator, account.id, by=BY, at=MORNING, random_bytes=Randomness("late"))


@pytest.mark.parametrize("times", range(3))
def test_a_link_is_used_once_even_by_two_requests_at_a_time(province: Engine, times: int):
    with open_store(province) as store:
        link = invited(store, "ong.m", LEADER, random_bytes=Randomness(f"{times}"))
    ended = at_once(
        province, lambda store: accepts(store, link.secret), lambda store: accepts(store, link.secret, OTHER_PASSWORD)
    )
    assert ended == ["done", "invitation.closed"]
    assert [row[0] for row in noted(province)].count("account.password") == 1


def test_one_login_is_given_once_even_by_two_requests_at_a_time(province: Engine):
    def step(store: Store) -> None:
        try:
            invited(store, "ong.m", LEADER, random_bytes=Randomness(f"{threading.get_ident()}"))
        except InvalidInput as error:
            raise Refused(error.faults[0].code) from error

    assert at_once(province, step, step) == ["done", "login.taken"]
