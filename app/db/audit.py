"""Nhật ký: one row for every change, written in the transaction of the change itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import rows
from app.db.tables.audit import AuditRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.domain.people import Actor

_LONGEST = 400


class AuditLog:
    """Nhật ký thay đổi."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(self, action: str, subject: str, *, before: str = "", after: str = "", by: Actor, at: datetime) -> None:
        """Write one row; `before` and `after` are short texts and are cut when they are not."""
        row = AuditRow(
            at=at,
            actor=by.name,
            is_command_line=by.is_command_line,
            action=action,
            subject=subject,
            before=_short(before),
            after=_short(after),
        )
        rows.add_one(self._session, row)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
