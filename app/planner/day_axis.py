"""Trục ngày làm việc: the visits to be placed, the days they may take, and how many of them each takes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.dates import Window
from app.domain.schedule_requests import Aim, visit_name
from app.planner import wishes
from app.planner.wishes import Wish

if TYPE_CHECKING:
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.schedule_requests import ScheduleRequest
    from app.domain.visits import Visit

_SPARE_TIME = timedelta(days=120)


class DayAxis:
    """Trục ngày của một yêu cầu; it notes each wish that it takes into account, unless that is left out."""

    def __init__(
        self, dossier: PlanDossier, calendar: WorkCalendar, request: ScheduleRequest, without: frozenset[Wish]
    ) -> None:
        self._given, self._calendar, self._request, self._without = dossier, calendar, request, without
        self._plan = dossier.plan
        self._wishes: dict[Wish, list[str]] = {}

    def _keeps(self, wish: Wish, *names: str) -> bool:
        """Note a wish that is taken into account; say whether it is not left out."""
        if wish in self._without:
            return False
        self._wishes.setdefault(wish, []).extend(names)
        return True

    # Visits and days

    @cached_property
    def _visits(self) -> tuple[Visit, ...]:
        named = set(self._request.units)
        takes_undated = self._request.aim == Aim.FRESH and not named
        return tuple(
            visit
            for visit in self._plan.visits
            if not visit.is_reserve and (visit.window is not None or takes_undated or visit_name(visit) in named)
        )

    @cached_property
    def _is_fresh(self) -> bool:
        return self._request.aim == Aim.FRESH

    def _is_pinned(self, visit: Visit) -> bool:
        name = visit_name(visit)
        is_fixed = visit.window is not None and name in self._request.fixed
        return is_fixed and self._keeps(Wish(wishes.FIXED, name), name)

    @cached_property
    def _axis(self) -> tuple[date, ...]:
        """The working days of the span, of the days that visits have, and of more where the span is left out."""
        windows = [visit.window for visit in self._visits if visit.window is not None]
        request = self._request
        if request.span is not None:
            first, last = request.span.first, request.span.last
        else:
            first, last = date(self._plan.year, 1, 1), date(self._plan.year, 12, 31)
        if self._is_fresh:
            windows = [visit.window for visit in self._visits if visit.window and visit_name(visit) in request.fixed]
        first = min([first, *(window.first for window in windows)])
        last = max([last, *(window.last for window in windows)])
        if wishes.SPAN in self._without:
            days = sum(self._least_and_wanted(visit)[1] + request.spare_days for visit in self._visits)
            last += _SPARE_TIME + timedelta(days=2 * days)
        return self._calendar.working_days(first, last)

    def _index(self, day: date) -> int:
        """Return the place of the first working day of the axis that is not before the day."""
        return bisect_left(self._axis, day)

    def _bounds(self) -> tuple[int, int]:
        """Return the first and last axis day that new days may take."""
        earliest, latest = 0, len(self._axis) - 1
        if self._keeps(wishes.SPAN):
            span = self._request.span or Window(first=date(self._plan.year, 1, 1), last=date(self._plan.year, 12, 31))
            earliest, latest = self._index(span.first), bisect_right(self._axis, span.last) - 1
        if self._request.not_before is not None and self._keeps(wishes.NOT_BEFORE):
            earliest = max(earliest, self._index(self._request.not_before))
        return earliest, latest

    def _working_days(self, window: Window) -> int:
        return bisect_right(self._axis, window.last) - bisect_left(self._axis, window.first)

    def _least_and_wanted(self, visit: Visit) -> tuple[int, int]:
        """Return how many working days a visit takes at least, and how many are wanted."""
        name = visit_name(visit)
        own = len(self._calendar.working_days(visit.window.first, visit.window.last)) if visit.window else 0
        level = self._given.directory.unit(visit.unit).level
        asked = next((each for each in self._request.lengths if each.unit == name), None)
        wish = Wish(wishes.LENGTH, f"unit:{name}")
        if asked is None:
            asked = next((each for each in self._request.lengths if each.level == level), None)
            wish = Wish(wishes.LENGTH, f"level:{level}") if asked is not None else wish
        if not self._is_fresh:
            # Nothing in a window that is there already may become shorter, whatever the request says of its level.
            least = max(own, asked.least if asked is not None else 0, 1)
            if own and least == own:
                return own, own
            if own:
                return (least, least) if self._keeps(wish, name) else (own, own)
        if asked is not None:
            wanted = max(asked.wanted or asked.least, asked.least)
            return (asked.least if self._keeps(wish, name) else 1), wanted
        loose = visit.loose.working_days if visit.loose is not None else None
        standard = self._plan.standards.working_days.get(level)
        wanted = max(own or loose or standard or 1, 1)
        least = min(standard or wanted, wanted)
        kept = self._keeps(Wish(wishes.LENGTH, f"level:{level}") if standard else wish, name)
        return (least if kept else 1), wanted
