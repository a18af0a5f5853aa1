"""Tables: cells in order, merged cells, heads that repeat, widths, and rows that do not fit."""

import io
import unicodedata
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from app.documents.page import Paper
from app.documents.tables import Cell, Column, table

DAY = date(2023, 6, 29)
COLUMNS = [Column(15, "center"), Column(60), Column(30, "right"), Column(40)]
HEADER = [
    [Cell(text="STT", rowspan=2), Cell(text="Đơn vị", rowspan=2), Cell(text="Thành phần", colspan=2)],
    ["Trưởng đoàn", "Thành viên"],
]


def made(block):
    (found,) = Document(io.BytesIO(Paper().add(block).to_bytes(changed_on=DAY, title="x"))).tables
    return found


def drawn(found):
    """Rows of (text, columns, vertical merge) as they stand in the file."""
    return [
        [
            (
                "".join(node.text or "" for node in cell.iter(qn("w:t"))),
                int(span.get(qn("w:val"))) if (span := cell.find(f".//{qn('w:gridSpan')}")) is not None else 1,
                merge.get(qn("w:val"), "continue") if (merge := cell.find(f".//{qn('w:vMerge')}")) is not None else "",
            )
            for cell in row._tr.findall(qn("w:tc"))
        ]
        for row in found.rows
    ]


def test_cells_stand_in_order_with_their_merges():
    rows = [
        ["1", "Sở Công Thương", Cell(text="Bà Năm", rowspan=2), Cell(text="Đoàn", rowspan=3)],
        ["2", "UBND huyện Phú Riềng"],
        ["3", Cell(text="hai cột", colspan=2)],
    ]
    assert drawn(made(table(COLUMNS, header=HEADER, rows=rows))) == [
        [("STT", 1, "restart"), ("Đơn vị", 1, "restart"), ("Thành phần", 2, "")],
        [("", 1, "continue"), ("", 1, "continue"), ("Trưởng đoàn", 1, ""), ("Thành viên", 1, "")],
        [("1", 1, ""), ("Sở Công Thương", 1, ""), ("Bà Năm", 1, "restart"), ("Đoàn", 1, "restart")],
        [("2", 1, ""), ("UBND huyện Phú Riềng", 1, ""), ("", 1, "continue"), ("", 1, "continue")],
        [("3", 1, ""), ("hai cột", 2, ""), ("", 1, "continue")],
    ]


def test_a_cell_over_several_rows_and_columns_is_one_cell():
    found = made(table(COLUMNS, rows=[["1", Cell(text="khối", rowspan=2, colspan=2), "a"], ["2", "b"]]))
    assert drawn(found) == [
        [("1", 1, ""), ("khối", 2, "restart"), ("a", 1, "")],
        [("2", 1, ""), ("", 2, "continue"), ("b", 1, "")],
    ]
    assert found.cell(1, 2)._tc is found.cell(0, 1)._tc


def test_head_rows_repeat_on_every_page_and_body_rows_do_not():
    found = made(table(COLUMNS, header=HEADER, rows=[["1", "a", "b", "c"]]))
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in found.rows] == [True, True, False]


def test_rows_stay_whole_unless_told_otherwise():
    rows = [["1", "a", "b", "c"]]
    whole, split = made(table(COLUMNS, rows=rows)), made(table(COLUMNS, rows=rows, whole_rows=False))
    assert [found.rows[0]._tr.find(f".//{qn('w:cantSplit')}") is not None for found in (whole, split)] == [True, False]


def test_widths_are_fixed():
    found = made(table(COLUMNS, rows=[["1", Cell(text="hai", colspan=2), "c"]]))
    assert found.autofit is False
    assert [round(column.width.mm) for column in found.columns] == [15, 60, 30, 40]
    widths = [cell.find(f".//{qn('w:tcW')}").get(qn("w:w")) for cell in found.rows[0]._tr.findall(qn("w:tc"))]
    assert [round(int(width) / 1440 * 25.4) for width in widths] == [15, 90, 40]


def test_a_row_to_be_filled_in_by_hand_has_its_height():
    (row,) = made(table(COLUMNS, rows=[["", "", "", ""]], row_height_mm=9)).rows
    assert (round(row.height.mm), str(row.height_rule)) == (9, "AT_LEAST (1)")


