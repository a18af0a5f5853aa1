"""A plan drawn up new, issued, and an adjustment on top of it, for the tests of its papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from promulgated_dossiers import DECISION, a_new_dossier

from app.domain.amending import AdjustmentForm, opened_adjustment
from app.domain.dates import Window
from app.domain.releases import issued_dossier

NUMBERED = replace(DECISION, number=None, day=None)
FIRST = issued_dossier(a_new_dossier(decision=NUMBERED), "7", date(2025, 3, 5))
MOVED = Window(first=date(2025, 8, 18), last=date(2025, 8, 20))
FIRST_WORDS = "Quyết định số 07/QĐ-UBND ngày 05 tháng 3 năm 2025"
OLD_TIME, NEW_TIME = "từ ngày 04/8/2025 đến hết ngày 07/8/2025", "từ ngày 18/8/2025 đến hết ngày 20/8/2025"
AMENDING, REPLACING = AdjustmentForm.AMENDING, AdjustmentForm.REPLACING


def opened(first=FIRST, form=AMENDING):
    """A draft on top of a release in which one visit moves and one is gone."""
    draft = opened_adjustment(first, date(2025, 7, 1), form, "Bão số 5")
    visits = draft.plan.visits
    return replace(
        draft, plan=replace(draft.plan, visits=(replace(visits[0], window=MOVED), *visits[1:-1]) if visits else ())
    )
