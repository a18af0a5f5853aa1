"""Các bản của kế hoạch: every release with its files and reasons, and any two versions beside each other."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, Response

from app.domain.change_words import PART_NAMES
from app.domain.dossiers import PlanDossier
from app.domain.errors import Refused
from app.domain.releases import FrozenFile, Release
from app.domain.vietnamese import grouped
from app.services.releases import latest_release, release_dossier
from app.services.versions import DRAFT, Comparison, Version, compared, version_names, version_title
from app.web.deps import SeenDep, SettingsDep, StoreDep, TodayDep
from app.web.downloads import file_response
from app.web.pages import plan_page
from app.web.route_table import READ

router = APIRouter()

_VERSIONS = "/ke-hoach/{plan_key}/phien-ban"
_KILOBYTE = 1024

Number = Annotated[int, Path(ge=1, le=10_000)]
VersionName = Annotated[str, Query(max_length=10)]


@router.api_route(_VERSIONS, methods=READ)
def version_list(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """List what was issued of the plan, the newest first, and the draft on top of it."""
    key = seen.dossier.plan.key
    releases = store.releases.list(key)
    names = version_names(store, key)
    return plan_page(
        request,
        "pages/versions/list.html",
        seen,
        "phien-ban",
        today,
        releases=[(release, _approver(store, release)) for release in reversed(releases)],
        has_draft=DRAFT in names,
        pair=names[-2:] if len(names) > 1 else (),
    )


@router.api_route(f"{_VERSIONS}/so-sanh", methods=READ)
def comparison(
    request: Request,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    old: Annotated[VersionName, Query(alias="tu")] = "",
    new: Annotated[VersionName, Query(alias="den")] = "",
) -> HTMLResponse:
    """Show any two versions beside each other: what differs, part by part."""
    key = seen.dossier.plan.key
    found = _compared(store, key, old, new)
    return plan_page(
        request,
        "pages/versions/compare.html",
        seen,
        "phien-ban",
        today,
        comparison=found,
        titles=tuple(map(version_title, (found.old, found.new))) if found else ("", ""),
        parts=[(PART_NAMES[part], list(each)) for part, each in groupby(found.changes, lambda change: change.part)]
        if found
        else [],
        options=[(name, version_title(_version(store, key, name))) for name in version_names(store, key)],
    )


@router.api_route(f"{_VERSIONS}/so-sanh.docx", methods=READ)
def comparison_document(
    store: StoreDep,
    seen: SeenDep,
    old: Annotated[VersionName, Query(alias="tu")] = "",
    new: Annotated[VersionName, Query(alias="den")] = "",
) -> Response:
    """Download the comparison of two versions."""
    from app.services.version_papers import comparison_paper  # noqa: PLC0415 — Word is loaded for a file alone

    found = _compared(store, seen.dossier.plan.key, old, new)
    if found is None:
        raise Refused("release.one_version", key=seen.dossier.plan.key)
    return file_response(comparison_paper(found), f"Bảng so sánh {seen.dossier.plan.title}.docx")


@router.api_route(_VERSIONS + "/{number}", methods=READ)
def one_version(
    request: Request,
    number: Number,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    done: Annotated[str, Query(alias="viec", max_length=20)] = "",
) -> HTMLResponse:
    """Show a release: its decision, who issued it when, why its problems were accepted, its files and their hashes."""
    key = seen.dossier.plan.key
    release = store.releases.get(key, number)
    latest = latest_release(store, key)
    return plan_page(
        request,
        "pages/versions/one.html",
        seen,
        "phien-ban",
        today,
        shown=release,
        approver=_approver(store, release),
        files=[(file, _size(file)) for file in store.releases.files(key, number)],
        is_latest=latest is not None and latest.number == number,
        is_just_issued=done == "ban-hanh",
        before=f"{number - 1}" if number > 1 else "",
    )


@router.api_route(_VERSIONS + "/{number}/ra-soat.docx", methods=READ)
def review_list(number: Number, store: StoreDep, seen: SeenDep) -> Response:
    """Download the problems with which a release was issued, and why they were accepted."""
    from app.services.version_papers import release_review_paper  # noqa: PLC0415 — Word is loaded for a file alone

    release = store.releases.get(seen.dossier.plan.key, number)
    content = release_review_paper(store, release)
    return file_response(content, f"Danh mục rà soát bản ban hành số {number} {seen.dossier.plan.title}.docx")


@router.api_route(_VERSIONS + "/{number}/tep/{path:path}", methods=READ)
def file_of_version(number: Number, path: str, store: StoreDep, seen: SeenDep, settings: SettingsDep) -> Response:
    """Download a file of a release: as it was frozen, a calendar made again from what was issued."""
    from app.services.emission import file_set_of_plan  # noqa: PLC0415 — Word and Excel are loaded for a file alone

    key = seen.dossier.plan.key
    planned = file_set_of_plan(store, key, release=number, base_url=settings.base_url).file(path)
    stem, dot, suffix = path.replace("/", " - ").rpartition(".")
    return file_response(planned.make(), f"{key} bản {number} - {stem}{dot}{suffix}")


def _compared(store: StoreDep, key: str, old: str, new: str) -> Comparison | None:
    """Return the comparison asked for: without names, of the last two versions; None while there is one alone."""
    names = version_names(store, key)
    if not names or (len(names) == 1 and not (old and new)):
        return None
    newer = new or names[-1]
    older = old or next((name for name in reversed(names) if name != newer), newer)
    return compared(store, key, older, newer)


def _version(store: StoreDep, key: str, name: str) -> Version:
    """Return a version as far as its title needs it."""
    return Version(
        dossier=store.plans.dossier(key), release=None if name == DRAFT else store.releases.get(key, int(name))
    )


def _approver(store: StoreDep, release: Release) -> str:
    """Return who issued a release, as its plan names them; "" where that is not known."""
    dossier: PlanDossier = release_dossier(store, release.plan, release.number)
    known = {person.key for person in dossier.people}
    return dossier.person_line(release.issued_by) if release.issued_by in known and release.issued_by else ""


def _size(file: FrozenFile) -> str:
    return f"{grouped(max(1, round(len(file.content) / _KILOBYTE)))} KB" if file.content is not None else ""