@pytest.mark.parametrize("size", [8, 12, 14])
def test_all_text_of_a_table_has_its_size(size):
    found = made(table(COLUMNS, header=HEADER, rows=[["1", "a", "b", "c"]], size=size))
    assert {p.style.font.size.pt for row in found.rows for cell in row.cells for p in cell.paragraphs} == {size}


@pytest.mark.parametrize("size", [7, 15])
def test_a_size_too_small_or_too_large_is_refused(size):
    with pytest.raises(ValueError, match=f"từ 8 đến 14, không phải {size}"):
        table(COLUMNS, rows=[], size=size)


def test_cells_stand_as_their_column_or_as_they_say():
    row = ["1", "a", Cell(text="b", align="both", valign="top"), Cell(text="c", align="left")]
    (found,) = made(table(COLUMNS, rows=[row])).rows
    assert [str(cell.paragraphs[0].alignment) for cell in found.cells] == ["CENTER (1)", "None", "JUSTIFY (3)", "None"]
    assert [str(cell.vertical_alignment) for cell in found.cells] == ["CENTER (1)", "CENTER (1)", "None", "CENTER (1)"]


def test_a_cell_over_several_rows_starts_at_the_top_so_that_a_page_break_cuts_no_text():
    rows = [["1", Cell(text="a", rowspan=2), Cell(text="b", rowspan=2, valign="center"), "c"], ["2", "c"]]
    found = made(table(COLUMNS, header=HEADER, rows=rows)).rows
    assert [str(cell.vertical_alignment) for cell in found[2].cells] == [
        "CENTER (1)",
        "None",
        "CENTER (1)",
        "CENTER (1)",
    ]
    assert [str(cell.vertical_alignment) for cell in found[0].cells[:2]] == ["CENTER (1)", "CENTER (1)"]


def test_bold_rows_bold_cells_and_marks():
    rows = [["I", "Mục", "", ""], ["1", "a (*b*)", Cell(text="c", bold=True), Cell(text="d", italic=True)]]
    found = made(table(COLUMNS, header=HEADER, rows=rows, bold_rows=[0]))
    styles = [
        [(run.text, bool(run.bold), bool(run.italic)) for cell in row.cells for run in cell.paragraphs[0].runs]
        for row in list(found.rows)[2:]
    ]
    assert styles == [
        [("I", True, False), ("Mục", True, False)],
        [
            ("1", False, False),
            ("a (", False, False),
            ("b", False, True),
            (")", False, False),
            ("c", True, False),
            ("d", False, True),
        ],
    ]
    assert {p.style.font.bold for p in found.rows[0].cells[0].paragraphs} == {True}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["1", "a", "b", "c"], ["2", "a"]], "Hàng 2 của thân bảng thiếu ô: bảng có 4 cột."),
        ([["1", "a", "b", "c", "d"]], "Hàng 1 của thân bảng thừa ô: bảng có 4 cột."),
        ([["1", "a", "b", Cell(text="c", colspan=2)]], "Hàng 1 của thân bảng thừa ô: bảng có 4 cột."),
        (
            [["1", "a", Cell(rowspan=2), "c"], ["2", Cell(colspan=2), "c"]],
            "Hàng 2 của thân bảng thừa ô: bảng có 4 cột.",
        ),
        ([["1", "a", Cell(rowspan=2), "c"]], "Ô gộp ở cột 3 của thân bảng kéo quá hàng cuối."),
    ],
)
def test_rows_that_do_not_fit_the_columns_are_named(rows, sentence):
    with pytest.raises(ValueError, match="bảng") as caught:
        table(COLUMNS, rows=rows)
    assert str(caught.value) == sentence


def test_a_head_that_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"^Hàng 1 của đầu bảng thiếu ô: bảng có 4 cột\.$"):
        table(COLUMNS, header=[["STT"]], rows=[])


PRINTED = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="*\\"))


@given(st.lists(st.tuples(PRINTED, PRINTED), min_size=1, max_size=5))
def test_whatever_is_written_in_the_cells_is_read_back(rows):
    found = made(table([Column(20), Column(30)], rows=rows))
    expected = [[unicodedata.normalize("NFC", text) for text in row] for row in rows]
    assert [[cell.text for cell in row.cells] for row in found.rows] == expected
