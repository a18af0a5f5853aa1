"""Tài khoản: sign in and out, passwords, roles given and taken back, accounts closed and opened again."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from app.domain.access import ADMINISTRATORS, can_give
from app.domain.account_details import is_login, login_as_kept
from app.domain.accounts import Account, AccountRole, Invitation, RoleGrant, Session
from app.domain.devices import device_of
from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.people import Actor
from app.domain.vietnamese import slug
from app.services.feeds import secret_hash, withdraw_feeds_of_account, withdraw_unsupported_feeds
from app.services.passwords import check_password_strength
from app.services.role_ties import tied_role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from app.db.store import Store
    from app.services.passwords import Passwords

SESSION_BYTES = 32
"""Random bytes of a session's secret: 256 bits, written as 43 characters that a cookie may hold."""
SESSIONS_KEPT = timedelta(days=90)
"""How long the row of a session stays after it is over."""
ACCOUNTS_OF_A_PAGE = 50
_READ_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Đã đăng nhập: the account, its new session, and the session's secret, which is told this once."""

    account: Account
    session: Session
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """Trang danh sách tài khoản; `has_more` says whether another page follows."""

    accounts: tuple[Account, ...]
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDetail:
    """Một tài khoản như người quản lý thấy.

    `givable` are the numbers of its roles that the viewer may take back; `is_managed` says whether the viewer may make
    a new link to it, close it and open it again; `link` is the one that is open now, `sessions` how many run.
    """

    account: Account
    givable: frozenset[int]
    is_managed: bool
    link: Invitation | None
    sessions: int


def sign_in(
    store: Store,
    login: str,
    password: str,
    *,
    device: str,
    at: datetime,
    random_bytes: Callable[[int], bytes],
    session_hours: int,
    passwords: Passwords,
) -> SignedIn:
    """Begin a session for whoever knows the password of an account.

    Raise Refused `sign_in.refused` alike for an unknown login, a wrong password, an account that is closed and one that
    has no password yet, after the same work: one verification. The refusal is noted in the log: whoever catches it must
    let the transaction be kept.
    """
    typed = login_as_kept(login)
    account = store.accounts.by_login(typed) if is_login(typed) else None
    kept = None if account is None or account.is_disabled else store.accounts.password_hash(account.id)
    is_right = passwords.verify(kept, password)
    if account is None or kept is None or not is_right:
        # What is no login is not written down: it may be a password, typed one field too early.
        store.audit.note("session.refused", account.login if account else "", by=Actor(name=""), at=at)
        raise Refused("sign_in.refused")
    if passwords.needs_rehash(kept):
        store.accounts.keep_hash(account, passwords.hash(password))
    return _signed_in(store, account, device, at, random_bytes, session_hours)


def sign_in_trusted(
    store: Store,
    account_id: int,
    *,
    device: str,
    at: datetime,
    random_bytes: Callable[[int], bytes],
    session_hours: int,
) -> SignedIn:
    """Begin a session for an account whose owner another authority vouches for.

    Raise Refused `sign_in.refused` for one that is closed, NotFound for one that is not there.
    """
    account = store.accounts.get(account_id)
    if account.is_disabled:
        raise Refused("sign_in.refused")
    return _signed_in(store, account, device, at, random_bytes, session_hours)


def session_of(store: Store, secret: str, at: datetime) -> tuple[Account, Session] | None:
    """Return whose session a secret is, and the session; None when it is over, or the account is closed."""
    return store.sessions.behind(secret_hash(secret), at)


def sessions_of(store: Store, account: Account, at: datetime) -> tuple[Session, ...]:
    """Return the sessions of an account that run now, the newest first."""
    return store.sessions.running(account, at)


def end_session(store: Store, account: Account, session_id: int, *, by: Actor, at: datetime) -> None:
    """End one session of the account; raise NotFound for one that does not run, or is another's."""
    found = [session for session in store.sessions.running(account, at) if session.id == session_id]
    if not found:
        raise NotFound("session", str(session_id))
    store.sessions.end(account, found, by=by, at=at)


