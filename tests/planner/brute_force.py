"""The least disturbance of an issued plan found by trying everything, by the rules of plans alone.

Every rule with an error speaks of one visit or of two of them. So whatever stands alone and in pairs stands together,
which a check of the whole schedule confirms.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.dates import Window, WorkCalendar
from app.domain.dossiers import PlanDossier
from app.domain.problems import Severity
from app.domain.rules import check_plan
from app.domain.schedule_requests import visit_name

if TYPE_CHECKING:
    from app.domain.visits import Visit


@dataclass(kw_only=True)
class EveryWay:
    """All schedules of an issued plan to which something happened: `fixed` visits stay, nothing moves before `since`.

    `added` are visits without days, by name, and their working days. A unit is not visited while it is closed.
    """

    dossier: PlanDossier
    calendar: WorkCalendar
    fixed: frozenset[str]
    since: date
    until: date
    added: dict[str, int] = field(default_factory=dict)
    best: tuple[int, int] | None = None
    _pairs: dict[tuple[tuple[str, Window], ...], bool] = field(default_factory=dict)

    def least(self) -> tuple[int, int] | None:
        """Return the fewest visits moved and then the fewest calendar days; None where no schedule is right."""
        visits = [visit for visit in self.dossier.plan.visits if visit.window is not None]
        visits += [visit for visit in self.dossier.plan.visits if visit_name(visit) in self.added]
        ways = [(visit, self._ways(visit)) for visit in visits]
        # Visits with few ways first; those without days last, since any day will do.
        ways.sort(key=lambda entry: (entry[0].window is None, len(entry[1])))
        self._try(ways, [], (0, 0))
        return self.best

    def _try(self, ways, placed: list[Visit], price: tuple[int, int]) -> bool:
        if self.best is not None and price >= self.best:
            return False
        if not ways:
            assert self._is_right(placed, len(self.dossier.plan.visits))
            self.best = price
            return True
        (visit, options), *rest = ways
        for moved, days, window in options:
            dearer = (price[0] + moved, price[1] + days)
            if self.best is not None and dearer >= self.best:
                break
            here = replace(visit, window=window)
            is_placed = all(self._suit(here, there) for there in placed) and self._try(rest, [*placed, here], dearer)
            if is_placed and visit.window is None:
                return True
        return False

    def _ways(self, visit: Visit) -> list[tuple[int, int, Window]]:
        """Return where a visit may stand by itself, the cheapest first: moved or not, calendar days, window."""
        present, working = visit.window, self.calendar.working_days(self.since, self.until)
        if visit_name(visit) in self.fixed:
            return [(0, 0, present)] if self._is_right([visit], 1) else []
        count = self.added.get(visit_name(visit), 0)
        if present is not None:
            count = max(1, len(self.calendar.working_days(present.first, present.last)))
        found = [Window(first=working[n], last=working[n + count - 1]) for n in range(len(working) - count + 1)]
        ways = [
            (int(present is not None), self._days(present, window), window) for window in found if window != present
        ]
        if present is not None:
            ways.append((0, 0, present))
        return sorted((way for way in ways if self._is_open(visit, way[2])), key=lambda way: (*way[:2], way[2].first))

    @staticmethod
    def _days(present: Window | None, window: Window) -> int:
        return 0 if present is None else abs((window.first - present.first).days)

    def _is_open(self, visit: Visit, window: Window) -> bool:
        return self._is_right([replace(visit, window=window)], 1, "unit.unavailable")

    def _suit(self, one: Visit, other: Visit) -> bool:
        key = tuple(sorted([(visit_name(one), one.window), (visit_name(other), other.window)], key=lambda e: e[0]))
        if key not in self._pairs:
            self._pairs[key] = self._is_right([one, other], 2)
        return self._pairs[key]

    def _is_right(self, visits: list[Visit], count: int, *warnings: str) -> bool:
        plan = replace(self.dossier.plan, visits=tuple(visits))
        problems = check_plan(replace(self.dossier, plan=plan), self.calendar)
        assert len(visits) == count
        return not any(each.severity == Severity.ERROR or each.code in warnings for each in problems)
