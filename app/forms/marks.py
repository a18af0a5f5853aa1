"""Dấu in nghiêng, in đậm: the `*…*` and `**…**` that texts kept as printed carry, read for the cells of a sheet."""

from __future__ import annotations

import re
from typing import NamedTuple

_MARKED = re.compile(r"\*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*|\*(?=\S)(?P<italic>[^*]+?)(?<=\S)\*", re.DOTALL)


class Span(NamedTuple):
    """Đoạn chữ cùng kiểu."""

    text: str
    bold: bool = False
    italic: bool = False


def spans(text: str) -> list[Span]:
    """Return the stretches of a marked text, in order, none of them empty."""
    found: list[Span] = []
    end = 0
    for mark in _MARKED.finditer(text):
        found.append(Span(text[end : mark.start()]))
        found.append(Span(mark["bold"] or mark["italic"], bold=mark["bold"] is not None, italic=mark["bold"] is None))
        end = mark.end()
    found.append(Span(text[end:]))
    return [span for span in found if span.text]


def unmarked(text: str) -> str:
    """Return what the reader sees of a marked text."""
    return "".join(span.text for span in spans(text)) if "*" in text else text
