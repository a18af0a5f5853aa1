"""Đăng ký lịch: the own addresses of calendars, made, renewed, withdrawn. A new secret is shown once, in the answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db.store import Store
from app.domain.accounts import AccountRole
from app.domain.errors import Refused
from app.domain.feed_grants import FeedKind
from app.domain.feed_items import DAYS_AHEAD
from app.services.feed_offers import FeedOffer, offers_for, own_feed, own_feeds
from app.services.feeds import issue_feed, renew_feed, revoke_own_feed
from app.services.public_feeds import bytes_of_next
from app.services.sentences import refusal_sentence
from app.settings import Settings
from app.web.deps import FormDep, NowDep, SettingsDep, StoreDep, VisitorDep
from app.web.errors import Unsaved
from app.web.pages import NavigationItem, page
from app.web.route_table import READ
from app.web.subscription_views import SUBSCRIPTIONS, by_plan, calendar_address, feed_line
from app.web.visitors import Visitor
from app.web.work_views import work_tabs

router = APIRouter()

_NOT_KEPT = {"Cache-Control": "no-store"}
_LARGEST_ID = 2**31 - 1

FeedId = Annotated[int, Path(ge=1, le=_LARGEST_ID)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Nội dung đã ghi: the code of a calendar, the name of the address, and what is asked for beside."""

    calendar: str = ""
    name: str = ""
    reminds: bool = False
    alarms: bool = False

    @classmethod
    def of(cls, form: FormData) -> Typed:
        """Return what was sent."""
        return cls(
            calendar=str(form.get("lich", "")),
            name=str(form.get("ten", "")),
            reminds="nhac" in form,
            alarms="chuong" in form,
        )


@router.api_route(SUBSCRIPTIONS, methods=READ)
def subscriptions(
    request: Request,
    store: StoreDep,
    visitor: VisitorDep,
    wanted: Annotated[str, Query(alias="lich", max_length=300)] = "",
    ended: Annotated[str, Query(alias="da-thu-hoi", max_length=10)] = "",
) -> HTMLResponse:
    """List the own addresses, and offer a new one for each calendar that is theirs to follow."""
    offers = offers_for(store, visitor.signed_in)
    only = offers[0].code if len(offers) == 1 else ""
    return _list_page(request, store, visitor, offers, Typed(calendar=wanted or only), has_ended=bool(ended))


@router.post(SUBSCRIPTIONS)
def subscribe(
    request: Request, form: FormDep, store: StoreDep, visitor: VisitorDep, settings: SettingsDep, now: NowDep
) -> HTMLResponse:
    """Make an address and show it, this once."""
    typed, offers = Typed.of(form), offers_for(store, visitor.signed_in)
    offer = next((each for each in offers if each.code == typed.calendar), None)
    errors = {} if offer is not None else {"lich": refusal_sentence(Refused("feed.calendar_missing"))}
    if not typed.name.strip():
        errors["ten"] = refusal_sentence(Refused("feed.name_empty"))
    if offer is None or errors:
        raise Unsaved(_list_page(request, store, visitor, offers, typed, errors=errors, status=422))
    try:
        secret = issue_feed(
            store,
            offer.plan,
            person=offer.subject if offer.kind == FeedKind.PERSON else None,
            unit=offer.subject if offer.kind == FeedKind.UNIT else None,
            is_public=offer.kind == FeedKind.PUBLIC,
            name=typed.name,
            account=visitor.signed_in,
            shows_draft=offer.shows_draft,
            reminds=typed.reminds,
            alarms=typed.alarms,
            by=visitor.actor,
            at=now,
            random_bytes=_bytes_for(store, settings, offer.kind, offer.plan),
        )
    except Refused as error:
        errors = {"ten": refusal_sentence(error)}
        raise Unsaved(_list_page(request, store, visitor, offers, typed, errors=errors, status=422)) from error
    name = " ".join(typed.name.split())
    return _made_page(request, visitor, settings, secret, name=name, is_public=offer.kind == FeedKind.PUBLIC)


