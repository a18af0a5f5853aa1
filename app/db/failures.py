"""Lỗi của cơ sở dữ liệu: which of them are facts for the user, and how each is told."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError

from app.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

_SQLITE = {
    "database is locked": "database.busy",
    "database table is locked": "database.busy",
    "database or disk is full": "database.full",
    "attempt to write a readonly database": "database.read_only",
    "file is not a database": "database.unreadable",
    "database disk image is malformed": "database.unreadable",
    "unable to open database file": "database.unreadable",
}
_POSTGRESQL = {
    "40001": "database.busy",
    "40P01": "database.busy",
    "55P03": "database.busy",
    "53100": "database.full",
    "25006": "database.read_only",
}
_POSTGRESQL_GONE = ("08", "28", "3D", "57P")
"""Classes of errors with which a server refuses or ends a connection."""


@contextmanager
def failures_told() -> Iterator[None]:
    """Turn what the surroundings do to a database (busy, full, read-only, unreadable, gone) into Refused.

    Any other failure goes on as it is, without the values of rows that the database names: a log is no place for them.
    """
    try:
        yield
    except DBAPIError as error:
        code = _code(error)
        if code is None:
            raise _without_values(error).with_traceback(error.__traceback__) from None
        raise Refused(code, found=first_line(error)) from error


def _code(error: DBAPIError) -> str | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return "database.unreachable" if state.startswith(_POSTGRESQL_GONE) else _POSTGRESQL.get(state)
    words = str(error.orig)
    for start, code in _SQLITE.items():
        if words.startswith(start):
            return code
    is_postgresql = type(error.orig).__module__.startswith("psycopg")
    return "database.unreachable" if is_postgresql and isinstance(error, OperationalError) else None


def first_line(error: DBAPIError) -> str:
    """Return what the database says of a failure, without the lines in which PostgreSQL shows the row."""
    return str(error.orig).strip().partition("\n")[0]


def _without_values(error: DBAPIError) -> DBAPIError:
    told = type(error.orig)(first_line(error)) if error.orig is not None else Exception()
    return type(error)(error.statement, None, told, hide_parameters=True)


@contextmanager
def inconsistency_told(plan: str) -> Iterator[None]:
    """Turn what a constraint stops while a plan is written into Refused `plan.inconsistent`.

    The last defence: whoever reads a plan from outside finds such faults first, and says where they are.
    """
    try:
        yield
    except (IntegrityError, DataError) as error:
        diagnosis = getattr(error.orig, "diag", None)
        found = getattr(diagnosis, "constraint_name", None) or first_line(error)
        raise Refused("plan.inconsistent", key=plan, found=found) from error
