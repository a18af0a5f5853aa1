"""What a request makes of leaders, teams, deadlines and texts, and everything that can be wrong with one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from adjusting import DOSSIER, NEWCOMER, PLAN, SEATS, adjusted, faults
from builders import a_batch, a_team, a_visit, before, with_plan

from app.domain.acts import Article, Submission
from app.domain.adjusting import apply_adjustment
from app.domain.adjustments import (
    Adjustment,
    DeadlineChange,
    Joining,
    LeaderChange,
    Leaving,
    SeatChange,
    TextChange,
)
from app.domain.plans import SelfInspectionRule
from app.domain.teams import Seat

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
