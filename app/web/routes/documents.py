"""Văn bản: the list of a plan's papers, each to download, and the whole set as a zip."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.domain.access import check_can_read_file
from app.services.releases import problems_to_accept
from app.web.deps import FilesDep, SeenDep, SettingsDep, StoreDep, TodayDep
from app.web.downloads import file_response, stored_zip
from app.web.file_views import download_name, file_groups, reasons_of
from app.web.pages import plan_page
from app.web.route_table import READ
from app.web.subscription_views import public_address

router = APIRouter()


@router.api_route("/ke-hoach/{plan_key}/van-ban", methods=READ)
def document_list(
    request: Request, store: StoreDep, seen: SeenDep, settings: SettingsDep, files_of: FilesDep, today: TodayDep
) -> HTMLResponse:
    """List every paper of the plan with its size, and what is left out and why."""
    calendar = store.days_off.calendar()
    files = files_of(seen, calendar, store.plans.version(seen.dossier.plan.key))
    return plan_page(
        request,
        "pages/plans/documents.html",
        seen,
        "van-ban",
        today,
        problems=problems_to_accept(store, seen.dossier, calendar, today),
        groups=file_groups(files, seen.dossier),
        reasons=reasons_of(files.set.omitted),
        count=len(files.set.files),
        subscribe="",
        public=public_address(request, store, seen, settings),
    )


@router.api_route("/ke-hoach/{plan_key}/van-ban/bo-van-ban.zip", methods=READ)
def whole_set(store: StoreDep, seen: SeenDep, files_of: FilesDep) -> Response:
    """Download the whole set."""
    plan = seen.dossier.plan
    files = files_of(seen, store.days_off.calendar(), store.plans.version(plan.key))
    packed = stored_zip((f"{plan.key}/{planned.path}", files.content(planned.path)) for planned in files.set.files)
    return file_response(packed, f"Bộ văn bản {plan.title}.zip")


@router.api_route("/ke-hoach/{plan_key}/van-ban/tep/{path:path}", methods=READ)
def one_document(path: str, store: StoreDep, seen: SeenDep, files_of: FilesDep) -> Response:
    """Download one paper of the set that the visitor may read; one that is not for them is not there."""
    files = files_of(seen, store.days_off.calendar(), store.plans.version(seen.dossier.plan.key))
    planned = files.set.file(path)
    check_can_read_file(seen.standing, **planned.recipients, path=path)
    return file_response(files.content(path), download_name(planned, seen.dossier))
