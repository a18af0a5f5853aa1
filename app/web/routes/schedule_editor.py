"""Lịch kiểm tra: the table for whoever reads the plan, and for its planners, while it is a draft, the editor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.draws.sealed_parties import standing_checks
from app.domain.errors import InvalidInput, NotFound, Refused, StaleVersion
from app.domain.mends import with_mend
from app.domain.releases import check_editable
from app.domain.row_edits import row_of, visit_of_key, with_row
from app.services.editing import undo_step
from app.services.overview import overview_of
from app.services.row_editing import mend_of_row, move_row, remove_row, save_mend, save_row
from app.services.sentences import refusal_sentence
from app.web.admission import KEY
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.person_page import DONE
from app.web.route_table import READ
from app.web.row_forms import FIELDS, MARK, PLACE, row_typed
from app.web.row_pages import Editor, is_edited, row_key
from app.web.schedule_parts import leads_of, problem_groups, unit_link, ways_to_look
from app.web.sealed_views import check_lines
from app.web.views import visit_views

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import FormData

    from app.domain.row_edits import ScheduleRow

router = APIRouter()

_SCHEDULE = "/ke-hoach/{plan_key}/lich"
_VISIT = _SCHEDULE + "/{visit}"
_MEND = _VISIT + "/cach-sua/{mend}"
_LONGEST = 200

VisitKey = Annotated[str, Path(pattern=f"^{KEY}(~[0-9]{{1,2}})?$")]
Wanted = Annotated[str, Query(max_length=_LONGEST)]


@router.api_route(_SCHEDULE, methods=READ)
def schedule(
    request: Request,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    opened: Annotated[str, Query(alias="sua", max_length=_LONGEST)] = "",
    done: Annotated[str, Query(alias=DONE, max_length=_LONGEST)] = "",
    unit: Annotated[str, Query(alias="dong", max_length=_LONGEST)] = "",
    place: Annotated[str, Query(alias="vi-tri", max_length=4)] = "",
) -> HTMLResponse:
    """Show the schedule as a table, each row with its problems; to the planners of a draft as one to edit."""
    if not is_edited(seen):
        return _table(request, store, seen, today)
    editor = Editor(request, store, seen, today)
    key = row_key(seen.dossier, opened)
    row = editor.open_row(key)[0] if key else None
    return editor.table_page(opened=row, done=editor.done(done, unit, place))


@router.post(f"{_SCHEDULE}/thu-tu")
def change_order(
    request: Request, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, today: TodayDep, now: NowDep
) -> Response:
    """Move a row one place up or down."""
    check_editable(seen.dossier.plan)
    editor, key = Editor(request, store, seen, today), _text(form, "cuoc")
    way = _text(form, "huong")
    try:
        place = move_row(store, seen.dossier, key, -1 if way == "len" else 1, by=visitor.actor, at=now)
    except Refused as error:
        raise Unsaved(editor.table_page(refusal=refusal_sentence(error), status=409)) from error
    if not editor.is_for_htmx:
        return _after(seen.dossier.plan.key, way, dong=key, **{"vi-tri": f"{place}"})
    changed = Editor(request, store, _as_it_is(store, seen), today)
    return changed.table_region(done=changed.done(way, key, f"{place}", is_swapped=True))


@router.post(f"{_SCHEDULE}/hoan-tac")
def undo(
    request: Request, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, today: TodayDep, now: NowDep
) -> Response:
    """Make the draft again what it was before its last change."""
    check_editable(seen.dossier.plan)
    number, key = _text(form, "buoc"), seen.dossier.plan.key
    try:
        undo_step(store, key, int(number) if number.isdecimal() else 0, by=visitor.actor, at=now)
    except Refused as error:
        page = Editor(request, store, seen, today).table_page(refusal=refusal_sentence(error), status=409)
        raise Unsaved(page) from error
    return _after(key, "hoan-tac")


@router.api_route(_VISIT, methods=READ)
def row_alone(request: Request, visit: VisitKey, store: StoreDep, seen: SeenDep, today: TodayDep) -> Response:
    """Show a row on a page of its own, for a small screen."""
    if not is_edited(seen):
        return _after(seen.dossier.plan.key)
    editor = Editor(request, store, seen, today)
    return editor.row_page(editor.open_row(visit, place="")[0])


@router.post(_VISIT)
def save(
    request: Request,
    visit: VisitKey,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Save a row."""
    check_editable(seen.dossier.plan)
    editor, typed = Editor(request, store, seen, today), _texts(form)
    row = _row(editor, visit, typed)
    try:
        save_row(store, seen.dossier, visit, row, mark=typed.get(MARK, ""), by=visitor.actor, at=now)
    except StaleVersion as error:
        raise Unsaved(editor.conflict_page(visit, typed)) from error
    return _after(seen.dossier.plan.key, "luu", dong=visit)


@router.post(f"{_VISIT}/kiem-tra")
def check(
    request: Request, visit: VisitKey, form: FormDep, store: StoreDep, seen: SeenDep, today: TodayDep
) -> Response:
    """Say what would be wrong with a row as it is typed, and save nothing."""
    check_editable(seen.dossier.plan)
    editor, typed = Editor(request, store, seen, today), _texts(form)
    if editor.is_for_htmx:
        return editor.check_fragment(*editor.open_row(visit, typed=typed, place=typed.get(PLACE, "")))
    opened, found = editor.open_row(
        visit, typed=typed, faults=_faults(editor, visit, typed), place=typed.get(PLACE, "")
    )
    return editor.answer_page(opened, status=200 if found is not None else 422)


