"""Soạn các đợt: added, renamed, led by somebody, moved, taken out; the alternation set anew."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from app.domain.dossiers import PlanDossier
from app.web.deps import Key
from app.web.edit_forms import UNDETERMINED, TypedForm
from app.web.route_table import READ
from app.web.routes.team_editor import DeskDep
from app.web.team_forms import BATCH_FIELDS, batch_lines, filled_batch, lead_options, people_options, read_batch
from app.web.team_pages import STEPS, PartForm

router = APIRouter()

_TEAM = "/ke-hoach/{plan_key}/doan"
_BATCH = _TEAM + "/dot/{batch_key}"


def _part(plan_key: str, key: str | None) -> PartForm:
    base = f"/ke-hoach/{plan_key}/doan/dot"
    return PartForm(
        template="pages/team/batch.html",
        path=f"{base}/{key or 'moi'}",
        new_path=f"{base}/moi",
        kind="batch",
        key=key,
        name="đợt",
        fields=BATCH_FIELDS,
        filled=lambda dossier: filled_batch(dossier, dossier.plan.batch(key) if key is not None else None),
        lines=batch_lines,
        choices=_choices,
    )


def _choices(dossier: PlanDossier, form: TypedForm) -> dict[str, Any]:
    nobody = ("", UNDETERMINED)
    people = people_options(dossier)
    return {
        "teams": [(team.key, team.name) for team in dossier.plan.teams],
        "heads": [nobody, *people],
        "people": people,
        "leads": [nobody, *lead_options(dossier, form.one("co-quan"))],
    }


@router.api_route(_TEAM + "/dot/moi", methods=READ)
def new_batch_form(plan_key: Key, desk: DeskDep) -> HTMLResponse:
    """Show the form of a new batch."""
    return desk.form_page(_part(plan_key, None))


@router.post(_TEAM + "/dot/moi")
def add_batch(plan_key: Key, desk: DeskDep) -> Response:
    """Add a batch."""
    made = desk.save(
        _part(plan_key, None), lambda editing, form: editing.save_batch(None, read_batch(desk.dossier, form, None))
    )
    key = made.plan.batches[-1].key
    return desk.back("doan", "them-dot", key, f"dot-{key}")


@router.api_route(_BATCH, methods=READ)
def batch_form(plan_key: Key, batch_key: Key, desk: DeskDep) -> HTMLResponse:
    """Show the form of a batch."""
    return desk.form_page(_part(plan_key, batch_key))


@router.post(_BATCH)
def save_batch(plan_key: Key, batch_key: Key, desk: DeskDep) -> Response:
    """Keep a batch as typed."""
    desk.save(
        _part(plan_key, batch_key),
        lambda editing, form: editing.save_batch(batch_key, read_batch(desk.dossier, form, batch_key)),
    )
    return desk.back("doan", "luu-dot", batch_key, f"dot-{batch_key}")


@router.post(_BATCH + "/xoa")
def remove_batch(plan_key: Key, batch_key: Key, desk: DeskDep) -> Response:  # noqa: ARG001 — the desk has the plan
    """Take out a batch without units."""
    desk.act(lambda editing: editing.remove_batch(batch_key))
    return desk.back("doan", "xoa-dot", anchor="h-dot")


@router.post(_BATCH + "/thu-tu")
def move_batch(plan_key: Key, batch_key: Key, desk: DeskDep) -> Response:  # noqa: ARG001 — the desk has the plan
    """Move a batch up or down."""
    desk.act(lambda editing: editing.move_batch(batch_key, STEPS.get(desk.way, 0)))
    return desk.back("doan", "dua-dot", batch_key)


@router.post(_TEAM + "/luan-phien")
def alternate(plan_key: Key, desk: DeskDep) -> Response:  # noqa: ARG001 — the desk has the plan
    """Set heads and deputies by the alternation that the plan states."""
    desk.act(lambda editing: editing.alternate())
    return desk.back("doan", "luan-phien", anchor="h-dot")
