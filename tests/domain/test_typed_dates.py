"""A day is read however it is typed in Vietnam, and what is no day is told by what is wrong with it."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Fault, InvalidInput
from app.domain.typed_dates import FIRST_YEAR, LAST_YEAR, typed_day, typed_span
from app.domain.vietnamese import long_date, short_date, weekday_date

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
SEPARATORS = st.sampled_from(["/", "-", ".", " ", " / ", " - ", ". "])


def faults(text):
    with pytest.raises(InvalidInput) as raised:
        typed_day(text, "tu-ngay")
    return raised.value.faults


@pytest.mark.parametrize(
    "text",
    [
        "1/9/2023", "01/09/2023", "1-9-2023", "01.9.2023", "01092023", "1 9 2023", " 01 / 09 / 2023 ", "2023-09-01",
        "ngày 01 tháng 9 năm 2023", "Ngày 1/9/2023.", "Thứ Sáu, ngày 01/9/2023", "thứ sáu 1/9/2023", "1.9.2023.",
        "１/９/２０２３", unicodedata.normalize("NFD", "Thứ Sáu, ngày 01/9/2023"), "1\u00a0/9/2023", "01/09/ 2023",
    ],
)  # fmt: skip
def test_each_habit_of_typing_names_the_same_day(text):
    assert typed_day(text, "tu-ngay") == date(2023, 9, 1)


@given(DAYS, SEPARATORS, SEPARATORS, st.booleans(), st.booleans())
def test_any_day_is_read_with_any_separator_and_with_zeros_or_without(day, first, second, has_zero, has_other_zero):
    text = f"{day.day:02d}" if has_zero else f"{day.day}"
    text += f"{first}{day.month:02d}" if has_other_zero else f"{first}{day.month}"
    assert typed_day(f"{text}{second}{day.year}", "x") == day


@given(DAYS)
def test_whatever_pages_and_papers_write_is_read_back(day):
    written = [short_date(day), long_date(day), weekday_date(day), day.isoformat(), f"{day:%d%m}{day.year}"]
    assert [typed_day(text, "x") for text in written] == [day] * len(written)


@given(st.text(max_size=20) | st.from_regex(r"[0-9]{1,8}([/. -][0-9]{0,4}){0,3}", fullmatch=True))
def test_any_text_is_a_day_within_the_years_or_one_fault_at_its_place(text):
    told = []
    try:
        day = typed_day(text, "o-ngay")
    except InvalidInput as error:
        told = [(fault.place, fault.code.partition(".")[0]) for fault in error.faults]
        day = date(FIRST_YEAR, 1, 1)
    assert told in ([], [("o-ngay", "day")])
    assert FIRST_YEAR <= day.year <= LAST_YEAR


@pytest.mark.parametrize(
    ("text", "code", "wanted"),
    [
        ("", "day.empty", ""),
        ("   ", "day.empty", ""),
        ("hôm nay", "day.unreadable", ""),
        ("1/9/2023 hoặc 2/9/2023", "day.unreadable", ""),
        ("192023", "day.unreadable", ""),
        ("09/2023", "day.unreadable", ""),
        ("20230901", "day.year", "1900 đến 2199"),
        ("1/9", "day.no_year", ""),
        ("ngày 01 tháng 9", "day.no_year", ""),
        ("1/9/23", "day.year", "1900 đến 2199"),
        ("1/9/20233", "day.year", "1900 đến 2199"),
        ("1/9/1899", "day.year", "1900 đến 2199"),
        ("9/25/2023", "day.month", ""),
        ("1/0/2023", "day.month", ""),
        ("31/9/2023", "day.not_in_month", "30"),
        ("0/9/2023", "day.not_in_month", "30"),
        ("29/02/2023", "day.not_in_month", "28"),
        ("30/02/2024", "day.not_in_month", "29"),
        ("Thứ Bảy, ngày 01/9/2023", "day.weekday", "ngày 01 tháng 9 năm 2023 là Thứ Sáu"),
    ],
)
def test_what_is_no_day_is_told_by_what_is_wrong(text, code, wanted):
    assert faults(text) == (Fault(place="tu-ngay", code=code, found=text.strip(), wanted=wanted),)


def test_a_span_may_be_open_at_either_end():
    places = ("tu-ngay", "den-ngay")
    assert typed_span("", "", places) == (None, None)
    assert typed_span("1/9/2023", " ", places) == (date(2023, 9, 1), None)
    assert typed_span("1/9/2023", "1/9/2023", places) == (date(2023, 9, 1), date(2023, 9, 1))


def test_both_ends_of_a_span_are_told_at_once_and_their_order_last():
    with pytest.raises(InvalidInput) as raised:
        typed_span("mai", "31/9/2023", ("tu-ngay", "den-ngay"))
    assert [(fault.place, fault.code) for fault in raised.value.faults] == [
        ("tu-ngay", "day.unreadable"),
        ("den-ngay", "day.not_in_month"),
    ]
    with pytest.raises(InvalidInput) as raised:
        typed_span("2/9/2023", "1/9/2023", ("tu-ngay", "den-ngay"))
    wanted = Fault(place="den-ngay", code="day.order", found="1/9/2023", wanted="2/9/2023")
    assert raised.value.faults == (wanted,)
