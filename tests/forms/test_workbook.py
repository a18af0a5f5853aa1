from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from form_builders import (
    GRID_COLUMNS,
    INDICATOR_ROWS,
    a_grid_form,
    a_group,
    a_survey_form,
    an_indicator_form,
    cells_by_code,
    entries,
    facts,
    fitted,
    opened,
)
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText

from app.domain.forms import FormKind, FormRow, HeaderCell, RowKind
from app.domain.marks import unmarked
from app.forms.workbook import render_workbook

_PRINTED = st.text(st.characters(exclude_categories=("C",), exclude_characters="*"), min_size=1, max_size=20)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_every_form_has_a_sheet_of_its_printed_name_and_the_register_is_hidden():
    book = opened(fitted(an_indicator_form()), fitted(a_grid_form()))
    assert {sheet.title: sheet.sheet_state for sheet in book} == {
        "Phụ lục 1": "visible",
        "Phụ lục 2": "visible",
        "_kiemtra": "veryHidden",
    }


def test_a_sheet_carries_the_printed_head_rows_units_and_notes():
    sheet = opened(fitted(an_indicator_form()))["Phụ lục 1"]
    printed = [[cell.value and str(cell.value) for cell in row] for row in sheet["A1:E20"]]
    nothing = [None] * 4
    assert printed == [
        ["Phụ lục 1", *nothing],
        ["THỐNG KÊ SỐ LIỆU", *nothing],
        ["TẠI CÁC CƠ QUAN", *nothing],
        ["Đơn vị báo cáo: Sở Công Thương", *nothing],
        [
            "Thời kỳ số liệu: năm 2023. Gửi Đoàn kiểm tra trước ngày 30/7/2023. Cơ quan chủ trì: Sở Nội vụ.",
            *nothing,
        ],
        ["STT", "Chỉ tiêu thống kê", "Kết quả thống kê", None, "Ghi chú"],
        [None, None, "Đơn vị tính", "Số liệu", None],
        ["I", "Chỉ đạo điều hành", None, None, None],
        ["2", "Tỷ lệ hoàn thành (Lũy kế)", "%", '=IF(COUNT(D11,D10)=2,IFERROR(D11/D10*100,""),"")', None],
        ["2.1", "Số nhiệm vụ đề ra", "Nhiệm vụ", None, None],
        ["2.2", "Số nhiệm vụ đã hoàn thành", "Nhiệm vụ", None, None],
        ["3", "Khảo sát", None, None, None],
        ["3.1", "Số lượng phiếu", "Phiếu", None, "Cấp tỉnh, cấp xã"],
        ["3.2", "Hình thức", "Trực tuyến = 0 Phát phiếu = 1", None, None],
        ["4", "Tỷ lệ báo cáo qua hệ thống", "%", None, None],
        ["1", "Kế hoạch được giao", "Triệu đồng", None, None],
        ["2", "Tổng số đơn vị", "Đơn vị", '=IF(COUNT(D18,D19)=2,IFERROR(D18+D19,""),"")', None],
        ["2.1", "Tự bảo đảm", "Đơn vị", None, None],
        ["2.2", "Nhà nước bảo đảm", "Đơn vị", None, None],
        [None] * 5,
    ]
    assert {str(area) for area in sheet.merged_cells.ranges} == {
        "A1:E1", "A2:E2", "A3:E3", "A4:E4", "A5:E5", "A6:A7", "B6:B7", "C6:D6", "E6:E7", "G1:G5",
    }  # fmt: skip


def test_italics_of_the_printed_text_are_kept_inside_the_cell():
    name = opened(fitted(an_indicator_form()))["Phụ lục 1"]["B9"].value
    assert isinstance(name, CellRichText)
    assert [(piece.text, bool(piece.font.i), piece.font.rFont) for piece in name] == [
        ("Tỷ lệ hoàn thành (", False, "Times New Roman"),
        ("Lũy kế", True, "Times New Roman"),
        (")", False, "Times New Roman"),
    ]


def test_marks_of_italics_are_not_shown_in_joined_cells():
    head = ((HeaderCell(text="*Nội dung*"),),)
    texts = {"title": ("KẾT QUẢ (*nếu có*)",), "notes": ("*Lưu ý*: 2 * 3",)}
    form = a_grid_form(header=head, columns=GRID_COLUMNS[1:2], checks=(), **texts)
    sheet = opened(fitted(form))["Phụ lục 2"]
    assert [sheet[f"A{row}"].value for row in (2, 5, 27)] == ["KẾT QUẢ (nếu có)", "Nội dung", "Lưu ý: 2 * 3"]


def test_what_the_plan_does_not_say_is_left_out_of_the_head():
    sheet = opened(fitted(an_indicator_form()), period="", deadline="", lead_agency="")["Phụ lục 1"]
    assert [sheet[f"A{row}"].value for row in (4, 5)] == ["Đơn vị báo cáo: Sở Công Thương", "STT"]


