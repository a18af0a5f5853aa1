"""Trang trợ giúp của từng vai trò: their addresses and names; the words are in the templates of the same key."""

from __future__ import annotations

from dataclasses import dataclass

PICTURES = "help"
"""The folder below the static files that holds the pictures of the help pages; a test takes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Trang trợ giúp: `key` is in its address, `who` are those it is for."""

    key: str
    who: str

    @property
    def path(self) -> str:
        """The address of the page."""
        return f"/tro-giup/{self.key}"


TOPICS = (
    Topic(key="can-bo-lap-ke-hoach", who="Cán bộ lập kế hoạch"),
    Topic(key="thanh-vien-doan", who="Trưởng đoàn, Phó Trưởng đoàn, thành viên đoàn"),
    Topic(key="don-vi", who="Đơn vị được kiểm tra, đơn vị tự kiểm tra"),
    Topic(key="nguoi-xem", who="Người xem"),
    Topic(key="quan-tri", who="Quản trị"),
)
