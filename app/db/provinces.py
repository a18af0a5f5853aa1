"""Kho tỉnh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import rows
from app.db.tables.directory import ProvinceLevelRow, ProvinceRow
from app.domain.errors import NotFound, Refused
from app.domain.units import Level, Province

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor

_PROVINCE = rows.table_of(ProvinceRow)
_LEVEL = rows.table_of(ProvinceLevelRow)


class ProvinceStore:
    """Các tỉnh: one for an installation's own plans, others where their plans were taken in."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def all(self) -> tuple[Province, ...]:
        """Return every province, by key."""
        levels: dict[str, list[ProvinceLevelRow]] = {}
        for level in rows.read(self._session, ProvinceLevelRow, order_by=[_LEVEL.c.position]):
            levels.setdefault(level.province, []).append(level)
        found = rows.read(self._session, ProvinceRow)
        return tuple(_province(row, levels.get(row.key, ())) for row in sorted(found, key=lambda row: row.key))

    def get(self, key: str) -> Province:
        """Return the province of that key; raise NotFound."""
        found = rows.of(self._session, ProvinceRow, "key", key)
        if not found:
            raise NotFound("province", key)
        return _province(found[0], rows.of(self._session, ProvinceLevelRow, "province", key))

    def add(self, province: Province, *, by: Actor, at: datetime) -> None:
        """Add a province with its levels; raise Refused `province.exists` when its key is taken."""
        if rows.read(self._session, ProvinceRow, _PROVINCE.c.key == province.key):
            raise Refused("province.exists", key=province.key)
        rows.add(self._session, [_province_row(province)])
        rows.add(
            self._session,
            [
                ProvinceLevelRow(
                    province=province.key,
                    key=level.key,
                    position=position,
                    rank=level.rank,
                    name=level.name,
                    bodies=level.bodies,
                )
                for position, level in enumerate(province.levels)
            ],
        )
        self._audit.note("province.add", province.key, after=province.full_name, by=by, at=at)


def _province(row: ProvinceRow, levels: Iterable[ProvinceLevelRow]) -> Province:
    return Province(
        key=row.key,
        name=row.name,
        full_name=row.full_name,
        committee=row.committee,
        place=row.place,
        levels=tuple(Level(key=level.key, rank=level.rank, name=level.name, bodies=level.bodies) for level in levels),
    )


def _province_row(province: Province) -> ProvinceRow:
    return ProvinceRow(
        key=province.key,
        name=province.name,
        full_name=province.full_name,
        committee=province.committee,
        place=province.place,
    )
