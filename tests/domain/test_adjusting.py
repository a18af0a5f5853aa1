"""What a request for changes makes of a plan, and everything that can be wrong with one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_batch, a_dossier, a_plan, a_team, a_visit, a_window, before, with_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import plan_dossiers, windows

from app.domain.acts import Article, Clause, ClauseKind, Decision, PlanText, Submission
from app.domain.adjusting import apply_adjustment
from app.domain.adjustments import (
    Adjustment,
    DeadlineChange,
    Joining,
    LeaderChange,
    Leaving,
    Move,
    Return,
    SeatChange,
    TextChange,
    Transfer,
    Withdrawal,
)
from app.domain.dates import LooseTime
from app.domain.errors import InvalidInput
from app.domain.outlines import Outline, OutlineItem, OutlineKind
from app.domain.people import Person
from app.domain.plans import Plan, SelfInspectionRule
from app.domain.teams import Role, Seat

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier

AUGUST = a_window(date(2023, 8, 1), date(2023, 8, 4))
SEPTEMBER = a_window(date(2023, 9, 5), date(2023, 9, 8))
LATER = LooseTime(wording="Quý IV năm 2023")
NEWCOMER = Person(key="ba-q", name="Q", honorific="Bà", position="Chuyên viên", agency="so-noi-vu")
SEATS = (
    Seat(key="ong-p", person="ong-p", role=Role.SECRETARY, fields=("the-che",)),
    Seat(key="van-phong", office="Đại diện Văn phòng", agency="so-tu-phap"),
)
PLAN = a_plan(
    decision=Decision(
        symbol="QĐ-UBND", body="ubnd-tinh-a", articles=(Article(number="Điều 1.", text="Phê duyệt kế hoạch."),)
    ),
    text=PlanText(
        title=("Kiểm tra", "năm 2023"),
        clauses=(Clause(code="I.1", kind=ClauseKind.ITEM, text="Báo cáo trước ngày 21/7/2023."),),
    ),
    teams=(a_team(*SEATS),),
    batches=(a_batch(), a_batch("dot-2", head="ba-n", deputies=("ong-m",), lead_agency="so-tttt")),
    visits=(a_visit(), a_visit("so-tu-phap"), a_visit("ubnd-huyen-b", batch="dot-2")),
    self_inspection=SelfInspectionRule(deadline=before(date(2023, 11, 30))),
)
DOSSIER = a_dossier(PLAN)


def adjusted(dossier: PlanDossier = DOSSIER, issued: Any = (), **changes: Any) -> Plan:
    return apply_adjustment(dossier, Adjustment(**changes), issued).plan


def faults(dossier: PlanDossier = DOSSIER, issued: Any = (), **changes: Any) -> list[tuple[str, ...]]:
    """Return place and code of every fault of a request, with what was found and wanted where that is told."""
    with pytest.raises(InvalidInput) as refusal:
        apply_adjustment(dossier, Adjustment(**changes), issued)
    return [
        (fault.place, fault.code, *(part for part in (fault.found, fault.wanted) if part))
        for fault in refusal.value.faults
    ]


def units(plan: Plan) -> list[str]:
    return [visit.unit for visit in plan.visits]


# Visits


def test_a_moved_visit_has_its_new_window_and_nothing_else_changes():
    plan = adjusted(moves=(Move(unit="so-y-te", window=SEPTEMBER),))
    assert plan.visit("so-y-te").window == SEPTEMBER
    assert replace(plan, visits=PLAN.visits) == PLAN
    assert plan.visits[1:] == PLAN.visits[1:]


def test_a_visit_made_firm_keeps_the_loose_wording_of_the_plan():
    loose = with_plan(DOSSIER, visits=(a_visit(window=None, loose=LATER),))
    visit = adjusted(loose, moves=(Move(unit="so-y-te", window=SEPTEMBER),)).visits[0]
    assert (visit.window, visit.loose) == (SEPTEMBER, LATER)


def test_a_visit_may_become_loose_or_undetermined():
    assert adjusted(moves=(Move(unit="so-y-te", loose=LATER),)).visits[0] == a_visit(window=None, loose=LATER)
    assert adjusted(moves=(Move(unit="so-y-te"),)).visits[0] == a_visit(window=None)


def test_a_withdrawn_visit_is_gone_and_returns_as_it_was_issued_where_it_stood():
    without = with_plan(DOSSIER, visits=adjusted(withdrawals=(Withdrawal(unit="so-tu-phap"),)).visits)
    assert units(without.plan) == ["so-y-te", "ubnd-huyen-b"]
    assert adjusted(without, [PLAN.visits], returns=(Return(unit="so-tu-phap"),)) == PLAN


def test_visits_withdrawn_one_after_the_other_return_in_any_order():
    bare = with_plan(DOSSIER, visits=())
    for order in (("ubnd-huyen-b", "so-y-te", "so-tu-phap"), ("so-tu-phap", "ubnd-huyen-b", "so-y-te")):
        assert adjusted(bare, [PLAN.visits], returns=tuple(Return(unit=unit) for unit in order)) == PLAN


def test_a_visit_returns_as_it_was_issued_last():
    moved = adjusted(moves=(Move(unit="so-y-te", window=SEPTEMBER),)).visits
    without = with_plan(DOSSIER, visits=PLAN.visits[1:])
    assert adjusted(without, [moved, PLAN.visits], returns=(Return(unit="so-y-te"),)).visits == moved
    assert adjusted(without, [PLAN.visits[1:], PLAN.visits], returns=(Return(unit="so-y-te"),)).visits == PLAN.visits


def test_a_visit_returns_at_a_new_time_where_one_is_given():
    without = with_plan(DOSSIER, visits=PLAN.visits[1:])
    for returned, window, loose in (
        (Return(unit="so-y-te", window=SEPTEMBER), SEPTEMBER, None),
        (Return(unit="so-y-te", loose=LATER), None, LATER),
    ):
        visit = adjusted(without, [PLAN.visits], returns=(returned,)).visits[0]
        assert (visit.window, visit.loose, visit.batch) == (window, loose, "dot-1")


def test_a_new_visit_stands_last_in_its_batch():
    plan = adjusted(additions=(a_visit("so-noi-vu", window=SEPTEMBER),))
    assert units(plan) == ["so-y-te", "so-tu-phap", "so-noi-vu", "ubnd-huyen-b"]
    for there, batch, expected in (
        (PLAN.visits[:1], "dot-2", ["so-y-te", "so-noi-vu"]),
        (PLAN.visits[2:], "dot-1", ["so-noi-vu", "ubnd-huyen-b"]),
    ):
        few = with_plan(DOSSIER, visits=there)
        assert units(adjusted(few, additions=(a_visit("so-noi-vu", batch=batch),))) == expected


def test_a_second_visit_to_a_unit_gets_the_next_number():
    plan = adjusted(additions=(a_visit(window=SEPTEMBER), a_visit(window=SEPTEMBER, number=3)))
    assert [(visit.unit, visit.number) for visit in plan.visits if visit.unit == "so-y-te"] == [
        ("so-y-te", 1),
        ("so-y-te", 2),
        ("so-y-te", 3),
    ]


def test_a_visit_changes_over_to_another_batch_and_keeps_its_time():
    plan = adjusted(transfers=(Transfer(unit="so-y-te", batch="dot-2"),))
    assert plan.visits[0] == a_visit(batch="dot-2")


def test_faults_of_visits_are_told_at_their_places_all_at_once():
    issued = [(*PLAN.visits, a_visit("so-noi-vu"))]
    assert faults(
        issued=issued,
        withdrawals=(Withdrawal(unit="so-y-t"), Withdrawal(unit="so-y-te", number=2)),
        returns=(Return(unit="so-y-te"), Return(unit="so-noi-v")),
        additions=(
            a_visit(
                "so-la", batch="dot-9", head="nguoi-la", lead_agency="so-la", communes=("00001", "9"), scope=("I",),
                number=4,
            ),
            a_visit("so-noi-vu"),
        ),
        moves=(Move(unit="xyz"), Move(unit="so-tu-phap", window=AUGUST), Move(unit="so-tu-phap")),
        transfers=(Transfer(unit="so-tu-phap", batch="dot-1"), Transfer(unit="xyz", batch="dot-8")),
    ) == [
        ("withdrawals[1].unit", "change.visit_unknown", "so-y-t", "so-y-te"),
        ("withdrawals[2].unit", "change.visit_unknown", "so-y-te, 2", "so-y-te"),
        ("returns[1].unit", "change.not_withdrawn", "so-y-te"),
        ("returns[2].unit", "change.never_issued", "so-noi-v", "so-noi-vu"),
        ("additions[1].unit", "change.unit_unknown", "so-la"),
        ("additions[1].batch", "change.batch_unknown", "dot-9", "dot-2"),
        ("additions[1].head", "change.person_unknown", "nguoi-la"),
        ("additions[1].lead_agency", "change.unit_unknown", "so-la"),
        ("additions[1].communes[2]", "change.unit_unknown", "9"),
        ("additions[1].scope[1]", "outline_item.unknown", "I"),
        ("additions[1].number", "change.number_given", "4", "1"),
        ("additions[2].unit", "change.was_withdrawn", "so-noi-vu"),
        ("moves[1].unit", "change.visit_unknown", "xyz"),
        ("moves[2]", "change.nothing"),
        ("moves[3]", "change.twice", "so-tu-phap"),
        ("transfers[1]", "change.nothing"),
        ("transfers[2].unit", "change.visit_unknown", "xyz"),
        ("transfers[2].batch", "change.batch_unknown", "dot-8", "dot-2"),
    ]  # fmt: skip


def test_a_scope_of_the_outline_is_known():
    items = (OutlineItem(code="I", kind=OutlineKind.PART, number="I", text="Phần I"),)
    outline = Outline(key="de-cuong", version="1", title=("Đề cương",), items=items)
    dossier = replace(with_plan(DOSSIER, outline="de-cuong"), outlines=(outline,))
    assert adjusted(dossier, additions=(a_visit("so-noi-vu", scope=("I",)),)).visit("so-noi-vu").scope == ("I",)


# Leaders


def test_a_batch_gets_a_new_head_and_new_deputies():
    plan = adjusted(leaders=(LeaderChange(batch="dot-1", head="ong-p", deputies=("ong-m",), standing_deputy="ong-m"),))
    assert plan.batches[0] == a_batch(head="ong-p", deputies=("ong-m",), standing_deputy="ong-m")
    assert plan.batches[1:] == PLAN.batches[1:]


def test_what_a_change_of_leaders_leaves_out_stays_and_an_empty_text_empties_it():
    assert adjusted(leaders=(LeaderChange(batch="dot-1", head=""),)).batches[0] == a_batch(head=None)
    assert adjusted(leaders=(LeaderChange(batch="dot-1", deputies=()),)).batches[0] == a_batch(deputies=())
    assert adjusted(leaders=(LeaderChange(batch="dot-1", lead_agency="so-tttt"),)).batches[0] == a_batch(
        lead_agency="so-tttt"
    )


def test_a_standing_deputy_who_is_no_longer_a_deputy_is_none():
    led = with_plan(DOSSIER, batches=(a_batch(standing_deputy="ba-n"), PLAN.batches[1]))
    assert adjusted(led, leaders=(LeaderChange(batch="dot-1", deputies=("ong-p",)),)).batches[0] == a_batch(
        deputies=("ong-p",)
    )
    kept = adjusted(led, leaders=(LeaderChange(batch="dot-1", deputies=("ong-p", "ba-n")),)).batches[0]
    assert kept.standing_deputy == "ba-n"


def test_a_visit_may_be_led_by_somebody_else_and_follow_its_batch_again():
    led = adjusted(leaders=(LeaderChange(unit="so-y-te", head="ba-n", lead_agency="so-tttt"),))
    assert led.visits[0] == a_visit(head="ba-n", lead_agency="so-tttt")
    again = with_plan(DOSSIER, visits=led.visits)
    assert adjusted(again, leaders=(LeaderChange(unit="so-y-te", head="", lead_agency=""),)) == PLAN


def test_faults_of_leaders_are_told_at_their_places():
    assert faults(
        leaders=(
            LeaderChange(batch="dot-1", unit="so-y-te", head="nguoi-la"),
            LeaderChange(head="ba-n", lead_agency="so-x"),
            LeaderChange(batch="dot-3", head="ong-p"),
            LeaderChange(batch="dot-1", head="ong-m"),
            LeaderChange(batch="dot-2", deputies=("ong-m", "ong-m", "ai"), standing_deputy="ong-p"),
            LeaderChange(batch="dot-2", head="ong-m"),
            LeaderChange(unit="so-y-te", deputies=("ba-n",)),
            LeaderChange(unit="so-la", head="ba-n", standing_deputy="ba-n"),
        )
    ) == [
        ("leaders[1].head", "change.person_unknown", "nguoi-la"),
        ("leaders[1]", "change.subject_missing"),
        ("leaders[2].lead_agency", "change.unit_unknown", "so-x"),
        ("leaders[2]", "change.subject_missing"),
        ("leaders[3].batch", "change.batch_unknown", "dot-3", "dot-2"),
        ("leaders[4]", "change.nothing"),
        ("leaders[5].deputies[2]", "deputy.twice", "ong-m"),
        ("leaders[5].deputies[3]", "change.person_unknown", "ai"),
        ("leaders[5].standing_deputy", "batch.standing_deputy_apart", "ong-p"),
        ("leaders[6]", "change.twice", "dot-2"),
        ("leaders[6].head", "change.head_is_deputy", "ong-m"),
        ("leaders[7]", "change.of_batch_only"),
        ("leaders[7]", "change.nothing"),
        ("leaders[8].unit", "change.visit_unknown", "so-la"),
        ("leaders[8]", "change.of_batch_only"),
    ]


# Teams and people


def test_a_newcomer_takes_an_office_seat_and_the_office_is_remembered():
    request = Adjustment(people=(NEWCOMER,), seats=(SeatChange(seat="van-phong", person="ba-q", fields=("the-che",)),))
    changed = apply_adjustment(DOSSIER, request)
    seat = changed.plan.teams[0].seats[1]
    assert seat == replace(SEATS[1], person="ba-q", fields=("the-che",))
    assert changed.people == (*DOSSIER.people, NEWCOMER)
    back = apply_adjustment(changed, Adjustment(seats=(SeatChange(seat="van-phong", person="", fields=()),)))
    assert back.plan == PLAN


def test_a_substitute_joins_for_some_days_and_leaves():
    seat = Seat(key="thay-ong-p", person="ba-n", substitutes="ong-p", since=date(2023, 8, 1), until=date(2023, 8, 2))
    joined = adjusted(joinings=(Joining(seat=seat, team="doan"),))
    assert joined.teams[0].seats == (*SEATS, seat)
    again = with_plan(DOSSIER, teams=joined.teams)
    assert adjusted(again, leavings=(Leaving(seat="thay-ong-p"),)) == PLAN


def test_one_leaves_and_another_takes_the_place_in_one_request():
    plan = adjusted(leavings=(Leaving(seat="ong-p"),), joinings=(Joining(seat=Seat(key="moi", person="ong-p")),))
    assert [seat.key for seat in plan.teams[0].seats] == ["van-phong", "moi"]


def test_faults_of_teams_are_told_at_their_places():
    substituted = with_plan(DOSSIER, teams=(a_team(*SEATS, Seat(key="thay", person="ba-n", substitutes="ong-p")),))
    assert faults(
        substituted,
        people=(replace(NEWCOMER, key="ong-p", agency="so-x"),),
        leavings=(Leaving(seat="ong-p"), Leaving(seat="ong-x"), Leaving(seat="thay", team="doan-2")),
        joinings=(
            Joining(seat=Seat(key="van-phong", person="ong-p", agency="so-x", units=("so-y-te", "so-x"))),
            Joining(seat=Seat(key="moi", substitutes="ong-q")),
            Joining(seat=Seat(key="khac", person="nguoi-la"), team="to"),
        ),
        seats=(
            SeatChange(seat="ong-p", person="ong-p"),
            SeatChange(seat="ong-p", office="Văn phòng"),
            SeatChange(seat="van-phong", person="ong-p"),
            SeatChange(seat="xyz", person="ong-m"),
            SeatChange(seat="ong-p", team="xyz", person="ong-m"),
        ),
    ) == [
        ("people[1].key", "person.twice", "ong-p"),
        ("people[1].agency", "change.unit_unknown", "so-x"),
        ("leavings[1].seat", "change.has_substitute", "ong-p", "thay"),
        ("leavings[2].seat", "change.seat_unknown", "ong-x", "ong-p"),
        ("leavings[3].team", "change.team_unknown", "doan-2", "doan"),
        ("joinings[1].seat.agency", "change.unit_unknown", "so-x"),
        ("joinings[1].seat.person", "member.twice", "ong-p"),
        ("joinings[1].seat.units[2]", "change.unit_unknown", "so-x"),
        ("joinings[1].seat.key", "seat.twice", "van-phong"),
        ("joinings[2].seat", "seat.empty", "moi"),
        ("joinings[2].seat.substitutes", "seat.unknown", "ong-q", "ong-p"),
        ("joinings[3].team", "change.team_unknown", "to"),
        ("joinings[3].seat.person", "change.person_unknown", "nguoi-la"),
        ("seats[1]", "change.nothing"),
        ("seats[2]", "change.twice", "ong-p"),
        ("seats[3].person", "member.twice", "ong-p"),
        ("seats[4].seat", "change.seat_unknown", "xyz"),
        ("seats[5].team", "change.team_unknown", "xyz"),
    ]


def test_one_of_several_teams_has_to_be_named():
    two = with_plan(DOSSIER, teams=(*PLAN.teams, a_team(key="to-hai")))
    assert faults(two, leavings=(Leaving(seat="ong-p"),)) == [("leavings[1]", "change.team_missing", "doan, to-hai")]
    assert adjusted(two, leavings=(Leaving(seat="ong-p", team="doan"),)).teams[0].seats == SEATS[1:]


# Deadlines, texts, submission


def test_a_deadline_of_a_batch_a_visit_and_the_self_inspection_changes():
    plan = adjusted(
        deadlines=(
            DeadlineChange(batch="dot-1", deadline=before(date(2023, 7, 10))),
            DeadlineChange(unit="so-y-te", deadline=before(date(2023, 7, 11))),
            DeadlineChange(self_inspection=True, deadline=before(date(2023, 12, 1))),
        )
    )
    assert plan.batches[0].report_deadline == before(date(2023, 7, 10))
    assert plan.visits[0].report_deadline == before(date(2023, 7, 11))
    assert plan.self_inspection == SelfInspectionRule(deadline=before(date(2023, 12, 1)))
    again = with_plan(DOSSIER, visits=plan.visits)
    assert adjusted(again, deadlines=(DeadlineChange(unit="so-y-te"),)) == PLAN


def test_faults_of_deadlines_are_told_at_their_places():
    assert faults(
        with_plan(DOSSIER, self_inspection=None),
        deadlines=(
            DeadlineChange(),
            DeadlineChange(batch="dot-1", self_inspection=True),
            DeadlineChange(batch="dot-7"),
            DeadlineChange(unit="xyz"),
            DeadlineChange(unit="so-y-te"),
            DeadlineChange(batch="dot-1", deadline=before(date(2023, 7, 21))),
            DeadlineChange(self_inspection=True, deadline=before(date(2023, 12, 1))),
        ),
    ) == [
        ("deadlines[1]", "change.subject_missing"),
        ("deadlines[2]", "change.subject_missing"),
        ("deadlines[3].batch", "change.batch_unknown", "dot-7", "dot-2"),
        ("deadlines[4].unit", "change.visit_unknown", "xyz"),
        ("deadlines[5]", "change.nothing"),
        ("deadlines[6]", "change.nothing"),
        ("deadlines[7].self_inspection", "change.no_self_inspection"),
    ]


def test_a_text_of_the_act_gets_new_words_and_one_of_several_lines_as_many():
    plan = adjusted(
        texts=(
            TextChange(place="plan.clause.I.1", text="Báo cáo trước ngày 10/7/2023."),
            TextChange(place="plan.title", text="Kiểm tra đã điều chỉnh\nnăm 2023"),
            TextChange(place="decision.article.1", text="Điều chỉnh kế hoạch."),
        )
    )
    assert plan.text.clauses[0].text == "Báo cáo trước ngày 10/7/2023."
    assert plan.text.title == ("Kiểm tra đã điều chỉnh", "năm 2023")
    assert plan.decision.articles == (Article(number="Điều 1.", text="Điều chỉnh kế hoạch."),)
    assert replace(plan, text=PLAN.text, decision=PLAN.decision) == PLAN


def test_faults_of_texts_are_told_at_their_places():
    assert faults(
        texts=(
            TextChange(place="plan.clause.I.2", text="x"),
            TextChange(place="visit.so-y-te", text="x"),
            TextChange(place="plan.title", text="một dòng"),
            TextChange(place="plan.clause.I.1", text="Báo cáo trước ngày 21/7/2023."),
            TextChange(place="plan.clause.I.1", text=" "),
        )
    ) == [
        ("texts[1].place", "change.place_unknown", "plan.clause.I.2", "plan.clause.I.1"),
        ("texts[2].place", "change.place_unknown", "visit.so-y-te"),
        ("texts[3].text", "change.lines", "1", "2"),
        ("texts[4]", "change.nothing"),
        ("texts[5]", "change.twice", "plan.clause.I.1"),
        ("texts[5].text", "text.empty"),
    ]


def test_the_paper_that_asks_for_the_adjustment_takes_the_place_of_the_former():
    paper = Submission(agency="so-noi-vu", number="99/TTr-SNV", day=date(2023, 8, 1))
    changed = with_plan(DOSSIER, decision=adjusted(submission=paper).decision)
    assert changed.plan.decision.submission == paper
    assert faults(changed, submission=paper) == [("submission", "change.nothing")]
    assert faults(submission=replace(paper, agency="so-x")) == [("submission.agency", "change.unit_unknown", "so-x")]


def test_a_request_that_asks_for_nothing_is_refused():
    assert faults() == [("", "change.none")]
    assert faults(reason="theo đề nghị") == [("", "change.none")]


# Any plan


@st.composite
def a_plan_and_what_to_undo(draw: st.DrawFn) -> tuple[PlanDossier, Adjustment, Adjustment]:
    """Draw a plan, a request on some of its visits, batches and teams, and the request that takes it back."""
    dossier = draw(plan_dossiers())
    plan = dossier.plan
    there: dict[str, list[Any]] = {"withdrawals": [], "moves": [], "transfers": [], "leaders": [], "joinings": []}
    back: dict[str, list[Any]] = {"returns": [], "moves": [], "transfers": [], "leaders": [], "leavings": []}
    for visit in plan.visits:
        who = {"unit": visit.unit, "number": visit.number}
        kind = draw(st.sampled_from(["withdrawals", "moves", "nothing"]))
        if kind == "withdrawals":
            there[kind].append(Withdrawal(**who))
            back["returns"].append(Return(**who))
        elif kind == "moves" and visit.window is not None:
            window = draw(windows(plan.year).filter(lambda drawn, own=visit.window: drawn != own))
            there[kind].append(Move(**who, window=window))
            back[kind].append(Move(**who, window=visit.window, loose=visit.loose))
        other = draw(st.sampled_from(plan.batches)).key
        if kind != "withdrawals" and other != visit.batch:
            there["transfers"].append(Transfer(**who, batch=other))
            back["transfers"].append(Transfer(**who, batch=visit.batch))
    for batch in plan.batches:
        change = LeaderChange(batch=batch.key, head="", deputies=(), standing_deputy="")
        if (batch.head, batch.deputies) != (None, ()) and draw(st.booleans()):
            there["leaders"].append(change)
            was = LeaderChange(
                batch=batch.key,
                head=batch.head or "",
                deputies=batch.deputies,
                standing_deputy=batch.standing_deputy or "",
            )
            back["leaders"].append(was)
    for team in plan.teams:
        if draw(st.booleans()):
            there["joinings"].append(Joining(team=team.key, seat=Seat(key="nguoi-moi", office="Cơ quan mới")))
            back["leavings"].append(Leaving(team=team.key, seat="nguoi-moi"))
    make = [Adjustment(**{name: tuple(items) for name, items in each.items()}) for each in (there, back)]
    return dossier, make[0], make[1]


@settings(max_examples=40)
@given(drawn=a_plan_and_what_to_undo())
def test_a_request_and_the_one_that_takes_it_back_leave_any_plan_as_it_was(
    drawn: tuple[PlanDossier, Adjustment, Adjustment],
):
    dossier, request, back = drawn
    if request == Adjustment():
        return
    changed = apply_adjustment(dossier, request)
    assert changed != dossier
    assert apply_adjustment(changed, back, [dossier.plan.visits]) == dossier
