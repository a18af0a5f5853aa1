"""The seed is whole and sound, is loaded once, and a faulty one is refused before anything is written."""

from __future__ import annotations

import shutil
import unicodedata
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from app import SEED
from app.db.store import open_store
from app.db.tables import METADATA
from app.domain.dates import DayOffKind, WorkCalendar
from app.domain.errors import InvalidInput
from app.domain.units import Directory, directory_on
from app.services.seeding import Seed, load_seed, read_seed
from app.services.sentences import fault_sentence

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


@cache
def seed() -> Seed:
    return read_seed(SEED)


def directory(province: str, day: date) -> Directory:
    return directory_on(seed().units[province], day)


def rows_in(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {table.name: len(connection.execute(table.select()).all()) for table in METADATA.sorted_tables}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the seed that a test may spoil."""
    return shutil.copytree(SEED, tmp_path / "seed")


def spoil(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def faults_of(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        read_seed(folder)
    assert all(fault_sentence(fault) for fault in refused.value.faults)
    return [(fault.place, fault.code) for fault in refused.value.faults]


def test_a_first_run_writes_the_seed_and_a_second_writes_no_row(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        report = load_seed(store, SEED, **written_by)
    assert (report.provinces, report.units, report.days_off, report.plans) == (2, 308, 132, 1)
    before = rows_in(engine)
    with open_store(engine) as store:
        again = load_seed(store, SEED, **written_by)
    assert rows_in(engine) == before
    assert again.sentence == "Dữ liệu gốc đã có đủ, không thay đổi gì."


def test_what_was_read_is_what_the_store_gives_back(engine: Engine, written_by: dict[str, Any]):
    with open_store(engine) as store:
        load_seed(store, SEED, **written_by)
    with open_store(engine) as store:
        assert store.provinces.all() == seed().provinces
        assert {key: store.directory.units(key) for key in seed().units} == seed().units
        assert store.days_off.entries() == seed().days_off
        assert store.plans.dossier("binh-phuoc-2023") == seed().plans[0]


def test_a_seed_that_grew_adds_only_what_is_new(engine: Engine, folder: Path, written_by: dict[str, Any]):
    shutil.rmtree(folder / "reference" / "dong-nai")
    spoil(folder / "reference" / "provinces.toml", 'key = "dong-nai"', 'key = "tinh-khac"')
    spoil(folder / "reference" / "provinces.toml", 'committee = "ubnd-tinh-dong-nai"', 'committee = "ubnd-tinh-khac"')
    (folder / "reference" / "tinh-khac").mkdir()
    header = (SEED / "reference" / "binh-phuoc" / "agencies.csv").read_text(encoding="utf-8").split("\n")[0]
    row = "ubnd-tinh-khac,Ủy ban nhân dân tỉnh khác,tỉnh,tinh,,,,,UBND,,,,source,Giả định,"
    (folder / "reference" / "tinh-khac" / "agencies.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with open_store(engine) as store:
        load_seed(store, SEED, **written_by)
    with open_store(engine) as store:
        report = load_seed(store, folder, **written_by)
    assert (report.provinces, report.units, report.days_off, report.plans) == (1, 1, 0, 0)


def test_a_seed_with_faults_writes_nothing(engine: Engine, folder: Path, written_by: dict[str, Any]):
    spoil(folder / "plans" / "binh-phuoc-2023.toml", 'unit = "so-cong-thuong"', 'unit = "so-cong-thuongg"')
    with open_store(engine) as store, pytest.raises(InvalidInput):
        load_seed(store, folder, **written_by)
    assert set(rows_in(engine).values()) == {0}


def test_faults_of_all_files_come_at_once_with_file_and_line(folder: Path):
    reference = folder / "reference"
    spoil(reference / "binh-phuoc" / "agencies.csv", ",SNV,,,2025-06-30,source,", ",SNV,,,31/6/2025,source,")
    spoil(reference / "binh-phuoc" / "areas.csv", "huyện,huyen,691,", "huyện,quan,691,")
    spoil(reference / "binh-phuoc" / "areas.csv", "25252,UBND xã Bù Nho", "25255,UBND xã Bù Nho")
    spoil(reference / "dong-nai" / "lineage.csv", "so-noi-vu,2025-07-01,", "so-noi-vuu,2025-07-01,")
    spoil(reference / "days-off.csv", "2019-01-05,", "2019-01-01,")
    spoil(folder / "plans" / "binh-phuoc-2023.toml", "last = 2023-08-08", "last = 2023-07-08")
    assert faults_of(folder) == [
        ("reference/binh-phuoc/areas.csv (dòng 120)", "unit.twice"),
        ("reference/binh-phuoc/areas.csv (dòng 5, cột level)", "level.unknown"),
        ("reference/binh-phuoc/agencies.csv (dòng 10, cột until)", "date.invalid"),
        ("reference/dong-nai/lineage.csv (dòng 14)", "row.unit_unknown"),
        ("reference/days-off.csv (dòng 3)", "day.twice"),
        ("plans/binh-phuoc-2023.toml: plan.visits[1].window (dòng 503)", "window.ends_before_start"),
    ]


@pytest.mark.parametrize(
    ("file", "before", "after", "fault"),
    [
        (
            "reference/provinces.toml",
            "rank = 1",
            "rank = 'một'",
            ("provinces[1].levels[1].rank (dòng 12)", "type.wrong"),
        ),
        (
            "reference/provinces.toml",
            "[[provinces]]",
            "[[provinces]",
            ("reference/provinces.toml (dòng 3, cột 12)", "file.syntax"),
        ),
        ("reference/provinces.toml", "ubnd-tinh-binh-phuoc", "ubnd-x", ("reference/binh-phuoc", "unit.unknown")),
        ("reference/days-off.csv", "day,name", "ngày,name", ("reference/days-off.csv (dòng 1)", "csv.header")),
        ("reference/days-off.csv", "y,2018", "y,,2018", ("reference/days-off.csv (dòng 3)", "csv.columns")),
        ("reference/days-off.csv", "2019-01-05", '"2019"-01-05', ("reference/days-off.csv (dòng 3)", "csv.unreadable")),
        (
            "reference/days-off.csv",
            "2024-05-04,",
            "2024-05-11,",
            ("reference/days-off.csv (dòng 83)", "day.swap_alone"),
        ),
        (
            "reference/days-off.csv",
            "public_holiday",
            "holiday",
            ("reference/days-off.csv (dòng 2, cột kind)", "value.not_allowed"),
        ),
        (
            "reference/binh-phuoc/agencies.csv",
            "tinh-uy-binh-phuoc,",
            "Tỉnh ủy,",
            ("reference/binh-phuoc/agencies.csv (dòng 3, cột key)", "key.not_slug"),
        ),
        (
            "reference/binh-phuoc/lineage.csv",
            '"Nghị quyết 570/NQ-UBTVQH15, hiệu lực ngày 01/10/2022"',
            "",
            ("reference/binh-phuoc/lineage.csv (dòng 2)", "source.missing"),
        ),
        (
            "reference/dong-nai/lineage.csv",
            "tinh-uy-binh-phuoc",
            "tinh-uy-x",
            ("reference/dong-nai/lineage.csv (tinh-uy-dong-nai)", "unit.unknown"),
        ),
        (
            "plans/binh-phuoc-2023.toml",
            'key = "binh-phuoc-2023"',
            'key = "binh-phuoc"',
            ("plans/binh-phuoc-2023.toml", "plan.other_key"),
        ),
        (
            "plans/binh-phuoc-2023.toml",
            "[plan]",
            "[plan",
            ("plans/binh-phuoc-2023.toml (dòng 7, cột 6)", "file.syntax"),
        ),
    ],
)
def test_each_fault_of_a_seed_file_is_found_at_its_line(
    folder: Path, file: str, before: str, after: str, fault: tuple[str, str]
):
    spoil(folder / file, before, after)
    assert fault in faults_of(folder)


def test_a_missing_file_is_a_fault(folder: Path):
    (folder / "reference" / "days-off.csv").unlink()
    assert faults_of(folder) == [("reference/days-off.csv", "file.missing")]


def test_a_folder_without_a_province_is_a_fault(folder: Path):
    (folder / "reference" / "sai-gon").mkdir()
    assert faults_of(folder) == [("reference/sai-gon", "folder.unknown_province")]


def test_a_table_in_another_encoding_is_refused_by_line_and_byte(folder: Path):
    path = folder / "reference" / "days-off.csv"
    path.write_bytes(
        path.read_bytes().replace("Tết Dương lịch".encode(), "Tết Dương lịch".encode("cp1258", "replace"), 1)
    )
    assert faults_of(folder) == [("reference/days-off.csv (dòng 2, byte 66)", "file.not_utf8")]


def test_a_table_saved_by_a_spreadsheet_with_a_byte_order_mark_is_taken(folder: Path):
    path = folder / "reference" / "days-off.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_seed(folder).days_off == seed().days_off


def test_units_are_counted_as_the_provinces_count_them():
    counts = {
        (province, level.key): len([u for u in directory(province, day).units if u.level == level.key and u.code])
        for province, day in (("binh-phuoc", date(2023, 8, 1)), ("dong-nai", date(2025, 8, 1)))
        for level in next(p for p in seed().provinces if p.key == province).levels
    }
    assert counts == {
        ("binh-phuoc", "tinh"): 1,
        ("binh-phuoc", "huyen"): 11,
        ("binh-phuoc", "xa"): 111,
        ("dong-nai", "tinh"): 1,
        ("dong-nai", "xa"): 95,
    }


@pytest.mark.parametrize(("day", "communes", "wards"), [(date(2026, 4, 29), 72, 23), (date(2026, 4, 30), 62, 33)])
def test_ten_communes_become_wards_on_30_april_2026(day: date, communes: int, wards: int):
    kinds = [unit.kind for unit in directory("dong-nai", day).units if unit.level == "xa"]
    assert (kinds.count("xã"), kinds.count("phường")) == (communes, wards)


def test_every_body_of_binh_phuoc_ends_with_june_2025_and_every_body_of_dong_nai_begins_in_july():
    assert {unit.until for unit in seed().units["binh-phuoc"]} == {date(2025, 6, 30)}
    assert {unit.since for unit in seed().units["dong-nai"]} == {date(2025, 7, 1), date(2026, 4, 30)}


def test_a_code_means_another_unit_at_another_time():
    assert directory("binh-phuoc", date(2023, 8, 1)).unit("25252").name == "UBND xã Bù Nho"
    phu_rieng = directory("dong-nai", date(2025, 8, 1)).unit("25252")
    assert phu_rieng.name == "UBND xã Phú Riềng"
    assert [(origin.name, origin.unit, origin.extent) for origin in phu_rieng.formed_from] == [
        ("Xã Bù Nho, huyện Phú Riềng", "25252", "whole"),
        ("Xã Phú Riềng, huyện Phú Riềng", "25264", "whole"),
    ]


def test_every_unit_since_2025_says_what_it_came_from():
    silent = [unit.key for unit in seed().units["dong-nai"] if unit.level == "xa" and not unit.formed_from]
    assert silent == []
    pairs = [
        o
        for u in seed().units["dong-nai"]
        if u.since == date(2025, 7, 1) and u.code and u.level == "xa"
        for o in u.formed_from
    ]
    assert len(pairs) == 271


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Sở KH-ĐT", "so-ke-hoach-va-dau-tu"),
        ("Sở KH&ĐT", "so-ke-hoach-va-dau-tu"),
        ("Sở Kế hoạch - Đầu tư", "so-ke-hoach-va-dau-tu"),
        ("Sở Kế hoạch và Đầu tư", "so-ke-hoach-va-dau-tu"),
        ("Sở Tài Nguyên và Môi trường", "so-tai-nguyen-va-moi-truong"),
        ("Sở Lao động, Thương binh và Xã hội", "so-lao-dong-thuong-binh-va-xa-hoi"),
        ("Sở TT&TT", "so-thong-tin-va-truyen-thong"),
        ("UBND tỉnh", "ubnd-tinh-binh-phuoc"),
        ("Văn phòng UBND tỉnh", "van-phong-uy-ban-nhan-dan-tinh"),
        ("BHXH tỉnh", "bao-hiem-xa-hoi-tinh"),
        ("Ủy ban nhân dân huyện Phú Riềng", "ubnd-huyen-phu-rieng"),
    ],
)
def test_every_way_of_writing_a_body_means_that_body(written: str, key: str):
    assert [unit.key for unit in directory("binh-phuoc", date(2023, 8, 1)).named(written)] == [key]


def test_a_name_that_repeats_within_a_province_means_several():
    found = directory("binh-phuoc", date(2023, 8, 1)).named("UBND xã Tân Thành")
    assert [unit.parent for unit in found] == ["ubnd-thanh-pho-dong-xoai", "ubnd-huyen-bu-dop"]


def test_the_communes_of_a_district_are_those_below_it():
    communes = directory("binh-phuoc", date(2023, 8, 1)).children("ubnd-huyen-phu-rieng", "xa")
    assert len(communes) == 10
    assert {unit.parent for unit in communes} == {"ubnd-huyen-phu-rieng"}


def test_papers_name_the_body_above_their_author():
    units = directory("binh-phuoc", date(2023, 8, 1))
    assert units.unit("so-noi-vu").superior == "UBND TỈNH BÌNH PHƯỚC"
    assert units.unit("bao-hiem-xa-hoi-tinh").superior == "BẢO HIỂM XÃ HỘI VIỆT NAM"
    assert {unit.superior for unit in units.units if unit.symbol == "UBND"} == {None}


def test_every_unit_says_its_source_and_how_sure_it_is():
    units = [unit for of_province in seed().units.values() for unit in of_province]
    assert {unit.certainty for unit in units} == {"source", "knowledge"}
    assert [unit.key for unit in units if not unit.source] == []


def test_the_table_of_days_off_covers_2019_to_2027_and_every_planned_year():
    years = {entry.day.year for entry in seed().days_off}
    assert years == set(range(2019, 2028))
    assert {dossier.plan.year for dossier in seed().plans} <= years


def test_saturdays_worked_in_exchange_are_working_days_and_their_partners_are_not():
    calendar = WorkCalendar(seed().days_off)
    swaps = [entry for entry in seed().days_off if entry.kind == DayOffKind.SWAPPED_WORKING_SATURDAY]
    assert len(swaps) == 6
    assert all(calendar.is_working_day(entry.day) and entry.day.weekday() == 5 for entry in swaps)
    partners = [entry.swapped_with for entry in swaps if entry.swapped_with and entry.swapped_with.year >= 2019]
    assert len(partners) == 5
    assert not any(calendar.is_working_day(day) for day in partners)


def test_no_file_of_the_seed_holds_text_that_is_not_composed():
    texts = [path.read_text(encoding="utf-8") for path in SEED.rglob("*.*") if path.suffix in {".csv", ".toml"}]
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)
