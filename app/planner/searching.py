"""Hướng tìm, and the best schedule of one with all that is proven of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.schedule_options import OptionKind
from app.planner import exact
from app.planner.problem import Goal, cost
from app.planner.search import solve

if TYPE_CHECKING:
    from app.planner.exact import Found
    from app.planner.limits import Limits
    from app.planner.problem import Instance


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """Hướng tìm: what an option puts first. The first `principal` goals are those of which a proof is told."""

    kind: OptionKind
    goals: tuple[Goal, ...]
    principal: int
    keeps_order: bool = False
    moves_others: bool = False


def best_schedule(
    instance: Instance,
    direction: Direction,
    limits: Limits,
    others: tuple[frozenset[int], ...],
    *,
    is_exact: bool,
) -> Found:
    """Return the best schedule of a direction, and how far it is proven; without `is_exact` by local search alone."""
    found = solve(instance, direction.goals, limits, principal=direction.principal, others=others, is_exact=is_exact)
    return _with_bound(instance, direction.goals, found, limits)


def _with_bound(instance: Instance, goals: tuple[Goal, ...], found: Found, limits: Limits) -> Found:
    """Return what was found with the proof that a schedule carries in itself: that it moves no visit needlessly."""
    if found.schedule is None or found.proven or goals[0] != Goal.MOVED:
        return found
    (moved,) = cost(instance, found.schedule, (Goal.MOVED,))
    if moved == 0:
        return replace(found, proven=1 + (goals[1:2] == (Goal.DAYS_MOVED,)))
    return replace(found, proven=1) if moved <= exact.fewest_moved(instance, limits) else found
