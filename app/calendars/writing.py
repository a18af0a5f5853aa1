"""Ghi lịch: the bytes of an iCalendar stream, written line by line as RFC 5545 (3.1 to 3.8) and RFC 7986 (5) lay down.

The lines are written here and not by a library because a feed is fetched by thousands of programs: it costs a tenth. A
test reads them back beside what the icalendar library writes of the same feed and finds the two equal.

Left out on purpose: METHOD, ORGANIZER, ATTENDEE (a subscription is no invitation), a UID of the calendar (programs then
take all its events for one), CREATED of an item that has not changed since (LAST-MODIFIED says it).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.calendars.wording import calendar_wording
from app.domain.dates import ONE_DAY
from app.domain.draws.public_addresses import check_path
from app.domain.draws.sealed import sealed_code
from app.domain.feed_entries import EntryKind

if TYPE_CHECKING:
    from datetime import date, timedelta

    from app.calendars.wording import CalendarWording
    from app.domain.dates import Window
    from app.domain.feed_entries import FeedEntry
    from app.domain.feeds import Feed

PRODUCT = "-//Kiem tra cai cach hanh chinh//Ke hoach//VI"
"""PRODID, constant: programs tell our feeds by it."""
ZONE = "Asia/Ho_Chi_Minh"
REFRESH = "PT1H"
"""How often a program may ask again; those that ignore it follow their own clock."""
LONGEST_LINE = 75
"""Octets of a line without its line break (RFC 5545, 3.1)."""

_TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)
_BACKSLASH = 0x5C
_CONTINUATION_MASK, _CONTINUATION = 0xC0, 0x80


def write_calendar(feed: Feed, base_url: str = "") -> bytes:
    """Return the feed as an iCalendar stream: UTF-8, CRLF, equal bytes for equal feeds.

    `base_url` is the public address of the service ("https://kiemtra.tinh.gov.vn"); with it each entry links to its
    page, without it no link is written.
    """
    wording = calendar_wording()
    text = wording.feed_text(feed)
    name, description = escaped(text.name), escaped(text.description)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{description}",
        f"X-WR-CALDESC:{description}",
        f"X-WR-TIMEZONE:{ZONE}",
        f"COLOR:{text.colour}",
        f"X-APPLE-CALENDAR-COLOR:{text.apple_colour}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"LAST-MODIFIED:{_utc(feed.changed_at)}",
        *_TIMEZONE,
    ]
    for entry in feed.entries:
        lines += _event(entry, wording, base_url.rstrip("/"))
    lines.append("END:VCALENDAR")
    return b"".join([folded(line) for line in lines])


def _event(entry: FeedEntry, wording: CalendarWording, base_url: str) -> list[str]:
    text = wording.entry_text(entry)
    is_busy = entry.is_timed and not entry.is_cancelled
    link = _page(entry, base_url) if base_url else ""
    description = f"{text.description}\n{link}" if link else text.description
    changed_at = _utc(entry.changed_at)
    created_at = None if entry.created_at is None else _utc(entry.created_at)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{changed_at}",
        *([f"CREATED:{created_at}"] if created_at not in {None, changed_at} else []),
        f"LAST-MODIFIED:{changed_at}",
        f"SEQUENCE:{entry.sequence}",
        *(_clock_times(entry.time, wording) if entry.is_timed else _whole_days(entry.time)),
        f"SUMMARY:{escaped(text.title)}",
        f"DESCRIPTION:{escaped(description)}",
        f"CATEGORIES:{escaped(text.category)}",
        f"STATUS:{entry.status}",
        f"TRANSP:{'OPAQUE' if is_busy else 'TRANSPARENT'}",
        f"X-MICROSOFT-CDO-BUSYSTATUS:{'BUSY' if is_busy else 'FREE'}",
    ]
    if text.location:
        lines.append(f"LOCATION:{escaped(text.location)}")
    if link:
        lines.append(f"URL:{link}")
    for ahead in entry.rings:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(text.title)}", f"TRIGGER:{_before(ahead)}"]
        lines.append("END:VALARM")
    lines.append("END:VEVENT")
    return lines


def _before(ahead: timedelta) -> str:
    """Return a time before the start, in whole minutes, as a duration (RFC 5545, 3.3.6): "-P2DT15H", "-PT30M"."""
    hours, minutes = divmod(ahead.seconds // 60, 60)
    days = f"{ahead.days}D" if ahead.days else ""
    clock = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M")) if count)
    return f"-P{days}" + (f"T{clock}" if clock else "")


def _whole_days(shown: Window) -> tuple[str, str]:
    """Return start and end of whole days; the end is no part of the event (RFC 5545, 3.6.1): DTEND is the day after."""
    return f"DTSTART;VALUE=DATE:{_basic(shown.first)}", f"DTEND;VALUE=DATE:{_basic(shown.last + ONE_DAY)}"


def _clock_times(shown: Window, wording: CalendarWording) -> tuple[str, str]:
    """Return start and end of a half-day by the clock, in the province's time."""
    starts, ends = wording.hours[shown.opens]
    starts_at, ends_at = datetime.combine(shown.first, starts), datetime.combine(shown.last, ends)
    return f"DTSTART;TZID={ZONE}:{_basic(starts_at)}", f"DTEND;TZID={ZONE}:{_basic(ends_at)}"


def _page(entry: FeedEntry, base_url: str) -> str:
    if entry.kind == EntryKind.SEALED:
        # The one page of it that whoever sees the item may open.
        return f"{base_url}{check_path(sealed_code(entry.plan, entry.number))}"
    page = f"/don-vi/{entry.page}" if entry.page else ""
    return f"{base_url}/ke-hoach/{entry.plan}{page}"


def _utc(at: datetime) -> str:
    return f"{_basic(at.astimezone(UTC).replace(tzinfo=None))}Z"


def _basic(at: date) -> str:
    """Return a day or a time in the basic format of ISO 8601: "20230801", "20230801T073000"."""
    return at.isoformat().replace("-", "").replace(":", "")


def escaped(text: str) -> str:
    """Return a TEXT value with backslash, semicolon, comma and line break escaped (RFC 5545, 3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """Return a content line in octets with its CRLF, folded at 75 (RFC 5545, 3.1).

    A fold never cuts a UTF-8 character, which some readers cannot put together again, nor an escaped pair.
    """
    octets = line.encode()
    if len(octets) <= LONGEST_LINE:
        return octets + b"\r\n"
    pieces, start, room = [], 0, LONGEST_LINE
    while len(octets) - start > room:
        end = start + room
        while octets[end] & _CONTINUATION_MASK == _CONTINUATION:
            end -= 1
        backslashes = 0
        while octets[end - 1 - backslashes] == _BACKSLASH:
            backslashes += 1
        end -= backslashes % 2
        pieces.append(octets[start:end])
        start, room = end, LONGEST_LINE - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces) + b"\r\n"
