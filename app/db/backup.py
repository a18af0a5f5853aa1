"""Sao lưu và khôi phục: the whole database as one SQLite file, whichever database it comes from or goes back into."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import delete, func, insert, inspect, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.db.carrying import carry_over, join_ledgers, to_be_carried
from app.db.engine import begin_writing, create_engine, reading
from app.db.failures import failures_told, first_line
from app.db.migrating import HEAD, is_at_head, migrate, revision
from app.db.public_restoring import PUBLIC_TABLES, join_public
from app.db.store import Store
from app.db.tables import METADATA
from app.domain.audit import RESTORED
from app.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Table

    from app.domain.people import Actor
    from app.domain.releases import Release

_ROWS_AT_ONCE = 500


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


def restore(
    engine: Engine, source: Path, *, settle: Callable[[Store], None], by: Actor, at: datetime
) -> tuple[Release, ...]:
    """Replace everything in the database by a backup, in one transaction; others read the old state until then.

    The backup may be of an older version; the database itself must be at HEAD. What was withdrawn, ended or used up
    after the backup stays so, passwords stay as they were last, and all sessions end (`app.db.carrying`); draws and
    sealed checks that were committed to stay, with their public ledgers (`app.db.public_restoring`). `settle` is
    given the restored store before the transaction is over, to bring up to date what is made from plans.

    Return the releases that were there and are not in the backup; the log names them, and the last hash of the log that
    was replaced. Raise Refused and change nothing: `backup.unreadable`, `backup.foreign` (not one of ours),
    `backup.newer`, `backup.inconsistent`, and what `backup` raises.
    """
    if not is_at_head(engine):
        raise Refused("database.not_initialised")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        _copy_readable(source, copy)
        backup_engine = create_engine(f"sqlite:///{copy}")
        try:
            _bring_to_head(backup_engine, source)
            return _replace_all(engine, backup_engine, source, settle, by, at)
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
    if isinstance(error, DBAPIError):
        return first_line(error)
    return error.details.get("found", "") if isinstance(error, Refused) else str(error)


def _copy_rows_to_file(source: Connection, made: Path) -> None:
    engine = create_engine(f"sqlite:///{made}")
    try:
        migrate(engine)
        with engine.begin() as target:
            _copy_rows(source, target, METADATA.sorted_tables)
    finally:
        engine.dispose()


def _copy_rows(source: Connection, target: Connection, tables: Iterable[Table]) -> None:
    for table in tables:
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


def _replace_all(
    engine: Engine, backup_engine: Engine, source: Path, settle: Callable[[Store], None], by: Actor, at: datetime
) -> tuple[Release, ...]:
    try:
        with failures_told(), reading(backup_engine).connect() as new, engine.begin() as connection:
            begin_writing(connection)
            with Session(connection) as session:
                replaced = Store(session)
                issued, last_hash = _releases(replaced), replaced.audit.last_hash()
            carried = to_be_carried(connection)
            replaceable = [table for table in METADATA.sorted_tables if table.name not in PUBLIC_TABLES]
            for table in reversed(replaceable):
                connection.execute(delete(table))
            _copy_rows(new, connection, replaceable)
            _continue_ids(connection)
            carry_over(connection, carried, at)
            with Session(connection) as session, Session(new) as backup_session:
                store = Store(session)
                present = _releases(store)
                lost = tuple(release for key, release in issued.items() if key not in present)
                told = [f"dữ liệu bản {HEAD}", *(_lost_words(release) for release in lost)]
                store.audit.note(RESTORED, source.name, before=last_hash, after="; ".join(told), by=by, at=at)
                join_public(connection, store, new, Store(backup_session), by=by, at=at)
                join_ledgers(connection, store, by=by, at=at)
                settle(store)
            return lost
    except (IntegrityError, DataError, ValueError) as error:
        raise Refused("backup.inconsistent", path=str(source), found=_words(error)) from error


def _releases(store: Store) -> dict[tuple[str, int, str], Release]:
    """Return everything that was issued, by plan, number and hash."""
    found = (release for plan in store.releases.latest_numbers() for release in store.releases.list(plan))
    return {(release.plan, release.number, release.sha256): release for release in found}


def _lost_words(release: Release) -> str:
    return f"không còn bản ban hành số {release.number} của {release.plan}, sha256 {release.sha256}"


def _continue_ids(connection: Connection) -> None:
    """Let new rows be numbered after those copied; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        for table in METADATA.sorted_tables:
            if "id" in table.columns:
                sequence = func.setval(
                    func.pg_get_serial_sequence(table.name, "id"),
                    func.coalesce(func.max(table.c.id), 1),
                    func.max(table.c.id).is_not(None),
                )
                connection.execute(select(sequence).select_from(table))
