"""Sổ lịch của một kế hoạch, carried forward whenever something that its calendars show may have changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.feed_ledgers import FeedLedger, LedgerKind, fold, without_items

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor
    from app.domain.plans import Plan


def refresh_ledgers(store: Store, plan_key: str, *, issued: PlanDossier | None, by: Actor, at: datetime) -> None:
    """Carry both ledgers of a plan forward: of the plan as it is drawn up now, and as it was `issued` last, if it was.

    To be called in the transaction of the change itself, after an import, a release, an adjustment, or days off. Where
    nothing changed that a calendar shows, nothing is written. Raise NotFound for an unknown plan.
    """
    drawn_up, calendar = store.plans.calendar_dossier(plan_key), store.days_off.calendar()
    before = {kind: store.ledgers.get(plan_key, kind) for kind in LedgerKind}
    working = before[LedgerKind.WORKING] or FeedLedger()
    after = {LedgerKind.WORKING: fold(working, drawn_up, calendar, at)}
    if issued is not None:
        start = before[LedgerKind.ISSUED] or without_items(working)
        after[LedgerKind.ISSUED] = fold(start, _as_it_stands(issued, drawn_up.plan), calendar, at)
    for kind, ledger in after.items():
        if ledger != before[kind]:
            store.ledgers.put(plan_key, kind, ledger, by=by, at=at)


def _as_it_stands(issued: PlanDossier, plan: Plan) -> PlanDossier:
    """Return what was issued with what became of it: a release does not change when its plan is replaced or closed."""
    if not plan.state.is_over:
        return issued
    return replace(issued, plan=replace(issued.plan, state=plan.state, changed_on=plan.changed_on))
