"""Trả lời khi có lỗi: one table of statuses, a page for people, and for a fault of ours a reference into the log."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from app.domain.errors import DomainError, Gone, InvalidInput, NotAllowed, NotFound, Refused, StaleVersion
from app.services.sentences import audience_sentence, fault_sentence, refusal_sentence
from app.web.admission import FormNotOurs, SignInNeeded
from app.web.held_forms import NEXT, SIGN_IN
from app.web.pages import page
from app.web.problem_json import is_for_program, problem
from app.web.route_table import READ
from app.web.sign_in_page import form_again_page, sign_in_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Gone: 410,
    InvalidInput: 422,
    StaleVersion: 409,
    Refused: 409,
}
UNAVAILABLE = 503
"""Status of a Refused whose code begins with `database.`: nothing is wrong with the request, others will fare alike."""

_TOLD = {404, 405, 409, 410, 413, 414, 422, UNAVAILABLE}
_ANY_OTHER = 400
_RETRY_SECONDS = 60
_LOG = logging.getLogger("kiemtra")


class Unsaved(Exception):
    """Chưa lưu: the answer to a form whose content was refused; raised, so that nothing of the request is kept."""

    def __init__(self, answer: Response) -> None:
        super().__init__("unsaved")
        self.answer = answer


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
    app.add_exception_handler(SignInNeeded, _sign_in_needed)
    app.add_exception_handler(FormNotOurs, _form_not_ours)
    app.add_exception_handler(Unsaved, _unsaved)


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
            request = Request(scope)
            answer = (
                problem(500, refusal_sentence(Refused("fault", reference=reference)), code="fault")
                if is_for_program(request)
                else page(request, "pages/errors/500.html", status=500, reference=reference)
            )
            await answer(scope, receive, send)


def _domain_error(request: Request, raised: Exception) -> Response:
    error = cast("DomainError", raised)
    status = status_of(error)
    if status == UNAVAILABLE:
        _LOG.error("%s", refusal_sentence(error))
        answer = answer_page(request, status)
        answer.headers["Retry-After"] = str(_RETRY_SECONDS)
        return answer
    if is_for_program(request):
        return problem(status, *_sentences(error), code=error.code)
    if isinstance(error, NotAllowed):
        return _not_allowed(request, error)
    return answer_page(request, status, _sentences(error))


def _http_error(request: Request, error: Exception) -> Response:
    answer = answer_page(request, getattr(error, "status_code", _ANY_OTHER))
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


def _not_understood(request: Request, raised: Exception) -> Response:
    """Answer a request that is not of the right form; an address that cannot be anybody's leads nowhere."""
    error = cast("RequestValidationError", raised)
    return answer_page(request, 404 if all(fault["loc"][0] == "path" for fault in error.errors()) else 422)


def _not_allowed(request: Request, error: NotAllowed) -> Response:
    audience = audience_sentence(error.audience)
    return page(request, "pages/errors/403.html", status=403, audience=audience)


def _sign_in_needed(request: Request, raised: Exception) -> Response:
    """Lead to the page for signing in and back; what was typed in a form goes along."""
    error = cast("SignInNeeded", raised)
    if is_for_program(request):
        return problem(401, refusal_sentence(Refused("sign_in.needed")), code="sign_in.needed")
    if request.method in READ:
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{SIGN_IN}?{urlencode({NEXT: address})}", status_code=303)
    return sign_in_page(request, status=401, form=error.form)


def _form_not_ours(request: Request, raised: Exception) -> Response:
    error = cast("FormNotOurs", raised)
    if is_for_program(request):
        return problem(403, refusal_sentence(Refused("form.not_ours")), code="form.not_ours")
    if error.form is not None:
        return form_again_page(request, error.form, status=403)
    sentences = [refusal_sentence(Refused("form.not_ours"))]
    return page(request, "pages/errors/403.html", status=403, audience="", sentences=sentences)


def _unsaved(_request: Request, raised: Exception) -> Response:
    return cast("Unsaved", raised).answer


def _sentences(error: DomainError) -> list[str]:
    if isinstance(error, InvalidInput):
        return [fault_sentence(fault) for fault in error.faults]
    return [refusal_sentence(error)]


def answer_page(request: Request, status: int, sentences: Sequence[str] = ()) -> Response:
    """Return the page of a status, or the problem in JSON for a program."""
    if is_for_program(request):
        return problem(status, *sentences)
    name = status if status in _TOLD else _ANY_OTHER
    return page(request, f"pages/errors/{name}.html", status=status, sentences=sentences)
