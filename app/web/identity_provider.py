"""Hệ thống đăng nhập một lần: what is asked of the province's OpenID Connect provider, and what is believed of it.

Authorization code flow with PKCE (OpenID Connect Core 1.0, 3.1; Discovery 1.0; RFC 7636), over Authlib. The description
and the keys are fetched when they are needed and kept for a while; everything is bounded in time and size.
"""

from __future__ import annotations

import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey
from requests import RequestException

from app.services.single_sign_on import Identity
from app.settings import is_guarded
from app.web.outside_http import bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from joserfc.jwk import GuestProtocol, Key

SECONDS = 8.0
"""How long the provider may take for everything that one step of a sign-on asks of it."""
MOST_AT_ONCE = 8
"""Sign-ons that may wait for the provider at the same time: a slow one must not use up the threads of all pages."""
KEPT_SECONDS = 3600.0
"""How long the provider's description and keys are believed."""
RENEWED_SECONDS = 60.0
"""How soon the keys are asked for again when a token names one that is not among them (Core 1.0, 10.1.1)."""

_LEEWAY = 60
"""Seconds by which the clocks of two machines may differ."""
_LONGEST_SUBJECT = 255
"""Core 1.0, 2: `sub`."""
_OK = 200
_LEAST_BITS = 2048
"""RFC 7518, 3.3."""
_KEYS_OF = {"RS256": RSAKey, "ES256": ECKey}
_OWN_FAULTS = {
    "access_denied",
    "login_required",
    "interaction_required",
    "consent_required",
    "account_selection_required",
}
_ERROR_CODE = re.compile(r"[a-z_]{1,40}")

UNAVAILABLE = "sign_on.unavailable"
NOT_PROVEN = "sign_on.not_proven"
DECLINED = "sign_on.declined"
BUSY = "sign_on.busy"
_STATUS = {UNAVAILABLE: 502, NOT_PROVEN: 401, DECLINED: 401, BUSY: 503}


