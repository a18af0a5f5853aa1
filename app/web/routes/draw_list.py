"""Các nơi chọn ngẫu nhiên của một kế hoạch: where each draw stands, and one step of several draws at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.draws.draws import DrawPhase, RandomnessKind
from app.domain.errors import InvalidInput, Refused, StaleVersion
from app.domain.public_ledgers import last_hash
from app.domain.vietnamese import short_date
from app.services.draw_batches import commit_draws, enter_seeds, propose_draws, run_draws
from app.services.releases import problems_to_accept
from app.services.sentences import refusal_sentence
from app.web.deps import FormDep, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.draw_forms import (
    COUNT,
    DRAWS,
    FIELDS,
    LIST_DAY,
    PARTIES,
    SEED,
    SOURCE,
    WAY,
    WAYS,
    WITNESSES,
    lines_of,
    texts_of,
    wanted_draw,
)
from app.web.draw_pages import PLACE
from app.web.draw_views import BASE, is_over, place_lines, seen_mark
from app.web.edit_forms import MARK
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.route_table import READ

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from starlette.datastructures import FormData

    from app.db.store import Store
    from app.domain.draws.draws import CommuneDraw
    from app.services.seeing import SeenPlan

router = APIRouter()

_PHASE_OF = {"chot": DrawPhase.PROPOSED, "day-so": DrawPhase.COMMITTED, "chon": DrawPhase.SEEDED}
"""The step of several draws by the last part of its address, and where draws have to be for it."""


@router.api_route(BASE, methods=READ)
def draw_list(
    request: Request,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    done: Annotated[str, Query(alias="xong", max_length=20)] = "",
) -> HTMLResponse:
    """List every place at which the plan draws, how far each draw went, and what can be done with several at once."""
    return _list_page(request, store, seen, today, done=done)


@router.api_route(BASE + "/nhieu-noi/danh-sach", methods=READ)
def batch_form(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Show the form with which whole lists are put up at several places."""
    plan = seen.dossier.plan
    least = plan.draw.least if plan.draw else 1
    typed = {COUNT: f"{least}", WAY: RandomnessKind.DICE.value, LIST_DAY: short_date(plan.directory_day())}
    return _lists_page(request, store, seen, today, typed, None, NO_FAULTS)


