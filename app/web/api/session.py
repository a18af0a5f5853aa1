"""API: phiên làm việc."""

from __future__ import annotations

import secrets
from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from app.domain.errors import Refused
from app.services.accounts import end_session, sign_in
from app.services.sentences import refusal_sentence
from app.web.cookies import Cookies
from app.web.deps import NowDep, SettingsDep, StoreDep, VisitorDep
from app.web.form_tokens import token_for
from app.web.problem_json import problem

router = APIRouter(prefix="/api/session", tags=["Phiên làm việc"])


class SignIn(BaseModel):
    """Đăng nhập."""

    login: str = Field(max_length=200)
    password: str = Field(max_length=1000)


class SessionShape(BaseModel):
    """Phiên làm việc; `token` goes into the header X-CSRF-Token of whatever changes something."""

    login: str
    name: str
    roles: list[str]
    ends_at: datetime
    token: str


@router.get("")
def show_session(visitor: VisitorDep) -> SessionShape:
    """Phiên đang dùng."""
    account, session = visitor.signed_in, visitor.session
    assert session is not None  # noqa: S101 — an account is known by its session alone
    return SessionShape(
        login=account.login,
        name=account.name,
        roles=[grant.role.value for grant in account.grants],
        ends_at=session.ends_at,
        token=visitor.token,
    )


@router.post("", status_code=201, response_model=SessionShape)
def begin_session(request: Request, given: SignIn, store: StoreDep, settings: SettingsDep, now: NowDep) -> Response:
    """Đăng nhập."""
    wait = request.app.state.throttles.wait(request, given.login)
    if wait:
        refusal = Refused("sign_in.throttled", seconds=str(wait))
        answer = problem(429, refusal_sentence(refusal), code=refusal.code)
        answer.headers["Retry-After"] = str(wait)
        return answer
    try:
        signed_in = sign_in(
            store,
            given.login,
            given.password,
            device=request.headers.get("user-agent", ""),
            at=now,
            random_bytes=secrets.token_bytes,
            session_hours=settings.session_hours,
            passwords=request.app.state.passwords,
        )
    except Refused as error:
        # Returned, not raised: the refusal stands in the log.
        return problem(401, refusal_sentence(error), code=error.code)
    shape = SessionShape(
        login=signed_in.account.login,
        name=signed_in.account.name,
        roles=[grant.role.value for grant in signed_in.account.grants],
        ends_at=signed_in.session.ends_at,
        token=token_for(settings.secret_key.get_secret_value(), signed_in.secret),
    )
    begun = JSONResponse(shape.model_dump(mode="json"), status_code=201)
    Cookies.of(settings).set_session(begun, signed_in)
    return begun


@router.delete("", status_code=204)
def finish_session(store: StoreDep, visitor: VisitorDep, settings: SettingsDep, now: NowDep) -> Response:
    """Đăng xuất."""
    if visitor.account is not None and visitor.session is not None:
        end_session(store, visitor.account, visitor.session.id, by=visitor.actor, at=now)
    ended = Response(status_code=204)
    Cookies.of(settings).end_session(ended)
    return ended
