"""`kiemtra audit verify`: 0 for a whole log, 1 for a broken one, 2 for a wrong call; the hash of the last row last."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from cli.running import PLAN, CommandLine, fields

if TYPE_CHECKING:
    from pathlib import Path


def spoil(command: CommandLine, statement: str) -> None:
    with closing(sqlite3.connect(command.database_url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute(statement)


def test_a_whole_log_ends_with_status_0_and_the_hash_to_be_noted(kiemtra: CommandLine):
    done = kiemtra.must("audit", "verify")
    assert done.err == ""
    assert done.lines[0].startswith("Nhật ký nguyên vẹn: đã kiểm tra ")
    assert done.lines[-1] == fields(kiemtra, "audit", "hash")[-1][0]
    assert re.fullmatch(r"[0-9a-f]{64}", done.lines[-1])


def test_the_hash_that_was_noted_is_given_back_and_still_stands(kiemtra: CommandLine):
    noted = kiemtra.must("audit", "verify").lines[-1]
    kiemtra.must("feed", "issue", PLAN, "--name", "điện thoại")
    done = kiemtra.must("audit", "verify", "--expect", noted)
    assert "Mã ghi lần trước còn trong nhật ký" in done.out
    assert done.lines[-1] != noted


def test_a_row_that_was_changed_ends_with_status_1_and_is_named(kiemtra: CommandLine):
    spoil(kiemtra, "UPDATE audit SET after = 'không có gì' WHERE id = 2")
    done = kiemtra("audit", "verify")
    assert (done.status, done.err) == (1, "")
    assert [line for line in done.lines if line.startswith("- Dòng số 2, ")] != []
    assert done.lines[-1] == fields(kiemtra, "audit", "hash")[-1][0]


def test_an_end_that_was_cut_off_ends_with_status_1_where_its_hash_was_noted(kiemtra: CommandLine):
    noted = kiemtra.must("audit", "verify").lines[-1]
    spoil(kiemtra, "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)")
    assert kiemtra.must("audit", "verify").lines[-1] != noted
    assert kiemtra("audit", "verify", "--expect", noted).status == 1


def test_what_is_no_hash_is_refused(kiemtra: CommandLine):
    assert kiemtra.refused("audit", "verify", "--expect", "abc").startswith("Mã “abc” không phải mã băm")


def test_reading_the_log_writes_nothing(kiemtra: CommandLine):
    before = fields(kiemtra, "audit", "hash")
    kiemtra.must("audit", "verify")
    assert fields(kiemtra, "audit", "hash") == before


def test_a_log_is_checked_while_the_service_runs(kiemtra: CommandLine):
    with kiemtra.serving():
        assert kiemtra.must("audit", "verify").lines[-1] == fields(kiemtra, "audit", "hash")[-1][0]


def test_a_log_can_be_checked_after_a_restore(kiemtra: CommandLine, tmp_path: Path):
    file = tmp_path / "sao-luu.db"
    kiemtra.must("backup", file)
    kiemtra.must("feed", "issue", PLAN, "--name", "sau khi sao lưu")
    replaced = kiemtra.must("audit", "verify").lines[-1]
    kiemtra.must("restore", file)
    kiemtra.must("audit", "verify")
    (restored,) = [row for row in fields(kiemtra, "audit", "action", "before") if row[0] == "database.restore"]
    assert restored[1] == replaced
    done = kiemtra("audit", "verify", "--expect", replaced)
    assert done.status == 1
    assert "ghi một lần khôi phục từ bản sao lưu" in done.out
