"""Sau khi khôi phục: what is made from plans is brought to where they stand now, as after any other change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.feed_ledgers import LedgerKind, fold
from app.services.feed_ledgers import refresh_ledgers
from app.services.releases import latest_release, release_dossier

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
        issued = release_dossier(store, summary.key) if latest_release(store, summary.key) is not None else None
        refresh_ledgers(store, summary.key, issued=issued, by=by, at=at)
        shown = store.ledgers.get(summary.key, LedgerKind.ISSUED)
        if issued is None and shown is not None:
            nothing = _without_items(store.plans.calendar_dossier(summary.key))
            left = fold(shown, nothing, store.days_off.calendar(), at)
            if left != shown:
                store.ledgers.put(summary.key, LedgerKind.ISSUED, left, by=by, at=at)


def _without_items(dossier: PlanDossier) -> PlanDossier:
    """Return the plan without anything that stands in a calendar."""
    return replace(dossier, plan=replace(dossier.plan, visits=(), draw=None, self_inspection=None))
