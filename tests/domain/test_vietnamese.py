import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.vietnamese import (
    clean,
    folded_name,
    grouped,
    listed,
    long_date,
    lower_first,
    roman,
    short_date,
    slug,
    two_digits,
    weekday_date,
)


def test_dates_carry_a_zero_before_days_below_ten_and_months_one_and_two_only():
    assert [short_date(date(2023, 8, 1)), short_date(date(2022, 2, 16)), short_date(date(2023, 10, 2))] == [
        "01/8/2023",
        "16/02/2022",
        "02/10/2023",
    ]
    assert long_date(date(2023, 8, 5)) == "ngày 05 tháng 8 năm 2023"


def test_a_weekday_stands_before_its_date():
    assert weekday_date(date(2023, 7, 28)) == "Thứ Sáu, ngày 28/7/2023"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("UBND huyện Phú Riềng", "ubnd-huyen-phu-rieng"),
        ("Sở Lao động - Thương binh và Xã hội", "so-lao-dong-thuong-binh-va-xa-hoi"),
        ("Huỳnh Thị Bé Năm", "huynh-thi-be-nam"),
        ("Đồng Đăng", "dong-dang"),
    ],
)
def test_keys_are_ascii_slugs_of_official_names(name, key):
    assert slug(name) == key
    assert slug(unicodedata.normalize("NFD", name)) == key


def test_spellings_of_one_body_fold_together():
    assert folded_name("Sở TT&TT") == folded_name("Sở TT và TT")
    assert folded_name("Sở Kế hoạch - Đầu tư") == folded_name("Sở Kế hoạch và Đầu tư")


@given(st.text())
def test_cleaned_text_is_composed_trimmed_and_stays_clean(text):
    once = clean(text)
    assert unicodedata.is_normalized("NFC", once)
    assert clean(once) == once
    assert once == once.strip()


def test_cleaning_drops_control_characters_and_keeps_line_breaks():
    assert clean("Sở\u00a0  Nội\tvụ\x07 \n  Phòng ") == "Sở Nội vụ\nPhòng"


def test_counts_below_ten_are_written_with_two_digits_and_none_is_plain():
    assert [two_digits(n) for n in (0, 1, 9, 10)] == ["0", "01", "09", "10"]


def test_thousands_are_parted_by_dots():
    assert [grouped(999), grouped(80000), grouped(1234567)] == ["999", "80.000", "1.234.567"]


def test_roman_numbers():
    assert [roman(n) for n in (1, 4, 5, 9, 14, 40, 90, 2023)] == ["I", "IV", "V", "IX", "XIV", "XL", "XC", "MMXXIII"]


def test_names_are_listed_with_a_last_va():
    assert [listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"]), listed([])] == ["A", "A và B", "A, B và C", ""]


def test_a_first_letter_is_lowered_inside_a_sentence():
    assert lower_first("Huyện B") == "huyện B"
