"""Tài khoản trên trang: accounts, roles and sessions in the shape that the templates take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.accounts import Account
from app.domain.vietnamese import moment_words
from app.services.role_choices import words_of
from app.services.sentences import role_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.db.store import Store
    from app.domain.accounts import RoleGrant, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """Vai trò bằng lời: "Thành viên đoàn", "Bà …, Sở …", "Tỉnh …"; the last two are "" where it has none."""

    id: int
    name: str
    subject: str
    province: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """Tài khoản trong danh sách, with its roles in words."""

    account: Account
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """Phiên làm việc trong danh sách; `is_current` is the one in which the page is looked at."""

    id: int
    device: str
    started: str
    ends: str
    is_current: bool


def role_lines(store: Store, grants: Iterable[RoleGrant]) -> tuple[RoleLine, ...]:
    """Return roles in words, in their order."""
    return tuple(
        RoleLine(id=words.grant.id, name=role_words(words.grant.role), subject=words.subject, province=words.province)
        for words in words_of(store, grants)
    )


def account_lines(store: Store, accounts: tuple[Account, ...]) -> list[AccountLine]:
    """Return accounts as a list shows them."""
    lines = iter(role_lines(store, (grant for account in accounts for grant in account.grants)))
    return [AccountLine(account=each, roles=tuple(next(lines) for _ in each.grants)) for each in accounts]


def session_lines(sessions: Iterable[Session], current: Session | None) -> list[SessionLine]:
    """Return sessions as their owner sees them, that of the page first."""
    lines = [
        SessionLine(
            id=session.id,
            device=session.device,
            started=moment_words(session.started_at),
            ends=moment_words(session.ends_at),
            is_current=current is not None and session.id == current.id,
        )
        for session in sessions
    ]
    return sorted(lines, key=lambda line: not line.is_current)
