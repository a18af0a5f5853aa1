"""Each drawn unit has the half-day of the programme in which it is inspected, the same in papers, pages and feeds."""

from datetime import date, timedelta

from builders import QUOC_KHANH_2023, a_dossier, a_plan, a_visit, a_window
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import Half, Window
from app.domain.plans import DrawRule
from app.domain.programmes import commune_name, commune_slots, programme
from app.domain.schedules import working_days_of

RULE = DrawRule(at_level="huyen", from_level="xa", least=1, most=3)


def slots(window, *communes):
    plan = a_plan(visits=(a_visit("ubnd-huyen-b", window=window, communes=communes),), draw=RULE)
    return commune_slots(a_dossier(plan), plan.visits[0], QUOC_KHANH_2023)


def half_day(day, half):
    return Window(first=day, last=day, opens=half, closes=half)


def test_drawn_units_have_half_days_of_their_own_just_before_the_closing():
    assert slots(a_window(date(2023, 8, 1), date(2023, 8, 4)), "00002", "00001") == (
        ("00002", half_day(date(2023, 8, 3), Half.AFTERNOON)),
        ("00001", half_day(date(2023, 8, 4), Half.MORNING)),
    )


def test_on_a_single_day_they_share_its_last_half():
    last = half_day(date(2023, 8, 1), Half.AFTERNOON)
    assert slots(a_window(date(2023, 8, 1)), "00001", "00002") == (("00001", last), ("00002", last))


def test_nothing_is_told_before_the_draw_nor_before_the_days_are_firm():
    assert slots(a_window(date(2023, 8, 1), date(2023, 8, 4))) == ()
    assert slots(None, "00001") == ()


@given(st.integers(0, 20), st.integers(0, 15), st.integers(1, 3))
def test_every_drawn_unit_has_a_working_half_day_of_the_window_and_of_the_programme(start, length, count):
    first = date(2023, 8, 21) + timedelta(days=start)
    window = a_window(first, first + timedelta(days=length))
    codes = ("00001", "00002", "00003")[:count]
    plan = a_plan(visits=(a_visit("ubnd-huyen-b", window=window, communes=codes),), draw=RULE)
    dossier = a_dossier(plan)
    found = commune_slots(dossier, plan.visits[0], QUOC_KHANH_2023)
    working = set(working_days_of(window, QUOC_KHANH_2023))
    assert [code for code, _ in found] == (list(codes) if working else [])
    assert {slot.first for _, slot in found} <= working
    told = {
        (entry.day, entry.half, name)
        for entry in programme(dossier, plan.visits[0], QUOC_KHANH_2023)
        for name in entry.communes
    }
    assert {(slot.first, slot.opens, commune_name(dossier, code)) for code, slot in found} == told


def test_a_unit_that_the_directory_no_longer_has_goes_by_its_code():
    plan = a_plan(visits=(a_visit("ubnd-huyen-b"),), draw=RULE)
    assert commune_name(a_dossier(plan), "99999") == "99999"
    assert commune_name(a_dossier(plan), "00001") == "Xã C"
