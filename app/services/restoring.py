"""Sau khi khôi phục: what is made from plans is brought to where they stand now, as after any other change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.feed_ledgers import LedgerKind, fold
from app.services.ledger_upkeep import carry_forward
from app.services.releases import latest_release

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor


def settle_restored(store: Store, *, by: Actor, at: datetime) -> None:
    """Carry the ledgers of all plans forward to what was restored, so that every calendar that was shown follows.

    What a calendar showed and the restored plan does not have is cancelled in it, and all of what was issued where the
    restored plan was never issued.
    """
    for summary in store.plans.summaries():
        carry_forward(store, summary.key, by=by, at=at)
        if latest_release(store, summary.key) is None:
            _cancel_issued(store, store.plans.calendar_dossier(summary.key), by=by, at=at)


def _cancel_issued(store: Store, dossier: PlanDossier, *, by: Actor, at: datetime) -> None:
    """Cancel all that the calendars show as issued of a plan that was never issued."""
    plan = dossier.plan
    shown = store.ledgers.get(plan.key, LedgerKind.ISSUED)
    if shown is not None:
        without_items = replace(dossier, plan=replace(plan, visits=(), draw=None, self_inspection=None))
        cancelled = fold(shown, without_items, store.days_off.calendar(), at)
        if cancelled != shown:
            store.ledgers.put(plan.key, LedgerKind.ISSUED, cancelled, by=by, at=at)
