"""Đề cương của kế hoạch: chosen by version, adapted item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.assignments import proposed_assignments
from app.domain.errors import InvalidInput, NotFound, StaleVersion
from app.domain.own_versions import ItemEdit, with_item, with_new_item, without_item
from app.domain.plan_steps import mark_of
from app.domain.plans import PlanState
from app.services.editing import edit_plan
from app.services.own_versions import choosing_outline, outlines_to_choose
from app.web.content_pages import DONE, PAGE, PLACE, guard_of, sent
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, Field, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.route_table import READ

if TYPE_CHECKING:
    from datetime import date

    from starlette.datastructures import FormData

    from app.domain.dossiers import PlanDossier
    from app.domain.outlines import OutlineItem
    from app.services.seeing import SeenPlan

router = APIRouter()

OUTLINE = f"{PAGE}/de-cuong"
_ITEM = OUTLINE + "/muc/{code}"
_TEXT = Field(name="loi-van", label="Nội dung đề mục")
_LEVELS = Field(name="cap", label="Cấp được giao báo cáo")
_FIELDS = {"text": _TEXT, "levels": _LEVELS}
Code = Annotated[str, Path(max_length=60)]


@router.api_route(OUTLINE, methods=READ)
def outline(
    request: Request,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    done: Annotated[str, Query(alias=DONE, max_length=20)] = "",
) -> HTMLResponse:
    """Show the plan's outline, for whom each item stands and who answers for it."""
    dossier = seen.dossier
    return plan_page(
        request,
        "pages/content/outline.html",
        seen,
        PLACE,
        today,
        may_edit=dossier.plan.state == PlanState.DRAFT,
        outline=dossier.outline,
        choices=outlines_to_choose(store, dossier),
        mark=mark_of(dossier.plan.outline or ""),
        levels={level.key: level.name for level in dossier.province.levels},
        assigned=_assigned(dossier),
        done=done,
    )


