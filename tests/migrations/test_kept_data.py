"""What a database holds is kept on the way up and down, from each form that there ever was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from everything import AT, add_everything
from sqlalchemy import event, func, insert, inspect, select, update

from app import SEED
from app.db.engine import create_engine
from app.db.migrating import HEAD, MIGRATIONS, config, migrate, revision
from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.audit import NO_ROW, check_chain, entry_hash
from app.domain.errors import Gone
from app.domain.people import Actor
from app.services.feeds import feed_bytes_for
from app.services.seeding import load_seed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    Columns = dict[str, list[str]]
    """The columns of each table."""
    Rows = dict[str, list[dict[str, Any]]]
    """The rows of each table by their columns, in the order of their keys."""

REVISIONS = [path.name.partition("_")[0] for path in sorted((MIGRATIONS / "versions").glob("*.py"))]
FEED, AUDIT = METADATA.tables["feed"], METADATA.tables["audit"]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database at HEAD with the seed, and a row in every table; it is only read."""
    engine = create_engine(f"sqlite:///{tmp_path_factory.mktemp('full') / 'kiemtra.db'}")
    migrate(engine)
    with open_store(engine) as store:
        load_seed(store, SEED, by=Actor(name="Ẩn"), at=AT)
    add_everything(engine)
    yield engine
    engine.dispose()


def _move(engine: Engine, to: str) -> None:
    with engine.begin() as connection:
        move = command.downgrade if (revision(engine) or "") > to else command.upgrade
        move(config(connection), to)


def _columns(engine: Engine) -> Columns:
    """Return the columns that the tables have in the form at which the database stands."""
    found = inspect(engine)
    names = set(found.get_table_names()) - {"alembic_version"}
    return {name: [column["name"] for column in found.get_columns(name)] for name in sorted(names)}


def _rows(connection: Connection, held: Columns) -> Rows:
    found: Rows = {}
    for name, columns in held.items():
        table = METADATA.tables[name]
        chosen = select(*(table.c[column] for column in columns)).order_by(*table.primary_key)
        found[name] = [dict(row) for row in connection.execute(chosen).mappings()]
    return found


def _holdable(rows: Rows, form: str) -> Rows:
    """Return the rows that a form of the tables can hold: calendars for everybody came with 0009."""
    if form >= "0009" or "feed" not in rows:
        return rows
    return rows | {"feed": [row for row in rows["feed"] if row["kind"] != "public"]}


def _fill(engine: Engine, rows: Rows) -> None:
    with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            if rows.get(table.name):
                connection.execute(insert(table), rows[table.name])


def test_a_row_stands_in_every_table(full: Engine):
    with full.connect() as connection:
        rows = _rows(connection, _columns(full))
    assert set(rows) == set(METADATA.tables)
    assert [name for name, found in rows.items() if not found] == []


@pytest.mark.parametrize("start", REVISIONS)
def test_what_an_older_database_holds_is_kept_on_the_way_up_and_down(bare_engine: Engine, full: Engine, start: str):
    _move(bare_engine, start)
    held = _columns(bare_engine)
    with full.connect() as source:
        rows = _holdable(_rows(source, held), start)
    _fill(bare_engine, rows)
    migrate(bare_engine)
    with bare_engine.connect() as connection:
        assert _rows(connection, held) == rows
    _move(bare_engine, start)
    with bare_engine.connect() as connection:
        assert _rows(connection, held) == rows


@pytest.mark.parametrize("form", REVISIONS)
def test_what_an_older_form_can_hold_is_kept_on_the_way_down_and_up(bare_engine: Engine, full: Engine, form: str):
    migrate(bare_engine)
    with full.connect() as source:
        _fill(bare_engine, _rows(source, _columns(full)))
    _move(bare_engine, form)
    held = _columns(bare_engine)
    with full.connect() as source:
        rows = _holdable(_rows(source, held), form)
    with bare_engine.connect() as connection:
        assert _rows(connection, held) == rows
    migrate(bare_engine)
    with bare_engine.connect() as connection:
        assert _rows(connection, held) == rows


def test_a_plan_of_the_newest_form_is_the_plan_that_was_put_in(bare_engine: Engine, full: Engine):
    migrate(bare_engine)
    with full.connect() as source:
        _fill(bare_engine, _rows(source, _columns(full)))
    with open_reader(full) as store:
        founding = store.plans.dossier(store.plans.summaries()[-1].key)
    with open_reader(bare_engine) as store:
        assert store.plans.dossier(founding.plan.key) == founding


