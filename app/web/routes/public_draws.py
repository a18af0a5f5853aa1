"""Chọn ngẫu nhiên, trang công khai: everybody sees each draw and sealed check, and can recompute it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from starlette.responses import HTMLResponse, Response

from app.db.store import Store
from app.domain.draws.public_addresses import CHECKS, DRAWS, check_path, draw_path
from app.domain.draws.records import record_of
from app.domain.draws.sealed import sealed_record
from app.domain.draws.shell_lines import FRAME_FILE, hashing_line, shell_lines
from app.domain.errors import NotFound
from app.domain.public_ledgers import last_hash
from app.domain.vietnamese import moment_words
from app.forms.draw_workbook import first_formulas, fits_workbook, render_draw_workbook
from app.web.deps import StoreDep, TodayDep
from app.web.downloads import MEDIA_TYPES
from app.web.draw_views import level_words, phase_tag, ticket_lines
from app.web.links import full_address
from app.web.pages import page, site_of
from app.web.public_draw_views import (
    attempt_links,
    former_code,
    ledger_rows,
    moments,
    result_lines,
)
from app.web.qr import qr_drawing
from app.web.route_table import READ
from app.web.validators import is_named

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.draws.draws import CommuneDraw
    from app.domain.public_ledgers import Json

router = APIRouter()

Code = Annotated[str, Path(max_length=200)]


@router.api_route(f"{DRAWS}/{{code}}.json", methods=READ)
def draw_record(request: Request, store: StoreDep, code: Code) -> Response:
    """Give the record from which anybody recomputes the draw, as `kiemtra draw show --json` writes it."""
    return _record(request, code, record_of(store.draws.get(code)))


@router.api_route(f"{DRAWS}/{{code}}/{FRAME_FILE}", methods=READ)
def draw_frame(request: Request, store: StoreDep, code: Code) -> Response:
    """Give the list to draw from, letter for letter as it is hashed."""
    content = store.draws.get(code).frame_text.encode()
    return _public(request, content, "text/plain; charset=utf-8", f'attachment; filename="{FRAME_FILE}"')


@router.api_route(f"{DRAWS}/{{code}}/bang-tinh.xlsx", methods=READ)
def draw_workbook(request: Request, store: StoreDep, code: Code) -> Response:
    """Give the workbook that recomputes every ticket by formulas alone; none for a list too long for it."""
    draw = store.draws.get(code)
    if not fits_workbook(draw):
        raise HTTPException(404)

    state = f"{code} {draw.commitment} {last_hash(draw.ledger)}"
    content = request.app.state.made_files.content(state, "bang-tinh.xlsx", lambda: render_draw_workbook(draw))
    return _public(request, content, MEDIA_TYPES[".xlsx"], 'attachment; filename="bang-tinh.xlsx"')


@router.api_route(f"{DRAWS}/{{code}}", methods=READ)
def draw_page(request: Request, store: StoreDep, today: TodayDep, code: Code) -> HTMLResponse:
    """Show the list, the commitment, the seed, the tickets, the result and the ledger of a draw."""
    draw = store.draws.get(code)
    plan = _plan(store, draw.plan)
    address = full_address(request, draw_path(code))
    return page(
        request,
        "pages/public/draw.html",
        site=site_of(plan) if plan else None,
        today=today,
        draw=draw,
        state=phase_tag(draw),
        what=level_words(plan, draw.kind) if plan else "đơn vị",
        path=draw_path(code),
        address=address,
        qr=qr_drawing(address),
        result=result_lines(draw),
        tickets=ticket_lines(draw),
        ledger=ledger_rows(draw.ledger, _names(draw)),
        moments=moments(draw.ledger),
        attempts=attempt_links(draw, store.draws.of_unit(draw.plan, draw.unit)),
        former=former_code(draw),
        shell=shell_lines(draw),
        formulas=first_formulas(len(draw.frame)),
        has_workbook=fits_workbook(draw),
    )


@router.api_route(f"{CHECKS}/{{code}}.json", methods=READ)
def check_record(request: Request, store: StoreDep, code: Code) -> Response:
    """Give the record of a sealed check; its unit is not in it before it is opened."""
    return _record(request, code, sealed_record(store.sealed_checks.get(code)))


@router.api_route(f"{CHECKS}/{{code}}", methods=READ)
def check_page(request: Request, store: StoreDep, today: TodayDep, code: Code) -> HTMLResponse:
    """Show what was committed to, and once it is open that the unit was fixed beforehand."""
    check = store.sealed_checks.get(code)
    plan, record, told = _plan(store, check.plan), sealed_record(check), check.told
    address = full_address(request, check_path(code))
    return page(
        request,
        "pages/public/sealed_check.html",
        site=site_of(plan) if plan else None,
        today=today,
        check=check,
        record=record,
        path=check_path(code),
        address=address,
        qr=qr_drawing(address),
        ledger=ledger_rows(check.ledger, {told.unit: told.unit_name} if told else {}),
        moments=moments(check.ledger),
        opens=moment_words(check.opens_at),
        shell=hashing_line(str(record["commitment_text"])) if check.is_open else "",
    )


def _plan(store: Store, key: str) -> PlanDossier | None:
    """Return the plan; None where it is no longer there."""
    try:
        return store.plans.dossier(key)
    except NotFound:
        return None


def _names(draw: CommuneDraw) -> dict[str, str]:
    return {unit.code: unit.name for unit in draw.frame}


def _record(request: Request, code: str, record: dict[str, Json]) -> Response:
    content = json.dumps(record, ensure_ascii=False, indent=1).encode() + b"\n"
    answer = _public(request, content, "application/json", f'inline; filename="{code}.json"')
    # Verifiers of others may fetch it from their own pages: nothing in it is meant for some alone.
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _public(request: Request, content: bytes, media_type: str, disposition: str) -> Response:
    """Return a file that is the same for everybody: whoever keeps it asks each time whether it still is the newest."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, no-cache", "Content-Disposition": disposition}
    if is_named(etag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
