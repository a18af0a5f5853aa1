"""A set of files on disk: each whole or not at all, strangers untouched."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import Refused
from app.services.emission import FileSet, Omission, PlannedFile
from app.services.output_folder import write_file_set
from app.services.sentences import refusal_sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEFT_OUT = Omission(path="van-ban/to-trinh.docx", reason="Kế hoạch không nêu cơ quan trình.")
OF_A = Omission(path="don-vi/so-a/phu-luc.xlsx", reason="Không có biểu mẫu.", unit="so-a")


def a_file(path: str, content: bytes = b"noi dung", unit: str | None = None) -> PlannedFile:
    return PlannedFile(path=path, kind="thu", unit=unit, make=lambda: content)


DECISION = a_file("van-ban/quyet-dinh.docx", b"quyet dinh")
OF_UNIT_A = a_file("don-vi/so-a/lich.ics", b"lich a", "so-a")
OF_UNIT_B = a_file("don-vi/so-b/lich.ics", b"lich b", "so-b")


def a_set(*files: PlannedFile, omitted: tuple[Omission, ...] = ()) -> FileSet:
    return FileSet(plan="ke-hoach-2023", files=files or (DECISION, OF_UNIT_A, OF_UNIT_B), omitted=omitted)


def write(files: FileSet, folder: Path, only_unit: str | None = None) -> list[str]:
    """Write the set and return the paths that are new or changed."""
    written = write_file_set(files, folder, only_unit=only_unit, progress=lambda *_: None)
    return [path.relative_to(folder).as_posix() for path in written]


def refusal(files: FileSet, folder: Path) -> str:
    with pytest.raises(Refused) as refused:
        write(files, folder)
    sentence = refusal_sentence(refused.value)
    assert unicodedata.is_normalized("NFC", sentence)
    assert sentence.endswith((".", ")."))
    return refused.value.code


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return everything below the folder, with None for a folder and for a link."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() and not path.is_symlink() else None
        for path in folder.rglob("*")
    }


def manifest(folder: Path) -> dict[str, list[dict[str, str | None]]]:
    found: dict[str, list[dict[str, str | None]]] = json.loads((folder / "MANIFEST.json").read_bytes())
    return found


def listed(folder: Path, part: str = "files") -> list[str | None]:
    return [entry["path"] for entry in manifest(folder)[part]]


def put_manifest(folder: Path, content: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "MANIFEST.json").write_text(text, encoding="utf-8")


def test_the_files_and_their_manifest_are_written_in_order(tmp_path: Path):
    told: list[tuple[int, int, str]] = []
    written = write_file_set(a_set(omitted=(LEFT_OUT,)), tmp_path / "a" / "b", progress=lambda *step: told.append(step))
    folder = tmp_path / "a" / "b"
    assert written == [
        folder / DECISION.path,
        folder / OF_UNIT_A.path,
        folder / OF_UNIT_B.path,
        folder / "MANIFEST.json",
    ]
    assert told == [(1, 3, DECISION.path), (2, 3, OF_UNIT_A.path), (3, 3, OF_UNIT_B.path)]
    assert manifest(folder) == {
        "plan": "ke-hoach-2023",
        "release": None,
        "files": [
            {"path": f.path, "sha256": hashlib.sha256(f.make()).hexdigest(), "kind": "thu", "unit": f.unit}
            for f in (DECISION, OF_UNIT_A, OF_UNIT_B)
        ],
        "omitted": [{"path": LEFT_OUT.path, "reason": LEFT_OUT.reason, "unit": None}],
    }
    assert {path: content for path, content in tree(folder).items() if content and path != "MANIFEST.json"} == {
        DECISION.path: b"quyet dinh",
        OF_UNIT_A.path: b"lich a",
        OF_UNIT_B.path: b"lich b",
    }


def test_what_has_not_changed_is_not_written_again(tmp_path: Path):
    write(a_set(omitted=(LEFT_OUT,)), tmp_path)
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.rglob("*")}
    assert write(a_set(omitted=(LEFT_OUT,)), tmp_path) == []
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.rglob("*")} == before


def test_what_has_changed_is_replaced(tmp_path: Path):
    write(a_set(), tmp_path)
    assert write(a_set(DECISION, a_file(OF_UNIT_A.path, b"lich moi", "so-a"), OF_UNIT_B), tmp_path) == [
        OF_UNIT_A.path,
        "MANIFEST.json",
    ]
    assert (tmp_path / OF_UNIT_A.path).read_bytes() == b"lich moi"


def test_a_file_changed_by_hand_is_made_anew(tmp_path: Path):
    write(a_set(), tmp_path)
    (tmp_path / DECISION.path).write_bytes(b"sua tay")
    assert write(a_set(), tmp_path) == [DECISION.path]


def test_a_file_that_was_taken_away_is_made_anew(tmp_path: Path):
    write(a_set(), tmp_path)
    (tmp_path / DECISION.path).unlink()
    assert write(a_set(), tmp_path) == [DECISION.path]


def test_what_is_no_longer_made_is_removed_with_the_folders_it_leaves_empty(tmp_path: Path):
    write(a_set(), tmp_path)
    (tmp_path / "don-vi" / "so-b" / "ghi-chu.txt").write_bytes(b"cua nguoi khac")
    assert write(a_set(DECISION), tmp_path) == ["MANIFEST.json"]
    assert tree(tmp_path) == {
        "MANIFEST.json": (tmp_path / "MANIFEST.json").read_bytes(),
        "van-ban": None,
        DECISION.path: b"quyet dinh",
        "don-vi": None,
        "don-vi/so-b": None,
        "don-vi/so-b/ghi-chu.txt": b"cua nguoi khac",
    }


def test_an_old_file_that_is_gone_already_is_no_fault(tmp_path: Path):
    write(a_set(), tmp_path)
    (tmp_path / OF_UNIT_B.path).unlink()
    (tmp_path / "don-vi" / "so-b").rmdir()
    write(a_set(DECISION, OF_UNIT_A), tmp_path)
    assert listed(tmp_path) == [DECISION.path, OF_UNIT_A.path]


def test_one_unit_alone_leaves_the_others_and_the_order_of_the_manifest(tmp_path: Path):
    changed = a_set(
        DECISION, a_file(OF_UNIT_A.path, b"lich moi", "so-a"), a_file(OF_UNIT_B.path, b"khac", "so-b"),
        omitted=(LEFT_OUT, OF_A),
    )  # fmt: skip
    write(a_set(omitted=(LEFT_OUT,)), tmp_path)
    assert write(changed, tmp_path, only_unit="so-a") == [OF_UNIT_A.path, "MANIFEST.json"]
    assert (tmp_path / OF_UNIT_B.path).read_bytes() == b"lich b"
    assert listed(tmp_path) == [DECISION.path, OF_UNIT_A.path, OF_UNIT_B.path]
    assert listed(tmp_path, "omitted") == [LEFT_OUT.path, OF_A.path]
    assert write(changed, tmp_path, only_unit="so-a") == []


def test_one_unit_alone_removes_only_what_that_unit_no_longer_has(tmp_path: Path):
    write(a_set(), tmp_path)
    write(a_set(DECISION, a_file("don-vi/so-a/thong-bao.docx", b"moi", "so-a")), tmp_path, only_unit="so-a")
    assert listed(tmp_path) == [DECISION.path, "don-vi/so-a/thong-bao.docx", OF_UNIT_B.path]
    assert (tmp_path / OF_UNIT_A.path).exists() is False
    assert (tmp_path / OF_UNIT_B.path).read_bytes() == b"lich b"


@pytest.mark.parametrize(
    "block",
    [
        lambda target: target.write_bytes(b"cua nguoi khac"),
        lambda target: target.mkdir(),
        lambda target: target.symlink_to("khong-co"),
        lambda target: target.symlink_to(target.parent.parent),
    ],
)
def test_what_stands_in_the_way_is_refused_and_nothing_is_made(tmp_path: Path, block: Callable[[Path], object]):
    target = tmp_path / DECISION.path
    target.parent.mkdir()
    block(target)
    before = tree(tmp_path)
    assert refusal(a_set(), tmp_path) == "folder.foreign_file"
    assert tree(tmp_path) == before


def test_a_folder_that_is_a_file_or_leads_elsewhere_is_refused(tmp_path: Path):
    (tmp_path / "van-ban").write_bytes(b"cua nguoi khac")
    assert refusal(a_set(), tmp_path) == "folder.foreign_file"
    (tmp_path / "van-ban").unlink()
    elsewhere = tmp_path / "noi-khac"
    elsewhere.mkdir()
    (tmp_path / "van-ban").symlink_to(elsewhere)
    assert refusal(a_set(), tmp_path) == "folder.foreign_file"
    assert list(elsewhere.iterdir()) == []


def test_a_file_of_ours_that_has_become_a_folder_is_refused(tmp_path: Path):
    write(a_set(), tmp_path)
    (tmp_path / DECISION.path).unlink()
    (tmp_path / DECISION.path).mkdir()
    assert refusal(a_set(), tmp_path) == "folder.foreign_file"


def test_the_folder_may_itself_be_reached_by_a_link(tmp_path: Path):
    (tmp_path / "that").mkdir()
    (tmp_path / "loi-tat").symlink_to(tmp_path / "that")
    write(a_set(), tmp_path / "loi-tat")
    assert (tmp_path / "that" / DECISION.path).read_bytes() == b"quyet dinh"
    assert write(a_set(DECISION), tmp_path / "loi-tat") == ["MANIFEST.json"]


def test_an_old_file_that_has_become_a_link_is_left_alone(tmp_path: Path):
    folder, outside = tmp_path / "out", tmp_path / "ngoai.txt"
    outside.write_bytes(b"cua nguoi khac")
    write(a_set(), folder)
    (folder / OF_UNIT_B.path).unlink()
    (folder / OF_UNIT_B.path).symlink_to(outside)
    write(a_set(DECISION, OF_UNIT_A), folder)
    assert (outside.read_bytes(), (folder / OF_UNIT_B.path).is_symlink()) == (b"cua nguoi khac", True)


@pytest.mark.parametrize(
    "path",
    ["../ngoai.txt", "/etc/hostname", "a/../../ngoai.txt", "..", ".", "", "van-ban//x", "VAN-BAN/x", "van ban/x",
     "a\\b", "a\x00b", "\ud800", "văn-bản/x", ".an", "MANIFEST.json"],
)  # fmt: skip
def test_a_manifest_with_a_path_that_this_program_does_not_write_is_refused(tmp_path: Path, path: str):
    folder, outside = tmp_path / "out", tmp_path / "ngoai.txt"
    outside.write_bytes(b"cua nguoi khac")
    entry = {"path": path, "sha256": "", "kind": "", "unit": None}
    put_manifest(folder, {"plan": "ke-hoach-2023", "release": None, "files": [entry], "omitted": []})
    before = tree(tmp_path)
    assert refusal(a_set(), folder) == "folder.manifest_strange"
    assert tree(tmp_path) == before


def test_a_manifest_whose_path_passes_a_link_is_refused(tmp_path: Path):
    folder, outside = tmp_path / "out", tmp_path / "ngoai"
    outside.mkdir()
    (outside / "lich.ics").write_bytes(b"cua nguoi khac")
    entry = {"path": "duong/lich.ics", "sha256": "", "kind": "", "unit": None}
    put_manifest(folder, {"plan": "ke-hoach-2023", "release": None, "files": [entry], "omitted": []})
    (folder / "duong").symlink_to(outside)
    assert refusal(a_set(), folder) == "folder.manifest_strange"
    assert (outside / "lich.ics").read_bytes() == b"cua nguoi khac"


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", "3", '"abc"', "{}", '{"plan": "ke-hoach-2023", "files": []}', "[" * 5000,
     {"plan": "ke-hoach-2023", "files": ["van-ban/x"], "omitted": []},
     {"plan": "ke-hoach-2023", "files": [{"path": 3, "unit": None}], "omitted": []},
     {"plan": "ke-hoach-2023", "files": 3, "omitted": []},
     {"plan": "ke-hoach-2023", "files": [], "omitted": [{"reason": "", "unit": None}]}],
)  # fmt: skip
def test_a_manifest_that_cannot_be_read_is_refused(tmp_path: Path, content: object):
    put_manifest(tmp_path, content)
    before = tree(tmp_path)
    assert refusal(a_set(), tmp_path) == "folder.manifest_unreadable"
    assert tree(tmp_path) == before


def test_the_set_of_another_plan_is_refused(tmp_path: Path):
    write(a_set(), tmp_path)
    other = FileSet(plan="ke-hoach-2024", files=(DECISION,), omitted=())
    before = tree(tmp_path)
    assert refusal(other, tmp_path) == "folder.other_plan"
    assert tree(tmp_path) == before


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ZeroDivisionError])
def test_a_file_that_cannot_be_made_leaves_everything_as_it_was(tmp_path: Path, stop: type[BaseException]):
    def breaks() -> bytes:
        raise stop

    write(a_set(), tmp_path)
    before = tree(tmp_path)
    faulty = PlannedFile(path="lich/ke-hoach.ics", kind="thu", make=breaks)
    with pytest.raises(stop):
        write(a_set(a_file(DECISION.path, b"moi"), faulty), tmp_path)
    assert tree(tmp_path) == before


def test_a_run_stopped_while_files_are_moved_is_completed_by_the_next(tmp_path: Path):
    def blocks() -> bytes:
        (tmp_path / OF_UNIT_A.path).mkdir(parents=True)
        return b"lich b"

    stopped = a_set(DECISION, OF_UNIT_A, PlannedFile(path=OF_UNIT_B.path, kind="thu", unit="so-b", make=blocks))
    assert refusal(stopped, tmp_path) == "file.unwritable"
    assert (tmp_path / DECISION.path).read_bytes() == b"quyet dinh"
    (tmp_path / OF_UNIT_A.path).rmdir()
    assert write(a_set(), tmp_path) == [OF_UNIT_A.path, OF_UNIT_B.path]
    assert [path for path in tree(tmp_path) if ".kiemtra" in path] == []


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path):
    (tmp_path / "tep").write_bytes(b"cua nguoi khac")
    assert refusal(a_set(), tmp_path / "tep") == "file.not_a_folder"
    assert refusal(a_set(), tmp_path / "tep" / "out") == "file.not_a_folder"
    assert tree(tmp_path) == {"tep": b"cua nguoi khac"}
