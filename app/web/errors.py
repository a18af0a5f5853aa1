"""Trả lời khi có lỗi: one table of statuses, a page for people."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.domain.errors import DomainError, Gone, InvalidInput, NotFound, Refused, StaleVersion
from app.services.sentences import refusal_sentence
from app.web.pages import page

if TYPE_CHECKING:
    from fastapi import FastAPI, Request
    from starlette.responses import Response

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    Gone: 410,
    InvalidInput: 422,
    StaleVersion: 409,
    Refused: 409,
}
_PAGES = {403, 404, 410, 429}
_LOG = logging.getLogger("kiemtra")


def add_error_handlers(app: FastAPI) -> None:
    """Give the app its answers to errors."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(Exception, _fault)


def _domain_error(request: Request, error: Exception) -> Response:
    status = STATUS[type(error)]
    return _page(request, status, refusal_sentence(error) if isinstance(error, DomainError) else "")


def _http_error(request: Request, error: Exception) -> Response:
    return _page(request, error.status_code if isinstance(error, HTTPException) else 500, "")


def _not_understood(request: Request, _error: Exception) -> Response:
    return _page(request, 404, "")


def _fault(request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(4)
    _LOG.error("fault %s", reference, exc_info=error)
    return page(request, "pages/errors/500.html", status=500, reference=reference)


def _page(request: Request, status: int, sentence: str) -> Response:
    name = status if status in _PAGES else 404
    return page(request, f"pages/errors/{name}.html", status=status, sentence=sentence)
