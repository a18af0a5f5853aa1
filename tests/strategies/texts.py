"""Texts, keys, and choices among things."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

Thing = TypeVar("Thing")

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳấầểễịọộớờựỹĐÂÔƯ0123456789 .,;:()/-–“”\"'\\%&<>#=[]"


def words(most: int = 24) -> st.SearchStrategy[str]:
    """Return texts of one line, never empty, such as cleaning leaves as they are."""
    text = st.text(_LETTERS, min_size=1, max_size=most)
    return text.map(lambda t: unicodedata.normalize("NFC", " ".join(t.split()))).filter(bool)


def maybe_words() -> st.SearchStrategy[str]:
    """Return texts of one line that may be empty."""
    return st.just("") | words()


def passages() -> st.SearchStrategy[str]:
    """Return texts that may be empty or run over several lines."""
    return st.lists(words(), max_size=3).map("\n".join)


def lines(most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """Return a few lines."""
    return st.lists(words(), max_size=most).map(tuple)


def slugs(prefix: str = "") -> st.SearchStrategy[str]:
    """Return keys as they stand in addresses."""
    return st.from_regex(r"[a-z]{1,5}(-[a-z0-9]{1,4}){0,2}", fullmatch=True).map(lambda slug: f"{prefix}{slug}")


def maybe(strategy: st.SearchStrategy[Thing]) -> st.SearchStrategy[Thing | None]:
    """Return nothing or what the strategy gives."""
    return st.none() | strategy


def some_of(things: Sequence[Thing], most: int = 3) -> st.SearchStrategy[tuple[Thing, ...]]:
    """Return a few of the things, each once, in any order."""
    if not things:
        return st.just(())
    return st.lists(st.sampled_from(things), max_size=most, unique=True).map(tuple)
