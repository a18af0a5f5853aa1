"""`kiemtra feed`: an address is given out once, and withdrawn for good."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from cli.running import PLAN, fields, rows

if TYPE_CHECKING:
    from cli.running import CommandLine


@pytest.mark.parametrize("subject", [[], ["--unit", "so-cong-thuong"], ["--person", "huynh-thi-be-nam"]])
def test_issue_prints_the_path_and_nothing_else(kiemtra: CommandLine, subject: list[str]):
    done = kiemtra.must("feed", "issue", PLAN, "--name", "điện thoại", *subject)
    assert re.fullmatch(r"/lich/[a-z2-7]{32}\.ics\n", done.out)
    assert done.err == ""


def test_a_withdrawn_address_is_gone_for_good(kiemtra: CommandLine):
    path = kiemtra.must("feed", "issue", PLAN, "--name", "máy bàn").out.strip()
    secret = path.removeprefix("/lich/").removesuffix(".ics")
    assert kiemtra.must("feed", "revoke", secret, KIEMTRA_TODAY="2023-08-01").lines == ["Đã thu hồi địa chỉ lịch."]
    assert fields(kiemtra, "feed", "name", "revoked_at") == [("máy bàn", "2023-08-01 05:00:00.000000")]


def test_a_decomposed_name_is_kept_composed(kiemtra: CommandLine):
    kiemtra.must("feed", "issue", PLAN, "--name", unicodedata.normalize("NFD", "  điện thoại của   bà Năm "))
    assert fields(kiemtra, "feed", "name") == [("điện thoại của bà Năm",)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["issue", "khong-co", "--name", "a"], "Không có kế hoạch “khong-co”."),
        (["issue", PLAN, "--name", "a", "--person", "khong-co"], "Không có người “khong-co” trong kế hoạch."),
        (["issue", PLAN, "--name", "a", "--unit", "cong-an-tinh"], "Kế hoạch không kiểm tra đơn vị “cong-an-tinh”."),
        (["issue", PLAN, "--name", "a", "--unit", "x", "--person", "y"], "không dùng cả hai"),
        (["issue", PLAN, "--name", "  "], "Ghi tên cho địa chỉ lịch"),
        (["revoke", "khong-co"], "Không có địa chỉ lịch nào ứng với mã bí mật này."),
    ],
)
def test_what_cannot_be_issued_or_withdrawn_is_refused(kiemtra: CommandLine, words: list[str], told: str):
    before = rows(kiemtra)
    assert told in kiemtra.refused("feed", *words)
    assert rows(kiemtra) == before


def test_each_row_of_the_log_says_that_the_command_line_did_it(kiemtra: CommandLine):
    kiemtra.must("feed", "issue", PLAN, "--name", "điện thoại", LOGNAME="nguyen-van-a")
    assert fields(kiemtra, "audit", "action", "actor", "is_command_line")[-1] == ("feed.issue", "nguyen-van-a", 1)
