"""Cửa vào qua hệ thống đăng nhập một lần: to the provider, and back from it."""

from __future__ import annotations

import logging
import secrets
import time

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from app.db.store import open_store
from app.domain.errors import Refused
from app.services.accounts import SignedIn
from app.services.sentences import refusal_sentence
from app.services.single_sign_on import sign_in_as
from app.web.deps import NowDep, SettingsDep
from app.web.held_forms import NEXT
from app.web.identity_provider import IdentityProvider, SignOnFailed
from app.web.route_table import READ
from app.web.sign_in_page import answer_signed_in, sign_in_page
from app.web.single_sign_on import RETURN, SIGN_ON, begun, begun_here, forget, keep, return_address

router = APIRouter()
_LOG = logging.getLogger("kiemtra")


@router.api_route(SIGN_ON, methods=READ)
def leave(request: Request, settings: SettingsDep) -> Response:
    """Send the browser to the provider."""
    provider = _provider(request)
    sign_on = begun(settings, request.query_params.get(NEXT, ""), time.time(), secrets.token_bytes)
    try:
        address = provider.authorization_address(
            redirect_uri=return_address(settings, request),
            state=sign_on.state,
            nonce=sign_on.nonce,
            verifier=sign_on.verifier,
        )
    except SignOnFailed as error:
        return _failed(request, error, sign_on.onward)
    answer = RedirectResponse(address, status_code=303)
    keep(answer, settings, sign_on)
    return _unkept(answer)


@router.get(RETURN)
def come_back(request: Request, settings: SettingsDep, now: NowDep) -> Response:
    """Sign in whoever the provider vouches for. Only GET: to ask for the headers alone would use the code up.

    The provider is asked first and the store opened then, for the one transaction of the session, which is committed
    before the answer is made: nobody waits for the provider while others wait to write.
    """
    provider = _provider(request)
    sign_on = begun_here(settings, request, time.time())
    if sign_on is None:
        return _refused(request, 400, Refused("sign_on.not_begun_here"), "")
    wait = request.app.state.throttles.wait(request, sign_on.state)
    if wait:
        answer = _refused(request, 429, Refused("sign_in.throttled", seconds=str(wait)), sign_on.onward)
        answer.headers["Retry-After"] = str(wait)
        return answer
    query = request.query_params
    try:
        if "error" in query:
            raise provider.refusal(query["error"])
        identity = provider.identity(
            code=query.get("code", ""),
            redirect_uri=return_address(settings, request),
            nonce=sign_on.nonce,
            verifier=sign_on.verifier,
            named=query.get("iss"),
        )
    except SignOnFailed as error:
        answer = _failed(request, error, sign_on.onward)
        forget(answer, settings)
        return answer
    outcome: SignedIn | Refused
    with open_store(request.app.state.engine) as store:
        try:
            outcome = sign_in_as(
                store,
                identity,
                device=request.headers.get("user-agent", ""),
                at=now,
                random_bytes=secrets.token_bytes,
                session_hours=settings.session_hours,
            )
        except Refused as error:
            # Caught within the transaction: the refusal stands in the log.
            outcome = error
    answer = (
        _refused(request, 401, outcome, sign_on.onward)
        if isinstance(outcome, Refused)
        else answer_signed_in(request, outcome, sign_on.onward)
    )
    forget(answer, settings)
    return _unkept(answer)


def _provider(request: Request) -> IdentityProvider:
    """Return the provider; raise 404 when the service has none."""
    provider: IdentityProvider | None = request.app.state.identity_provider
    if provider is None:
        raise HTTPException(404)
    return provider


def _failed(request: Request, error: SignOnFailed, onward: str) -> Response:
    _LOG.warning("single sign-on: %s", error.reason)
    return _refused(request, error.status, Refused(error.code), onward)


def _refused(request: Request, status: int, refusal: Refused, onward: str) -> Response:
    """Return the page for signing in with why it failed."""
    return _unkept(sign_in_page(request, status=status, onward=onward, refusal=refusal_sentence(refusal)))


def _unkept(answer: Response) -> Response:
    """Return the answer, of which nobody on the way and no browser keeps a copy: its address holds a code."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
