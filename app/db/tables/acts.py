"""Bảng văn bản của kế hoạch: decision, text, errata, remarks."""

from datetime import date

from sqlmodel import Field

from app.db.tables.columns import Row, one_of
from app.db.types import Strings
from app.domain.acts import ClauseKind, ErratumKind


class DecisionRow(Row, table=True):
    """Quyết định: no submission without an agency, no replaced act without a number, no signatory without a title."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    symbol: str
    body: str
    issuer: str
    number: str | None
    day: date | None
    title: str
    submission_agency: str | None
    submission_number: str | None
    submission_day: date | None
    submission_text: str | None
    replaces_number: str | None
    replaces_day: date | None
    replaces_issuer: str | None
    replaces_subject: str | None
    reason: str | None
    recipients: tuple[str, ...] = Field(sa_type=Strings)
    signatory_title: str | None
    signatory_capacity: str | None
    signatory_name: str | None


class AmendedActRow(Row, table=True):
    """Văn bản được sửa đổi, bổ sung."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    position: int = Field(primary_key=True)
    number: str
    day: date | None
    issuer: str
    subject: str


class LegalBasisRow(Row, table=True):
    """Căn cứ."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    position: int = Field(primary_key=True)
    text: str
    kind: str
    name: str
    number: str | None
    day: date | None
    issuer: str | None


class ArticleRow(Row, table=True):
    """Điều."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    position: int = Field(primary_key=True)
    number: str
    text: str


class PlanTextRow(Row, table=True):
    """Lời văn của kế hoạch, trừ các đoạn."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    title: tuple[str, ...] = Field(sa_type=Strings)
    reference: tuple[str, ...] = Field(sa_type=Strings)
    preamble: tuple[str, ...] = Field(sa_type=Strings)
    closing: str
    annex_title: str
    annex_note: str


class ClauseRow(Row, table=True):
    """Đoạn của kế hoạch."""

    __table_args__ = (one_of("kind", ClauseKind),)

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    code: str = Field(primary_key=True)
    position: int
    kind: str
    text: str
    number: str | None


class ErratumRow(Row, table=True):
    """Đính chính."""

    __table_args__ = (one_of("kind", ErratumKind),)

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    key: str = Field(primary_key=True)
    position: int
    kind: str
    whereabouts: str
    printed: str
    reading: str | None
    places: tuple[str, ...] = Field(sa_type=Strings)
    certainty: str
    note: str


class RemarkRow(Row, table=True):
    """Chỗ trống, chỗ không rõ."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id")
    key: str = Field(primary_key=True)
    position: int
    whereabouts: str
    text: str
