"""Both databases behave alike where the service relies on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from anyio.to_thread import current_default_thread_limiter
from sqlalchemy import Column, MetaData, Table, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from app.db.engine import MOST_CONNECTIONS, create_engine, reading
from app.db.tables import METADATA
from app.db.types import JsonText, Strings, UTCDateTime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

AUDIT = METADATA.tables["audit"]


@pytest.fixture
def moments(bare_engine: Engine) -> Iterator[tuple[Engine, Table]]:
    table = Table(
        "moment", MetaData(), Column("at", UTCDateTime()), Column("words", Strings()), Column("thing", JsonText())
    )
    table.create(bare_engine)
    yield bare_engine, table
    table.drop(bare_engine)


def test_a_postgresql_address_gets_the_driver_that_is_installed():
    engine = create_engine("postgresql://someone:secret@localhost/kiemtra")
    assert engine.url.drivername == "postgresql+psycopg"
    assert engine.url.render_as_string(hide_password=False).endswith("someone:secret@localhost/kiemtra")


def test_there_are_more_connections_than_the_web_server_has_threads(engine: Engine):
    async def threads() -> float:
        return current_default_thread_limiter().total_tokens

    import anyio  # noqa: PLC0415 — only this test starts a loop

    assert anyio.run(threads) < MOST_CONNECTIONS
    assert engine.pool._max_overflow + engine.pool.size() == MOST_CONNECTIONS  # type: ignore[attr-defined]  # of its queue


def test_a_transaction_sees_one_moment_from_its_first_query_to_its_last(engine: Engine):
    row = {
        "at": datetime(2023, 7, 1, tzinfo=UTC),
        "actor": "a",
        "is_command_line": False,
        "action": "",
        "subject": "",
        "before": "",
        "after": "",
        "prev": "",
        "hash": "",
    }
    with reading(engine).connect() as reader:
        assert reader.execute(select(AUDIT)).all() == []
        with engine.begin() as writer:
            writer.execute(insert(AUDIT), [row])
        assert reader.execute(select(AUDIT)).all() == []
        reader.rollback()
        assert len(reader.execute(select(AUDIT)).all()) == 1


def test_a_commit_that_fails_leaves_nothing_open_for_the_next_transaction(engine: Engine):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE ben (id INTEGER PRIMARY KEY)"))
        connection.execute(
            text("CREATE TABLE den (id INTEGER REFERENCES ben (id) DEFERRABLE INITIALLY DEFERRED)"),
        )
    try:
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(text("INSERT INTO den (id) VALUES (1)"))
        with engine.begin() as connection:
            assert connection.execute(text("SELECT count(*) FROM den")).scalar() == 0
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE den"))
            connection.execute(text("DROP TABLE ben"))


def test_a_reading_transaction_refuses_to_write_and_the_next_writer_is_not_hindered(engine: Engine):
    for _ in range(3):
        with reading(engine).connect() as reader, pytest.raises(DBAPIError):
            reader.execute(text("DELETE FROM audit"))
        with engine.begin() as writer:
            writer.execute(text("DELETE FROM audit"))


def test_a_table_made_in_a_transaction_goes_with_it(bare_engine: Engine):
    with bare_engine.connect() as connection:
        connection.execute(text("CREATE TABLE short_lived (id INTEGER)"))
        connection.rollback()
    assert inspect(bare_engine).get_table_names() == []


def test_foreign_keys_are_enforced(engine: Engine):
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(
            insert(METADATA.tables["province_level"]),
            [{"province": "none", "key": "tinh", "position": 0, "rank": 1, "name": "cấp tỉnh", "bodies": ""}],
        )


def test_a_state_that_no_plan_has_is_refused_by_the_database(filled: Engine):
    with pytest.raises(IntegrityError), filled.begin() as connection:
        connection.execute(text("UPDATE plan SET state = 'lost'"))


def test_a_window_that_ends_before_it_starts_is_refused_by_the_database(filled: Engine):
    with pytest.raises(IntegrityError), filled.begin() as connection:
        connection.execute(text("UPDATE visit SET window_last = '2023-01-01'"))


def test_an_sqlite_file_is_kept_with_a_write_ahead_log_and_waits_for_other_writers(sqlite_engine: Engine):
    with sqlite_engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


def test_a_database_in_memory_serves_every_thread():
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (id INTEGER)"))
    assert inspect(engine).get_table_names() == ["kept"]
    engine.dispose()


def test_a_time_without_a_zone_is_refused(moments: tuple[Engine, Table]):
    engine, table = moments
    with engine.connect() as connection, pytest.raises(StatementError, match=r"datetime\.naive"):
        connection.execute(insert(table), [{"at": datetime(2023, 7, 1, 8, 0)}])  # noqa: DTZ001 — the point


def test_a_moment_comes_back_in_utc_whatever_zone_it_was_given_in(moments: tuple[Engine, Table]):
    engine, table = moments
    in_hanoi = datetime(2023, 7, 1, 0, 30, 0, 123456, tzinfo=timezone(timedelta(hours=7)))
    with engine.connect() as connection:
        connection.execute(insert(table), [{"at": in_hanoi}, {"at": None}])
        found = connection.execute(select(table.c.at)).scalars().all()
    assert found == [in_hanoi, None]
    assert found[0].tzinfo is UTC


def test_nothing_comes_back_as_nothing_from_every_type(moments: tuple[Engine, Table]):
    engine, table = moments
    thing = {"Đ": [1, None, "ế"]}
    with engine.connect() as connection:
        connection.execute(insert(table), [{"at": None, "words": None, "thing": None}])
        connection.execute(insert(table), [{"at": None, "words": ("ế", ""), "thing": thing}])
        connection.execute(insert(table), [{"at": None, "words": (), "thing": {}}])
        found = connection.execute(select(table.c.words, table.c.thing)).all()
    assert [tuple(row) for row in found] == [(None, None), (("ế", ""), thing), ((), {})]
