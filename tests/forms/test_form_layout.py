from __future__ import annotations

import pytest
from form_builders import a_grid_form, a_group, a_survey_form, an_indicator_form, entries, fitted

from app.domain.forms import Form, FormKind, HeaderCell
from app.forms.layout import PlacedCell, Role, header, planned_rows, tracks


def test_an_indicator_form_stands_upright_and_fills_the_paper():
    form = an_indicator_form()
    assert form.is_upright
    assert [track.role for track in tracks(form)] == [Role.NUMBER, Role.LABEL, Role.UNIT, Role.FIGURE, Role.TEXT]
    assert sum(track.width_mm for track in tracks(form)) == 165


def test_a_grid_of_many_columns_lies_across_and_fills_the_paper():
    form = a_survey_form()
    assert not form.is_upright
    assert sum(track.width_mm for track in tracks(form)) == pytest.approx(252)


def test_a_count_with_its_share_takes_two_columns_under_its_printed_head():
    form = a_survey_form()
    assert [(track.column.key, track.role) for track in tracks(form)] == [
        ("stt", Role.NUMBER),
        ("linh_vuc", Role.LABEL),
        ("phieu", Role.FIGURE),
        ("hai_long", Role.FIGURE),
        ("hai_long", Role.SHARE),
        ("khong", Role.FIGURE),
        ("khong", Role.SHARE),
        ("ghi_chu", Role.TEXT),
    ]
    assert header(form, "Số phiếu", "%") == (
        PlacedCell(text="Stt", row=0, track=0, rows=3),
        PlacedCell(text="Lĩnh vực", row=0, track=1, rows=3),
        PlacedCell(text="Số phiếu", row=0, track=2, rows=3),
        PlacedCell(text="Kết quả khảo sát (số phiếu và %)", row=0, track=3, tracks=4),
        PlacedCell(text="Ghi chú", row=0, track=7, rows=3),
        PlacedCell(text="Hài lòng", row=1, track=3, tracks=2),
        PlacedCell(text="Không hài lòng", row=1, track=5, tracks=2),
        PlacedCell(text="Số phiếu", row=2, track=3),
        PlacedCell(text="%", row=2, track=4),
        PlacedCell(text="Số phiếu", row=2, track=5),
        PlacedCell(text="%", row=2, track=6),
    )


def test_a_head_of_three_levels_is_placed_as_printed():
    assert header(a_grid_form(), "", "") == (
        PlacedCell(text="STT", row=0, track=0, rows=3),
        PlacedCell(text="Lĩnh vực giải quyết", row=0, track=1, rows=3),
        PlacedCell(text="Số lượng hồ sơ tiếp nhận", row=0, track=2, tracks=3),
        PlacedCell(text="Ghi chú", row=0, track=5, rows=3),
        PlacedCell(text="Tổng số", row=1, track=2, rows=2),
        PlacedCell(text="Trong kỳ", row=1, track=3, tracks=2),
        PlacedCell(text="Trực tuyến", row=2, track=3),
        PlacedCell(text="Từ kỳ trước", row=2, track=4),
    )


@pytest.mark.parametrize("widths", [(1, 1), (3, 4)])
def test_a_head_that_is_not_as_wide_as_the_columns_is_refused(widths):
    head = (tuple(HeaderCell(text="A", colspan=width) for width in widths),)
    with pytest.raises(ValueError, match=r"^form\.header_width$"):
        header(a_grid_form(header=head), "", "")


def test_entries_are_held_in_reserve_and_the_total_adds_all_of_them():
    rows = planned_rows(fitted(a_grid_form()))
    assert [row.code for row in rows] == ["1", "2", *(f"2+{place}" for place in range(1, 19)), "tong"]
    assert [row.number for row in rows] == [*map(str, range(1, 21)), ""]
    assert rows[-1].adds == ((0, 19),)


def test_a_total_adds_the_entries_back_to_the_head_of_its_group():
    rows = planned_rows(fitted(a_survey_form()))
    totals = {row.code: row.adds for row in rows if row.adds}
    assert totals == {"I.tong": ((1, 20),), "II.tong": ((23, 42),)}
    assert rows[22].code == "II"


def test_a_form_of_many_groups_holds_fewer_rows_in_reserve():
    form = a_grid_form(rows=tuple(row for n in range(6) for row in (a_group(str(n), "Chi nhánh"), *entries(f"{n}."))))
    assert len(planned_rows(fitted(form))) == 6 * (1 + 10 + 1)


def test_more_printed_entries_than_the_reserve_are_all_kept():
    assert len(planned_rows(fitted(a_grid_form(rows=entries(count=25))))) == 26


def test_entries_that_do_not_apply_are_shown_as_printed():
    form = a_grid_form()
    assert [row.code for row in planned_rows(fitted(form, ("1", "2", "tong")))] == ["1", "2", "tong"]


def test_a_form_with_one_leading_text_column_has_names_and_no_numbers():
    form = a_grid_form()
    bare = Form(
        key="b", version="1", number="", heading="Biểu", title=(), kind=FormKind.GRID, rows=form.rows,
        header=((HeaderCell(text="Tên"), HeaderCell(text="Số")),), columns=(form.columns[1], form.columns[3]),
    )  # fmt: skip
    assert [track.role for track in tracks(bare)] == [Role.LABEL, Role.FIGURE]
