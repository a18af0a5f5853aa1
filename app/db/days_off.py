"""Kho ngày nghỉ và ngày làm bù."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import rows
from app.db.tables.days_off import DayOffRow
from app.domain.dates import DayOff, DayOffKind, WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor

_TABLE = rows.table_of(DayOffRow)


class DayOffStore:
    """Bảng ngày nghỉ: the one table of days off, ordered by day."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def entries(self) -> tuple[DayOff, ...]:
        """Return every entry, by day."""
        return tuple(_day_off(row) for row in rows.read(self._session, DayOffRow, order_by=[_TABLE.c.day]))

    def calendar(self) -> WorkCalendar:
        """Return the calendar that the entries make."""
        return WorkCalendar(self.entries())

    def add(self, entries: Iterable[DayOff], *, by: Actor, at: datetime) -> int:
        """Add the entries for days that have none yet, and return how many."""
        known = set(self._session.execute(select(_TABLE.c.day)).scalars())
        new = {entry.day: entry for entry in entries if entry.day not in known}
        if not new:
            return 0
        rows.add(self._session, [_row(entry) for entry in new.values()])
        self._audit.note("days_off.add", "", after=", ".join(day.isoformat() for day in sorted(new)), by=by, at=at)
        return len(new)


def _day_off(row: DayOffRow) -> DayOff:
    return DayOff(
        day=row.day,
        name=row.name,
        kind=DayOffKind(row.kind),
        swapped_with=row.swapped_with,
        certainty=row.certainty,
        note=row.note,
    )


def _row(entry: DayOff) -> DayOffRow:
    return DayOffRow(
        day=entry.day,
        name=entry.name,
        kind=entry.kind,
        swapped_with=entry.swapped_with,
        certainty=entry.certainty,
        note=entry.note,
    )
