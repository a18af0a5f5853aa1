"""Trợ giúp và khả năng tiếp cận."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from app.web.access import READ, audience
from app.web.pages import page

router = APIRouter()


@router.api_route("/tro-giup", methods=READ)
@audience("everyone")
def help_page() -> HTMLResponse:
    """Show how to read and use the pages."""
    return page("pages/help/help.html")


@router.api_route("/kha-nang-tiep-can", methods=READ)
@audience("everyone")
def accessibility_page() -> HTMLResponse:
    """Show how the pages serve people who read or type otherwise."""
    return page("pages/help/accessibility.html")
