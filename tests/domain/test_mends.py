"""Ready-made mends: each removes its problem and adds no error, whatever the plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import QUOC_KHANH_2023, a_batch, a_dossier, a_plan, a_visit, a_window, before, with_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import plan_dossiers

from app.domain.dates import WorkCalendar
from app.domain.deadlines import CountedIn, Deadline, Event, Relation
from app.domain.mends import MendKind, mends_for, with_mend
from app.domain.people import Absence
from app.domain.plans import Standards
from app.domain.problems import Severity
from app.domain.row_edits import key_of_visit
from app.domain.rules import check_plan

UNITS = ("so-y-te", "so-tu-phap", "ubnd-huyen-b", "00001")


def september(first: int, last: int, month: int = 9):
    return a_window(date(2023, month, first), date(2023, month, last))


def planned(*windows, **fields):
    visits = tuple(a_visit(unit, window=window) for unit, window in zip(UNITS, windows, strict=False))
    return a_dossier(a_plan(visits=visits, **fields))


def check(calendar=QUOC_KHANH_2023):
    return lambda dossier: check_plan(dossier, calendar)


def told(dossier, key="so-y-te"):
    """Return each mend as its kind, the problem it removes, and what it makes of days or deadline."""
    return [
        (
            mend.kind,
            mend.problem.code,
            [(each.visit.unit, each.after) for each in mend.moves]
            or [(mend.deadline.batch, mend.deadline.after.words())],
        )
        for mend in mends_for(dossier, key, QUOC_KHANH_2023, check())
    ]


def test_a_window_that_begins_on_a_holiday_begins_later_or_keeps_its_weekdays():
    assert told(planned(september(1, 8))) == [
        (MendKind.START_LATER, "window.starts_on_day_off", [("so-y-te", september(5, 8))]),
        (MendKind.KEEP_LENGTH, "window.starts_on_day_off", [("so-y-te", september(5, 12))]),
    ]


def test_those_behind_are_moved_on_only_as_far_as_they_are_in_the_way():
    mends = told(planned(september(1, 8), september(11, 13), september(18, 20)))
    assert mends[1:] == [
        (
            MendKind.KEEP_LENGTH,
            "window.starts_on_day_off",
            [("so-y-te", september(5, 12)), ("so-tu-phap", september(13, 15))],
        )
    ]


def test_one_behind_is_cut_short_where_that_spares_the_others_and_the_minimum_allows():
    dossier = planned(
        september(1, 8), september(11, 13), september(14, 18), standards=Standards(working_days={"tinh": 2})
    )
    assert [moves for kind, _, moves in told(dossier) if kind == MendKind.KEEP_LENGTH] == [
        [("so-y-te", september(5, 12)), ("so-tu-phap", september(13, 15)), ("ubnd-huyen-b", september(18, 20))],
    ]
    tight = planned(
        september(1, 8), september(11, 14), september(15, 18), standards=Standards(working_days={"tinh": 2})
    )
    assert [moves for kind, _, moves in told(tight) if kind == MendKind.KEEP_LENGTH] == [
        [("so-y-te", september(5, 12)), ("so-tu-phap", september(13, 14))],
        [("so-y-te", september(5, 12)), ("so-tu-phap", september(13, 18)), ("ubnd-huyen-b", september(19, 20))],
    ]


def test_a_window_that_ends_on_a_weekend_ends_before_or_after_it():
    assert told(planned(september(12, 16))) == [
        (MendKind.END_EARLIER, "window.ends_on_day_off", [("so-y-te", september(12, 15))]),
        (MendKind.END_LATER, "window.ends_on_day_off", [("so-y-te", september(12, 18))]),
    ]


def test_a_window_shorter_than_the_minimum_gets_its_days():
    assert told(planned(september(12, 13), standards=Standards(working_days={"tinh": 4}))) == [
        (MendKind.END_LATER, "window.few_working_days", [("so-y-te", september(12, 15))])
    ]


def test_a_visit_that_overlaps_another_goes_behind_or_before_it():
    mends = told(planned(september(12, 15), september(14, 20)), "so-tu-phap")
    assert mends == [
        (MendKind.START_LATER, "window.overlap", [("so-tu-phap", september(18, 20))]),
        (MendKind.KEEP_LENGTH, "window.overlap", [("so-tu-phap", september(18, 22))]),
        (
            MendKind.COME_BEFORE,
            "window.overlap",
            [("so-tu-phap", september(7, 13)), ("so-y-te", september(14, 19))],
        ),
    ]


def test_a_visit_leaves_the_days_on_which_its_head_is_away():
    away = Absence(person="ong-m", window=september(12, 13), reason="đi học")
    mends = told(planned(september(11, 15), absences=(away,)))
    assert mends == [
        (MendKind.START_LATER, "person.unavailable", [("so-y-te", september(14, 15))]),
        (MendKind.KEEP_LENGTH, "person.unavailable", [("so-y-te", september(14, 20))]),
        (MendKind.END_EARLIER, "person.unavailable", [("so-y-te", september(11, 11))]),
        (MendKind.COME_BEFORE, "person.unavailable", [("so-y-te", a_window(date(2023, 9, 5), date(2023, 9, 11)))]),
    ]


def test_a_deadline_that_ends_on_a_weekend_moves_to_the_last_working_day_for_the_whole_batch():
    dossier = planned(
        september(12, 15), september(18, 20), batches=(a_batch(report_deadline=before(date(2023, 8, 7))),)
    )
    (mend,) = mends_for(dossier, "so-tu-phap", QUOC_KHANH_2023, check())
    assert (mend.deadline.batch, mend.deadline.units) == ("dot-1", ("so-y-te", "so-tu-phap"))
    assert mend.deadline.after == before(date(2023, 8, 5))
    assert with_mend(dossier, "so-tu-phap", mend).plan.batches[0].report_deadline == before(date(2023, 8, 5))


def test_a_deadline_too_close_to_one_visit_is_moved_for_it_alone_first():
    dossier = planned(
        september(12, 15),
        september(18, 20),
        batches=(a_batch(report_deadline=before(date(2023, 9, 12))),),
        standards=Standards(reading_days=2),
    )
    assert told(dossier) == [
        (MendKind.DEADLINE, "deadline.too_few_reading_days", [(None, "trước ngày 08/9/2023")]),
        (MendKind.DEADLINE, "deadline.too_few_reading_days", [("dot-1", "trước ngày 08/9/2023")]),
    ]


def test_a_deadline_of_the_visits_own_is_changed_there():
    own = Deadline(relation=Relation.NO_LATER_THAN, day=date(2023, 8, 6))
    dossier = with_plan(planned(september(12, 15)), visits=(a_visit(window=september(12, 15), report_deadline=own),))
    (mend,) = mends_for(dossier, "so-y-te", QUOC_KHANH_2023, check())
    wanted = replace(own, day=date(2023, 8, 4))
    assert (mend.deadline.batch, mend.deadline.after) == (None, wanted)
    assert with_mend(dossier, "so-y-te", mend).plan.visits[0].report_deadline == wanted


def test_a_rule_counted_from_an_event_stays_for_the_others():
    rule = Deadline(relation=Relation.AHEAD_OF, event=Event.VISIT_START, count=1, counted_in=CountedIn.WORKING_DAYS)
    dossier = planned(september(12, 15), batches=(a_batch(report_deadline=rule),), standards=Standards(reading_days=3))
    (mend,) = mends_for(dossier, "so-y-te", QUOC_KHANH_2023, check())
    after = with_mend(dossier, "so-y-te", mend).plan
    assert after.batches == dossier.plan.batches
    assert after.visits[0].report_deadline == Deadline(relation=Relation.NO_LATER_THAN, day=date(2023, 9, 6))


def test_a_visit_without_days_and_one_without_problems_have_no_mends():
    assert told(planned(None)) == []
    assert told(planned(september(12, 15))) == []


def test_a_mend_out_of_the_plans_year_is_not_offered():
    calendar = WorkCalendar()
    dossier = planned(a_window(date(2023, 12, 30), date(2023, 12, 31)))
    assert mends_for(dossier, "so-y-te", calendar, check(calendar)) == ()


def test_a_code_names_one_change_of_one_state_alone():
    one, other = planned(september(1, 8)), planned(september(1, 12))
    codes = [[mend.code for mend in mends_for(each, "so-y-te", QUOC_KHANH_2023, check())] for each in (one, one, other)]
    assert codes[0] == codes[1]
    assert set(codes[0]) & set(codes[2]) == set()


def errors(dossier, calendar):
    """Return how many errors a plan has of each code about the same."""
    found = check_plan(dossier, calendar)
    return Counter((each.code, each.subjects) for each in found if each.severity == Severity.ERROR)


def of_unit(dossier, calendar, code, unit):
    return sum(1 for each in check_plan(dossier, calendar) if each.code == code and unit in each.subjects)


@st.composite
def crowded(draw):
    """Draw a plan whose visits lie so near each other that they get into each other's way."""
    day = st.dates(date(2023, 8, 21), date(2023, 9, 22))
    windows = st.builds(lambda first, days: a_window(first, first + timedelta(days=days)), day, st.integers(0, 9))
    visits = tuple(
        a_visit(
            unit,
            batch=draw(st.sampled_from(["dot-1", "dot-2"])),
            window=draw(windows),
            report_deadline=draw(st.none() | st.builds(before, day)),
        )
        for unit in UNITS
    )
    away = st.builds(
        lambda window, who: Absence(window=window, reason="bận", **who),
        windows,
        st.sampled_from([{"person": "ong-m"}, {"person": "ba-n"}, {"unit": "so-y-te"}, {"unit": "so-tu-phap"}]),
    )
    return a_dossier(
        a_plan(
            visits=visits,
            batches=(
                a_batch(report_deadline=draw(st.builds(before, day))),
                a_batch("dot-2", head="ba-n", deputies=("ong-m",), report_deadline=draw(st.builds(before, day))),
            ),
            absences=tuple(draw(st.lists(away, max_size=2))),
            standards=Standards(reading_days=draw(st.integers(0, 4)), working_days={"tinh": draw(st.integers(1, 6))}),
        )
    )


