"""One row of the schedule changed, the order of the rows, and a row taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import a_batch, a_dossier, a_plan, a_visit, a_window, before, with_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import plan_dossiers

from app.domain.dates import LooseTime
from app.domain.errors import InvalidInput, NotFound, Refused
from app.domain.row_edits import (
    ScheduleRow,
    key_of_visit,
    moved_in_order,
    row_of,
    targets_in_order,
    visit_of_key,
    with_row,
    without_visit,
)

SEPTEMBER = a_window(date(2023, 9, 5), date(2023, 9, 8))
DOSSIER = a_dossier(
    a_plan(
        batches=(a_batch(), a_batch("dot-2", head="ba-n", deputies=("ong-m",), lead_agency="so-tttt")),
        visits=(
            a_visit(communes=("00001",), scope=()),
            a_visit(number=2, window=None),
            a_visit("so-tu-phap", is_reserve=True),
            a_visit("ubnd-huyen-b", batch="dot-2"),
        ),
    )
)


def keys(dossier):
    return [key_of_visit(visit) for visit in dossier.plan.visits]


def faults(row, dossier=DOSSIER):
    with pytest.raises(InvalidInput) as refusal:
        with_row(dossier, "so-y-te", row)
    return [(fault.place, fault.code, fault.found, fault.wanted) for fault in refusal.value.faults]


def test_a_visit_is_named_by_its_unit_and_its_number_from_the_second_on():
    assert keys(DOSSIER) == ["so-y-te", "so-y-te~2", "so-tu-phap", "ubnd-huyen-b"]
    assert [visit_of_key(DOSSIER.plan, key) for key in keys(DOSSIER)] == list(DOSSIER.plan.visits)


@pytest.mark.parametrize("key", ["", "so-y-te~3", "so-y-te~x", "so-y-te~²", "so-giao-duc", "~1"])
def test_a_name_that_no_visit_has_is_not_found(key):
    with pytest.raises(NotFound):
        visit_of_key(DOSSIER.plan, key)


def test_a_row_changes_what_it_says_of_its_visit_and_nothing_else():
    row = ScheduleRow(
        window=SEPTEMBER,
        loose=LooseTime(wording="Tháng 9/2023"),
        place="Bộ phận Một cửa",
        batch="dot-2",
        head="ong-p",
        report_deadline=before(date(2023, 8, 20)),
    )
    after = with_row(DOSSIER, "so-y-te", row)
    changed = visit_of_key(after.plan, "so-y-te")
    assert row_of(changed) == row
    assert changed.communes == ("00001",)
    assert replace(after.plan, visits=DOSSIER.plan.visits) == DOSSIER.plan
    assert after.plan.visits[1:] == DOSSIER.plan.visits[1:]


@settings(max_examples=25, deadline=None)
@given(plan_dossiers(), st.data())
def test_a_row_as_it_stands_leaves_the_plan_as_it_is(dossier, data):
    if dossier.plan.visits:
        visit = data.draw(st.sampled_from(dossier.plan.visits))
        assert with_row(dossier, key_of_visit(visit), row_of(visit)) == dossier


def test_a_day_of_another_year_is_a_fault_at_its_end_of_the_window():
    present = row_of(visit_of_key(DOSSIER.plan, "so-y-te"))
    assert faults(replace(present, window=a_window(date(2022, 12, 30), date(2024, 1, 2)))) == [
        ("window.first", "window.other_year", "30/12/2022", "2023"),
        ("window.last", "window.other_year", "02/01/2024", "2023"),
    ]


def test_a_window_that_came_in_with_another_year_may_stay():
    window = a_window(date(2024, 1, 2), date(2024, 1, 4))
    dossier = with_plan(DOSSIER, visits=(a_visit(window=window),))
    row = ScheduleRow(window=window, batch="dot-1", place="Tầng 2")
    assert row_of(with_row(dossier, "so-y-te", row).plan.visits[0]) == row


def test_an_unknown_batch_and_an_unknown_person_are_faults_at_their_fields():
    assert faults(ScheduleRow(batch="dot-9", head="ong-q")) == [
        ("batch", "change.batch_unknown", "dot-9", "dot-2"),
        ("head", "change.person_unknown", "ong-q", "ong-p"),
    ]


def test_order_counts_the_rows_of_the_table_and_leaves_reserve_targets_where_they_are():
    assert keys(moved_in_order(DOSSIER, "ubnd-huyen-b", -1)) == ["so-y-te", "ubnd-huyen-b", "so-y-te~2", "so-tu-phap"]
    assert keys(moved_in_order(DOSSIER, "so-y-te~2", 1)) == ["so-y-te", "so-tu-phap", "ubnd-huyen-b", "so-y-te~2"]


@pytest.mark.parametrize(
    ("key", "places", "code"),
    [("so-y-te", -1, "row.at_end"), ("ubnd-huyen-b", 1, "row.at_end"), ("so-tu-phap", 1, "visit.not_scheduled")],
)
def test_a_row_does_not_leave_the_table(key, places, code):
    with pytest.raises(Refused) as refusal:
        moved_in_order(DOSSIER, key, places)
    assert refusal.value.code == code


@settings(max_examples=25, deadline=None)
@given(plan_dossiers(), st.data())
def test_a_row_moved_stands_where_it_was_sent_and_the_others_keep_their_order(dossier, data):
    order = targets_in_order(dossier.plan)
    if len(order) > 1:
        visit = data.draw(st.sampled_from(order))
        present = order.index(visit)
        wanted = data.draw(st.integers(0, len(order) - 1))
        after = targets_in_order(moved_in_order(dossier, key_of_visit(visit), wanted - present).plan)
        others = [each for each in order if each != visit]
        assert after == [*others[:wanted], visit, *others[wanted:]]


def test_a_row_taken_out_is_gone_and_the_others_stay():
    after = without_visit(DOSSIER, "so-y-te~2")
    assert keys(after) == ["so-y-te", "so-tu-phap", "ubnd-huyen-b"]
    with pytest.raises(NotFound):
        without_visit(after, "so-y-te~2")
