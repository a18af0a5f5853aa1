"""Bảng của tỉnh và danh bạ đơn vị."""

from datetime import date

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from app.db.tables.columns import Row


class ProvinceRow(Row, table=True):
    """Tỉnh."""

    key: str = Field(primary_key=True)
    name: str
    full_name: str
    committee: str
    place: str


class ProvinceLevelRow(Row, table=True):
    """Cấp chính quyền của một tỉnh."""

    province: str = Field(primary_key=True, foreign_key="province.key")
    key: str = Field(primary_key=True)
    position: int
    rank: int
    name: str
    bodies: str


class UnitRow(Row, table=True):
    """Đơn vị; the identity of one without a day of founding is kept by an index of its own, as NULLs never clash."""

    __table_args__ = (
        UniqueConstraint("province", "kind", "key", "since"),
        Index(
            "ix_unit_identity_without_since",
            "province",
            "kind",
            "key",
            unique=True,
            sqlite_where=text("since IS NULL"),
            postgresql_where=text("since IS NULL"),
        ),
        Index(None, "province", "position"),
        Index(None, "key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    province: str = Field(foreign_key="province.key")
    position: int
    key: str
    name: str
    kind: str
    level: str
    code: str | None
    area: str | None
    parent: str | None
    superior: str | None
    symbol: str | None
    since: date | None
    until: date | None
    certainty: str
    source: str
    note: str


class UnitAliasRow(Row, table=True):
    """Tên gọi khác của một đơn vị."""

    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    position: int = Field(primary_key=True)
    alias: str


class SuccessionRow(Row, table=True):
    """Nguồn gốc: an earlier unit that went into this one; asked from either side."""

    __table_args__ = (Index(None, "unit"), Index(None, "code"))

    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    position: int = Field(primary_key=True)
    name: str
    code: str | None
    unit: str | None
    extent: str
