"""Trang của một nơi chọn: how far its draw went, for every route that comes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.services.draws import draw_pool
from app.services.releases import problems_to_accept
from app.services.sentences import refusal_sentence
from app.web.draw_forms import FIELDS, WITNESSES
from app.web.draw_views import BASE, draw_sheet, is_over, level_words, phase_tag, seen_mark
from app.web.pages import plan_page

if TYPE_CHECKING:
    from datetime import date

    from fastapi import Request

    from app.db.store import Store
    from app.domain.draws.draws import CommuneDraw
    from app.domain.errors import Refused, StaleVersion
    from app.services.seeing import SeenPlan

PLACE = "chon-xa"
"""What the pages of draws are called in the navigation."""
_LABELS = {field.name: field.label for field in FIELDS.values()} | {WITNESSES: "Những người có mặt"}


def draw_page_of(
    request: Request,
    store: Store,
    seen: SeenPlan,
    unit_key: str,
    today: date,
    *,
    done: str = "",
    error: Refused | StaleVersion | None = None,
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    """Return the page of a place; after a refusal it says so, and shows what was typed and not written."""
    dossier = seen.dossier
    draws = store.draws.of_unit(dossier.plan.key, unit_key)
    pool = None if draws else draw_pool(store, dossier.plan.key, unit_key)
    last = draws[-1] if draws else None
    kind = last.kind if last else pool.kind if pool else None
    unsent = {_LABELS[name]: text for name, text in (typed or {}).items() if name in _LABELS and text.strip()}
    return plan_page(
        request,
        "pages/draws/draw.html",
        seen,
        PLACE,
        today,
        problems=problems_to_accept(store, dossier, store.days_off.calendar(), today),
        status=200 if error is None else 409,
        pool=pool,
        draw=last,
        sheet=draw_sheet(dossier, last) if last else None,
        former=[draw_sheet(dossier, each) for each in reversed(draws[:-1])],
        tag=phase_tag(last),
        name=last.unit_name if last else pool.name if pool else "",
        level=level_words(dossier, kind) if kind else "",
        here=f"{BASE.format(plan_key=dossier.plan.key)}/{unit_key}",
        mark=seen_mark(last),
        may_change=seen.standing.is_planner and not is_over(dossier),
        done=done,
        refusal=refusal_sentence(error) if error is not None else "",
        unsent=unsent,
    )


def path_of(draw: CommuneDraw) -> str:
    """Return the path of the page of a draw."""
    return f"{BASE.format(plan_key=draw.plan)}/{draw.unit}"


def back_to(draw: CommuneDraw, done: str = "") -> Response:
    """Lead to the page of a draw, which says what was just done."""
    return RedirectResponse(path_of(draw) + (f"?xong={done}" if done else ""), status_code=303)
