"""Liên kết một lần: opens an account, gives it a new password, or sets up the first account of the service.

A link that cannot be used, whatever the reason, is answered as one that never was: same words, same status, same work.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from app.db.store import Store
from app.domain.account_details import account_details
from app.domain.accounts import Account, Invitation
from app.domain.errors import InvalidInput, Refused
from app.domain.password_strength import SHORTEST
from app.domain.vietnamese import moment_words
from app.services.accounts import end_session, sign_in_trusted
from app.services.invitations import accept_invitation, accept_set_up, invitation_behind
from app.services.passwords import Passwords
from app.web.deps import FormDep, NowDep, SettingsDep, StoreDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, Field, FormFaults, form_faults
from app.web.new_passwords import NEW, NewPassword
from app.web.pages import page
from app.web.route_table import READ
from app.web.sign_in_page import answer_signed_in
from app.web.slowing import slowed

router = APIRouter()

INVITATION = "/loi-moi/{secret}"
_LOGIN = Field(name="ten-dang-nhap", label="Tên đăng nhập")
_NAME = Field(name="ho-ten", label="Họ và tên")
_FIELDS = {"name": _NAME, "login": _LOGIN, "password": NEW}


@router.api_route(INVITATION, methods=READ)
def invitation_page(request: Request, secret: str, store: StoreDep, now: NowDep) -> HTMLResponse:
    """Show whose account a link opens and ask for a password, or for the first account; using it up takes the form."""
    link = invitation_behind(store, secret, now)
    return _closed_page(request) if link is None else _form_page(request, store, link, secret)


@router.post(INVITATION)
def accept(
    request: Request,
    secret: str,
    form: FormDep,
    store: StoreDep,
    visitor: VisitorDep,
    settings: SettingsDep,
    now: NowDep,
) -> Response:
    """Set the password, or open the first account, and sign in."""
    too_many = slowed(request, INVITATION.format(secret=secret))
    if too_many is not None:
        return too_many
    link = invitation_behind(store, secret, now)
    account = _opened(request, store, link, secret, form, now)
    if visitor.account is not None and visitor.session is not None and visitor.account.id != account.id:
        end_session(store, visitor.account, visitor.session.id, by=visitor.actor, at=now)
    signed_in = sign_in_trusted(
        store,
        account.id,
        device=request.headers.get("user-agent", ""),
        at=now,
        random_bytes=secrets.token_bytes,
        session_hours=settings.session_hours,
    )
    return answer_signed_in(request, signed_in, "/")


def _opened(
    request: Request, store: Store, link: Invitation | None, secret: str, form: FormData, now: datetime
) -> Account:
    """Return the account that the link has opened; raise Unsaved with the page that says why it has not."""
    password = NewPassword.of(form)
    login, name = str(form.get(_LOGIN.name, "")), str(form.get(_NAME.name, ""))
    passwords: Passwords = request.app.state.passwords
    faults = NO_FAULTS
    if link is not None and password.slip:
        named = account_details(login=login, name=name).faults if link.account is None else ()
        faults = FormFaults({**form_faults(InvalidInput(named), _FIELDS).by_field, **password.slip})
    try:
        if not faults.by_field:
            if link is not None and link.account is None:
                return accept_set_up(
                    store, secret, login=login, name=name, password=password.typed, at=now, passwords=passwords
                )
            return accept_invitation(store, secret, password.typed, at=now, passwords=passwords)
    except InvalidInput as error:
        faults = form_faults(error, _FIELDS) if link is not None else NO_FAULTS
    except Refused:
        link = None
    if link is None:
        raise Unsaved(_closed_page(request))
    raise Unsaved(_form_page(request, store, link, secret, login=login, name=name, faults=faults))


def _form_page(
    request: Request,
    store: Store,
    link: Invitation,
    secret: str,
    *,
    login: str = "",
    name: str = "",
    faults: FormFaults = NO_FAULTS,
) -> HTMLResponse:
    values: dict[str, Any] = {
        "path": INVITATION.format(secret=secret),
        "until": moment_words(link.expires_at),
        "shortest": SHORTEST,
        "faults": faults,
    }
    status = 422 if faults.by_field else 200
    if link.account is None:
        answer = page(request, "pages/accounts/set_up.html", status=status, login=login, name=name, **values)
    else:
        account = store.accounts.get(link.account)
        answer = page(request, "pages/accounts/invitation.html", status=status, account=account, **values)
    return _unkept(answer)


def _closed_page(request: Request) -> HTMLResponse:
    return _unkept(page(request, "pages/accounts/invitation_closed.html", status=410))


def _unkept(answer: HTMLResponse) -> HTMLResponse:
    """Return the answer, which no browser and nobody on the way is to keep."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
