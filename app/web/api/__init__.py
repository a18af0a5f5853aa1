"""API cho chương trình: the same use cases as the screens, in JSON, errors as problem details (RFC 9457)."""

from __future__ import annotations

from app.web.api import (
    accounts,
    adjustments,
    audit,
    drafts,
    feeds,
    new_plans,
    notices,
    openapi,
    plans,
    proposals,
    releases,
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
        feeds,
        accounts,
        audit,
    )
)
"""Every router of the API."""
