from dataclasses import replace
from datetime import date

import pytest
from builders import (
    ALTERNATING,
    QUOC_KHANH_2023,
    a_batch,
    a_dossier,
    a_plan,
    a_team,
    a_visit,
    a_window,
    before,
)

from app.domain.acts import Decision, Erratum, ErratumKind
from app.domain.dates import Half, LooseTime
from app.domain.forms import Form, FormKind
from app.domain.people import Absence
from app.domain.plans import DrawRule, SelfInspectionRule, Standards
from app.domain.problems import SEVERITIES, Severity
from app.domain.rules import check_plan
from app.domain.teams import Seat


def found(plan, **dossier):
    return [(p.code, p.subjects, p.dates) for p in check_plan(a_dossier(plan, **dossier), QUOC_KHANH_2023)]


def found_of(code, plan, **dossier):
    return [entry[1:] for entry in found(plan, **dossier) if entry[0] == code]


def test_a_plan_without_flaws_has_no_problems():
    assert found(a_plan()) == []


def test_problems_stand_by_level_errors_first():
    plan = a_plan(
        decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a"),
        visits=(a_visit(window=a_window(date(2023, 9, 1), date(2023, 9, 9))),),
    )
    levels = [problem.severity for problem in check_plan(a_dossier(plan), QUOC_KHANH_2023)]
    assert levels == [Severity.ERROR, Severity.WARNING, Severity.INFO, Severity.INFO]


def test_a_window_that_starts_on_a_holiday_is_an_error():
    plan = a_plan(visits=(a_visit(window=a_window(date(2023, 9, 1), date(2023, 9, 8))),))
    assert found(plan) == [("window.starts_on_day_off", ("so-y-te",), (date(2023, 9, 1),))]


def test_a_window_that_ends_on_a_sunday_is_a_warning():
    plan = a_plan(visits=(a_visit(window=a_window(date(2023, 8, 1), date(2023, 8, 6))),))
    assert found(plan) == [("window.ends_on_day_off", ("so-y-te",), (date(2023, 8, 6),))]
    assert SEVERITIES["window.ends_on_day_off"] == Severity.WARNING


def test_two_windows_of_one_team_may_not_share_a_day():
    plan = a_plan(
        visits=(
            a_visit(window=a_window(date(2023, 8, 1), date(2023, 8, 3))),
            a_visit("so-tu-phap", window=a_window(date(2023, 8, 3), date(2023, 8, 4))),
        ),
        teams=(a_team(Seat(key="x", office="Đại diện", person=None)),),
    )
    assert found_of("window.overlap", plan) == [(("so-y-te", "so-tu-phap"), (date(2023, 8, 3),))]


def test_morning_and_afternoon_visits_of_one_day_do_not_overlap():
    day = date(2023, 8, 1)
    plan = a_plan(
        visits=(
            a_visit(window=a_window(day, closes=Half.MORNING)),
            a_visit("ubnd-huyen-b", window=a_window(day, opens=Half.AFTERNOON)),
        )
    )
    assert found(plan) == []


def test_parallel_teams_may_share_days():
    plan = a_plan(
        teams=(a_team(), a_team(Seat(key="ba-n", person="ba-n"), key="to-2")),
        batches=(a_batch(deputies=()), a_batch("dot-2", team="to-2", head=None, deputies=())),
        visits=(a_visit(), a_visit("ubnd-huyen-b", batch="dot-2")),
    )
    assert found(plan) == []


def test_few_working_days_are_reported_against_the_minimum_of_the_level():
    plan = a_plan(standards=Standards(working_days={"tinh": 5, "huyen": 9}))
    assert found(plan) == [("window.few_working_days", ("so-y-te",), (date(2023, 8, 1), date(2023, 8, 4)))]


def test_without_a_minimum_for_the_level_the_rule_is_silent():
    assert found(a_plan(standards=Standards(working_days={"huyen": 9}))) == []


def test_idle_working_days_inside_the_span_make_one_entry():
    plan = a_plan(
        visits=(
            a_visit(),
            a_visit("ubnd-huyen-b", window=a_window(date(2023, 8, 9), date(2023, 8, 11))),
        )
    )
    assert found(plan) == [("window.idle_working_days", (), (date(2023, 8, 7), date(2023, 8, 8)))]


def _two_heads(second_first, second_last):
    return a_plan(
        batches=(a_batch(), a_batch("dot-2", head="ba-n", deputies=("ong-m",), lead_agency="so-tttt")),
        visits=(a_visit(), a_visit("ubnd-huyen-b", batch="dot-2", window=a_window(second_first, second_last))),
    )


