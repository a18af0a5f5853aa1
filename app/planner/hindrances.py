"""Điều cản trở: who leads when, who is away, which units are closed, and from when reports allow a visit to begin."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.dates import ONE_DAY, Window
from app.domain.deadlines import CountedIn, Deadline, Event, Relation
from app.domain.rules import check_plan
from app.domain.schedule_requests import DeadlineBasis, LeadBasis, visit_name
from app.domain.schedules import report_due
from app.planner import wishes
from app.planner.day_axis import DayAxis
from app.planner.turns import basis_of, turns_of
from app.planner.wishes import Wish

if TYPE_CHECKING:
    from datetime import date

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Absence
    from app.domain.schedule_requests import ScheduleRequest
    from app.domain.teams import Batch
    from app.domain.visits import Visit
    from app.planner.turns import Turn, Turns

_VISIT_EVENTS = {Event.VISIT_START, Event.VISIT_END}


def rule_deadline(request: ScheduleRequest, first: date) -> Deadline | None:
    """Return the deadline that the request's rule sets to a batch that begins on that day; None without a rule."""
    rule = request.deadline
    if rule is None:
        return None
    if rule.basis == DeadlineBasis.WORKING_DAYS_BEFORE:
        return Deadline(
            relation=Relation.AHEAD_OF, event=Event.VISIT_START, count=rule.number, counted_in=CountedIn.WORKING_DAYS
        )
    before = first.replace(day=1) - ONE_DAY
    last = monthrange(before.year, before.month)[1]
    return Deadline(relation=Relation.BEFORE, day=before.replace(day=min(rule.number, last)))


