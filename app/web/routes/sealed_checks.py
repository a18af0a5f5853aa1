"""Kiểm tra đột xuất: sealed by planners, opened by them and by who leads the đoàn, never shown before its hour."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.access import PLAN_LEADERS
from app.domain.draws.sealed import sealed_code
from app.domain.draws.sealed_parties import can_open_check
from app.domain.errors import InvalidInput, NotAllowed, Refused, StaleVersion
from app.domain.units import directory_on
from app.services.releases import problems_to_accept
from app.services.sealed_checks import call_off, check_of, checks_of_plan, open_check, seal_check
from app.services.sentences import refusal_sentence
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.edit_forms import TypedForm, filled_form, typed_form
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.route_table import READ
from app.web.sealed_forms import CALL_OFF_FIELDS, FIELDS, HALVES, NAMES, wanted_check
from app.web.sealed_views import CHECKS, check_lines, check_sheet
from app.web.team_forms import UnitGroup, unit_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from app.domain.dossiers import PlanDossier
    from app.services.checking import WordedProblem
    from app.services.seeing import SeenPlan

router = APIRouter()

_HERE = "lich"
_CHECK = CHECKS + "/{number}"
_SEEN = "dong-cuoi"
_CALL_OFF_NAMES = tuple(field.name for field in CALL_OFF_FIELDS.values())

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Done = Annotated[str, Query(alias="xong", max_length=20)]


@router.api_route(CHECKS, methods=READ)
def list_page(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep, now: NowDep) -> HTMLResponse:
    """Show the sealed checks of a plan: their days, when each is opened, the unit of those that are."""
    return plan_page(
        request,
        "pages/sealed/list.html",
        seen,
        _HERE,
        today,
        problems=_problems(store, seen, today),
        checks=check_lines(seen.dossier, checks_of_plan(store, seen.dossier.plan.key), now),
        may_seal=seen.standing.is_planner and not seen.dossier.plan.state.is_over,
    )


@router.api_route(f"{CHECKS}/moi", methods=READ)
def seal_form(request: Request, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Show the form that seals a check."""
    batches = seen.dossier.plan.batches
    return _seal_form(request, seen, today, filled_form(dot=batches[0].key if batches else "", gio_mo="07:30"))


@router.post(f"{CHECKS}/moi")
def seal(
    request: Request, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep, today: TodayDep
) -> Response:
    """Seal a check."""
    typed = typed_form(form, NAMES)
    try:
        wanted = wanted_check(typed)
        check = seal_check(
            store, seen.dossier.plan.key, wanted, random_bytes=secrets.token_bytes, by=visitor.actor, at=now
        )
    except InvalidInput as error:
        raise Unsaved(_seal_form(request, seen, today, typed, faults=form_faults(error, FIELDS))) from error
    except Refused as error:
        raise Unsaved(_seal_form(request, seen, today, typed, refusal=refusal_sentence(error))) from error
    return _back(check.plan, check.number, "niem-phong")


@router.api_route(_CHECK, methods=READ)
def check_page(
    request: Request,
    plan_key: Key,
    number: Number,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    now: NowDep,
    done: Done = "",
) -> HTMLResponse:
    """Show a check: its days, its hash, its ledger; the unit once it is open."""
    return _check_page(request, store, seen, sealed_code(plan_key, number), today, now, done=done)


