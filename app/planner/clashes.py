"""Điều kiện mâu thuẫn: the fewest wishes that no schedule fulfils together.

A set of wishes that clashes must share one with every set whose leaving out makes a schedule possible. So the smallest
set that meets all such sets known so far is tried: when it clashes by itself it is a smallest one; when it does not,
what else can be wished together with it tells another set that must be met.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from app.planner import exact
from app.planner.building import build

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.schedule_requests import ScheduleRequest
    from app.planner.building import Built
    from app.planner.limits import Limits
    from app.planner.wishes import Wish

_MOST_TRIALS = 400
_LARGEST_TRIED = 6
"""How many wishes a smallest set is searched for with; a larger one is only made free of wishes that are not needed."""


def smallest_clash(
    dossier: PlanDossier, calendar: WorkCalendar, request: ScheduleRequest, built: Built, limits: Limits
) -> tuple[tuple[Wish, ...], bool]:
    """Return wishes that clash, and whether no fewer do; an empty set where even none of them can be fulfilled."""
    return _Clash(dossier, calendar, request, tuple(built.wishes), limits).smallest()


class _Clash:
    """Tìm tập điều kiện mâu thuẫn nhỏ nhất."""

    def __init__(
        self,
        dossier: PlanDossier,
        calendar: WorkCalendar,
        request: ScheduleRequest,
        wishes: tuple[Wish, ...],
        limits: Limits,
    ) -> None:
        self._dossier, self._calendar, self._request, self._limits = dossier, calendar, request, limits
        self._wishes = wishes
        self._known: dict[frozenset[Wish], bool] = {}
        self._is_sure = True

    def smallest(self) -> tuple[tuple[Wish, ...], bool]:
        needed = self._without_needless(self._wishes)
        if not self._clashes(needed):
            # The limits left no time to tell.
            return self._wishes, False
        to_meet: list[frozenset[Wish]] = []
        while len(self._known) < _MOST_TRIALS and self._limits.seconds > 0:
            tried = self._meeting(to_meet, len(needed))
            if tried is None:
                return needed, self._is_sure
            if self._clashes(tried):
                return tried, self._is_sure
            to_meet.append(frozenset(self._wishes) - self._grown(tried))
        return needed, False

    def _clashes(self, wishes: Iterable[Wish]) -> bool:
        """Say whether it is proven that these wishes cannot be fulfilled together."""
        kept = frozenset(wishes)
        if kept not in self._known:
            built = build(self._dossier, self._calendar, self._request, without=frozenset(self._wishes) - kept)
            found = exact.solve(built.instance, (), self._limits)
            self._known[kept] = found.is_impossible
            self._is_sure = self._is_sure and (found.is_impossible or found.schedule is not None)
        return self._known[kept]

    def _without_needless(self, wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
        """Return wishes that clash, each of them needed for that: halves are left out first, then single ones."""
        kept = list(wishes)
        size = len(kept) // 2
        while size >= 1:
            place = 0
            while place < len(kept):
                rest = [*kept[:place], *kept[place + size :]]
                if self._clashes(rest):
                    kept = rest
                else:
                    place += size
            size //= 2
        return tuple(kept)

    def _grown(self, wishes: tuple[Wish, ...]) -> frozenset[Wish]:
        """Return wishes that can be fulfilled together with these, as many as fit in."""
        kept = list(wishes)
        for wish in self._wishes:
            if wish not in kept and not self._clashes([*kept, wish]):
                kept.append(wish)
        return frozenset(kept)

    def _meeting(self, to_meet: list[frozenset[Wish]], fewer_than: int) -> tuple[Wish, ...] | None:
        """Return the first smallest set of wishes that shares one with each of these; None where it has as many."""
        useful = [wish for wish in self._wishes if any(wish in each for each in to_meet)]
        for size in range(min(fewer_than, _LARGEST_TRIED + 1)):
            for tried in combinations(useful, size):
                if all(not each.isdisjoint(tried) for each in to_meet):
                    return tried
        return None
