"""Lỗi trả lời cho chương trình: problem details in JSON (RFC 9457), for everything under /api."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.datastructures import Headers

API = "/api"
MEDIA_TYPE = "application/problem+json"


def is_for_program(request: Request) -> bool:
    """Say whether the answer goes to a program rather than to a page."""
    return request.url.path.startswith(f"{API}/")


def is_json(headers: Headers) -> bool:
    """Say whether what is sent is JSON."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def problem(status: int, *sentences: str, code: str = "") -> Response:
    """Return a problem: `detail` is what to tell the user, in Vietnamese; `code` is for the program."""
    content: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if sentences:
        content["detail"] = "\n".join(sentences)
    if code:
        content["code"] = code
    return Response(json.dumps(content, ensure_ascii=False).encode(), status_code=status, media_type=MEDIA_TYPE)
