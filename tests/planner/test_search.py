"""The search for any size: parts, greedy start, local search, windows; the instance itself is what they are held to."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import ROOT
from app.domain.dates import WorkCalendar
from app.domain.schedule_requests import Aim, BatchOrder, LeadBasis, LeadWish, ScheduleRequest
from app.planner import exact
from app.planner.building import build
from app.planner.exact_windows import improve_by_windows
from app.planner.greedy import greedy
from app.planner.limits import Limits
from app.planner.local_search import improve
from app.planner.partial import PartialSchedule
from app.planner.parts import parts_of
from app.planner.problem import Goal, clash, cost, is_elsewhere, is_feasible, placements
from app.planner.search import largest_part, solve
from bench.brute_force import least_cost
from bench.searched import asked_of
from bench.sized_plans import sized_plan

LEAST = (Goal.MOVED, Goal.DAYS_MOVED)
EARLY = (Goal.LAST_DAY, Goal.SHORTFALL, Goal.SUM_OF_ENDS)
CALENDAR = WorkCalendar()


@cache
def instance_of(kind, units, seed):
    return build(asked_of(kind, units, seed)[0], CALENDAR, asked_of(kind, units, seed)[1]).instance


@pytest.mark.parametrize("seed", range(1, 13))
def test_the_greedy_start_answers_tight_instances(seed):
    instance = instance_of("replan", 10, seed)
    schedule = greedy(instance, LEAST)
    assert schedule is not None
    assert is_feasible(instance, schedule)


def test_without_making_room_some_of_them_have_no_answer():
    plain = [greedy(instance_of("replan", 10, seed), LEAST, repairs=False) for seed in range(1, 13)]
    assert 0 < sum(schedule is None for schedule in plain) < 12


@pytest.mark.parametrize("kind", ["replan", "fresh", "any-team"])
def test_the_same_seed_gives_the_same_answer_and_it_is_feasible(kind):
    instance = instance_of(kind, 30, 1)
    goals = LEAST if kind == "replan" else EARLY
    start = greedy(instance, goals)
    one, other = (improve(instance, goals, start, rounds=60, seed=5) for _ in range(2))
    assert one == other
    assert is_feasible(instance, one.schedule)
    if start is not None and is_feasible(instance, start):
        assert cost(instance, one.schedule, goals) <= cost(instance, start, goals)


_TELL = """
from bench.searched import CALENDAR, asked_of
from app.planner.building import build
from app.planner.limits import Limits
from app.planner.problem import Goal
from app.planner.search import solve
dossier, request = asked_of("{kind}", 12, 1)
print(solve(build(dossier, CALENDAR, request).instance, (Goal.LAST_DAY, Goal.DAYS_MOVED), Limits(work=0.3)))
"""


@pytest.mark.parametrize("kind", ["replan", "any-team"])
def test_another_process_gives_the_same_answer(kind):
    answers = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        program = [sys.executable, "-c", _TELL.format(kind=kind)]
        answers.add(subprocess.run(program, env=environment, check=True, capture_output=True, text=True).stdout)
    assert len(answers) == 1


@settings(max_examples=60)
@given(st.integers(1, 40), st.sampled_from(["replan", "fresh"]), st.integers(0, 3), st.randoms())
def test_a_free_place_is_one_that_clashes_with_nothing_placed(seed, kind, spare, chance):
    instance = replace(instance_of(kind, 6, seed), spare=spare)
    partial = PartialSchedule(instance, LEAST)
    for task in chance.sample(range(6), 4):
        free = list(partial.free_places(task))
        if free:
            partial.put(task, chance.choice(free))
    partial.take(chance.randrange(6))
    for task in partial.missing:
        there = [(other, placement) for other, placement in enumerate(partial.placed) if placement is not None]
        every = {
            place
            for place in placements(instance, task)
            if not any(clash(instance, task, place, other, placement) for other, placement in there)
        }
        found = set(partial.free_places(task))
        assert found <= every
        assert bool(found) == bool(every)
        if len(every) <= 24:
            assert found == every


@pytest.mark.parametrize("seed", [1, 2])
def test_searching_the_parts_finds_what_searching_the_whole_finds(seed):
    instance = instance_of("replan", 24, seed)
    assert len(parts_of(instance)) == 2
    whole = exact.solve(instance, LEAST, Limits(work=20))
    by_parts = solve(instance, LEAST, Limits(work=20))
    assert (whole.proven, by_parts.proven) == (2, 2)
    assert cost(instance, by_parts.schedule, LEAST) == cost(instance, whole.schedule, LEAST)
    assert is_feasible(instance, by_parts.schedule)


def test_the_last_day_of_the_whole_is_proven_from_its_parts():
    instance = instance_of("fresh", 24, 2)
    by_parts = solve(instance, (Goal.LAST_DAY, Goal.SUM_OF_ENDS), Limits(), principal=1)
    assert by_parts.proven >= 1
    assert is_feasible(instance, by_parts.schedule)
    (last,) = cost(instance, by_parts.schedule, (Goal.LAST_DAY,))
    tasks = tuple(replace(task, latest=min(task.latest, last - 1)) for task in instance.tasks)
    sooner = solve(replace(instance, tasks=tasks), (), Limits())
    assert (sooner.schedule, sooner.is_impossible) == (None, True)


@pytest.mark.parametrize("seed", [1, 2])
def test_of_what_another_option_moves_one_visit_stays(seed):
    instance = instance_of("replan", 24, seed)
    best = solve(instance, LEAST, Limits())
    others: tuple[frozenset[int], ...] = ()
    for _ in range(2):
        found = best if not others else solve(instance, LEAST, Limits(), others=others)
        needless = frozenset(
            task
            for task, placement in enumerate(found.schedule)
            if not instance.tasks[task].must_move and is_elsewhere(instance.tasks[task], placement)
        )
        assert all(
            any(not is_elsewhere(instance.tasks[task], found.schedule[task]) for task in tasks) for tasks in others
        )
        if not needless:
            break
        others = (*others, needless)
    if seed == 1:
        again = solve(instance, LEAST, Limits(), others=others)
        whole = exact.solve(instance, LEAST, Limits(work=20), others=others)
        assert cost(instance, again.schedule, LEAST) == cost(instance, whole.schedule, LEAST)


@pytest.mark.parametrize("seed", range(1, 11))
def test_six_visits_are_answered_as_trying_everything_answers_them(seed):
    instance = instance_of("replan", 6, seed)
    found = solve(instance, LEAST, Limits())
    assert found.proven == 2
    assert cost(instance, found.schedule, LEAST) == cost(instance, least_cost(instance, LEAST), LEAST)


def test_windows_searched_exactly_only_make_a_schedule_better():
    instance = instance_of("replan", 30, 1)
    start = greedy(instance, LEAST)
    better = improve_by_windows(instance, LEAST, Limits(), start)
    assert is_feasible(instance, better)
    assert cost(instance, better, LEAST) < cost(instance, start, LEAST)


def test_where_any_team_may_come_nothing_falls_apart():
    assert len(parts_of(instance_of("any-team", 100, 1))) == 1
    assert largest_part(instance_of("any-team", 100, 1)) == 100
    assert largest_part(instance_of("replan", 100, 1)) == 13


def test_pinned_visits_stay_in_every_search():
    made = sized_plan(30, 1, CALENDAR)
    pinned = tuple(visit.unit for visit in made.issued.plan.firm_visits()[:6])
    request = ScheduleRequest(aim=Aim.REPLAN, span=made.span, fixed=pinned)
    instance = build(made.disturbed, CALENDAR, request).instance
    for schedule in (
        greedy(instance, LEAST),
        improve(instance, LEAST, None, rounds=50).schedule,
        solve(instance, LEAST, Limits()).schedule,
        solve(instance, LEAST, Limits(until=time.monotonic() + 1), is_exact=False).schedule,
    ):
        stays = [task.present == placement for task, placement in zip(instance.tasks, schedule, strict=True)]
        assert [is_there for task, is_there in zip(instance.tasks, stays, strict=True) if task.is_pinned] == [True] * 6


def test_wishes_that_clash_are_known_to_be_impossible_whatever_the_part():
    made = sized_plan(24, 1, CALENDAR)
    tasks = list(build(made.disturbed, CALENDAR, ScheduleRequest(aim=Aim.REPLAN, span=made.span)).instance.tasks)
    instance = instance_of("replan", 24, 1)
    tasks[5] = replace(tasks[5], earliest=3, latest=4, must_move=True)
    assert solve(replace(instance, tasks=tuple(tasks)), LEAST, Limits()).is_impossible


def test_batches_by_month_stand_without_gaps_and_groups_travel_together():
    made = sized_plan(10, 2, CALENDAR)
    dossier, _ = asked_of("fresh", 10, 2)
    lead = LeadWish(basis=LeadBasis.MONTH)
    request = ScheduleRequest(aim=Aim.FRESH, span=made.span, lead=lead, batch_order=BatchOrder.FREE)
    instance = replace(build(dossier, CALENDAR, request).instance, travel=((0, 3, 6),))
    found = improve(instance, EARLY, greedy(instance, EARLY), rounds=400).schedule
    assert is_feasible(instance, found)


def test_the_clock_ends_a_search_with_the_best_so_far_and_says_so():
    instance = instance_of("any-team", 30, 2)
    found = solve(instance, EARLY, Limits(until=0.0))
    assert found.cut_short
    assert found.schedule is None or is_feasible(instance, found.schedule)
