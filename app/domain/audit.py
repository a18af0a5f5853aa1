"""Nhật ký thay đổi: who did what, when, in a chain of hashes in which no row can be changed or taken out unseen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.dates import TIME_ZONE

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_ROW = "0" * 64
"""What stands in the stead of a hash before the first row."""
RESTORED = "database.restore"
"""The action of the row that a restore leaves: what was written between the backup and it is not in the log."""
NO_MOMENT = datetime.min.replace(tzinfo=UTC)
"""The time of a row whose time cannot be read: no row was written then, so that its hash does not fit."""
ROWS_OF_A_PAGE = 50
MOST_BREAKS_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Dòng nhật ký: `before` and `after` are short texts; `prev` is the hash of the entry before, `hash` its own."""

    id: int
    at: datetime
    actor: str
    is_command_line: bool
    action: str
    subject: str
    before: str
    after: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Điều kiện lọc nhật ký: None leaves a field open. `actions` are codes of which any will do.

    `first` and `last` are days in Vietnamese time, both in.
    """

    actor: str | None = None
    actions: tuple[str, ...] | None = None
    subject: str | None = None
    first: date | None = None
    last: date | None = None

    @property
    def since(self) -> datetime | None:
        """The moment at which the first day begins; None too for the first of all days."""
        return None if self.first in {None, date.min} else _midnight(self.first)

    @property
    def until(self) -> datetime | None:
        """The moment at which the last day is over; None too for a day that has none after it."""
        return None if self.last in {None, date.max} else _midnight(self.last + timedelta(days=1))


class Mismatch(StrEnum):
    """Kiểu sai lệch của một dòng nhật ký."""

    CONTENT = "content"
    """Its own hash is not that of what it says: it was changed."""
    LINK = "link"
    """It does not go on from the entry before: something was taken out, put in or moved between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainBreak:
    """Chỗ đứt của nhật ký: the entry that does not fit, and how."""

    entry: AuditEntry
    mismatch: Mismatch


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainCheck:
    """Kết quả kiểm tra nhật ký: how many entries there are, the last of them, and those that do not fit.

    `breaks` names the first of the `broken` entries. `stands` says whether the hash that was noted earlier is still in
    the chain, None where none was given; `noted` is its entry. `restored` is the last restore from a backup.
    """

    checked: int
    last: AuditEntry | None
    broken: int
    breaks: tuple[ChainBreak, ...]
    stands: bool | None
    noted: AuditEntry | None
    restored: AuditEntry | None

    @property
    def is_whole(self) -> bool:
        """Say whether every entry fits, and what was noted earlier still stands."""
        return self.broken == 0 and self.stands is not False

    @property
    def last_hash(self) -> str:
        """The hash to be noted, so that a later check finds out when the end was cut off."""
        return NO_ROW if self.last is None else self.last.hash


def entry_hash(
    prev: str, *, at: datetime, actor: str, is_command_line: bool, action: str, subject: str, before: str, after: str
) -> str:
    """Return the SHA-256 (lower-case hexadecimal) of `prev`, a line feed, and the entry as canonical JSON.

    Keys are sorted, separators `,` and `:`, nothing is escaped to ASCII, and the time is in UTC in ISO 8601.
    """
    content = {
        "at": at.astimezone(UTC).isoformat(),
        "actor": actor,
        "is_command_line": is_command_line,
        "action": action,
        "subject": subject,
        "before": before,
        "after": after,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{prev}\n{text}".encode()).hexdigest()


def check_chain(entries: Iterable[AuditEntry], noted: str | None = None) -> ChainCheck:
    """Go through the entries in the order in which they were written, none of them kept, and return what was found.

    `noted` is the hash of the last entry as an earlier check told it: an end that was cut off leaves a chain which is
    whole in itself, and lacks it.
    """
    prev, checked, broken = NO_ROW, 0, 0
    last: AuditEntry | None = None
    noted_entry: AuditEntry | None = None
    restored: AuditEntry | None = None
    breaks: list[ChainBreak] = []
    for entry in entries:
        mismatch = _mismatch(entry, prev)
        if mismatch is not None:
            broken += 1
            if len(breaks) < MOST_BREAKS_NAMED:
                breaks.append(ChainBreak(entry=entry, mismatch=mismatch))
        if entry.hash == noted:
            noted_entry = entry
        if entry.action == RESTORED:
            restored = entry
        prev, last, checked = entry.hash, entry, checked + 1
    return ChainCheck(
        checked=checked,
        last=last,
        broken=broken,
        breaks=tuple(breaks),
        stands=None if noted is None else noted == NO_ROW or noted_entry is not None,
        noted=noted_entry,
        restored=restored,
    )


def _mismatch(entry: AuditEntry, prev: str) -> Mismatch | None:
    own = entry_hash(
        entry.prev,
        at=entry.at,
        actor=entry.actor,
        is_command_line=entry.is_command_line,
        action=entry.action,
        subject=entry.subject,
        before=entry.before,
        after=entry.after,
    )
    if entry.hash != own:
        return Mismatch.CONTENT
    return None if entry.prev == prev else Mismatch.LINK


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, TIME_ZONE).astimezone(UTC)
