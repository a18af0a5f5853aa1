"""Kho địa chỉ lịch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update

from app.db import rows
from app.db.tables.feeds import FeedRow
from app.db.tables.plans import PlanRow
from app.domain.errors import NotFound
from app.domain.feed_grants import FETCH_NOTED_EVERY, FeedGrant, FeedKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor

_FEED = rows.table_of(FeedRow)
_PLAN = rows.table_of(PlanRow)


class FeedStore:
    """Các địa chỉ lịch: found by the SHA-256 of their secret (lower-case hexadecimal), never by the secret itself."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def issue(
        self,
        plan: str,
        kind: FeedKind,
        subject: str | None,
        *,
        secret_hash: str,
        name: str,
        shows_draft: bool,
        by: Actor,
        at: datetime,
    ) -> FeedGrant:
        """Add an address to a calendar of the plan and return it; raise NotFound for an unknown plan."""
        plan_id = self._session.execute(select(_PLAN.c.id).where(_PLAN.c.key == plan)).scalar()
        if plan_id is None:
            raise NotFound("plan", plan)
        row = FeedRow(
            secret_hash=secret_hash,
            plan_id=plan_id,
            kind=kind,
            subject=subject,
            account_id=None,
            name=name,
            shows_draft=shows_draft,
            reminds=False,
            alarms=False,
            issued_at=at,
            issued_by=by.name,
            revoked_at=None,
            last_fetched_at=None,
        )
        number = rows.add_one(self._session, row)
        self._audit.note("feed.issue", plan, after=f"{number} {kind} {subject or ''} {name}", by=by, at=at)
        return FeedGrant(
            id=number,
            plan=plan,
            kind=kind,
            subject=subject,
            name=name,
            shows_draft=shows_draft,
            issued_at=at,
            issued_by=by.name,
        )

    def by_secret_hash(self, secret_hash: str) -> FeedGrant | None:
        """Return the address of that secret, withdrawn or not; None for an unknown one."""
        found = self._session.execute(
            select(_FEED, _PLAN.c.key.label("plan"))
            .join(_PLAN, _PLAN.c.id == _FEED.c.plan_id)
            .where(_FEED.c.secret_hash == secret_hash)
        ).first()
        return None if found is None else _grant(found)

    def revision(self, plan: str) -> int:
        """Return the number that grows with everything that the plan's calendars show; raise NotFound."""
        found = self._session.execute(select(_PLAN.c.revision).where(_PLAN.c.key == plan)).scalar()
        if found is None:
            raise NotFound("plan", plan)
        return int(found)

    def revoke(self, secret_hash: str, *, by: Actor, at: datetime) -> None:
        """Withdraw an address for good; one already withdrawn stays as it is. Raise NotFound for an unknown one."""
        grant = self.by_secret_hash(secret_hash)
        if grant is None:
            raise NotFound("feed", secret_hash)
        if grant.is_revoked:
            return
        self._session.execute(update(_FEED).where(_FEED.c.id == grant.id).values(revoked_at=at))
        self._audit.note("feed.revoke", grant.plan, before=f"{grant.id} {grant.name}", by=by, at=at)

    def note_fetch(self, feed_id: int, at: datetime) -> None:
        """Note that the address was fetched, at most once an hour."""
        before = or_(_FEED.c.last_fetched_at.is_(None), _FEED.c.last_fetched_at <= at - FETCH_NOTED_EVERY)
        self._session.execute(update(_FEED).where(_FEED.c.id == feed_id, before).values(last_fetched_at=at))


def _grant(row: Row[tuple[object, ...]]) -> FeedGrant:
    return FeedGrant(
        id=row.id,
        plan=row.plan,
        kind=FeedKind(row.kind),
        subject=row.subject,
        name=row.name,
        shows_draft=row.shows_draft,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        revoked_at=row.revoked_at,
        last_fetched_at=row.last_fetched_at,
    )
