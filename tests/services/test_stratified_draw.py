"""The five districts of the founding plan are drawn at with one public seed, and every result is independent of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from domain import independent_draw

from app import SEED
from app.db.store import open_reader, open_store
from app.domain.draws.draws import Randomness
from app.domain.draws.records import record_of
from app.domain.errors import Refused, StaleVersion
from app.domain.people import Actor
from app.domain.public_ledgers import NO_ENTRY, last_hash
from app.services.draw_batches import commit_draws, enter_seeds, propose_draws, run_draws
from app.services.draws import WantedDraw, annul_draw
from app.services.seeding import load_seed

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.domain.draws.draws import CommuneDraw

PLAN = "binh-phuoc-2023"
DISTRICTS = {
    "ubnd-huyen-phu-rieng": 10,
    "ubnd-huyen-bu-dang": 16,
    "ubnd-thi-xa-binh-long": 6,
    "ubnd-thanh-pho-dong-xoai": 8,
    "ubnd-huyen-loc-ninh": 16,
}
"""Where the founding plan draws, and how many communes there are."""
TYPED, SOURCE, WITNESSES = "4071 2936 8850", "Phiên chọn ngày 16/8/2023", ["Trưởng đoàn", "Đại diện Sở Tư pháp"]
AT = datetime(2023, 8, 1, 2, tzinfo=UTC)
BY = Actor(name="Nguyễn Văn A")


@pytest.fixture
def founded(engine: Engine) -> Engine:
    with open_store(engine) as store:
        load_seed(store, SEED, by=BY, at=AT)
    return engine


def seen(draws: tuple[CommuneDraw, ...]) -> dict[str, str]:
    return {draw.code: last_hash(draw.ledger) for draw in draws}


def carried_through(engine: Engine, count: int = 2) -> tuple[CommuneDraw, ...]:
    wanted = WantedDraw(count=count, randomness=Randomness(text="Gieo xúc xắc tại phiên chọn"))
    with open_store(engine) as store:
        draws = propose_draws(store, PLAN, DISTRICTS, wanted, by=BY, at=AT)
        draws = commit_draws(store, seen(draws), by=BY, at=AT)
    with open_store(engine) as store:
        draws = enter_seeds(
            store, seen(draws), TYPED, source=SOURCE, witnesses=WITNESSES, by=BY, at=AT + timedelta(days=15)
        )
        return run_draws(store, seen(draws), by=BY, at=AT + timedelta(days=15, minutes=5))


def test_every_district_is_drawn_at_by_its_own_commitment_with_the_one_seed(founded: Engine):
    draws = carried_through(founded)
    assert {draw.unit: len(draw.frame) for draw in draws} == DISTRICTS
    assert {draw.seed for draw in draws} == {"407129368850"}
    assert len({draw.commitment for draw in draws}) == 5
    moments = tuple((AT + timedelta(days=d, minutes=m)).isoformat() for d, m in ((0, 0), (15, 0), (15, 5)))
    with open_reader(founded) as store:
        units = store.directory.units("binh-phuoc")
        for draw in draws:
            expected = independent_draw.record(
                identity=f"{PLAN}.{draw.unit}.1", plan=PLAN, unit=draw.unit,
                units=[
                    (unit.code or "", unit.area or "") for unit in units
                    if unit.parent == draw.unit and unit.level == "xa" and unit.exists_on(draw.day)
                ],
                without=[], included=[], count=2, randomness="Gieo xúc xắc tại phiên chọn", typed=TYPED, source=SOURCE,
                witnesses=WITNESSES, attempt=1, previous=None, moments=moments,
            )  # fmt: skip
            assert record_of(store.draws.get(draw.code)) == expected
        visits = store.plans.dossier(PLAN).plan.visits
    assert {visit.unit: visit.communes for visit in visits if visit.communes} == {
        draw.unit: draw.drawn for draw in draws
    }


@pytest.mark.parametrize("step", ["commit", "seed", "run"])
def test_of_several_draws_all_take_a_step_or_none(founded: Engine, step: str):
    wanted = WantedDraw(count=1, randomness=Randomness(text="Gieo xúc xắc"))
    with open_store(founded) as store:
        draws = propose_draws(store, PLAN, DISTRICTS, wanted, by=BY, at=AT)
        if step != "commit":
            draws = commit_draws(store, seen(draws), by=BY, at=AT)
        if step == "run":
            draws = enter_seeds(store, seen(draws), TYPED, source=SOURCE, witnesses=[], by=BY, at=AT)
    stale = seen(draws) | {draws[-1].code: "ab" * 32}
    steps: dict[str, Any] = {
        "commit": lambda store: commit_draws(store, stale, by=BY, at=AT),
        "seed": lambda store: enter_seeds(store, stale, TYPED, source=SOURCE, witnesses=[], by=BY, at=AT),
        "run": lambda store: run_draws(store, stale, by=BY, at=AT),
    }
    with pytest.raises(StaleVersion), open_store(founded) as store:
        steps[step](store)
    with open_reader(founded) as store:
        assert {draw.code: draw.ledger for draw in store.draws.of_plan(PLAN)} == {d.code: d.ledger for d in draws}


def test_no_batch_draws_again_where_one_of_its_places_is_drawn(founded: Engine):
    draws = carried_through(founded)
    wanted = WantedDraw(count=1, randomness=Randomness(text="Gieo xúc xắc"))
    with open_store(founded) as store:
        annul_draw(store, draws[0].code, reason="Nhầm", signatory="Chủ tịch", by=BY, at=AT + timedelta(days=20))
    with pytest.raises(Refused) as refusal, open_store(founded) as store:
        propose_draws(store, PLAN, DISTRICTS, wanted, by=BY, at=AT + timedelta(days=20))
    assert refusal.value.code == "draw.is_live"
    with open_reader(founded) as store:
        assert [draw.attempt for draw in store.draws.of_plan(PLAN)] == [1] * 5
    with open_store(founded) as store:
        (again,) = propose_draws(store, PLAN, [draws[0].unit], wanted, by=BY, at=AT + timedelta(days=20))
        (again,) = commit_draws(store, {again.code: NO_ENTRY}, by=BY, at=AT + timedelta(days=20))
    assert (again.attempt, again.previous is None) == (2, False)
