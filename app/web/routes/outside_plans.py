"""Lấy kế hoạch của cơ quan khác: a file tried first, row by row, and its good rows taken on confirmation alone."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from app.domain.errors import Fault, InvalidInput
from app.domain.outside_plans import judged_lines, outside_reason
from app.domain.releases import check_editable
from app.domain.vietnamese import two_digits
from app.services.outside_plans import packed_lines, read_outside_file, take_outside_plan, unpacked_lines
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, VisitorDep
from app.web.edit_forms import TypedForm, typed_form
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, FormFaults, form_faults
from app.web.outside_views import BODY, CHOICE, FILE, KIND, LINES, OUTSIDE_FIELDS, TAKE, trial_view
from app.web.route_table import READ
from app.web.routes.team_editor import DeskDep
from app.web.team_pages import TeamDesk
from app.web.uploads import sent_file

router = APIRouter()

_OUTSIDE = "/ke-hoach/{plan_key}/lich-ban/ke-hoach-khac"
_TEMPLATE, _TRIAL = "pages/busy/outside.html", "pages/busy/trial.html"
_NOTHING = TypedForm(texts={})


@router.api_route(_OUTSIDE, methods=READ)
def outside_form(plan_key: Key, desk: DeskDep) -> HTMLResponse:  # noqa: ARG001 — the desk has the plan
    """Ask for the file, whose plan it is, and what kind of work."""
    check_editable(desk.dossier.plan)
    return _asking(desk, _NOTHING)


@router.post(_OUTSIDE)
def try_outside(plan_key: Key, form: FormDep, seen: SeenDep, desk: DeskDep) -> HTMLResponse:  # noqa: ARG001 — the desk has the plan
    """Read the file and show the verdict on each of its rows; nothing is taken yet."""
    check_editable(seen.dossier.plan)
    typed, file = typed_form(form, (BODY, KIND)), sent_file(form, FILE)
    faults: list[Fault] = []
    reason, found = "", None
    try:
        reason = outside_reason(typed.one(BODY), typed.one(KIND))
    except InvalidInput as error:
        faults += error.faults
    try:
        found = read_outside_file(file.content if file is not None else b"", seen.dossier.plan.year, "file")
    except InvalidInput as error:
        faults += error.faults
    if faults or found is None:
        raise Unsaved(_asking(desk, typed, form_faults(InvalidInput(faults), OUTSIDE_FIELDS)))
    judged = judged_lines(seen.dossier, found.lines, reason)
    return desk.page(
        _TRIAL,
        trial=trial_view(seen.dossier, judged),
        reason=reason,
        carried=[(BODY, typed.one(BODY)), (KIND, typed.one(KIND)), (LINES, packed_lines(found.lines))],
        hidden=found.hidden,
        unread=found.unread,
        filename=file.name if file is not None else "",
        refusal="",
    )


@router.post(_OUTSIDE + "/ghi")
def take_outside(
    plan_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    desk: DeskDep,
) -> Response:
    """Take the good rows that were ticked, and those for which a unit was chosen."""
    check_editable(seen.dossier.plan)
    typed = typed_form(form, (BODY, KIND, LINES))
    try:
        reason = outside_reason(typed.one(BODY), typed.one(KIND))
        lines = unpacked_lines(typed.one(LINES), "file")
    except InvalidInput as error:
        raise Unsaved(_asking(desk, typed, form_faults(error, OUTSIDE_FIELDS))) from error
    texts = {name: text for name, text in form.items() if isinstance(text, str) and text}
    chosen = {n: texts[f"{CHOICE}{n}"] for n in range(len(lines)) if f"{CHOICE}{n}" in texts}
    wanted = {n for n in range(len(lines)) if f"{TAKE}{n}" in texts} | set(chosen)
    taken = take_outside_plan(store, plan_key, lines, reason, chosen=chosen, wanted=wanted, by=visitor.actor, at=now)
    return desk.back("lich-ban", "lay", two_digits(taken))


def _asking(desk: TeamDesk, form: TypedForm, faults: FormFaults = NO_FAULTS) -> HTMLResponse:
    status = 422 if faults.by_field else 200
    return desk.page(_TEMPLATE, status=status, form=form, faults=faults)