@router.post(OUTLINE)
def choose_outline(plan_key: Key, form: FormDep, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Give the plan another version of the outline."""
    change = choosing_outline(store, sent(form, "de-cuong"))
    guard = guard_of("outline", "de-cuong", form, lambda dossier: dossier.plan.outline or "")
    edit_plan(store, plan_key, change, words="Chọn đề cương", guard=guard, by=visitor.actor, at=now)
    return _back(plan_key, "chon")


@router.api_route(OUTLINE + "/moi/{code}", methods=READ)
def new_item_form(request: Request, seen: SeenDep, today: TodayDep, code: Code) -> HTMLResponse:
    """Ask for an item to stand right behind another."""
    beside = _item(seen.dossier, code)
    return _item_page(request, seen, today, ItemEdit(text="", field=beside.field, levels=beside.levels), after=code)


@router.post(OUTLINE + "/moi/{code}")
def add_item(
    request: Request, plan_key: Key, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep,
    today: TodayDep, code: Code,
) -> Response:  # fmt: skip
    """Add an item behind another."""
    typed = _typed(form)
    try:
        edit_plan(
            store, plan_key, lambda dossier: with_new_item(dossier, code, typed), words=f"Thêm đề mục sau {code}",
            by=visitor.actor, at=now,
        )  # fmt: skip
    except InvalidInput as error:
        faults = form_faults(error, _FIELDS)
        raise Unsaved(_item_page(request, seen, today, typed, after=code, faults=faults)) from error
    return _back(plan_key, "them", code)


@router.api_route(_ITEM, methods=READ)
def item_form(request: Request, seen: SeenDep, today: TodayDep, code: Code) -> HTMLResponse:
    """Show one item to be adapted."""
    return _item_page(request, seen, today, _as_it_stands(_item(seen.dossier, code)), code=code)


@router.post(_ITEM)
def save_item(
    request: Request, plan_key: Key, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep,
    today: TodayDep, code: Code,
) -> Response:  # fmt: skip
    """Write one item."""
    typed = _typed(form)
    guard = guard_of("outline_item", code, form, lambda dossier: _item_or_none(dossier, code))
    try:
        edit_plan(
            store, plan_key, lambda dossier: with_item(dossier, code, typed), words=f"Sửa đề mục {code}", guard=guard,
            by=visitor.actor, at=now,
        )  # fmt: skip
    except InvalidInput as error:
        faults = form_faults(error, _FIELDS)
        raise Unsaved(_item_page(request, seen, today, typed, code=code, faults=faults)) from error
    except StaleVersion as error:
        raise Unsaved(_item_page(request, seen, today, typed, code=code, is_stale=True)) from error
    return _back(plan_key, "luu", code)


@router.post(_ITEM + "/xoa")
def remove_item(
    request: Request, plan_key: Key, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep,
    today: TodayDep, code: Code,
) -> Response:  # fmt: skip
    """Take an item out, with all below it; it can be undone."""
    guard = guard_of("outline_item", code, form, lambda dossier: _item_or_none(dossier, code))
    try:
        edit_plan(
            store, plan_key, lambda dossier: without_item(dossier, code), words=f"Bỏ đề mục {code}", guard=guard,
            by=visitor.actor, at=now,
        )  # fmt: skip
    except InvalidInput as error:
        typed = _as_it_stands(_item(seen.dossier, code))
        faults = form_faults(error, _FIELDS)
        raise Unsaved(_item_page(request, seen, today, typed, code=code, faults=faults)) from error
    return _back(plan_key, "xoa")


def _item_page(
    request: Request,
    seen: SeenPlan,
    today: date,
    typed: ItemEdit,
    *,
    code: str = "",
    after: str = "",
    faults: FormFaults = NO_FAULTS,
    is_stale: bool = False,
) -> HTMLResponse:
    dossier = seen.dossier
    present = _item_or_none(dossier, code) if code else None
    known = dossier.province.levels
    conflict = []
    if is_stale and present is not None:
        stands = _as_it_stands(present)
        conflict = [
            (label, typed_words, now_words)
            for label, typed_words, now_words in (
                (_TEXT.label, typed.text, stands.text),
                ("Gợi ý", typed.guidance, stands.guidance),
                (_LEVELS.label, ", ".join(typed.levels), ", ".join(stands.levels or [level.key for level in known])),
            )
            if typed_words != now_words
        ]
    return plan_page(
        request,
        "pages/content/outline_item.html",
        seen,
        PLACE,
        today,
        status=409 if is_stale else 422 if faults.listed else 200,
        item=present,
        after=_item(dossier, after) if after else None,
        typed=typed,
        fields=[(mandate.field, mandate.name) for mandate in dossier.plan.mandates],
        levels=[(level.key, level.name, not typed.levels or level.key in typed.levels) for level in known],
        mark=mark_of(present),
        faults=faults,
        conflict=conflict,
        is_gone=is_stale and present is None,
    )


def _assigned(dossier: PlanDossier) -> dict[str, str]:
    """Return who answers for each field, as proposed for the first team."""
    found: dict[str, str] = {}
    for team in dossier.plan.teams[:1]:
        for assignment in proposed_assignments(dossier, team):
            lines = [dossier.seat_line(seat) for seat in assignment.seats]
            found[assignment.mandate.field] = "; ".join(lines)
    return found


def _as_it_stands(item: OutlineItem) -> ItemEdit:
    return ItemEdit(text=item.text, guidance="\n".join(item.guidance), field=item.field, levels=item.levels)


def _typed(form: FormData) -> ItemEdit:
    levels = tuple(value for value in form.getlist(_LEVELS.name) if isinstance(value, str))
    return ItemEdit(
        text=sent(form, _TEXT.name),
        guidance=sent(form, "goi-y"),
        field=sent(form, "linh-vuc") or None,
        levels=levels,
    )


def _item(dossier: PlanDossier, code: str) -> OutlineItem:
    found = _item_or_none(dossier, code)
    if found is None:
        raise NotFound("outline_item", code)
    return found


def _item_or_none(dossier: PlanDossier, code: str) -> OutlineItem | None:
    items = dossier.outline.items if dossier.outline is not None else ()
    return next((item for item in items if item.code == code), None)


def _back(plan_key: str, done: str, anchor: str = "") -> Response:
    address = f"{OUTLINE.format(plan_key=plan_key)}?{DONE}={done}"
    return RedirectResponse(f"{address}#muc-{anchor}" if anchor else address, status_code=303)
