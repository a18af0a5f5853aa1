"""Trang của một đơn vị: dates, last valid day in words, downloads, calendar; its duty when it inspects itself."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from app.domain.leadership import leadership_of_visit
from app.domain.programmes import heading_name
from app.domain.schedules import time_words
from app.domain.vietnamese import weekday_date
from app.services.checking import problems_of
from app.services.overview import unit_view_of
from app.web.access import READ, audience
from app.web.day_strip import day_strip
from app.web.deps import FilesDep, Key, ReaderDep, TodayDep
from app.web.file_views import reasons_of, unit_files
from app.web.pages import plan_page
from app.web.views import problem_views, standing_of

router = APIRouter()


@router.api_route("/ke-hoach/{plan_key}/don-vi/{unit_key}", methods=READ)
@audience("this machine")
def unit_page(plan_key: Key, unit_key: Key, store: ReaderDep, files_of: FilesDep, today: TodayDep) -> HTMLResponse:
    """Show what a unit needs to know and to download."""
    view = unit_view_of(store, plan_key, unit_key, today)
    plan, visit, dossier = view.dossier.plan, view.visit, view.dossier
    if visit is not None:
        lead = plan.lead_agency_of(visit)
        leading = leadership_of_visit(dossier, visit)
        deadline = plan.report_deadline_of(visit)
    else:
        own = plan.self_inspection
        lead, deadline = (own.via, own.deadline) if own is not None else (None, None)
        leading = None
    number = plan.lead_agencies.index(lead) + 1 if lead in plan.lead_agencies else None
    files = files_of(dossier, view.calendar, store.feeds.revision(plan_key))
    others = [each for each in plan.visits if each.unit == unit_key and each is not visit]
    return plan_page(
        "pages/units/unit.html" if visit is not None else "pages/units/self_inspection.html",
        dossier,
        "",
        problems_of(dossier, view.calendar),
        today,
        view=view,
        strip=day_strip(view.calendar, today, visit.window if visit is not None else None, view.due, number),
        time=time_words(visit) if visit is not None else "",
        leading=leading,
        heading_name=heading_name,
        contact=dossier.unit_name(lead) if lead else None,
        last_valid_day=weekday_date(view.due.last_day) if view.due else None,
        last_working_day=weekday_date(view.last_working_day) if view.last_working_day else None,
        standing=standing_of(today, view.due, view.last_working_day),
        deadline_words=deadline.words() if deadline is not None else None,
        other_times=[time_words(each) for each in others],
        files=unit_files(files, dossier, unit_key),
        reasons=reasons_of(files.set.for_unit(unit_key).omitted),
        warnings=problem_views(view.problems, plan_key, frozenset()),
    )
