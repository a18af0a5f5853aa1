"""The tables as migrations make them, and the ways in which migrating can go wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from app.db.engine import create_engine
from app.db.migrating import HEAD, MIGRATIONS, config, is_at_head, migrate, refuse_newer, revision
from app.db.tables import METADATA
from app.domain.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

REVISIONS = [path.name.partition("_")[0] for path in sorted((MIGRATIONS / "versions").glob("*.py"))]


def _move(engine: Engine, to: str) -> None:
    with engine.begin() as connection:
        move = command.downgrade if to == "base" or (revision(engine) or "") > to else command.upgrade
        move(config(connection), to)


def _schema(engine: Engine) -> dict[str, Any]:
    """Return everything that the database itself says of its tables, in an order that does not matter."""
    found = inspect(engine)
    return {
        table: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(table)},
            "primary key": found.get_pk_constraint(table),
            "foreign keys": sorted(map(str, found.get_foreign_keys(table))),
            "unique": sorted(map(str, found.get_unique_constraints(table))),
            "checks": sorted((c["name"], c["sqltext"]) for c in found.get_check_constraints(table)),
            "indexes": sorted(str(_plain(index)) for index in found.get_indexes(table)),
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def _plain(index: Any) -> dict[str, Any]:
    """Return an index with the condition of a partial one as text."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return {**index, "dialect_options": options}


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_migrations_are_numbered_without_a_gap_and_have_one_head(bare_engine: Engine):
    assert [f"{number:04d}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS
    with bare_engine.connect() as connection:
        heads = ScriptDirectory.from_config(config(connection)).get_heads()
    assert heads == [HEAD] == [REVISIONS[-1]]


def test_a_migration_does_not_change_with_the_program():
    for path in (MIGRATIONS / "versions").glob("*.py"):
        assert not re.search(r"^\s*(from|import) (app|sqlmodel)\b", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_an_empty_database_is_brought_to_head_and_stays_there(bare_engine: Engine):
    assert revision(bare_engine) is None
    assert not is_at_head(bare_engine)
    for _ in range(2):
        migrate(bare_engine)
        assert revision(bare_engine) == HEAD
        assert is_at_head(bare_engine)
    assert _tables(bare_engine) == set(METADATA.tables)


def test_the_tables_that_migrations_make_are_those_of_the_program(bare_engine: Engine, postgres_engine: Engine):
    """Compared by what the database tells of both, so that checks and partial indexes count too."""
    METADATA.create_all(bare_engine)
    meant = _schema(bare_engine)
    METADATA.drop_all(bare_engine)
    migrate(bare_engine)
    assert _schema(bare_engine) == meant
    if bare_engine.dialect.name == "postgresql":
        assert _schema(postgres_engine) == meant


def test_alembic_sees_nothing_left_to_migrate(engine: Engine):
    options = {"compare_type": True, "compare_server_default": True}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []


def test_every_step_goes_up_and_down_and_up_again_to_the_same_tables(bare_engine: Engine):
    schemas = [_schema(bare_engine)]
    for step in REVISIONS:
        _move(bare_engine, step)
        schemas.append(_schema(bare_engine))
    for step, expected in zip([*REVISIONS[-2::-1], "base"], schemas[-2::-1], strict=True):
        _move(bare_engine, step)
        assert _schema(bare_engine) == expected
    for step, expected in zip(REVISIONS, schemas[1:], strict=True):
        _move(bare_engine, step)
        assert _schema(bare_engine) == expected


MIGRATE = """
import sys
from app import SEED
from app.db.engine import create_engine
from app.db.migrating import migrate
engine = create_engine(sys.argv[1])
migrate(engine)
engine.dispose()
"""


def test_several_processes_may_migrate_one_database_at_once_from_any_folder(bare_url: str, bare_engine: Engine):
    started = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", MIGRATE, bare_url], cwd="/", stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    answers = [process.communicate(timeout=120)[1].decode() for process in started]
    assert answers == [""] * 4
    assert [process.returncode for process in started] == [0] * 4
    assert is_at_head(bare_engine)
    assert _tables(bare_engine) == set(METADATA.tables)


def test_a_database_of_a_newer_version_is_refused_and_left_alone(engine: Engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        for ask in (migrate, refuse_newer):
            with pytest.raises(Refused) as refused:
                ask(engine)
            assert (refused.value.code, refused.value.facts()) == ("database.newer", {"found": "9999"})
        assert not is_at_head(engine)
    finally:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})
    refuse_newer(engine)


def test_a_database_with_tables_of_another_program_is_refused_and_left_alone(bare_engine: Engine):
    with bare_engine.begin() as connection:
        connection.execute(text("CREATE TABLE plan (id INTEGER)"))
    with pytest.raises(Refused) as refused:
        migrate(bare_engine)
    assert (refused.value.code, refused.value.facts()) == ("database.foreign", {"found": "plan"})
    assert inspect(bare_engine).get_table_names() == ["plan"]


def test_a_migration_that_fails_leaves_the_database_as_it_was(bare_engine: Engine):
    _move(bare_engine, "0003")
    with bare_engine.begin() as connection:
        connection.execute(text("CREATE TABLE feed (id INTEGER)"))
    before = _schema(bare_engine)
    with pytest.raises(Exception, match="feed"):
        migrate(bare_engine)
    assert revision(bare_engine) == "0003"
    assert _schema(bare_engine) == before


def test_rows_that_point_nowhere_stop_a_migration(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'kiemtra.db'}")
    _move(engine, "0005")
    with engine.connect() as connection:
        connection.connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[attr-defined]  # of the driver
        connection.execute(text("INSERT INTO province_level VALUES ('none', 'tinh', 0, 1, '', '')"))
        connection.commit()
    with pytest.raises(Refused) as refused:
        migrate(engine)
    assert (refused.value.code, refused.value.facts()) == ("database.inconsistent", {"found": "province_level"})
    assert revision(engine) == "0005"
    engine.dispose()


def test_foreign_keys_bind_again_after_a_migration(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'kiemtra.db'}")
    migrate(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000
    engine.dispose()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "kiemtra.db"
    path.write_text("đây không phải cơ sở dữ liệu" * 100, encoding="utf-8")
    before = path.read_bytes()
    engine = create_engine(f"sqlite:///{path}")
    for ask in (migrate, revision, is_at_head, refuse_newer):
        with pytest.raises(Refused) as refused:
            ask(engine)
        assert refused.value.code == "database.unreadable"
        assert refused.value.facts() == {"found": "file is not a database"}
    engine.dispose()
    assert path.read_bytes() == before


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path}")
    with pytest.raises(Refused) as refused:
        migrate(engine)
    assert refused.value.code == "database.unreadable"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path):
    (tmp_path / "var").write_text("", encoding="utf-8")
    engine = create_engine(f"sqlite:///{tmp_path / 'var' / 'kiemtra.db'}")
    with pytest.raises(Refused) as refused:
        migrate(engine)
    assert refused.value.code == "database.unreadable"


def test_asking_for_the_revision_makes_no_file(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'none.db'}")
    assert revision(engine) is None
    assert not is_at_head(engine)
    refuse_newer(engine)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_the_file_is_made(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'var' / 'deep' / 'kiemtra.db'}")
    migrate(engine)
    engine.dispose()
    assert (tmp_path / "var" / "deep" / "kiemtra.db").exists()


def test_alembic_is_loaded_by_nobody_who_has_nothing_to_migrate(sqlite_engine: Engine):
    asked = f"{MIGRATE}\nfrom app.db import backup, store\nprint('alembic' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", asked, str(sqlite_engine.url)], capture_output=True, check=True, text=True
    )
    assert answer.stdout == "False\n"
