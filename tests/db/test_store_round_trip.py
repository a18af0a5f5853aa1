"""What goes into the store comes back equal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from storing import put, undone
from strategies import days_off, plan_dossiers

from app.db.store import open_reader, open_store

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.domain.dates import DayOff
    from app.domain.dossiers import PlanDossier


@settings(max_examples=50)
@given(dossier=plan_dossiers())
def test_a_dossier_read_back_equals_the_one_written(engine: Engine, written_by: dict[str, Any], dossier: PlanDossier):
    with undone(engine) as store:
        put(store, dossier, written_by)
        assert store.plans.dossier(dossier.plan.key) == dossier


@settings(max_examples=20)
@given(entries=st.integers(2019, 2027).flatmap(days_off))
def test_days_off_read_back_equal_those_written_whatever_their_order(
    engine: Engine, written_by: dict[str, Any], entries: tuple[DayOff, ...]
):
    with undone(engine) as store:
        assert store.days_off.add(reversed(entries), **written_by) == len(entries)
        assert store.days_off.entries() == entries
        assert store.days_off.calendar().table == entries


@settings(max_examples=10)
@given(first=plan_dossiers(), second=plan_dossiers())
def test_two_plans_of_two_provinces_do_not_mix(
    engine: Engine, written_by: dict[str, Any], first: PlanDossier, second: PlanDossier
):
    ours, theirs = _apart(first, "a"), _apart(second, "b")
    with undone(engine) as store:
        put(store, ours, written_by)
        put(store, theirs, written_by)
        assert store.plans.dossier(ours.plan.key) == ours
        assert store.plans.dossier(theirs.plan.key) == theirs


@settings(max_examples=1)
@given(dossier=plan_dossiers())
def test_a_dossier_is_there_for_the_next_transaction(engine: Engine, written_by: dict[str, Any], dossier: PlanDossier):
    with open_store(engine) as store:
        put(store, dossier, written_by)
    with open_reader(engine) as store:
        assert store.plans.dossier(dossier.plan.key) == dossier


def _apart(dossier: PlanDossier, mark: str) -> PlanDossier:
    """Return the dossier under keys of its own, where keys are those of the whole installation."""
    plan = replace(
        dossier.plan,
        key=f"{dossier.plan.key}-{mark}",
        province=f"{dossier.plan.province}-{mark}",
        outline=f"{dossier.plan.outline}-{mark}" if dossier.plan.outline else None,
        forms=tuple(f"{key}-{mark}" for key in dossier.plan.forms),
    )
    return replace(
        dossier,
        plan=plan,
        province=replace(dossier.province, key=plan.province),
        outlines=tuple(replace(outline, key=f"{outline.key}-{mark}") for outline in dossier.outlines),
        forms=tuple(replace(form, key=f"{form.key}-{mark}") for form in dossier.forms),
    )
