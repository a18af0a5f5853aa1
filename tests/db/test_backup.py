"""A backup of either database goes back into either, whole or not at all."""

from __future__ import annotations

import resource
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from builders import PROVINCE, QUOC_KHANH_2023, UNITS, a_dossier, a_plan
from hypothesis import given, settings
from sqlalchemy import text
from storing import actions, content, put
from strategies import plan_dossiers

from app.db.backup import backup, restore
from app.db.engine import create_engine
from app.db.migrating import config, migrate
from app.db.store import open_reader, open_store
from app.domain.errors import Refused
from app.domain.feed_grants import FeedKind

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from app.domain.dossiers import PlanDossier
    from app.domain.releases import Release


@pytest.fixture
def taken(filled: Engine, written_by: dict[str, Any], tmp_path: Path) -> Path:
    """A backup of a database with a plan, days off and a calendar address."""
    with open_store(filled) as store:
        store.days_off.add(QUOC_KHANH_2023.table, **written_by)
        store.feeds.issue("tinh-a-2023", FeedKind.PLAN, None, secret_hash="h", name="n", shows_draft=True, **written_by)  # noqa: S106 — a hash of none
    backup(filled, tmp_path / "backup.db")
    return tmp_path / "backup.db"


def put_back(engine: Engine, path: Path, written_by: dict[str, Any]) -> tuple[Release, ...]:
    """Restore a backup and nothing besides: what is made from plans is looked at in tests/services."""
    return restore(engine, path, settle=lambda _: None, **written_by)


def _without_record(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    return {name: found for name, found in rows.items() if name != "audit"}


def test_a_backup_goes_back_into_either_database(
    filled: Engine, taken: Path, target: Engine, written_by: dict[str, Any]
):
    put_back(target, taken, written_by)
    assert _without_record(content(target)) == _without_record(content(filled))
    assert actions(target) == [*actions(filled), ("database.restore", "backup.db")]


@settings(max_examples=2)
@given(dossier=plan_dossiers())
def test_every_value_survives_a_backup_and_its_return(
    engine: Engine, written_by: dict[str, Any], tmp_path_factory: pytest.TempPathFactory, dossier: PlanDossier
):
    path = tmp_path_factory.mktemp("backup") / "b.db"
    empty_path = path.with_name("empty.db")
    backup(engine, empty_path)
    with open_store(engine) as store:
        put(store, dossier, written_by)
    backup(engine, path)
    put_back(engine, empty_path, written_by)
    with open_reader(engine) as store:
        assert not store.plans.exists(dossier.plan.key)
    put_back(engine, path, written_by)
    with open_reader(engine) as store:
        assert store.plans.dossier(dossier.plan.key) == dossier
    put_back(engine, empty_path, written_by)


def test_what_stood_there_before_is_replaced(taken: Path, target: Engine, written_by: dict[str, Any]):
    with open_store(target) as store:
        put(store, replace(a_dossier(a_plan(key="khac")), people=a_dossier().people), written_by)
    put_back(target, taken, written_by)
    with open_reader(target) as store:
        assert [summary.key for summary in store.plans.summaries()] == ["tinh-a-2023"]
        assert store.plans.dossier("tinh-a-2023") == a_dossier()


def test_new_rows_are_numbered_after_the_restored_ones(taken: Path, target: Engine, written_by: dict[str, Any]):
    put_back(target, taken, written_by)
    with open_store(target) as store:
        issued = store.feeds.issue(
            "tinh-a-2023", FeedKind.PLAN, None, secret_hash="h2", name="n", shows_draft=True, **written_by  # noqa: S106 — a hash of none
        )  # fmt: skip
        store.plans.add(a_dossier(a_plan(key="moi")), **written_by)
        store.directory.add("tinh-a", [replace(UNITS[1], key="so-moi")], **written_by)
    assert issued.id == 2


def test_no_number_shown_before_comes_again_for_other_content(filled: Engine, taken: Path, written_by: dict[str, Any]):
    with open_store(filled) as store:
        store.directory.add("tinh-a", [replace(UNITS[1], key="so-moi")], **written_by)
        shown = store.feeds.revision("tinh-a-2023"), store.plans.version("tinh-a-2023")
    put_back(filled, taken, written_by)
    with open_reader(filled) as store:
        assert store.feeds.revision("tinh-a-2023") > shown[0]
        assert store.plans.version("tinh-a-2023") > shown[1]


def test_a_backup_of_an_older_version_is_brought_up_to_date_and_itself_left_alone(
    tmp_path: Path, target: Engine, written_by: dict[str, Any]
):
    from alembic import command  # noqa: PLC0415 — only this test goes back in time

    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine)
    with open_store(engine) as store:
        store.provinces.add(PROVINCE, **written_by)
    with engine.begin() as connection:
        command.downgrade(config(connection), "0002")
    engine.dispose()
    before = path.read_bytes()
    put_back(target, path, written_by)
    with open_reader(target) as store:
        assert store.provinces.all() == (PROVINCE,)
    assert path.read_bytes() == before