class SignOnFailed(Exception):
    """Đăng nhập một lần không thành: `code` names the sentence for the user, `reason` the fault for the log.

    Neither holds anything of a token, of a code or of the person.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return _STATUS[self.code]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Description:
    """What the provider says of itself (Discovery 1.0, 3)."""

    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str | None
    jwks_uri: str
    client_authentication: str
    names_itself: bool


class IdentityProvider:
    """Hệ thống đăng nhập một lần của tỉnh. `clock` gives seconds since 1970: tokens are measured by real time."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        *,
        clock: Callable[[], float] = time.time,
        seconds: float = SECONDS,
    ) -> None:
        self.issuer, self._client_id, self._client_secret = issuer, client_id, client_secret
        self._clock, self._seconds = clock, seconds
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._description: tuple[_Description, float] | None = None
        self._keys: tuple[tuple[Key, ...], float] | None = None

    def authorization_address(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        """Return the address that the browser is sent to; raise SignOnFailed."""
        with self._asking() as session:
            address: str
            address, _ = session.create_authorization_url(
                self._described(session).authorization_endpoint,
                redirect_uri=redirect_uri,
                state=state,
                nonce=nonce,
                code_verifier=verifier,
            )
            return address

    def refusal(self, error: str) -> SignOnFailed:
        """Return what follows from the error with which the provider sent the browser back (Core 1.0, 3.1.2.6)."""
        return SignOnFailed(DECLINED if error in _OWN_FAULTS else UNAVAILABLE, f"sent back with {_named(error)}")

    def identity(self, *, code: str, redirect_uri: str, nonce: str, verifier: str, named: str | None) -> Identity:
        """Return who signed on, proven by the token that the code is changed for; raise SignOnFailed.

        `named` is the issuer that the answer itself named, None for none (RFC 9207, 2.4).
        """
        with self._asking() as session:
            description = self._described(session)
            if named != self.issuer and (named is not None or description.names_itself):
                raise SignOnFailed(NOT_PROVEN, "another issuer in the answer")
            session.token_endpoint_auth_method = description.client_authentication
            token = session.fetch_token(
                description.token_endpoint,
                grant_type="authorization_code",
                code=code,
                redirect_uri=redirect_uri,
                code_verifier=verifier,
                allow_redirects=False,
            )
            claims = self._proven(session, description, token, nonce)
            if "email" not in claims and description.userinfo_endpoint:
                claims = _of_same(claims, self._fetched(session, description.userinfo_endpoint, withhold_token=False))
            return Identity(issuer=self.issuer, subject=claims["sub"], email=_verified_email(claims))

    def _proven(
        self, session: OAuth2Session, description: _Description, token: dict[str, Any], nonce: str
    ) -> dict[str, Any]:
        """Return the claims of an id token whose signature and content are right (Core 1.0, 3.1.3.7)."""
        signed = token.get("id_token")
        if not isinstance(signed, str):
            raise SignOnFailed(NOT_PROVEN, "no id token")

        def key_of(part: GuestProtocol) -> Key:
            return self._key(session, description, part.headers())

        options: dict[str, Any] = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self._client_id},
        }
        params = {"nonce": nonce, "client_id": self._client_id, "access_token": token.get("access_token")}
        try:
            opened = jwt.decode(signed, key_of, algorithms=list(_KEYS_OF))
            claims = CodeIDToken(opened.claims, opened.header, options, params)
            claims.validate(now=int(self._clock()), leeway=_LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            raise SignOnFailed(NOT_PROVEN, f"id token: {type(error).__name__}") from None
        subject = claims["sub"]
        if not (0 < len(subject) <= _LONGEST_SUBJECT and subject.isascii() and subject.isprintable()):
            raise SignOnFailed(NOT_PROVEN, "id token: sub")
        return dict(claims)

    def _key(self, session: OAuth2Session, description: _Description, header: dict[str, Any]) -> Key:
        """Return the key that a token says it was signed with; asked for anew when it is not among those kept."""
        keys, since = self._keys or ((), 0.0)
        age = self._clock() - since
        found = _among(keys, header) if age < KEPT_SECONDS else None
        if found is not None:
            return found
        if age < RENEWED_SECONDS:
            raise SignOnFailed(NOT_PROVEN, "id token: unknown key")
        listed = self._fetched(session, description.jwks_uri).get("keys")
        keys = tuple(_keys_in(listed if isinstance(listed, list) else []))
        self._keys = (keys, self._clock())
        found = _among(keys, header)
        if found is None:
            raise SignOnFailed(NOT_PROVEN, "id token: unknown key")
        return found

    def _described(self, session: OAuth2Session) -> _Description:
        if self._description is not None and self._clock() - self._description[1] < KEPT_SECONDS:
            return self._description[0]
        found = self._fetched(session, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise SignOnFailed(UNAVAILABLE, "description: another issuer than in KIEMTRA_SSO_ISSUER")
        methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        description = _Description(
            authorization_endpoint=self._endpoint(found, "authorization_endpoint"),
            token_endpoint=self._endpoint(found, "token_endpoint"),
            userinfo_endpoint=self._endpoint(found, "userinfo_endpoint") if "userinfo_endpoint" in found else None,
            jwks_uri=self._endpoint(found, "jwks_uri"),
            client_authentication="client_secret_basic" if "client_secret_basic" in methods else "client_secret_post",
            names_itself=found.get("authorization_response_iss_parameter_supported") is True,
        )
        self._description = (description, self._clock())
        return description

    def _endpoint(self, found: dict[str, Any], name: str) -> str:
        """Return an address that the provider names, unless what goes there would go over an open line."""
        address = found.get(name)
        if not isinstance(address, str) or not is_guarded(address):
            raise SignOnFailed(UNAVAILABLE, f"description: {name}")
        return address

    def _fetched(self, session: OAuth2Session, address: str, *, withhold_token: bool = True) -> dict[str, Any]:
        """Return the JSON object at an address of the provider, which is not followed to any other."""
        answer = session.get(address, withhold_token=withhold_token, allow_redirects=False)
        try:
            found = answer.json() if answer.status_code == _OK else None
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise SignOnFailed(UNAVAILABLE, f"answered {answer.status_code} without a JSON object")
        return found

    @contextmanager
    def _asking(self) -> Iterator[OAuth2Session]:
        """Give a session for one step; whatever goes wrong in it, on the way or in the answers, is a SignOnFailed."""
        if not self._turns.acquire(blocking=False):
            raise SignOnFailed(BUSY, "too many at once")
        session = OAuth2Session(
            self._client_id, self._client_secret, scope="openid email", code_challenge_method="S256", leeway=0
        )
        bounded(session, self._seconds)
        try:
            yield session
        except OAuthError as error:
            is_of_code = error.error == "invalid_grant"
            reason = f"token endpoint: {_named(error.error)}"
            raise SignOnFailed(NOT_PROVEN if is_of_code else UNAVAILABLE, reason) from None
        # An answer that is not JSON or not of the expected form is a ValueError, a TypeError or an AttributeError.
        except (RequestException, ValueError, TypeError, AttributeError) as error:
            raise SignOnFailed(UNAVAILABLE, type(error).__name__) from None
        finally:
            session.close()
            self._turns.release()


def _keys_in(listed: list[Any]) -> Iterator[Key]:
    """Yield the keys of a set, leaving out those that we cannot read (RFC 7517, 5)."""
    for entry in listed:
        try:
            yield JWKRegistry.import_key(entry)
        except (JoseError, ValueError, TypeError, KeyError):
            continue


def _among(keys: tuple[Key, ...], header: dict[str, Any]) -> Key | None:
    """Return the key that the header of a token means: by its name, or, when it names none, the only one that fits."""
    algorithm, name = header["alg"], header.get("kid")
    fitting = [
        key
        for key in keys
        if isinstance(key, _KEYS_OF[algorithm])
        and key.get("use") in {None, "sig"}
        and key.get("alg") in {None, algorithm}
        and (name is None or key.kid == name)
        and (not isinstance(key, RSAKey) or key.public_key.key_size >= _LEAST_BITS)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _of_same(claims: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Return the claims with those that the provider tells besides, if of the same person (Core 1.0, 5.3.2)."""
    if more.get("sub") != claims["sub"]:
        raise SignOnFailed(NOT_PROVEN, "userinfo: another sub")
    return {**more, **claims}


def _verified_email(claims: dict[str, Any]) -> str | None:
    """Return the e-mail address that the provider says it has verified; nothing but the value true says so."""
    email = claims.get("email")
    return email if isinstance(email, str) and claims.get("email_verified") is True else None


def _named(error: object) -> str:
    """Return the code of an error, when it is one, for the log."""
    return error if isinstance(error, str) and _ERROR_CODE.fullmatch(error) else "an unknown error"
