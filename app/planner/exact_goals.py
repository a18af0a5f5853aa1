"""Mục tiêu trong mô hình CP-SAT: what a schedule costs, goal by goal, as expressions to be made small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from app.planner.exact_model import ExactModel, runs_of
from app.planner.problem import Goal, is_elsewhere, shift, warned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.planner.exact_model import PlacedTask
    from app.planner.problem import Instance


class GoalModel(ExactModel):
    """Mô hình kèm mục tiêu: the model of an instance with what may be searched for in it."""

    def __init__(self, instance: Instance) -> None:
        super().__init__(instance)
        self._goals: dict[Goal, Any] = {}

    def let_one_stay(self, moved: Iterable[int]) -> None:
        """Ask that at least one of these tasks stays where it is."""
        self._model.add_bool_or([self._placed[task].stays for task in moved if self._placed[task].stays is not None])

    def minimise(self, goal: Goal) -> None:
        """Search from now on for what costs least of a goal."""
        if goal not in self._goals:
            self._goals[goal] = _EXPRESSIONS[goal](self)
        self._model.minimize(self._goals[goal])

    def keep(self, goal: Goal, value: int) -> None:
        """Let nothing cost more of a goal than that."""
        self._model.add(self._goals[goal] <= value)

    def moved(self) -> Any:
        """Return how many visits are moved."""
        count: Any = 0
        for task, placed in zip(self._instance.tasks, self._placed, strict=True):
            if task.first_day is not None:
                count += 1 if placed.stays is None else 1 - placed.stays
        return count

    def days_moved(self) -> Any:
        """Return the sum of the shifts of first days."""
        if self._index is not None:
            return self._index.total(
                lambda task, place: shift(self._instance, task, place.start) if is_elsewhere(task, place) else 0
            )
        total: Any = 0
        for task, placed in zip(self._instance.tasks, self._placed, strict=True):
            if task.first_day is None or task.is_pinned:
                continue
            table = [shift(self._instance, task, start) for start in range(self._top)]
            days = self._model.new_int_var(0, max(table), "")
            self._model.add_element(placed.start, table, days)
            if placed.stays is not None:
                self._model.add(days == 0).only_enforce_if(placed.stays)
            total += days
        return total

    def warnings(self) -> Any:
        """Return how many warnings the days of visits bring."""
        if self._index is not None:
            return self._index.total(warned)
        total: Any = 0
        for task, placed in zip(self._instance.tasks, self._placed, strict=True):
            for choice in task.choices:
                chosen = placed.chosen[choice.group]
                if choice.warned_starts:
                    total += self._unless_starts_outside(placed, chosen, choice.warned_starts)
                if choice.warned_days:
                    total += self._unless_spared(placed, chosen, choice.warned_days)
        return total

    def _unless_starts_outside(self, placed: PlacedTask, chosen: Any, days: frozenset[int]) -> Any:
        warned = self._model.new_bool_var("")
        others = cp_model.Domain.from_values(sorted(set(range(self._top)) - days))
        self._model.add_linear_expression_in_domain(placed.start, others).only_enforce_if(chosen, ~warned)
        return warned

    def _unless_spared(self, placed: PlacedTask, chosen: Any, days: frozenset[int]) -> Any:
        model = self._model
        warned = model.new_bool_var("")
        for first, last in runs_of(days):
            is_before = model.new_bool_var("")
            model.add(placed.start + placed.length <= first).only_enforce_if(chosen, ~warned, is_before)
            model.add(placed.start > last).only_enforce_if(chosen, ~warned, ~is_before)
        return warned

    def disorder(self) -> Any:
        """Return how many preferred pairs of groups are out of order."""
        return self._pairs_not_apart(self._instance.preferred, 0)

    def handovers(self) -> Any:
        """Return how many pairs of groups have no day for the handover."""
        return self._pairs_not_apart(self._instance.turns, 1)

    def _pairs_not_apart(self, pairs: Iterable[tuple[int, int]], free: int) -> Any:
        total: Any = 0
        for one, other in pairs:
            literal = self._model.new_bool_var("")
            self._model.add(self._lasts[one] + free < self._firsts[other]).only_enforce_if(~literal)
            total += literal
        return total

    def shortfall(self) -> Any:
        """Return the working days that lack to what is wanted."""
        pairs = zip(self._instance.tasks, self._placed, strict=True)
        return sum(task.wanted - placed.length for task, placed in pairs)

    def tight(self) -> Any:
        """Return how many visits have no free day after them before the team's next."""
        total: Any = 0
        for team in range(self._instance.teams):
            intervals = []
            for task, placed, literal in self._users(team):
                is_tight = self._model.new_bool_var("")
                more = (1 - is_tight) * (2 + task.closes_early)
                intervals.append(self._interval(task, placed, literal, more))
                total += is_tight
            if len(intervals) > 1:
                self._model.add_no_overlap(intervals)
        return total

    def last_day(self) -> Any:
        """Return the last day used."""
        last = self._model.new_int_var(0, self._top, "")
        for placed in self._placed:
            self._model.add(last >= placed.start + placed.length - 1)
        return last

    def sum_of_ends(self) -> Any:
        """Return the sum of all last days."""
        return sum(placed.start + placed.length - 1 for placed in self._placed)


_EXPRESSIONS = {
    Goal.MOVED: GoalModel.moved,
    Goal.DAYS_MOVED: GoalModel.days_moved,
    Goal.WARNINGS: GoalModel.warnings,
    Goal.DISORDER: GoalModel.disorder,
    Goal.SHORTFALL: GoalModel.shortfall,
    Goal.HANDOVERS: GoalModel.handovers,
    Goal.TIGHT: GoalModel.tight,
    Goal.LAST_DAY: GoalModel.last_day,
    Goal.SUM_OF_ENDS: GoalModel.sum_of_ends,
}
