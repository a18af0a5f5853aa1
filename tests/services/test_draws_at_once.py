"""Of two officers who press at once one takes the step and the other is told; so is who saw another ledger."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from db.storing import content
from draw_steps import (
    CODE,
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
    brought_to,
    draw_one,
    open_one,
    put_plan,
    seed_one,
)
from issuing import AT, BY, PLAN

from app.db.store import open_reader, open_store
from app.domain.errors import NotFound, Refused, StaleVersion
from app.domain.public_ledgers import NO_ENTRY
from app.services.draws import (
    annul_draw,
    commit_draw,
    draw_at,
    enter_seed,
    last_draw,
    propose_draw,
    replace_unit,
    run_draw,
)

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


# Two officers at once


def at_once(engine: Engine, *steps: Callable[[Store], object]) -> list[str]:
    """Let several officers press at the same moment; return what each is told, "" for who was first."""
    barrier, told = threading.Barrier(len(steps)), [""] * len(steps)

    def press(place: int) -> None:
        barrier.wait()
        try:
            with open_store(engine) as store:
                steps[place](store)
        except Refused as refusal:
            told[place] = refusal.code
        except StaleVersion as stale:
            told[place] = f"stale {stale.key}"

    threads = [threading.Thread(target=press, args=(place,)) for place in range(len(steps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


@pytest.mark.parametrize(
    ("phase", "step", "events"),
    [
        ("none", lambda store, number: open_one(store, wanted=replace(WANTED, count=number)), 1),
        ("proposed", lambda store, number: commit_draw(store, CODE, by=BY, at=AT + timedelta(seconds=number)), 1),
        ("committed", lambda store, number: seed_one(store, CODE, f"{number}" * 8), 2),
        ("seeded", lambda store, number: run_draw(store, CODE, by=BY, at=SEEDED_AT + timedelta(seconds=number)), 3),
        ("drawn", lambda store, number: annul_draw(store, CODE, **OVER | {"reason": f"{number}"}, **STAMP), 4),
    ],
    ids=["open", "commit", "seed", "run", "annul"],
)
def test_of_two_officers_who_press_at_once_one_does_it_and_the_other_is_told(
    planned: Engine, phase: str, step: Callable[[Store, int], object], events: int
):
    if phase != "none":
        with open_store(planned) as store:
            brought_to(store, phase)
    told = at_once(planned, *(partial(_as_officer, step=step, number=number) for number in (1, 2, 3)))
    assert told[0] == ""
    assert told[1] == told[2] != ""
    with open_reader(planned) as store:
        (draw,) = store.draws.of_plan(PLAN)
    assert len(draw.ledger) == events


def _as_officer(store: Store, step: Callable[[Store, int], object], number: int) -> object:
    return step(store, number)


@pytest.mark.parametrize("way", ["seed", "run", "replace", "annul", "commit"])
def test_who_saw_another_ledger_is_told_and_nothing_is_written(planned: Engine, way: str):
    phase = {"commit": "proposed", "seed": "committed", "run": "seeded"}.get(way, "drawn")
    with open_store(planned) as store:
        brought_to(store, phase)
    seen: dict[str, Any] = {"seen": "ab" * 32, "by": BY, "at": LATER}
    before = content(planned)
    steps: dict[str, Callable[[Store], object]] = {
        "commit": lambda s: commit_draw(s, CODE, **seen),
        "seed": lambda s: enter_seed(s, CODE, SEED, source=SOURCE, witnesses=(), **seen),
        "run": lambda s: run_draw(s, CODE, **seen),
        "replace": lambda s: replace_unit(s, CODE, s.draws.get(CODE).standing[0], "Bị lũ", **seen),
        "annul": lambda s: annul_draw(s, CODE, **OVER, **seen),
    }
    with open_store(planned) as store, pytest.raises(StaleVersion):
        steps[way](store)
    assert content(planned) == before


def test_who_saw_the_ledger_as_it_is_goes_on(planned: Engine):
    with open_store(planned) as store:
        propose_draw(store, PLAN, DISTRICT, WANTED, by=BY, at=AT)
        begun = commit_draw(store, CODE, seen=NO_ENTRY, by=BY, at=AT)
        seeded = seed_one(store, CODE, seen=begun.ledger[-1].hash)
        drawn = run_draw(store, CODE, seen=seeded.ledger[-1].hash, by=BY, at=DRAWN_AT)
        assert last_draw(store, PLAN, DISTRICT) == drawn
        assert last_draw(store, PLAN, OTHER) is None
        with pytest.raises(NotFound):
            draw_at(store, PLAN, OTHER)
