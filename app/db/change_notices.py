"""Kho thông báo thay đổi: what is to be told to each recipient of a release, what went out, and who confirmed it."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select, update

from app.db import rows
from app.db.tables.plans import PlanRow
from app.db.tables.releases import ChangeNoticeRow
from app.domain.change_notices import ChangeNotice, NoticeChange, Recipient, RecipientKind
from app.domain.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.change_notices import NoticeDraft
    from app.domain.people import Actor

_NOTICE = rows.table_of(ChangeNoticeRow)
_PLAN = rows.table_of(PlanRow)
_NUMBERS = range(1, 2**31)
"""What PostgreSQL takes for a number of a row; an address may name any other, and there is no such row."""
_MOST_SHOWN = 50


class ChangeNoticeStore:
    """Các thông báo thay đổi: at most one for a release and recipient; one that went out is never taken away."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def get(self, notice_id: int) -> ChangeNotice:
        """Return the notice of that number; raise NotFound."""
        found = self._session.execute(_read(_NOTICE.c.id == notice_id)).first() if notice_id in _NUMBERS else None
        if found is None:
            raise NotFound("notice", str(notice_id))
        return _notice(found)

    def list(self, plan: str) -> tuple[ChangeNotice, ...]:
        """Return all notices of a plan, the newest release first, within it units before people, as drafted."""
        kind = _NOTICE.c.recipient_kind.desc()
        order = [_NOTICE.c.release.desc(), kind, _NOTICE.c.id]
        return tuple(map(_notice, self._session.execute(_read(_PLAN.c.key == plan).order_by(*order)).all()))

    def last_sent(self, plan: str) -> dict[Recipient, int]:
        """Return the release of the last notice that went out to each recipient of a plan."""
        query = (
            select(_NOTICE.c.recipient_kind, _NOTICE.c.recipient, func.max(_NOTICE.c.release).label("release"))
            .join(_PLAN, _PLAN.c.id == _NOTICE.c.plan_id)
            .where(_PLAN.c.key == plan, _NOTICE.c.sent_at.is_not(None))
            .group_by(_NOTICE.c.recipient_kind, _NOTICE.c.recipient)
        )
        return {_recipient(row): row.release for row in self._session.execute(query)}

    def sent_to(self, provinces_and_recipients: Collection[tuple[str, Recipient]]) -> tuple[ChangeNotice, ...]:
        """Return what went out to recipients, each in plans of the province named with it, the newest first."""
        if not provinces_and_recipients:
            return ()
        any_of = or_(*(_is_to(province, recipient) for province, recipient in provinces_and_recipients))
        query = _read(any_of, _NOTICE.c.sent_at.is_not(None)).order_by(_NOTICE.c.sent_at.desc(), _NOTICE.c.id.desc())
        return tuple(map(_notice, self._session.execute(query.limit(_MOST_SHOWN)).all()))

    def replace_drafts(
        self, plan: str, release: int, drafts: Iterable[NoticeDraft], *, by: Actor, at: datetime
    ) -> None:
        """Make these the notices of a release that wait to go out, in the place of all that waited before.

        What a notice not sent would have told is in that of the next release. Raise NotFound for an unknown plan.
        """
        plan_id = self._plan_id(plan)
        waiting = [_NOTICE.c.plan_id == plan_id, _NOTICE.c.sent_at.is_(None)]
        before = self._session.execute(select(func.count()).select_from(_NOTICE).where(*waiting)).scalar_one()
        self._session.execute(delete(_NOTICE).where(*waiting))
        new = [
            ChangeNoticeRow(
                plan_id=plan_id,
                release=release,
                recipient_kind=draft.recipient.kind,
                recipient=draft.recipient.key,
                told=draft.told,
                changes=json.dumps([dataclasses.asdict(change) for change in draft.changes], ensure_ascii=False),
                addition="",
                drafted_at=at,
                sent_at=None,
                sent_by=None,
                reminded_at=None,
                acknowledged_at=None,
                acknowledged_by=None,
            )
            for draft in drafts
        ]
        rows.add(self._session, new)
        if before or new:
            told = f"Bản ban hành số {release}: {len(new)} thông báo"
            self._audit.note("notice.draft", plan, before=f"{before} thông báo chưa gửi", after=told, by=by, at=at)

    def set_addition(self, notice: ChangeNotice, addition: str, *, by: Actor, at: datetime) -> None:
        """Make this what the planner adds to a notice."""
        self._change(notice, addition=addition)
        self._audit.note("notice.edit", notice.plan, before=notice.addition, after=addition, by=by, at=at)

    def mark_sent(self, notice: ChangeNotice, *, by: Actor, at: datetime) -> None:
        """Write down that a notice went out."""
        self._change(notice, sent_at=at, sent_by=by.name)
        self._audit.note("notice.send", notice.plan, after=_told(notice), by=by, at=at)

    def mark_reminded(self, notice: ChangeNotice, *, by: Actor, at: datetime) -> None:
        """Write down that the recipient was reminded."""
        self._change(notice, reminded_at=at)
        self._audit.note("notice.remind", notice.plan, after=_told(notice), by=by, at=at)

    def mark_acknowledged(self, notice: ChangeNotice, words: str, *, by: Actor, at: datetime) -> None:
        """Write down that a notice was confirmed; `words` name who did, and how it was told for another."""
        self._change(notice, acknowledged_at=at, acknowledged_by=words)
        self._audit.note("notice.acknowledge", notice.plan, after=f"{_told(notice)}: {words}", by=by, at=at)

    def _change(self, notice: ChangeNotice, **values: Any) -> None:
        self._session.execute(update(_NOTICE).where(_NOTICE.c.id == notice.id).values(values))

    def _plan_id(self, plan: str) -> int:
        found = self._session.execute(select(_PLAN.c.id).where(_PLAN.c.key == plan)).scalar()
        if found is None:
            raise NotFound("plan", plan)
        return int(found)


def _read(*where: ColumnElement[bool]) -> Select[Any]:
    return select(_NOTICE, _PLAN.c.key).join(_PLAN, _PLAN.c.id == _NOTICE.c.plan_id).where(*where)


def _is_to(province: str, recipient: Recipient) -> ColumnElement[bool]:
    return (
        (_PLAN.c.province == province)
        & (_NOTICE.c.recipient_kind == recipient.kind.value)
        & (_NOTICE.c.recipient == recipient.key)
    )


def _notice(row: Row[Any]) -> ChangeNotice:
    return ChangeNotice(
        id=row.id,
        plan=row.key,
        release=row.release,
        recipient=_recipient(row),
        told=row.told,
        changes=tuple(NoticeChange(**change) for change in json.loads(row.changes)),
        addition=row.addition,
        drafted_at=row.drafted_at,
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        reminded_at=row.reminded_at,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
    )


def _recipient(row: Any) -> Recipient:
    return Recipient(kind=RecipientKind(row.recipient_kind), key=row.recipient)


def _told(notice: ChangeNotice) -> str:
    return f"Bản ban hành số {notice.release}, {notice.recipient.key}"
