"""What a release says comes back to the last letter, whatever the plan."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from builders import QUOC_KHANH_2023, a_dossier
from hypothesis import given, settings
from strategies import days_off, plan_dossiers

from app.domain.dates import DayOff, DayOffKind, WorkCalendar
from app.domain.errors import InvalidInput
from app.domain.naming import carried
from app.planfiles.reading import dossier_of, open_plan_file
from app.planfiles.references import Holdings
from app.planfiles.releases import ReleaseContent, read_release, write_release

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier


@settings(max_examples=50)
@given(dossier=plan_dossiers(), table=days_off(2023))
def test_any_plan_and_calendar_come_back_as_they_were_issued(dossier: PlanDossier, table: tuple[DayOff, ...]):
    content = write_release(dossier, WorkCalendar(table))
    found = read_release(content, "kh")
    assert found == ReleaseContent(dossier=carried(dossier), calendar=WorkCalendar(table))
    assert write_release(found.dossier, found.calendar) == content


def test_an_exchanged_day_keeps_the_day_that_it_was_exchanged_for():
    saturday, monday = date(2024, 5, 4), date(2024, 4, 29)
    worked = DayOffKind.SWAPPED_WORKING_SATURDAY
    table = (DayOff(day=saturday, name="Làm bù", kind=worked, swapped_with=monday, note="theo thông báo"),)
    assert read_release(write_release(a_dossier(), WorkCalendar(table)), "kh").calendar.table == table


def test_a_release_is_a_plan_file_with_the_days_off_beside_it():
    parts = json.loads(write_release(a_dossier(), QUOC_KHANH_2023))
    assert [entry["day"] for entry in parts.pop("days_off")] == ["2023-09-01", "2023-09-02", "2023-09-04"]
    file = open_plan_file(json.dumps(parts).encode(), "kh.json")
    assert dossier_of(file, Holdings()) == carried(a_dossier())


def test_a_release_that_is_no_plan_is_told():
    parts = json.loads(write_release(a_dossier(), QUOC_KHANH_2023))
    parts["plan"]["visits"][0]["unit"] = "so-la"
    with pytest.raises(InvalidInput) as refusal:
        read_release(json.dumps(parts), "kh")
    assert [(fault.place, fault.code) for fault in refusal.value.faults] == [("plan.visits[1].unit", "unit.unknown")]
