"""Nội dung kiểm tra trong lời văn: the headings of an outline as they read inside a sentence or a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.documents.layout import PORTRAIT_MM
from app.domain.marks import unmarked
from app.domain.outlines import OutlineKind, fitted_items
from app.domain.programmes import outline_parts

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.outlines import OutlineItem
    from app.domain.units import Unit
    from app.domain.visits import Visit

TITLE_MM = PORTRAIT_MM - 5
"""Room for a trích yếu: the measured widths leave out the horns of ơ and ư."""


def heading_name(dossier: PlanDossier, item: OutlineItem) -> str:
    """Return a heading in sentence case, capital first letter.

    One printed in capitals takes the name of its field from the plan, where the plan names it.
    """
    text = unmarked(item.text).strip().rstrip(".")
    if not text.isupper():
        return text
    named = next((mandate.name for mandate in dossier.plan.mandates if mandate.field == item.field), None)
    return capital_first(named) if named else text.capitalize()


def content_of(dossier: PlanDossier, visit: Visit) -> tuple[str, ...]:
    """Return what the visit inspects: the outline's headings fitted to the unit, else the fields the plan names."""
    headings = tuple(heading_name(dossier, item) for item in outline_parts(dossier, visit))
    return headings or tuple(capital_first(mandate.name) for mandate in dossier.plan.mandates)


def plan_content(dossier: PlanDossier) -> tuple[str, ...]:
    """Return what the plan inspects as a whole: the fields it names, else the outline's parts."""
    named = tuple(capital_first(mandate.name) for mandate in dossier.plan.mandates)
    if named or dossier.outline is None:
        return named
    return tuple(heading_name(dossier, item) for item in dossier.outline.items if item.kind == OutlineKind.PART)


def fields_for(dossier: PlanDossier, unit: Unit) -> tuple[str, ...]:
    """Return the fields on which a body inspects itself: the outline's titled sections that apply to it.

    An outline without sections gives its parts that have a field; without an outline the plan's fields stand for it.
    """
    if dossier.outline is None:
        return plan_content(dossier)
    fitted = fitted_items(dossier.outline, unit, ())
    items = [each.item for each in fitted if each.applies and each.item.field is not None]
    sections = [item for item in items if item.kind == OutlineKind.SECTION]
    parts = [item for item in items if item.kind == OutlineKind.PART]
    return tuple(heading_name(dossier, item) for item in sections or parts)


def capital_first(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]
