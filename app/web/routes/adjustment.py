"""Điều chỉnh kế hoạch đã ban hành: opened with a reason and the form of its act, looked at, dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.amending import AdjustmentForm, act_in_force
from app.domain.errors import InvalidInput
from app.domain.plans import PlanState
from app.domain.text_places import text_place_words
from app.services.adjusting import adjustment_of, change_adjustment, drop_adjustment, open_adjustment
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, Field, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.route_table import READ

if TYPE_CHECKING:
    from datetime import date

    from starlette.datastructures import FormData

    from app.db.store import Store
    from app.services.seeing import SeenPlan

router = APIRouter()

PAGE = "/ke-hoach/{plan_key}/dieu-chinh"
_REASON = Field(name="ly-do", label="Lý do điều chỉnh")
_FIELDS = {"reason": _REASON}
_FORM, _VERSION = "hinh-thuc", "lan-sua"


@router.api_route(PAGE, methods=READ)
def adjustment_page(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Show the adjustment that is open, or ask for the reason to open one."""
    return _page(request, store, seen, today)


@router.post(PAGE)
def open_or_change(
    request: Request,
    plan_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Open an adjustment, or give the open one another reason or form."""
    do = open_adjustment if seen.dossier.plan.is_issued else change_adjustment
    try:
        do(
            store,
            plan_key,
            reason=_text(form, _REASON.name),
            form=_chosen_form(form),
            by=visitor.actor,
            at=now,
            version=_version(form),
        )
    except InvalidInput as error:
        raise Unsaved(_page(request, store, seen, today, form=form, faults=form_faults(error, _FIELDS))) from error
    return RedirectResponse(PAGE.format(plan_key=plan_key), status_code=303)


@router.api_route(f"{PAGE}/bo", methods=READ)
def drop_question(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep) -> Response:
    """Say what is lost when the adjustment is dropped, and ask; where none is open, say so on its page."""
    found = adjustment_of(store, seen.dossier)
    key = seen.dossier.plan.key
    if found is None:
        return RedirectResponse(PAGE.format(plan_key=key), status_code=303)
    version = store.plans.version(key)
    return plan_page(
        request, "pages/notices/drop_adjustment.html", seen, "phien-ban", today, adjustment=found, version=version
    )


@router.post(f"{PAGE}/bo")
def drop(plan_key: Key, form: FormDep, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Drop the open adjustment."""
    drop_adjustment(store, plan_key, by=visitor.actor, at=now, version=_version(form))
    return RedirectResponse(f"/ke-hoach/{plan_key}", status_code=303)


def _page(
    request: Request,
    store: Store,
    seen: SeenPlan,
    today: date,
    *,
    form: FormData | None = None,
    faults: FormFaults = NO_FAULTS,
) -> HTMLResponse:
    plan = seen.dossier.plan
    found = adjustment_of(store, seen.dossier)
    typed = _text(form, _REASON.name) if form is not None else None
    return plan_page(
        request,
        "pages/notices/adjustment.html",
        seen,
        "phien-ban",
        today,
        status=422 if faults.by_field else 200,
        adjustment=found,
        can_open=plan.state == PlanState.ISSUED,
        can_change=plan.state == PlanState.DRAFT and found is not None,
        reason=typed if typed is not None else found.reason if found else "",
        form=_chosen_form(form) if form is not None else found.form if found else AdjustmentForm.AMENDING,
        faults=faults,
        act=act_in_force(plan.decision),
        places={each.place: text_place_words(each.place) for each in (found.outdated if found else ())},
        version=store.plans.version(plan.key),
    )


def _chosen_form(form: FormData) -> AdjustmentForm:
    """Return the form that was chosen; what no field of ours sends is taken as the first."""
    chosen = _text(form, _FORM)
    return AdjustmentForm(chosen) if chosen in set(AdjustmentForm) else AdjustmentForm.AMENDING


def _version(form: FormData) -> int | None:
    """Return the version of the plan that the page showed; None where the form does not say."""
    typed = _text(form, _VERSION)
    return int(typed) if typed.isascii() and typed.isdecimal() else None


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
