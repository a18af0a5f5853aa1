"""Kế hoạch được kiểm tra: what several rules ask of a plan, reckoned once for all of them.

A check of the whole plan looks at every visit. A check of one unit looks at that unit's visits and at those that they
meet, and finds the very problems of the whole check that name the unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.dates import WorkCalendar
from app.domain.deadlines import DueDay
from app.domain.dossiers import PlanDossier
from app.domain.schedules import report_due

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.dates import Window
    from app.domain.people import Absence
    from app.domain.visits import Visit

    VisitWindow = tuple[Visit, Window]


@dataclass(frozen=True, kw_only=True)
class CheckedPlan:
    """Kế hoạch được kiểm tra: a plan, the calendar, and the one unit that is looked at; None: all of them."""

    dossier: PlanDossier
    calendar: WorkCalendar
    unit: str | None = None
    _teams: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)
    _dues: dict[int, DueDay | None] = field(init=False, repr=False, compare=False, default_factory=dict)

    def looks_at(self, visit: Visit) -> bool:
        """Say whether the visit's unit is looked at."""
        return self.unit is None or visit.unit == self.unit

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """The visits looked at, reserve targets left out, in plan order."""
        return tuple(visit for visit in self.dossier.plan.visits if not visit.is_reserve and self.looks_at(visit))

    @cached_property
    def all_windows(self) -> tuple[VisitWindow, ...]:
        """The firm visits of the whole plan with their windows, by first day."""
        return firm_windows(self.dossier)

    @cached_property
    def windows(self) -> tuple[VisitWindow, ...]:
        """The firm visits looked at with their windows, by first day."""
        return tuple(entry for entry in self.all_windows if self.looks_at(entry[0]))

    def due_of(self, visit: Visit) -> DueDay | None:
        """Return when the report for a visit of the plan is due; None while that is not firm."""
        if id(visit) not in self._dues:
            self._dues[id(visit)] = report_due(self.dossier.plan, visit, self.calendar)
        return self._dues[id(visit)]

    def team_of(self, visit: Visit) -> str:
        """Return the key of the team that makes the visit; raise NotFound."""
        if visit.batch not in self._teams:
            self._teams[visit.batch] = self.dossier.plan.team_of(visit).key
        return self._teams[visit.batch]

    @cached_property
    def by_team(self) -> dict[str, list[int]]:
        """The places in `all_windows` of each team's visits, ascending, by team key."""
        found: dict[str, list[int]] = {}
        for place, (visit, _) in enumerate(self.all_windows):
            found.setdefault(self.team_of(visit), []).append(place)
        return found

    @cached_property
    def met(self) -> tuple[int, ...]:
        """The places in `all_windows`, ascending, of the visits looked at and those that may share a day with them."""
        if self.unit is None:
            return tuple(range(len(self.all_windows)))
        own = [window for _, window in self.windows]
        return tuple(
            place
            for place, (_, window) in enumerate(self.all_windows)
            if any(window.first <= each.last and each.first <= window.last for each in own)
        )

    def side_by_side(self, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield, of ascending places in `all_windows`, each pair that may share a day, if one of them is looked at.

        The windows stand by first day: whatever comes after one that begins too late begins too late as well.
        """
        for turn, one in enumerate(places):
            visit, window = self.all_windows[one]
            is_looked_at = self.looks_at(visit)
            for other in places[turn + 1 :]:
                next_visit, next_window = self.all_windows[other]
                if next_window.first > window.last:
                    break
                if is_looked_at or self.looks_at(next_visit):
                    yield one, other

    @cached_property
    def absences_of_people(self) -> dict[str, list[Absence]]:
        """The absences of each person, in plan order, by person key."""
        found: dict[str, list[Absence]] = {}
        for absence in self.dossier.plan.absences:
            if absence.person is not None:
                found.setdefault(absence.person, []).append(absence)
        return found

    @cached_property
    def absences_of_units(self) -> dict[str, list[Absence]]:
        """The absences of each unit, in plan order, by unit key."""
        found: dict[str, list[Absence]] = {}
        for absence in self.dossier.plan.absences:
            if absence.unit is not None:
                found.setdefault(absence.unit, []).append(absence)
        return found


def firm_windows(dossier: PlanDossier) -> tuple[VisitWindow, ...]:
    """Return the firm visits with their windows, by first day."""
    return tuple((visit, visit.window) for visit in dossier.plan.firm_visits() if visit.window is not None)
