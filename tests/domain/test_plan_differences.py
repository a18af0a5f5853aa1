"""What differs between two states of a plan, as values: carried out on the one it gives the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_batch, a_dossier, a_plan, a_visit, a_window, with_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import plan_dossiers

from app.domain.acts import Article, Clause, ClauseKind, Decision, LegalBasis, PlanText
from app.domain.plan_differences import NOTHING, ORDER, Edit, Item, PlanDifference, apply, difference, value_at
from app.domain.plans import Budget

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier

DOSSIER = a_dossier(a_plan(decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a")))


@settings(max_examples=15)
@given(old=plan_dossiers(), new=plan_dossiers())
def test_what_differs_carried_out_on_the_old_gives_the_new(old: PlanDossier, new: PlanDossier):
    assert apply(old, difference(old, new)) == new


@settings(max_examples=15)
@given(dossier=plan_dossiers(), other=plan_dossiers(), data=st.data())
def test_a_plan_of_which_some_parts_changed_comes_out_of_its_difference(
    dossier: PlanDossier, other: PlanDossier, data: Any
):
    parts = ["visits", "batches", "teams", "decision", "text", "budget", "absences", "standards", "forms", "mandates"]
    changed = data.draw(st.sets(st.sampled_from(parts)))
    new = with_plan(dossier, **{part: getattr(other.plan, part) for part in changed})
    found = difference(dossier, new)
    assert apply(dossier, found) == new
    assert {edit.path[1] for edit in found.edits} <= changed
    assert found.is_empty == (new == dossier)


@settings(max_examples=15)
@given(dossier=plan_dossiers(), data=st.data())
def test_an_order_alone_is_a_difference(dossier: PlanDossier, data: Any):
    visits = tuple(data.draw(st.permutations(dossier.plan.visits)))
    new = with_plan(dossier, visits=visits)
    found = difference(dossier, new)
    assert apply(dossier, found) == new
    assert {edit.path for edit in found.edits} <= {("plan", "visits", ORDER)}
    assert found.is_empty == (visits == dossier.plan.visits)


@given(dossier=plan_dossiers())
def test_a_plan_does_not_differ_from_itself(dossier: PlanDossier):
    assert difference(dossier, dossier) == PlanDifference()
    assert apply(dossier, PlanDifference()) == dossier


def test_a_thing_is_told_by_its_key_and_what_changed_of_it_by_its_field():
    new = with_plan(DOSSIER, visits=(a_visit(window=a_window(date(2023, 8, 2))), a_visit("ubnd-huyen-b")))
    assert difference(DOSSIER, new).edits == (
        Edit(
            path=("plan", "visits", Item(("so-y-te", 1)), "window"),
            before=DOSSIER.plan.visits[0].window,
            after=a_window(date(2023, 8, 2)),
        ),
        Edit(path=("plan", "visits", Item(("ubnd-huyen-b", 1))), before=NOTHING, after=a_visit("ubnd-huyen-b")),
    )
    (gone,) = difference(new, with_plan(new, visits=new.plan.visits[:1])).edits
    assert (gone.before, gone.after) == (a_visit("ubnd-huyen-b"), NOTHING)


def test_a_list_in_which_a_key_stands_twice_is_one_value():
    articles = (Article(number="Điều 2.", text="Một."), Article(number="Điều 2.", text="Hai."))
    new = with_plan(DOSSIER, decision=replace(DOSSIER.plan.decision, articles=articles))
    assert difference(DOSSIER, new).edits == (Edit(path=("plan", "decision", "articles"), before=(), after=articles),)
    assert apply(DOSSIER, difference(DOSSIER, new)) == new


def test_lines_are_told_one_by_one():
    old = with_plan(DOSSIER, decision=replace(DOSSIER.plan.decision, recipients=("A;", "B;", "C.")))
    bases = (LegalBasis(text="Căn cứ Luật A;"), LegalBasis(text="Căn cứ Luật B;"))
    new = with_plan(old, decision=replace(old.plan.decision, recipients=("C.", "A;", "D;"), legal_bases=bases))
    found = difference(old, new)
    assert [edit.path[2:] for edit in found.edits] == [
        ("legal_bases", Item("Căn cứ Luật A;")),
        ("legal_bases", Item("Căn cứ Luật B;")),
        ("recipients", Item("B;")),
        ("recipients", Item("D;")),
        ("recipients", ORDER),
    ]
    assert apply(old, found) == new


def test_what_stands_at_a_path_is_found_and_what_does_not_is_nothing():
    text = PlanText(clauses=(Clause(code="I.1", kind=ClauseKind.ITEM, text="Một."),))
    dossier = with_plan(DOSSIER, text=text)
    assert value_at(dossier, ("plan", "text", "clauses", Item("I.1"), "text")) == "Một."
    assert value_at(dossier, ("plan", "text", "clauses", Item("I.2"))) is NOTHING
    assert value_at(dossier, ("plan", "text", "clauses", Item("I.2"), "text")) is NOTHING
    assert value_at(dossier, ("plan", "budget", "rate")) is NOTHING
    assert value_at(with_plan(dossier, budget=Budget(rate=150_000)), ("plan", "budget", "rate")) == 150_000


def test_a_difference_is_not_carried_out_on_another_plan():
    new = with_plan(DOSSIER, batches=(a_batch(head="ba-n"),))
    other = with_plan(DOSSIER, batches=(a_batch(head="ong-p"),))
    with pytest.raises(ValueError, match="is not what it was"):
        apply(other, difference(DOSSIER, new))
