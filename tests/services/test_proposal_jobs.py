"""Searches beside the server: no transaction while they go on, one answer at the end, whatever they die of."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest
from issuing import AT, BY, PLAN, put

from app.db.store import open_reader, open_store
from app.domain.errors import Refused
from app.domain.people import Actor
from app.domain.proposals import Proposal, ProposalKind, ProposalState
from app.services.proposal_jobs import LOST_AFTER, MOST_AT_ONCE, Searches, is_lost
from app.services.proposals import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

LATER = AT + timedelta(seconds=9)
WAIT = 20.0


def told(answer: str) -> tuple[ProposalState, str]:
    return ProposalState.FOUND, answer


def searches(engine: Engine, solve: Callable[[bytes], bytes]) -> Searches:
    return Searches(lambda: open_store(engine), lambda: LATER, solve, told)


def asked(engine: Engine, words: str = "hỏi") -> Proposal:
    with open_store(engine) as store:
        return store.proposals.add(PLAN, version=1, kind=ProposalKind.SCHEDULE, asked=words, words=words, by=BY, at=AT)


@pytest.fixture
def ready(engine: Engine) -> Engine:
    with open_store(engine) as store:
        put(store)
    return engine


def found(engine: Engine, number: int) -> Proposal:
    with open_reader(engine) as store:
        return store.proposals.get(PLAN, number)


def test_a_search_is_answered_with_what_it_found_in_the_name_of_who_asked(ready: Engine):
    running = searches(ready, lambda asked: b"da tim: " + asked)
    proposal = asked(ready, "mot")
    running.begin(proposal, BY)
    running.wait(WAIT)
    answered = found(ready, proposal.id)
    assert (answered.state, answered.answer, answered.finished_at) == (ProposalState.FOUND, "da tim: mot", LATER)
    with open_reader(ready) as store:
        (entry,) = [entry for entry in store.audit.entries() if entry.action == "proposal.answer"]
    assert (entry.actor, entry.after) == (BY.name, f"Đề xuất số {proposal.id}: da tim: mot")


@pytest.mark.parametrize("death", [RuntimeError("bộ nhớ"), MemoryError(), Refused("proposal.busy", count="2")])
def test_a_search_that_dies_leaves_a_proposal_that_failed(ready: Engine, death: Exception, caplog):
    def solve(_: bytes) -> bytes:
        raise death

    running, proposal = searches(ready, solve), asked(ready)
    running.begin(proposal, BY)
    running.wait(WAIT)
    assert (found(ready, proposal.id).state, found(ready, proposal.id).answer) == (ProposalState.FAILED, None)
    assert f"proposal {proposal.id} of {PLAN}" in caplog.text


def test_while_a_search_goes_on_the_database_is_free_to_be_written(ready: Engine):
    began, may_end = Event(), Event()

    def solve(_: bytes) -> bytes:
        began.set()
        assert may_end.wait(WAIT)
        return b"xong"

    running, proposal = searches(ready, solve), asked(ready)
    running.begin(proposal, BY)
    assert began.wait(WAIT)
    with open_store(ready) as store:
        store.accounts.add(login="an", name="Ân", email=None, by=BY, at=LATER)
    assert found(ready, proposal.id).state == ProposalState.SEARCHING
    may_end.set()
    running.wait(WAIT)
    assert found(ready, proposal.id).state == ProposalState.FOUND


def test_no_more_searches_go_on_at_once_than_there_is_room_for(ready: Engine):
    may_end = Event()

    def solve(_: bytes) -> bytes:
        assert may_end.wait(WAIT)
        return b"xong"

    running = searches(ready, solve)
    for _ in range(MOST_AT_ONCE):
        running.check_room()
        running.begin(asked(ready), BY)
    with pytest.raises(Refused) as caught:
        running.check_room()
    assert caught.value.code == "proposal.busy"
    may_end.set()
    running.wait(WAIT)
    running.check_room()


def test_an_answered_proposal_keeps_its_first_answer(ready: Engine):
    proposal = asked(ready)
    for words in ("trước", "sau"):
        running = searches(ready, lambda _, words=words: words.encode())
        running.begin(proposal, Actor(name="Bình"))
        running.wait(WAIT)
    assert found(ready, proposal.id).answer == "trước"


def test_a_search_that_has_lasted_longer_than_any_can_is_lost(ready: Engine):
    proposal = asked(ready)
    assert timedelta(seconds=SECONDS) < LOST_AFTER
    assert [is_lost(proposal, AT + LOST_AFTER), is_lost(proposal, AT + LOST_AFTER + timedelta(seconds=1))] == [
        False,
        True,
    ]
    running = searches(ready, lambda _: b"xong")
    running.begin(proposal, BY)
    running.wait(WAIT)
    assert is_lost(found(ready, proposal.id), AT + timedelta(days=1)) is False


def test_the_proposals_of_a_plan_are_listed_the_newest_first(ready: Engine):
    numbers = [asked(ready).id for _ in range(3)]
    with open_reader(ready) as store:
        assert [each.id for each in store.proposals.latest(PLAN, limit=2)] == numbers[:0:-1]
        assert store.proposals.latest("khong-co", limit=2) == ()
