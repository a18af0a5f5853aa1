"""Bảng bản ban hành, tệp và thông báo của nó, và sổ lịch."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from app.db.tables.columns import Row, one_of
from app.db.types import UTCDateTime
from app.domain.change_notices import RecipientKind
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


class ReleaseFileRow(Row, table=True):
    """Tệp của bản ban hành, frozen as it was when the plan was issued; calendars are frozen by their hash alone."""

    release_id: int = Field(primary_key=True, foreign_key="release.id")
    path: str = Field(primary_key=True)
    position: int
    kind: str
    unit: str | None
    person: str | None
    is_announced: bool
    sha256: str
    content: bytes | None


class ChangeNoticeRow(Row, table=True):
    """Thông báo gửi một đơn vị hoặc một thành viên về một bản ban hành.

    `told` is the number of the release that the recipient had last been told of, None for none; `changes` say from what
    to what, as JSON; `addition` is what the planner added by hand.
    """

    __table_args__ = (
        UniqueConstraint("plan_id", "release", "recipient_kind", "recipient"),
        one_of("recipient_kind", RecipientKind),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    release: int
    recipient_kind: str
    recipient: str
    told: int | None
    changes: str
    addition: str
    drafted_at: datetime = Field(sa_type=UTCDateTime)
    sent_at: datetime | None = Field(sa_type=UTCDateTime)
    sent_by: str | None
    reminded_at: datetime | None = Field(sa_type=UTCDateTime)
    acknowledged_at: datetime | None = Field(sa_type=UTCDateTime)
    acknowledged_by: str | None


class FeedLedgerRow(Row, table=True):
    """Sổ lịch: every item that a plan's calendars have ever shown, as JSON; one as issued, one as drawn up."""

    __table_args__ = (one_of("kind", LedgerKind),)

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    kind: str = Field(primary_key=True)
    content: str
