"""Dòng của từng chỗ trong tệp TOML, which the standard reader does not tell: so that a fault can name its line."""

from __future__ import annotations

import re

_TABLE = re.compile(r"\s*(?P<open>\[\[?)\s*(?P<path>[^\[\]#]+?)\s*\]")
_KEY = re.compile(r"""\s*(?P<path>(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"))*)\s*=""")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_ITEM = re.compile(r"\s*[\"'{\[]")


def lines_of_places(text: str) -> dict[tuple[str | int, ...], int]:
    """Return the line (from 1) of each table, key and list item that begins a line of a readable TOML text.

    Items written within one line share the line of their key: the caller asks for the nearest place above.
    """
    return _Lines().read(text)


class _Lines:
    """Walks the lines, remembering the table they are in."""

    def __init__(self) -> None:
        self._found: dict[tuple[str | int, ...], int] = {}
        self._counts: dict[tuple[str | int, ...], int] = {}
        self._table: tuple[str | int, ...] = ()
        self._list: tuple[str | int, ...] | None = None
        self._items = 0
        self._depth = 0

    def read(self, text: str) -> dict[tuple[str | int, ...], int]:
        quotes: str | None = None
        for number, line in enumerate(text.split("\n"), 1):
            if quotes is None:
                self._line(line, number)
            quotes = _open_quotes(line, quotes)
        return self._found

    def _line(self, line: str, number: int) -> None:
        if key := _KEY.match(line):
            place = self._table + _parts(key["path"])
            self._found.setdefault(place, number)
            opens_list = line[key.end() :].strip() == "["
            self._list, self._items, self._depth = (place if opens_list else None), 0, 0
        elif self._list is not None:
            self._item(line, number)
        elif table := _TABLE.match(line):
            self._enter(_parts(table["path"]), is_item=table["open"] == "[[", number=number)

    def _item(self, line: str, number: int) -> None:
        """Note an item that begins a line; lists within the list are passed over."""
        if self._list is not None and self._depth == 0 and _ITEM.match(line):
            self._found.setdefault((*self._list, self._items), number)
            self._items += 1
        self._depth += {"[": 1, "]": -1, "],": -1}.get(line.strip(), 0)
        if self._depth < 0:
            self._list = None

    def _enter(self, path: tuple[str, ...], *, is_item: bool, number: int) -> None:
        place: tuple[str | int, ...] = ()
        for depth, part in enumerate(path, 1):
            place = (*place, part)
            if is_item and depth == len(path):
                self._counts[place] = self._counts.get(place, -1) + 1
            if place in self._counts:
                self._found.setdefault(place, number)
                place = (*place, self._counts[place])
        self._table, self._list = place, None
        self._found.setdefault(place, number)


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(path))


def _open_quotes(line: str, quotes: str | None) -> str | None:
    """Return the triple quotes that are still open at the end of a line."""
    position = 0
    while True:
        wanted = [quotes] if quotes else ['"""', "'''"]
        found = [(line.find(mark, position), mark) for mark in wanted if line.find(mark, position) >= 0]
        if not found:
            return quotes
        position, mark = min(found)
        position += len(mark)
        quotes = None if quotes else mark
