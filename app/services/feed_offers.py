"""Lịch được đăng ký: which calendars an account may take an address to, and what those lead to that it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.access import can_change_plan, can_read_plan
from app.domain.errors import NotFound
from app.domain.feed_access import can_have_feed
from app.domain.feed_grants import FeedGrant, FeedKind
from app.services.feeds import feeds_of_account
from app.services.releases import latest_release, release_dossier
from app.services.seeing import issued_seen_by, plans_seen_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.db.store import Store
    from app.domain.accounts import Account
    from app.domain.dossiers import PlanDossier
    from app.services.seeing import PlanLine, SeenPlan

_DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOffer:
    """Lịch có thể đăng ký: `subject` is the key of the person or unit, `whose` their name ("" for a whole plan)."""

    plan: str
    title: str
    kind: FeedKind
    subject: str | None = None
    whose: str = ""
    shows_draft: bool = False

    @property
    def code(self) -> str:
        """What names the calendar in a form and in an address."""
        return feed_code(self.plan, self.kind, self.subject, shows_draft=self.shows_draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFeed:
    """Địa chỉ lịch của tôi: `title` and `whose` say what it shows; one not `is_live` shows nothing any more."""

    grant: FeedGrant
    title: str
    whose: str
    is_live: bool


def feed_code(plan: str, kind: FeedKind, subject: str | None, *, shows_draft: bool = False) -> str:
    """Return what names a calendar in a form: keys are slugs and hold no full stop."""
    return ".".join(filter(None, (plan, _DRAFT if shows_draft else kind.value, subject)))


def offers_for(store: Store, account: Account) -> tuple[FeedOffer, ...]:
    """Return the calendars of the newest plans of an account, plan by plan, one's own visits and units first."""
    return tuple(offer for line in plans_seen_by(store, account) for offer in _of_plan(store, account, line))


def own_feeds(store: Store, account: Account) -> tuple[OwnFeed, ...]:
    """Return the addresses of an account, the newest first, with what each shows."""
    return tuple(_own_feed(store, account, grant) for grant in reversed(feeds_of_account(store, account)))


def own_feed(store: Store, account: Account, feed_id: int) -> OwnFeed:
    """Return one address of the account; raise NotFound for one that is somebody else's, or withdrawn."""
    for grant in feeds_of_account(store, account):
        if grant.id == feed_id:
            return _own_feed(store, account, grant)
    raise NotFound("feed", str(feed_id))


def _own_feed(store: Store, account: Account, grant: FeedGrant) -> OwnFeed:
    is_issued = latest_release(store, grant.plan) is not None
    as_drawn_up = grant.shows_draft or not is_issued
    dossier = store.plans.dossier(grant.plan) if as_drawn_up else release_dossier(store, grant.plan)
    return OwnFeed(
        grant=grant,
        title=dossier.plan.title,
        whose=_whose(dossier, grant),
        is_live=can_have_feed(account, dossier, grant.kind, grant.subject, shows_draft=grant.shows_draft),
    )


def _whose(dossier: PlanDossier, grant: FeedGrant) -> str:
    """Return the name of the unit or person; their key where the plan names them no more."""
    key = grant.subject or ""
    if grant.kind == FeedKind.UNIT:
        unit = dossier.directory.get(key)
        return unit.name if unit is not None else key
    if grant.kind == FeedKind.PERSON:
        return next((f"{p.honorific} {p.name}".strip() for p in dossier.people if p.key == key), key)
    return ""


def _of_plan(store: Store, account: Account, line: PlanLine) -> Iterator[FeedOffer]:
    issued = issued_seen_by(store, account, line.key)
    if issued is not None:
        yield from _of_release(issued)
    if can_change_plan(line.standing):
        yield FeedOffer(plan=line.key, title=line.title, kind=FeedKind.PLAN, shows_draft=True)
        if issued is not None:
            yield FeedOffer(plan=line.key, title=line.title, kind=FeedKind.PUBLIC)


def _of_release(seen: SeenPlan) -> Iterator[FeedOffer]:
    dossier, plan, standing = seen.dossier, seen.dossier.plan, seen.standing
    for key in sorted(standing.persons):
        person = dossier.person(key)
        whose = f"{person.honorific} {person.name}".strip()
        yield FeedOffer(plan=plan.key, title=plan.title, kind=FeedKind.PERSON, subject=key, whose=whose)
    for name, key in sorted((dossier.unit_name(unit), unit) for unit in standing.units):
        yield FeedOffer(plan=plan.key, title=plan.title, kind=FeedKind.UNIT, subject=key, whose=name)
    if can_read_plan(standing):
        yield FeedOffer(plan=plan.key, title=plan.title, kind=FeedKind.PLAN)
