"""Cài đặt: the environment variables that the program reads, all with the prefix KIEMTRA_."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app import ROOT
from app.domain.dates import TIME_ZONE
from app.domain.errors import Refused
from app.mailing.letters import WrongAddress, address_of
from app.mailing.sending import MailSecurity, MailServer

if TYPE_CHECKING:
    from collections.abc import Iterable

VAR = ROOT / "var"
"""Where an installation without settings keeps its database and its secret."""
_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


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
    session_hours: int = Field(default=10, ge=1, le=24)
    """Số giờ một phiên làm việc kéo dài kể từ khi đăng nhập."""
    feed_requests_per_minute: int = Field(default=60, ge=1)
    """Số lần tối đa trong một phút mà một địa chỉ lịch được tải."""
    sso_issuer: str = ""
    """Đăng nhập một lần (OpenID Connect): địa chỉ của hệ thống, đúng từng chữ như hệ thống tự ghi ở mục issuer."""
    sso_client_id: str = ""
    """Mã của phần mềm này ở hệ thống đăng nhập một lần."""
    sso_client_secret: SecretStr = SecretStr("")
    """Khóa bí mật của phần mềm này ở hệ thống đăng nhập một lần."""
    sso_name: str = ""
    """Tên hệ thống ghi trên nút “Đăng nhập qua …”; để trống cả bốn mục thì không có nút này."""
    smtp_host: str = ""
    """Máy chủ thư; để trống thì không gửi thư, cán bộ tự chuyển liên kết."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    """Cổng của máy chủ thư: thường là 587 với starttls, 465 với tls, 25 với none."""
    smtp_security: MailSecurity = MailSecurity.STARTTLS
    """Cách bảo vệ đường truyền: starttls, tls, hoặc none (chỉ khi không dùng mật khẩu)."""
    smtp_user: str = ""
    """Tên đăng nhập máy chủ thư; để trống nếu máy chủ không hỏi."""
    smtp_password: SecretStr = SecretStr("")
    """Mật khẩu của máy chủ thư."""
    smtp_from: str = ""
    """Địa chỉ gửi đi, ví dụ Sở Nội vụ <kiemtra@tinh.gov.vn>."""

    @field_validator("today", mode="before")
    @classmethod
    def _written_as_a_date(cls, value: object) -> object:
        """Take YYYY-MM-DD alone: pydantic would read a bare number as seconds since 1970."""
        return date.fromisoformat(value) if isinstance(value, str) and value else (value or None)

    def now(self) -> datetime:
        """Return the present moment in UTC, or midday of the day that the settings call today."""
        if self.today is None:
            return datetime.now(UTC)
        return datetime.combine(self.today, time(12), TIME_ZONE).astimezone(UTC)

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which the service answers: that of its public address, and those of this machine."""
        public = urlsplit(self.base_url).hostname
        return frozenset({"127.0.0.1", "localhost", "[::1]", *([public] if public else [])})

    @property
    def mail_server(self) -> MailServer | None:
        """The server that letters are handed to, None when there is none."""
        if not self.smtp_host:
            return None
        return MailServer(
            host=self.smtp_host,
            port=self.smtp_port,
            security=self.smtp_security,
            sender=self.smtp_from,
            own_name=urlsplit(self.base_url).hostname or "localhost",
            user=self.smtp_user,
            password=self.smtp_password.get_secret_value(),
        )


def load_settings() -> Settings:
    """Return the settings of the environment; raise Refused when production, or one of them, lacks another."""
    settings = Settings()
    _check_sign_on(settings)
    _check_mail(settings)
    if settings.environment == "production":
        missing = [name for name in ("database_url", "secret_key", "base_url") if not _is_given(settings, name)]
        if missing:
            raise Refused("settings.missing", names=_variables(missing))
        if len(settings.secret_key.get_secret_value()) < 32:  # noqa: PLR2004 — the length that the sentence names
            raise Refused("settings.secret_short")
        return settings
    if not settings.secret_key.get_secret_value():
        return settings.model_copy(update={"secret_key": SecretStr(_kept_secret(VAR / "secret"))})
    return settings


def is_guarded(address: str) -> bool:
    """Say whether nobody on the way can read or change what is exchanged with an address: https, or this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in _THIS_MACHINE))


def _check_sign_on(settings: Settings) -> None:
    """Raise Refused when the single sign-on is set in part, or would be asked over an open line."""
    _check_whole(settings, "sso_issuer", "sso_client_id", "sso_client_secret", "sso_name")
    if settings.sso_issuer and not is_guarded(settings.sso_issuer):
        raise Refused("settings.sso_issuer", found=settings.sso_issuer)


def _check_mail(settings: Settings) -> None:
    """Raise Refused when the mail server is set in part, or its password would go over an open line."""
    _check_whole(settings, "smtp_host", "smtp_from", *(["base_url"] if settings.smtp_host else []))
    _check_whole(settings, "smtp_user", "smtp_password", *(["smtp_host"] if settings.smtp_user else []))
    if settings.smtp_user and settings.smtp_security == MailSecurity.NONE:
        raise Refused("settings.smtp_open")
    try:
        if settings.smtp_host:
            address_of(settings.smtp_from)
    except WrongAddress as error:
        raise Refused("settings.smtp_from", found=settings.smtp_from) from error


def _check_whole(settings: Settings, *names: str) -> None:
    """Raise Refused when some of the settings are given and others are not."""
    missing = [name for name in names if not _is_given(settings, name)]
    if missing and len(missing) < len(names):
        given = [name for name in names if name not in missing]
        raise Refused("settings.incomplete", given=_variables(given), names=_variables(missing))


def _variables(names: Iterable[str]) -> str:
    return ", ".join(f"KIEMTRA_{name.upper()}" for name in names)


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
