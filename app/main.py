"""Ứng dụng web: the engine, the routes, the answers to errors, and the checks at start. No logic."""

from __future__ import annotations

import gc
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from fastapi import Depends, FastAPI

from app.db.engine import create_engine
from app.db.migrating import is_at_head, refuse_newer
from app.db.store import open_store
from app.domain.errors import Refused
from app.services.passwords import Passwords
from app.services.proposal_jobs import Searches
from app.services.proposal_use import outcome, searched
from app.settings import Settings, load_settings
from app.web import api
from app.web.deps import get_visitor
from app.web.errors import FaultPages, add_error_handlers
from app.web.feed_endpoint import feed_routes, feeds_first
from app.web.log_privacy import LOG_CONFIG
from app.web.route_table import refuse_missing
from app.web.routes import (
    adjustment,
    audit_log,
    batch_editor,
    busy_days,
    content,
    content_items,
    documents,
    draw_frames,
    draw_list,
    draw_papers,
    draw_targets,
    draws,
    form_editor,
    help_pages,
    home,
    invitations,
    my_work,
    new_plan,
    notices,
    outline_editor,
    outside_plans,
    own_account,
    people,
    people_roles,
    plan_settings,
    plans,
    proposals,
    public_draws,
    received,
    replanning,
    schedule_editor,
    sealed_checks,
    session,
    single_sign_on,
    standing,
    subscriptions,
    system,
    targets,
    team_editor,
    units,
    versions,
)
from app.web.security import BoundedRequests, OwnHosts, SecurityHeaders
from app.web.set_files import MadeFiles
from app.web.single_sign_on import identity_provider_of
from app.web.static_folder import StaticFolder
from app.web.templating import STATIC
from app.web.throttles import Throttles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] | None = None) -> FastAPI:
    """Return the app over the database of the settings; `clock` gives the present moment in UTC, else the settings do.

    Raise Refused when the database is not at head, or the table of routes does not name each route and who may use it.
    """
    settings = settings or load_settings()
    engine = create_engine(settings.database_url)
    try:
        return _app_over(engine, settings, clock)
    except Refused:
        engine.dispose()
        raise


def _app_over(engine: Any, settings: Settings, clock: Callable[[], datetime] | None) -> FastAPI:
    refuse_newer(engine)
    if not is_at_head(engine):
        raise Refused("database.not_initialised")
    app = FastAPI(
        title="Kế hoạch kiểm tra",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_closing,
        dependencies=[Depends(get_visitor)],
    )
    app.state.settings, app.state.engine, app.state.clock = settings, engine, clock or settings.now
    app.state.made_files, app.state.throttles, app.state.passwords = MadeFiles(), Throttles(), Passwords()
    app.state.searches = Searches(lambda: open_store(engine), app.state.clock, searched, outcome)
    app.state.identity_provider = identity_provider_of(settings)
    for module in (
        session,
        single_sign_on,
        invitations,
        home,
        new_plan,
        plans,
        targets,
        plan_settings,
        schedule_editor,
        team_editor,
        batch_editor,
        outside_plans,
        busy_days,
        units,
        my_work,
        subscriptions,
        proposals,
        replanning,
        documents,
        draw_list,
        draw_frames,
        draws,
        draw_papers,
        draw_targets,
        standing,
        versions,
        outline_editor,
        form_editor,
        content,
        content_items,
        adjustment,
        notices,
        received,
        sealed_checks,
        own_account,
        people,
        people_roles,
        audit_log,
        help_pages,
        public_draws,
        system,
    ):
        app.include_router(module.router)
    for router in api.ROUTERS:
        app.include_router(router)
    app.router.routes.extend(feed_routes(engine, settings))
    app.mount("/static", StaticFolder(directory=STATIC), name="static")
    add_error_handlers(app)
    refuse_missing(app.router.routes)
    app.add_middleware(BoundedRequests)
    app.add_middleware(OwnHosts, hosts=settings.hosts)
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
        feeds_first(create_app(settings)),
        host=host,
        port=port,
        log_config=LOG_CONFIG,
        server_header=False,
        date_header=True,
    )


# What is loaded stays: no search for garbage, the one at the end of the process included, goes through it again.
gc.freeze()
