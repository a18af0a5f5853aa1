"""Đường đi của kế hoạch: submitted, withdrawn, issued, closed, replaced, and why its problems are accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db.store import open_store
from app.domain.acts import CitedAct
from app.domain.endings import DAY, NUMBER
from app.domain.errors import Fault, InvalidInput, NotFound, Refused, StaleVersion
from app.domain.plans import PlanState
from app.domain.releases import check_submitted, check_transition
from app.domain.typed_dates import typed_day
from app.domain.vietnamese import short_date
from app.services.plan_standing import (
    ReasonBook,
    approvers,
    close_plan,
    reason_book,
    replace_plan,
    submit_plan,
    withdraw_plan,
    write_reason,
)
from app.services.releases import planned_release
from app.services.sentences import fault_sentence, refusal_sentence
from app.web.deps import FormDep, Key, NowDep, SeenDep, SettingsDep, StoreDep, TodayDep, VisitorDep
from app.web.downloads import file_response
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, Field, FormFaults, form_faults
from app.web.pages import plan_page
from app.web.route_table import READ
from app.web.standing_views import (
    APPROVER,
    PAPER_DAY,
    PAPER_NUMBER,
    approver_words,
    dropped_name,
    issue_faults,
    issue_lines,
    reason_lines,
    seen_name,
)

router = APIRouter()

_PLAN = "/ke-hoach/{plan_key}"
_FIELDS = {
    NUMBER: Field(name=PAPER_NUMBER, label="Số, ký hiệu"),
    DAY: Field(name=PAPER_DAY, label="Ngày"),
}
_STEP, _REVIEW, _ISSUE = "buoc", "xem-lai", "ban-hanh"
_VERSION = "lan-sua"
_ISSUER, _SUBJECT = "co-quan", "trich-yeu"
_REASON_LABEL = "Lý do"

Done = Annotated[str, Query(alias="viec", max_length=20)]


# Trình


@router.api_route(f"{_PLAN}/trinh", methods=READ)
def submission(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Ask for the number and day of the submission, or show what was recorded of it."""
    plan = seen.dossier.plan
    if plan.state != PlanState.SUBMITTED:
        check_transition(plan.state, PlanState.SUBMITTED, plan.key)
    asked = plan.decision.submission
    typed = {
        PAPER_NUMBER: (asked.number or "") if asked else "",
        PAPER_DAY: short_date(asked.day) if asked and asked.day else "",
    }
    return _submission_page(request, store, seen, today, typed, NO_FAULTS)


