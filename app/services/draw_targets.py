"""Đưa kết quả chọn ở cụm, nhóm đối tượng vào kế hoạch: into a draft at once, into an issued plan by an adjustment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.draws.drawn_pools import DrawnPool, PoolStanding, standing_of
from app.domain.draws.targets import TargetRequest, with_drawn_targets
from app.domain.errors import NotFound, Refused, StaleVersion
from app.domain.plan_steps import mark_of
from app.domain.plans import PlanState
from app.services.adjusting import open_adjustment
from app.services.editing import edit_plan
from app.services.releases import release_dossier

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTargets:
    """Kết quả chọn chờ đưa vào kế hoạch; `mark` is that of result and plan as they were seen together.

    `still_unnamed` is how many of the class are to be named after that, `opens_adjustment` whether the plan was issued.
    """

    pool: DrawnPool
    standing: PoolStanding
    mark: str
    still_unnamed: int
    opens_adjustment: bool


def drawn_targets(dossier: PlanDossier, unit: str) -> DrawnTargets:
    """Return what was drawn at a cluster or class of that key beside what the plan inspects.

    Raise NotFound where the plan has no such place, Refused `draw.nothing_drawn` where nothing was drawn there and
    `draw.in_plan_by_itself` for a visited unit.
    """
    pool = next((each for each in dossier.drawn if each.key == unit), None)
    plan = dossier.plan
    quota = next((each for each in plan.quotas if each.key == unit), None)
    if pool is None:
        if unit in {visit.unit for visit in plan.visits}:
            raise Refused("draw.in_plan_by_itself", unit=dossier.unit_name(unit))
        clusters = plan.draw.clusters if plan.draw is not None else ()
        names = {cluster.key: cluster.name for cluster in clusters}
        if quota is None and unit not in names:
            raise NotFound("draw_pool", unit)
        raise Refused("draw.nothing_drawn", unit=quota.wording if quota is not None else names[unit])
    standing = standing_of(dossier, pool)
    left = quota.count - len(standing.missing) if quota is not None and quota.count is not None else 0
    return DrawnTargets(
        pool=pool,
        standing=standing,
        mark=mark_of(pool, standing),
        still_unnamed=left if standing.missing else 0,
        opens_adjustment=plan.state == PlanState.ISSUED,
    )


def add_drawn_targets(
    store: Store,
    plan_key: str,
    unit: str,
    request: TargetRequest,
    *,
    reason: str = "",
    seen: str | None = None,
    by: Actor,
    at: datetime,
) -> PlanDossier:
    """Put what was drawn at a cluster or class into the plan, and return the plan.

    Of an issued plan an adjustment is opened first, for that `reason`. With `seen` only over the result and plan of
    that mark. Raise as `drawn_targets`, `with_drawn_targets`, `open_adjustment` and `edit_plan`, StaleVersion.
    """
    dossier = store.plans.dossier(plan_key)
    found = drawn_targets(dossier, unit)
    if seen is not None and seen != found.mark:
        raise StaleVersion("drawn_targets", found.pool.name)
    issued = [
        release_dossier(store, plan_key, release.number).plan.visits
        for release in reversed(store.releases.list(plan_key))
    ]
    with_drawn_targets(dossier, found.pool, request, issued)
    if found.opens_adjustment:
        open_adjustment(store, plan_key, reason=reason, by=by, at=at)
    return edit_plan(
        store,
        plan_key,
        lambda draft: with_drawn_targets(draft, found.pool, request, issued),
        words=f"Đưa kết quả chọn ngẫu nhiên vào kế hoạch: {found.pool.name}",
        by=by,
        at=at,
    )
