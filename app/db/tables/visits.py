"""Bảng cuộc kiểm tra và đối tượng theo số lượng."""

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from app.db.tables.columns import (
    DeadlineColumns,
    LooseTimeColumns,
    Row,
    WindowColumns,
    deadline_checks,
    one_of,
    window_checks,
)
from app.db.types import Strings
from app.domain.visits import Manner, Mode


class VisitRow(DeadlineColumns, LooseTimeColumns, WindowColumns, Row, table=True):
    """Cuộc kiểm tra."""

    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "batch"], ["batch.plan_id", "batch.key"]),
        ForeignKeyConstraint(["plan_id", "head"], ["person.plan_id", "person.key"]),
        one_of("manner", Manner),
        one_of("mode", Mode),
        *window_checks(),
        *deadline_checks(),
    )

    plan_id: int = Field(primary_key=True)
    unit: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    position: int
    batch: str
    printed_name: str | None
    place: str | None
    manner: str
    mode: str
    scope: tuple[str, ...] = Field(sa_type=Strings)
    lead_agency: str | None
    head: str | None
    is_reserve: bool
    communes: tuple[str, ...] = Field(sa_type=Strings)


class QuotaRow(LooseTimeColumns, Row, table=True):
    """Đối tượng theo số lượng."""

    __table_args__ = (ForeignKeyConstraint(["plan_id", "batch"], ["batch.plan_id", "batch.key"]),)

    plan_id: int = Field(primary_key=True)
    key: str = Field(primary_key=True)
    position: int
    wording: str
    batch: str
    count: int | None
    share_percent: int | None
    level: str | None
    kinds: tuple[str, ...] = Field(sa_type=Strings)