def test_only_cells_to_fill_in_are_unlocked_and_the_sheet_is_protected_without_a_password():
    book = opened(fitted(an_indicator_form(), without=("VI.1",)))
    sheet = book["Phụ lục 1"]
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {
        "D10", "D11", "D13", "D14", "D15", "D18", "D19", "E9", "E10", "E11", "E13", "E14", "E15", "E17", "E18", "E19",
    }  # fmt: skip
    for sheet in book:
        assert sheet.protection.sheet is True
        assert sheet.protection.password is None


def test_a_row_that_does_not_apply_says_so_is_grey_and_locked():
    sheet = opened(fitted(an_indicator_form(), without=("I.3.1", "I.3.2")))["Phụ lục 1"]
    assert [sheet[f"D{row}"].value for row in (13, 14)] == ["Không áp dụng", "Không áp dụng"]
    assert {sheet[f"{column}13"].fill.fgColor.rgb for column in "ABCDE"} == {"FFE3E3E3"}
    assert sheet["E13"].protection.locked is True


def test_a_total_is_computed_without_the_rows_that_do_not_apply():
    sheet = opened(fitted(an_indicator_form(), without=("VI.2.2",)))["Phụ lục 1"]
    assert sheet["D17"].value == '=IF(COUNT(D18)=1,IFERROR(D18,""),"")'


def test_a_ratio_that_lacks_a_row_is_typed():
    book = opened(fitted(an_indicator_form(), without=("I.2.1",)))
    assert book["Phụ lục 1"]["D9"].value is None
    assert book["Phụ lục 1"]["D9"].protection.locked is False


def test_counts_money_and_percentages_are_guarded_in_vietnamese():
    sheet = opened(fitted(an_indicator_form()))["Phụ lục 1"]
    guards = {
        str(rule.sqref): (rule.type, rule.operator, rule.formula1, rule.formula2, rule.errorStyle, rule.errorTitle)
        for rule in sheet.data_validations.dataValidation
    }
    assert guards == {
        "D10:D11 D13 D18:D19": ("whole", "greaterThanOrEqual", "0", None, None, "Số không hợp lệ"),
        "D16": ("decimal", "greaterThanOrEqual", "0", None, None, "Số tiền không hợp lệ"),
        "D15": ("decimal", None, "0", "100", "warning", "Tỷ lệ cần xem lại"),
        "D14": ("list", None, "_kiemtra!$AA$2:$AA$3", None, None, "Giá trị không có trong danh sách"),
    }
    percent = next(rule for rule in sheet.data_validations.dataValidation if str(rule.sqref) == "D15")
    assert percent.prompt == (
        "Biểu không có dòng riêng cho: số báo cáo đã gửi; tổng số báo cáo phải gửi. Tính sẵn rồi ghi tỷ lệ vào đây."
    )


def test_a_choice_is_offered_as_its_printed_number_and_its_label():
    book = opened(fitted(an_indicator_form()))
    assert [cell.value for (cell,) in book["_kiemtra"]["AA2:AA3"]] == ["0 - Trực tuyến", "1 - Phát phiếu, thư"]


def test_a_choice_enters_a_formula_by_its_number():
    rows = (*INDICATOR_ROWS, FormRow(code="X", kind=RowKind.COUNT, name="X", formula="[I.3.2] + 1"))
    sheet = opened(fitted(an_indicator_form(rows=rows, checks=())))["Phụ lục 1"]
    term = 'VALUE(LEFT(D14,FIND(" - ",D14)-1))'
    assert sheet["D20"].value == f'=IF(COUNT({term})=1,IFERROR({term}+1,""),"")'


def test_numbers_follow_the_separators_of_the_reader():
    sheet = opened(fitted(an_indicator_form()), fitted(a_survey_form()))["Phụ lục 1"]
    assert {row: sheet[f"D{row}"].number_format for row in (9, 10, 14, 15, 16)} == {
        9: "#,##0.00", 10: "#,##0", 14: "@", 15: "#,##0.00", 16: "#,##0.00",
    }  # fmt: skip


def test_sums_shares_and_totals_of_a_grid_are_live():
    sheet = opened(fitted(a_grid_form()), fitted(a_survey_form()))["Phụ lục 2"]
    assert sheet["C8"].value == '=IF(COUNT(D8,E8)=0,"",SUM(D8,E8))'
    assert sheet["D28"].value == '=IF(COUNT(D8:D27)=0,"",SUM(D8:D27))'
    survey = opened(fitted(a_survey_form()))["Phụ lục 5"]
    assert survey["E9"].value == '=IF(COUNT(D9)=0,"",IFERROR(D9/SUM(D9,F9)*100,""))'
    assert survey["G29"].value == '=IF(COUNT(F29)=0,"",IFERROR(F29/SUM(D29,F29)*100,""))'
    assert survey["F29"].value == '=IF(COUNT(F9:F28)=0,"",SUM(F9:F28))'


