"""Lịch theo dõi dưới tải (F1, F2, F3, F5): our feed beside the least that its framework can do, and beside peers.

The limit of requests is a setting, raised here for the run. On SQLite the revision is read from the database at every
request; on PostgreSQL the same rows are measured and reported without a target.
"""

from __future__ import annotations

import secrets
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from statistics import mean, median
from typing import TYPE_CHECKING

from app.db.engine import create_engine
from app.db.store import open_store
from app.services.feeds import issue_feed
from bench.apps import ETAG
from bench.load import Load, load, serving, wrk
from bench.measuring import Line, Ratio, figure, ratio
from bench.setting import PLAN, WRITTEN_BY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bench.load import Server
    from bench.setting import Setting

_LIMIT = "bare Starlette, limit of feed requests raised"


class Asked:
    """Điều được hỏi một máy chủ: a path with its headers, the same each time."""

    def __init__(self, server: Server, path: str, headers: Mapping[str, str] | None = None) -> None:
        self.server, self.path, self.headers = server, path, dict(headers or {})

    def load(self, setting: Setting, connections: int) -> Load:
        """Return how the server bears it."""
        return load(self.server, self.path, connections, setting.load_seconds, self.headers)


@contextmanager
def compared(setting: Setting, database: str) -> Iterator[tuple[dict[int, Asked], dict[int, Asked]]]:
    """Serve a feed of ours and the limit of the same bytes; give what is asked of each, by the status it answers.

    Raise RuntimeError where they do not answer alike.
    """
    path = f"/lich/{issued(database)}.ics"
    with ExitStack() as servers:
        ours = servers.enter_context(serving(setting, "ours", KIEMTRA_DATABASE_URL=database))
        whole = ours.fetch(path)
        file = setting.folder / "feed.ics"
        file.write_bytes(whole.body)
        limit = servers.enter_context(serving(setting, "limit", BENCH_FEED=str(file)))
        asked = {
            200: Asked(ours, path),
            304: Asked(ours, path, {"If-None-Match": whole.headers["etag"]}),
        }
        limits = {200: Asked(limit, "/200"), 304: Asked(limit, "/304", {"If-None-Match": ETAG})}
        for status, body in ((200, whole.body), (304, b"")):
            for one in (asked[status], limits[status]):
                found = one.server.fetch(one.path, one.headers)
                if (found.status, found.body) != (status, body):
                    raise RuntimeError(f"{one.path}: {found.status}, {len(found.body)} octets")
        yield asked, limits


def issued(database: str) -> str:
    """Give out an address to the calendar of the whole plan, and return its secret."""
    engine = create_engine(database)
    try:
        with open_store(engine) as store:
            return issue_feed(store, PLAN, name="bench", random_bytes=secrets.token_bytes, **WRITTEN_BY)
    finally:
        engine.dispose()


def f1(setting: Setting) -> list[Line]:
    """Measure a feed that the program already has, beside the limit."""
    return _beside_limit(setting, "F1", 304, 0.8)


def f2(setting: Setting) -> list[Line]:
    """Measure a whole feed, beside the limit sending the same bytes."""
    return _beside_limit(setting, "F2", 200, 0.75)


def f3(setting: Setting) -> list[Line]:
    """Measure a feed that the program already has, beside two that make or gather the calendar at each request."""


def f5(setting: Setting) -> list[Line]:
    """Measure how long the slowest of a hundred requests takes beside the limit, and whether all are answered."""


def _beside_limit(setting: Setting, row: str, status: int, target: float) -> list[Line]:
    what = f"feed {status} / {_LIMIT}: requests a second"
    if wrk() is None:
        return [Line(row=row, what=what, measured=None, target=target, at_least=True)]
    lines = []
    with compared(setting, setting.database) as (asked, limits):
        for connections in setting.connections:
            ours, limit = in_pairs(setting, asked[status], limits[status], connections)
            lines.append(
                Line(
                    row=row,
                    what=f"{what}, c = {connections}",
                    measured=ratio([one.per_second for one in ours], [one.per_second for one in limit]),
                    target=target,
                    at_least=True,
                    absolute=f"{told(ours)} / {told(limit)}; worker {asked[status].server.megabytes:.0f} MB / {limits[status].server.megabytes:.0f} MB",
                )
            )
    return lines


def in_pairs(setting: Setting, case: Asked, limit: Asked, connections: int) -> tuple[list[Load], list[Load]]:
    """Return the case and its limit, round by round: the limit of a round is that before and after it, on average."""
    cases, limits = [], []
    for asked in (case, limit):
        asked.load(setting, connections)
    for _ in range(setting.load_rounds):
        before, middle, after = (asked.load(setting, connections) for asked in (limit, case, limit))
        cases.append(middle)
        limits.append(
            Load(
                per_second=mean((before.per_second, after.per_second)),
                p50=mean((before.p50, after.p50)),
                p99=mean((before.p99, after.p99)),
                unanswered=before.unanswered + after.unanswered,
                refused=before.refused + after.refused,
            )
        )
    return cases, limits


def told(loads: Sequence[Load]) -> str:
    """Return the medians of rounds: "12,345/s, p99 1.2 ms"."""
    return f"{median(one.per_second for one in loads):,.0f}/s, p99 {median(one.p99 for one in loads):.1f} ms"
