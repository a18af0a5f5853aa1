"""A plan through its changes, for tests that look at what its calendars show of them."""

from datetime import UTC, datetime, timedelta

from builders import QUOC_KHANH_2023, a_dossier, a_plan

from app.domain.feed_ledgers import FeedLedger, fold
from app.domain.feeds import plan_feed
from app.domain.plans import PlanState

JUNE_20 = datetime(2023, 6, 20, 3, tzinfo=UTC)
JULY_3 = datetime(2023, 7, 3, 3, 30, tzinfo=UTC)
NEXT_DAY = timedelta(days=1)


def issued(**fields):
    return a_dossier(a_plan(**{"state": PlanState.ISSUED, "changed_on": JUNE_20.date(), **fields}))


def told(*dossiers, start=JULY_3, step=NEXT_DAY, calendar=QUOC_KHANH_2023):
    """The ledger after the first dossier as of its own day, then each other one, a step apart."""
    ledger = fold(FeedLedger(), dossiers[0], calendar, start - step)
    for number, dossier in enumerate(dossiers[1:]):
        ledger = fold(ledger, dossier, calendar, start + number * step)
    return ledger


def entry_of(feed, kind, unit=None):
    (found,) = [e for e in feed.entries if e.kind == kind and unit in {None, e.unit}]
    return found


def plan_entry(ledger, kind, unit=None):
    return entry_of(plan_feed(ledger), kind, unit)
