"""Kho lý do: why problems of a plan that is being drawn up are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from app.db import rows
from app.db.tables.drafting import WrittenReasonRow
from app.db.tables.plans import PlanRow
from app.domain.errors import NotFound
from app.domain.reasons import WrittenReason

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor
    from app.domain.reasons import Fact

_REASON = rows.table_of(WrittenReasonRow)
_PLAN = rows.table_of(PlanRow)


class ReasonStore:
    """Các lý do đã ghi của các kế hoạch, one for a problem."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def list(self, plan: str) -> tuple[WrittenReason, ...]:
        """Return the reasons written down for problems of the plan, by code and by what they are about."""
        query = select(_REASON).join(_PLAN, _PLAN.c.id == _REASON.c.plan_id).where(_PLAN.c.key == plan)
        found = rows.chosen(self._session, WrittenReasonRow, query.order_by(_REASON.c.code, _REASON.c.about), {})
        return tuple(
            WrittenReason(code=row.code, about=row.about, reason=row.reason, at=row.at, actor=row.actor)
            for row in found
        )

    def put(self, plan: str, fact: Fact, reason: str, *, by: Actor, at: datetime) -> None:
        """Write down the reason for a problem, in the place of the one before; raise NotFound for an unknown plan."""
        plan_id, (code, about) = self._plan_id(plan), fact
        before = self._reason(plan_id, fact)
        row = WrittenReasonRow(plan_id=plan_id, code=code, about=about, reason=reason, at=at, actor=by.name)
        self._session.execute(delete(_REASON).where(*_is(plan_id, fact)))
        rows.add(self._session, [row])
        told = "" if before is None else _told(fact, before)
        self._audit.note("plan.reason", plan, before=told, after=_told(fact, reason), by=by, at=at)

    def withdraw(self, plan: str, fact: Fact, *, by: Actor, at: datetime) -> None:
        """Take out the reason for a problem; raise NotFound where there is none."""
        plan_id = self._plan_id(plan)
        before = self._reason(plan_id, fact)
        if before is None:
            raise NotFound("reason", fact[0])
        self._session.execute(delete(_REASON).where(*_is(plan_id, fact)))
        self._audit.note("plan.reason_end", plan, before=_told(fact, before), by=by, at=at)

    def _reason(self, plan_id: int, fact: Fact) -> str | None:
        found = self._session.execute(select(_REASON.c.reason).where(*_is(plan_id, fact))).scalar()
        return None if found is None else str(found)

    def _plan_id(self, plan: str) -> int:
        found = self._session.execute(select(_PLAN.c.id).where(_PLAN.c.key == plan)).scalar()
        if found is None:
            raise NotFound("plan", plan)
        return int(found)


def _is(plan_id: int, fact: Fact) -> list[ColumnElement[bool]]:
    code, about = fact
    return [_REASON.c.plan_id == plan_id, _REASON.c.code == code, _REASON.c.about == about]


def _told(fact: Fact, reason: str) -> str:
    code, about = fact
    return f"{code}{f' ({about})' if about else ''}: {reason}"
