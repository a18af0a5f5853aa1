from dataclasses import replace
from datetime import date

import pytest
from builders import UNITS, a_department, a_dossier, a_plan, a_window
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.outside_plans import (
    OutsideLine,
    UnitNames,
    Verdict,
    absences_of,
    judged_lines,
    outside_reason,
    typed_window,
)
from app.domain.people import Absence
from app.domain.units import Unit

REASON = "Thanh tra chuyên đề của Thanh tra tỉnh"
AUGUST = a_window(date(2023, 8, 1), date(2023, 8, 8))


def a_line(unit="Sở Y tế", first="01/8/2023", last="08/8/2023"):
    return OutsideLine(place="dòng 5", unit=unit, first=first, last=last)


def judged(*lines, dossier=None, chosen=None):
    return judged_lines(dossier or a_dossier(), lines, REASON, chosen)


def verdicts(*lines, **given):
    return [(each.verdict, [fault.code for fault in each.faults]) for each in judged(*lines, **given)]


def names(*units):
    return UnitNames(replace(a_dossier(), units=(*UNITS, *units)).directory)


# Thời gian


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("01/8/2023", "08/8/2023"),
        ("2023-08-01", "2023-08-08"),
        ("ngày 01/8", "đến hết ngày 08.8.2023"),
        ("Từ ngày 01/8 đến hết ngày 08/8/2023", ""),
        ("từ 1/8/2023 tới 8/8/2023", ""),
        ("01/8 - 08/8/2023", ""),
        ("01/8–08/8/2023", ""),
        ("01/8-08/8/2023", ""),
        ("01-8-2023 - 08-8-2023", ""),
        ("Thời gian: từ ngày 01 tháng 8 năm 2023 đến ngày 08 tháng 8 năm 2023", ""),
    ],
)
def test_both_ends_are_read_in_every_habit(first, last):
    assert typed_window(first, last, "dòng 5") == AUGUST


def test_one_day_alone_is_both_ends():
    assert typed_window("01-8-2023", "", "dòng 5") == a_window(date(2023, 8, 1))


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("", "", "day.empty"),
        ("Quý III/2023", "", "day.unreadable"),
        ("31/6/2023", "08/8/2023", "day.not_in_month"),
        ("01/8", "08/8", "day.no_year"),
        ("08/8/2023", "01/8/2023", "line.turned"),
        ("01/8/2023", "sau đó", "day.unreadable"),
    ],
)
def test_what_is_no_time_is_told(first, last, code):
    with pytest.raises(InvalidInput) as caught:
        typed_window(first, last, "dòng 5")
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [("dòng 5", code)]


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_stands_in_the_cells_gives_days_or_a_fault(first, last):
    try:
        found = [typed_window(first, last, "dòng")]
    except InvalidInput as error:
        found = list(error.faults)
    assert len(found) == 1


# Đơn vị


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Sở Y tế", "so-y-te"),
        ("1. SỞ Y TẾ", "so-y-te"),
        ("- Sở  Y tế ", "so-y-te"),
        ("Sở TT&TT", "so-tttt"),
        ("Ủy ban nhân dân huyện B", "ubnd-huyen-b"),
        ("Thanh tra việc mua sắm tại Sở Y tế năm 2023", "so-y-te"),
        ("Phòng Nội vụ, UBND huyện B", "ubnd-huyen-b"),
    ],
)
def test_a_unit_is_known_by_its_name_however_it_stands_in_the_text(text, unit):
    assert names().meant(text) == (unit,)


def test_a_text_that_names_two_units_or_a_name_that_repeats_is_not_guessed():
    assert names().meant("Sở Y tế và Sở Tư pháp") == ("so-y-te", "so-tu-phap")
    other = Unit(key="00002", name="UBND xã C", kind="xã", level="xa", area="Xã C", parent="ubnd-huyen-b", code="00002")
    assert names(other).meant("UBND xã C") == ("00001", "00002")


def test_a_longer_name_is_not_taken_for_the_one_inside_it():
    branch = a_department("chi-cuc", "Chi cục An toàn thực phẩm Sở Y tế")
    assert names(branch).meant("Kiểm tra Chi cục An toàn thực phẩm Sở Y tế") == ("chi-cuc",)


def test_the_nearest_names_are_offered_for_one_that_is_not_known():
    assert names().nearest("Sở Ytế") == ("so-y-te",)
    assert names().nearest("Huyện ủy, huyện B") == ("ubnd-huyen-b",)
    assert names().nearest("Công ty TNHH Z") == ()


# Kết luận


def test_a_good_line_makes_days_off_of_its_unit_with_the_reason_given():
    found = judged(a_line())
    assert [each.verdict for each in found] == [Verdict.GOOD]
    assert absences_of(found, REASON) == (Absence(window=AUGUST, reason=REASON, unit="so-y-te"),)


def test_each_kind_of_line_gets_its_verdict():
    known = Absence(window=a_window(date(2023, 9, 1)), reason=REASON, unit="so-y-te")
    dossier = a_dossier(a_plan(absences=(known,)))
    found = verdicts(
        a_line(),
        a_line(),
        a_line(first="01/9/2023", last="01/9/2023"),
        a_line(unit="Sở Ytế"),
        a_line(unit="Sở Y tế, Sở Tư pháp"),
        a_line(unit=""),
        a_line(first="31/6/2023"),
        a_line(first="09/8/2023"),
        a_line(first="01/8/2022", last="08/8/2022"),
        a_line(first="01/12/2023", last="31/12/2024"),
        a_line(unit="Công ty Z", first="hôm nào", last=""),
        dossier=dossier,
    )
    assert found == [
        (Verdict.GOOD, []),
        (Verdict.SKIPPED, ["line.twice"]),
        (Verdict.SKIPPED, ["line.already"]),
        (Verdict.CHOOSE, ["line.unit_unknown"]),
        (Verdict.CHOOSE, ["line.unit_several"]),
        (Verdict.CHOOSE, ["line.unit_missing"]),
        (Verdict.WRONG, ["day.not_in_month"]),
        (Verdict.WRONG, ["line.turned"]),
        (Verdict.WRONG, ["line.outside_year"]),
        (Verdict.WRONG, ["absence.too_long"]),
        (Verdict.WRONG, ["line.unit_unknown", "day.unreadable"]),
    ]


def test_a_unit_that_was_chosen_makes_its_line_good_and_a_made_up_one_does_not():
    line = a_line(unit="Sở Ytế")
    assert [(each.verdict, each.unit) for each in judged(line, chosen={0: "so-y-te"})] == [(Verdict.GOOD, "so-y-te")]
    assert [each.verdict for each in judged(line, chosen={0: "so-la"})] == [Verdict.CHOOSE]


def test_only_the_lines_that_are_wanted_are_taken():
    found = judged(a_line(), a_line(unit="Sở Tư pháp"), a_line(unit="Sở Ytế"))
    assert [absence.unit for absence in absences_of(found, REASON, {1, 2})] == ["so-tu-phap"]


def test_a_plan_that_reaches_into_the_year_counts():
    assert verdicts(a_line(first="20/12/2022", last="05/01/2023")) == [(Verdict.GOOD, [])]


def test_the_reason_names_the_body_and_the_kind_of_work():
    assert outside_reason(" Thanh tra tỉnh", "Thanh tra  chuyên đề") == REASON
    with pytest.raises(InvalidInput) as caught:
        outside_reason(" ", "")
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [
        ("body", "field.empty"),
        ("kind", "field.empty"),
    ]
    with pytest.raises(InvalidInput):
        outside_reason("x" * 300, "y" * 300)
