"""Bảng địa chỉ lịch."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from app.db.tables.columns import Row, one_of
from app.db.types import UTCDateTime
from app.domain.feed_grants import FeedKind


class FeedRow(Row, table=True):
    """Địa chỉ lịch; the secret itself is nowhere kept, only its SHA-256.

    `account_id` is empty for an address that was given out on the command line.
    """

    __table_args__ = (
        UniqueConstraint("secret_hash"),
        one_of("kind", FeedKind),
        CheckConstraint("(kind IN ('plan', 'public')) = (subject IS NULL)", name="subject"),
    )

    id: int | None = Field(default=None, primary_key=True)
    secret_hash: str
    plan_id: int = Field(foreign_key="plan.id", index=True)
    kind: str
    subject: str | None
    account_id: int | None = Field(foreign_key="account.id", index=True)
    name: str
    shows_draft: bool
    reminds: bool
    alarms: bool
    issued_at: datetime = Field(sa_type=UTCDateTime)
    issued_by: str
    revoked_at: datetime | None = Field(sa_type=UTCDateTime)
    last_fetched_at: datetime | None = Field(sa_type=UTCDateTime)
