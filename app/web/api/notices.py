"""API: thông báo thay đổi: dự thảo, gửi, xác nhận."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from app.domain.change_notices import ChangeNotice, RecipientKind
from app.mailing.notice_letters import NoticeLetterKind
from app.services.change_notices import (
    MOST_ADDITION,
    MOST_NOTE,
    acknowledge,
    acknowledge_for,
    add_to_notice,
    notice_board,
    notice_of_plan,
    received_notice,
    received_notices,
    remind,
    send_notices,
)
from app.web.api.adjustments import ChangeShape
from app.web.deps import Key, NowDep, SeenDep, StoreDep, VisitorDep
from app.web.letters import Mailed, answer_after_notices
from app.web.notice_views import letters_of

router = APIRouter(prefix="/api", tags=["Thông báo thay đổi"])

_NOTICES = "/plans/{plan_key}/notices"
NoticeId = Annotated[int, Path(ge=1, le=2**31 - 1)]


class NoticeShape(BaseModel):
    """Một thông báo thay đổi; `told` là bản ban hành mà nơi nhận được báo lần trước."""

    id: int
    plan: str
    release: int
    recipient_kind: RecipientKind
    recipient: str
    name: str
    told: int | None
    changes: list[ChangeShape]
    addition: str
    sent_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None

    @classmethod
    def of(cls, notice: ChangeNotice, name: str) -> NoticeShape:
        """Return the shape of a notice to somebody of that name."""
        return cls(
            id=notice.id,
            plan=notice.plan,
            release=notice.release,
            recipient_kind=notice.recipient.kind,
            recipient=notice.recipient.key,
            name=name,
            told=notice.told,
            changes=[
                ChangeShape(subject=change.subject, before=change.before, after=change.after)
                for change in notice.changes
            ],
            addition=notice.addition,
            sent_at=notice.sent_at,
            acknowledged_at=notice.acknowledged_at,
            acknowledged_by=notice.acknowledged_by,
        )


class NoticeShapes(BaseModel):
    """Các thông báo."""

    notices: list[NoticeShape]


class NoticeAddition(BaseModel):
    """Lời bổ sung vào thông báo chưa gửi."""

    addition: str = Field(max_length=MOST_ADDITION)


class NoticeSending(BaseModel):
    """Các thông báo cần gửi, theo số."""

    notices: list[int] = Field(min_length=1, max_length=1000)


class NoticeConfirmation(BaseModel):
    """Nơi nhận đã xác nhận bằng cách nào."""

    note: str = Field(max_length=MOST_NOTE, examples=["nhận qua điện thoại"])


class SentShape(BaseModel):
    """Kết quả gửi: số thông báo, số thư điện tử đã đi, các địa chỉ chưa gửi được."""

    sent: int
    mailed: int
    failed: list[str]
    has_mail_server: bool


@router.get(_NOTICES)
def list_notices(plan_key: Key, store: StoreDep, _seen: SeenDep) -> NoticeShapes:
    """Các thông báo thay đổi của kế hoạch: chờ gửi, chờ xác nhận, đã xác nhận."""
    found = notice_board(store, plan_key)
    every = (*found.waiting, *found.unconfirmed, *found.confirmed)
    return NoticeShapes(notices=[NoticeShape.of(each.notice, each.name) for each in every])


@router.put(_NOTICES + "/{notice_id}/addition")
def change_addition(
    plan_key: Key, notice_id: NoticeId, given: NoticeAddition, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> NoticeShape:
    """Bổ sung lời vào thông báo chưa gửi."""
    add_to_notice(store, plan_key, notice_id, given.addition, by=visitor.actor, at=now)
    return _shape(store, plan_key, notice_id)


@router.post(_NOTICES + "/sending", status_code=201, response_model=SentShape)
def send_chosen(
    request: Request, plan_key: Key, given: NoticeSending, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> Response:
    """Gửi các thông báo đang chờ."""
    sent = send_notices(store, plan_key, given.notices, by=visitor.actor, at=now)
    letters = letters_of(request, store, sent, NoticeLetterKind.NOTICE, now)
    return answer_after_notices(request, letters, lambda mailed: _sent(len(sent), mailed))


@router.post(_NOTICES + "/{notice_id}/reminder", status_code=201, response_model=SentShape)
def remind_one(
    request: Request, plan_key: Key, notice_id: NoticeId, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> Response:
    """Nhắc nơi nhận chưa xác nhận; mỗi ngày một lần."""
    found = remind(store, plan_key, notice_id, by=visitor.actor, at=now)
    letters = letters_of(request, store, [found], NoticeLetterKind.REMINDER, now)
    return answer_after_notices(request, letters, lambda mailed: _sent(1, mailed))


@router.post(_NOTICES + "/{notice_id}/confirmation", status_code=201)
def confirm_one_for(
    plan_key: Key, notice_id: NoticeId, given: NoticeConfirmation, store: StoreDep, visitor: VisitorDep, now: NowDep
) -> NoticeShape:
    """Ghi nhận nơi nhận đã xác nhận qua đường khác."""
    acknowledge_for(store, plan_key, notice_id, given.note, by=visitor.actor, at=now)
    return _shape(store, plan_key, notice_id)


@router.get("/notices")
def list_received(store: StoreDep, visitor: VisitorDep) -> NoticeShapes:
    """Các thông báo đã gửi cho tài khoản đang dùng."""
    found = received_notices(store, visitor.signed_in)
    return NoticeShapes(notices=[NoticeShape.of(each.notice, each.name) for each in found])


@router.post("/notices/{notice_id}/confirmation", status_code=201)
def confirm_own(notice_id: NoticeId, store: StoreDep, visitor: VisitorDep, now: NowDep) -> NoticeShape:
    """Xác nhận đã nhận thông báo."""
    acknowledge(store, visitor.signed_in, notice_id, by=visitor.actor, at=now)
    found = received_notice(store, visitor.signed_in, notice_id)
    return NoticeShape.of(found.notice, found.name)


def _shape(store: StoreDep, plan_key: str, notice_id: int) -> NoticeShape:
    found = notice_of_plan(store, plan_key, notice_id)
    return NoticeShape.of(found.notice, found.name)


def _sent(count: int, mailed: Mailed) -> Response:
    shape = SentShape(sent=count, mailed=mailed.sent, failed=list(mailed.failed), has_mail_server=mailed.has_server)
    return JSONResponse(shape.model_dump(), status_code=201)
