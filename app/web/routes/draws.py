"""Chọn ngẫu nhiên tại một nơi: the list, its commitment, the seed, the draw, replacements and the annulment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.draws.draws import DrawPhase
from app.domain.errors import InvalidInput, Refused, StaleVersion
from app.domain.public_ledgers import last_hash
from app.services.draws import (
    annul_draw,
    commit_draw,
    draw_at,
    drop_proposal,
    enter_seed,
    replace_unit,
    run_draw,
)
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.draw_forms import (
    FIELDS,
    REASON,
    SIGNATORY,
    SOURCE,
    UNIT,
    WITNESSES,
    lines_of,
    texts_of,
    typed_seed,
)
from app.web.draw_pages import PLACE, back_to, draw_page_of, path_of
from app.web.draw_views import BASE, draw_sheet, is_over, seen_mark
from app.web.edit_forms import MARK
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.route_table import READ

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.db.store import Store
    from app.domain.draws.draws import CommuneDraw
    from app.services.seeing import SeenPlan

router = APIRouter()

_DRAW = BASE + "/{unit_key}"

Done = Annotated[str, Query(alias="xong", max_length=20)]


@router.api_route(_DRAW, methods=READ)
def draw_page(
    request: Request, unit_key: Key, store: StoreDep, seen: SeenDep, today: TodayDep, done: Done = ""
) -> HTMLResponse:
    """Show how far the draw at a place went, its result, its ledger, and every draw before it."""
    return draw_page_of(request, store, seen, unit_key, today, done=done)


@router.api_route(_DRAW + "/bo", methods=READ)
def drop_question(request: Request, unit_key: Key, store: StoreDep, seen: SeenDep, today: TodayDep) -> Response:
    """Ask whether a list that is not committed to is to go."""
    return _question(request, store, seen, unit_key, today, "pages/draws/drop.html", DrawPhase.PROPOSED)


@router.post(_DRAW + "/bo")
def drop(
    request: Request,
    unit_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Take away a list that is not committed to."""

    def step(draw: CommuneDraw) -> CommuneDraw:
        return drop_proposal(store, draw.code, by=visitor.actor, at=now)

    draw = _stepped(request, store, seen, unit_key, today, texts_of(form), "pages/draws/drop.html", step)
    return RedirectResponse(BASE.format(plan_key=draw.plan), status_code=303)


@router.api_route(_DRAW + "/chot", methods=READ)
def commit_question(request: Request, unit_key: Key, store: StoreDep, seen: SeenDep, today: TodayDep) -> Response:
    """Show what will be frozen and published, and ask."""
    return _question(request, store, seen, unit_key, today, "pages/draws/commit.html", DrawPhase.PROPOSED)


