"""One transaction: all of it or nothing, one writer at a time, and a record of every change."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from builders import PROVINCE, UNITS, a_dossier
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from storing import actions, content, put

from app.db import engine as engine_module
from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.dates import DayOff, DayOffKind
from app.domain.errors import NotFound, Refused
from app.domain.people import Actor
from app.domain.units import Province

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


class _StopError(Exception):
    pass


def test_every_change_leaves_one_row_in_the_record(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        put(store, a_dossier(), written_by)
        store.days_off.add([DayOff(day=date(2023, 9, 1), name="Nghỉ", kind=DayOffKind.PUBLIC_HOLIDAY)], **written_by)
    assert actions(engine) == [
        ("province.add", "tinh-a"),
        ("directory.add", "tinh-a"),
        ("plan.add", "tinh-a-2023"),
        ("days_off.add", ""),
    ]


def test_the_record_says_who_and_when_and_what(engine: Engine):
    at = datetime(2023, 7, 1, 2, 30, tzinfo=UTC)
    by = Actor(name="may-chu", is_command_line=True)
    with open_store(engine) as store:
        store.provinces.add(PROVINCE, by=by, at=at)
    audit = METADATA.tables["audit"]
    with engine.connect() as connection:
        (row,) = connection.execute(select(audit)).all()
    assert (row.at, row.actor, row.is_command_line) == (at, "may-chu", True)
    assert (row.action, row.subject, row.before, row.after) == ("province.add", "tinh-a", "", "Tỉnh A")


def test_a_long_text_is_cut_in_the_record(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        store.audit.note("test", "x", before="a" * 400, after="b" * 401, **written_by)
    audit = METADATA.tables["audit"]
    with engine.connect() as connection:
        (row,) = connection.execute(select(audit)).all()
    assert (row.before, row.after) == ("a" * 400, f"{'b' * 399}…")


def _add_and_stop(engine: Engine, written_by: dict[str, Any]) -> None:
    with open_store(engine) as store:
        put(store, a_dossier(), written_by)
        raise _StopError


def test_an_exception_undoes_everything_the_record_included(engine: Engine, written_by: dict[str, Any]):
    before = content(engine)
    with pytest.raises(_StopError):
        _add_and_stop(engine, written_by)
    assert content(engine) == before


def test_a_reader_cannot_write(filled: Engine, written_by: dict[str, Any]):
    before = content(filled)
    with pytest.raises(Refused, match=r"database\.read_only"), open_reader(filled) as store:
        store.provinces.add(replace(PROVINCE, key="tinh-b"), **written_by)
    assert content(filled) == before


def test_a_plan_that_is_refused_halfway_leaves_nothing_even_when_the_caller_goes_on(
    engine: Engine, written_by: dict[str, Any]
):
    lost = replace(a_dossier(), people=())
    with open_store(engine) as store:
        store.provinces.add(PROVINCE, **written_by)
        with pytest.raises(Refused) as refusal:
            store.plans.add(lost, **written_by)
        store.directory.add("tinh-a", UNITS, **written_by)
    assert refusal.value.code == "plan.inconsistent"
    assert refusal.value.facts()["key"] == "tinh-a-2023"
    rows = content(engine)
    assert {name for name, found in rows.items() if found} == {
        "audit", "province", "province_level", "unit", "unit_alias"
    }  # fmt: skip
    assert actions(engine) == [("province.add", "tinh-a"), ("directory.add", "tinh-a")]


def test_writers_come_one_after_the_other_so_that_both_may_add_what_is_missing(
    engine: Engine, written_by: dict[str, Any]
):
    """Two seedings at once: each looks for what is missing and adds it."""
    start = threading.Barrier(4)
    added: list[int] = []
    failed: list[BaseException] = []

    def seed() -> None:
        start.wait()
        try:
            with open_store(engine) as store:
                if PROVINCE.key not in {province.key for province in store.provinces.all()}:
                    store.provinces.add(PROVINCE, **written_by)
                added.append(store.directory.add("tinh-a", UNITS, **written_by))
        except BaseException as error:  # noqa: BLE001 — shown below, out of the thread
            failed.append(error)

    threads = [threading.Thread(target=seed) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(added) == [0, 0, 0, len(UNITS)]


def test_a_writer_that_waits_too_long_is_told_that_the_database_is_busy(
    bare_engine: Engine, bare_url: str, written_by: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    migrate(bare_engine)
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 0.2)
    impatient = create_engine(bare_url)
    with open_store(bare_engine) as store:
        store.provinces.add(PROVINCE, **written_by)
        with pytest.raises(Refused) as refusal, open_store(impatient):
            pass
    impatient.dispose()
    assert refusal.value.code == "database.busy"
    with open_reader(bare_engine) as store:
        assert store.provinces.all() == (PROVINCE,)


def test_a_reader_does_not_wait_for_a_writer(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as writer:
        writer.provinces.add(replace(PROVINCE, key="tinh-b"), **written_by)
        with open_reader(filled) as reader:
            assert [province.key for province in reader.provinces.all()] == ["tinh-a"]


def test_provinces_come_by_key_with_their_levels_in_order(engine: Engine, written_by: dict[str, Any]):
    bare = Province(key="tinh-0", name="0", full_name="Tỉnh 0", committee="ubnd", place="0")
    with open_store(engine) as store:
        store.provinces.add(PROVINCE, **written_by)
        store.provinces.add(bare, **written_by)
        assert store.provinces.all() == (bare, PROVINCE)
        assert store.provinces.get("tinh-a") == PROVINCE


def test_a_province_that_is_there_is_not_added_again(filled: Engine, written_by: dict[str, Any]):
    with pytest.raises(Refused) as refusal, open_store(filled) as store:
        store.provinces.add(PROVINCE, **written_by)
    assert (refusal.value.code, refusal.value.facts()) == ("province.exists", {"key": "tinh-a"})


def test_a_province_that_is_not_there_is_not_found(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        with pytest.raises(NotFound) as lost:
            store.provinces.get("tinh-x")
        with pytest.raises(NotFound) as lost_too:
            store.directory.add("tinh-x", UNITS, **written_by)
        assert store.directory.units("tinh-x") == ()
    assert lost.value.facts() == lost_too.value.facts() == {"kind": "province", "key": "tinh-x"}


def test_a_full_disk_is_told_and_changes_nothing(sqlite_engine: Engine, written_by: dict[str, Any]):
    before = content(sqlite_engine)
    with sqlite_engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    sqlite_engine.dispose()

    def fill(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(sqlite_engine, "connect", fill)
    with pytest.raises(Refused) as refusal, open_store(sqlite_engine) as store:
        store.provinces.add(replace(PROVINCE, full_name="A" * 100_000), **written_by)
    assert refusal.value.code == "database.full"
    assert content(sqlite_engine) == before


def test_a_file_that_may_not_be_written_is_told(sqlite_engine: Engine, written_by: dict[str, Any]):
    address = str(sqlite_engine.url).replace("sqlite:///", "sqlite:///file:") + "?immutable=1&mode=ro&uri=true"
    read_only = create_engine(address)
    with pytest.raises(Refused) as refusal, open_store(read_only) as store:
        store.provinces.add(PROVINCE, **written_by)
    read_only.dispose()
    assert refusal.value.code == "database.read_only"


def test_a_file_that_is_no_database_is_told(tmp_path: Path):
    path = tmp_path / "kiemtra.db"
    path.write_text("đây không phải cơ sở dữ liệu" * 100, encoding="utf-8")
    engine = create_engine(f"sqlite:///{path}")
    with pytest.raises(Refused) as refusal, open_reader(engine) as store:
        store.provinces.all()
    engine.dispose()
    assert refusal.value.code == "database.unreadable"


def test_a_server_that_is_not_there_is_told():
    engine = create_engine("postgresql://nobody@127.0.0.1:1/kiemtra")
    with pytest.raises(Refused) as refusal, open_reader(engine) as store:
        store.provinces.all()
    assert refusal.value.code == "database.unreachable"


def test_an_unknown_failure_is_not_hidden(engine: Engine, written_by: dict[str, Any]):
    with pytest.raises(IntegrityError), open_store(engine) as store:
        store.provinces.add(replace(PROVINCE, levels=PROVINCE.levels * 2), **written_by)
