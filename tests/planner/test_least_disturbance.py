"""What happened to an issued plan is answered with the least disturbance there is: compared with trying everything."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from planner.brute_force import EveryWay
from planner.issued_plans import ADDED_DAYS, START, issued_plan

from app.domain.dates import Window
from app.domain.errors import InvalidInput
from app.domain.happenings import UnitAdded
from app.domain.problems import Severity
from app.domain.rules import check_plan
from app.domain.schedule_options import apply_option
from app.planner.answers import answer
from app.planner.limits import Limits
from app.services.replanning import replanning

CASES = range(52)


@cache
def case(number):
    """Return an issued plan, what is asked since something happened to it, and the least disturbance there is.

    New days lie within the time of the plan and a little more, so that visits must give way to each other. None and
    None where what happened does not concern the plan.
    """
    found, happening = issued_plan(number)
    days = ADDED_DAYS if isinstance(happening, UnitAdded) else None
    try:
        replan = replanning(found, happening, working_days=days)
    except InvalidInput:
        return found, None, None
    last = found.dossier.plan.span().last + timedelta(days=3 + number % 11)
    span = Window(first=START, last=max(last, replan.request.not_before))
    replan = replace(replan, request=replace(replan.request, span=span, options=1 if number % 4 else 3))
    every_way = EveryWay(
        dossier=replan.dossier,
        calendar=replan.calendar,
        fixed=frozenset(replan.request.fixed),
        since=max(START, replan.request.not_before),
        until=span.last,
        added=dict.fromkeys(replan.request.units, ADDED_DAYS),
    )
    return found, replan, every_way.least()


@pytest.mark.parametrize("number", CASES)
def test_the_fewest_visits_are_moved_by_the_fewest_days_and_no_pinned_one(number):
    found, replan, least = case(number)
    if replan is None:
        return
    answered = answer(replan.dossier, replan.calendar, replan.request, Limits())
    if least is None:
        assert (answered.options, answered.clashes != ()) == ((), True)
        return
    assert (answered.options[0].moved, answered.options[0].days_moved, answered.options[0].proven) == (*least, True)
    issued = {pin.key: pin.window for pin in found.pins}
    for option in answered.options:
        after = apply_option(replan.dossier, option)
        problems = check_plan(after, replan.calendar)
        assert [each for each in problems if each.severity == Severity.ERROR] == []
        kept = {(visit.unit, visit.number): visit.window for visit in after.plan.visits}
        moved = [key for key, window in issued.items() if key in kept and kept[key] != window]
        assert moved == []


def test_the_cases_are_many_and_of_every_size():
    cases = [case(number) for number in CASES]
    least = Counter(least if least is None else least[0] for _, replan, least in cases if replan is not None)
    assert sum(least.values()) >= 50
    assert sum(count for moved, count in least.items() if moved) >= 22
    assert sum(count for moved, count in least.items() if moved is not None and moved > 1) >= 4
    assert least[None] >= 5
    assert sum(bool(found.pins) for found, replan, _ in cases if replan is not None) >= 18
