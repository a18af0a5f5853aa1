"""What the database says of a failure names no hash of a password or secret, in a sentence or in a log."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from everything import AT, FEED_HASH, LINK_HASH, PASSWORD_HASH, SECRETS, SESSION_HASH
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.db.backup import backup, restore
from app.db.failures import inconsistency_told
from app.db.store import open_store
from app.db.tables import METADATA
from app.domain.errors import Refused
from app.domain.feed_grants import FeedKind
from app.domain.people import Actor
from app.services.sentences import refusal_sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Engine

    from app.db.store import Store

BY = Actor(name="Nguyễn Văn A")
STAMP: dict[str, Any] = {"by": BY, "at": AT}


def _account(store: Store) -> Any:
    return store.accounts.by_login("an") or store.accounts.add(login="an", name="Ân", email=None, **STAMP)


def _same_session_twice(store: Store) -> None:
    for _ in range(2):
        store.sessions.start(
            _account(store), secret_hash=SESSION_HASH, device="", ends_at=AT + timedelta(hours=1), **STAMP
        )


def _same_link_twice(store: Store) -> None:
    for _ in range(2):
        store.invitations.make(None, secret_hash=LINK_HASH, nonce="n", expires_at=AT + timedelta(days=1), **STAMP)


def _same_address_twice(store: Store) -> None:
    for _ in range(2):
        store.feeds.issue(
            "tinh-a-2023", FeedKind.PLAN, None, secret_hash=FEED_HASH, name="n", shows_draft=True, **STAMP
        )


def _account_without_a_name(store: Store) -> None:
    row = {"login": "an", "password_hash": PASSWORD_HASH, "made_at": AT}
    store.audit._session.execute(insert(METADATA.tables["account"]).values(row))


def _statement_that_is_none(store: Store) -> None:
    store.audit._session.execute(text("UPDATE account SET password_hash = :hash WHERE"), {"hash": PASSWORD_HASH})


FAILURES: dict[str, Callable[[Store], None]] = {
    "a session of the same secret": _same_session_twice,
    "a link of the same secret": _same_link_twice,
    "an address of the same secret": _same_address_twice,
    "an account that lacks something": _account_without_a_name,
    "a statement that is none": _statement_that_is_none,
}


def _fail(engine: Engine, name: str) -> None:
    with open_store(engine) as store:
        FAILURES[name](store)


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_that_nobody_foresaw_is_logged_without_values(
    filled: Engine, name: str, caplog: pytest.LogCaptureFixture
):
    try:
        _fail(filled, name)
    except DBAPIError:
        logging.getLogger("kiemtra").exception("fault")
    logged = "".join(logging.Formatter().format(record) for record in caplog.records)
    assert "Traceback" in logged
    assert "app/db/" in logged
    assert [secret for secret in SECRETS if secret in logged] == []


def test_a_failure_keeps_its_kind_and_says_what_was_violated(filled: Engine):
    with pytest.raises(IntegrityError, match=r"secret_hash") as failure:
        _fail(filled, "a session of the same secret")
    assert failure.value.__cause__ is None
    assert "DETAIL" not in str(failure.value)


def test_a_refusal_of_a_plan_names_the_constraint_and_no_value(filled: Engine):
    with pytest.raises(Refused) as refusal, open_store(filled) as store, inconsistency_told("tinh-a-2023"):
        _same_address_twice(store)
    assert refusal.value.facts()["found"].endswith("secret_hash")
    assert FEED_HASH not in refusal_sentence(refusal.value)


def test_a_backup_that_is_refused_is_told_without_values(filled: Engine, tmp_path: Path):
    """A row of an account that lacks what it must have: PostgreSQL would show the whole of it."""
    path = tmp_path / "b.db"
    backup(filled, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            f"""PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET sql = replace(sql, 'name VARCHAR NOT NULL', 'name VARCHAR') WHERE name = 'account';
            PRAGMA writable_schema = RESET;
            INSERT INTO account (id, login, name, password_hash, made_at)
            VALUES (1, 'an', NULL, '{PASSWORD_HASH}', '2023-07-01 02:30:00.000000');"""  # noqa: S608 — own values
        )
    with pytest.raises(Refused) as refusal:
        restore(filled, path, settle=lambda _: None, **STAMP)
    assert refusal.value.code == "backup.inconsistent"
    told = refusal_sentence(refusal.value)
    assert "name" in told
    assert "\n" not in told
    assert PASSWORD_HASH not in told
