"""Nhật ký thay đổi: who did what, when, in a chain of hashes in which no row can be changed or taken out unseen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_ROW = "0" * 64
"""What stands in the stead of a hash before the first row."""


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


def first_break(entries: Iterable[AuditEntry]) -> AuditEntry | None:
    """Return the first entry that does not fit the one before it or its own hash; None when the chain is whole."""
    prev = NO_ROW
    for entry in entries:
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
        if entry.prev != prev or entry.hash != own:
            return entry
        prev = entry.hash
    return None
