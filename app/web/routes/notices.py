"""Thông báo thay đổi: drafts looked through, added to and sent, and the board of who has confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.domain.change_notices import can_remind
from app.domain.errors import InvalidInput, Refused
from app.domain.plan_steps import mark_of
from app.mailing.notice_letters import NoticeLetterKind
from app.services.change_notices import (
    acknowledge_for,
    add_to_notice,
    notice_board,
    notice_of_plan,
    remind,
    send_notices,
)
from app.services.sentences import refusal_sentence
from app.web.deps import FormDep, Key, NowDep, SeenDep, StoreDep, TodayDep, VisitorDep
from app.web.errors import Unsaved
from app.web.form_faults import NO_FAULTS, Field, FormFaults, form_faults
from app.web.letters import answer_after_notices
from app.web.notice_views import act_line, letters_of, notice_paper
from app.web.pages import plan_page
from app.web.route_table import READ

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from starlette.datastructures import FormData

    from app.db.store import Store
    from app.services.change_notices import AddressedNotice
    from app.services.seeing import SeenPlan
    from app.web.letters import Mailed

router = APIRouter()

BOARD = "/ke-hoach/{plan_key}/thong-bao"
_HERE = "thong-bao"
_NOTICE = BOARD + "/{notice_id}"
_CHOSEN, _MARK = "tb", "dau"
_ADDITION = Field(name="bo-sung", label="Bổ sung vào thông báo")
_NOTE = Field(name="cach-nhan", label="Đã nhận bằng cách nào")
_FIELDS = {"addition": _ADDITION, "note": _NOTE}

NoticeId = Annotated[int, Path(ge=1, le=2**31 - 1)]
Done = Annotated[str, Query(alias="xong", max_length=20)]


@router.api_route(BOARD, methods=READ)
def board(
    request: Request, store: StoreDep, seen: SeenDep, today: TodayDep, now: NowDep, done: Done = ""
) -> HTMLResponse:
    """Show the notices that wait to be sent, and who of those that got one has not confirmed."""
    return _board(request, store, seen, today, now, done=done)


@router.api_route(f"{BOARD}/gui", methods=READ)
def send_question(
    request: Request,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    chosen: Annotated[list[int] | None, Query(alias=_CHOSEN, max_length=1000)] = None,
) -> HTMLResponse:
    """Say to whom notices will go, and ask; without a choice, all that wait."""
    meant = _meant(store, seen.dossier.plan.key, chosen)
    return plan_page(
        request,
        "pages/notices/send.html",
        seen,
        _HERE,
        today,
        meant=meant,
        chosen=chosen or (),
        mark=_mark(meant),
        has_mail=request.app.state.settings.mail_server is not None,
    )


@router.post(f"{BOARD}/gui")
def send(
    request: Request,
    plan_key: Key,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Send the notices that the question named."""
    meant = _meant(store, plan_key, _numbers(form) or None)
    try:
        if _text(form, _MARK) != _mark(meant):
            raise Refused("notice.list_changed" if meant else "notice.none_to_send")  # noqa: TRY301 — told like the rest
        sent = send_notices(store, plan_key, [each.notice.id for each in meant], by=visitor.actor, at=now)
    except Refused as error:
        refusal = refusal_sentence(error)
        raise Unsaved(_board(request, store, seen, today, now, refusal=refusal, status=409)) from error
    letters = letters_of(request, store, sent, NoticeLetterKind.NOTICE, now)
    count = len(sent)
    return answer_after_notices(
        request, letters, lambda mailed: _sent_page(request, seen, today, count, mailed, is_reminder=False)
    )


@router.api_route(_NOTICE, methods=READ)
def notice_page(
    request: Request,
    notice_id: NoticeId,
    store: StoreDep,
    seen: SeenDep,
    today: TodayDep,
    now: NowDep,
    done: Done = "",
) -> HTMLResponse:
    """Show one notice: what it says, what may be added while it waits, whether it was confirmed."""
    return _notice(request, store, seen, notice_id, today, now, done=done)


