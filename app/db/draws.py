"""Kho lần chọn ngẫu nhiên."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select

from app.db import rows
from app.db.public_ledgers import PublicLedgerStore
from app.db.tables.directory import UnitRow
from app.db.tables.draws import CommuneDrawRow
from app.db.tables.plans import PlanRow
from app.domain.draws.drawn_pools import drawn_pools
from app.domain.draws.draws import (
    CommuneDraw,
    FrameUnit,
    PoolKind,
    Randomness,
    RandomnessKind,
    ReasonedUnit,
    result_of,
)
from app.domain.errors import NotFound, StaleVersion

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.draws.drawn_pools import DrawnPool
    from app.domain.people import Actor
    from app.domain.public_ledgers import PublicEntry

_DRAW = rows.table_of(CommuneDrawRow)
_PLAN = rows.table_of(PlanRow)
_UNIT = rows.table_of(UnitRow)


class DrawStore:
    """Các lần chọn: what is committed to is never changed, only its ledger grows."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit, self._ledgers = session, audit, PublicLedgerStore(session)

    def get(self, code: str) -> CommuneDraw:
        """Return the draw of that code; raise NotFound."""
        found = self._read(_DRAW.c.code == code)
        if not found:
            raise NotFound("draw", code)
        return found[0]

    def of_plan(self, plan: str) -> tuple[CommuneDraw, ...]:
        """Return every draw of a plan, proposals among them: by unit, at each in the order in which they were made."""
        return self._read(_DRAW.c.plan == plan)

    def of_unit(self, plan: str, unit: str) -> tuple[CommuneDraw, ...]:
        """Return the draws at a unit, cluster or class of targets of a plan, in the order in which they were made."""
        return self._read(_DRAW.c.plan == plan, _DRAW.c.unit == unit)

    def chosen(self, plan: str) -> dict[str, tuple[str, ...]]:
        """Return of each unit that was ever committed to the units that its standing draw chose, () where none does.

        A list has official codes, a plan names units by their keys in the directory.
        """
        return self.results(plan)[0]

    def results(self, plan: str) -> tuple[dict[str, tuple[str, ...]], tuple[DrawnPool, ...]]:
        """Return what was chosen at the units of a plan (as `chosen`), and at its clusters and classes of targets."""
        draws = self.of_plan(plan)
        at_units = [draw for draw in draws if draw.kind == PoolKind.UNIT]
        return self._chosen(plan, at_units), drawn_pools(draws)

    def _chosen(self, plan: str, draws: list[CommuneDraw]) -> dict[str, tuple[str, ...]]:
        by_unit: dict[str, list[CommuneDraw]] = {}
        for draw in draws:
            if draw.ledger:
                by_unit.setdefault(draw.unit, []).append(draw)
        results = {unit: result_of(draws) for unit, draws in by_unit.items()}
        keys = self._keys(plan, {code for codes in results.values() for code in codes})
        return {unit: tuple(keys.get(code, code) for code in codes) for unit, codes in results.items()}

    def put_proposal(self, draw: CommuneDraw, *, by: Actor, at: datetime) -> None:
        """Keep a draw that is not committed to yet, in the stead of what was proposed under its code.

        Raise StaleVersion where it was committed to meanwhile.
        """
        before = self._read(_DRAW.c.code == draw.code)
        if draw.ledger or (before and before[0].ledger):
            raise StaleVersion("draw", draw.code)
        self._session.execute(delete(_DRAW).where(_DRAW.c.code == draw.code))
        rows.add(self._session, [_row(draw)])
        self._audit.note(
            "draw.propose", draw.plan, before=_told(before[0]) if before else "", after=_told(draw), by=by, at=at
        )

    def drop_proposal(self, code: str, *, by: Actor, at: datetime) -> None:
        """Take away a draw that is not committed to; raise NotFound, StaleVersion where it was meanwhile."""
        draw = self.get(code)
        if draw.ledger:
            raise StaleVersion("draw", code)
        self._session.execute(delete(_DRAW).where(_DRAW.c.code == code))
        self._audit.note("draw.drop", draw.plan, before=_told(draw), by=by, at=at)

    def grow(self, draw: CommuneDraw, *, by: Actor, at: datetime) -> None:
        """Write down what is new in the ledger of a draw; raise StaleVersion where somebody was quicker."""
        for entry in self._ledgers.grow("draw", draw.code, draw.ledger):
            self._audit.note(f"draw.{entry.event.value}", draw.plan, after=_entry_told(draw, entry), by=by, at=at)

    def _keys(self, plan: str, codes: set[str]) -> dict[str, str]:
        """Return the keys of the units that have these codes in the province of a plan, where key and code differ."""
        if not codes:
            return {}
        province = select(_PLAN.c.province).where(_PLAN.c.key == plan).scalar_subquery()
        known = or_(_UNIT.c.code.in_(codes), _UNIT.c.key.in_(codes))
        found = self._session.execute(
            select(_UNIT.c.key, _UNIT.c.code).where(_UNIT.c.province == province, known).order_by(_UNIT.c.key)
        ).all()
        own = {row.key for row in found}
        return {row.code: row.key for row in found if row.code in codes - own}

    def _read(self, *where: ColumnElement[bool]) -> tuple[CommuneDraw, ...]:
        query = select(_DRAW).where(*where).order_by(_DRAW.c.unit, _DRAW.c.attempt)
        found = self._session.execute(query).all()
        ledgers = self._ledgers.of(row.code for row in found) if found else {}
        return tuple(_draw(row, ledgers.get(row.code, ())) for row in found)