@router.post(f"{_CHECK}/mo")
def open_one(
    request: Request,
    plan_key: Key,
    number: Number,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Open a check whose time has come; of leaders those of the batch that goes."""
    code = sealed_code(plan_key, number)
    if not can_open_check(seen.standing, seen.dossier, check_of(store, code)):
        raise NotAllowed(PLAN_LEADERS)
    try:
        open_check(store, code, seen=_text(form, _SEEN), by=visitor.actor, at=now)
    except (Refused, StaleVersion) as error:
        told = refusal_sentence(error)
        raise Unsaved(_check_page(request, store, seen, code, today, now, refusal=told, status=409)) from error
    return _back(plan_key, number, "mo")


@router.api_route(f"{_CHECK}/huy", methods=READ)
def call_off_form(
    request: Request, plan_key: Key, number: Number, store: StoreDep, seen: SeenDep, today: TodayDep, now: NowDep
) -> HTMLResponse:
    """Ask for the reason and the signatory with which a check is called off."""
    return _call_off_form(request, store, seen, sealed_code(plan_key, number), today, now, filled_form())


@router.post(f"{_CHECK}/huy")
def call_off_one(
    request: Request,
    plan_key: Key,
    number: Number,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Call off a check, for everybody to see; its unit is told to nobody."""
    code, typed = sealed_code(plan_key, number), typed_form(form, _CALL_OFF_NAMES)
    reason, signatory = (typed.one(name) for name in _CALL_OFF_NAMES)
    try:
        call_off(store, code, reason=reason, signatory=signatory, seen=_text(form, _SEEN), by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = form_faults(error, CALL_OFF_FIELDS)
        raise Unsaved(_call_off_form(request, store, seen, code, today, now, typed, faults=faults)) from error
    except (Refused, StaleVersion) as error:
        told = refusal_sentence(error)
        raise Unsaved(_check_page(request, store, seen, code, today, now, refusal=told, status=409)) from error
    return _back(plan_key, number, "huy")


def _seal_form(
    request: Request,
    seen: SeenPlan,
    today: date,
    form: TypedForm,
    *,
    faults: FormFaults = NO_FAULTS,
    refusal: str = "",
) -> HTMLResponse:
    plan = seen.dossier.plan
    answer = plan_page(
        request,
        "pages/sealed/new.html",
        seen,
        _HERE,
        today,
        status=422 if faults.by_field else 409 if refusal else 200,
        form=form,
        faults=faults,
        refusal=refusal,
        batches=[(batch.key, batch.name) for batch in plan.batches],
        groups=_unit_groups(seen.dossier, today),
        halves=HALVES,
    )
    # What was chosen here is nobody else's at the same machine to find again.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _unit_groups(dossier: PlanDossier, today: date) -> list[UnitGroup]:
    """Return the units as they are now, of the plan's year, by level."""
    day = max(today, dossier.plan.directory_day())
    units = directory_on(dossier.units, day).units
    groups = (
        (level.name, tuple((unit.key, unit_words(dossier, unit)) for unit in units if unit.level == level.key))
        for level in dossier.province.levels
    )
    return [UnitGroup(name=name, options=options) for name, options in groups if options]


def _check_page(
    request: Request,
    store: StoreDep,
    seen: SeenPlan,
    code: str,
    today: date,
    now: datetime,
    *,
    done: str = "",
    refusal: str = "",
    status: int = 200,
) -> HTMLResponse:
    return plan_page(
        request,
        "pages/sealed/check.html",
        seen,
        _HERE,
        today,
        status=status,
        problems=_problems(store, seen, today),
        check=check_sheet(seen.dossier, check_of(store, code), seen.standing, now),
        done=done,
        refusal=refusal,
    )


def _call_off_form(
    request: Request,
    store: StoreDep,
    seen: SeenPlan,
    code: str,
    today: date,
    now: datetime,
    form: TypedForm,
    *,
    faults: FormFaults = NO_FAULTS,
) -> HTMLResponse:
    return plan_page(
        request,
        "pages/sealed/call_off.html",
        seen,
        _HERE,
        today,
        status=422 if faults.by_field else 200,
        check=check_sheet(seen.dossier, check_of(store, code), seen.standing, now),
        form=form,
        faults=faults,
    )


def _problems(store: StoreDep, seen: SeenPlan, today: date) -> tuple[WordedProblem, ...]:
    """Return the problems of the plan, which the bar of every page counts."""
    return problems_to_accept(store, seen.dossier, store.days_off.calendar(), today)


def _back(plan_key: str, number: int, done: str) -> Response:
    return RedirectResponse(f"{_CHECK.format(plan_key=plan_key, number=number)}?xong={done}", status_code=303)


def _text(form: FormDep, name: str) -> str | None:
    value = form.get(name)
    return value if isinstance(value, str) else None
