"""Kho đề xuất lịch: what was asked of the planner, and what it answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from app.db import rows
from app.db.tables.drafting import ProposalRow
from app.db.tables.plans import PlanRow
from app.domain.errors import NotFound
from app.domain.proposals import Proposal, ProposalKind, ProposalState

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor

_PROPOSAL = rows.table_of(ProposalRow)
_PLAN = rows.table_of(PlanRow)


class ProposalStore:
    """Các đề xuất của các kế hoạch; what was asked never changes, and each is answered once."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def get(self, plan: str, number: int) -> Proposal:
        """Return the proposal of that number, which is one of the plan; raise NotFound."""
        found = self._session.execute(_of(plan).where(_PROPOSAL.c.id == number)).first()
        if found is None:
            raise NotFound("proposal", str(number))
        return _proposal(plan, found)

    def latest(self, plan: str, *, limit: int) -> tuple[Proposal, ...]:
        """Return the last proposals of a plan, the newest first."""
        found = self._session.execute(_of(plan).order_by(_PROPOSAL.c.id.desc()).limit(limit))
        return tuple(_proposal(plan, row) for row in found)

    def add(
        self, plan: str, *, version: int, kind: ProposalKind, asked: str, words: str, by: Actor, at: datetime
    ) -> Proposal:
        """Add a proposal whose search is about to begin, and return it; raise NotFound for an unknown plan.

        `words` say in the log what was asked.
        """
        plan_id = self._session.execute(select(_PLAN.c.id).where(_PLAN.c.key == plan)).scalar()
        if plan_id is None:
            raise NotFound("plan", plan)
        row = ProposalRow(
            plan_id=plan_id,
            version=version,
            kind=kind,
            state=ProposalState.SEARCHING,
            asked=asked,
            answer=None,
            asked_at=at,
            actor=by.name,
            finished_at=None,
        )
        number = rows.add_one(self._session, row)
        self._audit.note("proposal.ask", plan, after=f"Đề xuất số {number}: {words}", by=by, at=at)
        return self.get(plan, number)

    def finish(
        self, plan: str, number: int, *, state: ProposalState, answer: str | None, words: str, by: Actor, at: datetime
    ) -> None:
        """Keep what the search for a proposal found; one that is answered stays as it is. Raise NotFound."""
        if self.get(plan, number).state != ProposalState.SEARCHING:
            return
        values = {"state": state, "answer": answer, "finished_at": at}
        self._session.execute(update(_PROPOSAL).where(_PROPOSAL.c.id == number).values(values))
        self._audit.note("proposal.answer", plan, after=f"Đề xuất số {number}: {words}", by=by, at=at)


def _of(plan: str) -> Select[Any]:
    return select(*_PROPOSAL.columns).join(_PLAN, _PLAN.c.id == _PROPOSAL.c.plan_id).where(_PLAN.c.key == plan)


def _proposal(plan: str, row: Row[Any]) -> Proposal:
    return Proposal(
        id=row.id,
        plan=plan,
        version=row.version,
        kind=ProposalKind(row.kind),
        state=ProposalState(row.state),
        asked=row.asked,
        answer=row.answer,
        asked_at=row.asked_at,
        actor=row.actor,
        finished_at=row.finished_at,
    )
