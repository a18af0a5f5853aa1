"""Bảng ngày nghỉ và ngày làm bù."""

from datetime import date

from sqlmodel import Field

from app.db.tables.columns import Row, one_of
from app.domain.dates import DayOffKind


class DayOffRow(Row, table=True):
    """Ngày nghỉ hoặc ngày làm bù."""

    __table_args__ = (one_of("kind", DayOffKind),)

    day: date = Field(primary_key=True)
    name: str
    kind: str
    swapped_with: date | None
    certainty: str
    note: str
