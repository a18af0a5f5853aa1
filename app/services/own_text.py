"""Lời văn mẫu của kế hoạch, chép ra để sửa."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.acts import PlanText
    from app.domain.dossiers import PlanDossier


def drawn_up_text_of(dossier: PlanDossier) -> PlanText:
    """Return the plan's text with what the papers draw up from its data written down as clauses."""
    from app.documents.plan_text import text_as_drawn_up  # noqa: PLC0415 — Word is loaded for a paper alone

    return text_as_drawn_up(dossier)
