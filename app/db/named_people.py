"""Kho tên người: who the people are whom roles name, without reading the plans that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import rows
from app.db.tables.plans import PlanRow
from app.db.tables.teams import PersonRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

_PERSON = rows.table_of(PersonRow)
_PLAN = rows.table_of(PlanRow)


class NamedPeopleStore:
    """Tên người trong các kế hoạch."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def names(self, province: str, keys: Iterable[str]) -> dict[tuple[str, str], str]:
        """Return "Bà Huỳnh Thị Bé Năm" by the key and the agency of each person, as the newest plan writes it."""
        query = (
            select(_PERSON.c.key, _PERSON.c.agency, _PERSON.c.honorific, _PERSON.c.name)
            .join(_PLAN, _PLAN.c.id == _PERSON.c.plan_id)
            .where(_PLAN.c.province == province, _PERSON.c.key.in_(list(keys)))
            .order_by(_PLAN.c.year, _PLAN.c.id)
        )
        return {(row.key, row.agency): f"{row.honorific} {row.name}" for row in self._session.execute(query)}
