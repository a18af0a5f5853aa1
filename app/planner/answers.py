"""Trả lời yêu cầu: up to three different options, each judged by the rules of the plan, or the wishes that clash."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.option_words import cost_statements
from app.domain.problems import Severity
from app.domain.rules import check_plan
from app.domain.schedule_options import OptionKind, ScheduleAnswer, ScheduleOption, Statement, apply_option
from app.domain.schedule_requests import Aim
from app.planner.building import build
from app.planner.clashes import smallest_clash
from app.planner.exact import Found
from app.planner.options import option_of
from app.planner.problem import Choice, Goal, Instance, Placement, Schedule, Task, cost
from app.planner.search import MOST_EXACT, largest_part
from app.planner.searching import Direction, best_schedule
from app.planner.wishes import READING_ORDER, statement_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.problems import Problem
    from app.domain.schedule_requests import ScheduleRequest
    from app.planner.limits import Limits

_MOST_JUDGEMENTS = 12
_MENDABLE = {"window.starts_on_day_off", "window.overlap", "deadline.after_window_start", "person.unavailable"}
"""Errors that other dates can do away with."""


_TAIL = (Goal.SHORTFALL, Goal.SUM_OF_ENDS)
_LEAST = Direction(
    kind=OptionKind.LEAST_MOVED,
    goals=(Goal.MOVED, Goal.DAYS_MOVED, Goal.DISORDER, Goal.WARNINGS, Goal.HANDOVERS),
    principal=2,
)
_OF_PRESENT = (
    _LEAST,
    replace(_LEAST, kind=OptionKind.ORDER_KEPT, keeps_order=True),
    replace(_LEAST, kind=OptionKind.OTHER_UNITS, moves_others=True),
    Direction(
        kind=OptionKind.NO_WARNINGS,
        goals=(Goal.WARNINGS, Goal.MOVED, Goal.DAYS_MOVED, Goal.HANDOVERS),
        principal=3,
        keeps_order=True,
    ),
    Direction(
        kind=OptionKind.HANDOVER_DAYS,
        goals=(Goal.HANDOVERS, Goal.WARNINGS, Goal.MOVED, Goal.DAYS_MOVED),
        principal=3,
        keeps_order=True,
    ),
)
_FRESH = (
    Direction(
        kind=OptionKind.FULL_LENGTHS,
        goals=(Goal.SHORTFALL, Goal.HANDOVERS, Goal.LAST_DAY, Goal.SUM_OF_ENDS),
        principal=1,
    ),
    Direction(
        kind=OptionKind.EARLY_END,
        goals=(Goal.LAST_DAY, Goal.SHORTFALL, Goal.HANDOVERS, Goal.SUM_OF_ENDS),
        principal=1,
    ),
    Direction(
        kind=OptionKind.SPARE_DAYS,
        goals=(Goal.TIGHT, Goal.SHORTFALL, Goal.HANDOVERS, Goal.LAST_DAY),
        principal=1,
    ),
)


def answer(
    dossier: PlanDossier,
    calendar: WorkCalendar,
    request: ScheduleRequest,
    limits: Limits,
    *,
    is_exact: bool = True,
) -> ScheduleAnswer:
    """Return the options for a request that is free of faults, or the smallest set of wishes that clash.

    Without `is_exact` local search alone is asked.
    """
    return _Answering(dossier, calendar, request, limits, is_exact=is_exact).answer()


class _Answering:
    """Trả lời từng bước."""

    def __init__(
        self,
        dossier: PlanDossier,
        calendar: WorkCalendar,
        request: ScheduleRequest,
        limits: Limits,
        *,
        is_exact: bool,
    ) -> None:
        self._given, self._calendar, self._request, self._limits = dossier, calendar, request, limits
        self._built = build(dossier, calendar, request)
        self._is_exact = is_exact
        self._proves = is_exact and largest_part(self._built.instance) <= MOST_EXACT
        self._seen: list[Schedule] = []
        self._moved: list[frozenset[int]] = []
        self._options: list[ScheduleOption] = []
        self._standing: tuple[Problem, ...] = ()

    def answer(self) -> ScheduleAnswer:
        if not self._built.instance.tasks:
            return ScheduleAnswer(notes=(Statement(code="note.no_visits"),))
        is_complete = True
        for direction in self._directions():
            if len(self._options) >= self._request.options or self._standing:
                break
            found = self._search(direction)
            if found.schedule is None and not self._options:
                if found.is_impossible:
                    return self._clashing()
                is_complete = False
            elif found.schedule is not None:
                self._take(direction, found)
        if self._standing:
            return ScheduleAnswer(
                clashes=tuple(
                    Statement(code=f"problem.{problem.code}", facts=problem.facts) for problem in self._standing
                )
            )
        notes: list[Statement] = []
        if not self._options:
            notes.append(Statement(code="note.nothing_found"))
        elif not self._proves:
            notes.append(Statement(code="note.only_heuristic"))
        return ScheduleAnswer(options=tuple(self._options), notes=tuple(notes), is_complete=is_complete)

    def _directions(self) -> Iterator[Direction]:
        if self._request.aim == Aim.FRESH:
            yield from _FRESH
            return
        places = any(task.first_day is None for task in self._built.instance.tasks)
        for direction in _OF_PRESENT:
            if direction.kind == OptionKind.ORDER_KEPT and not self._is_disordered():
                continue
            if direction.moves_others and not self._others():
                continue
            if direction.kind == OptionKind.NO_WARNINGS and not self._costs_yet(Goal.WARNINGS):
                continue
            if direction.kind == OptionKind.HANDOVER_DAYS and not self._costs_yet(Goal.HANDOVERS):
                continue
            yield replace(direction, goals=(*direction.goals, *_TAIL)) if places else direction

    def _share(self) -> Limits:
        """Return the limits of the next search: of the time left, as much as each option still wanted may take."""
        left = max(1, self._request.options - len(self._options))
        return replace(self._limits, until=time.monotonic() + self._limits.seconds / left)

    def _costs_yet(self, goal: Goal) -> bool:
        """Say whether every option so far still costs something of a goal."""
        return all(cost(self._built.instance, schedule, (goal,)) > (0,) for schedule in self._seen)

    def _is_disordered(self) -> bool:
        return bool(self._seen) and self._costs_yet(Goal.DISORDER)

    def _others(self) -> tuple[frozenset[int], ...]:
        """Return for each option so far the visits that it moves without need, none where one moves no such visit."""
        return tuple(self._moved) if self._moved and all(self._moved) else ()

    def _search(self, direction: Direction) -> Found:
        """Return the best schedule of a direction that the rules of the plan find no error in."""
        instance = self._built.instance
        if direction.keeps_order:
            instance = replace(instance, ordered=(*instance.ordered, *instance.preferred), preferred=())
        others = self._others() if direction.moves_others else ()
        proven = True
        for _ in range(_MOST_JUDGEMENTS):
            found = best_schedule(instance, direction, self._share(), others, is_exact=self._is_exact)
            if found.schedule is None:
                # What the rules ruled out one by one is no proof that the wishes clash.
                return found if proven else replace(found, is_impossible=False)
            errors = self._errors(found)
            if not errors:
                return found if proven else replace(found, proven=0)
            banned = self._ban(instance, found.schedule, errors)
            if banned is None:
                self._standing = errors
                return found
            instance, is_exact = banned
            proven = proven and is_exact
        return Found(schedule=None)

    def _errors(self, found: Found) -> tuple[Problem, ...]:
        option = option_of(self._given, self._built, self._request, found.schedule or ())
        problems = check_plan(apply_option(self._judged, option), self._calendar)
        return tuple(
            problem for problem in problems if problem.severity == Severity.ERROR and not self._is_settled(problem)
        )

    def _is_settled(self, problem: Problem) -> bool:
        """Say whether an error was accepted when the plan was issued, so that it is none of the search's business.

        It lies in visits that stay where they are, or in who leads the batches. Somebody who is away from a visit that
        stays is not settled: who takes their place is to be said first.
        """
        if self._request.aim != Aim.REPLAN or problem.code == "person.unavailable":
            return False
        if problem.code not in _MENDABLE:
            return problem in self._before
        pinned = {task.name.partition("~")[0] for task in self._built.instance.tasks if task.is_pinned}
        return problem in self._before and pinned.issuperset(problem.subjects)

    @cached_property
    def _before(self) -> tuple[Problem, ...]:
        """The errors of the plan as it was given, and what counts as one unless errors alone are to be mended."""
        also = set() if self._request.aim == Aim.MEND else {"unit.unavailable"}
        found = check_plan(self._judged, self._calendar)
        return tuple(each for each in found if each.severity == Severity.ERROR or each.code in also)

    @property
    def _judged(self) -> PlanDossier:
        """The plan with the absences of the request: what the rules judge options by."""
        plan = self._given.plan
        absences = tuple(dict.fromkeys((*plan.absences, *self._request.absences)))
        return replace(self._given, plan=replace(plan, absences=absences))

    def _ban(self, instance: Instance, schedule: Schedule, errors: tuple[Problem, ...]) -> tuple[Instance, bool] | None:
        """Return the instance without the placements that the rules found errors in; None where no dates help.

        The second value says whether nothing else was ruled out by it: it is so of what concerns one visit alone.
        """
        tasks, is_exact, has_banned = list(instance.tasks), True, False
        for problem in errors:
            if problem.code not in _MENDABLE:
                return None
            is_exact = is_exact and problem.code == "person.unavailable"
            for number, task in enumerate(tasks):
                if task.name.partition("~")[0] in problem.subjects and not task.is_pinned:
                    tasks[number] = _without_placement(task, schedule[number])
                    has_banned = True
        return (replace(instance, tasks=tuple(tasks)), is_exact) if has_banned else None

    def _take(self, direction: Direction, found: Found) -> None:
        schedule = found.schedule
        if schedule is None or schedule in self._seen or self._standing:
            return
        self._seen.append(schedule)
        tasks = self._built.instance.tasks
        self._moved.append(
            frozenset(
                number
                for number, task in enumerate(tasks)
                if task.first_day is not None and not task.must_move and schedule[number] != task.present
            )
        )
        option = option_of(self._given, self._built, self._request, schedule)
        after = check_plan(apply_option(self._judged, option), self._calendar)
        partly = direction.goals[0] == Goal.MOVED and 0 < found.proven < direction.principal
        told = replace(
            option,
            kind=direction.kind,
            proven=found.proven >= direction.principal,
            cut_short=found.cut_short,
            problems=after,
            removed=tuple(each for each in self._before if each not in after),
        )
        (lacking,) = cost(self._built.instance, schedule, (Goal.SHORTFALL,))
        self._options.append(
            replace(told, costs=cost_statements(self._given, told, lacking=lacking, fewest_moved=partly))
        )

    def _clashing(self) -> ScheduleAnswer:
        wishes, is_smallest = smallest_clash(self._given, self._calendar, self._request, self._built, self._limits)
        statements = tuple(
            statement_of(wish, self._given, self._request, self._built.wishes.get(wish, ()))
            for wish in sorted(wishes, key=lambda wish: (READING_ORDER.index(wish.kind), wish.key))
        )
        notes = () if is_smallest else (Statement(code="note.clash_not_smallest"),)
        return ScheduleAnswer(clashes=statements or (Statement(code="wish.none"),), notes=notes)


def _without_placement(task: Task, placement: Placement) -> Task:
    """Return the task with one placement ruled out."""
    if placement == task.present and not task.must_move:
        return replace(task, must_move=True)
    choices = tuple(
        _banning(choice, placement) if choice.group == placement.group else choice for choice in task.choices
    )
    return replace(task, choices=choices)


def _banning(choice: Choice, placement: Placement) -> Choice:
    return replace(choice, banned=choice.banned | {(placement.start, placement.length)})
