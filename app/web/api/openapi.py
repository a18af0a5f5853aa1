"""Mô tả API (OpenAPI 3.1): made from the routes under /api alone."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import JSONResponse

from app.web.problem_json import API, MEDIA_TYPE
from app.web.route_table import every_route

router = APIRouter(prefix=API, include_in_schema=False)

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "Lời báo cho người dùng, mỗi lỗi một dòng."},
        "code": {"type": "string", "description": "Mã lỗi cho chương trình."},
    },
}
_ANSWERS = {
    "400": "Yêu cầu không hiểu được",
    "401": "Cần đăng nhập",
    "403": "Không có quyền, hoặc thiếu mã biểu mẫu",
    "404": "Không có, hoặc không dành cho tài khoản này",
    "409": "Chưa thực hiện được",
    "413": "Nội dung quá lớn",
    "422": "Dữ liệu chưa đúng",
    "429": "Quá nhiều lần thử",
    "503": "Tạm thời không phục vụ được",
}


@router.get("/openapi.json")
def description(request: Request) -> JSONResponse:
    """Return the description of the API."""
    return JSONResponse(described(request))


def described(request: Request) -> dict[str, Any]:
    """Return the OpenAPI document of the app, each operation with the problems that it may answer."""
    routes = [route for route in every_route(request.app.routes) if getattr(route, "path", "").startswith(API)]
    document = get_openapi(
        title="API kế hoạch kiểm tra",
        version="1",
        summary="Cùng các việc như trên trang, cho chương trình.",
        description=(
            "Đăng nhập bằng POST /api/session; phiên giữ trong cookie. Mỗi lần gửi thay đổi, kèm tiêu đề X-CSRF-Token "
            "với mã nhận được khi đăng nhập. Lỗi trả về theo RFC 9457."
        ),
        routes=routes,
    )
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    components["securitySchemes"] = {"session": {"type": "apiKey", "in": "cookie", "name": "kiemtra-phien"}}
    document["security"] = [{"session": []}]
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, words in _ANSWERS.items():
                operation["responses"][status] = {
                    "description": words,
                    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    return document
