"""Từ byte đến cây giá trị: TOML or JSON as plain values with clean text, or every fault of its writing.

Sizes are bounded here, before anything is looked at: bytes, nesting, items of a list, characters of a text.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from app.domain.errors import Fault, InvalidInput
from app.domain.vietnamese import clean, grouped
from app.planfiles.toml_lines import lines_of_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Place = tuple[str | int, ...]
"""Đường dẫn: names and positions (from 0) from the top of a file down to a value."""

MOST_BYTES = 5_000_000
MOST_ITEMS = 10_000
DEEPEST = 24
LONGEST_TEXT = 30_000
_LONGEST_DOTTED_KEY = 40
_SHOWN = 60
_MOST_MENDED_DATES = 200

_DOTTED_KEY = re.compile(r"(?<![\w-])(?:[A-Za-z0-9_-]++[ \t]*+\.[ \t]*+){" + str(_LONGEST_DOTTED_KEY) + "}")
_TOML_POSITION = re.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)$")
_DATE_LIKE = re.compile(r"(?<![\w\"'])\d{1,4}(?P<mark>[-/.])\d{1,2}(?:(?P=mark)\d{1,4})?(?![\w\"'])")


class Described(Protocol):
    """Giá trị kèm chỗ của nó: values from some file, and how a reader finds a place among them."""

    @property
    def root(self) -> dict[str, object]:
        """The values."""

    def shown(self, place: Place) -> str:
        """Return where a reader finds the place."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Cây giá trị của một tệp: `root` holds dicts, lists, cleaned strings, ints, floats, bools, dates and None.

    A date that does not exist, as 31/2, stands as its text. `name` is the file's; `lines` tells the line of the places
    of a TOML file.
    """

    name: str
    root: dict[str, object]
    faults: tuple[Fault, ...] = ()
    lines: dict[Place, int] = field(default_factory=dict)

    def shown(self, place: Place) -> str:
        """Return the place as a reader finds it: "plan.visits[3].window (dòng 412)"; the file's name for the top."""
        if not place:
            return self.name
        known = (self.lines[place[:depth]] for depth in range(len(place), 0, -1) if place[:depth] in self.lines)
        line = next(known, None)
        return written_place(place) if line is None else f"{written_place(place)} (dòng {line})"


def fault_at(described: Described, place: Place, code: str, found: str = "", wanted: str = "") -> Fault:
    """Return a fault of what stands at a place."""
    return Fault(place=described.shown(place), code=code, found=found, wanted=wanted)


def written_place(place: Place) -> str:
    """Return "plan.visits[3].window"; positions are counted from 1."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place).removeprefix(".")


def written_value(value: object) -> str:
    """Return a value as it is shown in a sentence, shortened."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def decoded(data: bytes, name: str) -> str:
    """Return the file as text, without a byte order mark; raise InvalidInput when it is too big or not UTF-8."""
    if len(data) > MOST_BYTES:
        raise _unreadable(name, "file.too_big", grouped(len(data)), grouped(MOST_BYTES))
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = f"{name} (dòng {line}, byte {error.start + 1})"
        raise _unreadable(place, "file.not_utf8", f"0x{data[error.start]:02X}") from None


def read_toml(data: bytes, name: str) -> Tree:
    """Return a TOML file as a tree; raise InvalidInput when it cannot be read at all."""
    text = decoded(data, name)
    if found := _DOTTED_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _unreadable(f"{name} (dòng {line})", "file.too_deep", wanted=f"{DEEPEST}")
    values, text = _toml_values(text, name)
    return _tree(values, name, lines_of_places(text))


def read_json(data: bytes, name: str) -> Tree:
    """Return a JSON file as a tree; raise InvalidInput when it cannot be read at all."""
    text = decoded(data, name)
    twice: list[str] = []

    def without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
        counts = Counter(key for key, _ in pairs)
        twice.extend(key for key, count in counts.items() if count > 1)
        return dict(pairs)

    try:
        values = json.loads(text, object_pairs_hook=without_repeats)
    except json.JSONDecodeError as error:
        raise _syntax(text, name, error.lineno, error.colno, "JSON") from None
    except RecursionError:
        raise _unreadable(name, "file.too_deep", wanted=f"{DEEPEST}") from None
    except ValueError:
        raise _unreadable(name, "number.too_long") from None
    if not isinstance(values, dict):
        raise _unreadable(name, "type.wrong", written_value(values), "table")
    tree = _tree(values, name, {})
    repeats = tuple(Fault(place=name, code="key.twice", found=written_value(key)) for key in dict.fromkeys(twice))
    return replace(tree, faults=repeats + tree.faults)


