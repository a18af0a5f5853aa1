"""Đăng ký lịch trên trang: where to subscribe, and an address as programs take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.access import can_change_plan
from app.domain.feed_grants import FeedKind
from app.domain.vietnamese import moment_words
from app.services.feed_offers import feed_code
from app.services.public_feeds import public_secret

if TYPE_CHECKING:
    from fastapi import Request

    from app.db.store import Store
    from app.services.feed_offers import FeedOffer, OwnFeed
    from app.services.seeing import SeenPlan
    from app.settings import Settings
    from app.web.issue_standing import IssueStanding

SUBSCRIPTIONS = "/lich-dang-ky"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAddress:
    """Địa chỉ lịch cho chương trình: `link` is the one that programs open by themselves, `copied` the one to paste."""

    link: str
    copied: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """Địa chỉ lịch trong danh sách; `fetched` is "" where no program has asked for it yet."""

    id: int
    name: str
    kind: str
    title: str
    whose: str
    shows_draft: bool
    reminds: bool
    alarms: bool
    made: str
    fetched: str
    is_live: bool


def subscribe_path(plan: str, kind: FeedKind, subject: str | None) -> str:
    """Return the page for subscribing, that calendar chosen on it."""
    return f"{SUBSCRIPTIONS}?lich={feed_code(plan, kind, subject)}"


def plan_subscribe_path(seen: SeenPlan, issued: IssueStanding | None) -> str:
    """Return the page for subscribing to the whole plan: as issued, or as drawn up while it never was."""
    is_draft = seen.release is None and issued is None
    code = feed_code(seen.dossier.plan.key, FeedKind.PLAN, None, shows_draft=is_draft)
    return f"{SUBSCRIPTIONS}?lich={code}"


def calendar_address(request: Request, settings: Settings, secret: str) -> CalendarAddress:
    """Return the address behind a secret: under the service's public name, or in development the one asked by."""
    base = (settings.base_url or str(request.base_url)).rstrip("/")
    _, _, host = base.partition("://")
    return CalendarAddress(link=f"webcal://{host}/lich/{secret}.ics", copied=f"{base}/lich/{secret}.ics")


def public_address(request: Request, store: Store, seen: SeenPlan, settings: Settings) -> CalendarAddress | None:
    """Return the plan's address for everybody, shown to its planners; None to others, and while there is none."""
    if not can_change_plan(seen.standing):
        return None
    secret = public_secret(store, seen.dossier.plan.key, settings.secret_key.get_secret_value())
    return calendar_address(request, settings, secret) if secret is not None else None


def feed_line(own: OwnFeed) -> FeedLine:
    """Return an address as the list shows it."""
    grant = own.grant
    return FeedLine(
        id=grant.id,
        name=grant.name,
        kind=grant.kind,
        title=own.title,
        whose=own.whose,
        shows_draft=grant.shows_draft,
        reminds=grant.reminds,
        alarms=grant.alarms,
        made=moment_words(grant.issued_at),
        fetched=moment_words(grant.last_fetched_at) if grant.last_fetched_at is not None else "",
        is_live=own.is_live,
    )


def by_plan(offers: tuple[FeedOffer, ...]) -> list[tuple[str, list[FeedOffer]]]:
    """Return the calendars under the titles of their plans, in order."""
    found: dict[str, tuple[str, list[FeedOffer]]] = {}
    for offer in offers:
        found.setdefault(offer.plan, (offer.title, []))[1].append(offer)
    return list(found.values())