@router.post(_DRAW + "/chot")
def commit(
    request: Request,
    unit_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Freeze and publish the list, the number to draw and the way to the seed."""

    def step(draw: CommuneDraw) -> CommuneDraw:
        return commit_draw(store, draw.code, seen=last_hash(draw.ledger), by=visitor.actor, at=now)

    return back_to(
        _stepped(request, store, seen, unit_key, today, texts_of(form), "pages/draws/commit.html", step), "chot"
    )


@router.api_route(_DRAW + "/day-so", methods=READ)
def seed_form(request: Request, unit_key: Key, store: StoreDep, seen: SeenDep, today: TodayDep) -> Response:
    """Show the form of the public seed."""
    return _question(request, store, seen, unit_key, today, "pages/draws/seed.html", DrawPhase.COMMITTED)


@router.post(_DRAW + "/day-so")
def enter(
    request: Request,
    unit_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Enter the public seed, once."""
    typed = texts_of(form)

    def step(draw: CommuneDraw) -> CommuneDraw:
        return enter_seed(
            store,
            draw.code,
            typed_seed(typed, draw.randomness.parties),
            source=typed.get(SOURCE, ""),
            witnesses=lines_of(typed.get(WITNESSES, "")),
            seen=last_hash(draw.ledger),
            by=visitor.actor,
            at=now,
        )

    return back_to(_stepped(request, store, seen, unit_key, today, typed, "pages/draws/seed.html", step), "day-so")


@router.post(_DRAW + "/chon")
def run(
    request: Request,
    unit_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Draw."""

    def step(draw: CommuneDraw) -> CommuneDraw:
        return run_draw(store, draw.code, seen=last_hash(draw.ledger), by=visitor.actor, at=now)

    return back_to(
        _stepped(request, store, seen, unit_key, today, texts_of(form), "pages/draws/draw.html", step), "chon"
    )


@router.api_route(_DRAW + "/thay", methods=READ)
def replace_form(request: Request, unit_key: Key, store: StoreDep, seen: SeenDep, today: TodayDep) -> Response:
    """Show the form of a replacement by the next alternate."""
    return _question(request, store, seen, unit_key, today, "pages/draws/replace.html", DrawPhase.DRAWN)


@router.post(_DRAW + "/thay")
def replace(
    request: Request,
    unit_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Let the next alternate take the place of a unit."""
    typed = texts_of(form)

    def step(draw: CommuneDraw) -> CommuneDraw:
        out, reason = typed.get(UNIT, ""), typed.get(REASON, "")
        return replace_unit(store, draw.code, out, reason, seen=last_hash(draw.ledger), by=visitor.actor, at=now)

    return back_to(_stepped(request, store, seen, unit_key, today, typed, "pages/draws/replace.html", step), "thay")


@router.api_route(_DRAW + "/huy", methods=READ)
def annul_form(request: Request, unit_key: Key, store: StoreDep, seen: SeenDep, today: TodayDep) -> Response:
    """Show the form of an annulment."""
    phases = (DrawPhase.COMMITTED, DrawPhase.SEEDED, DrawPhase.DRAWN)
    return _question(request, store, seen, unit_key, today, "pages/draws/annul.html", *phases)


@router.post(_DRAW + "/huy")
def annul(
    request: Request,
    unit_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Annul the draw by an entry that everybody sees."""
    typed = texts_of(form)

    def step(draw: CommuneDraw) -> CommuneDraw:
        told = {"reason": typed.get(REASON, ""), "signatory": typed.get(SIGNATORY, "")}
        return annul_draw(store, draw.code, **told, seen=last_hash(draw.ledger), by=visitor.actor, at=now)

    return back_to(_stepped(request, store, seen, unit_key, today, typed, "pages/draws/annul.html", step), "huy")


def _stepped(
    request: Request,
    store: Store,
    seen: SeenPlan,
    unit_key: str,
    today: date,
    typed: dict[str, str],
    template: str,
    step: Callable[[CommuneDraw], CommuneDraw],
) -> CommuneDraw:
    """Take a step that was asked for over a draw as it was shown; what is refused shows what was typed again."""
    draw = draw_at(store, seen.dossier.plan.key, unit_key)
    try:
        if typed.get(MARK, "") != seen_mark(draw):
            raise StaleVersion("draw", draw.code)  # noqa: TRY301 — told like the rest
        return step(draw)
    except InvalidInput as error:
        faults = form_faults(error, FIELDS)
        raise Unsaved(_form_page(request, seen, draw, today, template, typed, faults)) from error
    except (Refused, StaleVersion) as error:
        raise Unsaved(draw_page_of(request, store, seen, unit_key, today, error=error, typed=typed)) from error


def _question(
    request: Request, store: Store, seen: SeenPlan, unit_key: str, today: date, template: str, *phases: DrawPhase
) -> Response:
    """Show the form of a step; where the draw is not at it, its page says what comes next."""
    draw = draw_at(store, seen.dossier.plan.key, unit_key)
    if draw.phase not in phases or is_over(seen.dossier):
        return back_to(draw)
    return _form_page(request, seen, draw, today, template, {}, NO_FAULTS)


def _form_page(
    request: Request,
    seen: SeenPlan,
    draw: CommuneDraw,
    today: date,
    template: str,
    typed: dict[str, str],
    faults: FormFaults,
) -> HTMLResponse:
    return plan_page(
        request,
        template,
        seen,
        PLACE,
        today,
        status=422 if faults.by_field else 200,
        draw=draw,
        sheet=draw_sheet(seen.dossier, draw),
        here=path_of(draw),
        mark=seen_mark(draw),
        typed=typed,
        faults=faults,
    )
