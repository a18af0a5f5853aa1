"""The draw once more, from the published method alone and with nothing of the program: what its results are held to."""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from typing import Any

ZEROS = "0" * 64


def hashed(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


def canonical(value: Any) -> str:
    """Write JSON with the keys of every object in order, without blanks, nothing escaped but what must be."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return f"{value:d}"
    if isinstance(value, str):
        return '"' + "".join(map(_escaped, value)) + '"'
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical, value)) + "]"
    return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value)) + "}"


def _escaped(sign: str) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return short.get(sign) or (f"\\u{ord(sign):04x}" if ord(sign) < 32 else sign)


def frame_of(units: list[tuple[str, str]], outside: set[str]) -> list[tuple[str, str]]:
    """Return codes and names of the list, composed, by code."""
    return sorted(
        ((code, unicodedata.normalize("NFC", name)) for code, name in units if code not in outside),
        key=lambda unit: unit[0],
    )


def record(
    *,
    identity: str,
    plan: str,
    unit: str,
    units: list[tuple[str, str]],
    without: list[tuple[str, str]],
    included: list[tuple[str, str]],
    count: int,
    randomness: str,
    typed: str,
    source: str,
    witnesses: list[str],
    attempt: int,
    previous: str | None,
    moments: tuple[str, str, str],
) -> dict[str, Any]:
    """Return the public record of a draw that was carried through; `without` and `included` are codes with reasons."""
    names = {code: unicodedata.normalize("NFC", name) for code, name in units}
    frame = frame_of(units, {code for code, _ in (*without, *included)})
    text = "".join(code + "\t" + name + "\n" for code, name in frame)
    commitment_text = (
        f"kiemtra-draw 1\nplan: {plan}\nunit: {unit}\nframe: {hashed(text)}\ncount: {count}\nrandomness: {randomness}\n"
    )
    commitment = hashed(commitment_text)
    seed = unicodedata.normalize("NFC", "".join(sign for sign in typed if not sign.isspace()))
    tickets = [(hashed(f"{commitment}|{seed}|{code}"), code) for code, _ in frame]
    tickets.sort()
    order = [code for _, code in tickets]
    outside, inside = (
        [{"code": code, "name": names[code], "reason": reason} for code, reason in group]
        for group in (without, included)
    )
    committed = {
        "commitment": commitment, "without": outside, "with": inside, "attempt": attempt, "previous": previous,
    }  # fmt: skip
    seeded = {"seed": seed, "typed": typed, "source": source, "witnesses": witnesses}
    result = {"drawn": order[:count], "alternates": order[count:]}
    ledger, prev = [], ZEROS
    for at, event, data in zip(moments, ("commit", "seed", "draw"), (committed, seeded, result), strict=True):
        own = hashed(prev + "\n" + canonical({"at": at, "data": data, "event": event}))
        ledger.append({"at": at, "event": event, "data": data, "prev": prev, "hash": own})
        prev = own
    return {
        "id": identity,
        "plan": plan,
        "unit": unit,
        "count": count,
        "without": outside,
        "with": inside,
        "frame": [{"code": code, "name": name} for code, name in frame],
        "frame_text": text,
        "frame_sha256": hashed(text),
        "commitment_text": commitment_text,
        "commitment": commitment,
        "seed": seed,
        "seed_typed": typed,
        "source": source,
        "witnesses": witnesses,
        "tickets": [{"code": code, "ticket": ticket} for ticket, code in tickets],
        "drawn": order[:count],
        "alternates": order[count:],
        "ledger": ledger,
    }
