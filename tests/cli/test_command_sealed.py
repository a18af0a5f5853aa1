"""`kiemtra sealed`: fixed beforehand, told to nobody before its hour, then to everybody with the proof."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from typing import TYPE_CHECKING

import pytest
from cli.running import PLAN, CommandLine, fields, rows

if TYPE_CHECKING:
    from pathlib import Path

CHECK = f"{PLAN}.dot-xuat.1"
UNIT, NAME = "so-xay-dung", "Sở Xây dựng"
DAYS = ("--from", "2023-08-21", "--to", "2023-08-22")
ADD = ("sealed", "add", PLAN, "--batch", "dot-1", *DAYS, "--opens", "2023-08-21T07:30")
BEFORE, ON = {"KIEMTRA_TODAY": "2023-08-16"}, {"KIEMTRA_TODAY": "2023-08-21"}
SIGNED = ("--reason", "Hoãn đợt", "--signatory", "Chủ tịch UBND tỉnh")


@pytest.fixture
def sealed(kiemtra: CommandLine) -> CommandLine:
    """The command line over a database with one sealed check."""
    kiemtra.must(*ADD, typed=f"{UNIT}\n", **BEFORE)
    return kiemtra


def record(kiemtra: CommandLine) -> dict[str, object]:
    found: dict[str, object] = json.loads(kiemtra.must("sealed", "show", CHECK, "--json").out)
    return found


def test_add_reads_the_unit_from_standard_input_and_prints_the_id_and_nothing_else(kiemtra: CommandLine):
    done = kiemtra.must(*ADD, typed=f"{NAME}\n", **BEFORE)
    assert done.out == f"{CHECK}\n"
    told, public = done.err.splitlines()
    assert told.startswith(f"Đã niêm phong cuộc kiểm tra {CHECK}, mở từ 07 giờ 30 phút, ngày 21/8/2023; mã cam kết ")
    assert str(record(kiemtra)["commitment"]) in told
    assert public == f"Trang công khai: /cong-khai/dot-xuat/{CHECK}"


def test_a_person_at_a_terminal_is_asked_for_the_unit(kiemtra: CommandLine):
    ours, theirs = pty.openpty()
    try:
        os.write(ours, f"{UNIT}\n".encode())
        environment = {**kiemtra.environment, **BEFORE}
        done = subprocess.run(
            kiemtra.command(*ADD), env=environment, stdin=theirs, capture_output=True, timeout=120, check=True
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.stdout.decode() == f"{CHECK}\n"
    assert done.stderr.decode().startswith(
        "Đơn vị sẽ kiểm tra (khóa, mã hoặc tên trong danh bạ), rồi Enter: Đã niêm phong"
    )


def test_before_it_is_opened_nothing_that_is_printed_or_logged_holds_the_unit(sealed: CommandLine):
    asked = (("show", CHECK), ("show", CHECK, "--json"), ("list", PLAN))
    out = "".join(sealed.must("sealed", *words).out for words in asked)
    out += sealed.refused("sealed", "open", CHECK, **BEFORE)
    logged = [row for row in fields(sealed, "audit", "action", "before", "after") if str(row[0]).startswith("sealed.")]
    assert [row[0] for row in logged] == ["sealed.commit"]
    assert [word for word in (UNIT, NAME) if word in f"{out}{logged}"] == []
    assert [record(sealed)[part] for part in ("unit", "name", "nonce", "commitment_text")] == [None] * 4


def test_it_is_told_in_words_how_far_a_check_has_come(sealed: CommandLine):
    lines = sealed.must("sealed", "show", CHECK).lines
    assert lines[0].startswith("Cuộc kiểm tra đột xuất thứ 1, Kế hoạch kiểm tra ")
    assert lines[0].endswith(": đang niêm phong; từ ngày 21/8/2023 đến hết ngày 22/8/2023.")
    assert lines[1:3] == [
        "Giờ mở niêm phong: 07 giờ 30 phút, ngày 21/8/2023",
        f"Mã cam kết: {record(sealed)['commitment']}",
    ]
    assert sealed.must("sealed", "list", PLAN).lines == [
        f"{CHECK}\tĐang niêm phong\ttừ ngày 21/8/2023 đến hết ngày 22/8/2023\t07 giờ 30 phút, ngày 21/8/2023\t"
    ]


def test_before_its_hour_nobody_opens_it(sealed: CommandLine):
    before = rows(sealed)
    told = sealed.refused("sealed", "open", CHECK, **BEFORE)
    assert told.startswith("Chưa đến giờ mở niêm phong: 07 giờ 30 phút, ngày 21/8/2023.")
    assert rows(sealed) == before


def test_open_prints_the_unit_and_anybody_can_verify_that_it_was_fixed_beforehand(sealed: CommandLine, tmp_path: Path):
    committed = record(sealed)["commitment"]
    assert sealed.must("sealed", "open", CHECK, **ON).out == f"{UNIT}\t{NAME}\n"
    found = record(sealed)
    assert (found["commitment"], found["unit"], found["name"]) == (committed, UNIT, NAME)
    path = tmp_path / "ho-so.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    done = CommandLine("sqlite:////nowhere/kiemtra.db").must("draw", "verify", path)
    assert done.lines[:2] == [
        f"Hồ sơ {CHECK} khớp: đã tính lại mọi mã có trong hồ sơ và 2 dòng sổ công khai.",
        f"Đơn vị được niêm phong: {UNIT} {NAME}",
    ]
    path.write_text(json.dumps({**found, "unit": "so-y-te", "name": "Sở Y tế"}), encoding="utf-8")
    assert sealed("draw", "verify", path).status == 1


def test_what_is_sealed_and_what_was_called_off_fit_as_well(sealed: CommandLine, tmp_path: Path):
    path = tmp_path / "ho-so.json"
    path.write_text(json.dumps(record(sealed)), encoding="utf-8")
    assert sealed.must("draw", "verify", path).lines[1].startswith("Chưa mở niêm phong: ")
    assert sealed.must("sealed", "annul", CHECK, *SIGNED, **ON).out == f"{CHECK}\n"
    path.write_text(json.dumps(record(sealed)), encoding="utf-8")
    told = sealed.must("draw", "verify", path)
    assert told.lines[1] == "Cuộc kiểm tra đã hủy khi chưa mở niêm phong: đơn vị không được tiết lộ."
    assert NAME not in told.out


REFUSED = {
    "unit not given": (ADD, "", "unit: chưa có đơn vị sẽ kiểm tra."),
    "unit unknown": (ADD, "Sở Vũ trụ\n", "unit: danh bạ không có đơn vị “Sở Vũ trụ”"),
    "unit that is no text": (ADD, "\udcff\n", "Nội dung gõ vào không viết bằng mã UTF-8."),
    "batch unknown": ((*ADD, "--batch", "dot-9"), UNIT, "batch: kế hoạch không có đợt “dot-9”."),
    "days the wrong way round": ((*ADD, "--to", "2023-08-20"), UNIT, "--to: ngày cuối (20/8/2023) trước ngày đầu"),
    "hour that is past": ((*ADD, "--opens", "2023-08-15T07:30"), UNIT, "opens_at: giờ mở niêm phong"),
    "plan unknown": (("sealed", "add", "khong-co", *ADD[3:]), UNIT, "Không có kế hoạch “khong-co”."),
    "list of no plan": (("sealed", "list", "khong-co"), "", "Không có kế hoạch “khong-co”."),
    "check unknown": (("sealed", "open", CHECK), "", f"Không có cuộc kiểm tra đột xuất nào mang mã “{CHECK}”."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_why_and_writes_nothing(kiemtra: CommandLine, case: str):
    words, typed, told = REFUSED[case]
    before = rows(kiemtra)
    assert told in kiemtra.refused(*words, typed=typed, **BEFORE)
    assert rows(kiemtra) == before


def test_what_is_open_is_neither_opened_again_nor_called_off(sealed: CommandLine):
    sealed.must("sealed", "open", CHECK, **ON)
    before = rows(sealed)
    for words in (("open", CHECK), ("annul", CHECK, *SIGNED)):
        assert f"Cuộc kiểm tra {CHECK} đã mở niêm phong" in sealed.refused("sealed", *words, **ON)
    assert rows(sealed) == before
