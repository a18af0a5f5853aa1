"""Trợ giúp và khả năng tiếp cận."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from app.web.pages import page
from app.web.route_table import READ

router = APIRouter()


@router.api_route("/tro-giup", methods=READ)
def help_page(request: Request) -> HTMLResponse:
    """Show how to read and use the pages."""
    return page(request, "pages/help/help.html")


@router.api_route("/kha-nang-tiep-can", methods=READ)
def accessibility_page(request: Request) -> HTMLResponse:
    """Show how the pages serve people who read or type otherwise."""
    return page(request, "pages/help/accessibility.html")
