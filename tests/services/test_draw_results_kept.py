"""Nothing that is done to the plan after a draw changes its result or repeats it, and calendars follow it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from adjusting_steps import adjust
from builders import a_visit, a_window, with_plan
from db.storing import content
from draw_steps import (
    CODE,
    COMMUNES,
    DISTRICT,
    DRAWN_AT,
    LATER,
    OVER,
    STAMP,
    WAYS,
    commune,
    communes,
    draw_one,
    naming,
    open_one,
    put_plan,
    seed_one,
)
from issuing import AT, BY, PLAN, issue

from app.db.backup import backup, restore
from app.db.store import open_reader, open_store
from app.domain.errors import Refused
from app.domain.feed_entries import EntryStatus
from app.domain.feed_ledgers import LedgerKind
from app.domain.feeds import plan_feed
from app.domain.plan_steps import mark_of
from app.services.drafts import draft_file, replace_draft
from app.services.draws import (
    annul_draw,
    replace_unit,
    run_draw,
)
from app.services.editing import edit_plan, undo_step
from app.services.plan_exchange import export_plan, import_plan
from app.services.releases import release_dossier
from app.services.restoring import settle_restored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


# Nothing that is done to the plan changes the result


def test_the_result_lies_over_draft_and_release(planned: Engine):
    with open_store(planned) as store:
        issue(store)
        draw = draw_one(store)
        dossier, release = store.plans.dossier(PLAN), release_dossier(store, PLAN)
    assert communes(planned) == draw.drawn
    assert (
        [v.communes for v in dossier.plan.visits] == [v.communes for v in release.plan.visits] == [(), draw.drawn, ()]
    )


def test_editing_and_undoing_keep_the_result(ended: tuple[Engine, CommuneDraw]):
    engine, draw = ended
    moved = a_window(date(2023, 9, 6), date(2023, 9, 8))
    with open_store(engine) as store:
        edit_plan(
            store, PLAN, lambda d: with_plan(d, visits=tuple(replace(v, window=moved) for v in d.plan.visits)),
            words="Dời", **STAMP,
        )  # fmt: skip
        assert communes_in(store) == draw.drawn
        again = replace_unit(store, CODE, draw.drawn[0], "Bị lũ", **STAMP)
        undo_step(store, PLAN, 1, **STAMP)
        assert communes_in(store) == again.standing != draw.drawn


def communes_in(store: Store) -> tuple[str, ...]:
    return next(visit.communes for visit in store.plans.dossier(PLAN).plan.visits if visit.unit == DISTRICT)


def test_undoing_a_step_from_before_the_draw_keeps_the_result(planned: Engine):
    with open_store(planned) as store:
        edit_plan(store, PLAN, lambda d: with_plan(d, title="Kế hoạch khác"), words="Đổi tên", by=BY, at=AT)
        draw = draw_one(store)
        undo_step(store, PLAN, 1, **STAMP)
    assert communes(planned) == draw.drawn


@pytest.mark.parametrize("units", [(), ("00101",), ("00106", "00107")])
def test_no_edit_puts_other_units_in_the_place_of_those_drawn(
    ended: tuple[Engine, CommuneDraw], units: tuple[str, ...]
):
    engine, draw = ended
    with open_store(engine) as store:
        edit_plan(store, PLAN, partial(naming, units=units), words="Đổi xã", **STAMP)
    assert communes(engine) == draw.drawn


def test_a_draft_written_back_from_a_file_keeps_the_result(ended: tuple[Engine, CommuneDraw]):
    engine, draw = ended
    with open_store(engine) as store:
        dossier = store.plans.dossier(PLAN)
        file = draft_file(dossier)
        file["plan"]["title"] = "Kế hoạch viết lại"
        for visit in file["plan"]["visits"]:
            visit.pop("communes", None)
        replace_draft(store, PLAN, json.loads(json.dumps(file)), mark=mark_of((dossier.plan, dossier.people)), **STAMP)
        assert store.plans.dossier(PLAN).plan.title == "Kế hoạch viết lại"
    assert communes(engine) == draw.drawn


def test_adjusting_and_issuing_anew_keep_the_result(planned: Engine):
    with open_store(planned) as store:
        issue(store)
        draw = draw_one(store)
        adjust(
            store,
            {"moves": [{"unit": DISTRICT, "window": {"first": "2023-09-06", "last": "2023-09-08"}}]},
            at=LATER,
        )
        issue(store, "1300", LATER.date(), at=LATER)
    assert communes(planned) == draw.drawn
    with open_store(planned) as store:
        again = replace_unit(store, CODE, draw.drawn[0], "Bị lũ", by=BY, at=LATER)
    assert communes(planned) == again.standing
    with open_store(planned) as store:
        annul_draw(store, CODE, **OVER, by=BY, at=LATER)
    assert communes(planned) == ()


@pytest.mark.parametrize("form", ["toml", "json"])
def test_importing_the_plan_again_keeps_the_result(planned: Engine, form: Any):
    with open_store(planned) as store:
        old = export_plan(store, PLAN, form)
        draw = draw_one(store)
        new = export_plan(store, PLAN, form)
    with open_store(planned) as store:
        assert import_plan(store, new, f"k.{form}", **STAMP).outcome == "import.unchanged"
        assert import_plan(store, old, f"k.{form}", **STAMP).outcome == "import.unchanged"
    assert communes(planned) == draw.drawn


def test_the_plan_in_another_database_names_what_was_drawn_and_draws_no_more(
    sqlite_engine: Engine, postgres_engine: Engine
):
    put_plan(sqlite_engine)
    with open_store(sqlite_engine) as store:
        draw = draw_one(store)
        sent = export_plan(store, PLAN)
    with open_store(postgres_engine) as store:
        import_plan(store, sent, "k.toml", **STAMP)
    assert communes(postgres_engine) == draw.drawn
    with open_store(postgres_engine) as store, pytest.raises(Refused) as refusal:
        open_one(store)
    assert refusal.value.code == "draw.named_by_plan"


def test_a_change_of_the_directory_changes_nothing_of_what_was_committed_to(planned: Engine):
    with open_store(planned) as store:
        begun = open_one(store)
        store.directory.add("tinh-a", [commune("00100", "Xã Mới", DISTRICT)], by=BY, at=AT)
        seed_one(store, CODE)
        draw = run_draw(store, CODE, by=BY, at=DRAWN_AT)
    assert (draw.frame, draw.commitment) == (begun.frame, begun.commitment)
    assert len(draw.tickets) == len([unit for unit in COMMUNES if unit.parent == DISTRICT]) - 1


@pytest.mark.parametrize("again", ["open", "propose", "seed", "run"])
def test_no_restore_lets_a_draw_be_made_twice(planned: Engine, tmp_path: Path, again: str):
    """Backups from before the list, before the seed and before the result: none takes anything back."""
    steps: list[Callable[[Store], object]] = [
        open_one, lambda s: seed_one(s, CODE), lambda s: run_draw(s, CODE, by=BY, at=DRAWN_AT)
    ]  # fmt: skip
    for number, step in enumerate(steps):
        backup(planned, tmp_path / f"{number}.db")
        with open_store(planned) as store:
            step(store)
    drawn = communes(planned)
    for number in range(3):
        path = tmp_path / f"{number}.db"
        restore(planned, path, settle=partial(settle_restored, **STAMP), **STAMP)
        before = content(planned)
        with open_store(planned) as store, pytest.raises(Refused) as refusal:
            WAYS[again](store)
        assert refusal.value.code in {"draw.is_live", "draw.is_drawn"}
        assert content(planned) == before
        assert communes(planned) == drawn


def test_a_visit_of_a_unit_drawn_at_stays_with_its_result_when_another_is_added(ended: tuple[Engine, CommuneDraw]):
    engine, draw = ended
    with open_store(engine) as store:
        more = a_visit("so-tttt", window=a_window(date(2023, 9, 20), date(2023, 9, 21)))
        edit_plan(store, PLAN, lambda d: with_plan(d, visits=(more, *d.plan.visits)), words="Thêm", **STAMP)
    assert communes(engine) == draw.drawn


# Calendars


def test_calendars_follow_the_result_its_replacement_and_its_annulment(planned: Engine):
    with open_store(planned) as store:
        issue(store)
    for kind in (LedgerKind.WORKING, LedgerKind.ISSUED):
        assert told_of(planned, kind) == set()
    with open_store(planned) as store:
        draw = draw_one(store)
    for kind in (LedgerKind.WORKING, LedgerKind.ISSUED):
        assert told_of(planned, kind) == set(draw.drawn)
    with open_store(planned) as store:
        again = replace_unit(store, CODE, draw.drawn[0], "Bị lũ", **STAMP)
    assert told_of(planned, LedgerKind.ISSUED) == set(again.standing)
    with open_store(planned) as store:
        annul_draw(store, CODE, **OVER, **STAMP)
    assert told_of(planned, LedgerKind.ISSUED) == set()


def told_of(engine: Engine, kind: LedgerKind) -> set[str]:
    """Return the communes that stand in a calendar by name."""
    with open_reader(engine) as store:
        ledger = store.ledgers.get(PLAN, kind)
    assert ledger is not None
    standing = [entry for entry in plan_feed(ledger).entries if entry.status != EntryStatus.CANCELLED]
    words = repr([entry.facts for entry in standing]).casefold()
    return {unit.key for unit in COMMUNES if unit.parent == DISTRICT and unit.area and unit.area.casefold() in words}
