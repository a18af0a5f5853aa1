"""SHA-256 bằng công thức bảng tính: one block's work as cells below each other in a column (FIPS 180-4, 6.2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.forms.sheet_numbers import Number, added, chosen, constant, most, shifted, turned, unlike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Put = Callable[[int, Number], Number]
    """Ghi một số vào một dòng của cột: writes it, and returns the cell as a number."""

BLOCK = 64
"""Octets of a block."""
ROUNDS = 64
WORDS = 16
CARRIED = 4
"""Values of a and of e that a round still needs from those before it."""
FIRST_STATE = (
    0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
)  # fmt: skip
CONSTANTS = (
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
)  # fmt: skip

_SCHEDULE, _FIRST = 0, ROUNDS
_A, _E = _FIRST + ROUNDS, _FIRST + ROUNDS + CARRIED + ROUNDS
_STATE = _E + CARRIED + ROUNDS
ROWS = _STATE + len(FIRST_STATE)
"""Rows that the work of one block takes."""

Label = tuple[str, int, str]
"""Tên dòng: which wording of `draw-workbook/sheet.toml`, its place, its name."""


def labels() -> tuple[Label, ...]:
    """Return what each row of a block is called, from the top."""
    before = [(name, place) for place, name in enumerate("dcba")]
    return (
        *(("schedule_row", place, "") for place in range(ROUNDS)),
        *(("round_row", place, "T1") for place in range(ROUNDS)),
        *(("before_row", place, name) for name, place in before),
        *(("round_row", place, "a") for place in range(ROUNDS)),
        *(("before_row", place, name) for place, name in enumerate("hgfe")),
        *(("round_row", place, "e") for place in range(ROUNDS)),
        *(("state_row", place, "") for place in range(len(FIRST_STATE))),
    )


def hashed_block(put: Put, top: int, message: Iterable[Number], state: tuple[Number, ...]) -> tuple[Number, ...]:
    """Write the work of one block from row `top` down; return the state after it, eight cells.

    `message` are its sixteen words, `state` the eight words before it.
    """
    words = [put(top + _SCHEDULE + place, word) for place, word in enumerate(message)]
    for place in range(WORDS, ROUNDS):
        early, late = words[place - 15], words[place - 2]
        small0 = _three(turned(early, 7), turned(early, 18), shifted(early, 3))
        small1 = _three(turned(late, 17), turned(late, 19), shifted(late, 10))
        whole = added(words[place - 16], small0, words[place - 7], small1)
        words.append(put(top + _SCHEDULE + place, whole))
    half = len(state) // 2
    first = [put(top + _A + place, word) for place, word in enumerate(reversed(state[:half]))]
    other = [put(top + _E + place, word) for place, word in enumerate(reversed(state[half:]))]
    for place in range(ROUNDS):
        d, c, b, a = first[-CARRIED:]
        h, g, f, e = other[-CARRIED:]
        big1 = _three(turned(e, 6), turned(e, 11), turned(e, 25))
        big0 = _three(turned(a, 2), turned(a, 13), turned(a, 22))
        sum1 = put(top + _FIRST + place, added(h, big1, chosen(e, f, g), constant(CONSTANTS[place]), words[place]))
        first.append(put(top + _A + CARRIED + place, added(sum1, big0, most(a, b, c))))
        other.append(put(top + _E + CARRIED + place, added(d, sum1)))
    last = (*reversed(first[-CARRIED:]), *reversed(other[-CARRIED:]))
    sums = [added(before, after) for before, after in zip(state, last, strict=True)]
    return tuple(put(top + _STATE + place, word) for place, word in enumerate(sums))


def _three(one: Number, two: Number, three: Number) -> Number:
    return unlike(unlike(one, two), three)
