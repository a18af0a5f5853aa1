"""Logins, names and e-mail addresses: how they are kept, and every fault they can have."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.account_details import account_details, is_login, login_as_kept


def faults(**fields: str) -> list[tuple[str, str, str]]:
    details = account_details(**{"login": "nguyen.van.a", "name": "Nguyễn Văn A", **fields})
    return [(fault.code, fault.found, fault.wanted) for fault in details.faults]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("nguyen.van.a", "nguyen.van.a"),
        ("  Nguyen.Van.A\n", "nguyen.van.a"),
        ("A.NGUYEN@tinh.gov.vn", "a.nguyen@tinh.gov.vn"),
        ("0-9_z", "0-9_z"),
        ("a" * 64, "a" * 64),
        ("abc\u200b", "abc"),
    ],
)
def test_a_login_is_kept_in_lower_case_without_blanks_around_it(typed: str, kept: str):
    details = account_details(login=typed, name="A")
    assert (details.login, details.faults) == (kept, ())


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", ("login.empty", "", "")),
        (" \u200b ", ("login.empty", "", "")),
        ("ab", ("login.length", "2", "")),
        ("a" * 65, ("login.length", "65", "")),
        ("Nguyễn Văn Đạt", ("login.characters", "nguyễn văn đạt", "nguyen.van.dat")),
        (unicodedata.normalize("NFD", "Đỗ Ánh"), ("login.characters", "đỗ ánh", "do.anh")),
        (".an", ("login.characters", ".an", "")),
        ("_nam", ("login.characters", "_nam", "nam")),
        ("a/b/c", ("login.characters", "a/b/c", "a.b.c")),
        ("名前", ("login.characters", "名前", "")),
        ("x" * 70 + " ", ("login.length", "70", "")),
        ("đ" * 100, ("login.characters", "đ" * 64, "d" * 64)),
    ],
)
def test_a_login_that_cannot_be_one_is_told_why_and_what_would_do(typed: str, fault: tuple[str, str, str]):
    assert faults(login=typed) == [fault]


@given(st.text(max_size=80))
def test_what_is_kept_of_a_login_is_kept_as_it_is(typed: str):
    kept = login_as_kept(typed)
    assert login_as_kept(kept) == kept
    assert not is_login(kept) or (kept.isascii() and kept == kept.lower())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn   Văn\tA ", "Nguyễn Văn A"),
        (unicodedata.normalize("NFD", "Huỳnh Thị Bé Năm"), "Huỳnh Thị Bé Năm"),
        ("Nguyễn\nVăn A", "Nguyễn Văn A"),
        ("A\u202eB\x07", "AB"),
        ("ă" * 120, "ă" * 120),
    ],
)
def test_a_name_is_kept_composed_on_one_line_without_control_characters(typed: str, kept: str):
    details = account_details(login="abc", name=typed)
    assert (details.name, details.faults) == (kept, ())


def test_a_name_is_neither_empty_nor_endless():
    assert faults(name=" \x00 ") == [("name.empty", "", "")]
    assert faults(name="a" * 121) == [("name.too_long", "121", "120")]


@pytest.mark.parametrize("email", ["", "   ", "a@b.vn", "A.Nguyen+x@so-noi-vu.tinh.gov.vn", f"{'a' * 240}@tinh.gov.vn"])
def test_an_e_mail_address_may_be_left_out_and_is_kept_as_it_was_typed(email: str):
    assert account_details(login="abc", name="A", email=email).email == (email.strip() or None)
    assert faults(email=email) == []


@pytest.mark.parametrize(
    "email",
    ["a", "a@b", "@b.vn", "a@", "a b@c.vn", "a@b..vn", "a@@b.vn", "A <a@b.vn>", "a@b.vn,c@d.vn", "a@b.vn;", "ă@b.vn",
     "a@b.vn\nBcc: c@d.vn", f"{'a' * 243}@tinh.gov.vn"],
)  # fmt: skip
def test_what_no_letter_can_be_sent_to_is_no_e_mail_address(email: str):
    assert [fault[0] for fault in faults(email=email)] == ["email.malformed"]


def test_all_faults_are_told_at_once_each_at_its_field():
    details = account_details(login="", name="", email="x")
    assert [fault.place for fault in details.faults] == ["login", "name", "email"]
