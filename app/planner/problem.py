"""Bài toán xếp lịch: visits on an axis of working days, shared by exact search, greedy, local search and brute force.

Everything is plain numbers: a day is its place on the axis, a task a visit to be placed, a group a batch that may make
it, a resource something that two visits cannot use on one half-day (a team, or a person who serves in two of them).
A schedule is one placement for each task, in the order of the tasks.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Placement(NamedTuple):
    """Chỗ trong lịch: the group that makes a visit, the axis day on which it starts, its working days."""

    group: int
    start: int
    length: int

    @property
    def last(self) -> int:
        """The axis day on which it ends."""
        return self.start + self.length - 1


Schedule = tuple[Placement, ...]


class Goal(StrEnum):
    """Mục tiêu: something that a schedule costs, less being better; `cost` lists them in the order asked for."""

    MOVED = "moved"
    """Visits that had days and get others."""
    DAYS_MOVED = "days_moved"
    """Sum over those visits of the calendar days between old and new first day."""
    WARNINGS = "warnings"
    """Warned starts, and visits that meet warned days."""
    DISORDER = "disorder"
    """Pairs of groups whose order is preferred and not kept."""
    SHORTFALL = "shortfall"
    """Working days that visits lack to what is wanted."""
    HANDOVERS = "handovers"
    """Pairs of `turns` of which the other does not begin after the one with a free working day between them."""
    TIGHT = "tight"
    """Visits of a team that begin without a free working day after the one before."""
    LAST_DAY = "last_day"
    """Place on the axis of the last day used."""
    SUM_OF_ENDS = "sum_of_ends"
    """Sum of the places on the axis of all last days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Đợt trong bài toán: who may make a visit. `team` numbers teams.

    Its visits start within `earliest` to `latest` (axis days, both ends in); `least` to `most` of them are made
    (None: any number); the first of them starts on none of `forbidden_firsts`. `head` numbers heads, None unknown.
    """

    key: str
    team: int
    earliest: int
    latest: int
    least: int = 0
    most: int | None = None
    forbidden_firsts: frozenset[int] = frozenset()
    head: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Khả năng: one group that may make a visit, with the axis days that this rules out or warns of.

    `resources` are what the visit then uses: its team, whose resource has the team's number, and people of two teams.
    `blocked` are days that the visit may not meet, `forbidden_starts` those on which it may not begin, `banned` whole
    placements (start, length); `warned_days` and `warned_starts` are those that cost a warning.
    """

    group: int
    resources: frozenset[int]
    blocked: frozenset[int] = frozenset()
    forbidden_starts: frozenset[int] = frozenset()
    banned: frozenset[tuple[int, int]] = frozenset()
    warned_days: frozenset[int] = frozenset()
    warned_starts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Cuộc kiểm tra cần xếp: `least` to `wanted` working days within the axis days `earliest` to `latest`.

    `name` is that of requests. `opens_late` and `closes_early` keep the half-days of its window. `present` is where it
    is now, None where it has no days; that costs nothing and is allowed whatever its limits say, unless `must_move`.
    `first_day` is the calendar day on which it begins now. A pinned task has its present placement alone.
    """

    name: str
    choices: tuple[Choice, ...]
    least: int
    wanted: int
    earliest: int
    latest: int
    opens_late: bool = False
    closes_early: bool = False
    present: Placement | None = None
    first_day: date | None = None
    must_move: bool = False
    is_pinned: bool = False

    def choice(self, group: int) -> Choice | None:
        """Return the choice of that group, None where it may not make this visit."""
        return next((choice for choice in self.choices if choice.group == group), None)

    def resources(self, group: int) -> frozenset[int]:
        """Return what the visit uses when that group makes it."""
        choice = self.choice(group)
        return frozenset() if choice is None else choice.resources

    def slots(self, placement: Placement) -> tuple[int, int]:
        """Return the half-days taken: the first, and the one after the last; two to a day of the axis."""
        return 2 * placement.start + self.opens_late, 2 * (placement.last + 1) - self.closes_early


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Bài toán: `days` is the axis; `groups` stand by team in the order of their turns.

    `ordered` are pairs of groups of which all visits of the one end before any of the other begins; `preferred` pairs
    for which that is only wished. `turns` are pairs of groups of one team that follow each other with different heads.
    `travel` are sets of tasks that stand next to each other in their team; `spare` is how many axis days stay free
    after each visit before the next that uses the same team. `contiguous` are the groups (by team) of which no group
    between two used ones may be empty.
    """

    days: tuple[date, ...]
    groups: tuple[Group, ...]
    tasks: tuple[Task, ...]
    ordered: tuple[tuple[int, int], ...] = ()
    preferred: tuple[tuple[int, int], ...] = ()
    turns: tuple[tuple[int, int], ...] = ()
    travel: tuple[tuple[int, ...], ...] = ()
    contiguous: tuple[tuple[int, ...], ...] = ()
    spare: int = 0

    @cached_property
    def resources(self) -> int:
        """How many resources there are; the first ones are the teams, in the order of their numbers."""
        choices = (choice for task in self.tasks for choice in task.choices)
        return 1 + max((resource for choice in choices for resource in choice.resources), default=-1)

    @cached_property
    def teams(self) -> int:
        """How many teams there are."""
        return 1 + max((group.team for group in self.groups), default=-1)

    def place_of(self, day: date) -> int:
        """Return the place on the axis of the first working day that is not before the day."""
        return bisect_left(self.days, day)


