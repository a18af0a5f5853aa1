"""Sổ Excel: a workbook in memory with the house's face, paper and protection, and the same bytes for the same content.

Source of paper and face: Nghị định 30/2020/NĐ-CP, Phụ lục I, I.1 to I.4 and I.7 (A4, margins, Times New Roman, page
number above).
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.domain.marks import spans, unmarked
from app.forms.measures import inches, lines_needed, pixels, row_height

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from xlsxwriter.format import Format

    from app.forms.xlsx import Sheet

FONT = "Times New Roman"
SIZE = 12
HEAD_SIZE = 13

COUNT_FORMAT = "#,##0"
AMOUNT_FORMAT = "#,##0.00"
TEXT_FORMAT = "@"
"""The separators in these codes are those of the reader's own settings: 1.240 and 64,29 under Vietnamese ones."""

INPUT_FILL = "#FFFBE6"
NOT_APPLICABLE_FILL = "#E3E3E3"
ERROR_FILL, WARNING_FILL = "#F8C9C4", "#FCE3A6"

_TOP_MM, _BOTTOM_MM, _LEFT_MM, _RIGHT_MM = 20, 20, 30, 15
_HEADER_MM, _FOOTER_MM = 10, 8
_A4 = 9
_DRAFT_SIZE = 10
PORTRAIT_MM, LANDSCAPE_MM = 210 - _LEFT_MM - _RIGHT_MM, 297 - _LEFT_MM - _RIGHT_MM
"""Room between the side margins."""
_ROW_PIXELS, _COLUMN_PIXELS = 21, 72
"""Default row and column of a sheet in Times New Roman 12, from which programs reckon all widths."""


class Book:
    """Sổ Excel: sheets, formats made once each, and the bytes at the end.

    `title` and `changed_on`, the day the data last changed, stand in the file's properties; so do the `facts`.
    """

    def __init__(self, *, title: str, changed_on: date, facts: Mapping[str, str]) -> None:
        # XlsxWriter is loaded when the first workbook is made, so that the service starts without it.
        from xlsxwriter import Workbook  # noqa: PLC0415

        from app.forms.xlsx import Sheet  # noqa: PLC0415 (it imports XlsxWriter)

        self._sheet_class = Sheet
        self._stream = BytesIO()
        self._book = Workbook(
            self._stream,
            {
                "in_memory": True,
                "default_format_properties": {"font_name": FONT, "font_size": SIZE},
                "default_row_height": _ROW_PIXELS,
                "default_column_width": _COLUMN_PIXELS,
            },
        )
        self._styles: dict[tuple[tuple[str, Any], ...], Format] = {}
        created = datetime.combine(changed_on, time(), UTC)
        self._book.set_properties({"title": title, "created": created})
        for name, value in facts.items():
            self._book.set_custom_property(name, value, "text")

    def style(self, **properties: Any) -> Format:
        """Return the format of these XlsxWriter properties, made on first use."""
        key = tuple(sorted(properties.items()))
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = self._book.add_format(properties)
        return found

    def cell_style(self, **properties: Any) -> Format:
        """Return the format of a bordered cell, text wrapped and in the middle of its height."""
        return self.style(**{"border": 1, "text_wrap": True, "valign": "vcenter"} | properties)

    def sheet(self, name: str) -> Sheet:
        """Add a sheet of that name."""
        sheet: Sheet = self._book.add_worksheet(name, worksheet_class=self._sheet_class)
        return sheet

    def to_bytes(self) -> bytes:
        """Return the .xlsx and close the book."""
        self._book.close()
        return self._stream.getvalue()


def letters(column: int) -> str:
    """Return the letters of a column, from 0."""
    first, last = divmod(column, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)


def set_widths(sheet: Sheet, widths_mm: Sequence[float]) -> None:
    """Make the columns of a sheet as wide as on paper."""
    for place, width in enumerate(widths_mm):
        sheet.set_column_pixels(place, place, pixels(width))


def set_up_page(sheet: Sheet, *, upright: bool, draft_line: str | None) -> None:
    """Lay the sheet out for A4: margins, its number above, one page wide; a draft carries its line at the foot."""
    room = PORTRAIT_MM if upright else LANDSCAPE_MM
    sheet.set_paper(_A4)
    if upright:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_margins(left=inches(_LEFT_MM), right=inches(_RIGHT_MM), top=inches(_TOP_MM), bottom=inches(_BOTTOM_MM))
    sheet.fit_to_pages(1, 0)
    sheet.set_start_page(1)
    sheet.print_black_and_white()
    sheet.hide_gridlines(2)
    sheet.set_header(f'&C&"{FONT},Regular"&{HEAD_SIZE}&P', margin=inches(_HEADER_MM))
    if draft_line:
        line = _one_line(draft_line, room).replace("&", "&&")
        sheet.set_footer(f'&L&"{FONT},Regular"&{_DRAFT_SIZE} {line}', margin=inches(_FOOTER_MM))


def _one_line(text: str, room_mm: float) -> str:
    """Return the text, shortened before its last two words where it is longer than the foot of a page."""
    words = text.split()
    kept = len(words) - 2
    line = text
    while kept > 1 and lines_needed(line, room_mm, size=_DRAFT_SIZE) > 1:
        kept -= 1
        line = " ".join((*words[:kept], "…", *words[-2:]))
    return line


def protect(sheet: Sheet) -> None:
    """Lock all cells but the unlocked ones, without a password; widths and heights stay free, so nothing is cut off."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "objects": True, "scenarios": True})


def write_text(book: Book, sheet: Sheet, row: int, column: int, text: str, **properties: Any) -> None:
    """Write a marked text as text, whatever it begins with, in a bordered cell; an empty one leaves the cell blank."""
    style = book.cell_style(**properties)
    if not text:
        sheet.write_blank(row, column, None, style)
        return
    pieces = spans(text)
    if len(pieces) == 1:
        if pieces[0].italic or pieces[0].bold:
            style = book.cell_style(**properties | {"italic": pieces[0].italic, "bold": pieces[0].bold})
        sheet.write_string(row, column, pieces[0].text, style)
        return
    parts: list[Any] = []
    for piece in pieces:
        bold = piece.bold or bool(properties.get("bold"))
        italic = piece.italic or bool(properties.get("italic"))
        parts += [book.style(bold=bold, italic=italic), piece.text]
    sheet.write_rich_string(row, column, *parts, style)


def write_joined(sheet: Sheet, area: tuple[int, int, int, int], text: str, style: Format) -> None:
    """Write a text as text, its marks gone, over an area (first row, column, last row, column) joined to one cell."""
    text = unmarked(text)
    if area[:2] != area[2:]:
        sheet.merge_range(*area, "", style)
    if text:
        sheet.write_string(*area[:2], text, style)
    else:
        sheet.write_blank(*area[:2], None, style)


def write_across(
    sheet: Sheet, row: int, columns: tuple[int, int], text: str, style: Format, *, room_mm: float, size: int = SIZE
) -> float:
    """Write a text over merged columns (first, last) in a row made as high as it needs in a room of that width.

    Return the height in points.
    """
    first, last = columns
    write_joined(sheet, (row, first, row, last), text, style)
    height = row_height(lines_needed(text, room_mm, size=size, bold=bool(style.bold)), size=size)
    sheet.set_row(row, height)
    return height
