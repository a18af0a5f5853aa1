"""Đọc và ghi dòng: the ways in which every store speaks to its tables."""

from __future__ import annotations

from collections import namedtuple
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import bindparam, delete, insert, inspect, select, update

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Select, Table
    from sqlalchemy.orm import Session

    from app.db.tables.columns import Row

AnyRow = TypeVar("AnyRow", bound="Row")
Rows = tuple[tuple[type["Row"], "Sequence[Row]"], ...]
"""Các dòng của một phần kế hoạch: tables, each with its rows; a table comes before those that point to it."""


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
    return chosen(session, kind, select(table_of(kind)).where(*where).order_by(*order_by), {})


def of(session: Session, kind: type[AnyRow], column: str, value: int | str) -> Sequence[AnyRow]:
    """Return the rows that have the value in the column, in official order; as `read`, its query built once."""
    return chosen(session, kind, _statement_of(kind, column), {"value": value})


def chosen(session: Session, kind: type[AnyRow], statement: Select[Any], values: Mapping[str, Any]) -> Sequence[AnyRow]:
    """Return the rows that a query of all columns of the table gives for these values, as `read` does."""
    make = _shape(kind)._make
    return cast("Sequence[AnyRow]", list(map(make, session.connection().execute(statement, values).all())))


@cache
def _shape(kind: type[Row]) -> Any:
    """Return the tuple type of a table's rows: a name is found in it ten times as fast as in SQLAlchemy's own rows."""
    return namedtuple(kind.__name__, table_of(kind).columns.keys())  # noqa: PYI024 — its fields are those of the table


def of_plan(session: Session, kind: type[AnyRow], plan_id: int) -> Sequence[AnyRow]:
    """Return the rows of a plan in official order."""
    return of(session, kind, "plan_id", plan_id)


def only_of_plan(session: Session, kind: type[AnyRow], plan_id: int) -> AnyRow | None:
    """Return the one row of a plan in a table that has at most one for each."""
    return next(iter(of_plan(session, kind, plan_id)), None)


@cache
def _statement_of(kind: type[Row], column: str) -> Select[Any]:
    """Return the query of `of`, built once: a plan is read by a score of them."""
    table = table_of(kind)
    statement = select(table).where(table.c[column] == bindparam("value"))
    return statement.order_by(table.c.position) if "position" in table.c else statement


def add(session: Session, rows: Iterable[Row]) -> None:
    """Insert rows of one table with a single statement."""
    together = list(rows)
    if together:
        session.execute(insert(type(together[0])), [_values(row) for row in together])


def make_of_plan(session: Session, plan_id: int, *tables: tuple[type[Row], Sequence[Row]]) -> None:
    """Make the rows of a plan in these tables those given: what differs is inserted, changed or deleted.

    A row is told by the primary key of its table, so that rows of other tables may go on pointing to it; one that is
    given twice is refused by the database. A table comes before those that point to it.
    """
    left = []
    for kind, wanted in tables:
        present = {_key(kind, values): values for values in map(_fields, of_plan(session, kind, plan_id))}
        new = []
        for values in map(_values, wanted):
            before = present.pop(_key(kind, values), None)
            if before is None:
                new.append(values)
            elif before != values:
                session.execute(update(table_of(kind)).where(*_is_row(kind, values)).values(values))
        if new:
            session.execute(insert(kind), new)
        left.append((kind, present.values()))
    # Last, and the other way round: by now nothing points to what goes.
    for kind, gone in reversed(left):
        for values in gone:
            session.execute(delete(table_of(kind)).where(*_is_row(kind, values)))


def _key(kind: type[Row], values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(values[column.key] for column in table_of(kind).primary_key.columns)


def _is_row(kind: type[Row], values: dict[str, Any]) -> list[ColumnElement[bool]]:
    return [column == values[column.key] for column in table_of(kind).primary_key.columns]


def _fields(row: Row) -> dict[str, Any]:
    """Return the values of a row as it was read."""
    return cast("Any", row)._asdict()  # type: ignore[no-any-return]  # rows come as named tuples, see `_shape`


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
