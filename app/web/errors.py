"""Trả lời khi có lỗi: one table of statuses, a page for people, and for a fault of ours a reference into the log."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, cast

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.domain.errors import DomainError, Gone, InvalidInput, NotFound, Refused, StaleVersion
from app.services.sentences import fault_sentence, refusal_sentence
from app.web.pages import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI, Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    Gone: 410,
    InvalidInput: 422,
    StaleVersion: 409,
    Refused: 409,
}
UNAVAILABLE = 503
"""Status of a Refused whose code begins with `database.`: nothing is wrong with the request, others will fare alike."""

_TOLD = {404, 405, 409, 410, 422, UNAVAILABLE}
_ANY_OTHER = 400
_RETRY_SECONDS = 60
_LOG = logging.getLogger("kiemtra")


def status_of(error: DomainError) -> int:
    """Return the HTTP status that answers an error."""
    if error.code.startswith("database."):
        return UNAVAILABLE
    return STATUS[type(error)]


def add_error_handlers(app: FastAPI) -> None:
    """Give the app its answers to errors; `FaultPages` stands around it for the faults of the program."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _not_understood)


class FaultPages:
    """ASGI piece inside the security headers: a fault gets a page with a short reference; the log has its trace."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a fault after the answer has begun goes further, so that the connection breaks."""
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            reference = secrets.token_hex(4)
            _LOG.error("fault %s", reference, exc_info=error)
            if has_begun or scope["type"] != "http":
                raise
            await page("pages/errors/500.html", status=500, reference=reference)(scope, receive, send)


def _domain_error(_request: Request, raised: Exception) -> Response:
    error = cast("DomainError", raised)
    status = status_of(error)
    if status != UNAVAILABLE:
        return _page(status, _sentences(error))
    _LOG.error("%s", refusal_sentence(error))
    answer = _page(status)
    answer.headers["Retry-After"] = str(_RETRY_SECONDS)
    return answer


def _http_error(_request: Request, error: Exception) -> Response:
    answer = _page(getattr(error, "status_code", _ANY_OTHER))
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


def _not_understood(_request: Request, raised: Exception) -> Response:
    """Answer a request that is not of the right form; an address that cannot be anybody's leads nowhere."""
    error = cast("RequestValidationError", raised)
    return _page(404 if all(fault["loc"][0] == "path" for fault in error.errors()) else 422)


def _sentences(error: DomainError) -> list[str]:
    if isinstance(error, InvalidInput):
        return [fault_sentence(fault) for fault in error.faults]
    return [refusal_sentence(error)]


def _page(status: int, sentences: Sequence[str] = ()) -> Response:
    name = status if status in _TOLD else _ANY_OTHER
    return page(f"pages/errors/{name}.html", status=status, sentences=sentences)
