"""Cách làm thường: papers written with python-docx and openpyxl as their guides show, from content handed ready made.

Run as a process of its own: `python -m bench.naive CONTENT.json FOLDER`. Documents start from the default template, and
cells of a table are found with `table.cell()`.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION

from bench.sheet_content import write_with_openpyxl

if TYPE_CHECKING:
    from collections.abc import Callable


def write_with_python_docx(blocks: list[dict[str, Any]]) -> bytes:
    """Return a document of these blocks."""
    document = docx.Document()
    for block in blocks:
        if "cells" in block:
            _add_table(document, block)
            continue
        _fill(document.add_paragraph(), block["runs"])
        if "section" in block:
            section = document.add_section(WD_SECTION.NEW_PAGE)
            section.orientation = WD_ORIENT.LANDSCAPE if block["section"] == "landscape" else WD_ORIENT.PORTRAIT
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_table(document: Any, block: dict[str, Any]) -> None:
    table = document.add_table(rows=block["rows"], cols=block["columns"], style="Table Grid")
    for row, column, rows, columns, runs in block["cells"]:
        cell = table.cell(row, column)
        if rows > 1 or columns > 1:
            cell = cell.merge(table.cell(row + rows - 1, column + columns - 1))
        _fill(cell.paragraphs[0], runs)


def _fill(paragraph: Any, runs: list[list[Any]]) -> None:
    for text, bold, italic in runs:
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None


def main(content: Path, folder: Path) -> None:
    """Write every file of the content."""
    writers: dict[str, Callable[[Any], bytes]] = {".docx": write_with_python_docx, ".xlsx": write_with_openpyxl}
    for name, found in json.loads(content.read_text(encoding="utf-8")).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(writers[path.suffix](found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
