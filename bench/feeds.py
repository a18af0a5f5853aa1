"""Lịch theo dõi dưới tải (F1, F2, F3, F5): our feed beside the least that its framework can do, and beside peers.

The limit of requests is a setting, raised here for the run. The feed belongs to an account. On SQLite the state of its
plan and of its account is read from the database at every request; on PostgreSQL the same rows are measured and
reported without a target.
"""

from __future__ import annotations

import secrets
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from itertools import pairwise
from statistics import mean, median
from typing import TYPE_CHECKING

from app.db.engine import create_engine
from app.db.store import open_store
from app.services.feeds import issue_feed
from bench import postgresql
from bench.apps import ETAG
from bench.load import Load, load, serving, wrk
from bench.measuring import Line, figure, ratio
from bench.setting import PLAN, WRITTEN_BY
from bench.visitors import account_with, planner_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.load import Server
    from bench.setting import Setting

_LIMIT = "bare Starlette (limit of requests raised)"
_NAIVE = "feed 304 / entities + icalendar at each request"
_RADICALE = "feed 304 / Radicale's 200 of the same events"
_C_OF_PEERS = 16


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
    path = f"/lich/{issued(database, to_planner=True)}.ics"
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


def issued(database: str, *, to_planner: bool = False) -> str:
    """Give out an address to the calendar of the whole plan, and return its secret.

    It is given out on the command line, or to a new account of a planner: whose roles are then looked at each time.
    """
    engine = create_engine(database)
    try:
        with open_store(engine) as store:
            account = None
            if to_planner:
                grant = planner_of(store.plans.dossier(PLAN).plan)
                account = account_with(store, f"bench-{secrets.token_hex(4)}", grant)
            return issue_feed(
                store,
                PLAN,
                name="bench",
                account=account,
                shows_draft=True,
                random_bytes=secrets.token_bytes,
                **WRITTEN_BY,
            )
    finally:
        engine.dispose()


def f1(setting: Setting) -> list[Line]:
    """Measure a feed that the program already has, beside the limit."""
    return _beside_limit(setting, "F1", 304, 0.8)


def f2(setting: Setting) -> list[Line]:
    """Measure a whole feed, beside the limit sending the same bytes."""
    return _beside_limit(setting, "F2", 200, 0.75)


def f3(setting: Setting) -> list[Line]:
    """Measure a feed that the program already has, beside two servers that make or gather it at each request."""
    targets = {_NAIVE: 80, _RADICALE: 40}
    if wrk() is None:
        return [_unmeasured("F3", what, target) for what, target in targets.items()]
    with peers(setting) as found:
        return [
            _line(setting, "F3", what, found[""], found[what], _C_OF_PEERS, target)
            if what in found
            else _unmeasured("F3", what, target)
            for what, target in targets.items()
        ]


def _unmeasured(row: str, what: str, target: float | None) -> Line:
    return Line(row=row, what=what, measured=None, target=target, at_least=True)


@contextmanager
def peers(setting: Setting) -> Iterator[dict[str, Asked]]:
    """Serve our feed under "", and each peer whose tools are there; raise RuntimeError where one has other events."""
    with compared(setting, setting.database) as (asked, _), ExitStack() as servers:
        found = {"": asked[304]}
        if find_spec("icalendar") is not None:
            from bench.feed_peer import read_back  # noqa: PLC0415 — the row goes without icalendar

            whole = asked[200].server.fetch(asked[200].path).body
            naive = servers.enter_context(serving(setting, "naive", BENCH_PLAN=PLAN))
            if read_back(naive.fetch("/feed").body) != read_back(whole):
                raise RuntimeError("entities and icalendar: other content")
            found[_NAIVE] = Asked(naive, "/feed")
            if find_spec("radicale") is not None:
                from bench.radicale_peer import PATH, radicale  # noqa: PLC0415 — the row goes without Radicale

                found[_RADICALE] = Asked(servers.enter_context(radicale(setting, whole)), PATH)
        yield found


