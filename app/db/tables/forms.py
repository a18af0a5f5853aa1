"""Bảng biểu mẫu."""

from typing import Any

from sqlmodel import Field

from app.db.tables.columns import Row, one_of
from app.db.types import JsonText, Strings
from app.domain.forms import ColumnKind, FormKind, RowKind


class FormRow(Row, table=True):
    """Biểu mẫu; header cells, checks and branch rows are only ever read together with it."""

    __table_args__ = (one_of("kind", FormKind),)

    key: str = Field(primary_key=True)
    version: str
    number: str
    heading: str
    title: tuple[str, ...] = Field(sa_type=Strings)
    kind: str
    header: list[list[dict[str, Any]]] = Field(sa_type=JsonText)
    notes: tuple[str, ...] = Field(sa_type=Strings)
    checks: list[dict[str, Any]] = Field(sa_type=JsonText)
    branch_rows: list[dict[str, Any]] = Field(sa_type=JsonText)
    levels: tuple[str, ...] = Field(sa_type=Strings)
    kinds: tuple[str, ...] = Field(sa_type=Strings)
    source: str


class FormColumnRow(Row, table=True):
    """Cột của biểu mẫu."""

    __table_args__ = (one_of("kind", ColumnKind),)

    form: str = Field(primary_key=True, foreign_key="form.key")
    key: str = Field(primary_key=True)
    position: int
    label: str
    kind: str
    sum_of: tuple[str, ...] = Field(sa_type=Strings)
    placeholder: str


class FormLineRow(Row, table=True):
    """Dòng, chỉ tiêu của biểu mẫu."""

    __table_args__ = (one_of("kind", RowKind),)

    form: str = Field(primary_key=True, foreign_key="form.key")
    code: str = Field(primary_key=True)
    position: int
    kind: str
    name: str
    number: str
    unit: str
    choices: list[dict[str, Any]] = Field(sa_type=JsonText)
    formula: str | None
    inputs: tuple[str, ...] = Field(sa_type=Strings)
    note: str
    filled_by: str
    if_any: bool
    is_cumulative: bool
    level: str | None
    levels: tuple[str, ...] = Field(sa_type=Strings)
    not_for_kinds: tuple[str, ...] = Field(sa_type=Strings)
    shows_placeholders: bool
