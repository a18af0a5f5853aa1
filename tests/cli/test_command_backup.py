"""`kiemtra backup` and `kiemtra restore`: everything, while a server runs; or nothing."""

from __future__ import annotations

import json
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from cli.running import PLAN, CommandLine, contents, on_copy_of, rows

if TYPE_CHECKING:
    from pathlib import Path


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 — an address of this machine
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_backup_taken_and_put_back_while_serving_is_whole(kiemtra: CommandLine, tmp_path: Path):
    first = kiemtra.must("feed", "issue", PLAN, "--name", "trước khi sao lưu").out.strip()
    file = tmp_path / "sao lưu.db"
    with kiemtra.serving() as address:
        assert kiemtra.must("backup", file).lines == [str(file)]
        second = kiemtra.must("feed", "issue", PLAN, "--name", "sau khi sao lưu").out.strip()
        assert [status(address + path) for path in (first, second, "/")] == [200, 200, 200]
        assert kiemtra.must("restore", file).lines == [f"Đã khôi phục từ {file}."]
        assert [status(address + path) for path in (first, second, "/")] == [200, 404, 200]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_backup_put_into_a_new_database_gives_the_same_data(kiemtra: CommandLine, tmp_path: Path):
    kiemtra.must("feed", "issue", PLAN, "--name", "điện thoại")
    kiemtra.must("backup", tmp_path / "sao-luu.db")
    other = CommandLine(f"sqlite:///{tmp_path / 'khac' / 'kiemtra.db'}")
    other.must("restore", tmp_path / "sao-luu.db")
    before, after = rows(kiemtra), rows(other)
    same = set(before) - {"audit", "plan", "sqlite_sequence"}
    assert {table: after[table] for table in same} == {table: before[table] for table in same}
    assert other.must("export", PLAN).out == kiemtra.must("export", PLAN).out


def test_a_restore_tells_that_sessions_ended_and_which_releases_are_no_longer_there(
    kiemtra: CommandLine, tmp_path: Path
):
    kiemtra.must("backup", tmp_path / "sao-luu.db")
    found = json.loads(kiemtra("check", PLAN, "--json").out)["problems"]
    reasons = sorted({problem["code"] for problem in found if problem["level"] != "info"})
    accepted = [word for code in reasons for word in ("--waive", f"{code}=đã thống nhất")]
    signed = ("--number", "1234", "--date", "2023-07-03", "--by", "huynh-thi-be-nam")
    kiemtra.must("release", PLAN, *signed, *accepted)
    done = kiemtra.must("restore", tmp_path / "sao-luu.db")
    assert done.lines == [f"Đã khôi phục từ {tmp_path / 'sao-luu.db'}."]
    assert done.err.splitlines() == [
        (
            f"Không còn bản ban hành số 1 của kế hoạch “{PLAN}” (văn bản số 1234/QĐ-UBND ngày 03/7/2023): bản sao lưu "
            "có trước khi ban hành. Ban hành lại nếu văn bản đã ký còn hiệu lực."
        ),
        "Mọi phiên làm việc đã kết thúc: ai cũng phải đăng nhập lại, bằng mật khẩu dùng ngay trước khi khôi phục.",
    ]
    again = kiemtra.must("restore", tmp_path / "sao-luu.db")
    assert len(again.err.splitlines()) == 1


def test_a_backup_is_never_written_over(kiemtra: CommandLine, tmp_path: Path):
    file = tmp_path / "da-co.db"
    file.write_bytes(b"cu")
    assert kiemtra.refused("backup", file).startswith(f"Tệp “{file}” đã có.")
    assert file.read_bytes() == b"cu"


def test_a_backup_to_where_nothing_can_be_written_leaves_nothing(kiemtra: CommandLine, tmp_path: Path):
    assert "Không ghi được vào" in kiemtra.refused("backup", tmp_path / "khong-co" / "sao-luu.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kiemtra.db"]


@pytest.mark.parametrize("content", [b"", b"khong phai ban sao luu", b"SQLite format 3\x00" + b"\x00" * 4096])
def test_garbage_is_not_restored_and_the_data_stay(kiemtra: CommandLine, tmp_path: Path, content: bytes):
    file = tmp_path / "rac.db"
    file.write_bytes(content)
    before = rows(kiemtra)
    assert f"“{file}”" in kiemtra.refused("restore", file)
    assert rows(kiemtra) == before
    assert file.read_bytes() == content


def test_a_backup_cut_short_is_not_restored_and_the_data_stay(kiemtra: CommandLine, tmp_path: Path):
    file = tmp_path / "sao-luu.db"
    kiemtra.must("backup", file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    before = rows(kiemtra)
    assert f"“{file}”" in kiemtra.refused("restore", file)
    assert rows(kiemtra) == before


def test_a_backup_that_is_not_there_is_told(kiemtra: CommandLine, tmp_path: Path):
    before = contents(tmp_path)
    assert "khong-co.db”" in kiemtra.refused("restore", tmp_path / "khong-co.db")
    assert contents(tmp_path) == before


def test_a_copy_of_the_database_file_of_a_newer_version_is_not_restored(kiemtra: CommandLine, tmp_path: Path):
    newer = on_copy_of(tmp_path / "kiemtra.db", tmp_path / "moi")
    path = newer.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = rows(kiemtra)
    assert "phiên bản mới hơn chương trình (bản 9999)" in kiemtra.refused("restore", path)
    assert rows(kiemtra) == before
