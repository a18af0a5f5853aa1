"""A draft changed step by step: what is kept, what is refused, what can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_batch, a_dossier, a_visit, a_window, with_plan
from db.storing import content, put

from app.db.store import open_store
from app.domain.errors import NotFound, Refused, StaleVersion
from app.domain.feed_ledgers import LedgerKind
from app.domain.people import Actor
from app.domain.plan_steps import MOST_STEPS, SeenItem, mark_of
from app.domain.plans import PlanState
from app.services.editing import ItemGuard, edit_plan, last_step, undo_step

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from app.domain.dossiers import PlanDossier

PLAN = "tinh-a-2023"
AT = datetime(2023, 7, 10, 3, tzinfo=UTC)
BY = Actor(name="Nguyễn Văn A")
STAMP: dict[str, Any] = {"by": BY, "at": AT}
LATER = a_window(date(2023, 9, 6), date(2023, 9, 8))


@pytest.fixture
def drafted(engine: Engine) -> Engine:
    with open_store(engine) as store:
        put(store, a_dossier(), {"by": BY, "at": AT - timedelta(days=9)})
    return engine


def moving(window: Any) -> Callable[[PlanDossier], PlanDossier]:
    return lambda dossier: with_plan(dossier, visits=(replace(dossier.plan.visits[0], window=window),))


def test_a_change_is_written_with_its_day_its_step_and_its_calendars(drafted: Engine):
    with open_store(drafted) as store:
        edited = edit_plan(store, PLAN, moving(LATER), words="Dời Sở Y tế", **STAMP)
        assert store.plans.dossier(PLAN) == edited
        step = last_step(store, PLAN)
        ledger = store.ledgers.get(PLAN, LedgerKind.WORKING)
    assert (edited.plan.visits[0].window, edited.plan.changed_on) == (LATER, date(2023, 7, 10))
    assert step is not None
    assert (step.number, step.words, step.actor, step.at) == (1, "Dời Sở Y tế", BY.name, AT)
    assert ledger is not None


def test_what_changes_nothing_leaves_nothing(drafted: Engine):
    with open_store(drafted) as store:
        edit_plan(store, PLAN, lambda dossier: dossier, words="Không", **STAMP)
    before = content(drafted)
    with open_store(drafted) as store:
        edit_plan(store, PLAN, lambda dossier: dossier, words="Không", **STAMP)
        assert last_step(store, PLAN) is None
    assert content(drafted) == before


def test_steps_are_undone_one_after_the_other_back_to_where_it_began(drafted: Engine):
    with open_store(drafted) as store:
        first = store.plans.dossier(PLAN)
        second = edit_plan(store, PLAN, moving(LATER), words="Dời", **STAMP)
        edit_plan(store, PLAN, lambda d: with_plan(d, batches=(a_batch(name="Đợt đầu"),)), words="Đổi tên", **STAMP)
        assert undo_step(store, PLAN, 2, **STAMP).words == "Đổi tên"
        assert store.plans.dossier(PLAN) == second
        assert undo_step(store, PLAN, 1, **STAMP).words == "Dời"
        assert store.plans.dossier(PLAN) == first
        assert last_step(store, PLAN) is None


@pytest.mark.parametrize("number", [0, 1, 3])
def test_only_the_last_step_is_undone(drafted: Engine, number: int):
    with open_store(drafted) as store:
        edit_plan(store, PLAN, moving(LATER), words="Dời", **STAMP)
        last = edit_plan(store, PLAN, moving(None), words="Bỏ ngày", **STAMP)
        with pytest.raises(Refused) as refusal:
            undo_step(store, PLAN, number, **STAMP)
        assert refusal.value.code == "step.not_last"
        assert store.plans.dossier(PLAN) == last


def test_a_plan_changed_otherwise_since_has_no_step_to_undo(drafted: Engine):
    with open_store(drafted) as store:
        edited = edit_plan(store, PLAN, moving(LATER), words="Dời", **STAMP)
        store.plans.rewrite(with_plan(edited, title="Khác"), action="plan.adjust", **STAMP)
        assert last_step(store, PLAN) is None
        with pytest.raises(Refused):
            undo_step(store, PLAN, 1, **STAMP)


def test_undoing_stops_where_the_plan_changed_otherwise_between_two_steps(drafted: Engine):
    with open_store(drafted) as store:
        edited = edit_plan(store, PLAN, moving(LATER), words="Dời", **STAMP)
        store.plans.rewrite(with_plan(edited, title="Khác"), action="plan.submit", **STAMP)
        edit_plan(store, PLAN, moving(None), words="Bỏ ngày", **STAMP)
        undo_step(store, PLAN, 2, **STAMP)
        assert store.plans.dossier(PLAN).plan.title == "Khác"
        assert last_step(store, PLAN) is None
        with pytest.raises(Refused):
            undo_step(store, PLAN, 1, **STAMP)


def test_steps_in_a_row_are_undone_one_after_the_other(drafted: Engine):
    with open_store(drafted) as store:
        before = store.plans.dossier(PLAN).plan.visits
        edit_plan(store, PLAN, moving(LATER), words="Dời", **STAMP)
        edit_plan(store, PLAN, moving(None), words="Bỏ ngày", **STAMP)
        edit_plan(store, PLAN, moving(LATER), words="Dời lại", **STAMP)
        assert [undo_step(store, PLAN, number, **STAMP).number for number in (3, 2, 1)] == [3, 2, 1]
        assert (store.plans.dossier(PLAN).plan.visits, last_step(store, PLAN)) == (before, None)


def test_a_plan_that_is_no_draft_is_neither_changed_nor_undone(drafted: Engine):
    with open_store(drafted) as store:
        edited = edit_plan(store, PLAN, moving(LATER), words="Dời", **STAMP)
        store.plans.rewrite(with_plan(edited, state=PlanState.SUBMITTED), action="plan.submit", **STAMP)
        for refused in (
            lambda: edit_plan(store, PLAN, moving(None), words="Bỏ ngày", **STAMP),
            lambda: undo_step(store, PLAN, 1, **STAMP),
        ):
            with pytest.raises(Refused) as refusal:
                refused()
            assert refusal.value.code == "plan.is_submitted"


def test_an_item_that_somebody_else_changed_is_not_written_over(drafted: Engine):
    def guard(mark: str) -> ItemGuard:
        def now(dossier: PlanDossier) -> object | None:
            return dossier.plan.visits[0] if dossier.plan.visits else None

        return ItemGuard(seen=SeenItem(kind="visit", key="so-y-te", mark=mark), now=now)

    with open_store(drafted) as store:
        shown = mark_of(store.plans.dossier(PLAN).plan.visits[0])
        edit_plan(store, PLAN, moving(LATER), words="Dời", guard=guard(shown), **STAMP)
        with pytest.raises(StaleVersion) as stale:
            edit_plan(store, PLAN, moving(None), words="Bỏ ngày", guard=guard(shown), **STAMP)
        assert stale.value.facts() == {"kind": "visit", "key": "so-y-te"}
        again = mark_of(store.plans.dossier(PLAN).plan.visits[0])
        edit_plan(store, PLAN, lambda d: with_plan(d, visits=()), words="Bỏ", guard=guard(again), **STAMP)
        with pytest.raises(StaleVersion):
            edit_plan(
                store, PLAN, lambda d: with_plan(d, visits=(a_visit(),)), words="Lại", guard=guard(again), **STAMP
            )


def test_a_change_of_another_part_does_not_stand_in_the_way(drafted: Engine):
    with open_store(drafted) as store:
        shown = mark_of(store.plans.dossier(PLAN).plan.visits[0])
        edit_plan(store, PLAN, lambda d: with_plan(d, title="Khác"), words="Đổi tên", **STAMP)
        guard = ItemGuard(
            seen=SeenItem(kind="visit", key="so-y-te", mark=shown), now=lambda dossier: dossier.plan.visits[0]
        )
        assert edit_plan(store, PLAN, moving(LATER), words="Dời", guard=guard, **STAMP).plan.title == "Khác"


def test_a_change_that_leaves_the_plan_in_pieces_is_refused_whole(drafted: Engine):
    before = content(drafted)
    with pytest.raises(Exception) as refusal, open_store(drafted) as store:  # noqa: PT011 — told apart below
        edit_plan(store, PLAN, lambda d: with_plan(d, batches=()), words="Bỏ đợt", **STAMP)
    assert type(refusal.value).__name__ in {"InvalidInput", "Refused"}
    assert content(drafted) == before


def test_only_the_last_steps_are_kept(drafted: Engine):
    with open_store(drafted) as store:
        for number in range(MOST_STEPS + 5):
            edit_plan(store, PLAN, lambda d, n=number: with_plan(d, title=f"Tên {n}"), words=f"{number}", **STAMP)
        store.steps.content(PLAN, 6)
        with pytest.raises(NotFound):
            store.steps.content(PLAN, 5)
        last = last_step(store, PLAN)
    assert last is not None
    assert last.number == MOST_STEPS + 5