@router.post(BASE + "/nhieu-noi/danh-sach")
def propose_several(
    request: Request,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Put up whole lists at several places."""
    key, typed, units = seen.dossier.plan.key, texts_of(form), _many(form)
    marks = {line.key: line.mark for line in place_lines(store, seen.dossier)}
    try:
        wanted = wanted_draw(typed, None)
        changed = next((unit for unit in units if form.get(f"{MARK}-{unit}", "") != marks.get(unit, "")), None)
        if changed is not None:
            raise StaleVersion("draw", changed)  # noqa: TRY301 — told like the rest
        propose_draws(store, key, units, wanted, by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = form_faults(error, FIELDS)
        raise Unsaved(_lists_page(request, store, seen, today, typed, units, faults)) from error
    except (Refused, StaleVersion) as error:
        raise Unsaved(_lists_page(request, store, seen, today, typed, units, NO_FAULTS, error=error)) from error
    return _back(key, "danh-sach")


@router.post(BASE + "/nhieu-noi/chot")
def commit_several(
    request: Request,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Freeze and publish several lists."""
    _all_stepped(request, store, seen, today, form, lambda shown: commit_draws(store, shown, by=visitor.actor, at=now))
    return _back(seen.dossier.plan.key, "chot")


@router.api_route(BASE + "/nhieu-noi/day-so", methods=READ)
def batch_seed_form(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep) -> Response:
    """Show the form of one public seed for several draws."""
    return _seed_page(request, store, seen, today, {}, None, NO_FAULTS)


@router.post(BASE + "/nhieu-noi/day-so")
def seed_several(
    request: Request,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Enter one public seed for several draws."""
    typed, codes = texts_of(form), _many(form)
    try:
        enter_seeds(
            store,
            _as_shown(store, seen.dossier.plan.key, form, codes),
            typed.get(SEED, ""),
            source=typed.get(SOURCE, ""),
            witnesses=lines_of(typed.get(WITNESSES, "")),
            by=visitor.actor,
            at=now,
        )
    except InvalidInput as error:
        faults = form_faults(error, FIELDS)
        raise Unsaved(_seed_page(request, store, seen, today, typed, codes, faults)) from error
    except (Refused, StaleVersion) as error:
        raise Unsaved(_seed_page(request, store, seen, today, typed, codes, NO_FAULTS, error=error)) from error
    return _back(seen.dossier.plan.key, "day-so")


@router.post(BASE + "/nhieu-noi/chon")
def run_several(
    request: Request,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Draw at several places."""
    _all_stepped(request, store, seen, today, form, lambda shown: run_draws(store, shown, by=visitor.actor, at=now))
    return _back(seen.dossier.plan.key, "chon")


def _all_stepped(
    request: Request,
    store: Store,
    seen: SeenPlan,
    today: date,
    form: FormData,
    step: Callable[[dict[str, str]], tuple[CommuneDraw, ...]],
) -> None:
    try:
        step(_as_shown(store, seen.dossier.plan.key, form, _many(form)))
    except (InvalidInput, Refused, StaleVersion) as error:
        raise Unsaved(_list_page(request, store, seen, today, refusal=refusal_sentence(error))) from error


def _as_shown(store: Store, plan_key: str, form: FormData, codes: tuple[str, ...]) -> dict[str, str]:
    """Return the last hash of each draw of the plan that a form names; raise StaleVersion for one that changed."""
    draws = {draw.code: draw for draw in store.draws.of_plan(plan_key)}
    for code in codes:
        if code not in draws or form.get(f"{MARK}-{code}", "") != seen_mark(draws[code]):
            raise StaleVersion("draw", code)
    return {code: last_hash(draws[code].ledger) for code in codes}


def _list_page(
    request: Request, store: Store, seen: SeenPlan, today: date, *, done: str = "", refusal: str = ""
) -> HTMLResponse:
    lines = place_lines(store, seen.dossier)
    at = {step: [line for line in lines if line.draw and line.draw.phase == p] for step, p in _PHASE_OF.items()}
    may_change = seen.standing.is_planner and not is_over(seen.dossier)
    return plan_page(
        request,
        "pages/draws/list.html",
        seen,
        PLACE,
        today,
        problems=problems_to_accept(store, seen.dossier, store.days_off.calendar(), today),
        status=409 if refusal else 200,
        lines=lines,
        at=at,
        may_list=may_change and any(line.draw is None or not line.draw.is_live for line in lines),
        may_change=may_change,
        done=done,
        refusal=refusal,
    )


def _lists_page(
    request: Request,
    store: Store,
    seen: SeenPlan,
    today: date,
    typed: dict[str, str],
    units: tuple[str, ...] | None,
    faults: FormFaults,
    *,
    error: Refused | StaleVersion | None = None,
) -> HTMLResponse:
    lines = [each for each in place_lines(store, seen.dossier) if each.draw is None or not each.draw.is_live]
    fresh = tuple(line.key for line in lines if line.draw is None)
    return plan_page(
        request,
        "pages/draws/several_lists.html",
        seen,
        PLACE,
        today,
        status=409 if error is not None else 422 if faults.by_field else 200,
        lines=lines,
        chosen=fresh if units is None else units,
        ways=[(way.value, *words) for way, words in WAYS.items()],
        typed={PARTIES: "", **typed},
        faults=faults,
        refusal=refusal_sentence(error) if error is not None else "",
    )


def _seed_page(
    request: Request,
    store: Store,
    seen: SeenPlan,
    today: date,
    typed: dict[str, str],
    codes: tuple[str, ...] | None,
    faults: FormFaults,
    *,
    error: Refused | StaleVersion | None = None,
) -> Response:
    lines = [
        line
        for line in place_lines(store, seen.dossier)
        if line.draw is not None and line.draw.phase == DrawPhase.COMMITTED
    ]
    if not lines and error is None:
        return _back(seen.dossier.plan.key, "")
    return plan_page(
        request,
        "pages/draws/several_seeds.html",
        seen,
        PLACE,
        today,
        status=409 if error is not None else 422 if faults.by_field else 200,
        lines=lines,
        chosen=tuple(line.draw.code for line in lines if line.draw) if codes is None else codes,
        typed=typed,
        faults=faults,
        refusal=refusal_sentence(error) if error is not None else "",
    )


def _many(form: FormData) -> tuple[str, ...]:
    return tuple(text for text in form.getlist(DRAWS) if isinstance(text, str))


def _back(plan_key: str, done: str) -> Response:
    return RedirectResponse(BASE.format(plan_key=plan_key) + (f"?xong={done}" if done else ""), status_code=303)
