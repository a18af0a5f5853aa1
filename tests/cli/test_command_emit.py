"""`kiemtra emit`: the whole set or nothing of it, and nothing that belongs to somebody else."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
import unicodedata
from typing import TYPE_CHECKING

import pytest
from cli.running import PLAN, CommandLine, contents
from docx import Document

if TYPE_CHECKING:
    from pathlib import Path

SMALL_FILES = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (32768, 32768))"
"""A disk on which no file can grow above 32 KB: the smaller half of the set still fits."""
AS_NOBODY_SPECIAL = (
    "import ctypes\nif os.geteuid() == 0:\n for power in (1, 2, 3): ctypes.CDLL(None).prctl(24, power, 0, 0, 0)"
)
"""Takes from root, for the command alone, what lets it write where the permissions forbid it (capabilities(7))."""


def manifest(folder: Path) -> dict[str, list[dict[str, str | None]]]:
    found: dict[str, list[dict[str, str | None]]] = json.loads((folder / "MANIFEST.json").read_bytes())
    return found


def times(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


def test_the_manifest_lists_every_file_with_its_hash(emitted: Path):
    listed = manifest(emitted)
    on_disk = {path: hashlib.sha256(content).hexdigest() for path, content in contents(emitted).items()}
    del on_disk["MANIFEST.json"]
    assert (list(listed), listed["plan"], listed["release"]) == (["plan", "release", "files", "omitted"], PLAN, None)
    assert {entry["path"]: entry["sha256"] for entry in listed["files"]} == on_disk
    assert len(listed["files"]) == len(on_disk) == 80
    assert {tuple(entry) for entry in listed["files"]} == {("path", "sha256", "kind", "unit")}
    assert listed["omitted"] == []


def test_a_second_emit_writes_nothing(kiemtra: CommandLine, emitted: Path):
    before = times(emitted)
    done = kiemtra.must("emit", PLAN, "--out", emitted)
    assert (done.out, done.err.splitlines()[-1]) == (
        "",
        f"80 tệp và MANIFEST.json trong {emitted}: 0 tệp mới hoặc thay đổi.",
    )
    assert times(emitted) == before


def test_one_unit_alone_gets_its_four_files_and_a_manifest_of_them(kiemtra: CommandLine, emitted: Path, tmp_path: Path):
    folder = tmp_path / "mot-don-vi"
    kiemtra.must("emit", PLAN, "--out", folder, "--unit", "so-cong-thuong")
    own = {path: data for path, data in contents(emitted).items() if path.startswith("don-vi/so-cong-thuong/")}
    assert {path: data for path, data in contents(folder).items() if path != "MANIFEST.json"} == own
    assert [entry["path"] for entry in manifest(folder)["files"]] == [
        f"don-vi/so-cong-thuong/{name}" for name in ("thong-bao.docx", "bao-cao.docx", "phu-luc.xlsx", "lich.ics")
    ]


def test_one_unit_alone_in_a_complete_folder_changes_nothing(kiemtra: CommandLine, emitted: Path):
    before = times(emitted)
    assert kiemtra.must("emit", PLAN, "--out", emitted, "--unit", "ubnd-huyen-bu-dang").out == ""
    assert times(emitted) == before


def test_corrected_files_carry_the_readings_and_another_draft_mark(kiemtra: CommandLine, emitted: Path, tmp_path: Path):
    folder = tmp_path / "da-dinh-chinh"
    kiemtra.must("emit", PLAN, "--out", folder, "--corrected")
    printed, corrected = (Document(str(where / "van-ban" / "quyet-dinh.docx")) for where in (emitted, folder))
    texts = ["\n".join(p.text for p in document.paragraphs) for document in (printed, corrected)]
    assert ["cải cách chính" in text for text in texts] == [True, False]
    assert ["tiến hành hành kiểm tra" in text for text in texts] == [True, False]
    marks = [
        {
            p.text.split(" · ")[-1]
            for s in document.sections
            for p in s.footer.paragraphs
            if p.text.startswith("Dự thảo")
        }
        for document in (printed, corrected)
    ]
    assert [len(mark) for mark in marks] == [1, 1]
    assert marks[0] != marks[1]
    assert [len(mark) for mark in (*marks[0], *marks[1])] == [8, 8]
    assert set(contents(folder)) == set(contents(emitted))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            [PLAN, "--release", "1"],
            "Chưa có bản ban hành nào để phát theo số. Bỏ tùy chọn --release để phát bản dự thảo",
        ),
        (["khong-co"], "Không có kế hoạch “khong-co”."),
        ([PLAN, "--unit", "khong-co"], "Không có đơn vị “khong-co” trong danh bạ tại thời điểm của kế hoạch."),
        ([PLAN, "--unit", "cong-an-tinh"], "không có tệp nào cho đơn vị “cong-an-tinh”"),
    ],
)
def test_what_cannot_be_emitted_is_refused_and_no_folder_appears(
    kiemtra: CommandLine, tmp_path: Path, words: list[str], told: str
):
    assert told in kiemtra.refused("emit", *words, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_of_somebody_else_in_the_way_is_refused_and_nothing_is_written(kiemtra: CommandLine, tmp_path: Path):
    folder = tmp_path / "out"
    (folder / "van-ban").mkdir(parents=True)
    (folder / "van-ban" / "to-trinh.docx").write_text("của người khác", encoding="utf-8")
    before = contents(folder)
    assert kiemtra.refused("emit", PLAN, "--out", folder) == (
        "Thư mục đã có “van-ban/to-trinh.docx” không do chương trình ghi ra. Chọn thư mục khác, hoặc chuyển tệp này đi."
    )
    assert contents(folder) == before


def test_what_an_earlier_set_had_and_this_one_has_not_is_removed_and_strangers_stay(
    kiemtra: CommandLine, emitted: Path
):
    stale = emitted / "don-vi" / "so-da-bo" / "bao-cao.docx"
    stale.parent.mkdir()
    stale.write_bytes(b"cu")
    stranger = emitted / "don-vi" / "so-cong-thuong" / "ghi-chu.txt"
    stranger.write_text("của người khác", encoding="utf-8")
    listed = manifest(emitted)
    listed["files"].append({"path": "don-vi/so-da-bo/bao-cao.docx", "sha256": "", "kind": "", "unit": "so-da-bo"})
    (emitted / "MANIFEST.json").write_text(json.dumps(listed), encoding="utf-8")
    done = kiemtra.must("emit", PLAN, "--out", emitted)
    assert done.lines == [f"{emitted}/MANIFEST.json"]
    assert (stale.parent.exists(), stranger.read_text(encoding="utf-8")) == (False, "của người khác")


def test_the_set_of_another_plan_is_left_alone(kiemtra: CommandLine, emitted: Path):
    listed = manifest(emitted) | {"plan": "tinh-khac-2023"}
    (emitted / "MANIFEST.json").write_text(json.dumps(listed), encoding="utf-8")
    before = contents(emitted)
    assert "bộ tệp của kế hoạch “tinh-khac-2023”" in kiemtra.refused("emit", PLAN, "--out", emitted)
    assert contents(emitted) == before


@pytest.mark.parametrize("path", ["../ngoai.txt", "{tmp}/ngoai.txt", "duong/ngoai.txt"])
def test_a_manifest_that_points_outside_is_refused_and_nothing_outside_is_touched(
    kiemtra: CommandLine, emitted: Path, tmp_path: Path, path: str
):
    outside = tmp_path / "ngoai.txt"
    outside.write_text("của người khác", encoding="utf-8")
    (emitted / "duong").symlink_to(tmp_path)
    path = path.format(tmp=tmp_path)
    listed = manifest(emitted)
    listed["files"].append({"path": path, "sha256": "", "kind": "", "unit": None})
    (emitted / "MANIFEST.json").write_text(json.dumps(listed), encoding="utf-8")
    before = contents(emitted)
    assert f"ghi đường dẫn “{path}” không thuộc bộ văn bản" in kiemtra.refused("emit", PLAN, "--out", emitted)
    assert (contents(emitted), outside.read_text(encoding="utf-8")) == (before, "của người khác")


def test_a_folder_without_permission_is_refused_and_stays_as_it_was(kiemtra: CommandLine, emitted: Path):
    before = contents(emitted)
    (emitted / "van-ban" / "to-trinh.docx").unlink()
    emitted.chmod(0o555)
    try:
        told = kiemtra.refused("emit", PLAN, "--out", emitted, limited_by=AS_NOBODY_SPECIAL)
    finally:
        emitted.chmod(0o755)
    assert told == (
        f"Không có quyền ghi vào “{emitted}”. Không có tệp nào bị ghi dở; cấp quyền ghi hoặc chọn thư mục khác."
    )
    assert contents(emitted) == {path: data for path, data in before.items() if path != "van-ban/to-trinh.docx"}


@pytest.mark.parametrize("is_there", [True, False])
def test_a_full_disk_leaves_no_half_file_and_no_other_trace(
    kiemtra: CommandLine, emitted: Path, tmp_path: Path, is_there: bool
):
    folder = emitted if is_there else tmp_path / "moi"
    before = contents(folder) if is_there else {}
    told = kiemtra.refused("emit", PLAN, "--out", folder, "--corrected", limited_by=SMALL_FILES)
    assert told == (
        f"Không ghi được vào “{folder}”: đĩa hết chỗ hoặc vượt hạn mức. Không có tệp nào bị ghi dở; giải phóng dung "
        "lượng rồi chạy lại."
    )
    assert contents(folder) == before


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_no_half_file_and_no_other_trace(
    kiemtra: CommandLine, tmp_path: Path, stop: signal.Signals
):
    folder = tmp_path / "out"
    with kiemtra.started("emit", PLAN, "--out", folder) as running:
        until = time.monotonic() + 60
        while not any(folder.glob(".kiemtra-*/*/*")) and time.monotonic() < until:
            time.sleep(0.001)
        os.kill(running.pid, stop)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (2, "")
    assert err.splitlines()[-1] == "Đã dừng theo yêu cầu; không có tệp nào bị ghi dở."
    assert contents(folder) == {}


def test_a_folder_with_a_decomposed_name_is_written_as_named(kiemtra: CommandLine, tmp_path: Path):
    name = unicodedata.normalize("NFD", "Bộ văn bản đợt 1")
    done = kiemtra.must("emit", PLAN, "--out", tmp_path / name, "--unit", "so-cong-thuong")
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [name]
    assert done.lines[-1] == f"{tmp_path}/{name}/MANIFEST.json"