class Hindrances(DayAxis):
    """Điều cản trở từng cuộc kiểm tra, as days of the axis."""

    def __init__(
        self, dossier: PlanDossier, calendar: WorkCalendar, request: ScheduleRequest, without: frozenset[Wish]
    ) -> None:
        super().__init__(dossier, calendar, request, without)
        self._away: dict[tuple[object, ...], frozenset[int]] = {}
        self._taking_part: dict[tuple[str, str], frozenset[str]] = {}
        self._hasty: dict[tuple[Deadline, int], tuple[frozenset[int], frozenset[int]]] = {}

    # Groups

    @cached_property
    def _turns(self) -> Turns:
        is_free = basis_of(self._request) in {LeadBasis.MONTH, LeadBasis.COUNT} and not self._keeps(wishes.LEAD)
        return turns_of(self._given, self._request, self._axis, len(self._visits), is_free=is_free)

    def _team_number(self, team: str) -> int:
        return self._team_numbers[team]

    @cached_property
    def _team_numbers(self) -> dict[str, int]:
        teams = dict.fromkeys(turn.batch.team for turn in self._turns.turns)
        return {team: number for number, team in enumerate(teams)}

    @cached_property
    def _forbidden_firsts(self) -> frozenset[int]:
        """The axis days on which no batch may begin: they leave too few days to read what the rule makes come in."""
        rule = self._request.deadline
        if rule is None or rule.basis != DeadlineBasis.DAY_OF_MONTH_BEFORE:
            return frozenset()
        if not (self._keeps(wishes.DEADLINES) and self._keeps(wishes.READING)):
            return frozenset()
        found = set()
        for start, day in enumerate(self._axis):
            deadline = rule_deadline(self._request, day)
            if deadline is not None and deadline.day is not None and self._readers(deadline.day, start) < self._reading:
                found.add(start)
        return frozenset(found)

    @property
    def _reading(self) -> int:
        asked = self._request.reading_days
        return self._plan.standards.reading_days if asked is None else asked

    def _readers(self, first: date, start: int) -> int:
        """Return the working days from a day up to the one before an axis day."""
        before = len(self._calendar.working_days(first, self._axis[0] - ONE_DAY))
        return before + max(0, start - self._index(first))

    # Absences

    @cached_property
    def _absences(self) -> tuple[Absence, ...]:
        found = dict.fromkeys((*self._plan.absences, *self._request.absences))
        return tuple(each for each in found if Wish(wishes.ABSENCE, wishes.absence_key(each)) not in self._without)

    @cached_property
    def _absences_of_units(self) -> dict[str, list[Absence]]:
        found: dict[str, list[Absence]] = {}
        for absence in self._absences:
            if absence.unit is not None:
                found.setdefault(absence.unit, []).append(absence)
        return found

    def _closed_days(self, visit: Visit, *, only_asked: bool = False) -> frozenset[int]:
        """Return the axis days on which the unit cannot be visited."""
        found: set[int] = set()
        for absence in self._absences_of_units.get(visit.unit, ()):
            if only_asked and absence not in self._request.absences:
                continue
            self._keeps(Wish(wishes.ABSENCE, wishes.absence_key(absence)), visit_name(visit))
            found |= set(range(self._index(absence.window.first), bisect_right(self._axis, absence.window.last)))
        return frozenset(found)

    def _people(self, visit: Visit, batch: str) -> frozenset[str]:
        """Return the people who take part in a visit that a batch of the instance makes."""
        key = (visit_name(visit), batch)
        if key not in self._taking_part:
            self._taking_part[key] = self._reckoned_people(visit, batch)
        return self._taking_part[key]

    def _reckoned_people(self, visit: Visit, batch: str) -> frozenset[str]:
        found = self._base.plan.batch(batch)
        seen = self._in_batch(visit, batch)
        leaders = (self._base.plan.head_of(seen), *found.deputies)
        members = (seat.person for seat in self._base.members_on(replace(seen, window=None)))
        return frozenset(key for key in (*leaders, *members) if key is not None)

    @cached_property
    def _base(self) -> PlanDossier:
        """The plan with the batches of the instance and the absences that count."""
        batches = tuple(turn.batch for turn in self._turns.turns) if self._turns.are_new else self._plan.batches
        return replace(self._given, plan=replace(self._plan, batches=batches, absences=self._absences))

    def _in_batch(self, visit: Visit, batch: str) -> Visit:
        if not self._turns.are_new:
            return visit
        return replace(visit, batch=batch, head=None, lead_agency=None, report_deadline=None)

    def _days_away(self, visit: Visit, batch: Batch) -> frozenset[int]:
        """Return the axis days on which somebody whom the visit needs is away, as the rule finds them."""
        team = self._base.plan.team(batch.team)
        people = self._people(visit, batch.key)
        # Whoever only stands in for somebody is not among the people of a visit without days.
        asked = people | {seat.person for seat in team.seats if seat.person is not None}
        days = sorted({day for person in asked for day in self._days_of_absence.get(person, ())})
        if not days:
            return frozenset()
        seen = self._in_batch(visit, batch.key)
        by_unit = any(seat.units for seat in team.seats)
        key = (batch.key, seen.head, visit.unit if by_unit else "")
        if key not in self._away:
            self._away[key] = self._asked_of_the_rule(seen, days)
        for person, wish in self._wishes_of_people.items():
            if person in people:
                self._keeps(wish, visit_name(visit))
        return self._away[key]

    @cached_property
    def _wishes_of_people(self) -> dict[str, Wish]:
        """What bounds the schedule for the absences of each person, in the order in which the plan names them."""
        away = (absence for absence in self._absences if absence.person is not None)
        return {each.person: Wish(wishes.ABSENCE, wishes.absence_key(each)) for each in away if each.person is not None}

    @cached_property
    def _days_of_absence(self) -> dict[str, set[date]]:
        """The working days of the axis on which each person is away."""
        found: dict[str, set[date]] = {}
        for absence in self._absences:
            if absence.person is not None and self._axis:
                first, last = max(absence.window.first, self._axis[0]), min(absence.window.last, self._axis[-1])
                found.setdefault(absence.person, set()).update(self._calendar.working_days(first, last))
        return found

    def _asked_of_the_rule(self, visit: Visit, days: list[date]) -> frozenset[int]:
        probes = tuple(
            replace(visit, number=number, window=Window(first=day, last=day)) for number, day in enumerate(days, 1)
        )
        plan = replace(self._base.plan, visits=probes, errata=(), self_inspection=None, quotas=(), draw=None)
        found = check_plan(replace(self._base, plan=plan), self._calendar)
        away = {day for problem in found if problem.code == "person.unavailable" for day in problem.dates}
        return frozenset(self._index(day) for day in away)

    def _resources(self, visit: Visit, batch: Batch) -> set[int]:
        """Return the team, and the people of the visit who serve in several teams."""
        found = {self._team_number(batch.team)}
        for place, person in enumerate(self._shared):
            if person in self._people(visit, batch.key) and self._keeps(Wish(wishes.SHARED, person), visit_name(visit)):
                found.add(self._team_count + place)
        return found

    @cached_property
    def _team_count(self) -> int:
        return len({turn.batch.team for turn in self._turns.turns})

    @cached_property
    def _shared(self) -> tuple[str, ...]:
        """The people who take part in visits of more than one team."""
        if self._team_count <= 1:
            return ()
        teams: dict[str, set[str]] = {}
        for visit in self._visits:
            for turn in self._turns.turns:
                if self._turns.are_new or turn.batch.key == visit.batch:
                    for person in self._people(visit, turn.batch.key):
                        teams.setdefault(person, set()).add(turn.batch.team)
        return tuple(person for person, serving in teams.items() if len(serving) > 1)

    # Deadlines

    def _starts(self, visit: Visit, turn: Turn, length: int) -> tuple[frozenset[int], frozenset[int]]:
        """Return the axis days on which a visit may not begin for its report's deadline, and those warned of."""
        rule = self._request.deadline
        if rule is not None:
            # N working days before leave N - 1 of them to read, wherever the visit begins.
            is_short = rule.basis == DeadlineBasis.WORKING_DAYS_BEFORE and rule.number - 1 < self._reading
            if is_short and self._keeps(wishes.DEADLINES) and self._keeps(wishes.READING):
                return frozenset(range(len(self._axis))), frozenset()
            return frozenset(), frozenset()
        late, hasty = self._late_and_hasty(self._in_batch(visit, turn.batch.key), length)
        wish = Wish(wishes.BATCH_DEADLINE, turn.batch.key)
        if not (late or hasty) or not self._keeps(wish, visit_name(visit)):
            return frozenset(), frozenset()
        if not self._is_fresh:
            return late, hasty
        if hasty and self._keeps(wishes.READING):
            return late | hasty, frozenset()
        return late, frozenset()

    def _late_and_hasty(self, visit: Visit, length: int) -> tuple[frozenset[int], frozenset[int]]:
        """Return the axis days before which the report may still come in time, and those too soon after it."""
        deadline = self._base.plan.report_deadline_of(visit)
        if deadline is None:
            return frozenset(), frozenset()
        if (deadline, length) not in self._hasty:
            self._hasty[deadline, length] = self._reckoned_late_and_hasty(visit, deadline, length)
        return self._hasty[deadline, length]

    def _reckoned_late_and_hasty(
        self, visit: Visit, deadline: Deadline, length: int
    ) -> tuple[frozenset[int], frozenset[int]]:
        late, hasty = set(), set()
        is_counted = deadline.event in _VISIT_EVENTS
        due = report_due(self._base.plan, replace(visit, window=None), self._calendar)
        for start, day in enumerate(self._axis):
            if is_counted:
                last = self._axis[min(start + length, len(self._axis)) - 1]
                probe = replace(visit, window=Window(first=day, last=last))
                due = report_due(self._base.plan, probe, self._calendar)
            if due is not None and due.first_late_day > day:
                late.add(start)
            elif due is not None and self._readers(due.first_late_day, start) < self._reading:
                hasty.add(start)
        return frozenset(late), frozenset(hasty)