@router.api_route(SUBSCRIPTIONS + "/{feed_id}/doi", methods=READ)
def renewal(request: Request, feed_id: FeedId, store: StoreDep, visitor: VisitorDep) -> HTMLResponse:
    """Say what follows from renewing an address, and ask."""
    feed = feed_line(own_feed(store, visitor.signed_in, feed_id))
    return page(request, "pages/subscriptions/renew.html", navigation=_tabs(visitor), feed=feed)


@router.post(SUBSCRIPTIONS + "/{feed_id}/doi")
def renew(
    request: Request, feed_id: FeedId, store: StoreDep, visitor: VisitorDep, settings: SettingsDep, now: NowDep
) -> HTMLResponse:
    """Put a new address in the stead of an old one and show it, this once."""
    account = visitor.signed_in
    grant = own_feed(store, account, feed_id).grant
    given = _bytes_for(store, settings, grant.kind, grant.plan)
    secret = renew_feed(store, account, feed_id, by=visitor.actor, at=now, random_bytes=given)
    is_public = grant.kind == FeedKind.PUBLIC
    return _made_page(request, visitor, settings, secret, name=grant.name, is_public=is_public, renewed=True)


@router.api_route(SUBSCRIPTIONS + "/{feed_id}/thu-hoi", methods=READ)
def withdrawal(request: Request, feed_id: FeedId, store: StoreDep, visitor: VisitorDep) -> HTMLResponse:
    """Say what follows from withdrawing an address, and ask."""
    feed = feed_line(own_feed(store, visitor.signed_in, feed_id))
    return page(request, "pages/subscriptions/withdraw.html", navigation=_tabs(visitor), feed=feed)


@router.post(SUBSCRIPTIONS + "/{feed_id}/thu-hoi")
def withdraw(feed_id: FeedId, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Withdraw an address for good."""
    revoke_own_feed(store, visitor.signed_in, feed_id, by=visitor.actor, at=now)
    return RedirectResponse(f"{SUBSCRIPTIONS}?da-thu-hoi=1", status_code=303)


def _list_page(
    request: Request,
    store: Store,
    visitor: Visitor,
    offers: tuple[FeedOffer, ...],
    typed: Typed,
    *,
    errors: dict[str, str] | None = None,
    has_ended: bool = False,
    status: int = 200,
) -> HTMLResponse:
    return page(
        request,
        "pages/subscriptions/list.html",
        status=status,
        navigation=_tabs(visitor),
        feeds=[feed_line(own) for own in own_feeds(store, visitor.signed_in)],
        plans=by_plan(offers),
        typed=typed,
        errors=errors or {},
        summary=[{"href": f"#{field}", "text": words} for field, words in (errors or {}).items()],
        days_ahead=DAYS_AHEAD,
        has_ended=has_ended,
    )


def _tabs(visitor: Visitor) -> tuple[NavigationItem, ...]:
    account = visitor.signed_in
    is_in_team = account.holds(AccountRole.LEADER) or account.holds(AccountRole.MEMBER)
    return work_tabs("", account) if is_in_team else ()


def _made_page(
    request: Request,
    visitor: Visitor,
    settings: Settings,
    secret: str,
    *,
    name: str,
    is_public: bool,
    renewed: bool = False,
) -> HTMLResponse:
    """Return the page with a new address: kept nowhere, and not by the browser either."""
    answer = page(
        request,
        "pages/subscriptions/made.html",
        navigation=_tabs(visitor),
        address=calendar_address(request, settings, secret),
        name=name,
        is_public=is_public,
        renewed=renewed,
    )
    answer.headers.update(_NOT_KEPT)
    return answer


def _bytes_for(store: Store, settings: Settings, kind: FeedKind, plan: str) -> Callable[[int], bytes]:
    """Return what the secret of an address is made from: chance, but for the one that is to be told to everybody."""
    if kind == FeedKind.PUBLIC:
        return bytes_of_next(store, plan, settings.secret_key.get_secret_value())
    return secrets.token_bytes
