"""Hình dạng của hồ sơ công khai: which parts a record has and of what kind each is, before anything is computed."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.errors import Fault
from app.domain.public_ledgers import LedgerEvent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONGEST_SHOWN = 80
_LEAST_SHARE = 0.5


class RecordKind(StrEnum):
    """Loại hồ sơ công khai."""

    DRAW = "draw"
    SEALED = "sealed"


class _Part(StrEnum):
    """Giá trị đơn của hồ sơ; the values are the words that a fault of kind names."""

    TEXT = "text"
    NUMBER = "number"


class _OrNull(NamedTuple):
    """Giá trị có thể chưa có."""

    part: _Part


Shape = Any
"""Hình dạng: a `_Part`, an `_OrNull`, a list with the shape of its items, or a dict of shapes by key."""

_TEXT_OR_NULL = _OrNull(_Part.TEXT)
_REASONED = [{"code": _Part.TEXT, "name": _Part.TEXT, "reason": _Part.TEXT}]
_LEDGER: Shape = [{"at": _Part.TEXT, "event": _Part.TEXT, "data": {}, "prev": _Part.TEXT, "hash": _Part.TEXT}]
_SIGNED = {"reason": _Part.TEXT, "signatory": _Part.TEXT}

RECORDS: dict[RecordKind, dict[str, Shape]] = {
    RecordKind.DRAW: {
        "id": _Part.TEXT,
        "plan": _Part.TEXT,
        "unit": _Part.TEXT,
        "count": _Part.NUMBER,
        "without": _REASONED,
        "with": _REASONED,
        "frame": [{"code": _Part.TEXT, "name": _Part.TEXT}],
        "frame_text": _Part.TEXT,
        "frame_sha256": _Part.TEXT,
        "commitment_text": _Part.TEXT,
        "commitment": _Part.TEXT,
        "seed": _TEXT_OR_NULL,
        "seed_typed": _TEXT_OR_NULL,
        "source": _TEXT_OR_NULL,
        "witnesses": [_Part.TEXT],
        "tickets": [{"code": _Part.TEXT, "ticket": _Part.TEXT}],
        "drawn": [_Part.TEXT],
        "alternates": [_Part.TEXT],
        "ledger": _LEDGER,
    },
    RecordKind.SEALED: {
        "id": _Part.TEXT,
        "plan": _Part.TEXT,
        "from": _Part.TEXT,
        "to": _Part.TEXT,
        "opens": _Part.TEXT,
        "commitment": _Part.TEXT,
        "commitment_text": _TEXT_OR_NULL,
        "unit": _TEXT_OR_NULL,
        "name": _TEXT_OR_NULL,
        "nonce": _TEXT_OR_NULL,
        "ledger": _LEDGER,
    },
}
"""The parts of each kind of record, all of which it has at every step."""

_DATA: dict[RecordKind, dict[str, Shape]] = {
    RecordKind.DRAW: {
        LedgerEvent.COMMIT: {
            "commitment": _Part.TEXT,
            "without": _REASONED,
            "with": _REASONED,
            "attempt": _Part.NUMBER,
            "previous": _TEXT_OR_NULL,
        },
        LedgerEvent.SEED: {
            "seed": _Part.TEXT,
            "typed": _Part.TEXT,
            "source": _Part.TEXT,
            "witnesses": [_Part.TEXT],
        },
        LedgerEvent.DRAW: {"drawn": [_Part.TEXT], "alternates": [_Part.TEXT]},
        LedgerEvent.REPLACE: {"out": _Part.TEXT, "in": _Part.TEXT, "reason": _Part.TEXT},
        LedgerEvent.ANNUL: _SIGNED,
    },
    RecordKind.SEALED: {
        LedgerEvent.COMMIT: {"commitment": _Part.TEXT, "opens": _Part.TEXT},
        LedgerEvent.REVEAL: {"text": _Part.TEXT, "unit": _Part.TEXT, "nonce": _Part.TEXT},
        LedgerEvent.ANNUL: _SIGNED,
    },
}
"""What an entry of each event holds: everything of it is hashed, so that nothing else may stand there."""


def record_kind(values: Mapping[str, object]) -> RecordKind | None:
    """Return of which kind a record is: that of which it has the most parts; None where that is not even half."""
    shares = {kind: len(values.keys() & shape.keys()) / len(shape) for kind, shape in RECORDS.items()}
    kind = max(shares, key=lambda each: shares[each])
    return kind if shares[kind] >= _LEAST_SHARE else None


def shape_faults(kind: RecordKind, values: Mapping[str, object]) -> Iterator[Fault]:
    """Yield what is missing from a record, does not belong there, or is of another kind than it has to be."""
    shape = RECORDS[kind]
    faults = list(_faults(dict(values), shape, ""))
    yield from faults
    if any(fault.place == "ledger" or fault.place.startswith("ledger[") for fault in faults):
        return
    entries: Any = values.get("ledger", [])
    for position, entry in enumerate(entries, 1):
        place, data = f"ledger[{position}]", _DATA[kind].get(entry["event"])
        if data is None:
            yield Fault(place=f"{place}.event", code="record.event_unknown", found=shown(entry["event"]))
        else:
            yield from _faults(entry["data"], data, f"{place}.data")


def shown(value: object) -> str:
    """Return a value as a sentence shows it: on one line, shortened, signs that do not show replaced."""
    text = "" if value is None else " ".join(str(value).split())
    text = text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def is_clear(text: str) -> bool:
    """Say whether a text reads one way on paper: on one line, composed (NFC), without signs that do not show."""
    return text.isprintable() and unicodedata.is_normalized("NFC", text)


def _faults(value: object, shape: Shape, place: str) -> Iterator[Fault]:
    if isinstance(shape, _OrNull):
        if value is not None:
            yield from _faults(value, shape.part, place)
    elif isinstance(shape, dict):
        yield from _table_faults(value, shape, place)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield _wrong_kind(place, value, "list")
            return
        for position, item in enumerate(value, 1):
            yield from _faults(item, shape[0], f"{place}[{position}]")
    elif not isinstance(value, int if shape == _Part.NUMBER else str) or isinstance(value, bool):
        yield _wrong_kind(place, value, shape.value)
    elif isinstance(value, str) and not _is_text(value):
        yield Fault(place=place, code="record.sign_unknown", found=shown(value))


def _table_faults(value: object, shape: dict[str, Shape], place: str) -> Iterator[Fault]:
    """Yield the faults of a table; one without keys in its shape may hold anything, which is looked at later."""
    if not isinstance(value, dict):
        yield _wrong_kind(place, value, "table")
        return
    if not shape:
        return
    at = place or "record"
    for key in shape:
        if key not in value:
            yield Fault(place=at, code="record.part_missing", found=key)
    for key, item in value.items():
        if key in shape:
            yield from _faults(item, shape[key], f"{place}.{key}" if place else key)
        else:
            yield Fault(place=at, code="record.part_unknown", found=shown(key))


def _is_text(value: str) -> bool:
    """Say whether a text can be written in UTF-8: half of a pair of surrogates cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _wrong_kind(place: str, value: object, wanted: str) -> Fault:
    written = "{…}" if isinstance(value, dict) else "[…]" if isinstance(value, list) else shown(repr(value))
    return Fault(place=place or "record", code="type.wrong", found=written, wanted=wanted)
