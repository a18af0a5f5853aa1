"""Ngày do người dùng ghi: reads a day however it is typed in Vietnam, the day of the month first.

No date picker is offered and no mask: "1/9/2023", "01/09/2023", "01-9-2023", "01.9.2023", "01092023", "ngày 01 tháng 9
năm 2023", "Thứ Sáu, ngày 01/9/2023" as pages write it, and "2023-09-01" as computers do all name the same day. What
could be read as two days is asked back, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from app.domain.errors import Fault, InvalidInput
from app.domain.vietnamese import WEEKDAYS, clean, long_date, weekday

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_YEAR = 1900
LAST_YEAR = 2199
_MONTHS = 12
_WEEKDAYS = {name.lower(): name for name in WEEKDAYS}
_DAY_FIRST = re.compile(
    r"(?:(?P<weekday>" + "|".join(_WEEKDAYS) + r"),? ?)?(?:ngày )?"
    r"(?P<day>[0-9]{1,2})(?: ?[/.-] ?| tháng | )(?P<month>[0-9]{1,2})(?: ?[/.-] ?| năm | )(?P<year>[0-9]{1,6})"
)
_DIGITS = re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_WITHOUT_YEAR = re.compile(r"(?:ngày )?[0-9]{1,2}(?: ?[/.-] ?| tháng )[0-9]{1,2}")


def typed_day(text: str, place: str) -> date:
    """Return the day that was typed; raise InvalidInput with one Fault at that place.

    Codes: `day.empty`, `day.unreadable`, `day.no_year`, `day.year`, `day.month`, `day.not_in_month`, `day.weekday`.
    """
    typed = " ".join(clean(unicodedata.normalize("NFKC", text)).lower().split()).removesuffix(".")
    if not typed:
        raise InvalidInput([Fault(place=place, code="day.empty")])
    matched = _DIGITS.fullmatch(typed) or _YEAR_FIRST.fullmatch(typed) or _DAY_FIRST.fullmatch(typed)
    if matched is None:
        code = "day.no_year" if _WITHOUT_YEAR.fullmatch(typed) else "day.unreadable"
        raise InvalidInput([Fault(place=place, code=code, found=text.strip())])
    parts = matched.groupdict()
    found = text.strip()
    for code, wanted in _wrong_parts(parts["year"], int(parts["month"]), int(parts["day"])):
        raise InvalidInput([Fault(place=place, code=code, found=found, wanted=wanted)])
    day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    said = parts.get("weekday")
    if said is not None and _WEEKDAYS[said] != weekday(day):
        wanted = f"{long_date(day)} là {weekday(day)}"
        raise InvalidInput([Fault(place=place, code="day.weekday", found=found, wanted=wanted)])
    return day


def typed_span(first: str, last: str, places: tuple[str, str]) -> tuple[date | None, date | None]:
    """Return both ends of a span of days, None for one left empty; raise InvalidInput with all that is wrong.

    `places` are those of the two texts. Code `day.order` where the last day lies before the first.
    """
    faults: list[Fault] = []
    days: list[date | None] = []
    for text, place in zip((first, last), places, strict=True):
        try:
            days.append(typed_day(text, place) if text.strip() else None)
        except InvalidInput as error:
            faults += error.faults
    if not faults and days[0] is not None and days[1] is not None and days[1] < days[0]:
        faults.append(Fault(place=places[1], code="day.order", found=last.strip(), wanted=first.strip()))
    if faults:
        raise InvalidInput(faults)
    return days[0], days[1]


def _wrong_parts(year: str, month: int, day: int) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the numbers of a day: the code, and what would be right."""
    if len(year) != len(str(LAST_YEAR)) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        yield "day.year", f"{FIRST_YEAR} đến {LAST_YEAR}"
    if not 1 <= month <= _MONTHS:
        yield "day.month", ""
    else:
        longest = monthrange(int(year), month)[1]
        if not 1 <= day <= longest:
            yield "day.not_in_month", f"{longest}"
