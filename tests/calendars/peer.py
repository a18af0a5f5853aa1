"""The same calendar written with the icalendar library, to hold ours against."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vDatetime, vText

from app.calendars.wording import calendar_wording
from app.calendars.writing import PRODUCT, ZONE
from app.domain.feed_entries import EntryKind, EntryStatus

SEVEN_HOURS = timedelta(hours=7)


def write_with_icalendar(feed, base_url=""):
    text = calendar_wording().feed_text(feed)
    calendar = Calendar()
    for name, value in (
        ("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("NAME", text.name),
        ("X-WR-CALNAME", text.name), ("DESCRIPTION", text.description), ("X-WR-CALDESC", text.description),
        ("X-WR-TIMEZONE", ZONE), ("COLOR", text.colour), ("X-APPLE-CALENDAR-COLOR", text.apple_colour),
        ("X-PUBLISHED-TTL", "PT1H"),
    ):  # fmt: skip
        calendar.add(name, vText(value))
    calendar.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("LAST-MODIFIED", feed.changed_at)
    calendar.add_component(_zone())
    for entry in feed.entries:
        calendar.add_component(_event(entry, base_url))
    return calendar.to_ical()


def read_back(content):
    def component(found):
        properties = sorted(
            (name, sorted(value.params.items()), value.to_ical())
            for name, value in found.property_items(recursive=False)
            if name not in {"BEGIN", "END"}
        )
        return properties, [component(child) for child in found.subcomponents]

    return component(Calendar.from_ical(content))


def _zone():
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("TZID", ZONE)
    standard.add("DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001 — a zone's own start is local time
    standard.add("TZOFFSETFROM", SEVEN_HOURS)
    standard.add("TZOFFSETTO", SEVEN_HOURS)
    standard.add("TZNAME", "+07")
    zone.add_component(standard)
    return zone


def _event(entry, base_url):
    wording = calendar_wording()
    text = wording.entry_text(entry)
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", vDatetime(entry.changed_at.astimezone(UTC)))
    event.add("LAST-MODIFIED", entry.changed_at)
    if entry.created_at not in {None, entry.changed_at}:
        event.add("CREATED", entry.created_at)
    event.add("SEQUENCE", entry.sequence)
    shown = entry.time
    is_timed = shown.first == shown.last and not shown.is_whole_days
    if is_timed:
        starts, ends = wording.hours[shown.opens]
        event.add("DTSTART", datetime.combine(shown.first, starts, ZoneInfo(ZONE)))
        event.add("DTEND", datetime.combine(shown.last, ends, ZoneInfo(ZONE)))
    else:
        event.add("DTSTART", shown.first)
        event.add("DTEND", shown.last + timedelta(days=1))
    is_busy = is_timed and entry.status != EntryStatus.CANCELLED
    page = f"{base_url}/ke-hoach/{entry.plan}" + (f"/don-vi/{entry.page}" if entry.page else "")
    if entry.kind == EntryKind.SEALED:
        page = f"{base_url}/cong-khai/dot-xuat/{entry.plan}.dot-xuat.{entry.number}"
    event.add("SUMMARY", text.title)
    event.add("DESCRIPTION", f"{text.description}\n{page}" if base_url else text.description)
    event.add("CATEGORIES", [text.category])
    event.add("STATUS", str(entry.status))
    event.add("TRANSP", "OPAQUE" if is_busy else "TRANSPARENT")
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", vText("BUSY" if is_busy else "FREE"))
    if text.location:
        event.add("LOCATION", text.location)
    if base_url:
        event.add("URL", page)
    for ahead in entry.rings:
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", text.title)
        alarm.add("TRIGGER", -ahead)
        event.add_component(alarm)
    return event