def _draw(row: Any, ledger: tuple[PublicEntry, ...]) -> CommuneDraw:
    return CommuneDraw(
        code=row.code,
        plan=row.plan,
        plan_title=row.plan_title,
        unit=row.unit,
        unit_name=row.unit_name,
        kind=PoolKind(row.kind),
        attempt=row.attempt,
        previous=row.previous,
        day=row.day,
        least=row.least,
        most=row.most,
        count=row.count,
        frame=tuple(FrameUnit(code=code, name=name) for code, name in row.frame),
        without=_reasoned(row.without),
        included=_reasoned(row.included),
        randomness=Randomness(
            text=row.randomness,
            kind=RandomnessKind(row.randomness_kind),
            day=row.randomness_day,
            parties=row.parties,
        ),
        challenge_until=row.challenge_until,
        ledger=ledger,
    )


def _row(draw: CommuneDraw) -> CommuneDrawRow:
    return CommuneDrawRow(
        code=draw.code,
        plan=draw.plan,
        plan_title=draw.plan_title,
        unit=draw.unit,
        unit_name=draw.unit_name,
        kind=draw.kind.value,
        attempt=draw.attempt,
        previous=draw.previous,
        day=draw.day,
        least=draw.least,
        most=draw.most,
        count=draw.count,
        frame=[[unit.code, unit.name] for unit in draw.frame],
        without=[[unit.code, unit.name, unit.reason] for unit in draw.without],
        included=[[unit.code, unit.name, unit.reason] for unit in draw.included],
        randomness=draw.randomness.text,
        randomness_kind=draw.randomness.kind.value,
        randomness_day=draw.randomness.day,
        parties=draw.randomness.parties,
        challenge_until=draw.challenge_until,
    )


def _reasoned(listed: list[list[str]]) -> tuple[ReasonedUnit, ...]:
    return tuple(ReasonedUnit(code=code, name=name, reason=reason) for code, name, reason in listed)


def _told(draw: CommuneDraw) -> str:
    outside = "; ".join(f"{u.name}: {u.reason}" for u in (*draw.without, *draw.included))
    told = f"{draw.code}: chọn {draw.count} trong {len(draw.frame)} đơn vị, danh sách {draw.frame_sha256}"
    return f"{told}; để ngoài hoặc chọn sẵn: {outside}" if outside else told


def _entry_told(draw: CommuneDraw, entry: PublicEntry) -> str:
    return f"{draw.code}: dòng sổ {entry.hash}"
