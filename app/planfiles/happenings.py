"""Ghi và đọc tình huống phát sinh: kept with the proposal that it asked for, so that it can be asked for again."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from app.domain.happenings import DaysOffDecreed, Happening, PersonAway, PlaceClosed, UnitAdded, UnitWithdrawn

_KIND = "kind"
_KINDS: dict[str, type] = {
    "person_away": PersonAway,
    "place_closed": PlaceClosed,
    "unit_withdrawn": UnitWithdrawn,
    "unit_added": UnitAdded,
    "days_off_decreed": DaysOffDecreed,
}


def plain_happening(happening: Happening) -> dict[str, Any]:
    """Return a happening as a table of plain values, its kind among them; dates read "2023-08-01"."""
    name = next(name for name, kind in _KINDS.items() if isinstance(happening, kind))
    return {_KIND: name, **_adapter(_KINDS[name]).dump_python(happening, mode="json")}


def happening_from(table: dict[str, Any]) -> Happening:
    """Return the happening that `plain_happening` gave."""
    values = {name: value for name, value in table.items() if name != _KIND}
    return cast("Happening", _adapter(_KINDS[table[_KIND]]).validate_python(values))


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
