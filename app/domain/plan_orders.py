"""Thứ tự trong danh sách của kế hoạch: one entry a place up or down, and keys for entries that are new."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, TypeVar

from app.domain.vietnamese import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

Entry = TypeVar("Entry")

_LONGEST_KEY = 100
_NO_KEYS = frozenset({"moi"})
"""Words that stand in the place of a key in an address, for what is not there yet."""


def moved(entries: tuple[Entry, ...], index: int, steps: int) -> tuple[Entry, ...]:
    """Return the entries with the one at that place moved by so many places; at either end it stays."""
    rest = [*entries[:index], *entries[index + 1 :]]
    at = max(0, min(len(rest), index + steps))
    return (*rest[:at], entries[index], *rest[at:])


def index_of(entries: tuple[Entry, ...], is_it: Callable[[Entry], bool]) -> int | None:
    """Return the place of the first entry of which that is so, None where there is none."""
    return next((place for place, entry in enumerate(entries) if is_it(entry)), None)


def new_key(words: str, taken: Collection[str], otherwise: str) -> str:
    """Return a key that no other entry has: the slug of the words, numbered from 2 where it is taken.

    `otherwise` is what it is made from where the words hold nothing that a key could.
    """
    wanted = slug(words)[:_LONGEST_KEY].strip("-") or otherwise
    if wanted not in taken and wanted not in _NO_KEYS:
        return wanted
    return next(key for number in count(2) if (key := f"{wanted}-{number}") not in taken)