@router.post(_NOTICE)
def add(
    request: Request,
    plan_key: Key,
    notice_id: NoticeId,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Add to a notice that waits."""
    try:
        add_to_notice(store, plan_key, notice_id, _text(form, _ADDITION.name), by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = form_faults(error, _FIELDS)
        raise Unsaved(_notice(request, store, seen, notice_id, today, now, form=form, faults=faults)) from error
    except Refused as error:
        refusal = refusal_sentence(error)
        shown = _notice(request, store, seen, notice_id, today, now, form=form, refusal=refusal, status=409)
        raise Unsaved(shown) from error
    return _back(plan_key, notice_id, "luu")


@router.api_route(f"{_NOTICE}/thong-bao-dieu-chinh.docx", methods=READ)
def paper(plan_key: Key, notice_id: NoticeId, store: StoreDep) -> Response:
    """Download a notice as the paper of the team that it is."""
    found = notice_of_plan(store, plan_key, notice_id)
    return notice_paper(store, found.notice, found.name)


@router.post(f"{_NOTICE}/nhac")
def remind_recipient(
    request: Request,
    plan_key: Key,
    notice_id: NoticeId,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Remind a recipient who has not confirmed."""
    try:
        found = remind(store, plan_key, notice_id, by=visitor.actor, at=now)
    except Refused as error:
        refusal = refusal_sentence(error)
        shown = _notice(request, store, seen, notice_id, today, now, refusal=refusal, status=409)
        raise Unsaved(shown) from error
    letters = letters_of(request, store, [found], NoticeLetterKind.REMINDER, now)
    return answer_after_notices(
        request, letters, lambda mailed: _sent_page(request, seen, today, 1, mailed, is_reminder=True)
    )


@router.post(f"{_NOTICE}/da-nhan")
def confirm_for(
    request: Request,
    plan_key: Key,
    notice_id: NoticeId,
    form: FormDep,
    store: StoreDep,
    seen: SeenDep,
    visitor: VisitorDep,
    now: NowDep,
    today: TodayDep,
) -> Response:
    """Write down that a recipient confirmed otherwise than here."""
    try:
        acknowledge_for(store, plan_key, notice_id, _text(form, _NOTE.name), by=visitor.actor, at=now)
    except InvalidInput as error:
        faults = form_faults(error, _FIELDS)
        raise Unsaved(_notice(request, store, seen, notice_id, today, now, form=form, faults=faults)) from error
    except Refused as error:
        refusal = refusal_sentence(error)
        shown = _notice(request, store, seen, notice_id, today, now, form=form, refusal=refusal, status=409)
        raise Unsaved(shown) from error
    return _back(plan_key, notice_id, "da-nhan")


def _board(
    request: Request,
    store: Store,
    seen: SeenPlan,
    today: date,
    now: datetime,
    *,
    done: str = "",
    refusal: str = "",
    status: int = 200,
) -> HTMLResponse:
    key = seen.dossier.plan.key
    found = notice_board(store, key)
    return plan_page(
        request,
        "pages/notices/board.html",
        seen,
        _HERE,
        today,
        status=status,
        found=found,
        acts={release.number: act_line(release) for release in store.releases.list(key)},
        remindable={each.notice.id for each in found.unconfirmed if can_remind(each.notice, now)},
        done=done,
        refusal=refusal,
    )


def _notice(
    request: Request,
    store: Store,
    seen: SeenPlan,
    notice_id: int,
    today: date,
    now: datetime,
    *,
    form: FormData | None = None,
    faults: FormFaults = NO_FAULTS,
    done: str = "",
    refusal: str = "",
    status: int = 200,
) -> HTMLResponse:
    found = notice_of_plan(store, seen.dossier.plan.key, notice_id)
    notice = found.notice
    typed = {} if form is None else {name: _text(form, name) for name in (_ADDITION.name, _NOTE.name)}
    return plan_page(
        request,
        "pages/notices/notice.html",
        seen,
        _HERE,
        today,
        status=422 if faults.by_field else status,
        found=found,
        notice=notice,
        act=act_line(store.releases.get(notice.plan, notice.release)),
        told_act=act_line(store.releases.get(notice.plan, notice.told)) if notice.told is not None else "",
        may_remind=can_remind(notice, now),
        addition=typed.get(_ADDITION.name) or notice.addition,
        note=typed.get(_NOTE.name, ""),
        faults=faults,
        done=done,
        refusal=refusal,
    )


def _sent_page(
    request: Request, seen: SeenPlan, today: date, count: int, mailed: Mailed, *, is_reminder: bool
) -> HTMLResponse:
    return plan_page(
        request, "pages/notices/sent.html", seen, _HERE, today, count=count, mailed=mailed, is_reminder=is_reminder
    )


def _back(plan_key: str, notice_id: int, done: str) -> Response:
    return RedirectResponse(f"{_NOTICE.format(plan_key=plan_key, notice_id=notice_id)}?xong={done}", status_code=303)


def _meant(store: Store, plan_key: str, chosen: Sequence[int] | None) -> list[AddressedNotice]:
    """Return the notices that wait: those of these numbers, or all."""
    waiting = notice_board(store, plan_key).waiting
    return [each for each in waiting if chosen is None or each.notice.id in chosen]


def _mark(meant: Sequence[AddressedNotice]) -> str:
    """Return the mark by which the answer to the question knows that the list is the one that was shown."""
    return mark_of(*(each.notice for each in meant))


def _numbers(form: FormData) -> Sequence[int]:
    """Return the numbers of the notices that a form names; what is no number names none."""
    texts = [value for value in form.getlist(_CHOSEN) if isinstance(value, str)]
    return [int(text) for text in texts if text.isascii() and text.isdecimal()]


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
