"""Nâng cấp cơ sở dữ liệu: brings a database to the newest form of its tables, or says why it cannot."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from app import ROOT
from app.db.engine import BUSY_SECONDS, reading
from app.db.failures import failures_told
from app.db.tables import METADATA
from app.domain.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config
    from sqlalchemy import Connection, Engine

HEAD = "0012"
"""The newest migration; a test compares it with the folder."""
MIGRATIONS = ROOT / "migrations"

_WAIT_SECONDS = 120
_LOCK = int.from_bytes(b"kiemtra")
"""The advisory lock under which a PostgreSQL database is migrated."""


def migrate(engine: Engine) -> None:
    """Bring the database to HEAD in one transaction; a second process waits for the first and finds nothing to do.

    Raise Refused: `database.newer` for a revision that this version does not know, `database.foreign` for a database in
    which another program has tables of the same names, `database.unreadable` for a file that is no database or cannot
    be opened, and what else `open_store` raises.
    """
    path = _file(engine)
    if path is not None:
        _make_folder(path)
    with failures_told(), _locked(engine) as connection:
        found = _revision(connection)
        _refuse_unknown(found)
        if found is None:
            _refuse_foreign(connection)
        if found != HEAD:
            from alembic import command  # noqa: PLC0415 — alembic stays out of every process that does not migrate

            command.upgrade(config(connection), "head")


def revision(engine: Engine) -> str | None:
    """Return the migration that the database stands at, None for one that is empty or missing; raise Refused."""
    path = _file(engine)
    if path is not None and not path.exists():
        return None
    with failures_told(), reading(engine).connect() as connection:
        return _revision(connection)


def is_at_head(engine: Engine) -> bool:
    """Say whether the database has the newest form; raise Refused as `revision` does."""
    return revision(engine) == HEAD


def refuse_newer(engine: Engine) -> None:
    """Raise Refused `database.newer` when the database was made by a newer version."""
    _refuse_unknown(revision(engine))


def config(connection: Connection) -> Config:
    """Return the configuration under which the migrations run on an open connection."""
    from alembic.config import Config  # noqa: PLC0415 — alembic stays out of every process that does not migrate

    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings


def _refuse_unknown(found: str | None) -> None:
    known = {path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*.py")}
    if found is not None and found not in known:
        raise Refused("database.newer", found=found)


def _refuse_foreign(connection: Connection) -> None:
    taken = sorted(METADATA.tables.keys() & inspect(connection).get_table_names())
    if taken:
        raise Refused("database.foreign", found=", ".join(taken))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


@contextmanager
def _locked(engine: Engine) -> Iterator[Connection]:
    """Open the transaction of a migration, which no other process can have open at the same time."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection, _unbound(connection), connection.begin():
            yield connection
            _refuse_dangling(connection)
        return
    # The level must see what the process before wrote while this one waited for the lock.
    with engine.execution_options(isolation_level="READ COMMITTED").begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


@contextmanager
def _unbound(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild tables that others refer to, and wait long for another process that does so.

    Foreign keys cannot be switched inside a transaction, so the driver is asked before it begins.
    """
    driver = connection.connection
    driver.execute("PRAGMA foreign_keys = OFF")
    driver.execute(f"PRAGMA busy_timeout = {_WAIT_SECONDS * 1000}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        driver.execute("PRAGMA foreign_keys = ON")


def _refuse_dangling(connection: Connection) -> None:
    dangling = connection.execute(text("PRAGMA foreign_key_check")).first()
    if dangling is not None:
        raise Refused("database.inconsistent", found=str(dangling[0]))


def _file(engine: Engine) -> Path | None:
    """Return the file of an SQLite database, None for one in memory or on a server."""
    name = engine.url.database
    return Path(name) if engine.dialect.name == "sqlite" and name not in {None, "", ":memory:"} and name else None


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused("database.unreadable", found=f"{path}: {error.strerror or error}") from error
