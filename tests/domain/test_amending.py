"""An act that was issued is amended or replaced; what carries the plan, and how the act is cited, follows from that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import a_dossier, a_plan, a_visit, a_window, with_plan

from app.domain.acts import CitedAct, Decision, LegalBasis, Signatory, Submission
from app.domain.amending import (
    AdjustmentForm,
    act_in_force,
    amending_acts,
    as_content,
    consolidated,
    content_changes,
    form_of,
    in_form,
    opened_adjustment,
    own_act,
)
from app.domain.plans import PlanState
from app.domain.releases import issued_dossier

DECISION = Decision(
    symbol="QĐ-UBND",
    body="ubnd-tinh-a",
    title="Phê duyệt Kế hoạch",
    legal_bases=(LegalBasis(text="Căn cứ Luật A;"),),
    submission=Submission(agency="so-noi-vu", number="9/TTr-SNV", day=date(2023, 6, 29), text="Theo đề nghị."),
    replaces=CitedAct(number="5/QĐ-UBND"),
    signatory=Signatory(title="CHỦ TỊCH", name="An"),
)
FIRST = issued_dossier(a_dossier(a_plan(decision=DECISION)), "7", date(2023, 7, 5))
ACT_1 = CitedAct(number="07/QĐ-UBND", day=date(2023, 7, 5), subject="Phê duyệt Kế hoạch")
AMENDING, REPLACING = AdjustmentForm.AMENDING, AdjustmentForm.REPLACING
DAY = date(2023, 7, 20)


def opened(dossier=FIRST, form=AMENDING):
    return opened_adjustment(dossier, DAY, form, "Bão")


def issued_again(dossier, number="12", day=date(2023, 7, 21)):
    return issued_dossier(dossier, number, day)


def test_an_amending_draft_names_the_act_it_amends_and_keeps_what_that_replaced():
    draft = opened()
    decision = draft.plan.decision
    assert (draft.plan.state, draft.plan.changed_on) == (PlanState.DRAFT, DAY)
    assert (decision.number, decision.day, decision.reason) == (None, None, "Bão")
    assert (decision.amends, decision.replaces) == ((ACT_1,), CitedAct(number="5/QĐ-UBND"))
    assert (form_of(decision), act_in_force(decision)) == (AMENDING, ACT_1)


def test_a_replacing_draft_names_the_act_it_does_away_with_and_amends_none():
    decision = opened(form=REPLACING).plan.decision
    assert (decision.amends, decision.replaces) == ((), ACT_1)
    assert (form_of(decision), act_in_force(decision)) == (REPLACING, None)


def test_the_paper_that_asks_for_it_is_a_new_one_of_the_same_agency():
    assert opened().plan.decision.submission == Submission(agency="so-noi-vu")
    bare = with_plan(FIRST, decision=replace(FIRST.plan.decision, submission=None))
    assert opened(bare).plan.decision.submission is None


def test_a_further_amendment_amends_the_first_act_and_lists_those_between():
    second = issued_again(opened())
    third = opened(second).plan.decision
    act_2 = CitedAct(number="12/QĐ-UBND", day=date(2023, 7, 21), subject="Phê duyệt Kế hoạch")
    assert third.amends == (ACT_1, act_2)
    assert amending_acts(second.plan.decision) == (act_2,)
    assert amending_acts(third) == (act_2, CitedAct(number="/QĐ-UBND"))
    assert amending_acts(FIRST.plan.decision) == ()


def test_what_replaces_an_amended_act_does_away_with_the_act_that_was_amended():
    second = issued_again(opened())
    assert opened(second, REPLACING).plan.decision.replaces == ACT_1


def test_after_a_replacement_the_new_act_is_the_one_to_be_amended():
    second = issued_again(opened(form=REPLACING))
    assert [act.number for act in opened(second).plan.decision.amends] == ["12/QĐ-UBND"]


@pytest.mark.parametrize("form", AdjustmentForm)
def test_the_form_may_be_switched_to_and_fro(form):
    there = in_form(opened(form=form), FIRST, next(each for each in AdjustmentForm if each != form))
    assert in_form(there, FIRST, form) == opened(form=form)
    assert there != opened(form=form)


def test_a_plan_that_came_in_without_a_number_can_only_be_replaced():
    nameless = with_plan(FIRST, decision=replace(FIRST.plan.decision, number=None))
    decision = opened(nameless).plan.decision
    assert (decision.amends, decision.replaces, form_of(decision)) == ((), CitedAct(number="5/QĐ-UBND"), REPLACING)


def test_an_act_cites_itself_by_two_digits_at_least():
    assert own_act(DECISION) is None
    assert own_act(replace(DECISION, number="3")) == CitedAct(number="03/QĐ-UBND", subject="Phê duyệt Kế hoạch")


def test_the_whole_text_stands_under_the_bases_proposal_and_signature_of_the_first_act():
    new = replace(
        opened().plan.decision,
        legal_bases=(LegalBasis(text="Căn cứ Luật B;"),),
        signatory=Signatory(title="PHÓ CHỦ TỊCH", name="Bình"),
    )
    whole = consolidated(with_plan(opened(), decision=new), FIRST).plan.decision
    assert (whole.legal_bases, whole.submission, whole.signatory) == (
        DECISION.legal_bases,
        DECISION.submission,
        DECISION.signatory,
    )
    assert whole.amends == (ACT_1,)
    replacing = opened(form=REPLACING)
    assert consolidated(replacing, FIRST) == replacing


@pytest.mark.parametrize("form", AdjustmentForm)
def test_an_adjustment_that_was_just_opened_changes_nothing(form):
    assert as_content(opened(form=form), FIRST) == FIRST
    assert content_changes(FIRST, opened(form=form)) == ()


def test_only_what_the_plan_says_counts_as_changed():
    draft = with_plan(opened(), visits=(a_visit(window=a_window(date(2023, 9, 5), date(2023, 9, 8))),))
    found = [(change.subject, change.before, change.after) for change in content_changes(FIRST, draft)]
    assert found == [
        (
            "Sở Y tế, thời gian",
            "từ ngày 01/8/2023 đến hết ngày 04/8/2023",
            "từ ngày 05/9/2023 đến hết ngày 08/9/2023",
        )
    ]
    assert content_changes(FIRST, issued_again(draft)) == content_changes(FIRST, draft)
