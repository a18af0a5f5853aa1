"""Lịch (F4): the making of one feed from an open database beside entities and the icalendar library."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from app.db.store import open_reader
from app.services.feeds import feed_bytes_for
from bench.feeds import issued
from bench.measuring import Line, in_turn, milliseconds, ratio
from bench.setting import PLAN

if TYPE_CHECKING:
    from bench.setting import Setting

_WHAT = "plan feed, rows to bytes / the same rows as SQLModel entities + icalendar"
_TARGET = 0.15
"""Of a writer of its own, as ours is; one that writes with icalendar would have 0.5."""


def f4(setting: Setting) -> list[Line]:
    """Measure what a feed costs that is not kept: read, reckoned and written, in a transaction of its own."""
    if find_spec("icalendar") is None:
        return [Line(row="F4", what=_WHAT, measured=None, target=_TARGET)]
    from bench.feed_peer import read_back, written_from_entities  # noqa: PLC0415 — the row goes without icalendar

    secret = issued(setting.database)

    def ours() -> bytes:
        with open_reader(setting.engine) as store:
            return feed_bytes_for(store, secret).content

    def theirs() -> bytes:
        return written_from_entities(setting.engine, PLAN)

    if read_back(theirs()) != read_back(ours()):
        raise RuntimeError("icalendar: other content")
    taken = in_turn({"ours": ours, "theirs": theirs}, setting.rounds)
    return [
        Line(
            row="F4",
            what=_WHAT,
            measured=ratio(taken["ours"], taken["theirs"]),
            target=_TARGET,
            absolute=milliseconds(taken["ours"], taken["theirs"]),
        )
    ]
