"""Người truy cập: who is at the other end of a request, and what a plan looks like from there."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.access import can_invite
from app.domain.accounts import Account, AccountRole, Session
from app.domain.people import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Người truy cập: `account` and `session` are None for a guest; `token` goes into each form shown to them."""

    token: str
    account: Account | None = None
    session: Session | None = None

    @property
    def actor(self) -> Actor:
        """Who stands in the audit row."""
        return Actor(name=self.account.login if self.account else "")

    @property
    def signed_in(self) -> Account:
        """The account of a visitor whom a route admits only when signed in."""
        if self.account is None:
            raise LookupError("guest")
        return self.account

    @property
    def manages_accounts(self) -> bool:
        """Say whether the visitor opens accounts for others."""
        return self.account is not None and can_invite(self.account)

    @property
    def administers(self) -> bool:
        """Say whether the visitor administers the service."""
        return self.account is not None and self.account.holds(AccountRole.ADMINISTRATOR)
