"""Accounts, sessions and links as they are stored: hashes alone, roles that end and stay, rows of the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_dossier, a_plan
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from storing import actions, undone

from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.accounts import Account, AccountRole, Invitation, RoleGrant, Session
from app.domain.errors import NotFound

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store

AT = datetime(2023, 7, 1, 2, 30, tzinfo=UTC)
"""When `written_by` writes."""
LATER = AT + timedelta(hours=10)
HASH = sha256(b"secret").hexdigest()
VIEWER = RoleGrant(role=AccountRole.VIEWER, province="tinh-a")
UNIT = RoleGrant(role=AccountRole.UNIT, province="tinh-a", unit="so-y-te", unit_since=date(2020, 1, 1))


def add(store: Store, written_by: dict[str, Any], login: str = "ong.m", *grants: RoleGrant) -> Account:
    account = store.accounts.add(login=login, name="Trần Văn M", email=f"{login}@Tinh.gov.vn", **written_by)
    for grant in grants:
        store.accounts.give(account, grant, **written_by)
    return store.accounts.get(account.id)


def begin(store: Store, account: Account, written_by: dict[str, Any], **fields: Any) -> Session:
    asked = {"secret_hash": HASH, "device": "Firefox, Windows", "ends_at": LATER, **written_by, **fields}
    return store.sessions.start(account, **asked)


def make(store: Store, account: int | None, written_by: dict[str, Any], **fields: Any) -> Invitation:
    asked = {"secret_hash": HASH, "nonce": "", "expires_at": LATER, **written_by, **fields}
    return store.invitations.make(account, **asked)


# Accounts


def test_an_account_is_read_back_as_it_was_added(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        added = store.accounts.add(login="ong.m", name="Trần Văn M", email="m@tinh.gov.vn", **written_by)
    assert added == Account(id=1, login="ong.m", name="Trần Văn M", email="m@tinh.gov.vn")
    with open_reader(filled) as store:
        assert store.accounts.get(1) == added
        assert store.accounts.by_login("ong.m") == added
        assert store.accounts.by_login("Ong.M") is None
        assert store.accounts.password_hash(1) is None
        assert store.accounts.sso_subject(1) is None


def test_a_login_is_used_once(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        add(store, written_by)
    with pytest.raises(IntegrityError), open_store(filled) as store:
        add(store, written_by)


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 2**63])
def test_an_account_or_role_that_is_not_there_is_not_found(filled: Engine, written_by: dict[str, Any], number: int):
    with open_store(filled) as store:
        add(store, written_by, "ong.m", VIEWER)
        with pytest.raises(NotFound) as lost:
            store.accounts.get(number)
        assert lost.value.facts() == {"kind": "account", "key": str(number)}
        with pytest.raises(NotFound) as lost:
            store.accounts.of_grant(number)
        assert lost.value.facts() == {"kind": "role", "key": str(number)}


def test_roles_come_in_the_order_in_which_they_were_given_and_go_when_they_end(
    filled: Engine, written_by: dict[str, Any]
):
    with open_store(filled) as store:
        account = add(store, written_by, "ong.m", UNIT, VIEWER, RoleGrant(role=AccountRole.ADMINISTRATOR))
        assert [replace(grant, id=0) for grant in account.grants[:2]] == [UNIT, VIEWER]
        unit, viewer, administrator = account.grants
        assert store.accounts.of_grant(viewer.id) == account
        store.accounts.take_back(account, viewer, **written_by)
        assert store.accounts.get(account.id).grants == (unit, administrator)
        with pytest.raises(NotFound):
            store.accounts.of_grant(viewer.id)
    grants = METADATA.tables["role_grant"]
    with filled.connect() as connection:
        kept = select(grants.c.given_at, grants.c.given_by, grants.c.ended_at).order_by(grants.c.id)
        assert connection.execute(kept).all() == [(AT, "Nguyễn Văn A", ended) for ended in (None, AT, None)]


@pytest.mark.parametrize(
    "grant",
    [
        replace(VIEWER, province=None),
        replace(VIEWER, unit="so-y-te"),
        replace(VIEWER, agency="so-y-te"),
        replace(UNIT, unit=None),
        RoleGrant(role=AccountRole.ADMINISTRATOR, province="tinh-a"),
        RoleGrant(role=AccountRole.LEADER, province="tinh-a", agency="so-noi-vu"),
    ],
)
def test_a_role_that_is_not_tied_as_it_is_to_be_cannot_be_stored(filled: Engine, written_by: dict[str, Any], grant):
    with pytest.raises(IntegrityError), open_store(filled) as store:
        add(store, written_by, "ong.m", grant)


def test_who_can_sign_in_has_a_password_or_a_single_sign_on_and_is_not_closed(
    filled: Engine, written_by: dict[str, Any]
):
    with open_store(filled) as store:
        by_password, by_sign_on = add(store, written_by, "a-a-a"), add(store, written_by, "b-b-b")
        assert not store.accounts.any_can_sign_in()
        store.accounts.set_password(by_password, "$argon2id$", **written_by)
        assert store.accounts.any_can_sign_in()
        store.accounts.disable(by_password, **written_by)
        assert not store.accounts.any_can_sign_in()
        store.accounts.bind_sso(by_sign_on, "https://sso|1", **written_by)
        assert store.accounts.any_can_sign_in()
        assert [store.accounts.get(each.id).can_sign_in for each in (by_password, by_sign_on)] == [True, True]
        assert store.accounts.by_sso_subject("https://sso|1") == store.accounts.get(by_sign_on.id)
        assert store.accounts.by_sso_subject("https://sso|2") is None
        assert store.accounts.sso_subject(by_sign_on.id) == "https://sso|1"


def test_another_administrator_counts_only_when_able_to_sign_in_now(filled: Engine, written_by: dict[str, Any]):
    administrator = RoleGrant(role=AccountRole.ADMINISTRATOR)
    with open_store(filled) as store:
        one, other = add(store, written_by, "a-a-a", administrator), add(store, written_by, "b-b-b", administrator)
        assert not store.accounts.any_other_administrator(one.id)
        store.accounts.set_password(other, "$argon2id$", **written_by)
        assert store.accounts.any_other_administrator(one.id)
        assert not store.accounts.any_other_administrator(other.id)
        store.accounts.disable(other, **written_by)
        assert not store.accounts.any_other_administrator(one.id)
        store.accounts.enable(other, **written_by)
        store.accounts.take_back(other, other.grants[0], **written_by)
        assert not store.accounts.any_other_administrator(one.id)


def test_an_address_is_found_in_whatever_case_it_is_written(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        first, second = add(store, written_by, "a-a-a"), add(store, written_by, "b-b-b")
        assert store.accounts.by_email("A-A-A@tinh.GOV.vn") == (first,)
        assert store.accounts.by_email(second.email or "") == (second,)
        assert store.accounts.by_email("%") == ()


def test_the_agencies_of_a_person_are_those_of_the_plans_the_newest_first(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        assert store.accounts.agencies_of_person("tinh-a", "ong-m") == ("so-noi-vu",)
        for key, year, agency in (("k1", 2024, "so-y-te"), ("k2", 2025, "so-noi-vu"), ("k3", 2022, "so-tttt")):
            plan = a_dossier(a_plan(key=key, year=year))
            people = tuple(replace(p, agency=agency) if p.key == "ong-m" else p for p in plan.people)
            store.plans.add(replace(plan, people=people), **written_by)
        assert store.accounts.agencies_of_person("tinh-a", "ong-m") == ("so-noi-vu", "so-y-te", "so-tttt")
        assert store.accounts.agencies_of_person("tinh-b", "ong-m") == ()
        assert store.accounts.agencies_of_person("tinh-a", "ong-x") == ()


def test_a_list_of_accounts_goes_on_where_it_stopped(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        accounts = [add(store, written_by, f"so-{number}", *[VIEWER] * (number % 2)) for number in range(5)]
        newest_first = tuple(reversed(accounts))
        assert store.accounts.listed(None, before=None, most=9) == newest_first
        assert store.accounts.listed(None, before=newest_first[1].id, most=2) == newest_first[2:4]
        assert store.accounts.listed({"tinh-a"}, before=None, most=9) == (accounts[3], accounts[1])
        assert store.accounts.listed({"tinh-b"}, before=None, most=9) == ()
        assert store.accounts.listed(set(), before=None, most=9) == ()


def test_another_hash_of_the_same_password_is_kept_without_a_row_in_the_log(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        account = add(store, written_by)
        store.accounts.set_password(account, "first", **written_by)
        store.accounts.keep_hash(account, "second")
        assert store.accounts.password_hash(account.id) == "second"
    assert actions(filled)[-2:] == [("account.add", "ong.m"), ("account.password", "ong.m")]


# Sessions


def test_a_session_is_found_by_the_hash_of_its_secret_with_its_account_and_roles(
    filled: Engine, written_by: dict[str, Any]
):
    with open_store(filled) as store:
        account = add(store, written_by, "ong.m", UNIT, VIEWER)
        store.accounts.take_back(account, account.grants[1], **written_by)
        begun = begin(store, account, written_by)
    assert begun == Session(id=1, account=account.id, started_at=AT, ends_at=LATER, device="Firefox, Windows")
    with open_reader(filled) as store:
        assert store.sessions.behind(HASH, AT) == (replace(account, grants=account.grants[:1]), begun)
        assert store.sessions.behind(HASH, LATER) is None
        assert store.sessions.behind("secret", AT) is None
        assert store.sessions.behind(HASH.upper(), AT) is None


def test_a_secret_begins_one_session(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        account = add(store, written_by)
        begin(store, account, written_by)
    with pytest.raises(IntegrityError), open_store(filled) as store:
        begin(store, account, written_by)


def test_only_the_sessions_named_end_and_each_ending_is_one_row(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        account = add(store, written_by)
        begun = [begin(store, account, written_by, secret_hash=f"{number}") for number in range(3)]
        store.sessions.end(account, begun[:2], **written_by)
        assert store.sessions.running(account, AT) == (begun[2],)
        assert store.sessions.running(account, LATER) == ()
        store.sessions.end(account, [], **written_by)
    assert [action for action, _ in actions(filled)].count("session.end") == 1


def test_sessions_long_over_are_taken_out_of_one_account_alone(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        account, other = add(store, written_by, "a-a-a"), add(store, written_by, "b-b-b")
        for number, owner in enumerate((account, account, other)):
            begin(store, owner, written_by, secret_hash=f"{number}", ends_at=LATER + timedelta(days=number))
        store.sessions.forget(account, over_before=LATER + timedelta(seconds=1))
    sessions = METADATA.tables["session"]
    with filled.connect() as connection:
        assert sorted(connection.execute(select(sessions.c.secret_hash)).scalars()) == ["1", "2"]


# Links


def test_a_link_is_found_by_the_hash_of_its_secret_open_or_not(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        account = add(store, written_by)
        made = make(store, account.id, written_by)
        expected = Invitation(id=1, account=account.id, made_at=AT, made_by="Nguyễn Văn A", expires_at=LATER)
        assert made == store.invitations.by_secret_hash(HASH) == expected
        assert store.invitations.by_secret_hash("secret") is None
        store.invitations.use(made, **written_by)
        assert store.invitations.by_secret_hash(HASH) == replace(expected, used_at=AT)
    assert actions(filled)[-2:] == [("invitation.make", "ong.m"), ("invitation.use", "ong.m")]


def test_what_is_open_is_withdrawn_and_what_was_used_or_has_expired_is_left(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        account, other = add(store, written_by, "a-a-a"), add(store, written_by, "b-b-b")
        used, expired, still_open, of_other, first = (
            make(store, owner, written_by, secret_hash=f"{number}", expires_at=AT if number == 1 else LATER)
            for number, owner in enumerate((account.id, account.id, account.id, other.id, None))
        )
        store.invitations.use(used, **written_by)
        assert store.invitations.open_of(account.id, AT) == still_open
        store.invitations.withdraw_open(account.id, **written_by)
        assert store.invitations.open_of(account.id, AT) is None
        kept = [store.invitations.by_secret_hash(f"{number}") for number in range(5)]
        assert kept == [replace(used, used_at=AT), expired, replace(still_open, withdrawn_at=AT), of_other, first]
        store.invitations.withdraw_open(account.id, **written_by)
    assert actions(filled)[-1] == ("invitation.withdraw", "a-a-a")
    assert [action for action, _ in actions(filled)].count("invitation.withdraw") == 1


def test_the_link_to_the_first_account_belongs_to_none(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        account = add(store, written_by)
        assert store.invitations.nonce_of_set_up(AT) is None
        make(store, account.id, written_by, nonce="of another")
        first = make(store, None, written_by, secret_hash="first", nonce="ab")  # noqa: S106 — a hash, of nothing
        assert store.invitations.nonce_of_set_up(AT) == ("ab", "first")
        assert store.invitations.open_of(None, AT) == first
        assert store.invitations.nonce_of_set_up(LATER) is None
        store.invitations.withdraw_open(None, **written_by)
        assert store.invitations.nonce_of_set_up(AT) is None
    assert actions(filled)[-2:] == [("invitation.make", ""), ("invitation.withdraw", "")]


def test_what_is_done_to_accounts_in_a_transaction_that_fails_is_undone_with_its_rows(
    filled: Engine, written_by: dict[str, Any]
):
    before = actions(filled)
    with undone(filled) as store:
        account = add(store, written_by, "ong.m", VIEWER)
        begin(store, account, written_by)
        make(store, account.id, written_by)
    assert actions(filled) == before
    with filled.connect() as connection:
        counts = [
            connection.execute(select(METADATA.tables[name])).all() for name in ("account", "session", "invitation")
        ]
    assert counts == [[], [], []]
