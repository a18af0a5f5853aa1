"""Trang của một đơn vị: dates, last valid day in words, downloads, calendar; its duty when it inspects itself."""

from __future__ import annotations

from pathlib import PurePosixPath

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from app.domain.schedules import time_words
from app.domain.vietnamese import weekday_date
from app.services.overview import unit_view_of
from app.web.access import audience
from app.web.day_strip import day_strip
from app.web.deps import FilesDep, ReaderDep, TodayDep
from app.web.pages import plan_page
from app.web.set_files import PlanFiles
from app.web.views import File, problem_views

router = APIRouter()

_LABELS = {
    "thong-bao.docx": "Thông báo và chương trình kiểm tra",
    "bao-cao.docx": "Đề cương báo cáo kèm phụ lục",
    "phu-luc.xlsx": "Phụ lục biểu mẫu",
    "lich.ics": "Lịch của đơn vị",
}


@router.get("/ke-hoach/{plan_key}/don-vi/{unit_key}")
@audience("this machine")
def unit_page(plan_key: str, unit_key: str, store: ReaderDep, files_of: FilesDep, today: TodayDep) -> HTMLResponse:
    """Show what a unit needs to know and to download."""
    view = unit_view_of(store, plan_key, unit_key, today)
    plan, visit, dossier = view.dossier.plan, view.visit, view.dossier
    if visit is not None:
        lead = plan.lead_agency_of(visit)
        head, deputies = plan.head_of(visit), plan.batch(visit.batch).deputies
    else:
        lead = plan.self_inspection.via if plan.self_inspection is not None else None
        head, deputies = None, ()
    number = plan.lead_agencies.index(lead) + 1 if lead in plan.lead_agencies else None
    files = files_of(dossier, view.calendar, store.feeds.revision(plan_key))
    return plan_page(
        "pages/units/unit.html" if visit is not None else "pages/units/self_inspection.html",
        dossier,
        "",
        view.problems,
        view=view,
        strip=day_strip(view.calendar, today, visit.window if visit is not None else None, view.due, number),
        time=time_words(visit) if visit is not None else "",
        head=dossier.person_line(head) if head else None,
        deputies=[dossier.person_line(key) for key in deputies if key != head],
        contact=dossier.unit_name(lead) if lead else None,
        last_valid_day=weekday_date(view.due.last_day) if view.due else None,
        last_working_day=weekday_date(view.last_working_day) if view.last_working_day else None,
        is_late=view.last_working_day is not None and view.last_working_day < today,
        files=_files(files, plan_key, unit_key),
        warnings=problem_views(view.problems, plan_key, frozenset()),
        today=today,
    )


def _files(files: PlanFiles, plan_key: str, unit_key: str) -> list[File]:
    paths = [PurePosixPath(planned.path) for planned in files.set.for_unit(unit_key).files]
    return [
        File(
            href=f"/ke-hoach/{plan_key}/van-ban/tep/{path}",
            label=_LABELS[path.name],
            kind=path.suffix[1:],
            size=files.size(str(path)),
        )
        for path in paths
    ]