def f5(setting: Setting) -> list[Line]:
    """Measure how long the slowest of a hundred requests takes beside the limit, and whether all are answered."""
    most = max(setting.connections)
    what = {status: f"feed {status} / {_LIMIT}: p99, c = {most}" for status in (304, 200)}
    if wrk() is None:
        return [Line(row="F5", what=each, measured=None, target=3) for each in what.values()]
    lines, lost = [], 0
    with compared(setting, setting.database) as (asked, limits):
        for status, told_of in what.items():
            ours, limit = in_pairs(setting, asked[status], limits[status], most)
            lost += sum(one.unanswered + one.refused for one in ours)
            lines.append(
                Line(
                    row="F5",
                    what=told_of,
                    measured=ratio([one.p99 for one in ours], [one.p99 for one in limit]),
                    target=3,
                    absolute=f"{told(ours)} / {told(limit)}",
                )
            )
    return [*lines, Line(row="F5", what="requests without an answer, of both", measured=figure(lost), target=0)]


def _beside_limit(setting: Setting, row: str, status: int, target: float) -> list[Line]:
    """Return a line for each number of connections over SQLite, and one over PostgreSQL, which has no target."""
    what = f"feed {status} / {_LIMIT}: requests a second"
    on_postgresql = f"{what}, c = {_C_OF_PEERS}, PostgreSQL"
    if wrk() is None:
        return [_unmeasured(row, what, target), _unmeasured(row, on_postgresql, None)]
    lines = []
    with compared(setting, setting.database) as (asked, limits):
        for connections in setting.connections:
            told_of = f"{what}, c = {connections}"
            # One connection alone measures how the two wake each other; what counts is a server that is kept busy.
            bound = target if connections > 1 else None
            lines.append(_line(setting, row, told_of, asked[status], limits[status], connections, bound))
    if not postgresql.is_installed():
        return [*lines, _unmeasured(row, on_postgresql, None)]
    with postgresql.postgresql() as address, compared(setting, address) as (asked, limits):
        return [*lines, _line(setting, row, on_postgresql, asked[status], limits[status], _C_OF_PEERS, None)]


def _line(
    setting: Setting, row: str, what: str, case: Asked, limit: Asked, connections: int, target: float | None
) -> Line:
    ours, theirs = in_pairs(setting, case, limit, connections)
    return Line(
        row=row,
        what=what,
        measured=ratio([one.per_second for one in ours], [one.per_second for one in theirs]),
        target=target,
        at_least=True,
        absolute=f"{told(ours)} / {told(theirs)}; {megabytes(case, limit)}",
    )


def in_pairs(setting: Setting, case: Asked, limit: Asked, connections: int) -> tuple[list[Load], list[Load]]:
    """Return the case and its limit, round by round: limit, case, limit, case, limit.

    The limit of a round is that before and after it, on average.
    """
    cases, limits = [], [limit.load(setting, connections)]
    for _ in range(setting.load_rounds):
        cases.append(case.load(setting, connections))
        limits.append(limit.load(setting, connections))
    return cases, [_mean(before, after) for before, after in pairwise(limits)]


def _mean(before: Load, after: Load) -> Load:
    return Load(
        per_second=mean((before.per_second, after.per_second)),
        p50=mean((before.p50, after.p50)),
        p99=mean((before.p99, after.p99)),
        processor=mean((before.processor, after.processor)),
        unanswered=before.unanswered + after.unanswered,
        refused=before.refused + after.refused,
    )


def told(loads: Sequence[Load]) -> str:
    """Return the medians of rounds: "12,345/s, p99 1.2 ms, 36 µs of the processor each"."""
    per_second, p99, processor = (
        median(getattr(one, name) for one in loads) for name in ("per_second", "p99", "processor")
    )
    return f"{per_second:,.0f}/s, p99 {p99:.1f} ms, {processor:.0f} µs of the processor each"


def megabytes(*asked: Asked) -> str:
    """Return the memory of workers: "85 MB / 32 MB"."""
    return " / ".join(f"{one.server.megabytes:.0f} MB" for one in asked)
