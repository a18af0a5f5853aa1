"""What a paper makes of a plan: submitted, taken back, closed, replaced; and what no office would record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_dossier, a_plan, with_plan

from app.domain.acts import CitedAct, Decision, Submission
from app.domain.endings import closed_dossier, replaced_dossier, submitted_dossier, withdrawn_dossier
from app.domain.errors import InvalidInput, Refused
from app.domain.plans import Ending, PlanState
from app.domain.releases import issued_dossier

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.dossiers import PlanDossier

SIGNED, TODAY = date(2023, 7, 5), date(2023, 7, 10)
SUBMISSION = Submission(
    agency="so-noi-vu", number="9/TTr-SNV", day=date(2023, 6, 29), text="Tờ trình số 9/TTr-SNV ngày 29/6/2023."
)
DRAFT = a_dossier(a_plan(decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a", submission=SUBMISSION)))
ISSUED = issued_dossier(DRAFT, "1234", SIGNED)


def faults_of(change: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refusal:
        change()
    return [(fault.place, fault.code) for fault in refusal.value.faults]


def test_a_submitted_plan_bears_the_number_and_day_of_its_paper_wherever_it_names_it():
    after = submitted_dossier(DRAFT, " 12/TTr-SNV ", date(2023, 7, 3), TODAY)
    asked = replace(
        SUBMISSION, number="12/TTr-SNV", day=date(2023, 7, 3), text="Tờ trình số 12/TTr-SNV ngày 03/7/2023."
    )
    assert after == with_plan(
        DRAFT,
        state=PlanState.SUBMITTED,
        changed_on=TODAY,
        decision=replace(DRAFT.plan.decision, submission=asked),
    )


def test_a_number_alone_gets_the_symbol_of_the_agency_that_submits():
    bare = with_plan(DRAFT, decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a"))
    units = tuple(replace(unit, symbol="SNV") if unit.key == "so-noi-vu" else unit for unit in bare.units)
    after = submitted_dossier(replace(bare, units=units), "7", SIGNED, TODAY)
    assert after.plan.decision.submission == Submission(agency="so-noi-vu", number="07/TTr-SNV", day=SIGNED)


@pytest.mark.parametrize(
    ("number", "day", "faults"),
    [
        ("", SIGNED, [("number", "paper_number.empty")]),
        ("không", SIGNED, [("number", "paper_number.unreadable")]),
        ("0/TTr", SIGNED, [("number", "paper_number.unreadable")]),
        ("12/", SIGNED, [("number", "paper_number.unreadable")]),
        ("1/" + "A" * 80, SIGNED, [("number", "paper_number.unreadable")]),
        ("12/TTr-SNV", date(2023, 7, 11), [("day", "day.to_come")]),
        ("", date(2023, 7, 11), [("number", "paper_number.empty"), ("day", "day.to_come")]),
    ],
)
def test_a_paper_that_cannot_be_is_refused_at_its_field(number: str, day: date, faults: list[tuple[str, str]]):
    assert faults_of(lambda: submitted_dossier(DRAFT, number, day, TODAY)) == faults


def test_a_submitted_plan_that_is_taken_back_is_the_draft_again():
    submitted = submitted_dossier(DRAFT, "12/TTr-SNV", SIGNED, TODAY)
    assert withdrawn_dossier(submitted, TODAY) == with_plan(submitted, state=PlanState.DRAFT)


def test_the_report_of_the_team_closes_an_issued_plan():
    after = closed_dossier(ISSUED, "245/BC-ĐKT", TODAY, TODAY)
    ending = Ending(day=TODAY, paper=CitedAct(number="245/BC-ĐKT", day=TODAY))
    assert after == with_plan(ISSUED, state=PlanState.CLOSED, changed_on=TODAY, ending=ending)
    assert faults_of(lambda: closed_dossier(ISSUED, "245", TODAY, TODAY)) == [("number", "paper_number.no_symbol")]
    assert faults_of(lambda: closed_dossier(ISSUED, "245/BC-ĐKT", date(2023, 7, 4), TODAY)) == [
        ("day", "day.before_decision")
    ]


def test_another_act_does_away_with_an_issued_plan():
    act = CitedAct(number="1500/QĐ-UBND", day=TODAY, issuer=" UBND tỉnh A ", subject="kế hoạch khác")
    after = replaced_dossier(ISSUED, act, TODAY)
    ending = Ending(day=TODAY, paper=replace(act, issuer="UBND tỉnh A"))
    assert after == with_plan(ISSUED, state=PlanState.REPLACED, changed_on=TODAY, ending=ending)
    own = replace(act, number="1234/qđ-ubnd")
    assert faults_of(lambda: replaced_dossier(ISSUED, own, TODAY)) == [("number", "paper_number.own")]
    assert faults_of(lambda: replaced_dossier(ISSUED, replace(act, day=None), TODAY)) == [("day", "day.empty")]


WAYS: dict[str, tuple[Callable[[PlanDossier], PlanDossier], set[PlanState]]] = {
    "submit": (lambda plan: submitted_dossier(plan, "1/TTr", SIGNED, TODAY), {PlanState.DRAFT}),
    "withdraw": (lambda plan: withdrawn_dossier(plan, TODAY), {PlanState.SUBMITTED}),
    "close": (lambda plan: closed_dossier(plan, "1/BC", TODAY, TODAY), {PlanState.ISSUED}),
    "replace": (lambda plan: replaced_dossier(plan, CitedAct(number="1/QĐ", day=TODAY), TODAY), {PlanState.ISSUED}),
}


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("way", WAYS)
def test_every_other_way_is_refused_with_where_the_plan_stands(way: str, state: PlanState):
    go, allowed = WAYS[way]
    plan: Any = with_plan(ISSUED if state != PlanState.DRAFT else DRAFT, state=state)
    if state in allowed:
        assert go(plan).plan.state != state
        return
    with pytest.raises(Refused) as refusal:
        go(plan)
    assert refusal.value.code == f"plan.is_{state}"
