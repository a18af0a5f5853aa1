"""Forms on paper: which way they lie, what each cell shows, what is merged, and what is left to the pen."""

from dataclasses import replace
from datetime import date

import pytest
from docx_reading import DrawnCell, head_rows, rows_of, sheets, widths_mm
from hypothesis import given
from hypothesis import strategies as st
from promulgated_dossiers import a_grid, some_indicators

from app.documents.form_tables import form_notes, form_orientation, form_table, unit_text, whole_form
from app.documents.page import Orientation, Paper
from app.domain.forms import Choice, FittedRow, FormRow, HeaderCell, RowKind

DAY = date(2025, 3, 1)


def made(*blocks):
    paper = Paper().start_part(Orientation.LANDSCAPE)
    (sheet,) = sheets(paper.add(*blocks).to_bytes(changed_on=DAY, title="x"))
    return sheet


def table_of(form, **options):
    (table,) = made(form_table(whole_form(form), **options)).tables
    return table


def plain(rows):
    return [[cell.text for cell in row] for row in rows]


def test_indicators_stand_upright_and_wide_grids_lie_across():
    assert form_orientation(some_indicators()) is Orientation.PORTRAIT
    assert form_orientation(a_grid(figures=3)) is Orientation.PORTRAIT
    assert form_orientation(a_grid(figures=4)) is Orientation.LANDSCAPE


def test_a_row_of_indicators_shows_number_name_unit_and_note_and_leaves_the_figure_blank():
    assert plain(rows_of(table_of(some_indicators()))) == [
        ["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"],
        ["I", "Chỉ đạo", "", "", ""],
        ["1", "Số (lũy kế)", "Văn bản", "", "Cả cấp xã"],
    ]


def test_a_grid_has_its_head_on_several_levels_and_a_total_over_number_and_label():
    rows = rows_of(table_of(a_grid(figures=2)))
    assert rows[0] == [
        DrawnCell("STT", merge="restart"),
        DrawnCell("Lĩnh vực", merge="restart"),
        DrawnCell("Hồ sơ", columns=2),
        DrawnCell("Ghi chú", merge="restart"),
    ]
    assert plain(rows[1:]) == [
        ["", "", "Cột 1", "Cột 2", ""],
        ["I", "Tại UBND", "", "", ""],
        ["1", "Lĩnh vực ...", "... (...%)", "... (...%)", ""],
        ["2", "...", "", "", ""],
        ["Tổng", "", "", ""],
    ]
    assert rows[-1][0] == DrawnCell("Tổng", columns=2)
    assert head_rows(table_of(a_grid(figures=2))) == 2


def test_a_total_with_a_number_keeps_its_cells():
    form = a_grid(figures=1, rows=(FormRow(code="t", kind=RowKind.TOTAL, number="3", name="Tổng"),))
    assert plain(rows_of(table_of(form)))[-1] == ["3", "Tổng", "", ""]


def test_a_column_without_number_is_the_label():
    form = a_grid(
        figures=1,
        header=((HeaderCell(text="Lĩnh vực"), HeaderCell(text="Số")),),
        columns=(a_grid().columns[1], a_grid().columns[2]),
        rows=(
            FormRow(code="1", kind=RowKind.ENTRY, number="1", name="Đất đai"),
            FormRow(code="t", kind=RowKind.TOTAL, name="Tổng"),
        ),
    )
    assert plain(rows_of(table_of(form))) == [["Lĩnh vực", "Số"], ["Đất đai", ""], ["Tổng", ""]]


def test_rows_that_do_not_apply_are_marked_once_in_their_first_figure():
    fitted = whole_form(a_grid(figures=2))
    fitted = replace(fitted, rows=(replace(fitted.rows[2], applies=False), *fitted.rows[:1]))
    (table,) = made(form_table(fitted, not_applying="Không áp dụng")).tables
    assert plain(rows_of(table))[2:] == [["2", "...", "Không áp dụng", "", ""], ["I", "Tại UBND", "", "", ""]]


def test_the_whole_form_has_every_row_applying():
    form = a_grid()
    assert whole_form(form).rows == tuple(FittedRow(row=row, applies=True) for row in form.rows)


def test_the_notes_stand_under_the_table_as_printed():
    form = a_grid()
    assert made(form_table(whole_form(form)), *form_notes(form)).paragraphs == list(form.notes)


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("Không = 0 Có = 1", "Không = 0\nCó = 1"),
        ("*Không = 0* Có = 1", "Không = 0\nCó = 1"),
        ("0: không, 1: có", "0: không, 1: có"),
    ],
)
def test_the_values_of_a_choice_stand_on_a_line_each_where_they_are_what_is_printed(unit, shown):
    choices = (Choice(value=0, label="Không"), Choice(value=1, label="Có"))
    assert unit_text(FormRow(code="1", kind=RowKind.CHOICE, name="", unit=unit, choices=choices)) == shown


def test_a_measure_without_choices_is_shown_as_printed():
    assert unit_text(FormRow(code="1", kind=RowKind.COUNT, name="", unit="Người")) == "Người"


def test_a_head_narrower_than_the_columns_is_refused():
    with pytest.raises(ValueError, match="đầu bảng thiếu ô"):
        form_table(whole_form(a_grid(header=((HeaderCell(text="STT"),),))))


@given(st.integers(min_value=1, max_value=14))
def test_the_columns_fill_the_sheet_whatever_their_number(figures):
    form = a_grid(figures=figures)
    content = Paper().start_part(form_orientation(form)).add(form_table(whole_form(form)))
    (sheet,) = sheets(content.to_bytes(changed_on=DAY, title="x"))
    widths = widths_mm(sheet.tables[0])
    assert round(sum(widths)) == form_orientation(form).value
    assert len(set(widths[2:-1])) == 1
    assert widths[2] <= 23.1
