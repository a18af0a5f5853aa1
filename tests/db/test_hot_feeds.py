"""One look at a feed's address decides how a fetch is answered: it must see every change, and wait for nothing."""

import re
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import a_dossier
from sqlalchemy import event, insert, update
from storing import put

from app import ROOT
from app.db import backup
from app.db.engine import create_engine
from app.db.hot_feeds import FeedGlance, HotFeeds
from app.db.migrating import migrate
from app.db.store import open_store
from app.db.tables import METADATA
from app.domain.feed_grants import FeedKind

SECRET_HASH = "0" * 64
AT = datetime(2023, 7, 1, 2, 30, tzinfo=UTC)
PLAN = "tinh-a-2023"
BY_COMMAND_LINE = FeedGlance(feed=1, is_ended=False, revision=1, version=1, roles=None, opened=0)


class Clock:
    seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def issued(filled, written_by):
    """A database with the address of a plan's calendar, given out on the command line."""
    with open_store(filled) as store:
        store.feeds.issue(PLAN, FeedKind.PLAN, None, secret_hash=SECRET_HASH, name="x", shows_draft=True, **written_by)
    return filled


@pytest.fixture(params=["at once", "in a thread"])
def look(request, issued):
    """Look at the address in the way of the event loop, where the database allows it, and in that of a thread."""
    feeds = HotFeeds(issued)
    if request.param == "in a thread":
        return feeds.glance
    if issued.dialect.name != "sqlite":
        assert feeds.at_once(SECRET_HASH) is None
        return feeds.glance
    return feeds.at_once


def change(engine, table, row, **values):
    found = METADATA.tables[table]
    with engine.begin() as connection:
        connection.execute(update(found).where(found.c.id == row).values(values))


def add(engine, table, **values):
    with engine.begin() as connection:
        connection.execute(insert(METADATA.tables[table]).values(values))


def give_account(engine):
    """Give the address to an account that has a role."""
    add(engine, "account", id=1, login="an", name="An", made_at=AT)
    add(engine, "role_grant", id=1, account_id=1, role="viewer", province="tinh-a", given_at=AT, given_by="x")
    change(engine, "feed", 1, account_id=1)


def seen(look):
    """Return what is seen, whichever way: how often the file was opened is no matter here."""
    found = look(SECRET_HASH)
    return found and found._replace(opened=0)


def test_a_look_tells_the_address_and_the_state_of_its_plan(look):
    assert seen(look) == BY_COMMAND_LINE


def test_an_unknown_secret_is_nothing(look):
    assert look("1" * 64) is None


def test_a_withdrawn_address_is_seen_at_the_next_look(issued, look, written_by):
    assert not seen(look).is_ended
    with open_store(issued) as store:
        store.feeds.revoke(SECRET_HASH, **written_by)
    assert seen(look).is_ended


def test_a_closed_account_ends_its_address(issued, look):
    give_account(issued)
    assert not seen(look).is_ended
    change(issued, "account", 1, disabled_at=AT)
    assert seen(look).is_ended


def test_every_role_given_or_ended_shows_in_the_address_of_an_account(issued, look):
    give_account(issued)
    before = seen(look)
    add(issued, "role_grant", id=2, account_id=1, role="administrator", given_at=AT, given_by="x")
    given = seen(look)
    change(issued, "role_grant", 2, ended_at=AT)
    assert [before.roles, given.roles, seen(look).roles] == [1, 2, 3]


def test_the_roles_of_another_account_do_not_show(issued, look):
    give_account(issued)
    before = seen(look)
    add(issued, "account", id=2, login="binh", name="Bình", made_at=AT)
    add(issued, "role_grant", id=2, account_id=2, role="administrator", given_at=AT, given_by="x")
    assert seen(look) == before


def test_every_change_of_the_plan_and_of_its_calendars_is_seen_at_the_next_look(issued, look):
    change(issued, "plan", 1, revision=7)
    assert seen(look) == BY_COMMAND_LINE._replace(revision=7)
    change(issued, "plan", 1, version=5)
    assert seen(look) == BY_COMMAND_LINE._replace(revision=7, version=5)


def test_a_restored_database_is_seen_at_the_next_look(issued, look, tmp_path, written_by):
    backup.backup(issued, tmp_path / "backup.db")
    with open_store(issued) as store:
        store.feeds.issue(PLAN, FeedKind.PLAN, None, secret_hash="1" * 64, name="", shows_draft=True, **written_by)
    before = seen(look)
    assert look("1" * 64) is not None
    backup.restore(issued, tmp_path / "backup.db", settle=lambda _store: None, **written_by)
    assert look("1" * 64) is None
    assert seen(look).revision > before.revision


