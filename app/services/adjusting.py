"""Điều chỉnh kế hoạch đã ban hành: a draft on top of the latest release, opened and added to by request files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.adjusting import apply_adjustment
from app.domain.amending import AdjustmentForm, as_content, content_changes, form_of, in_form, opened_adjustment
from app.domain.changes import Change, OutdatedText, changes_between, outdated_texts
from app.domain.dates import TIME_ZONE
from app.domain.errors import Fault, InvalidInput, Refused
from app.domain.plans import PlanState
from app.domain.releases import check_editable, check_transition
from app.domain.vietnamese import clean
from app.planfiles.adjustments import read_adjustment
from app.planfiles.releases import read_release, write_release
from app.services.feed_ledgers import refresh_ledgers
from app.services.projected_days_off import ensure_days_off, years_of
from app.services.releases import latest_release, release_dossier

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor
    from app.domain.visits import Visit
    from app.planfiles.adjustments import AdjustmentFile


MOST_REASON = 2000
"""Letters of the reason of an adjustment: a page of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAdjustment:
    """Điều chỉnh đang soạn: on which release, in which form, why, what it changes so far, what texts it left behind."""

    release: int
    form: AdjustmentForm
    reason: str
    changes: tuple[Change, ...]
    outdated: tuple[OutdatedText, ...]


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


def open_adjustment(
    store: Store,
    plan_key: str,
    *,
    reason: str,
    form: AdjustmentForm = AdjustmentForm.AMENDING,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> PlanDossier:
    """Open an adjustment of an issued plan: a draft on top of its latest release, and return the draft.

    Raise NotFound for an unknown plan, StaleVersion, InvalidInput where the reason is missing or too long, Refused
    `adjust.no_release` for a plan that was never issued, `plan.is_draft` and the like for one that is not as issued.
    """
    present = store.plans.dossier(plan_key)
    _check_issued_once(store, plan_key)
    check_transition(present.plan.state, PlanState.DRAFT, plan_key)
    if present.plan.state != PlanState.ISSUED:
        raise Refused("adjust.not_as_issued", key=plan_key)
    told = _checked_reason(reason)
    draft = opened_adjustment(present, at.astimezone(TIME_ZONE).date(), form, told)
    _note(store, plan_key, told, by=by, at=at)
    _write(store, draft, action="plan.adjust", version=version, by=by, at=at)
    return draft


def change_adjustment(
    store: Store,
    plan_key: str,
    *,
    reason: str,
    form: AdjustmentForm,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> PlanDossier:
    """Give an open adjustment another reason or form, and return the draft; raise as `open_adjustment`.

    Refused `plan.is_issued` and the like where the plan is not being drawn up.
    """
    present = store.plans.dossier(plan_key)
    _check_issued_once(store, plan_key)
    check_editable(present.plan)
    told = _checked_reason(reason)
    formed = in_form(present, release_dossier(store, plan_key), form)
    plan = replace(formed.plan, decision=replace(formed.plan.decision, reason=told))
    if plan == present.plan:
        return present
    draft = replace(formed, plan=replace(plan, changed_on=at.astimezone(TIME_ZONE).date()))
    _write(store, draft, action="plan.adjust", version=version, by=by, at=at)
    return draft


def drop_adjustment(store: Store, plan_key: str, *, by: Actor, at: datetime, version: int | None = None) -> PlanDossier:
    """Drop an open adjustment: the plan stands as issued last again, and is returned.

    Raise NotFound for an unknown plan, StaleVersion, Refused `adjust.no_release` for a plan that was never issued,
    `plan.is_issued` and the like where no adjustment is open.
    """
    present = store.plans.dossier(plan_key)
    _check_issued_once(store, plan_key)
    check_editable(present.plan)
    issued = release_dossier(store, plan_key)
    restored = replace(present, plan=issued.plan, people=issued.people)
    _write(store, restored, action="plan.drop_adjustment", version=version, by=by, at=at)
    store.steps.clear(plan_key, by=by, at=at)
    return store.plans.dossier(plan_key)


def adjustment_of(store: Store, dossier: PlanDossier) -> OpenAdjustment | None:
    """Return what an adjustment changes so far against the release below it; None where none is open."""
    key = dossier.plan.key
    latest = latest_release(store, key)
    if latest is None or dossier.plan.is_issued:
        return None
    issued = release_dossier(store, key, latest.number)
    decision = dossier.plan.decision
    return OpenAdjustment(
        release=latest.number,
        form=form_of(decision),
        reason=decision.reason,
        changes=content_changes(issued, dossier),
        outdated=outdated_texts(issued, dossier),
    )


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
        opened = opened_adjustment(present, today, AdjustmentForm.AMENDING, file.request.reason)
    issued = [release_dossier(store, plan_key, release.number) for release in reversed(releases)]
    changed = _adjusted(opened, file, [dossier.plan.visits for dossier in issued])
    changed = replace(changed, plan=replace(changed.plan, changed_on=today))
    ensure_days_off(store, years_of(changed.plan), by=by, at=at)
    # The last defence: what is drawn up can be issued, and read back as it was.
    read_release(write_release(changed, store.days_off.calendar()), plan_key)
    is_open = not _is_as_issued(changed, issued[0])
    result = changed if is_open else replace(changed, plan=issued[0].plan)
    _note(store, plan_key, file.request.reason, by=by, at=at)
    store.plans.rewrite(result, action="plan.adjust", version=version, by=by, at=at)
    if not is_open:
        store.steps.clear(plan_key, by=by, at=at)
    refresh_ledgers(store, plan_key, issued=issued[0], by=by, at=at)
    return AdjustmentResult(
        plan=plan_key,
        release=releases[-1].number,
        changes=changes_between(opened, changed),
        outdated=outdated_texts(issued[0], changed),
        is_open=is_open,
    )


def _check_issued_once(store: Store, plan_key: str) -> None:
    if latest_release(store, plan_key) is None:
        raise Refused("adjust.no_release", key=plan_key)


def _checked_reason(reason: str) -> str:
    told = clean(reason)
    if not told:
        raise InvalidInput((Fault(place="reason", code="adjust.reason_missing"),))
    if len(told) > MOST_REASON:
        found, wanted = f"{len(told)}", f"{MOST_REASON}"
        raise InvalidInput((Fault(place="reason", code="adjust.reason_too_long", found=found, wanted=wanted),))
    return told


def _note(store: Store, plan_key: str, reason: str, *, by: Actor, at: datetime) -> None:
    latest = store.releases.latest(plan_key)
    on = f"Điều chỉnh trên bản ban hành số {latest.number if latest else 0}"
    store.audit.note("plan.adjust", plan_key, after=f"{on}: {reason}" if reason else on, by=by, at=at)


def _write(store: Store, after: PlanDossier, *, action: str, version: int | None, by: Actor, at: datetime) -> None:
    store.plans.rewrite(after, action=action, version=version, by=by, at=at)
    refresh_ledgers(store, after.plan.key, issued=release_dossier(store, after.plan.key), by=by, at=at)


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
    """Say whether the draft says what was issued, and nothing is known yet of the paper that asks for a change."""
    submission = draft.plan.decision.submission
    is_asked = submission is not None and (submission.number is not None or submission.day is not None)
    is_new = is_asked and submission != issued.plan.decision.submission
    return not is_new and as_content(draft, issued).plan == issued.plan and draft.people == issued.people
