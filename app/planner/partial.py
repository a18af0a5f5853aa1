"""Lịch dở dang: a schedule some of whose visits are not placed yet, asked quickly where the next one may stand.

What a team or person is busy with is one whole number, a bit for each half-day of the axis, so that all days on which
a visit may begin come out of a few shifts.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from app.planner.problem import Goal, Placement, allowed, broken_wholes, clash, cost, is_elsewhere, shift, warned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from random import Random

    from app.planner.problem import Choice, Group, Instance, Schedule, Task


class Way(NamedTuple):
    """Cách xếp: one group and length of a visit, and a bit for each half-day on which it may then begin."""

    choice: Choice
    group: Group
    length: int
    size: int
    begins: int


Price = tuple[int, ...]
_MOST_STARTS = 24
_MOST_WAYS = 24


class PartialSchedule:
    """Lịch dở dang của một bài toán: visits are put and taken away one by one; no two placed ones clash.

    `others` are sets of tasks of which at least one each is to stay where it is.
    """

    def __init__(self, instance: Instance, goals: Sequence[Goal], others: Sequence[frozenset[int]] = ()) -> None:
        self.instance, self._goals, self._others = instance, tuple(goals), others
        self.placed: list[Placement | None] = [None] * len(instance.tasks)
        self._members: list[set[int]] = [set() for _ in instance.groups]
        self._busy = [0] * instance.resources
        self._users: list[set[int]] = [set() for _ in range(instance.resources)]
        self._mates = {task: together for together in instance.travel for task in together}
        self._before: list[list[int]] = [[] for _ in instance.groups]
        self._after: list[list[int]] = [[] for _ in instance.groups]
        for one, other in instance.ordered:
            self._after[one].append(other)
            self._before[other].append(one)
        self._preferred, self._turns = _by_group(instance.preferred), _by_group(instance.turns)
        self._ways: dict[int, tuple[Way, ...]] = {}
        self._prices: list[dict[Placement, Price]] = [{} for _ in instance.tasks]
        self._changing = {
            place: self._changing_rises[goal] for place, goal in enumerate(self._goals) if goal in self._changing_rises
        }
        self._shifts: dict[int, list[int]] = {}

    # Putting and taking away

    def put(self, task: int, placement: Placement) -> None:
        """Place a visit; it must not clash with one that is placed."""
        self.placed[task] = placement
        self._members[placement.group].add(task)
        taken = self._taken(task, placement)
        for resource in self.instance.tasks[task].resources(placement.group):
            self._busy[resource] |= taken
            self._users[resource].add(task)

    def take(self, task: int) -> Placement | None:
        """Take a visit away and return where it stood, None where it did not."""
        placement = self.placed[task]
        if placement is None:
            return None
        self.placed[task] = None
        self._members[placement.group].discard(task)
        taken = self._taken(task, placement)
        for resource in self.instance.tasks[task].resources(placement.group):
            self._busy[resource] &= ~taken
            self._users[resource].discard(task)
        return placement

    def _taken(self, task: int, placement: Placement) -> int:
        begins, ends = self.instance.tasks[task].slots(placement)
        return (1 << ends) - (1 << begins)

    @property
    def missing(self) -> list[int]:
        """The visits that are not placed."""
        return [task for task, placement in enumerate(self.placed) if placement is None]

    @property
    def schedule(self) -> Schedule | None:
        """The whole schedule, None while a visit is missing."""
        whole = tuple(placement for placement in self.placed if placement is not None)
        return whole if len(whole) == len(self.placed) else None

    def cost(self) -> Price:
        """Return what the schedule costs: visits missing, limits of wholes that are broken, then goal by goal."""
        whole = self.schedule
        if whole is None:
            return (len(self.missing), *([0] * (1 + len(self._goals))))
        broken = sum(1 for _ in broken_wholes(self.instance, whole)) + sum(
            self._are_all_elsewhere(tasks, whole) for tasks in self._others
        )
        return (0, broken, *cost(self.instance, whole, self._goals))

    def _are_all_elsewhere(self, tasks: frozenset[int], whole: Schedule) -> bool:
        return all(is_elsewhere(self.instance.tasks[task], whole[task]) for task in tasks)

    # Where a visit may stand

    def free_places(self, task: int, chance: Random | None = None) -> Iterator[Placement]:
        """Yield placements at which a visit clashes with none that is placed, its present one first.

        Of many ways all are looked at, or with `chance` as many as it takes to choose well among them.
        """
        asked = self.instance.tasks[task]
        present = asked.present
        if present is not None and not asked.must_move and self.fits(task, present):
            yield present
        ways = self.ways(task)
        if chance is not None and len(ways) > _MOST_WAYS:
            ways = tuple(chance.sample(ways, _MOST_WAYS))
        for way in ways:
            if way.group.most is not None and len(self._members[way.choice.group]) >= way.group.most:
                continue
            for start in self._starts(task, way):
                placement = Placement(way.choice.group, start, way.length)
                if placement != present or asked.must_move:
                    yield placement

    def over_full(self, placement: Placement) -> frozenset[int]:
        """Return the visits of a placement's group where one more would be too many, else none."""
        most = self.instance.groups[placement.group].most
        members = self._members[placement.group]
        return frozenset(members) if most is not None and len(members) >= most else frozenset()

    def fits(self, task: int, placement: Placement) -> bool:
        """Say whether a placement that is allowed clashes with nothing placed."""
        return not self.over_full(placement) and next(self.clashing(task, placement), None) is None

    def clashing(self, task: int, placement: Placement) -> Iterator[int]:
        """Yield the placed visits that cannot stand beside a placement."""
        instance = self.instance
        near: set[int] = set()
        for resource in instance.tasks[task].resources(placement.group):
            near |= self._users[resource]
        for group in (*self._before[placement.group], *self._after[placement.group]):
            near |= self._members[group]
        for other in sorted(near):
            there = self.placed[other]
            if there is not None and other != task and clash(instance, task, placement, other, there):
                yield other

    def ways(self, task: int) -> tuple[Way, ...]:
        """Return the groups and lengths of a visit that has any day to begin on; none of a pinned one."""
        if task not in self._ways:
            asked = self.instance.tasks[task]
            found = (
                []
                if asked.is_pinned
                else [
                    self._way(asked, choice, length)
                    for choice in asked.choices
                    for length in range(asked.wanted, asked.least - 1, -1)
                ]
            )
            self._ways[task] = tuple(way for way in found if way.begins)
        return self._ways[task]

    def _way(self, asked: Task, choice: Choice, length: int) -> Way:
        group = self.instance.groups[choice.group]
        first = max(asked.earliest, group.earliest)
        last = min(asked.latest - length + 1, group.latest)
        blocked = _widened(_bits(choice.blocked), length) | _bits(choice.forbidden_starts)
        blocked |= _bits(start for start, banned in choice.banned if banned == length)
        begins = 0
        for start in range(first, last + 1):
            if not blocked >> start & 1:
                begins |= 1 << 2 * start + asked.opens_late
        size = 2 * length - asked.opens_late - asked.closes_early
        return Way(choice, group, length, size, begins)

    def _starts(self, task: int, way: Way) -> list[int]:
        """Return axis days on which a visit may begin in that way, given what is placed: all, or the likely of many."""
        busy = 0
        for resource in way.choice.resources:
            busy |= self._busy[resource]
        open_ = way.begins & ~_widened(busy, way.size)
        if self.instance.spare:
            open_ &= ~_widened(self._spared(way.group.team), way.size)
        lowest, highest = self._bounds(way.choice.group)
        open_ &= (1 << max(0, 2 * (highest - way.length + 1))) - 1
        open_ = open_ >> 2 * lowest << 2 * lowest
        forbidden = way.group.forbidden_firsts
        first = self._extent(way.choice.group)[0] if forbidden else 0
        starts = [start for start in _days(open_) if start not in forbidden or start >= first]
        return starts if len(starts) <= _MOST_STARTS else self._likely(task, starts)

    def _likely(self, task: int, starts: list[int]) -> list[int]:
        """Return some of many days: those nearest to where the visit is, else those at the ends of what is free."""
        present = self.instance.tasks[task].present
        if present is not None:
            nearest = sorted(starts, key=lambda start: (abs(start - present.start), start))
            return sorted(nearest[:_MOST_STARTS])
        ends = [
            start
            for place, start in enumerate(starts)
            if place in {0, len(starts) - 1} or starts[place - 1] != start - 1 or starts[place + 1] != start + 1
        ]
        return sorted({*ends[:_MOST_STARTS], *starts[: _MOST_STARTS // 2]})

    def _spared(self, team: int) -> int:
        """Return the half-days of a team that are taken or kept free, of the days around its visits."""
        kept = 0
        for task in self._users[team]:
            placement = self.placed[task]
            if placement is not None:
                first = max(0, placement.start - self.instance.spare)
                kept |= (1 << 2 * (placement.last + 1 + self.instance.spare)) - (1 << 2 * first)
        return kept

    def _bounds(self, group: int) -> tuple[int, int]:
        """Return the first day that the visits of a group may take, and the one before which they must have ended."""
        lowest = max((self._extent(other)[1] + 1 for other in self._before[group]), default=0)
        highest = min((self._extent(other)[0] for other in self._after[group]), default=len(self.instance.days))
        return lowest, highest

    def _extent(self, group: int) -> tuple[int, int]:
        """Return the first and last day of a group; the end of the axis and -1 of an empty one."""
        first, last = len(self.instance.days), -1
        for task in self._members[group]:
            placement = self.placed[task]
            if placement is not None:
                first, last = min(first, placement.start), max(last, placement.last)
        return first, last

    # What a placement would cost

    def price(self, task: int, placement: Placement) -> Price:
        """Return about what the goals would rise by: exact for what a visit costs by itself."""
        known = self._prices[task].get(placement)
        if known is None:
            known = tuple(self._rise(goal, task, placement) for goal in self._goals)
            self._prices[task][placement] = known
        if self._changing:
            known = tuple(
                self._changing[place](self, task, placement) if place in self._changing else rise
                for place, rise in enumerate(known)
            )
        return (self._away_from_mates(task, placement), *known) if self._mates else known

    def _rise(self, goal: Goal, task: int, placement: Placement) -> int:
        rise = self._rises.get(goal)
        if rise is not None:
            return rise(self, task, placement)
        return 0 if goal in self._changing_rises else placement.last

    def _moved(self, task: int, placement: Placement) -> int:
        asked = self.instance.tasks[task]
        return int(asked.first_day is not None and is_elsewhere(asked, placement))

    def _days_moved(self, task: int, placement: Placement) -> int:
        return self._shift(task)[placement.start] if self._moved(task, placement) else 0

    def _shortfall(self, task: int, placement: Placement) -> int:
        return max(0, self.instance.tasks[task].wanted - placement.length)

    def _warnings(self, task: int, placement: Placement) -> int:
        return warned(self.instance.tasks[task], placement)

    def _disorder(self, _task: int, placement: Placement) -> int:
        return self._pairs_not_apart(self._preferred, placement, 0)

    def _handovers(self, _task: int, placement: Placement) -> int:
        return self._pairs_not_apart(self._turns, placement, 1)

    def _shift(self, task: int) -> list[int]:
        if task not in self._shifts:
            asked = self.instance.tasks[task]
            self._shifts[task] = [shift(self.instance, asked, start) for start in range(len(self.instance.days))]
        return self._shifts[task]

    def _tight(self, _task: int, placement: Placement) -> int:
        """Return how many ends of a placement touch the day of another visit of the team."""
        busy = self._busy[self.instance.groups[placement.group].team]
        before, after = 2 * placement.start - 2, 2 * placement.last + 2
        return (before >= 0 and bool(busy >> before & 3)) + bool(busy >> after & 3)

    def _pairs_not_apart(self, pairs: dict[int, list[tuple[int, int]]], placement: Placement, gap: int) -> int:
        count = 0
        for one, other in pairs.get(placement.group, ()):
            is_first = one == placement.group
            first, last = self._extent(other if is_first else one)
            if last >= 0:
                count += placement.last + gap >= first if is_first else last + gap >= placement.start
        return count

    _rises: ClassVar[dict[Goal, Callable[[PartialSchedule, int, Placement], int]]] = {
        Goal.MOVED: _moved,
        Goal.DAYS_MOVED: _days_moved,
        Goal.SHORTFALL: _shortfall,
        Goal.WARNINGS: _warnings,
    }
    _changing_rises: ClassVar[dict[Goal, Callable[[PartialSchedule, int, Placement], int]]] = {
        Goal.TIGHT: _tight,
        Goal.DISORDER: _disorder,
        Goal.HANDOVERS: _handovers,
    }

    def _away_from_mates(self, task: int, placement: Placement) -> int:
        """Return how many days lie between a visit and the nearest one of its travel group."""
        there = [self.placed[mate] for mate in self._mates.get(task, ()) if mate != task]
        gaps = [max(placement.start - mate.last, mate.start - placement.last) - 1 for mate in there if mate is not None]
        return max(0, min(gaps, default=0))

    def all_places(self, task: int) -> list[Placement]:
        """Return every placement that a visit may have, whatever the others do."""
        asked = self.instance.tasks[task]
        found = [asked.present] if asked.present is not None and self.may_stay(task) else []
        found += [
            Placement(way.choice.group, start, way.length) for way in self.ways(task) for start in _days(way.begins)
        ]
        return found

    @cached_property
    def freedom(self) -> list[int]:
        """On how many days each visit may begin, by task."""
        return [sum(way.begins.bit_count() for way in self.ways(task)) for task in range(len(self.placed))]

    def may_stay(self, task: int) -> bool:
        """Say whether a visit has a present placement that it may keep."""
        present = self.instance.tasks[task].present
        return present is not None and allowed(self.instance, task, present)


def _by_group(pairs: Iterable[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Return the pairs that each group is in."""
    found: dict[int, list[tuple[int, int]]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append((one, other))
        found.setdefault(other, []).append((one, other))
    return found


def _bits(days: Iterable[int]) -> int:
    found = 0
    for day in days:
        found |= 1 << day
    return found


def _days(begins: int) -> Iterator[int]:
    """Yield the axis days of the half-days whose bits are set, in order."""
    while begins:
        lowest = begins & -begins
        begins ^= lowest
        yield (lowest.bit_length() - 1) // 2


def _widened(bits: int, size: int) -> int:
    """Return the bits from which one of `size` bits onwards meets a bit that is set."""
    width = 1
    while 2 * width <= size:
        bits |= bits >> width
        width *= 2
    return bits | bits >> size - width
