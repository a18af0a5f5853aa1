"""Lịch theo dõi: what each subscriber is shown of a plan's ledger, for other programs to keep a copy of.

A calendar is a pure function of the ledger: no clock and no chance, so that an unchanged plan gives unchanged entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.domain.errors import NotFound
from app.domain.feed_entries import DEADLINES, REMINDERS, FeedEntry, local_day, start_and_uid
from app.domain.feed_grants import FeedKind
from app.domain.feed_items import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.feed_items import Viewer
    from app.domain.feed_ledgers import FeedLedger

_NINE_ON_THE_DAY_BEFORE = timedelta(hours=15)
_NINE_THREE_DAYS_BEFORE = timedelta(days=2, hours=15)
_HALF_AN_HOUR = timedelta(minutes=30)
_NOT_FOUND = {FeedKind.UNIT: "visit", FeedKind.PERSON: "person"}

Shown = tuple[FeedEntry, datetime | None]
"""Một mục và lúc nó rời lịch: an entry as shown, and when it left the calendar, None while it is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOptions:
    """Tùy chọn của một lịch: `reminds` adds a day before each deadline on which it is remembered.

    `rings_from` lets programs ring for what ends on that day or later, None for never.
    """

    reminds: bool = False
    rings_from: date | None = None


PLAIN = FeedOptions()
"""Lịch không nhắc, không báo chuông: as files have it, and addresses unless asked otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Lịch theo dõi của một kế hoạch, một đơn vị hoặc một người: its entries by start, then UID.

    `facts` are the words that its name and description may name; `changed_at` is when what it shows last changed.
    """

    kind: FeedKind
    changed_at: datetime
    entries: tuple[FeedEntry, ...]
    facts: dict[str, str] = field(default_factory=dict)


def plan_feed(ledger: FeedLedger, options: FeedOptions = PLAIN) -> Feed:
    """Return the feed of the whole plan."""
    shown = [(item.entry, item.left_at) for item in ledger.items]
    return _feed(ledger, FeedKind.PLAN, "", shown, options)


def public_feed(ledger: FeedLedger, options: FeedOptions = PLAIN) -> Feed:
    """Return the feed of the whole plan for everybody: nobody's name, and nothing of what comes unannounced."""
    return _feed(ledger, FeedKind.PUBLIC, "", _seen_by(ledger, PUBLIC), options)


def unit_feed(ledger: FeedLedger, unit_key: str, options: FeedOptions = PLAIN) -> Feed:
    """Return the feed of a unit that is visited, drawn, or inspects itself.

    A visit that comes unannounced is left out: the unit's own calendar must not announce it. Raises NotFound for a unit
    with which the plan has nothing to do, and nothing of which is left to show.
    """
    return _party_feed(ledger, (FeedKind.UNIT, unit_key), options)


def person_feed(ledger: FeedLedger, person_key: str, options: FeedOptions = PLAIN) -> Feed:
    """Return the feed of a head, deputy or named member: the visits they take part in, with their role in each.

    Raises NotFound for somebody whom the plan does not name, and nothing of whose visits is left to show.
    """
    return _party_feed(ledger, (FeedKind.PERSON, person_key), options)


def _party_feed(ledger: FeedLedger, viewer: Viewer, options: FeedOptions) -> Feed:
    party = ledger.parties.get(viewer)
    if party is None:
        raise NotFound(_NOT_FOUND[viewer[0]], viewer[1])
    feed = _feed(ledger, viewer[0], party.name, _seen_by(ledger, viewer), options)
    if not (party.is_current or feed.entries):
        raise NotFound(_NOT_FOUND[viewer[0]], viewer[1])
    return feed


def _seen_by(ledger: FeedLedger, viewer: Viewer) -> list[Shown]:
    """Return every entry that the viewer sees or saw, and when it left their calendar."""
    entries = [(item.seen_by(viewer), item.left_view_at(viewer)) for item in ledger.items if viewer in item.views]
    return [(entry, left_at) for entry, left_at in entries if entry is not None]


def _feed(ledger: FeedLedger, kind: FeedKind, whose: str, shown: Iterable[Shown], options: FeedOptions) -> Feed:
    if ledger.changed_at is None or ledger.facts_changed_at is None:
        raise ValueError("feed.nothing_recorded")
    wanted = [each for each in shown if options.reminds or each[0].kind not in REMINDERS.values()]
    entries = [entry for entry, left_at in wanted if left_at is None]
    changes = [ledger.facts_changed_at, *(left_at or entry.changed_at for entry, left_at in wanted)]
    if options.rings_from is not None:
        changes.append(ledger.changed_at)
        first_day = max(options.rings_from, local_day(ledger.changed_at))
        entries = [replace(entry, rings=_rings(entry, first_day)) for entry in entries]
    return Feed(
        kind=kind,
        changed_at=max(changes),
        entries=tuple(sorted(entries, key=start_and_uid)),
        facts={"whose": whose, **ledger.facts} if whose else ledger.facts,
    )


def _rings(entry: FeedEntry, first_day: date) -> tuple[timedelta, ...]:
    """Return how long before its start an entry rings, in waking hours; what is taken back or over does not ring.

    Over is what ended before that day, on which the calendar was asked for or the ledger last changed: the data says so
    and not the clock, which would change the calendar while the plan stands still. A reminder is seen and not heard.
    """
    if entry.is_cancelled or entry.time.last < first_day or entry.kind in REMINDERS.values():
        return ()
    if entry.is_timed:
        return (_HALF_AN_HOUR,)
    if entry.kind in DEADLINES:
        return (_NINE_THREE_DAYS_BEFORE, _NINE_ON_THE_DAY_BEFORE)
    return (_NINE_ON_THE_DAY_BEFORE,)
