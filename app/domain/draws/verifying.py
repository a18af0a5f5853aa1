"""Kiểm lại hồ sơ công khai: everything that a record says recomputed from what it says, without any other source.

Each part is compared with the part from which it follows, so that a fault names the place that does not fit: the list,
its text, its hash, the commitment, the seed, the tickets, the result, and the ledger over all of them. What a record
cannot tell is whether it is the one that was published: for that the hash of its last entry is compared with the
public page or the signed minutes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.domain.draws.draws import draw_code
from app.domain.draws.record_ledgers import data_of, ledger_faults, signing_faults
from app.domain.draws.record_shapes import RecordKind, is_clear, record_kind, shape_faults, shown
from app.domain.draws.sealed_verifying import sealed_faults
from app.domain.draws.tickets import commitment_text, digest, frame_text, normalised_seed, ticket
from app.domain.errors import Fault, InvalidInput
from app.domain.public_ledgers import LedgerEvent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Record = dict[str, Any]

_MOST_TICKETS_TOLD = 3
_RANDOMNESS = "randomness: "
_ATTEMPT = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")


def verify_record(values: Mapping[str, object]) -> tuple[Fault, ...]:
    """Return everything in the public record of a draw or a sealed check that does not fit; empty for a true one.

    Nothing is computed from a record of another shape: then the faults of its shape are all that is said.
    """
    kind = record_kind(values)
    if kind is None:
        return (Fault(place="record", code="record.not_one"),)
    faults = tuple(shape_faults(kind, values))
    if faults:
        return faults
    record = dict(values)
    own = sealed_faults(record) if kind == RecordKind.SEALED else _draw_faults(record)
    ledger: Any = record["ledger"]
    return (*own, *ledger_faults(kind, ledger), *signing_faults(ledger))


def chosen_of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the codes that a verified record of a draw says are inspected: put in beforehand, then drawn.

    Replacements are in it; it is empty before the draw and once that is annulled.
    """
    ledger = record["ledger"]
    if data_of(ledger, LedgerEvent.DRAW) is None or data_of(ledger, LedgerEvent.ANNUL) is not None:
        return ()
    places = list(record["drawn"])
    for entry in ledger:
        if entry["event"] == LedgerEvent.REPLACE:
            places[places.index(entry["data"]["out"])] = entry["data"]["in"]
    return (*(unit["code"] for unit in record["with"]), *places)


def _draw_faults(record: Record) -> Iterator[Fault]:
    yield from _unit_faults(record)
    yield from _frame_faults(record)
    yield from _commitment_faults(record)
    yield from _seed_faults(record)
    yield from _result_faults(record)
    yield from _commit_entry_faults(record)
    yield from _replacement_faults(record)


def _unit_faults(record: Record) -> Iterator[Fault]:
    """Yield units that stand twice or lack a code, a name or a reason, and words that may be read in two ways."""
    seen: set[str] = set()
    for name in ("plan", "unit"):
        if not is_clear(record[name]):
            yield Fault(place=name, code="record.words_unclear", found=shown(record[name]))
    for part in ("frame", "without", "with"):
        for position, unit in enumerate(record[part], 1):
            place = f"{part}[{position}]"
            for name, text in unit.items():
                if not text.strip():
                    yield Fault(place=f"{place}.{name}", code="record.empty")
                elif not is_clear(text):
                    yield Fault(place=f"{place}.{name}", code="record.words_unclear", found=shown(text))
            if unit["code"] in seen:
                yield Fault(place=f"{place}.code", code="record.code_twice", found=shown(unit["code"]))
            seen.add(unit["code"])


def _frame_faults(record: Record) -> Iterator[Fault]:
    codes = [unit["code"] for unit in record["frame"]]
    if codes != sorted(codes):
        yield Fault(place="frame", code="record.frame_not_sorted")
    if not 1 <= record["count"] <= len(codes):
        yield _differs("count", "record.count_beyond", record["count"], len(codes))
    if record["frame_text"] != (own := frame_text((unit["code"], unit["name"]) for unit in record["frame"])):
        yield _first_line("frame_text", record["frame_text"], own)
    if record["frame_sha256"] != (own := digest(record["frame_text"])):
        yield _differs("frame_sha256", "record.hash_differs", record["frame_sha256"], own)


def _commitment_faults(record: Record) -> Iterator[Fault]:
    text = record["commitment_text"]
    randomness = text.partition(f"\n{_RANDOMNESS}")[2].partition("\n")[0]
    own = commitment_text(
        plan=record["plan"],
        unit=record["unit"],
        frame_sha256=record["frame_sha256"],
        count=record["count"],
        randomness=randomness,
    )
    if text != own:
        yield _first_line("commitment_text", text, own)
    elif not randomness.strip():
        yield Fault(place="commitment_text", code="record.randomness_missing")
    elif not is_clear(randomness):
        yield Fault(place="commitment_text", code="record.words_unclear", found=shown(randomness))
    if record["commitment"] != (hashed := digest(text)):
        yield _differs("commitment", "record.hash_differs", record["commitment"], hashed)


