"""Nội dung một tệp Word: read as plain values, by which ours and a peer's are compared, and from which a peer writes.

A block is a paragraph {"runs": [[text, bold, italic], …]}, with the orientation of the section it ends under "section",
or a table {"columns": n, "rows": n, "cells": [[row, column, rows, columns, runs], …]}.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

_TEXTS = {qn("w:br"): "\n", qn("w:tab"): "\t"}

Content = list[dict[str, Any]]


def document_xml(docx: bytes) -> bytes:
    """Return word/document.xml of a .docx."""
    return zipfile.ZipFile(BytesIO(docx)).read("word/document.xml")


def content(docx: bytes) -> Content:
    """Return the blocks of the body of a .docx, in order."""
    (body,) = etree.fromstring(document_xml(docx))
    return [
        _table(child) if child.tag == qn("w:tbl") else _paragraph(child)
        for child in body
        if child.tag in {qn("w:tbl"), qn("w:p")}
    ]


def texts(blocks: Content) -> list[str]:
    """Return the texts of the blocks in reading order, every cell on its own, empty paragraphs left out.

    python-docx ends a section with an empty paragraph of its own.
    """
    found: list[str] = []
    for block in blocks:
        if "cells" in block:
            found += [_text(cell[4]) for cell in block["cells"]]
        elif block["runs"]:
            found.append(_text(block["runs"]))
    return found


def _text(runs: list[list[Any]]) -> str:
    return "".join(text for text, _, _ in runs)


def _paragraph(paragraph: Any) -> dict[str, Any]:
    block: dict[str, Any] = {"runs": _runs(paragraph)}
    section = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if section is not None:
        block["section"] = section.find(qn("w:pgSz")).get(qn("w:orient"), "portrait")
    return block


def _runs(paragraph: Any) -> list[list[Any]]:
    """Return the runs of a paragraph, neighbours of one face joined, empty ones left out."""
    found: list[list[Any]] = []
    for run in paragraph.iter(qn("w:r")):
        text = "".join(_TEXTS.get(piece.tag, piece.text if piece.tag == qn("w:t") else "") or "" for piece in run)
        face = [run.find(f"{qn('w:rPr')}/{qn(name)}") is not None for name in ("w:b", "w:i")]
        if found and found[-1][1:] == face:
            found[-1][0] += text
        elif text:
            found.append([text, *face])
    return found


def _table(table: Any) -> dict[str, Any]:
    columns = len(table.find(qn("w:tblGrid")))
    cells: list[list[Any]] = []
    begun: dict[int, list[Any]] = {}
    rows = table.findall(qn("w:tr"))
    for at, row in enumerate(rows):
        column = 0
        for cell in row.findall(qn("w:tc")):
            properties = cell.find(qn("w:tcPr"))
            span = properties.find(qn("w:gridSpan"))
            width = int(span.get(qn("w:val"))) if span is not None else 1
            merged = properties.find(qn("w:vMerge"))
            if merged is not None and merged.get(qn("w:val")) != "restart":
                begun[column][2] += 1
            else:
                begun[column] = [at, column, 1, width, [run for p in cell.findall(qn("w:p")) for run in _runs(p)]]
                cells.append(begun[column])
            column += width
    return {"columns": columns, "rows": len(rows), "cells": cells}
