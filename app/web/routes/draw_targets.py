"""Đưa kết quả chọn vào kế hoạch: units drawn of a cluster or class become targets of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.draws.targets import TargetRequest
from app.domain.errors import InvalidInput
from app.services.draw_targets import add_drawn_targets, drawn_targets
from app.services.sentences import outcome_sentence
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.draw_pages import PLACE
from app.web.draw_views import BASE
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, Field, FormFaults
from app.web.new_plan_forms import faults_on
from app.web.pages import plan_page
from app.web.route_table import READ

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.services.draw_targets import DrawnTargets
    from app.services.seeing import SeenPlan

router = APIRouter()

_PAGE = BASE + "/{unit_key}/dua-vao-ke-hoach"
_UNITS = Field(name="don-vi", label="Đơn vị được chọn")
_BATCH = Field(name="dot", label="Đợt")
_WITHDRAWN = Field(name="bo", label="Đơn vị bỏ khỏi kế hoạch")
_REST = Field(name="con-lai", label="Đối tượng còn lại ghi là")
_REASON = Field(name="ly-do", label="Lý do điều chỉnh")
_FIELDS = {"units": _UNITS, "batch": _BATCH, "withdrawn": _WITHDRAWN, "rest": _REST, "reason": _REASON}
_MARK = "dau-muc"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """Đơn vị được chọn, as the page lists it; `href` leads to its page where the plan inspects it."""

    name: str
    href: str


@router.api_route(_PAGE, methods=READ)
def drawn_targets_page(request: Request, unit_key: Key, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Show what was drawn beside what the plan inspects, and how the one comes into the other."""
    found = drawn_targets(seen.dossier, unit_key)
    typed = {_REASON.name: outcome_sentence("draw.adjustment_reason", unit=found.pool.name)}
    return _page(request, seen, found, today, typed, found.standing.gone, NO_FAULTS)


@router.post(_PAGE)
def put_into_the_plan(
    request: Request,
    plan_key: Key,
    unit_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Let the drawn units be targets of the plan."""
    found = drawn_targets(seen.dossier, unit_key)
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    withdrawn = tuple(value for value in form.getlist(_WITHDRAWN.name) if isinstance(value, str))
    asked = TargetRequest(batch=typed.get(_BATCH.name) or None, withdrawn=withdrawn, rest=typed.get(_REST.name, ""))
    try:
        add_drawn_targets(
            store,
            plan_key,
            unit_key,
            asked,
            reason=typed.get(_REASON.name, ""),
            seen=typed.get(_MARK, ""),
            by=visitor.actor,
            at=now,
        )
    except InvalidInput as error:
        answer = _page(request, seen, found, today, typed, withdrawn, faults_on(error, _FIELDS))
        raise Unsaved(answer) from error
    return RedirectResponse(f"/ke-hoach/{plan_key}/doi-tuong?xong=ket-qua-chon", status_code=303)


def _page(
    request: Request,
    seen: SeenPlan,
    found: DrawnTargets,
    today: date,
    typed: Mapping[str, str],
    withdrawn: tuple[str, ...],
    faults: FormFaults,
) -> HTMLResponse:
    dossier, standing = seen.dossier, found.standing
    plan, names = dossier.plan, {unit.key: unit.name for unit in dossier.units if unit.exists_on(found.pool.day)}
    quota = next((each for each in plan.quotas if each.key == found.pool.key), None)
    usual = quota.batch if quota is not None else plan.batches[-1].key if plan.batches else ""
    return plan_page(
        request,
        "pages/draws/targets.html",
        seen,
        PLACE,
        today,
        status=422 if faults.by_field else 200,
        found=found,
        missing=[_Line(name=names.get(key, key), href="") for key in standing.missing],
        present=[
            _Line(name=names.get(key, key), href=f"/ke-hoach/{plan.key}/don-vi/{key}") for key in standing.present
        ],
        gone=[(key, names.get(key, key)) for key in standing.gone],
        withdrawn=withdrawn,
        batches=[(batch.key, batch.name) for batch in plan.batches],
        batch=typed.get(_BATCH.name, usual),
        rest=typed.get(_REST.name, ""),
        reason=typed.get(_REASON.name, ""),
        faults=faults,
        here=f"/ke-hoach/{plan.key}/chon-xa/{found.pool.key}",
    )
