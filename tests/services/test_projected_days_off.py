from datetime import date
from typing import Any

from sqlalchemy import Engine

from app import SEED
from app.db.store import open_store
from app.domain.dates import DayOffKind, WorkCalendar
from app.services.projected_days_off import ensure_days_off, projected_days_off
from app.services.seeding import read_seed


def test_a_year_past_the_table_is_projected_once_and_marked_so(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        assert ensure_days_off(store, [2028], **written_by) == len(projected_days_off(2028))
        assert ensure_days_off(store, [2028], **written_by) == 0
        calendar = store.days_off.calendar()
    assert {entry.certainty for entry in calendar.table} == {"projected"}
    assert not calendar.is_working_day(date(2028, 1, 26))
    assert calendar.entry(date(2028, 1, 3)).kind == DayOffKind.COMPENSATORY_DAY_OFF
    assert calendar.entry(date(2028, 5, 1)).kind == DayOffKind.PUBLIC_HOLIDAY


def test_a_year_that_the_table_holds_is_left_as_announced(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        store.days_off.add(read_seed(SEED).days_off, **written_by)
        before = store.days_off.entries()
        assert ensure_days_off(store, range(2019, 2028), **written_by) == 0
        assert store.days_off.entries() == before


def test_projected_days_bear_vietnamese_names():
    named = {entry.day: entry.name for entry in projected_days_off(2028)}
    assert named[date(2028, 1, 3)] == "Tết Dương lịch (nghỉ bù)"
    assert named[date(2028, 9, 2)] == "Quốc khánh"


def test_the_packages_weekdays_off_are_those_of_the_official_table_of_2023():
    official = WorkCalendar(tuple(entry for entry in read_seed(SEED).days_off if entry.day.year == 2023))
    projected = WorkCalendar(projected_days_off(2023))
    days = [date.fromordinal(n) for n in range(date(2023, 1, 1).toordinal(), date(2024, 1, 1).toordinal())]
    assert [d for d in days if official.is_working_day(d)] == [d for d in days if projected.is_working_day(d)]
