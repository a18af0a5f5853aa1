"""Danh sách chọn: the form of the list to draw from, before anything is committed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from app.domain.draws.draws import DrawPhase
from app.domain.draws.suggestions import MOST_YEARS_BACK, YEARS_BACK
from app.domain.errors import InvalidInput, Refused, StaleVersion
from app.services.draw_batches import suggested_exclusions
from app.services.draws import draw_pool, last_draw, propose_draw
from app.services.sentences import refusal_sentence
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.draw_forms import (
    FIELDS,
    IN,
    LIST_DAY,
    MOST_ROWS,
    OUT,
    WAYS,
    filled_frame,
    frame_rows,
    suggestion_words,
    texts_of,
    wanted_draw,
    with_suggestions,
)
from app.web.draw_pages import PLACE, back_to, draw_page_of
from app.web.draw_views import BASE, level_words, seen_mark
from app.web.edit_forms import MARK, optional_day
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.route_table import READ

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.domain.draws.draws import CommuneDraw
    from app.domain.draws.frames import DrawPool
    from app.domain.draws.suggestions import Suggestion
    from app.services.seeing import SeenPlan

router = APIRouter()

_LIST = BASE + "/{unit_key}/danh-sach"
_SUGGEST = "goi-y"


@router.api_route(_LIST, methods=READ)
def frame_form(
    request: Request,
    unit_key: Key,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    day: Annotated[str, Query(alias=LIST_DAY, max_length=40)] = "",
    years: Annotated[int | None, Query(alias=_SUGGEST, ge=0, le=MOST_YEARS_BACK)] = None,
) -> Response:
    """Show the form of the list to draw from; `years` puts outside whom was inspected that lately."""
    last = last_draw(store, seen.dossier.plan.key, unit_key)
    if last is not None and last.is_live:
        return back_to(last)
    try:
        on = optional_day(day, LIST_DAY)
    except InvalidInput as error:
        faults, typed = form_faults(error, FIELDS), {LIST_DAY: day}
        pool = draw_pool(store, seen.dossier.plan.key, unit_key)
        return _frame_page(request, seen, pool, last, today, filled_frame(pool, _open(last)) | typed, faults)
    open_one = _open(last)
    pool = draw_pool(store, seen.dossier.plan.key, unit_key, on or (open_one.day if open_one else None))
    typed = filled_frame(pool, open_one)
    back = YEARS_BACK if years is None else years
    suggestions = suggested_exclusions(store, seen.dossier, pool, years=back, today=today)
    if years is not None:
        typed = with_suggestions(typed, suggestions)
    hints = suggestions if years is None and open_one is None else ()
    return _frame_page(request, seen, pool, last, today, typed, NO_FAULTS, years=back, hints=hints)


@router.post(_LIST)
def propose(
    request: Request,
    unit_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Keep a list for everybody to see, before anything is committed to."""
    key, typed = seen.dossier.plan.key, texts_of(form)
    last = last_draw(store, key, unit_key)
    pool = draw_pool(store, key, unit_key)
    try:
        pool = draw_pool(store, key, unit_key, optional_day(typed.get(LIST_DAY, ""), LIST_DAY))
        wanted = wanted_draw(typed, pool)
        if typed.get(MARK, "") != seen_mark(last):
            raise StaleVersion("draw", last.code if last else unit_key)  # noqa: TRY301 — told like the rest
        draw = propose_draw(store, key, unit_key, wanted, by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = form_faults(error, FIELDS)
        raise Unsaved(_frame_page(request, seen, pool, last, today, typed, faults)) from error
    except (Refused, StaleVersion) as error:
        if last is not None and last.is_live:
            raise Unsaved(draw_page_of(request, store, seen, unit_key, today, error=error, typed=typed)) from error
        raise Unsaved(_frame_page(request, seen, pool, last, today, typed, NO_FAULTS, error=error)) from error
    return back_to(draw, "danh-sach")


def _frame_page(
    request: Request,
    seen: SeenPlan,
    pool: DrawPool,
    last: CommuneDraw | None,
    today: date,
    typed: dict[str, str],
    faults: FormFaults,
    *,
    years: int = YEARS_BACK,
    hints: Sequence[Suggestion] = (),
    error: Refused | StaleVersion | None = None,
) -> HTMLResponse:
    names = {unit.code: unit.name for unit in pool.members}
    return plan_page(
        request,
        "pages/draws/frame.html",
        seen,
        PLACE,
        today,
        status=409 if error is not None else 422 if faults.by_field else 200,
        pool=pool,
        rows=frame_rows(pool, typed),
        is_long=len(pool.members) > MOST_ROWS,
        level=level_words(seen.dossier, pool.kind),
        attempt=1 if last is None else last.attempt + (last.phase == DrawPhase.ANNULLED),
        here=f"{BASE.format(plan_key=seen.dossier.plan.key)}/{pool.key}",
        mark=seen_mark(last),
        ways=[(way.value, *words) for way, words in WAYS.items()],
        places=[("", "Trong danh sách"), (OUT, "Để ngoài"), (IN, "Chọn sẵn")],
        years=years,
        hints=[(names[each.code], suggestion_words(each)) for each in hints],
        typed=typed,
        faults=faults,
        refusal=refusal_sentence(error) if error is not None else "",
    )


def _open(last: CommuneDraw | None) -> CommuneDraw | None:
    """Return the draw whose list may still be written anew."""
    return last if last is not None and last.phase == DrawPhase.PROPOSED else None
