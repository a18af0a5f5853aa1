"""Settings from the environment as the command line meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli.running import PLAN, fields

if TYPE_CHECKING:
    from cli.running import CommandLine


def test_today_is_the_day_that_the_setting_names(kiemtra: CommandLine):
    kiemtra.must("feed", "issue", PLAN, "--name", "điện thoại", KIEMTRA_TODAY="2023-08-01")
    assert fields(kiemtra, "feed", "issued_at") == [("2023-08-01 05:00:00.000000",)]


@pytest.mark.parametrize("found", ["2023-02-31", "hôm nay"])
def test_a_today_that_is_no_day_is_refused(kiemtra: CommandLine, found: str):
    assert kiemtra.refused("plans", KIEMTRA_TODAY=found) == (
        f"Chưa khởi động được: cài đặt KIEMTRA_TODAY không đúng ({found}). Sửa biến môi trường này rồi chạy lại."
    )


def test_an_unknown_mode_is_refused(kiemtra: CommandLine):
    assert "KIEMTRA_ENVIRONMENT không đúng (that-su)" in kiemtra.refused("plans", KIEMTRA_ENVIRONMENT="that-su")


def test_production_refuses_to_start_without_its_settings(kiemtra: CommandLine):
    told = kiemtra.refused("plans", KIEMTRA_ENVIRONMENT="production", KIEMTRA_SECRET_KEY="")
    assert told == (
        "Chưa khởi động được: chế độ vận hành (KIEMTRA_ENVIRONMENT=production) cần đặt KIEMTRA_SECRET_KEY, "
        "KIEMTRA_BASE_URL. Đặt các biến này trong môi trường rồi chạy lại; xem mục Cài đặt trong README."
    )


def test_production_refuses_a_short_secret(kiemtra: CommandLine):
    settings = {"KIEMTRA_ENVIRONMENT": "production", "KIEMTRA_BASE_URL": "https://kiemtra.example.vn"}
    assert kiemtra.must("plans", **settings).lines
    assert "ít nhất 32 ký tự" in kiemtra.refused("plans", **(settings | {"KIEMTRA_SECRET_KEY": "ngan"}))


def test_the_language_of_the_machine_changes_nothing(kiemtra: CommandLine):
    plain = kiemtra.must("plans").out
    assert "Dự thảo, chờ ký ban hành" in plain
    for settings in ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "ascii"}):
        assert kiemtra.must("plans", **settings).out == plain
