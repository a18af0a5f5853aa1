"""Signing in: one answer and one cost for everybody who is not let in; sessions that end when they are to."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from services.account_steps import (
    ADMINISTRATOR,
    BY,
    MORNING,
    OTHER_PASSWORD,
    PASSWORD,
    PLANNER,
    UNIT,
    VIEWER,
    Randomness,
    account_named,
    invited,
    noted,
    opened,
    quick_passwords,
    signed_in,
    with_plan,
)
from sqlalchemy import event, select

from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.errors import InvalidInput, NotFound, Refused
from app.services.accounts import (
    change_password,
    disable_account,
    end_session,
    end_sessions,
    session_of,
    sessions_of,
    sign_in_trusted,
)
from app.services.invitations import invitation_behind, new_link
from app.services.passwords import Passwords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

HOUR = timedelta(hours=1)


@pytest.fixture
def accounts(engine: Engine) -> Engine:
    """A database with an administrator, a planner, a closed account, and one that was invited and has no password."""
    with open_store(with_plan(engine)) as store:
        opened(store, "quan-tri", ADMINISTRATOR)
        opened(store, "lap.ke.hoach", PLANNER, UNIT)
        closed = opened(store, "da-khoa", VIEWER)
        disable_account(store, None, closed.id, by=BY, at=MORNING)
        invited(store, "moi", VIEWER)
    return engine


def refusal(engine: Engine, login: str, password: str, passwords: Passwords | None = None) -> str:
    """Return the code with which signing in is refused; what was noted is kept, as the web keeps it."""
    with open_store(engine) as store:
        try:
            signed_in(store, login, password, passwords=passwords or quick_passwords())
        except Refused as error:
            return error.code
    return ""


def test_the_right_password_begins_a_session_that_its_secret_finds_again(accounts: Engine):
    with open_store(accounts) as store:
        begun = signed_in(store, "lap.ke.hoach")
    with open_reader(accounts) as store:
        assert session_of(store, begun.secret, MORNING) == (begun.account, begun.session)
    assert begun.account == account_named(accounts, "lap.ke.hoach")
    assert [grant.role for grant in begun.account.grants] == [PLANNER.role, UNIT.role]
    assert (begun.session.started_at, begun.session.ends_at) == (MORNING, MORNING + 10 * HOUR)
    assert len(begun.secret) == 43


def test_a_session_is_found_with_its_account_and_roles_by_one_query(accounts: Engine):
    with open_store(accounts) as store:
        begun = signed_in(store, "lap.ke.hoach")
    asked: list[str] = []
    with open_reader(accounts) as store:
        event.listen(accounts, "before_cursor_execute", lambda *told: asked.append(told[2]))
        assert session_of(store, begun.secret, MORNING) is not None
    assert len([query for query in asked if "SELECT" in query]) == 1


def test_an_account_without_a_role_signs_in_all_the_same(accounts: Engine):
    with open_store(accounts) as store:
        opened(store, "chua-co-vai-tro")
        begun = signed_in(store, "chua-co-vai-tro")
        found = session_of(store, begun.secret, MORNING)
    assert found is not None
    assert found[0].grants == ()


@pytest.mark.parametrize("typed", [" LAP.Ke.Hoach ", "lap.ke.hoach\n"])
def test_a_login_is_found_however_its_letters_are_typed(accounts: Engine, typed: str):
    with open_store(accounts) as store:
        assert signed_in(store, typed).account.login == "lap.ke.hoach"


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("lap.ke.hoach", OTHER_PASSWORD),
        ("lap.ke.hoach", ""),
        ("lap.ke.hoach", PASSWORD + " "),
        ("lap.ke.hoach", "\ud800"),
        ("khong-co-ai", PASSWORD),
        ("Tên có dấu", PASSWORD),
        ("\x00", PASSWORD),
        ("", ""),
        ("da-khoa", PASSWORD),
        ("moi", PASSWORD),
        ("moi", ""),
    ],
)
def test_whoever_is_not_let_in_gets_one_answer_after_one_verification(accounts: Engine, login: str, password: str):
    passwords = quick_passwords()
    assert refusal(accounts, login, password, passwords) == "sign_in.refused"
    assert (passwords.verifications, passwords.hashings) == (1, 0)


def test_whoever_is_let_in_costs_one_verification_too(accounts: Engine):
    passwords = quick_passwords()
    with open_store(accounts) as store:
        signed_in(store, "lap.ke.hoach", passwords=passwords)
    assert (passwords.verifications, passwords.hashings) == (1, 0)


def test_a_refusal_is_noted_with_the_login_of_an_account_and_never_with_what_else_was_typed(accounts: Engine):
    refusal(accounts, "lap.ke.hoach", OTHER_PASSWORD)
    refusal(accounts, PASSWORD, "")
    assert noted(accounts)[-2:] == [
        ("session.refused", "lap.ke.hoach", "", "", ""),
        ("session.refused", "", "", "", ""),
    ]


def test_a_hash_of_other_parameters_is_renewed_at_the_next_signing_in(accounts: Engine):
    before = account_named(accounts, "lap.ke.hoach")
    stronger = Passwords(time_cost=2, memory_cost=16, parallelism=1)
    with open_store(accounts) as store:
        old = store.accounts.password_hash(before.id)
        signed_in(store, "lap.ke.hoach", passwords=stronger)
        new = store.accounts.password_hash(before.id)
        signed_in(store, "lap.ke.hoach", passwords=stronger, random_bytes=Randomness("again"))
        kept = store.accounts.password_hash(before.id)
    assert old is not None
    assert new is not None
    assert ("m=8,t=1" in old, "m=16,t=2" in new, new == kept) == (True, True, True)
    assert [row[0] for row in noted(accounts)][-2:] == ["session.start", "session.start"]


def test_a_session_runs_up_to_its_end_and_not_at_it(accounts: Engine):
    with open_store(accounts) as store:
        begun = signed_in(store, "lap.ke.hoach", session_hours=1)
        assert session_of(store, begun.secret, MORNING + HOUR - timedelta(microseconds=1)) is not None
        assert session_of(store, begun.secret, MORNING + HOUR) is None


@pytest.mark.parametrize("secret", ["", "a", "A" * 43, "đ", "\x00"])
def test_a_secret_that_was_not_given_out_finds_nothing(accounts: Engine, secret: str):
    with open_reader(accounts) as store:
        assert session_of(store, secret, MORNING) is None


def test_a_session_that_is_ended_is_over_at_once(accounts: Engine):
    with open_store(accounts) as store:
        here, there = (signed_in(store, "lap.ke.hoach", random_bytes=Randomness(place)) for place in ("a", "b"))
        assert sessions_of(store, here.account, MORNING) == (there.session, here.session)
        end_session(store, here.account, there.session.id, by=BY, at=MORNING)
        assert sessions_of(store, here.account, MORNING) == (here.session,)
        assert session_of(store, there.secret, MORNING) is None
        assert session_of(store, here.secret, MORNING) is not None


def test_nobody_ends_the_session_of_another(accounts: Engine):
    with open_store(accounts) as store:
        own, other = signed_in(store, "lap.ke.hoach"), signed_in(store, "quan-tri")
        with pytest.raises(NotFound) as lost:
            end_session(store, own.account, other.session.id, by=BY, at=MORNING)
        assert session_of(store, other.secret, MORNING) is not None
    assert lost.value.facts() == {"kind": "session", "key": str(other.session.id)}


def test_all_other_sessions_end_and_this_one_stays(accounts: Engine):
    with open_store(accounts) as store:
        begun = [signed_in(store, "lap.ke.hoach", random_bytes=Randomness(place)) for place in "abc"]
        account, here = begun[0].account, begun[0].session
        assert end_sessions(store, account, except_session=here.id, by=BY, at=MORNING) == 2
        assert sessions_of(store, account, MORNING) == (here,)
        assert end_sessions(store, account, by=BY, at=MORNING) == 1
        assert end_sessions(store, account, by=BY, at=MORNING) == 0
    assert [row for row in noted(accounts) if row[0] == "session.end"] == [
        ("session.end", "lap.ke.hoach", "Máy bàn; Máy bàn", "", BY.name),
        ("session.end", "lap.ke.hoach", "Máy bàn", "", BY.name),
    ]


def test_the_session_of_an_account_that_is_closed_is_over(accounts: Engine):
    with open_store(accounts) as store:
        begun = signed_in(store, "lap.ke.hoach")
        store.accounts.disable(begun.account, by=BY, at=MORNING)
        assert session_of(store, begun.secret, MORNING) is None


def test_sessions_long_over_are_forgotten_when_their_owner_signs_in_again(accounts: Engine):
    later = MORNING + 10 * HOUR + timedelta(days=90)
    with open_store(accounts) as store:
        signed_in(store, "lap.ke.hoach")
        signed_in(store, "quan-tri")
        ended = signed_in(store, "lap.ke.hoach", at=later - timedelta(days=91), session_hours=24)
        end_session(store, ended.account, ended.session.id, by=BY, at=later - timedelta(days=90, seconds=1))
        signed_in(store, "lap.ke.hoach", at=later)
        kept = signed_in(store, "lap.ke.hoach", at=later + timedelta(microseconds=1))
    sessions = METADATA.tables["session"]
    with accounts.connect() as connection:
        own = select(sessions.c.started_at).where(sessions.c.account_id == kept.account.id).order_by(sessions.c.id)
        assert list(connection.execute(own).scalars()) == [later, later + timedelta(microseconds=1)]


def test_the_name_of_the_browser_is_kept_short(accounts: Engine):
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"
    with open_store(accounts) as store:
        assert signed_in(store, "lap.ke.hoach", device=agent).session.device == "Firefox, Windows"


def test_whom_another_authority_vouches_for_needs_no_password(accounts: Engine):
    asked = {"device": "", "at": MORNING, "random_bytes": Randomness(), "session_hours": 1}
    with open_store(accounts) as store:
        begun = sign_in_trusted(store, account_named(accounts, "moi").id, **asked)
        assert session_of(store, begun.secret, MORNING) == (begun.account, begun.session)
        with pytest.raises(Refused, match=r"sign_in\.refused"):
            sign_in_trusted(store, account_named(accounts, "da-khoa").id, **asked)
        with pytest.raises(NotFound):
            sign_in_trusted(store, 999, **asked)


def changes(store, account, old: str, new: str, session: int | None, passwords: Passwords | None = None) -> None:
    change_password(
        store, account, old, new, session=session, passwords=passwords or quick_passwords(), by=BY, at=MORNING
    )


def test_a_new_password_takes_the_place_of_the_old_one_and_ends_all_other_sessions_and_links(accounts: Engine):
    with open_store(accounts) as store:
        link = new_link(
            store, None, account_named(accounts, "lap.ke.hoach").id, by=BY, at=MORNING, random_bytes=Randomness("link")
        )
        here, there = (signed_in(store, "lap.ke.hoach", random_bytes=Randomness(place)) for place in "ab")
        changes(store, here.account, PASSWORD, OTHER_PASSWORD, here.session.id)
        assert [session_of(store, each.secret, MORNING) is None for each in (here, there)] == [False, True]
        assert invitation_behind(store, link.secret, MORNING) is None
    assert refusal(accounts, "lap.ke.hoach", PASSWORD) == "sign_in.refused"
    assert refusal(accounts, "lap.ke.hoach", OTHER_PASSWORD) == ""


def test_the_old_password_is_asked_for_and_verified_once(accounts: Engine):
    passwords = quick_passwords()
    with open_store(accounts) as store, pytest.raises(Refused, match=r"password\.wrong"):
        changes(store, account_named(accounts, "lap.ke.hoach"), OTHER_PASSWORD, PASSWORD, None, passwords)
    assert (passwords.verifications, passwords.hashings) == (1, 0)


def test_a_weak_password_is_refused_with_what_is_wrong_and_changes_nothing(accounts: Engine):
    with open_store(accounts) as store, pytest.raises(InvalidInput) as refused:
        changes(store, account_named(accounts, "lap.ke.hoach"), PASSWORD, "lap.ke.hoach1", None)
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [("password", "password.own_name")]
    assert refusal(accounts, "lap.ke.hoach", PASSWORD) == ""


def test_letters_typed_in_parts_are_the_same_password(accounts: Engine):
    """Some keyboards give a letter and its accents one by one: the form NFD of what was typed elsewhere."""
    apart = unicodedata.normalize("NFD", PASSWORD)
    assert apart != PASSWORD
    assert refusal(accounts, "lap.ke.hoach", apart) == ""


def text_of(engine: Engine) -> Iterator[str]:
    """Yield every text that the database holds."""
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            for row in connection.execute(select(table)):
                yield from (value for value in row if isinstance(value, str))


def test_no_secret_and_no_password_stands_anywhere_in_the_database(accounts: Engine):
    randomness = Randomness("all of them")
    with open_store(accounts) as store:
        first = signed_in(store, "lap.ke.hoach", random_bytes=randomness)
        changes(store, first.account, PASSWORD, OTHER_PASSWORD, first.session.id)
        link = new_link(store, None, first.account.id, by=BY, at=MORNING, random_bytes=randomness)
    refusal(accounts, "lap.ke.hoach", PASSWORD)
    refusal(accounts, OTHER_PASSWORD, OTHER_PASSWORD)
    told = [first.secret, link.secret, PASSWORD, OTHER_PASSWORD, *(each.hex() for each in randomness.given)]
    found = list(text_of(accounts))
    assert len(found) > 100
    assert [secret for secret in told if any(secret.casefold() in text.casefold() for text in found)] == []


def test_no_hash_stands_in_the_log(accounts: Engine):
    with open_store(accounts) as store:
        begun = signed_in(store, "lap.ke.hoach")
        changes(store, begun.account, PASSWORD, OTHER_PASSWORD, None)
    assert [row for row in noted(accounts) if any("argon2" in text or len(text) >= 32 for text in row)] == []
