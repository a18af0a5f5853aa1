from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from builders import PEOPLE, QUOC_KHANH_2023, a_batch, a_dossier, a_plan, a_team, a_visit, a_window
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import Half, LooseTime, Window
from app.domain.estimates import Assumption, cost_estimates, paying_agency
from app.domain.people import Person
from app.domain.plans import Budget, BudgetSource
from app.domain.teams import Role, Seat

_SOURCES = (BudgetSource(agency="so-noi-vu", text="nguồn A"), BudgetSource(agency="so-tttt", text="nguồn B"))


def _estimates(budget: Budget | None = None, people: tuple[Person, ...] = PEOPLE, **plan: Any):
    chosen = budget or Budget(rate=80_000, sources=_SOURCES, appraised_by="so-tu-phap")
    return cost_estimates(a_dossier(a_plan(budget=chosen, **plan), people=people), QUOC_KHANH_2023)


def test_a_plan_without_a_budget_has_no_estimate():
    assert cost_estimates(a_dossier(a_plan()), QUOC_KHANH_2023) == ()


def test_a_visit_costs_its_people_times_its_working_days_times_the_rate():
    (estimate,) = _estimates(visits=(a_visit(window=a_window(date(2023, 8, 1), date(2023, 8, 8))),))
    (line,) = estimate.lines
    assert (line.working_days, line.calendar_days, line.days) == (6, 8, 6)
    assert (line.leaders, line.members, line.people) == (2, 1, 3)
    assert line.amount == 6 * 3 * 80_000
    assert estimate.total == 1_440_000
    assert (estimate.agency_name, estimate.source, estimate.appraised_by) == ("Sở Nội vụ", "nguồn A", "so-tu-phap")


def test_days_off_are_not_counted_unless_the_plan_counts_every_day():
    visits = (a_visit(window=a_window(date(2023, 8, 31), date(2023, 9, 5))),)
    (working,) = _estimates(visits=visits)
    (every,) = _estimates(Budget(rate=80_000, counts_working_days_only=False), visits=visits)
    assert (working.lines[0].days, every.lines[0].days) == (2, 6)
    assert Assumption.WORKING_DAYS_ONLY in working.assumptions
    assert Assumption.CALENDAR_DAYS in every.assumptions


def test_heads_and_deputies_are_left_out_where_the_plan_pays_members_only():
    (estimate,) = _estimates(Budget(rate=80_000, counts_leaders=False))
    assert (estimate.lines[0].leaders, estimate.lines[0].people) == (2, 1)
    assert estimate.assumptions == (Assumption.LEADERS_NOT_COUNTED, Assumption.WORKING_DAYS_ONLY)


def test_each_agency_pays_for_the_visits_that_its_head_leads():
    batches = (a_batch("dot-1"), a_batch("dot-2", head="ba-n", deputies=("ong-m",), lead_agency="so-tttt"))
    visits = (
        a_visit("so-tu-phap", batch="dot-2", window=a_window(date(2023, 9, 11), date(2023, 9, 13))),
        a_visit("ubnd-huyen-b", window=a_window(date(2023, 8, 7), date(2023, 8, 9))),
        a_visit("so-y-te"),
    )
    estimates = _estimates(batches=batches, visits=visits)
    assert [(one.agency, [line.unit for line in one.lines]) for one in estimates] == [
        ("so-noi-vu", ["so-y-te", "ubnd-huyen-b"]),
        ("so-tttt", ["so-tu-phap"]),
    ]


@pytest.mark.parametrize(
    ("head", "lead_agency", "funded", "payer"),
    [
        ("ong-m", "so-tttt", ("so-noi-vu", "so-tttt"), "so-noi-vu"),
        ("ong-m", "so-tttt", ("so-tttt",), "so-tttt"),
        ("ong-m", "so-tttt", (), "so-tttt"),
        ("ong-m", None, (), "so-noi-vu"),
        (None, "so-tttt", (), "so-tttt"),
        (None, None, ("so-noi-vu",), None),
    ],
)
def test_the_money_decides_who_pays_and_then_who_prepares(head, lead_agency, funded, payer):
    budget = Budget(rate=1, sources=tuple(BudgetSource(agency=key, text="nguồn") for key in funded))
    batch = a_batch(head=head, lead_agency=lead_agency)
    dossier = a_dossier(a_plan(budget=budget, batches=(batch,)))
    assert paying_agency(dossier, budget, dossier.plan.visits[0]) == payer


