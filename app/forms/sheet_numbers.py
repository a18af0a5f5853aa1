"""Phép tính 32 bit bằng công thức bảng tính: an expression is a formula together with what it comes to.

Only functions that Excel 2013 and LibreOffice have; all numbers are whole, from 0 to below 2 ** 48.
"""

from __future__ import annotations

from dataclasses import dataclass

WORD = 2**32


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Số trong bảng tính: `text` is a formula without its "=", or the address of a cell; `value` what it comes to."""

    text: str
    value: int


def constant(value: int) -> Number:
    """Return a number written out."""
    return Number(text=str(value), value=value)


def added(*terms: Number) -> Number:
    """Return the sum of words as a word: what goes over 32 bits is dropped."""
    return Number(
        text=f"MOD({'+'.join(term.text for term in terms)},{WORD})", value=sum(term.value for term in terms) % WORD
    )


def joined_bytes(octets: list[Number]) -> Number:
    """Return the word of four octets, the first the highest."""
    value = 0
    for octet in octets:
        value = value * 256 + octet.value
    first, second, third, fourth = (octet.text for octet in octets)
    return Number(text=f"{first}*16777216+{second}*65536+{third}*256+{fourth}", value=value)


def both(left: Number, right: Number) -> Number:
    """Return the bits that both words have."""
    return Number(text=f"_xlfn.BITAND({left.text},{right.text})", value=left.value & right.value)


def unlike(left: Number, right: Number) -> Number:
    """Return the bits that one of the two words has."""
    return Number(text=f"_xlfn.BITXOR({left.text},{right.text})", value=left.value ^ right.value)


def turned(word: Number, by: int) -> Number:
    """Return a word turned to the right (ROTR)."""
    low, high = 2**by, 2 ** (32 - by)
    value = (word.value >> by) | (word.value % low) * high
    return Number(text=f"(INT({word.text}/{low})+MOD({word.text},{low})*{high})", value=value)


def shifted(word: Number, by: int) -> Number:
    """Return a word shifted to the right (SHR)."""
    return Number(text=f"INT({word.text}/{2**by})", value=word.value >> by)


def chosen(by: Number, left: Number, right: Number) -> Number:
    """Return the bits of `left` where `by` has a bit, else those of `right` (Ch); the two never meet, so they add."""
    other = both(Number(text=f"{WORD - 1}-{by.text}", value=WORD - 1 - by.value), right)
    first = both(by, left)
    return Number(text=f"{first.text}+{other.text}", value=first.value + other.value)


def most(one: Number, two: Number, three: Number) -> Number:
    """Return the bits that two of three words have (Maj)."""
    first, other = both(one, two), both(three, unlike(one, two))
    return Number(text=f"{first.text}+{other.text}", value=first.value + other.value)