def end_sessions(store: Store, account: Account, *, except_session: int | None = None, by: Actor, at: datetime) -> int:
    """End all sessions of the account, or all but one, and return how many that were."""
    found = [session for session in store.sessions.running(account, at) if session.id != except_session]
    store.sessions.end(account, found, by=by, at=at)
    return len(found)


def change_password(
    store: Store,
    account: Account,
    old: str,
    new: str,
    *,
    session: int | None,
    passwords: Passwords,
    by: Actor,
    at: datetime,
) -> None:
    """Give the account a new password; its sessions but that one end, and its links are withdrawn.

    Raise Refused `password.wrong` when the old one is not right, InvalidInput as `check_password_strength`.
    """
    check_password_strength(new, login=account.login, name=account.name)
    if not passwords.verify(store.accounts.password_hash(account.id), old):
        raise Refused("password.wrong")
    store.accounts.set_password(account, passwords.hash(new), by=by, at=at)
    store.invitations.withdraw_open(account.id, by=by, at=at)
    end_sessions(store, account, except_session=session, by=by, at=at)


def give_role(
    store: Store, giver: Account | None, account_id: int, grant: RoleGrant, *, by: Actor, at: datetime
) -> Account:
    """Give an account a role and return the account; None gives on the command line, where all may be given.

    Raise NotFound for an account that the giver does not see, NotAllowed, InvalidInput as `tied_role`, Refused
    `role.held`.
    """
    account = seen_account(store, giver, account_id)
    check_can_give(giver, grant)
    tied = tied_role(store, grant, at)
    if any(_is_same(tied, held) for held in account.grants):
        raise Refused("role.held", login=account.login)
    store.accounts.give(account, tied, by=by, at=at)
    return store.accounts.get(account.id)


def take_back_role(store: Store, giver: Account | None, grant_id: int, *, by: Actor, at: datetime) -> Account:
    """End a role, with the calendar addresses that no other role supports, and return the account.

    Raise NotFound for a role that is ended, unknown, or of an account that the giver does not see, NotAllowed, Refused
    `account.last_administrator`.
    """
    account = store.accounts.of_grant(grant_id)
    if giver is not None and not may_see_account(giver, account):
        raise NotFound("role", str(grant_id))
    grant = next(held for held in account.grants if held.id == grant_id)
    check_can_give(giver, grant)
    if grant.role == AccountRole.ADMINISTRATOR:
        _keep_an_administrator(store, account)
    store.accounts.take_back(account, grant, by=by, at=at)
    withdraw_unsupported_feeds(store, account.id, by=by, at=at)
    return store.accounts.get(account.id)


def disable_account(store: Store, giver: Account | None, account_id: int, *, by: Actor, at: datetime) -> None:
    """Close an account: its sessions end, its links and calendar addresses are withdrawn; one closed stays as it is.

    Raise NotFound, NotAllowed, Refused `account.own` for one's own, `account.last_administrator`.
    """
    account = managed_account(store, giver, account_id)
    if giver is not None and giver.id == account.id:
        raise Refused("account.own")
    if account.is_disabled:
        return
    _keep_an_administrator(store, account)
    store.accounts.disable(account, by=by, at=at)
    withdraw_feeds_of_account(store, account.id, by=by, at=at)
    store.invitations.withdraw_open(account.id, by=by, at=at)
    end_sessions(store, account, by=by, at=at)


def enable_account(store: Store, giver: Account | None, account_id: int, *, by: Actor, at: datetime) -> None:
    """Open a closed account again, with its roles and its password; raise NotFound, NotAllowed."""
    account = managed_account(store, giver, account_id)
    if account.is_disabled:
        store.accounts.enable(account, by=by, at=at)


def accounts_of(store: Store, viewer: Account, query: str = "", page: int = 1) -> AccountPage:
    """Return a page, counted from 1, of the accounts that the viewer sees, the newest first.

    `query` leaves those in whose login, name or e-mail address it is found, however its accents are written.
    """
    wanted = slug(query)
    found = (each for each in _seen_by(store, viewer) if wanted in _searched(each))
    first = max(page - 1, 0) * ACCOUNTS_OF_A_PAGE
    shown = list(islice(found, first, first + ACCOUNTS_OF_A_PAGE + 1))
    return AccountPage(accounts=tuple(shown[:ACCOUNTS_OF_A_PAGE]), has_more=len(shown) > ACCOUNTS_OF_A_PAGE)


