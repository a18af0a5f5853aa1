"""Điều chỉnh kế hoạch đã ban hành: a draft on top of the latest release, opened and added to by request files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.adjusting import apply_adjustment
from app.domain.changes import Change, OutdatedText, changes_between, outdated_texts
from app.domain.dates import TIME_ZONE
from app.domain.errors import InvalidInput, Refused
from app.domain.plans import PlanState
from app.domain.releases import adjusted_draft, check_transition
from app.planfiles.adjustments import read_adjustment
from app.planfiles.releases import read_release, write_release
from app.services.feed_ledgers import refresh_ledgers
from app.services.projected_days_off import ensure_days_off, years_of
from app.services.releases import release_dossier

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor
    from app.domain.visits import Visit
    from app.planfiles.adjustments import AdjustmentFile


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentResult:
    """Kết quả điều chỉnh: what the request changed, and what the draft as a whole leaves to be looked at.

    `release` is the number of the release below the draft. `outdated` are texts of the act that still say what the
    draft did away with. `is_open` is False where the request took back all that was changed: the plan stands as issued
    again.
    """

    plan: str
    release: int
    changes: tuple[Change, ...]
    outdated: tuple[OutdatedText, ...]
    is_open: bool


def adjust_plan(
    store: Store,
    plan_key: str,
    request: bytes,
    filename: str,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> AdjustmentResult:
    """Change an issued plan by a request file, as a draft on top of its latest release, and say what changed.

    The first request opens the draft, whose decision has neither number nor date; further ones add to it until it is
    issued, for a draft is all that one decision changes. A request that takes everything back closes the draft.
    What was issued stays as it is. `version` is that of the plan decided on, None to take it as it is.

    Raise NotFound for an unknown plan, StaleVersion, InvalidInput with every fault of the request, Refused
    `adjust.no_release` for a plan that was never issued, `plan.is_replaced` and the like where it may not be changed.
    """
    file = read_adjustment(request, filename)
    present = store.plans.dossier(plan_key)
    releases = store.releases.list(plan_key)
    if not releases:
        raise Refused("adjust.no_release", key=plan_key)
    today = at.astimezone(TIME_ZONE).date()
    opened = present
    if present.plan.state != PlanState.DRAFT:
        check_transition(present.plan.state, PlanState.DRAFT, plan_key)
        opened = adjusted_draft(present, today)
    issued = [release_dossier(store, plan_key, release.number) for release in reversed(releases)]
    changed = _adjusted(opened, file, [dossier.plan.visits for dossier in issued])
    changed = replace(changed, plan=replace(changed.plan, changed_on=today))
    ensure_days_off(store, years_of(changed.plan), by=by, at=at)
    # The last defence: what is drawn up can be issued, and read back as it was.
    read_release(write_release(changed, store.days_off.calendar()), plan_key)
    is_open = not _is_as_issued(changed, issued[0])
    result = changed if is_open else replace(changed, plan=issued[0].plan)
    number = releases[-1].number
    after = f"Điều chỉnh trên bản ban hành số {number}"
    reason = file.request.reason
    store.audit.note("plan.adjust", plan_key, after=f"{after}: {reason}" if reason else after, by=by, at=at)
    _write(store, present, result, version=version, by=by, at=at)
    refresh_ledgers(store, plan_key, issued=issued[0], by=by, at=at)
    return AdjustmentResult(
        plan=plan_key,
        release=number,
        changes=changes_between(opened, changed),
        outdated=outdated_texts(issued[0], changed),
        is_open=is_open,
    )


def _adjusted(draft: PlanDossier, file: AdjustmentFile, issued: list[tuple[Visit, ...]]) -> PlanDossier:
    """Return the draft as the request leaves it; raise InvalidInput with every fault of the file and the request."""
    try:
        changed = apply_adjustment(draft, file.request, issued)
    except InvalidInput as error:
        raise InvalidInput(file.all_faults(error.faults)) from error
    if file.faults:
        raise InvalidInput(file.faults)
    return changed


def _is_as_issued(draft: PlanDossier, issued: PlanDossier) -> bool:
    """Say whether the draft says what was issued, but for what makes it a draft."""
    plan, decision = issued.plan, issued.plan.decision
    own = replace(draft.plan.decision, number=decision.number, day=decision.day)
    restored = replace(draft.plan, state=plan.state, changed_on=plan.changed_on, decision=own)
    return restored == plan and draft.people == issued.people


def _write(
    store: Store, before: PlanDossier, after: PlanDossier, *, version: int | None, by: Actor, at: datetime
) -> None:
    """Write what differs: where the plan stands first, people before the seats and visits that name them."""
    plans, key, plan = store.plans, before.plan.key, after.plan
    plans.set_state(key, plan.state, changed_on=plan.changed_on, version=version, by=by, at=at)
    plans.set_people(key, after.people, by=by, at=at)
    plans.set_decision(key, plan.decision, by=by, at=at)
    plans.set_teams(key, plan.teams, by=by, at=at)
    plans.set_batches(key, plan.batches, by=by, at=at)
    plans.set_visits(key, plan.visits, by=by, at=at)
    plans.set_self_inspection(key, plan.self_inspection, by=by, at=at)
    plans.set_text(key, plan.text, by=by, at=at)
