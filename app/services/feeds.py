"""Địa chỉ lịch: secret addresses to a plan's calendars, issued, renewed, withdrawn, and what is found behind them."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.calendars.writing import write_calendar
from app.domain.access import PLAN_READERS, PLANNERS, can_see_draft, standing_in
from app.domain.errors import Gone, NotAllowed, NotFound, Refused
from app.domain.feed_access import can_have_feed
from app.domain.feed_entries import REMINDERS, local_day
from app.domain.feed_grants import FeedGrant, FeedKind, FeedState
from app.domain.feed_ledgers import FeedLedger, LedgerKind, first_ledger, without_items
from app.domain.feeds import Feed, FeedOptions, person_feed, plan_feed, public_feed, unit_feed
from app.domain.vietnamese import clean
from app.services.releases import latest_release, release_dossier

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.db.store import Store
    from app.domain.accounts import Account
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor

SECRET_BYTES = 20
"""Random bytes of a secret: 160 bits, written as 32 letters and digits of which none needs quoting anywhere."""
LONGEST_NAME = 80
"""Characters of the name by which the holder knows an address."""
_FINGERPRINT = 16


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
    is_public: bool = False,
    name: str,
    account: Account | None = None,
    shows_draft: bool = False,
    reminds: bool = False,
    alarms: bool = False,
    by: Actor,
    at: datetime,
    random_bytes: Callable[[int], bytes],
) -> str:
    """Give out an address to a calendar and return its secret, which is shown this once: only its hash is kept.

    The calendar is that of the plan, of one person or unit of it, or the one for everybody (`is_public`). `account` is
    whose it is, None for one given out on the command line, which shows the plan as it is drawn up. Raises Refused
    `feed.one_subject`, `feed.name_empty`, `feed.name_too_long`; NotFound for a plan, person or unit that is not there
    or not for that account to know of; NotAllowed where the account knows of it and may not follow it.
    """
    if sum((person is not None, unit is not None, is_public)) > 1:
        raise Refused("feed.one_subject")
    known_as = " ".join(clean(name).split())
    if not known_as:
        raise Refused("feed.name_empty")
    if len(known_as) > LONGEST_NAME:
        raise Refused("feed.name_too_long", most=str(LONGEST_NAME))
    kind = FeedKind.PERSON if person is not None else FeedKind.UNIT if unit is not None else FeedKind.PLAN
    grant = FeedGrant(
        id=0,
        plan=plan,
        kind=FeedKind.PUBLIC if is_public else kind,
        subject=person if person is not None else unit,
        name=known_as,
        shows_draft=not is_public and (by.is_command_line or shows_draft),
        issued_at=at,
        issued_by=by.name,
        account=account.id if account is not None else None,
        reminds=reminds,
        alarms=alarms,
    )
    if account is not None:
        _check_may_have(store, account, grant)
    _feed(store, grant)
    return _given_out(store, grant, by=by, at=at, random_bytes=random_bytes)


def feeds_of_account(store: Store, account: Account) -> tuple[FeedGrant, ...]:
    """Return the addresses of an account that are not withdrawn, with the time of their last fetch."""
    return store.feeds.of_account(account.id)


def renew_feed(
    store: Store, account: Account, feed_id: int, *, by: Actor, at: datetime, random_bytes: Callable[[int], bytes]
) -> str:
    """Give out a new address to the same calendar, withdraw the old one, and return the new secret.

    Raise NotFound for an address that is not the account's, and as `issue_feed` where it may not follow it any more.
    """
    grant = _own(store, account, feed_id)
    _check_may_have(store, account, grant)
    store.feeds.end(grant, by=by, at=at)
    return _given_out(store, grant, by=by, at=at, random_bytes=random_bytes)


def revoke_own_feed(store: Store, account: Account, feed_id: int, *, by: Actor, at: datetime) -> None:
    """Withdraw an address of the account for good; raise NotFound for one that is not the account's."""
    store.feeds.end(_own(store, account, feed_id), by=by, at=at)


def revoke_feed(store: Store, secret: str, *, by: Actor, at: datetime) -> None:
    """Withdraw the address of that secret for good; raise Refused when there is none."""
    try:
        store.feeds.revoke(secret_hash(secret), by=by, at=at)
    except NotFound as error:
        raise Refused("feed.unknown") from error


def withdraw_feeds_of_account(store: Store, account_id: int, *, by: Actor, at: datetime) -> int:
    """Withdraw every address of an account that is closed, and return how many."""
    grants = store.feeds.of_account(account_id)
    for grant in grants:
        store.feeds.end(grant, by=by, at=at)
    return len(grants)


def withdraw_unsupported_feeds(store: Store, account_id: int, *, by: Actor, at: datetime) -> int:
    """Withdraw the addresses that no role which the account still holds supports, and return how many."""
    account = store.accounts.get(account_id)
    grants = [grant for grant in store.feeds.of_account(account_id) if not _may_have(store, account, grant)]
    for grant in grants:
        store.feeds.end(grant, by=by, at=at)
    return len(grants)


def feed_state(store: Store, secret: str) -> FeedState:
    """Return what stands behind a secret, withdrawn or not; raise NotFound for an unknown one."""
    hashed = secret_hash(secret)
    found = store.feeds.state(hashed)
    if found is None:
        raise NotFound("feed", hashed)
    return found


