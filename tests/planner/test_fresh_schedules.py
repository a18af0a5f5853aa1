"""Fresh schedules: what is wished holds in every option, on whatever basis the lead changes over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from builders import ALTERNATING, QUOC_KHANH_2023, a_batch, a_dossier, a_plan, a_team, a_visit, a_window
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.dates import ONE_DAY
from app.domain.people import Absence
from app.domain.problems import Severity
from app.domain.schedule_options import apply_option
from app.domain.schedule_requests import (
    Aim,
    DeadlineBasis,
    DeadlineRule,
    LeadBasis,
    Leaders,
    LeadWish,
    Length,
    ScheduleRequest,
    TravelGroup,
)
from app.domain.schedules import reading_days, report_due, working_days_of
from app.planner.answers import answer
from app.planner.limits import Limits

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan
    from app.domain.schedule_options import ScheduleAnswer

UNITS = ("so-y-te", "so-tu-phap", "so-noi-vu", "so-tttt", "ubnd-huyen-b")
AUTUMN = a_window(date(2023, 8, 1), date(2023, 10, 31))
LEADERS = (
    Leaders(agency="so-noi-vu", head="ong-m", deputies=("ba-n",)),
    Leaders(agency="so-tttt", head="ba-n", deputies=("ong-m",)),
)


def undated(*teams: str) -> PlanDossier:
    """Return a plan of five visits without days, in two batches of the first team."""
    keys = teams or ("doan",)
    batches = (
        a_batch(team=keys[0], report_deadline=None),
        a_batch("dot-2", team=keys[0], head="ba-n", deputies=("ong-m",), lead_agency="so-tttt", report_deadline=None),
    )
    visits = tuple(
        a_visit(unit, batch="dot-1" if number < 3 else "dot-2", window=None) for number, unit in enumerate(UNITS)
    )
    teams_of_plan = tuple(replace(a_team(), key=key, seats=()) for key in keys)
    return a_dossier(a_plan(teams=teams_of_plan, batches=batches, visits=visits, alternation=ALTERNATING))


def asked(dossier: PlanDossier, **wishes) -> ScheduleAnswer:
    request = ScheduleRequest(
        **{
            "aim": Aim.FRESH,
            "span": AUTUMN,
            "lengths": (Length(least=3, wanted=5, level="tinh"), Length(least=4, level="huyen")),
            **wishes,
        }
    )
    return answer(dossier, QUOC_KHANH_2023, request, Limits())


def plans(dossier: PlanDossier, found: ScheduleAnswer) -> list[Plan]:
    return [apply_option(dossier, option).plan for option in found.options]


def heads(plan: Plan) -> list[str | None]:
    return [plan.head_of(visit) for visit in plan.firm_visits()]


def test_every_visit_gets_its_days_in_the_span_with_at_least_the_length_asked():
    dossier = undated()
    found = asked(dossier)
    assert [option.kind for option in found.options] == ["full_lengths", "early_end", "spare_days"]
    for plan in plans(dossier, found):
        assert len(plan.firm_visits()) == len(UNITS)
        for visit in plan.firm_visits():
            days = len(working_days_of(visit.window, QUOC_KHANH_2023))
            assert (4 if visit.unit == "ubnd-huyen-b" else 3) <= days <= (4 if visit.unit == "ubnd-huyen-b" else 5)
            assert AUTUMN.first <= visit.window.first <= visit.window.last <= AUTUMN.last


def test_the_option_of_full_lengths_gives_what_is_wanted_where_there_is_room():
    (plan, *_) = plans(undated(), asked(undated()))
    lengths = [len(working_days_of(visit.window, QUOC_KHANH_2023)) for visit in plan.visits]
    assert lengths == [4 if visit.unit == "ubnd-huyen-b" else 5 for visit in plan.visits]


def test_the_option_that_ends_early_ends_on_the_earliest_day_there_is():
    (_, plan, *_) = plans(undated(), asked(undated()))
    # Five visits of 3, 3, 3, 3 and 4 working days, one after the other from 01/8.
    assert plan.span().last == QUOC_KHANH_2023.shifted(date(2023, 7, 31), 16)


def test_the_option_with_spare_days_leaves_a_working_day_between_visits():
    (*_, plan) = plans(undated(), asked(undated()))
    for one, other in pairwise(plan.firm_visits()):
        assert QUOC_KHANH_2023.working_days(one.window.last + ONE_DAY, other.window.first - ONE_DAY) != ()


def test_batches_come_one_after_the_other_unless_the_request_frees_them():
    for plan in plans(undated(), asked(undated())):
        batches = [visit.batch for visit in plan.firm_visits()]
        assert batches == sorted(batches)


def test_by_month_the_heads_take_turns_with_each_month():
    found = asked(undated(), lead=LeadWish(basis=LeadBasis.MONTH, leaders=LEADERS))
    assert len(found.options) == 3
    for plan in plans(undated(), found):
        assert plan.alternation.basis == "month"
        for visit in plan.firm_visits():
            turn = (visit.window.first.month - AUTUMN.first.month) % 2
            assert plan.head_of(visit) == ("ong-m", "ba-n")[turn]


def test_by_count_the_heads_take_turns_after_so_many_visits():
    found = asked(undated(), lead=LeadWish(basis=LeadBasis.COUNT, visits_per_batch=2, leaders=LEADERS))
    assert len(found.options) == 3
    for plan in plans(undated(), found):
        assert heads(plan) == ["ong-m", "ong-m", "ba-n", "ba-n", "ong-m"]
        assert [batch.name for batch in plan.batches] == ["Đợt 1", "Đợt 2", "Đợt 3"]


def test_without_turns_the_plan_states_no_alternation_and_batches_may_mix():
    found = asked(undated(), lead=LeadWish(basis=LeadBasis.FREE))
    assert [plan.alternation for plan in plans(undated(), found)] == [None, None, None]


def test_two_teams_work_side_by_side():
    dossier = undated("doan", "to-2")
    lead = LeadWish(
        basis=LeadBasis.COUNT,
        visits_per_batch=3,
        leaders=(
            Leaders(agency="so-noi-vu", team="doan", head="ong-m"),
            Leaders(agency="so-tttt", team="to-2", head="ba-n"),
        ),
    )
    found = asked(dossier, lead=lead, teams=("doan", "to-2"), span=a_window(date(2023, 8, 1), date(2023, 8, 14)))
    # Sixteen working days of visits do not fit one after the other into ten.
    assert found.options != ()
    for plan in plans(dossier, found):
        assert {plan.team_of(visit).key for visit in plan.firm_visits()} == {"doan", "to-2"}


def test_the_days_on_which_a_head_is_away_are_left_to_the_other():
    away = Absence(person="ong-m", window=a_window(date(2023, 8, 1), date(2023, 8, 31)), reason="đi học")
    found = asked(undated(), absences=(away,), lead=LeadWish(basis=LeadBasis.BATCH), batch_order="free")
    for plan in plans(undated(), found):
        for visit in plan.firm_visits():
            batch = plan.batch(visit.batch)
            if "ong-m" in (batch.head, *batch.deputies):
                assert visit.window.first > away.window.last
    assert found.options != ()


def test_a_unit_is_not_visited_while_another_plan_covers_it():
    closed = Absence(unit="so-y-te", window=a_window(date(2023, 8, 1), date(2023, 9, 29)), reason="kế hoạch thanh tra")
    for plan in plans(undated(), asked(undated(), absences=(closed,), batch_order="free")):
        assert plan.visit("so-y-te").window.first > closed.window.last


def test_a_travel_group_is_visited_in_one_go():
    together = TravelGroup(units=("so-y-te", "so-noi-vu"))
    for plan in plans(undated(), asked(undated(), travel_groups=(together,))):
        order = [visit.unit for visit in plan.firm_visits()]
        assert abs(order.index("so-y-te") - order.index("so-noi-vu")) == 1


@settings(max_examples=12)
@given(spare=st.integers(0, 3), number=st.integers(20, 31), reading=st.integers(0, 4))
def test_spare_days_deadlines_and_days_to_read_hold_in_every_option(spare, number, reading):
    rule = DeadlineRule(basis=DeadlineBasis.DAY_OF_MONTH_BEFORE, number=number)
    found = asked(undated(), spare_days=spare, deadline=rule, reading_days=reading)
    assert found.options != ()
    for plan in plans(undated(), found):
        for visit in plan.firm_visits():
            due = report_due(plan, visit, QUOC_KHANH_2023)
            assert len(reading_days(due, visit.window, QUOC_KHANH_2023)) >= reading
        for one, other in pairwise(plan.firm_visits()):
            between = QUOC_KHANH_2023.working_days(one.window.last + ONE_DAY, other.window.first - ONE_DAY)
            assert len(between) >= spare


def test_a_deadline_by_the_day_of_the_month_before_is_that_of_the_batchs_first_month():
    rule = DeadlineRule(basis=DeadlineBasis.DAY_OF_MONTH_BEFORE, number=31)
    for option in asked(undated(), deadline=rule).options:
        firsts: dict[str, date] = {}
        for visit in option.visits:
            firsts.setdefault(visit.batch, visit.window.first)
        for each in option.deadlines:
            last_of_month_before = firsts[each.batch].replace(day=1) - timedelta(days=1)
            assert (each.deadline.relation, each.deadline.day) == ("before", last_of_month_before)


def test_fixed_visits_stay_and_the_others_go_around_them():
    dossier = undated()
    window = a_window(date(2023, 8, 15), date(2023, 8, 18))
    plan = dossier.plan
    first = replace(plan.visits[0], window=window)
    dossier = replace(dossier, plan=replace(plan, visits=(first, *plan.visits[1:])))
    found = asked(dossier, fixed=("so-y-te",))
    assert found.options != ()
    for after in plans(dossier, found):
        assert after.visit("so-y-te").window == window


def test_no_option_has_an_error():
    for option in asked(undated(), lead=LeadWish(basis=LeadBasis.MONTH, leaders=LEADERS)).options:
        assert [each.code for each in option.problems if each.severity == Severity.ERROR] == []


@pytest.mark.parametrize("basis", [LeadBasis.MONTH, LeadBasis.COUNT])
def test_wishes_of_turns_that_cannot_be_kept_are_among_the_clashes(basis):
    away = Absence(person="ong-m", window=AUTUMN, reason="đi học")
    lead = LeadWish(basis=basis, visits_per_batch=2, leaders=LEADERS)
    found = asked(undated(), absences=(away,), lead=lead)
    assert found.options == ()
    assert [each.code for each in found.clashes] == ["wish.span", f"wish.lead.{basis}", "wish.absence.person"]
