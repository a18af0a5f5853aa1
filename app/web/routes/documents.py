"""Văn bản: the list of a plan's papers, each to download, and the whole set as a zip."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from app.services.overview import overview_of
from app.web.access import READ, audience
from app.web.deps import FilesDep, Key, ReaderDep, TodayDep
from app.web.downloads import file_response, stored_zip
from app.web.file_views import download_name, file_groups, reasons_of
from app.web.pages import plan_page

router = APIRouter()


@router.api_route("/ke-hoach/{plan_key}/van-ban", methods=READ)
@audience("this machine")
def document_list(plan_key: Key, store: ReaderDep, files_of: FilesDep, today: TodayDep) -> HTMLResponse:
    """List every paper of the plan with its size, and what is left out and why."""
    overview = overview_of(store, plan_key, today)
    files = files_of(overview.dossier, overview.calendar, store.feeds.revision(plan_key))
    return plan_page(
        "pages/plans/documents.html",
        overview.dossier,
        "van-ban",
        overview.problems,
        today,
        groups=file_groups(files, overview.dossier),
        reasons=reasons_of(files.set.omitted),
        count=len(files.set.files),
    )


@router.api_route("/ke-hoach/{plan_key}/van-ban/bo-van-ban.zip", methods=READ)
@audience("this machine")
def whole_set(plan_key: Key, store: ReaderDep, files_of: FilesDep) -> Response:
    """Download the whole set."""
    dossier = store.plans.dossier(plan_key)
    files = files_of(dossier, store.days_off.calendar(), store.feeds.revision(plan_key))
    packed = stored_zip((f"{plan_key}/{planned.path}", files.content(planned.path)) for planned in files.set.files)
    return file_response(packed, f"Bộ văn bản {dossier.plan.title}.zip")


@router.api_route("/ke-hoach/{plan_key}/van-ban/tep/{path:path}", methods=READ)
@audience("this machine")
def one_document(plan_key: Key, path: str, store: ReaderDep, files_of: FilesDep) -> Response:
    """Download one paper of the set."""
    dossier = store.plans.dossier(plan_key)
    files = files_of(dossier, store.days_off.calendar(), store.feeds.revision(plan_key))
    planned = files.set.file(path)
    return file_response(files.content(path), download_name(planned, dossier))
