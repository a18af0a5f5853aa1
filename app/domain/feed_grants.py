"""Địa chỉ lịch đã cấp: who may read which calendar by a secret address, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FETCH_NOTED_EVERY = timedelta(hours=1)
"""How far apart the notes of a feed's fetches lie, so that a busy calendar program does not write all day."""


class FeedKind(StrEnum):
    """Loại lịch: of the whole plan, of a unit, of a person, or of the whole plan for everybody, without any person."""

    PLAN = "plan"
    UNIT = "unit"
    PERSON = "person"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedGrant:
    """Địa chỉ lịch: one secret address. `plan` is the plan's key, `subject` the key of the unit or person.

    `name` is what its holder knows it by ("điện thoại"); `shows_draft` lets it show a plan that is not yet issued;
    `reminds` adds a visible event before each deadline, `alarms` lets the program ring. `account` is whose it is, None
    for one given out on the command line. The secret is not part of it: nobody can read it back.
    """

    id: int
    plan: str
    kind: FeedKind
    subject: str | None
    name: str
    shows_draft: bool
    issued_at: datetime
    issued_by: str
    account: int | None = None
    reminds: bool = False
    alarms: bool = False
    revoked_at: datetime | None = None
    last_fetched_at: datetime | None = None

    @property
    def is_revoked(self) -> bool:
        """Say whether the address was withdrawn for good."""
        return self.revoked_at is not None

    def fetch_is_worth_noting(self, at: datetime) -> bool:
        """Say whether a fetch at that moment is to be noted: the first, and then at most one an hour."""
        return self.last_fetched_at is None or at - self.last_fetched_at >= FETCH_NOTED_EVERY


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """Trạng thái của địa chỉ lịch: the address, and the number that grows with everything its calendar shows.

    `is_account_disabled` says that the account it belongs to was closed.
    """

    grant: FeedGrant
    revision: int
    is_account_disabled: bool = False

    @property
    def is_ended(self) -> bool:
        """Say whether nothing is shown behind it any more."""
        return self.grant.is_revoked or self.is_account_disabled
