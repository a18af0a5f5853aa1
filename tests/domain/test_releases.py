"""What a plan may become, what its decision may be, and what has to be accepted before it is issued."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from builders import a_batch, a_dossier, a_plan, a_visit, with_plan

from app.domain.acts import Decision, Submission
from app.domain.errors import NotFound, Refused
from app.domain.plans import PlanState
from app.domain.problems import SEVERITIES, Problem, Severity
from app.domain.reasons import GivenReasons, fact_of
from app.domain.releases import (
    APPROVERS,
    TRANSITIONS,
    Approver,
    OpenProblem,
    Release,
    adjusted_draft,
    approver_of,
    check_decision,
    check_transition,
    decision_number,
    issued_dossier,
    leading_people,
    open_problems,
    state_diagram,
)

DAY = date(2023, 7, 5)
ERROR, WARNING, INFO = Problem(code="window.overlap"), Problem(code="member.unnamed"), Problem(code="draw.pending")


def a_release(number: int = 1, **fields: Any) -> Release:
    defaults: dict[str, Any] = {
        "plan": "tinh-a-2023",
        "decision_number": "1234/QĐ-UBND",
        "decision_day": DAY,
        "issued_by": "ong-m",
        "issued_at": datetime(2023, 7, 5, tzinfo=UTC),
        "actor": "x",
        "sha256": "0" * 64,
    }
    return Release(number=number, **{**defaults, **fields})


def refused(*asked: Any) -> tuple[str, dict[str, str]]:
    with pytest.raises(Refused) as refusal:
        check_decision(*asked)
    return refusal.value.code, refusal.value.facts()


# States


def test_a_plan_goes_from_draft_to_issued_and_back_into_adjustment_until_it_is_replaced_or_closed():
    assert {(state, wanted) for state, ways in TRANSITIONS.items() for wanted in ways} == {
        (PlanState.DRAFT, PlanState.SUBMITTED),
        (PlanState.DRAFT, PlanState.ISSUED),
        (PlanState.SUBMITTED, PlanState.DRAFT),
        (PlanState.SUBMITTED, PlanState.ISSUED),
        (PlanState.ISSUED, PlanState.DRAFT),
        (PlanState.ISSUED, PlanState.REPLACED),
        (PlanState.ISSUED, PlanState.CLOSED),
    }
    assert set(TRANSITIONS) == set(PlanState)


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("wanted", PlanState)
def test_every_other_way_is_refused_with_where_the_plan_stands(state: PlanState, wanted: PlanState):
    if wanted in TRANSITIONS[state]:
        check_transition(state, wanted, "kh")
        return
    with pytest.raises(Refused) as refusal:
        check_transition(state, wanted, "kh")
    assert (refusal.value.code, refusal.value.facts()) == (f"plan.is_{state}", {"key": "kh"})


def test_an_issued_plan_bears_number_and_day_and_that_day_is_its_last_change():
    draft = with_plan(a_dossier(), decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a"))
    issued = issued_dossier(draft, "1234", DAY)
    assert (issued.plan.decision.number, issued.plan.decision.day) == ("1234", DAY)
    assert (issued.plan.state, issued.plan.changed_on, issued.plan.is_issued) == (PlanState.ISSUED, DAY, True)
    assert (
        with_plan(issued, state=draft.plan.state, changed_on=draft.plan.changed_on, decision=draft.plan.decision)
        == draft
    )


def test_a_draft_on_top_of_an_issued_plan_has_neither_number_nor_day():
    issued = issued_dossier(a_dossier(), "1234", DAY)
    draft = adjusted_draft(issued, date(2023, 8, 1))
    assert (draft.plan.state, draft.plan.changed_on) == (PlanState.DRAFT, date(2023, 8, 1))
    assert (draft.plan.decision.number, draft.plan.decision.day) == (None, None)
    assert issued_dossier(draft, "1234", DAY) == issued


# Number and day


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234", "1234"),
        ("1234/QĐ-UBND", "1234"),
        (" 1234 / qđ-ubnd ", "1234"),
        (unicodedata.normalize("NFD", "1234/QĐ-ỦBND"), "1234"),
        ("6", "06"),
        ("06", "06"),
        ("0012/QĐ-UBND", "12"),
    ],
)
def test_a_number_may_be_typed_with_its_symbol_or_without(typed: str, number: str):
    symbol = "QĐ-ỦBND" if "Ủ" in unicodedata.normalize("NFC", typed) else "QĐ-UBND"
    assert decision_number(typed, symbol) == number


@pytest.mark.parametrize(
    "typed", ["", " ", "0", "000", "QĐ-UBND", "12a", "1234/", "-5", "1.234", "1234567", "١٢", "1 2", "số 5"]
)
def test_what_is_no_number_is_refused(typed: str):
    with pytest.raises(Refused) as refusal:
        decision_number(typed, "QĐ-UBND")
    assert (refusal.value.code, refusal.value.facts()) == (
        "release.number_unreadable",
        {"found": typed, "symbol": "QĐ-UBND"},
    )


def test_the_symbol_of_another_act_is_refused():
    with pytest.raises(Refused) as refusal:
        decision_number("1234/KH-UBND", "QĐ-UBND")
    assert (refusal.value.code, refusal.value.facts()) == (
        "release.other_symbol",
        {"found": "KH-UBND", "symbol": "QĐ-UBND"},
    )


def test_a_decision_is_signed_from_the_day_of_its_submission_until_today():
    submission = Submission(agency="so-noi-vu", number="9/TTr-SNV", day=date(2023, 6, 29))
    dossier = with_plan(a_dossier(), decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a", submission=submission))
    for day in (date(2023, 6, 29), DAY):
        check_decision("5", day, dossier, [], DAY)
    assert refused("5", date(2023, 6, 28), dossier, [], DAY) == (
        "release.day_before_submission",
        {"day": "28/6/2023", "number": "9/TTr-SNV", "submitted": "29/6/2023"},
    )
    assert refused("5", date(2023, 7, 6), dossier, [], DAY) == (
        "release.day_to_come",
        {"day": "06/7/2023", "today": "05/7/2023"},
    )


@pytest.mark.parametrize(
    "submission", [None, Submission(agency="so-noi-vu"), Submission(agency="so-noi-vu", number="9")]
)
def test_a_submission_without_a_day_bounds_nothing(submission: Submission | None):
    dossier = with_plan(a_dossier(), decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a", submission=submission))
    check_decision("5", date(2020, 1, 1), dossier, [], DAY)


def test_an_adjustment_is_not_signed_before_what_it_adjusts():
    earlier = [a_release(1), a_release(2, decision_number="9/QĐ-UBND", decision_day=date(2023, 8, 9))]
    check_decision("10", date(2023, 8, 9), a_dossier(), earlier, date(2023, 9, 1))
    assert refused("10", date(2023, 8, 8), a_dossier(), earlier, date(2023, 9, 1)) == (
        "release.day_before_last",
        {"day": "08/8/2023", "release": "2", "issued": "09/8/2023"},
    )


def test_a_number_is_used_once_a_year():
    earlier = [a_release(1)]
    assert refused("1234", date(2023, 12, 31), a_dossier(), earlier, date(2024, 2, 1)) == (
        "release.number_used",
        {"number": "1234/QĐ-UBND", "release": "1", "issued": "05/7/2023"},
    )
    check_decision("1234", date(2024, 1, 31), a_dossier(), earlier, date(2024, 2, 1))
    check_decision("1235", date(2023, 12, 31), a_dossier(), earlier, date(2024, 2, 1))


# Who, and what is still open


def test_those_lead_who_are_head_or_deputy_and_come_from_a_lead_agency():
    batches = (a_batch("dot-1", head="ba-n", deputies=("ong-p",)), a_batch("dot-2", head=None, deputies=("ba-n",)))
    dossier = a_dossier(a_plan(batches=batches, visits=(a_visit(head="ong-m"), a_visit("ubnd-huyen-b"))))
    assert leading_people(dossier) == ("ba-n", "ong-m")
    assert leading_people(with_plan(dossier, lead_agencies=("so-tu-phap",))) == ("ong-p",)


def test_a_leader_may_accept_all_and_anybody_else_of_a_lead_agency_warnings():
    dossier = a_dossier(a_plan(batches=(a_batch(deputies=()),)))
    assert [approver_of(dossier, key) for key in ("ong-m", "ba-n")] == [Approver.LEADER, Approver.PLANNER]


def test_nobody_of_another_agency_issues_a_plan():
    with pytest.raises(Refused) as refusal:
        approver_of(a_dossier(), "ong-p")
    assert (refusal.value.code, refusal.value.facts()) == (
        "release.not_of_lead_agency",
        {"person": "Ông P", "agencies": "Sở Nội vụ và Sở Thông tin và Truyền thông"},
    )
    with pytest.raises(NotFound):
        approver_of(a_dossier(), "ong-la")


def test_an_error_needs_a_leader_a_warning_a_planner_and_a_note_nobody():
    assert APPROVERS == {
        Severity.ERROR: Approver.LEADER,
        Severity.WARNING: Approver.PLANNER,
        Severity.INFO: None,
    }
    assert [SEVERITIES[p.code] for p in (ERROR, WARNING, INFO)] == [Severity.ERROR, Severity.WARNING, Severity.INFO]


BOTH = {"window.overlap": "đã thống nhất", "member.unnamed": "sẽ cử"}


@pytest.mark.parametrize(
    ("reasons", "approver", "still_open"),
    [
        ({}, Approver.LEADER, [(ERROR, Approver.LEADER, False), (WARNING, Approver.PLANNER, False)]),
        (BOTH, Approver.LEADER, []),
        (BOTH, Approver.PLANNER, [(ERROR, Approver.LEADER, True)]),
        (BOTH, None, [(ERROR, Approver.LEADER, True), (WARNING, Approver.PLANNER, True)]),
        (BOTH | {"window.overlap": " \n "}, Approver.LEADER, [(ERROR, Approver.LEADER, False)]),
        ({"window.overlap": "đã thống nhất"}, Approver.LEADER, [(WARNING, Approver.PLANNER, False)]),
        ({"draw.pending": "x"}, None, [(ERROR, Approver.LEADER, False), (WARNING, Approver.PLANNER, False)]),
    ],
)  # fmt: skip
def test_a_problem_stays_open_until_somebody_who_may_gives_a_reason(
    reasons: dict[str, str], approver: Approver | None, still_open: list[tuple[Problem, Approver, bool]]
):
    given = GivenReasons(by_code=reasons)
    assert open_problems([ERROR, WARNING, INFO], given, approver) == tuple(
        OpenProblem(problem=problem, approver=needed, has_reason=has_reason)
        for problem, needed, has_reason in still_open
    )


def test_one_reason_stands_for_every_problem_of_its_code():
    several = [replace(WARNING, subjects=(key,)) for key in ("a", "b", "c")]
    assert len(open_problems(several, GivenReasons(), Approver.PLANNER)) == 3
    assert open_problems(several, GivenReasons(by_code={"member.unnamed": "sẽ cử"}), Approver.PLANNER) == ()
    own = GivenReasons(by_fact={fact_of(several[1]): "đã cử"})
    assert [each.problem for each in open_problems(several, own, Approver.PLANNER)] == [several[0], several[2]]


def test_the_diagram_of_the_states_shows_every_way_and_no_other():
    lines = [line.strip() for line in state_diagram().splitlines()]
    assert lines[0] == "stateDiagram-v2"
    assert {line.partition(":")[0].strip() for line in lines if "-->" in line} == {
        "[*] --> draft", "draft --> submitted", "draft --> issued", "submitted --> draft", "submitted --> issued",
        "issued --> draft", "issued --> replaced", "issued --> closed", "replaced --> [*]", "closed --> [*]",
    }  # fmt: skip
    assert [line for line in lines if line.startswith("state ")] == [
        'state "Dự thảo" as draft',
        'state "Đã trình" as submitted',
        'state "Đã ban hành" as issued',
        'state "Đã được thay thế" as replaced',
        'state "Đã kết thúc" as closed',
    ]
