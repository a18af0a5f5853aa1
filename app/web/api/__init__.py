"""API cho chương trình: the same use cases as the screens, in JSON, errors as problem details (RFC 9457)."""

from __future__ import annotations

from app.web.api import accounts, audit, feeds, openapi, plans, releases, session

ROUTERS = tuple(module.router for module in (openapi, session, plans, releases, feeds, accounts, audit))
"""Every router of the API."""
