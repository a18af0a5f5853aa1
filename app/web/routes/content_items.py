"""Từng mục của nội dung: one clause, legal basis or article shown, written, added, moved, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, Response

from app.domain.acts import Clause, ClauseKind
from app.domain.clauses import Placing
from app.domain.errors import InvalidInput, NotFound, StaleVersion
from app.domain.plan_steps import mark_of
from app.services.editing import edit_plan
from app.web.content_items import CLAUSES, ItemKind, TextItem, TypedItem, item_kind, kinds_beside, kinds_of
from app.web.content_pages import PAGE, PLACE, back_to_content, guard_of, sent
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, Field, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.route_table import READ

if TYPE_CHECKING:
    from datetime import date

    from starlette.datastructures import FormData

    from app.domain.dossiers import PlanDossier
    from app.services.seeing import SeenPlan

router = APIRouter()

_TEXT = Field(name="loi-van", label="Lời văn")
_KIND = Field(name="loai", label="Loại đoạn")
_FIELDS = {"text": _TEXT, "kind": _KIND}
_DIRECTION, _EARLIER = "huong", "len"
Slug = Annotated[str, Path(max_length=20)]
Code = Annotated[str, Path(max_length=60)]


@router.api_route(f"{PAGE}/{{slug}}/moi", methods=READ)
def new_item_form(
    request: Request,
    seen: SeenDep,
    today: TodayDep,
    slug: Slug,
    at: Annotated[str, Query(alias="sau", max_length=60)] = "",
    placing: Annotated[Placing, Query(alias="cho")] = Placing.BESIDE,
) -> HTMLResponse:
    """Ask for the words of a new item."""
    kind = item_kind(slug)
    if kind is CLAUSES and at:
        kind.find(seen.dossier, at)
    typed = TypedItem(text="", at=at or None, placing=placing)
    return _item_page(request, seen, today, kind, "", typed)


@router.post(f"{PAGE}/{{slug}}/moi")
def add_item(
    request: Request, plan_key: Key, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep,
    today: TodayDep, slug: Slug,
) -> Response:  # fmt: skip
    """Add an item."""
    kind, typed = item_kind(slug), _typed(form)
    try:
        edit_plan(
            store, plan_key, lambda dossier: kind.add(dossier, typed), words=f"Thêm {kind.name}", by=visitor.actor,
            at=now,
        )  # fmt: skip
    except InvalidInput as error:
        faults = form_faults(error, _FIELDS)
        raise Unsaved(_item_page(request, seen, today, kind, "", typed, faults=faults)) from error
    return back_to_content(plan_key, "them", slug)


@router.api_route(f"{PAGE}/{{slug}}/{{code}}", methods=READ)
def item_form(request: Request, seen: SeenDep, today: TodayDep, slug: Slug, code: Code) -> HTMLResponse:
    """Show one item to be edited."""
    kind = item_kind(slug)
    return _item_page(request, seen, today, kind, code, _as_it_stands(kind, seen.dossier, code))


@router.post(f"{PAGE}/{{slug}}/{{code}}")
def save_item(
    request: Request, plan_key: Key, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep,
    today: TodayDep, slug: Slug, code: Code,
) -> Response:  # fmt: skip
    """Write one item."""
    kind, typed = item_kind(slug), _typed(form)
    guard = guard_of(kind.slug, code, form, lambda dossier: _found(kind, dossier, code))
    try:
        edit_plan(
            store, plan_key, lambda dossier: kind.write(dossier, code, typed), words=f"Sửa {kind.name} {code}",
            guard=guard, by=visitor.actor, at=now,
        )  # fmt: skip
    except InvalidInput as error:
        faults = form_faults(error, _FIELDS)
        raise Unsaved(_item_page(request, seen, today, kind, code, typed, faults=faults)) from error
    except StaleVersion as error:
        raise Unsaved(_item_page(request, seen, today, kind, code, typed, is_stale=True)) from error
    return back_to_content(plan_key, "luu", f"{slug}-{code}")


@router.post(f"{PAGE}/{{slug}}/{{code}}/thu-tu")
def move_item(
    plan_key: Key, form: FormDep, store: StoreDep, visitor: VisitorDep, now: NowDep, slug: Slug, code: Code
) -> Response:
    """Put one item earlier or later among those that stand with it."""
    kind, earlier = item_kind(slug), sent(form, _DIRECTION) == _EARLIER
    edit_plan(
        store, plan_key, lambda dossier: kind.move(dossier, code, earlier), words=f"Đổi thứ tự {kind.name} {code}",
        by=visitor.actor, at=now,
    )  # fmt: skip
    return back_to_content(plan_key, "doi-cho", slug)


@router.api_route(f"{PAGE}/{{slug}}/{{code}}/xoa", methods=READ)
def remove_question(request: Request, seen: SeenDep, today: TodayDep, slug: Slug, code: Code) -> HTMLResponse:
    """Say what goes with an item, and ask."""
    kind = item_kind(slug)
    item = kind.find(seen.dossier, code)
    below = [each for each in seen.dossier.plan.text.clauses if kind is CLAUSES and each.code.startswith(f"{code}.")]
    return plan_page(
        request,
        "pages/content/remove.html",
        seen,
        PLACE,
        today,
        kind=kind,
        code=code,
        label=kind.label(item),
        below=below,
        mark=mark_of(item),
    )


@router.post(f"{PAGE}/{{slug}}/{{code}}/xoa")
def remove_item(
    plan_key: Key, form: FormDep, store: StoreDep, visitor: VisitorDep, now: NowDep, slug: Slug, code: Code
) -> Response:
    """Take an item out, with all below it."""
    kind = item_kind(slug)
    guard = guard_of(kind.slug, code, form, lambda dossier: _found(kind, dossier, code))
    edit_plan(
        store, plan_key, lambda dossier: kind.remove(dossier, code), words=f"Xóa {kind.name} {code}", guard=guard,
        by=visitor.actor, at=now,
    )  # fmt: skip
    return back_to_content(plan_key, "xoa", slug)


def _item_page(
    request: Request,
    seen: SeenPlan,
    today: date,
    kind: ItemKind,
    code: str,
    typed: TypedItem,
    *,
    faults: FormFaults = NO_FAULTS,
    is_stale: bool = False,
) -> HTMLResponse:
    """Return the form of one item, "" the code of a new one; of one that is gone meanwhile as that of a new one."""
    dossier = seen.dossier
    present = _found(kind, dossier, code) if code else None
    kinds: list[tuple[str, str]] = []
    if kind is CLAUSES:
        kinds = kinds_of(dossier, code) if present is not None else kinds_beside(typed.at, typed.placing)
    return plan_page(
        request,
        "pages/content/item.html",
        seen,
        PLACE,
        today,
        status=409 if is_stale else 422 if faults.listed else 200,
        kind=kind,
        code=code if present is not None else "",
        typed=typed,
        kinds=kinds,
        label=kind.label(present) if present is not None else "",
        mark=mark_of(present),
        faults=faults,
        conflict=[("Lời văn", typed.text, _as_it_stands(kind, dossier, code).text)] if is_stale and present else [],
        is_gone=is_stale and present is None,
        may_hold=kind is CLAUSES and present is not None,
    )


def _as_it_stands(kind: ItemKind, dossier: PlanDossier, code: str) -> TypedItem:
    item = kind.find(dossier, code)
    return TypedItem(text=item.text, kind=item.kind if isinstance(item, Clause) else ClauseKind.ITEM)


def _found(kind: ItemKind, dossier: PlanDossier, code: str) -> TextItem | None:
    try:
        return kind.find(dossier, code)
    except NotFound:
        return None


def _typed(form: FormData) -> TypedItem:
    kind, placing = sent(form, _KIND.name), sent(form, "cho")
    return TypedItem(
        text=sent(form, _TEXT.name),
        kind=ClauseKind(kind) if kind in set(ClauseKind) else ClauseKind.ITEM,
        at=sent(form, "sau") or None,
        placing=Placing(placing) if placing in set(Placing) else Placing.BESIDE,
    )
