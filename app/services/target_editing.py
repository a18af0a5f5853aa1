"""Đưa đối tượng vào kế hoạch, đưa ra khỏi kế hoạch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.plan_steps import SeenItem
from app.domain.targets import with_targets, without_target
from app.domain.vietnamese import two_digits
from app.services.editing import ItemGuard, edit_plan
from app.services.releases import release_dossier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor
    from app.domain.visits import Visit


def add_targets(
    store: Store, plan_key: str, units: Sequence[str], batch: str | None, *, by: Actor, at: datetime
) -> PlanDossier:
    """Put units of the directory into a batch of the draft, without days; raise as `edit_plan` and `with_targets`."""
    issued = [
        release_dossier(store, plan_key, release.number).plan.visits
        for release in reversed(store.releases.list(plan_key))
    ]
    return edit_plan(
        store,
        plan_key,
        lambda dossier: with_targets(dossier, units, batch, issued),
        words=f"Thêm {two_digits(len(units))} đơn vị vào kế hoạch",
        by=by,
        at=at,
    )


def remove_target(
    store: Store, plan_key: str, unit: str, number: int, mark: str | None, *, by: Actor, at: datetime
) -> PlanDossier:
    """Take a visit out of the draft; with a `mark` only as it was seen, else StaleVersion. Raise as `edit_plan`."""
    seen = SeenItem(kind="visit", key=unit, mark=mark) if mark is not None else None
    name = store.plans.dossier(plan_key).directory.get(unit)
    return edit_plan(
        store,
        plan_key,
        lambda dossier: without_target(dossier, unit, number),
        words=f"Bỏ {name.name if name is not None else unit} khỏi kế hoạch",
        guard=ItemGuard(seen=seen, now=lambda dossier: visit_of(dossier, unit, number)) if seen is not None else None,
        by=by,
        at=at,
    )


def visit_of(dossier: PlanDossier, unit: str, number: int) -> Visit | None:
    """Return a visit of the plan, None where it has none such."""
    return next((each for each in dossier.plan.visits if (each.unit, each.number) == (unit, number)), None)
