"""The steps of a draw, whatever is drawn: what they give, what they refuse, and that their ledger only grows."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from draws_by_step import (
    COMMITTED_AT,
    FRAME,
    LATER,
    SEED,
    SOURCE,
    WITNESSES,
    a_draw,
    a_full_draw,
    after,
    run,
    sha256sum,
    steps_of,
    with_seed,
)
from hypothesis import given
from hypothesis import strategies as st

from app.domain.draws.draws import (
    CommuneDraw,
    DrawPhase,
    FrameUnit,
    Randomness,
    RandomnessKind,
    draw_code,
    one_line,
    result_of,
)
from app.domain.draws.records import record_of
from app.domain.draws.steps import annulled, committed, drawn, is_as_committed, replaced, seeded
from app.domain.draws.tickets import frame_text, normalised_seed, ticket, tickets_in_order
from app.domain.errors import InvalidInput, Refused
from app.domain.public_ledgers import NO_ENTRY, moment_text, public_hash

if TYPE_CHECKING:
    from collections.abc import Callable

VISIBLE = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
WORDS = st.text(VISIBLE, min_size=1, max_size=10)
CODES = st.text("0123456789abc-", min_size=1, max_size=6)
FRAMES = st.lists(st.builds(FrameUnit, code=CODES, name=WORDS), min_size=1, max_size=12, unique_by=lambda u: u.code)
SEEDS = st.text(VISIBLE, min_size=6, max_size=20).filter(lambda typed: len(unicodedata.normalize("NFC", typed)) >= 6)


# By hand


def test_a_draw_is_recomputed_with_sha256sum_alone():
    draw = run(a_full_draw())
    lines = [f"{unit.code}\t{unit.name}\n" for unit in sorted(draw.frame, key=lambda unit: unit.code)]
    frame = sha256sum("".join(lines))
    commitment = sha256sum(
        f"kiemtra-draw 1\nplan: {draw.plan}\nunit: {draw.unit}\nframe: {frame}\ncount: 2\n"
        "randomness: Sở Nội vụ và UBND huyện B ghi kín mỗi bên 6 chữ số, mở cùng lúc\n"
    )
    tickets = sorted((sha256sum(f"{commitment}|407129368850|{unit.code}"), unit.code) for unit in draw.frame)
    assert (draw.frame_sha256, draw.commitment) == (frame, commitment)
    assert draw.tickets == tuple((code, own) for own, code in tickets)
    assert draw.drawn == tuple(code for _, code in tickets[:2])
    assert draw.alternates == tuple(code for _, code in tickets[2:])
    prev = "0" * 64
    for entry in draw.ledger:
        text = json.dumps(
            {"event": entry.event.value, "data": dict(entry.data), "at": entry.at},
            sort_keys=True, ensure_ascii=False, separators=(",", ":"),
        )  # fmt: skip
        assert (entry.prev, entry.hash) == (prev, sha256sum(f"{prev}\n{text}"))
        prev = entry.hash


def test_a_draw_of_which_everything_is_known_comes_out_as_it_did():
    """Fixed for ever: were these to change, no printed minutes could be recomputed any more."""
    draw = run(a_draw())
    assert draw.frame_sha256 == "ebce63ef912420f52c31c8a0873a3412152c603c504d1ca19100345a50dec070"
    assert draw.commitment == "b0cf691816f6344f0c6a942a40ffd98074273bc7c99c924ea04c5133e987a145"
    assert draw.tickets[0] == ("00009", "43653ebede4cd9ece3e6ed70bf66ddbb693658d5ab053f9d3c4b0009867aa6ac")
    assert draw.drawn == ("00009", "00008")
    assert draw.ledger[-1].hash == "8d28981a32ab27ee04b6a7ec64d3a611f920286f9c4d43c41b0fa28d57dbc238"


# What a draw gives


@given(frame=FRAMES, seed=SEEDS, data=st.data())
def test_every_unit_has_a_ticket_of_its_own_and_the_smallest_are_drawn(
    frame: list[FrameUnit], seed: str, data: st.DataObject
):
    count = data.draw(st.integers(1, len(frame)))
    draw = run(a_draw(frame=tuple(frame), count=count), seed)
    assert sorted(code for code, _ in draw.tickets) == sorted(unit.code for unit in frame)
    assert all(before < after for (_, before), (_, after) in pairwise(draw.tickets))
    assert {own for _, own in draw.tickets} == {
        hashlib.sha256(f"{draw.commitment}|{draw.seed}|{unit.code}".encode()).hexdigest() for unit in frame
    }
    assert (*draw.drawn, *draw.alternates) == tuple(code for code, _ in draw.tickets)
    assert len(draw.drawn) == count
    assert draw.chosen == draw.standing == draw.drawn
    assert dict(draw.ledger[-1].data) == {"drawn": list(draw.drawn), "alternates": list(draw.alternates)}


@given(frame=FRAMES, data=st.data())
def test_the_order_in_which_the_directory_has_the_units_does_not_count(frame: list[FrameUnit], data: st.DataObject):
    other = data.draw(st.permutations(frame))
    assert frame_text((unit.code, unit.name) for unit in frame) == frame_text((u.code, u.name) for u in other)
    codes, others = ([unit.code for unit in units] for units in (frame, other))
    assert tickets_in_order("c" * 64, "s", codes) == tickets_in_order("c" * 64, "s", others)


@pytest.mark.parametrize(
    "fields",
    [
        {"count": 1},
        {"plan": "tinh-a-2024"},
        {"unit": "ubnd-huyen-c"},
        {"randomness": Randomness(text="Xổ số kiến thiết ngày 19/8/2023")},
        {"frame": FRAME[1:]},
        {"frame": (replace(FRAME[0], name="Xã C."), *FRAME[1:])},
        {"frame": (replace(FRAME[0], code="00011"), *FRAME[1:])},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_whatever_is_changed_changes_commitment_and_tickets(fields: dict[str, Any]):
    one, other = run(a_draw()), run(a_draw(**fields))
    assert one.commitment != other.commitment
    assert {own for _, own in one.tickets} & {own for _, own in other.tickets} == set()


def test_units_of_one_name_are_told_apart_by_their_codes():
    frame = tuple(FrameUnit(code=f"{number}", name="Xã Tân Lập") for number in range(5))
    draw = run(a_draw(frame=frame))
    assert len(set(draw.tickets)) == 5


def test_a_list_of_one_is_drawn_with_nobody_left():
    draw = run(a_draw(frame=FRAME[:1], count=1))
    assert (draw.drawn, draw.alternates, draw.next_alternate) == (("00001",), (), None)


def test_what_is_put_in_beforehand_is_inspected_and_never_drawn():
    draw = run(a_full_draw())
    assert draw.chosen == ("00010", *draw.drawn)
    assert {"00009", "00010"} & {code for code, _ in draw.tickets} == set()
    assert [draw.name_of(code) for code in ("00001", "00009", "00010", "00099")] == ["Xã C", "Xã L", "Xã M", "00099"]


@given(seed=SEEDS, blanks=st.lists(st.sampled_from([" ", "\n", "\t", "\u00a0", "\u3000", ""]), max_size=30))
def test_a_seed_is_the_same_however_it_is_spaced_and_composed(seed: str, blanks: list[str]):
    spaced = "".join(a + b for a, b in zip(seed, [*blanks, *[""] * len(seed)], strict=False))
    assert normalised_seed(spaced) == normalised_seed(unicodedata.normalize("NFD", seed)) == normalised_seed(seed)
    assert normalised_seed(normalised_seed(seed)) == normalised_seed(seed)
    assert unicodedata.is_normalized("NFC", normalised_seed(seed))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "seed.empty"),
        (" \t\n\u00a0", "seed.empty"),
        ("1", "seed.too_short"),
        ("1 2 3 4 5", "seed.too_short"),
        ("e\u0301" * 5, "seed.too_short"),
        ("1" * 401, "seed.too_long"),
        (" " * 2000 + "123456", "seed.too_long"),
        ("12345\u200b", "seed.unprintable"),
        ("123456\x00", "seed.unprintable"),
        ("\ud800" * 6, "seed.unprintable"),
    ],
)
def test_a_seed_that_is_none_is_refused(typed: str, code: str):
    with pytest.raises(InvalidInput) as refusal:
        normalised_seed(typed)
    assert [(fault.place, fault.code) for fault in refusal.value.faults] == [("seed", code)]


@pytest.mark.parametrize("typed", ["123456", "1 2 3 4 5 6", "1" * 400, "đềmớiạ", "|||||||"])
def test_a_seed_of_six_signs_or_more_is_taken(typed: str):
    assert with_seed(a_draw(), typed).seed == typed.replace(" ", "")
    assert with_seed(a_draw(), typed).seed_typed == typed


def test_ten_thousand_communes_are_drawn_from():
    draw = run(a_draw(frame=tuple(FrameUnit(code=f"{n:05}", name=f"Xã {n}") for n in range(10_000)), count=3))
    assert (len(draw.tickets), len(draw.drawn)) == (10_000, 3)
    assert draw.tickets[0][1] == min(ticket(draw.commitment, SEED.replace(" ", ""), f"{n:05}") for n in range(10_000))


# Steps


STEPS: dict[str, Callable[[CommuneDraw, datetime], CommuneDraw]] = {
    "commit": committed,
    "seed": lambda draw, at: seeded(draw, SEED, source=SOURCE, witnesses=WITNESSES, at=at),
    "draw": drawn,
    "replace first": lambda draw, at: replaced(draw, draw.standing[0] if draw.standing else "", "Bị lũ", at),
    "replace last": lambda draw, at: replaced(draw, draw.standing[-1] if draw.standing else "", "Bị lũ", at),
    "annul": lambda draw, at: annulled(draw, reason="Nhầm", signatory="Chủ tịch", at=at),
}
NEXT = {
    DrawPhase.PROPOSED: {"commit"},
    DrawPhase.COMMITTED: {"seed", "annul"},
    DrawPhase.SEEDED: {"draw", "annul"},
    DrawPhase.DRAWN: {"replace first", "replace last", "annul"},
    DrawPhase.ANNULLED: set(),
}


@given(
    steps=st.lists(st.sampled_from([*STEPS, "commit", "seed", "draw"]), max_size=25),
    waits=st.lists(st.integers(-5, 20), min_size=25, max_size=25),
)
def test_whatever_is_tried_a_ledger_only_grows_and_only_in_order(steps: list[str], waits: list[int]):
    draw, at = a_draw(frame=FRAME[:6]), COMMITTED_AT
    for step, wait in zip(steps, waits, strict=False):
        now = at + timedelta(minutes=wait)
        is_back = bool(draw.ledger) and moment_text(now) < draw.ledger[-1].at
        is_due = step in NEXT[draw.phase]
        used_up = step.startswith("replace") and draw.phase == DrawPhase.DRAWN and draw.next_alternate is None
        try:
            grown_one = STEPS[step](draw, now)
        except (Refused, InvalidInput):
            assert not is_due or is_back or used_up
            continue
        assert is_due
        assert not is_back
        assert grown_one.ledger[:-1] == draw.ledger
        assert replace(grown_one, ledger=draw.ledger) == draw
        draw, at = grown_one, now
    prev = NO_ENTRY
    for entry in draw.ledger:
        own = public_hash(prev, at=entry.at, event=entry.event.value, data=entry.data)
        assert (entry.prev, entry.hash) == (prev, own)
        prev = own
    events = [entry.event.value for entry in draw.ledger]
    assert events[:3] == ["commit", "seed", "draw"][: len(events)] or "annul" in events
    assert len(set(draw.standing)) == len(draw.standing) == len(draw.drawn)
    gone = [replacement.out for replacement in draw.replacements]
    came = [replacement.into for replacement in draw.replacements]
    assert came == list(draw.alternates[: len(came)])
    assert set(draw.standing) == (set(draw.drawn) | set(came)) - set(gone)


def test_a_replacement_takes_the_place_of_the_one_that_it_took_over():
    draw = run(a_draw())
    first = replaced(draw, draw.drawn[1], " Bị  lũ ", LATER)
    second = replaced(first, first.standing[1], "Bị lũ", LATER)
    third = replaced(second, draw.drawn[0], "Bị lũ", LATER)
    assert [each.standing for each in (draw, first, second, third)] == [
        draw.drawn,
        (draw.drawn[0], draw.alternates[0]),
        (draw.drawn[0], draw.alternates[1]),
        (draw.alternates[2], draw.alternates[1]),
    ]
    assert [(each.out, each.into, each.reason) for each in first.replacements] == [
        (draw.drawn[1], draw.alternates[0], "Bị lũ")
    ]
    assert (third.drawn, third.alternates, third.tickets) == (draw.drawn, draw.alternates, draw.tickets)
    with pytest.raises(InvalidInput):
        replaced(third, draw.drawn[0], "Bị lũ", LATER)


def test_only_what_stands_is_a_result():
    steps = steps_of(a_draw())
    assert [each.chosen == each.standing for each in steps] == [True, True, True, True, True, False]
    over, second = steps[-1], run(after(steps[-1]))
    assert result_of([over]) == ()
    assert result_of([over, second]) == second.drawn
    assert [each.is_live for each in steps] == [False, True, True, True, True, False]


@pytest.mark.parametrize(
    "change",
    [
        {"count": 1},
        {"frame": FRAME[1:]},
        {"frame": (replace(FRAME[0], name="Xã Khác"), *FRAME[1:])},
        {"without": a_full_draw().without},
        {"included": a_full_draw().included},
        {"attempt": 2},
        {"previous": "ab" * 32},
        {"randomness": Randomness(text="Cách khác")},
        {"unit": "ubnd-huyen-c"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_nothing_goes_on_from_a_list_that_is_not_the_one_committed_to_but_its_annulment(change: dict[str, Any]):
    begun, seed, result = (replace(draw, **change) for draw in steps_of(a_draw())[1:4])
    assert not any(map(is_as_committed, (begun, seed, result)))
    told = []
    for step, draw in (("seed", begun), ("draw", seed), ("replace first", result)):
        with pytest.raises(Refused) as refusal:
            STEPS[step](draw, LATER)
        told.append(refusal.value.code)
    assert told == ["draw.damaged"] * 3
    assert STEPS["annul"](seed, LATER).phase == DrawPhase.ANNULLED


def test_what_was_committed_to_is_told_from_what_was_not():
    assert all(is_as_committed(draw) for draw in steps_of(a_full_draw())[1:])
    assert not is_as_committed(a_draw())


@pytest.mark.parametrize("place", ["reason", "signatory"])
def test_an_annulment_says_why_and_who_signed(place: str):
    given = {"reason": "Nhầm", "signatory": "Chủ tịch"} | {place: " \u200b "}
    with pytest.raises(InvalidInput) as refusal:
        annulled(run(a_draw()), **given, at=LATER)
    assert [(fault.place, fault.code) for fault in refusal.value.faults] == [(place, f"draw.{place}_missing")]


def test_randomness_of_a_day_is_not_entered_before_it():
    day = date(2023, 8, 16)
    begun = committed(a_draw(randomness=Randomness(text="x", kind=RandomnessKind.LOTTERY, day=day)), COMMITTED_AT)
    eve = datetime(2023, 8, 15, 16, 59, 59, tzinfo=UTC)
    with pytest.raises(Refused) as refusal:
        with_seed(begun, at=eve)
    assert (refusal.value.code, refusal.value.details) == ("draw.seed_before_day", {"day": "16/08/2023"})
    assert with_seed(begun, at=eve + timedelta(seconds=1)).phase == DrawPhase.SEEDED


def test_a_record_is_the_same_json_whenever_it_is_made_and_null_where_nothing_is_yet():
    records = [record_of(draw) for draw in steps_of(a_full_draw())]
    assert [[key for key, value in record.items() if value in (None, [])] for record in records[:4]] == [
        ["seed", "seed_typed", "source", "witnesses", "tickets", "drawn", "alternates", "ledger"],
        ["seed", "seed_typed", "source", "witnesses", "tickets", "drawn", "alternates"],
        ["tickets", "drawn", "alternates"],
        [],
    ]
    assert {tuple(record) for record in records} == {
        (
            "id", "plan", "unit", "count", "without", "with", "frame", "frame_text", "frame_sha256", "commitment_text",
            "commitment", "seed", "seed_typed", "source", "witnesses", "tickets", "drawn", "alternates", "ledger",
        )
    }  # fmt: skip
    for record in records:
        assert json.loads(json.dumps(record)) == record
    frames = {json.dumps([record["frame"], record["commitment"], record["with"]]) for record in records}
    assert len(frames) == 1


def test_codes_name_draws_for_ever():
    assert draw_code("binh-phuoc-2023", "ubnd-huyen-phu-rieng", 2) == "binh-phuoc-2023.ubnd-huyen-phu-rieng.2"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [(" a\n b\tc ", "a b c"), ("e\u0301", "é"), ("a\x00b\u200bc", "abc"), ("\ud800x", "x"), (" \x01 ", "")],
)
def test_typed_words_are_on_one_line_and_show_on_paper(typed: str, shown: str):
    assert one_line(typed) == shown