def feed_bytes(store: Store, state: FeedState, base_url: str = "") -> FeedBytes:
    """Return the calendar of an address as it is now.

    What its holder may see is decided here, at each fetch. An address that does not show drafts is empty until the plan
    is issued. Raises Gone for a withdrawn address, one whose account is closed or may not have it any more, and when
    the plan no longer names its person or unit and there is nothing left to show them.
    """
    grant = state.grant
    if state.is_ended or not (grant.account is None or _may_have(store, store.accounts.get(grant.account), grant)):
        raise Gone
    try:
        feed = _feed(store, grant)
    except NotFound as error:
        raise Gone from error
    content = write_calendar(feed, base_url)
    fingerprint = hashlib.sha256(content).hexdigest()[:_FINGERPRINT]
    return FeedBytes(
        content=content,
        etag=f'W/"{state.revision}-{fingerprint}"',
        last_modified=feed.changed_at,
        file_name="-".join(filter(None, (grant.plan, grant.subject))) + ".ics",
    )


def feed_bytes_for(store: Store, secret: str, base_url: str = "") -> FeedBytes:
    """Return the calendar behind a secret; raise NotFound for an unknown one, Gone for a withdrawn one."""
    return feed_bytes(store, feed_state(store, secret), base_url)


def secret_hash(secret: str) -> str:
    """Return the SHA-256 of a secret, lower-case hexadecimal: all that is kept of it, and all that a log may show."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _given_out(store: Store, grant: FeedGrant, *, by: Actor, at: datetime, random_bytes: Callable[[int], bytes]) -> str:
    secret = base64.b32encode(random_bytes(SECRET_BYTES)).decode("ascii").lower()
    store.feeds.issue(
        grant.plan,
        grant.kind,
        grant.subject,
        secret_hash=secret_hash(secret),
        name=grant.name,
        shows_draft=grant.shows_draft,
        account=grant.account,
        reminds=grant.reminds,
        alarms=grant.alarms,
        by=by,
        at=at,
    )
    return secret


def _own(store: Store, account: Account, feed_id: int) -> FeedGrant:
    for grant in store.feeds.of_account(account.id):
        if grant.id == feed_id:
            return grant
    raise NotFound("feed", str(feed_id))


def _may_have(store: Store, account: Account, grant: FeedGrant) -> bool:
    try:
        _check_may_have(store, account, grant)
    except (NotFound, NotAllowed):
        return False
    return True


def _check_may_have(store: Store, account: Account, grant: FeedGrant) -> None:
    """Raise NotFound where the account is not to know of what it would follow, NotAllowed where it may not follow it.

    What counts is the plan as issued last; as it is drawn up for a draft, and for one that was never issued, which is
    there for its planners alone.
    """
    issued = _issued(store, grant.plan)
    dossier = store.plans.dossier(grant.plan) if grant.shows_draft or issued is None else issued
    standing = standing_in(account, dossier)
    if issued is None and not can_see_draft(standing):
        raise NotFound("plan", grant.plan)
    if grant.shows_draft and not can_see_draft(standing):
        raise NotAllowed(PLANNERS)
    if can_have_feed(account, dossier, grant.kind, grant.subject):
        return
    if grant.kind in {FeedKind.UNIT, FeedKind.PERSON}:
        raise NotFound("visit" if grant.kind == FeedKind.UNIT else "person", grant.subject or "")
    if standing.is_none:
        raise NotFound("plan", grant.plan)
    raise NotAllowed(PLAN_READERS)


def _feed(store: Store, grant: FeedGrant) -> Feed:
    """Return the calendar; raise NotFound for a plan, person or unit that is not there."""
    rings_from = local_day(grant.issued_at) if grant.alarms else None
    options = FeedOptions(reminds=grant.reminds, rings_from=rings_from)
    ledger, subject = _ledger(store, grant), grant.subject or ""
    if grant.kind == FeedKind.UNIT:
        return unit_feed(ledger, subject, options)
    if grant.kind == FeedKind.PERSON:
        return person_feed(ledger, subject, options)
    return public_feed(ledger, options) if grant.kind == FeedKind.PUBLIC else plan_feed(ledger, options)


def _ledger(store: Store, grant: FeedGrant) -> FeedLedger:
    """Return the ledger that the calendar is made from: of what is issued, or as it is drawn up where it shows drafts.

    A plan of which nothing was written down yet has shown nothing before: its ledger is the first one. One that was
    never issued shows nothing of itself where drafts are not shown.
    """
    viewer = None if grant.kind == FeedKind.PLAN else (grant.kind, grant.subject or "")
    kind = LedgerKind.WORKING if grant.shows_draft else LedgerKind.ISSUED
    without = () if grant.reminds else tuple(REMINDERS.values())
    found = store.ledgers.shown_to(grant.plan, kind, viewer, without=without)
    if found is not None:
        return found
    calendar, issued = store.days_off.calendar(), _issued(store, grant.plan)
    if issued is not None and not grant.shows_draft:
        return first_ledger(issued, calendar)
    drawn_up = store.ledgers.shown_to(grant.plan, LedgerKind.WORKING, viewer)
    if drawn_up is None:
        drawn_up = first_ledger(store.plans.calendar_dossier(grant.plan), calendar)
    return drawn_up if grant.shows_draft else without_items(drawn_up)


def _issued(store: Store, plan: str) -> PlanDossier | None:
    """Return the plan as it was issued last, None for one that never was."""
    return release_dossier(store, plan) if latest_release(store, plan) is not None else None