def allowed(instance: Instance, task: int, placement: Placement) -> bool:
    """Say whether a visit may stand there, whatever the others do."""
    asked = instance.tasks[task]
    if placement == asked.present and not asked.must_move:
        return True
    choice = asked.choice(placement.group)
    if asked.is_pinned or choice is None or not asked.least <= placement.length <= asked.wanted:
        return False
    group = instance.groups[placement.group]
    if not max(asked.earliest, group.earliest) <= placement.start <= group.latest or placement.last > asked.latest:
        return False
    if placement.start in choice.forbidden_starts or (placement.start, placement.length) in choice.banned:
        return False
    return choice.blocked.isdisjoint(range(placement.start, placement.last + 1))


def placements(instance: Instance, task: int) -> Iterator[Placement]:
    """Yield every placement that is allowed for a task, its present one first."""
    asked = instance.tasks[task]
    if asked.present is not None and not asked.must_move:
        yield asked.present
    if asked.is_pinned:
        return
    for choice in asked.choices:
        group = instance.groups[choice.group]
        for start in range(max(asked.earliest, group.earliest), min(asked.latest, group.latest) + 1):
            for length in range(asked.least, asked.wanted + 1):
                placement = Placement(choice.group, start, length)
                if (asked.must_move or placement != asked.present) and allowed(instance, task, placement):
                    yield placement


def clash(instance: Instance, one: int, here: Placement, other: int, there: Placement) -> bool:
    """Say whether two visits cannot both stand there: a shared resource, spare days, the order of their groups."""
    first, second = instance.groups[here.group], instance.groups[there.group]
    if not instance.tasks[one].resources(here.group).isdisjoint(instance.tasks[other].resources(there.group)):
        begins, ends = instance.tasks[one].slots(here)
        opens, closes = instance.tasks[other].slots(there)
        if begins < closes and opens < ends:
            return True
        both_stay = here == instance.tasks[one].present and there == instance.tasks[other].present
        if first.team == second.team and instance.spare and not both_stay:
            gap = (there.start - here.last if there.start > here.last else here.start - there.last) - 1
            if gap < instance.spare:
                return True
    if (here.group, there.group) in instance.ordered and not here.last < there.start:
        return True
    return (there.group, here.group) in instance.ordered and not there.last < here.start


def is_feasible(instance: Instance, schedule: Schedule) -> bool:
    """Say whether a whole schedule keeps every limit of the instance."""
    if not all(allowed(instance, task, placement) for task, placement in enumerate(schedule)):
        return False
    for one in range(len(schedule)):
        for other in range(one + 1, len(schedule)):
            if clash(instance, one, schedule[one], other, schedule[other]):
                return False
    return not any(broken_wholes(instance, schedule))


def broken_wholes(instance: Instance, schedule: Schedule) -> Iterator[str]:
    """Yield what is wrong beyond single visits and pairs of them."""
    used: list[list[Placement]] = [[] for _ in instance.groups]
    for placement in schedule:
        used[placement.group].append(placement)
    for group, made in zip(instance.groups, used, strict=True):
        if made and not group.least <= len(made) <= (group.most if group.most is not None else len(made)):
            yield "count"
        if made and min(placement.start for placement in made) in group.forbidden_firsts:
            yield "first"
    for chain in instance.contiguous:
        filled = [bool(used[group]) for group in chain]
        if any(not filled[n] and any(filled[:n]) and any(filled[n + 1 :]) for n in range(len(filled))):
            yield "gap"
    for together in instance.travel:
        teams = {instance.groups[schedule[task].group].team for task in together}
        first = min(schedule[task].start for task in together)
        last = max(schedule[task].last for task in together)
        if len(teams) > 1 or any(
            instance.groups[placement.group].team in teams and placement.start <= last and placement.last >= first
            for task, placement in enumerate(schedule)
            if task not in together
        ):
            yield "travel"