def test_a_backup_is_never_written_over_another_file(filled: Engine, tmp_path: Path):
    path = tmp_path / "b.db"
    path.write_text("giữ lại", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        backup(filled, path)
    assert refused.value.code == "backup.exists"
    assert path.read_text(encoding="utf-8") == "giữ lại"


def test_a_backup_is_one_file_readable_on_its_own(taken: Path, tmp_path: Path):
    assert sorted(path.name for path in tmp_path.iterdir() if "backup" in path.name) == ["backup.db"]
    with closing(sqlite3.connect(taken)) as connection:
        assert connection.execute("SELECT key FROM plan").fetchall() == [("tinh-a-2023",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_to_a_folder_that_is_not_there_is_refused(filled: Engine, tmp_path: Path):
    with pytest.raises(Refused) as refused:
        backup(filled, tmp_path / "none" / "b.db")
    assert refused.value.code == "file.unwritable"


def test_a_database_without_tables_is_not_backed_up_nor_restored_into(
    bare_engine: Engine, taken_once: Path, tmp_path: Path, written_by: dict[str, Any]
):
    with pytest.raises(Refused) as refused:
        backup(bare_engine, tmp_path / "b.db")
    with pytest.raises(Refused) as refused_too:
        put_back(bare_engine, taken_once, written_by)
    assert refused.value.code == refused_too.value.code == "database.not_initialised"
    assert not (tmp_path / "b.db").exists()


@pytest.fixture
def taken_once(sqlite_engine: Engine, tmp_path: Path) -> Path:
    backup(sqlite_engine, tmp_path / "backup.db")
    return tmp_path / "backup.db"


def _spoilt(kind: str, path: Path) -> None:
    if kind == "missing":
        path.unlink()
        return
    if kind == "no database":
        path.write_text("không phải" * 1000, encoding="utf-8")
        return
    if kind == "torn":
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        return
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            {
                "another program's": "DROP TABLE alembic_version",
                "newer": "UPDATE alembic_version SET version_num = '9999'",
                "other tables": "ALTER TABLE visit RENAME COLUMN place TO spot",
                "lacks a table": "DROP TABLE absence",
                "dangling": "PRAGMA foreign_keys = OFF; UPDATE visit SET batch = 'dot-x'",
                "unknown state": "PRAGMA ignore_check_constraints = ON; UPDATE plan SET state = 'x'",
                "not JSON": "UPDATE plan SET subjects = '['",
                "not a date": "UPDATE plan SET changed_on = 'hôm qua'",
            }[kind]
        )


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("missing", "backup.unreadable"),
        ("no database", "backup.unreadable"),
        ("torn", "backup.unreadable"),
        ("another program's", "backup.foreign"),
        ("other tables", "backup.foreign"),
        ("lacks a table", "backup.foreign"),
        ("newer", "backup.newer"),
        ("dangling", "backup.inconsistent"),
        ("unknown state", "backup.unreadable"),
        ("not JSON", "backup.inconsistent"),
        ("not a date", "backup.inconsistent"),
    ],
)
def test_a_file_that_is_no_good_backup_is_refused_and_changes_nothing(
    filled: Engine, taken: Path, written_by: dict[str, Any], kind: str, code: str
):
    before = content(filled)
    _spoilt(kind, taken)
    with pytest.raises(Refused) as refused:
        put_back(filled, taken, written_by)
    assert refused.value.code == code
    assert refused.value.facts()["path"] == str(taken)
    assert content(filled) == before


def test_a_backup_taken_while_others_write_shows_one_moment(filled: Engine, tmp_path: Path, written_by: dict[str, Any]):
    """Each writer adds a unit and its alias together; a backup holds as many of one as of the other."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            unit = replace(UNITS[1], key=f"so-{number}", aliases=(f"S{number}",))
            with open_store(filled) as store:
                store.directory.add("tinh-a", [unit], **written_by)

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(5):
        backup(filled, tmp_path / f"{number}.db")
    stop.set()
    writer.join()
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"{number}.db")) as connection:
            units = connection.execute("SELECT count(*) FROM unit WHERE key LIKE 'so-%' AND id > 7").fetchone()
            aliases = connection.execute("SELECT count(*) FROM unit_alias WHERE alias GLOB 'S[0-9]*'").fetchone()
            assert units == aliases


def test_readers_see_the_old_state_until_a_restore_is_done(filled: Engine, taken: Path, written_by: dict[str, Any]):
    with open_store(filled) as store:
        store.plans.add(a_dossier(a_plan(key="sau")), **written_by)
    with open_reader(filled) as store:
        assert store.plans.exists("sau")
        put_back(filled, taken, written_by)
        assert store.plans.exists("sau")
    with open_reader(filled) as store:
        assert not store.plans.exists("sau")


def test_a_backup_that_cannot_be_finished_leaves_no_half_file(filled: Engine, tmp_path: Path):
    before = set(tmp_path.iterdir())
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(Refused) as refused:
            backup(filled, tmp_path / "b.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert refused.value.code == "file.unwritable"
    assert refused.value.facts()["path"] == str(tmp_path / "b.db")
    assert refused.value.facts()["found"]
    assert set(tmp_path.iterdir()) == before


def test_the_database_is_whole_after_a_restore(taken: Path, sqlite_engine: Engine, written_by: dict[str, Any]):
    put_back(sqlite_engine, taken, written_by)
    with sqlite_engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