READERS: dict[str, Callable[[bytes, str], Tree]] = {".toml": read_toml, ".json": read_json}
"""The reader of each kind of file, by the end of its name."""


def _toml_values(text: str, name: str) -> tuple[dict[str, object], str]:
    """Return the values and the text read; a bare date that does not exist is read as a string of its characters."""
    for _ in range(_MOST_MENDED_DATES):
        try:
            return tomllib.loads(text), text
        except tomllib.TOMLDecodeError as error:
            found = _TOML_POSITION.search(str(error))
            line, column = (int(found["line"]), int(found["column"])) if found else (text.count("\n") + 1, 1)
            mended = _with_date_quoted(text, line, column)
            if mended is None:
                raise _syntax(text, name, line, column, "TOML") from None
            text = mended
        except RecursionError:
            raise _unreadable(name, "file.too_deep", wanted=f"{DEEPEST}") from None
        except ValueError:
            raise _unreadable(name, "number.too_long") from None
    raise _unreadable(name, "date.too_many_invalid", f"{_MOST_MENDED_DATES}")


def _with_date_quoted(text: str, line: int, column: int) -> str | None:
    """Return the text with the date-like word at that place in quotes; None when there is none."""
    lines = text.split("\n")
    for found in _DATE_LIKE.finditer(lines[line - 1]):
        if found.start() <= column - 1 <= found.end():
            quoted = f'{lines[line - 1][: found.start()]}"{found[0]}"{lines[line - 1][found.end() :]}'
            return "\n".join([*lines[: line - 1], quoted, *lines[line:]])
    return None


def _tree(values: dict[str, object], name: str, lines: dict[Place, int]) -> Tree:
    root, faults = _Cleaner().cleaned(values)
    tree = Tree(name=name, root=root, lines=lines)
    return replace(tree, faults=tuple(fault_at(tree, *fault) for fault in faults))


class _Cleaner:
    """Cleans every text of a tree and finds what is beyond the bounds."""

    def __init__(self) -> None:
        self._faults: list[tuple[Place, str, str, str]] = []

    def cleaned(self, values: dict[str, object]) -> tuple[dict[str, object], list[tuple[Place, str, str, str]]]:
        return {key: self._value((key,), value) for key, value in values.items()}, self._faults

    def _value(self, place: Place, value: object) -> object:
        if isinstance(value, str):
            text = clean(value)
            if len(text) > LONGEST_TEXT:
                self._fault(place, "text.too_long", f"{len(text)}", f"{LONGEST_TEXT}")
            return text
        if not isinstance(value, dict | list):
            return value
        if len(place) > DEEPEST:
            self._fault(place[:DEEPEST], "file.too_deep", "", f"{DEEPEST}")
            return None
        if len(value) > MOST_ITEMS:
            self._fault(place, "list.too_long", f"{len(value)}", f"{MOST_ITEMS}")
            return None
        if isinstance(value, dict):
            return {key: self._value((*place, key), item) for key, item in value.items()}
        return [self._value((*place, position), item) for position, item in enumerate(value)]

    def _fault(self, place: Place, code: str, found: str, wanted: str) -> None:
        self._faults.append((place, code, found, wanted))


def values_at(root: object, pattern: str) -> Iterator[tuple[Place, object]]:
    """Yield what stands at a path such as `plan.teams[].seats[].person`, with its place.

    What has another shape than the path is passed over: that is a fault of shape and is found as such.
    """
    steps = [(step.removesuffix("[]"), step.endswith("[]")) for step in pattern.split(".")]
    yield from _values_at(root, steps, ())


def _values_at(node: object, steps: list[tuple[str, bool]], place: Place) -> Iterator[tuple[Place, object]]:
    if not steps:
        yield place, node
        return
    (name, is_list), *rest = steps
    if not isinstance(node, dict) or name not in node:
        return
    inner, at = node[name], (*place, name)
    if not is_list:
        yield from _values_at(inner, rest, at)
    elif isinstance(inner, list):
        for position, item in enumerate(inner):
            yield from _values_at(item, rest, (*at, position))


def as_date(value: object) -> date | None:
    """Return a date written as TOML or as "YYYY-MM-DD", None for anything else."""
    if type(value) is date:
        return value
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _syntax(text: str, name: str, line: int, column: int, language: str) -> InvalidInput:
    """Return the refusal of a text that breaks the rules of its language at that place, with the line as written."""
    written = text.split("\n")[line - 1]
    return _unreadable(f"{name} (dòng {line}, cột {column})", "file.syntax", written_value(written), language)


def _unreadable(place: str, code: str, found: str = "", wanted: str = "") -> InvalidInput:
    """Return the refusal of a file that cannot be read any further."""
    return InvalidInput((Fault(place=place, code=code, found=found, wanted=wanted),))
