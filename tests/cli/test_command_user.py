"""`kiemtra user`: an account and its one-time link, the link to the first account, an account that is closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from cli.running import PLAN, fields, rows

if TYPE_CHECKING:
    from cli.running import CommandLine, Done

HERE = "http://127.0.0.1:8000/loi-moi/"
LEADER = ["--role", "leader", "--person", "huynh-thi-be-nam"]


def added(kiemtra: CommandLine, login: str, *words: str, **settings: str) -> Done:
    return kiemtra.must("user", "add", login, "--name", "Nguyễn Văn A", *words, **settings)


def grants(kiemtra: CommandLine) -> list[tuple[object, ...]]:
    return fields(kiemtra, "role_grant", "role", "province", "agency", "person", "unit", "unit_since")


@pytest.mark.parametrize(
    ("words", "grant"),
    [
        (["--role", "administrator"], ("administrator", None, None, None, None, None)),
        (["--role", "planner", "--agency", "so-noi-vu"], ("planner", "binh-phuoc", "so-noi-vu", None, None, None)),
        (LEADER, ("leader", "binh-phuoc", "so-noi-vu", "huynh-thi-be-nam", None, None)),
        (
            ["--role", "member", "--person", "trinh-quang-hanh", "--agency", "so-noi-vu", "--province", "binh-phuoc"],
            ("member", "binh-phuoc", "so-noi-vu", "trinh-quang-hanh", None, None),
        ),
        (["--role", "unit", "--unit", "so-cong-thuong"], ("unit", "binh-phuoc", None, None, "so-cong-thuong", None)),
        (["--role", "viewer"], ("viewer", "binh-phuoc", None, None, None, None)),
    ],
    ids=lambda value: value[1] if isinstance(value, list) else "",
)
def test_an_account_has_its_role_and_the_plans_tell_what_is_not_said(
    kiemtra: CommandLine, words: list[str], grant: tuple[object, ...]
):
    added(kiemtra, "nguyen.van.a", *words)
    assert grants(kiemtra) == [grant]
    assert fields(kiemtra, "account", "login", "name", "email", "password_hash") == [
        ("nguyen.van.a", "Nguyễn Văn A", None, None)
    ]


def test_the_link_is_the_only_line_of_output_and_what_to_do_with_it_stands_beside(kiemtra: CommandLine):
    done = added(kiemtra, "nguyen.van.a", *LEADER, KIEMTRA_TODAY="2023-07-10")
    assert re.fullmatch(re.escape(HERE) + r"[a-z2-7]{32}\n", done.out)
    assert done.err.splitlines() == [
        (
            "Đã tạo tài khoản “nguyen.van.a”. Liên kết dưới đây dùng được một lần, đến 12 giờ 00 phút, ngày 17/7/2023; "
            "gửi riêng cho đúng người."
        ),
        (
            "Chưa đặt KIEMTRA_BASE_URL nên liên kết chỉ mở được trên chính máy này; trang web chạy ở cổng khác 8000 "
            "thì đổi số cổng."
        ),
    ]


def test_the_link_leads_to_the_public_address_where_one_is_set(kiemtra: CommandLine):
    done = added(kiemtra, "nguyen.van.a", *LEADER, KIEMTRA_BASE_URL="https://kiemtra.example/")
    assert re.fullmatch(r"https://kiemtra\.example/loi-moi/[a-z2-7]{32}\n", done.out)
    assert len(done.err.splitlines()) == 1


def test_a_new_link_takes_the_place_of_the_one_before(kiemtra: CommandLine):
    first = added(kiemtra, "nguyen.van.a", *LEADER).out
    second = kiemtra.must("user", "link", "Nguyen.Van.A").out
    assert second.startswith(HERE)
    assert second != first
    assert [withdrawn is None for (withdrawn,) in fields(kiemtra, "invitation", "withdrawn_at")] == [False, True]


def test_the_link_to_the_first_account_stays_the_same_until_it_expires(kiemtra: CommandLine):
    first = kiemtra.must("user", "link", KIEMTRA_TODAY="2023-07-10").out
    assert re.fullmatch(re.escape(HERE) + r"[a-z2-7]{32}\n", first)
    assert kiemtra.must("user", "link", KIEMTRA_TODAY="2023-07-16").out == first
    assert kiemtra.must("user", "link", KIEMTRA_TODAY="2023-07-17").out != first


def test_a_closed_account_is_told_and_gets_no_link(kiemtra: CommandLine):
    added(kiemtra, "nguyen.van.a", *LEADER)
    assert kiemtra.must("user", "disable", "NGUYEN.VAN.A").lines == [
        "Đã khóa tài khoản “nguyen.van.a”; phiên làm việc, liên kết và địa chỉ lịch của tài khoản không dùng được nữa."
    ]
    assert kiemtra.refused("user", "link", "nguyen.van.a") == (
        "Tài khoản “nguyen.van.a” đã khóa nên không tạo được liên kết. Mở lại tài khoản trước."
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["add", "ab", "--name", "A", "--role", "viewer"], "TÊN_ĐĂNG_NHẬP: tên đăng nhập dài 2 ký tự."),
        (["add", "Văn A", "--name", "A", "--role", "viewer"], "ví dụ “van.a”."),
        (["add", "abc", "--name", " ", "--role", "viewer"], "--name: chưa ghi họ tên."),
        (["add", "abc", "--name", "A", "--role", "viewer", "--email", "a"], "--email: “a” không phải một địa chỉ"),
        (
            ["add", "abc", "--name", "A", "--role", "viewer", "--province", "x"],
            "--province: danh bạ không có tỉnh “x”.",
        ),
        (["add", "abc", "--name", "A", "--role", "viewer", "--unit", "x"], "--unit: vai trò này không gắn với “x”."),
        (["add", "abc", "--name", "A", "--role", "planner"], "--agency: chưa rõ vai trò thuộc cơ quan nào."),
        (["add", "abc", "--name", "A", "--role", "unit"], "--unit: chưa rõ tài khoản là của đơn vị nào."),
        (
            ["add", "abc", "--name", "A", "--role", "unit", "--unit", "x"],
            "--unit: danh bạ của tỉnh không có đơn vị “x”.",
        ),
        (
            ["add", "abc", "--name", "A", *LEADER, "--agency", "so-y-te"],
            "--agency: kế hoạch không nêu người này ở cơ quan “so-y-te”. Ghi cơ quan mà kế hoạch nêu: so-noi-vu.",
        ),
        (
            ["add", "abc", "--name", "A", "--role", "member", "--person", "x", "--agency", "so-y-te"],
            "--person: không kế hoạch nào của tỉnh nêu tên người “x”.",
        ),
        (["link", "khong-co"], "Không có tài khoản “khong-co”."),
        (["disable", "Không có"], "Không có tài khoản “Không có”."),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_nothing(kiemtra: CommandLine, words: list[str], told: str):
    before = rows(kiemtra)
    assert told in kiemtra.refused("user", *words)
    assert rows(kiemtra) == before


def test_all_faults_are_told_each_at_its_argument(kiemtra: CommandLine):
    done = kiemtra("user", "add", "", "--name", "", "--role", "leader", "--email", "a")
    places = [line.partition(":")[0] for line in done.err.splitlines()]
    assert (done.status, done.out) == (2, "")
    assert places == ["TÊN_ĐĂNG_NHẬP", "--name", "--email", "--agency", "--person"]


def test_a_login_that_is_taken_is_refused(kiemtra: CommandLine):
    added(kiemtra, "nguyen.van.a", *LEADER)
    before = rows(kiemtra)
    told = kiemtra.refused("user", "add", "Nguyen.Van.A", "--name", "B", "--role", "viewer")
    assert told.startswith("TÊN_ĐĂNG_NHẬP: đã có tài khoản “nguyen.van.a”.")
    assert rows(kiemtra) == before


def test_the_log_says_that_the_command_line_did_it_and_tells_no_link(kiemtra: CommandLine):
    link = added(kiemtra, "nguyen.van.a", *LEADER, LOGNAME="may-chu").out.strip().removeprefix(HERE)
    kiemtra.must("user", "disable", "nguyen.van.a", LOGNAME="may-chu")
    noted = fields(kiemtra, "audit", "action", "subject", "actor", "is_command_line")[-5:]
    assert noted == [
        (action, "nguyen.van.a", "may-chu", 1)
        for action in ("account.add", "role.give", "invitation.make", "account.disable", "invitation.withdraw")
    ]
    assert link not in str(rows(kiemtra))


def test_an_address_that_was_given_out_on_the_command_line_is_nobodys_and_stays(kiemtra: CommandLine):
    added(kiemtra, "nguyen.van.a", *LEADER)
    kiemtra.must("feed", "issue", PLAN, "--name", "máy bàn", "--person", "huynh-thi-be-nam")
    kiemtra.must("user", "disable", "nguyen.van.a")
    assert fields(kiemtra, "feed", "revoked_at") == [(None,)]
