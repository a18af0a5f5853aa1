"""Người truy cập: an account with one role, signed in, and the cookie that its browser would send."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from app.domain.accounts import AccountRole, RoleGrant
from app.services.accounts import sign_in_trusted
from bench.setting import WRITTEN_BY

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.accounts import Account
    from app.domain.plans import Plan

_COOKIE = "kiemtra-phien"


def planner_of(plan: Plan) -> RoleGrant:
    """Return the role of whoever draws up the plan."""
    return RoleGrant(role=AccountRole.PLANNER, province=plan.province, agency=plan.planning_agencies[0])


def account_with(store: Store, login: str, grant: RoleGrant) -> Account:
    """Open an account with that role."""
    account = store.accounts.add(login=login, name=login, email=None, **WRITTEN_BY)
    store.accounts.give(account, grant, **WRITTEN_BY)
    return store.accounts.get(account.id)


def signed_in(store: Store, login: str, grant: RoleGrant, at: datetime) -> str:
    """Open an account with that role, begin a session for it, and return the secret of the session."""
    account = account_with(store, login, grant)
    started = sign_in_trusted(
        store, account.id, device="bench", at=at, random_bytes=secrets.token_bytes, session_hours=10
    )
    return started.secret


def cookies(session: str | None) -> dict[str, str]:
    """Return the headers with which the browser of that session asks; none for a guest."""
    return {"Cookie": f"{_COOKIE}={session}"} if session is not None else {}
