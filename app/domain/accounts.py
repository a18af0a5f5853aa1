"""Tài khoản: who may sign in, the roles each holds, their sessions, and the one-time links that open an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

INVITATION_LASTS = timedelta(days=7)
"""How long a one-time link may wait to be used."""


class AccountRole(StrEnum):
    """Vai trò của tài khoản; what each may do is decided with the plan, in `app.domain.access`."""

    ADMINISTRATOR = "administrator"
    """Quản trị: accounts and the log, no plan."""
    PLANNER = "planner"
    """Cán bộ lập kế hoạch of a lead agency."""
    LEADER = "leader"
    """Trưởng đoàn, Phó Trưởng đoàn."""
    MEMBER = "member"
    """Thành viên đoàn."""
    UNIT = "unit"
    """Đơn vị: the contact of a body that is inspected or inspects itself."""
    VIEWER = "viewer"
    """Người xem: reads what is issued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGrant:
    """Quyền được giao: one role, and what it is tied to.

    A planner is tied to a lead `agency`; leader and member to a `person` and the `agency` that person comes from, so
    that it ends when they move; a unit's contact to the `unit` and the day it came into being (`unit_since`), since
    codes are used again after mergers. `province` is that of the plans it counts for, None for an administrator alone.
    `id` is 0 until it is stored.
    """

    role: AccountRole
    province: str | None = None
    agency: str | None = None
    person: str | None = None
    unit: str | None = None
    unit_since: date | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Tài khoản: `login` in lower case; `grants` are those that hold now. `id` is 0 until it is stored.

    `can_sign_in` says whether it has a password or a single sign-on yet; an invited account has neither.
    """

    login: str
    name: str
    email: str | None = None
    grants: tuple[RoleGrant, ...] = ()
    can_sign_in: bool = False
    disabled_at: datetime | None = None
    id: int = 0

    @property
    def is_disabled(self) -> bool:
        """Say whether it was closed."""
        return self.disabled_at is not None

    def holds(self, role: AccountRole) -> bool:
        """Say whether one of its roles is this one."""
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Phiên làm việc: from signing in until `ends_at`, or until it is ended, here or elsewhere.

    `device` is what the browser says of itself, shortened, so that its owner recognises it.
    """

    id: int
    account: int
    started_at: datetime
    ends_at: datetime
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Liên kết một lần: lets whoever has it set the password of `account`, or, with None, open the first account."""

    id: int
    account: int | None
    made_at: datetime
    made_by: str
    expires_at: datetime
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def is_open(self, at: datetime) -> bool:
        """Say whether it may still be used at that moment."""
        return self.used_at is None and self.withdrawn_at is None and at < self.expires_at
