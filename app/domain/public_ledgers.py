"""Sổ công khai: entries in a chain of hashes that only grows, which anybody can check with `sha256sum`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.errors import Refused
from app.domain.vietnamese import moment_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]

NO_ENTRY = "0" * 64
"""What stands in the stead of a hash before the first entry of a ledger."""


class LedgerEvent(StrEnum):
    """Việc ghi trong sổ công khai."""

    COMMIT = "commit"
    SEED = "seed"
    DRAW = "draw"
    REPLACE = "replace"
    ANNUL = "annul"
    REVEAL = "reveal"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEntry:
    """Dòng của sổ công khai: `at` is the moment in UTC in ISO 8601, to the second; `data` holds JSON values only.

    `prev` is the hash of the entry before (`NO_ENTRY` for the first), `hash` its own.
    """

    at: str
    event: LedgerEvent
    data: Mapping[str, Json]
    prev: str
    hash: str

    def as_json(self) -> dict[str, Json]:
        """Return the entry as the public record writes it."""
        return {"at": self.at, "event": self.event.value, "data": dict(self.data), "prev": self.prev, "hash": self.hash}


def public_hash(prev: str, *, at: str, event: str, data: Mapping[str, Json]) -> str:
    """Return the SHA-256 (lower-case hexadecimal) of `prev`, a line feed, and the entry as canonical JSON.

    Keys are sorted at every depth, separators are `,` and `:`, nothing is escaped to ASCII.
    """
    content = {"at": at, "data": data, "event": event}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{prev}\n{text}".encode()).hexdigest()


def last_hash(ledger: Sequence[PublicEntry]) -> str:
    """Return the hash from which the next entry goes on."""
    return ledger[-1].hash if ledger else NO_ENTRY


def grown(
    ledger: tuple[PublicEntry, ...], event: LedgerEvent, data: Mapping[str, Json], at: datetime
) -> tuple[PublicEntry, ...]:
    """Return the ledger with one entry more; raise Refused `ledger.clock_back` for a moment before its last one."""
    moment, prev = moment_text(at), last_hash(ledger)
    if ledger and moment < ledger[-1].at:
        raise Refused("ledger.clock_back", now=moment_words(at), last=told_moment(ledger[-1].at))
    own = public_hash(prev, at=moment, event=event.value, data=data)
    return (*ledger, PublicEntry(at=moment, event=event, data=data, prev=prev, hash=own))


def moment_text(at: datetime) -> str:
    """Return a moment as public ledgers write it: UTC, ISO 8601, to the second ("2023-08-16T01:30:00+00:00")."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def told_moment(at: str) -> str:
    """Return the moment of an entry in words, in Vietnamese time: "08 giờ 30 phút, ngày 16/8/2023"."""
    return moment_words(datetime.fromisoformat(at))
