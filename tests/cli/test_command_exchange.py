"""`kiemtra export` and `kiemtra import`: nothing lost on the way, nothing stored of a faulty file."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pytest
from cli.running import PLAN, CommandLine, rows

from app import ROOT
from app.db.engine import create_engine
from app.db.migrating import migrate

if TYPE_CHECKING:
    from pathlib import Path

PLANS = ROOT / "tests" / "plans"
TRA_VINH = PLANS / "tra-vinh-2023-cong-vu.toml"


def made_empty(url: str) -> CommandLine:
    """Return the command line over a database that has its tables and nothing in them."""
    engine = create_engine(url)
    migrate(engine)
    engine.dispose()
    return CommandLine(url)


@pytest.fixture
def empty(tmp_path: Path) -> CommandLine:
    return made_empty(f"sqlite:///{tmp_path / 'empty.db'}")


def test_an_exported_plan_goes_into_an_empty_database_and_comes_out_the_same(
    kiemtra: CommandLine, bare_url: str, tmp_path: Path
):
    empty = made_empty(bare_url)
    form = "toml" if bare_url.startswith("sqlite") else "json"
    words = ["export", PLAN, *(["--json"] if form == "json" else [])]
    file = tmp_path / f"kế hoạch.{form}"
    file.write_text(kiemtra.must(*words).out, encoding="utf-8")
    done = empty.must("import", file)
    assert done.lines == [PLAN]
    assert done.err.startswith(f"Đã nhập kế hoạch “{PLAN}”: 10 cuộc kiểm tra, thêm ")
    assert empty.must(*words).out == file.read_text(encoding="utf-8")


def test_the_first_json_of_an_export_is_the_last(kiemtra: CommandLine):
    done = kiemtra.must("export", PLAN, "--json")
    assert (json.loads(done.out)["plan"]["key"], done.err) == (PLAN, "")


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_plan_of_another_kind_is_taken_in_checked_and_comes_out_the_same(empty: CommandLine, path: Path):
    assert empty.must("import", path).lines == [path.stem]
    assert empty("check", path.stem, "--json").status in {0, 1}
    again = empty.must("import", path)
    assert (again.lines, again.err) == ([path.stem], f"Kế hoạch “{path.stem}” đã có và giống hệt tệp. Không ghi gì.\n")


def test_a_dry_run_checks_all_and_stores_nothing(kiemtra: CommandLine):
    before = rows(kiemtra)
    done = kiemtra.must("import", TRA_VINH, "--dry-run")
    assert done.lines == [TRA_VINH.stem]
    assert done.err == (
        "Tệp hợp lệ. Nếu nhập sẽ có kế hoạch “tra-vinh-2023-cong-vu”: 7 cuộc kiểm tra, thêm 12 đơn vị vào danh bạ. "
        "Chưa ghi gì.\n"
    )
    assert rows(kiemtra) == before


LOOSE = """batch = "dot-1"

[plan.visits.loose]
wording = "6 tháng đầu năm 2023"
earliest = 2023-01-01
latest = 2023-06-30"""
FAULTS = (
    ("year = 2023", 'year = "hai nghìn"'),
    ('act = "plan_alone"', 'act = "plan_alone"\nngay_ky = "hôm nay"'),
    ('công vụ" },\n]\nb', 'công vụ", seats = [{ key = "a", office = "A" }, { key = "a", office = "B" }] },\n]\nb'),
    ('team = "doan-kiem-tra-cong-vu" }', 'team = "to-khong-co" }'),
    ("latest = 2023-06-30", 'latest = "2023-02-31"'),
    (f'unit = "29380"\n{LOOSE}', 'unit = "29380"\nbatch = "dot-1"\nwindow = {first = 2023-05-12, last = 2023-05-10}'),
    ('unit = "29467"', 'unit = "so-khong-co"'),
)  # fmt: skip
"""Faults put into the plan of Trà Vinh, in the order of the file."""
PLACES = [
    "plan.batches[1].team (dòng 23)",
    "plan.ngay_ky (dòng 17)",
    "plan.teams[1].seats[2].key (dòng 20)",
    "plan.visits[1].loose.latest (dòng 46)",
    "plan.visits[2].window (dòng 51)",
    "plan.visits[4].unit (dòng 63)",
    "plan.year (dòng 9)",
]


def test_a_faulty_file_is_refused_with_all_its_faults_and_nothing_is_stored(kiemtra: CommandLine, tmp_path: Path):
    text = TRA_VINH.read_text(encoding="utf-8")
    for old, new in FAULTS:
        assert old in text, old
        text = text.replace(old, new, 1)
    file = tmp_path / "loi.toml"
    file.write_text(text, encoding="utf-8")
    before = rows(kiemtra)
    for words in (["import", file], ["import", file, "--dry-run"]):
        done = kiemtra(*words)
        assert (done.status, done.out) == (2, "")
        assert sorted(line.partition(":")[0] for line in done.err.splitlines()) == PLACES
    assert rows(kiemtra) == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("ke-hoach.docx", b"PK\x03\x04", "Dùng tệp có tên kết thúc bằng .toml, .json."),
        ("ke-hoach", b"schema = 1", "Dùng tệp có tên kết thúc bằng .toml, .json."),
        ("ke-hoach.toml", "tên = 'Sở'".encode("utf-16"), "UTF-8"),
        ("ke-hoach.toml", b"schema = ", "ke-hoach.toml"),
        ("ke-hoach.json", b"[1, 2", "ke-hoach.json"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(
    kiemtra: CommandLine, tmp_path: Path, name: str, content: bytes, told: str
):
    file = tmp_path / name
    file.write_bytes(content)
    assert told in kiemtra.refused("import", file)


def test_a_file_without_anything_is_refused_with_what_it_lacks(kiemtra: CommandLine, tmp_path: Path):
    for name in ("rong.toml", "rong.json"):
        (tmp_path / name).write_bytes(b"")
        done = kiemtra("import", tmp_path / name)
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(f"{name}")


def test_a_path_that_is_no_file_is_refused(kiemtra: CommandLine, tmp_path: Path):
    assert kiemtra.refused("import", tmp_path / "khong-co.toml") == (
        f"Không có tệp “{tmp_path}/khong-co.toml”. Kiểm tra đường dẫn."
    )
    assert kiemtra.refused("import", tmp_path) == (f"“{tmp_path}” là thư mục, không phải tệp. Ghi đường dẫn của tệp.")


def test_another_content_under_the_key_of_a_plan_is_refused(kiemtra: CommandLine, tmp_path: Path):
    file = tmp_path / "khac.toml"
    file.write_text(
        kiemtra.must("export", PLAN).out.replace("last = 2023-08-08", "last = 2023-08-07"), encoding="utf-8"
    )
    before = rows(kiemtra)
    assert kiemtra.refused("import", file).startswith(f"Đã có kế hoạch “{PLAN}” với nội dung khác.")
    assert rows(kiemtra) == before


def test_decomposed_text_under_a_decomposed_name_is_stored_composed(empty: CommandLine, tmp_path: Path):
    text = TRA_VINH.read_text(encoding="utf-8")
    file = tmp_path / unicodedata.normalize("NFD", "Kế hoạch công vụ đã sửa.toml")
    file.write_text(unicodedata.normalize("NFD", text), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != text
    assert empty.must("import", file).lines == [TRA_VINH.stem]
    assert empty.must("import", TRA_VINH).err.endswith("đã có và giống hệt tệp. Không ghi gì.\n")
    assert unicodedata.is_normalized("NFC", empty.must("export", TRA_VINH.stem).out)
