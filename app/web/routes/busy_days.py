"""Lịch bận: the days on which people and units of a draft cannot take part."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, Response

from app.domain.absences import absences_by_key
from app.domain.dossiers import PlanDossier
from app.domain.people import Absence
from app.web.busy_views import (
    ABSENCE_FIELDS,
    PERSON,
    UNIT,
    absence_lines,
    filled_absence,
    read_absence,
)
from app.web.deps import Key
from app.web.route_table import READ
from app.web.routes.team_editor import DeskDep
from app.web.team_forms import people_options, unit_groups
from app.web.team_pages import PartForm

router = APIRouter()

_BUSY = "/ke-hoach/{plan_key}/lich-ban"
_ABSENCE = _BUSY + "/khoang/{absence_key}"
AbsenceKey = Annotated[str, Path(pattern="^[a-z0-9-]+$", max_length=200)]


def _present(dossier: PlanDossier, key: str | None) -> Absence | None:
    return absences_by_key(dossier.plan).get(key) if key is not None else None


def _part(plan_key: str, key: str | None) -> PartForm:
    base = f"/ke-hoach/{plan_key}/lich-ban"
    return PartForm(
        template="pages/busy/absence.html",
        path=f"{base}/khoang/{key}" if key is not None else f"{base}/moi",
        new_path=f"{base}/moi",
        kind="absence",
        key=key,
        name="khoảng bận",
        fields=ABSENCE_FIELDS,
        filled=lambda dossier: filled_absence(_present(dossier, key)),
        lines=absence_lines,
        choices=lambda dossier, form: {
            "people": [(PERSON + person, line) for person, line in people_options(dossier)],
            "units": unit_groups(dossier, form.one("cua"), UNIT),
        },
        place="lich-ban",
    )


@router.api_route(_BUSY, methods=READ)
def busy_days(plan_key: Key, desk: DeskDep) -> HTMLResponse:  # noqa: ARG001 — the desk has the plan
    """Show the days off of people and units."""
    return desk.busy_page()


@router.api_route(_BUSY + "/moi", methods=READ)
def new_absence_form(plan_key: Key, desk: DeskDep) -> HTMLResponse:
    """Show the form of new days off."""
    return desk.form_page(_part(plan_key, None))


@router.post(_BUSY + "/moi")
def add_absence(plan_key: Key, desk: DeskDep) -> Response:
    """Add days off."""
    made = desk.save(_part(plan_key, None), lambda editing, form: editing.save_absence(None, read_absence(form)))
    key = list(absences_by_key(made.plan))[-1]
    return desk.back("lich-ban", "them", key, key)


@router.api_route(_ABSENCE, methods=READ)
def absence_form(plan_key: Key, absence_key: AbsenceKey, desk: DeskDep) -> HTMLResponse:
    """Show the form of days off."""
    return desk.form_page(_part(plan_key, absence_key))


@router.post(_ABSENCE)
def save_absence(plan_key: Key, absence_key: AbsenceKey, desk: DeskDep) -> Response:
    """Keep days off as typed."""
    desk.save(
        _part(plan_key, absence_key),
        lambda editing, form: editing.save_absence(
            absence_key, read_absence(form, _present(desk.dossier, absence_key))
        ),
    )
    return desk.back("lich-ban", "luu")


@router.post(_ABSENCE + "/xoa")
def remove_absence(plan_key: Key, absence_key: AbsenceKey, desk: DeskDep) -> Response:  # noqa: ARG001 — the desk has the plan
    """Take out days off."""
    desk.act(lambda editing: editing.remove_absence(absence_key), otherwise=desk.busy_page)
    return desk.back("lich-ban", "bo")