@router.post(f"{_PLAN}/trinh")
def submit(
    request: Request, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep, today: TodayDep
) -> Response:
    """Record the submission."""
    key, typed = seen.dossier.plan.key, _texts(form, PAPER_NUMBER, PAPER_DAY)
    try:
        day = _typed_day(typed)
        submit_plan(store, key, number=typed[PAPER_NUMBER], day=day, by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = _paper_faults(error, typed)
        raise Unsaved(_submission_page(request, store, seen, today, typed, faults)) from error
    return RedirectResponse(f"/ke-hoach/{key}/trinh", status_code=303)


def _submission_page(
    request: Request, store: StoreDep, seen: SeenDep, today: TodayDep, typed: dict[str, str], faults: FormFaults
) -> HTMLResponse:
    book = reason_book(store, seen.dossier, today)
    return plan_page(
        request,
        "pages/versions/submit.html",
        seen,
        "",
        today,
        status=422 if faults.by_field else 200,
        typed=typed,
        faults=faults,
        lines=reason_lines(book),
        open_count=len(book.open),
        agency=seen.dossier.unit_name(
            seen.dossier.plan.decision.submission.agency
            if seen.dossier.plan.decision.submission
            else seen.dossier.plan.planning_agencies[0]
        ),
    )


# Rút về dự thảo


@router.api_route(f"{_PLAN}/rut-ve", methods=READ)
def withdrawal(request: Request, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Say what follows from taking a submitted plan back, and ask."""
    check_submitted(seen.dossier.plan)
    return plan_page(request, "pages/versions/withdraw.html", seen, "", today)


@router.post(f"{_PLAN}/rut-ve")
def withdraw(store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Take a submitted plan back."""
    key = seen.dossier.plan.key
    withdraw_plan(store, key, by=visitor.actor, at=now)
    return RedirectResponse(f"/ke-hoach/{key}", status_code=303)


# Lý do


@router.api_route(f"{_PLAN}/ly-do", methods=READ)
def reasons(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep, done: Done = "") -> HTMLResponse:
    """List the problems that need a reason, each with the one that was written down."""
    check_transition(seen.dossier.plan.state, PlanState.ISSUED, seen.dossier.plan.key)
    book = reason_book(store, seen.dossier, today)
    return _reasons_page(request, seen, today, book, {}, NO_FAULTS, done=done)


@router.post(f"{_PLAN}/ly-do")
def write_reasons(
    request: Request, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep, today: TodayDep
) -> Response:
    """Write down the reasons that were typed; all of them, or none where one is refused."""
    key = seen.dossier.plan.key
    book = reason_book(store, store.plans.dossier(key), today)
    lines = reason_lines(book)
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    found: dict[str, str] = {}
    for line in lines:
        reason, seen_reason = given.get(line.name), given.get(seen_name(line.name), "")
        if not line.level and dropped_name(line.name) in given:
            reason, seen_reason = "", line.statement
        if reason is None:
            continue
        try:
            write_reason(store, book, line.fact, reason, seen=seen_reason, by=visitor.actor, at=now)
        except InvalidInput as error:
            found[line.name] = fault_sentence(replace(error.faults[0], place=_REASON_LABEL))
        except StaleVersion:
            told = line.written.reason if line.written else ""
            found[line.name] = refusal_sentence(Refused("reason.written_meanwhile", reason=told or "(để trống)"))
        except NotFound as error:
            found[line.name] = refusal_sentence(error)
    if found:
        raise Unsaved(_reasons_page(request, seen, today, book, given, FormFaults(found)))
    return RedirectResponse(f"/ke-hoach/{key}/ly-do?viec=da-ghi", status_code=303)


@router.api_route(f"{_PLAN}/ly-do/ra-soat.docx", methods=READ)
def draft_review_list(store: StoreDep, seen: SeenDep, today: TodayDep) -> Response:
    """Download the list of problems and reasons of a plan that is being drawn up."""
    from app.services.version_papers import draft_review_paper  # noqa: PLC0415 — Word is loaded for a file alone

    check_transition(seen.dossier.plan.state, PlanState.ISSUED, seen.dossier.plan.key)
    content = draft_review_paper(store, seen.dossier, today)
    return file_response(content, f"Danh mục rà soát {seen.dossier.plan.title}.docx")


def _reasons_page(
    request: Request,
    seen: SeenDep,
    today: TodayDep,
    book: ReasonBook,
    typed: dict[str, str],
    faults: FormFaults,
    *,
    done: str = "",
) -> HTMLResponse:
    """Return the page of the book as it was before anything of a form was written: that is undone where it is shown."""
    return plan_page(
        request,
        "pages/versions/reasons.html",
        seen,
        "",
        today,
        status=422 if faults.by_field else 200,
        lines=reason_lines(book),
        open_count=len(book.open),
        typed=typed,
        faults=faults,
        is_done=done == "da-ghi",
    )


# Ban hành


@router.api_route(f"{_PLAN}/ban-hanh", methods=READ)
def issue_question(request: Request, store: StoreDep, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Ask for the number and day of the decision and who approves; list what has to be accepted."""
    check_transition(seen.dossier.plan.state, PlanState.ISSUED, seen.dossier.plan.key)
    typed = dict.fromkeys((PAPER_NUMBER, PAPER_DAY, APPROVER), "")
    return _issue_page(request, store, seen, today, typed, NO_FAULTS)


@router.post(f"{_PLAN}/ban-hanh")
def issue(
    request: Request,
    plan_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    settings: SettingsDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Show once more what will be issued and what follows; then issue it, its papers made before it is written."""
    typed = _texts(form, PAPER_NUMBER, PAPER_DAY, APPROVER)
    try:
        day = _typed_day(typed)
        _check_approver(typed)
        asked: dict[str, Any] = {"number": typed[PAPER_NUMBER], "day": day, "by_person": typed[APPROVER], "reasons": {}}
        if form.get(_STEP) != _ISSUE:
            planned = planned_release(store, plan_key, at=now, **asked)
            return plan_page(
                request,
                "pages/versions/issue_confirm.html",
                seen,
                "",
                today,
                typed=typed,
                planned=planned,
                approver=seen.dossier.person_line(typed[APPROVER]),
            )
        from app.services.frozen_files import issue_plan  # noqa: PLC0415 — Word and Excel are loaded for files alone

        release = issue_plan(
            store,
            lambda: open_store(request.app.state.engine),
            plan_key,
            by=visitor.actor,
            at=now,
            version=_version(form),
            base_url=settings.base_url,
            **asked,
        )
    except (InvalidInput, NotFound, Refused) as error:
        faults = issue_faults(error, typed)
        if faults is None:
            raise
        raise Unsaved(_issue_page(request, store, seen, today, typed, faults)) from error
    return RedirectResponse(f"/ke-hoach/{plan_key}/phien-ban/{release.number}?viec=ban-hanh", status_code=303)


def _issue_page(
    request: Request, store: StoreDep, seen: SeenDep, today: TodayDep, typed: dict[str, str], faults: FormFaults
) -> HTMLResponse:
    book = reason_book(store, seen.dossier, today)
    return plan_page(
        request,
        "pages/versions/issue.html",
        seen,
        "",
        today,
        status=422 if faults.by_field else 200,
        typed=typed,
        faults=faults,
        lines=issue_lines(book),
        open_count=len(book.open),
        has_errors=any(line.level == "error" for line in issue_lines(book)),
        approvers=[
            ("", "Chọn người phê duyệt"),
            *((person.key, approver_words(seen.dossier, person, may)) for person, may in approvers(seen.dossier)),
        ],
    )


# Kết thúc, thay thế


@router.api_route(f"{_PLAN}/ket-thuc", methods=READ)
def closing(request: Request, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Say what follows from closing the plan, and ask for the report of the đoàn."""
    check_transition(seen.dossier.plan.state, PlanState.CLOSED, seen.dossier.plan.key)
    return _ending_page(request, "pages/versions/close.html", seen, today, {}, NO_FAULTS)


@router.post(f"{_PLAN}/ket-thuc")
def close(
    request: Request, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep, today: TodayDep
) -> Response:
    """Close the plan."""
    key, typed = seen.dossier.plan.key, _texts(form, PAPER_NUMBER, PAPER_DAY)
    try:
        close_plan(store, key, number=typed[PAPER_NUMBER], day=_typed_day(typed), by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = _paper_faults(error, typed)
        raise Unsaved(_ending_page(request, "pages/versions/close.html", seen, today, typed, faults)) from error
    return RedirectResponse(f"/ke-hoach/{key}", status_code=303)


@router.api_route(f"{_PLAN}/thay-the", methods=READ)
def replacing(request: Request, seen: SeenDep, today: TodayDep) -> HTMLResponse:
    """Say what follows from doing away with the plan, and ask for the act that does."""
    check_transition(seen.dossier.plan.state, PlanState.REPLACED, seen.dossier.plan.key)
    return _ending_page(request, "pages/versions/replace.html", seen, today, {}, NO_FAULTS)


@router.post(f"{_PLAN}/thay-the")
def do_away(
    request: Request, form: FormDep, store: StoreDep, seen: SeenDep, visitor: VisitorDep, now: NowDep, today: TodayDep
) -> Response:
    """Record the act that does away with the plan."""
    key, typed = seen.dossier.plan.key, _texts(form, PAPER_NUMBER, PAPER_DAY, _ISSUER, _SUBJECT)
    try:
        act = CitedAct(
            number=typed[PAPER_NUMBER], day=_typed_day(typed), issuer=typed[_ISSUER], subject=typed[_SUBJECT]
        )
        replace_plan(store, key, act, by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = _paper_faults(error, typed)
        raise Unsaved(_ending_page(request, "pages/versions/replace.html", seen, today, typed, faults)) from error
    return RedirectResponse(f"/ke-hoach/{key}", status_code=303)


def _ending_page(
    request: Request, template: str, seen: SeenDep, today: TodayDep, typed: dict[str, str], faults: FormFaults
) -> HTMLResponse:
    names = (PAPER_NUMBER, PAPER_DAY, _ISSUER, _SUBJECT)
    to_come = [
        (seen.dossier.unit_name(visit.unit), visit.window)
        for visit in seen.dossier.plan.firm_visits()
        if visit.window is not None and visit.window.last >= today
    ]
    return plan_page(
        request,
        template,
        seen,
        "",
        today,
        status=422 if faults.by_field else 200,
        typed={**dict.fromkeys(names, ""), **typed},
        faults=faults,
        to_come=to_come,
    )


def _texts(form: FormData, *names: str) -> dict[str, str]:
    found = {name: form.get(name, "") for name in names}
    return {name: value if isinstance(value, str) else "" for name, value in found.items()}


def _typed_day(typed: dict[str, str]) -> date:
    return typed_day(typed[PAPER_DAY], DAY)


def _check_approver(typed: dict[str, str]) -> None:
    if not typed[APPROVER]:
        raise Refused("release.nobody_approves")


def _version(form: FormData) -> int | None:
    """Return the version of the plan that was shown, None where the form says none that could be."""
    found = form.get(_VERSION)
    return int(found) if isinstance(found, str) and found.isascii() and found.isdigit() else None


def _paper_faults(error: InvalidInput, typed: dict[str, str]) -> FormFaults:
    """Return the faults of a paper's number and day at the fields; a number left out is told beside a wrong day too."""
    places = {fault.place for fault in error.faults}
    faults = list(error.faults)
    if NUMBER not in places and not typed[PAPER_NUMBER].strip():
        faults.append(Fault(place=NUMBER, code="paper_number.empty"))
    return form_faults(InvalidInput(faults), _FIELDS)
