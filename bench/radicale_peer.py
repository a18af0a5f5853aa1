"""Radicale: a calendar server that other programs subscribe to, with our calendar put into it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from icalendar import Calendar

from bench.load import started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.load import Server
    from bench.setting import Setting

PATH = "/bench/plan/"
_COMPARED = ("UID", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "SEQUENCE")


@contextmanager
def radicale(setting: Setting, calendar: bytes) -> Iterator[Server]:
    """Serve the calendar at `PATH` with Radicale's own server; raise RuntimeError when it gives other events."""

    def arguments(port: int) -> tuple[str, ...]:
        kept = ("--storage-filesystem-folder", str(setting.folder / "radicale"), "--auth-type", "none")
        hosts = ("--server-hosts", f"127.0.0.1:{port}", "--server-max-connections", "0")
        return ("radicale", "--config", "", *hosts, *kept, "--logging-level", "error")

    with started(setting, arguments) as server:
        server.fetch("/bench/", method="MKCOL")
        server.fetch(PATH, {"Content-Type": "text/calendar; charset=utf-8"}, method="PUT", body=calendar)
        found = server.fetch(PATH)
        if found.status != 200 or events(found.body) != events(calendar):
            raise RuntimeError(f"radicale: {found.status}")
        yield server


def events(calendar: bytes) -> list[tuple[object, ...]]:
    """Return of each event what a subscriber sees, in the order of their UIDs."""
    found = Calendar.from_ical(calendar).walk("VEVENT")
    return sorted(tuple(event[name].to_ical() for name in _COMPARED) for event in found)
