"""Lập bài toán: a plan, a calendar and a request become an instance of plain numbers; each wish can be left out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from app.domain.dates import Half, Window
from app.domain.schedule_requests import Aim, BatchOrder, LeadBasis, visit_name
from app.domain.teams import Batch
from app.domain.visits import Visit
from app.planner import wishes
from app.planner.hindrances import Hindrances
from app.planner.problem import Choice, Group, Instance, Placement, Task
from app.planner.turns import basis_of, chains, changes_of_head
from app.planner.wishes import Wish

if TYPE_CHECKING:
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.schedule_requests import ScheduleRequest
    from app.planner.turns import Turn


@dataclass(frozen=True, kw_only=True)
class Built:
    """Bài toán đã lập: the instance, the visits of its tasks, the batches of its groups, and what bounds it.

    `wishes` are all that were taken into account, with the names of the visits that each binds where it binds some.
    """

    instance: Instance
    visits: tuple[Visit, ...]
    batches: tuple[Batch, ...]
    are_new: bool
    wishes: dict[Wish, tuple[str, ...]]


def build(
    dossier: PlanDossier,
    calendar: WorkCalendar,
    request: ScheduleRequest,
    *,
    without: frozenset[Wish] = frozenset(),
) -> Built:
    """Return the instance of a request that is free of faults, the wishes named left out."""
    return _Builder(dossier, calendar, request, without).built()


class _Builder(Hindrances):
    """Lập bài toán từ các phần của nó."""

    def built(self) -> Built:
        groups = self._groups()
        tasks = tuple(self._task(visit) for visit in self._visits)
        numbers = {visit_name(visit): number for number, visit in enumerate(self._visits)}
        pairs = tuple(pair for chain in chains(self._turns.turns) for pair in combinations(chain, 2))
        ordered, preferred = self._order(pairs, tasks)
        instance = Instance(
            days=self._axis,
            groups=groups,
            tasks=tasks,
            ordered=ordered,
            preferred=preferred,
            turns=changes_of_head(self._turns.turns) if self._request.handover_day else (),
            travel=self._travel(numbers),
            contiguous=chains(self._turns.turns) if self._turns.are_new else (),
            spare=self._request.spare_days if self._request.spare_days and self._keeps(wishes.SPARE) else 0,
        )
        return Built(
            instance=instance,
            visits=self._visits,
            batches=tuple(turn.batch for turn in self._turns.turns),
            are_new=self._turns.are_new,
            wishes={wish: tuple(dict.fromkeys(names)) for wish, names in self._wishes.items()},
        )

    def _groups(self) -> tuple[Group, ...]:
        return tuple(
            Group(
                key=turn.batch.key,
                team=self._team_number(turn.batch.team),
                earliest=turn.earliest,
                latest=turn.latest,
                least=turn.least,
                most=turn.most,
                forbidden_firsts=self._forbidden_firsts,
                head=turn.batch.head,
            )
            for turn in self._turns.turns
        )

    # Tasks

    def _task(self, visit: Visit) -> Task:
        name, window = visit_name(visit), visit.window
        least, wanted = self._least_and_wanted(visit)
        is_pinned = self._is_pinned(visit)
        opens_late = window is not None and window.opens == Half.AFTERNOON
        closes_early = window is not None and window.closes == Half.MORNING
        if opens_late and closes_early:
            # From an afternoon to a morning: never within one day.
            least, wanted = max(2, least), max(2, wanted)
        earliest, latest = self._bounds()
        choices = tuple(
            self._choice(visit, number, turn, wanted)
            for number, turn in enumerate(self._turns.turns)
            if self._turns.are_new or turn.batch.key == visit.batch
        )
        present = None
        if window is not None and (is_pinned or not self._is_fresh):
            length = max(1, self._working_days(window))
            # Among batches made anew, a visit that stays belongs to whichever its first day falls to.
            group = choices[0].group if len(choices) == 1 else self._group_at(choices, self._index(window.first))
            present = Placement(group, self._index(window.first), length)
        own = next((choice for choice in choices if present is not None and choice.group == present.group), None)
        return Task(
            name=name,
            choices=choices,
            least=present.length if is_pinned and present is not None else least,
            wanted=present.length if is_pinned and present is not None else wanted,
            earliest=earliest,
            latest=latest,
            opens_late=opens_late,
            closes_early=closes_early,
            present=present,
            first_day=window.first if window is not None and present is not None else None,
            must_move=not is_pinned
            and window is not None
            and present is not None
            and own is not None
            and self._must_move(visit, window, present, own, least),
            is_pinned=is_pinned,
        )

    def _group_at(self, choices: tuple[Choice, ...], start: int) -> int:
        fitting = [each.group for each in choices if self._turns.turns[each.group].earliest <= start]
        return fitting[-1] if fitting and basis_of(self._request) == LeadBasis.MONTH else choices[0].group

    def _must_move(self, visit: Visit, window: Window, present: Placement, own: Choice, least: int) -> bool:
        """Say whether a visit cannot stay where it is, whatever the others do."""
        if not self._calendar.is_working_day(window.first) or present.length < least:
            return True
        if present.start in own.forbidden_starts:
            return True
        met = own.blocked & set(range(present.start, present.last + 1))
        return bool(met) and (window.is_whole_days or self._meets_absence(visit, window) or len(met) > 1)

    def _meets_absence(self, visit: Visit, window: Window) -> bool:
        people = self._people(visit, visit.batch)
        return any(
            window.shared_days(absence.window)
            for absence in self._absences
            if absence.unit == visit.unit or absence.person in people
        )

    def _choice(self, visit: Visit, number: int, turn: Turn, length: int) -> Choice:
        closed = self._closed_days(visit)
        is_hard = self._request.aim != Aim.MEND
        asked = self._closed_days(visit, only_asked=True)
        forbidden, warned = self._starts(visit, turn, length)
        return Choice(
            group=number,
            resources=frozenset(self._resources(visit, turn.batch)),
            blocked=self._days_away(visit, turn.batch) | (closed if is_hard else asked),
            forbidden_starts=forbidden,
            warned_days=frozenset() if is_hard else closed - asked,
            warned_starts=warned,
        )

    # What binds several visits

    def _order(
        self, pairs: tuple[tuple[int, int], ...], tasks: tuple[Task, ...]
    ) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
        """Return the pairs of groups whose order is kept, and those for which that is preferred."""
        basis = basis_of(self._request)
        wished = self._request.batch_order or (BatchOrder.KEEP if self._is_fresh else BatchOrder.PREFER)
        if basis == LeadBasis.COUNT:
            return (pairs, ()) if self._keeps(wishes.ORDER) else ((), ())
        if basis != LeadBasis.BATCH or wished == BatchOrder.FREE:
            return (), ()
        if not self._is_fresh:
            pairs = tuple(pair for pair in pairs if _begins_in_order(pair, tasks))
        if wished == BatchOrder.PREFER:
            return (), pairs
        return (pairs, ()) if pairs and self._keeps(wishes.ORDER) else ((), ())

    def _travel(self, numbers: dict[str, int]) -> tuple[tuple[int, ...], ...]:
        return tuple(
            tuple(numbers[name] for name in group.units if name in numbers)
            for place, group in enumerate(self._request.travel_groups)
            if self._keeps(Wish(wishes.TRAVEL, f"{place}"), *group.units)
        )


def _begins_in_order(pair: tuple[int, int], tasks: tuple[Task, ...]) -> bool:
    """Say whether at present every visit of the one group begins no later than every visit of the other."""
    starts = [
        [task.present.start for task in tasks if task.present is not None and task.present.group == group]
        for group in pair
    ]
    return not starts[0] or not starts[1] or max(starts[0]) <= min(starts[1])
