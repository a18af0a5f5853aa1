"""Bảng kế hoạch của cơ quan khác: finds in the rows of a sheet which columns name the unit and the days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

from app.domain.outside_plans import LONGEST_LINE, OutsideLine, day_written
from app.domain.vietnamese import clean, slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ROWS_BEFORE_HEADER = 40
_UNIT_WORDS = (
    "doi-tuong", "don-vi-duoc", "co-quan-don-vi", "ten-don-vi", "ten-co-quan", "don-vi", "co-quan",
    "dia-diem",
)  # fmt: skip
_NOT_UNIT = ("chu-tri", "thuc-hien", "phoi-hop", "tien-hanh", "ban-hanh", "chi-dao")
_FIRST_WORDS = ("tu-ngay", "ngay-bat-dau", "bat-dau", "thoi-gian-tu", "khoi-dau")
_LAST_WORDS = ("den-het-ngay", "den-ngay", "ngay-ket-thuc", "ket-thuc", "thoi-gian-den")
_SPAN_WORDS = ("thoi-gian", "thoi-diem", "ngay-kiem-tra", "ngay-thanh-tra", "lich", "ngay")
_SERIAL = re.compile(r"[2-7][0-9]{4}")
_DIGITS_WITHOUT_ZERO = re.compile(r"[1-9][0-9]{6}")
_FIRST_SERIAL = date(1899, 12, 30)
"""The day that spreadsheet programs count from, as they count days from March 1900 on (ECMA-376, 18.17.4.1)."""


def lines_of_table(sheet: str, rows: Sequence[Sequence[str]]) -> list[OutsideLine] | None:
    """Return the lines of a sheet below its heading; None where no row heads a unit and its days.

    A heading may stand in two rows ("Thời gian" over "Từ ngày", "Đến ngày"), the days in one column or two. A row
    without a unit belongs to the unit above it where it has days; rows without days are headings of parts.
    """
    places = [(index, height) for index in range(min(len(rows), _ROWS_BEFORE_HEADER)) for height in (1, 2)]
    for has_both_ends in (True, False):
        for index, height in places:
            columns = _columns(_labels(rows[index : index + height]))
            if columns is not None and (columns[2] is not None) is has_both_ends:
                return list(_lines(sheet, rows, index + height, columns))
    return None


def _labels(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return what stands over each column, from top to bottom."""
    return [slug(" ".join(dict.fromkeys(filter(None, cells)))) for cells in zip_longest(*rows, fillvalue="")]


def _columns(labels: list[str]) -> tuple[int, int, int | None] | None:
    """Return the places of unit, first day and last day, None in its stead where one column tells both."""
    unit = _place(labels, _UNIT_WORDS, set(), _NOT_UNIT)
    if unit is None:
        return None
    last = _place(labels, _LAST_WORDS, {unit})
    taken = {unit} if last is None else {unit, last}
    first = _place(labels, _FIRST_WORDS, taken)
    if first is not None and last is not None:
        return unit, first, last
    span = first if first is not None else _place(labels, _SPAN_WORDS, {unit})
    return None if span is None else (unit, span, None)


def _place(labels: list[str], words: Sequence[str], taken: set[int], never: Sequence[str] = ()) -> int | None:
    for word in words:
        for index, label in enumerate(labels):
            if index not in taken and f"-{word}-" in f"-{label}-" and not any(each in label for each in never):
                return index
    return None


def _lines(
    sheet: str, rows: Sequence[Sequence[str]], start: int, columns: tuple[int, int, int | None]
) -> Iterator[OutsideLine]:
    above = ""
    for number, row in enumerate(rows[start:], start + 1):
        unit, first, last = (_cell(row, column) for column in columns)
        if not (first or last) or _is_numbering(row):
            above = unit if unit and not _is_numbering(row) else above
            continue
        above = unit or above
        names = [part for part in re.split(r"\n|;", above) if part.strip()] or [""]
        for name in names:
            yield OutsideLine(
                place=f"trang “{sheet}”, dòng {number}",
                unit=clean(name)[:LONGEST_LINE],
                first=_day_text(first),
                last=_day_text(last),
            )


def _cell(row: Sequence[str], column: int | None) -> str:
    return clean(row[column]) if column is not None and column < len(row) else ""


def _is_numbering(row: Sequence[str]) -> bool:
    """Say whether a row only numbers the columns: "1 | 2 | 3", "(1) | (2) | (3)"."""
    cells = [cell.strip(" ()") for cell in row if cell.strip()]
    return len(cells) > 1 and cells == [f"{number}" for number in range(1, len(cells) + 1)]


def _day_text(text: str) -> str:
    """Return a day as it was typed; a date that lost its form is one of the numbers that spreadsheets keep."""
    if _SERIAL.fullmatch(text):
        return day_written(_FIRST_SERIAL + timedelta(days=int(text)))
    return f"0{text}" if _DIGITS_WITHOUT_ZERO.fullmatch(text) else text[:LONGEST_LINE]
