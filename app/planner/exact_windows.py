"""Tìm chính xác từng cửa sổ: a few neighbouring visits searched exactly, all others staying where they are."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from app.planner import exact
from app.planner.problem import cost, is_elsewhere, is_feasible

if TYPE_CHECKING:
    from app.planner.limits import Limits
    from app.planner.problem import Goal, Instance, Placement, Schedule

_WINDOWS = 24
_VISITS_OF_A_WINDOW = 16
_WORK = 0.3
_ANOTHER_TEAM = 10
"""As many days a visit of another team stands further away."""


def improve_by_windows(
    instance: Instance,
    goals: tuple[Goal, ...],
    limits: Limits,
    schedule: Schedule,
    others: tuple[frozenset[int], ...] = (),
) -> Schedule:
    """Return a feasible schedule at least as good as one that is.

    `others` are sets of tasks of which at least one each stays where it is, as in the schedule given.
    """
    chance = random.Random(limits.seed)  # noqa: S311 — the seed decides, so that the answer can be had again
    loose = [task for task, asked in enumerate(instance.tasks) if not asked.is_pinned]
    longest = 0.0
    for _ in range(_WINDOWS if loose else 0):
        began = time.monotonic()
        if limits.seconds <= longest:
            # Another window would last beyond the end.
            break
        window = _around(instance, schedule, schedule[chance.choice(loose)], loose)
        staying = {task for task in loose if not is_elsewhere(instance.tasks[task], schedule[task])}
        asked = tuple(tasks & window for tasks in others if not tasks & staying - window)
        share = replace(limits, work=_WORK, work_after=_WORK)
        small = _kept_outside(instance, schedule, window)
        better = exact.solve(small, goals, share, hint=schedule, others=asked).schedule
        longest = max(longest, time.monotonic() - began)
        if better is None or cost(instance, better, goals) >= cost(instance, schedule, goals):
            continue
        if is_feasible(instance, better):
            schedule = better
    return schedule


def _around(instance: Instance, schedule: Schedule, centre: Placement, loose: list[int]) -> frozenset[int]:
    """Return the visits that stand nearest to a placement in time, those of its team first."""
    groups = instance.groups

    def distance(task: int) -> int:
        is_other = groups[schedule[task].group].team != groups[centre.group].team
        return abs(schedule[task].start - centre.start) + is_other * _ANOTHER_TEAM

    return frozenset(sorted(loose, key=distance)[:_VISITS_OF_A_WINDOW])


def _kept_outside(instance: Instance, schedule: Schedule, window: frozenset[int]) -> Instance:
    """Return the instance with every visit outside the window kept where the schedule has it, at no cost."""
    tasks = tuple(
        task
        if number in window or task.is_pinned
        else replace(
            task,
            choices=tuple(choice for choice in task.choices if choice.group == schedule[number].group),
            present=schedule[number],
            least=schedule[number].length,
            wanted=schedule[number].length,
            first_day=None,
            must_move=False,
            is_pinned=True,
        )
        for number, task in enumerate(instance.tasks)
    )
    return replace(instance, tasks=tasks)
