"""Biểu mẫu của kế hoạch: chosen by version and put in order, their rows kept for a level or added to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.errors import InvalidInput, NotFound, StaleVersion
from app.domain.forms import FormKind, RowKind
from app.domain.own_versions import NEW_ROW_KINDS, with_new_row, with_row_levels, without_row
from app.domain.plan_steps import mark_of
from app.domain.plans import PlanState
from app.services.editing import edit_plan
from app.services.own_versions import choosing_forms, forms_to_choose
from app.web.content_pages import DONE, PAGE, PLACE, guard_of, sent
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, Field, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.route_table import READ

if TYPE_CHECKING:
    from datetime import date

    from app.domain.dossiers import PlanDossier
    from app.domain.forms import Form, FormRow
    from app.services.seeing import SeenPlan

router = APIRouter()

FORMS = f"{PAGE}/bieu-mau"
_FORM = FORMS + "/{form_key}"
_ROW = _FORM + "/dong/{code}"
_LEVELS = Field(name="cap", label="Cấp ghi dòng này")
_NAME = Field(name="ten", label="Tên chỉ tiêu")
_KIND = Field(name="loai", label="Loại số liệu")
_FIELDS = {"levels": _LEVELS, "name": _NAME, "kind": _KIND}
_KIND_WORDS = {
    RowKind.COUNT: "Số lượng",
    RowKind.PERCENT: "Tỷ lệ %",
    RowKind.MONEY: "Số tiền",
    RowKind.TEXT: "Chữ",
}
Code = Annotated[str, Path(max_length=60)]


@router.api_route(FORMS, methods=READ)
def forms(
    request: Request,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    done: Annotated[str, Query(alias=DONE, max_length=20)] = "",
) -> HTMLResponse:
    """Show the forms that go to the units, and those that could."""
    dossier = seen.dossier
    return plan_page(
        request,
        "pages/content/forms.html",
        seen,
        PLACE,
        today,
        may_edit=dossier.plan.state == PlanState.DRAFT,
        choices=forms_to_choose(store, dossier),
        chosen=set(dossier.plan.forms),
        mark=mark_of(dossier.plan.forms),
        done=done,
    )


@router.post(FORMS)
def choose_forms(plan_key: Key, form: FormDep, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Give the plan these forms, in the order of the page."""
    keys = tuple(dict.fromkeys(value for value in form.getlist("bieu-mau") if isinstance(value, str)))
    guard = guard_of("forms", "bieu-mau", form, lambda dossier: dossier.plan.forms)
    change = choosing_forms(store, keys)
    edit_plan(store, plan_key, change, words="Chọn biểu mẫu", guard=guard, by=visitor.actor, at=now)
    return RedirectResponse(f"{FORMS.format(plan_key=plan_key)}?{DONE}=chon", status_code=303)


@router.api_route(_FORM, methods=READ)
def form_rows(
    request: Request, seen: SeenDep, today: TodayDep, form_key: Key,
    done: Annotated[str, Query(alias=DONE, max_length=20)] = "",
) -> HTMLResponse:  # fmt: skip
    """Show the rows of one form, and for whom each is."""
    dossier = seen.dossier
    found = _form(dossier, form_key)
    return plan_page(
        request,
        "pages/content/form_rows.html",
        seen,
        PLACE,
        today,
        may_edit=dossier.plan.state == PlanState.DRAFT,
        form=found,
        may_add=found.kind == FormKind.INDICATORS,
        levels={level.key: level.name for level in dossier.province.levels},
        done=done,
    )


@router.api_route(_ROW, methods=READ)
def row_form(request: Request, seen: SeenDep, today: TodayDep, form_key: Key, code: Code) -> HTMLResponse:
    """Show one row, and ask for whom it is."""
    form, row = _row(seen.dossier, form_key, code)
    return _row_page(request, seen, today, form, row)


@router.post(_ROW)
def save_row(
    request: Request, plan_key: Key, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep,
    today: TodayDep, form_key: Key, code: Code,
) -> Response:  # fmt: skip
    """Keep a row for units of some levels alone."""
    levels = [value for value in form.getlist(_LEVELS.name) if isinstance(value, str)]
    guard = guard_of("form_row", code, form, lambda dossier: _row_or_none(dossier, form_key, code))
    own, row = _row(seen.dossier, form_key, code)
    try:
        edited = edit_plan(
            store, plan_key, lambda dossier: with_row_levels(dossier, form_key, code, levels),
            words=f"Giao cấp ghi dòng {code} của {own.heading}", guard=guard, by=visitor.actor, at=now,
        )  # fmt: skip
    except InvalidInput as error:
        faults = form_faults(error, _FIELDS)
        raise Unsaved(_row_page(request, seen, today, own, row, faults=faults)) from error
    except StaleVersion as error:
        raise Unsaved(_row_page(request, seen, today, own, row, is_stale=True)) from error
    return _back(edited, own, "luu")


