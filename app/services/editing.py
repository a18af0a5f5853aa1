"""Soạn thảo kế hoạch: every change that a screen makes of a draft, checked, written, kept so that it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.dates import TIME_ZONE
from app.domain.dossiers import PlanDossier
from app.domain.errors import Refused, StaleVersion
from app.domain.naming import carried
from app.domain.plan_steps import SeenItem, mark_of
from app.domain.releases import check_editable
from app.planfiles.reading import dossier_of, open_plan_file
from app.planfiles.references import Holdings
from app.planfiles.writing import write_json
from app.services.feed_ledgers import refresh_ledgers
from app.services.projected_days_off import ensure_days_off, years_of
from app.services.releases import latest_release, release_dossier

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.people import Actor
    from app.domain.plan_steps import PlanStep


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemGuard:
    """Chốt giữ mục đang sửa: what the form was filled over, and how that part of the plan is read now.

    `now` returns the values whose mark the form carries; None where the plan has no such part any more.
    """

    seen: SeenItem
    now: Callable[[PlanDossier], object | None]


def edit_plan(
    store: Store,
    plan_key: str,
    change: Callable[[PlanDossier], PlanDossier],
    *,
    words: str,
    guard: ItemGuard | None = None,
    by: Actor,
    at: datetime,
) -> PlanDossier:
    """Make of a draft what `change` makes of it, and return it; nothing is kept where that is the same as before.

    `change` is a pure function of the domain that raises InvalidInput for what cannot be; `words` say what was done
    ("Dời Sở Công Thương") and stand beside the button that undoes it. With a `guard` a part that somebody else changed
    since the form was shown raises StaleVersion with its kind and key; other parts may have changed.

    Raise NotFound for an unknown plan, Refused `plan.is_issued` and the like where the plan is no draft, Refused
    `plan.inconsistent` where the change leaves something named that is not there.
    """
    before = store.plans.dossier(plan_key)
    check_editable(before.plan)
    if guard is not None:
        present = guard.now(before)
        if present is None or mark_of(present) != guard.seen.mark:
            raise StaleVersion(guard.seen.kind, guard.seen.key)
    after = change(before)
    if (after.plan, after.people) == (before.plan, before.people):
        return before
    after = replace(after, plan=replace(after.plan, changed_on=at.astimezone(TIME_ZONE).date()))
    content = write_json(carried(after))
    _check_readable(content, plan_key)
    _write(store, after, by=by, at=at)
    version = store.plans.version(plan_key)
    store.steps.add(plan_key, words, write_json(carried(before)), version=version, by=by, at=at)
    return after


def last_step(store: Store, plan_key: str) -> PlanStep | None:
    """Return the change that can be undone now; None where there is none, or the plan changed otherwise since."""
    step = store.steps.last(plan_key)
    return step if step is not None and step.version == store.plans.version(plan_key) else None


def undo_step(store: Store, plan_key: str, number: int, *, by: Actor, at: datetime) -> PlanStep:
    """Make the draft again what it was before its last change, and return the step undone.

    `number` is the step whose undoing was asked for. Raise Refused `step.not_last` where it is not the last one any
    more, Refused `plan.is_issued` and the like where the plan is no draft.
    """
    check_editable(store.plans.dossier(plan_key).plan)
    step = last_step(store, plan_key)
    if step is None or step.number != number:
        raise Refused("step.not_last", key=plan_key)
    file = open_plan_file(store.steps.content(plan_key, number), f"{plan_key}.json")
    _write(store, dossier_of(file, Holdings()), by=by, at=at)
    store.steps.take_back(plan_key, number, version=store.plans.version(plan_key), by=by, at=at)
    return step


def _write(store: Store, after: PlanDossier, *, by: Actor, at: datetime) -> None:
    key = after.plan.key
    ensure_days_off(store, years_of(after.plan), by=by, at=at)
    store.plans.rewrite(after, action="plan.edit", by=by, at=at)
    issued = release_dossier(store, key) if latest_release(store, key) is not None else None
    refresh_ledgers(store, key, issued=issued, by=by, at=at)


def _check_readable(content: bytes, plan_key: str) -> None:
    """Raise InvalidInput where the plan could not be read back from its own file: then it could never be issued."""
    dossier_of(open_plan_file(content, f"{plan_key}.json"), Holdings())
