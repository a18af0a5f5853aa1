"""Kết nối cơ sở dữ liệu: SQLite beside the program, or PostgreSQL, both behaving alike.

A transaction shows one moment from its first to its last query on either: SQLite gets an explicit BEGIN (its driver
would begin late and show other sessions' writes in between), PostgreSQL the level REPEATABLE READ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy
from sqlalchemy import StaticPool, event, make_url
from sqlalchemy.exc import ArgumentError

from app.domain.errors import Refused

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

KEPT_CONNECTIONS = 8
MOST_CONNECTIONS = 48
"""More than the web server has threads (40): a thread that waited for a connection held by one that waits for a thread
would stop the service for good."""
BUSY_SECONDS = 10
"""How long a writer waits for another before it gives up."""

READ_ONLY = "kiemtra_read_only"
"""The execution option under which a transaction only reads."""


def create_engine(url: str) -> Engine:
    """Return the engine for a database address: `sqlite:///path`, `sqlite://` (in memory) or `postgresql://…`.

    What it says of a failure names no value that was to be written: it may end in a log, and the value be a hash.
    Raise Refused `database.address` for anything else; the address is not told, since it may hold a password.
    """
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise Refused("database.address") from error
    if backend == "sqlite":
        return _sqlite(address)
    if backend != "postgresql":
        raise Refused("database.address")
    return sqlalchemy.create_engine(
        address.set(drivername="postgresql+psycopg"),
        isolation_level="REPEATABLE READ",
        hide_parameters=True,
        pool_size=KEPT_CONNECTIONS,
        max_overflow=MOST_CONNECTIONS - KEPT_CONNECTIONS,
        pool_pre_ping=True,
    )


def reading(engine: Engine) -> Engine:
    """Return the same engine for transactions that only read; a write in one of them is refused by the database."""
    return engine.execution_options(**{READ_ONLY: True, "postgresql_readonly": True})


def begin_writing(connection: Connection) -> None:
    """Wait until no other transaction writes; to be called before anything is read in this one.

    Writers go one by one, as SQLite has it anyway: what one of them found missing is still missing when it adds it, and
    no change is lost to another. On PostgreSQL they queue for the table to which each of them adds a row. Raise
    DBAPIError when the wait is too long.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE")


def _sqlite(address: URL) -> Engine:
    in_memory = address.database in {None, "", ":memory:"}
    pool: dict[str, Any] = (
        {"poolclass": StaticPool}
        if in_memory
        else {"pool_size": KEPT_CONNECTIONS, "max_overflow": MOST_CONNECTIONS - KEPT_CONNECTIONS}
    )
    engine = sqlalchemy.create_engine(
        address,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        hide_parameters=True,
        **pool,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "checkin", _end_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")


def _end_sqlite(connection: Any, _record: object) -> None:
    """Give a connection back without a transaction: one whose COMMIT failed stays open in SQLite."""
    if connection is not None:
        connection.rollback()


def _begin_sqlite(connection: Connection) -> None:
    """Begin at once as a writer, so that a write never fails because another came between reading and writing."""
    only_reads = bool(connection.get_execution_options().get(READ_ONLY))
    # Only a change is told: SQLite then forgets every query that it has prepared on the connection.
    if connection.info.get(READ_ONLY) != only_reads:
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if only_reads else 'OFF'}")
        connection.info[READ_ONLY] = only_reads
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
