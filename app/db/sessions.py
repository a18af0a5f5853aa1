"""Kho phiên làm việc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, or_, select, update

from app.db import rows
from app.db.accounts import account_of, grant_of
from app.db.tables.accounts import AccountRow, RoleGrantRow, SessionRow
from app.domain.accounts import Account, Session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session as Transaction

    from app.db.audit import AuditLog
    from app.domain.people import Actor

_SESSION = rows.table_of(SessionRow)
_ACCOUNT = rows.table_of(AccountRow)
_GRANT = rows.table_of(RoleGrantRow)


def _runs(at: ColumnElement[datetime] | datetime) -> ColumnElement[bool]:
    """Return what is true of a session that has neither been ended nor expired at that moment."""
    return and_(_SESSION.c.ended_at.is_(None), _SESSION.c.ends_at > at)


# One query a request says who asks. Of the columns that two tables have by one name, the session's come first.
_WHOSE = (
    select(
        _SESSION.c.id.label("session_id"),
        _SESSION.c.account_id,
        _SESSION.c.started_at,
        _SESSION.c.ends_at,
        _SESSION.c.device,
        *(_ACCOUNT.c[name] for name in ("login", "name", "email", "password_hash", "sso_subject", "disabled_at")),
        _GRANT.c.id.label("grant_id"),
        *(_GRANT.c[name] for name in ("role", "province", "agency", "person", "unit", "unit_since")),
    )
    .join(_ACCOUNT, _ACCOUNT.c.id == _SESSION.c.account_id)
    .outerjoin(_GRANT, and_(_GRANT.c.account_id == _ACCOUNT.c.id, _GRANT.c.ended_at.is_(None)))
    .where(_SESSION.c.secret_hash == bindparam("secret_hash"), _runs(bindparam("at", type_=_SESSION.c.ends_at.type)))
    .where(_ACCOUNT.c.disabled_at.is_(None))
    .order_by(_GRANT.c.id)
)


class SessionStore:
    """Các phiên làm việc: found by the SHA-256 of the secret that the browser keeps, never by the secret itself."""

    def __init__(self, transaction: Transaction, audit: AuditLog) -> None:
        self._transaction, self._audit = transaction, audit

    def start(
        self, account: Account, *, secret_hash: str, device: str, ends_at: datetime, by: Actor, at: datetime
    ) -> Session:
        """Add a session and return it."""
        row = SessionRow(
            secret_hash=secret_hash, account_id=account.id, started_at=at, ends_at=ends_at, ended_at=None, device=device
        )
        number = rows.add_one(self._transaction, row)
        self._audit.note("session.start", account.login, after=device, by=by, at=at)
        return Session(id=number, account=account.id, started_at=at, ends_at=ends_at, device=device)

    def behind(self, secret_hash: str, at: datetime) -> tuple[Account, Session] | None:
        """Return whose session that is, and the session; None when it does not run, or the account is closed."""
        found: Sequence[Any] = self._transaction.execute(_WHOSE, {"secret_hash": secret_hash, "at": at}).all()
        if not found:
            return None
        grants = [grant_of(row, row.grant_id) for row in found if row.grant_id is not None]
        return account_of(found[0], found[0].account_id, grants), _session(found[0], found[0].session_id)

    def running(self, account: Account, at: datetime) -> tuple[Session, ...]:
        """Return the sessions of an account that run at that moment, the newest first."""
        found = self._transaction.execute(
            select(_SESSION).where(_SESSION.c.account_id == account.id, _runs(at)).order_by(_SESSION.c.id.desc())
        )
        return tuple(_session(row, row.id) for row in found)

    def end(self, account: Account, sessions: Sequence[Session], *, by: Actor, at: datetime) -> None:
        """End sessions of an account; nothing is noted when there are none."""
        if not sessions:
            return
        numbers = [session.id for session in sessions]
        self._transaction.execute(update(_SESSION).where(_SESSION.c.id.in_(numbers)).values(ended_at=at))
        devices = "; ".join(session.device for session in sessions)
        self._audit.note("session.end", account.login, before=devices, by=by, at=at)

    def forget(self, account: Account, *, over_before: datetime) -> None:
        """Take out the rows of an account's sessions that were over by then: that they were stands in the log."""
        over = or_(_SESSION.c.ends_at < over_before, _SESSION.c.ended_at < over_before)
        self._transaction.execute(delete(_SESSION).where(_SESSION.c.account_id == account.id, over))


def _session(row: Row[Any], number: int) -> Session:
    return Session(id=number, account=row.account_id, started_at=row.started_at, ends_at=row.ends_at, device=row.device)
