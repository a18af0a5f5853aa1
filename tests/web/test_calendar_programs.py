"""Real calendar programs subscribe over loopback: vdirsyncer copies the feed, khal shows it to a person.

What they keep and show is held against the plan, through a move, a cancelling and a return.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builders import a_window, with_plan
from calendars.founding import WINDOWS, the_founding_plan
from services.feed_stores import COMMAND_LINE, NOON, PLAN, counted_bytes, fill, issued
from web.serving import serving

from app.calendars.wording import calendar_wording
from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_reader, open_store
from app.domain.feed_ledgers import LedgerKind
from app.domain.feeds import FeedOptions, plan_feed
from app.services.feed_ledgers import refresh_ledgers
from app.services.feeds import revoke_feed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from app.domain.visits import Visit

PROGRAMS = Path(sys.executable).parent
VISITS = the_founding_plan().visits
MOVED_UNIT, GONE_UNIT = "ubnd-huyen-phu-rieng", "ubnd-huyen-bu-dang"
SYNC = """
[general]
status_path = "{home}/status/"
[pair feed]
a = "remote"
b = "local"
collections = null
conflict_resolution = "a wins"
partial_sync = "revert"
[storage remote]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{home}/calendar/"
fileext = ".ics"
"""
SHOW = """
[calendars]
[[feed]]
path = {home}/calendar
readonly = True
[locale]
local_timezone = Asia/Ho_Chi_Minh
default_timezone = Asia/Ho_Chi_Minh
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {home}/khal.db
"""


class Desktop:
    """A person's calendar on their own machine."""

    def __init__(self, home: Path, url: str) -> None:
        self._home = home
        (home / "calendar").mkdir()
        (home / "sync.conf").write_text(SYNC.format(home=home, url=url), encoding="utf-8")
        (home / "show.conf").write_text(SHOW.format(home=home), encoding="utf-8")

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        home = {name: str(self._home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
        environment = os.environ | home | {"LC_ALL": "C.UTF-8", "TZ": "Asia/Ho_Chi_Minh"}
        config = "sync.conf" if program == "vdirsyncer" else "show.conf"
        return subprocess.run(
            [PROGRAMS / program, "-c", self._home / config, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def synchronise(self) -> set[str]:
        """Fetch the feed; return what the program says it copied or deleted."""
        if not (self._home / "status").exists():
            found = self.run("vdirsyncer", "discover", "feed")
            assert found.returncode == 0, found.stderr
        done = self.run("vdirsyncer", "sync", "feed")
        assert done.returncode == 0, done.stderr
        return {
            line
            for line in done.stderr.splitlines() + done.stdout.splitlines()
            if "Copying" in line or "Deleting" in line
        }

    def shown(self) -> list[tuple[str, str, str]]:
        """Return what a person reads in the list of the year: first day, last day, title."""
        form = "{start-long}|{end-long}|{cancelled}{title}"
        listed = self.run("khal", "list", "--once", "--day-format", "", "--format", form, "2023-01-01", "400d")
        assert listed.returncode == 0, listed.stderr
        rows = [line.split("|") for line in listed.stdout.splitlines() if line]
        return sorted((first, last, title) for first, last, title in rows)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[Engine, str]]:
    """The service over a database that holds the founding plan, and its address."""
    url = f"sqlite:///{tmp_path / 'kiemtra.db'}"
    engine = create_engine(url)
    migrate(engine)
    fill(engine)
    with serving(url, tmp_path / "log") as address:
        yield engine, address
    engine.dispose()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    return made


def become(engine: Engine, visits: tuple[Visit, ...], day: int) -> None:
    with open_store(engine) as store:
        at = NOON + timedelta(days=day)
        changed = with_plan(store.plans.dossier(PLAN), visits=visits)
        store.plans.rewrite(changed, action="plan.edit", by=COMMAND_LINE, at=at)
        refresh_ledgers(store, PLAN, issued=None, by=COMMAND_LINE, at=at)


def expected(engine: Engine, options: FeedOptions) -> list[tuple[str, str, str]]:
    """What the program should show of the feed: a cancelled item has the program's own mark as well as ours."""
    with open_reader(engine) as store:
        ledger = store.ledgers.get(PLAN, LedgerKind.WORKING)
    assert ledger is not None
    rows = []
    for entry in plan_feed(ledger, options).entries:
        title = calendar_wording().entry_text(entry).title
        mark = "CANCELLED " if entry.is_cancelled else ""
        rows.append((str(entry.time.first), str(entry.time.last), f"{mark}{title}"))
    return sorted(rows)


def test_a_subscriber_sees_every_item_on_its_days_and_each_change_of_it(service: tuple[Engine, str], home: Path):
    engine, address = service
    secret = issued(engine, random_bytes=counted_bytes(), reminds=True, alarms=True)
    desktop = Desktop(home, f"{address}/lich/{secret}.ics")
    asked = FeedOptions(reminds=True)

    assert len(desktop.synchronise()) == 37
    first = desktop.shown()
    assert first == expected(engine, asked)
    windows = {(first, last) for first, last, title in first if title.startswith("Kiểm tra: ")}
    assert windows == {(str(first), str(last)) for _, _, first, last in WINDOWS}
    assert desktop.synchronise() == set()

    moved = tuple(
        replace(visit, window=a_window(date(2023, 8, 21), date(2023, 8, 31))) if visit.unit == MOVED_UNIT else visit
        for visit in VISITS
    )
    become(engine, moved, 1)
    changed = desktop.synchronise()  # the window, the draw before it, and the report that serves it, each in a new copy
    assert (len(changed), sum("Deleting" in line for line in changed)) == (6, 3)
    assert ("2023-08-21", "2023-08-31", "Kiểm tra: UBND huyện Phú Riềng") in desktop.shown()
    assert desktop.shown() == expected(engine, asked)

    become(engine, tuple(visit for visit in moved if visit.unit != GONE_UNIT), 2)
    desktop.synchronise()
    assert ("2023-10-02", "2023-10-13", "CANCELLED [HUỶ] Kiểm tra: UBND huyện Bù Đăng") in desktop.shown()
    assert desktop.shown() == expected(engine, asked)

    become(engine, VISITS, 3)
    desktop.synchronise()
    assert desktop.shown() == first
    assert desktop.synchronise() == set()


def test_a_subscriber_keeps_what_it_has_when_the_address_is_withdrawn(service: tuple[Engine, str], home: Path):
    engine, address = service
    secret = issued(engine, random_bytes=counted_bytes(), unit=MOVED_UNIT)
    desktop = Desktop(home, f"{address}/lich/{secret}.ics")
    desktop.synchronise()
    before = desktop.shown()
    assert len(before) == 3
    with open_store(engine) as store:
        revoke_feed(store, secret, by=COMMAND_LINE, at=NOON)
    assert desktop.run("vdirsyncer", "sync", "feed").returncode != 0
    assert desktop.shown() == before
