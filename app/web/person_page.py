"""Trang của một tài khoản: shown when asked for, and in the place of an act on it that was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Path

from app.domain.vietnamese import moment_words
from app.services.accounts import account_detail
from app.services.sentences import refusal_sentence
from app.web.account_views import role_lines
from app.web.errors import Unsaved
from app.web.pages import page

if TYPE_CHECKING:
    from datetime import datetime

    from fastapi import Request
    from starlette.responses import HTMLResponse

    from app.db.store import Store
    from app.domain.errors import DomainError
    from app.web.visitors import Visitor

PEOPLE = "/quan-tri/tai-khoan"
DONE = "xong"
"""The query that says what was just done: a key of the messages in the templates."""

AccountId = Annotated[int, Path(ge=1, le=2**31 - 1)]


def account_page(
    request: Request,
    store: Store,
    visitor: Visitor,
    account_id: int,
    now: datetime,
    *,
    done: str = "",
    refusal: str = "",
    status: int = 200,
) -> HTMLResponse:
    """Return the page of an account; raise NotFound for one that the visitor does not see."""
    detail = account_detail(store, visitor.signed_in, account_id, now)
    return page(
        request,
        "pages/accounts/person.html",
        status=status,
        account=detail.account,
        roles=role_lines(store, detail.account.grants),
        givable=detail.givable,
        is_managed=detail.is_managed,
        is_own=detail.account.id == visitor.signed_in.id,
        link_until=moment_words(detail.link.expires_at) if detail.link is not None else "",
        link_by=detail.link.made_by if detail.link is not None else "",
        sessions=detail.sessions,
        disabled=moment_words(detail.account.disabled_at) if detail.account.disabled_at is not None else "",
        done=done,
        refusal=refusal,
    )


def refused_here(
    request: Request, store: Store, visitor: Visitor, account_id: int, now: datetime, error: DomainError
) -> Unsaved:
    """Return what to raise when an act on the account was refused: its page as it stands, and why."""
    refusal = refusal_sentence(error)
    return Unsaved(account_page(request, store, visitor, account_id, now, refusal=refusal, status=409))
