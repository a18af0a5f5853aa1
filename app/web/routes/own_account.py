"""Tài khoản của tôi: who I am here, my roles, my sessions, my password."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db.store import Store
from app.domain.errors import InvalidInput, NotFound, Refused
from app.domain.password_strength import SHORTEST
from app.domain.vietnamese import two_digits
from app.services.accounts import change_password, end_session, end_sessions, sessions_of
from app.services.sentences import refusal_sentence
from app.web.account_views import role_lines, session_lines
from app.web.deps import FormDep, NowDep, StoreDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, Field, FormFaults, form_faults
from app.web.new_passwords import NEW, NewPassword
from app.web.pages import page
from app.web.route_table import READ
from app.web.slowing import slowed
from app.web.visitors import Visitor

router = APIRouter()

OWN_ACCOUNT = "/tai-khoan"
_OLD = Field(name="mat-khau-cu", label="Mật khẩu đang dùng")
_DONE = "xong"
"""The query that says what was just done: a key of the messages in the template."""

SessionId = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.api_route(OWN_ACCOUNT, methods=READ)
def own_account(
    request: Request,
    store: StoreDep,
    visitor: VisitorDep,
    now: NowDep,
    done: Annotated[str, Query(alias=_DONE, max_length=20)] = "",
) -> HTMLResponse:
    """Show the own account."""
    return _page(request, store, visitor, now, done=done)


@router.post(f"{OWN_ACCOUNT}/mat-khau")
def new_password(request: Request, form: FormDep, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Change the password; all other sessions end."""
    account, password = visitor.signed_in, NewPassword.of(form)
    too_many = slowed(request, account.login)
    if too_many is not None:
        return too_many
    faults = FormFaults(password.slip)
    try:
        if not faults.by_field:
            change_password(
                store,
                account,
                str(form.get(_OLD.name, "")),
                password.typed,
                session=visitor.session.id if visitor.session else None,
                passwords=request.app.state.passwords,
                by=visitor.actor,
                at=now,
            )
            return _done("mat-khau")
    except InvalidInput as error:
        faults = form_faults(error, {"password": NEW})
    except Refused as error:
        faults = FormFaults({_OLD.name: refusal_sentence(error)})
    raise Unsaved(_page(request, store, visitor, now, faults=faults, status=422))


@router.post(f"{OWN_ACCOUNT}/phien/ket-thuc-khac")
def end_others(store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """End all sessions but this one."""
    current = visitor.session.id if visitor.session else None
    end_sessions(store, visitor.signed_in, except_session=current, by=visitor.actor, at=now)
    return _done("phien-khac")


@router.post(f"{OWN_ACCOUNT}/phien/{{session_id}}/ket-thuc")
def end_one(request: Request, session_id: SessionId, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """End one session; it may be this one, and is then followed by signing in."""
    try:
        end_session(store, visitor.signed_in, session_id, by=visitor.actor, at=now)
    except NotFound as error:
        # Over already, or of somebody else: the page does not tell which.
        refusal = refusal_sentence(error)
        raise Unsaved(_page(request, store, visitor, now, refusal=refusal, status=404)) from error
    return _done("phien")


def _done(what: str) -> RedirectResponse:
    return RedirectResponse(f"{OWN_ACCOUNT}?{_DONE}={what}", status_code=303)


def _page(
    request: Request,
    store: Store,
    visitor: Visitor,
    now: datetime,
    *,
    faults: FormFaults = NO_FAULTS,
    refusal: str = "",
    done: str = "",
    status: int = 200,
) -> HTMLResponse:
    account = visitor.signed_in
    sessions = session_lines(sessions_of(store, account, now), visitor.session)
    answer = page(
        request,
        "pages/accounts/own.html",
        status=status,
        account=account,
        roles=role_lines(store, account.grants),
        sessions=sessions,
        others=two_digits(sum(1 for session in sessions if not session.is_current)),
        shortest=SHORTEST,
        faults=faults,
        refusal=refusal,
        done=done,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
