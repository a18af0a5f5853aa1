"""A query that reads the whole of a growing table is found and named."""

import pytest

from bench.query_plans import faults


@pytest.fixture
def connection(sqlite_engine):
    with sqlite_engine.connect() as opened:
        yield opened


def tables_of(found):
    return [fault.partition(":")[0] for fault in found]


@pytest.mark.parametrize(
    ("query", "tables"),
    [
        ("SELECT title FROM plan WHERE title = ?", ["plan"]),
        ("SELECT p.title FROM plan AS p WHERE p.title = ?", ["plan"]),
        ("SELECT feed.id FROM plan JOIN feed ON feed.name = plan.title WHERE plan.key = ?", ["feed"]),
        ("SELECT title FROM plan WHERE title > ? ORDER BY title LIMIT 20", ["plan"]),
        ("SELECT unit FROM visit WHERE head = ?", ["visit"]),
        ("SELECT unit FROM visit WHERE plan_id = ?", []),
        ("SELECT title FROM plan WHERE key = ?", []),
        ("SELECT title FROM plan WHERE year > ? ORDER BY year LIMIT 20", []),
        ("SELECT title, ? FROM plan ORDER BY year DESC, id DESC LIMIT 20", []),
        ("SELECT title, ? FROM plan ORDER BY year DESC, id DESC", ["plan"]),
        ("SELECT title FROM plan WHERE title = ? ORDER BY year DESC, id DESC LIMIT 20", ["plan"]),
        ("SELECT day FROM day_off WHERE name = ?", []),
    ],
)
def test_a_full_scan_is_named(connection, query, tables):
    assert tables_of(faults(connection, query, ("x",))) == tables
