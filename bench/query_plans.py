"""Cách tìm trong kho (G2): how the database goes about each query of the pages and of a feed.

The queries are those that the engine is given while the pages of G1 are asked for. Reading the whole of a table that
grows with the plans, or sorting it, is not met, and is named.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr
from sqlalchemy import event

from app.db.tables import METADATA
from app.main import create_app
from app.settings import Settings
from bench.growth import pages
from bench.measuring import Line, figure
from bench.served import answered
from bench.stored_plans import TODAY

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from bench.setting import Setting
    from bench.stored_plans import Stored

SMALL = frozenset({"day_off", "province", "province_level"})
"""Tables that do not grow with the plans, and are read whole on purpose."""
_SCAN = re.compile(r"SCAN (?:TABLE )?(\w+)( USING (?:COVERING )?INDEX)?")
_NAMED = re.compile(r"\b(?:FROM|JOIN) \"?(\w+)\"?(?: AS (\w+))?")


def g2(setting: Setting) -> list[Line]:
    """Count the queries that go through the whole of a growing table."""
    asked = queries(setting.stored_plans.made[-1], setting.stored_plans.unit)
    app = create_app(_settings(setting.stored_plans.made[-1]))
    try:
        with app.state.engine.connect() as connection:
            found = {fault for statement, values in asked for fault in faults(connection, statement, values)}
    finally:
        app.state.engine.dispose()
    return [
        Line(
            row="G2",
            what=f"full scans of growing tables in {len(asked)} queries of pages and a feed",
            measured=figure(len(found)),
            target=0,
            absolute="; ".join(sorted(found)),
        )
    ]


def queries(stored: Stored, unit: str) -> list[tuple[str, Any]]:
    """Return each different query, with the values of its first use, behind the pages and the fetch of a feed."""
    seen: dict[str, Any] = {}

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if statement.startswith("SELECT"):
            seen.setdefault(statement, values)

    app = create_app(_settings(stored))
    engine: Engine = app.state.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        for page in pages(unit):
            address = page.address.format(secret=stored.feeds[0])
            status, _ = asyncio.run(answered(app, address, stored.cookies(page.who)))
            if status != 200:
                raise RuntimeError(f"{address}: {status}")
    finally:
        engine.dispose()
    return list(seen.items())


def faults(connection: Connection, statement: str, values: Any) -> set[str]:
    """Return in words what is wrong with how SQLite goes about a query: "plan: full scan" and the query's beginning.

    Going along an index until a page is full is no full scan: LIMIT ends it, when every row counts and none is sorted.
    """
    steps = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    is_sorted = any(step.startswith("USE TEMP B-TREE FOR ORDER BY") for step in steps)
    tables = {alias or name: name for name, alias in _NAMED.findall(statement)}
    found = set()
    for step in steps:
        scan = _SCAN.match(step)
        table = tables.get(scan[1], scan[1]) if scan else None
        if scan is None or table not in METADATA.tables or table in SMALL:
            continue
        words = statement.split()
        if scan[2] and "LIMIT" in words and "WHERE" not in words and not is_sorted:
            continue
        found.add(f"{table}: {step} ({' '.join(statement.split())[:80]}…)")
    return found


def _settings(stored: Stored) -> Settings:
    return Settings(database_url=stored.database, secret_key=SecretStr("0" * 64), today=TODAY)
