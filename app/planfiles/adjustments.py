"""Tệp yêu cầu điều chỉnh: a request for changes of an issued plan, TOML or JSON, read with every fault at once."""

from __future__ import annotations

import re
import typing
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from app.domain.adjustments import Adjustment
from app.domain.errors import Fault, InvalidInput
from app.planfiles.limits import CURRENT_SCHEMA, beyond_limits
from app.planfiles.shapes import fields_of, shaped
from app.planfiles.trees import READERS, Tree, fault_at, written_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.planfiles.trees import Place

_SCHEMA = "schema"
_STEP = re.compile(r"\[(?P<position>\d+)\]|(?P<name>\w+)")
_DECLARED_IN = {
    "people": {"change.person_unknown"},
    "joinings": {"change.seat_unknown", "seat.unknown"},
    "additions": {"change.visit_unknown"},
}
"""Faults that a request may seem to have when a faulty part of it, in which the thing is declared, is left out."""


@dataclass(frozen=True, slots=True)
class AdjustmentFile:
    """Tệp yêu cầu đã đọc: the request less its unreadable parts, and the faults of those.

    `kept` are the positions, from 0, of what was readable of each list: the places of the request point there.
    """

    request: Adjustment
    tree: Tree
    faults: tuple[Fault, ...] = ()
    kept: dict[str, list[int]] = field(default_factory=dict)

    def all_faults(self, found: Iterable[Fault]) -> tuple[Fault, ...]:
        """Return the faults of the file and those found of the request, at the places where a reader finds them."""
        return (*self.faults, *(self._located(fault) for fault in found if not self._is_secondary(fault)))

    def _located(self, fault: Fault) -> Fault:
        steps = list(_place(fault.place))
        match steps:
            case [str(name), int(position), *_] if name in self.kept:
                steps[1] = self.kept[name][position]
        return replace(fault, place=self.tree.shown(tuple(steps)))

    def _is_secondary(self, fault: Fault) -> bool:
        if not self.faults:
            return False
        listed = {name: value for name, value in self.tree.root.items() if isinstance(value, list)}
        cut = {name for name, value in listed.items() if len(self.kept.get(name, [])) < len(value)}
        return fault.code == "change.none" or any(fault.code in _DECLARED_IN.get(name, ()) for name in cut)


def read_adjustment(data: bytes, filename: str) -> AdjustmentFile:
    """Return the request in a file, told by the end of its name (.toml, .json); raise InvalidInput for no such file."""
    reader = READERS.get(PurePath(filename).suffix.lower())
    if reader is None:
        raise InvalidInput((Fault(place=filename, code="file.unknown_kind", wanted=", ".join(READERS)),))
    tree = reader(data, filename)
    node = {name: value for name, value in tree.root.items() if name != _SCHEMA}
    request = shaped(tree, Adjustment, node)
    faults = [*tree.faults, *_schema_faults(tree), *beyond_limits(tree, Adjustment, node)]
    if not isinstance(request, list) and not faults:
        return AdjustmentFile(request, tree)
    faults += request if isinstance(request, list) else []
    kept = dict(_readable(tree))
    readable = {name: [_items(tree, name)[n] for n in positions] for name, positions in kept.items()}
    rest = shaped(tree, Adjustment, readable)
    return AdjustmentFile(
        Adjustment() if isinstance(rest, list) else rest, tree, faults=tuple(dict.fromkeys(faults)), kept=kept
    )


def _readable(tree: Tree) -> Iterator[tuple[str, list[int]]]:
    """Yield the positions of what is readable of each list of changes."""
    for name, meant in fields_of(Adjustment).items():
        if typing.get_origin(meant) is tuple:
            of_item = typing.get_args(meant)[0]
            yield name, [n for n, item in enumerate(_items(tree, name)) if _is_readable(tree, of_item, item, (name, n))]


def _items(tree: Tree, name: str) -> list[object]:
    found = tree.root.get(name)
    return found if isinstance(found, list) else []


def _is_readable(tree: Tree, meant: type, item: object, place: Place) -> bool:
    return not isinstance(shaped(tree, meant, item, place), list) and not beyond_limits(tree, meant, item, place)


def _schema_faults(tree: Tree) -> Iterator[Fault]:
    schema = tree.root.get(_SCHEMA, CURRENT_SCHEMA)
    if schema != CURRENT_SCHEMA:
        yield fault_at(tree, (_SCHEMA,), "schema.unsupported", written_value(schema), f"{CURRENT_SCHEMA}")


def _place(written: str) -> Place:
    """Return the steps of a place such as "moves[1].unit", its positions counted from 0."""
    found = _STEP.finditer(written)
    return tuple(int(step["position"]) - 1 if step["position"] else step["name"] for step in found)
