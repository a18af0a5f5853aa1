"""Bảng người, đoàn, thành viên và đợt của kế hoạch."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from app.db.tables.columns import DeadlineColumns, Row, deadline_checks, one_of
from app.db.types import Strings
from app.domain.teams import Role


class PersonRow(Row, table=True):
    """Người mà kế hoạch nêu tên."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    key: str = Field(primary_key=True)
    position: int
    name: str
    honorific: str
    post: str
    agency: str
    division: str | None
    printed: str | None
    since: date | None
    until: date | None
    source: str


class TeamRow(Row, table=True):
    """Đoàn, tổ."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    key: str = Field(primary_key=True)
    position: int
    name: str


class SeatRow(Row, table=True):
    """Thành viên đoàn."""

    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "team"], ["team.plan_id", "team.key"]),
        ForeignKeyConstraint(["plan_id", "person"], ["person.plan_id", "person.key"]),
        one_of("role", Role),
    )

    plan_id: int = Field(primary_key=True)
    team: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    position: int
    role: str
    person: str | None
    office: str | None
    agency: str | None
    fields_of_work: tuple[str, ...] = Field(sa_type=Strings)
    substitutes: str | None
    since: date | None
    until: date | None
    units: tuple[str, ...] = Field(sa_type=Strings)


class BatchRow(DeadlineColumns, Row, table=True):
    """Đợt."""

    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "team"], ["team.plan_id", "team.key"]),
        ForeignKeyConstraint(["plan_id", "head"], ["person.plan_id", "person.key"]),
        ForeignKeyConstraint(["plan_id", "standing_deputy"], ["person.plan_id", "person.key"]),
        *deadline_checks(),
    )

    plan_id: int = Field(primary_key=True)
    key: str = Field(primary_key=True)
    position: int
    name: str
    team: str
    head: str | None
    standing_deputy: str | None
    lead_agency: str | None


class BatchDeputyRow(Row, table=True):
    """Phó trưởng đoàn của một đợt."""

    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "batch"], ["batch.plan_id", "batch.key"]),
        ForeignKeyConstraint(["plan_id", "person"], ["person.plan_id", "person.key"]),
    )

    plan_id: int = Field(primary_key=True)
    batch: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    position: int
