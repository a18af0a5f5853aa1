"""Lịch theo cách thường: the same feed from SQLModel entities, written with the icalendar library.

Entities are read by the same narrow queries that give us plain rows, and what a feed says is asked of the same domain.
No ledger is kept: a plan that has not changed since it came in shows the same without. For the comparison a calendar is
read back as properties, whatever their order.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Timezone, TimezoneStandard, vDatetime, vText
from sqlmodel import Session, select

from app.calendars.wording import calendar_wording
from app.calendars.writing import PRODUCT, REFRESH, ZONE
from app.db import rows
from app.db.store import Store
from app.domain.dates import ONE_DAY
from app.domain.feed_ledgers import first_ledger
from app.domain.feeds import plan_feed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine, Select

    from app.domain.feed_entries import FeedEntry
    from app.domain.feeds import Feed

_SEVEN_HOURS = timedelta(hours=7)


def written_from_entities(engine: Engine, plan: str) -> bytes:
    """Return the plan's calendar, every row on the way a tracked entity."""
    with read_as_entities():
        return written_of_plan(engine, plan)


def read_as_entities() -> Any:
    """Return what has this process read entities: as a context manager for a while, with `start()` for good."""
    return patch.object(rows, "chosen", _entities)


def written_of_plan(engine: Engine, plan: str) -> bytes:
    """Return the plan's calendar as icalendar writes it."""
    with Session(engine) as session:
        store = Store(session)
        ledger = first_ledger(store.plans.calendar_dossier(plan), store.days_off.calendar())
        return write_with_icalendar(plan_feed(ledger))


def _entities(session: Session, kind: type[Any], statement: Select[Any], values: Mapping[str, Any]) -> Sequence[Any]:
    """Return what the query finds as entities of the session."""
    return session.execute(select(kind).from_statement(statement), values).scalars().all()


def read_back(content: bytes) -> Any:
    """Return a calendar as its properties with their parameters, and its parts in order."""
    return _component(Calendar.from_ical(content))


def _component(found: Any) -> tuple[list[Any], list[Any]]:
    properties = sorted(
        (name, sorted(value.params.items()), value.to_ical())
        for name, value in found.property_items(recursive=False)
        if name not in {"BEGIN", "END"}
    )
    return properties, [_component(child) for child in found.subcomponents]


def write_with_icalendar(feed: Feed) -> bytes:
    """Return the feed as the library writes it."""
    text = calendar_wording().feed_text(feed)
    calendar = Calendar()
    for name, value in (
        ("VERSION", "2.0"),
        ("PRODID", PRODUCT),
        ("CALSCALE", "GREGORIAN"),
        ("NAME", text.name),
        ("X-WR-CALNAME", text.name),
        ("DESCRIPTION", text.description),
        ("X-WR-CALDESC", text.description),
        ("X-WR-TIMEZONE", ZONE),
        ("COLOR", text.colour),
        ("X-APPLE-CALENDAR-COLOR", text.apple_colour),
        ("X-PUBLISHED-TTL", REFRESH),
    ):
        calendar.add(name, vText(value))
    calendar.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("LAST-MODIFIED", feed.changed_at)
    calendar.add_component(_zone())
    for entry in feed.entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _zone() -> Component:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("TZID", ZONE)
    standard.add("DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001 — a zone's own start is local time
    standard.add("TZOFFSETFROM", _SEVEN_HOURS)
    standard.add("TZOFFSETTO", _SEVEN_HOURS)
    standard.add("TZNAME", "+07")
    zone.add_component(standard)
    return zone


def _event(entry: FeedEntry) -> Component:
    wording = calendar_wording()
    text, shown = wording.entry_text(entry), entry.time
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", vDatetime(entry.changed_at.astimezone(UTC)))
    event.add("LAST-MODIFIED", entry.changed_at)
    event.add("SEQUENCE", entry.sequence)
    if entry.created_at not in {None, entry.changed_at}:
        event.add("CREATED", entry.created_at)
    if entry.is_timed:
        starts, ends = wording.hours[shown.opens]
        event.add("DTSTART", datetime.combine(shown.first, starts, ZoneInfo(ZONE)))
        event.add("DTEND", datetime.combine(shown.last, ends, ZoneInfo(ZONE)))
    else:
        event.add("DTSTART", shown.first)
        event.add("DTEND", shown.last + ONE_DAY)
    is_busy = entry.is_timed and not entry.is_cancelled
    event.add("SUMMARY", text.title)
    event.add("DESCRIPTION", text.description)
    event.add("CATEGORIES", [text.category])
    event.add("STATUS", str(entry.status))
    event.add("TRANSP", "OPAQUE" if is_busy else "TRANSPARENT")
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", vText("BUSY" if is_busy else "FREE"))
    if text.location:
        event.add("LOCATION", text.location)
    return event
