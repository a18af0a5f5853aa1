"""Mô hình CP-SAT của một bài toán: visits, groups and what visits share, as variables and constraints."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from app.planner.indexing import PlaceIndex, indexable
from app.planner.problem import Placement, allowed

if TYPE_CHECKING:
    from app.planner.limits import Limits
    from app.planner.problem import Choice, Instance, Schedule, Task


@dataclass(slots=True)
class PlacedTask:
    """Biến của một cuộc kiểm tra."""

    start: Any
    length: Any
    chosen: dict[int, Any]
    stays: Any = None
    by_team: dict[int, Any] = field(default_factory=dict)


class ExactModel:
    """Mô hình CP-SAT của một bài toán."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._model = cp_model.CpModel()
        self._top = len(instance.days)
        self.is_open = True
        self._placed = [self._place(number, task) for number, task in enumerate(instance.tasks)]
        if not self.is_open:
            return
        # Where nothing has a place yet, presolving so many variables takes longer than intervals do to be solved.
        stands_already = any(task.present is not None and not task.is_pinned for task in instance.tasks)
        places = indexable(instance) if stands_already else None
        self._index = PlaceIndex(self._model, instance, places) if places is not None else None
        if self._index is not None:
            self._bind_index(self._index)
        self._firsts = [self._day() for _ in instance.groups]
        self._lasts = [self._day() for _ in instance.groups]
        self._bind_groups()
        self._bind_resources()
        self._bind_wholes()

    def _day(self) -> Any:
        return self._model.new_int_var(-1, self._top, "")

    # Visits

    def _place(self, number: int, task: Task) -> PlacedTask:
        model = self._model
        starts = {choice.group: self._starts(number, task, choice) for choice in task.choices}
        domain = sorted({start for found in starts.values() for start in found})
        if not domain:
            self.is_open = False
            domain = [0]
        start = model.new_int_var_from_domain(cp_model.Domain.from_values(domain), task.name)
        length = model.new_int_var(task.least, task.wanted, "")
        chosen = {choice.group: model.new_bool_var("") for choice in task.choices}
        model.add_exactly_one(chosen.values())
        for choice in task.choices:
            literal, found = chosen[choice.group], starts[choice.group]
            if not found:
                model.add(literal == 0)
                continue
            model.add_linear_expression_in_domain(start, cp_model.Domain.from_values(found)).only_enforce_if(literal)
            if task.least < task.wanted:
                self._bound_length(task, choice, start, length, literal)
        placed = PlacedTask(start=start, length=length, chosen=chosen)
        if task.present is not None and not task.must_move:
            placed.stays = model.new_bool_var("")
            model.add(start == task.present.start).only_enforce_if(placed.stays)
            model.add(length == task.present.length).only_enforce_if(placed.stays)
            model.add_implication(placed.stays, chosen[task.present.group])
            if task.is_pinned:
                model.add(placed.stays == 1)
        return placed

    def _bind_index(self, index: PlaceIndex) -> None:
        """Let the days, lengths and groups of visits be those of the placements chosen."""
        for number, (task, placed) in enumerate(zip(self._instance.tasks, self._placed, strict=True)):
            self._model.add(placed.start == index.total(lambda _, place: place.start, [number]))
            self._model.add(placed.length == index.total(lambda _, place: place.length, [number]))
            literals = index.literals[number]
            for group, chosen in placed.chosen.items():
                self._model.add(sum(each for place, each in literals.items() if place.group == group) == chosen)
            if placed.stays is not None and task.present is not None:
                self._model.add(placed.stays == literals[task.present])

    def _starts(self, number: int, task: Task, choice: Choice) -> list[int]:
        """Return the days on which a visit of a group may begin, at its least length."""
        found = {
            start
            for start in range(self._top)
            if allowed(self._instance, number, Placement(choice.group, start, task.least))
        }
        if task.present is not None and not task.must_move and task.present.group == choice.group:
            found.add(task.present.start)
        return sorted(found)

    def _bound_length(self, task: Task, choice: Choice, start: Any, length: Any, literal: Any) -> None:
        model = self._model
        model.add(start + length - 1 <= task.latest).only_enforce_if(literal)
        for first, last in runs_of(choice.blocked):
            is_before = model.new_bool_var("")
            model.add(start + length <= first).only_enforce_if(literal, is_before)
            model.add(start > last).only_enforce_if(literal, ~is_before)
        if choice.banned:
            model.add_forbidden_assignments([start, length, literal], [(*ban, 1) for ban in choice.banned])

    # Groups

    def _bind_groups(self) -> None:
        model, instance = self._model, self._instance
        for task in self._placed:
            for place, literal in task.chosen.items():
                model.add(self._firsts[place] <= task.start).only_enforce_if(literal)
                model.add(self._lasts[place] >= task.start + task.length - 1).only_enforce_if(literal)
        for one, other in instance.ordered:
            model.add(self._lasts[one] < self._firsts[other])
        for number, group in enumerate(instance.groups):
            members = [(task, task.chosen[number]) for task in self._placed if number in task.chosen]
            literals = [literal for _, literal in members]
            if group.most is not None:
                model.add(sum(literals) <= group.most)
            if group.least and literals:
                used = self._used(number)
                model.add(sum(literals) >= group.least).only_enforce_if(used)
            if group.forbidden_firsts and members:
                self._bind_first(group.forbidden_firsts, members)
        for chain in instance.contiguous:
            used_ones = [self._used(place) for place in chain]
            for one, between, other in combinations(used_ones, 3):
                model.add_bool_or(~one, between, ~other)

    def _used(self, group: int) -> Any:
        used = self._model.new_bool_var("")
        literals = [task.chosen[group] for task in self._placed if group in task.chosen]
        self._model.add_max_equality(used, literals) if literals else self._model.add(used == 0)
        return used

    def _bind_first(self, forbidden: frozenset[int], members: list[tuple[PlacedTask, Any]]) -> None:
        model = self._model
        days = sorted(set(range(self._top + 1)) - forbidden)
        first = model.new_int_var_from_domain(cp_model.Domain.from_values(days), "")
        starts = []
        for task, literal in members:
            start = model.new_int_var(0, self._top, "")
            model.add(start == task.start).only_enforce_if(literal)
            model.add(start == self._top).only_enforce_if(~literal)
            starts.append(start)
        model.add_min_equality(first, starts)

    # What visits share

    def _bind_resources(self) -> None:
        model, instance = self._model, self._instance
        for resource in range(instance.resources):
            if self._index is not None and not instance.spare:
                break
            users = self._users(resource)
            intervals = [self._interval(task, placed, literal) for task, placed, literal in users]
            if len(intervals) > 1:
                model.add_no_overlap(intervals)
                self._bound_load(users)
            if instance.spare and resource < instance.teams:
                self._keep_spare_days(users)

    def _users(self, resource: int) -> list[tuple[Task, PlacedTask, Any]]:
        """Return the visits that may use a resource, each with the literal that says whether it does."""
        found = []
        for task, placed in zip(self._instance.tasks, self._placed, strict=True):
            using = [placed.chosen[choice.group] for choice in task.choices if resource in choice.resources]
            if not using:
                continue
            literal = self._model.new_bool_var("")
            self._model.add(sum(using) == literal)
            found.append((task, placed, literal))
        return found

    def _bound_load(self, users: list[tuple[Task, PlacedTask, Any]]) -> None:
        """Say what follows from no two visits sharing a day, but is seen sooner so: all fit into the days there are."""
        always = [placed for task, placed, _ in users if not (task.opens_late or task.closes_early)]
        if len(always) < len(users) or any(len(task.choices) > 1 for task, _, _ in users):
            return
        first = min(self._first_start(task) for task, _, _ in users)
        last = max(max(task.latest, task.present.last if task.present else 0) for task, _, _ in users)
        self._model.add(sum(placed.length for placed in always) <= last - first + 1)

    def _first_start(self, task: Task) -> int:
        return min(task.earliest, task.present.start if task.present is not None else task.earliest)

    def _interval(self, task: Task, placed: PlacedTask, literal: Any, more: Any = 0) -> Any:
        """Return the half-days that a visit takes, and more after it."""
        model = self._model
        begins = 2 * placed.start + task.opens_late
        size = model.new_int_var(0, 2 * self._top + 4, "")
        model.add(size == 2 * placed.length - task.opens_late - task.closes_early + more)
        ends = model.new_int_var(0, 4 * self._top + 8, "")
        model.add(ends == begins + size)
        return model.new_optional_interval_var(begins, size, ends, literal, "")

    def _keep_spare_days(self, users: list[tuple[Task, PlacedTask, Any]]) -> None:
        model, spare = self._model, self._instance.spare
        for (_, one, here), (_, other, there) in combinations(users, 2):
            is_before = model.new_bool_var("")
            staying = [~each.stays for each in (one, other) if each.stays is not None]
            both_stay: list[Any] = []
            if len(staying) == len((one, other)):
                stay = model.new_bool_var("")
                model.add_implication(stay, one.stays)
                model.add_implication(stay, other.stays)
                both_stay = [~stay]
            conditions = [here, there, *both_stay]
            model.add(one.start + one.length + spare <= other.start).only_enforce_if(*conditions, is_before)
            model.add(other.start + other.length + spare <= one.start).only_enforce_if(*conditions, ~is_before)

    def _team_literal(self, placed: PlacedTask, team: int) -> Any:
        if team not in placed.by_team:
            groups = self._instance.groups
            literal = self._model.new_bool_var("")
            self._model.add(
                sum(chosen for group, chosen in placed.chosen.items() if groups[group].team == team) == literal
            )
            placed.by_team[team] = literal
        return placed.by_team[team]

    def _bind_wholes(self) -> None:
        """Keep the visits of each travel group next to each other in one team."""
        model = self._model
        for together in self._instance.travel:
            members = [self._placed[task] for task in together]
            first, last = self._day(), self._day()
            for placed in members:
                model.add(first <= placed.start)
                model.add(last >= placed.start + placed.length - 1)
            for team in range(self._instance.teams):
                literals = [self._team_literal(placed, team) for placed in members]
                for one, other in pairwise(literals):
                    model.add(one == other)
                for number, placed in enumerate(self._placed):
                    if number in together or not members:
                        continue
                    is_before = model.new_bool_var("")
                    here = [self._team_literal(placed, team), literals[0]]
                    model.add(placed.start + placed.length - 1 < first).only_enforce_if(*here, is_before)
                    model.add(placed.start > last).only_enforce_if(*here, ~is_before)

    # Solving

    def solve(self, limits: Limits, work: float, hint: Schedule | None) -> tuple[Any, Schedule | None, bool]:
        """Return the solver's verdict, the schedule it found, and whether the clock ended it."""
        if limits.seconds <= 0:
            return cp_model.UNKNOWN, None, True
        self._model.clear_hints()  # type: ignore[no-untyped-call]  # the library leaves it without types
        for placed, there in zip(self._placed, hint or (), strict=False):
            self._model.add_hint(placed.start, there.start)
            self._model.add_hint(placed.length, there.length)
            for group, literal in placed.chosen.items():
                self._model.add_hint(literal, group == there.group)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        if self._index is not None:
            solver.parameters.linearization_level = 2
        solver.parameters.random_seed = limits.seed
        solver.parameters.max_deterministic_time = work
        if limits.seconds != float("inf"):
            solver.parameters.max_time_in_seconds = limits.seconds
        status = solver.solve(self._model)
        by_clock = status not in {cp_model.OPTIMAL, cp_model.INFEASIBLE} and limits.seconds <= 0
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return status, None, by_clock
        schedule = tuple(
            Placement(
                next(group for group, literal in placed.chosen.items() if solver.boolean_value(literal)),
                solver.value(placed.start),
                solver.value(placed.length),
            )
            for placed in self._placed
        )
        return status, schedule, by_clock


def runs_of(days: frozenset[int]) -> list[tuple[int, int]]:
    """Return days of the axis as unbroken runs (first, last)."""
    found: list[tuple[int, int]] = []
    for day in sorted(days):
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
