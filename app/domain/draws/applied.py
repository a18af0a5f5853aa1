"""Kết quả chọn trong kế hoạch: what was drawn and opened since, put into the plan as it is read.

A draw is no amendment of the plan: what was issued stays as issued, and the drawn units come on top of it wherever it
is shown, so that no version, file or undoing of the plan can say anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.domain.draws.drawn_pools import DrawnPool
from app.domain.draws.sealed import SealedCheck

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawResults:
    """Kết quả chọn của một kế hoạch: of each unit that has a draw the units chosen below it, none while none stands.

    `pools` are the results at clusters and classes of targets.
    """

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sealed: tuple[SealedCheck, ...] = ()
    pools: tuple[DrawnPool, ...] = ()


def with_results(dossier: PlanDossier, results: DrawResults) -> PlanDossier:
    """Return the plan with what was drawn, and its sealed checks."""
    plan = with_drawn(dossier.plan, results)
    if plan is dossier.plan and (results.sealed, results.pools) == (dossier.sealed, dossier.drawn):
        return dossier
    return replace(dossier, plan=plan, sealed=results.sealed, drawn=results.pools)


def with_drawn(plan: Plan, results: DrawResults) -> Plan:
    """Return the plan with what was drawn at its visits; what it says itself of a unit that has a draw gives way."""
    chosen = results.chosen
    if not any(visit.unit in chosen and visit.communes != chosen[visit.unit] for visit in plan.visits):
        return plan
    visits = tuple(
        replace(visit, communes=chosen[visit.unit]) if visit.unit in chosen and not visit.is_reserve else visit
        for visit in plan.visits
    )
    return replace(plan, visits=visits)
