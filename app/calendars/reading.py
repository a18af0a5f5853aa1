"""Đọc lịch người khác gửi đến: the days of the events of an .ics, read as a file that may mean harm (RFC 5545).

Days are those in Vietnam: a whole-day event ends the day before its DTEND (3.6.1), one with hours takes every day that
it touches, in whatever zone it is written. A rule of repetition is followed within the year asked for and no further.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.calendars.repeating import days_of_rule, read_rule
from app.domain.dates import ONE_DAY, TIME_ZONE
from app.domain.errors import Fault, InvalidInput
from app.domain.outside_plans import LONGEST_LINE, MOST_LINES, OutsideLine, day_written
from app.domain.vietnamese import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_OCTETS = 2 * 1024 * 1024
MOST_EVENTS = 2_000
_MOST_RULES = 200
_LONGEST_SEARCH = timedelta(days=366)
"""How long before the year an event may begin that still reaches into it."""
_MOST_DATES = 400
"""Days on which one event takes place in a year, at most."""
_UNTIL = re.compile(r";?UNTIL=(?P<until>[^;]*)", re.IGNORECASE)
_BEGIN = b"BEGIN:VCALENDAR"
_EVENT = re.compile(rb"^BEGIN:VEVENT", re.IGNORECASE | re.MULTILINE)
_ENDS = re.compile(rb"^(BEGIN|END):(?:VEVENT|VCALENDAR)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Times:
    """An event's first moment and length; `is_whole_days` where it names days alone."""

    first: datetime
    length: timedelta
    is_whole_days: bool
    zone: tzinfo | None


def is_calendar(content: bytes) -> bool:
    """Say whether a file opens as a calendar does."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[: len(_BEGIN)].upper() == _BEGIN


def read_events(content: bytes, year: int, place: str) -> list[OutsideLine]:
    """Return a line for each event that touches the year, and for each time that one is repeated in it.

    The unit's text is what the event says of itself: its title, place and whoever is invited. Events that were
    cancelled are left out; one whose times cannot be read has none. Raise InvalidInput with one Fault at that place.
    Codes: `calendar.too_big`, `calendar.unreadable`, `calendar.too_many`.
    """
    if len(content) > MOST_OCTETS:
        raise _refused(place, "calendar.too_big", f"{len(content) // 1024}", f"{MOST_OCTETS // 1024}")
    if len(_EVENT.findall(content)) > MOST_EVENTS:
        raise _refused(place, "calendar.too_many", wanted=f"{MOST_EVENTS}")
    events = [event for event in _events(content, place) if _text(event, "STATUS").upper() != "CANCELLED"]
    replaced = {
        (_text(event, "UID"), _local(moment))
        for event in events
        if isinstance(moment := _said(event.get("RECURRENCE-ID"), "dt"), date)
    }
    lines: list[OutsideLine] = []
    rules = 0
    for number, event in enumerate(events, 1):
        rules += "RRULE" in event
        if rules > _MOST_RULES:
            raise _refused(place, "calendar.too_many", wanted=f"{MOST_EVENTS}")
        lines += islice(_lines(event, number, year, replaced), _MOST_DATES)
        if len(lines) > MOST_EVENTS:
            raise _refused(place, "calendar.too_many", wanted=f"{MOST_LINES}")
    return lines


def _refused(place: str, code: str, found: str = "", wanted: str = "") -> InvalidInput:
    return InvalidInput([Fault(place=place, code=code, found=found, wanted=wanted)])


def _events(content: bytes, place: str) -> list[Any]:
    ends = [found[1].upper() for found in _ENDS.finditer(content.removeprefix(b"\xef\xbb\xbf"))]
    if ends.count(b"BEGIN") != ends.count(b"END"):
        # The library would leave out in silence what a file that is cut off still holds.
        raise _refused(place, "calendar.unreadable")
    from icalendar import Calendar  # noqa: PLC0415 — loaded for whoever brings a file alone

    try:
        calendars = Calendar.from_ical(content.removeprefix(b"\xef\xbb\xbf"), multiple=True)
        return [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError) as error:
        # What the library raises over files that are none, by trial.
        raise _refused(place, "calendar.unreadable") from error


def _lines(event: Any, number: int, year: int, replaced: set[tuple[str, date]]) -> Iterator[OutsideLine]:
    title = _text(event, "SUMMARY")
    where = f"sự kiện {number}" + (f" “{title[:80]}”" if title else "")
    about = _about(event)
    try:
        times = _times(event)
        starts = [] if times is None else list(islice(_starts(event, times, year, replaced), _MOST_DATES))
        spans = [] if times is None else [_days(start, times) for start in starts]
    except (ValueError, TypeError, OverflowError):
        # A rule that is not followed, times beyond all years, zones that do not fit: by trial of broken files.
        yield OutsideLine(place=where, unit=about, first=f"{_text(event, 'DTSTART')} {_text(event, 'RRULE')}".strip())
        return
    if times is None:
        yield OutsideLine(place=where, unit=about, first="")
    for first, last in spans:
        if first.year <= year <= last.year or "RRULE" not in event:
            yield OutsideLine(place=where, unit=about, first=day_written(first), last=day_written(last))


def _about(event: Any) -> str:
    """Return what an event says of whom it concerns, a line for each saying, the title first."""
    invited = event.get("ATTENDEE", [])
    names = [
        (_said(each, "params") or {}).get("CN", "")
        for each in (invited if isinstance(invited, list) else [invited])[:50]
    ]
    texts = [_text(event, "SUMMARY"), _text(event, "LOCATION"), *(clean(str(name)) for name in names)]
    return " / ".join(dict.fromkeys(text for text in texts if text))[:LONGEST_LINE]


def _text(event: Any, name: str) -> str:
    value = event.get(name, "")
    first = value[0] if isinstance(value, list) and value else value
    try:
        return clean(str(first)).replace("\n", " ")[:LONGEST_LINE]
    except (ValueError, TypeError):
        return ""


def _times(event: Any) -> _Times | None:
    """Return when an event takes place, None where it does not say in a way that can be read."""
    begins, ends, length = (event.get(name) for name in ("DTSTART", "DTEND", "DURATION"))
    first = _said(begins, "dt")
    if not isinstance(first, date):
        return None
    is_whole_days = not isinstance(first, datetime)
    start = datetime(first.year, first.month, first.day) if not isinstance(first, datetime) else first  # noqa: DTZ001 — a day has no zone
    last = _said(ends, "dt")
    span = _said(length, "dt")
    if isinstance(last, date):
        end = datetime(last.year, last.month, last.day, tzinfo=start.tzinfo) if not isinstance(last, datetime) else last
        if (end.tzinfo is None) is not (start.tzinfo is None):
            end = end.replace(tzinfo=start.tzinfo)
        duration = end - start
    elif isinstance(span, timedelta):
        duration = span
    else:
        duration = ONE_DAY if is_whole_days else timedelta(0)
    return _Times(first=start, length=duration, is_whole_days=is_whole_days, zone=start.tzinfo)


def _days(start: datetime, times: _Times) -> tuple[date, date]:
    """Return the first and last day of an event that begins then; a turned one keeps its ends to be told."""
    end = start + times.length
    if times.is_whole_days:
        return start.date(), end.date() - ONE_DAY if times.length else start.date()
    first, last = (_in_vietnam(moment, times.zone) for moment in (start, end))
    if times.length > timedelta(0):
        last -= timedelta(microseconds=1)
    return first.date(), last.date()


def _in_vietnam(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a moment in Vietnamese time; one without a zone is meant where it is read (RFC 5545, 3.3.5)."""
    aware = moment if moment.tzinfo is not None or zone is None else moment.replace(tzinfo=zone)
    return aware if aware.tzinfo is None else aware.astimezone(TIME_ZONE)


