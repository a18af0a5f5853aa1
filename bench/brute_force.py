"""Thử mọi cách: the least that a schedule of a small instance can cost, found by trying every placement."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from app.planner.problem import clash, cost, is_feasible, placements

if TYPE_CHECKING:
    from app.planner.problem import Goal, Instance, Placement, Schedule

_Way = tuple[tuple[int, ...], "Placement"]


def least_cost(instance: Instance, goals: tuple[Goal, ...], *, until: float = float("inf")) -> Schedule | None:
    """Return a cheapest schedule, None where there is none or the moment `until` came before all had been tried.

    The goals must be sums over the visits, so that what is placed already bounds the whole from below.
    """
    return _Trying(instance, goals, until).best_of_all()


class _Trying:
    """Phép thử: visits one after the other, those with the fewest places first."""

    def __init__(self, instance: Instance, goals: tuple[Goal, ...], until: float) -> None:
        self._instance, self._goals, self._until = instance, goals, until
        ways = [sorted(self._ways(task)) for task in range(len(instance.tasks))]
        self._order = sorted(range(len(ways)), key=lambda task: len(ways[task]))
        self._ways_of = ways
        self._best: tuple[int, ...] | None = None
        self._schedule: Schedule | None = None
        self._is_cut = False

    def best_of_all(self) -> Schedule | None:
        self._try(0, {}, (0,) * len(self._goals))
        return None if self._is_cut else self._schedule

    def _ways(self, task: int) -> list[_Way]:
        found = []
        for placement in placements(self._instance, task):
            alone = _alone(self._instance, task, placement, self._goals)
            found.append((alone, placement))
        return found

    def _try(self, turn: int, placed: dict[int, Placement], price: tuple[int, ...]) -> None:
        if time.monotonic() > self._until:
            self._is_cut = True
        if self._is_cut:
            return
        if turn == len(self._order):
            schedule = tuple(placed[task] for task in range(len(self._order)))
            if is_feasible(self._instance, schedule):
                self._best, self._schedule = price, schedule
            return
        task = self._order[turn]
        for alone, placement in self._ways_of[task]:
            dearer = tuple(one + other for one, other in zip(price, alone, strict=True))
            if self._best is not None and dearer >= self._best:
                break
            if not any(clash(self._instance, task, placement, other, there) for other, there in placed.items()):
                self._try(turn + 1, {**placed, task: placement}, dearer)


def _alone(instance: Instance, task: int, placement: Placement, goals: tuple[Goal, ...]) -> tuple[int, ...]:
    """Return what one placement costs by itself."""
    single = replace(instance, tasks=(instance.tasks[task],), travel=(), contiguous=())
    return cost(single, (placement,), goals)
