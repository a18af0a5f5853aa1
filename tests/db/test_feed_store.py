"""Secret addresses of calendars: issued, found, noted, withdrawn for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import IntegrityError
from storing import actions

from app.db.store import open_reader, open_store
from app.domain.errors import NotFound
from app.domain.feed_grants import FeedGrant, FeedKind

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.db.store import Store

HASH = sha256(b"secret").hexdigest()
MORNING = datetime(2023, 7, 1, 2, 30, tzinfo=UTC)


def issue(store: Store, written_by: dict[str, Any], **fields: Any) -> FeedGrant:
    asked: dict[str, Any] = {"secret_hash": HASH, "name": "điện thoại", "shows_draft": True, **fields}
    return store.feeds.issue("tinh-a-2023", FeedKind.PERSON, "ong-m", **asked, **written_by)


def test_an_address_is_found_by_the_hash_of_its_secret_and_by_nothing_else(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        issued = issue(store, written_by)
    assert issued == FeedGrant(
        id=1,
        plan="tinh-a-2023",
        kind=FeedKind.PERSON,
        subject="ong-m",
        name="điện thoại",
        shows_draft=True,
        issued_at=MORNING,
        issued_by="Nguyễn Văn A",
    )
    with open_reader(filled) as store:
        assert store.feeds.by_secret_hash(HASH) == issued
        assert store.feeds.by_secret_hash("secret") is None
        assert store.feeds.by_secret_hash(HASH.upper()) is None


def test_an_address_of_a_plan_that_is_not_there_is_not_issued(filled: Engine, written_by: dict[str, Any]):
    with pytest.raises(NotFound) as lost, open_store(filled) as store:
        store.feeds.issue("x", FeedKind.PLAN, None, secret_hash=HASH, name="", shows_draft=False, **written_by)
    assert lost.value.facts() == {"kind": "plan", "key": "x"}


def test_a_secret_is_issued_once(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        issue(store, written_by)
    with pytest.raises(IntegrityError), open_store(filled) as store:
        issue(store, written_by)


@pytest.mark.parametrize(("kind", "subject"), [(FeedKind.PLAN, "ong-m"), (FeedKind.UNIT, None)])
def test_a_calendar_of_a_unit_or_person_names_it_and_one_of_the_plan_does_not(
    filled: Engine, written_by: dict[str, Any], kind: FeedKind, subject: str | None
):
    with pytest.raises(IntegrityError), open_store(filled) as store:
        store.feeds.issue("tinh-a-2023", kind, subject, secret_hash=HASH, name="", shows_draft=False, **written_by)


def test_a_withdrawn_address_stays_withdrawn_since_the_first_time(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        issue(store, written_by)
        store.feeds.revoke(HASH, **written_by)
        store.feeds.revoke(HASH, by=written_by["by"], at=MORNING + timedelta(days=1))
        found = store.feeds.by_secret_hash(HASH)
    assert found is not None
    assert found.is_revoked
    assert found.revoked_at == MORNING
    assert actions(filled)[-2:] == [("feed.issue", "tinh-a-2023"), ("feed.revoke", "tinh-a-2023")]


def test_an_unknown_address_cannot_be_withdrawn(filled: Engine, written_by: dict[str, Any]):
    with pytest.raises(NotFound) as lost, open_store(filled) as store:
        store.feeds.revoke("x", **written_by)
    assert lost.value.kind == "feed"


def test_the_secret_stands_nowhere_in_the_record(filled: Engine, written_by: dict[str, Any]):
    with open_store(filled) as store:
        issue(store, written_by)
        store.feeds.revoke(HASH, **written_by)
    from storing import content  # noqa: PLC0415 — only this test needs it

    assert HASH not in str(content(filled)["audit"])


def test_a_fetch_is_noted_at_most_once_an_hour(filled: Engine, written_by: dict[str, Any]):
    noted = []
    with open_store(filled) as store:
        grant = issue(store, written_by)
        for minutes in (0, 1, 59, 60, 90, 121):
            now = MORNING + timedelta(minutes=minutes)
            before = store.feeds.by_secret_hash(HASH)
            store.feeds.note_fetch(grant.id, now)
            after = store.feeds.by_secret_hash(HASH)
            assert before is not None
            assert after is not None
            assert before.fetch_is_worth_noting(now) == (after.last_fetched_at == now)
            noted.append(after.last_fetched_at)
    assert [int((at - MORNING).total_seconds() / 60) for at in noted if at] == [0, 0, 0, 60, 60, 121]
    assert actions(filled)[-1] == ("feed.issue", "tinh-a-2023")
