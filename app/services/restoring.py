"""Sau khi khôi phục: what is made from plans is brought to where they stand now, as after any other change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.feed_ledgers import LedgerKind, fold
from app.services.feed_ledgers import refresh_ledgers
from app.services.releases import begin_history, latest_release, release_dossier

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor


def settle_restored(store: Store, *, by: Actor, at: datetime) -> None:
    """Carry the ledgers of all plans forward to what was restored, so that every calendar that was shown follows.

    What a calendar showed and the restored plan does not have is cancelled in it, and all of what was issued where the
    restored plan was never issued. A plan that was issued in a version without releases gets its first one.
    """
    for summary in store.plans.summaries():
        plan = summary.key
        drawn_up = store.plans.calendar_dossier(plan)
        if latest_release(store, plan) is not None:
            refresh_ledgers(store, plan, issued=release_dossier(store, plan), by=by, at=at)
        elif drawn_up.plan.is_issued:
            begin_history(store, plan, by=by, at=at)
        else:
            refresh_ledgers(store, plan, issued=None, by=by, at=at)
            _cancel_issued(store, drawn_up, by=by, at=at)


def _cancel_issued(store: Store, dossier: PlanDossier, *, by: Actor, at: datetime) -> None:
    """Cancel all that the calendars show as issued of a plan that was never issued."""
    plan = dossier.plan
    shown = store.ledgers.get(plan.key, LedgerKind.ISSUED)
    if shown is not None:
        without_items = replace(dossier, plan=replace(plan, visits=(), draw=None, self_inspection=None))
        cancelled = fold(shown, without_items, store.days_off.calendar(), at)
        if cancelled != shown:
            store.ledgers.put(plan.key, LedgerKind.ISSUED, cancelled, by=by, at=at)
