"""Phần độc lập: visits that share no team, person, batch or order with the rest, as instances of their own.

What goals cost adds up over such parts, so that the best schedule of each makes the best of all, and a proof of each a
proof of all. The last day used does not add up; `search` goes about it by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from app.planner.problem import Instance, Placement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.planner.problem import Choice, Schedule, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Phần của bài toán: an instance, and the places of its tasks and groups in the whole."""

    instance: Instance
    tasks: tuple[int, ...]
    groups: tuple[int, ...]

    def of_part(self, tasks: frozenset[int]) -> frozenset[int]:
        """Return those of some tasks of the whole that are in this part, as its own."""
        return frozenset(number for number, task in enumerate(self.tasks) if task in tasks)

    def in_whole(self, schedule: Schedule) -> dict[int, Placement]:
        """Return the placements of a schedule of this part by task of the whole."""
        named = zip(self.tasks, schedule, strict=True)
        return {task: placement._replace(group=self.groups[placement.group]) for task, placement in named}


def parts_of(instance: Instance) -> tuple[Part, ...]:
    """Return the parts of an instance, each task in one, in the order of their first tasks."""
    joined = _Joined()
    for number, task in enumerate(instance.tasks):
        joined.join(("task", number), *(("group", group) for group in _groups_of(task)))
        for choice in task.choices:
            joined.join(("task", number), *(("resource", resource) for resource in choice.resources))
    for one, other in (*instance.ordered, *instance.preferred, *instance.turns):
        joined.join(("group", one), ("group", other))
    for chain in instance.contiguous:
        joined.join(*(("group", group) for group in chain))
    for together in instance.travel:
        joined.join(*(("task", task) for task in together))
    by_root: dict[tuple[str, int], list[int]] = {}
    for number in range(len(instance.tasks)):
        by_root.setdefault(joined.root(("task", number)), []).append(number)
    groups_of: dict[tuple[str, int], list[int]] = {}
    for group in range(len(instance.groups)):
        groups_of.setdefault(joined.root(("group", group)), []).append(group)
    if len(by_root) <= 1:
        whole = Part(
            instance=instance, tasks=tuple(range(len(instance.tasks))), groups=tuple(range(len(instance.groups)))
        )
        return (whole,) if instance.tasks else ()
    return tuple(_part(instance, tasks, groups_of[root]) for root, tasks in by_root.items())


def _groups_of(task: Task) -> set[int]:
    present = {task.present.group} if task.present is not None else set()
    return {choice.group for choice in task.choices} | present


def _part(instance: Instance, tasks: Sequence[int], groups: Sequence[int]) -> Part:
    place = {group: number for number, group in enumerate(groups)}
    teams = {team: number for number, team in enumerate(dict.fromkeys(instance.groups[group].team for group in groups))}
    used = {each for task in tasks for choice in instance.tasks[task].choices for each in choice.resources}
    people = sorted(each for each in used if each >= instance.teams)
    resources = teams | {person: len(teams) + number for number, person in enumerate(people)}
    task_place = {task: number for number, task in enumerate(tasks)}
    small = Instance(
        days=instance.days,
        groups=tuple(replace(instance.groups[group], team=teams[instance.groups[group].team]) for group in groups),
        tasks=tuple(_renumbered(instance.tasks[task], place, resources) for task in tasks),
        ordered=_pairs(instance.ordered, place),
        preferred=_pairs(instance.preferred, place),
        turns=_pairs(instance.turns, place),
        travel=tuple(tuple(task_place[t] for t in each) for each in instance.travel if each and each[0] in task_place),
        contiguous=tuple(
            tuple(place[g] for g in chain) for chain in instance.contiguous if chain and chain[0] in place
        ),
        spare=instance.spare,
    )
    return Part(instance=small, tasks=tuple(tasks), groups=tuple(groups))


def _renumbered(task: Task, groups: dict[int, int], resources: dict[int, int]) -> Task:
    choices = tuple(_choice(choice, groups, resources) for choice in task.choices)
    present = task.present
    if present is not None:
        present = present._replace(group=groups[present.group])
    return replace(task, choices=choices, present=present)


def _choice(choice: Choice, groups: dict[int, int], resources: dict[int, int]) -> Choice:
    used = frozenset(resources[each] for each in choice.resources)
    return replace(choice, group=groups[choice.group], resources=used)


def _pairs(pairs: Iterable[tuple[int, int]], place: dict[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((place[one], place[other]) for one, other in pairs if one in place)


class _Joined:
    """Các phần tử đã nối: which of them belong together."""

    def __init__(self) -> None:
        self._above: dict[tuple[str, int], tuple[str, int]] = {}

    def root(self, node: tuple[str, int]) -> tuple[str, int]:
        while (above := self._above.setdefault(node, node)) != node:
            self._above[node] = self._above.setdefault(above, above)
            node = above
        return node

    def join(self, *nodes: tuple[str, int]) -> None:
        for one, other in pairwise(nodes):
            self._above[self.root(other)] = self.root(one)
