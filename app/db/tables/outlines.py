"""Bảng đề cương."""

from sqlmodel import Field

from app.db.tables.columns import Row, one_of
from app.db.types import Strings
from app.domain.outlines import OutlineKind


class OutlineRow(Row, table=True):
    """Đề cương."""

    key: str = Field(primary_key=True)
    version: str
    title: tuple[str, ...] = Field(sa_type=Strings)
    heading: str
    reference: tuple[str, ...] = Field(sa_type=Strings)
    exemption: str
    source: str


class OutlineItemRow(Row, table=True):
    """Đề mục."""

    __table_args__ = (one_of("kind", OutlineKind),)

    outline: str = Field(primary_key=True, foreign_key="outline.key")
    code: str = Field(primary_key=True)
    position: int
    kind: str
    number: str
    text: str
    guidance: tuple[str, ...] = Field(sa_type=Strings)
    paragraphs: tuple[str, ...] = Field(sa_type=Strings)
    if_any: bool
    field: str | None
    indicators: tuple[str, ...] = Field(sa_type=Strings)
    levels: tuple[str, ...] = Field(sa_type=Strings)
    kinds: tuple[str, ...] = Field(sa_type=Strings)
    not_for_kinds: tuple[str, ...] = Field(sa_type=Strings)
