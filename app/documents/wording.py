"""Lời văn: loads the wording of documents from templates/documents, one folder a kind, one TOML file a paper.

A file holds single texts (`[texts]`) and lists of blocks (`[[name]]`), written with Jinja's braces over the values that
the paper declares. A name that the values lack is an error; values are taken letter for letter, their asterisks marking
nothing.

    [texts]
    subject = "Về việc kiểm tra tại {{ unit }}"

    [[body]]
    kind = "paragraph"          # paragraph | section | clause | guidance | centred | end
    number = "1."
    text = "Thời gian: {{ window }}."
    when = "window"             # left out unless this expression holds
    each = "parts"              # repeated with `one` for each of these values
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined

from app import TEMPLATES
from app.documents.layout import centred, clause_heading, end_mark, guidance, paragraph, section_heading
from app.domain.marks import plain
from app.domain.vietnamese import long_date, short_date, two_digits, weekday_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template
    from jinja2.environment import TemplateExpression

    from app.documents.page import Block


class Marked(str):
    """Chữ có dấu: a value whose `*…*` and `**…**` keep their meaning, as a text kept as printed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """Khối chữ: a block of wording filled with its values."""

    kind: str
    text: str
    number: str = ""


class Wording:
    """Lời văn của một loại văn bản, over the values given for one paper. Raises jinja2.UndefinedError, KeyError."""

    def __init__(self, paper: str, values: Mapping[str, Any]) -> None:
        self._paper = paper
        self._file = _load(paper)
        self._values = dict(values)

    def text(self, name: str) -> str:
        """Return a single text of the paper, filled."""
        return _fill(self._file["texts"][name], self._values)

    def text_blocks(self, name: str) -> tuple[TextBlock, ...]:
        """Return a list of blocks of the paper, filled; those whose condition fails are left out."""
        found = []
        for block in self._file[name]:
            everyone = _evaluate(block["each"], self._values) if "each" in block else (None,)
            for one in everyone:
                values = {**self._values, "one": one}
                if "when" in block and not _evaluate(block["when"], values):
                    continue
                number = _fill(block.get("number", ""), values)
                found.append(TextBlock(kind=block["kind"], number=number, text=_fill(block["text"], values)))
        return tuple(found)

    def blocks(self, name: str) -> tuple[Block, ...]:
        """Return a list of blocks drawn as paragraphs of the document."""
        return tuple(drawn(block) for block in self.text_blocks(name))


def drawn(block: TextBlock) -> Block:
    """Return the block of the document for a block of wording; raise KeyError for a kind that does not exist."""
    match block.kind:
        case "paragraph":
            return paragraph(block.text, number=block.number)
        case "section":
            return section_heading(block.number, block.text)
        case "clause":
            return clause_heading(block.number, block.text)
        case "guidance":
            return guidance(block.text)
        case "centred":
            return centred(block.text)
        case "end":
            return end_mark(block.text)
    raise KeyError(block.kind)


def _value(value: object) -> object:
    return value if isinstance(value, Marked) else plain(str(value))


_ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False, finalize=_value)  # noqa: S701 — text for Word, escaped where it is drawn
_ENVIRONMENT.filters.update(
    long_date=long_date, short_date=short_date, weekday_date=weekday_date, two_digits=two_digits
)


@cache
def _load(paper: str) -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / "documents" / f"{paper}.toml").read_text(encoding="utf-8"))


@cache
def _template(text: str) -> Template:
    return _ENVIRONMENT.from_string(text)


@cache
def _expression(text: str) -> TemplateExpression:
    return _ENVIRONMENT.compile_expression(text, undefined_to_none=False)


def _fill(text: str, values: Mapping[str, Any]) -> str:
    return _template(text).render(values) if "{" in text else text


def _evaluate(expression: str, values: Mapping[str, Any]) -> Any:
    return _expression(expression)(**values)
