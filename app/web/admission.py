"""Xét vào cửa: before each request is answered, who it is and whether the table of routes lets them in."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, assert_never

from app.domain.access import (
    ADMINISTRATORS,
    PLANNERS,
    can_invite,
    check_can_administer,
    check_can_begin_plans,
    check_can_change_plan,
    check_can_lead_plan,
    check_can_read_plan,
    check_can_read_unit,
)
from app.domain.errors import NotAllowed, NotFound
from app.services.accounts import session_of
from app.services.seeing import SeenPlan, plan_seen_by
from app.web.audiences import Audience
from app.web.cookies import Cookies
from app.web.form_tokens import FIELD, HEADER, comes_from_here, is_token, token_for
from app.web.held_forms import NEXT, SIGN_IN, HeldForm, held, held_again
from app.web.problem_json import is_for_program, is_json
from app.web.route_table import READ, audience_of
from app.web.visitors import Visitor

if TYPE_CHECKING:
    from datetime import datetime

    from fastapi import Request
    from starlette.datastructures import FormData

    from app.db.store import Store
    from app.domain.accounts import Account
    from app.settings import Settings

KEY = "[a-z0-9-]+"
"""Khóa trên đường dẫn: whatever is not an ASCII slug names nothing, and the database is not asked for it."""
_GUEST_BYTES = 16
_OF_PLAN = {
    Audience.PLANNERS: check_can_change_plan,
    Audience.PLAN_LEADERS: check_can_lead_plan,
    Audience.PLAN_READERS: check_can_read_plan,
}
"""What decides on those who have to do with a plan as a whole."""


class SignInNeeded(Exception):
    """Cần đăng nhập: nobody is signed in, or no longer; `form` is what they had typed, None for a page."""

    def __init__(self, form: HeldForm | None) -> None:
        super().__init__("sign in needed")
        self.form = form


class FormNotOurs(Exception):
    """Biểu mẫu không do trang này đưa ra cho người này; `form` is what to show again when it may have been."""

    def __init__(self, form: HeldForm | None) -> None:
        super().__init__("form token")
        self.form = form


def admit(request: Request, store: Store, form: FormData, settings: Settings, now: datetime) -> Visitor:
    """Return who the request comes from, and keep in its state what of a plan they see.

    Raises SignInNeeded, FormNotOurs, NotAllowed, and NotFound where they are not to know that there is such a thing.
    """
    audience = audience_of(request.method, request.scope["route"].path)
    if audience is None:
        raise NotAllowed(ADMINISTRATORS)
    if audience is Audience.MACHINES:
        return Visitor(token="")
    visitor = _visitor(request, store, settings, now)
    request.state.visitor = visitor
    if visitor.account is None and audience not in {Audience.EVERYONE, Audience.SECRET_HOLDERS}:
        raise SignInNeeded(None if request.method in READ else held(request.url.path, _texts(form)))
    if request.method not in READ:
        _check_form(request, form, visitor)
    if visitor.account is not None:
        _check_audience(audience, request, store, visitor.account)
    return visitor


def _visitor(request: Request, store: Store, settings: Settings, now: datetime) -> Visitor:
    server_secret, cookies = settings.secret_key.get_secret_value(), Cookies.of(settings)
    secret = cookies.session(request)
    found = session_of(store, secret, now) if secret else None
    if secret and found is not None:
        account, session = found
        return Visitor(token=token_for(server_secret, secret), account=account, session=session)
    guest = cookies.guest(request)
    if guest is None:
        guest = secrets.token_urlsafe(_GUEST_BYTES)
        request.state.new_guest = guest
    return Visitor(token=token_for(server_secret, guest))


def _check_form(request: Request, form: FormData, visitor: Visitor) -> None:
    if not comes_from_here(request.headers):
        raise FormNotOurs(None)
    if visitor.account is None and is_for_program(request) and is_json(request.headers):
        # No page of another site can send JSON without leave (Fetch, CORS), and there is no session to abuse.
        return
    found = form.get(FIELD) or request.headers.get(HEADER) or ""
    if not is_token(str(found), visitor.token):
        # It was sent from a page of ours, and yet with another token: signed in or out in another window meanwhile.
        has_said_so = "origin" in request.headers or "sec-fetch-site" in request.headers
        raise FormNotOurs(_shown_again(request.url.path, _texts(form)) if has_said_so else None)


def _check_audience(audience: Audience, request: Request, store: Store, account: Account) -> None:
    match audience:
        case Audience.MACHINES | Audience.EVERYONE | Audience.SECRET_HOLDERS | Audience.SIGNED_IN:
            pass
        case Audience.ADMINISTRATORS:
            check_can_administer(account)
        case Audience.INVITERS:
            if not can_invite(account):
                raise NotAllowed(PLANNERS)
        case Audience.ANY_PLANNER:
            check_can_begin_plans(account)
        case Audience.PARTIES:
            _see(request, store, account)
        case Audience.PLANNERS | Audience.PLAN_LEADERS | Audience.PLAN_READERS:
            _OF_PLAN[audience](_see(request, store, account).standing)
        case Audience.UNIT_READERS:
            check_can_read_unit(_see(request, store, account).standing, request.path_params["unit_key"])
        case _:
            assert_never(audience)


def _see(request: Request, store: Store, account: Account) -> SeenPlan:
    key = request.path_params["plan_key"]
    if re.fullmatch(KEY, key) is None:
        raise NotFound("plan", key)
    seen = plan_seen_by(store, account, key)
    request.state.seen = seen
    return seen


def _shown_again(path: str, fields: list[tuple[str, str]]) -> HeldForm | None:
    """Return what of a form is shown to be sent again: of the one for signing in, the form that it carried."""
    return held_again(dict(fields).get(NEXT, ""), fields) if path == SIGN_IN else held(path, fields)


def _texts(form: FormData) -> list[tuple[str, str]]:
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
