"""Ledgers carried forward by the services: written when something changed that a calendar shows, and only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_dossier, a_plan, a_visit, a_window, with_plan
from db.storing import actions
from services.feed_stores import COMMAND_LINE, NOON, counted_bytes, issued
from sqlalchemy import delete

from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.dates import DayOff, DayOffKind
from app.domain.errors import NotFound
from app.domain.feed_entries import EntryKind, EntryStatus
from app.domain.feed_ledgers import LedgerKind
from app.domain.feeds import plan_feed
from app.domain.plans import PlanState
from app.services.feed_ledgers import refresh_ledgers
from app.services.feeds import feed_bytes_for
from app.services.ledger_upkeep import add_days_off, begin_ledgers
from app.services.releases import begin_history, release_dossier

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier

PLAN = "tinh-a-2023"
MOVED = (a_visit(window=a_window(date(2023, 8, 8), date(2023, 8, 11))),)
LATER = NOON + timedelta(days=1)
HOLIDAY = DayOff(day=date(2023, 8, 2), name="Nghỉ", kind=DayOffKind.PUBLIC_HOLIDAY)


def stored(engine: Engine, dossier: PlanDossier, *, is_begun: bool = True) -> Engine:
    with open_store(engine) as store:
        store.provinces.add(dossier.province, by=COMMAND_LINE, at=NOON)
        store.directory.add(dossier.province.key, dossier.units, by=COMMAND_LINE, at=NOON)
        store.plans.add(dossier, by=COMMAND_LINE, at=NOON)
        if is_begun:
            begin_history(store, PLAN, by=COMMAND_LINE, at=NOON)
    return engine


@pytest.fixture
def draft(engine: Engine) -> Engine:
    return stored(engine, a_dossier())


@pytest.fixture
def promulgated(engine: Engine) -> Engine:
    return stored(engine, a_dossier(a_plan(state=PlanState.ISSUED)))


def move(store: Store) -> None:
    rewrite(store, visits=MOVED)


def rewrite(store: Store, **fields: Any) -> None:
    """Write the plan with these of its fields changed."""
    changed = with_plan(store.plans.dossier(PLAN), **fields)
    store.plans.rewrite(changed, action="plan.edit", by=COMMAND_LINE, at=LATER)


def refresh(store: Store, issued_as: PlanDossier | None) -> None:
    refresh_ledgers(store, PLAN, issued=issued_as, by=COMMAND_LINE, at=LATER)


def window(engine: Engine, kind: LedgerKind) -> tuple[date, EntryStatus, int]:
    with open_reader(engine) as store:
        ledger = store.ledgers.get(PLAN, kind)
    assert ledger is not None
    (entry,) = [entry for entry in plan_feed(ledger).entries if entry.kind == EntryKind.WINDOW]
    return entry.time.first, entry.status, entry.sequence


def test_a_draft_has_a_ledger_of_what_is_drawn_up_and_none_of_what_is_issued(draft: Engine):
    assert window(draft, LedgerKind.WORKING) == (date(2023, 8, 1), EntryStatus.TENTATIVE, 0)
    with open_reader(draft) as store:
        assert store.ledgers.get(PLAN, LedgerKind.ISSUED) is None


def test_what_is_drawn_up_moves_alone_until_it_is_issued(promulgated: Engine):
    with open_store(promulgated) as store:
        as_issued = release_dossier(store, PLAN)
        rewrite(store, state=PlanState.DRAFT, changed_on=LATER.date())
        move(store)
        refresh(store, as_issued)
    assert window(promulgated, LedgerKind.WORKING) == (date(2023, 8, 8), EntryStatus.TENTATIVE, 2)
    assert window(promulgated, LedgerKind.ISSUED) == (date(2023, 8, 1), EntryStatus.CONFIRMED, 1)
    with open_store(promulgated) as store:
        refresh(store, replace(as_issued, plan=replace(as_issued.plan, visits=MOVED)))
    assert window(promulgated, LedgerKind.ISSUED) == (date(2023, 8, 8), EntryStatus.CONFIRMED, 2)


def test_a_first_release_begins_what_is_issued_with_number_one(draft: Engine):
    with open_store(draft) as store:
        refresh(store, a_dossier(a_plan(state=PlanState.ISSUED)))
        ledger = store.ledgers.get(PLAN, LedgerKind.ISSUED)
    assert ledger is not None
    assert {(e.sequence, e.status, e.changed_at) for e in plan_feed(ledger).entries} == {
        (1, EntryStatus.CONFIRMED, LATER)
    }


def test_a_refresh_that_changes_nothing_writes_nothing(promulgated: Engine):
    before = actions(promulgated)
    with open_store(promulgated) as store:
        revision = store.feeds.revision(PLAN)
        refresh(store, release_dossier(store, PLAN))
        assert store.feeds.revision(PLAN) == revision
    assert actions(promulgated) == before


def test_each_ledger_that_changes_is_noted_once(draft: Engine):
    before = actions(draft)
    with open_store(draft) as store:
        move(store)
        refresh(store, None)
    assert [entry for entry in actions(draft)[len(before) :] if entry[0].startswith("feed")] == [
        ("feed_ledger.put", PLAN)
    ]


@pytest.mark.parametrize("state", [PlanState.REPLACED, PlanState.CLOSED])
def test_what_was_issued_follows_its_plan_when_that_is_replaced_or_closed(promulgated: Engine, state: PlanState):
    with open_store(promulgated) as store:
        rewrite(store, state=state, changed_on=date(2023, 7, 25))
        refresh(store, release_dossier(store, PLAN))
    wanted = (EntryStatus.CANCELLED, 2) if state == PlanState.REPLACED else (EntryStatus.CONFIRMED, 1)
    for kind in LedgerKind:
        assert window(promulgated, kind)[1:] == wanted


def test_days_off_announced_later_reach_every_calendar(promulgated: Engine):
    with open_store(promulgated) as store:
        assert add_days_off(store, [HOLIDAY], by=COMMAND_LINE, at=LATER) == 1
    for kind in LedgerKind:
        assert window(promulgated, kind) == (date(2023, 8, 1), EntryStatus.CONFIRMED, 2)
    before = actions(promulgated)
    with open_store(promulgated) as store:
        assert add_days_off(store, [HOLIDAY], by=COMMAND_LINE, at=LATER) == 0
    assert actions(promulgated) == before


def test_a_plan_of_which_nothing_was_written_down_is_begun_once(engine: Engine):
    stored(engine, a_dossier(), is_begun=False)
    for _ in range(2):
        with open_store(engine) as store:
            begin_ledgers(store, by=COMMAND_LINE, at=LATER)
    assert [action for action, _ in actions(engine)].count("feed_ledger.put") == 1
    assert window(engine, LedgerKind.WORKING) == (date(2023, 8, 1), EntryStatus.TENTATIVE, 0)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.ISSUED])
def test_calendars_are_the_same_before_anything_was_written_down(engine: Engine, state: PlanState):
    stored(engine, a_dossier(a_plan(state=state)))
    secrets = [
        issued(engine, plan=PLAN, random_bytes=counted_bytes(start), **fields)
        for start, fields in enumerate(({}, {"unit": "so-y-te"}, {"person": "ong-p"}, {"is_public": True}))
    ]
    with open_reader(engine) as store:
        kept = [feed_bytes_for(store, secret).content for secret in secrets]
    with engine.begin() as connection:
        connection.execute(delete(METADATA.tables["feed_ledger"]))
    with open_reader(engine) as store:
        assert [feed_bytes_for(store, secret).content for secret in secrets] == kept


def test_an_unknown_plan_has_no_ledger_to_carry_forward(draft: Engine):
    with pytest.raises(NotFound), open_store(draft) as store:
        refresh_ledgers(store, "khong-co", issued=None, by=COMMAND_LINE, at=LATER)
