"""Lỗi của cơ sở dữ liệu: which of them are facts for the user, and how each is told."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError, IntegrityError

from app.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.schema import ColumnCollectionConstraint

    from app.domain.errors import DomainError

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


@contextmanager
def failures_told() -> Iterator[None]:
    """Turn what the surroundings do to a database (busy, full, read-only, unreadable, gone) into Refused."""
    try:
        yield
    except DBAPIError as error:
        code = _code(error)
        if code is None:
            raise
        raise Refused(code, found=_words(error)) from error


def _code(error: DBAPIError) -> str | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return _POSTGRESQL.get(state)
    words = str(error.orig)
    for start, code in _SQLITE.items():
        if words.startswith(start):
            return code
    is_lost = error.connection_invalidated or type(error.orig).__module__.startswith("psycopg")
    return "database.unreachable" if is_lost and not isinstance(error, IntegrityError) else None


def _words(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]


@contextmanager
def refusing(constraint: ColumnCollectionConstraint, refusal: DomainError) -> Iterator[None]:
    """Raise the refusal when the constraint stops what is done inside; any other failure passes."""
    try:
        yield
    except IntegrityError as error:
        if not _stopped_by(error, constraint):
            raise
        raise refusal from error


def violation(error: IntegrityError) -> str:
    """Return which constraint stopped a statement: its name, or what SQLite says in its stead."""
    found: Any = getattr(error.orig, "diag", None)
    return str(found.constraint_name if found is not None else error.orig)


def _stopped_by(error: IntegrityError, constraint: ColumnCollectionConstraint) -> bool:
    """PostgreSQL names the constraint, SQLite only its columns."""
    columns = ", ".join(f"{column.table.name}.{column.name}" for column in constraint.columns)
    return violation(error) in {constraint.name, f"UNIQUE constraint failed: {columns}"}
