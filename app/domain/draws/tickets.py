"""Vé và cam kết của một lần chọn: the texts that are hashed, and the order that the hashes give (method 1).

All text is UTF-8, NFC, with LF; hashes are SHA-256 in lower-case hexadecimal. Who has the printed minutes recomputes
each of them with `sha256sum` alone.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from app.domain.errors import Fault, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable

METHOD = "kiemtra-draw 1"
"""Phương thức: its name and version, the first line of what is committed to."""
LEAST_SEED = 6
LONGEST_SEED = 400

Ticket = tuple[str, str]
"""Vé: the code of a unit, and the hash by which it takes its place."""


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def frame_text(units: Iterable[tuple[str, str]]) -> str:
    """Return the list to draw from as it is hashed: a line `code TAB full name LF` for each unit, sorted by code."""
    return "".join(f"{code}\t{name}\n" for code, name in sorted(units))


def commitment_text(*, plan: str, unit: str, frame_sha256: str, count: int, randomness: str) -> str:
    """Return what is committed to before any randomness exists, in six lines."""
    lines = (METHOD, f"plan: {plan}", f"unit: {unit}", f"frame: {frame_sha256}", f"count: {count}")
    return "".join(f"{line}\n" for line in (*lines, f"randomness: {randomness}"))


def normalised_seed(typed: str) -> str:
    """Return the seed as it is hashed: NFC, without any white space.

    Raise InvalidInput `seed.empty`, `seed.too_short` (under `LEAST_SEED` characters), `seed.too_long`,
    `seed.unprintable` for a sign that does not show on paper.
    """
    seed = unicodedata.normalize("NFC", "".join(typed.split()))
    code = "seed.too_long" if len(typed) > 2 * LONGEST_SEED else _seed_fault(seed)
    if code:
        bound = LONGEST_SEED if code == "seed.too_long" else LEAST_SEED
        raise InvalidInput([Fault(place="seed", code=code, found=f"{len(seed)}", wanted=f"{bound}")])
    return seed


def ticket(commitment: str, seed: str, code: str) -> str:
    """Return the ticket of one unit."""
    return digest(f"{commitment}|{seed}|{code}")


def tickets_in_order(commitment: str, seed: str, codes: Iterable[str]) -> tuple[Ticket, ...]:
    """Return every unit's code and ticket, the smallest ticket first: the order in which they are drawn."""
    # What all tickets begin with is hashed once: it fills the first of the two blocks that SHA-256 takes them in.
    beginning = hashlib.sha256(f"{commitment}|{seed}|".encode())
    by_ticket = {}
    for code in codes:
        whole = beginning.copy()
        whole.update(code.encode())
        by_ticket[whole.hexdigest()] = code
    order = sorted(by_ticket)
    return tuple(zip(map(by_ticket.__getitem__, order), order, strict=True))


def _seed_fault(seed: str) -> str:
    if not seed:
        return "seed.empty"
    if len(seed) < LEAST_SEED:
        return "seed.too_short"
    if len(seed) > LONGEST_SEED:
        return "seed.too_long"
    return "" if seed.isprintable() else "seed.unprintable"
