"""A draw is kept as it was committed to, and its ledger only grows: the database itself sees to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_dossier, a_plan, a_visit, a_window
from draws_by_step import (
    CHOICE,
    COMMITTED_AT,
    DRAWN_AT,
    LATER,
    PLAN,
    a_draw,
    a_full_draw,
    a_sealed_check,
    after,
    run,
    steps_of,
    with_seed,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from storing import actions, content, put, undone

from app.db.store import open_reader, open_store
from app.db.tables import METADATA
from app.domain.draws.draws import FrameUnit, PoolKind, Randomness, RandomnessKind, ReasonedUnit
from app.domain.draws.sealed import called_off, revealed
from app.domain.draws.steps import annulled, committed, drawn
from app.domain.errors import NotFound, Refused, StaleVersion

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.domain.draws.draws import CommuneDraw

ENTRY, AUDIT = METADATA.tables["public_entry"], METADATA.tables["audit"]


def keep(engine: Engine, draw: CommuneDraw, written_by: dict[str, Any]) -> None:
    """Store a draw with whatever stands in its ledger."""
    with open_store(engine) as store:
        store.draws.put_proposal(replace(draw, ledger=()), **written_by)
        store.draws.grow(draw, **written_by)


def stored(engine: Engine, code: str) -> CommuneDraw:
    with open_reader(engine) as store:
        return store.draws.get(code)


@pytest.mark.parametrize("draw", [a_draw(), a_full_draw()], ids=["plain", "full"])
def test_a_draw_is_read_as_it_was_written_after_every_step(
    engine: Engine, written_by: dict[str, Any], draw: CommuneDraw
):
    with open_store(engine) as store:
        store.draws.put_proposal(draw, **written_by)
    read = []
    for step in steps_of(draw):
        with open_store(engine) as store:
            store.draws.grow(step, **written_by)
        read.append(stored(engine, draw.code))
    assert read == list(steps_of(draw))
    assert [each.phase for each in read] == ["proposed", "committed", "seeded", "drawn", "drawn", "annulled"]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
REASONED = st.lists(st.builds(ReasonedUnit, code=WORDS, name=WORDS, reason=WORDS), max_size=3).map(tuple)


@settings(max_examples=25)
@given(
    draw=st.builds(
        a_draw,
        frame=st.lists(st.builds(FrameUnit, code=WORDS, name=WORDS), min_size=1, max_size=5).map(tuple),
        without=REASONED,
        included=REASONED,
        kind=st.sampled_from(PoolKind),
        previous=st.none() | st.just("ab" * 32),
        day=st.dates(date(2020, 1, 1)),
        challenge_until=st.none() | st.dates(date(2020, 1, 1)),
        randomness=st.builds(
            Randomness,
            text=WORDS,
            kind=st.sampled_from(RandomnessKind),
            day=st.none() | st.dates(date(2020, 1, 1)),
            parties=st.lists(WORDS, max_size=3).map(tuple),
        ),
    )
)
def test_whatever_a_list_holds_is_read_as_it_was_written(engine: Engine, written_by: dict[str, Any], draw: CommuneDraw):
    with undone(engine) as store:
        store.draws.put_proposal(draw, **written_by)
        assert store.draws.get(draw.code) == draw


def test_a_proposal_takes_the_place_of_the_one_before_and_goes_when_dropped(engine: Engine, written_by: dict[str, Any]):
    for count in (2, 1):
        keep(engine, a_draw(count=count), written_by)
    assert stored(engine, a_draw().code) == a_draw(count=1)
    with open_store(engine) as store:
        store.draws.drop_proposal(a_draw().code, **written_by)
    with open_reader(engine) as store, pytest.raises(NotFound):
        store.draws.get(a_draw().code)
    assert actions(engine) == [("draw.propose", PLAN), ("draw.propose", PLAN), ("draw.drop", PLAN)]


@pytest.mark.parametrize("what", ["put_proposal", "drop_proposal"])
def test_what_is_committed_to_is_neither_replaced_nor_dropped(engine: Engine, written_by: dict[str, Any], what: str):
    keep(engine, committed(a_draw(), COMMITTED_AT), written_by)
    before = content(engine)
    with open_store(engine) as store, pytest.raises(StaleVersion):
        getattr(store.draws, what)(a_draw(count=1) if what == "put_proposal" else a_draw().code, **written_by)
    assert content(engine) == before


@pytest.mark.parametrize("others", [1, 2, 3])
def test_who_goes_on_from_a_ledger_that_somebody_else_went_on_with_is_told(
    engine: Engine, written_by: dict[str, Any], others: int
):
    proposed, begun, seed, result, *_ = steps_of(a_draw())
    mine = (
        committed(proposed, COMMITTED_AT + timedelta(seconds=1)),
        with_seed(begun, "1111 2222"),
        drawn(seed, DRAWN_AT + timedelta(seconds=1)),
    )[others - 1]
    keep(engine, (begun, seed, result)[others - 1], written_by)
    before = content(engine)
    with open_store(engine) as store, pytest.raises(StaleVersion) as refusal:
        store.draws.grow(mine, **written_by)
    assert (refusal.value.kind, refusal.value.key) == ("draw", a_draw().code)
    assert content(engine) == before


def test_nothing_is_written_where_a_ledger_has_nothing_new(engine: Engine, written_by: dict[str, Any]):
    keep(engine, run(a_draw()), written_by)
    before = content(engine)
    with open_store(engine) as store:
        store.draws.grow(run(a_draw()), **written_by)
    assert content(engine) == before


@pytest.mark.parametrize(
    "statement",
    [
        update(ENTRY).values(at="2000-01-01T00:00:00+00:00"),
        update(ENTRY).where(ENTRY.c.number == 3).values(data={"drawn": ["00001"]}),
        delete(ENTRY),
        delete(ENTRY).where(ENTRY.c.number == 3),
    ],
    ids=["change all", "change one", "take out all", "take out one"],
)
def test_the_database_lets_no_entry_of_a_ledger_be_changed_or_taken_out(
    engine: Engine, written_by: dict[str, Any], statement: Any
):
    keep(engine, run(a_draw()), written_by)
    before = content(engine)
    with pytest.raises(DBAPIError, match="public_entry only grows"), engine.begin() as connection:
        connection.execute(statement)
    assert content(engine) == before


def test_the_database_takes_no_second_entry_of_a_number(engine: Engine, written_by: dict[str, Any]):
    keep(engine, run(a_draw()), written_by)
    with engine.connect() as connection:
        entry = dict(connection.execute(select(ENTRY).where(ENTRY.c.number == 3)).mappings().one())
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(ENTRY).values(entry | {"hash": "0" * 64}))


def test_draws_come_by_unit_and_attempt(engine: Engine, written_by: dict[str, Any]):
    first = steps_of(a_draw("ubnd-huyen-c"))[-1]
    second, other = run(after(first)), a_draw()
    for draw in (second, other, first):
        keep(engine, draw, written_by)
    with open_reader(engine) as store:
        assert store.draws.of_plan(PLAN) == (other, first, second)
        assert store.draws.of_unit(PLAN, "ubnd-huyen-c") == (first, second)
        assert store.draws.of_plan("ke-hoach-khac") == ()


def test_chosen_is_what_stands_of_each_unit_that_was_ever_committed_to(engine: Engine, written_by: dict[str, Any]):
    annulled_one = steps_of(a_draw("annulled"))[-1]
    again = steps_of(a_draw("again"))[-1]
    replacing = steps_of(a_draw("replaced"))[-2]
    put_in = run(a_full_draw("put-in"))
    cluster = run(a_draw("cluster", kind=PoolKind.CLUSTER))
    for draw in (
        a_draw("proposed"), with_seed(a_draw("seeded")), annulled_one, again, run(after(again)), replacing, put_in,
        cluster,
    ):  # fmt: skip
        keep(engine, draw, written_by)
    result = run(after(again))
    with open_reader(engine) as store:
        assert store.draws.chosen(PLAN) == {
            "seeded": (),
            "annulled": (),
            "again": result.drawn,
            "replaced": (replacing.alternates[0], replacing.drawn[1]),
            "put-in": ("00010", *put_in.drawn),
        }


DRAWN, AGAIN = run(a_draw()).drawn, run(a_draw()).alternates[0]
TWO_VISITS = a_dossier(
    a_plan(
        visits=(
            a_visit("ubnd-huyen-b", communes=("00007",)),
            a_visit("ubnd-huyen-b", number=2, is_reserve=True),
            a_visit("so-y-te", window=a_window(date(2023, 8, 7), date(2023, 8, 8))),
        )
    )
)


@pytest.mark.parametrize(
    ("step", "communes"),
    [(0, ("00007",)), (1, ()), (2, ()), (3, DRAWN), (4, (AGAIN, DRAWN[1])), (5, ())],
    ids=["proposed", "committed", "seeded", "drawn", "replaced", "annulled"],
)
def test_the_plan_is_read_with_what_was_drawn(
    engine: Engine, written_by: dict[str, Any], step: int, communes: tuple[str, ...]
):
    with open_store(engine) as store:
        put(store, TWO_VISITS, written_by)
    keep(engine, steps_of(a_draw())[step], written_by)
    with open_reader(engine) as store:
        dossier, calendar = store.plans.dossier(PLAN), store.plans.calendar_dossier(PLAN)
    assert [visit.communes for visit in dossier.plan.visits] == [communes, (), ()]
    assert [visit.communes for visit in calendar.plan.visits] == [communes, (), ()]


def test_a_unit_whose_key_is_not_its_code_is_named_in_the_plan_by_its_key(engine: Engine, written_by: dict[str, Any]):
    """A list has codes; a plan whose visits named units that the directory does not have could not be read back."""
    other = replace(a_dossier().units[-1], key="xa-bu-nho", code=DRAWN[0])
    dossier = replace(TWO_VISITS, units=(*TWO_VISITS.units, other, replace(other, key=DRAWN[1], code=DRAWN[1])))
    with open_store(engine) as store:
        put(store, dossier, written_by)
    keep(engine, run(a_draw()), written_by)
    with open_reader(engine) as store:
        assert store.draws.chosen(PLAN) == {"ubnd-huyen-b": ("xa-bu-nho", DRAWN[1])}
        assert store.plans.dossier(PLAN).plan.visits[0].communes == ("xa-bu-nho", DRAWN[1])
        assert "xa-bu-nho" in {unit.key for unit in store.plans.calendar_dossier(PLAN).units}


# Sealed checks


def test_a_sealed_check_is_read_without_its_unit_until_it_is_open(engine: Engine, written_by: dict[str, Any]):
    check = a_sealed_check()
    with open_store(engine) as store:
        store.sealed_checks.add(check, CHOICE, **written_by)
        assert store.sealed_checks.get(check.code) == check
        assert store.sealed_checks.choice(check.code) == CHOICE
        assert store.sealed_checks.next_number(PLAN) == 2
    opened = revealed(check, CHOICE, check.opens_at)
    with open_store(engine) as store:
        store.sealed_checks.grow(opened, **written_by)
    with open_reader(engine) as store:
        assert store.sealed_checks.of_plan(PLAN) == (opened,)
        assert store.sealed_checks.get(check.code).choice == CHOICE


def test_the_log_says_neither_unit_nor_nonce_of_a_sealed_check(engine: Engine, written_by: dict[str, Any]):
    check = a_sealed_check()
    with open_store(engine) as store:
        store.sealed_checks.add(check, CHOICE, **written_by)
        store.sealed_checks.grow(called_off(check, reason="Bão", signatory="Chủ tịch", at=LATER), **written_by)
    assert actions(engine) == [("sealed.commit", PLAN), ("sealed.annul", PLAN)]
    with engine.connect() as connection:
        log, ledger = (repr(connection.execute(select(table)).all()) for table in (AUDIT, ENTRY))
    assert [word for word in (CHOICE.unit, CHOICE.unit_name, CHOICE.nonce) if word in log + ledger] == []


def test_who_opens_a_sealed_check_that_was_called_off_meanwhile_is_told(engine: Engine, written_by: dict[str, Any]):
    check = a_sealed_check()
    with open_store(engine) as store:
        store.sealed_checks.add(check, CHOICE, **written_by)
        store.sealed_checks.grow(called_off(check, reason="Bão", signatory="Chủ tịch", at=LATER), **written_by)
    with open_store(engine) as store, pytest.raises(StaleVersion):
        store.sealed_checks.grow(revealed(check, CHOICE, check.opens_at), **written_by)
    with open_reader(engine) as store:
        assert store.sealed_checks.get(check.code).choice is None
        with pytest.raises(NotFound):
            store.sealed_checks.get("khong-co")
        with pytest.raises(NotFound):
            store.sealed_checks.choice("khong-co")


def test_a_draw_whose_list_was_changed_in_the_database_goes_no_further(engine: Engine, written_by: dict[str, Any]):
    keep(engine, with_seed(a_draw()), written_by)
    draws = METADATA.tables["commune_draw"]
    with engine.begin() as connection:
        connection.execute(update(draws).values(frame=[[unit.code, unit.name] for unit in a_draw().frame[1:]]))
    with pytest.raises(Refused) as refusal:
        drawn(stored(engine, a_draw().code), DRAWN_AT)
    assert refusal.value.code == "draw.damaged"
    repaired = annulled(stored(engine, a_draw().code), reason="Bị sửa", signatory="Chủ tịch", at=LATER)
    assert repaired.phase == "annulled"
