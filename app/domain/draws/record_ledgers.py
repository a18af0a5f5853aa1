"""Sổ công khai trong hồ sơ: the chain of hashes, the moments and the order of events, checked entry by entry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.domain.dates import TIME_ZONE
from app.domain.draws.record_shapes import RecordKind, shown
from app.domain.errors import Fault
from app.domain.public_ledgers import NO_ENTRY, LedgerEvent, public_hash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Entry = dict[str, Any]
"""Dòng sổ đã đúng hình dạng: "at", "event", "data", "prev", "hash"."""

_COMMIT, _SEED, _DRAW = LedgerEvent.COMMIT, LedgerEvent.SEED, LedgerEvent.DRAW
_REPLACE, _ANNUL, _REVEAL = LedgerEvent.REPLACE, LedgerEvent.ANNUL, LedgerEvent.REVEAL
_NEXT: dict[RecordKind, dict[str, tuple[str, ...]]] = {
    RecordKind.DRAW: {
        "": (_COMMIT,),
        _COMMIT: (_SEED, _ANNUL),
        _SEED: (_DRAW, _ANNUL),
        _DRAW: (_REPLACE, _ANNUL),
        _REPLACE: (_REPLACE, _ANNUL),
        _ANNUL: (),
    },
    RecordKind.SEALED: {"": (_COMMIT,), _COMMIT: (_REVEAL, _ANNUL), _REVEAL: (), _ANNUL: ()},
}
"""Which events may follow an event; "" stands for the beginning."""


def ledger_faults(kind: RecordKind, ledger: Sequence[Entry]) -> Iterator[Fault]:
    """Yield every entry that does not follow the one before: by its hashes, its moment or what it says was done."""
    prev, event, last = NO_ENTRY, "", None
    for position, entry in enumerate(ledger, 1):
        place = f"ledger[{position}]"
        if entry["prev"] != prev:
            found, wanted = shown(entry["prev"]), shown(prev)
            yield Fault(place=f"{place}.prev", code="record.entry_not_joined", found=found, wanted=wanted)
        own = public_hash(entry["prev"], at=entry["at"], event=entry["event"], data=entry["data"])
        if entry["hash"] != own:
            yield Fault(place=f"{place}.hash", code="record.entry_hash", found=shown(entry["hash"]), wanted=own)
        if entry["event"] not in _NEXT[kind][event]:
            yield Fault(place=f"{place}.event", code="record.event_out_of_order", found=entry["event"])
        moment = moment_of(entry["at"])
        if moment is None:
            yield Fault(place=f"{place}.at", code="record.moment_unreadable", found=shown(entry["at"]))
        elif last is not None and moment < last:
            yield Fault(place=f"{place}.at", code="record.moment_backwards", found=shown(entry["at"]))
        prev, event, last = entry["hash"], entry["event"], moment or last


def signing_faults(ledger: Sequence[Entry]) -> Iterator[Fault]:
    """Yield the reasons and signatories that are not given."""
    for position, entry in enumerate(ledger, 1):
        for name in ("reason", "signatory"):
            if not entry["data"].get(name, "-").strip():
                yield Fault(place=f"ledger[{position}].data.{name}", code="record.empty")


def data_of(ledger: Sequence[Entry], event: LedgerEvent) -> dict[str, Any] | None:
    """Return what the first entry of that event holds; None without one."""
    return next((entry["data"] for entry in ledger if entry["event"] == event), None)


def moment_of(text: str) -> datetime | None:
    """Return a moment in UTC written in ISO 8601; None for anything else, and beyond the years that clocks know."""
    try:
        moment = datetime.fromisoformat(text)
        is_utc = moment.utcoffset() == timedelta(0)
        return moment.astimezone(TIME_ZONE).astimezone(UTC) if is_utc else None
    except (ValueError, OverflowError):
        return None