WRITTEN: list[dict[str, Any]] = [
    {"action": "plan.add", "subject": "tinh-a-2023", "before": "", "after": 'Kế hoạch “kiểm tra” năm 2023 \\ "A"'},
    {"action": "feed.issue", "subject": "", "before": "1\n2\t3", "after": "e\u0301 và é, 🗓, \u2028, \x7f"},
    {"action": "days_off.add", "subject": "Ủy ban", "before": "x" * 400, "after": "/<>&'"},
]
MOMENTS = [
    datetime(2023, 7, 1, 2, 30, tzinfo=UTC),
    datetime(2023, 7, 1, 9, 30, 0, 5, tzinfo=timezone(timedelta(hours=7))),
    datetime(2023, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
]


def _log_of_0006(engine: Engine) -> None:
    _move(engine, "0006")
    with engine.begin() as connection:
        for number, (at, words) in enumerate(zip(MOMENTS, WRITTEN, strict=True)):
            fields = {"at": at, "actor": "Nguyễn Thị Ẩn", "is_command_line": number == 1, **words}
            connection.execute(insert(AUDIT).values(fields))


def _far_from_utc(connection: Any, _record: object) -> None:
    """Let the server tell the time of another zone: the hash is over the time in UTC."""
    connection.execute("SET TIME ZONE 'America/New_York'")
    connection.commit()


def test_the_chain_of_the_log_is_the_one_that_the_program_goes_on_with(bare_engine: Engine):
    if bare_engine.dialect.name == "postgresql":
        event.listen(bare_engine, "connect", _far_from_utc)
    _log_of_0006(bare_engine)
    migrate(bare_engine)
    with open_store(bare_engine) as store:
        store.audit.note("test.more", "x", by=Actor(name="Ẩn"), at=AT)
        entries = list(store.audit.entries())
        check = check_chain(entries)
    assert (check.checked, check.is_whole) == (4, True)
    expected, prev = [], NO_ROW
    for number, (at, words) in enumerate(zip(MOMENTS, WRITTEN, strict=True)):
        prev = entry_hash(prev, at=at, actor="Nguyễn Thị Ẩn", is_command_line=number == 1, **words)
        expected.append(prev)
    assert [entry.hash for entry in entries[:3]] == expected
    assert [entry.prev for entry in entries] == [NO_ROW, *expected]
    assert [entry.at for entry in entries[:3]] == MOMENTS


def test_the_log_is_chained_alike_when_it_comes_up_again(bare_engine: Engine):
    _log_of_0006(bare_engine)
    hashes = []
    for _ in range(2):
        migrate(bare_engine)
        with bare_engine.connect() as connection:
            hashes.append(connection.execute(select(AUDIT.c.prev, AUDIT.c.hash).order_by(AUDIT.c.id)).all())
        _move(bare_engine, "0006")
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) == 3


def test_an_address_given_out_before_accounts_works_as_it_did(bare_engine: Engine, full: Engine):
    """A draft for the one that shows drafts, nothing for the one that does not, and gone for the one withdrawn."""
    _move(bare_engine, "0006")
    held = _columns(bare_engine)
    with full.connect() as source:
        rows = _rows(source, held)
    given = next(row for row in rows["feed"] if row["kind"] == "plan")
    names = ("du-thao", "ban-hanh", "thu-hoi")
    rows["feed"] = [
        given | {
            "id": number, "secret_hash": sha256(name.encode()).hexdigest(), "shows_draft": name != "ban-hanh",
            "revoked_at": AT if name == "thu-hoi" else None,
        }
        for number, name in enumerate(names, 1)
    ]  # fmt: skip
    _fill(bare_engine, rows)
    migrate(bare_engine)
    with bare_engine.connect() as connection:
        later = connection.execute(select(FEED.c.account_id, FEED.c.reminds, FEED.c.alarms)).all()
    assert [tuple(row) for row in later] == [(None, False, False)] * 3
    with open_reader(bare_engine) as store:
        draft, issued = (feed_bytes_for(store, name).content.decode() for name in names[:2])
        with pytest.raises(Gone):
            feed_bytes_for(store, "thu-hoi")
    assert draft.count("BEGIN:VEVENT") > 10
    assert "BEGIN:VEVENT" not in issued


def test_a_calendar_for_everybody_goes_where_the_older_form_knows_none(bare_engine: Engine, full: Engine):
    migrate(bare_engine)
    with full.connect() as source:
        _fill(bare_engine, _rows(source, _columns(full)))
    _move(bare_engine, "0009")
    with bare_engine.begin() as connection:
        assert connection.execute(select(func.count()).where(FEED.c.kind == "public")).scalar() == 1
        connection.execute(update(FEED).where(FEED.c.kind == "unit").values(revoked_at=AT))
    _move(bare_engine, "0008")
    migrate(bare_engine)
    with bare_engine.connect() as connection:
        found = connection.execute(
            select(FEED.c.kind, FEED.c.account_id, FEED.c.reminds, FEED.c.alarms, FEED.c.revoked_at.is_not(None))
            .order_by(FEED.c.kind)
        ).all()  # fmt: skip
    assert [tuple(row) for row in found] == [
        ("person", None, False, False, True), ("plan", None, False, False, False), ("unit", None, False, False, True)
    ]  # fmt: skip
    _move(bare_engine, "0005")
    assert "feed" not in inspect(bare_engine).get_table_names()
    assert revision(bare_engine) == "0005"
    assert REVISIONS[-1] == HEAD
