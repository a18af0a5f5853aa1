"""Sổ lịch của mọi kế hoạch: begun for plans that have none, and carried forward when days off are announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.feed_ledgers import LedgerKind
from app.services.feed_ledgers import refresh_ledgers
from app.services.releases import begin_history, latest_release, release_dossier

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dates import DayOff
    from app.domain.people import Actor


def carry_forward(store: Store, plan_key: str, *, by: Actor, at: datetime) -> None:
    """Bring the ledgers of a plan to where the plan stands now.

    A plan that was issued in a version without releases gets its first one.
    """
    if latest_release(store, plan_key) is None:
        begin_history(store, plan_key, by=by, at=at)
    else:
        refresh_ledgers(store, plan_key, issued=release_dossier(store, plan_key), by=by, at=at)


def begin_ledgers(store: Store, *, by: Actor, at: datetime) -> None:
    """Write down what the calendars of each plan show of which nothing was written down yet."""
    for summary in store.plans.summaries():
        if store.ledgers.get(summary.key, LedgerKind.WORKING) is None:
            carry_forward(store, summary.key, by=by, at=at)


def add_days_off(store: Store, entries: Iterable[DayOff], *, by: Actor, at: datetime) -> int:
    """Add days off for days that have none yet, with what they change in every calendar, and return how many."""
    added = store.days_off.add(entries, by=by, at=at)
    if added:
        for summary in store.plans.summaries():
            carry_forward(store, summary.key, by=by, at=at)
    return added
