"""Giấy tờ của lần chọn ngẫu nhiên: the minutes and the notice of the result, to download."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app.domain.draws.public_addresses import draw_path
from app.web.deps import Key, SeenDep, StoreDep
from app.web.downloads import file_response
from app.web.links import full_address
from app.web.route_table import READ

router = APIRouter()

_ATTEMPT = "/ke-hoach/{plan_key}/chon-xa/{unit_key}/{attempt}"

Attempt = Annotated[int, Path(ge=1, le=1_000_000)]


@router.api_route(_ATTEMPT + "/bien-ban.docx", methods=READ)
def minutes(request: Request, store: StoreDep, seen: SeenDep, unit_key: Key, attempt: Attempt) -> Response:
    """Download the minutes of a draw that has its result."""
    from app.services.draw_papers import draw_of_attempt, minutes_paper  # noqa: PLC0415 — Word is loaded for a file alone

    draw = draw_of_attempt(store, seen.dossier.plan.key, unit_key, attempt)
    content = minutes_paper(store, draw, full_address(request, draw_path(draw.code)))
    return file_response(content, f"Biên bản chọn ngẫu nhiên {draw.unit_name} lần {attempt}.docx")


@router.api_route(_ATTEMPT + "/thong-bao-ket-qua.docx", methods=READ)
def result_notice(request: Request, store: StoreDep, seen: SeenDep, unit_key: Key, attempt: Attempt) -> Response:
    """Download the notice of what was drawn, replacements included."""
    from app.services.draw_papers import draw_of_attempt, result_notice_paper  # noqa: PLC0415 — Word is loaded for a file alone

    draw = draw_of_attempt(store, seen.dossier.plan.key, unit_key, attempt)
    content = result_notice_paper(store, draw, full_address(request, draw_path(draw.code)))
    return file_response(content, f"Thông báo kết quả chọn ngẫu nhiên {draw.unit_name} lần {attempt}.docx")
