"""Nội dung kiểm tra trong lời văn: the headings of an outline as they read inside a sentence or a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.documents.layout import PORTRAIT_MM
from app.domain.outlines import OutlineKind, fitted_items
from app.domain.programmes import heading_name, outline_parts
from app.domain.vietnamese import capital_first

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.units import Unit
    from app.domain.visits import Visit

TITLE_MM = PORTRAIT_MM - 5
"""Room for a trích yếu: the measured widths leave out the horns of ơ and ư."""


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