def cost(instance: Instance, schedule: Schedule, goals: tuple[Goal, ...]) -> tuple[int, ...]:
    """Return what a schedule costs, goal by goal: to be compared as tuples, less being better."""
    return tuple(_COSTS[goal](instance, schedule) for goal in goals)


def _moved(instance: Instance, schedule: Schedule) -> int:
    pairs = zip(instance.tasks, schedule, strict=True)
    return sum(task.first_day is not None and is_elsewhere(task, placement) for task, placement in pairs)


def is_elsewhere(task: Task, placement: Placement) -> bool:
    """Say whether a placement is not the visit's present one; one that must move is elsewhere wherever it is."""
    return task.must_move or placement != task.present


def shift(instance: Instance, task: Task, start: int) -> int:
    """Return the calendar days between a visit's present first day and that day of the axis."""
    return 0 if task.first_day is None else abs((instance.days[start] - task.first_day).days)


def _days_moved(instance: Instance, schedule: Schedule) -> int:
    return sum(
        shift(instance, task, placement.start)
        for task, placement in zip(instance.tasks, schedule, strict=True)
        if is_elsewhere(task, placement)
    )


def _warnings(instance: Instance, schedule: Schedule) -> int:
    return sum(warned(task, placement) for task, placement in zip(instance.tasks, schedule, strict=True))


def warned(task: Task, placement: Placement) -> int:
    """Return how many warnings a placement of a visit costs."""
    choice = task.choice(placement.group)
    if choice is None:
        return 0
    meets = not choice.warned_days.isdisjoint(range(placement.start, placement.last + 1))
    return (placement.start in choice.warned_starts) + meets


def _extents(instance: Instance, schedule: Schedule) -> list[tuple[int, int] | None]:
    """Return the first and last axis day of each group, None for an empty one."""
    extents: list[tuple[int, int] | None] = [None] * len(instance.groups)
    for placement in schedule:
        known = extents[placement.group]
        extents[placement.group] = (
            (placement.start, placement.last)
            if known is None
            else (min(known[0], placement.start), max(known[1], placement.last))
        )
    return extents


def _disorder(instance: Instance, schedule: Schedule) -> int:
    extents = _extents(instance, schedule)
    ends = [(extents[one], extents[other]) for one, other in instance.preferred]
    return sum(before is not None and after is not None and before[1] >= after[0] for before, after in ends)


def _shortfall(instance: Instance, schedule: Schedule) -> int:
    pairs = zip(instance.tasks, schedule, strict=True)
    return sum(max(0, task.wanted - placement.length) for task, placement in pairs)


def _handovers(instance: Instance, schedule: Schedule) -> int:
    extents = _extents(instance, schedule)
    ends = [(extents[one], extents[other]) for one, other in instance.turns]
    return sum(before is not None and after is not None and before[1] + 1 >= after[0] for before, after in ends)


def _tight(instance: Instance, schedule: Schedule) -> int:
    count = 0
    for team in range(instance.teams):
        made = sorted(
            (placement.start, placement.last) for placement in schedule if instance.groups[placement.group].team == team
        )
        count += sum(after[0] <= before[1] + 1 for before, after in pairwise(made))
    return count


def _last_day(_instance: Instance, schedule: Schedule) -> int:
    return max((placement.last for placement in schedule), default=0)


def _sum_of_ends(_instance: Instance, schedule: Schedule) -> int:
    return sum(placement.last for placement in schedule)


_COSTS = {
    Goal.MOVED: _moved,
    Goal.DAYS_MOVED: _days_moved,
    Goal.WARNINGS: _warnings,
    Goal.DISORDER: _disorder,
    Goal.SHORTFALL: _shortfall,
    Goal.HANDOVERS: _handovers,
    Goal.TIGHT: _tight,
    Goal.LAST_DAY: _last_day,
    Goal.SUM_OF_ENDS: _sum_of_ends,
}
