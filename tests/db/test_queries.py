"""What a page costs does not grow with the number of plans, visits, provinces."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from builders import PROVINCE, UNITS, a_dossier, a_plan, a_visit
from sqlalchemy import event, text
from storing import put

from app.db.store import open_reader, open_store
from app.domain.feed_grants import FeedKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

MOST_QUERIES = 32
WHOLE_LISTS = {"plan", "day_off", "province", "province_level"}
"""Tables that a page reads whole on purpose: the list of plans, the calendar, the provinces."""


@contextmanager
def queries(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements that read."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_a_dossier_takes_as_many_queries_with_many_visits_as_with_one(engine: Engine, written_by: dict[str, Any]):
    units = tuple(replace(UNITS[3], key=f"so-{n}", aliases=("a", "b")) for n in range(60))
    few = a_dossier(a_plan(key="mot"))
    many = a_dossier(a_plan(key="nhieu", visits=tuple(a_visit(unit.key) for unit in units)))
    with open_store(engine) as store:
        put(store, few, written_by)
        store.directory.add("tinh-a", units, **written_by)
        store.plans.add(many, **written_by)
    counts = []
    for key in ("mot", "nhieu"):
        with open_reader(engine) as store, queries(engine) as seen:
            store.plans.dossier(key)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= MOST_QUERIES


def _statements(engine: Engine) -> list[tuple[str, Any]]:
    """Return the queries behind pages and calendars."""
    with open_reader(engine) as store, queries(engine) as seen:
        store.plans.dossier("tinh-a-2023")
        store.plans.exists("tinh-a-2023")
        store.plans.version("tinh-a-2023")
        store.plans.summaries()
        store.plans.outlines(["a", "b"])
        store.plans.forms(["a", "b"])
        store.feeds.by_secret_hash("x")
        store.feeds.revision("tinh-a-2023")
        store.days_off.calendar()
        store.provinces.all()
    return seen


def test_no_query_of_a_page_scans_a_growing_table_on_sqlite(sqlite_engine: Engine, written_by: dict[str, Any]):
    with open_store(sqlite_engine) as store:
        put(store, a_dossier(), written_by)
    steps: list[str] = []
    with sqlite_engine.connect() as connection:
        for statement, parameters in _statements(sqlite_engine):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps += [step.detail for step in plan]
    scanned = {match[1] for step in steps if (match := re.match(r"SCAN (\w+)", step))}
    assert scanned <= WHOLE_LISTS
    assert "SCAN plan" not in steps
    assert any(step.startswith("SEARCH visit USING INDEX") for step in steps)


@pytest.mark.parametrize("table", ["feed", "visit", "unit", "plan"])
def test_a_growing_table_is_searched_on_postgresql_too(postgres_engine: Engine, written_by: dict[str, Any], table: str):
    with open_store(postgres_engine) as store:
        put(store, a_dossier(), written_by)
        store.feeds.issue("tinh-a-2023", FeedKind.PLAN, None, secret_hash="x", name="", shows_draft=True, **written_by)  # noqa: S106 — a hash of none
    asked = {
        "feed": "SELECT * FROM feed WHERE secret_hash = 'x'",
        "visit": "SELECT * FROM visit WHERE plan_id = 1 ORDER BY position",
        "unit": "SELECT * FROM unit WHERE province = 'tinh-a' ORDER BY position",
        "plan": "SELECT revision FROM plan WHERE key = 'tinh-a-2023'",
    }[table]
    with postgres_engine.connect() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = [row[0] for row in connection.execute(text(f"EXPLAIN {asked}"))]
    assert any("Index" in step for step in plan)
    assert not any("Seq Scan" in step for step in plan)


def test_the_units_of_another_province_are_not_read(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        put(store, a_dossier(), written_by)
        store.provinces.add(replace(PROVINCE, key="tinh-b"), **written_by)
        store.directory.add("tinh-b", [replace(UNITS[2], name="Sở khác", aliases=("Khác",))], **written_by)
    with open_reader(engine) as store:
        assert store.directory.units("tinh-a") == UNITS
        assert [unit.aliases for unit in store.directory.units("tinh-b")] == [("Khác",)]
