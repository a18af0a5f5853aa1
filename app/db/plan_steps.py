"""Kho bước soạn thảo: what a draft was before each of its last changes."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from app.db import rows
from app.db.tables.drafting import PlanStepRow
from app.db.tables.plans import PlanRow
from app.domain.errors import NotFound
from app.domain.plan_steps import MOST_STEPS, PlanStep

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor

_STEP = rows.table_of(PlanStepRow)
_PLAN = rows.table_of(PlanRow)
_ABOUT = [column for column in _STEP.columns if column.key != "content"]


class PlanStepStore:
    """Các bước soạn thảo của các kế hoạch, numbered from 1 for each; the last `MOST_STEPS` are kept.

    Each write of a plan counts its version up by one, so that steps in a row have versions in a row.
    """

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def last(self, plan: str) -> PlanStep | None:
        """Return the last change of the plan that can be undone; None where there is none."""
        query = select(*_ABOUT).join(_PLAN, _PLAN.c.id == _STEP.c.plan_id).where(_PLAN.c.key == plan)
        found = self._session.execute(query.order_by(_STEP.c.number.desc()).limit(1)).first()
        return None if found is None else _step(plan, found)

    def content(self, plan: str, number: int) -> bytes:
        """Return the plan file of the plan as it was before that step; raise NotFound."""
        query = select(_STEP.c.content).join(_PLAN, _PLAN.c.id == _STEP.c.plan_id)
        found = self._session.execute(query.where(_PLAN.c.key == plan, _STEP.c.number == number)).scalar()
        if found is None:
            raise NotFound("step", str(number))
        return zlib.decompress(found)

    def add(self, plan: str, words: str, content: bytes, *, version: int, by: Actor, at: datetime) -> PlanStep:
        """Keep what the plan was before a change that is just made; raise NotFound for an unknown plan.

        Where the plan changed otherwise since the last step, as by being submitted, the steps before are forgotten:
        undone one after the other they would undo that too, unsaid.
        """
        plan_id = self._plan_id(plan)
        last = self.last(plan)
        number = 1 if last is None else last.number + 1
        row = PlanStepRow(
            plan_id=plan_id,
            number=number,
            version=version,
            words=words,
            at=at,
            actor=by.name,
            content=zlib.compress(content),
        )
        rows.add(self._session, [row])
        in_a_row = last is not None and last.version == version - 1
        too_old = _STEP.c.number <= number - (MOST_STEPS if in_a_row else 1)
        self._session.execute(delete(_STEP).where(_STEP.c.plan_id == plan_id, too_old))
        self._audit.note("plan.step", plan, after=words, by=by, at=at)
        return PlanStep(plan=plan, number=number, version=version, words=words, at=at, actor=by.name)

    def take_back(self, plan: str, number: int, *, version: int, by: Actor, at: datetime) -> None:
        """Take out a step that is undone; the one before it can be undone next, over the plan's version of now."""
        plan_id = self._plan_id(plan)
        step = self.last(plan)
        if step is None or step.number != number:
            raise NotFound("step", str(number))
        self._session.execute(delete(_STEP).where(_STEP.c.plan_id == plan_id, _STEP.c.number == number))
        before = _STEP.c.plan_id == plan_id, _STEP.c.number == number - 1
        self._session.execute(_STEP.update().where(*before).values(version=version))
        self._audit.note("plan.undo", plan, before=step.words, by=by, at=at)

    def clear(self, plan: str, *, by: Actor, at: datetime) -> None:
        """Forget the steps of a plan that is no longer a draft."""
        plan_id, step = self._plan_id(plan), self.last(plan)
        if step is not None:
            self._session.execute(delete(_STEP).where(_STEP.c.plan_id == plan_id))
            self._audit.note("plan.steps_end", plan, before=step.words, by=by, at=at)

    def _plan_id(self, plan: str) -> int:
        found = self._session.execute(select(_PLAN.c.id).where(_PLAN.c.key == plan)).scalar()
        if found is None:
            raise NotFound("plan", plan)
        return int(found)


def _step(plan: str, row: Row[Any]) -> PlanStep:
    return PlanStep(plan=plan, number=row.number, version=row.version, words=row.words, at=row.at, actor=row.actor)
