"""Tìm chính xác bằng CP-SAT: the best schedule goal after goal, each with its proof where the limits allow one.

One worker, a fixed seed and limits in the solver's own measure of work make the same instance give the same schedule
everywhere; only where the clock ends the search is that not so, and the result says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from app.planner.exact_goals import GoalModel
from app.planner.problem import Goal, Instance, Schedule, clash, cost

if TYPE_CHECKING:
    from app.planner.limits import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Kết quả: the best schedule found, None where there is none; `is_impossible` where that is proven.

    `proven` are the goals, from the first on, of which nothing less is possible. `cut_short` says that the clock ended
    the search.
    """

    schedule: Schedule | None
    is_impossible: bool = False
    proven: int = 0
    cut_short: bool = False


def solve(
    instance: Instance,
    goals: tuple[Goal, ...],
    limits: Limits,
    *,
    principal: int = 2,
    hint: Schedule | None = None,
    others: tuple[frozenset[int], ...] = (),
) -> Found:
    """Return the schedule that costs least, the goals compared one after the other.

    The first `principal` of them are to be proven. `others` are sets of tasks of which at least one each stays where it
    is; `hint` is a schedule to start from.
    """
    model = GoalModel(instance)
    if not model.is_open:
        return Found(schedule=None, is_impossible=True)
    for moved in others:
        model.let_one_stay(moved)
    best, proven, cut_short = hint, 0, False
    if not goals:
        status, best, cut_short = model.solve(limits, limits.work, hint)
        return Found(schedule=best, is_impossible=status == cp_model.INFEASIBLE, cut_short=cut_short)
    for place, goal in enumerate(goals):
        model.minimise(goal)
        status, schedule, by_clock = model.solve(limits, limits.work if place < principal else limits.work_after, best)
        cut_short |= by_clock
        if status == cp_model.INFEASIBLE:
            # Only the first goal has nothing before it that could have ruled everything out.
            return Found(schedule=None, is_impossible=place == 0)
        if schedule is not None and (best is None or cost(instance, schedule, goals) <= cost(instance, best, goals)):
            best = schedule
        if best is None:
            break
        if status == cp_model.OPTIMAL and proven == place:
            proven += 1
        model.keep(goal, cost(instance, best, (goal,))[0])
    return Found(schedule=best, proven=proven, cut_short=cut_short)


def fewest_moved(instance: Instance, limits: Limits) -> int:
    """Return a number of visits of which fewer cannot be moved: those that must, and enough to part those that clash.

    Where the moved ones find room is left out of account, so that this is reckoned for any size.
    """
    model = cp_model.CpModel()
    present = {number: task.present for number, task in enumerate(instance.tasks) if task.first_day is not None}
    staying = {
        number: there for number, there in present.items() if there is not None and not instance.tasks[number].must_move
    }
    moved = {number: model.new_bool_var("") for number in staying}
    for (one, here), (other, there) in combinations(staying.items(), 2):
        if clash(instance, one, here, other, there):
            model.add_bool_or(moved[one], moved[other])
    model.minimize(sum(moved.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = limits.seed
    solver.parameters.max_deterministic_time = limits.work_after
    status = solver.solve(model)
    least = round(solver.best_objective_bound) if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else 0
    return len(present) - len(staying) + max(0, least)
