"""Kho lớn dần (G1): a page, a list and a feed asked for among one, ten, a hundred, a thousand stored plans.

What is asked for is the same everywhere, so that only the plans that nobody asked for make a difference. The servers
run side by side and are asked in turn, one request at a time.
"""

from __future__ import annotations

import http.client
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from bench.load import serving
from bench.measuring import Line, ratio
from bench.setting import PLAN
from bench.stored_plans import TODAY

if TYPE_CHECKING:
    from bench.load import Server
    from bench.setting import Setting
    from bench.stored_plans import Stored

_REQUESTS = 20
"""Requests of one page in one round, of which the median counts."""
_A_FULL_LIST = 100
"""Stored plans from which on the list has all the lines of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Trang được hỏi: `address` as the founding plan has it; `who` asks: a role of `Stored.sessions`, None a guest.

    `least` is the smallest number of stored plans with which the page shows as much as with any larger one.
    """

    name: str
    address: str
    who: str | None
    least: int = 1


def pages(unit: str) -> tuple[Page, ...]:
    """Return what is measured; a page more is a line more. `unit` is the unit that the session `unit` speaks for."""
    return (
        Page(name="plan page", address=f"/ke-hoach/{PLAN}", who="planner"),
        Page(name="unit page", address=f"/ke-hoach/{PLAN}/don-vi/{unit}", who="unit"),
        Page(name="member page", address="/viec-cua-toi", who="member"),
        Page(name="list of plans", address="/ke-hoach", who="planner", least=_A_FULL_LIST),
        Page(name="hot feed", address="/lich/{secret}.ics", who=None),
    )


class Visitor:
    """Người hỏi một máy chủ: on one connection that stays open; raises RuntimeError for an answer that is no 200."""

    def __init__(self, server: Server, stored: Stored) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self._stored = stored

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def fetch(self, page: Page) -> bytes:
        """Return the page."""
        address = page.address.format(secret=self._stored.feeds[0])
        self._connection.request("GET", address, headers=self._stored.cookies(page.who))
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{page.address} as {page.who!r}: {answer.status}")
        return body

    def seconds(self, page: Page) -> float:
        """Return how long the page takes: the median of some requests."""
        taken = []
        for _ in range(_REQUESTS):
            began = perf_counter()
            self.fetch(page)
            taken.append(perf_counter() - began)
        return median(taken)


def g1(setting: Setting) -> list[Line]:
    """Measure each page among the smallest and the largest number of plans, and tell those between."""
    with ExitStack() as open_things:
        visitors: dict[int, Visitor] = {}
        for stored in setting.stored_plans.made:
            server = open_things.enter_context(
                serving(setting, "ours", KIEMTRA_DATABASE_URL=stored.database, KIEMTRA_TODAY=TODAY.isoformat())
            )
            visitors[stored.plans] = Visitor(server, stored)
            open_things.callback(visitors[stored.plans].close)
        return [_line(setting, visitors, page) for page in pages(setting.stored_plans.unit)]


def _line(setting: Setting, visitors: dict[int, Visitor], page: Page) -> Line:
    taken: dict[int, list[float]] = {plans: [] for plans in visitors}
    for visitor in visitors.values():
        visitor.seconds(page)
    for _ in range(setting.page_rounds):
        for plans, visitor in visitors.items():
            taken[plans].append(visitor.seconds(page))
    most, least = max(taken), min((plans for plans in taken if plans >= page.least), default=max(taken))
    told = ", ".join(f"{median(taken[plans]) * 1000:.3g} ms" for plans in taken)
    return Line(
        row="G1",
        what=f"{page.name}: p50 among {most:,} plans / among {least:,}",
        measured=ratio(taken[most], taken[least]),
        target=1.25,
        absolute=f"{told} among {', '.join(f'{plans:,}' for plans in taken)}",
    )
