"""Đối tượng của kế hoạch: units picked from the directory by what is known of each, and taken out again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.coverage import share_words
from app.domain.errors import InvalidInput, NotFound, StaleVersion
from app.domain.plan_steps import mark_of
from app.domain.plans import PlanState
from app.domain.releases import check_editable
from app.domain.schedules import time_words
from app.domain.vietnamese import short_date
from app.services.coverage import TargetFilter, TargetLine, filtered, targets_to_choose
from app.services.releases import problems_to_accept
from app.services.target_editing import add_targets, remove_target, visit_of
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, Field, FormFaults
from app.web.new_plan_forms import faults_on
from app.web.pages import plan_page
from app.web.route_table import READ

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from starlette.datastructures import FormData

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.unit_history import Inspection
    from app.domain.visits import Visit
    from app.services.seeing import SeenPlan

router = APIRouter()

_PAGE = "/ke-hoach/{plan_key}/doi-tuong"
_UNITS = Field(name="don-vi", label="Đơn vị")
_BATCH = Field(name="dot", label="Đợt")
_FIELDS = {"units": _UNITS, "batch": _BATCH}
_NUMBER, _MARK = "lan", "dau-muc"
_WORDS, _LEVEL, _KIND, _NEVER, _PAGE_NUMBER, _DONE = "tim", "cap", "loai", "chua", "trang", "xong"
_A_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenLine:
    """Đối tượng đã chọn, as the page lists it; `mark` is that of the visit as it is shown."""

    unit: str
    number: int
    name: str
    href: str
    batch: str
    time: str
    is_reserve: bool
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryWords:
    """Lần kiểm tra gần nhất bằng lời: `when` is "" where none is known."""

    when: str
    what: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """Đơn vị trong bảng chọn."""

    key: str
    name: str
    level: str
    kind: str
    is_target: bool
    is_never: bool
    last: HistoryWords
    planned: str


@router.api_route(_PAGE, methods=READ)
def targets(
    request: Request,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    done: Annotated[str, Query(alias=_DONE, max_length=20)] = "",
) -> HTMLResponse:
    """Show who is inspected, how much of each level that covers, and the directory to choose from."""
    return _targets_page(request, store, seen, today, request.query_params, NO_FAULTS, done=done)


@router.post(_PAGE)
def add(
    request: Request,
    plan_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Put the marked units into the plan."""
    units = [value for value in form.getlist(_UNITS.name) if isinstance(value, str)]
    batch = str(form.get(_BATCH.name, "")) or None
    try:
        add_targets(store, plan_key, units, batch, by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = faults_on(error, _FIELDS)
        raise Unsaved(_targets_page(request, store, seen, today, _texts(form), faults, chosen=units)) from error
    return RedirectResponse(_address(plan_key, _texts(form), f"them-{len(units)}"), status_code=303)


@router.post(f"{_PAGE}/bo")
def remove(
    request: Request,
    plan_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Take a unit's visit out of the plan."""
    unit, number = str(form.get(_UNITS.name, "")), _number(str(form.get(_NUMBER, "")))
    check_editable(seen.dossier.plan)
    visit = visit_of(seen.dossier, unit, number)
    if visit is None:
        raise NotFound("visit", unit)
    try:
        remove_target(store, plan_key, unit, number, str(form.get(_MARK, "")), by=visitor.actor, at=now)
    except StaleVersion as error:
        present = visit_of(store.plans.dossier(plan_key), unit, number) or visit
        raise Unsaved(_conflict_page(request, seen, today, present)) from error
    return RedirectResponse(_address(plan_key, _texts(form), "bo"), status_code=303)


def _targets_page(
    request: Request,
    store: Store,
    seen: SeenPlan,
    today: date,
    values: Mapping[str, str],
    faults: FormFaults,
    *,
    chosen: list[str] | None = None,
    done: str = "",
) -> HTMLResponse:
    dossier = seen.dossier
    asked = _asked(values)
    wanted = TargetFilter(words=asked[_WORDS], level=asked[_LEVEL], kind=asked[_KIND], only_never=asked[_NEVER] == "co")
    found = targets_to_choose(store, dossier, today)
    lines = filtered(found.lines, wanted)
    number = max(1, min(_number(asked[_PAGE_NUMBER]), -(-len(lines) // _A_PAGE) or 1))
    shown = lines[(number - 1) * _A_PAGE : number * _A_PAGE]
    plan = dossier.plan
    return plan_page(
        request,
        "pages/targets/targets.html",
        seen,
        "doi-tuong",
        today,
        problems=problems_to_accept(store, dossier, store.days_off.calendar(), today),
        status=422 if faults.by_field else 200,
        faults=faults,
        is_draft=plan.state == PlanState.DRAFT,
        chosen=[_chosen_line(dossier, visit) for visit in plan.visits],
        quotas=plan.quotas,
        coverage=found.coverage,
        share=share_words,
        lines=[_unit_line(line) for line in shown],
        count=len(lines),
        never=sum(1 for line in lines if not line.history and not line.is_target),
        marked=frozenset(chosen or ()),
        asked=asked,
        levels=[("", "Mọi cấp"), *((level.key, level.name) for level in dossier.province.levels)],
        kinds=[("", "Mọi loại"), *((kind, kind) for kind in dict.fromkeys(each.unit.kind for each in found.lines))],
        batches=[(batch.key, batch.name) for batch in plan.batches],
        last_batch=str(_texts_of(values, _BATCH.name) or (plan.batches[-1].key if plan.batches else "")),
        number=number,
        before=_address(plan.key, {**asked, _PAGE_NUMBER: f"{number - 1}"}) if number > 1 else "",
        after=_address(plan.key, {**asked, _PAGE_NUMBER: f"{number + 1}"}) if number * _A_PAGE < len(lines) else "",
        done=done,
    )


def _conflict_page(request: Request, seen: SeenPlan, today: date, present: Visit) -> HTMLResponse:
    return plan_page(
        request,
        "pages/targets/conflict.html",
        seen,
        "doi-tuong",
        today,
        status=409,
        line=_chosen_line(seen.dossier, present),
    )


def _chosen_line(dossier: PlanDossier, visit: Visit) -> ChosenLine:
    again = f", lần {visit.number}" if visit.number > 1 else ""
    return ChosenLine(
        unit=visit.unit,
        number=visit.number,
        name=f"{dossier.unit_name(visit.unit)}{again}",
        href=f"/ke-hoach/{dossier.plan.key}/don-vi/{visit.unit}",
        batch=dossier.plan.batch(visit.batch).name,
        time=time_words(visit),
        is_reserve=visit.is_reserve,
        mark=mark_of(visit),
    )


def _unit_line(line: TargetLine) -> UnitLine:
    planned = line.next
    return UnitLine(
        key=line.unit.key,
        name=line.unit.name,
        level=line.level,
        kind=line.unit.kind,
        is_target=line.is_target,
        is_never=not line.history,
        last=_history_words(line.last, line.unit.name),
        planned=f"Đã có trong kế hoạch {planned.plan}, đến ngày {short_date(planned.last)}" if planned else "",
    )


def _history_words(last: Inspection | None, name: str) -> HistoryWords:
    if last is None:
        return HistoryWords(when="", what="", more="")
    notes = [
        f"khi là {last.name}" if last.name != name else "",
        "chỉ một phần đơn vị này" if last.is_part else "",
        "được chọn trong cuộc kiểm tra đơn vị cấp trên" if last.is_drawn else "",
    ]
    return HistoryWords(when=short_date(last.last), what=last.kind, more=", ".join(note for note in notes if note))


def _asked(values: Mapping[str, str]) -> dict[str, str]:
    """Return the filter as it was asked for, each part a text."""
    return {name: _texts_of(values, name) for name in (_WORDS, _LEVEL, _KIND, _NEVER, _PAGE_NUMBER)}


def _texts_of(values: Mapping[str, str], name: str) -> str:
    return values.get(name, "")


def _texts(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _address(plan_key: str, values: Mapping[str, str], done: str = "") -> str:
    """Return the address of the page with the same filter."""
    asked = {name: value for name, value in _asked(values).items() if value}
    query = urlencode({**asked, **({_DONE: done} if done else {})})
    return f"/ke-hoach/{plan_key}/doi-tuong{'?' if query else ''}{query}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("9999") else 1
