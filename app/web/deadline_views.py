"""Thời hạn trên trang: how a deadline is told on a given day, wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.vietnamese import weekday_date
from app.web.views import standing_of

if TYPE_CHECKING:
    from datetime import date

    from app.services.overview import DueLeft


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """Thời hạn: its `words` as the plan has them, its days in words, and how it stands (a key of `standing_of`).

    The days and the standing are None while the day cannot be computed.
    """

    words: str
    standing: str | None
    days_left: int
    last_valid_day: str | None
    last_working_day: str | None

    @property
    def ends_on_day_off(self) -> bool:
        """Say whether the last day in time is one on which offices do not work."""
        return self.last_valid_day != self.last_working_day


def deadline_view(left: DueLeft | None, today: date) -> DeadlineView | None:
    """Return how a deadline is told on that day; None where the plan sets none."""
    if left is None:
        return None
    return DeadlineView(
        words=left.deadline.words(),
        standing=standing_of(today, left.due, left.last_working_day),
        days_left=left.days_left,
        last_valid_day=weekday_date(left.due.last_day) if left.due is not None else None,
        last_working_day=weekday_date(left.last_working_day) if left.last_working_day is not None else None,
    )
