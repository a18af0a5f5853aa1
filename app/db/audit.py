"""Nhật ký: one row for every change, written in the transaction of the change itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.db import rows
from app.db.tables.audit import AuditRow
from app.domain.audit import NO_ROW, entry_hash

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

_AUDIT = rows.table_of(AuditRow)
_LONGEST = 400


class AuditLog:
    """Nhật ký thay đổi."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, action: str, subject: str, *, before: str = "", after: str = "", by: Actor, at: datetime) -> None:
        """Write one row; `before` and `after` are short texts and are cut when they are not.

        Its hash goes on from that of the last row, which stays the last: writers go one by one (`begin_writing`).
        """
        fields: dict[str, Any] = {
            "at": at,
            "actor": by.name,
            "is_command_line": by.is_command_line,
            "action": action,
            "subject": subject,
            "before": _short(before),
            "after": _short(after),
        }
        prev = self.last_hash()
        rows.add_one(self._session, AuditRow(**fields, prev=prev, hash=entry_hash(prev, **fields)))

    def last_hash(self) -> str:
        """Return the hash of the last row; `NO_ROW` when there is none."""
        found = self._session.execute(select(_AUDIT.c.hash).order_by(_AUDIT.c.id.desc()).limit(1)).scalar()
        return NO_ROW if found is None else str(found)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
