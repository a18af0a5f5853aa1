"""Dấu phiên trong trình duyệt: the cookies of a session and of a guest's forms; nothing else is ever set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import Response

    from app.services.accounts import SignedIn
    from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Cookies:
    """Tên và tính chất của dấu phiên: behind https they are Secure and bound to this very host (`__Host-`)."""

    is_https: bool

    @classmethod
    def of(cls, settings: Settings) -> Cookies:
        """Return those of a service at that public address."""
        return cls(settings.base_url.startswith("https://"))

    def session(self, request: Request) -> str | None:
        """Return the secret of the visitor's session."""
        return request.cookies.get(self._name("phien"))

    def guest(self, request: Request) -> str | None:
        """Return the mark of a visitor who has not signed in."""
        return request.cookies.get(self._name("khach"))

    def set_session(self, response: Response, signed_in: SignedIn) -> None:
        """Let the browser keep the secret of a session until it ends, by its own clock, which may be another."""
        session = signed_in.session
        self._set(response, "phien", signed_in.secret, int((session.ends_at - session.started_at).total_seconds()))

    def set_guest(self, response: Response, mark: str) -> None:
        """Let the browser keep the mark of a guest until it is closed."""
        self._set(response, "khach", mark, None)

    def end_session(self, response: Response) -> None:
        """Let the browser forget the session."""
        response.delete_cookie(self._name("phien"), path="/", secure=self.is_https, httponly=True, samesite="lax")

    def _set(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        # Lax: whoever follows a link from a letter is to arrive signed in; forms carry a token besides.
        response.set_cookie(
            self._name(name),
            value,
            max_age=seconds,
            path="/",
            secure=self.is_https,
            httponly=True,
            samesite="lax",
        )

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.is_https else f"kiemtra-{name}"
