"""What happens to an issued plan: taken into it, with nothing moved yet."""

from datetime import date

import pytest
from builders import QUOC_KHANH_2023, a_dossier, a_plan, a_visit, a_window, with_plan

from app.domain.errors import InvalidInput
from app.domain.happenings import (
    DaysOffDecreed,
    PersonAway,
    PlaceClosed,
    UnitAdded,
    UnitWithdrawn,
    after,
    days_off_by,
    happening_words,
    places_of,
    units_under,
)
from app.domain.people import Absence
from app.domain.pins import pins_of
from app.planfiles.happenings import happening_from, plain_happening

DAYS = a_window(date(2023, 8, 14), date(2023, 8, 18))
DOSSIER = a_dossier(
    a_plan(
        visits=(
            a_visit("so-y-te"),
            a_visit("ubnd-huyen-b", window=a_window(date(2023, 8, 14), date(2023, 8, 16))),
            a_visit("00001", window=a_window(date(2023, 8, 17), date(2023, 8, 18))),
        ),
    )
)
PINS = pins_of(DOSSIER.plan, date(2023, 8, 7), QUOC_KHANH_2023)
"""The visit to the health department is over, that to the district is near."""


def faults(happening, pins=PINS) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        after(DOSSIER, happening, pins)
    return [(fault.place, fault.code) for fault in caught.value.faults]


def test_a_person_who_is_away_is_noted_and_nothing_moves():
    happening = PersonAway(person="ong-m", window=DAYS, reason="nghỉ ốm")
    changed = after(DOSSIER, happening, PINS)
    assert changed == with_plan(DOSSIER, absences=(Absence(window=DAYS, reason="nghỉ ốm", person="ong-m"),))
    assert after(changed, happening, PINS) == changed
    words = "Ông M vắng mặt từ ngày 14/8/2023 đến hết ngày 18/8/2023 (nghỉ ốm)"
    assert happening_words(DOSSIER, happening) == words


def test_somebody_who_has_no_part_in_the_plan_cannot_be_away():
    assert faults(PersonAway(person="ai-do", window=DAYS, reason="ốm")) == [("person", "happening.person_unknown")]


def test_a_storm_over_a_district_closes_every_unit_below_it():
    happening = PlaceClosed(place="ubnd-huyen-b", window=DAYS, reason="bão")
    assert units_under(DOSSIER, "ubnd-huyen-b") == ("ubnd-huyen-b", "00001")
    closed = [absence.unit for absence in after(DOSSIER, happening, PINS).plan.absences]
    assert closed == ["ubnd-huyen-b", "00001"]
    assert happening_words(DOSSIER, happening) == (
        "UBND huyện B (02 đơn vị: UBND huyện B và UBND xã C) không làm việc với đoàn được "
        "từ ngày 14/8/2023 đến hết ngày 18/8/2023 (bão)"
    )


def test_what_may_be_closed_is_what_is_visited_and_what_lies_above_it_but_the_province():
    assert places_of(DOSSIER) == ("so-y-te", "ubnd-huyen-b", "00001")
    assert places_of(with_plan(DOSSIER, visits=(a_visit("00001"),))) == ("00001", "ubnd-huyen-b")


def test_a_place_without_a_visit_that_is_still_to_be_made_needs_nothing():
    assert faults(PlaceClosed(place="so-tttt", window=DAYS, reason="bão")) == [("place", "happening.place_unknown")]
    assert faults(PlaceClosed(place="so-y-te", window=DAYS, reason="bão")) == [("place", "happening.all_done")]


def test_a_unit_is_withdrawn_unless_its_visit_has_begun():
    kept = after(DOSSIER, UnitWithdrawn(unit="ubnd-huyen-b", reason="sáp nhập"), PINS)
    assert [visit.unit for visit in kept.plan.visits] == ["so-y-te", "00001"]
    assert faults(UnitWithdrawn(unit="so-y-te")) == [("unit", "happening.begun")]
    assert faults(UnitWithdrawn(unit="so-y-te", number=2)) == [("unit", "happening.visit_unknown")]
    assert happening_words(DOSSIER, UnitWithdrawn(unit="so-y-te")) == "Rút Sở Y tế khỏi kế hoạch"


def test_a_unit_is_added_without_days_behind_those_of_its_batch():
    added = after(DOSSIER, UnitAdded(unit="so-tu-phap", batch="dot-1"), PINS)
    assert added.plan.visits[-1] == a_visit("so-tu-phap", window=None)
    assert happening_words(DOSSIER, UnitAdded(unit="so-tu-phap", batch="dot-1")) == "Bổ sung Sở Tư pháp vào Đợt 1"


@pytest.mark.parametrize(
    ("unit", "batch", "fault"),
    [
        ("so-y-te", "dot-1", ("unit", "happening.unit_present")),
        ("khong-co", "dot-1", ("unit", "happening.unit_unknown")),
        ("so-tu-phap", "dot-9", ("batch", "happening.batch_unknown")),
    ],
)
def test_a_unit_that_cannot_be_added_is_a_fault(unit: str, batch: str, fault: tuple[str, str]):
    assert faults(UnitAdded(unit=unit, batch=batch)) == [fault]


def test_a_decreed_day_off_is_one_for_every_plan_and_changes_none_by_itself():
    happening = DaysOffDecreed(window=a_window(date(2023, 8, 14), date(2023, 8, 15)), name="Nghỉ bù")
    assert after(DOSSIER, happening, PINS) == DOSSIER
    assert [(entry.day, entry.name) for entry in days_off_by(happening)] == [
        (date(2023, 8, 14), "Nghỉ bù"),
        (date(2023, 8, 15), "Nghỉ bù"),
    ]
    assert days_off_by(UnitWithdrawn(unit="so-y-te")) == ()
    assert happening_words(DOSSIER, happening) == "Nghỉ từ ngày 14/8/2023 đến hết ngày 15/8/2023: Nghỉ bù"


@pytest.mark.parametrize(
    "happening",
    [
        PersonAway(person="ong-m", window=DAYS, reason="ốm"),
        PlaceClosed(place="ubnd-huyen-b", window=DAYS, reason="bão"),
        UnitWithdrawn(unit="so-y-te", number=2, reason="sáp nhập"),
        UnitAdded(unit="so-tu-phap", batch="dot-1", reason="đề nghị"),
        DaysOffDecreed(window=DAYS, name="Nghỉ"),
    ],
)
def test_what_happened_is_kept_and_read_as_it_was(happening):
    assert happening_from(plain_happening(happening)) == happening
