"""Xử lý tình huống phát sinh của kế hoạch đã ban hành: what happened, and the least change that it asks for."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import InvalidInput, Refused
from app.domain.proposals import ProposalKind
from app.services.proposal_use import ask_for_replan, asked_of
from app.services.releases import problems_to_accept
from app.services.replanning import issued_plan
from app.services.sentences import refusal_sentence
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, FormFaults, form_faults
from app.web.happening_forms import FIELDS, KIND, KINDS, choices_of, happening_fields, happening_typed, typed_of
from app.web.pages import plan_page
from app.web.proposal_ask_page import asked_lines
from app.web.route_table import READ
from app.web.searches import answer_and_search, searches_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from app.db.store import Store
    from app.services.seeing import SeenPlan

router = APIRouter()

_BASE = "/ke-hoach/{plan_key}/xu-ly"


@router.api_route(_BASE, methods=READ)
def happening_question(
    request: Request,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    now: NowDep,
    kind: Annotated[str, Query(alias=KIND, max_length=20)] = "",
    earlier: Annotated[int | None, Query(alias="tu", ge=1, le=2**31 - 1)] = None,
) -> HTMLResponse:
    """Ask what happened to the plan: first which kind of thing, then what exactly."""
    typed: Mapping[str, str] = {KIND: kind if kind in KINDS else ""}
    if earlier is not None:
        asked = asked_of(store.proposals.get(seen.dossier.plan.key, earlier))
        if asked.happening is not None:
            typed = typed_of(asked.happening, asked.working_days)
    return _page(request, store, seen, today, now, typed)


@router.post(_BASE)
def ask(
    request: Request,
    plan_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Ask for the least change of the schedule now that something happened."""
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    if typed.get(KIND) not in KINDS:
        raise Unsaved(_page(request, store, seen, today, now, {KIND: ""}, status=422))
    try:
        happening, working_days = happening_typed(typed)
        searches_of(request).check_room()
        proposal = ask_for_replan(
            store, plan_key, happening, working_days=working_days, today=today, by=visitor.actor, at=now
        )
    except InvalidInput as error:
        faults = form_faults(error, happening_fields(typed[KIND]))
        raise Unsaved(_page(request, store, seen, today, now, typed, faults=faults, status=422)) from error
    except Refused as error:
        trouble = refusal_sentence(error)
        raise Unsaved(_page(request, store, seen, today, now, typed, trouble=trouble, status=409)) from error
    answer = RedirectResponse(f"/ke-hoach/{plan_key}/de-xuat/{proposal.id}", status_code=303)
    return answer_and_search(request, proposal, visitor.actor, answer)


def _page(
    request: Request,
    store: Store,
    seen: SeenPlan,
    today: date,
    now: datetime,
    typed: Mapping[str, str],
    *,
    faults: FormFaults = NO_FAULTS,
    trouble: str = "",
    status: int = 200,
) -> HTMLResponse:
    plan = seen.dossier.plan
    base = f"/ke-hoach/{plan.key}/xu-ly"
    try:
        found = issued_plan(store, plan.key, today)
    except Refused as error:
        return plan_page(
            request,
            "pages/proposals/no_release.html",
            seen,
            "lich",
            today,
            problems=problems_to_accept(store, seen.dossier, store.days_off.calendar(), today),
            status=status,
            sentence=refusal_sentence(error),
        )
    choices = choices_of(found)
    return plan_page(
        request,
        "pages/proposals/happening.html",
        seen,
        "lich",
        today,
        problems=problems_to_accept(store, seen.dossier, found.calendar, today),
        status=status,
        kinds=[
            {
                "code": code,
                "label": label,
                "hint": hint,
                "href": f"{base}?{KIND}={code}",
                "is_current": code == typed[KIND],
            }
            for code, (label, hint) in KINDS.items()
        ],
        kind=typed[KIND],
        typed=dict.fromkeys(FIELDS, "") | dict(typed),
        faults=faults,
        trouble=trouble,
        **asdict(choices),
        pinned=[f"{found.issued.unit_name(pin.visit.unit)}: {pin.words()}" for pin in found.pins],
        free_from=found.free_from,
        is_open=found.is_open,
        asked=asked_lines(store, plan.key, ProposalKind.REPLAN, now),
    )
