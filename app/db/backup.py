"""Sao lưu và khôi phục: the whole database as one SQLite file, whichever database it comes from or goes back into."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import delete, func, insert, inspect, select, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.db.audit import AuditLog
from app.db.engine import begin_writing, create_engine, reading
from app.db.failures import failures_told
from app.db.migrating import HEAD, is_at_head, migrate, revision
from app.db.rows import table_of
from app.db.tables import METADATA
from app.db.tables.feeds import FeedRow
from app.db.tables.plans import PlanRow
from app.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from app.domain.people import Actor

_ROWS_AT_ONCE = 500
_PLAN = table_of(PlanRow)
_FEED = table_of(FeedRow)


def backup(engine: Engine, target: Path) -> None:
    """Write the whole database as it is at one moment to a new file; others may read and write meanwhile.

    The file appears whole or not at all. Raise Refused: `backup.exists` (nothing is written over),
    `database.not_initialised`, `file.unwritable`, and what `open_store` raises.
    """
    if target.exists():
        raise Refused("backup.exists", path=str(target))
    if not is_at_head(engine):
        raise Refused("database.not_initialised")
    with failures_told(), reading(engine).connect() as source, _written_whole(target) as made:
        if engine.dialect.name == "sqlite":
            with closing(sqlite3.connect(made)) as copy:
                cast("sqlite3.Connection", source.connection.driver_connection).backup(copy)
        else:
            _copy_rows_to_file(source, made)
        with closing(sqlite3.connect(made)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")


def restore(engine: Engine, source: Path, *, by: Actor, at: datetime) -> None:
    """Replace everything in the database by a backup, in one transaction; others read the old state until then.

    The backup may be of an older version; the database itself must be at HEAD. Addresses of calendars that were
    withdrawn after the backup stay withdrawn. Raise Refused and change nothing: `backup.unreadable`, `backup.foreign`
    (not one of ours), `backup.newer`, `backup.inconsistent`, and what `backup` raises.
    """
    if not is_at_head(engine):
        raise Refused("database.not_initialised")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        _copy_readable(source, copy)
        backup_engine = create_engine(f"sqlite:///{copy}")
        try:
            _bring_to_head(backup_engine, source)
            _replace_all(engine, backup_engine, source, by, at)
        finally:
            backup_engine.dispose()


@contextmanager
def _written_whole(target: Path) -> Iterator[Path]:
    """Give a file beside the target to write to, and move it into place when that went well."""
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            made = Path(folder) / target.name
            yield made
            with made.open("rb") as file:
                os.fsync(file.fileno())
            made.replace(target)
    except (OSError, sqlite3.Error, DBAPIError, Refused) as error:
        raise Refused("file.unwritable", path=str(target), found=_words(error)) from error


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return error.details.get("found", "") if isinstance(error, Refused) else str(getattr(error, "orig", error))


def _copy_rows_to_file(source: Connection, made: Path) -> None:
    engine = create_engine(f"sqlite:///{made}")
    try:
        migrate(engine)
        with engine.begin() as target:
            _copy_rows(source, target)
    finally:
        engine.dispose()


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in METADATA.sorted_tables:
        for together in source.execute(select(table).order_by(*table.primary_key)).mappings().partitions(_ROWS_AT_ONCE):
            target.execute(insert(table), [dict(row) for row in together])


def _copy_readable(source: Path, copy: Path) -> None:
    """Copy a backup to where it can be looked at and migrated without touching it."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as original, closing(sqlite3.connect(copy)) as made:
            original.backup(made)
            found = made.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise Refused("backup.unreadable", path=str(source), found=str(error)) from error
    if found != "ok":
        raise Refused("backup.unreadable", path=str(source), found=str(found))


def _bring_to_head(engine: Engine, source: Path) -> None:
    """Migrate the copy of a backup, once it has been seen to be one."""
    if revision(engine) is None:
        raise Refused("backup.foreign", path=str(source))
    try:
        migrate(engine)
    except Refused as refusal:
        code = "backup.newer" if refusal.code == "database.newer" else "backup.inconsistent"
        raise Refused(code, path=str(source), found=refusal.details.get("found", "")) from refusal
    found = inspect(engine)
    names = set(found.get_table_names())
    for table in METADATA.tables.values():
        if table.name not in names or {c["name"] for c in found.get_columns(table.name)} != set(table.columns.keys()):
            raise Refused("backup.foreign", path=str(source))


def _replace_all(engine: Engine, backup_engine: Engine, source: Path, by: Actor, at: datetime) -> None:
    try:
        with failures_told(), reading(backup_engine).connect() as new, engine.begin() as connection:
            begin_writing(connection)
            shown = _highest_numbers(connection)
            withdrawn = connection.execute(
                select(_FEED.c.secret_hash, _FEED.c.revoked_at).where(_FEED.c.revoked_at.is_not(None))
            ).all()
            for table in reversed(METADATA.sorted_tables):
                connection.execute(delete(table))
            _copy_rows(new, connection)
            _continue_numbers(connection, *shown)
            for feed in withdrawn:
                still_open = _FEED.c.revoked_at.is_(None) & (_FEED.c.secret_hash == feed.secret_hash)
                connection.execute(update(_FEED).where(still_open).values(revoked_at=feed.revoked_at))
            with Session(connection) as session:
                AuditLog(session).note("database.restore", source.name, after=HEAD, by=by, at=at)
    except (IntegrityError, DataError, ValueError) as error:
        raise Refused("backup.inconsistent", path=str(source), found=_words(error)) from error


def _highest_numbers(connection: Connection) -> tuple[int, int]:
    """Return the highest version and revision of a plan that a page or a calendar may have been given."""
    found = connection.execute(select(func.max(_PLAN.c.version), func.max(_PLAN.c.revision))).one()
    return found[0] or 0, found[1] or 0


def _continue_numbers(connection: Connection, version: int, revision_number: int) -> None:
    """Go on numbering where the replaced data stood, so that nothing made from it can pass for current."""
    connection.execute(
        update(_PLAN).values(version=_PLAN.c.version + version, revision=_PLAN.c.revision + revision_number)
    )
    if connection.dialect.name == "postgresql":
        for table in METADATA.sorted_tables:
            if "id" in table.columns:
                sequence = func.setval(
                    func.pg_get_serial_sequence(table.name, "id"),
                    func.coalesce(func.max(table.c.id), 1),
                    func.max(table.c.id).is_not(None),
                )
                connection.execute(select(sequence).select_from(table))
