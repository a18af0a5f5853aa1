"""Bảng điều giữ qua khôi phục."""

from enum import StrEnum
from typing import Any

from sqlmodel import Field

from app.db.tables.columns import Row, one_of
from app.db.types import JsonText


class CarriedKind(StrEnum):
    """Loại điều giữ qua khôi phục."""

    ACCOUNT = "account"
    ROLE = "role"
    INVITATION = "invitation"
    FEED = "feed"
    LEDGER = "ledger"
    NUMBERS = "numbers"


class CarriedRow(Row, table=True):
    """Điều giữ qua khôi phục: what must not be undone when something comes back that the present data lack.

    A restore to before an account was made takes the account away, and with it that it was closed; a later restore of a
    younger backup brings it back, closed as it was. A migration that changes how ledgers are written changes those kept
    here with them.
    """

    __table_args__ = (one_of("kind", CarriedKind),)

    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_type=JsonText)
