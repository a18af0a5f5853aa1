from dataclasses import replace
from datetime import date

import pytest
from builders import a_dossier, a_plan, a_window

from app.domain.absences import absences_by_key, saved_absence, with_absences, without_absence
from app.domain.dates import Half
from app.domain.errors import InvalidInput, NotFound
from app.domain.people import Absence

AWAY = Absence(window=a_window(date(2023, 8, 1), date(2023, 8, 3)), reason="đi công tác", person="ong-m")
BUSY = Absence(window=a_window(date(2023, 8, 1)), reason="Thanh tra", unit="so-y-te")


def told(dossier, key, absence):
    with pytest.raises(InvalidInput) as caught:
        saved_absence(dossier, key, absence)
    return {(fault.place, fault.code) for fault in caught.value.faults}


def test_each_absence_has_a_key_of_whose_it_is_and_when_it_begins():
    twice = replace(BUSY, reason="Kiểm toán")
    plan = a_plan(absences=(AWAY, BUSY, twice))
    assert absences_by_key(plan) == {
        "nguoi-ong-m-20230801": AWAY,
        "don-vi-so-y-te-20230801": BUSY,
        "don-vi-so-y-te-20230801-2": twice,
    }


def test_an_absence_is_added_last_changed_in_its_place_and_taken_out():
    one = saved_absence(a_dossier(), None, replace(AWAY, reason=" đi  công tác "))
    assert one.plan.absences == (AWAY,)
    two = saved_absence(one, None, BUSY)
    longer = replace(AWAY, window=a_window(date(2023, 8, 1), date(2023, 8, 4), closes=Half.MORNING))
    assert saved_absence(two, "nguoi-ong-m-20230801", longer).plan.absences == (longer, BUSY)
    assert without_absence(two, "nguoi-ong-m-20230801").plan.absences == (BUSY,)


def test_everything_wrong_with_an_absence_is_told_at_once():
    nobody = Absence(window=a_window(date(2023, 1, 1), date(2024, 6, 1)), reason=" ")
    assert told(a_dossier(), None, nobody) == {
        ("subject", "field.empty"),
        ("last", "absence.too_long"),
        ("reason", "field.empty"),
    }
    assert told(a_dossier(), None, replace(AWAY, person="la")) == {("subject", "choice.unknown")}
    assert told(a_dossier(), None, replace(BUSY, unit="la", reason="x" * 501)) == {
        ("subject", "choice.unknown"),
        ("reason", "field.too_long"),
    }


def test_a_year_and_a_day_is_as_long_as_an_absence_lasts():
    longest = replace(AWAY, window=a_window(date(2023, 1, 1), date(2024, 1, 1)))
    assert saved_absence(a_dossier(), None, longest).plan.absences == (longest,)


def test_the_same_absence_is_not_kept_twice():
    once = saved_absence(a_dossier(), None, AWAY)
    assert told(once, None, AWAY) == {("subject", "absence.twice")}
    assert saved_absence(once, "nguoi-ong-m-20230801", AWAY) == once


def test_absences_taken_together_leave_out_what_is_there():
    once = saved_absence(a_dossier(), None, AWAY)
    assert with_absences(once, (AWAY, BUSY, BUSY)).plan.absences == (AWAY, BUSY)


def test_an_unknown_absence_is_not_found():
    for act in (lambda: saved_absence(a_dossier(), "la", AWAY), lambda: without_absence(a_dossier(), "la")):
        with pytest.raises(NotFound):
            act()
