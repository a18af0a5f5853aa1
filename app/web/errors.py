"""Trả lời khi có lỗi: one table of statuses, a page for people."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.domain.errors import DomainError, Gone, InvalidInput, NotFound, Refused, StaleVersion
from app.web.pages import page

if TYPE_CHECKING:
    from fastapi import FastAPI, Request
    from starlette.responses import Response

STATUS: dict[type[Exception], int] = {
    NotFound: 404,
    Gone: 410,
    InvalidInput: 422,
    StaleVersion: 409,
    Refused: 409,
}
_PAGES = {404, 410}
_LOG = logging.getLogger("kiemtra")


def add_error_handlers(app: FastAPI) -> None:
    """Give the app its answers to errors."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(Exception, _fault)


def _domain_error(_request: Request, error: Exception) -> Response:
    return _page(STATUS[type(error)])


def _http_error(_request: Request, error: Exception) -> Response:
    headers = getattr(error, "headers", None) or {}
    answer = _page(getattr(error, "status_code", 500))
    answer.headers.update(headers)
    return answer


def _not_understood(_request: Request, _error: Exception) -> Response:
    return _page(404)


def _fault(_request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(4)
    _LOG.error("fault %s", reference, exc_info=error)
    return page("pages/errors/500.html", status=500, reference=reference)


def _page(status: int) -> Response:
    return page(f"pages/errors/{status if status in _PAGES else 404}.html", status=status)
