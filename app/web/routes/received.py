"""Thông báo đến: notices of change that went out to an account, read and confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import Refused
from app.services.change_notices import acknowledge, received_notice, received_notices
from app.services.sentences import refusal_sentence
from app.web.deps import NowDep, StoreDep, VisitorDep
from app.web.errors import Unsaved
from app.web.notice_views import RECEIVED, act_line, notice_paper
from app.web.pages import page
from app.web.route_table import READ

if TYPE_CHECKING:
    from app.db.store import Store
    from app.web.visitors import Visitor

router = APIRouter()

NoticeId = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.api_route(RECEIVED, methods=READ)
def received_list(request: Request, store: StoreDep, visitor: VisitorDep) -> HTMLResponse:
    """List the notices that went out to the account, the newest first."""
    return page(request, "pages/notices/received_list.html", notices=received_notices(store, visitor.signed_in))


@router.api_route(RECEIVED + "/{notice_id}", methods=READ)
def received_page(
    request: Request,
    notice_id: NoticeId,
    store: StoreDep,
    visitor: VisitorDep,
    done: Annotated[str, Query(alias="xong", max_length=20)] = "",
) -> HTMLResponse:
    """Show a notice and ask to confirm it."""
    return _page(request, store, visitor, notice_id, done=done)


@router.api_route(RECEIVED + "/{notice_id}/thong-bao-dieu-chinh.docx", methods=READ)
def received_paper(notice_id: NoticeId, store: StoreDep, visitor: VisitorDep) -> Response:
    """Download a notice as the paper that it is."""
    found = received_notice(store, visitor.signed_in, notice_id)
    return notice_paper(store, found.notice, found.name)


@router.post(RECEIVED + "/{notice_id}/da-nhan")
def confirm(request: Request, notice_id: NoticeId, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Confirm that a notice came."""
    try:
        acknowledge(store, visitor.signed_in, notice_id, by=visitor.actor, at=now)
    except Refused as error:
        # Somebody of the same office was quicker: nothing is lost, and the page says who.
        shown = _page(request, store, visitor, notice_id, refusal=refusal_sentence(error), status=409)
        raise Unsaved(shown) from error
    return RedirectResponse(f"{RECEIVED}/{notice_id}?xong=da-nhan", status_code=303)


def _page(
    request: Request,
    store: Store,
    visitor: Visitor,
    notice_id: int,
    *,
    done: str = "",
    refusal: str = "",
    status: int = 200,
) -> HTMLResponse:
    found = received_notice(store, visitor.signed_in, notice_id)
    release = store.releases.get(found.notice.plan, found.notice.release)
    return page(
        request,
        "pages/notices/received.html",
        status=status,
        received=found,
        notice=found.notice,
        act=act_line(release),
        done=done,
        refusal=refusal,
    )
