"""Trang đầu: sends each to where their work is."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse

from app.services.seeing import start_of
from app.web.deps import StoreDep, VisitorDep
from app.web.held_forms import SIGN_IN
from app.web.route_table import READ

router = APIRouter()


@router.api_route("/", methods=READ)
def home(store: StoreDep, visitor: VisitorDep) -> RedirectResponse:
    """Send to the own start: planners to their newest plan, members to their work, units to their page."""
    return RedirectResponse(SIGN_IN if visitor.account is None else start_of(store, visitor.account), status_code=303)
