"""Cho máy: health, robots."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse

from app.db.migrating import is_at_head
from app.domain.errors import Refused
from app.web.route_table import READ

router = APIRouter()


@router.api_route("/healthz", methods=READ)
def health(request: Request) -> JSONResponse:
    """Say whether the database is reachable and its migrations are at head; 503 when not."""
    try:
        healthy = is_at_head(request.app.state.engine)
    except Refused:
        healthy = False
    return JSONResponse({"status": "ok" if healthy else "unavailable"}, status_code=200 if healthy else 503)


@router.api_route("/robots.txt", methods=READ)
def robots() -> PlainTextResponse:
    """Keep the pages out of search engines; feeds are not barred, since some calendars ask here first."""
    return PlainTextResponse("User-agent: *\nDisallow: /ke-hoach\n")
