from __future__ import annotations

import csv

import pytest
from form_builders import (
    INDICATOR_ROWS,
    a_grid_form,
    a_survey_form,
    an_indicator_form,
    facts,
    fitted,
)
from office import AS_SHOWN, Office, page_sizes, page_texts, typed

from app.domain.forms import FormCheck, FormRow, RowKind
from app.forms.workbook import render_workbook

_ROWS = (
    *INDICATOR_ROWS,
    FormRow(code="X.1", kind=RowKind.COUNT, name="Lấy từ giá trị chọn", formula="[I.3.2] + 1"),
    FormRow(code="X.2", kind=RowKind.PERCENT, name="Tỷ lệ chưa có số liệu", formula="[VI.2.1] / [I.3.1] * 100"),
    FormRow(code="X.3", kind=RowKind.PERCENT, name="Mẫu số bằng không", formula="[VI.2.1] / [VI.2.2] * 100"),
)
_CHECKS = (
    FormCheck(expression="[I.2.2] <= [I.2.1]", text="không quá số đề ra"),
    FormCheck(expression="[VI.2.2] <= [I.2.1]", text="không xảy ra"),
    FormCheck(expression="[I.3.1] >= 1", text="chưa có số thì im lặng"),
)
_TYPED: dict[tuple[str, str], object] = {
    ("Phụ lục 1", "D10"): 1240,
    ("Phụ lục 1", "D11"): 2893,
    ("Phụ lục 1", "D14"): "1 - Phát phiếu, thư",
    ("Phụ lục 1", "D15"): 64.29,
    ("Phụ lục 1", "D16"): 12345.5,
    ("Phụ lục 1", "D18"): 0,
    ("Phụ lục 1", "D19"): 0,
    ("Phụ lục 2", "B8"): "Đất đai",
    ("Phụ lục 2", "D8"): 7,
    ("Phụ lục 2", "E8"): 5,
    ("Phụ lục 2", "D27"): 1000,
    ("Phụ lục 5", "C9"): 14,
    ("Phụ lục 5", "D9"): 9,
    ("Phụ lục 5", "F9"): 5,
    ("Phụ lục 5", "D31"): 0,
    ("Phụ lục 5", "F31"): 0,
}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def blank():
    forms = (fitted(an_indicator_form(rows=_ROWS, checks=_CHECKS)), fitted(a_grid_form()), fitted(a_survey_form()))
    return render_workbook(forms, facts(draft_line="Dự thảo · tinh-a-2023 · 1a2b3c4d"))


@pytest.fixture(scope="module")
def filled(blank):
    return typed(blank, _TYPED)


@pytest.fixture(scope="module")
def book(office, filled):
    return office.recalculated(filled, "filled")


def _values(sheet, *addresses):
    return [None if sheet[address].value == "" else sheet[address].value for address in addresses]


def test_ratios_and_totals_are_recomputed(book):
    sheet = book["Phụ lục 1"]
    assert sheet["D9"].value == pytest.approx(2893 / 1240 * 100)
    assert _values(sheet, "D17", "D20") == [0, 2]


def test_an_empty_figure_or_a_zero_divisor_leaves_the_cell_empty(book):
    assert _values(book["Phụ lục 1"], "D21", "D22") == [None, None]


def test_rows_in_reserve_are_summed_and_empty_columns_stay_empty(book):
    sheet = book["Phụ lục 2"]
    assert _values(sheet, "C8", "C9", "C27", "C28", "D28", "E28") == [12, None, 1000, 1012, 1007, 5]
    assert _values(book["Phụ lục 5"], "D51", "F51", "C51") == [0, 0, None]


def test_shares_are_parts_of_all_answers_and_empty_without_any(book):
    sheet = book["Phụ lục 5"]
    assert _values(sheet, "E9", "G9", "E29") == pytest.approx([900 / 14, 500 / 14, 900 / 14])
    assert _values(sheet, "E31", "G31", "E10", "E51") == [None] * 4


def test_a_broken_rule_is_named_beside_its_row_and_no_other(book):
    sheet = book["Phụ lục 1"]
    assert {row: sheet[f"G{row}"].value for row in range(8, 23) if sheet[f"G{row}"].value} == {
        11: "Lỗi: không quá số đề ra"
    }
    assert _values(book["Phụ lục 2"], "H8", "H9") == ["Lỗi: trực tuyến không hơn kỳ trước", None]
    assert _values(book["Phụ lục 5"], "J9", "J31") == [None, None]


def test_figures_are_shown_with_vietnamese_separators(office, filled):
    text = office.converted(filled, "filled", AS_SHOWN).decode()
    shown = {row[0]: row[3] for row in csv.reader(text.splitlines(), delimiter=";") if len(row) > 3 and row[3]}
    assert {number: shown[number] for number in ("2", "2.2", "3.2", "4")} == {
        "2": "0",
        "2.2": "0",
        "3.2": "1 - Phát phiếu, thư",
        "4": "64,29",
    }
    rows = [row[3] for row in csv.reader(text.splitlines(), delimiter=";") if len(row) > 3]
    assert rows[8:11] == ["233,31", "1.240", "2.893"]
    assert rows[15] == "12.345,50"


def test_a_blank_workbook_opens_without_repair_and_shows_no_error_value(office, blank):
    sheets = office.recalculated(blank, "blank")
    assert sheets.sheetnames == ["Phụ lục 1", "Phụ lục 2", "Phụ lục 5", "_kiemtra"]
    errors = [
        cell.coordinate
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(("#", "Err:"))
    ]
    assert errors == []


def test_every_form_is_printed_on_a4_with_its_head_on_every_page(office, blank, tmp_path):
    pdf = tmp_path / "blank.pdf"
    pdf.write_bytes(office.converted(blank, "blank", "pdf"))
    assert page_sizes(pdf) == [(210, 297), (210, 297), (297, 210), (297, 210)]
    pages = page_texts(pdf)
    assert [page.split()[0] for page in pages] == ["1", "1", "1", "2"]
    assert [page.count("Kết quả khảo sát (số phiếu và %)") for page in pages] == [0, 0, 1, 1]
    assert [page.count("Dự thảo · tinh-a-2023 · 1a2b3c4d") for page in pages] == [1] * 4
    assert [page for page in pages if "Cột này báo" in page] == []
