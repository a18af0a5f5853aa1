"""Accounts for each role, made through the services, and the cookie of a session for each of them."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.db.store import open_reader, open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.people import Actor
from app.services.accounts import SESSION_BYTES, sign_in_trusted
from app.services.accounts import session_of as running_session
from app.services.invitations import accept_invitation, invite
from app.services.passwords import Passwords

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.db.store import Store

PASSWORD = "một mật khẩu đủ dài để thử"  # noqa: S105 — of accounts that only tests have
BY = Actor(name="kiểm thử", is_command_line=True)
MADE = datetime(2023, 7, 1, 2, 30, tzinfo=UTC)
QUICK = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
"""Parameters of the hash with which a test does not wait."""

_PROVINCE = "binh-phuoc"
_HOME = "so-noi-vu"
_PARTNER = "so-thong-tin-va-truyen-thong"


def _grant(role: AccountRole, province: str = _PROVINCE, **subject: str) -> RoleGrant:
    return RoleGrant(role=role, province=None if role == AccountRole.ADMINISTRATOR else province, **subject)


ROLES: dict[str, tuple[RoleGrant, ...]] = {
    "planner": (_grant(AccountRole.PLANNER, agency=_HOME),),
    "co-planner": (_grant(AccountRole.PLANNER, agency=_PARTNER),),
    "leader": (_grant(AccountRole.LEADER, agency=_HOME, person="huynh-thi-be-nam"),),
    "member": (_grant(AccountRole.MEMBER, agency=_HOME, person="trinh-quang-hanh"),),
    "unit": (_grant(AccountRole.UNIT, unit="so-cong-thuong"),),
    "other-unit": (_grant(AccountRole.UNIT, unit="ubnd-huyen-phu-rieng"),),
    "self-inspecting": (_grant(AccountRole.UNIT, unit="so-y-te"),),
    "viewer": (_grant(AccountRole.VIEWER),),
    "administrator": (_grant(AccountRole.ADMINISTRATOR),),
    "stranger": (_grant(AccountRole.VIEWER, province="dong-nai"),),
    "without-role": (),
}
"""One account for each role in the founding plan, some that have no part in it; the login is the name of the role."""
NAMES = {
    "planner": "Cán bộ Sở Nội vụ",
    "co-planner": "Cán bộ Sở TT&TT",
    "leader": "Trưởng đoàn",
    "member": "Thành viên đoàn",
    "unit": "Đầu mối Sở Công Thương",
    "other-unit": "Đầu mối UBND huyện",
    "self-inspecting": "Đầu mối Sở Y tế",
    "viewer": "Người xem",
    "administrator": "Quản trị",
}
"""What each account is called: by its role, since nobody is invented."""


@dataclass(frozen=True)
class Randomness:
    """Bytes that are other ones at each call and the same in each run."""

    seed: str
    counter: list[int]

    @classmethod
    def of(cls, seed: str) -> Randomness:
        return cls(seed, [0])

    def __call__(self, count: int) -> bytes:
        self.counter[0] += 1
        return hashlib.shake_256(f"{self.seed} {self.counter[0]}".encode()).digest(count)


def open_account(store: Store, login: str, grants: tuple[RoleGrant, ...], at: datetime = MADE) -> int:
    """Make an account with a password and return its number."""
    randomness: Callable[[int], bytes] = Randomness.of(login)
    invited = invite(
        store,
        None,
        login=login,
        name=NAMES.get(login, f"Vai {login}"),
        email=None,
        grants=grants,
        by=BY,
        at=at,
        random_bytes=randomness,
    )
    accept_invitation(store, invited.secret, PASSWORD, at=at, passwords=Passwords(**QUICK))
    return invited.account.id


def open_accounts(store: Store) -> None:
    """Make an account for each role."""
    for login, grants in ROLES.items():
        open_account(store, login, grants)


def session_of(engine: Engine, login: str, at: datetime, hours: int = 10) -> str:
    """Sign an account in as a single sign-on would, and return the secret of its session."""
    return _session(engine, login, at, hours, secrets.token_bytes)


def standing_session_of(engine: Engine, login: str, at: datetime) -> str:
    """Return the secret of a session that is the same one, and shows the same pages, in every site and database."""
    randomness = Randomness.of(f"{login} {at.isoformat()}")
    drawn = Randomness.of(f"{login} {at.isoformat()}")(SESSION_BYTES)
    secret = base64.urlsafe_b64encode(drawn).decode("ascii").rstrip("=")
    with open_reader(engine) as store:
        is_there = running_session(store, secret, at) is not None
    return secret if is_there else _session(engine, login, at, 10, randomness)


def _session(engine: Engine, login: str, at: datetime, hours: int, random_bytes: Callable[[int], bytes]) -> str:
    with open_store(engine) as store:
        account = store.accounts.by_login(login)
        assert account is not None
        signed_in = sign_in_trusted(
            store, account.id, device="Trình duyệt thử", at=at, random_bytes=random_bytes, session_hours=hours
        )
    secret: str = signed_in.secret
    return secret
