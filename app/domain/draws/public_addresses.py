"""Địa chỉ công khai của lần chọn và cuộc kiểm tra đột xuất: one each for ever, on paper, in calendars and on screen."""

from __future__ import annotations

DRAWS = "/cong-khai/chon-xa"
CHECKS = "/cong-khai/dot-xuat"


def draw_path(code: str) -> str:
    """Return the path of a draw's public page."""
    return f"{DRAWS}/{code}"


def check_path(code: str) -> str:
    """Return the path of a sealed check's public page."""
    return f"{CHECKS}/{code}"
