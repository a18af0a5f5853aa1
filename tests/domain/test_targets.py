"""Units taken into a plan and out of it again."""

from dataclasses import replace
from datetime import date

import pytest
from builders import UNITS, a_batch, a_dossier, a_plan, a_visit
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Fault, InvalidInput
from app.domain.targets import FIRST_TEAM, with_targets, without_target
from app.domain.teams import Batch

EMPTY = a_dossier(a_plan(teams=(), batches=(), visits=()))
CHOOSABLE = ["so-noi-vu", "so-tttt", "so-y-te", "so-tu-phap", "ubnd-huyen-b", "00001"]


def faults_of(dossier, units, batch=None):
    with pytest.raises(InvalidInput) as caught:
        with_targets(dossier, units, batch)
    return list(caught.value.faults)


def units_in(dossier):
    return [visit.unit for visit in dossier.plan.visits]


def test_a_plan_without_a_batch_gets_the_first_one_and_a_team():
    made = with_targets(EMPTY, ["so-y-te"], None).plan
    assert made.teams == (FIRST_TEAM,)
    assert made.batches == (Batch(key="dot-1", name="Đợt 1", team="doan", lead_agency="so-noi-vu"),)
    assert [(visit.unit, visit.batch, visit.window, visit.loose) for visit in made.visits] == [
        ("so-y-te", "dot-1", None, None)
    ]


def test_units_go_into_the_batch_that_was_chosen_behind_those_of_it():
    dossier = a_dossier(
        a_plan(batches=(a_batch(), a_batch("dot-2")), visits=(a_visit(), a_visit("so-tttt", batch="dot-2")))
    )
    assert units_in(with_targets(dossier, ["so-tu-phap"], "dot-1")) == ["so-y-te", "so-tu-phap", "so-tttt"]
    assert units_in(with_targets(dossier, ["so-tu-phap"], None)) == ["so-y-te", "so-tttt", "so-tu-phap"]


def test_a_unit_chosen_twice_or_inspected_already_is_told_by_its_name():
    assert faults_of(a_dossier(), ["so-tu-phap", "so-tu-phap", "so-y-te"]) == [
        Fault(place="units", code="target.twice", found="Sở Tư pháp"),
        Fault(place="units", code="target.already_in", found="Sở Y tế"),
    ]


def test_nothing_chosen_unknown_units_and_the_committee_are_refused():
    assert faults_of(EMPTY, []) == [Fault(place="units", code="target.none")]
    assert faults_of(EMPTY, ["so-la", "ubnd-tinh-a"]) == [
        Fault(place="units", code="change.unit_unknown", found="so-la"),
        Fault(place="units", code="target.is_committee", found="Ủy ban nhân dân tỉnh A"),
    ]
    assert faults_of(a_dossier(), ["so-tu-phap"], "dot-9") == [
        Fault(place="batch", code="change.batch_unknown", found="dot-9")
    ]


def test_a_unit_that_is_no_more_cannot_be_chosen():
    units = tuple(replace(unit, until=date(2023, 5, 1)) if unit.key == "so-tttt" else unit for unit in UNITS)
    assert faults_of(a_dossier(units=units), ["so-tttt"]) == [
        Fault(place="units", code="change.unit_unknown", found="so-tttt")
    ]


def test_a_unit_that_was_withdrawn_after_it_was_issued_comes_back_as_it_was():
    issued = a_visit("so-tu-phap", head="ba-n")
    made = with_targets(a_dossier(), ["so-tu-phap"], None, [(a_visit(), issued)])
    assert made.plan.visit("so-tu-phap") == issued


def test_a_visit_is_taken_out_and_the_others_stay():
    dossier = a_dossier(a_plan(visits=(a_visit(), a_visit(number=2), a_visit("so-tu-phap"))))
    made = without_target(dossier, "so-y-te", 2)
    assert [(visit.unit, visit.number) for visit in made.plan.visits] == [("so-y-te", 1), ("so-tu-phap", 1)]


def test_a_visit_that_is_not_there_cannot_be_taken_out():
    with pytest.raises(InvalidInput):
        without_target(a_dossier(), "so-tu-phap", 1)


@given(st.lists(st.sampled_from(CHOOSABLE), min_size=1, unique=True))
def test_whatever_is_chosen_is_inspected_in_that_order_and_can_be_taken_out_again(units):
    made = with_targets(EMPTY, units, None)
    assert units_in(made) == units
    for unit in units:
        made = without_target(made, unit, 1)
    assert units_in(made) == []
