"""Ứng dụng web: the engine, the routes, the answers to errors, and the checks at start. No logic."""

from __future__ import annotations

import gc
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import FastAPI

from app.db.engine import create_engine
from app.db.migrating import is_at_head, refuse_newer
from app.domain.errors import Refused
from app.settings import Settings, load_settings
from app.web.access import audience, refuse_unmarked
from app.web.errors import FaultPages, add_error_handlers
from app.web.feed_endpoint import feed_routes
from app.web.log_privacy import LOG_CONFIG
from app.web.routes import documents, help_pages, plans, system, units
from app.web.security import SecurityHeaders
from app.web.set_files import MadeFiles
from app.web.static_folder import StaticFolder
from app.web.templating import STATIC

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the app over the database of the settings; raise Refused when it is not at head or a route is unmarked."""
    settings = settings or load_settings()
    engine = create_engine(settings.database_url)
    try:
        return _app_over(engine, settings)
    except Refused:
        engine.dispose()
        raise


def _app_over(engine: Any, settings: Settings) -> FastAPI:
    refuse_newer(engine)
    if not is_at_head(engine):
        raise Refused("database.not_initialised")
    app = FastAPI(title="Kế hoạch kiểm tra", openapi_url=None, docs_url=None, redoc_url=None, lifespan=_closing)
    app.state.settings, app.state.engine, app.state.made_files = settings, engine, MadeFiles()
    for module in (plans, units, documents, help_pages, system):
        app.include_router(module.router)
    app.router.routes.extend(feed_routes(engine, settings))
    app.mount("/static", audience("everyone")(StaticFolder(directory=STATIC)), name="static")
    add_error_handlers(app)
    refuse_unmarked(app.router.routes)
    app.add_middleware(FaultPages)
    app.add_middleware(SecurityHeaders)
    return app


@asynccontextmanager
async def _closing(app: FastAPI) -> AsyncIterator[None]:
    """Give the connections back when the server stops."""
    yield
    app.state.engine.dispose()


def run_server(settings: Settings, host: str, port: int) -> None:
    """Serve until stopped."""
    uvicorn.run(
        create_app(settings), host=host, port=port, log_config=LOG_CONFIG, server_header=False, date_header=True
    )


# What is loaded stays: no search for garbage, the one at the end of the process included, goes through it again.
gc.freeze()
