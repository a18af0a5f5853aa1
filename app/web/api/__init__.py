"""API cho chương trình: the same use cases as the screens, in JSON, errors as problem details (RFC 9457)."""

from __future__ import annotations

from app.web.api import (
    accounts,
    adjustments,
    audit,
    drafts,
    draw_targets,
    draws,
    feeds,
    new_plans,
    notices,
    openapi,
    plans,
    proposals,
    releases,
    sealed_checks,
    session,
    standing,
    teams,
    visits,
)

ROUTERS = tuple(
    module.router
    for module in (
        openapi,
        session,
        new_plans,
        plans,
        drafts,
        visits,
        teams,
        releases,
        standing,
        proposals,
        adjustments,
        notices,
        draws,
        draw_targets,
        sealed_checks,
        feeds,
        accounts,
        audit,
    )
)
"""Every router of the API."""
