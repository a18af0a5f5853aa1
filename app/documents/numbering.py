"""Đánh số, liệt kê: numbers given out as wording asks for them, and the stops of a list.

A part of the text that is left out thus leaves no gap. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.đ and
V.6.b (I., 1., a) with the letters of the decree).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.vietnamese import POINT_LETTERS, roman

if TYPE_CHECKING:
    from collections.abc import Iterable


class Numbers:
    """Bộ đánh số của một văn bản: every call gives the next number of its rank and begins the ranks below anew."""

    def __init__(self) -> None:
        self._part = self._clause = self._point = 0

    def part(self) -> str:
        """Return "I.", "II." …"""
        self._part, self._clause, self._point = self._part + 1, 0, 0
        return f"{roman(self._part)}."

    def clause(self) -> str:
        """Return "1.", "2." …"""
        self._clause, self._point = self._clause + 1, 0
        return f"{self._clause}."

    def point(self) -> str:
        """Return "a)", "b)" … "đ)" …"""
        self._point += 1
        return f"{POINT_LETTERS[self._point - 1]})"

    def as_values(self) -> dict[str, object]:
        """Return the functions under the names by which wording calls them: part, clause, point."""
        return {"part": self.part, "clause": self.clause, "point": self.point}


def with_stops(items: Iterable[str]) -> tuple[str, ...]:
    """Return the items of a list, each ended by ";" and the last by "."; stops they already have are not doubled."""
    bare = [item.rstrip().rstrip(".;,") for item in items]
    return tuple(f"{item}{'.' if place == len(bare) else ';'}" for place, item in enumerate(bare, 1))
