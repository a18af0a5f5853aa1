"""Lần chọn ngẫu nhiên trên trang đơn vị: where a unit reads how the units below it, or it itself, were drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.draws.draws import DrawPhase
from app.domain.draws.public_addresses import draw_path
from app.web.views import Link

if TYPE_CHECKING:
    from app.db.store import Store
    from app.services.overview import UnitView

_LABELS = {
    DrawPhase.PROPOSED: "Danh sách dự kiến để chọn",
    DrawPhase.COMMITTED: "Danh sách và cam kết, chưa có dãy số",
    DrawPhase.SEEDED: "Danh sách, cam kết và dãy số, chưa chọn",
    DrawPhase.DRAWN: "Danh sách, cam kết, dãy số và kết quả chọn",
    DrawPhase.ANNULLED: "Kết quả đã hủy",
}


def unit_draw_links(store: Store, view: UnitView) -> list[Link]:
    """Return the public pages of the last draws at a unit, and of those that chose it."""
    last = {draw.unit: draw for draw in store.draws.of_plan(view.dossier.plan.key)}
    hosts = {session.visit.unit for session in view.sessions}
    told = [draw for draw in last.values() if draw.unit == view.unit.key or draw.unit in hosts]
    return [Link(href=draw_path(draw.code), label=f"{_LABELS[draw.phase]}: {draw.unit_name}") for draw in told]
