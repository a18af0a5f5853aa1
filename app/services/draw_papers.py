"""Giấy tờ của một lần chọn ngẫu nhiên: the minutes of the session and the notice of its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.documents.draw_minutes import render_minutes
from app.documents.draw_notice import render_result_notice
from app.documents.draw_words import DrawPaper
from app.domain.draws.draws import PoolKind, draw_code
from app.domain.public_ledgers import LedgerEvent
from app.services.draws import draw_at, former_draw
from app.services.releases import latest_release, release_dossier
from app.services.version_papers import draft_foot

if TYPE_CHECKING:
    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.draws.draws import CommuneDraw


def draw_of_attempt(store: Store, plan_key: str, unit: str, attempt: int) -> CommuneDraw:
    """Return the draw of that number at a place; raise NotFound, and as `draw_at` where none was or can be."""
    draw_at(store, plan_key, unit)
    return store.draws.get(draw_code(plan_key, unit, attempt))


def minutes_paper(store: Store, draw: CommuneDraw, address: str) -> bytes:
    """Return the minutes of a draw as a .docx; `address` is that of its public page, in full.

    They carry no foot of a draft: a draw stands, whether its plan is issued yet or not. Raise Refused as
    `render_minutes`.
    """
    return render_minutes(_paper(store, draw, address), _former_reason(store, draw))


def result_notice_paper(store: Store, draw: CommuneDraw, address: str) -> bytes:
    """Return the notice of what stands of a draw as a .docx; raise Refused as `render_result_notice`."""
    paper = _paper(store, draw, address)
    foot = draft_foot(paper.dossier)
    return render_result_notice(paper, store.days_off.calendar(), foot, _former_reason(store, draw))


def _paper(store: Store, draw: CommuneDraw, address: str) -> DrawPaper:
    return DrawPaper(draw=draw, dossier=_dossier(store, draw), address=address)


def _dossier(store: Store, draw: CommuneDraw) -> PlanDossier:
    """Return the plan as it was issued last, where what is drawn at is in it; else as it is drawn up."""
    if latest_release(store, draw.plan) is not None:
        issued = release_dossier(store, draw.plan)
        if draw.kind != PoolKind.UNIT or draw.unit in {visit.unit for visit in issued.plan.visits}:
            return issued
    return store.plans.dossier(draw.plan)


def _former_reason(store: Store, draw: CommuneDraw) -> str:
    """Return why the draw before it at that place was annulled; "" for the first."""
    former = former_draw(store, draw)
    annulment = former.entry(LedgerEvent.ANNUL) if former is not None else None
    return str(annulment.data["reason"]) if annulment is not None else ""
