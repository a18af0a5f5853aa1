"""Đề xuất lịch: wishes asked, options compared, one of them used."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import InvalidInput, Refused, StaleVersion
from app.services.proposal_jobs import is_lost
from app.services.proposal_use import (
    ask_again,
    ask_for_schedule,
    asked_of,
    check_usable,
    option_of,
    use_option,
)
from app.services.proposals import SECONDS
from app.services.replanning import pins_of_plan
from app.services.sentences import refusal_sentence
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import form_faults
from app.web.proposal_ask_page import ask_page
from app.web.proposal_forms import at_fields, request_of, wish_fields, wishes_of_plan, wishes_of_request, wishes_sent
from app.web.proposal_pages import (
    answer_page_of,
    apply_page,
    failed_page,
    searching_page,
    stale_page,
)
from app.web.route_table import READ
from app.web.searches import answer_and_search, searches_of

router = APIRouter()

_BASE = "/ke-hoach/{plan_key}/de-xuat"
FROM = "tu"
"""The query that names the proposal whose wishes are to be changed."""
_ASKED_ABOUT = "phien-ban"
"""The field that carries the version of the plan which the question spoke of."""

ProposalId = Annotated[int, Path(ge=1, le=2**31 - 1)]
OptionNumber = Annotated[int, Path(ge=1, le=9)]


@router.api_route(_BASE, methods=READ)
def wishes_page(
    request: Request,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    now: NowDep,
    earlier: Annotated[int | None, Query(alias=FROM, ge=1, le=2**31 - 1)] = None,
) -> HTMLResponse:
    """Ask what is wished of a schedule: what the plan suggests, or what was wished before."""
    dossier = seen.dossier
    if earlier is not None:
        wishes = wishes_of_request(dossier, asked_of(store.proposals.get(dossier.plan.key, earlier)).request)
    else:
        pins = pins_of_plan(store, dossier.plan.key, today)
        wishes = wishes_of_plan(dossier, [pin.name for pin in pins], today)
    return ask_page(request, store, seen, today, now, wishes)


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
    """Put a request to the planner; its search begins once the request is stored."""
    wishes, dossier, asked = wishes_sent(form), seen.dossier, None
    try:
        pins = pins_of_plan(store, plan_key, today)
        asked = request_of(dossier, wishes, [pin.name for pin in pins])
        searches_of(request).check_room()
        proposal = ask_for_schedule(store, plan_key, asked, today=today, by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = form_faults(at_fields(error, dossier, asked), wish_fields(dossier))
        raise Unsaved(ask_page(request, store, seen, today, now, wishes, faults=faults)) from error
    except Refused as error:
        raise Unsaved(ask_page(request, store, seen, today, now, wishes, trouble=refusal_sentence(error))) from error
    answer = RedirectResponse(f"/ke-hoach/{plan_key}/de-xuat/{proposal.id}", status_code=303)
    return answer_and_search(request, proposal, visitor.actor, answer)


@router.api_route(_BASE + "/{proposal_id}", methods=READ)
def show_proposal(
    request: Request, proposal_id: ProposalId, store: StoreDep, seen: SeenDep, today: TodayDep, now: NowDep
) -> Response:
    """Show how the search for a proposal stands, or what it found."""
    proposal = store.proposals.get(seen.dossier.plan.key, proposal_id)
    if is_lost(proposal, now):
        return failed_page(request, store, seen, today, proposal, is_lost=True)
    if proposal.answer is None and proposal.finished_at is None:
        if "hx-request" in request.headers:
            # Nothing to swap yet: the page asks again.
            return Response(status_code=204)
        return searching_page(request, store, seen, today, proposal, round(SECONDS))
    if proposal.answer is None:
        return failed_page(request, store, seen, today, proposal, is_lost=False)
    return answer_page_of(request, store, seen, today, proposal)


@router.post(_BASE + "/{proposal_id}/tim-lai")
def search_again(
    request: Request,
    plan_key: Key,
    proposal_id: ProposalId,
    store: StoreDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Put the same request again, to the plan as it stands now."""
    searches_of(request).check_room()
    proposal = ask_again(store, plan_key, proposal_id, today=today, by=visitor.actor, at=now)
    answer = RedirectResponse(f"/ke-hoach/{plan_key}/de-xuat/{proposal.id}", status_code=303)
    return answer_and_search(request, proposal, visitor.actor, answer)


@router.api_route(_BASE + "/{proposal_id}/phuong-an/{number}", methods=READ)
def option_question(
    request: Request, proposal_id: ProposalId, number: OptionNumber, store: StoreDep, seen: SeenDep, today: TodayDep
) -> Response:
    """Say what follows from using an option, and ask."""
    proposal = store.proposals.get(seen.dossier.plan.key, proposal_id)
    option = option_of(proposal, number)
    try:
        check_usable(store, proposal)
    except (StaleVersion, Refused) as error:
        return stale_page(request, store, seen, today, proposal, option, error)
    return apply_page(request, store, seen, today, proposal, number)


@router.post(_BASE + "/{proposal_id}/phuong-an/{number}")
def use(
    request: Request,
    plan_key: Key,
    proposal_id: ProposalId,
    number: OptionNumber,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Make an option the schedule of the draft; whoever was not asked yet is asked first."""
    proposal = store.proposals.get(plan_key, proposal_id)
    option = option_of(proposal, number)
    if form.get(_ASKED_ABOUT) != f"{proposal.version}":
        return RedirectResponse(f"/ke-hoach/{plan_key}/de-xuat/{proposal_id}/phuong-an/{number}", status_code=303)
    try:
        use_option(store, plan_key, proposal_id, number, by=visitor.actor, at=now)
    except (StaleVersion, Refused) as error:
        raise Unsaved(stale_page(request, store, seen, today, proposal, option, error)) from error
    return RedirectResponse(f"/ke-hoach/{plan_key}/lich", status_code=303)
