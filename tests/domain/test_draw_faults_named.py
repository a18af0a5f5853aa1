"""What does not fit in a public record is named by its place, with what stands there and what was computed."""

from __future__ import annotations

import hashlib
import unicodedata
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from domain.draw_records import WHOLE, Record, draw_record, found, rechained, with_value

from app.domain.draws.verifying import chosen_of, verify_record

if TYPE_CHECKING:
    from collections.abc import Callable

HASH = "c" * 64


def edit(record: Record, **parts: Any) -> Record:
    return {**deepcopy(record), **parts}


def data(record: Record, entry: int, **parts: Any) -> Record:
    changed = deepcopy(record)
    changed["ledger"][entry - 1]["data"].update(parts)
    return rechained(changed)


def entries(record: Record, choose: Callable[[list[Record]], list[Record]]) -> Record:
    return rechained(edit(record, ledger=choose(deepcopy(record["ledger"]))))


def moved(record: Record, entry: int, moment: str) -> Record:
    changed = deepcopy(record)
    changed["ledger"][entry - 1]["at"] = moment
    return rechained(changed)


DRAWN, REPLACED, ANNULLED, LIST = WHOLE["draw after step 4"], draw_record(5), draw_record(6), draw_record(1)
SEEDED, FIRST, OPENED, SEALED = draw_record(3), WHOLE["first draw"], WHOLE["opened"], WHOLE["sealed"]
OTHER_TEXT = OPENED["commitment_text"].replace("so-y-te", "so-xay-dung")
UNSAID = LIST["commitment_text"].partition("randomness: ")[0] + "randomness: \n"
DECOMPOSED = unicodedata.normalize("NFD", LIST["commitment_text"])
UNITS, TICKETS = DRAWN["frame"], DRAWN["tickets"]
TOLD: dict[str, tuple[Record, list[tuple[str, str]]]] = {
    "no record": ({"name": "x"}, [("record", "record.not_one")]),
    "part missing": (
        {key: value for key, value in DRAWN.items() if key != "seed"},
        [("record", "record.part_missing")],
    ),
    "part unknown": (edit(DRAWN, winner="25240"), [("record", "record.part_unknown")]),
    "number as text": (edit(DRAWN, count="2"), [("count", "type.wrong")]),
    "number as truth": (edit(DRAWN, count=True), [("count", "type.wrong")]),
    "half a sign": (edit(DRAWN, source="\ud800"), [("source", "record.sign_unknown")]),
    "event unknown": (
        with_value(DRAWN, ("ledger", 2, "event"), "redraw"),
        [("ledger[3].event", "record.event_unknown")],
    ),
    "event of another kind": (
        with_value(DRAWN, ("ledger", 2, "event"), "reveal"),
        [("ledger[3].event", "record.event_unknown")],
    ),
    "name of the list": (
        with_value(DRAWN, ("frame", 1, "name"), "Xã Bình Tâm"),
        [("frame_text[2]", "record.line_differs")],
    ),
    "name empty": (
        edit(LIST, without=[{**LIST["without"][0], "name": " "}]),
        [("without[1].name", "record.empty")],
    ),
    "name decomposed": (
        edit(LIST, without=[{**LIST["without"][0], "name": unicodedata.normalize("NFD", "Xã Long Hà")}]),
        [("without[1].name", "record.words_unclear")],
    ),
    "name with an unseen sign": (
        edit(LIST, without=[{**LIST["without"][0], "name": "Xã Long\u200bHà"}]),
        [("without[1].name", "record.words_unclear")],
    ),
    "code twice": (
        edit(LIST, without=[*LIST["without"], *LIST["without"]]),
        [("without[2].code", "record.code_twice")],
    ),
    "list moved": (edit(DRAWN, frame=UNITS[::-1]), [("frame", "record.frame_not_sorted")]),
    "text of the list cut": (
        edit(LIST, frame_text=LIST["frame_text"][:-1]),
        [("frame_text[7]", "record.line_differs"), ("frame_sha256", "record.hash_differs")],
    ),
    "hash of the list": (
        edit(DRAWN, frame_sha256=HASH),
        [("frame_sha256", "record.hash_differs"), ("commitment_text[4]", "record.line_differs")],
    ),
    "none to draw": (
        edit(LIST, count=0),
        [("count", "record.count_beyond"), ("commitment_text[5]", "record.line_differs")],
    ),
    "more than there are": (
        edit(LIST, count=7),
        [("count", "record.count_beyond"), ("commitment_text[5]", "record.line_differs")],
    ),
    "method of the commitment": (
        edit(LIST, commitment_text=LIST["commitment_text"].replace("draw 1", "draw 2")),
        [("commitment_text[1]", "record.line_differs"), ("commitment", "record.hash_differs")],
    ),
    "line more in the commitment": (
        edit(LIST, commitment_text=f"{LIST['commitment_text']}seed: 1\n"),
        [("commitment_text[7]", "record.line_differs"), ("commitment", "record.hash_differs")],
    ),
    "commitment of another randomness": (
        edit(LIST, commitment_text=LIST["commitment_text"].replace("12", "13")),
        [("commitment", "record.hash_differs")],
    ),
    "commitment": (
        edit(LIST, commitment=HASH),
        [("commitment", "record.hash_differs")],
    ),
    "randomness left open": (
        edit(LIST, commitment_text=UNSAID, commitment=hashlib.sha256(UNSAID.encode()).hexdigest()),
        [("commitment_text", "record.randomness_missing")],
    ),
    "randomness decomposed": (
        edit(LIST, commitment_text=DECOMPOSED, commitment=hashlib.sha256(DECOMPOSED.encode()).hexdigest()),
        [("commitment_text", "record.words_unclear")],
    ),
    "plan that acts on the screen": (
        edit(SEALED, plan="\x1b[2J", id="\x1b[2J.dot-xuat.1"),
        [("plan", "record.words_unclear")],
    ),
    "seed before it is in the ledger": (
        edit(LIST, seed="123456"),
        [("seed", "record.not_in_ledger")],
    ),
    "seed taken away": (edit(SEEDED, seed=None), [("seed", "record.ledger_differs")]),
    "seed not as typed": (
        data(edit(SEEDED, seed="407129368851"), 2, seed="407129368851"),
        [("seed", "record.seed_differs")],
    ),
    "seed too short": (
        data(edit(SEEDED, seed="40712", seed_typed="4071 2"), 2, seed="40712", typed="4071 2"),
        [("seed_typed", "seed.too_short")],
    ),
    "source empty": (data(edit(SEEDED, source=" "), 2, source=" "), [("source", "record.empty")]),
    "other witnesses": (edit(SEEDED, witnesses=["Khách"]), [("witnesses", "record.list_not_of_ledger")]),
    "witnesses of no seed": (edit(LIST, witnesses=["Khách"]), [("witnesses", "record.not_in_ledger")]),
    "result without a draw": (
        edit(SEEDED, tickets=TICKETS, drawn=DRAWN["drawn"], alternates=DRAWN["alternates"]),
        [(part, "record.not_in_ledger") for part in ("drawn", "alternates", "tickets")],
    ),
    "draw without a seed": (
        entries(edit(DRAWN, seed=None, seed_typed=None, source=None, witnesses=[]), lambda all_: [all_[0], all_[2]]),
        [("tickets", "record.tickets_without_seed"), ("ledger[2].event", "record.event_out_of_order")],
    ),
    "ticket": (
        with_value(DRAWN, ("tickets", 1, "ticket"), TICKETS[1]["ticket"][:-1] + "g"),
        [("tickets[2].ticket", "record.hash_differs")],
    ),
    "tickets in another order": (
        edit(DRAWN, tickets=[*TICKETS[:2], TICKETS[3], TICKETS[2], *TICKETS[4:]]),
        [("alternates", "record.result_differs"), ("tickets", "record.tickets_not_sorted")],
    ),
    "tickets of others": (
        data(edit(DRAWN, tickets=TICKETS[:-1], alternates=DRAWN["alternates"][:-1]), 3,
             alternates=DRAWN["alternates"][:-1]),
        [("tickets", "record.tickets_of_others")],
    ),
    "others drawn": (
        data(edit(DRAWN, drawn=DRAWN["drawn"][::-1]), 3, drawn=DRAWN["drawn"][::-1]),
        [("drawn", "record.result_differs")],
    ),
    "others drawn than in the ledger": (
        edit(DRAWN, drawn=DRAWN["drawn"][::-1]),
        [("drawn", "record.result_differs"), ("drawn", "record.list_not_of_ledger")],
    ),
    "another exclusion than committed to": (
        edit(DRAWN, without=[]),
        [("without", "record.list_not_of_ledger")],
    ),
    "another commitment in the ledger": (data(DRAWN, 1, commitment=HASH), [("commitment", "record.ledger_differs")]),
    "second draw said to be the first": (
        data(DRAWN, 1, attempt=1, previous=None),
        [("id", "record.id_differs")],
    ),
    "attempt none": (
        data(edit(DRAWN, id="tinh-x-2024.ubnd-huyen-y.0"), 1, attempt=0),
        [("ledger[1].data.attempt", "record.attempt_wrong")],
    ),
    "first draw after another": (
        data(FIRST, 1, previous=HASH),
        [("ledger[1].data.previous", "record.previous_of_first")],
    ),
    "second draw after none": (
        data(DRAWN, 1, previous=None),
        [("ledger[1].data.previous", "record.previous_missing")],
    ),
    "id": (edit(DRAWN, id="tinh-x-2024.ubnd-huyen-y.3"), [("id", "record.id_differs")]),
    "replaced one that was not drawn": (
        data(REPLACED, 4, out=DRAWN["alternates"][-1]),
        [("ledger[4].data.out", "record.out_not_drawn")],
    ),
    "replaced by another than the next": (
        data(REPLACED, 4, **{"in": DRAWN["alternates"][1]}),
        [("ledger[4].data.in", "record.not_the_next")],
    ),
    "replaced by the same twice": (
        entries(REPLACED, lambda all_: [*all_, deepcopy(all_[-1])]),
        [("ledger[5].data.in", "record.not_the_next"), ("ledger[5].data.out", "record.out_not_drawn")],
    ),
    "replaced without reason": (data(REPLACED, 4, reason=" "), [("ledger[4].data.reason", "record.empty")]),
    "annulled by nobody": (data(ANNULLED, 5, signatory=""), [("ledger[5].data.signatory", "record.empty")]),
    "drawn twice": (
        entries(DRAWN, lambda all_: [*all_, deepcopy(all_[-1])]),
        [("ledger[4].event", "record.event_out_of_order")],
    ),
    "seeded twice": (
        entries(DRAWN, lambda all_: [*all_[:2], *deepcopy(all_[1:])]),
        [("ledger[3].event", "record.event_out_of_order")],
    ),
    "going on once annulled": (
        entries(ANNULLED, lambda all_: [*all_[:3], all_[4], all_[3]]),
        [("ledger[5].event", "record.event_out_of_order"), ("ledger[5].at", "record.moment_backwards")],
    ),
    "nothing committed to": (
        entries(DRAWN, lambda all_: all_[1:]),
        [("ledger[1].event", "record.event_out_of_order")],
    ),
    "entry changed": (
        with_value(DRAWN, ("ledger", 2, "at"), "2024-08-16T02:02:00+00:00"),
        [("ledger[3].hash", "record.entry_hash")],
    ),
    "entry taken out": (
        edit(REPLACED, ledger=[*REPLACED["ledger"][:1], *REPLACED["ledger"][2:]],
             seed=None, seed_typed=None, source=None, witnesses=[]),
        [
            ("tickets", "record.tickets_without_seed"),
            ("ledger[2].prev", "record.entry_not_joined"),
            ("ledger[2].event", "record.event_out_of_order"),
        ],
    ),
    "clock that went backwards": (
        moved(DRAWN, 3, "2024-08-16T01:59:59+00:00"),
        [("ledger[3].at", "record.moment_backwards")],
    ),
    "moment of another zone": (
        moved(DRAWN, 3, "2024-08-16T09:01:00+07:00"),
        [("ledger[3].at", "record.moment_unreadable")],
    ),
    "moment beyond all clocks": (
        moved(DRAWN, 3, "9999-12-31T23:59:59+00:00"),
        [("ledger[3].at", "record.moment_unreadable")],
    ),
    "no moment": (moved(DRAWN, 3, "hôm nay"), [("ledger[3].at", "record.moment_unreadable")]),
    "sealed: unit": (
        data(edit(OPENED, unit="so-xay-dung"), 2, unit="so-xay-dung"),
        [("commitment_text[7]", "record.line_differs")],
    ),
    "sealed: unit and text": (
        data(
            edit(OPENED, unit="so-xay-dung", commitment_text=OTHER_TEXT), 2, unit="so-xay-dung", text=OTHER_TEXT,
        ),
        [("commitment", "record.hash_differs")],
    ),
    "sealed: unit told before it is opened": (
        edit(SEALED, unit="so-y-te"),
        [("unit", "record.not_in_ledger")],
    ),
    "sealed: another unit than in the ledger": (
        edit(OPENED, unit="so-xay-dung"),
        [("unit", "record.ledger_differs"), ("commitment_text[7]", "record.line_differs")],
    ),
    "sealed: name missing": (edit(OPENED, name=None), [("name", "record.empty")]),
    "sealed: text with a line more": (
        data(edit(OPENED, commitment_text=f"{OPENED['commitment_text']}x"), 2, text=f"{OPENED['commitment_text']}x"),
        [("commitment_text[10]", "record.line_differs"), ("commitment", "record.hash_differs")],
    ),
    "sealed: plan": (edit(SEALED, plan="tinh-z"), [("id", "record.id_differs")]),
    "sealed: day that is none": (
        edit(SEALED, **{"from": "2024-02-30"}),
        [("from", "record.day_unreadable")],
    ),
    "sealed: days the wrong way": (edit(SEALED, to="2024-08-21"), [("to", "record.day_backwards")]),
    "sealed: hour that is none": (
        data(edit(SEALED, opens="tối mai"), 1, opens="tối mai"),
        [("opens", "record.moment_unreadable")],
    ),
    "sealed: other hour than in the ledger": (
        edit(SEALED, opens="2024-08-30T00:00:00+00:00"),
        [("opens", "record.ledger_differs")],
    ),
    "sealed: sealed when it was opened": (
        data(edit(SEALED, opens="2024-08-16T01:30:00+00:00"), 1, opens="2024-08-16T01:30:00+00:00"),
        [("opens", "record.sealed_too_late")],
    ),
    "sealed: opened too early": (
        moved(OPENED, 2, "2024-08-21T01:29:59+00:00"),
        [("opens", "record.opened_too_early")],
    ),
    "sealed: nothing committed to": (edit(SEALED, ledger=[]), [("ledger", "record.not_committed")]),
    "sealed: opened after it was called off": (
        entries(OPENED, lambda all_: [all_[0], *deepcopy(WHOLE["called off"]["ledger"][1:]), all_[1]]),
        [("ledger[3].event", "record.event_out_of_order")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD)
def test_what_does_not_fit_is_named_by_its_place(case: str):
    record, faults = TOLD[case]
    assert found(record) == faults


def test_a_nonce_that_could_be_guessed_is_named():
    text = OPENED["commitment_text"].replace("0f" * 32, "0f")
    told = data(edit(OPENED, commitment_text=text, nonce="0f"), 2, text=text, nonce="0f")
    assert found(told) == [("nonce", "record.nonce_unfit"), ("commitment", "record.hash_differs")]


def test_of_many_wrong_tickets_three_are_named_and_the_others_counted():
    faults = verify_record(data(edit(DRAWN, seed="999999", seed_typed="999999"), 2, seed="999999", typed="999999"))
    tickets = [fault for fault in faults if fault.place.startswith("tickets")]
    assert [fault.code for fault in tickets] == [*["record.hash_differs"] * 3, "record.more_tickets"]
    assert tickets[-1].found == "3"


def test_each_fault_says_what_stands_there_and_what_was_computed():
    (fault,) = verify_record(edit(LIST, commitment=HASH))
    assert (fault.found, fault.wanted) == (HASH, LIST["commitment"])


def test_what_was_replaced_and_annulled_shows_in_who_is_inspected():
    assert chosen_of(LIST) == chosen_of(SEEDED) == chosen_of(ANNULLED) == ()
    assert chosen_of(DRAWN) == ("25258", *DRAWN["drawn"])
    assert chosen_of(REPLACED) == ("25258", DRAWN["drawn"][0], DRAWN["alternates"][0])


def test_a_record_cut_after_a_whole_step_fits_and_so_its_last_hash_is_compared_with_the_published_one():
    cut = edit(ANNULLED, ledger=ANNULLED["ledger"][:-1])
    assert found(cut) == []
    assert cut["ledger"][-1]["hash"] != ANNULLED["ledger"][-1]["hash"]
