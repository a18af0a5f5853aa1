"""Văn bản: the list of a plan's papers, each to download, and the whole set as a zip."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from app.services.overview import Overview, overview_of
from app.web.access import audience
from app.web.deps import FilesDep, ReaderDep, TodayDep
from app.web.downloads import file_response
from app.web.pages import plan_page
from app.web.set_files import PlanFiles
from app.web.views import File

router = APIRouter()

_KINDS = {
    "decision": "Quyết định kèm Kế hoạch, phụ lục, đề cương, biểu mẫu",
    "plan": "Kế hoạch kèm phụ lục, đề cương, biểu mẫu",
    "submission": "Tờ trình",
    "assignment-notice": "Thông báo phân công nhiệm vụ thành viên đoàn",
    "cost-estimate": "Dự toán kinh phí",
    "unit-notice": "Thông báo và chương trình kiểm tra",
    "report-template": "Đề cương báo cáo kèm phụ lục",
    "forms": "Phụ lục biểu mẫu",
    "self-inspection": "Mẫu báo cáo tự kiểm tra",
    "calendar": "Lịch",
}
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@router.get("/ke-hoach/{plan_key}/van-ban")
@audience("this machine")
def document_list(plan_key: str, store: ReaderDep, files_of: FilesDep, today: TodayDep) -> HTMLResponse:
    """List every paper of the plan with its size, and what is left out and why."""
    overview = overview_of(store, plan_key, today)
    files = files_of(overview.dossier, overview.calendar, store.feeds.revision(plan_key))
    return plan_page(
        "pages/plans/documents.html",
        overview.dossier,
        "van-ban",
        overview.problems,
        groups=_groups(overview, files, plan_key),
        omitted=files.set.omitted,
        count=len(files.set.files),
    )


@router.get("/ke-hoach/{plan_key}/van-ban/bo-van-ban.zip")
@audience("this machine")
def whole_set(plan_key: str, store: ReaderDep, files_of: FilesDep) -> Response:
    """Download the whole set; the papers are zipped already, so they are stored as they are."""
    dossier = store.plans.dossier(plan_key)
    files = files_of(dossier, store.days_off.calendar(), store.feeds.revision(plan_key))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for planned in files.set.files:
            entry = zipfile.ZipInfo(f"{plan_key}/{planned.path}", _ZIP_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files.content(planned.path))
    name = PurePosixPath(f"{plan_key}.zip")
    return file_response(buffer.getvalue(), name, f"Bộ văn bản {dossier.plan.title}.zip")


@router.get("/ke-hoach/{plan_key}/van-ban/tep/{path:path}")
@audience("this machine")
def one_document(plan_key: str, path: str, store: ReaderDep, files_of: FilesDep) -> Response:
    """Download one paper of the set."""
    dossier = store.plans.dossier(plan_key)
    files = files_of(dossier, store.days_off.calendar(), store.feeds.revision(plan_key))
    planned = files.set.file(path)
    where = PurePosixPath(path)
    owner = dossier.unit_name(planned.unit) if planned.unit else dossier.plan.key
    return file_response(files.content(path), where, f"{_KINDS[planned.kind]} - {owner}{where.suffix}")


def _groups(overview: Overview, files: PlanFiles, plan_key: str) -> list[tuple[str, list[File]]]:
    dossier = overview.dossier
    groups: dict[str, list[File]] = {}
    for planned in files.set.files:
        path = PurePosixPath(planned.path)
        match path.parts[0]:
            case "van-ban":
                heading, label = "Văn bản của kế hoạch", _KINDS[planned.kind]
                if planned.kind == "cost-estimate":
                    label = f"{label} - {dossier.unit_name(path.stem.removeprefix('du-toan-'))}"
            case "lich":
                heading = "Lịch"
                is_person = path.parent.name == "thanh-vien"
                label = dossier.person(path.stem).name if is_person else "Lịch toàn kế hoạch"
            case _:
                heading, label = dossier.unit_name(planned.unit or ""), _KINDS[planned.kind]
        groups.setdefault(heading, []).append(
            File(
                href=f"/ke-hoach/{plan_key}/van-ban/tep/{path}",
                label=label,
                kind=path.suffix[1:],
                size=files.size(planned.path),
            )
        )
    return list(groups.items())
