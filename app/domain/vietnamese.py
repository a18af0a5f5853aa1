"""Chữ, số và ngày viết theo lối văn bản hành chính (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from app.domain.dates import TIME_ZONE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Letters of điểm a), b) … in the decree's own order (Phụ lục I, II.6.đ): no f, j, w, z."""

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
WEEKDAYS_SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")

_SPACES = re.compile(r"[^\S\n]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_FIRST_MONTHS_WITH_ZERO = 2
_BELOW_TEN = 10


def clean(text: str) -> str:
    """Return the text in NFC, control characters dropped, runs of blanks folded, ends trimmed; line breaks stay."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")
    composed = unicodedata.normalize("NFC", kept)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in composed.split("\n")).strip()


def slug(text: str) -> str:
    """Return the ASCII key of an official name: "UBND huyện Phú Riềng" gives "ubnd-huyen-phu-rieng"."""
    folded = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return _NOT_SLUG.sub("-", plain).strip("-")


def folded_name(text: str) -> str:
    """Return the name as compared: case, accents' placement, blanks, dashes and "và" / "&" do not count."""
    return slug(text.replace("&", " và ")).replace("-va-", "-")


def _day(day: date) -> str:
    return f"{day.day:02d}"


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month <= _FIRST_MONTHS_WITH_ZERO else str(day.month)


def short_date(day: date) -> str:
    """Return "01/8/2023": a zero before days below 10 and months 1 and 2 only (Phụ lục I, II.4.b)."""
    return f"{_day(day)}/{_month(day)}/{day.year}"


def day_and_month(day: date) -> str:
    """Return "01/8", for places where the year stands in the same view."""
    return f"{_day(day)}/{_month(day)}"


def long_date(day: date) -> str:
    """Return "ngày 05 tháng 8 năm 2023", as at the head of a document."""
    return f"ngày {_day(day)} tháng {_month(day)} năm {day.year}"


def weekday(day: date) -> str:
    """Return "Thứ Hai" … "Chủ Nhật"."""
    return WEEKDAYS[day.weekday()]


def weekday_date(day: date) -> str:
    """Return "Thứ Sáu, ngày 28/7/2023"."""
    return f"{weekday(day)}, ngày {short_date(day)}"


def moment_words(at: datetime) -> str:
    """Return "17 giờ 05 phút, ngày 28/11/2026" for a moment, in Vietnamese time."""
    local = at.astimezone(TIME_ZONE)
    return f"{local.hour:02d} giờ {local.minute:02d} phút, ngày {short_date(local.date())}"


def two_digits(count: int) -> str:
    """Return an official count: 01 … 09, then plain; none is "0"."""
    return f"{count:02d}" if 0 < count < _BELOW_TEN else str(count)


def grouped(number: int) -> str:
    """Return a number with dots between thousands: 80000 gives "80.000"."""
    return f"{number:,}".replace(",", ".")


def roman(number: int) -> str:
    """Return I, II, III, IV … for 1 and up."""
    parts = []
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        times, number = divmod(number, value)
        parts.append(letters * times)
    return "".join(parts)


def listed(names: Iterable[str]) -> str:
    """Return "A", "A và B", "A, B và C"."""
    *first, last = list(names) or [""]
    return f"{', '.join(first)} và {last}" if first else last


def lower_first(text: str) -> str:
    """Return the text with a small first letter, for use inside a sentence."""
    return text[:1].lower() + text[1:]


def capital_first(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]