def test_a_visit_that_nobody_is_known_to_pay_for_is_in_no_estimate():
    assert _estimates(batches=(a_batch(head=None, lead_agency=None),)) == ()


def test_a_half_day_counts_half():
    visits = (
        a_visit("so-y-te", window=a_window(date(2023, 8, 1), closes=Half.MORNING)),
        a_visit("so-tu-phap", window=a_window(date(2023, 8, 1), date(2023, 8, 2), opens=Half.AFTERNOON)),
    )
    (estimate,) = _estimates(visits=visits)
    assert [line.days for line in estimate.lines] == [Decimal("0.5"), Decimal("1.5")]
    assert estimate.total == 2 * 3 * 80_000
    assert Assumption.HALF_DAYS in estimate.assumptions


def test_an_odd_rate_is_rounded_to_whole_dong():
    visits = (a_visit(window=a_window(date(2023, 8, 1), closes=Half.MORNING)),)
    (estimate,) = _estimates(Budget(rate=75_001), visits=visits)
    assert estimate.total == 112_502


def test_an_office_without_a_person_counts_as_one():
    team = a_team(Seat(key="a", person="ong-p"), Seat(key="b", office="Trưởng phòng", agency="so-y-te"))
    (estimate,) = _estimates(teams=(team,))
    assert estimate.lines[0].members == 2
    assert Assumption.SEAT_UNNAMED in estimate.assumptions


def test_a_substitute_counts_with_the_seat_it_stands_in_for():
    team = a_team(
        Seat(key="a", person="ong-p"),
        Seat(key="b", person="ong-q", substitutes="a", since=date(2023, 8, 3), until=date(2023, 8, 4)),
    )
    people = (*PEOPLE, Person(key="ong-q", name="Q", honorific="Ông", position="Chuyên viên", agency="so-tu-phap"))
    (estimate,) = _estimates(people=people, teams=(team,))
    assert estimate.lines[0].members == 1
    assert Assumption.SUBSTITUTES in estimate.assumptions


def test_secretaries_and_experts_count_as_members():
    seats = (Seat(key="a", role=Role.SECRETARY, person="ong-p"), Seat(key="b", role=Role.EXPERT, office="Chuyên gia"))
    (estimate,) = _estimates(teams=(a_team(*seats),))
    assert estimate.lines[0].members == 2


def test_a_head_who_is_not_known_yet_counts_as_one():
    (estimate,) = _estimates(batches=(a_batch(head=None, deputies=()),))
    assert estimate.lines[0].leaders == 1
    assert Assumption.HEAD_UNKNOWN in estimate.assumptions


def test_a_deputy_who_leads_one_visit_is_counted_once():
    (estimate,) = _estimates(Budget(rate=1), visits=(a_visit(head="ba-n"),))
    assert estimate.lines[0].leaders == 1


def test_visits_without_firm_days_are_left_out_and_counted():
    visits = (
        a_visit("so-y-te"),
        a_visit("so-tu-phap", window=None, loose=LooseTime(wording="Quý IV")),
        a_visit("ubnd-huyen-b", window=None, is_reserve=True),
    )
    (estimate,) = _estimates(visits=visits)
    assert ([line.unit for line in estimate.lines], estimate.not_firm) == (["so-y-te"], 1)
    assert Assumption.VISITS_NOT_FIRM in estimate.assumptions


def test_a_unit_is_named_as_the_annex_prints_it():
    (estimate,) = _estimates(visits=(a_visit(printed_name="Sở Y Tế"),))
    assert estimate.lines[0].unit_name == "Sở Y Tế"


@given(
    st.dates(date(2023, 7, 1), date(2023, 11, 1)),
    st.integers(0, 40),
    st.booleans(),
    st.booleans(),
    st.integers(0, 500_000),
)
def test_an_estimate_is_the_sum_over_paid_days(first, length, leaders, working_only, rate):
    last = date.fromordinal(first.toordinal() + length)
    window = Window(first=first, last=last)
    budget = Budget(rate=rate, counts_leaders=leaders, counts_working_days_only=working_only)
    (estimate,) = _estimates(budget, visits=(a_visit(window=window),))
    days = [day for day in window.days() if QUOC_KHANH_2023.is_working_day(day) or not working_only]
    assert estimate.total == len(days) * (3 if leaders else 1) * rate
    assert replace(estimate.lines[0], people=0).amount == 0