@router.post(_ROW + "/xoa")
def remove_row(
    request: Request, plan_key: Key, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep,
    today: TodayDep, form_key: Key, code: Code,
) -> Response:  # fmt: skip
    """Take a row out of a form; it can be undone."""
    guard = guard_of("form_row", code, form, lambda dossier: _row_or_none(dossier, form_key, code))
    own, row = _row(seen.dossier, form_key, code)
    try:
        edited = edit_plan(
            store, plan_key, lambda dossier: without_row(dossier, form_key, code),
            words=f"Bỏ dòng {code} của {own.heading}", guard=guard, by=visitor.actor, at=now,
        )  # fmt: skip
    except InvalidInput as error:
        faults = form_faults(error, _FIELDS)
        raise Unsaved(_row_page(request, seen, today, own, row, faults=faults)) from error
    return _back(edited, own, "xoa")


@router.api_route(_FORM + "/moi/{code}", methods=READ)
def new_row_form(request: Request, seen: SeenDep, today: TodayDep, form_key: Key, code: Code) -> HTMLResponse:
    """Ask for an indicator to stand right behind another."""
    form, row = _row(seen.dossier, form_key, code)
    return _new_row_page(request, seen, today, form, row, {})


@router.post(_FORM + "/moi/{code}")
def add_row(
    request: Request, plan_key: Key, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep,
    today: TodayDep, form_key: Key, code: Code,
) -> Response:  # fmt: skip
    """Add an indicator behind another."""
    typed = {name: sent(form, name) for name in (_NAME.name, _KIND.name, "don-vi-tinh")}
    own, row = _row(seen.dossier, form_key, code)
    kind = RowKind(typed[_KIND.name]) if typed[_KIND.name] in set(RowKind) else RowKind.SECTION
    try:
        edited = edit_plan(
            store, plan_key,
            lambda dossier: with_new_row(
                dossier, form_key, code, name=typed[_NAME.name], unit=typed["don-vi-tinh"], kind=kind
            ),
            words=f"Thêm chỉ tiêu vào {own.heading}", by=visitor.actor, at=now,
        )  # fmt: skip
    except InvalidInput as error:
        faults = form_faults(error, _FIELDS)
        raise Unsaved(_new_row_page(request, seen, today, own, row, typed, faults=faults)) from error
    return _back(edited, own, "them")


def _row_page(
    request: Request, seen: SeenPlan, today: date, form: Form, row: FormRow, *, faults: FormFaults = NO_FAULTS,
    is_stale: bool = False,
) -> HTMLResponse:  # fmt: skip
    return plan_page(
        request,
        "pages/content/form_row.html",
        seen,
        PLACE,
        today,
        status=409 if is_stale else 422 if faults.listed else 200,
        form=form,
        row=row,
        levels=[
            (level.key, level.name, not row.levels or level.key in row.levels) for level in seen.dossier.province.levels
        ],
        mark=mark_of(row),
        faults=faults,
        is_stale=is_stale,
    )


def _new_row_page(
    request: Request, seen: SeenPlan, today: date, form: Form, after: FormRow, typed: dict[str, str],
    *, faults: FormFaults = NO_FAULTS,
) -> HTMLResponse:  # fmt: skip
    return plan_page(
        request,
        "pages/content/form_row_new.html",
        seen,
        PLACE,
        today,
        status=422 if faults.listed else 200,
        form=form,
        after=after,
        typed=typed,
        kinds=[(kind.value, _KIND_WORDS[kind]) for kind in NEW_ROW_KINDS],
        faults=faults,
    )


def _form(dossier: PlanDossier, key: str) -> Form:
    for form in dossier.plan_forms:
        if form.key == key:
            return form
    raise NotFound("form", key)


def _row(dossier: PlanDossier, form_key: str, code: str) -> tuple[Form, FormRow]:
    form = _form(dossier, form_key)
    row = next((row for row in form.rows if row.code == code), None)
    if row is None:
        raise NotFound("form_row", code)
    return form, row


def _row_or_none(dossier: PlanDossier, form_key: str, code: str) -> FormRow | None:
    try:
        return _row(dossier, form_key, code)[1]
    except NotFound:
        return None


def _back(dossier: PlanDossier, form: Form, done: str) -> Response:
    """Lead to the form as it is now: an adapted one has a key of its own, and stands where it stood."""
    key = next((each.key for each in dossier.plan_forms if each.number == form.number), form.key)
    address = _FORM.format(plan_key=dossier.plan.key, form_key=key)
    return RedirectResponse(f"{address}?{DONE}={done}", status_code=303)
