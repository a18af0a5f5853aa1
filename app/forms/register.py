"""Trang `_kiemtra`: the hidden sheet by which a filled workbook is read back, block beside block, each under its heads.

    A B          name, value: format, plan, unit, changed_on
    D E F        form, version, sheet
    H I J K L    sheet, row, code, kind, part: the rows that hold figures or a name to fill in
    N O P Q R S  sheet, column, key, role, kind, part: the columns
    U V W X      sheet, expression, level (error, warning), message shown
    Z AA         list, label of a choice ("0 - Trực tuyến")

A figure is found at its row's number and its column's letters. `part` is input, computed or not_applicable; a figure is
computed when its row or its column is. The kind of a row says how its figures are written (count, percent, money,
choice, text), that of an entry or total leaves it to the column. A repetition of an entry has the code of the last
printed one with "+1", "+2" …; the row of code `EXPLANATION` is the box under the notes, in column A.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.forms.books import letters, protect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.forms.books import Book

SHEET = "_kiemtra"
FORMAT = "kiemtra-form 1"
EXPLANATION = "*"

INPUT, COMPUTED, NOT_APPLICABLE = "input", "computed", "not_applicable"

_FACTS, _FORMS, _ROWS, _COLUMNS, _CHECKS, _CHOICES = 0, 3, 7, 13, 20, 25
_MESSAGE = _CHECKS + 3
_LABEL = _CHOICES + 1


class FormLine(NamedTuple):
    """Dòng biểu mẫu của sổ."""

    form: str
    version: str
    sheet: str


class RowLine(NamedTuple):
    """Dòng có số liệu, by its number on the sheet."""

    sheet: str
    row: str
    code: str
    kind: str
    part: str


class ColumnLine(NamedTuple):
    """Cột của bảng, by its letters on the sheet."""

    sheet: str
    column: str
    key: str
    role: str
    kind: str
    part: str


class CheckLine(NamedTuple):
    """Dòng của một quy tắc số liệu."""

    sheet: str
    expression: str
    level: str
    message: str


class ChoiceLine(NamedTuple):
    """Dòng của một giá trị chọn."""

    choices: str
    label: str


class Register:
    """Sổ tra cứu ô: collected while the sheets are written, and written last."""

    def __init__(self) -> None:
        self.forms: list[FormLine] = []
        self.rows: list[RowLine] = []
        self.columns: list[ColumnLine] = []
        self._checks: dict[CheckLine, int] = {}
        self._choices: list[ChoiceLine] = []
        self._ranges: dict[tuple[str, ...], str] = {}

    def message(self, line: CheckLine) -> str:
        """Return the reference of a check's message; the check is kept once."""
        place = self._checks.setdefault(line, len(self._checks) + 2)
        return f"{SHEET}!${letters(_MESSAGE)}${place}"

    def labels(self, labels: Sequence[str]) -> str:
        """Return the range that holds these labels; equal lists are kept once."""
        key = tuple(labels)
        found = self._ranges.get(key)
        if found is None:
            first = len(self._choices) + 2
            self._choices += [ChoiceLine(str(len(self._ranges) + 1), label) for label in labels]
            letter = letters(_LABEL)
            found = self._ranges[key] = f"{SHEET}!${letter}${first}:${letter}${first + len(labels) - 1}"
        return found

    def write(self, book: Book, facts: Mapping[str, str]) -> None:
        """Write the hidden sheet."""
        sheet = book.sheet(SHEET)
        blocks: tuple[tuple[int, tuple[str, ...], Iterable[tuple[str, ...]]], ...] = (
            (_FACTS, ("name", "value"), [("format", FORMAT), *facts.items()]),
            (_FORMS, FormLine._fields, self.forms),
            (_ROWS, RowLine._fields, self.rows),
            (_COLUMNS, ColumnLine._fields, self.columns),
            (_CHECKS, CheckLine._fields, self._checks),
            (_CHOICES, ChoiceLine._fields, self._choices),
        )
        for start, heads, lines in blocks:
            for at, line in enumerate((heads, *lines)):
                for place, text in enumerate(line, start):
                    sheet.write_string(at, place, text)
        protect(sheet)
        sheet.very_hidden()