def _starts(event: Any, times: _Times, year: int, replaced: set[tuple[str, date]]) -> Iterator[datetime]:
    """Yield when an event begins: once, or each time its rule brings it within the year."""
    if "RRULE" not in event:
        yield times.first
        yield from (start for start in _further(event, times) if start != times.first)
        return
    left_out = {_local(day) for day in _dates(event, "EXDATE")}
    uid = _text(event, "UID")
    for start in _repeated(event, times, year):
        day = start.date()
        if day not in left_out and (uid, day) not in replaced:
            yield start
    yield from _further(event, times)


def _further(event: Any, times: _Times) -> Iterator[datetime]:
    """Yield the times of RDATE."""
    for value in _dates(event, "RDATE"):
        day = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 — a day has no zone
        yield day if day.tzinfo is not None or times.zone is None else day.replace(tzinfo=times.zone)


def _dates(event: Any, name: str) -> Iterator[date]:
    """Yield the days or moments of a list of them, of a period its beginning."""
    values = event.get(name, [])
    for each in (values if isinstance(values, list) else [values])[:_MOST_DATES]:
        for entry in (_said(each, "dts") or ())[:_MOST_DATES]:
            value = _said(entry, "dt")
            value = value[0] if isinstance(value, tuple) else value
            if isinstance(value, date):
                yield value


def _repeated(event: Any, times: _Times, year: int) -> Iterator[datetime]:
    """Yield the times of the rule that reach into the year, each as the event's own zone writes it."""
    text = _rule(event)
    rule, until = read_rule(text), _until(text, times.zone)
    first = times.first.replace(tzinfo=None)
    opens, closes = date(year, 1, 1) - _LONGEST_SEARCH, date(year, 12, 31)
    last = closes if until is None else min(closes, until.date())
    for day in days_of_rule(rule, first.date(), last):
        start = datetime.combine(day, first.time())
        if (until is None or start <= until) and day >= opens:
            yield start if times.zone is None else start.replace(tzinfo=times.zone)


def _rule(event: Any) -> str:
    rule = event.get("RRULE")
    if isinstance(rule, list):
        raise ValueError("rrule.several")  # noqa: TRY004 — two rules are no wrong type but nothing that is followed
    return str(rule.to_ical().decode()).upper() if rule is not None else ""


def _until(rule: str, zone: tzinfo | None) -> datetime | None:
    """Return the last moment that a rule names, as the event's own zone writes it."""
    found = _UNTIL.search(rule)
    if found is None:
        return None
    text = found["until"].strip()
    if "T" not in text:
        return datetime.strptime(text, "%Y%m%d").replace(hour=23, minute=59)  # noqa: DTZ007 — a day has no zone
    moment = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 — its zone is given next
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if zone and text.endswith("Z") else moment


def _said(value: Any, name: str) -> Any:
    """Return what a property holds, None where it is not there or the library could not read it."""
    try:
        return getattr(value, name, None)
    except ValueError:
        return None


def _local(moment: date) -> date:
    """Return the day on which a moment stands as it is written."""
    return moment.date() if isinstance(moment, datetime) else moment
