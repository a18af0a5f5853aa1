"""The list to draw from, and the order of the steps: each in its turn, or told why not and nothing written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from builders import with_plan
from db.storing import content
from draw_steps import (
    CODE,
    DICE,
    DISTRICT,
    DRAWN_AT,
    LATER,
    OTHER,
    OVER,
    SEED,
    SEEDED_AT,
    SOURCE,
    STAMP,
    WANTED,
    WAYS,
    WITNESSES,
    brought_to,
    commune,
    communes,
    draw_one,
    naming,
    open_one,
    put_plan,
    seed_one,
)
from issuing import AT, BY, PLAN

from app.db.store import open_store
from app.domain.draws.draws import Randomness, RandomnessKind
from app.domain.errors import InvalidInput, NotFound, Refused
from app.domain.plans import PlanState
from app.domain.public_ledgers import NO_ENTRY
from app.services.draws import (
    WantedDraw,
    annul_draw,
    commit_draw,
    draw_at,
    draw_pool,
    drop_proposal,
    enter_seed,
    propose_draw,
    replace_unit,
    run_draw,
)
from app.services.editing import edit_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.db.store import Store
    from app.domain.draws.draws import CommuneDraw


@pytest.fixture
def planned(engine: Engine) -> Engine:
    return put_plan(engine)


@pytest.fixture
def ended(planned: Engine) -> tuple[Engine, CommuneDraw]:
    """A plan at whose district communes were drawn."""
    with open_store(planned) as store:
        return planned, draw_one(store)


# The list and what is committed to


def test_the_list_is_the_directory_of_the_day_without_those_left_out_and_put_in(planned: Engine):
    wanted = WantedDraw(
        count=1,
        randomness=DICE,
        without=(("00103", "Đã kiểm tra năm 2022, Kế hoạch 10/KH-UBND"), ("00101", " Bị  thiên tai ")),
        included=(("00107", "Nhiều phản ánh"),),
    )
    with open_store(planned) as store:
        draw = open_one(store, wanted=wanted)
    assert [(unit.code, unit.name) for unit in draw.frame] == [
        ("00102", "Xã Minh Hưng"), ("00104", "Xã Bù Nho"), ("00105", "Xã Phú Riềng"), ("00106", "Xã Tân Hưng"),
    ]  # fmt: skip
    assert [(unit.code, unit.reason) for unit in draw.without] == [
        ("00103", "Đã kiểm tra năm 2022, Kế hoạch 10/KH-UBND"), ("00101", "Bị thiên tai"),
    ]  # fmt: skip
    assert [(unit.code, unit.name, unit.reason) for unit in draw.included] == [
        ("00107", "Xã Thuận Phú", "Nhiều phản ánh")
    ]


def test_a_list_of_another_day_has_the_units_of_that_day(planned: Engine):
    with open_store(planned) as store:
        then = draw_pool(store, PLAN, DISTRICT, date(2022, 6, 1))
        now = draw_pool(store, PLAN, DISTRICT)
    assert [unit.code for unit in then.members if unit not in now.members] == ["00109"]
    assert [unit for unit in now.members if unit not in then.members] == []


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"without": (("99999", "x"),)}, ["draw.code_unknown"]),
        ({"without": (("00201", "của huyện khác"),)}, ["draw.code_unknown"]),
        ({"without": (("00101", "x"), ("00101", "y"))}, ["draw.code_twice"]),
        ({"without": (("00101", "x"),), "included": (("00101", "y"),)}, ["draw.code_twice"]),
        ({"without": (("00101", " \n"),)}, ["draw.reason_missing"]),
        ({"included": (("00101", "\x00"),)}, ["draw.reason_missing"]),
        ({"count": 0}, ["draw.none_to_draw"]),
        ({"count": -1}, ["draw.none_to_draw"]),
        ({"count": 4}, ["draw.out_of_bounds"]),
        ({"count": 2, "included": (("00101", "x"), ("00102", "y"))}, ["draw.out_of_bounds"]),
        ({"count": 8}, ["draw.out_of_bounds"]),
        ({"randomness": replace(DICE, text=" ")}, ["draw.randomness_missing"]),
        ({"randomness": replace(DICE, text="x" * 1001)}, ["draw.randomness_wrong"]),
        ({"randomness": replace(DICE, kind=RandomnessKind.PARTS, parties=("Một bên",))}, ["draw.parties_missing"]),
        ({"count": 0, "without": (("9", ""), ("00101", ""))}, [
            "draw.code_unknown", "draw.reason_missing", "draw.none_to_draw",
        ]),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_is_refused_with_all_that_is_wrong(
    planned: Engine, fields: dict[str, Any], codes: list[str]
):
    before = content(planned)
    with open_store(planned) as store, pytest.raises(InvalidInput) as refusal:
        open_one(store, wanted=replace(WANTED, **fields))
    assert [fault.code for fault in refusal.value.faults] == codes
    assert content(planned) == before


def test_more_than_the_list_has_are_not_drawn_and_as_many_are(planned: Engine):
    without = tuple((f"0020{number}", "Bị lũ") for number in (1, 2))
    with open_store(planned) as store, pytest.raises(InvalidInput) as refusal:
        open_one(store, OTHER, WantedDraw(count=2, randomness=DICE, without=without))
    assert [(fault.code, fault.found, fault.wanted) for fault in refusal.value.faults] == [
        ("draw.more_than_frame", "2", "1")
    ]
    with open_store(planned) as store:
        draw = draw_one(store, OTHER, WantedDraw(count=1, randomness=DICE, without=without))
    assert (draw.drawn, draw.alternates) == (("00203",), ())


@pytest.mark.parametrize(
    ("unit", "error"),
    [("khong-co", NotFound), ("ubnd-tinh-a", NotFound), ("so-y-te", Refused)],
)
def test_a_unit_at_which_the_plan_draws_nothing_is_refused(planned: Engine, unit: str, error: type[Exception]):
    with open_store(planned) as store, pytest.raises(error):
        open_one(store, unit)


def test_units_that_the_plan_names_are_not_drawn(planned: Engine):
    with open_store(planned) as store:
        edit_plan(store, PLAN, partial(naming, units=("00101",)), words="Nêu tên xã", by=BY, at=AT)
    with open_store(planned) as store, pytest.raises(Refused) as refusal:
        open_one(store)
    assert refusal.value.code == "draw.named_by_plan"
    assert communes(planned) == ("00101",)


def test_a_list_open_to_objections_is_committed_to_the_day_after(planned: Engine):
    wanted = replace(WANTED, challenge_until=date(2023, 7, 10))
    with open_store(planned) as store:
        propose_draw(store, PLAN, DISTRICT, wanted, by=BY, at=AT)
        with pytest.raises(Refused) as refusal:
            commit_draw(store, CODE, by=BY, at=AT.replace(day=10, hour=16, minute=59))
        assert refusal.value.code == "draw.open_to_objections"
        assert commit_draw(store, CODE, by=BY, at=AT.replace(day=10, hour=17)).phase == "committed"


def test_the_time_for_objections_that_was_announced_is_neither_cut_short_nor_evaded(planned: Engine):
    open_to_july_10 = replace(WANTED, challenge_until=date(2023, 7, 10))
    refusals = []
    with open_store(planned) as store:
        propose_draw(store, PLAN, DISTRICT, open_to_july_10, by=BY, at=AT)
        for shorter in (WANTED, replace(WANTED, challenge_until=date(2023, 7, 9))):
            with pytest.raises(Refused) as refusal:
                propose_draw(store, PLAN, DISTRICT, shorter, by=BY, at=AT)
            refusals.append(refusal.value.code)
        with pytest.raises(Refused) as refusal:
            drop_proposal(store, CODE, by=BY, at=AT)
        longer = replace(WANTED, challenge_until=date(2023, 7, 11))
        propose_draw(store, PLAN, DISTRICT, longer, by=BY, at=AT)
        drop_proposal(store, CODE, by=BY, at=AT.replace(day=11, hour=17))
    assert [*refusals, refusal.value.code] == [*["draw.objections_cut"] * 2, "draw.open_to_objections"]


def test_a_list_that_the_directory_no_longer_gives_is_not_committed_to(planned: Engine):
    with open_store(planned) as store:
        propose_draw(store, PLAN, DISTRICT, WANTED, by=BY, at=AT)
        store.directory.add("tinh-a", [commune("00108", "Xã Mới", DISTRICT)], by=BY, at=AT)
        with pytest.raises(Refused) as refusal:
            commit_draw(store, CODE, by=BY, at=AT)
    assert refusal.value.code == "draw.frame_outdated"


@pytest.mark.parametrize(
    ("kind", "day", "code"),
    [
        (RandomnessKind.LOTTERY, None, "draw.lottery_not_to_come"),
        (RandomnessKind.LOTTERY, date(2023, 7, 6), "draw.lottery_not_to_come"),
        (RandomnessKind.LOTTERY, date(2023, 7, 7), ""),
        (RandomnessKind.DICE, date(2023, 7, 5), "draw.day_is_past"),
        (RandomnessKind.DICE, date(2023, 7, 6), ""),
    ],
)
def test_randomness_that_may_be_known_already_is_not_committed_to(
    planned: Engine, kind: RandomnessKind, day: date | None, code: str
):
    wanted = replace(WANTED, randomness=Randomness(text="Xổ số", kind=kind, day=day))
    refused = ""
    with open_store(planned) as store:
        try:
            open_one(store, wanted=wanted)
        except Refused as refusal:
            refused = refusal.code
    assert refused == code


# The order of the steps


BEFORE = "draw.not_committed"
TOLD = {
    "proposed": {"seed": BEFORE, "run": BEFORE, "replace": BEFORE, "annul": BEFORE},
    "committed": {
        "propose": "draw.is_live", "open": "draw.is_live", "commit": "draw.is_committed", "drop": "draw.is_committed",
        "run": "draw.not_seeded", "replace": "draw.not_drawn",
    },
    "seeded": {
        "propose": "draw.is_live", "open": "draw.is_live", "commit": "draw.is_committed", "drop": "draw.is_committed",
        "seed": "draw.is_seeded", "replace": "draw.not_drawn",
    },
    "drawn": {
        "propose": "draw.is_live", "open": "draw.is_live", "commit": "draw.is_committed", "drop": "draw.is_committed",
        "seed": "draw.is_drawn", "run": "draw.is_drawn",
    },
    "annulled": {
        "commit": "draw.is_committed", "drop": "draw.is_committed", "seed": "draw.is_annulled",
        "run": "draw.is_annulled", "replace": "draw.is_annulled", "annul": "draw.is_annulled",
    },
}  # fmt: skip
"""What each step is told that is out of order; every other is taken."""


@pytest.mark.parametrize("phase", TOLD)
@pytest.mark.parametrize("way", WAYS)
def test_a_step_out_of_order_is_told_why_and_leaves_everything_as_it_was(planned: Engine, phase: str, way: str):
    with open_store(planned) as store:
        brought_to(store, phase)
    before, told = content(planned), ""
    with open_store(planned) as store:
        try:
            WAYS[way](store)
        except Refused as refusal:
            told = refusal.code
    assert told == TOLD[phase].get(way, "")
    assert (content(planned) == before) == bool(told)


@pytest.mark.parametrize("typed", ["", " \n", "1", "12345", "1 2 3 4 5", "x" * 500, "12\x00345678", "\ud800" * 9])
def test_a_seed_that_is_none_is_refused_and_the_draw_waits_for_one(planned: Engine, typed: str):
    with open_store(planned) as store:
        open_one(store)
    before = content(planned)
    with open_store(planned) as store, pytest.raises(InvalidInput) as refusal:
        seed_one(store, CODE, typed)
    assert [fault.place for fault in refusal.value.faults] == ["seed"]
    assert content(planned) == before
    with open_store(planned) as store:
        assert seed_one(store, CODE).seed == "407129368850"


@pytest.mark.parametrize("fields", [{"source": " "}, {"source": "\x00\x01"}])
def test_a_seed_without_source_is_refused(planned: Engine, fields: dict[str, Any]):
    with open_store(planned) as store:
        open_one(store)
        with pytest.raises(InvalidInput):
            enter_seed(store, CODE, SEED, **{"source": SOURCE, "witnesses": WITNESSES} | fields, by=BY, at=SEEDED_AT)
        assert store.draws.get(CODE).phase == "committed"


def test_a_seed_is_kept_as_typed_and_as_it_is_hashed_with_source_and_witnesses(planned: Engine):
    with open_store(planned) as store:
        open_one(store)
        draw = enter_seed(
            store, CODE, "4071\u00a02936\t8850\n", source=" Phiên\nchọn ", witnesses=["A ", " ", "B\x00"],
            by=BY, at=SEEDED_AT,
        )  # fmt: skip
    assert (draw.seed, draw.seed_typed) == ("407129368850", "4071\u00a02936\t8850\n")
    assert (draw.source, draw.witnesses) == ("Phiên chọn", ("A", "B"))


@pytest.mark.parametrize("way", ["seed", "run", "annul"])
def test_a_clock_that_goes_back_writes_nothing(planned: Engine, way: str):
    with open_store(planned) as store:
        brought_to(store, {"seed": "committed", "run": "seeded", "annul": "drawn"}[way])
    before = content(planned)
    earlier: dict[str, Any] = {"by": BY, "at": AT - timedelta(seconds=1)}
    steps: dict[str, Callable[[Store], object]] = {
        "seed": lambda s: enter_seed(s, CODE, SEED, source=SOURCE, witnesses=WITNESSES, **earlier),
        "run": lambda s: run_draw(s, CODE, **earlier),
        "annul": lambda s: annul_draw(s, CODE, **OVER, **earlier),
    }
    with open_store(planned) as store, pytest.raises(Refused) as refusal:
        steps[way](store)
    assert refusal.value.code == "ledger.clock_back"
    assert content(planned) == before


def test_a_closed_plan_draws_no_more(ended: tuple[Engine, CommuneDraw]):
    engine, draw = ended
    with open_store(engine) as store:
        dossier = store.plans.dossier(PLAN)
        store.plans.rewrite(with_plan(dossier, state=PlanState.CLOSED), action="plan.edit", by=BY, at=DRAWN_AT)
    before = content(engine)
    for way in ("open", "propose", "replace", "annul"):
        with open_store(engine) as store, pytest.raises(Refused) as refusal:
            WAYS[way](store)
        assert refusal.value.code == "draw.plan_is_over"
    assert content(engine) == before
    assert communes(engine) == draw.drawn


# Replacement, annulment, the draw after


def test_alternates_come_in_their_order_until_there_is_none(planned: Engine):
    with open_store(planned) as store:
        draw = draw_one(store, OTHER)
        (alternate,) = draw.alternates
        second = replace_unit(store, draw.code, draw.drawn[1], "Bị lũ", **STAMP)
        with pytest.raises(Refused) as refusal:
            replace_unit(store, draw.code, draw.drawn[0], "Bị lũ", **STAMP)
    assert second.standing == (draw.drawn[0], alternate)
    assert (second.drawn, second.alternates) == (draw.drawn, draw.alternates)
    assert refusal.value.code == "draw.no_alternate"
    assert communes(planned, OTHER) == second.standing


@pytest.mark.parametrize(("unit", "reason"), [("00999", "x"), ("", "x"), ("drawn", " "), ("alternate", "x")])
def test_only_a_unit_that_stands_is_replaced_and_with_a_reason(
    ended: tuple[Engine, CommuneDraw], unit: str, reason: str
):
    engine, draw = ended
    out = {"drawn": draw.drawn[0], "alternate": draw.alternates[0]}.get(unit, unit)
    before = content(engine)
    with open_store(engine) as store, pytest.raises(InvalidInput):
        replace_unit(store, CODE, out, reason, **STAMP)
    assert content(engine) == before


def test_the_next_draw_says_that_it_is_the_second_and_goes_on_from_the_first(ended: tuple[Engine, CommuneDraw]):
    engine, first = ended
    with open_store(engine) as store:
        over = annul_draw(store, CODE, **OVER, **STAMP)
    assert communes(engine) == ()
    with open_store(engine) as store, pytest.raises(Refused) as refusal:
        open_one(store, at=LATER - timedelta(days=1))
    assert refusal.value.code == "ledger.clock_back"
    with open_store(engine) as store:
        second = open_one(store, at=LATER)
        assert (draw_at(store, PLAN, DISTRICT), store.draws.of_unit(PLAN, DISTRICT)) == (second, (over, second))
    assert (second.code, second.attempt, second.previous) == (f"{PLAN}.{DISTRICT}.2", 2, over.ledger[-1].hash)
    assert second.ledger[0].prev == NO_ENTRY
    assert {**second.ledger[0].data} == {
        "commitment": second.commitment, "without": [], "with": [], "attempt": 2, "previous": over.ledger[-1].hash,
    }  # fmt: skip
    # The list is the same, and so is what is committed to: only the ledger tells that it was drawn before.
    assert second.commitment == first.commitment
