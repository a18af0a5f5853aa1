"""Cây giá trị so với lớp dữ liệu: names, kinds of value and what a value may never be, all faults at once.

The domain's dataclasses are the schema. Pydantic reads them as they are: the settings given here reach down to plain
dataclasses that have none of their own, so that the domain knows nothing of it.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from app.domain.forms import Form
from app.domain.outlines import Outline
from app.domain.people import Person
from app.domain.plans import Plan
from app.domain.units import Province, Unit
from app.planfiles.trees import fault_at, written_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails

    from app.domain.errors import Fault
    from app.planfiles.trees import Described, Place

Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContent:
    """Nội dung tệp kế hoạch: what stands in the file; what the directory holds already may be left out."""

    schema: int
    plan: Plan
    people: tuple[Person, ...] = ()
    outlines: tuple[Outline, ...] = ()
    forms: tuple[Form, ...] = ()
    province: Province | None = None
    units: tuple[Unit, ...] = ()


class Node(NamedTuple):
    """Nút: a value of the tree with the class and field that it is meant for; `owner` None at the top."""

    place: Place
    owner: type | None
    name: str
    meant: Any
    value: object


def shaped(tree: Described, shape: type[Shape], node: object, place: Place = ()) -> Shape | list[Fault]:
    """Return the value of that class which the node of the tree describes, or every fault of its shape."""
    faults = [
        fault_at(tree, found.place, "type.wrong", written_value(found.value), "text")
        for found in nodes(shape, node, place)
        if found.meant is str and isinstance(found.value, date | time)
    ]
    adapter = _adapter(typing.cast("Any", shape))
    try:
        (made,) = adapter.validate_json(json.dumps([node], default=str))
    except ValidationError as error:
        faults += [
            _fault_of(tree, shape, details, node, place)
            for details in error.errors(include_url=False, include_input=False)
        ]
    return faults or made


def nodes(shape: Any, value: object, place: Place = (), owner: type | None = None, name: str = "") -> Iterator[Node]:
    """Yield every value of a node that has its place in the class, from the top down; nothing for an absent value."""
    if value is None:
        return
    meant = _core(shape)
    yield Node(place, owner, name, meant, value)
    if _is_dataclass(meant) and isinstance(value, dict):
        for field, inner in fields_of(meant).items():
            if field in value:
                yield from nodes(inner, value[field], (*place, field), typing.cast("type", meant), field)
    elif typing.get_origin(meant) is tuple and isinstance(value, list):
        for position, item in enumerate(value):
            yield from nodes(typing.get_args(meant)[0], item, (*place, position), owner, name)
    elif typing.get_origin(meant) is dict and isinstance(value, dict):
        for key, item in value.items():
            yield from nodes(typing.get_args(meant)[1], item, (*place, key), owner, name)


@cache
def fields_of(shape: Any) -> dict[str, Any]:
    """Return the fields of a dataclass with their types."""
    return typing.get_type_hints(shape)


def nearest(found: str, known: Iterable[str]) -> str:
    """Return the known word that is most like the one found, "" when none is."""
    return next(iter(get_close_matches(found, list(known), n=1, cutoff=0.6)), "")


@cache
def _adapter(shape: Any) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[shape], config=ConfigDict(extra="forbid", strict=True))


def _is_dataclass(shape: Any) -> bool:
    return dataclasses.is_dataclass(shape)


def _core(shape: Any) -> Any:
    """Return the type less its "or nothing"."""
    if isinstance(shape, types.UnionType) or typing.get_origin(shape) is typing.Union:
        return next(part for part in typing.get_args(shape) if part is not types.NoneType)
    return shape


def _meant_at(shape: Any, steps: Place) -> Any:
    """Return the type of what stands at those steps below a class; None where the class has no such place."""
    meant = _core(shape)
    for step in steps:
        if _is_dataclass(meant):
            meant = _core(fields_of(meant).get(str(step)))
        else:
            arguments = typing.get_args(meant)
            meant = _core(arguments[0] if typing.get_origin(meant) is tuple else arguments[-1]) if arguments else None
    return meant


def _value_at(node: object, steps: Place) -> object:
    for step in steps:
        node = node[step] if isinstance(node, list | dict) else None  # type: ignore[index]  # steps were taken from it
    return node


_UNKNOWN = {"unexpected_keyword_argument", "extra_forbidden"}
_MISSING = {"missing", "missing_argument", "missing_keyword_only_argument"}
_KINDS: dict[Any, str] = {str: "text", int: "number", bool: "yes_or_no", date: "date", dict: "table", tuple: "list"}


def _fault_of(tree: Described, shape: Any, details: ErrorDetails, node: object, place: Place) -> Fault:
    """Return one of pydantic's errors as a fault."""
    steps: Place = tuple(details["loc"][1:])
    kind, at = details["type"], place + steps
    if kind in _UNKNOWN:
        known = fields_of(_meant_at(shape, steps[:-1]))
        return fault_at(tree, at, "key.unknown", str(steps[-1]), nearest(str(steps[-1]), known))
    if kind in _MISSING:
        return fault_at(tree, place + steps[:-1], "key.missing", str(steps[-1]))
    found = written_value(_value_at(node, steps))
    if kind == "value_error":
        return fault_at(tree, at, str(details["ctx"]["error"]), found)
    meant = _meant_at(shape, steps)
    if isinstance(meant, type) and issubclass(meant, Enum):
        allowed = [str(member.value) for member in meant]
        return fault_at(tree, at, "value.not_allowed", found, ", ".join(allowed))
    if meant is date and isinstance(_value_at(node, steps), str):
        return fault_at(tree, at, "date.invalid", found)
    wanted = "table" if _is_dataclass(meant) else _KINDS[typing.get_origin(meant) or meant]
    return fault_at(tree, at, "type.wrong", found, wanted)
