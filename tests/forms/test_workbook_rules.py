from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from form_builders import (
    GRID_COLUMNS,
    a_grid_form,
    a_survey_form,
    an_indicator_form,
    block,
    cells_by_code,
    fitted,
    opened,
)

from app.domain.forms import FormCheck


def test_broken_rules_colour_their_figures_and_are_said_outside_the_printed_area():
    book = opened(fitted(an_indicator_form()), fitted(a_grid_form()))
    sheet = book["Phụ lục 1"]
    assert {str(area.sqref): [rule.formula for rule in rules] for area, rules in _rules(sheet)} == {
        "D10 D11": [["IFERROR(AND(COUNT($D$11,$D$10)=2,NOT(ROUND($D$11-$D$10,6)<=0)),FALSE)"]],
        "D10 D13": [["IFERROR(AND(COUNT($D$13,$D$10)=2,NOT(ROUND($D$13-$D$10,6)<=0)),FALSE)"]],
    }
    assert sheet["G11"].value == (
        '=TRIM(IF(IFERROR(AND(COUNT($D$11,$D$10)=2,NOT(ROUND($D$11-$D$10,6)<=0)),FALSE),_kiemtra!$X$2&" ",""))'
    )
    assert sheet.print_area == "'Phụ lục 1'!$A$1:$E$19"
    assert [cell.value for (cell,) in book["_kiemtra"]["X2:X4"]] == [
        "Lỗi: I.2.2 không lớn hơn I.2.1",
        "Xem lại: I.3.1 không lớn hơn I.2.1",
        "Lỗi: trực tuyến không hơn kỳ trước",
    ]
    grid = book["Phụ lục 2"]
    assert {str(area.sqref): [rule.formula for rule in rules] for area, rules in _rules(grid)} == {
        "D8:D27 E8:E27": [["IFERROR(AND(COUNT($D8,$E8)=2,NOT(ROUND($D8-$E8,6)<=0)),FALSE)"]],
    }
    assert (grid["H27"].value, grid["H28"].value) == (
        '=TRIM(IF(IFERROR(AND(COUNT($D27,$E27)=2,NOT(ROUND($D27-$E27,6)<=0)),FALSE),_kiemtra!$X$4&" ",""))',
        None,
    )


def _rules(sheet):
    return sheet.conditional_formatting._cf_rules.items()


def test_a_rule_that_needs_a_row_that_does_not_apply_is_silent():
    sheet = opened(fitted(an_indicator_form(), without=("I.2.1",)))["Phụ lục 1"]
    assert list(_rules(sheet)) == []
    assert [sheet[f"G{row}"].value for row in range(8, 20)] == [None] * 12


def test_words_take_part_in_no_rule_and_no_sum():
    columns = tuple(
        replace(column, sum_of=("truc_tuyen", "ghi_chu")) if column.sum_of else column for column in GRID_COLUMNS
    )
    checks = (
        FormCheck(expression="[ghi_chu] <= [tong]", text="không tính được"),
        FormCheck(expression="[truc_tuyen] + [ghi_chu] <= [tong]", text="chỉ tính phần có số"),
    )
    sheet = opened(fitted(a_grid_form(columns=columns, checks=checks)))["Phụ lục 2"]
    assert sheet["C8"].value == '=IF(COUNT(D8)=0,"",SUM(D8))'
    assert [rule.formula for _, rules in _rules(sheet) for rule in rules] == [
        ["IFERROR(AND(COUNT($D8,$C8)=2,NOT(ROUND($D8-$C8,6)<=0)),FALSE)"]
    ]


def test_two_rules_of_one_row_are_both_said():
    checks = tuple(FormCheck(expression=f"[I.2.2] <= [{code}]", text=code) for code in ("I.2.1", "I.3.1"))
    book = opened(fitted(an_indicator_form(checks=checks)))
    assert book["Phụ lục 1"]["G11"].value.count("IF(IFERROR(") == 2
    assert [line["message"] for line in block(book, "sheet", "expression")] == ["Lỗi: I.2.1", "Lỗi: I.3.1"]


def test_the_file_names_its_plan_unit_and_form_versions():
    book = opened(fitted(an_indicator_form()), fitted(a_grid_form(version="2024-1")))
    assert {name: book.custom_doc_props[name].value for name in book.custom_doc_props.names} == {
        "kiemtra.plan": "tinh-a-2023",
        "kiemtra.unit": "so-cong-thuong",
        "kiemtra.changed_on": "2023-06-29",
        "kiemtra.form.phu-luc-1": "2023",
        "kiemtra.form.phu-luc-2": "2024-1",
    }
    assert book.properties.title == "Biểu mẫu số liệu của Sở Công Thương"
    assert book.properties.created == datetime(2023, 6, 29)  # noqa: DTZ001 (openpyxl gives times without a zone)


def test_the_hidden_sheet_leads_from_every_code_to_its_cell():
    book = opened(fitted(an_indicator_form(), without=("VI.1",)), fitted(a_survey_form()))
    facts_written = {line["name"]: line["value"] for line in block(book, "name", "value")}
    assert facts_written == {
        "format": "kiemtra-form 1", "plan": "tinh-a-2023", "unit": "so-cong-thuong", "changed_on": "2023-06-29",
    }  # fmt: skip
    assert block(book, "form", "version") == [
        {"form": "phu-luc-1", "version": "2023", "sheet": "Phụ lục 1"},
        {"form": "phu-luc-5", "version": "2023", "sheet": "Phụ lục 5"},
    ]
    rows = [line for line in block(book, "sheet", "row") if line["sheet"] == "Phụ lục 1"]
    assert [(line["code"], line["row"], line["kind"], line["part"]) for line in rows] == [
        ("I.2", "9", "percent", "computed"),
        ("I.2.1", "10", "count", "input"),
        ("I.2.2", "11", "count", "input"),
        ("I.3.1", "13", "count", "input"),
        ("I.3.2", "14", "choice", "input"),
        ("I.4", "15", "percent", "input"),
        ("VI.1", "16", "money", "not_applicable"),
        ("VI.2", "17", "count", "computed"),
        ("VI.2.1", "18", "count", "input"),
        ("VI.2.2", "19", "count", "input"),
    ]
    cells = cells_by_code(book)
    assert cells["Phụ lục 5", "I.2+18", "khong"] == "F28"
    assert cells["Phụ lục 5", "II.tong", "hai_long%"] == "E51"
    assert cells["Phụ lục 5", "I", "linh_vuc"] == "B8"
    assert ("Phụ lục 5", "II", "linh_vuc") not in cells


def test_the_box_under_the_notes_is_registered():
    book = opened(fitted(a_grid_form()))
    assert block(book, "sheet", "row")[-1] == {
        "sheet": "Phụ lục 2", "row": "31", "code": "*", "kind": "text", "part": "input",
    }  # fmt: skip


def test_a_grid_that_does_not_apply_has_no_rules():
    book = opened(fitted(a_grid_form(), without=("1", "2", "tong")))
    sheet = book["Phụ lục 2"]
    assert list(_rules(sheet)) == []
    assert [sheet[f"C{row}"].value for row in (8, 9, 10)] == ["Không áp dụng"] * 3
