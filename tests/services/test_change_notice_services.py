"""Notices are drafted with a release, looked through, sent once, and confirmed by whoever got them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from db.storing import undone
from hypothesis import given, settings
from hypothesis import strategies as st
from issuing import AT, BY, PLAN, issue, put
from web.issued import LEADER, MEMBER, PLANNER, of_unit
from web.people import open_account

from app.db.store import open_store
from app.domain.change_notices import Recipient, RecipientKind, known_facts, recipients_of
from app.domain.errors import DomainError, InvalidInput, NotFound, Refused
from app.domain.people import Actor
from app.services.accounts import disable_account
from app.services.adjusting import adjust_plan
from app.services.change_notices import (
    acknowledge,
    acknowledge_for,
    add_to_notice,
    notice_board,
    notice_of_plan,
    received_notice,
    received_notices,
    remind,
    send_notices,
)
from app.services.releases import release_dossier

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.accounts import Account

LATER = AT + timedelta(days=20)
"""26/7/2023."""
AFTER = LATER + timedelta(days=1)
MOVE = b'{"moves": [{"unit": "so-y-te", "window": {"first": "2023-08-14", "last": "2023-08-16"}}]}'
BACK = b'{"moves": [{"unit": "so-y-te", "window": {"first": "2023-08-01", "last": "2023-08-04"}}]}'
WITHDRAW = b'{"withdrawals": [{"unit": "so-y-te"}]}'


def released(store: Store, request: bytes, number: str = "1300", at: datetime = LATER) -> None:
    """Issue an adjustment."""
    adjust_plan(store, PLAN, request, "a.json", by=BY, at=at)
    issue(store, number, at.date(), at=at)


def waiting(store: Store) -> list[str]:
    return [each.name for each in notice_board(store, PLAN).waiting]


def number_of(store: Store, name: str) -> int:
    board = notice_board(store, PLAN)
    every = (*board.waiting, *board.unconfirmed, *board.confirmed)
    return next(each.notice.id for each in every if each.name == name)


def send(store: Store, *names: str, at: datetime = LATER) -> None:
    chosen = [number_of(store, name) for name in names]
    chosen = chosen or [each.notice.id for each in notice_board(store, PLAN).waiting]
    send_notices(store, PLAN, chosen, by=BY, at=at)


def account(store: Store, login: str) -> Account:
    found = store.accounts.by_login(login)
    assert found is not None
    return found


@pytest.fixture
def issued(engine: Engine) -> Engine:
    """A database with a plan that is issued, and accounts of its parties."""
    with open_store(engine) as store:
        put(store)
        issue(store)
        open_account(store, "don-vi", (of_unit("so-y-te"),))
        open_account(store, "don-vi-khac", (of_unit("ubnd-huyen-b"),))
        open_account(store, "thanh-vien", (MEMBER,))
        open_account(store, "truong-doan", (LEADER,))
        open_account(store, "can-bo", (PLANNER,))
    return engine


# Drafted


def test_the_first_release_drafts_nothing(issued: Engine):
    with open_store(issued) as store:
        board = notice_board(store, PLAN)
    assert (board.waiting, board.unconfirmed, board.confirmed) == ((), (), ())


def test_a_further_release_drafts_one_for_each_who_is_affected_and_none_is_seen_before_it_is_sent(issued: Engine):
    with open_store(issued) as store:
        released(store, MOVE)
        assert waiting(store) == ["Sở Y tế", "Ông M", "Ông P"]
        assert [received_notices(store, account(store, login)) for login in ("don-vi", "thanh-vien")] == [(), ()]
        with pytest.raises(NotFound):
            received_notice(store, account(store, "don-vi"), number_of(store, "Sở Y tế"))


def test_what_was_not_sent_makes_room_for_the_notices_of_the_next_release(issued: Engine):
    with open_store(issued) as store:
        released(store, MOVE)
        send(store, "Sở Y tế")
        released(store, WITHDRAW, "1301", AFTER)
        board = notice_board(store, PLAN)
        told = {each.name: (each.notice.told, each.notice.changes[0].before) for each in board.waiting}
    before = "từ ngày 01/8/2023 đến hết ngày 04/8/2023"
    assert told == {
        "Sở Y tế": (2, "từ ngày 14/8/2023 đến hết ngày 16/8/2023"),
        "Ông M": (1, before),
        "Ông P": (1, before),
    }
    assert [each.name for each in board.unconfirmed] == ["Sở Y tế"]


def test_a_change_that_is_taken_back_is_told_only_to_those_who_were_told_of_it(issued: Engine):
    with open_store(issued) as store:
        released(store, MOVE)
        send(store, "Ông P")
        released(store, BACK, "1301", AFTER)
        assert waiting(store) == ["Ông P"]


# Looked through and sent


def test_a_planner_adds_to_a_notice_until_it_is_sent(issued: Engine):
    with open_store(issued) as store:
        released(store, MOVE)
        number = number_of(store, "Sở Y tế")
        add_to_notice(store, PLAN, number, " Mong  thông cảm. ", by=BY, at=LATER)
        assert notice_of_plan(store, PLAN, number).notice.addition == "Mong thông cảm."
        with pytest.raises(InvalidInput) as refusal:
            add_to_notice(store, PLAN, number, "a" * 2001, by=BY, at=LATER)
        assert [fault.code for fault in refusal.value.faults] == ["notice.addition_too_long"]
        send(store, "Sở Y tế")
        with pytest.raises(Refused, match=r"notice\.is_sent"):
            add_to_notice(store, PLAN, number, "Thêm", by=BY, at=LATER)
        received = received_notices(store, account(store, "don-vi"))
    assert [(each.name, each.plan_title, each.notice.addition) for each in received] == [
        ("Sở Y tế", "Kế hoạch kiểm tra năm 2023", "Mong thông cảm.")
    ]


def test_nothing_is_sent_twice_nor_half(issued: Engine):
    with open_store(issued) as store:
        released(store, MOVE)
        send(store, "Sở Y tế")
        sent, other = number_of(store, "Sở Y tế"), number_of(store, "Ông P")
    for numbers, code in (([other, sent], "is_sent"), ([], "none_to_send"), ([other, 999], "list_changed")):
        with pytest.raises(Refused, match=rf"notice\.{code}"), open_store(issued) as store:
            send_notices(store, PLAN, numbers, by=BY, at=LATER)
    with open_store(issued) as store:
        assert waiting(store) == ["Ông M", "Ông P"]


def test_a_notice_of_another_plan_is_not_found_under_this_one(issued: Engine):
    with open_store(issued) as store:
        released(store, MOVE)
        number = number_of(store, "Sở Y tế")
        for do in (
            lambda: notice_of_plan(store, "la", number),
            lambda: remind(store, "la", number, by=BY, at=AFTER),
            lambda: add_to_notice(store, "la", number, "x", by=BY, at=AFTER),
            lambda: notice_of_plan(store, PLAN, 2**40),
        ):
            with pytest.raises(NotFound):
                do()


def test_it_is_mailed_to_every_open_account_of_the_recipient_with_an_address(issued: Engine):
    with open_store(issued) as store:
        open_account(store, "don-vi-2", (of_unit("so-y-te"),))
        for login, email in (("don-vi", "a@syt.example"), ("don-vi-2", "a@syt.example")):
            store.accounts._set(account(store, login), email=email)
        released(store, MOVE)
        found = notice_of_plan(store, PLAN, number_of(store, "Sở Y tế"))
        assert ([each.login for each in found.accounts], found.emails) == (["don-vi", "don-vi-2"], ("a@syt.example",))
        disable_account(store, account(store, "can-bo"), account(store, "don-vi").id, by=BY, at=LATER)
        again = notice_of_plan(store, PLAN, number_of(store, "Sở Y tế"))
    assert [each.login for each in again.accounts] == ["don-vi-2"]


# Confirmed


def test_only_who_it_is_for_reads_and_confirms_it(issued: Engine):
    with open_store(issued) as store:
        released(store, WITHDRAW)
        send(store)
        seen = {
            login: [each.name for each in received_notices(store, account(store, login))]
            for login in ("don-vi", "don-vi-khac", "thanh-vien", "truong-doan", "can-bo")
        }
        number = number_of(store, "Sở Y tế")
        for login in ("don-vi-khac", "thanh-vien", "can-bo"):
            with pytest.raises(NotFound):
                acknowledge(store, account(store, login), number, by=BY, at=AFTER)
        acknowledge(store, account(store, "don-vi"), number, by=Actor(name="don-vi"), at=AFTER)
        confirmed = notice_of_plan(store, PLAN, number).notice
    assert seen == {
        "don-vi": ["Sở Y tế"],
        "don-vi-khac": [],
        "thanh-vien": ["Ông P"],
        "truong-doan": ["Ông M"],
        "can-bo": [],
    }
    assert (confirmed.acknowledged_at, confirmed.acknowledged_by) == (AFTER, "Vai don-vi")


def test_a_planner_writes_down_how_somebody_confirmed_otherwise(issued: Engine):
    with open_store(issued) as store:
        released(store, MOVE)
        number = number_of(store, "Ông P")
        with pytest.raises(Refused, match=r"notice\.not_sent"):
            acknowledge_for(store, PLAN, number, "qua điện thoại", by=BY, at=AFTER)
        send(store)
        for note, code in ((" ", "note_missing"), ("a" * 201, "note_too_long")):
            with pytest.raises(InvalidInput) as refusal:
                acknowledge_for(store, PLAN, number, note, by=BY, at=AFTER)
            assert [(fault.place, fault.code) for fault in refusal.value.faults] == [("note", f"notice.{code}")]
        acknowledge_for(store, PLAN, number, "nhận qua điện thoại", by=BY, at=AFTER)
        with pytest.raises(Refused, match=r"notice\.is_acknowledged"):
            acknowledge(store, account(store, "thanh-vien"), number, by=BY, at=AFTER)
        board = notice_board(store, PLAN)
    assert [(each.name, each.notice.acknowledged_by) for each in board.confirmed] == [
        ("Ông P", "Nguyễn Văn A ghi nhận: nhận qua điện thoại")
    ]
    assert [each.name for each in board.unconfirmed] == ["Sở Y tế", "Ông M"]


def test_who_has_not_confirmed_is_reminded_once_a_day(issued: Engine):
    with open_store(issued) as store:
        released(store, MOVE)
        send(store)
        number = number_of(store, "Sở Y tế")
        with pytest.raises(Refused, match=r"notice\.not_to_remind"):
            remind(store, PLAN, number, by=BY, at=LATER)
        assert remind(store, PLAN, number, by=BY, at=AFTER).notice.reminded_at == AFTER
        with pytest.raises(Refused, match=r"notice\.not_to_remind"):
            remind(store, PLAN, number, by=BY, at=AFTER + timedelta(hours=2))
        acknowledge(store, account(store, "don-vi"), number, by=BY, at=AFTER)
        with pytest.raises(Refused, match=r"notice\.not_to_remind"):
            remind(store, PLAN, number, by=BY, at=AFTER + timedelta(days=2))


# For ever


@st.composite
def happenings(draw: st.DrawFn) -> tuple[str, Any]:
    unit = draw(st.sampled_from(["so-y-te", "ubnd-huyen-b", "so-tu-phap"]))
    day = draw(st.dates(date(2023, 10, 1), date(2023, 11, 20)))
    window = f'"window": {{"first": "{day}", "last": "{day + timedelta(days=2)}"}}'
    requests = [
        f'{{"moves": [{{"unit": "{unit}", {window}}}]}}',
        f'{{"withdrawals": [{{"unit": "{unit}"}}]}}',
        f'{{"returns": [{{"unit": "{unit}"}}]}}',
        f'{{"additions": [{{"unit": "{unit}", "batch": "dot-2", {window}}}]}}',
        '{"leaders": [{"batch": "dot-1", "head": "ba-n"}]}',
        '{"leaders": [{"batch": "dot-1", "head": "ong-m"}]}',
        '{"leavings": [{"seat": "ong-p"}]}',
    ]
    if draw(st.booleans()):
        return "release", draw(st.sampled_from(requests)).encode()
    return "send", draw(st.lists(st.integers(0, 5), max_size=4))


@settings(max_examples=5)
@given(steps=st.lists(happenings(), min_size=8, max_size=8))
def test_what_is_kept_chains_through_releases_and_sendings(engine: Engine, steps: list[tuple[str, Any]]):
    with undone(engine) as store:
        put(store)
        issue(store)
        last: dict[Recipient, int] = {}
        for step, (kind, asked) in enumerate(steps):
            at = LATER + timedelta(days=step)
            if kind == "release":
                happen(store, lambda asked=asked, at=at, step=step: released(store, asked, f"{1300 + step}", at))
            else:
                board = notice_board(store, PLAN).waiting
                for place in {place for place in asked if place < len(board)}:
                    send_notices(store, PLAN, [board[place].notice.id], by=BY, at=at)
            notices = store.notices.list(PLAN)
            assert len({(each.release, each.recipient) for each in notices}) == len(notices)
            check_chain(store, last)


def happen(store: Store, do: Callable[[], None]) -> None:
    """Let it happen, or be refused."""
    try:
        with store.plans._session.begin_nested():
            do()
    except DomainError:
        return


def check_chain(store: Store, last: dict[Recipient, int]) -> None:
    """Compare what waits with what each was last told; `last` grows by what went out."""
    releases = [release.number for release in store.releases.list(PLAN)]
    issued = {number: release_dossier(store, PLAN, number) for number in releases}
    board = notice_board(store, PLAN)
    for each in sorted((*board.unconfirmed, *board.confirmed), key=lambda each: each.notice.release):
        notice = each.notice
        if last.get(notice.recipient, 0) < notice.release:
            assert notice.told in {last.get(notice.recipient, 1), None}
            last[notice.recipient] = notice.release
    waiting_now = {each.notice.recipient for each in board.waiting}
    for recipient in {found for dossier in issued.values() for found in recipients_of(dossier)}:
        told, now = issued[last.get(recipient, 1)], issued[releases[-1]]
        assert (recipient in waiting_now) == (known_facts(told, recipient) != known_facts(now, recipient))


def test_units_come_before_people_on_the_board(issued: Engine):
    with open_store(issued) as store:
        released(store, MOVE)
        kinds = [each.notice.recipient.kind for each in notice_board(store, PLAN).waiting]
    assert kinds == [RecipientKind.UNIT, RecipientKind.PERSON, RecipientKind.PERSON]