def test_names_of_entries_are_left_to_the_unit_and_the_printed_ones_are_shown_as_a_hint():
    sheet = opened(fitted(a_grid_form()))["Phụ lục 2"]
    assert {sheet[f"B{row}"].value for row in range(8, 28)} == {None}
    hints = {str(rule.sqref): rule.prompt for rule in sheet.data_validations.dataValidation if rule.prompt}
    assert {place: hint for place, hint in hints.items() if place.startswith("B")} == {
        "B8": "Biểu in: Lĩnh vực ...",
        "B9": "Biểu in: Lĩnh vực ...",
    }


def test_a_group_printed_with_dots_can_be_named_and_any_other_cannot():
    sheet = opened(fitted(a_survey_form()))["Phụ lục 5"]
    assert (sheet["B8"].value, sheet["B8"].protection.locked) == ("UBND huyện ...", False)
    assert (sheet["B30"].value, sheet["B30"].protection.locked) == ("UBND cấp xã", True)


def test_printed_notes_stand_below_with_room_to_answer_them():
    sheet = opened(fitted(a_grid_form()))["Phụ lục 2"]
    assert [sheet[f"A{row}"].value for row in (29, 30, 31)] == [
        "Lưu ý: hồ sơ quá hạn đề nghị giải trình.",
        "- Riêng đối với chi nhánh.",
        None,
    ]
    assert sheet["A31"].protection.locked is False
    assert sheet.row_dimensions[31].height > 60


def test_the_paper_is_a4_with_official_margins_and_a_repeated_head():
    book = opened(fitted(an_indicator_form()), fitted(a_survey_form()), draft_line="Dự thảo · tinh-a-2023 · 1a2b3c4d")
    for name, orientation, rows in (("Phụ lục 1", "portrait", "$6:$7"), ("Phụ lục 5", "landscape", "$5:$7")):
        sheet = book[name]
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == orientation
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
        margins = sheet.page_margins
        millimetres = [round(inches * 25.4, 1) for inches in (margins.top, margins.bottom, margins.left, margins.right)]
        assert millimetres == [20, 20, 30, 15]
        assert sheet.print_title_rows == rows
        assert sheet.oddHeader.center.text == "&P"
        assert sheet.oddFooter.left.text.strip() == "Dự thảo · tinh-a-2023 · 1a2b3c4d"


def test_an_issued_form_has_no_line_at_its_foot_and_a_long_one_is_shortened():
    assert opened(fitted(an_indicator_form()))["Phụ lục 1"].oddFooter.left.text is None
    book = opened(fitted(an_indicator_form()), draft_line=f"Dự thảo · {'ke-hoach-kiem-tra ' * 20} · 1a2b3c4d")
    line = book["Phụ lục 1"].oddFooter.left.text
    assert line.startswith("Dự thảo · ke-hoach-kiem-tra")
    assert line.endswith("… · 1a2b3c4d")
    assert len(line) < 110


def test_all_text_is_in_times_new_roman_and_rows_grow_with_what_is_typed():
    data = render_workbook((fitted(an_indicator_form()),), facts())
    sheet = opened(fitted(an_indicator_form()))["Phụ lục 1"]
    fonts = {(cell.font.name, cell.font.sz) for row in sheet["A1:E19"] for cell in row}
    assert fonts == {("Times New Roman", 12), ("Times New Roman", 13)}
    xml = _parts(data)["xl/worksheets/sheet1.xml"].decode()
    assert '<row r="10" spans="1:7" ht="17.25">' in xml
    assert '<row r="1" spans="1:7" ht="18.75" customHeight="1">' in xml


def test_frozen_panes_keep_the_head_in_sight():
    book = opened(fitted(an_indicator_form()), fitted(a_survey_form()))
    assert (book["Phụ lục 1"].freeze_panes, book["Phụ lục 5"].freeze_panes) == ("A8", "C8")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a")', "{=1}"])