def account_detail(store: Store, viewer: Account, account_id: int, at: datetime) -> AccountDetail:
    """Return an account with what the viewer may do about it; raise NotFound for one that the viewer does not see."""
    account = seen_account(store, viewer, account_id)
    return AccountDetail(
        account=account,
        givable=frozenset(grant.id for grant in account.grants if can_give(viewer, grant)),
        is_managed=may_manage_account(viewer, account),
        link=store.invitations.open_of(account.id, at),
        sessions=len(store.sessions.running(account, at)),
    )


def may_see_account(viewer: Account, account: Account) -> bool:
    """Say whether the account is in the viewer's list: an administrator sees all, a planner those with such a role."""
    return _administers(viewer) or any(can_give(viewer, grant) for grant in account.grants)


def may_manage_account(viewer: Account, account: Account) -> bool:
    """Say whether the viewer may make links to the account, close it and open it: who could give all of its roles.

    Whoever has a link to an account can act as it: it must not lead to a right that its maker could not give.
    """
    return _administers(viewer) or (bool(account.grants) and all(can_give(viewer, grant) for grant in account.grants))


def seen_account(store: Store, viewer: Account | None, account_id: int) -> Account:
    """Return an account; raise NotFound for one that the viewer does not see. None, the command line, sees all."""
    account = store.accounts.get(account_id)
    if viewer is not None and not may_see_account(viewer, account):
        raise NotFound("account", str(account_id))
    return account


def managed_account(store: Store, manager: Account | None, account_id: int) -> Account:
    """Return an account; raise NotFound for one that is not seen, NotAllowed for one that is not to be managed."""
    account = seen_account(store, manager, account_id)
    if manager is not None and not may_manage_account(manager, account):
        raise NotAllowed(ADMINISTRATORS)
    return account


def check_can_give(giver: Account | None, grant: RoleGrant) -> None:
    """Raise NotAllowed for a role that is not the giver's to give or take back; None is the command line."""
    if giver is not None and not can_give(giver, grant):
        raise NotAllowed(ADMINISTRATORS)


def _signed_in(
    store: Store,
    account: Account,
    device: str,
    at: datetime,
    random_bytes: Callable[[int], bytes],
    session_hours: int,
) -> SignedIn:
    secret = base64.urlsafe_b64encode(random_bytes(SESSION_BYTES)).decode("ascii").rstrip("=")
    store.sessions.forget(account, over_before=at - SESSIONS_KEPT)
    session = store.sessions.start(
        account,
        secret_hash=secret_hash(secret),
        device=device_of(device),
        ends_at=at + timedelta(hours=session_hours),
        by=Actor(name=account.login),
        at=at,
    )
    return SignedIn(account=account, session=session, secret=secret)


def _administers(account: Account) -> bool:
    return not account.is_disabled and account.holds(AccountRole.ADMINISTRATOR)


def _keep_an_administrator(store: Store, account: Account) -> None:
    """Raise Refused when without this account nobody who administers the service could sign in."""
    counts = account.can_sign_in and _administers(account)
    if counts and not store.accounts.any_other_administrator(account.id):
        raise Refused("account.last_administrator")


def _seen_by(store: Store, viewer: Account) -> Iterator[Account]:
    """Yield the accounts that the viewer sees, the newest first; a few are in memory at a time."""
    own = {grant.province for grant in viewer.grants if grant.role == AccountRole.PLANNER and grant.province}
    provinces, before = None if _administers(viewer) else own, None
    while True:
        found = store.accounts.listed(provinces, before=before, most=_READ_AT_ONCE)
        yield from (account for account in found if may_see_account(viewer, account))
        if len(found) < _READ_AT_ONCE:
            return
        before = found[-1].id


def _searched(account: Account) -> str:
    return " ".join(slug(text) for text in (account.login, account.name, account.email or ""))


def _is_same(one: RoleGrant, other: RoleGrant) -> bool:
    return replace(one, id=0) == replace(other, id=0)