def check_every_mend(dossier, calendar):
    seen = errors(dossier, calendar)
    for visit in dossier.plan.visits:
        key = key_of_visit(visit)
        for mend in mends_for(dossier, key, calendar, check(calendar)):
            after = with_mend(dossier, key, mend)
            assert errors(after, calendar) - seen == Counter()
            code = mend.problem.code
            assert of_unit(after, calendar, code, visit.unit) < of_unit(dossier, calendar, code, visit.unit)


@settings(max_examples=60, deadline=None)
@given(crowded())
def test_a_mend_of_a_crowded_plan_removes_its_problem_and_never_adds_an_error(dossier):
    check_every_mend(dossier, QUOC_KHANH_2023)


@settings(max_examples=25, deadline=None)
@given(plan_dossiers())
def test_a_mend_of_any_plan_removes_its_problem_and_never_adds_an_error(dossier):
    check_every_mend(dossier, WorkCalendar())


@pytest.mark.parametrize("unit", UNITS)
def test_what_a_mend_moves_is_what_it_changes(unit):
    dossier = planned(september(1, 8), september(7, 13), september(12, 16), september(16, 20))
    for mend in mends_for(dossier, unit, QUOC_KHANH_2023, check()):
        after = with_mend(dossier, unit, mend).plan.visits
        changed = [(a.unit, a.window) for a, b in zip(after, dossier.plan.visits, strict=True) if a.window != b.window]
        assert sorted(changed, key=str) == sorted(((m.visit.unit, m.after) for m in mend.moves), key=str)
