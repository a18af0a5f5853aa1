"""Xếp lần lượt: each visit where it costs least just then, and room made by force where there is none left.

What is put out for a visit that found no room goes back into the queue; whoever often finds none weighs more and more,
so that it is the others who give way. The seed decides between equals: same instance and seed, same schedule.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from app.planner.partial import PartialSchedule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.planner.partial import Price
    from app.planner.problem import Goal, Instance, Placement, Schedule

_TRIES_A_VISIT = 15
_MOST_LOOKED_AT = 60


def greedy(instance: Instance, goals: Sequence[Goal], *, seed: int = 1, repairs: bool = True) -> Schedule | None:
    """Return a schedule in which every visit has its place, None where none was found.

    `repairs` off is the plain insertion that gives up at the first visit without room. Limits that concern more than
    two visits at once may still be broken: `is_feasible` tells.
    """
    partial = PartialSchedule(instance, goals)
    chance = random.Random(seed)  # noqa: S311 — the seed decides, so that the answer can be had again
    keep_what_may_stay(partial)
    fill(partial, chance, tries=_TRIES_A_VISIT * len(instance.tasks) if repairs else 0)
    return partial.schedule


def keep_what_may_stay(partial: PartialSchedule) -> None:
    """Place every visit that may stay where it is: the pinned first, then those in the way of the fewest."""
    tasks = partial.instance.tasks
    staying = [task for task in range(len(tasks)) if partial.may_stay(task)]
    for task in [task for task in staying if tasks[task].is_pinned]:
        _keep(partial, task)
    loose = [task for task in staying if not tasks[task].is_pinned]
    for task in loose:
        _keep(partial, task)
    refused = {task: _in_the_way(partial, task) for task in loose if partial.placed[task] is None}
    for task, others in sorted(refused.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        if len(others) == 1 and not tasks[others[0]].is_pinned:
            # Of two that clash the one goes that others clash with too.
            rivals = sum(others[0] in each for each in refused.values())
            if rivals > 1:
                partial.take(others[0])
                _keep(partial, task)


def _keep(partial: PartialSchedule, task: int) -> None:
    present = partial.instance.tasks[task].present
    if present is not None and partial.fits(task, present):
        partial.put(task, present)


def _in_the_way(partial: PartialSchedule, task: int) -> list[int]:
    present = partial.instance.tasks[task].present
    return [] if present is None else list(partial.clashing(task, present))


def fill(partial: PartialSchedule, chance: random.Random, *, tries: int) -> None:
    """Place the visits that are missing, those with the least freedom first; put others out at most `tries` times."""
    weights = [1] * len(partial.placed)
    queue = sorted(partial.missing, key=lambda task: (partial.freedom[task], chance.random()))
    while queue:
        task = queue.pop(0)
        placement = best_place(partial, task)
        if placement is not None:
            partial.put(task, placement)
            continue
        if tries <= 0:
            continue
        tries -= 1
        weights[task] += 1
        queue = [*_make_room(partial, task, weights, chance), *queue]


def best_place(
    partial: PartialSchedule, task: int, *, skip: int = 0, chance: random.Random | None = None
) -> Placement | None:
    """Return the free placement at which a visit costs least, or so many after it; None where nothing is free.

    With `chance` only some of the ways of a visit that has many are looked at.
    """
    priced: list[tuple[Price, Placement]] = []
    for place in partial.free_places(task, chance):
        price = partial.price(task, place)
        if not skip and not any(price):
            return place
        priced.append((price, place))
    if not priced:
        return None
    if not skip:
        return min(priced)[1]
    return sorted(priced)[min(skip, len(priced) - 1)][1]


def _make_room(partial: PartialSchedule, task: int, weights: list[int], chance: random.Random) -> list[int]:
    """Place a visit where it puts out the least weight; return who is put out, nobody where it has no place at all."""
    tasks = partial.instance.tasks
    places = partial.all_places(task)
    if len(places) > _MOST_LOOKED_AT:
        places = chance.sample(places, _MOST_LOOKED_AT)
    # Were it always the price, the same visits would put each other out for ever.
    goes_by_price = chance.random() < 1 / 2
    best: tuple[int, Price, float, Placement, list[int]] | None = None
    for place in places:
        others = list(partial.clashing(task, place))
        full = partial.over_full(place)
        if full and not any(partial.placed[other] is not None and other in full for other in others):
            others.append(min(full, key=lambda other: (tasks[other].is_pinned, weights[other], other)))
        if any(tasks[other].is_pinned for other in others):
            continue
        heavy = sum(weights[other] for other in others)
        entry = (heavy, partial.price(task, place) if goes_by_price else (), chance.random(), place, others)
        if best is None or entry < best:
            best = entry
    if best is None:
        return []
    *_, place, others = best
    for other in others:
        partial.take(other)
    partial.put(task, place)
    return others
