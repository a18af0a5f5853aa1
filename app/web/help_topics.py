"""Trang trợ giúp của từng vai trò: their addresses and names; the words are in the templates of the same key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Trang trợ giúp: `key` is in its address, `who` are those it is for."""

    key: str
    template: str
    who: str

    @property
    def path(self) -> str:
        """The address of the page."""
        return f"/tro-giup/{self.key}"


TOPICS = (
    Topic(key="can-bo-lap-ke-hoach", template="pages/help/can-bo-lap-ke-hoach.html", who="Cán bộ lập kế hoạch"),
    Topic(
        key="thanh-vien-doan",
        template="pages/help/thanh-vien-doan.html",
        who="Trưởng đoàn, Phó Trưởng đoàn, thành viên đoàn",
    ),
    Topic(key="don-vi", template="pages/help/don-vi.html", who="Đơn vị được kiểm tra, đơn vị tự kiểm tra"),
    Topic(key="nguoi-xem", template="pages/help/nguoi-xem.html", who="Người xem"),
    Topic(key="quan-tri", template="pages/help/quan-tri.html", who="Quản trị"),
)
