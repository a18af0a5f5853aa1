"""Lời văn của tệp Excel: loads templates/documents/<kind>/<paper>.toml, the `[texts]` written with Jinja's braces.

A name that the given values lack is an error, so wording cannot promise what the program does not know.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined

from app import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

_ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 (cells hold text, not markup)


class Wording:
    """Lời văn của một tệp, over the values given for it."""

    def __init__(self, paper: str, values: Mapping[str, Any]) -> None:
        self._texts = _load(paper)
        self._values = dict(values)

    def text(self, name: str, **more: object) -> str:
        """Return a text, filled; raise KeyError for one that is not there, jinja2.UndefinedError for a value."""
        text = self._texts[name]
        return _template(text).render(self._values | more) if "{" in text else text


@cache
def _load(paper: str) -> dict[str, str]:
    texts: dict[str, str] = tomllib.loads((TEMPLATES / "documents" / f"{paper}.toml").read_text(encoding="utf-8"))[
        "texts"
    ]
    return texts


@cache
def _template(text: str) -> Template:
    return _ENVIRONMENT.from_string(text)
