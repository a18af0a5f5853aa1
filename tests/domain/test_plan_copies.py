"""A plan drawn up from another year's: what stays, what goes, and what a planner is told to look at."""

from dataclasses import replace
from datetime import date

import pytest
from builders import (
    PEOPLE,
    QUOC_KHANH_2023,
    UNITS,
    a_batch,
    a_department,
    a_dossier,
    a_plan,
    a_team,
    a_visit,
    a_window,
    before,
    with_plan,
)
from hypothesis import HealthCheck, given, settings
from strategies.plans import plan_dossiers

from app.domain.acts import CitedAct, Clause, ClauseKind, Decision, Erratum, ErratumKind, PlanText, Remark, Signatory
from app.domain.dates import WorkCalendar
from app.domain.errors import Fault, InvalidInput
from app.domain.people import Absence
from app.domain.plan_copies import CopyRequest, copied_plan, title_in
from app.domain.plans import DrawCluster, DrawRule, Ending, Period, PlanState, SelfInspectionRule
from app.domain.rules import check_plan
from app.domain.teams import Role, Seat
from app.domain.units import Succession, Unit

TODAY = date(2023, 12, 1)
ASKED = CopyRequest(key="tinh-a-2024", year=2024, title="Kế hoạch kiểm tra năm 2024")


def copied(dossier, request=ASKED, calendar=QUOC_KHANH_2023):
    return copied_plan(dossier, request, calendar, TODAY)


def notes(dossier, request=ASKED):
    return [(note.code, note.facts) for note in copied(dossier, request).notes]


def faults_of(dossier, request):
    with pytest.raises(InvalidInput) as caught:
        copied(dossier, request)
    return list(caught.value.faults)


# What stays and what goes


def test_visits_keep_their_order_and_batches_and_move_to_working_days():
    plan = a_plan(
        batches=(a_batch(), a_batch("dot-2", report_deadline=before(date(2023, 8, 25)))),
        visits=(a_visit(), a_visit("ubnd-huyen-b", batch="dot-2", window=a_window(date(2023, 9, 5), date(2023, 9, 8)))),
    )
    made = copied(a_dossier(plan)).dossier.plan
    assert [(visit.unit, visit.batch) for visit in made.visits] == [("so-y-te", "dot-1"), ("ubnd-huyen-b", "dot-2")]
    assert [(visit.window.first, visit.window.last) for visit in made.visits] == [
        (date(2024, 7, 30), date(2024, 8, 2)),
        (date(2024, 8, 30), date(2024, 9, 4)),
    ]


def test_the_new_plan_is_a_draft_with_its_own_key_year_and_title():
    made = copied(a_dossier(a_plan(state=PlanState.CLOSED, ending=None))).dossier.plan
    assert (made.key, made.year, made.title) == ("tinh-a-2024", 2024, "Kế hoạch kiểm tra năm 2024")
    assert (made.state, made.changed_on) == (PlanState.DRAFT, TODAY)


def test_what_belongs_to_the_old_act_alone_goes():
    old = CitedAct(number="1/QĐ-UBND", day=date(2022, 1, 1))
    plan = a_plan(
        decision=Decision(
            symbol="QĐ-UBND", body="ubnd-tinh-a", number="7", day=date(2023, 7, 1), replaces=old, amends=(old,)
        ),
        errata=(Erratum(key="e", kind=ErratumKind.MISPRINT, where="w", printed="p"),),
        remarks=(Remark(key="r", where="w", text="t"),),
        absences=(Absence(window=a_window(date(2023, 8, 1)), reason="học", person="ong-m"),),
        ending=Ending(day=date(2023, 12, 1), paper=old),
    )
    made = copied(a_dossier(plan)).dossier.plan
    assert made.decision == Decision(symbol="QĐ-UBND", body="ubnd-tinh-a")
    assert (made.errata, made.remarks, made.absences, made.ending) == ((), (), (), None)


def test_deadlines_move_with_the_windows_and_the_self_inspection_too():
    plan = a_plan(self_inspection=SelfInspectionRule(kinds=("huyện",), deadline=before(date(2023, 11, 30))))
    made = copied(a_dossier(plan)).dossier.plan
    assert made.batches[0].report_deadline == before(date(2024, 7, 19))
    assert made.self_inspection == replace(plan.self_inspection, deadline=before(date(2024, 11, 26)))


def test_the_time_under_review_is_that_of_the_new_year():
    plan = a_plan(
        period=Period(wording="từ 15/12/2022 đến 30/6/2023", first=date(2022, 12, 15), last=date(2023, 6, 30))
    )
    made = copied(a_dossier(plan)).dossier.plan.period
    assert made == Period(wording="từ 15/12/2023 đến 30/6/2024", first=date(2023, 12, 15), last=date(2024, 6, 30))


