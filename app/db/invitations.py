"""Kho liên kết một lần."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select, update

from app.db import rows
from app.db.tables.accounts import AccountRow, InvitationRow
from app.domain.accounts import Invitation

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor

_INVITATION = rows.table_of(InvitationRow)
_ACCOUNT = rows.table_of(AccountRow)


class InvitationStore:
    """Các liên kết một lần: found by the SHA-256 of their secret; the one to the first account belongs to none."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def make(
        self, account: int | None, *, secret_hash: str, nonce: str, expires_at: datetime, by: Actor, at: datetime
    ) -> Invitation:
        """Add a link to an account, or with None to the first one, and return it."""
        row = InvitationRow(
            secret_hash=secret_hash,
            nonce=nonce,
            account_id=account,
            made_at=at,
            made_by=by.name,
            expires_at=expires_at,
            used_at=None,
            withdrawn_at=None,
        )
        number = rows.add_one(self._session, row)
        self._audit.note("invitation.make", self._login(account), by=by, at=at)
        return Invitation(id=number, account=account, made_at=at, made_by=by.name, expires_at=expires_at)

    def by_secret_hash(self, secret_hash: str) -> Invitation | None:
        """Return the link of that secret, open or not; None for an unknown one."""
        found = self._session.execute(select(_INVITATION).where(_INVITATION.c.secret_hash == secret_hash)).first()
        return None if found is None else _invitation(found)

    def open_of(self, account: int | None, at: datetime) -> Invitation | None:
        """Return the newest link to an account, or with None to the first one, that is open at that moment."""
        found = self._newest_open(account, at)
        return None if found is None else _invitation(found)

    def nonce_of_set_up(self, at: datetime) -> tuple[str, str] | None:
        """Return nonce and secret's hash of the link to the first account that is open at that moment, if there is."""
        found = self._newest_open(None, at)
        return None if found is None else (found.nonce, found.secret_hash)

    def use(self, invitation: Invitation, *, by: Actor, at: datetime) -> None:
        """Mark a link as used, for good."""
        self._session.execute(update(_INVITATION).where(_INVITATION.c.id == invitation.id).values(used_at=at))
        self._audit.note("invitation.use", self._login(invitation.account), by=by, at=at)

    def withdraw_open(self, account: int | None, *, by: Actor, at: datetime) -> None:
        """Withdraw every link to an account, or to the first one, that may still be used; there may be none."""
        still_open = (_to(account), _UNUSED, _INVITATION.c.expires_at > at)
        withdrawn = self._session.execute(
            update(_INVITATION).where(*still_open).values(withdrawn_at=at).returning(_INVITATION.c.id)
        ).all()
        if withdrawn:
            self._audit.note("invitation.withdraw", self._login(account), by=by, at=at)

    def _newest_open(self, account: int | None, at: datetime) -> Row[Any] | None:
        still_open = (_to(account), _UNUSED, _INVITATION.c.expires_at > at)
        return self._session.execute(
            select(_INVITATION).where(*still_open).order_by(_INVITATION.c.id.desc()).limit(1)
        ).first()

    def _login(self, account: int | None) -> str:
        """Return what stands in the log for whom a link is; nothing for the first account, which has no name yet."""
        found = self._session.execute(select(_ACCOUNT.c.login).where(_ACCOUNT.c.id == account)).scalar()
        return "" if found is None else str(found)


_UNUSED = and_(_INVITATION.c.used_at.is_(None), _INVITATION.c.withdrawn_at.is_(None))


def _to(account: int | None) -> ColumnElement[bool]:
    return _INVITATION.c.account_id.is_(None) if account is None else _INVITATION.c.account_id == account


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(
        id=row.id,
        account=row.account_id,
        made_at=row.made_at,
        made_by=row.made_by,
        expires_at=row.expires_at,
        used_at=row.used_at,
        withdrawn_at=row.withdrawn_at,
    )
