"""Cài đặt: the environment variables that the program reads, all with the prefix KIEMTRA_."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app import ROOT
from app.domain.errors import Refused

VAR = ROOT / "var"
"""Where an installation without settings keeps its database and its secret."""


class Settings(BaseSettings):
    """Cài đặt của một lần chạy; frozen, made once and handed down.

    In production `database_url`, `secret_key` and `base_url` must be set; in development they have defaults under var/.
    """

    model_config = SettingsConfigDict(env_prefix="KIEMTRA_", frozen=True, extra="ignore")

    environment: Literal["development", "production"] = "development"
    """Chế độ chạy."""
    database_url: str = f"sqlite:///{VAR / 'kiemtra.db'}"
    """Cơ sở dữ liệu: sqlite:///đường-dẫn hoặc postgresql://…"""
    secret_key: SecretStr = SecretStr("")
    """Khóa bí mật của máy chủ, ít nhất 32 ký tự."""
    base_url: str = ""
    """Địa chỉ công khai, ví dụ https://kiemtra.tinh.gov.vn; để trống thì lịch không có đường dẫn."""
    today: date | None = None
    """Ngày coi là hôm nay, để thử; để trống thì theo đồng hồ, giờ Việt Nam."""
    feed_requests_per_minute: int = Field(default=60, ge=1)
    """Số lần tối đa trong một phút mà một địa chỉ lịch được tải."""

    @field_validator("today", mode="before")
    @classmethod
    def _written_as_a_date(cls, value: object) -> object:
        """Take YYYY-MM-DD alone: pydantic would read a bare number as seconds since 1970."""
        return date.fromisoformat(value) if isinstance(value, str) and value else (value or None)


def load_settings() -> Settings:
    """Return the settings of the environment; raise Refused when production lacks one that it needs."""
    settings = Settings()
    if settings.environment == "production":
        missing = [
            f"KIEMTRA_{name.upper()}"
            for name in ("database_url", "secret_key", "base_url")
            if not _is_given(settings, name)
        ]
        if missing:
            raise Refused("settings.missing", names=", ".join(missing))
        if len(settings.secret_key.get_secret_value()) < 32:  # noqa: PLR2004 — the length that the sentence names
            raise Refused("settings.secret_short")
        return settings
    if not settings.secret_key.get_secret_value():
        return settings.model_copy(update={"secret_key": SecretStr(_kept_secret(VAR / "secret"))})
    return settings


def _is_given(settings: Settings, name: str) -> bool:
    value = getattr(settings, name)
    return name in settings.model_fields_set and bool(
        value.get_secret_value() if isinstance(value, SecretStr) else value
    )


def _kept_secret(path: Path) -> str:
    """Return the secret kept in the file, made whole on first use and readable by its owner alone; raise Refused."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, made = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
            with contextlib.suppress(FileExistsError):  # another process was first: its secret holds
                os.link(made, path)
            Path(made).unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise Refused("settings.secret_unkept", path=str(path.parent)) from error