def test_drawn_units_are_to_be_drawn_again():
    dossier = a_dossier(a_plan(visits=(a_visit("ubnd-huyen-b", communes=("00001",)),)))
    made = copied(dossier)
    assert made.dossier.plan.visits[0].communes == ()
    assert notes(dossier) == [("copy.draw_again", {"unit": "UBND huyện B", "units": "UBND xã C"})]


def test_the_signer_is_not_named_for_the_new_year():
    signatory = Signatory(title="PHÓ CHỦ TỊCH", capacity="KT. CHỦ TỊCH", name="Q")
    dossier = a_dossier(a_plan(decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a", signatory=signatory)))
    made = copied(dossier)
    assert made.dossier.plan.decision.signatory == replace(signatory, name="")
    assert notes(dossier) == [("copy.signatory", {"person": "Q", "title": "PHÓ CHỦ TỊCH"})]


def test_a_start_that_was_chosen_moves_everything_with_it():
    made = copied(a_dossier(), replace(ASKED, start=date(2024, 3, 4)))
    assert made.start == date(2024, 3, 4)
    assert made.dossier.plan.visits[0].window == a_window(date(2024, 3, 4), date(2024, 3, 7))


def test_visits_that_reach_into_the_next_year_are_told():
    dossier = a_dossier(
        a_plan(visits=(a_visit(), a_visit("so-tu-phap", window=a_window(date(2023, 12, 1), date(2023, 12, 8)))))
    )
    assert notes(dossier, replace(ASKED, start=date(2024, 11, 1))) == [
        ("copy.past_year", {"day": "10/3/2025", "year": "2024"})
    ]


# Texts


def test_without_the_old_wording_the_standing_one_stands_in_its_stead():
    text = PlanText(clauses=(Clause(code="I", kind=ClauseKind.PART, text="Cũ"),))
    plan = a_plan(text=text, decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a", title="Cũ", recipients=("Lưu.",)))
    made = copied(a_dossier(plan), replace(ASKED, keeps_wording=False)).dossier.plan
    assert made.text == PlanText()
    assert made.decision == Decision(symbol="QĐ-UBND", body="ubnd-tinh-a")


def test_wording_that_names_old_days_or_the_old_year_is_listed_and_left_as_it_is():
    clauses = (
        Clause(code="I.1", kind=ClauseKind.ITEM, text="Báo cáo trước ngày 21/7/2023."),
        Clause(code="I.2", kind=ClauseKind.ITEM, text="Thực hiện trong năm 2023."),
        Clause(code="I.3", kind=ClauseKind.ITEM, text="Đơn vị báo cáo."),
    )
    made = copied(a_dossier(a_plan(text=PlanText(clauses=clauses))))
    assert made.dossier.plan.text.clauses == clauses
    assert [(each.place, each.words) for each in made.outdated] == [
        ("plan.clause.I.1", "21/7/2023"),
        ("plan.clause.I.2", "2023"),
    ]


def test_a_title_changes_its_year_and_no_other_number():
    assert title_in("Kế hoạch 2023, theo 12023 và 2022", 2023, 2026) == "Kế hoạch 2026, theo 12023 và 2022"


# People


def leaving(key, until):
    return tuple(replace(person, until=until) if person.key == key else person for person in PEOPLE)


def test_a_head_who_has_left_office_leaves_the_place_empty_and_is_told():
    dossier = a_dossier(people=leaving("ong-m", date(2024, 7, 29)))
    made = copied(dossier)
    assert made.dossier.plan.batches[0].head is None
    assert [person.key for person in made.dossier.people] == ["ba-n", "ong-p"]
    assert notes(dossier) == [("copy.head_left", {"person": "Ông M", "place": "Đợt 1", "day": "29/7/2024"})]


def test_somebody_in_office_on_the_first_day_stays():
    assert copied(a_dossier(people=leaving("ong-m", date(2024, 7, 30)))).dossier.plan.batches[0].head == "ong-m"


def test_a_deputy_who_has_left_is_taken_off_and_no_longer_the_standing_one():
    dossier = a_dossier(a_plan(batches=(a_batch(standing_deputy="ba-n"),)), people=leaving("ba-n", date(2023, 12, 31)))
    made = copied(dossier).dossier.plan.batches[0]
    assert (made.deputies, made.standing_deputy) == ((), None)


def test_the_seat_of_a_member_who_has_left_is_left_to_the_office():
    dossier = a_dossier(people=leaving("ong-p", date(2023, 12, 31)))
    made = copied(dossier).dossier.plan.teams[0].seats[0]
    assert made == Seat(key="ong-p", office="Chuyên viên Sở Tư pháp", agency="so-tu-phap")


def test_a_head_of_one_visit_who_has_left_gives_way_to_the_head_of_the_batch():
    dossier = a_dossier(a_plan(visits=(a_visit(head="ba-n"),)), people=leaving("ba-n", date(2023, 12, 31)))
    assert copied(dossier).dossier.plan.visits[0].head is None


def test_a_substitute_for_days_of_the_old_year_is_not_carried_over():
    seats = (
        Seat(key="ong-p", role=Role.MEMBER, person="ong-p"),
        Seat(key="thay", person="ba-n", substitutes="ong-p", since=date(2023, 8, 1), until=date(2023, 8, 2)),
    )
    dossier = a_dossier(a_plan(teams=(a_team(*seats),)))
    assert [seat.key for seat in copied(dossier).dossier.plan.teams[0].seats] == ["ong-p"]
    assert notes(dossier)[0][0] == "copy.substitute_dropped"


# Units


ENDED = date(2024, 3, 1)


def ending(*keys):
    return tuple(replace(unit, until=ENDED) if unit.key in keys else unit for unit in UNITS)


def heir(key, name, *origins, extent="whole"):
    formed = tuple(Succession(name=origin, unit=origin, extent=extent) for origin in origins)
    return a_department(key, name, since=date(2024, 3, 2), formed_from=formed)


def test_a_unit_that_went_whole_into_another_is_succeeded_by_it():
    dossier = a_dossier(units=(*ending("so-y-te"), heir("so-moi", "Sở Mới", "so-y-te")))
    made = copied(dossier)
    assert [visit.unit for visit in made.dossier.plan.visits] == ["so-moi"]
    assert notes(dossier) == [("copy.unit_succeeded", {"heir": "Sở Mới", "unit": "Sở Y tế", "day": "30/7/2024"})]


def test_a_unit_that_was_divided_is_left_out_and_its_heirs_are_named():
    heirs = (heir("so-moi", "Sở Mới", "so-y-te"), heir("so-khac", "Sở Khác", "so-y-te"))
    dossier = a_dossier(units=(*ending("so-y-te"), *heirs))
    assert copied(dossier).dossier.plan.visits == ()
    assert notes(dossier)[0] == (
        "copy.unit_divided",
        {"heirs": "Sở Mới, Sở Khác", "unit": "Sở Y tế", "day": "30/7/2024"},
    )


def test_a_unit_without_an_heir_is_left_out():
    dossier = a_dossier(units=ending("so-y-te"))
    assert copied(dossier).dossier.plan.visits == ()
    assert notes(dossier)[0][0] == "copy.unit_gone"


def test_two_units_that_merged_make_one_visit():
    plan = a_plan(visits=(a_visit(), a_visit("so-tu-phap", window=a_window(date(2023, 8, 7), date(2023, 8, 9)))))
    units = (*ending("so-y-te", "so-tu-phap"), heir("so-moi", "Sở Mới", "so-y-te", "so-tu-phap"))
    dossier = a_dossier(plan, units=units)
    assert [visit.unit for visit in copied(dossier).dossier.plan.visits] == ["so-moi"]
    assert [code for code, _ in notes(dossier)] == ["copy.unit_succeeded", "copy.unit_succeeded", "copy.unit_merged"]


def test_a_lead_agency_that_is_no_more_is_told():
    dossier = a_dossier(units=(*ending("so-tttt"), heir("so-khcn", "Sở KH&CN", "so-tttt")))
    told = [facts for code, facts in notes(dossier) if code == "copy.agency_succeeded"]
    assert told == [{"agency": "Sở Thông tin và Truyền thông", "day": "30/7/2024", "heirs": "Sở KH&CN"}]


# Bad input


def test_everything_that_is_wrong_is_told_at_once():
    request = CopyRequest(key="Tỉnh A", year=2023, title=" ", start=date(2024, 3, 2))
    assert faults_of(a_dossier(), request) == [
        Fault(place="key", code="key.not_slug", found="Tỉnh A", wanted="tinh-a"),
        Fault(place="title", code="form.empty"),
        Fault(place="year", code="copy.same_year", found="2023"),
        Fault(place="start", code="copy.start_in_other_year", found="02/3/2024", wanted="2023"),
    ]


def test_a_start_on_a_day_off_is_refused_with_the_next_working_day():
    assert faults_of(a_dossier(), replace(ASKED, start=date(2024, 3, 2))) == [
        Fault(place="start", code="copy.start_day_off", found="02/3/2024 (Thứ Bảy)", wanted="04/3/2024")
    ]


def test_a_province_that_is_no_more_has_no_plans():
    units = tuple(replace(unit, until=date(2024, 6, 30)) for unit in UNITS)
    assert faults_of(a_dossier(units=units), ASKED) == [
        Fault(place="year", code="copy.province_ended", found="Tỉnh A, đến hết ngày 30/6/2024")
    ]


# Whatever the plan


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25)
@given(plan_dossiers())
def test_no_window_of_a_copy_begins_or_ends_on_a_day_off(dossier):
    committee = replace(dossier.units[0], key=dossier.province.committee, since=None, until=None)
    units = (*(unit for unit in dossier.units if unit.key != committee.key), committee)
    year = dossier.plan.year + 1
    request = CopyRequest(key="ban-chep", year=year, title="Kế hoạch")
    made = copied_plan(replace(dossier, units=units), request, WorkCalendar(), date(year, 1, 1))
    found = {problem.code for problem in check_plan(made.dossier, WorkCalendar())}
    assert found & {"window.starts_on_day_off", "window.ends_on_day_off", "text.misprint", "text.numbering"} == set()
    assert made.dossier.plan.state == PlanState.DRAFT
    keys = [(visit.unit, visit.number) for visit in made.dossier.plan.visits]
    assert len(set(keys)) == len(keys)


def test_a_copy_of_a_copy_back_to_the_old_year_has_the_same_days():
    dossier = with_plan(
        a_dossier(), visits=(a_visit(), a_visit("so-tu-phap", window=a_window(date(2023, 9, 12), date(2023, 9, 15))))
    )
    there = copied(dossier).dossier
    back = copied(there, CopyRequest(key="tinh-a-2023-2", year=2023, title="K", start=date(2023, 8, 1))).dossier
    assert [visit.window for visit in back.plan.visits] == [visit.window for visit in dossier.plan.visits]


# Clusters to draw from


def a_commune(key: str, name: str, **fields) -> Unit:
    return Unit(key=key, name=name, kind="xã", level="xa", parent="ubnd-tinh-a", code=key, **fields)


def went_into(key: str, heirs: tuple[str, ...]) -> tuple[Unit, ...]:
    """Return a commune that ended on the last day of 2023, and those formed from it on the next."""
    old = a_commune(key, f"UBND xã {key}", until=date(2023, 12, 31))
    formed = (Succession(name=f"Xã {key}", unit=key),)
    return (old, *(a_commune(heir, f"UBND xã {heir}", since=date(2024, 1, 1), formed_from=formed) for heir in heirs))


def test_a_cluster_keeps_the_units_that_are_still_there_and_takes_the_one_heir_of_another():
    units = (*UNITS, *went_into("00002", ("00010",)), *went_into("00003", ("00011", "00012")), *went_into("00004", ()))
    clusters = (
        DrawCluster(key="cum-1", name="Cụm 1", units=("00001", "00002", "00003")),
        DrawCluster(key="cum-2", name="Cụm 2", units=("00004",)),
    )
    rule = DrawRule(at_level=None, from_level="xa", least=1, most=2, clusters=clusters)
    dossier = a_dossier(a_plan(draw=rule), units=units)
    made = copied(dossier).dossier.plan.draw
    assert made == replace(rule, clusters=(replace(clusters[0], units=("00001", "00010")),))
    assert [(code, facts["cluster"], facts["unit"], facts["heirs"]) for code, facts in notes(dossier)] == [
        ("copy.cluster_unit_succeeded", "Cụm 1", "UBND xã 00002", "UBND xã 00010"),
        ("copy.cluster_unit_divided", "Cụm 1", "UBND xã 00003", "UBND xã 00011, UBND xã 00012"),
        ("copy.cluster_unit_gone", "Cụm 2", "UBND xã 00004", ""),
    ]


def test_units_that_merged_are_in_one_cluster():
    merged = a_commune(
        "00010",
        "UBND xã mới",
        since=date(2024, 1, 1),
        formed_from=(Succession(name="Xã 2", unit="00002"), Succession(name="Xã 3", unit="00003")),
    )
    units = (*UNITS, *went_into("00002", ()), *went_into("00003", ()), merged)
    clusters = tuple(DrawCluster(key=f"cum-{each}", name=f"Cụm {each}", units=(f"0000{each}",)) for each in (2, 3))
    rule = DrawRule(at_level=None, from_level="xa", least=1, most=1, clusters=clusters)
    made = copied(a_dossier(a_plan(draw=rule), units=units)).dossier.plan.draw
    assert made == replace(rule, clusters=(replace(clusters[0], units=("00010",)),))


def test_a_rule_for_clusters_alone_goes_where_none_of_their_units_is_left():
    units = (*UNITS, *went_into("00002", ()))
    rule = DrawRule(
        from_level="xa", least=1, most=1, clusters=(DrawCluster(key="cum-1", name="Cụm 1", units=("00002",)),)
    )
    assert copied(a_dossier(a_plan(draw=rule), units=units)).dossier.plan.draw is None
    beside = replace(rule, at_level="huyen")
    assert copied(a_dossier(a_plan(draw=beside), units=units)).dossier.plan.draw == replace(beside, clusters=())
