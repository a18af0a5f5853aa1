"""Đọc và ghi dòng: the two ways in which every store speaks to its tables."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import bindparam, insert, inspect, select

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Select, Table
    from sqlalchemy.orm import Session

    from app.db.tables.columns import Row

AnyRow = TypeVar("AnyRow", bound="Row")


def table_of(kind: type[Row]) -> Table:
    """Return the table of a row class."""
    return cast("Table", inspect(kind).local_table)


def read(
    session: Session, kind: type[AnyRow], *where: ColumnElement[bool], order_by: Sequence[Any] = ()
) -> Sequence[AnyRow]:
    """Return the rows that fulfil the conditions, in that order.

    They are plain tuples with the attributes of the class, not tracked objects: reading a plan is a third as long, and
    a row cannot be changed behind the explicit writes.
    """
    statement = select(table_of(kind)).where(*where).order_by(*order_by)
    return cast("Sequence[AnyRow]", session.execute(statement).all())


def of_plan(session: Session, kind: type[AnyRow], plan_id: int) -> Sequence[AnyRow]:
    """Return the rows of a plan in official order."""
    found = session.execute(_statement_of_plan(kind), {"plan_id": plan_id}).all()
    return cast("Sequence[AnyRow]", found)


def only_of_plan(session: Session, kind: type[AnyRow], plan_id: int) -> AnyRow | None:
    """Return the one row of a plan in a table that has at most one for each."""
    return next(iter(of_plan(session, kind, plan_id)), None)


@cache
def _statement_of_plan(kind: type[Row]) -> Select[Any]:
    """Return the query for a plan's rows of a table, built once: a plan is read by a score of them."""
    table = table_of(kind)
    statement = select(table).where(table.c.plan_id == bindparam("plan_id"))
    return statement.order_by(table.c.position) if "position" in table.c else statement


def add(session: Session, rows: Iterable[Row]) -> None:
    """Insert rows of one table with a single statement."""
    together = list(rows)
    if together:
        session.execute(insert(type(together[0])), [_values(row) for row in together])


def add_one(session: Session, row: Row) -> int:
    """Insert a row of a table that numbers its rows, and return its number."""
    table = table_of(type(row))
    return int(session.execute(insert(table).values(_values(row)).returning(table.c.id)).scalar_one())


def _values(row: Row) -> dict[str, Any]:
    """Return what is to be written; a member of an enumeration goes as its plain string, a missing id not at all."""
    values = {column.key: getattr(row, column.key) for column in table_of(type(row)).columns}
    return {
        name: value.value if isinstance(value, StrEnum) else value
        for name, value in values.items()
        if not (name == "id" and value is None)
    }
