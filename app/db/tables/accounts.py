"""Bảng tài khoản: accounts, their roles, sessions and one-time links. No secret is kept, only hashes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from app.db.tables.columns import Row, one_of
from app.db.types import UTCDateTime
from app.domain.accounts import AccountRole


class AccountRow(Row, table=True):
    """Tài khoản; `password_hash` is argon2id's own text, `sso_subject` who it is at the province's sign-on."""

    __table_args__ = (UniqueConstraint("login"), UniqueConstraint("sso_subject"))

    id: int | None = Field(default=None, primary_key=True)
    login: str
    name: str
    email: str | None
    password_hash: str | None
    sso_subject: str | None
    made_at: datetime = Field(sa_type=UTCDateTime)
    disabled_at: datetime | None = Field(sa_type=UTCDateTime)


class RoleGrantRow(Row, table=True):
    """Quyền được giao; one that is taken back stays, with its end."""

    __table_args__ = (
        one_of("role", AccountRole),
        CheckConstraint("(role = 'administrator') = (province IS NULL)", name="province"),
        CheckConstraint("(role IN ('planner', 'leader', 'member')) = (agency IS NOT NULL)", name="agency"),
        CheckConstraint("(role IN ('leader', 'member')) = (person IS NOT NULL)", name="person"),
        CheckConstraint("(role = 'unit') = (unit IS NOT NULL)", name="unit"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    role: str
    province: str | None = Field(foreign_key="province.key")
    agency: str | None
    person: str | None
    unit: str | None
    unit_since: date | None
    given_at: datetime = Field(sa_type=UTCDateTime)
    given_by: str
    ended_at: datetime | None = Field(sa_type=UTCDateTime)


class SessionRow(Row, table=True):
    """Phiên làm việc."""

    __table_args__ = (UniqueConstraint("secret_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    secret_hash: str
    account_id: int = Field(foreign_key="account.id", index=True)
    started_at: datetime = Field(sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime)
    ended_at: datetime | None = Field(sa_type=UTCDateTime)
    device: str


class InvitationRow(Row, table=True):
    """Liên kết một lần; `account_id` is empty for the one that opens the first account.

    `nonce` lets that first link be printed again: its secret is made from the server's own and this.
    """

    __table_args__ = (UniqueConstraint("secret_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    secret_hash: str
    nonce: str
    account_id: int | None = Field(foreign_key="account.id", index=True)
    made_at: datetime = Field(sa_type=UTCDateTime)
    made_by: str
    expires_at: datetime = Field(sa_type=UTCDateTime)
    used_at: datetime | None = Field(sa_type=UTCDateTime)
    withdrawn_at: datetime | None = Field(sa_type=UTCDateTime)
