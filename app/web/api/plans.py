"""API: kế hoạch, cuộc kiểm tra, đơn vị, vấn đề, tệp."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.domain.access import can_read_file, check_can_read_file
from app.services.overview import unit_view_of
from app.services.releases import problems_to_accept
from app.services.seeing import plans_seen_by
from app.web.api.plan_shapes import (
    FileShape,
    FileShapes,
    OmissionShape,
    PlanFacts,
    PlanLine,
    PlanLines,
    ProblemShape,
    ProblemShapes,
    UnitShape,
    VisitShape,
    VisitShapes,
)
from app.web.deps import FilesDep, Key, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.downloads import file_response
from app.web.file_views import download_name

router = APIRouter(prefix="/api/plans", tags=["Kế hoạch"])


@router.get("")
def list_plans(store: StoreDep, visitor: VisitorDep) -> PlanLines:
    """Danh mục các kế hoạch mà tài khoản được mở."""
    return PlanLines(plans=[PlanLine.of(line) for line in plans_seen_by(store, visitor.signed_in)])


@router.get("/{plan_key}")
def show_plan(seen: SeenDep) -> PlanFacts:
    """Một kế hoạch, như tài khoản được thấy."""
    return PlanFacts.seen(seen)


@router.get("/{plan_key}/problems")
def list_problems(plan_key: Key, store: StoreDep, seen: SeenDep, today: TodayDep) -> ProblemShapes:
    """Các vấn đề phát hiện theo quy tắc."""
    problems = problems_to_accept(store, seen.dossier, store.days_off.calendar(), today)
    return ProblemShapes(plan=plan_key, release=seen.release, problems=[ProblemShape.of(each) for each in problems])


@router.get("/{plan_key}/visits")
def list_visits(store: StoreDep, seen: SeenDep) -> VisitShapes:
    """Các cuộc kiểm tra theo thứ tự của kế hoạch."""
    calendar = store.days_off.calendar()
    return VisitShapes(visits=[VisitShape.of(visit, seen, calendar) for visit in seen.dossier.plan.visits])


@router.get("/{plan_key}/units/{unit_key}")
def show_unit(unit_key: Key, store: StoreDep, seen: SeenDep, files_of: FilesDep, today: TodayDep) -> UnitShape:
    """Một đơn vị được kiểm tra hoặc tự kiểm tra."""
    calendar, plan = store.days_off.calendar(), seen.dossier.plan
    view = unit_view_of(seen.dossier, unit_key, calendar, today, seen.standing)
    files = files_of(seen, calendar, store.plans.version(plan.key)).set.for_unit(unit_key)
    return UnitShape(
        key=unit_key,
        name=view.unit.name,
        inspects_itself=view.visit is None,
        deadline=view.due.words if view.due else None,
        last_day=view.due.last_day if view.due else None,
        last_working_day=view.last_working_day,
        visits=[VisitShape.of(each.visit, seen, calendar) for each in view.visits],
        files=[each.path for each in files.files if can_read_file(seen.standing, **each.recipients)],
    )


@router.get("/{plan_key}/files")
def list_files(plan_key: Key, store: StoreDep, seen: SeenDep, files_of: FilesDep) -> FileShapes:
    """Các tệp mà tài khoản được tải."""
    files = files_of(seen, store.days_off.calendar(), store.plans.version(plan_key)).set
    mine = [each for each in files.files if can_read_file(seen.standing, **each.recipients)]
    omitted = files.omitted if seen.standing.is_planner else ()
    return FileShapes(
        files=[FileShape.of(planned) for planned in mine], omitted=[OmissionShape.of(each) for each in omitted]
    )


@router.get("/{plan_key}/files/{path:path}", response_class=Response)
def download_file(plan_key: Key, path: str, store: StoreDep, seen: SeenDep, files_of: FilesDep) -> Response:
    """Tải một tệp của bộ văn bản."""
    files = files_of(seen, store.days_off.calendar(), store.plans.version(plan_key))
    planned = files.set.file(path)
    check_can_read_file(seen.standing, **planned.recipients, path=path)
    return file_response(files.content(path), download_name(planned, seen.dossier))
