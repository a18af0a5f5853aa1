"""Thông báo trên trang: how notices of change read in lists, in letters, and as papers to be downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.access import can_receive_notice
from app.domain.change_notices import RecipientKind
from app.domain.vietnamese import capital_first, short_date
from app.mailing.notice_letters import NoticeLetter, NoticeLetterKind
from app.services.change_notices import told_plans
from app.web.downloads import file_response
from app.web.links import full_address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from fastapi import Request
    from starlette.responses import Response

    from app.db.store import Store
    from app.domain.accounts import Account
    from app.domain.change_notices import ChangeNotice, NoticeChange
    from app.domain.releases import Release
    from app.services.change_notices import AddressedNotice, ReceivedNotice

RECEIVED = "/thong-bao-den"


def change_line(change: NoticeChange) -> str:
    """Return a change as one line: "Thời gian kiểm tra: từ ngày … đến hết ngày … (trước là …)"."""
    before = f"trước là {change.before}" if change.before else "trước chưa có"
    return f"{capital_first(change.subject)}: {change.after or 'không còn'} ({before})"


def act_line(release: Release) -> str:
    """Return the act of a release: "Văn bản số 1300/QĐ-UBND ngày 26/7/2023"."""
    number = f" số {release.decision_number}" if release.decision_number else ""
    return f"Văn bản{number} ngày {short_date(release.decision_day)}"


def letters_of(
    request: Request, store: Store, sent: Iterable[AddressedNotice], kind: NoticeLetterKind, at: datetime
) -> list[NoticeLetter]:
    """Return the letters that tell the notices: one to each address of a recipient."""
    found = []
    for each in sent:
        notice = each.notice
        plan, release = told_plans(store, notice)[-1].plan, store.releases.get(notice.plan, notice.release)
        names = {account.email: account.name for account in reversed(each.accounts) if account.email}
        found += [
            NoticeLetter(
                kind=kind,
                notice=notice.id,
                name=names[email],
                email=email,
                recipient=each.name,
                plan_title=plan.title,
                act=act_line(release),
                lines=tuple(map(change_line, notice.changes)),
                addition=notice.addition,
                link=full_address(request, f"{RECEIVED}/{notice.id}"),
                at=at,
            )
            for email in each.emails
        ]
    return found


def notice_paper(store: Store, notice: ChangeNotice, name: str) -> Response:
    """Return the paper of a notice as a download; raise NotFound for a plan without a team."""
    from app.documents.change_notice import render_change_notice  # noqa: PLC0415 — Word is loaded for a file alone

    told = told_plans(store, notice)
    before = told[0] if notice.told is not None else None
    content = render_change_notice(notice, told[-1], before, name)
    return file_response(content, f"Thông báo thay đổi - {name}.docx")


def for_unit(received: Iterable[ReceivedNotice], plan: str, unit: str) -> list[ReceivedNotice]:
    """Return those that went out to a unit about a plan, for the unit's own page."""
    return [
        each
        for each in received
        if each.notice.plan == plan
        and (each.notice.recipient.kind, each.notice.recipient.key) == (RecipientKind.UNIT, unit)
    ]


def may_confirm(store: Store, account: Account, notice: ChangeNotice) -> bool:
    """Say whether the account may confirm the notice on a page that shows it."""
    return notice.awaits_confirmation and can_receive_notice(account, notice.recipient, told_plans(store, notice))
