"""The least change that the planner offers is the least there is: compared with trying everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import QUOC_KHANH_2023
from hypothesis import given, settings
from hypothesis import strategies as st
from planner.by_the_rules import least_change
from planner.small_plans import SPAN, flawed_plans

from app.domain.problems import Severity
from app.domain.rules import check_plan
from app.domain.schedule_options import apply_option
from app.domain.schedule_requests import Aim, ScheduleRequest
from app.planner.answers import answer
from app.planner.limits import Limits

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.schedule_options import ScheduleAnswer


def answered(dossier: PlanDossier, request: ScheduleRequest) -> ScheduleAnswer:
    return answer(dossier, QUOC_KHANH_2023, request, Limits())


@settings(max_examples=20)
@given(flawed_plans())
def test_mending_moves_the_fewest_visits_and_then_the_fewest_days(dossier):
    found = answered(dossier, ScheduleRequest(span=SPAN, options=1))
    least = least_change(dossier, QUOC_KHANH_2023, SPAN)
    if least is None:
        assert (found.options, found.clashes != ()) == ((), True)
    else:
        (option,) = found.options
        assert (option.moved, option.days_moved, option.proven) == (*least, True)


@settings(max_examples=20)
@given(flawed_plans(), st.data())
def test_replanning_disturbs_least_and_moves_nothing_that_is_fixed(dossier, data):
    units = [visit.unit for visit in dossier.plan.visits]
    fixed = data.draw(st.sets(st.sampled_from(units), max_size=2))
    request = ScheduleRequest(aim=Aim.REPLAN, span=SPAN, fixed=tuple(sorted(fixed)), options=3)
    found = answered(dossier, request)
    closed = frozenset({"unit.unavailable"})
    least = least_change(dossier, QUOC_KHANH_2023, SPAN, fixed=frozenset(fixed), also_forbidden=closed)
    for option in found.options:
        assert [visit.unit for visit in option.visits if visit.is_moved and visit.unit in fixed] == []
    if found.options and least is None:
        # What was wrong already with a visit that stays is left as it was issued, and nothing else is.
        wrong = set(errors(dossier))
        for option in found.options:
            left = errors(apply_option(dossier, option))
            assert (left != [], [each for each in left if each not in wrong]) == (True, [])
    elif found.options:
        assert (found.options[0].moved, found.options[0].days_moved, found.options[0].proven) == (*least, True)
    elif least is not None:
        pytest.fail(f"{least} was possible, {found.clashes} was said")
    else:
        assert found.clashes != ()


def errors(dossier):
    """Return the errors of a plan, each by its code, what it is about and when."""
    found = check_plan(dossier, QUOC_KHANH_2023)
    return [(each.code, each.subjects, each.dates) for each in found if each.severity == Severity.ERROR]


@settings(max_examples=8)
@given(flawed_plans(visits=4))
def test_every_option_is_complete_right_and_different(dossier):
    found = answered(dossier, ScheduleRequest(span=SPAN))
    windows = []
    for option in found.options:
        after = apply_option(dossier, option)
        problems = check_plan(after, QUOC_KHANH_2023)
        assert [each for each in problems if each.severity == Severity.ERROR] == []
        assert option.problems == problems
        assert [visit.unit for visit in after.plan.visits] == [visit.unit for visit in dossier.plan.visits]
        windows.append(tuple(visit.window for visit in after.plan.visits))
    assert len(set(windows)) == len(windows)


@settings(max_examples=8)
@given(flawed_plans(visits=4))
def test_no_visit_gets_fewer_working_days_than_it_has(dossier):
    found = answered(dossier, ScheduleRequest(span=SPAN))
    for option in found.options:
        for visit in option.visits:
            had, has = (
                len(QUOC_KHANH_2023.working_days(window.first, window.last)) for window in (visit.former, visit.window)
            )
            assert has >= had


@settings(max_examples=8)
@given(flawed_plans(visits=4))
def test_a_plan_without_errors_is_left_as_it_is(dossier):
    errors = [each for each in check_plan(dossier, QUOC_KHANH_2023) if each.severity == Severity.ERROR]
    found = answered(dossier, ScheduleRequest(options=1))
    if not errors:
        assert [(option.moved, option.days_moved, option.proven) for option in found.options] == [(0, 0, True)]
    else:
        assert all(option.moved > 0 for option in found.options)
