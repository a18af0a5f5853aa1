"""Kích thước: lengths on paper as the pixels and points of a sheet, and how many lines a text takes in its column.

Programs make rows as high as their text on opening, but never for merged cells: those need their height in the file.
"""

from __future__ import annotations

import math
from functools import lru_cache

_MM_PER_INCH = 25.4
_PIXELS_PER_INCH = 96
_POINTS_PER_INCH = 72
_CELL_PADDING_MM = 1.6
_LINE_HEIGHT = 1.27
"""Line pitch over type size, rounded up from what spreadsheet programs take for Times New Roman."""
_BLANK, _NARROW, _LETTER, _CAPITAL, _WIDE, _BOLD_EXTRA = 0.25, 0.33, 0.5, 0.72, 0.9, 0.04
"""Widths of a letter over type size in Times New Roman, on the safe side for each class."""
_NARROW_LETTERS = frozenset("fijlrtIÍÌỈĨỊíìỉĩị.,;:'!()[]-/|")
_WIDE_LETTERS = frozenset("mwMW%@—…")


def pixels(millimetres: float) -> int:
    """Return a width on paper as pixels of a column."""
    return round(millimetres / _MM_PER_INCH * _PIXELS_PER_INCH)


def inches(millimetres: float) -> float:
    """Return a length on paper in inches, as page margins are given."""
    return round(millimetres / _MM_PER_INCH, 4)


@lru_cache(maxsize=4096)
def lines_needed(text: str, width_mm: float, *, size: int, bold: bool = False) -> int:
    """Return how many lines the text takes in a cell of that width, broken at blanks and line feeds."""
    room = max((width_mm - _CELL_PADDING_MM) / _MM_PER_INCH * _POINTS_PER_INCH / size, 1.0)
    extra = _BOLD_EXTRA if bold else 0.0
    return sum(_lines(line, room, extra) for line in text.split("\n"))


def row_height(lines: int, *, size: int) -> float:
    """Return the height in points of a row that holds so many lines."""
    return math.ceil((lines * size * _LINE_HEIGHT + 2) * 4 / 3) * 3 / 4


def _lines(text: str, room: float, extra: float) -> int:
    count, used = 1, 0.0
    for word in text.split():
        width = sum(_width(letter) + extra for letter in word)
        blank = _BLANK if used else 0.0
        if used and used + blank + width > room:
            count, used, blank = count + 1, 0.0, 0.0
        count += int(width // room) if width > room else 0
        used += blank + width
    return count


def _width(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _WIDE_LETTERS:
        return _WIDE
    return _CAPITAL if letter.isupper() else _LETTER
