"""Thiết lập kế hoạch: what the plan states as a whole, each section a form of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.coverage import inspectable_units
from app.domain.errors import InvalidInput, NotFound, StaleVersion
from app.domain.plan_facts import Section
from app.domain.plans import PlanState
from app.services.plan_settings import SECTION_NAMES, change_section, settle_remark
from app.services.releases import problems_to_accept
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.draw_rule_form import cluster_places
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, FormFaults
from app.web.new_plan_forms import faults_on
from app.web.pages import plan_page
from app.web.route_table import READ
from app.web.section_reading import AGENCY_SLOTS
from app.web.settings_forms import SectionForm, fields_of, section_form, section_mark, sent_form, stated
from app.web.settings_views import Difference, agency_options, differences

if TYPE_CHECKING:
    from datetime import date

    from app.db.store import Store
    from app.services.seeing import SeenPlan

router = APIRouter()

_PAGE = "/ke-hoach/{plan_key}/thiet-lap"
_MARK, _REMARK, _DONE = "dau-muc", "cho", "xong"

SectionName = Annotated[str, Path(max_length=40)]


@router.api_route(_PAGE, methods=READ)
def settings_page(
    request: Request,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    done: Annotated[str, Query(alias=_DONE, max_length=40)] = "",
) -> HTMLResponse:
    """Show every section of what the plan states, each with its form."""
    return _page(request, store, seen, today, done=done)


@router.post(f"{_PAGE}/da-xem")
def settle(plan_key: Key, form: FormDep, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Take a remark off that was dealt with."""
    settle_remark(store, plan_key, str(form.get(_REMARK, "")), by=visitor.actor, at=now)
    return RedirectResponse(f"/ke-hoach/{plan_key}/thiet-lap?{_DONE}=da-xem#xem-lai", status_code=303)


@router.post(f"{_PAGE}/{{section}}")
def change(
    request: Request,
    plan_key: Key,
    section: SectionName,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    today: TodayDep,
    now: NowDep,
) -> Response:
    """Make a section state what was typed."""
    named = _section(section)
    sent = sent_form(named, form, str(form.get(_MARK, "")))
    try:
        facts = stated(seen.dossier, sent)
        change_section(store, visitor.signed_in, plan_key, named, facts, mark=sent.mark, by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = faults_on(error, fields_of(named, seen.dossier.province))
        raise Unsaved(_page(request, store, seen, today, sent=sent, faults=faults)) from error
    except StaleVersion as error:
        present = section_form(seen.dossier, named)
        mark = section_mark(seen.dossier.plan, named)
        answer = _conflict_page(
            request, seen, today, replace(sent, mark=mark), differences(seen.dossier, sent, present)
        )
        raise Unsaved(answer) from error
    return RedirectResponse(f"/ke-hoach/{plan_key}/thiet-lap?{_DONE}={section}#{section}", status_code=303)


def _page(
    request: Request,
    store: Store,
    seen: SeenPlan,
    today: date,
    *,
    sent: SectionForm | None = None,
    faults: FormFaults = NO_FAULTS,
    done: str = "",
) -> HTMLResponse:
    dossier = seen.dossier
    forms = {section: section_form(dossier, section) for section in Section}
    if sent is not None:
        forms[sent.section] = sent
    return plan_page(
        request,
        "pages/settings/settings.html",
        seen,
        "thiet-lap",
        today,
        problems=problems_to_accept(store, dossier, store.days_off.calendar(), today),
        status=422 if faults.by_field else 200,
        forms={section.value: form for section, form in forms.items()},
        names={section.value: name for section, name in SECTION_NAMES.items()},
        faults=faults,
        is_draft=dossier.plan.state == PlanState.DRAFT,
        agencies=agency_options(dossier),
        slots=range(1, AGENCY_SLOTS + 1),
        cluster_places=cluster_places(forms[Section.DRAW].values),
        levels=dossier.province.levels,
        kinds=tuple(dict.fromkeys(unit.kind for unit in inspectable_units(dossier))),
        remarks=dossier.plan.remarks,
        done=done,
    )


def _conflict_page(
    request: Request, seen: SeenPlan, today: date, sent: SectionForm, found: tuple[Difference, ...]
) -> HTMLResponse:
    return plan_page(
        request,
        "pages/settings/conflict.html",
        seen,
        "thiet-lap",
        today,
        status=409,
        sent=sent,
        name=SECTION_NAMES[sent.section],
        differences=found,
    )


def _section(text: str) -> Section:
    found = next((section for section in Section if section.value == text), None)
    if found is None:
        raise NotFound("section", text)
    return found
