"""When a body was last inspected, through every merger; and what share of the directory a plan covers."""

from dataclasses import replace
from datetime import date

from builders import PROVINCE, UNITS, a_department, a_dossier, a_plan, a_visit, a_window

from app.domain.coverage import Coverage, coverage_of, inspectable_units, share_words
from app.domain.dates import LooseTime
from app.domain.unit_history import Inspection, history_of, inspections_of
from app.domain.units import Succession, Unit

TODAY = date(2026, 1, 15)
MERGED = date(2025, 7, 1)
OLD = a_dossier(
    a_plan(
        visits=(
            a_visit(),
            a_visit("ubnd-huyen-b", window=a_window(date(2023, 9, 5), date(2023, 9, 8)), communes=("00001",)),
        )
    )
)
"""A plan of 2023: Sở Y tế, then UBND huyện B with xã C drawn."""


def seen(unit, provinces=None, dossiers=(OLD,), home="tinh-a"):
    return history_of(unit, home, provinces or {"tinh-a": UNITS}, inspections_of(dossiers, TODAY))


def told(inspections):
    return [(each.plan, each.last, each.name) for each in inspections]


def unit(key):
    return next(each for each in UNITS if each.key == key)


def formed(key, name, *origins, since=MERGED, extent="whole"):
    successions = tuple(Succession(name=origin, unit=origin, extent=extent) for origin in origins)
    return a_department(key, name, since=since, formed_from=successions)


def test_an_inspection_is_told_with_its_plan_kind_and_last_day():
    assert seen(unit("so-y-te")) == (
        Inspection(
            plan="tinh-a-2023",
            title="Kế hoạch kiểm tra năm 2023",
            kind="Kiểm tra cải cách hành chính",
            year=2023,
            last=date(2023, 8, 4),
            name="Sở Y tế",
            is_done=True,
        ),
    )


def test_a_body_that_was_never_inspected_has_no_history():
    assert seen(unit("so-tu-phap")) == ()


def test_a_drawn_unit_was_inspected_with_the_one_above_it():
    assert [(each.name, each.is_drawn) for each in seen(unit("00001"))] == [("UBND xã C", True)]


def test_a_reserve_target_was_not_inspected():
    dossier = a_dossier(a_plan(visits=(a_visit(is_reserve=True),)))
    assert seen(unit("so-y-te"), dossiers=(dossier,)) == ()


def test_a_visit_that_is_still_to_come_is_not_done():
    dossier = a_dossier(a_plan(year=2026, visits=(a_visit(window=a_window(TODAY)),)))
    assert [each.is_done for each in seen(unit("so-y-te"), dossiers=(dossier,))] == [False]


def test_a_visit_without_days_counts_from_its_bound_or_the_end_of_the_year():
    loose = LooseTime(wording="Quý II", latest=date(2023, 6, 30))
    dossier = a_dossier(a_plan(visits=(a_visit(window=None, loose=loose), a_visit("so-tu-phap", window=None))))
    assert [each.last for each in seen(unit("so-y-te"), dossiers=(dossier,))] == [date(2023, 6, 30)]
    assert [each.last for each in seen(unit("so-tu-phap"), dossiers=(dossier,))] == [date(2023, 12, 31)]


def test_what_went_into_a_body_counts_for_it_the_latest_first():
    later = a_dossier(
        a_plan(key="tinh-a-2024", year=2024, visits=(a_visit("so-tu-phap", window=a_window(date(2024, 8, 5))),))
    )
    heir = formed("so-moi", "Sở Mới", "so-y-te", "so-tu-phap")
    units = {"tinh-a": (*(replace(each, until=date(2025, 6, 30)) for each in UNITS), heir)}
    assert told(seen(heir, units, (OLD, later))) == [
        ("tinh-a-2024", date(2024, 8, 5), "Sở Tư pháp"),
        ("tinh-a-2023", date(2023, 8, 4), "Sở Y tế"),
    ]