@router.post(f"{_MEND}/xem")
def preview(
    request: Request, visit: VisitKey, mend: Key, form: FormDep, store: StoreDep, seen: SeenDep, today: TodayDep
) -> Response:
    """Show what a mend would change, and save nothing."""
    check_editable(seen.dossier.plan)
    editor, typed = Editor(request, store, seen, today), _texts(form)
    row = _row(editor, visit, typed)
    opened, _ = editor.open_row(visit, typed=typed, place=typed.get(PLACE, ""))
    try:
        found = mend_of_row(seen.dossier, visit, row, mend, editor.checking)
    except Refused as error:
        raise Unsaved(editor.answer_page(opened, refusal=refusal_sentence(error), status=409)) from error
    return editor.preview_page(opened, found, with_mend(with_row(seen.dossier, visit, row), visit, found))


@router.post(_MEND)
def apply_mend(
    request: Request,
    visit: VisitKey,
    mend: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Save a row together with a mend of it."""
    check_editable(seen.dossier.plan)
    editor, typed = Editor(request, store, seen, today), _texts(form)
    row, mark = _row(editor, visit, typed), typed.get(MARK, "")
    try:
        save_mend(store, seen.dossier, visit, row, mend, editor.checking, mark=mark, by=visitor.actor, at=now)
    except StaleVersion as error:
        raise Unsaved(editor.conflict_page(visit, typed)) from error
    except Refused as error:
        opened, _ = editor.open_row(visit, typed=typed, place=typed.get(PLACE, ""))
        raise Unsaved(editor.answer_page(opened, refusal=refusal_sentence(error), status=409)) from error
    return _after(seen.dossier.plan.key, "sua", dong=visit)


@router.api_route(f"{_VISIT}/bo", methods=READ)
def removal_question(request: Request, visit: VisitKey, store: StoreDep, seen: SeenDep, today: TodayDep) -> Response:
    """Say what follows from taking a visit out of the plan, and ask."""
    if not is_edited(seen):
        return _after(seen.dossier.plan.key)
    return Editor(request, store, seen, today).removal_page(visit)


@router.post(f"{_VISIT}/bo")
def remove(
    request: Request,
    visit: VisitKey,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Take a visit out of the plan."""
    check_editable(seen.dossier.plan)
    typed = _texts(form)
    try:
        remove_row(store, seen.dossier, visit, mark=typed.get(MARK, ""), by=visitor.actor, at=now)
    except StaleVersion as error:
        raise Unsaved(Editor(request, store, seen, today).conflict_page(visit, typed)) from error
    return _after(seen.dossier.plan.key, "bo", dong=visit)


def _table(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Return the schedule as it is read."""
    overview = overview_of(store, seen.dossier, today)
    dossier, plan = seen.dossier, seen.dossier.plan
    own = plan.self_inspection
    return plan_page(
        request,
        "pages/plans/schedule.html",
        seen,
        "lich",
        today,
        problems=overview.problems,
        rows=visit_views(overview),
        quotas=plan.quotas,
        reserves=[unit_link(dossier, visit.unit) for visit in plan.visits if visit.is_reserve],
        self_inspecting=[unit_link(dossier, unit.key) for unit in dossier.self_inspecting_units()],
        self_inspection_deadline=own.deadline.words() if own is not None and own.deadline is not None else None,
        leads=leads_of(dossier),
        switch=ways_to_look(plan.key, "bang"),
        groups=problem_groups(dossier, overview.problems),
        checks=check_lines(dossier, standing_checks(dossier)),
    )


def _after(plan_key: str, done: str = "", **about: str) -> RedirectResponse:
    """Lead to the schedule, which says what was done."""
    told = {name: value for name, value in {DONE: done, **about}.items() if value}
    query = f"?{urlencode(told)}" if told else ""
    return RedirectResponse(f"/ke-hoach/{plan_key}/lich{query}", status_code=303)


def _row(editor: Editor, key: str, typed: Mapping[str, str]) -> ScheduleRow:
    """Return the row that was typed; raise NotFound, Unsaved with the page where something is wrong in it."""
    try:
        present = row_of(visit_of_key(editor.dossier.plan, key))
    except NotFound as error:
        if editor.dossier.directory.get(key.partition("~")[0]) is None:
            raise
        raise Unsaved(editor.conflict_page(key, typed)) from error
    try:
        row = row_typed(typed, present)
        with_row(editor.dossier, key, row)
    except InvalidInput as error:
        place = typed.get(PLACE, "")
        opened, _ = editor.open_row(key, typed=typed, faults=form_faults(error, FIELDS), place=place)
        raise Unsaved(editor.answer_page(opened, status=422)) from error
    return row


def _faults(editor: Editor, key: str, typed: Mapping[str, str]) -> FormFaults:
    """Return what is wrong in a form that is only checked."""
    try:
        with_row(editor.dossier, key, row_typed(typed, row_of(visit_of_key(editor.dossier.plan, key))))
    except InvalidInput as error:
        return form_faults(error, FIELDS)
    return NO_FAULTS


def _as_it_is(store: StoreDep, seen: SeenDep) -> SeenDep:
    """Return the plan as this request leaves it."""
    return replace(seen, dossier=store.plans.dossier(seen.dossier.plan.key))


def _texts(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _text(form: FormData, name: str) -> str:
    return _texts(form).get(name, "")
