"""A plan on its way: submitted, withdrawn, issued with the reasons written down, closed or replaced."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from builders import a_batch, a_visit, a_window, with_plan
from issuing import AT, BY, DAY, DRAFT, PLAN, issue, put
from sqlalchemy import text

from app.db.store import open_reader, open_store
from app.domain.acts import CitedAct
from app.domain.errors import InvalidInput, NotFound, Refused, StaleVersion
from app.domain.feed_ledgers import LedgerKind
from app.domain.plans import PlanState
from app.domain.problems import Severity
from app.domain.reasons import fact_of
from app.domain.releases import Approver
from app.services.plan_standing import (
    approvers,
    close_plan,
    reason_book,
    replace_plan,
    submit_plan,
    withdraw_plan,
    write_reason,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.db.store import Store

TODAY = date(2023, 7, 6)
LATER = datetime(2023, 8, 1, 2, 30, tzinfo=UTC)


def state_of(store: Store) -> PlanState:
    return store.plans.dossier(PLAN).plan.state


def write_all(store: Store, reason: str = "Đã thống nhất.") -> None:
    book = reason_book(store, store.plans.dossier(PLAN), TODAY)
    for each in book.problems:
        write_reason(store, book, fact_of(each.worded.problem), reason, by=BY, at=AT)


def actions(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT action FROM audit ORDER BY id")).scalars().all()
    return [action for action in dict.fromkeys(found) if action.startswith("plan.")]


def test_a_draft_goes_to_its_signatory_and_back(engine: Engine):
    with open_store(engine) as store:
        put(store)
        submit_plan(store, PLAN, number="12/TTr-SNV", day=DAY, by=BY, at=AT)
        assert state_of(store) == PlanState.SUBMITTED
        asked = store.plans.dossier(PLAN).plan.decision.submission
        assert asked is not None
        assert (asked.number, asked.day) == ("12/TTr-SNV", DAY)
        withdraw_plan(store, PLAN, by=BY, at=AT)
        assert state_of(store) == PlanState.DRAFT
    assert actions(engine)[-2:] == ["plan.submit", "plan.withdraw"]


def test_nothing_that_the_rules_find_keeps_a_plan_from_being_submitted(engine: Engine):
    visits = (a_visit(window=a_window(date(2023, 8, 5), date(2023, 8, 8))),)
    with open_store(engine) as store:
        put(store, with_plan(DRAFT, visits=visits, batches=(a_batch(deputies=()),)))
        assert {each.worded.problem.severity for each in reason_book(store, store.plans.dossier(PLAN), TODAY).open} == {
            Severity.ERROR,
            Severity.WARNING,
        }
        submit_plan(store, PLAN, number="12/TTr-SNV", day=DAY, by=BY, at=AT)
        assert state_of(store) == PlanState.SUBMITTED


def test_a_plan_that_changed_meanwhile_is_not_submitted(engine: Engine):
    with open_store(engine) as store:
        put(store)
        version = store.plans.version(PLAN)
        store.plans.rewrite(with_plan(DRAFT, visits=DRAFT.plan.visits[:1]), action="plan.edit", by=BY, at=AT)
    with pytest.raises(StaleVersion), open_store(engine) as store:
        submit_plan(store, PLAN, number="12/TTr-SNV", day=DAY, by=BY, at=AT, version=version)
    with open_reader(engine) as store:
        assert state_of(store) == PlanState.DRAFT


def test_a_reason_written_down_issues_the_plan_and_becomes_its_waiver(engine: Engine):
    with open_store(engine) as store:
        put(store)
        with pytest.raises(Refused) as refusal:
            issue(store, reasons={})
        assert refusal.value.code == "release.reasons_missing"
        write_all(store, "  Sẽ cử trước  20/7 ")
        book = reason_book(store, store.plans.dossier(PLAN), TODAY)
        assert [each.reason.reason for each in book.problems if each.reason] == ["Sẽ cử trước 20/7"]
        assert book.open == ()
        (waiver,) = issue(store, reasons={}).waivers
    assert (waiver.code, waiver.reason, waiver.person) == ("member.unnamed", "Sẽ cử trước 20/7", "ong-m")


def test_an_error_is_accepted_by_a_leader_alone_whoever_wrote_the_reason(engine: Engine):
    visits = (a_visit(window=a_window(date(2023, 8, 5), date(2023, 8, 8))),)
    with open_store(engine) as store:
        put(store, with_plan(DRAFT, visits=visits, batches=(a_batch(deputies=()),)))
        write_all(store)
        with pytest.raises(Refused) as refusal:
            issue(store, reasons={}, by_person="ba-n")
        assert refusal.value.code == "release.reasons_missing"
        released = issue(store, reasons={})
    assert [waiver.severity for waiver in released.waivers] == [Severity.ERROR, Severity.WARNING]


def test_a_reason_whose_problem_is_gone_is_kept_apart_and_not_taken_along(engine: Engine):
    with open_store(engine) as store:
        put(store)
        write_all(store)
        team = DRAFT.plan.teams[0]
        named = with_plan(DRAFT, teams=(type(team)(key=team.key, name=team.name, seats=team.seats[:1]),))
        store.plans.rewrite(named, action="plan.edit", by=BY, at=AT)
        book = reason_book(store, named, TODAY)
        assert (book.problems, [each.code for each in book.unneeded]) == ((), ["member.unnamed"])
        assert issue(store, reasons={}).waivers == ()
        kept = store.reasons.list(PLAN)
        assert [each.code for each in kept] == ["member.unnamed"]


def test_two_who_write_a_reason_at_once_lose_nothing(engine: Engine):
    with open_store(engine) as store:
        put(store)
        before = reason_book(store, store.plans.dossier(PLAN), TODAY)
        (problem,) = before.problems
        fact = fact_of(problem.worded.problem)
        write_reason(store, before, fact, "Người thứ nhất.", seen="", by=BY, at=AT)
        after = reason_book(store, store.plans.dossier(PLAN), TODAY)
        with pytest.raises(StaleVersion):
            write_reason(store, after, fact, "Người thứ hai.", seen="", by=BY, at=AT)
        write_reason(store, after, fact, "Người thứ hai.", seen="Người thứ nhất.", by=BY, at=AT)
        last = reason_book(store, store.plans.dossier(PLAN), TODAY)
        assert last.written == {fact: "Người thứ hai."}
        write_reason(store, last, fact, " ", by=BY, at=AT)
        assert store.reasons.list(PLAN) == ()
    assert actions(engine)[-2:] == ["plan.reason", "plan.reason_end"]


def test_a_reason_for_what_is_no_problem_or_too_long_or_of_an_issued_plan_is_refused(engine: Engine):
    with open_store(engine) as store:
        put(store)
        book = reason_book(store, store.plans.dossier(PLAN), TODAY)
        with pytest.raises(NotFound):
            write_reason(store, book, ("window.overlap", "a,b"), "x", by=BY, at=AT)
        with pytest.raises(InvalidInput):
            write_reason(store, book, fact_of(book.problems[0].worded.problem), "x" * 1001, by=BY, at=AT)
        issue(store)
        issued = reason_book(store, store.plans.dossier(PLAN), TODAY)
        with pytest.raises(Refused) as refusal:
            write_reason(store, issued, fact_of(book.problems[0].worded.problem), "x", by=BY, at=AT)
    assert refusal.value.code == "plan.is_issued"


def test_those_of_the_lead_agencies_issue_a_plan_leaders_first():
    assert [(person.key, may) for person, may in approvers(DRAFT)] == [
        ("ong-m", Approver.LEADER),
        ("ba-n", Approver.PLANNER),
    ]


def test_a_closed_plan_keeps_every_item_of_its_calendars(engine: Engine):
    with open_store(engine) as store:
        put(store)
        issue(store)
        before = store.ledgers.get(PLAN, LedgerKind.ISSUED)
        close_plan(store, PLAN, number="245/BC-ĐKT", day=date(2023, 8, 1), by=BY, at=LATER)
        after = store.ledgers.get(PLAN, LedgerKind.ISSUED)
        assert state_of(store) == PlanState.CLOSED
    assert before is not None
    assert after is not None
    assert [(item.entry.uid, item.entry.status) for item in after.items] == [
        (item.entry.uid, item.entry.status) for item in before.items
    ]


def test_a_replaced_plan_calls_off_what_had_not_ended(engine: Engine):
    act = CitedAct(number="1500/QĐ-UBND", day=date(2023, 8, 1))
    with open_store(engine) as store:
        put(store)
        issue(store)
        replace_plan(store, PLAN, act, by=BY, at=LATER)
        ledger = store.ledgers.get(PLAN, LedgerKind.ISSUED)
        ending = store.plans.dossier(PLAN).plan.ending
    assert ledger is not None
    assert {item.entry.status for item in ledger.items if item.entry.kind == "window"} == {"CANCELLED"}
    assert ending is not None
    assert ending.paper == act


ENDS: dict[str, Callable[[Store], object]] = {
    "close": lambda store: close_plan(store, PLAN, number="1/BC", day=DAY, by=BY, at=AT),
    "replace": lambda store: replace_plan(store, PLAN, CitedAct(number="1/QĐ", day=DAY), by=BY, at=AT),
    "withdraw": lambda store: withdraw_plan(store, PLAN, by=BY, at=AT),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_draft_is_neither_closed_nor_replaced_nor_taken_back_and_nothing_is_written(engine: Engine, end: str):
    with open_store(engine) as store:
        put(store)
    count = len(actions(engine))
    with pytest.raises(Refused) as refusal, open_store(engine) as store:
        ENDS[end](store)
    assert (refusal.value.code, len(actions(engine))) == ("plan.is_draft", count)