def test_lineage_is_followed_through_several_mergers_and_into_another_province():
    ended = tuple(replace(each, until=date(2025, 6, 30)) for each in UNITS)
    middle = replace(formed("so-giua", "Sở Giữa", "so-y-te"), until=date(2025, 12, 31))
    heir = formed("so-cuoi", "Sở Cuối", "so-giua", since=date(2026, 1, 1))
    assert told(seen(heir, {"tinh-b": (middle, heir), "tinh-a": ended}, home="tinh-b")) == [
        ("tinh-a-2023", date(2023, 8, 4), "Sở Y tế")
    ]


def test_a_part_of_a_body_tells_that_it_was_only_a_part():
    heir = formed("so-moi", "Sở Mới", "so-y-te", extent="part")
    units = {"tinh-a": (*(replace(each, until=date(2025, 6, 30)) for each in UNITS), heir)}
    assert [each.is_part for each in seen(heir, units)] == [True]


def test_a_code_that_is_used_again_is_not_taken_for_the_body_that_had_it():
    again = Unit(key="00001", name="UBND xã Khác", kind="xã", level="xa", since=MERGED)
    units = {"tinh-a": (*(replace(each, until=date(2025, 6, 30)) for each in UNITS), again)}
    assert seen(again, units) == ()


def test_a_body_formed_from_one_of_the_same_code_of_another_province_has_its_history():
    again = Unit(
        key="00001", name="UBND xã Khác", kind="xã", level="xa", since=MERGED,
        formed_from=(Succession(name="Xã C", unit="00001"),),
    )  # fmt: skip
    ended = tuple(replace(each, until=date(2025, 6, 30)) for each in UNITS)
    assert told(seen(again, {"tinh-b": (again,), "tinh-a": ended}, home="tinh-b")) == [
        ("tinh-a-2023", date(2023, 9, 8), "UBND xã C")
    ]


# Coverage


def covered(dossier, *years_of_health):
    health = tuple(
        Inspection(plan="p", title="t", kind="k", year=year, last=date(year, 1, 1), name="n", is_done=True)
        for year in years_of_health
    )
    return coverage_of(dossier, {"so-y-te": health})


def test_the_share_of_each_level_and_kind_is_counted_once_for_each_unit():
    dossier = a_dossier(a_plan(visits=(a_visit(), a_visit("so-tu-phap"), a_visit("so-tu-phap", number=2))))
    level, *_ = covered(dossier, 2023, 2022, 2022, 2015)
    assert level == Coverage(
        level="cấp tỉnh",
        kind="",
        units=4,
        in_plan=2,
        by_year=((2023, 2), (2022, 1), (2021, 0)),
        recent=2,
        never=2,
    )


def test_each_level_that_has_units_has_its_line():
    assert [(each.level, each.kind) for each in covered(a_dossier())] == [
        ("cấp tỉnh", ""),
        ("cấp huyện", ""),
        ("cấp xã", ""),
    ]


def test_kinds_are_told_apart_where_a_level_has_several():
    other = Unit(key="ban", name="Ban", kind="ngành dọc", level="tinh", parent="ubnd-tinh-a")
    lines = covered(a_dossier(units=(*UNITS, other)))
    assert [(each.kind, each.units) for each in lines[:3]] == [("", 5), ("cơ quan chuyên môn", 4), ("ngành dọc", 1)]


def test_a_plan_may_inspect_everybody_but_its_own_committee():
    assert [each.key for each in inspectable_units(a_dossier())] == [each.key for each in UNITS[1:]]
    assert PROVINCE.committee == UNITS[0].key


def test_a_share_is_written_with_a_comma_and_of_nothing_as_a_dash():
    assert [share_words(1, 3), share_words(0, 5), share_words(5, 5), share_words(0, 0)] == [
        "33,3%",
        "0,0%",
        "100,0%",
        "-",
    ]
