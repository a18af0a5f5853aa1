"""Kho các cuộc kiểm tra đột xuất đã niêm phong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from app.db import rows
from app.db.public_ledgers import PublicLedgerStore
from app.db.tables.draws import SealedCheckRow
from app.domain.dates import Half, Window
from app.domain.draws.sealed import SealedCheck, SealedChoice
from app.domain.errors import NotFound
from app.domain.public_ledgers import LedgerEvent

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor
    from app.domain.public_ledgers import PublicEntry

_CHECK = rows.table_of(SealedCheckRow)


class SealedCheckStore:
    """Các cuộc kiểm tra đột xuất: the unit is given by `choice` alone, to whoever opens."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit, self._ledgers = session, audit, PublicLedgerStore(session)

    def get(self, code: str) -> SealedCheck:
        """Return the check of that code, with its unit once it is open; raise NotFound."""
        found = self._read(_CHECK.c.code == code)
        if not found:
            raise NotFound("sealed_check", code)
        return found[0]

    def of_plan(self, plan: str) -> tuple[SealedCheck, ...]:
        """Return the checks of a plan in the order in which they were sealed."""
        return self._read(_CHECK.c.plan == plan)

    def next_number(self, plan: str) -> int:
        """Return the number that the next check of a plan gets."""
        last = self._session.execute(select(func.max(_CHECK.c.number)).where(_CHECK.c.plan == plan)).scalar()
        return 1 if last is None else int(last) + 1

    def choice(self, code: str) -> SealedChoice:
        """Return what was sealed; raise NotFound."""
        row = self._session.execute(select(_CHECK).where(_CHECK.c.code == code)).first()
        if row is None:
            raise NotFound("sealed_check", code)
        return _choice(row)

    def add(self, check: SealedCheck, choice: SealedChoice, *, by: Actor, at: datetime) -> None:
        """Keep a check that is committed to, with its choice, of which the log has nothing."""
        window = check.window
        row = SealedCheckRow(
            code=check.code,
            plan=check.plan,
            plan_title=check.plan_title,
            number=check.number,
            batch=check.batch,
            first=window.first,
            last=window.last,
            opens=window.opens.value,
            closes=window.closes.value,
            opens_at=check.opens_at,
            commitment=check.commitment,
            unit=choice.unit,
            unit_name=choice.unit_name,
            nonce=choice.nonce,
        )
        rows.add(self._session, [row])
        self.grow(check, by=by, at=at)

    def grow(self, check: SealedCheck, *, by: Actor, at: datetime) -> None:
        """Write down what is new in the ledger of a check; raise StaleVersion where somebody was quicker."""
        for entry in self._ledgers.grow("sealed_check", check.code, check.ledger):
            told = f"{check.code}: dòng sổ {entry.hash}"
            self._audit.note(f"sealed.{entry.event.value}", check.plan, after=told, by=by, at=at)

    def _read(self, *where: ColumnElement[bool]) -> tuple[SealedCheck, ...]:
        found = self._session.execute(select(_CHECK).where(*where).order_by(_CHECK.c.plan, _CHECK.c.number)).all()
        ledgers = self._ledgers.of(row.code for row in found) if found else {}
        return tuple(_check(row, ledgers.get(row.code, ())) for row in found)


def _check(row: Any, ledger: tuple[PublicEntry, ...]) -> SealedCheck:
    is_open = any(entry.event == LedgerEvent.REVEAL for entry in ledger)
    return SealedCheck(
        code=row.code,
        plan=row.plan,
        plan_title=row.plan_title,
        number=row.number,
        batch=row.batch,
        window=Window(first=row.first, last=row.last, opens=Half(row.opens), closes=Half(row.closes)),
        opens_at=row.opens_at,
        commitment=row.commitment,
        choice=_choice(row) if is_open else None,
        ledger=ledger,
    )


def _choice(row: Any) -> SealedChoice:
    return SealedChoice(unit=row.unit, unit_name=row.unit_name, nonce=row.nonce)
