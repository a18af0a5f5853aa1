"""Đăng nhập một lần: which account is that of a person whom the province's sign-on vouches for. Nobody is created."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import Refused
from app.domain.people import Actor
from app.services.accounts import SignedIn, sign_in_trusted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.db.store import Store
    from app.domain.accounts import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Người được hệ thống đăng nhập một lần xác nhận.

    `subject` is theirs for good at `issuer`; `email` is their address when the sign-on has verified it, else None.
    """

    issuer: str
    subject: str
    email: str | None = None

    @property
    def key(self) -> str:
        """What an account is bound to (OpenID Connect Core 1.0, 5.7: only the two together name a person)."""
        return f"{self.issuer}|{self.subject}"


def sign_in_as(
    store: Store,
    identity: Identity,
    *,
    device: str,
    at: datetime,
    random_bytes: Callable[[int], bytes],
    session_hours: int,
) -> SignedIn:
    """Begin a session for the account that is bound to the person, or is bound to them now, by their address.

    Raise Refused `sign_on.unknown` alike for whoever has no account and for one whose account is closed. The refusal is
    noted in the log: whoever catches it must let the transaction be kept.
    """
    account = store.accounts.by_sso_subject(identity.key) or _bound(store, identity, at)
    if account is None or account.is_disabled:
        subject = identity.key if account is None else account.login
        store.audit.note("session.refused", subject, by=Actor(name=""), at=at)
        raise Refused("sign_on.unknown")
    return sign_in_trusted(
        store, account.id, device=device, at=at, random_bytes=random_bytes, session_hours=session_hours
    )


def _bound(store: Store, identity: Identity, at: datetime) -> Account | None:
    """Bind the one open account of the person's address to the person and return it; None when there is no such one.

    An account that is bound stays so: an address passes from one officer to the next, an account does not. Letters that
    only look like those of ASCII are no address of an account. The links that were still to open it are withdrawn.
    """
    if identity.email is None or not identity.email.isascii():
        return None
    found = [account for account in store.accounts.by_email(identity.email) if not account.is_disabled]
    if len(found) != 1 or store.accounts.sso_subject(found[0].id) is not None:
        return None
    account, by = found[0], Actor(name=found[0].login)
    store.accounts.bind_sso(account, identity.key, by=by, at=at)
    store.invitations.withdraw_open(account.id, by=by, at=at)
    return account
