"""Quy tắc về cuộc kiểm tra giữ nguyên: asked of a draft on top of a release, beside the rules of every plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.pins import moved_pins
from app.domain.problems import Problem
from app.domain.schedules import time_words, window_words
from app.domain.vietnamese import lower_first

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier


def pinned_moved(draft: PlanDossier, issued: PlanDossier, today: date, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find visits that are done, running, or near, and that the draft has at another time than they were issued."""
    for pin, visit in moved_pins(draft, issued, today, calendar):
        yield Problem(
            code="visit.pinned_moved",
            subjects=(pin.visit.unit,),
            dates=(pin.window.first, pin.window.last),
            facts={
                "unit": issued.unit_name(pin.visit.unit),
                "why": pin.words(),
                "issued": window_words(pin.window),
                "drafted": "không kiểm tra" if visit is None else lower_first(time_words(visit)),
            },
        )
