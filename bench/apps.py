"""Ứng dụng để đo cạnh nhau: what uvicorn is told to serve, each a factory.

`BENCH_FEED` names a file with the bytes of the feed, `BENCH_PLAN` the plan that the ordinary way builds it from.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.types import ASGIApp

ETAG = 'W/"limit"'
CALENDAR = "text/calendar"


def limit() -> Starlette:
    """Return the least that Starlette can do: the bytes at /200, the word that nothing changed at /304."""
    content = Path(os.environ["BENCH_FEED"]).read_bytes()

    async def whole(_request: Request) -> Response:
        return Response(content, media_type=CALENDAR, headers={"etag": ETAG})

    async def unchanged(_request: Request) -> Response:
        return Response(status_code=304, headers={"etag": ETAG})

    return Starlette(routes=[Route("/200", whole), Route("/304", unchanged)])


def ours() -> ASGIApp:
    """Return what our server serves, over the database of the settings."""
    from app.main import create_app  # noqa: PLC0415 — the limit is measured without it
    from app.web.feed_endpoint import feeds_first  # noqa: PLC0415 — the same

    return feeds_first(create_app())


def naive() -> FastAPI:
    """Return the ordinary way: entities read and icalendar called for each request, in FastAPI's threads."""
    from fastapi import FastAPI  # noqa: PLC0415 — the limit is measured without it

    from app.db.engine import create_engine  # noqa: PLC0415 — the same
    from app.settings import load_settings  # noqa: PLC0415 — the same
    from bench.feed_peer import read_as_entities, written_of_plan  # noqa: PLC0415 — the same

    engine, plan = create_engine(load_settings().database_url), os.environ["BENCH_PLAN"]
    read_as_entities().start()
    app = FastAPI()

    @app.get("/feed")
    def feed() -> Response:
        return Response(written_of_plan(engine, plan), media_type=CALENDAR)

    return app
