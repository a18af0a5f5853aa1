"""Địa chỉ lịch: secret addresses to a plan's calendars, issued, withdrawn, and what is found behind them."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.calendars.writing import write_calendar
from app.domain.errors import Gone, NotFound, Refused
from app.domain.feed_grants import FeedGrant, FeedKind
from app.domain.feeds import person_feed, plan_feed, unit_feed

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.db.store import Store
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.feeds import Feed
    from app.domain.people import Actor

SECRET_BYTES = 20
"""Random bytes of a secret: 160 bits, written as 32 letters and digits of which none needs quoting anywhere."""
_FINGERPRINT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """Trạng thái của địa chỉ lịch: the address, and the number that grows with everything its calendar shows."""

    grant: FeedGrant
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedBytes:
    """Tệp lịch để gửi: its bytes, a weak validator of them, when they last changed, and an ASCII file name."""

    content: bytes
    etag: str
    last_modified: datetime
    file_name: str


def issue_feed(
    store: Store,
    plan: str,
    *,
    person: str | None = None,
    unit: str | None = None,
    name: str,
    by: Actor,
    at: datetime,
    random_bytes: Callable[[int], bytes],
) -> str:
    """Give out an address to the calendar of a plan, or of one person or unit of it, and return its secret.

    The secret is shown this once: only its hash is kept. An address given out on the command line shows drafts. Raises
    NotFound for a plan, person or unit that is not there, Refused for both a person and a unit, or an empty name.
    """
    if person is not None and unit is not None:
        raise Refused("feed.one_subject")
    if not name.strip():
        raise Refused("feed.name_empty")
    kind = FeedKind.PERSON if person is not None else FeedKind.UNIT if unit is not None else FeedKind.PLAN
    subject = person if person is not None else unit
    _feed(store.plans.calendar_dossier(plan), store.days_off.calendar(), kind, subject or "")
    secret = base64.b32encode(random_bytes(SECRET_BYTES)).decode("ascii").lower()
    store.feeds.issue(
        plan,
        kind,
        subject,
        secret_hash=secret_hash(secret),
        name=name.strip(),
        shows_draft=by.is_command_line,
        by=by,
        at=at,
    )
    return secret


def revoke_feed(store: Store, secret: str, *, by: Actor, at: datetime) -> None:
    """Withdraw the address of that secret for good; raise Refused when there is none."""
    try:
        store.feeds.revoke(secret_hash(secret), by=by, at=at)
    except NotFound as error:
        raise Refused("feed.unknown") from error


def feed_state(store: Store, secret: str) -> FeedState:
    """Return what stands behind a secret, withdrawn or not; raise NotFound for an unknown one."""
    hashed = secret_hash(secret)
    grant = store.feeds.by_secret_hash(hashed)
    if grant is None:
        raise NotFound("feed", hashed)
    return FeedState(grant=grant, revision=store.feeds.revision(grant.plan))


def feed_bytes(store: Store, state: FeedState, base_url: str = "") -> FeedBytes:
    """Return the calendar of an address as it is now.

    What its holder may see is decided here, at each fetch: an address that may not show drafts is empty until the plan
    is issued. Raises Gone for a withdrawn address, and when the plan no longer names its person or unit.
    """
    grant = state.grant
    if grant.is_revoked:
        raise Gone
    dossier = store.plans.calendar_dossier(grant.plan)
    try:
        feed = _feed(dossier, store.days_off.calendar(), grant.kind, grant.subject or "")
    except NotFound as error:
        raise Gone from error
    if not (grant.shows_draft or dossier.plan.is_issued):
        feed = replace(feed, entries=())
    content = write_calendar(feed, base_url)
    fingerprint = hashlib.sha256(content).hexdigest()[:_FINGERPRINT]
    return FeedBytes(
        content=content,
        etag=f'W/"{state.revision}-{fingerprint}"',
        # A plan knows the day of its last change only; the revision tells two changes of one day apart.
        last_modified=feed.changed_at + timedelta(seconds=state.revision),
        file_name="-".join(filter(None, (grant.plan, grant.subject))) + ".ics",
    )


def feed_bytes_for(store: Store, secret: str, base_url: str = "") -> FeedBytes:
    """Return the calendar behind a secret; raise NotFound for an unknown one, Gone for a withdrawn one."""
    return feed_bytes(store, feed_state(store, secret), base_url)


def secret_hash(secret: str) -> str:
    """Return the SHA-256 of a secret, lower-case hexadecimal: all that is kept of it, and all that a log may show."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _feed(dossier: PlanDossier, calendar: WorkCalendar, kind: FeedKind, subject: str) -> Feed:
    if kind == FeedKind.UNIT:
        return unit_feed(dossier, subject, calendar)
    if kind == FeedKind.PERSON:
        return person_feed(dossier, subject, calendar)
    return plan_feed(dossier, calendar)