def test_a_change_of_head_over_a_weekend_has_no_buffer():
    plan = _two_heads(date(2023, 8, 7), date(2023, 8, 9))
    assert found(plan) == [("handover.no_buffer", ("so-y-te", "ubnd-huyen-b"), (date(2023, 8, 4), date(2023, 8, 7)))]


def test_a_working_day_between_two_heads_is_buffer_enough():
    assert found_of("handover.no_buffer", _two_heads(date(2023, 8, 8), date(2023, 8, 9))) == []


def test_a_report_still_in_time_after_the_window_opens_is_an_error():
    plan = a_plan(batches=(a_batch(report_deadline=before(date(2023, 8, 3))),))
    assert found_of("deadline.after_window_start", plan) == [(("so-y-te",), (date(2023, 8, 3),))]


def test_a_report_due_before_the_first_day_is_in_time():
    plan = a_plan(batches=(a_batch(report_deadline=before(date(2023, 8, 1))),))
    assert found_of("deadline.after_window_start", plan) == []


def test_a_last_day_on_a_saturday_is_a_warning_with_the_last_working_day_as_advice():
    plan = a_plan(batches=(a_batch(report_deadline=before(date(2023, 7, 30))),))
    assert found(plan) == [
        ("deadline.last_day_off", ("so-y-te",), (date(2023, 7, 29), date(2023, 7, 28))),
        ("deadline.day_off", ("so-y-te",), (date(2023, 7, 30),)),
    ]


def test_units_of_one_deadline_are_reported_together():
    plan = a_plan(
        batches=(a_batch(report_deadline=before(date(2023, 7, 30))),),
        visits=(a_visit(), a_visit("ubnd-huyen-b", window=a_window(date(2023, 8, 7)))),
    )
    assert found_of("deadline.day_off", plan) == [(("so-y-te", "ubnd-huyen-b"), (date(2023, 7, 30),))]


def test_too_few_reading_days_are_counted_from_the_day_after_the_last_day():
    plan = a_plan(batches=(a_batch(report_deadline=before(date(2023, 8, 1))),))
    assert found(plan) == [("deadline.too_few_reading_days", ("so-y-te",), (date(2023, 8, 1), date(2023, 8, 1)))]


def test_the_reading_days_asked_for_are_the_plans_own():
    plan = a_plan(batches=(a_batch(report_deadline=before(date(2023, 8, 1))),), standards=Standards(reading_days=0))
    assert found(plan) == []


def test_consecutive_batches_of_one_agency_break_a_stated_alternation():
    batches = (a_batch(), a_batch("dot-2", head="ong-m"))
    plan = a_plan(
        batches=batches,
        visits=(a_visit(), a_visit("ubnd-huyen-b", batch="dot-2", window=a_window(date(2023, 8, 7)))),
        alternation=ALTERNATING,
    )
    assert found(plan) == [("alternation.same_head_agency", ("dot-1", "dot-2"), ())]
    assert found(replace(plan, alternation=None)) == []


def test_head_and_deputy_of_one_agency_break_a_stated_alternation():
    plan = a_plan(batches=(a_batch(deputies=("ong-m",)),), alternation=ALTERNATING)
    assert found_of("alternation.deputy_same_agency", plan) == [(("dot-1",), ())]


def test_the_agency_that_prepares_must_be_the_heads():
    plan = a_plan(batches=(a_batch(lead_agency="so-tttt"),))
    assert found(plan) == [("alternation.lead_agency_mismatch", ("so-y-te",), ())]


def test_an_office_without_a_person_is_reported():
    plan = a_plan(teams=(a_team(Seat(key="dai-dien", office="Đại diện Văn phòng", agency="so-tu-phap")),))
    assert found(plan) == [("member.unnamed", ("dai-dien",), ())]


def test_nobody_inspects_the_own_agency_member_or_head():
    plan = a_plan(
        visits=(a_visit("so-tu-phap"), a_visit("so-noi-vu", window=a_window(date(2023, 8, 7)))),
    )
    assert found_of("member.own_agency", plan) == [(("ong-p", "so-tu-phap"), ()), (("ong-m", "so-noi-vu"), ())]


def _away(first, last=None, **fields):
    return Absence(window=a_window(first, last), reason="nghỉ phép", **fields)


def test_a_head_away_on_a_day_of_the_window_is_an_error():
    plan = a_plan(absences=(_away(date(2023, 8, 3), date(2023, 8, 9), person="ong-m"),))
    assert found(plan) == [("person.unavailable", ("ong-m", "so-y-te"), (date(2023, 8, 3), date(2023, 8, 4)))]


def test_an_absence_on_a_day_off_is_not_missed():
    window = a_window(date(2023, 8, 1), date(2023, 8, 7))
    plan = a_plan(visits=(a_visit(window=window),), absences=(_away(date(2023, 8, 5), person="ong-p"),))
    assert found(plan) == []


