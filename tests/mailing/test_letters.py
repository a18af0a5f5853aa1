from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mailing.letters import Letter, LetterKind, WrongAddress, address_of, composed

SENDER = "Sở Nội vụ <kiemtra@noivu.example>"
LINK = "https://kiemtra.example/loi-moi/Zk3-abc_DEF"
LETTER = Letter(
    kind=LetterKind.INVITATION,
    name="Ngô Thị Ánh Nguyệt",
    email="nguyet@so.example",
    login="nguyet",
    link=LINK,
    made_by="Trần Văn Ước",
    made_at=datetime(2026, 11, 21, 1, 30, tzinfo=UTC),
    expires_at=datetime(2026, 11, 28, 1, 5, tzinfo=UTC),
)


def arrived(message):
    """The letter as its reader's program takes it from the bytes."""
    return message_from_bytes(message.as_bytes(), policy=policy.default)


def text_of(letter):
    return arrived(composed(letter, SENDER)).get_content().replace("\r\n", "\n")


def test_an_invitation_says_who_invites_where_as_whom_and_until_when():
    assert text_of(LETTER) == (
        "Kính gửi ông/bà Ngô Thị Ánh Nguyệt,\n\n"
        "Trần Văn Ước mời ông/bà dùng phần mềm Kế hoạch kiểm tra cải cách hành chính tại kiemtra.example.\n\n"
        "Tên đăng nhập: nguyet\n\n"
        "Mở liên kết dưới đây để đặt mật khẩu và bắt đầu. "
        "Liên kết dùng được một lần, đến 08 giờ 05 phút, ngày 28/11/2026:\n\n"
        "https://kiemtra.example/loi-moi/Zk3-abc_DEF\n\n"
        "Liên kết chỉ dành cho ông/bà; không chuyển thư này cho người khác. "
        "Nếu liên kết đã hết hạn, đề nghị Trần Văn Ước gửi liên kết mới.\n\n"
        "Nếu ông/bà không biết việc này, không mở liên kết và báo cho cơ quan của ông/bà.\n\n"
        "Thư do phần mềm gửi tự động, không trả lời thư này.\n"
    )


def test_a_letter_about_a_password_says_that_the_links_before_it_are_void():
    letter = replace(LETTER, kind=LetterKind.NEW_PASSWORD)
    assert "các liên kết gửi trước đó không còn dùng được:\n\n" + LINK + "\n\n" in text_of(letter)
    assert arrived(composed(letter, SENDER))["Subject"] == (
        "Liên kết đặt mật khẩu mới, phần mềm Kế hoạch kiểm tra cải cách hành chính"
    )


def test_the_head_of_a_letter_is_read_back_as_it_was_meant():
    message = arrived(composed(LETTER, SENDER))
    assert {name: str(value) for name, value in message.items()} == {
        "From": "Sở Nội vụ <kiemtra@noivu.example>",
        "To": "Ngô Thị Ánh Nguyệt <nguyet@so.example>",
        "Subject": "Lời mời dùng phần mềm Kế hoạch kiểm tra cải cách hành chính",
        "Date": "Sat, 21 Nov 2026 01:30:00 +0000",
        "Message-ID": message["Message-ID"],
        "Auto-Submitted": "auto-generated",
        "Content-Language": "vi",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
    }
    assert message["Message-ID"].endswith("@noivu.example>")


def test_a_letter_is_plain_ascii_on_the_way_in_lines_that_every_server_takes():
    content = composed(LETTER, SENDER).as_bytes()
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) <= 78
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_name_that_came_decomposed_is_sent_composed():
    letter = replace(LETTER, name=normalize("NFD", LETTER.name), made_by=normalize("NFD", LETTER.made_by))
    assert composed(letter, normalize("NFD", SENDER)).as_bytes() == composed(LETTER, SENDER).as_bytes()


def test_the_same_letter_is_the_same_message_and_another_link_another():
    one, again = composed(LETTER, SENDER), composed(LETTER, SENDER)
    other = composed(replace(LETTER, link=LINK + "x"), SENDER)
    assert one.as_bytes() == again.as_bytes()
    assert one["Message-ID"] != other["Message-ID"]


def test_no_part_of_the_secret_stands_in_the_head_of_a_letter():
    head, _, _ = composed(LETTER, SENDER).as_bytes().partition(b"\r\n\r\n")
    assert b"Zk3" not in head


@given(name=st.text(min_size=1), login=st.text(min_size=1), made_by=st.text(min_size=1))
def test_whatever_stands_in_a_name_the_letter_has_its_own_headers_and_one_recipient(name, login, made_by):
    try:
        message = arrived(composed(replace(LETTER, name=name, login=login, made_by=made_by), SENDER))
    except WrongAddress:
        pytest.fail("a name is never the fault of the address")
    plain = arrived(composed(LETTER, SENDER))
    assert list(message.keys()) == list(plain.keys())
    assert [address.addr_spec for address in message["To"].addresses] == ["nguyet@so.example"]
    assert str(message["Subject"]) == str(plain["Subject"])
    assert is_normalized("NFC", message.get_content())


@pytest.mark.parametrize("name", ["A\r\nBcc: x@y.example", "A\nBcc: x@y.example", "A\x00B", 'A" <x@y.example>, "B'])
def test_a_name_cannot_add_a_header_or_a_recipient(name):
    message = arrived(composed(replace(LETTER, name=name, made_by=name, login=name), SENDER))
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["nguyet@so.example"]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nguyet",
        "nguyet@",
        "@so.example",
        "a@b.example\r\nBcc: x@y.example",
        "a@b.example, c@d.example",
        "a b@c.example",
        "nguyệt@so.example",
        "nguyet@sở.example",
    ],
)
def test_no_letter_is_written_to_what_is_not_one_address(email):
    with pytest.raises(WrongAddress):
        composed(replace(LETTER, email=email), SENDER)


@pytest.mark.parametrize(
    "sender", ["", "Sở Nội vụ", "a@b.example, c@d.example", "Sở Nội vụ <a@b.example", "a@", "sở@noivu.example"]
)
def test_no_letter_is_written_from_what_is_not_one_address(sender):
    with pytest.raises(WrongAddress):
        composed(LETTER, sender)


def test_a_sender_is_an_address_alone_or_with_a_name():
    assert str(address_of("kiemtra@noivu.example")) == "kiemtra@noivu.example"
    assert (address_of(SENDER).display_name, address_of(SENDER).addr_spec) == ("Sở Nội vụ", "kiemtra@noivu.example")
