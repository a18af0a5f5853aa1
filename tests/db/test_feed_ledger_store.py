"""Ledgers of calendars: kept whole, read back equal, and read narrowly for one calendar with the same outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from storing import actions, undone
from strategies import plan_dossiers

from app.db.store import open_reader, open_store
from app.domain.dates import WorkCalendar
from app.domain.errors import NotFound
from app.domain.feed_entries import REMINDERS
from app.domain.feed_grants import FeedKind
from app.domain.feed_items import PUBLIC
from app.domain.feed_ledgers import FeedLedger, LedgerKind, fold
from app.domain.feeds import FeedOptions, person_feed, plan_feed, public_feed, unit_feed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.domain.dossiers import PlanDossier
    from app.domain.feed_items import Viewer
    from app.domain.feeds import Feed

PLAN = "tinh-a-2023"
NOON = datetime(2023, 7, 1, 5, tzinfo=UTC)
OPTIONS = FeedOptions(reminds=True)


def history(*dossiers: PlanDossier) -> FeedLedger:
    """The ledger of one plan that becomes each of these in turn."""
    ledger = FeedLedger()
    for number, dossier in enumerate(dossiers):
        known = replace(dossier, plan=replace(dossier.plan, key=PLAN))
        ledger = fold(ledger, known, WorkCalendar(), NOON + number * timedelta(days=20))
    return ledger


histories = st.lists(plan_dossiers(), min_size=1, max_size=3).map(lambda dossiers: history(*dossiers))


def calendar_of(viewer: Viewer | None, ledger: FeedLedger, options: FeedOptions = OPTIONS) -> Feed | str:
    """The calendar of that viewer, of the whole plan for None; what is not found where there is none."""
    kind, key = viewer if viewer is not None else (FeedKind.PLAN, "")
    make: dict[FeedKind, Callable[[], Feed]] = {
        FeedKind.PLAN: partial(plan_feed, ledger, options),
        FeedKind.PUBLIC: partial(public_feed, ledger, options),
        FeedKind.UNIT: partial(unit_feed, ledger, key, options),
        FeedKind.PERSON: partial(person_feed, ledger, key, options),
    }
    try:
        return make[kind]()
    except NotFound as error:
        return error.key


@settings(max_examples=10)
@given(ledger=histories, kind=st.sampled_from(LedgerKind))
def test_a_ledger_reads_back_equal_and_is_enough_for_each_calendar(
    filled: Engine, written_by: dict[str, Any], ledger: FeedLedger, kind: LedgerKind
):
    with undone(filled) as store:
        store.ledgers.put(PLAN, kind, ledger, **written_by)
        assert store.ledgers.get(PLAN, kind) == ledger
        viewers: list[Viewer | None] = [
            None,
            PUBLIC,
            *ledger.parties,
            (FeedKind.UNIT, "khong-co"),
            (FeedKind.PERSON, "khong-co"),
        ]
        for viewer in viewers:
            narrow = store.ledgers.shown_to(PLAN, kind, viewer)
            assert narrow is not None
            assert calendar_of(viewer, narrow) == calendar_of(viewer, ledger)
            plain = store.ledgers.shown_to(PLAN, kind, viewer, without=tuple(REMINDERS.values()))
            assert plain is not None
            assert {item.entry.kind for item in plain.items}.isdisjoint(REMINDERS.values())
            assert calendar_of(viewer, plain, FeedOptions()) == calendar_of(viewer, ledger, FeedOptions())
            others = {seen for item in narrow.items for seen in item.views} | set(narrow.parties)
            assert others <= {viewer}


def a_ledger(title: str = "Kế hoạch") -> FeedLedger:
    return FeedLedger(facts={"plan": title}, facts_changed_at=NOON, changed_at=NOON)


def test_a_plan_has_no_ledger_until_one_is_written(filled: Engine):
    with open_reader(filled) as store:
        for kind in LedgerKind:
            assert store.ledgers.get(PLAN, kind) is None
            assert store.ledgers.shown_to(PLAN, kind, None) is None
        assert store.ledgers.get("khong-co", LedgerKind.ISSUED) is None


def test_what_is_issued_and_what_is_drawn_up_are_kept_apart(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        for kind in LedgerKind:
            store.ledgers.put(PLAN, kind, a_ledger(kind), **written_by)
    with open_reader(filled) as store:
        assert [store.ledgers.get(PLAN, kind) for kind in LedgerKind] == [a_ledger(kind) for kind in LedgerKind]


def test_a_later_ledger_stands_in_the_stead_of_the_former(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        store.ledgers.put(PLAN, LedgerKind.WORKING, a_ledger(), **written_by)
        store.ledgers.put(PLAN, LedgerKind.WORKING, a_ledger("Kế hoạch sửa"), **written_by)
        assert store.ledgers.get(PLAN, LedgerKind.WORKING) == a_ledger("Kế hoạch sửa")


def test_each_change_is_noted_and_raises_the_number_by_which_feeds_are_kept(filled: Engine, written_by: dict[str, Any]):
    numbers = []
    with open_store(filled) as store:
        for title in ("a", "b"):
            numbers.append(store.feeds.revision(PLAN))
            store.ledgers.put(PLAN, LedgerKind.ISSUED, a_ledger(title), **written_by)
        numbers.append(store.feeds.revision(PLAN))
    assert numbers == [1, 2, 3]
    assert actions(filled)[-2:] == [("feed_ledger.put", PLAN)] * 2


def test_an_unknown_plan_has_no_place_for_a_ledger(filled: Engine, written_by: dict[str, Any]):
    with pytest.raises(NotFound) as lost, open_store(filled) as store:
        store.ledgers.put("khong-co", LedgerKind.ISSUED, a_ledger(), **written_by)
    assert lost.value.facts() == {"kind": "plan", "key": "khong-co"}
