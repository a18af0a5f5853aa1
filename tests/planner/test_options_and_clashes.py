"""What options say of themselves and of each other, how a plan looks after one, and which wishes are said to clash."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import ALTERNATING, QUOC_KHANH_2023, a_batch, a_dossier, a_plan, a_visit, a_window, before

from app.domain.dates import Half
from app.domain.option_words import difference_statements, proof_statement
from app.domain.people import Absence
from app.domain.schedule_options import ScheduleOption, apply_option
from app.domain.schedule_requests import (
    Aim,
    BatchOrder,
    DeadlineBasis,
    DeadlineRule,
    LeadBasis,
    Leaders,
    LeadWish,
    Length,
    ScheduleRequest,
    TravelGroup,
)
from app.domain.visits import Quota
from app.planner.answers import answer
from app.planner.limits import Limits

SEPTEMBER = a_window(date(2023, 9, 5), date(2023, 9, 29))
AUTUMN = a_window(date(2023, 9, 5), date(2023, 10, 31))
UNITS = ("so-y-te", "so-tu-phap", "so-noi-vu")


def answered(dossier, **wishes):
    return answer(dossier, QUOC_KHANH_2023, ScheduleRequest(**wishes), Limits())


def clash_codes(dossier, **wishes):
    found = answered(dossier, **wishes)
    assert found.options == ()
    return [each.code for each in found.clashes]


def a_month(*windows, batches=("dot-1", "dot-1", "dot-1"), **fields):
    """Return a plan of three visits in September with these windows."""
    visits = tuple(
        a_visit(unit, batch=batch, window=window) for unit, batch, window in zip(UNITS, batches, windows, strict=True)
    )
    batches_of_plan = (
        a_batch(deputies=(), report_deadline=None),
        a_batch("dot-2", head="ba-n", lead_agency="so-tttt", deputies=(), report_deadline=None),
    )
    return a_dossier(a_plan(batches=batches_of_plan, visits=visits, **fields))


def day(number):
    return date(2023, 9, number)


CROWDED = a_month(
    a_window(day(5), day(8)),
    a_window(day(7), day(12)),
    a_window(day(13), day(29)),
    batches=("dot-1", "dot-1", "dot-2"),
)
"""Two visits of the first batch overlap, and only behind the second batch is there room for one of them."""


def test_where_the_order_of_batches_costs_visits_both_ways_are_offered():
    found = answered(CROWDED, span=AUTUMN)
    least, kept = found.options[:2]
    assert (least.kind, least.moved, least.proven) == ("least_moved", 1, True)
    assert (kept.kind, kept.moved, kept.proven) == ("order_kept", 2, True)
    assert [each.facts for each in least.costs if each.code == "cost.order"] == [{"batches": "Đợt 1 với Đợt 2"}]
    assert [each for each in kept.costs if each.code == "cost.order"] == []


def test_an_order_that_is_asked_for_is_kept_at_once():
    (first, *_) = answered(CROWDED, span=AUTUMN, batch_order=BatchOrder.KEEP).options
    assert (first.kind, first.moved) == ("least_moved", 2)


def test_a_visit_of_half_days_keeps_its_halves_and_shares_a_day_with_another():
    morning = a_window(day(5), closes=Half.MORNING)
    afternoon = a_window(day(5), opens=Half.AFTERNOON)
    apart = a_month(morning, afternoon, a_window(day(6)))
    assert [option.moved for option in answered(apart, options=1).options] == [0]
    twice = a_month(morning, afternoon, afternoon)
    (option,) = answered(twice, options=1).options
    assert (option.moved, option.days_moved) == (1, 1)
    moved = next(visit for visit in option.visits if visit.is_moved)
    assert moved.window == a_window(day(6), opens=Half.AFTERNOON)


def test_a_plan_without_visits_is_answered_with_a_sentence():
    found = answered(a_dossier(a_plan(visits=())))
    assert (found.options, [each.code for each in found.notes]) == ((), ["note.no_visits"])


def test_an_option_names_the_errors_that_it_removes():
    (option,) = answered(a_month(a_window(day(4), day(5)), a_window(day(7)), a_window(day(11))), options=1).options
    assert [(each.code, each.subjects) for each in option.removed] == [("window.starts_on_day_off", ("so-y-te",))]
    assert proof_statement(option).facts == {"moved": "01", "days": "01"}


def test_the_difference_of_two_options_names_the_visits_that_lie_elsewhere():
    one, other = answered(CROWDED, span=AUTUMN).options[:2]
    told = difference_statements(CROWDED, one, other)
    assert [each.code for each in told] == [
        "difference.moved.more",
        "difference.days.more" if other.days_moved > one.days_moved else "difference.days.fewer",
        *["difference.window"] * sum(a.window != b.window for a, b in _paired(one, other)),
    ]
    assert difference_statements(CROWDED, one, one) == ()


def _paired(one: ScheduleOption, other: ScheduleOption):
    there = {visit.unit: visit for visit in other.visits}
    return [(visit, there[visit.unit]) for visit in one.visits]


def test_applying_an_option_changes_nothing_but_the_days():
    (option, *_) = answered(CROWDED, span=AUTUMN).options
    after = apply_option(CROWDED, option)
    same = replace(
        after.plan,
        visits=tuple(replace(visit, window=None) for visit in after.plan.visits),
    )
    assert same == replace(CROWDED.plan, visits=tuple(replace(visit, window=None) for visit in CROWDED.plan.visits))


def test_quotas_and_reserves_follow_when_batches_are_made_anew():
    dossier = a_month(None, None, None, alternation=ALTERNATING)
    reserve = a_visit("ubnd-huyen-b", batch="dot-2", window=None, is_reserve=True)
    plan = replace(
        dossier.plan,
        visits=(*dossier.plan.visits, reserve),
        quotas=(Quota(key="them", wording="03 đơn vị", batch="dot-2", count=3),),
    )
    lead = LeadWish(
        basis=LeadBasis.COUNT,
        visits_per_batch=3,
        leaders=(Leaders(agency="so-noi-vu", head="ong-m"), Leaders(agency="so-tttt", head="ba-n")),
    )
    dossier = replace(dossier, plan=plan)
    (option, *_) = answered(
        dossier, aim=Aim.FRESH, span=SEPTEMBER, lengths=(Length(level="tinh", least=2),), lead=lead
    ).options
    after = apply_option(dossier, option).plan
    assert [batch.key for batch in after.batches] == ["dot-1"]
    assert {visit.batch for visit in after.visits} == {"dot-1"}
    assert [quota.batch for quota in after.quotas] == ["dot-1"]
    assert [visit.is_reserve for visit in after.visits] == [False, False, False, True]


FREE_MONTH = a_month(None, None, None)
LENGTHS = (Length(level="tinh", least=4),)


def fresh(**wishes):
    return {"aim": Aim.FRESH, "span": SEPTEMBER, "lengths": LENGTHS, **wishes}


@pytest.mark.parametrize(
    ("wishes", "codes"),
    [
        (fresh(lengths=(Length(level="tinh", least=7),)), ["wish.span", "wish.length.level"]),
        (
            fresh(lengths=(*LENGTHS, Length(unit="so-y-te", least=13))),
            ["wish.span", "wish.length.level", "wish.length.unit"],
        ),
        (fresh(spare_days=4), ["wish.span", "wish.length.level", "wish.spare"]),
        (fresh(not_before=date(2023, 9, 20)), ["wish.span", "wish.not_before", "wish.length.level"]),
        (
            fresh(absences=(Absence(unit="so-y-te", window=SEPTEMBER, reason="thanh tra"),)),
            ["wish.span", "wish.absence.unit"],
        ),
        (
            fresh(absences=(Absence(person="ong-m", window=SEPTEMBER, reason="đi học"),)),
            ["wish.span", "wish.absence.person"],
        ),
        (
            fresh(deadline=DeadlineRule(basis=DeadlineBasis.WORKING_DAYS_BEFORE, number=3), reading_days=3),
            ["wish.deadline.working_days_before", "wish.reading"],
        ),
    ],
)
def test_the_fewest_wishes_that_clash_are_named(wishes, codes):
    assert clash_codes(FREE_MONTH, **wishes) == codes


def test_leaving_out_any_one_of_the_wishes_named_makes_a_schedule_possible():
    wishes = fresh(lengths=(*LENGTHS, Length(unit="so-y-te", least=13)))
    assert answered(FREE_MONTH, **{**wishes, "span": replace(SEPTEMBER, last=date(2023, 10, 31))}).options != ()
    assert answered(FREE_MONTH, **{**wishes, "lengths": LENGTHS}).options != ()
    relaxed = (Length(level="tinh", least=1), Length(unit="so-y-te", least=13))
    assert answered(FREE_MONTH, **{**wishes, "lengths": relaxed}).options != ()


def test_visits_kept_apart_by_fixed_ones_clash_with_a_travel_group():
    plan = a_month(a_window(day(5), day(8)), a_window(day(11), day(14)), a_window(day(18), day(21)))
    together = TravelGroup(units=("so-y-te", "so-noi-vu"))
    wishes = {"aim": Aim.FRESH, "fixed": UNITS, "travel_groups": (together,)}
    assert clash_codes(plan, **wishes) == ["wish.travel", "wish.fixed", "wish.fixed", "wish.fixed"]


def test_a_deadline_that_lies_behind_the_span_is_named_with_its_batch():
    late = a_month(None, None, None)
    batches = tuple(replace(batch, report_deadline=before(date(2023, 12, 1))) for batch in late.plan.batches)
    late = replace(late, plan=replace(late.plan, batches=batches))
    found = answered(late, **fresh())
    assert [each.code for each in found.clashes] == ["wish.span", "wish.due"]
    assert found.clashes[1].facts == {"batch": "Đợt 1", "deadline": "trước ngày 01/12/2023"}


def test_a_fixed_visit_with_an_error_is_named_as_what_no_dates_can_mend():
    plan = a_month(a_window(day(4), day(5)), a_window(day(7)), a_window(day(11)))
    found = answered(plan, fixed=("so-y-te",))
    assert [each.code for each in found.clashes] == ["problem.window.starts_on_day_off"]


def test_where_the_clock_ends_the_search_the_option_says_so():
    dossier = a_month(a_window(day(4), day(5)), a_window(day(5), day(8)), a_window(day(7), day(11)))
    found = answer(dossier, QUOC_KHANH_2023, ScheduleRequest(), Limits(until=0.0))
    assert [option.cut_short for option in found.options] == [True] * len(found.options)
    assert proof_statement(found.options[0]).code == "proof.cut_short"


def test_without_exact_search_nothing_is_said_to_be_proven_but_what_a_bound_proves():
    found = answer(CROWDED, QUOC_KHANH_2023, ScheduleRequest(span=AUTUMN, options=1), Limits(), is_exact=False)
    (option,) = found.options
    assert (option.moved, option.proven) == (1, False)
    assert "cost.fewest_moved" in [each.code for each in option.costs]
    assert [each.code for each in found.notes] == ["note.only_heuristic"]


def test_an_error_accepted_at_a_visit_that_is_over_does_not_keep_an_issued_plan_from_being_changed():
    ill = Absence(person="ba-n", window=a_window(day(11), day(12)), reason="ốm")
    plan = a_month(
        a_window(day(4), day(5)), a_window(day(7)), a_window(day(11)),
        batches=("dot-1", "dot-1", "dot-2"), absences=(ill,),
    )  # fmt: skip
    found = answered(plan, aim=Aim.REPLAN, fixed=("so-y-te",), options=1)
    (option,) = found.options
    assert (option.moved, option.days_moved) == (1, 2)
    assert [each.facts for each in option.costs if each.code == "cost.settled"] == [{"count": "01"}]


def test_somebody_away_from_a_visit_under_way_is_to_be_replaced_first():
    ill = Absence(person="ong-m", window=a_window(day(5)), reason="ốm")
    plan = a_month(a_window(day(5), day(6)), a_window(day(7)), a_window(day(11)), absences=(ill,))
    found = answered(plan, aim=Aim.REPLAN, fixed=("so-y-te",))
    assert [each.code for each in found.clashes] == ["problem.person.unavailable"]
