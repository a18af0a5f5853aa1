"""API: địa chỉ lịch của người hỏi."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from app.domain.feed_grants import FeedGrant, FeedKind
from app.services.feeds import feeds_of_account, issue_feed, renew_feed, revoke_own_feed
from app.web.deps import NowDep, StoreDep, VisitorDep
from app.web.links import full_address

router = APIRouter(prefix="/api/feeds", tags=["Lịch"])

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Slug = Annotated[str, Field(pattern="^[a-z0-9-]+$", max_length=100)]


class FeedShape(BaseModel):
    """Địa chỉ lịch; the secret itself is not kept and cannot be told again."""

    id: int
    plan: str
    kind: FeedKind
    subject: str | None
    name: str
    shows_draft: bool
    reminds: bool
    alarms: bool
    issued_at: datetime
    last_fetched_at: datetime | None

    @classmethod
    def of(cls, grant: FeedGrant) -> FeedShape:
        """Return the shape of an address."""
        return cls(
            id=grant.id,
            plan=grant.plan,
            kind=grant.kind,
            subject=grant.subject,
            name=grant.name,
            shows_draft=grant.shows_draft,
            reminds=grant.reminds,
            alarms=grant.alarms,
            issued_at=grant.issued_at,
            last_fetched_at=grant.last_fetched_at,
        )


class FeedShapes(BaseModel):
    """Các địa chỉ lịch đang dùng."""

    feeds: list[FeedShape]


class FeedRequest(BaseModel):
    """Xin một địa chỉ lịch: của một người, một đơn vị, hoặc cả kế hoạch."""

    plan: Slug
    person: Slug | None = None
    unit: Slug | None = None
    is_public: bool = False
    name: str = Field(max_length=200, examples=["điện thoại"])
    shows_draft: bool = False
    reminds: bool = False
    alarms: bool = False


class GivenFeed(BaseModel):
    """Địa chỉ lịch vừa cấp; it is told this once."""

    address: str


@router.get("")
def list_feeds(store: StoreDep, visitor: VisitorDep) -> FeedShapes:
    """Các địa chỉ lịch của tài khoản."""
    return FeedShapes(feeds=[FeedShape.of(grant) for grant in feeds_of_account(store, visitor.signed_in)])


@router.post("", status_code=201)
def ask_for_feed(request: Request, given: FeedRequest, store: StoreDep, visitor: VisitorDep, now: NowDep) -> GivenFeed:
    """Cấp một địa chỉ lịch."""
    secret = issue_feed(
        store,
        given.plan,
        person=given.person,
        unit=given.unit,
        is_public=given.is_public,
        name=given.name,
        account=visitor.signed_in,
        shows_draft=given.shows_draft,
        reminds=given.reminds,
        alarms=given.alarms,
        by=visitor.actor,
        at=now,
        random_bytes=secrets.token_bytes,
    )
    return GivenFeed(address=full_address(request, f"/lich/{secret}.ics"))


@router.post("/{feed_id}/renewal", status_code=201)
def renew(request: Request, feed_id: Number, store: StoreDep, visitor: VisitorDep, now: NowDep) -> GivenFeed:
    """Đổi địa chỉ: địa chỉ cũ thôi dùng được."""
    secret = renew_feed(store, visitor.signed_in, feed_id, by=visitor.actor, at=now, random_bytes=secrets.token_bytes)
    return GivenFeed(address=full_address(request, f"/lich/{secret}.ics"))


@router.delete("/{feed_id}", status_code=204)
def revoke(feed_id: Number, store: StoreDep, visitor: VisitorDep, now: NowDep) -> Response:
    """Thu hồi một địa chỉ lịch."""
    revoke_own_feed(store, visitor.signed_in, feed_id, by=visitor.actor, at=now)
    return Response(status_code=204)
