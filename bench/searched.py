"""Một lần tìm: `python -m bench.searched KIND UNITS SEED SOLVER SECONDS` builds an instance, solves it, prints JSON.

In a process of its own, so that its memory is its own. The answer is judged by the rules of plans alone: `right` says
that every visit has its days, that no rule finds an error, and that no closed unit is visited.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from app.domain.dates import LooseTime, WorkCalendar
from app.domain.plans import Standards
from app.domain.problems import Severity
from app.domain.rules import check_plan
from app.domain.schedule_options import apply_option
from app.domain.schedule_requests import Aim, BatchOrder, LeadBasis, LeadWish, ScheduleRequest
from app.domain.schedules import working_days_of
from app.planner import exact, search
from app.planner.building import build
from app.planner.exact import Found
from app.planner.greedy import greedy
from app.planner.limits import Limits
from app.planner.options import option_of
from app.planner.problem import Goal, cost, is_feasible
from bench.brute_force import least_cost
from bench.sized_plans import sized_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.dossiers import PlanDossier
    from app.planner.building import Built
    from app.planner.problem import Instance, Schedule

CALENDAR = WorkCalendar()
GOALS = {
    "replan": (Goal.MOVED, Goal.DAYS_MOVED),
    "fresh": (Goal.LAST_DAY, Goal.SUM_OF_ENDS),
    "any-team": (Goal.LAST_DAY, Goal.SUM_OF_ENDS),
}
"""What each kind of instance puts first: the least disturbance; the earliest end by the teams that the batches name;
the earliest end where any team may make any visit, the lead changing over by month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Kết quả một lần tìm: seconds to build the instance and to solve it; `price` goal by goal, None without answer.

    `proven` is how many of the goals are; `bound` is what the first goal cannot be less than.
    """

    building: float
    seconds: float
    price: tuple[int, ...] | None
    proven: int
    bound: int
    right: bool


def asked_of(kind: str, units: int, seed: int) -> tuple[PlanDossier, ScheduleRequest]:
    """Return the plan of an instance and what is asked of it."""
    made = sized_plan(units, seed, CALENDAR)
    if kind == "replan":
        return made.disturbed, ScheduleRequest(aim=Aim.REPLAN, span=made.span)
    plan = made.disturbed.plan
    undated = tuple(
        replace(visit, window=None, loose=LooseTime(wording="", working_days=len(working_days_of(window, CALENDAR))))
        for visit in plan.visits
        if (window := visit.window) is not None
    )
    dossier = replace(made.disturbed, plan=replace(plan, visits=undated, standards=Standards(reading_days=5)))
    lead = LeadWish(basis=LeadBasis.MONTH) if kind == "any-team" else None
    return dossier, ScheduleRequest(aim=Aim.FRESH, span=made.span, batch_order=BatchOrder.FREE, lead=lead)


def _greedily(instance: Instance, goals: tuple[Goal, ...], _limits: Limits) -> Found:
    return Found(schedule=greedy(instance, goals))


def _plainly(instance: Instance, goals: tuple[Goal, ...], _limits: Limits) -> Found:
    return Found(schedule=greedy(instance, goals, repairs=False))


def _locally(instance: Instance, goals: tuple[Goal, ...], limits: Limits) -> Found:
    return search.solve(instance, goals, limits, is_exact=False)


def _hinted(instance: Instance, goals: tuple[Goal, ...], limits: Limits) -> Found:
    return exact.solve(instance, goals, limits, hint=greedy(instance, goals))


def _by_brute_force(instance: Instance, goals: tuple[Goal, ...], limits: Limits) -> Found:
    schedule = least_cost(instance, goals, until=limits.until)
    return Found(schedule=schedule, proven=len(goals) if schedule is not None else 0)


SOLVERS: dict[str, Callable[[Instance, tuple[Goal, ...], Limits], Found]] = {
    "ours": search.solve,
    "plain": _plainly,
    "greedy": _greedily,
    "local": _locally,
    "exact": exact.solve,
    "hinted": _hinted,
    "brute": _by_brute_force,
}


def answered(kind: str, units: int, seed: int, solver: str, seconds: float) -> Answered:
    """Return what a solver answers within so many seconds."""
    dossier, request = asked_of(kind, units, seed)
    began = time.perf_counter()
    built = build(dossier, CALENDAR, request)
    building = time.perf_counter() - began
    goals = GOALS[kind]
    # One instance has its own measure of work too; here the clock alone is to end the search.
    limits = Limits(work=seconds, work_after=seconds, until=time.monotonic() + seconds)
    began = time.perf_counter()
    found = SOLVERS[solver](built.instance, goals, limits)
    taken = time.perf_counter() - began
    schedule = found.schedule
    return Answered(
        building=building,
        seconds=taken,
        price=None if schedule is None else cost(built.instance, schedule, goals),
        proven=found.proven,
        bound=_bound(built.instance, goals[0], limits),
        right=schedule is not None
        and is_feasible(built.instance, schedule)
        and _is_right(dossier, request, built, schedule),
    )


def _is_right(dossier: PlanDossier, request: ScheduleRequest, built: Built, schedule: Schedule) -> bool:
    after = apply_option(dossier, option_of(dossier, built, request, schedule))
    problems = check_plan(after, CALENDAR)
    wrong = [each for each in problems if each.severity == Severity.ERROR or each.code == "unit.unavailable"]
    return not wrong and all(visit.window is not None for visit in after.plan.visits)


def _bound(instance: Instance, goal: Goal, limits: Limits) -> int:
    """Return what a goal costs at least: visits that must move or part; the day by which the work can be done."""
    if goal == Goal.MOVED:
        return exact.fewest_moved(instance, limits)
    by_team: dict[frozenset[int], int] = {}
    for task in instance.tasks:
        teams = frozenset(instance.groups[choice.group].team for choice in task.choices)
        by_team[teams] = by_team.get(teams, 0) + task.least
    return max(-(-days // len(teams)) - 1 for teams, days in by_team.items())


if __name__ == "__main__":
    given_kind, given_units, given_seed, given_solver, given_seconds = sys.argv[1:]
    result = answered(given_kind, int(given_units), int(given_seed), given_solver, float(given_seconds))
    print(json.dumps(asdict(result)))
