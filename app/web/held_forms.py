"""Nội dung giữ lại: what somebody typed when the session ended meanwhile, carried through signing in and sent then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.web.form_tokens import FIELD
from app.web.route_table import ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "giu."
"""Before the name of each held field, so that it cannot be taken for one of the form that carries it."""
SIGN_IN = "/dang-nhap"
NEXT = "tiep"
"""The field, and the query, that say where to go on after signing in."""
PASSWORDS = frozenset({"mat-khau", "mat-khau-lai", "mat-khau-cu"})
"""Fields that are never kept: a password stands in no page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldForm:
    """Biểu mẫu giữ lại: the path it was sent to, and its fields in their order, without the token."""

    path: str
    fields: tuple[tuple[str, str], ...]


def held(path: str, fields: Iterable[tuple[str, str]]) -> HeldForm:
    """Return what to hold of a form that was sent to that path."""
    kept = ((name, value) for name, value in fields if name != FIELD and name not in PASSWORDS)
    return HeldForm(path=path, fields=tuple(kept))


def held_again(path: str, fields: Iterable[tuple[str, str]]) -> HeldForm | None:
    """Return the form that another form carried; None when there is none, or its path takes no form of ours."""
    inner = tuple((name.removeprefix(PREFIX), value) for name, value in fields if name.startswith(PREFIX))
    return HeldForm(path=path, fields=inner) if inner and is_own_form(path) else None


def is_own_form(path: str) -> bool:
    """Say whether a form may be sent to that path: it is one of this service, written as one of its routes."""
    return is_own_path(path) and any(
        method == "POST" and _fits(template, path) for method, template in ROUTES if not template.startswith("/api")
    )


def is_own_path(path: str) -> bool:
    """Say whether a path leads to a page of this service and nowhere else, whatever a browser makes of it."""
    return path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path


def _fits(template: str, path: str) -> bool:
    wanted, found = template.split("/"), path.partition("?")[0].split("/")
    return len(wanted) == len(found) and all(
        bool(given) if part.startswith("{") else part == given for part, given in zip(wanted, found, strict=True)
    )
