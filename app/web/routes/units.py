"""Trang của một đơn vị: its dates in words, what to download, its calendar, whom to ask; its own duty to inspect."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.domain.access import can_read_file, can_read_plan
from app.domain.feed_grants import FeedKind
from app.domain.programmes import heading_name
from app.services.change_notices import received_notices
from app.services.emission import PlannedFile
from app.services.overview import UnitView, unit_view_of
from app.services.plan_news import news_for
from app.services.releases import problems_to_accept
from app.services.seeing import SeenPlan
from app.web.deadline_views import deadline_view
from app.web.deps import FilesDep, Key, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.downloads import file_response, stored_zip
from app.web.file_views import chosen_files, reasons_of, visit_number
from app.web.notice_views import for_unit
from app.web.pages import plan_page
from app.web.route_table import READ
from app.web.sealed_views import unit_check_lines
from app.web.set_files import PlanFiles
from app.web.subscription_views import subscribe_path
from app.web.unit_draw_links import unit_draw_links
from app.web.unit_pages import (
    own_units,
    self_inspection_contact,
    self_inspection_strip,
    session_sheets,
    visit_sheets,
    way_here,
)
from app.web.views import problem_views

router = APIRouter()

_PLAN_ITSELF = frozenset({"decision", "amending-decision", "plan"})


@router.api_route("/ke-hoach/{plan_key}/don-vi/{unit_key}", methods=READ)
def unit_page(
    request: Request,
    unit_key: Key,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    files_of: FilesDep,
    today: TodayDep,
) -> HTMLResponse:
    """Show what a unit needs to know and to download."""
    dossier, plan = seen.dossier, seen.dossier.plan
    view = unit_view_of(dossier, unit_key, store.days_off.calendar(), today, seen.standing)
    files = files_of(seen, view.calendar, store.plans.version(plan.key))
    planned = _files(files, seen, view)
    problems = problems_to_accept(store, dossier, view.calendar, today) if can_read_plan(seen.standing) else ()
    concerned = [worded for worded in problems if unit_key in worded.problem.subjects]
    template, sections = _sections(view, today)
    return plan_page(
        request,
        template,
        seen,
        "",
        today,
        problems=problems,
        view=view,
        above=way_here(seen),
        units=own_units(seen, unit_key),
        files=chosen_files(files, dossier, planned),
        reasons=reasons_of(each for each in files.set.for_unit(unit_key).omitted if visit_number(each) in _told(view)),
        zip=f"/ke-hoach/{plan.key}/don-vi/{unit_key}/tai-lieu.zip" if len(planned) > 1 else "",
        calendar=subscribe_path(plan.key, FeedKind.UNIT, unit_key) if unit_key in seen.standing.units else "",
        received=for_unit(received_notices(store, visitor.signed_in), plan.key, unit_key),
        news=news_for(store, plan.key, (FeedKind.UNIT, unit_key), today) if seen.release is not None else (),
        warnings=problem_views(concerned, plan.key, frozenset()),
        checks=unit_check_lines(dossier, unit_key),
        draws=unit_draw_links(store, view),
        **sections,
    )


@router.api_route("/ke-hoach/{plan_key}/don-vi/{unit_key}/tai-lieu.zip", methods=READ)
def unit_files(unit_key: Key, store: StoreDep, seen: SeenDep, files_of: FilesDep, today: TodayDep) -> Response:
    """Download everything on a unit's page at once."""
    plan = seen.dossier.plan
    view = unit_view_of(seen.dossier, unit_key, store.days_off.calendar(), today, seen.standing)
    files = files_of(seen, view.calendar, store.plans.version(plan.key))
    packed = stored_zip((f"{unit_key}/{each.path}", files.content(each.path)) for each in _files(files, seen, view))
    return file_response(packed, f"Tài liệu kiểm tra - {view.unit.name}.zip")


def _files(files: PlanFiles, seen: SeenPlan, view: UnitView) -> list[PlannedFile]:
    """Return the files of the unit's page: its own, of the visits that the page tells of, and the plan itself."""
    own = [each for each in files.set.for_unit(view.unit.key).files if visit_number(each) in _told(view)]
    plan = [each for each in files.set.files if each.kind in _PLAN_ITSELF]
    return [each for each in (*own, *plan) if can_read_file(seen.standing, **each.recipients)]


def _told(view: UnitView) -> set[int]:
    """Return the numbers of the visits that the page tells of; what belongs to none counts as the first."""
    return {entry.visit.number for entry in view.visits} or {1}


def _sections(view: UnitView, today: date) -> tuple[str, dict[str, Any]]:
    """Return the page that fits the unit's part in the plan, and what its own sections show."""
    if view.visits:
        sheets = visit_sheets(view, today)
        names = partial(heading_name, view.dossier)
        return "pages/units/unit.html", {"sheets": sheets, "name_of": names, "contact": sheets[0].contact}
    if view.sessions:
        sessions = session_sheets(view)
        return "pages/units/drawn.html", {"sessions": sessions, "contact": sessions[0].contact}
    return "pages/units/self_inspection.html", {
        "report": deadline_view(view.self_inspection, today),
        "strip": self_inspection_strip(view, today),
        "contact": self_inspection_contact(view),
    }
