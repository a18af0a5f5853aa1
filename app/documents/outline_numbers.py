"""Đánh số lại đề mục: what a unit's report leaves out of an outline leaves no gap in the numbers of the rest.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.đ and V.6.b (numbers run without gaps). A plan that keeps its
print keeps the printed numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.vietnamese import POINT_LETTERS, roman

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.outlines import FittedItem

_MANNERS = {
    "roman": re.compile(r"[IVXLC]+\."),
    "arabic": re.compile(r"\d+\."),
    "letter": re.compile(rf"[{POINT_LETTERS}]\)"),
}


def renumbered(items: Iterable[FittedItem]) -> tuple[FittedItem, ...]:
    """Return the items with their places among those shown as numbers, each in the manner in which it was numbered.

    "II." becomes "I." when it comes first, "c)" becomes "b)" after "a)"; dashes and other marks stay.
    """
    places: Counter[tuple[str, str]] = Counter()
    found = []
    for fitted in items:
        item = fitted.item
        manner = next((name for name, style in _MANNERS.items() if style.fullmatch(item.number)), None)
        if manner is None:
            found.append(fitted)
            continue
        above = item.code.rpartition(".")[0]
        places[above, manner] += 1
        found.append(replace(fitted, item=replace(item, number=_number(manner, places[above, manner]))))
    return tuple(found)


def _number(manner: str, place: int) -> str:
    match manner:
        case "roman":
            return f"{roman(place)}."
        case "letter":
            return f"{POINT_LETTERS[place - 1]})"
        case _:
            return f"{place}."
