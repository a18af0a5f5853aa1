"""Nhật ký: one row for every change, written in the transaction of the change itself, and read page by page."""

from __future__ import annotations

from datetime import UTC, datetime
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, select, tuple_, type_coerce

from app.db import rows
from app.db.tables.audit import AuditRow
from app.domain.audit import NO_MOMENT, NO_ROW, ROWS_OF_A_PAGE, AuditEntry, entry_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

    from app.domain.audit import AuditFilter
    from app.domain.people import Actor

_AUDIT = rows.table_of(AuditRow)
_READ = [*(column for column in _AUDIT.columns if column.key != "at"), type_coerce(_AUDIT.c.at, String).label("at")]
"""The columns of an entry, the time as the database gives it: one that was spoilt must not keep the rest from view."""
_NEWEST_FIRST = (_AUDIT.c.at.desc(), _AUDIT.c.id.desc())
_LONGEST = 400
_ROWS_AT_ONCE = 1000


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

    def entries(self) -> Iterator[AuditEntry]:
        """Yield every row in the order in which they were written; a few are in memory at a time."""
        after = None
        while True:
            later = () if after is None else (_AUDIT.c.id > after,)
            found = self._read(*later, order_by=(_AUDIT.c.id,), most=_ROWS_AT_ONCE)
            yield from found
            if len(found) < _ROWS_AT_ONCE:
                return
            after = found[-1].id

    def page(
        self, wanted: AuditFilter, *, before: int | None = None, most: int = ROWS_OF_A_PAGE
    ) -> tuple[AuditEntry, ...]:
        """Return the newest rows that fulfil the filter, the newest first, and of them those older than row `before`.

        Every query goes backwards through an index from where the page begins, so that a page costs the same in a long
        log as in a short one. There are none before a row that is not there.
        """
        until = wanted.until
        where = [_AUDIT.c[name] == value for name, value in _fields(wanted).items() if value is not None]
        if wanted.since is not None:
            where.append(_AUDIT.c.at >= wanted.since)
        if before is not None:
            start = self._session.execute(select(_AUDIT.c.at, _AUDIT.c.id).where(_AUDIT.c.id == before)).first()
            if start is None:
                return ()
            # The nearer of the two ends alone: with both, a database may begin at the farther one.
            if until is None or start.at < until:
                until = None
                where.append(tuple_(_AUDIT.c.at, _AUDIT.c.id) < tuple_(start.at, start.id))
        if until is not None:
            where.append(_AUDIT.c.at < until)
        if wanted.actions is None:
            return tuple(self._read(*where, order_by=_NEWEST_FIRST, most=most))
        # One query an action: the index has the rows of each in order, and those of several together it has not.
        of_each = [
            self._read(*where, _AUDIT.c.action == action, order_by=_NEWEST_FIRST, most=most)
            for action in dict.fromkeys(wanted.actions)
        ]
        return tuple(islice(merge(*of_each, key=lambda entry: (entry.at, entry.id), reverse=True), most))

    def _read(self, *where: ColumnElement[bool], order_by: tuple[Any, ...], most: int) -> list[AuditEntry]:
        statement = select(*_READ).where(*where).order_by(*order_by).limit(most)
        return [_entry(row) for row in self._session.connection().execute(statement)]


def _fields(wanted: AuditFilter) -> dict[str, str | None]:
    return {"actor": wanted.actor, "subject": wanted.subject}


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        id=row.id,
        at=_moment(row.at),
        actor=row.actor,
        is_command_line=row.is_command_line,
        action=row.action,
        subject=row.subject,
        before=row.before,
        after=row.after,
        prev=row.prev,
        hash=row.hash,
    )


def _moment(found: datetime | str) -> datetime:
    try:
        moment = datetime.fromisoformat(found) if isinstance(found, str) else found
    except ValueError:
        return NO_MOMENT
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