def test_a_substitute_covers_the_days_for_which_it_stands():
    seats = (
        Seat(key="ong-p", person="ong-p"),
        Seat(
            key="thay", office="Người thay", agency="so-tu-phap", substitutes="ong-p",
            since=date(2023, 8, 3), until=date(2023, 8, 3),
        ),
    )  # fmt: skip
    away = (_away(date(2023, 8, 3), date(2023, 8, 4), person="ong-p"),)
    plan = a_plan(teams=(a_team(*seats),), absences=away)
    assert found_of("person.unavailable", plan) == [(("ong-p", "so-y-te"), (date(2023, 8, 4),))]


def test_one_person_cannot_be_in_two_teams_at_once():
    plan = a_plan(
        teams=(a_team(), a_team(key="to-2")),
        batches=(a_batch(), a_batch("dot-2", team="to-2", head=None, deputies=())),
        visits=(a_visit(), a_visit("ubnd-huyen-b", batch="dot-2", window=a_window(date(2023, 8, 4), date(2023, 8, 7)))),
    )
    assert found(plan) == [("person.unavailable", ("ong-p", "ubnd-huyen-b"), (date(2023, 8, 4),))]


def test_a_unit_that_asked_not_to_be_visited_is_a_warning():
    plan = a_plan(absences=(_away(date(2023, 8, 4), date(2023, 8, 5), unit="so-y-te"),))
    assert found(plan) == [("unit.unavailable", ("so-y-te",), (date(2023, 8, 4),))]


def test_self_inspection_reports_should_come_after_the_last_window():
    rule = SelfInspectionRule(levels=("huyen",), deadline=before(date(2023, 8, 4)))
    assert found(a_plan(self_inspection=rule)) == [
        ("self_inspection.before_last_window_ends", (), (date(2023, 8, 4), date(2023, 8, 4)))
    ]
    later = replace(rule, deadline=before(date(2023, 8, 8)))
    assert found(a_plan(self_inspection=later)) == []


def a_form(number):
    return Form(
        key=f"phu-luc-{number}", version="1", number=str(number), heading=f"Phụ lục {number}", title=("BIỂU",),
        kind=FormKind.GRID, header=(), columns=(), rows=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [((1, 2, 3, 5), ["4"]), ((1, 2), []), ((2, 5), ["1", "3", "4"]), (("I", "II", "IV"), ["III"]), ((), [])],
)
def test_gaps_in_the_numbers_of_appendices_are_reported_one_by_one(numbers, missing):
    forms = tuple(a_form(number) for number in numbers)
    plan = a_plan(forms=tuple(form.key for form in forms))
    assert found(plan, forms=forms) == [("appendix.number_missing", (number,), ()) for number in missing]


def test_a_decision_without_number_and_date_is_noted():
    plan = a_plan(decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a"))
    assert found(plan) == [("decision.number_blank", (), ()), ("decision.date_blank", (), ())]


def test_a_draw_is_pending_until_its_communes_are_named():
    rule = DrawRule(at_level="huyen", from_level="xa", least=1, most=3)
    pending = a_plan(draw=rule, visits=(a_visit(), a_visit("ubnd-huyen-b", window=a_window(date(2023, 8, 7)))))
    assert found(pending) == [("draw.pending", ("ubnd-huyen-b",), ())]
    drawn = replace(pending, visits=(a_visit(), replace(pending.visits[1], communes=("00001",))))
    assert found(drawn) == []


def test_recorded_errata_are_reported_at_their_places():
    errata = (
        Erratum(key="A1", kind=ErratumKind.MISPRINT, where="Điều 1", printed="x", places=("decision.article.1",)),
        Erratum(key="B1", kind=ErratumKind.NUMBERING, where="Phần VII", printed="2"),
    )
    assert found(a_plan(errata=errata)) == [
        ("text.misprint", ("decision.article.1",), ()),
        ("text.numbering", ("B1",), ()),
    ]


def test_rules_are_silent_on_what_is_not_firm():
    plan = a_plan(
        batches=(a_batch(head=None, deputies=(), lead_agency=None, report_deadline=None),),
        visits=(a_visit(window=None, loose=LooseTime(wording="quý III")), a_visit("ubnd-huyen-b", window=None)),
        standards=Standards(working_days={"tinh": 5}),
        alternation=ALTERNATING,
        absences=(_away(date(2023, 8, 1), person="ong-p"), _away(date(2023, 8, 1), unit="so-y-te")),
        self_inspection=SelfInspectionRule(),
    )
    assert found(plan) == []


def test_reserve_targets_are_left_out_of_every_rule():
    reserve = a_visit("so-tu-phap", window=a_window(date(2023, 9, 2)), is_reserve=True)
    assert found(a_plan(visits=(a_visit(), reserve))) == []
