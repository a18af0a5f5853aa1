"""Danh mục kế hoạch: what a list says of each plan, without the plan itself being read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.plans import PlanState


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPlan:
    """Kế hoạch trong danh mục: its working copy in a line, and the release that was issued last.

    `release` is the number of that release, None while there is none; `decision` ("1234/QĐ-UBND", "" unknown) and
    `decision_day` are those of the act that issued it. `is_own` says that whoever asks draws the plan up, `is_viewed`
    that they read every plan of its province that was issued.
    """

    key: str
    kind: str
    title: str
    province: str
    year: int
    state: PlanState
    release: int | None
    decision: str
    decision_day: date | None
    is_own: bool = False
    is_viewed: bool = False

    @property
    def is_being_changed(self) -> bool:
        """Say whether its working copy is no longer, or not yet, what was issued last."""
        return self.state in {PlanState.DRAFT, PlanState.SUBMITTED}
