"""Đọc bảng tính người khác gửi đến: the shown rows of an .xlsx as texts, opened as a file that may mean harm.

Before the reader sees it, the file is rewritten: only the parts that hold cells are taken, each read to its real end
within a bound whatever the archive says of it (zip bombs), none with a document type or entities of its own (XML 1.0,
2.8), and no cell far outside (the reader lays a sheet out whole). Macros, pictures, links and connections never come
in; formulas give the value that was kept with them and are not worked out.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from app.domain.errors import Fault, InvalidInput
from app.domain.outside_plans import LONGEST_LINE

MOST_OCTETS = 4 * 1024 * 1024
"""Of the file as it is sent."""
MOST_UNPACKED = 32 * 1024 * 1024
"""Of all its parts together, unpacked."""
MOST_PARTS = 2_000
MOST_ROWS = 5_000
MOST_COLUMNS = 256
MOST_SHEETS = 50
MOST_CELLS = 200_000
_PIECE = 64 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WANTED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:workbook|styles|sharedStrings)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/(?:_rels/)?[^/]+\.(?:xml|rels)",
    re.IGNORECASE,
)
_OWN_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_REFERENCE = re.compile(rb"""[\s"']r\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_CELL = re.compile(rb"<(?:[A-Za-z0-9_]+:)?c[\s>/]")
_ROW = re.compile(rb"<(?:[A-Za-z0-9_]+:)?row[\s>/]")
_MARKS_OF_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRows:
    """Một trang tính: its name and its rows from the first, each cell as text; what is merged stands in each cell.

    A date is written "2023-09-01" whatever the cell's format shows.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRows:
    """Bảng tính đã đọc: the shown sheets in their order, and the names of those that its author hid."""

    sheets: tuple[SheetRows, ...]
    hidden: tuple[str, ...] = ()


def read_rows(content: bytes, place: str) -> BookRows:
    """Return the shown rows of an .xlsx; raise InvalidInput with one Fault at that place.

    Codes: `book.empty`, `book.too_big`, `book.old` for the format before 2007 and for one with a password,
    `book.unreadable`, `book.unpacks_too_big`, `book.unsafe`, `book.too_many_rows`.
    """
    if not content:
        raise _refused(place, "book.empty")
    if len(content) > MOST_OCTETS:
        raise _refused(place, "book.too_big", f"{len(content) // 1024}", f"{MOST_OCTETS // 1024}")
    if content.startswith(_OLE):
        raise _refused(place, "book.old")
    if not content.startswith(_ZIP):
        raise _refused(place, "book.unreadable")
    try:
        plain = _rewritten(content, place)
        return _book(plain, place)
    except InvalidInput:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        # Of zipfile: NotImplementedError for a packing that it does not know, RuntimeError for a book under a password.
        raise _refused(place, "book.unreadable") from error


def _refused(place: str, code: str, found: str = "", wanted: str = "") -> InvalidInput:
    return InvalidInput([Fault(place=place, code=code, found=found, wanted=wanted)])


# Chép lại phần cần đọc


def _rewritten(content: bytes, place: str) -> bytes:
    """Return the file with the parts alone that hold cells, none larger than it says."""
    made = io.BytesIO()
    left = MOST_UNPACKED
    names: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(content)) as sent, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as kept:
        parts = sent.infolist()
        if len(parts) > MOST_PARTS:
            raise _refused(place, "book.unpacks_too_big")
        for part in parts:
            if not _WANTED.fullmatch(part.filename) or part.filename in names:
                continue
            names.add(part.filename)
            text = _unpacked(sent, part, left, place)
            left -= len(text)
            _check_part(part.filename, text, place)
            kept.writestr(zipfile.ZipInfo(part.filename), text)
    if "xl/workbook.xml" not in names:
        raise _refused(place, "book.unreadable")
    return made.getvalue()


def _unpacked(sent: zipfile.ZipFile, part: zipfile.ZipInfo, most: int, place: str) -> bytes:
    """Return a part, read piece by piece to the end that its own data has; an archive may lie about its size."""
    found = bytearray()
    with sent.open(part) as stream:
        while piece := stream.read(_PIECE):
            found += piece
            if len(found) > most:
                raise _refused(place, "book.unpacks_too_big")
    return bytes(found)


def _check_part(name: str, text: bytes, place: str) -> None:
    if text.startswith(_MARKS_OF_OTHER_ENCODINGS) or _OWN_ENTITIES.search(text):
        raise _refused(place, "book.unsafe")
    if not name.lower().startswith("xl/worksheets/"):
        return
    cells = rows = 0
    for cells, _ in enumerate(_CELL.finditer(text), 1):
        if cells > MOST_CELLS:
            raise _refused(place, "book.too_many_rows", wanted=f"{MOST_ROWS}")
    for rows, _ in enumerate(_ROW.finditer(text), 1):
        if rows > MOST_ROWS:
            raise _refused(place, "book.too_many_rows", wanted=f"{MOST_ROWS}")
    for found in _REFERENCE.finditer(text):
        column, row = found[1], found[2]
        if len(row) > len(f"{MOST_ROWS}") or int(row) > MOST_ROWS or _column_number(column) > MOST_COLUMNS:
            raise _refused(place, "book.too_many_rows", wanted=f"{MOST_ROWS}")


def _column_number(letters: bytes) -> int:
    """Return 1 for A, 27 for AA; one too large for letters beyond any sheet."""
    if len(letters) > 3:  # noqa: PLR2004 — XFD is the last column there is
        return MOST_COLUMNS + 1
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


# Đọc


def _book(content: bytes, place: str) -> BookRows:
    from python_calamine import (  # noqa: PLC0415 — loaded for whoever brings a file alone
        CalamineError,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            about = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            if len(about) > MOST_SHEETS:
                raise _refused(place, "book.too_many_rows", wanted=f"{MOST_ROWS}")
            shown = [each.name for each in about if each.visible == SheetVisibleEnum.Visible]
            hidden = tuple(each.name for each in about if each.visible != SheetVisibleEnum.Visible)
            sheets = tuple(_sheet(book.get_sheet_by_name(name)) for name in shown)
    except CalamineError as error:
        raise _refused(place, "book.unreadable") from error
    return BookRows(sheets=sheets, hidden=hidden)


def _sheet(sheet: Any) -> SheetRows:
    cells = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _fill(cells, top, left, bottom, right)
    return SheetRows(name=sheet.name[:LONGEST_LINE], rows=tuple(tuple(row) for row in cells))


def _fill(cells: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Write what a merged cell holds into each of the cells it took the place of."""
    if top >= len(cells) or left >= len(cells[top]):
        return
    value = cells[top][left]
    for row in cells[top : bottom + 1]:
        for column in range(left, min(right + 1, len(row))):
            row[column] = value


def _text(value: object) -> str:
    """Return a cell's value as text."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | time | timedelta):
        return ""
    if isinstance(value, float) and value.is_integer():
        return f"{int(value)}"
    return str(value)[:LONGEST_LINE]


def is_xlsx(content: bytes) -> bool:
    """Say whether a file opens as the archives do that .xlsx is one of."""
    return content.startswith((_ZIP, _OLE))
