"""Tìm lịch tốt nhất: the instance in its independent parts, each searched exactly where it is small enough.

A part starts from the greedy schedule, which local search improves; exact search then proves it or finds a better one.
What is proven of every part is proven of the whole.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from app.planner import exact
from app.planner.exact import Found
from app.planner.exact_windows import improve_by_windows
from app.planner.greedy import greedy
from app.planner.limits import Limits
from app.planner.local_search import improve
from app.planner.parts import parts_of
from app.planner.problem import Goal, cost, is_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.planner.parts import Part
    from app.planner.problem import Instance, Placement, Schedule

    Others = tuple[frozenset[int], ...]
    Way = tuple[tuple[int, ...], Schedule]
    States = dict[frozenset[int], tuple[tuple[int, ...], dict[int, Placement]]]

MOST_EXACT = 40
"""So many visits are searched exactly at once; of larger parts exact search proves nothing within its limits."""
_SMALL = 12
"""Up to so many visits, all of which have days, exact search needs no start."""
_ROUNDS = 100
_BEFORE_WINDOWS = 0.7
"""The part of the time left that local search may take where exact windows follow it."""
_ROUNDS_FOR_ALL = 300_000
"""Rounds of local search times visits, where exact search does not follow; but no more than `_MOST_ROUNDS`."""
_MOST_ROUNDS = 6_000


def solve(
    instance: Instance,
    goals: tuple[Goal, ...],
    limits: Limits,
    *,
    principal: int = 2,
    others: Others = (),
    is_exact: bool = True,
) -> Found:
    """Return the schedule that costs least, the goals compared one after the other; as `exact.solve`, for any size.

    The first `principal` goals are to be proven. `others` are sets of tasks of which at least one each stays where it
    is. Without `is_exact` local search alone is asked, and nothing is proven.
    """
    return _Search(limits=limits, principal=principal, is_exact=is_exact).whole(instance, goals, others)


def largest_part(instance: Instance) -> int:
    """Return how many visits that are not pinned the largest part has; up to `MOST_EXACT` it is searched exactly."""
    return max((_loose(part.instance) for part in parts_of(instance)), default=0)


def _loose(instance: Instance) -> int:
    return sum(not task.is_pinned for task in instance.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """Một lần tìm, with its limits."""

    limits: Limits
    principal: int
    is_exact: bool

    def whole(self, instance: Instance, goals: tuple[Goal, ...], others: Others) -> Found:
        parts = parts_of(instance)
        if len(parts) <= 1:
            found = self._small(instance, goals, others)
            if found is not None:
                return found
            return self._part(instance, goals, self.limits, others)
        if Goal.LAST_DAY not in goals:
            return self._parts(instance, parts, goals, others)
        if others or any(task.present is not None and not task.is_pinned for task in instance.tasks):
            # A visit that may stay wherever it is cannot be kept from ending late.
            return self._part(instance, goals, self.limits, others)
        return self._to_a_last_day(instance, parts, goals)

    def _small(self, instance: Instance, goals: tuple[Goal, ...], others: Others) -> Found | None:
        """Return what exact search finds without a start where it needs none, None elsewhere."""
        has_days = all(task.present is not None for task in instance.tasks)
        if not (self.is_exact and has_days and _loose(instance) <= _SMALL):
            return None
        found = exact.solve(instance, goals, self.limits, principal=self.principal, others=others)
        return found if found.schedule is not None or found.is_impossible else None

    def _parts(self, instance: Instance, parts: Sequence[Part], goals: tuple[Goal, ...], others: Others) -> Found:
        """Search each part by itself, and choose in which of them one visit more stays for each set of `others`."""
        found_first = self._each(parts, goals)
        failed = next((found for found in found_first if found.schedule is None), None)
        if failed is not None:
            return replace(failed, proven=0)
        states: States = {frozenset(): ((), {})}
        proven = min(found.proven for found in found_first)
        cut_short, is_certain = any(found.cut_short for found in found_first), True
        for (part, limits), first in zip(self._shared(parts), found_first, strict=True):
            ways: list[Way] = [((), first.schedule or ())]
            for kept in _combinations_met(part, others):
                asked = tuple(part.of_part(others[number]) for number in kept)
                known = next((schedule for _, schedule in ways if _meets(part.instance, schedule, asked)), None)
                if known is not None:
                    ways.append((kept, known))
                    continue
                found = self._part(part.instance, goals, limits, asked)
                cut_short |= found.cut_short
                is_certain = is_certain and (found.schedule is not None or found.is_impossible)
                if found.schedule is not None:
                    ways.append((kept, found.schedule))
                    proven = min(proven, found.proven)
            states = _with_part(states, part, ways, goals)
        best = states.get(frozenset(range(len(others))))
        if best is None:
            return Found(schedule=None, is_impossible=is_certain, cut_short=cut_short)
        schedule = tuple(best[1][task] for task in range(len(instance.tasks)))
        return Found(schedule=schedule, proven=proven if is_certain else 0, cut_short=cut_short)

    def _each(self, parts: Sequence[Part], goals: tuple[Goal, ...]) -> list[Found]:
        """Search each part by itself; those that the clock cut short once more, in the time that all others left.

        The parts are searched until one is found to be impossible.
        """
        found: list[Found] = []
        for part, limits in self._shared(parts):
            found.append(self._part(part.instance, goals, limits, ()))
            if found[-1].schedule is None:
                return found
        short = [number for number, each in enumerate(found) if each.cut_short]
        for number, (part, limits) in zip(short, self._shared([parts[number] for number in short]), strict=True):
            if limits.seconds <= 0:
                break
            again = self._part(part.instance, goals, limits, (), start=found[number].schedule)
            if again.schedule is not None:
                found[number] = again
        return found

    def _to_a_last_day(self, instance: Instance, parts: Sequence[Part], goals: tuple[Goal, ...]) -> Found:
        """Search the parts as far as the last day used, the one goal that does not add up; then all by that day."""
        place = goals.index(Goal.LAST_DAY)
        proven, cut_short, last = place + 1, False, 0
        placed: dict[int, Placement] = {}
        for part, limits in self._shared(parts, 1 / 2):
            found = self._part(part.instance, goals[: place + 1], limits, ())
            if found.schedule is None:
                return replace(found, proven=0)
            proven, cut_short = min(proven, found.proven), cut_short or found.cut_short
            last = max(last, *(placement.last for placement in found.schedule))
            placed |= part.in_whole(found.schedule)
        schedule = tuple(placed[task] for task in range(len(instance.tasks)))
        tasks = (task if task.is_pinned else replace(task, latest=min(task.latest, last)) for task in instance.tasks)
        bounded = replace(instance, tasks=tuple(tasks))
        then = self._parts(bounded, parts_of(bounded), goals[:place] + goals[place + 1 :], ())
        cut_short |= then.cut_short
        if then.schedule is None or cost(instance, then.schedule, goals) > cost(instance, schedule, goals):
            return Found(schedule=schedule, proven=proven, cut_short=cut_short)
        if proven == place + 1:
            proven += max(0, then.proven - place)
        return Found(schedule=then.schedule, proven=proven, cut_short=cut_short)

    def _shared(self, parts: Sequence[Part], of_time: float = 1) -> Iterator[tuple[Part, Limits]]:
        """Yield the parts with limits: of the time left, what is due to their visits; what one leaves the next have."""
        until = self.limits.until
        if of_time < 1 and until != float("inf"):
            until = time.monotonic() + self.limits.seconds * of_time
        left = sum(len(part.tasks) for part in parts)
        for part in parts:
            limits = self.limits
            if until != float("inf"):
                share = max(0.0, until - time.monotonic()) * len(part.tasks) / left
                limits = replace(limits, until=time.monotonic() + share)
            left -= len(part.tasks)
            yield part, limits

    def _part(
        self,
        instance: Instance,
        goals: tuple[Goal, ...],
        limits: Limits,
        others: Others,
        start: Schedule | None = None,
    ) -> Found:
        """Search one part: exactly where it is small enough, else by local search and exact windows."""
        loose = _loose(instance)
        proves = self.is_exact and loose <= MOST_EXACT
        start = start or greedy(instance, goals, seed=limits.seed)
        rounds = _ROUNDS if proves else max(_ROUNDS, min(_MOST_ROUNDS, _ROUNDS_FOR_ALL // max(1, loose)))
        until = limits.until
        if self.is_exact and not proves:
            until = time.monotonic() + limits.seconds * _BEFORE_WINDOWS
        near = improve(instance, goals, start, rounds=rounds, seed=limits.seed, others=others, until=until)
        if not self.is_exact or (near.schedule is not None and limits.seconds <= 0):
            return Found(schedule=near.schedule, cut_short=near.cut_short or limits.seconds <= 0)
        if proves or near.schedule is None:
            found = exact.solve(instance, goals, limits, principal=self.principal, hint=near.schedule, others=others)
            return replace(found, cut_short=found.cut_short or near.cut_short)
        schedule = improve_by_windows(instance, goals, limits, near.schedule, others)
        return Found(schedule=schedule, cut_short=near.cut_short or limits.seconds <= 0)


def _combinations_met(part: Part, others: Others) -> list[tuple[int, ...]]:
    """Return which sets of `others` a part may meet, in every combination of one or more."""
    meetable = [number for number, tasks in enumerate(others) if not tasks.isdisjoint(part.tasks)]
    return [chosen for count in range(1, len(meetable) + 1) for chosen in combinations(meetable, count)]


def _meets(instance: Instance, schedule: Schedule, others: Others) -> bool:
    """Say whether of each of these sets a visit stays where it is."""
    return all(any(not is_elsewhere(instance.tasks[task], schedule[task]) for task in tasks) for tasks in others)


def _with_part(states: States, part: Part, ways: Sequence[Way], goals: tuple[Goal, ...]) -> States:
    """Return the cheapest schedules of the parts so far and of this one, by the sets of `others` that they meet."""
    extended: States = {}
    for met, (price, placed) in states.items():
        for kept, schedule in ways:
            own = cost(part.instance, schedule, goals)
            total = tuple(one + other for one, other in zip(price, own, strict=True)) if price else own
            key = met | frozenset(kept)
            if key not in extended or total < extended[key][0]:
                extended[key] = total, placed | part.in_whole(schedule)
    return extended
