"""Kho sổ công khai: entries that are added and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import rows
from app.db.tables.draws import PublicEntryRow
from app.domain.errors import StaleVersion
from app.domain.public_ledgers import LedgerEvent, PublicEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

_ENTRY = rows.table_of(PublicEntryRow)


class PublicLedgerStore:
    """Các sổ công khai, one for each draw and sealed check, named by its code."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, codes: Iterable[str]) -> dict[str, tuple[PublicEntry, ...]]:
        """Return the ledgers of these codes, each in order; one without entries is not among them."""
        query = select(_ENTRY).where(_ENTRY.c.ledger.in_(list(codes))).order_by(_ENTRY.c.ledger, _ENTRY.c.number)
        found: dict[str, list[PublicEntry]] = {}
        for row in self._session.execute(query):
            entry = PublicEntry(at=row.at, event=LedgerEvent(row.event), data=row.data, prev=row.prev, hash=row.hash)
            found.setdefault(row.ledger, []).append(entry)
        return {code: tuple(entries) for code, entries in found.items()}

    def grow(self, kind: str, code: str, ledger: tuple[PublicEntry, ...]) -> tuple[PublicEntry, ...]:
        """Add what the ledger has more than is stored, and return it.

        Raise StaleVersion of that kind and code where what is stored does not begin it: somebody was quicker.
        """
        stored = self.of([code]).get(code, ())
        if ledger[: len(stored)] != stored:
            raise StaleVersion(kind, code)
        new = ledger[len(stored) :]
        rows.add(
            self._session,
            [
                PublicEntryRow(
                    ledger=code,
                    number=number,
                    at=entry.at,
                    event=entry.event.value,
                    data=dict(entry.data),
                    prev=entry.prev,
                    hash=entry.hash,
                )
                for number, entry in enumerate(new, len(stored) + 1)
            ],
        )
        return new
