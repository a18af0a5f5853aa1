"""Lập kế hoạch mới: from nothing, from another year's plan, from a file.

Each way goes in two steps without a script: what is chosen first decides what is proposed then, and nothing is written
before the second form is sent. A file is looked through first, and taken in when that is confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.acts import ActForm
from app.domain.errors import DomainError, Fault, InvalidInput, NotFound, Refused
from app.domain.new_plans import SUBJECTS
from app.domain.plan_copies import MovedVisit
from app.domain.problems import Severity
from app.domain.schedules import working_days_of
from app.domain.vietnamese import capital_first
from app.services.checking import WordedProblem, problems_of
from app.services.new_plans import (
    begin_plan,
    calendar_over,
    copy_plan,
    copy_proposed,
    import_draft,
    note_sentence,
    own_plans,
    place_words,
)
from app.services.sentences import fault_sentence, refusal_sentence
from app.web.deps import FormDep, NowDep, StoreDep, TodayDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, Field, FormFaults, form_faults
from app.web.new_plan_forms import (
    CHOICE_FIELDS,
    COPY_FIELDS,
    NEW_FIELDS,
    STEP,
    Choice,
    CopyTyped,
    Typed,
    check_choice,
    choice_of,
    completed,
    copy_request,
    copy_typed,
    faults_on,
    new_plan_of,
    proposed,
    typed_of,
    versions_for,
)
from app.web.pages import page
from app.web.route_table import READ
from app.web.uploads import SentFile, sent_file

if TYPE_CHECKING:
    from datetime import date

    from app.db.store import Store
    from app.domain.changes import OutdatedText
    from app.domain.listed_plans import ListedPlan
    from app.domain.plan_copies import CopiedPlan
    from app.services.new_plans import OutlineVersion
    from app.services.plan_exchange import ImportResult
    from app.web.visitors import Visitor

router = APIRouter()

NEW = "/ke-hoach/moi"
BLANK, COPY, FILE = f"{NEW}/tu-dau", f"{NEW}/tu-ke-hoach", f"{NEW}/tu-tep"
DONE = "xong"
"""The query by which a page of the new plan says that it was just made."""
_UPLOAD = Field(name="tep", label="Tệp kế hoạch")
_CONTENT, _NAME = "noi-dung-tep", "ten-tep"
_ACTS = (
    (ActForm.DECISION_APPROVING_PLAN.value, "Quyết định phê duyệt Kế hoạch"),
    (ActForm.PLAN_ALONE.value, "Kế hoạch, không kèm quyết định"),
    (ActForm.DECISION_SETTING_UP_TEAM.value, "Quyết định thành lập Đoàn kiểm tra"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPreview:
    """Bản xem trước: the moved visits with their working days, what is to be looked at, what the rules find."""

    moved: list[tuple[MovedVisit, int, int]]
    notes: list[str]
    outdated: list[str]
    problems: list[WordedProblem]


@router.api_route(NEW, methods=READ)
def ways(request: Request, store: StoreDep, visitor: VisitorDep) -> HTMLResponse:
    """Show the ways in which a plan can be drawn up."""
    return page(request, "pages/newplan/ways.html", has_plans=bool(own_plans(store, visitor.signed_in)))


@router.api_route(BLANK, methods=READ)
def begin_form(request: Request, store: StoreDep, visitor: VisitorDep, today: TodayDep) -> HTMLResponse:
    """Ask where, when and what about; once that is chosen, for what the plan is called and how it is signed."""
    choice = choice_of(store, visitor.signed_in, request.query_params, today)
    if STEP not in request.query_params:
        return _choice_page(request, choice, NO_FAULTS)
    try:
        year = check_choice(choice)
        typed = proposed(store, choice, year)
    except InvalidInput as error:
        return _choice_page(request, choice, faults_on(error, CHOICE_FIELDS))
    except Refused as error:
        return _choice_page(request, choice, FormFaults({CHOICE_FIELDS["year"].name: refusal_sentence(error)}))
    versions = versions_for(store, visitor.signed_in, choice)
    typed = replace(typed, outline=versions[0].outline if versions else "")
    return _head_page(request, choice, typed, versions, NO_FAULTS)


@router.post(BLANK)
def begin(
    request: Request, form: FormDep, store: StoreDep, visitor: VisitorDep, today: TodayDep, now: NowDep
) -> Response:
    """Begin a plan from nothing."""
    account = visitor.signed_in
    choice, typed = choice_of(store, account, form, today), typed_of(form)
    try:
        year = check_choice(choice)
    except InvalidInput as error:
        raise Unsaved(_choice_page(request, choice, faults_on(error, CHOICE_FIELDS))) from error
    versions = versions_for(store, account, choice)
    try:
        new, province = new_plan_of(store, choice, year, typed, versions)
        dossier = begin_plan(store, account, new, province, by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = faults_on(error, NEW_FIELDS)
        raise Unsaved(_head_page(request, choice, typed, versions, faults)) from error
    except Refused as error:
        faults = FormFaults({CHOICE_FIELDS["year"].name: refusal_sentence(error)})
        raise Unsaved(_choice_page(request, choice, faults)) from error
    return RedirectResponse(f"/ke-hoach/{dossier.plan.key}/doi-tuong?{DONE}=lap", status_code=303)


@router.api_route(COPY, methods=READ)
def copy_form(request: Request, store: StoreDep, visitor: VisitorDep, today: TodayDep) -> HTMLResponse:
    """Ask which plan to draw up from and for which year; once chosen, show what comes of it."""
    sources = own_plans(store, visitor.signed_in)
    typed = copy_typed(request.query_params, [each.key for each in sources], today)
    if STEP not in request.query_params:
        return _copy_page(request, sources, typed, NO_FAULTS)
    try:
        typed, found = _proposed_copy(store, visitor, typed, today)
    except InvalidInput as error:
        return _copy_page(request, sources, typed, faults_on(error, COPY_FIELDS))
    return _preview_page(request, store, typed, found, NO_FAULTS)


@router.post(COPY)
def copy(
    request: Request, form: FormDep, store: StoreDep, visitor: VisitorDep, today: TodayDep, now: NowDep
) -> Response:
    """Draw up a plan from another year's."""
    account = visitor.signed_in
    sources = own_plans(store, account)
    typed = copy_typed(form, [each.key for each in sources], today)
    try:
        typed, found = _proposed_copy(store, visitor, typed, today)
    except InvalidInput as error:
        faults = faults_on(error, COPY_FIELDS)
        raise Unsaved(_copy_page(request, sources, typed, faults)) from error
    try:
        dossier = copy_plan(store, account, typed.source, copy_request(typed), by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = FormFaults({COPY_FIELDS["title"].name: "\n".join(fault_sentence(each) for each in error.faults)})
        raise Unsaved(_preview_page(request, store, typed, found, faults)) from error
    return RedirectResponse(f"/ke-hoach/{dossier.plan.key}/thiet-lap?{DONE}=chep", status_code=303)


@router.api_route(FILE, methods=READ)
def file_form(request: Request) -> HTMLResponse:
    """Ask for the file of a plan."""
    return _file_page(request, NO_FAULTS)


@router.post(FILE)
def take_file(request: Request, form: FormDep, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Look a file through and say what would come of it; take it in when that is confirmed."""
    confirmed = form.get(_CONTENT)
    if isinstance(confirmed, str):
        file: SentFile | None = SentFile(name=str(form.get(_NAME, "")), content=confirmed.encode())
    else:
        file = sent_file(form, _UPLOAD.name)
    if file is None:
        empty = form_faults(_missing_file(), {_UPLOAD.name: _UPLOAD})
        raise Unsaved(_file_page(request, empty))
    is_dry = confirmed is None
    try:
        result = import_draft(
            store, visitor.signed_in, file.content, file.name, by=visitor.actor, at=now, dry_run=is_dry
        )
    except (InvalidInput, Refused) as error:
        raise Unsaved(_file_page(request, NO_FAULTS, file.name, _lines(error))) from error
    if is_dry or result.outcome == "import.unchanged":
        return _file_page(request, NO_FAULTS, file.name, result=result, content=_text(file.content))
    return RedirectResponse(f"/ke-hoach/{result.plan}?{DONE}=nhap", status_code=303)


def _proposed_copy(store: Store, visitor: Visitor, typed: CopyTyped, today: date) -> tuple[CopyTyped, CopiedPlan]:
    """Return the copy with title and key proposed, and what would come of it."""
    account = visitor.signed_in
    if typed.source not in {each.key for each in own_plans(store, account)}:
        raise NotFound("plan", typed.source)
    typed = completed(store, store.plans.dossier(typed.source), typed)
    return typed, copy_proposed(store, account, typed.source, copy_request(typed), today=today)


def _choice_page(request: Request, choice: Choice, faults: FormFaults) -> HTMLResponse:
    return page(
        request,
        "pages/newplan/choice.html",
        status=422 if faults.by_field else 200,
        choice=choice,
        subjects=[(each, capital_first(each)) for each in SUBJECTS],
        acts=_ACTS,
        faults=faults,
    )


def _head_page(
    request: Request, choice: Choice, typed: Typed, versions: tuple[OutlineVersion, ...], faults: FormFaults
) -> HTMLResponse:
    return page(
        request,
        "pages/newplan/head.html",
        status=422 if faults.by_field else 200,
        choice=choice,
        typed=typed,
        acts=dict(_ACTS),
        versions=[
            *((each.outline, each.words) for each in versions),
            ("", "Không lấy, lập đề cương sau ở trang Nội dung"),
        ],
        faults=faults,
    )


def _copy_page(request: Request, sources: tuple[ListedPlan, ...], typed: CopyTyped, faults: FormFaults) -> HTMLResponse:
    return page(
        request,
        "pages/newplan/copy.html",
        status=422 if faults.by_field else 200,
        sources=[(each.key, f"{each.year}: {each.title} ({each.key})") for each in sources],
        typed=typed,
        faults=faults,
    )


def _preview_page(
    request: Request, store: Store, typed: CopyTyped, found: CopiedPlan, faults: FormFaults
) -> HTMLResponse:
    plan = found.dossier.plan
    source = store.plans.dossier(typed.source).plan
    calendar = calendar_over(store, source.year, plan.year)
    problems = problems_of(found.dossier, calendar)
    preview = CopyPreview(
        moved=[
            (each, len(working_days_of(each.before, calendar)), len(working_days_of(each.after, calendar)))
            for each in found.moved
        ],
        notes=[note_sentence(note) for note in found.notes],
        outdated=[_outdated_line(each) for each in found.outdated],
        problems=[each for each in problems if each.problem.severity != Severity.INFO],
    )
    return page(
        request,
        "pages/newplan/preview.html",
        status=422 if faults.by_field else 200,
        typed=typed,
        source=source,
        plan=plan,
        preview=preview,
        start=found.start,
        faults=faults,
    )


def _file_page(
    request: Request,
    faults: FormFaults,
    name: str = "",
    wrong: list[str] | None = None,
    *,
    result: ImportResult | None = None,
    content: str = "",
) -> HTMLResponse:
    return page(
        request,
        "pages/newplan/file.html",
        status=422 if faults.by_field or wrong else 200,
        faults=faults,
        file_name=name,
        wrong=wrong or [],
        result=result,
        content=content,
    )


def _missing_file() -> InvalidInput:
    return InvalidInput([Fault(place=_UPLOAD.name, code="upload.empty")])


def _lines(error: DomainError) -> list[str]:
    if isinstance(error, InvalidInput):
        return [fault_sentence(fault) for fault in error.faults]
    return refusal_sentence(error).split("\n")


def _outdated_line(outdated: OutdatedText) -> str:
    return f"{place_words(outdated.place)}: “{outdated.words}”"


def _text(content: bytes) -> str:
    """Return the content of a file that was read as text, so it is text."""
    return content.decode("utf-8-sig")
