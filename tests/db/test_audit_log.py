"""The log as it is read: whole in small steps, and page by page through an index."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert, text, update

from app.db import audit as audit_module
from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.audit import NO_MOMENT, NO_ROW, ROWS_OF_A_PAGE, AuditEntry, AuditFilter, check_chain, entry_hash
from app.domain.dates import TIME_ZONE
from app.domain.people import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

AUDIT = METADATA.tables["audit"]
START = datetime(2023, 7, 1, 2, 30, tzinfo=UTC)
ACTIONS = ("plan.add", "feed.issue", "feed.revoke", "role.give")
ACTORS = ("an", "bình", "an.nguyen")
SUBJECTS = ("tinh-a-2023", "tinh-a", "")


def write(engine: Engine, count: int) -> None:
    """Write rows of all actors, actions and subjects; as everywhere, some at the same moment."""
    _write(
        engine,
        [
            (
                START + number // 2 * timedelta(hours=5),
                ACTORS[number * 7 % 3],
                ACTIONS[number * 3 % 4],
                SUBJECTS[number % 3],
            )
            for number in range(count)
        ],
    )


def write_many(engine: Engine) -> None:
    """Write so many rows, of so many people, actions and things, that none of them makes up much of the log."""
    _write(
        engine,
        [
            (
                START + number * timedelta(minutes=10),
                f"an-{number % 199}",
                f"viec.{number % 97}",
                f"tinh-{number % 151}",
            )
            for number in range(8000)
        ],
    )


def _write(engine: Engine, found: list[tuple[datetime, str, str, str]]) -> None:
    rows, prev = [], NO_ROW
    for number, (at, actor, action, subject) in enumerate(found):
        content: dict[str, Any] = {
            "at": at, "actor": actor, "is_command_line": number % 5 == 0, "action": action, "subject": subject,
            "before": "cũ", "after": f"mới {number}",
        }  # fmt: skip
        own = entry_hash(prev, **content)
        rows.append({**content, "prev": prev, "hash": own})
        prev = own
    with engine.begin() as connection:
        connection.execute(insert(AUDIT), rows)


def wanted_of(entries: list[AuditEntry], wanted: AuditFilter) -> list[AuditEntry]:
    """The same filter, written down as plainly as it can be."""

    def fits(entry: AuditEntry) -> bool:
        day = entry.at.astimezone(TIME_ZONE).date()
        return (
            wanted.actor in {None, entry.actor}
            and wanted.subject in {None, entry.subject}
            and (wanted.actions is None or entry.action in wanted.actions)
            and (wanted.first is None or wanted.first <= day)
            and (wanted.last is None or day <= wanted.last)
        )

    return sorted(filter(fits, entries), key=lambda entry: (entry.at, entry.id), reverse=True)


@pytest.fixture
def logged(engine: Engine) -> Engine:
    write(engine, 230)
    return engine


@pytest.mark.parametrize("at_once", [1, 3, 229, 230, 231])
def test_a_log_is_read_whole_in_steps(logged: Engine, monkeypatch: pytest.MonkeyPatch, at_once: int):
    monkeypatch.setattr(audit_module, "_ROWS_AT_ONCE", at_once)
    with open_reader(logged) as store:
        entries = list(store.audit.entries())
    assert [entry.after for entry in entries] == [f"mới {number}" for number in range(230)]
    assert check_chain(entries).is_whole


def test_what_the_store_writes_is_what_the_log_reads(engine: Engine):
    at = datetime(2023, 7, 1, 2, 30, 0, 7, tzinfo=UTC)
    with open_store(engine) as store:
        store.audit.note(
            "plan.add", "tinh-a", before="“cũ”", after="mới\n", by=Actor(name="Ân", is_command_line=True), at=at
        )
        (entry,) = store.audit.entries()
        assert store.audit.page(AuditFilter()) == (entry,)
        assert store.audit.last_hash() == entry.hash
    own = entry_hash(
        NO_ROW,
        at=at,
        actor="Ân",
        is_command_line=True,
        action="plan.add",
        subject="tinh-a",
        before="“cũ”",
        after="mới\n",
    )
    assert entry == AuditEntry(
        id=entry.id, at=at, actor="Ân", is_command_line=True, action="plan.add", subject="tinh-a", before="“cũ”",
        after="mới\n", prev=NO_ROW, hash=own,
    )  # fmt: skip


def test_a_reader_sees_the_log_of_one_moment(logged: Engine, written_by: dict[str, Any]):
    with open_reader(logged) as reader:
        entries = reader.audit.entries()
        first = next(entries)
        with open_store(logged) as store:
            store.audit.note("plan.add", "x", **written_by)
        assert len([first, *entries]) == 230


def test_a_time_that_was_spoilt_is_a_row_that_does_not_fit(sqlite_engine: Engine):
    write(sqlite_engine, 5)
    with sqlite_engine.begin() as connection:
        connection.execute(text("UPDATE audit SET at = 'hôm qua' WHERE id = 3"))
        connection.execute(text("UPDATE audit SET at = '2020-01-01' WHERE id = 4"))
    with open_reader(sqlite_engine) as store:
        check = check_chain(store.audit.entries())
        page = store.audit.page(AuditFilter())
    assert [each.entry.id for each in check.breaks] == [3, 4]
    assert {entry.id: entry.at for entry in page}[3] == NO_MOMENT
    assert len(page) == 5


DAYS = st.none() | st.dates(date(2023, 6, 29), date(2023, 7, 28))
FILTERS = st.builds(
    AuditFilter,
    actor=st.sampled_from([None, *ACTORS, "ai đó"]),
    actions=st.none() | st.lists(st.sampled_from([*ACTIONS, "x.y"]), max_size=3).map(tuple),
    subject=st.sampled_from([None, *SUBJECTS]),
    first=DAYS,
    last=DAYS,
)


@settings(max_examples=60)
@given(wanted=FILTERS)
def test_the_pages_of_a_filter_one_after_the_other_are_all_of_it(log_of_both: Engine, wanted: AuditFilter):
    with open_reader(log_of_both) as store:
        expected = wanted_of(list(store.audit.entries()), wanted)
        pages, before = [], None
        while page := store.audit.page(wanted, before=before):
            pages.append(page)
            before = page[-1].id
    assert [entry for page in pages for entry in page] == expected
    assert [len(page) for page in pages[:-1]] == [ROWS_OF_A_PAGE] * (len(pages) - 1)


@pytest.fixture
def log_of_both(logged: Engine) -> Engine:
    return logged


def test_a_page_may_begin_at_any_row(logged: Engine):
    with open_reader(logged) as store:
        entries = {entry.id: entry for entry in store.audit.entries()}
        for before in (1, 2, 77, 230):
            older = wanted_of(
                [e for e in entries.values() if (e.at, e.id) < (entries[before].at, before)], AuditFilter()
            )
            assert store.audit.page(AuditFilter(), before=before) == tuple(older[:ROWS_OF_A_PAGE])
        assert store.audit.page(AuditFilter(), before=9999) == ()
        assert len(store.audit.page(AuditFilter(), most=3)) == 3


def test_rows_come_by_their_time_where_a_clock_went_back(logged: Engine, written_by: dict[str, Any]):
    with open_store(logged) as store:
        store.audit.note("plan.add", "x", by=written_by["by"], at=START - timedelta(days=1))
        entries = list(store.audit.entries())
        pages = [store.audit.page(AuditFilter(), before=None)]
        while pages[-1]:
            pages.append(store.audit.page(AuditFilter(), before=pages[-1][-1].id))
    assert entries[-1].at < entries[0].at
    assert pages[-2][-1] == entries[-1]
    assert sum(map(len, pages)) == len(entries)


def test_no_action_asked_for_gives_no_row(logged: Engine):
    with open_reader(logged) as store:
        assert store.audit.page(AuditFilter(actions=())) == ()


PAGES: dict[str, tuple[AuditFilter, int | None]] = {
    "all": (AuditFilter(), None),
    "older": (AuditFilter(), 5000),
    "actor": (AuditFilter(actor="an-7"), None),
    "actor older": (AuditFilter(actor="an-7"), 5000),
    "action": (AuditFilter(actions=("viec.7",)), None),
    "actions": (AuditFilter(actions=("viec.7", "viec.8")), 5000),
    "subject": (AuditFilter(subject="tinh-7"), 5000),
    "days": (AuditFilter(first=date(2023, 7, 3), last=date(2023, 7, 9)), None),
    "days older": (AuditFilter(first=date(2023, 7, 3), last=date(2023, 12, 9)), 5000),
    "actor, days": (AuditFilter(actor="an-7", first=date(2023, 7, 3), last=date(2023, 7, 9)), None),
    "subject, days": (AuditFilter(subject="tinh-7", last=date(2023, 7, 9)), None),
    "action, days": (AuditFilter(actions=("viec.7",), first=date(2023, 7, 3)), None),
}


@contextmanager
def queries(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def explained(engine: Engine, wanted: AuditFilter, before: int | None) -> list[str]:
    """Return how the database goes about the queries of a page."""
    with open_reader(engine) as store, queries(engine) as seen:
        store.audit.page(wanted, before=before)
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN (COSTS OFF)"
    selects = [each for each in seen if each[0].startswith("SELECT")]
    assert selects != []
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # So few rows are quickly gathered and sorted; in a long log they are not.
            for way in ("seqscan", "bitmapscan", "sort"):
                connection.execute(text(f"SET LOCAL enable_{way} = off"))
        return [
            str(row[-1])
            for statement, parameters in selects
            for row in connection.exec_driver_sql(f"{explain} {statement}", parameters)
        ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_a_walk_through_an_index_on_either_database(engine: Engine, name: str):
    """Nothing is sorted, and nothing is read that the page does not show: neither the table nor a part of an index."""
    write_many(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ANALYZE audit"))
    steps = explained(engine, *PAGES[name])
    forbidden = r"SCAN audit(?! USING INDEX)|TEMP B-TREE|Sort|Seq Scan|Filter|Bitmap"
    assert [step for step in steps if re.search(forbidden, step)] == []
    assert any("ix_audit_" in step for step in steps)


def test_the_rows_of_a_page_may_be_numbered_with_gaps(logged: Engine):
    """A transaction that is undone leaves a gap in the numbers of PostgreSQL."""
    with logged.begin() as connection:
        connection.execute(update(AUDIT).where(AUDIT.c.id == 230).values(id=900))
    with open_reader(logged) as store:
        assert check_chain(store.audit.entries()).is_whole
        assert store.audit.page(AuditFilter())[0].id == 900