def test_text_that_looks_like_a_formula_stays_text(text):
    row = FormRow(code="I", kind=RowKind.COUNT, name=text, number=text, unit=text, note=text)
    form = an_indicator_form(heading=text, title=(text,), rows=(row,), checks=(), notes=(text,))
    book = opened(fitted(form), unit_name=text, plan_title=text)
    sheet = book.worksheets[0]
    cells = [sheet["A1"], sheet["A2"], *(sheet[f"{column}7"] for column in "ABCE"), sheet["A8"]]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s")] * 7
    assert not [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@given(_PRINTED, _PRINTED, _PRINTED)
def test_any_printed_text_comes_back_as_it_was(name, unit, note):
    row = FormRow(code="a", kind=RowKind.COUNT, name=name, number="1", unit=unit, note=note)
    sheet = opened(fitted(an_indicator_form(rows=(row,), checks=())))["Phụ lục 1"]
    assert [sheet[f"{column}8"].value for column in "BCE"] == [unmarked(name), unmarked(unit), unmarked(note)]


def test_forms_of_one_heading_get_sheets_of_different_names():
    long = "Phụ lục: biểu tổng hợp số liệu của các đơn vị"
    forms = [fitted(a_grid_form(key=f"f{n}", heading=long)) for n in range(3)]
    assert opened(*forms).sheetnames == [
        "Phụ lục biểu tổng hợp số liệu c",
        "Phụ lục biểu tổng hợp số li (2)",
        "Phụ lục biểu tổng hợp số li (3)",
        "_kiemtra",
    ]


def test_a_heading_that_no_sheet_may_bear_is_replaced():
    assert opened(fitted(a_grid_form(heading="[*]", key="phu-luc-9"))).sheetnames[0] == "Biểu"
    assert opened(fitted(a_grid_form(heading="", key="phu-luc-9"))).sheetnames[0] == "phu-luc-9"


def test_a_form_of_branches_repeats_its_groups():
    groups = (row for n in range(6) for row in (a_group(f"b{n}", f"Chi nhánh {n}"), *entries(f"b{n}.")))
    book = opened(fitted(a_grid_form(rows=tuple(groups))))
    cells = cells_by_code(book)
    assert book["Phụ lục 2"][cells["Phụ lục 2", "b5.tong", "ky_truoc"]].value == (
        '=IF(COUNT(E69:E78)=0,"",SUM(E69:E78))'
    )


def test_equal_lists_of_choices_are_kept_once():
    choice = INDICATOR_ROWS[6]
    rows = (choice, replace(choice, code="a"), replace(choice, code="b", choices=choice.choices[:1]))
    book = opened(fitted(an_indicator_form(rows=rows, checks=())))
    sources = {str(rule.sqref): rule.formula1 for rule in book["Phụ lục 1"].data_validations.dataValidation}
    assert sources == {
        "D8": "_kiemtra!$AA$2:$AA$3", "D9": "_kiemtra!$AA$2:$AA$3", "D10": "_kiemtra!$AA$4:$AA$4",
    }  # fmt: skip


def test_a_row_of_text_takes_words_and_a_long_hint_is_shortened():
    rows = (
        FormRow(code="a", kind=RowKind.TEXT, name="Cách làm"),
        FormRow(code="b", kind=RowKind.PERCENT, name="Tỷ lệ", inputs=("số lượng " * 40,)),
    )
    sheet = opened(fitted(an_indicator_form(rows=rows, checks=())))["Phụ lục 1"]
    assert (sheet["D8"].protection.locked, sheet["D8"].number_format) == (False, "@")
    (rule,) = sheet.data_validations.dataValidation
    assert (len(rule.prompt), rule.prompt[-1]) == (255, "…")


def test_a_form_of_words_alone_is_a_sheet_too():
    form = a_grid_form(
        header=((HeaderCell(text="Nội dung"),),),
        columns=GRID_COLUMNS[1:2],
        heading="",
        title=(),
        key="y-kien",
    )
    sheet = opened(fitted(replace(form, kind=FormKind.INDICATORS)), period="", deadline="", lead_agency="")["y-kien"]
    assert [sheet[f"A{row}"].value for row in (1, 2)] == ["Đơn vị báo cáo: Sở Công Thương", "Nội dung"]
    assert sheet["A3"].protection.locked is False


def test_equal_forms_and_facts_give_equal_parts_in_equal_order():
    forms = (fitted(an_indicator_form()), fitted(a_survey_form()))
    first, second = (render_workbook(forms, facts(draft_line="Dự thảo · tinh-a-2023 · 1a2b3c4d")) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_only_the_properties_change_with_the_day_of_the_last_change():
    forms = (fitted(an_indicator_form()),)
    first = _parts(render_workbook(forms, facts()))
    second = _parts(render_workbook(forms, facts(changed_on=date(2023, 7, 1))))
    assert {name for name in first if first[name] != second[name]} == {
        "docProps/core.xml",
        "docProps/custom.xml",
        "xl/sharedStrings.xml",
    }


def test_a_workbook_without_forms_is_refused():
    with pytest.raises(ValueError, match=r"^workbook\.no_forms$"):
        render_workbook((), facts())


def test_the_workbook_holds_no_macro():
    assert not [name for name in _parts(render_workbook((fitted(a_grid_form()),), facts())) if "vba" in name.lower()]


def test_the_library_is_loaded_only_when_a_workbook_is_made():
    source = "import sys, app.forms.workbook, app.forms.cost_estimate; sys.exit('xlsxwriter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", source], check=False).returncode == 0
