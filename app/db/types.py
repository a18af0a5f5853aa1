"""Kiểu cột: how values that neither database has a type for are kept, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class UTCDateTime(TypeDecorator[datetime]):
    """Thời điểm: a moment, kept in UTC and read back aware; raises ValueError for a time without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("datetime.naive")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 — the signature is SQLAlchemy's
        """Give the moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Strings(TypeDecorator[tuple[str, ...]]):
    """Dãy chữ: a tuple of strings that nothing queries into, as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 — the signature is SQLAlchemy's
        """Write the strings as a JSON list."""
        return None if value is None else _written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002 — the signature is SQLAlchemy's
        """Read the strings back."""
        if value is None:
            return None
        return () if value == "[]" else tuple(json.loads(value))


class JsonText(TypeDecorator[Any]):
    """Cấu trúc nhỏ: lists, objects, strings and numbers that nothing queries into, as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002 — the signature is SQLAlchemy's
        """Write the structure as JSON."""
        return None if value is None else _written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:  # noqa: ARG002 — the signature is SQLAlchemy's
        """Read the structure back."""
        return None if value is None else json.loads(value)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
