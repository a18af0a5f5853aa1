"""Bảng bản ban hành và sổ lịch."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from app.db.tables.columns import Row, one_of
from app.db.types import UTCDateTime
from app.domain.feed_ledgers import LedgerKind
from app.domain.problems import Severity


class ReleaseRow(Row, table=True):
    """Bản ban hành: written once and never changed; `content` is the plan file as JSON, `sha256` its hash."""

    __table_args__ = (UniqueConstraint("plan_id", "number"), CheckConstraint("number >= 1", name="number"))

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    number: int
    decision_number: str
    decision_day: date
    issued_by: str | None
    issued_at: datetime = Field(sa_type=UTCDateTime)
    actor: str
    content: str
    sha256: str


class WaiverRow(Row, table=True):
    """Lý do chấp nhận một vấn đề khi ban hành."""

    __table_args__ = (one_of("severity", Severity),)

    release_id: int = Field(primary_key=True, foreign_key="release.id")
    position: int = Field(primary_key=True)
    code: str
    severity: str
    statement: str
    reason: str
    person: str


class FeedLedgerRow(Row, table=True):
    """Sổ lịch: every item that a plan's calendars have ever shown, as JSON; one as issued, one as drawn up."""

    __table_args__ = (one_of("kind", LedgerKind),)

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    kind: str = Field(primary_key=True)
    content: str
