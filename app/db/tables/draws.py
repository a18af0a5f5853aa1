"""Bảng của việc chọn ngẫu nhiên và sổ công khai.

They name plans by key and point to no other table: what was published stays, whatever becomes of the plan's rows.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.db.tables.columns import Row, one_of
from app.db.types import JsonText, Strings, UTCDateTime
from app.domain.dates import Half
from app.domain.draws.draws import PoolKind, RandomnessKind
from app.domain.public_ledgers import LedgerEvent


class CommuneDrawRow(Row, table=True):
    """Lần chọn ngẫu nhiên: frame, `without` and `included` are lists of [code, name] and [code, name, reason]."""

    __table_args__ = (
        one_of("kind", PoolKind),
        one_of("randomness_kind", RandomnessKind),
        UniqueConstraint("plan", "unit", "attempt"),
    )

    code: str = Field(primary_key=True)
    plan: str
    plan_title: str
    unit: str
    unit_name: str
    kind: str
    attempt: int
    previous: str | None
    day: date
    least: int
    most: int
    count: int
    frame: Any = Field(sa_type=JsonText)
    without: Any = Field(sa_type=JsonText)
    included: Any = Field(sa_type=JsonText)
    randomness: str
    randomness_kind: str
    randomness_day: date | None
    parties: tuple[str, ...] = Field(sa_type=Strings)
    challenge_until: date | None


class SealedCheckRow(Row, table=True):
    """Cuộc kiểm tra đột xuất đã niêm phong; unit, its name and the nonce are shown to nobody before it is opened."""

    __table_args__ = (one_of("opens", Half), one_of("closes", Half), UniqueConstraint("plan", "number"))

    code: str = Field(primary_key=True)
    plan: str
    plan_title: str
    number: int
    batch: str
    first: date
    last: date
    opens: str
    closes: str
    opens_at: datetime = Field(sa_type=UTCDateTime)
    commitment: str
    unit: str
    unit_name: str
    nonce: str


class PublicEntryRow(Row, table=True):
    """Dòng của một sổ công khai; the database itself lets none be changed or taken out."""

    __table_args__ = (one_of("event", LedgerEvent),)

    ledger: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    at: str
    event: str
    data: Any = Field(sa_type=JsonText)
    prev: str
    hash: str
