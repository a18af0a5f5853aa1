"""Bảng nhật ký."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from app.db.tables.columns import Row
from app.db.types import UTCDateTime


class AuditRow(Row, table=True):
    """Dòng nhật ký: who changed what, when, and the words before and after.

    `hash` is over the row and `prev`, the hash of the row before it, so that none can be changed or taken out unseen.
    Each index has the rows of one value in the order of their times, as the page of the log shows them.
    """

    __table_args__ = (
        Index(None, "at", "id"),
        Index(None, "actor", "at", "id"),
        Index(None, "action", "at", "id"),
        Index(None, "subject", "at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UTCDateTime)
    actor: str
    is_command_line: bool
    action: str
    subject: str
    before: str
    after: str
    prev: str
    hash: str
