"""Trang hãm: the answer to whoever tries too often, the same whatever they try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.vietnamese import two_digits
from app.web.pages import page

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import HTMLResponse


def slowed(request: Request, name: str) -> HTMLResponse | None:
    """Take a turn for a name from the address of the request; return None, or the page that says how long to wait."""
    seconds: int = request.app.state.throttles.wait(request, name)
    if not seconds:
        return None
    answer = page(request, "pages/errors/429.html", status=429, wait=f"{two_digits(seconds)} giây")
    answer.headers["Retry-After"] = str(seconds)
    return answer
