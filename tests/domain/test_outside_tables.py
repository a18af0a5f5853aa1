import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.outside_tables import lines_of_table

HEAD = ("STT", "Đơn vị được thanh tra", "Từ ngày", "Đến ngày")


def read(*rows):
    lines = lines_of_table("KH", rows)
    return None if lines is None else [(line.place, line.unit, line.first, line.last) for line in lines]


def test_columns_are_found_by_their_heading_wherever_it_stands():
    found = read(
        ("KẾ HOẠCH THANH TRA",), (), ("Đến hết ngày", "Nội dung", "Thời gian từ", "Đối tượng thanh tra"),
        ("08/8/2023", "mua sắm", "01/8/2023", "Sở Y tế"),
    )  # fmt: skip
    assert found == [("trang “KH”, dòng 4", "Sở Y tế", "01/8/2023", "08/8/2023")]


def test_a_heading_of_two_rows_is_read_as_one():
    found = read(
        ("STT", "Cơ quan, đơn vị", "Thời gian", "Thời gian"),
        ("STT", "Cơ quan, đơn vị", "Từ ngày", "Đến ngày"),
        ("(1)", "(2)", "(3)", "(4)"),
        ("1", "Sở Y tế", "01/8/2023", "08/8/2023"),
    )
    assert found == [("trang “KH”, dòng 4", "Sở Y tế", "01/8/2023", "08/8/2023")]


def test_one_column_may_tell_both_ends():
    found = read(("Đơn vị", "Thời gian thực hiện"), ("Sở Y tế", "01/8 - 08/8/2023"))
    assert found == [("trang “KH”, dòng 2", "Sở Y tế", "01/8 - 08/8/2023", "")]


@pytest.mark.parametrize("other", ["Đơn vị chủ trì", "Cơ quan thực hiện", "Đơn vị phối hợp"])
def test_whoever_inspects_is_not_taken_for_who_is_inspected(other):
    found = read((other, "Đơn vị", "Từ ngày", "Đến ngày"), ("Thanh tra tỉnh", "Sở Y tế", "01/8/2023", "08/8/2023"))
    assert found == [("trang “KH”, dòng 2", "Sở Y tế", "01/8/2023", "08/8/2023")]


def test_rows_without_days_are_left_out_and_rows_without_a_unit_belong_to_the_one_above():
    found = read(
        HEAD,
        ("I", "KHỐI SỞ, NGÀNH", "", ""),
        ("", "", "", ""),
        ("1", "Sở Y tế", "01/8/2023", "02/8/2023"),
        ("", "", "05/9/2023", "06/9/2023"),
    )
    assert [(unit, first) for _, unit, first, _ in found] == [("Sở Y tế", "01/8/2023"), ("Sở Y tế", "05/9/2023")]


def test_several_units_in_one_cell_are_a_line_each():
    found = read(HEAD, ("1", "Sở Y tế;\nSở Tư pháp", "01/8/2023", "02/8/2023"))
    assert [unit for _, unit, _, _ in found] == ["Sở Y tế", "Sở Tư pháp"]


def test_days_that_lost_their_form_are_read_as_spreadsheets_keep_them():
    found = read(HEAD, ("1", "Sở Y tế", "45139", "1092023"))
    assert [(first, last) for *_, first, last in found] == [("2023-08-01", "01092023")]


def test_a_sheet_without_a_heading_is_told_apart_from_an_empty_one():
    assert read(("Sở Y tế", "01/8/2023", "02/8/2023")) is None
    assert read() is None
    assert read(HEAD) == []


@given(st.lists(st.lists(st.text(max_size=20) | st.sampled_from(HEAD), max_size=5), max_size=8))
def test_whatever_stands_in_a_sheet_is_read_or_left(rows):
    lines = lines_of_table("KH", rows)
    assert lines is None or all(line.first or line.last for line in lines)
