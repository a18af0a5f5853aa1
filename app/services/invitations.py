"""Liên kết một lần: opens an account, or gives it a new password; the first one of all opens the first account."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.access import PLANNERS, can_invite
from app.domain.account_details import account_details, login_taken
from app.domain.accounts import INVITATION_LASTS, Account, AccountRole, Invitation, RoleGrant
from app.domain.errors import InvalidInput, NotAllowed, Refused
from app.domain.password_strength import password_faults
from app.domain.people import Actor
from app.domain.role_ties import role_missing
from app.services.accounts import check_can_give, end_sessions, give_role, managed_account
from app.services.feeds import secret_hash
from app.services.passwords import check_password_strength
from app.services.role_ties import newest_plan, tied_role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.db.store import Store
    from app.domain.account_details import AccountDetails
    from app.domain.errors import Fault
    from app.services.passwords import Passwords

SECRET_BYTES = 20
"""Random bytes of a link's secret: 160 bits, written as 32 letters and digits that can be read out and typed."""
_NONCE_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Đã mời: the account, the secret of its one-time link, told this once, and until when it may be used."""

    account: Account
    secret: str
    expires_at: datetime


def invite(
    store: Store,
    inviter: Account | None,
    *,
    login: str,
    name: str,
    email: str | None,
    grants: Sequence[RoleGrant],
    by: Actor,
    at: datetime,
    random_bytes: Callable[[int], bytes],
) -> Invited:
    """Make an account with its roles, and a one-time link with which its owner sets the password.

    `inviter` None is the command line. Raise NotAllowed for a role that is not the inviter's to give, InvalidInput for
    the details and as `tied_role`; a planner gives one role at least, or would not see the account again.
    """
    if inviter is not None and not can_invite(inviter):
        raise NotAllowed(PLANNERS)
    for grant in grants:
        check_can_give(inviter, grant)
    details = account_details(login=login, name=name, email=email)
    faults = [*_faults_of(store, details)]
    if inviter is not None and not grants and not inviter.holds(AccountRole.ADMINISTRATOR):
        faults.append(role_missing())
    tied: dict[RoleGrant, None] = {}
    for grant in grants:
        try:
            tied[tied_role(store, grant, at)] = None
        except InvalidInput as error:
            faults += error.faults
    if faults:
        raise InvalidInput(faults)
    account = store.accounts.add(login=details.login, name=details.name, email=details.email, by=by, at=at)
    for grant in tied:
        store.accounts.give(account, grant, by=by, at=at)
    return _linked(store, store.accounts.get(account.id), by, at, random_bytes)


def new_link(
    store: Store,
    inviter: Account | None,
    account_id: int,
    *,
    by: Actor,
    at: datetime,
    random_bytes: Callable[[int], bytes],
) -> Invited:
    """Make another one-time link to an account, for a first password or a new one; the earlier ones are withdrawn.

    Raise NotFound and NotAllowed as `managed_account`, Refused `account.disabled`.
    """
    account = managed_account(store, inviter, account_id)
    if account.is_disabled:
        raise Refused("account.disabled", login=account.login)
    store.invitations.withdraw_open(account.id, by=by, at=at)
    return _linked(store, account, by, at, random_bytes)


def invitation_behind(store: Store, secret: str, at: datetime) -> Invitation | None:
    """Return the link of that secret when it may be used at that moment, None for every other."""
    found = store.invitations.by_secret_hash(secret_hash(secret))
    if found is None or not found.is_open(at):
        return None
    is_closed = not needs_set_up(store) if found.account is None else store.accounts.get(found.account).is_disabled
    return None if is_closed else found


def accept_invitation(store: Store, secret: str, password: str, *, at: datetime, passwords: Passwords) -> Account:
    """Give the account of a link its password, end its sessions, and return the account.

    Raise InvalidInput as `check_password_strength`; Refused `invitation.closed` alike for a link that is unknown, used,
    withdrawn, expired or for the first account, after the same work: one hashing.
    """
    invitation = invitation_behind(store, secret, at)
    account = store.accounts.get(invitation.account) if invitation is not None and invitation.account else None
    if account is None:
        check_password_strength(password)
    else:
        check_password_strength(password, login=account.login, name=account.name)
    password_hash = passwords.hash(password)
    if invitation is None or account is None:
        raise Refused("invitation.closed")
    by = Actor(name=account.login)
    store.invitations.use(invitation, by=by, at=at)
    store.accounts.set_password(account, password_hash, by=by, at=at)
    end_sessions(store, account, by=by, at=at)
    return store.accounts.get(account.id)


def needs_set_up(store: Store) -> bool:
    """Say whether nobody can sign in yet."""
    return not store.accounts.any_can_sign_in()


def set_up_secret(
    store: Store, server_secret: str, *, by: Actor, at: datetime, random_bytes: Callable[[int], bytes]
) -> str | None:
    """Return the secret of the link that opens the first account; None once somebody can sign in.

    It is the same until the link has expired: it is made from the server's own secret and a nonce that is stored, so
    that it can be printed again and yet is nowhere kept. Another secret of the server makes another link.
    """
    if not needs_set_up(store):
        return None
    open_link = store.invitations.nonce_of_set_up(at)
    if open_link is not None:
        nonce, kept_hash = open_link
        secret = _set_up_secret(server_secret, nonce)
        if secret_hash(secret) == kept_hash:
            return secret
        store.invitations.withdraw_open(None, by=by, at=at)
    nonce = random_bytes(_NONCE_BYTES).hex()
    secret = _set_up_secret(server_secret, nonce)
    store.invitations.make(
        None, secret_hash=secret_hash(secret), nonce=nonce, expires_at=at + INVITATION_LASTS, by=by, at=at
    )
    return secret


def accept_set_up(
    store: Store, secret: str, *, login: str, name: str, password: str, at: datetime, passwords: Passwords
) -> Account:
    """Open the first account and return it: it administers, and plans for the newest plan's first lead agency.

    Raise InvalidInput for the details and the password, all at once; Refused `invitation.closed` alike for every link
    that is not the open one to the first account, after the same work: one hashing.
    """
    details = account_details(login=login, name=name)
    faults = (*details.faults, *password_faults(password, login=details.login, name=details.name))
    if faults:
        raise InvalidInput(faults)
    password_hash = passwords.hash(password)
    invitation = invitation_behind(store, secret, at)
    if invitation is None or invitation.account is not None:
        raise Refused("invitation.closed")
    taken = _faults_of(store, details)
    if taken:
        raise InvalidInput(taken)
    by = Actor(name=details.login)
    store.invitations.use(invitation, by=by, at=at)
    account = store.accounts.add(login=details.login, name=details.name, email=None, by=by, at=at)
    store.accounts.set_password(account, password_hash, by=by, at=at)
    for grant in _first_roles(store):
        give_role(store, None, account.id, grant, by=by, at=at)
    return store.accounts.get(account.id)


def _faults_of(store: Store, details: AccountDetails) -> tuple[Fault, ...]:
    """Return what is wrong with the details, a login that somebody has included."""
    is_taken = store.accounts.by_login(details.login) is not None
    return (*details.faults, *((login_taken(details.login),) if is_taken else ()))


def _first_roles(store: Store) -> tuple[RoleGrant, ...]:
    plan = newest_plan(store)
    administrator = RoleGrant(role=AccountRole.ADMINISTRATOR)
    if plan is None:
        return (administrator,)
    return (
        administrator,
        RoleGrant(role=AccountRole.PLANNER, province=plan.province, agency=plan.planning_agencies[0]),
    )


def _linked(store: Store, account: Account, by: Actor, at: datetime, random_bytes: Callable[[int], bytes]) -> Invited:
    secret = _written(random_bytes(SECRET_BYTES))
    link = store.invitations.make(
        account.id, secret_hash=secret_hash(secret), nonce="", expires_at=at + INVITATION_LASTS, by=by, at=at
    )
    return Invited(account=account, secret=secret, expires_at=link.expires_at)


def _set_up_secret(server_secret: str, nonce: str) -> str:
    """Return the secret that the server's own and a nonce give (HMAC, RFC 2104, cut to the length of all links)."""
    return _written(hmac.digest(server_secret.encode(), f"set-up|{nonce}".encode(), hashlib.sha256)[:SECRET_BYTES])


def _written(secret: bytes) -> str:
    return base64.b32encode(secret).decode("ascii").lower()
