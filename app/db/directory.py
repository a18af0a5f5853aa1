"""Kho danh bạ đơn vị."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, or_, select, update

from app.db import rows
from app.db.tables.directory import ProvinceRow, SuccessionRow, UnitAliasRow, UnitRow
from app.db.tables.plans import PlanRow
from app.domain.errors import NotFound
from app.domain.units import Succession, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import Row, Select, Table
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor

    Identity = tuple[str, str, date | None]
    """Kind, key, and the day a unit came into being: what tells the units of a province apart."""

_UNIT = rows.table_of(UnitRow)
_ALIAS = rows.table_of(UnitAliasRow)
_SUCCESSION = rows.table_of(SuccessionRow)


class DirectoryStore:
    """Danh bạ: the units of each province at all times, in official order."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def units(self, province: str) -> tuple[Unit, ...]:
        """Return every unit that the province has or had, in official order; none for a province without any."""
        aliases: dict[int | None, list[str]] = {}
        for alias in self._of_units(_ALIAS, province):
            aliases.setdefault(alias.unit_id, []).append(alias.alias)
        origins: dict[int | None, list[Succession]] = {}
        for row in self._of_units(_SUCCESSION, province):
            origin = Succession(name=row.name, code=row.code, unit=row.unit, extent=row.extent)
            origins.setdefault(row.unit_id, []).append(origin)
        found = rows.read(self._session, UnitRow, _UNIT.c.province == province, order_by=[_UNIT.c.position])
        return tuple(_unit(row, aliases.get(row.id, ()), origins.get(row.id, ())) for row in found)

    def units_of(
        self, province: str, *, keys: Iterable[str], kinds: Iterable[str], levels: Iterable[str]
    ) -> tuple[Unit, ...]:
        """Return the units of these keys, kinds or levels at all times, in official order, as far as a calendar goes.

        They come without their other names and without what they were formed from.
        """
        wanted = {"keys": list(keys), "kinds": list(kinds), "levels": list(levels)}
        found = rows.chosen(self._session, UnitRow, _units_of(), {"province": province, **wanted})
        return tuple(_unit(row, (), ()) for row in found)

    def _of_units(self, table: Table, province: str) -> Sequence[Row[Any]]:
        """Return the rows of a table below the province's units, in the order they have for each unit."""
        joined = select(table).join(_UNIT, _UNIT.c.id == table.c.unit_id)
        return self._session.execute(joined.where(_UNIT.c.province == province).order_by(table.c.position)).all()

    def add(self, province: str, units: Iterable[Unit], *, by: Actor, at: datetime) -> int:
        """Add the units whose identity (kind, key, since) the province lacks, after those it has; return how many.

        The feeds of the province's plans are then due anew, as they show names of units. Raise NotFound for a province
        that is not there.
        """
        known = self._identities(province)
        new: dict[Identity, Unit] = {}
        for unit in units:
            if _identity(unit) not in known:
                new.setdefault(_identity(unit), unit)
        if not new:
            return 0
        if not rows.read(self._session, ProvinceRow, rows.table_of(ProvinceRow).c.key == province):
            raise NotFound("province", province)
        start = self._next_position(province)
        rows.add(
            self._session,
            [_unit_row(province, start + index, unit) for index, unit in enumerate(new.values())],
        )
        ids = self._identities(province)
        rows.add(
            self._session,
            [
                UnitAliasRow(unit_id=ids[identity], position=position, alias=alias)
                for identity, unit in new.items()
                for position, alias in enumerate(unit.aliases)
            ],
        )
        rows.add(
            self._session,
            [
                SuccessionRow(
                    unit_id=ids[identity],
                    position=position,
                    name=origin.name,
                    code=origin.code,
                    unit=origin.unit,
                    extent=origin.extent,
                )
                for identity, unit in new.items()
                for position, origin in enumerate(unit.formed_from)
            ],
        )
        self._session.execute(
            update(PlanRow).where(rows.table_of(PlanRow).c.province == province).values(revision=PlanRow.revision + 1)
        )
        self._audit.note("directory.add", province, after=", ".join(unit.key for unit in new.values()), by=by, at=at)
        return len(new)

    def _identities(self, province: str) -> dict[Identity, int]:
        found = self._session.execute(
            select(_UNIT.c.id, _UNIT.c.kind, _UNIT.c.key, _UNIT.c.since).where(_UNIT.c.province == province)
        )
        return {(row.kind, row.key, row.since): row.id for row in found}

    def _next_position(self, province: str) -> int:
        last = self._session.execute(select(func.max(_UNIT.c.position)).where(_UNIT.c.province == province)).scalar()
        return 0 if last is None else int(last) + 1


@cache
def _units_of() -> Select[Any]:
    """Return the query of `units_of`, built once."""
    chosen = ((_UNIT.c.key, "keys"), (_UNIT.c.kind, "kinds"), (_UNIT.c.level, "levels"))
    any_of = or_(*(column.in_(bindparam(name, expanding=True)) for column, name in chosen))
    return select(_UNIT).where(_UNIT.c.province == bindparam("province"), any_of).order_by(_UNIT.c.position)


def _identity(unit: Unit) -> Identity:
    return unit.kind, unit.key, unit.since


def _unit(row: UnitRow, aliases: Iterable[str], origins: Iterable[Succession]) -> Unit:
    return Unit(
        key=row.key,
        name=row.name,
        kind=row.kind,
        level=row.level,
        code=row.code,
        area=row.area,
        parent=row.parent,
        superior=row.superior,
        symbol=row.symbol,
        aliases=tuple(aliases),
        since=row.since,
        until=row.until,
        formed_from=tuple(origins),
        certainty=row.certainty,
        source=row.source,
        note=row.note,
    )


def _unit_row(province: str, position: int, unit: Unit) -> UnitRow:
    return UnitRow(
        province=province,
        position=position,
        key=unit.key,
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        code=unit.code,
        area=unit.area,
        parent=unit.parent,
        superior=unit.superior,
        symbol=unit.symbol,
        since=unit.since,
        until=unit.until,
        certainty=unit.certainty,
        source=unit.source,
        note=unit.note,
    )
