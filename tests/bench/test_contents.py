"""What ours and a peer's are compared by: it must see every difference that a reader would."""

from datetime import date
from io import BytesIO

import docx
import pytest
from openpyxl import Workbook

from app.documents.layout import centred, paragraph
from app.documents.page import Orientation, Paper
from app.documents.tables import Cell, Column, table
from bench.naive import write_with_python_docx
from bench.sheet_content import content as sheet_content
from bench.sheet_content import write_with_openpyxl
from bench.word_content import content, texts

COLUMNS = (Column(20), Column(40), Column(40))


def made(*blocks):
    return Paper().add(*blocks).to_bytes(changed_on=date(2023, 6, 29), title="")


def test_a_paragraph_is_read_with_its_faces_and_line_breaks():
    assert content(made(paragraph("Nội dung *(nếu có)* **chính**\nhai & ba"))) == [
        {
            "runs": [
                ["Nội dung ", False, False],
                ["(nếu có)", False, True],
                [" ", False, False],
                ["chính", True, False],
                ["\nhai & ba", False, False],
            ]
        }
    ]


def test_a_table_is_read_with_its_merged_cells():
    rows = [["1", Cell(text="a", rowspan=2, colspan=2)], ["2"], ["3", "b", "c"]]
    found, after = content(made(table(COLUMNS, rows=rows)))
    assert found == {
        "columns": 3,
        "rows": 3,
        "cells": [
            [0, 0, 1, 1, [["1", False, False]]],
            [0, 1, 2, 2, [["a", False, False]]],
            [1, 0, 1, 1, [["2", False, False]]],
            [2, 0, 1, 1, [["3", False, False]]],
            [2, 1, 1, 1, [["b", False, False]]],
            [2, 2, 1, 1, [["c", False, False]]],
        ],
    }
    assert after == {"runs": []}


def test_a_section_is_read_where_it_ends():
    paper = Paper().start_part(Orientation.LANDSCAPE).add(centred("a")).start_part().add(centred("b"))
    blocks = content(paper.to_bytes(changed_on=date(2023, 6, 29), title=""))
    assert [block.get("section") for block in blocks] == ["landscape", None]


def test_texts_come_in_reading_order_without_empty_paragraphs():
    blocks = content(made(centred("đầu"), table(COLUMNS, rows=[["1", "", "c"]]), paragraph("cuối")))
    assert texts(blocks) == ["đầu", "1", "", "c", "cuối"]


def test_what_python_docx_writes_of_a_content_reads_as_that_content():
    rows = [["1", Cell(text="*a*", rowspan=2, colspan=2)], ["2"], ["3", "", "c"]]
    blocks = content(made(paragraph("**Một** hai\nba"), table(COLUMNS, rows=rows), paragraph("bốn")))
    document = write_with_python_docx(blocks)
    assert content(document) == blocks
    assert docx.Document(BytesIO(document)).styles["Normal"].font.name != "Times New Roman"


def a_book():
    book = Workbook()
    sheet = book.active
    sheet.append(["STT", "Nội dung", None])
    sheet.append([1, "=A2*2", None])
    stream = BytesIO()
    book.save(stream)
    return sheet_content(stream.getvalue())


def test_what_openpyxl_writes_of_a_content_reads_as_that_content():
    book = a_book()
    assert [cell[:3] for cell in book["sheets"][0]["cells"]] == [
        [1, 1, "STT"], [1, 2, "Nội dung"], [2, 1, 1], [2, 2, "=A2*2"],
    ]  # fmt: skip
    assert sheet_content(write_with_openpyxl(book)) == book


@pytest.mark.parametrize(
    "change",
    [
        lambda book: book["sheets"][0]["cells"][0].__setitem__(2, "TT"),
        lambda book: book["styles"][0]["font"].update(bold=True),
        lambda book: book["styles"][0].update(locked=False),
        lambda book: book["sheets"][0]["merged"].append("A4:B4"),
        lambda book: book["sheets"][0]["widths"].update(A=40.0),
        lambda book: book["sheets"][0].update(freeze="A2"),
    ],
)
def test_a_workbook_that_differs_reads_otherwise(change):
    book, changed = a_book(), a_book()
    change(changed)
    assert sheet_content(write_with_openpyxl(changed)) != book
