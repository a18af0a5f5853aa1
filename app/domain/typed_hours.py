"""Giờ được gõ vào: read as people in Vietnam write the hour, in Vietnamese time."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from app.domain.dates import TIME_ZONE
from app.domain.errors import Fault, InvalidInput

_LAST_HOUR, _LAST_MINUTE = 23, 59
_HOUR = re.compile(r"(?P<hour>[0-9]{1,2})(?: ?(?:giờ|g|h|:|\.) ?(?:(?P<minute>[0-9]{1,2})(?: ?(?:phút|p))?)?)?")


def typed_hour(text: str, place: str) -> time:
    """Return the hour that was typed: "7 giờ 30", "07:30", "7h30", "7h", "7".

    Raise InvalidInput `hour.empty`, `hour.unreadable` at that place.
    """
    typed = " ".join(text.lower().split())
    if not typed:
        raise InvalidInput([Fault(place=place, code="hour.empty")])
    matched = _HOUR.fullmatch(typed)
    hour, minute = (int(part or 0) for part in matched.group("hour", "minute")) if matched is not None else (-1, 0)
    if not (0 <= hour <= _LAST_HOUR and minute <= _LAST_MINUTE):
        raise InvalidInput([Fault(place=place, code="hour.unreadable", found=text.strip())])
    return time(hour, minute)


def local_moment(day: date, hour: time) -> datetime:
    """Return the moment at which that hour of that day is in Vietnam."""
    return datetime.combine(day, hour, TIME_ZONE)
