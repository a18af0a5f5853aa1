"""Bảng của việc lập kế hoạch: steps that can be undone, reasons written down, proposals asked for."""

from datetime import datetime

from sqlmodel import Field

from app.db.tables.columns import Row, one_of
from app.db.types import UTCDateTime
from app.domain.proposals import ProposalKind, ProposalState


class PlanStepRow(Row, table=True):
    """Bước soạn thảo: what the plan was before a change, so that the change can be undone; kept while it is a draft.

    `version` is that of the plan after the change, `content` the plan file before it, deflated (RFC 1950).
    """

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    number: int = Field(primary_key=True)
    version: int
    words: str
    at: datetime = Field(sa_type=UTCDateTime)
    actor: str
    content: bytes


class WrittenReasonRow(Row, table=True):
    """Lý do chấp nhận một vấn đề, ghi khi soạn thảo: `about` are its subjects and days, joined by commas."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    code: str = Field(primary_key=True)
    about: str = Field(primary_key=True)
    reason: str
    at: datetime = Field(sa_type=UTCDateTime)
    actor: str


class ProposalRow(Row, table=True):
    """Đề xuất lịch: what was asked of the planner, and what it answered, both as JSON; `version` is the plan's."""

    __table_args__ = (one_of("kind", ProposalKind), one_of("state", ProposalState))

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    version: int
    kind: str
    state: str
    asked: str
    answer: str | None
    asked_at: datetime = Field(sa_type=UTCDateTime)
    actor: str
    finished_at: datetime | None = Field(sa_type=UTCDateTime)
