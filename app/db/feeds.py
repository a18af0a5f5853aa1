"""Kho địa chỉ lịch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select, update

from app.db import rows
from app.db.tables.accounts import AccountRow
from app.db.tables.feeds import FeedRow
from app.db.tables.plans import PlanRow
from app.domain.errors import NotFound
from app.domain.feed_grants import FETCH_NOTED_EVERY, FeedGrant, FeedKind, FeedState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.people import Actor

_FEED = rows.table_of(FeedRow)
_PLAN = rows.table_of(PlanRow)
_ACCOUNT = rows.table_of(AccountRow)
_STATES = (
    select(_FEED, _PLAN.c.key.label("plan"), _PLAN.c.revision, _ACCOUNT.c.disabled_at)
    .join(_PLAN, _PLAN.c.id == _FEED.c.plan_id)
    .outerjoin(_ACCOUNT, _ACCOUNT.c.id == _FEED.c.account_id)
)
"""Addresses with their plan, its revision and when their account was closed."""
_BY_SECRET = _STATES.where(_FEED.c.secret_hash == bindparam("secret_hash"))


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
        account: int | None = None,
        reminds: bool = False,
        alarms: bool = False,
        by: Actor,
        at: datetime,
    ) -> FeedGrant:
        """Add an address to a calendar of the plan and return it; raise NotFound for an unknown plan.

        `account` is the number of the account whose it is.
        """
        plan_id = self._session.execute(select(_PLAN.c.id).where(_PLAN.c.key == plan)).scalar()
        if plan_id is None:
            raise NotFound("plan", plan)
        row = FeedRow(
            secret_hash=secret_hash,
            plan_id=plan_id,
            kind=kind,
            subject=subject,
            account_id=account,
            name=name,
            shows_draft=shows_draft,
            reminds=reminds,
            alarms=alarms,
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
            account=account,
            reminds=reminds,
            alarms=alarms,
        )

    def state(self, secret_hash: str) -> FeedState | None:
        """Return what stands behind that secret, withdrawn or not, by one query; None for an unknown one."""
        found = self._session.connection().execute(_BY_SECRET, {"secret_hash": secret_hash}).first()
        return None if found is None else _state(found)

    def by_secret_hash(self, secret_hash: str) -> FeedGrant | None:
        """Return the address of that secret, withdrawn or not; None for an unknown one."""
        found = self.state(secret_hash)
        return None if found is None else found.grant

    def of_account(self, account: int) -> tuple[FeedGrant, ...]:
        """Return the addresses of an account that are not withdrawn, as they were given out."""
        own = (_FEED.c.account_id == account, _FEED.c.revoked_at.is_(None))
        found = self._session.execute(_STATES.where(*own).order_by(_FEED.c.id))
        return tuple(_state(row).grant for row in found)

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
        if not grant.is_revoked:
            self.end(grant, by=by, at=at)

    def end(self, grant: FeedGrant, *, by: Actor, at: datetime) -> None:
        """Withdraw for good an address that is not withdrawn yet."""
        self._session.execute(update(_FEED).where(_FEED.c.id == grant.id).values(revoked_at=at))
        self._audit.note("feed.revoke", grant.plan, before=f"{grant.id} {grant.name}", by=by, at=at)

    def note_fetch(self, feed_id: int, at: datetime) -> None:
        """Note that the address was fetched, at most once an hour."""
        before = or_(_FEED.c.last_fetched_at.is_(None), _FEED.c.last_fetched_at <= at - FETCH_NOTED_EVERY)
        self._session.execute(update(_FEED).where(_FEED.c.id == feed_id, before).values(last_fetched_at=at))


def _state(row: Row[tuple[object, ...]]) -> FeedState:
    grant = FeedGrant(
        id=row.id,
        plan=row.plan,
        kind=FeedKind(row.kind),
        subject=row.subject,
        name=row.name,
        shows_draft=row.shows_draft,
        issued_at=row.issued_at,
        issued_by=row.issued_by,
        account=row.account_id,
        reminds=row.reminds,
        alarms=row.alarms,
        revoked_at=row.revoked_at,
        last_fetched_at=row.last_fetched_at,
    )
    return FeedState(grant=grant, revision=row.revision, is_account_disabled=row.disabled_at is not None)
