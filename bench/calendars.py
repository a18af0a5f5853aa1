"""Lịch (F4): the making of one feed from an open database beside entities and the icalendar library."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from app.calendars.writing import write_calendar
from app.db.store import open_reader
from app.domain.feeds import plan_feed
from bench.measuring import Line, in_turn, milliseconds, ratio
from bench.setting import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.setting import Setting

_TARGET = 0.15
_READINGS = {
    "plan feed, rows to bytes / the same rows as SQLModel entities + icalendar": False,
    "the same / the whole plan as SQLModel entities + icalendar": True,
}


def f4(setting: Setting) -> list[Line]:
    """Measure what a feed costs that is not kept: read, reckoned and written, in a transaction of its own.

    The peer reads as narrowly as we do, then, as an app without a reading for calendars would, the plan with all parts.
    """
    if find_spec("icalendar") is None:
        return [Line(row="F4", what=what, measured=None, target=_TARGET) for what in _READINGS]
    from bench.feed_peer import read_back, written_from_entities  # noqa: PLC0415 — the row goes without icalendar

    def ours() -> bytes:
        with open_reader(setting.engine) as store:
            return write_calendar(plan_feed(store.plans.calendar_dossier(PLAN), store.days_off.calendar()))

    cases: dict[str, Callable[[], bytes]] = {
        what: partial(written_from_entities, setting.engine, PLAN, is_whole=is_whole)
        for what, is_whole in _READINGS.items()
    }
    if any(read_back(theirs()) != read_back(ours()) for theirs in cases.values()):
        raise RuntimeError("icalendar: other content")
    taken = in_turn({"ours": ours, **cases}, setting.rounds)
    return [
        Line(
            row="F4",
            what=what,
            measured=ratio(taken["ours"], taken[what]),
            target=_TARGET,
            absolute=milliseconds(taken["ours"], taken[what]),
        )
        for what in cases
    ]
