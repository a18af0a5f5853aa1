"""Cửa vào: sign in, sign out."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import Refused
from app.services.accounts import end_session, sign_in
from app.services.sentences import refusal_sentence
from app.web.cookies import Cookies
from app.web.deps import FormDep, NowDep, SettingsDep, StoreDep, VisitorDep
from app.web.held_forms import NEXT, SIGN_IN, held_again
from app.web.route_table import READ
from app.web.sign_in_page import answer_signed_in, sign_in_page

router = APIRouter()


@router.api_route(SIGN_IN, methods=READ)
def sign_in_form(request: Request) -> HTMLResponse:
    """Show the page for signing in."""
    return sign_in_page(request, onward=request.query_params.get(NEXT, ""))


@router.post(SIGN_IN)
def sign_in_here(request: Request, form: FormDep, store: StoreDep, settings: SettingsDep, now: NowDep) -> Response:
    """Sign in and go on; what was typed before the session ended is shown again, to be sent."""
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    values = dict(fields)
    onward, login = values.get(NEXT, ""), values.get("ten-dang-nhap", "")
    kept = held_again(onward, fields)
    wait = request.app.state.throttles.wait(request, login)
    if wait:
        refusal = refusal_sentence(Refused("sign_in.throttled", seconds=str(wait)))
        answer = sign_in_page(request, status=429, onward=onward, form=kept, login=login, refusal=refusal)
        answer.headers["Retry-After"] = str(wait)
        return answer
    try:
        signed_in = sign_in(
            store,
            login,
            values.get("mat-khau", ""),
            device=request.headers.get("user-agent", ""),
            at=now,
            random_bytes=secrets.token_bytes,
            session_hours=settings.session_hours,
            passwords=request.app.state.passwords,
        )
    except Refused as error:
        # Returned, not raised: the refusal stands in the log.
        return sign_in_page(request, status=401, onward=onward, form=kept, login=login, refusal=refusal_sentence(error))
    return answer_signed_in(request, signed_in, onward, kept)


@router.post("/dang-xuat")
def sign_out(store: StoreDep, visitor: VisitorDep, settings: SettingsDep, now: NowDep) -> Response:
    """End the session and forget it; whoever has none is sent to sign in all the same."""
    if visitor.account is not None and visitor.session is not None:
        end_session(store, visitor.account, visitor.session.id, by=visitor.actor, at=now)
    answer = RedirectResponse(SIGN_IN, status_code=303)
    Cookies.of(settings).end_session(answer)
    # The back button would show pages from the browser's store without asking (Clear Site Data, 3.1).
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
