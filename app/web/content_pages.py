"""Chung cho các trang nội dung: where they stand, what a form sends along, the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from app.domain.plan_steps import SeenItem
from app.services.editing import ItemGuard

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.datastructures import FormData

    from app.domain.dossiers import PlanDossier

PAGE = "/ke-hoach/{plan_key}/noi-dung"
MARK = "danh-dau"
"""The hidden field that says over what an item was edited."""
DONE = "da"
"""The query that says what was just done."""
PLACE = "noi-dung"
"""The place of these pages in the navigation."""


def guard_of(kind: str, key: str, form: FormData, now: Callable[[PlanDossier], object | None]) -> ItemGuard:
    """Return the guard of the item that a form was filled over."""
    return ItemGuard(seen=SeenItem(kind=kind, key=key, mark=sent(form, MARK)), now=now)


def sent(form: FormData, name: str) -> str:
    """Return what was typed into a field, "" where the form lacks it."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def back_to_content(plan_key: str, done: str, anchor: str) -> Response:
    """Lead back to the page of all texts, to where something was done."""
    return RedirectResponse(f"{PAGE.format(plan_key=plan_key)}?{DONE}={done}#{anchor}", status_code=303)
