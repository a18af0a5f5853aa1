"""Workbooks as others send them, and workbooks as nobody should."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HEAD = ("STT", "Đơn vị được thanh tra", "Từ ngày", "Đến ngày")


def a_book(*rows: Sequence[Any], draw: Callable[[Any, Any], None] | None = None, name: str = "KH") -> bytes:
    """Return a workbook of one sheet with these rows; `draw` does more to the book and its sheet."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if draw is not None:
        draw(book, sheet)
    book.close()
    return made.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the archive with one part changed, or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {part.filename: old.read(part) for part in old.infolist()}
        parts[name] = change(parts.get(name, b""))
        for part, text in parts.items():
            new.writestr(part, text)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
