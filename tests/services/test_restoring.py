"""After a restore every calendar goes on from what it last showed, and what is lost of what was issued is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from domain.test_feed_subscribers import Subscriber
from issuing import AT, BY, DRAFT, PLAN, issue, put
from sqlalchemy import delete, update

from app.db.backup import backup, restore
from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.audit import RESTORED, AuditFilter, check_chain
from app.domain.feed_entries import EntryKind, EntryStatus
from app.domain.feed_ledgers import LedgerKind
from app.domain.feeds import plan_feed
from app.domain.plans import PlanState
from app.services.adjusting import adjust_plan
from app.services.releases import latest_release
from app.services.restoring import settle_restored

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Engine

    from app.domain.feed_entries import FeedEntry
    from app.domain.releases import Release

DAY = timedelta(days=1)
LATER = AT + 20 * DAY
MOVED = {"moves": [{"unit": "so-y-te", "window": {"first": "2023-08-08", "last": "2023-08-11"}}]}
WITHDRAWN = {"withdrawals": [{"unit": "ubnd-huyen-b"}]}
ADDED = {
    "additions": [
        {"unit": "so-tu-phap", "batch": "dot-2", "window": {"first": "2023-09-12", "last": "2023-09-15"}}
    ]
}  # fmt: skip


@pytest.fixture
def issued(engine: Engine) -> Engine:
    """A plan, issued once."""
    with open_store(engine) as store:
        put(store)
        issue(store)
    return engine


def adjusted(engine: Engine, request: dict[str, Any], number: str, at: datetime) -> None:
    """Adjust the plan and issue it anew."""
    with open_store(engine) as store:
        adjust_plan(store, PLAN, json.dumps(request).encode(), "yeu-cau.json", by=BY, at=at)
        issue(store, number, at.date(), at=at)


def put_back(engine: Engine, path: Path, at: datetime) -> tuple[Release, ...]:
    return restore(engine, path, settle=partial(settle_restored, by=BY, at=at), by=BY, at=at)


def entries(engine: Engine, kind: LedgerKind = LedgerKind.ISSUED) -> dict[tuple[str, EntryKind], FeedEntry]:
    with open_reader(engine) as store:
        ledger = store.ledgers.get(PLAN, kind)
    assert ledger is not None
    return {(entry.unit, entry.kind): entry for entry in plan_feed(ledger).entries}


def follow(subscriber: Subscriber, engine: Engine) -> None:
    with open_reader(engine) as store:
        ledger = store.ledgers.get(PLAN, LedgerKind.ISSUED)
    assert ledger is not None
    subscriber.receive(plan_feed(ledger))


def restored_row(engine: Engine) -> tuple[str, str]:
    with open_reader(engine) as store:
        (entry,) = store.audit.page(AuditFilter(actions=(RESTORED,)), most=1)
    return entry.before, entry.after


def test_a_calendar_goes_back_to_the_restored_days_by_a_revision(issued: Engine, tmp_path: Path):
    subscriber = Subscriber()
    follow(subscriber, issued)
    backup(issued, tmp_path / "b.db")
    adjusted(issued, MOVED, "1300", LATER)
    follow(subscriber, issued)
    assert entries(issued)["so-y-te", EntryKind.WINDOW].sequence == 2
    put_back(issued, tmp_path / "b.db", LATER + DAY)
    window = entries(issued)["so-y-te", EntryKind.WINDOW]
    assert (window.time.first, window.sequence, window.status) == (date(2023, 8, 1), 3, EntryStatus.CONFIRMED)
    assert window.changed_at == LATER + DAY
    follow(subscriber, issued)
    assert subscriber.kept == {entry.uid: entry for entry in entries(issued).values()}


def test_what_was_added_after_the_backup_is_cancelled_and_what_was_withdrawn_returns(issued: Engine, tmp_path: Path):
    subscriber = Subscriber()
    follow(subscriber, issued)
    before = entries(issued)
    backup(issued, tmp_path / "b.db")
    adjusted(issued, ADDED | WITHDRAWN, "1300", LATER)
    follow(subscriber, issued)
    put_back(issued, tmp_path / "b.db", LATER + DAY)
    follow(subscriber, issued)
    after = entries(issued)
    assert after["so-tu-phap", EntryKind.WINDOW].status == EntryStatus.CANCELLED
    returned = after["ubnd-huyen-b", EntryKind.WINDOW]
    assert (returned.status, returned.sequence) == (EntryStatus.CONFIRMED, 3)
    assert subscriber.shown() == shown_by(before)
    # What the restore did not change is as it was, to the last bit.
    assert after["so-y-te", EntryKind.WINDOW] == before["so-y-te", EntryKind.WINDOW]


def shown_by(shown: dict[tuple[str, EntryKind], FeedEntry]) -> dict[str, Any]:
    fresh = Subscriber()
    fresh.kept = {entry.uid: entry for entry in shown.values()}
    found: dict[str, Any] = fresh.shown()
    return found


def test_a_plan_that_was_not_yet_issued_is_cancelled_in_the_calendars_until_it_is_issued_again(
    engine: Engine, tmp_path: Path
):
    subscriber = Subscriber()
    with open_store(engine) as store:
        put(store)
    backup(engine, tmp_path / "b.db")
    with open_store(engine) as store:
        issue(store)
    follow(subscriber, engine)
    (lost,) = put_back(engine, tmp_path / "b.db", LATER)
    assert (lost.plan, lost.number, lost.decision_number) == (PLAN, 1, "1234/QĐ-UBND")
    follow(subscriber, engine)
    assert subscriber.shown() == {}
    assert {entry.status for entry in entries(engine, LedgerKind.WORKING).values()} == {EntryStatus.TENTATIVE}
    with open_store(engine) as store:
        assert latest_release(store, PLAN) is None
        issue(store, at=LATER + DAY)
    follow(subscriber, engine)
    assert subscriber.shown() == shown_by(entries(engine))
    assert {entry.sequence for entry in entries(engine).values()} == {3}


def test_a_restore_of_the_wrong_backup_and_then_of_the_right_one_takes_no_number_back(issued: Engine, tmp_path: Path):
    subscriber = Subscriber()
    follow(subscriber, issued)
    backup(issued, tmp_path / "right.db")
    adjusted(issued, MOVED, "1300", LATER)
    follow(subscriber, issued)
    put_back(issued, _empty(tmp_path), LATER + DAY)
    with open_reader(issued) as store:
        assert not store.plans.exists(PLAN)
    put_back(issued, tmp_path / "right.db", LATER + 2 * DAY)
    follow(subscriber, issued)
    assert entries(issued)["so-y-te", EntryKind.WINDOW].sequence == 3
    assert subscriber.shown() == shown_by(entries(issued))


def _empty(folder: Path) -> Path:
    """Return what looks like a backup and holds nothing."""
    engine = create_engine(f"sqlite:///{folder / 'empty.db'}")
    migrate(engine)
    engine.dispose()
    return folder / "empty.db"


def test_the_releases_that_are_lost_are_returned_and_named_in_the_log_with_the_hash_of_the_log_that_was_replaced(
    issued: Engine, tmp_path: Path
):
    backup(issued, tmp_path / "b.db")
    adjusted(issued, MOVED, "1300", LATER)
    with open_reader(issued) as store:
        replaced, second = store.audit.last_hash(), store.releases.get(PLAN, 2)
    assert put_back(issued, tmp_path / "b.db", LATER + DAY) == (second,)
    before, after = restored_row(issued)
    assert before == replaced
    assert after.split("; ")[1:] == [f"không còn bản ban hành số 2 của {PLAN}, sha256 {second.sha256}"]
    with open_reader(issued) as store:
        assert check_chain(store.audit.entries()).is_whole
        assert [release.number for release in store.releases.list(PLAN)] == [1]


def test_a_release_of_the_same_number_and_other_content_counts_as_lost(issued: Engine, tmp_path: Path):
    adjusted(issued, MOVED, "1300", LATER)
    backup(issued, tmp_path / "b.db")
    with open_store(issued) as store:
        second = store.releases.get(PLAN, 2)
    release = METADATA.tables["release"]
    with issued.begin() as connection:
        connection.execute(update(release).where(release.c.number == 2).values(sha256="ab" * 32))
    assert put_back(issued, tmp_path / "b.db", LATER + DAY) == (replace(second, sha256="ab" * 32),)


def test_a_restore_that_loses_nothing_says_so(issued: Engine, tmp_path: Path):
    backup(issued, tmp_path / "b.db")
    before = entries(issued)
    assert put_back(issued, tmp_path / "b.db", LATER) == ()
    assert ";" not in restored_row(issued)[1]
    assert entries(issued) == before


def test_a_plan_issued_in_a_version_without_releases_gets_its_first_one(engine: Engine, tmp_path: Path):
    with open_store(engine) as store:
        put(store, replace(DRAFT, plan=replace(DRAFT.plan, state=PlanState.ISSUED)))
    with engine.begin() as connection:
        for name in ("feed_ledger", "release"):
            connection.execute(delete(METADATA.tables[name]))
    backup(engine, tmp_path / "b.db")
    put_back(engine, tmp_path / "b.db", LATER)
    with open_reader(engine) as store:
        assert [release.number for release in store.releases.list(PLAN)] == [1]
    assert entries(engine)["so-y-te", EntryKind.WINDOW].status == EntryStatus.CONFIRMED


def test_a_failure_while_plans_are_brought_up_to_date_leaves_everything_as_it_was(issued: Engine, tmp_path: Path):
    backup(issued, tmp_path / "b.db")
    adjusted(issued, MOVED, "1300", LATER)
    with open_reader(issued) as store:
        before = list(store.audit.entries())

    def fail(_store: object) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        restore(issued, tmp_path / "b.db", settle=fail, by=BY, at=LATER)
    with open_reader(issued) as store:
        assert list(store.audit.entries()) == before
        assert latest_release(store, PLAN) == store.releases.get(PLAN, 2)
