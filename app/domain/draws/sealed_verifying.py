"""Kiểm lại hồ sơ kiểm tra đột xuất: that the unit told is the one that was committed to, and was told in time."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.draws.record_ledgers import data_of, moment_of
from app.domain.draws.record_shapes import is_clear, shown
from app.domain.draws.sealed import METHOD, NONCE_BYTES, sealed_code
from app.domain.draws.tickets import digest
from app.domain.errors import Fault
from app.domain.public_ledgers import LedgerEvent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    Record = dict[str, Any]

_TOLD = ("commitment_text", "unit", "name", "nonce")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_NONCE = re.compile(f"[0-9a-f]{{{2 * NONCE_BYTES}}}")


def sealed_faults(record: Record) -> Iterator[Fault]:
    """Yield what does not fit in the record of a sealed check that has the right shape."""
    for name in ("plan", "unit", "name"):
        if record[name] is not None and not is_clear(record[name]):
            yield Fault(place=name, code="record.words_unclear", found=shown(record[name]))
    number = record["id"].rpartition(".")[2]
    if not _NUMBER.fullmatch(number) or record["id"] != sealed_code(record["plan"], int(number)):
        yield _differs("id", "record.id_differs", record["id"], sealed_code(record["plan"], 1))
    yield from _day_faults(record)
    yield from _commit_entry_faults(record)
    revealed = data_of(record["ledger"], LedgerEvent.REVEAL)
    if revealed is None:
        for name in _TOLD:
            if record[name] is not None:
                yield Fault(place=name, code="record.not_in_ledger")
        return
    for name, entered in (("commitment_text", "text"), ("unit", "unit"), ("nonce", "nonce")):
        if record[name] != revealed[entered]:
            yield _differs(name, "record.ledger_differs", record[name], revealed[entered])
    yield from _told_faults(record)


def _day_faults(record: Record) -> Iterator[Fault]:
    days = {name: _day(record[name]) for name in ("from", "to")}
    for name, day in days.items():
        if day is None:
            yield Fault(place=name, code="record.day_unreadable", found=shown(record[name]))
    first, last = days["from"], days["to"]
    if first is not None and last is not None and last < first:
        yield Fault(place="to", code="record.day_backwards", found=shown(record["to"]))


def _commit_entry_faults(record: Record) -> Iterator[Fault]:
    opens = moment_of(record["opens"])
    if opens is None:
        yield Fault(place="opens", code="record.moment_unreadable", found=shown(record["opens"]))
    entry = data_of(record["ledger"], LedgerEvent.COMMIT)
    if entry is None:
        yield Fault(place="ledger", code="record.not_committed")
        return
    for name in ("commitment", "opens"):
        if record[name] != entry[name]:
            yield _differs(name, "record.ledger_differs", record[name], entry[name])
    committed_at, revealed_at = (_moment(record, event) for event in (LedgerEvent.COMMIT, LedgerEvent.REVEAL))
    if opens is not None and committed_at is not None and committed_at >= opens:
        yield Fault(place="opens", code="record.sealed_too_late", found=shown(record["opens"]))
    if opens is not None and revealed_at is not None and revealed_at < opens:
        yield Fault(place="opens", code="record.opened_too_early", found=shown(record["opens"]))


def _told_faults(record: Record) -> Iterator[Fault]:
    missing = [name for name in _TOLD if not record[name]]
    if missing:
        yield from (Fault(place=name, code="record.empty") for name in missing)
        return
    if not _NONCE.fullmatch(record["nonce"]):
        yield Fault(place="nonce", code="record.nonce_unfit", found=shown(record["nonce"]), wanted=f"{2 * NONCE_BYTES}")
    wanted = (
        METHOD,
        f"plan: {record['plan']}",
        f"check: {record['id']}",
        f"from: {record['from']}",
        f"to: {record['to']}",
        f"opens: {record['opens']}",
        f"unit: {record['unit']}",
        f"name: {record['name']}",
        f"nonce: {record['nonce']}",
        "",
    )
    lines = record["commitment_text"].split("\n")
    for number, line in enumerate(wanted):
        said = lines[number] if number < len(lines) else ""
        if said != line:
            yield _differs(f"commitment_text[{number + 1}]", "record.line_differs", said, line)
    if len(lines) > len(wanted):
        yield _differs(f"commitment_text[{len(wanted)}]", "record.line_differs", lines[len(wanted) - 1], "")
    if record["commitment"] != (own := digest(record["commitment_text"])):
        yield _differs("commitment", "record.hash_differs", record["commitment"], own)


def _moment(record: Record, event: LedgerEvent) -> datetime | None:
    at = next((entry["at"] for entry in record["ledger"] if entry["event"] == event), None)
    return None if at is None else moment_of(at)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _differs(place: str, code: str, found: object, wanted: object) -> Fault:
    return Fault(place=place, code=code, found=shown(found), wanted=shown(wanted))