def test_what_another_process_writes_is_seen_at_the_next_look(sqlite_engine, written_by):
    with open_store(sqlite_engine) as store:
        put(store, a_dossier(), written_by)
        store.feeds.issue(PLAN, FeedKind.PLAN, None, secret_hash=SECRET_HASH, name="", shows_draft=True, **written_by)
    feeds = HotFeeds(sqlite_engine)
    assert not feeds.at_once(SECRET_HASH).is_ended
    program = f"""
        from datetime import UTC, datetime
        from app.db.engine import create_engine
        from app.db.store import open_store
        from app.domain.people import Actor
        with open_store(create_engine({str(sqlite_engine.url)!r})) as store:
            store.feeds.revoke({SECRET_HASH!r}, by=Actor(name="x"), at=datetime.now(UTC))
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, check=True)
    assert feeds.at_once(SECRET_HASH).is_ended


# The connection of its own


@pytest.fixture
def on_sqlite(sqlite_engine, written_by):
    with open_store(sqlite_engine) as store:
        put(store, a_dossier(), written_by)
        store.feeds.issue(PLAN, FeedKind.PLAN, None, secret_hash=SECRET_HASH, name="", shows_draft=True, **written_by)
    return sqlite_engine


def file_of(engine):
    return Path(engine.url.database)


def test_a_database_in_memory_is_asked_in_a_thread_alone(written_by):
    engine = create_engine("sqlite://")
    migrate(engine)
    with open_store(engine) as store:
        put(store, a_dossier(), written_by)
        store.feeds.issue(PLAN, FeedKind.PLAN, None, secret_hash=SECRET_HASH, name="", shows_draft=True, **written_by)
    feeds = HotFeeds(engine)
    assert (feeds.at_once(SECRET_HASH), feeds.glance(SECRET_HASH)) == (None, BY_COMMAND_LINE)
    engine.dispose()


def test_a_look_takes_no_connection_of_the_pool(on_sqlite):
    feeds = HotFeeds(on_sqlite)
    asked = []
    event.listen(on_sqlite, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    assert feeds.at_once(SECRET_HASH) is not None
    assert asked == []
    assert feeds.glance(SECRET_HASH) is not None
    assert asked[-1].startswith("SELECT feed.id")


def test_a_look_does_not_wait_for_a_writer_and_sees_what_is_committed_alone(on_sqlite):
    feeds = HotFeeds(on_sqlite)
    with closing(sqlite3.connect(file_of(on_sqlite), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE plan SET revision = 2")
        assert feeds.at_once(SECRET_HASH).revision == 1
        writer.execute("COMMIT")
        assert feeds.at_once(SECRET_HASH).revision == 2


def test_a_look_leaves_no_transaction_open(on_sqlite):
    feeds = HotFeeds(on_sqlite)
    feeds.at_once(SECRET_HASH)
    with closing(sqlite3.connect(file_of(on_sqlite), isolation_level=None)) as writer:
        writer.execute("UPDATE plan SET revision = 2")
        busy, _, _ = writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert busy == 0


def test_the_own_connection_refuses_to_write(on_sqlite):
    feeds = HotFeeds(on_sqlite)
    feeds.at_once(SECRET_HASH)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        feeds._cursor.execute("UPDATE plan SET revision = 2")


def test_a_replaced_file_is_read_within_a_second_and_by_the_pool_too(on_sqlite, tmp_path):
    clock = Clock()
    feeds = HotFeeds(on_sqlite, clock)
    backup.backup(on_sqlite, tmp_path / "other.db")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("UPDATE plan SET revision = 9")
    before = feeds.at_once(SECRET_HASH)
    for ending in ("-wal", "-shm"):
        file_of(on_sqlite).with_name(file_of(on_sqlite).name + ending).unlink()
    shutil.move(tmp_path / "other.db", file_of(on_sqlite))
    clock.seconds = 1.0
    after = feeds.at_once(SECRET_HASH)
    assert (before.revision, after.revision, feeds.glance(SECRET_HASH).revision) == (1, 9, 9)
    assert after.opened > before.opened


def test_a_replaced_file_with_the_same_numbers_counts_as_another(on_sqlite, tmp_path):
    clock = Clock()
    feeds = HotFeeds(on_sqlite, clock)
    backup.backup(on_sqlite, tmp_path / "other.db")
    before = feeds.at_once(SECRET_HASH)
    for ending in ("-wal", "-shm"):
        file_of(on_sqlite).with_name(file_of(on_sqlite).name + ending).unlink()
    shutil.move(tmp_path / "other.db", file_of(on_sqlite))
    clock.seconds = 1.0
    after = feeds.at_once(SECRET_HASH)
    assert before != after
    assert before == after._replace(opened=before.opened)


def test_a_failed_connection_is_told_and_opened_anew(on_sqlite, caplog):
    feeds = HotFeeds(on_sqlite)
    first = feeds.at_once(SECRET_HASH)
    feeds._cursor.connection.close()
    assert feeds.at_once(SECRET_HASH) is None
    assert re.fullmatch("the feeds' own connection failed: .*closed.*", caplog.messages[0])
    assert SECRET_HASH not in caplog.text
    assert feeds.at_once(SECRET_HASH) == first._replace(opened=2)


def test_a_file_that_is_gone_is_told_and_not_made_again(on_sqlite, caplog):
    clock = Clock()
    feeds = HotFeeds(on_sqlite, clock)
    feeds.at_once(SECRET_HASH)
    file = file_of(on_sqlite)
    file.rename(file.with_suffix(".away"))
    clock.seconds = 1.0
    assert feeds.at_once(SECRET_HASH) is None
    assert len(caplog.messages) == 1
    assert not file.exists()
    file.with_suffix(".away").rename(file)
    assert feeds.at_once(SECRET_HASH) is not None


def test_the_connection_closes_with_the_engine_and_leaves_one_whole_file(on_sqlite):
    feeds = HotFeeds(on_sqlite)
    feeds.at_once(SECRET_HASH)
    on_sqlite.dispose()
    assert feeds._cursor is None
    assert [path.name for path in file_of(on_sqlite).parent.glob(f"{file_of(on_sqlite).name}*")] == ["kiemtra.db"]
    assert feeds.at_once(SECRET_HASH) is not None
    on_sqlite.dispose()


def test_a_look_goes_through_indexes_alone(on_sqlite):
    asked = []
    event.listen(on_sqlite, "before_cursor_execute", lambda *arguments: asked.append(arguments[2:4]))
    HotFeeds(on_sqlite).glance(SECRET_HASH)
    statement, parameters = asked[-1]
    with on_sqlite.connect() as connection:
        steps = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert not any(step.startswith("SCAN") for step in steps)
    searched = {found[1] for step in steps if (found := re.match(r"SEARCH (\w+) USING", step))}
    assert searched == {"feed", "plan", "account", "role_grant"}
