"""Tìm kiếm lân cận: a few visits taken out and put back better, so many times, from a seed.

The number of rounds bounds the search, not the clock, so that the same instance has the same answer everywhere; where
the clock ends it nevertheless, the result says so.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.planner.greedy import best_place, fill
from app.planner.partial import PartialSchedule
from app.planner.problem import Schedule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.planner.partial import Price
    from app.planner.problem import Goal, Instance, Placement

ROUNDS = 3000
_MEMORY = 40
_MOST_TAKEN_OUT = 7
_ROUNDS_A_LOOK = 16
_BLINK = 0.1
_AIMED = 0.7
_ANOTHER_TEAM = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Improved:
    """Kết quả tìm: the best schedule that keeps every limit, None where there is none; `rounds` made to find it."""

    schedule: Schedule | None
    rounds: int
    cut_short: bool = False


def improve(
    instance: Instance,
    goals: Sequence[Goal],
    start: Schedule | None,
    *,
    rounds: int = ROUNDS,
    seed: int = 1,
    others: Sequence[frozenset[int]] = (),
    until: float = float("inf"),
) -> Improved:
    """Return the best schedule met in so many rounds from a start; None stands for a start with nothing placed.

    `others` are sets of tasks of which at least one each stays where it is. `until` is a moment of the monotonic clock.
    """
    return _Search(instance, goals, start, seed, others).run(rounds, until)


class _Search:
    """Một lần tìm: late acceptance, a schedule being taken that is no worse than one of some rounds ago."""

    def __init__(
        self,
        instance: Instance,
        goals: Sequence[Goal],
        start: Schedule | None,
        seed: int,
        others: Sequence[frozenset[int]],
    ) -> None:
        self._chance = random.Random(seed)  # noqa: S311 — the seed decides, so that the answer can be had again
        self._partial = PartialSchedule(instance, goals, others)
        self._tasks = instance.tasks
        self._free = [task for task, asked in enumerate(instance.tasks) if not asked.is_pinned]
        for task, asked in enumerate(instance.tasks):
            if asked.is_pinned and asked.present is not None:
                self._partial.put(task, asked.present)
            elif start is not None:
                self._partial.put(task, start[task])
        fill(self._partial, self._chance, tries=0)

    def run(self, rounds: int, until: float) -> Improved:
        present = self._partial.cost()
        best, schedule, found_at = present, self._partial.schedule, 0
        memory = [present] * _MEMORY
        for turn in range(rounds if self._free else 0):
            if turn % _ROUNDS_A_LOOK == 0 and time.monotonic() >= until:
                return Improved(schedule=_valid(best, schedule), rounds=found_at, cut_short=True)
            present = self._round(present, memory[turn % _MEMORY])
            memory[turn % _MEMORY] = present
            if present < best:
                best, schedule, found_at = present, self._partial.schedule, turn + 1
        return Improved(schedule=_valid(best, schedule), rounds=found_at)

    def _round(self, present: Price, bar: Price) -> Price:
        """Take some visits out and put them back; return what the schedule costs then."""
        partial = self._partial
        taken = {task: partial.take(task) for task in dict.fromkeys(self._taken_out())}
        order = sorted(taken, key=lambda _: self._chance.random())
        if self._chance.random() < 1 / 2:
            order.sort(key=lambda task: partial.freedom[task])
        for task in order:
            place = best_place(partial, task, skip=int(self._chance.random() < _BLINK), chance=self._chance)
            if place is not None:
                partial.put(task, place)
        cost = partial.cost()
        if cost <= present or cost <= bar:
            return cost
        for task in taken:
            partial.take(task)
        for task, place in taken.items():
            if place is not None:
                partial.put(task, place)
        return present

    def _taken_out(self) -> list[int]:
        """Return the visits to take out: all that are missing, one that costs, what is in its way, and neighbours."""
        chance, partial = self._chance, self._partial
        missing = partial.missing
        costly = missing or [task for task in self._free if self._is_costly(task)]
        one = chance.choice(costly if costly and chance.random() < _AIMED else self._free)
        wanted = self._tasks[one].present if chance.random() < _AIMED else None
        rivals = [] if wanted is None else list(partial.clashing(one, wanted))
        count = chance.randint(1, min(_MOST_TAKEN_OUT, len(self._free)))
        around = wanted or partial.placed[one]
        if around is None or chance.random() > _AIMED:
            near = chance.sample(self._free, count)
        else:
            near = self._nearest(around, count)
        return [task for task in (one, *missing, *rivals, *near) if not self._tasks[task].is_pinned]

    def _is_costly(self, task: int) -> bool:
        """Say whether a visit is where a goal would not have it."""
        placement = self._partial.placed[task]
        return placement is None or any(self._partial.price(task, placement))

    def _nearest(self, around: Placement, count: int) -> list[int]:
        """Return the visits that stand nearest to a placement in time, those of its team first."""
        groups, placed = self._partial.instance.groups, self._partial.placed
        team = groups[around.group].team

        def distance(task: int) -> tuple[int, int]:
            placement = placed[task]
            if placement is None:
                return 0, task
            is_other = groups[placement.group].team != team
            return abs(placement.start - around.start) + is_other * _ANOTHER_TEAM, task

        return sorted(self._free, key=distance)[:count]


def _valid(cost: Price, schedule: Schedule | None) -> Schedule | None:
    """Return the schedule where neither a visit is missing nor a limit of several visits is broken."""
    return schedule if cost[:2] == (0, 0) else None
