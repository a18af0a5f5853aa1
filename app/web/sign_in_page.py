"""Trang đăng nhập: shown when asked for, and in the place of a form whose session has ended; and what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from app.web.cookies import Cookies
from app.web.form_tokens import token_for
from app.web.held_forms import NEXT, PREFIX, is_own_path
from app.web.pages import page
from app.web.single_sign_on import SIGN_ON
from app.web.visitors import Visitor

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import HTMLResponse

    from app.services.accounts import SignedIn
    from app.settings import Settings
    from app.web.held_forms import HeldForm


def sign_in_page(
    request: Request,
    *,
    status: int = 200,
    onward: str = "",
    form: HeldForm | None = None,
    login: str = "",
    refusal: str | None = None,
) -> HTMLResponse:
    """Return the page; `onward` is the path to go on to, `form` what was typed before, `refusal` why it failed."""
    return page(
        request,
        "pages/accounts/sign_in.html",
        status=status,
        login=login,
        refusal=refusal,
        has_form=form is not None,
        hidden=[
            *([(NEXT, form.path if form else onward)] if form or onward else []),
            *((PREFIX + name, value) for name, value in (form.fields if form else ())),
        ],
        sso=request.app.state.settings.sso_name,
        sso_address=f"{SIGN_ON}?{urlencode({NEXT: onward})}" if onward else SIGN_ON,
    )


def form_again_page(request: Request, form: HeldForm, *, status: int = 200) -> HTMLResponse:
    """Return a page that shows what is held of a form, with a button to send it now."""
    return page(request, "pages/accounts/form_again.html", status=status, form=form)


def answer_signed_in(request: Request, signed_in: SignedIn, onward: str, kept: HeldForm | None = None) -> Response:
    """Return the answer to whoever has just signed in: on to the path, or the form that was kept, to be sent now.

    A path that is not one of this service leads to the start instead.
    """
    settings: Settings = request.app.state.settings
    if kept is not None:
        token = token_for(settings.secret_key.get_secret_value(), signed_in.secret)
        request.state.visitor = Visitor(token=token, account=signed_in.account, session=signed_in.session)
        answer: Response = form_again_page(request, kept)
    else:
        answer = RedirectResponse(onward if is_own_path(onward) else "/", status_code=303)
    Cookies.of(settings).set_session(answer, signed_in)
    return answer
