"""An adjustment is opened before anything changes, given another reason or form, and dropped without a trace."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from adjusting_steps import LATER, MOVED, adjust, everything, records
from builders import with_plan
from issuing import BY, PLAN, issue, put

from app.db.store import open_store
from app.domain.amending import AdjustmentForm
from app.domain.errors import InvalidInput, Refused, StaleVersion
from app.domain.feed_ledgers import LedgerKind
from app.domain.plans import PlanState
from app.services.adjusting import (
    OpenAdjustment,
    adjustment_of,
    change_adjustment,
    drop_adjustment,
    open_adjustment,
)
from app.services.editing import edit_plan
from app.services.releases import release_dossier

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine


@pytest.fixture
def issued(engine: Engine) -> Engine:
    """A database with a plan that is issued."""
    with open_store(engine) as store:
        put(store)
        issue(store)
    return engine


def test_an_adjustment_is_opened_with_its_reason_and_form_before_anything_changes(issued: Engine):
    before = len(records(issued))
    with open_store(issued) as store:
        draft = open_adjustment(store, PLAN, reason=" Bão  số 5 ", form=AdjustmentForm.REPLACING, by=BY, at=LATER)
        assert store.plans.dossier(PLAN) == draft
        found = adjustment_of(store, draft)
        assert release_dossier(store, PLAN).plan.is_issued
    assert (draft.plan.state, draft.plan.decision.reason) == (PlanState.DRAFT, "Bão số 5")
    assert draft.plan.decision.replaces is not None
    assert found == OpenAdjustment(release=1, form=AdjustmentForm.REPLACING, reason="Bão số 5", changes=(), outdated=())
    assert records(issued)[before] == ("plan.adjust", "", "Điều chỉnh trên bản ban hành số 1: Bão số 5")


def test_what_has_changed_so_far_is_told_without_what_belongs_to_the_act_alone(issued: Engine):
    with open_store(issued) as store:
        open_adjustment(store, PLAN, reason="Bão", by=BY, at=LATER)
        adjust(store, MOVED)
        found = adjustment_of(store, store.plans.dossier(PLAN))
    assert found is not None
    assert [change.subject for change in found.changes] == ["Sở Y tế, thời gian"]


def test_reason_and_form_may_change_while_it_is_drafted(issued: Engine):
    with open_store(issued) as store:
        opened = open_adjustment(store, PLAN, reason="Bão", by=BY, at=LATER)
        form = AdjustmentForm.REPLACING
        changed = change_adjustment(store, PLAN, reason="Bão lớn", form=form, by=BY, at=LATER)
        assert store.plans.dossier(PLAN) == changed
        again = change_adjustment(store, PLAN, reason="Bão", form=AdjustmentForm.AMENDING, by=BY, at=LATER)
        version = store.plans.version(PLAN)
        assert change_adjustment(store, PLAN, reason="Bão", form=AdjustmentForm.AMENDING, by=BY, at=LATER) == again
        assert store.plans.version(PLAN) == version
    assert (changed.plan.decision.reason, changed.plan.decision.amends) == ("Bão lớn", ())
    assert again == opened


def test_an_adjustment_that_is_dropped_leaves_the_plan_as_issued_and_nothing_to_undo(issued: Engine):
    with open_store(issued) as store:
        before, ledger = store.plans.dossier(PLAN), store.ledgers.get(PLAN, LedgerKind.ISSUED)
        open_adjustment(store, PLAN, reason="Bão", by=BY, at=LATER)
        edit_plan(store, PLAN, lambda it: with_plan(it, title="Kế hoạch khác"), words="Đổi tên", by=BY, at=LATER)
        assert drop_adjustment(store, PLAN, by=BY, at=LATER) == before
        assert (store.plans.dossier(PLAN), store.ledgers.get(PLAN, LedgerKind.ISSUED)) == (before, ledger)
        assert (store.steps.last(PLAN), adjustment_of(store, before)) == (None, None)
        with pytest.raises(Refused, match=r"plan\.is_issued"):
            drop_adjustment(store, PLAN, by=BY, at=LATER)


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        (" \n ", ("adjust.reason_missing", "", "")),
        ("a" * 2001, ("adjust.reason_too_long", "2001", "2000")),
    ],
)
def test_a_reason_that_is_missing_or_too_long_is_refused(issued: Engine, reason: str, fault: tuple[str, ...]):
    before = everything(issued)
    with pytest.raises(InvalidInput) as refusal, open_store(issued) as store:
        open_adjustment(store, PLAN, reason=reason, by=BY, at=LATER)
    assert [(each.code, each.found, each.wanted) for each in refusal.value.faults] == [fault]
    assert everything(issued) == before


def test_a_draft_is_not_opened_twice_nor_one_that_was_never_issued(engine: Engine):
    with open_store(engine) as store:
        put(store)
        with pytest.raises(Refused, match=r"adjust\.no_release"):
            open_adjustment(store, PLAN, reason="Bão", by=BY, at=LATER)
        with pytest.raises(Refused, match=r"adjust\.no_release"):
            change_adjustment(store, PLAN, reason="Bão", form=AdjustmentForm.AMENDING, by=BY, at=LATER)
        with pytest.raises(Refused, match=r"adjust\.no_release"):
            drop_adjustment(store, PLAN, by=BY, at=LATER)
        issue(store)
        open_adjustment(store, PLAN, reason="Bão", by=BY, at=LATER)
        with pytest.raises(Refused) as refusal:
            open_adjustment(store, PLAN, reason="Bão", by=BY, at=LATER)
    assert refusal.value.code == "plan.is_draft"


DOINGS: dict[str, Callable[..., object]] = {
    "open": partial(open_adjustment, reason="Bão"),
    "change": partial(change_adjustment, reason="Khác", form=AdjustmentForm.REPLACING),
    "drop": drop_adjustment,
}


@pytest.mark.parametrize("doing", DOINGS)
def test_what_changed_since_the_page_was_shown_is_not_written_over(issued: Engine, doing: str):
    with open_store(issued) as store:
        if doing != "open":
            open_adjustment(store, PLAN, reason="Bão", by=BY, at=LATER)
        seen = store.plans.version(PLAN) - 1
    before = everything(issued)
    with pytest.raises(StaleVersion), open_store(issued) as store:
        DOINGS[doing](store, PLAN, by=BY, at=LATER, version=seen)
    assert everything(issued) == before


def test_a_second_release_amends_the_first_act_and_the_third_both(issued: Engine):
    with open_store(issued) as store:
        adjust(store, MOVED)
        issue(store, "1300", date(2023, 7, 26), at=LATER)
        adjust(store, {"withdrawals": [{"unit": "ubnd-huyen-b"}]}, LATER + timedelta(days=1))
        draft = store.plans.dossier(PLAN).plan.decision
    assert [act.number for act in draft.amends] == ["1234/QĐ-UBND", "1300/QĐ-UBND"]
