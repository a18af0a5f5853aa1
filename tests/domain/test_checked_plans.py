"""A check that sweeps by date, and a check of one unit, find what a look at every pair of visits finds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_rules import STATED, plainly_found
from strategies.plans import plan_dossiers
from strategies.times import days_off

from app.domain.dates import Half, Window, WorkCalendar
from app.domain.people import Absence
from app.domain.problems import SEVERITIES, Severity
from app.domain.rules import check_plan, problems_of_visit
from bench.sized_plans import sized_plan

ORDER = sorted(SEVERITIES, key=lambda code: list(Severity).index(SEVERITIES[code]))
CROWD = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def crowded_dossiers(draw):
    """Draw a plan whose visits, absences and second visits crowd into three weeks, half-days among them."""
    dossier = draw(plan_dossiers())
    plan = dossier.plan
    start = date(plan.year, 8, 28)

    def window():
        first = start + timedelta(days=draw(st.integers(0, 18)))
        last = first + timedelta(days=draw(st.integers(0, 9)))
        opens = draw(st.sampled_from(Half))
        closes = draw(st.sampled_from(Half)) if last > first else Half.AFTERNOON
        return Window(first=first, last=last, opens=opens, closes=closes)

    visits = tuple(replace(visit, window=window(), is_reserve=draw(st.integers(0, 9)) == 0) for visit in plan.visits)
    visits += tuple(replace(visit, number=visit.number + 2, window=window()) for visit in visits)
    absences = tuple(
        Absence(window=window(), reason="bận", person=person.key) for person in dossier.people for _ in range(2)
    ) + tuple(Absence(window=window(), reason="bận", unit=visit.unit) for visit in plan.visits)
    calendar = WorkCalendar(draw(days_off(plan.year)))
    return replace(dossier, plan=replace(plan, visits=visits, absences=absences)), calendar


@CROWD
@given(crowded_dossiers())
def test_the_sweep_by_date_finds_what_every_pair_of_visits_shows(crowded):
    dossier, calendar = crowded
    found = [(p.code, p.subjects, p.dates) for p in check_plan(dossier, calendar) if p.code in STATED]
    assert found == sorted(plainly_found(dossier, calendar), key=lambda entry: ORDER.index(entry[0]))


@CROWD
@given(crowded_dossiers())
def test_the_check_of_one_visit_finds_the_problems_that_name_its_unit(crowded):
    dossier, calendar = crowded
    problems = check_plan(dossier, calendar)
    for visit in dossier.plan.visits:
        naming = tuple(problem for problem in problems if visit.unit in problem.subjects)
        assert problems_of_visit(dossier, calendar, visit) == naming


@CROWD
@given(st.data())
def test_the_days_that_two_windows_share_are_those_of_which_both_take_the_same_half(data):
    def window():
        first = date(2026, 1, 1) + timedelta(days=data.draw(st.integers(0, 8)))
        last = first + timedelta(days=data.draw(st.integers(0, 5)))
        opens, closes = data.draw(st.sampled_from([(o, c) for o in Half for c in Half if first < last or o == c]))
        return Window(first=first, last=last, opens=opens, closes=closes)

    one, other = window(), window()
    halves = set(one.half_days()) & set(other.half_days())
    assert one.shared_days(other) == tuple(sorted({day for day, _ in halves}))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_plan_of_many_units_and_teams_is_checked_alike_in_both_ways(seed):
    dossier = sized_plan(100, seed, WorkCalendar()).disturbed
    problems = check_plan(dossier, WorkCalendar())
    found = [(p.code, p.subjects, p.dates) for p in problems if p.code in STATED]
    assert found == sorted(plainly_found(dossier, WorkCalendar()), key=lambda entry: ORDER.index(entry[0]))
    assert len(found) > 30
    for visit in dossier.plan.visits:
        naming = tuple(problem for problem in problems if visit.unit in problem.subjects)
        assert problems_of_visit(dossier, WorkCalendar(), visit) == naming
