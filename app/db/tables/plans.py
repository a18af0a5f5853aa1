"""Bảng kế hoạch và những quy định chung của nó."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from app.db.tables.columns import DeadlineColumns, Row, deadline_checks, one_of, whole_window_checks
from app.db.types import JsonText, Strings
from app.domain.acts import ActForm
from app.domain.plans import PlanState
from app.domain.teams import AlternationBasis


class PlanRow(Row, table=True):
    """Kế hoạch kiểm tra.

    `version` grows with each change of the plan, so that a form filled over an older one is noticed; `revision` grows
    with everything that shows in the plan's feeds, days off and names of units included.
    """

    __table_args__ = (
        UniqueConstraint("key"),
        Index(None, "year", "id"),
        Index(None, "province", "year", "id"),
        one_of("act", ActForm),
        one_of("state", PlanState),
        one_of("alternation_basis", AlternationBasis),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    version: int
    revision: int
    province: str = Field(foreign_key="province.key")
    year: int
    kind: str
    title: str
    changed_on: date
    subjects: tuple[str, ...] = Field(sa_type=Strings)
    act: str
    state: str
    lead_agencies: tuple[str, ...] = Field(sa_type=Strings)
    period_wording: str | None
    period_first: date | None
    period_last: date | None
    alternation_basis: str | None
    alternation_agencies: tuple[str, ...] = Field(sa_type=Strings)
    seals: tuple[str, ...] = Field(sa_type=Strings)
    dissolution: str
    outline: str | None = Field(foreign_key="outline.key")
    reading_days: int
    notice_days: int = Field(sa_column_kwargs={"server_default": "5"})
    minimum_working_days: dict[str, int] = Field(sa_type=JsonText)
    ending_day: date | None
    ending_number: str | None
    ending_issued_on: date | None
    ending_issuer: str | None
    ending_subject: str | None
    source: str


class PlanFormRow(Row, table=True):
    """Biểu mẫu mà kế hoạch gửi đơn vị."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    form: str = Field(primary_key=True, foreign_key="form.key")
    position: int


class DrawRuleRow(Row, table=True):
    """Quy định chọn ngẫu nhiên."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    at_level: str | None
    from_level: str
    least: int
    most: int
    text: str


class DrawClusterRow(Row, table=True):
    """Cụm chọn ngẫu nhiên."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    key: str = Field(primary_key=True)
    position: int
    name: str
    units: tuple[str, ...] = Field(sa_type=Strings)


class SelfInspectionRuleRow(DeadlineColumns, Row, table=True):
    """Quy định tự kiểm tra."""

    __table_args__ = deadline_checks()

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    kinds: tuple[str, ...] = Field(sa_type=Strings)
    levels: tuple[str, ...] = Field(sa_type=Strings)
    report_to: str | None
    report_via: str | None
    text: str


class BudgetRow(Row, table=True):
    """Kinh phí."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    rate: int
    appraised_by: str | None
    counts_leaders: bool
    counts_working_days_only: bool
    text: str


class BudgetSourceRow(Row, table=True):
    """Nguồn kinh phí của một cơ quan."""

    plan_id: int = Field(primary_key=True, foreign_key="budget.plan_id")
    position: int = Field(primary_key=True)
    agency: str
    text: str


class MandateRow(Row, table=True):
    """Lĩnh vực và cơ quan phụ trách."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    position: int = Field(primary_key=True)
    field: str
    name: str
    agency: str


class AbsenceRow(Row, table=True):
    """Vắng mặt của một người hoặc một đơn vị."""

    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "person"], ["person.plan_id", "person.key"]),
        *whole_window_checks(),
    )

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    position: int = Field(primary_key=True)
    window_first: date
    window_last: date
    window_opens: str
    window_closes: str
    reason: str
    person: str | None
    unit: str | None