def _seed_faults(record: Record) -> Iterator[Fault]:
    """Yield what differs from the entry of the seed, and a seed that is not what was typed."""
    entered = data_of(record["ledger"], LedgerEvent.SEED)
    said = {"seed": record["seed"], "typed": record["seed_typed"], "source": record["source"]}
    for name, value in said.items():
        place = "seed_typed" if name == "typed" else name
        yield from _against_ledger(place, value, None if entered is None else entered[name])
    yield from _against_ledger("witnesses", record["witnesses"], [] if entered is None else entered["witnesses"])
    if record["source"] is not None and not record["source"].strip():
        yield Fault(place="source", code="record.empty")
    if record["seed"] is None or record["seed_typed"] is None:
        return
    try:
        own = normalised_seed(record["seed_typed"])
    except InvalidInput as refusal:
        yield from (replace(fault, place="seed_typed") for fault in refusal.faults)
        return
    if record["seed"] != own:
        yield _differs("seed", "record.seed_differs", record["seed"], own)


def _result_faults(record: Record) -> Iterator[Fault]:
    """Yield tickets that are not those of the seed, a result that is not theirs, and what differs from the ledger."""
    codes = [each["code"] for each in record["tickets"]]
    result = {"drawn": codes[: record["count"]], "alternates": codes[record["count"] :]}
    entry = data_of(record["ledger"], LedgerEvent.DRAW)
    for name, wanted in result.items():
        if record[name] != wanted:
            yield _differs(name, "record.result_differs", ", ".join(record[name]), ", ".join(wanted))
        yield from _against_ledger(name, record[name], [] if entry is None else entry[name])
    if entry is None:
        if codes:
            yield Fault(place="tickets", code="record.not_in_ledger")
        return
    if sorted(codes) != sorted(unit["code"] for unit in record["frame"]):
        yield Fault(place="tickets", code="record.tickets_of_others")
    yield from _ticket_faults(record)


def _ticket_faults(record: Record) -> Iterator[Fault]:
    seed = record["seed"]
    if seed is None:
        yield Fault(place="tickets", code="record.tickets_without_seed")
        return
    wrong = [
        _differs(f"tickets[{position}].ticket", "record.hash_differs", each["ticket"], own)
        for position, each in enumerate(record["tickets"], 1)
        if each["ticket"] != (own := ticket(record["commitment"], seed, each["code"]))
    ]
    yield from wrong[:_MOST_TICKETS_TOLD]
    if len(wrong) > _MOST_TICKETS_TOLD:
        yield Fault(place="tickets", code="record.more_tickets", found=f"{len(wrong) - _MOST_TICKETS_TOLD}")
    tickets = [each["ticket"] for each in record["tickets"]]
    if tickets != sorted(tickets):
        yield Fault(place="tickets", code="record.tickets_not_sorted")


def _commit_entry_faults(record: Record) -> Iterator[Fault]:
    entry = data_of(record["ledger"], LedgerEvent.COMMIT)
    if entry is None:
        yield from _unbound_faults(record)
        return
    for name in ("commitment", "without", "with"):
        yield from _against_ledger(name, record[name], entry[name])
    attempt, previous = entry["attempt"], entry["previous"]
    place = "ledger[1].data"
    if record["id"] != (code := draw_code(record["plan"], record["unit"], attempt)):
        yield _differs("id", "record.id_differs", record["id"], code)
    if attempt < 1:
        yield Fault(place=f"{place}.attempt", code="record.attempt_wrong", found=shown(attempt))
    elif attempt == 1 and previous is not None:
        yield Fault(place=f"{place}.previous", code="record.previous_of_first", found=shown(previous))
    elif attempt > 1 and (previous is None or not _HASH.fullmatch(previous)):
        yield Fault(place=f"{place}.previous", code="record.previous_missing", found=shown(previous))


def _unbound_faults(record: Record) -> Iterator[Fault]:
    """Yield an id that is not that of a draw there; nothing else binds a list that is not committed to."""
    attempt = record["id"].rpartition(".")[2]
    plan, unit = record["plan"], record["unit"]
    if not _ATTEMPT.fullmatch(attempt) or record["id"] != draw_code(plan, unit, int(attempt)):
        yield _differs("id", "record.id_differs", record["id"], draw_code(plan, unit, 1))


def _replacement_faults(record: Record) -> Iterator[Fault]:
    """Yield replacements of a unit that was not among those drawn, or by another than the next alternate."""
    places, following = list(record["drawn"]), iter(record["alternates"])
    for position, entry in enumerate(record["ledger"], 1):
        if entry["event"] != LedgerEvent.REPLACE:
            continue
        out, into, place = entry["data"]["out"], entry["data"]["in"], f"ledger[{position}].data"
        wanted = next(following, "")
        if into != wanted:
            yield _differs(f"{place}.in", "record.not_the_next", into, wanted)
        if out in places:
            places[places.index(out)] = into
        else:
            yield _differs(f"{place}.out", "record.out_not_drawn", out, ", ".join(places))


def _against_ledger(place: str, value: object, entered: object) -> Iterator[Fault]:
    if value == entered:
        return
    if not entered:
        yield Fault(place=place, code="record.not_in_ledger")
    elif isinstance(entered, str):
        yield _differs(place, "record.ledger_differs", value, entered)
    else:
        yield Fault(place=place, code="record.list_not_of_ledger")


def _first_line(place: str, found: str, wanted: str) -> Fault:
    """Return the fault of a text at its first line that differs."""
    lines, own = found.split("\n"), wanted.split("\n")
    number = next((n for n, (one, other) in enumerate(zip(lines, own, strict=False)) if one != other), None)
    if number is None:
        number = min(len(lines), len(own))
    said = _line(lines, number)
    return _differs(f"{place}[{number + 1}]", "record.line_differs", said, _line(own, number))


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number].replace("\t", " ") if number < len(lines) else ""


def _differs(place: str, code: str, found: object, wanted: object) -> Fault:
    return Fault(place=place, code=code, found=shown(found), wanted=shown(wanted))
