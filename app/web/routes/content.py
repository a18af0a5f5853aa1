"""Nội dung của kế hoạch: the text of decision and plan, edited item by item, its numbering kept right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from app.domain.act_texts import lines_of, with_texts_of
from app.domain.clauses import is_numbered_right, renumbered
from app.domain.errors import StaleVersion
from app.domain.plan_steps import mark_of
from app.domain.plans import PlanState
from app.domain.vietnamese import clean
from app.services.editing import edit_plan
from app.services.own_text import drawn_up_text_of
from app.web.content_pages import DONE, PAGE, PLACE, back_to_content, guard_of, sent
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import Field
from app.web.pages import plan_page
from app.web.route_table import READ

if TYPE_CHECKING:
    from datetime import date

    from app.domain.dossiers import PlanDossier
    from app.services.seeing import SeenPlan

router = APIRouter()

_GENERAL = (
    ("decision_title", Field(name="trich-yeu-quyet-dinh", label="Trích yếu của quyết định")),
    ("title", Field(name="ten-ke-hoach", label="Tên kế hoạch in trong văn bản")),
    ("reference", Field(name="dong-ban-hanh-kem", label="Dòng “Ban hành kèm theo …”")),
    ("preamble", Field(name="mo-dau", label="Đoạn mở đầu")),
    ("closing", Field(name="doan-ket", label="Đoạn kết")),
    ("annex_title", Field(name="ten-phu-luc", label="Tên phụ lục đối tượng, thời gian")),
    ("annex_note", Field(name="ghi-chu-phu-luc", label="Lưu ý cuối phụ lục")),
)


@router.api_route(PAGE, methods=READ)
def content(
    request: Request, seen: SeenDep, today: TodayDep, done: Annotated[str, Query(alias=DONE, max_length=20)] = ""
) -> HTMLResponse:
    """Show the text of decision and plan, each item with what may be done about it."""
    dossier = seen.dossier
    own = dossier.plan.text.clauses
    return plan_page(
        request,
        "pages/content/content.html",
        seen,
        PLACE,
        today,
        may_edit=dossier.plan.state == PlanState.DRAFT,
        general=_general_values(dossier),
        general_fields=_GENERAL,
        clauses=own,
        drawn_up=None if own else drawn_up_text_of(dossier),
        is_numbered_right=is_numbered_right(own),
        done=done,
    )


# Lời văn chung


@router.api_route(f"{PAGE}/chung", methods=READ)
def general_form(request: Request, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Ask for the texts that are neither clause nor article."""
    return _general_page(request, seen, today, _general_values(seen.dossier))


@router.post(f"{PAGE}/chung")
def save_general(
    request: Request, plan_key: Key, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep,
    today: TodayDep,
) -> Response:  # fmt: skip
    """Write the general texts."""
    typed = {name: clean(sent(form, field.name)) for name, field in _GENERAL}
    guard = guard_of("text", "chung", form, _general_values)
    try:
        edit_plan(
            store, plan_key, lambda dossier: _with_general(dossier, typed), words="Sửa lời văn chung", guard=guard,
            by=visitor.actor, at=now,
        )  # fmt: skip
    except StaleVersion as error:
        answer = _general_page(request, seen, today, typed, present=_general_values(seen.dossier))
        raise Unsaved(answer) from error
    return back_to_content(plan_key, "luu", "chung")


def _general_values(dossier: PlanDossier) -> dict[str, str]:
    text = dossier.plan.text
    return {
        "decision_title": dossier.plan.decision.title,
        "title": "\n".join(text.title),
        "reference": "\n".join(text.reference),
        "preamble": "\n".join(text.preamble),
        "closing": text.closing,
        "annex_title": text.annex_title,
        "annex_note": text.annex_note,
    }


def _with_general(dossier: PlanDossier, typed: dict[str, str]) -> PlanDossier:
    line = {name: " ".join(typed[name].split()) for name in ("decision_title", "closing", "annex_title", "annex_note")}
    text = replace(
        dossier.plan.text,
        title=lines_of(typed["title"]),
        reference=lines_of(typed["reference"]),
        preamble=lines_of(typed["preamble"]),
        closing=line["closing"],
        annex_title=line["annex_title"],
        annex_note=line["annex_note"],
    )
    return with_texts_of(dossier, decision=replace(dossier.plan.decision, title=line["decision_title"]), text=text)


def _general_page(
    request: Request, seen: SeenPlan, today: date, typed: dict[str, str], present: dict[str, str] | None = None
) -> HTMLResponse:
    rows = [
        (field.label, typed[name], present[name])
        for name, field in _GENERAL
        if present is not None and typed[name] != present[name]
    ]
    return plan_page(
        request,
        "pages/content/general.html",
        seen,
        PLACE,
        today,
        status=200 if present is None else 409,
        fields=[(field, typed[name]) for name, field in _GENERAL],
        mark=mark_of(_general_values(seen.dossier)),
        conflict=rows if present is not None else [],
    )


# Đánh số, lời văn riêng


@router.post(f"{PAGE}/danh-so")
def number_anew(plan_key: Key, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Give all clauses the numbers that the decree counts."""

    def change(dossier: PlanDossier) -> PlanDossier:
        text = dossier.plan.text
        return with_texts_of(dossier, text=replace(text, clauses=renumbered(text.clauses)))

    edit_plan(store, plan_key, change, words="Đánh số lại các đoạn", by=visitor.actor, at=now)
    return back_to_content(plan_key, "danh-so", "ke-hoach")


@router.post(f"{PAGE}/loi-van-rieng")
def write_down(plan_key: Key, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Write down the text that is drawn up from the plan's data, so that it can be edited."""

    def change(dossier: PlanDossier) -> PlanDossier:
        if dossier.plan.text.clauses:
            return dossier
        return with_texts_of(dossier, text=drawn_up_text_of(dossier))

    edit_plan(store, plan_key, change, words="Chép lời văn mẫu thành lời văn riêng", by=visitor.actor, at=now)
    return back_to_content(plan_key, "chep", "ke-hoach")


@router.api_route(f"{PAGE}/loi-van-chuan", methods=READ)
def drop_own_question(request: Request, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Say what is lost when the plan goes back to the standing wording, and ask."""
    return plan_page(request, "pages/content/drop_own.html", seen, PLACE, today)


@router.post(f"{PAGE}/loi-van-chuan")
def drop_own(plan_key: Key, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Let the text be drawn up from the plan's data again."""

    def change(dossier: PlanDossier) -> PlanDossier:
        text = replace(dossier.plan.text, preamble=(), clauses=(), closing="")
        return with_texts_of(dossier, text=text)

    edit_plan(store, plan_key, change, words="Bỏ lời văn riêng, dùng lời văn mẫu", by=visitor.actor, at=now)
    return back_to_content(plan_key, "mau", "ke-hoach")
