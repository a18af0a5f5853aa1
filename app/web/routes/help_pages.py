"""Trợ giúp cho từng vai trò, và khả năng tiếp cận."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from app.web.help_topics import TOPICS
from app.web.pages import page
from app.web.route_table import READ

router = APIRouter()


@router.api_route("/tro-giup", methods=READ)
def help_page(request: Request) -> HTMLResponse:
    """Show what holds for everybody, and lead to the page of one's role."""
    return page(request, "pages/help/help.html", topics=TOPICS)


@router.api_route("/tro-giup/{topic}", methods=READ)
def role_help(request: Request, topic: str) -> HTMLResponse:
    """Show one role how to do its work."""
    found = next((each for each in TOPICS if each.key == topic), None)
    if found is None:
        raise HTTPException(404)
    return page(request, found.template, topics=TOPICS, topic=found)


@router.api_route("/kha-nang-tiep-can", methods=READ)
def accessibility_page(request: Request) -> HTMLResponse:
    """Show how the pages serve people who read or type otherwise."""
    return page(request, "pages/help/accessibility.html")
