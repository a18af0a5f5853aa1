from datetime import date, timedelta

from builders import QUOC_KHANH_2023, a_dossier, a_plan, a_visit, a_window
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import Half, WorkCalendar
from app.domain.outlines import Outline, OutlineItem, OutlineKind
from app.domain.plans import DrawRule, Mandate
from app.domain.programmes import Step, heading_name, outline_parts, programme

RULE = DrawRule(at_level="huyen", from_level="xa", least=1, most=3)


def an_item(code, kind=OutlineKind.SECTION, field="linh-vuc"):
    return OutlineItem(code=code, kind=kind, number=code, text=code, field=field)


OUTLINE = Outline(
    key="de-cuong",
    version="1",
    title=("Báo cáo",),
    items=(
        an_item("I", OutlineKind.PART),
        an_item("I.1", OutlineKind.ITEM),
        an_item("II", OutlineKind.PART, field=None),
        an_item("II.1"),
        an_item("II.2"),
        an_item("III", OutlineKind.PART, field=None),
    ),
)


def a_programme(window, unit="ubnd-huyen-b", calendar=QUOC_KHANH_2023, draw=RULE, **visit):
    plan = a_plan(visits=(a_visit(unit, window=window, **visit),), outline="de-cuong", draw=draw)
    dossier = a_dossier(plan, outlines=(OUTLINE,))
    return programme(dossier, plan.visits[0], calendar)


def test_the_parts_shared_out_are_sections_and_parts_without_sections_that_have_a_field():
    plan = a_plan(visits=(a_visit(),), outline="de-cuong")
    assert [part.code for part in outline_parts(a_dossier(plan, outlines=(OUTLINE,)), plan.visits[0])] == [
        "I",
        "II.1",
        "II.2",
    ]


def test_work_opens_first_and_closes_last():
    entries = a_programme(a_window(date(2023, 8, 1), date(2023, 8, 4)))
    assert entries[0].steps == (Step.OPENING,)
    assert entries[-1].steps == (Step.CLOSING,)
    assert (entries[0].day, entries[0].half) == (date(2023, 8, 1), Half.MORNING)
    assert (entries[-1].day, entries[-1].half) == (date(2023, 8, 4), Half.AFTERNOON)


def test_a_window_that_opens_on_a_holiday_starts_work_on_the_next_working_day():
    entries = a_programme(a_window(date(2023, 9, 1), date(2023, 9, 8)))
    assert entries[0].day == date(2023, 9, 5)


def test_every_part_is_inspected_once_and_in_order():
    entries = a_programme(a_window(date(2023, 8, 1), date(2023, 8, 4)))
    assert [part.code for entry in entries for part in entry.parts] == ["I", "II.1", "II.2"]


def test_as_many_communes_as_the_draw_may_give_have_a_half_day_each():
    entries = a_programme(a_window(date(2023, 8, 1), date(2023, 8, 4)))
    assert [entry.communes for entry in entries if entry.communes] == [("01",), ("02",), ("03",)]


def test_drawn_communes_are_named():
    entries = a_programme(a_window(date(2023, 8, 1), date(2023, 8, 4)), communes=("00001",))
    assert [entry.communes for entry in entries if entry.communes] == [("Xã C",)]


def test_departments_visit_no_communes():
    entries = a_programme(a_window(date(2023, 8, 1), date(2023, 8, 4)), unit="so-y-te")
    assert [entry.communes for entry in entries if entry.communes] == []


def test_a_visit_of_half_a_day_does_everything_in_it():
    (entry,) = a_programme(a_window(date(2023, 8, 1), closes=Half.MORNING))
    assert entry.steps == (Step.OPENING, Step.OUTLINE, Step.COMMUNE, Step.CLOSING)


def test_a_visit_that_is_not_firm_or_has_no_working_day_has_no_programme():
    assert a_programme(None) == ()
    assert a_programme(a_window(date(2023, 9, 2), date(2023, 9, 4))) == ()


@given(st.dates(date(2023, 7, 1), date(2023, 12, 1)), st.integers(0, 20), st.sampled_from(["so-y-te", "ubnd-huyen-b"]))
def test_a_programme_keeps_to_working_half_days_and_loses_nothing(first, length, unit):
    window = a_window(first, first + timedelta(days=length))
    entries = a_programme(window, unit=unit)
    if not WorkCalendar(QUOC_KHANH_2023.table).working_days(window.first, window.last):
        assert entries == ()
        return
    assert all(QUOC_KHANH_2023.is_working_day(entry.day) for entry in entries)
    slots = [(entry.day, entry.half == Half.AFTERNOON) for entry in entries]
    assert slots == sorted(set(slots))
    assert [part.code for entry in entries for part in entry.parts] == ["I", "II.1", "II.2"]
    expected = ["01", "02", "03"] if unit == "ubnd-huyen-b" else []
    assert [name for entry in entries for name in entry.communes] == expected


def test_a_heading_in_capitals_is_called_by_the_name_of_its_field():
    named = a_plan(mandates=(Mandate(field="linh-vuc", name="công tác chỉ đạo", agency="so-noi-vu"),))
    heading = OutlineItem(
        code="I", kind=OutlineKind.PART, number="I.", text="CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", field="linh-vuc"
    )
    assert heading_name(a_dossier(named), heading) == "Công tác chỉ đạo"
    assert heading_name(a_dossier(), heading) == "Công tác chỉ đạo, điều hành"
    assert heading_name(a_dossier(), an_item("Cải cách *thể chế*.")) == "Cải cách thể chế"
