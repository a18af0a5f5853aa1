"""What a new password must not be; whatever else it is, it may be."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.password_strength import password_faults


def code(password: str, login: str = "nguyen.van.dat", name: str = "Nguyễn Văn Đạt") -> str:
    """Return the end of the code of what is wrong with a password, "" for nothing."""
    faults = password_faults(password, login=login, name=name)
    assert [fault.place for fault in faults] in ([], ["password"])
    return "".join(fault.code.removeprefix("password.") for fault in faults)


@pytest.mark.parametrize(
    "password",
    [
        "đò dọc sông Bé",
        "correct horse battery",
        "xK9#vQ2$mL5!",
        "        một câu ",
        "dòng\nmột\x00dòng hai",
        "🌾🌾🌾🌾🌾🌾🐃🐃🐃🐃🐃🐄",
        "mùa lúa 2023",
        "dat nuoc minh",
        "ă" * 126 + "bc",
    ],
)
def test_any_characters_will_do(password: str):
    assert code(password) == ""


@pytest.mark.parametrize("password", ["", "mười một ký", "đ" * 11, unicodedata.normalize("NFD", "ấ" * 11)])
def test_fewer_than_twelve_characters_are_too_short_however_they_are_typed(password: str):
    assert code(password) == "too_short"


def test_twelve_characters_are_enough_and_256_bytes_are_the_most():
    assert code("mười hai chữ") == ""
    assert code("lim gụ" * 32) == ""
    assert code("lim gụ" * 32 + "a") == "too_long"
    assert code("ấ" * 85 + "b") == "common"
    assert code("ấ" * 85 + "bc") == "too_long"


@pytest.mark.parametrize(
    "password",
    [
        "matkhau12345", "Mật khẩu 12345!", "MATKHAUMATKHAU", "password1234", "P@ssw0rd2023", "123456789012",
        "qwertyuiop12", "kiemtra@2023", "Kiểm tra CCHC 2023", "aaaaaaaaaaaa", "abababababab", "            ",
        "!@#$%^&*()_+", "12/08/1990 12",
        "admin admin 1", "Việt Nam 2023!!", "abcdefghijkl", "anh yêu em 123", "0987654321 !!", "Mật khẩu của tôi",
    ],
)  # fmt: skip
def test_what_a_guesser_tries_first_is_refused(password: str):
    assert code(password) == "common"


@pytest.mark.parametrize(
    "password",
    ["nguyen.van.dat", "NguyenVanDat1", "Nguyễn Văn Đạt", "nguyễn đạt 2023", "Đạt 1990 Đạt 1990", "Nguyen@12345678"],
)
def test_the_own_name_is_refused_with_or_without_accents(password: str):
    assert code(password) == "own_name"


def test_the_first_part_of_an_address_that_is_the_login_is_a_name_too():
    assert code("lan.ptm 12345678", login="lan.ptm@tinh.gov.vn", name="X") == "own_name"


def test_a_name_of_two_letters_is_no_ground_for_refusing():
    assert code("an an an bn cn dn", login="abc", name="An") == ""


@given(st.text(max_size=40), st.text(max_size=10))
def test_no_fault_tells_the_password(password: str, name: str):
    for fault in password_faults(password, login=name, name=name):
        assert fault.found == "" or fault.found.isdigit()


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=12, max_size=40))
def test_a_password_is_judged_the_same_however_its_letters_are_typed(password: str):
    composed, apart = (unicodedata.normalize(form, password) for form in ("NFC", "NFD"))
    assert password_faults(composed) == password_faults(apart)
