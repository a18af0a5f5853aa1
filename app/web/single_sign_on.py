"""Đăng nhập qua hệ thống của tỉnh: what binds a sign-on to the browser that began it, from leaving to coming back.

The browser keeps one short-lived, signed cookie. State, nonce and the verifier of PKCE are made from it and the
server's secret, so that the verifier stands nowhere and each holds for this sign-on alone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.web.cookies import Cookies
from app.web.held_forms import is_own_path
from app.web.identity_provider import IdentityProvider

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request
    from starlette.responses import Response

    from app.settings import Settings

SIGN_ON = "/dang-nhap/sso"
RETURN = f"{SIGN_ON}/ve"
LASTS_SECONDS = 600
"""How long somebody may take at the provider."""

_MARK_BYTES = 24
_MOST_ONWARD = 1000
"""Letters of a path to go on to: the cookie that holds it must stay small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOn:
    """Lượt đăng nhập: begun in one browser, over at `ends` (seconds since 1970), then on to the path `onward`."""

    state: str
    nonce: str
    verifier: str
    onward: str
    ends: int
    cookie: str


def identity_provider_of(settings: Settings) -> IdentityProvider | None:
    """Return the provider that the settings name, None when they name none, or not all that it takes."""
    secret = settings.sso_client_secret.get_secret_value()
    if not (settings.sso_issuer and settings.sso_client_id and secret and settings.sso_name):
        return None
    return IdentityProvider(settings.sso_issuer, settings.sso_client_id, secret)


def begun(settings: Settings, onward: str, now: float, random_bytes: Callable[[int], bytes]) -> SignOn:
    """Return a sign-on that begins now; a path that is not one of this service is forgotten."""
    is_kept = is_own_path(onward) and len(onward) <= _MOST_ONWARD
    content: dict[str, object] = {
        "mark": random_bytes(_MARK_BYTES).hex(),
        "onward": onward if is_kept else "",
        "ends": int(now) + LASTS_SECONDS,
    }
    payload = base64.urlsafe_b64encode(json.dumps(content).encode()).decode()
    return _sign_on(settings, content, f"{payload}.{_made_from(settings, 'cookie', payload)}")


def begun_here(settings: Settings, request: Request, now: float) -> SignOn | None:
    """Return the sign-on that this very browser began and that the request comes back from; None for any other."""
    cookie = request.cookies.get(_name(settings), "")
    payload, _, signature = cookie.partition(".")
    if not hmac.compare_digest(signature.encode(), _made_from(settings, "cookie", payload).encode()):
        return None
    sign_on = _sign_on(settings, json.loads(base64.urlsafe_b64decode(payload)), cookie)
    is_same = hmac.compare_digest(request.query_params.get("state", "").encode(), sign_on.state.encode())
    return sign_on if is_same and now < sign_on.ends else None


def keep(answer: Response, settings: Settings, sign_on: SignOn) -> None:
    """Let the browser keep the sign-on until it is over."""
    answer.set_cookie(
        _name(settings),
        sign_on.cookie,
        max_age=LASTS_SECONDS,
        path="/",
        secure=Cookies.of(settings).is_https,
        httponly=True,
        samesite="lax",  # sent along when the provider sends the browser back
    )


def forget(answer: Response, settings: Settings) -> None:
    """Let the browser forget the sign-on: each is for one return."""
    is_https = Cookies.of(settings).is_https
    answer.delete_cookie(_name(settings), path="/", secure=is_https, httponly=True, samesite="lax")


def return_address(settings: Settings, request: Request) -> str:
    """Return the address that the provider sends the browser back to: the public one, else the one on this machine."""
    base = settings.base_url.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
    return f"{base}{RETURN}"


def _sign_on(settings: Settings, content: dict[str, Any], cookie: str) -> SignOn:
    mark = content["mark"]
    return SignOn(
        state=_made_from(settings, "state", mark),
        nonce=_made_from(settings, "nonce", mark),
        verifier=_made_from(settings, "verifier", mark),
        onward=content["onward"],
        ends=content["ends"],
        cookie=cookie,
    )


def _made_from(settings: Settings, use: str, text: str) -> str:
    """Return 64 hexadecimal digits that only this server makes of the text, others for each use."""
    secret = settings.secret_key.get_secret_value().encode()
    return hmac.new(secret, f"sign-on|{use}|{text}".encode(), hashlib.sha256).hexdigest()


def _name(settings: Settings) -> str:
    return "__Host-dang-nhap" if Cookies.of(settings).is_https else "kiemtra-dang-nhap"
