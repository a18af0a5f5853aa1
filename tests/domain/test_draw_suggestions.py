"""Whom a draw may leave out: units inspected lately by a named inspection, and those about to cease."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.draws.draws import FrameUnit, PoolKind
from app.domain.draws.frames import DrawPool
from app.domain.draws.suggestions import Suggestion, suggestions_of
from app.domain.unit_history import Inspection
from app.domain.units import Unit

DAY, LAST = date(2023, 8, 1), date(2023, 12, 31)
UNITS = tuple(
    Unit(key=key, code=key, name=f"UBND xã {key}", kind="xã", level="xa", area=f"Xã {key}") for key in ("1", "2", "3")
)
POOL = DrawPool(
    kind=PoolKind.UNIT,
    key="huyen",
    name="Huyện",
    least=1,
    most=3,
    day=DAY,
    members=tuple(FrameUnit(code=unit.key, name=unit.name) for unit in UNITS),
)


def inspected(year: int, *, is_done: bool = True) -> Inspection:
    return Inspection(
        plan=f"kh-{year}", title=f"KH {year}", kind="cchc", year=year, last=date(year, 9, 1), name="Xã", is_done=is_done
    )


def suggested(units=UNITS, years: int = 2, **histories: Inspection):
    by_key = {key.removeprefix("xa"): (each,) for key, each in histories.items()}
    return suggestions_of(POOL, units, by_key, years=years, last=LAST)


def test_a_unit_inspected_within_the_years_asked_for_is_named_with_that_inspection():
    assert suggested(xa2=inspected(2021)) == (Suggestion(code="2", inspected=inspected(2021)),)
    assert suggested(xa2=inspected(2020)) == ()
    assert suggested(years=3, xa2=inspected(2020)) == (Suggestion(code="2", inspected=inspected(2020)),)
    assert suggested(years=0, xa2=inspected(2022)) == ()


def test_an_inspection_still_to_come_is_no_reason():
    assert suggested(xa2=inspected(2023, is_done=False)) == ()


def test_a_unit_that_ceases_before_the_last_day_is_named_with_its_own_last_day():
    ceasing = tuple(replace(unit, until=date(2023, 10, 31)) if unit.key == "3" else unit for unit in UNITS)
    assert suggested(ceasing) == (Suggestion(code="3", until=date(2023, 10, 31)),)
    staying = tuple(replace(unit, until=LAST) for unit in UNITS)
    assert suggested(staying) == ()


def test_units_are_named_in_the_order_of_the_pool_and_each_once():
    ceasing = tuple(replace(unit, until=date(2023, 10, 31)) for unit in UNITS)
    found = suggested(ceasing, xa3=inspected(2022), xa1=inspected(2023))
    assert [each.code for each in found] == ["1", "2", "3"]
    assert [each.inspected is not None for each in found] == [True, False, True]


def test_of_several_units_with_one_code_the_one_of_the_day_counts():
    before = replace(UNITS[0], until=date(2023, 7, 31), name="cũ")
    after = replace(UNITS[0], since=date(2023, 8, 1))
    assert suggested((before, after, *UNITS[1:])) == ()
