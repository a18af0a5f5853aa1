"""`kiemtra init`, and what every command says of a database that is missing, foreign or newer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest
from cli.running import PLAN, CommandLine, rows

from app.db.engine import create_engine
from app.db.migrating import is_at_head

if TYPE_CHECKING:
    from pathlib import Path

LOADED = "Đã nạp dữ liệu gốc: 2 tỉnh, 308 đơn vị, 132 ngày nghỉ và làm bù, 1 kế hoạch."
UNCHANGED = "Dữ liệu gốc đã có đủ, không thay đổi gì."


def test_the_first_init_loads_the_seed_and_the_second_writes_nothing(tmp_path: Path):
    kiemtra = CommandLine(f"sqlite:///{tmp_path / 'new' / 'folder' / 'kiemtra.db'}")
    assert kiemtra.must("init").lines == [LOADED]
    before = rows(kiemtra)
    assert kiemtra.must("init").lines == [UNCHANGED]
    assert rows(kiemtra) == before


def test_two_inits_at_once_both_succeed_and_leave_the_data_once(bare_url: str):
    kiemtra = CommandLine(bare_url)
    running = [kiemtra.started("init") for _ in range(2)]
    ended = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0, 0], ended
    assert sorted(out for out, _ in ended) == sorted([f"{LOADED}\n", f"{UNCHANGED}\n"])
    assert [err for _, err in ended] == ["", ""]
    assert kiemtra.must("init").lines == [UNCHANGED]
    assert [line.split("\t")[0] for line in kiemtra.must("plans").lines] == [PLAN]
    engine = create_engine(bare_url)
    assert is_at_head(engine)
    engine.dispose()


@pytest.mark.parametrize("words", [("plans",), ("emit", PLAN, "--out", "x"), ("serve", "--port", "8099")])
def test_without_a_database_every_command_says_to_run_init(tmp_path: Path, words: tuple[str, ...]):
    path = tmp_path / "none.db"
    told = CommandLine(f"sqlite:///{path}").refused(*words)
    assert told == "Cơ sở dữ liệu chưa được khởi tạo hoặc chưa nâng cấp. Chạy lệnh: kiemtra init."
    assert not path.exists()


@pytest.mark.parametrize("words", [("init",), ("check", PLAN), ("serve", "--port", "8099")])
def test_a_database_of_a_newer_version_is_refused_and_left_alone(kiemtra: CommandLine, words: tuple[str, ...]):
    with closing(sqlite3.connect(kiemtra.database_url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = rows(kiemtra)
    told = kiemtra.refused(*words)
    assert told.startswith("Cơ sở dữ liệu thuộc phiên bản mới hơn chương trình (bản 9999). Cập nhật chương trình")
    assert rows(kiemtra) == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "so-lieu.db"
    path.write_text("Không phải cơ sở dữ liệu.\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    for words in (["init"], ["plans"]):
        assert CommandLine(f"sqlite:///{path}").refused(*words).startswith("Không mở được cơ sở dữ liệu.")
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_left_alone(bare_url: str):
    make = "CREATE TABLE plan (id INTEGER PRIMARY KEY)"
    if bare_url.startswith("sqlite"):
        with closing(sqlite3.connect(bare_url.removeprefix("sqlite:///"))) as connection, connection:
            connection.execute(make)
    else:
        with psycopg.connect(bare_url, autocommit=True) as connection:
            connection.execute(make)
    told = CommandLine(bare_url).refused("init")
    assert told.startswith("Cơ sở dữ liệu đã có bảng của chương trình khác (plan).")


def test_a_server_that_is_not_there_is_told():
    told = CommandLine("postgresql://ten:mat-khau@127.0.0.1:1/kiemtra").refused("plans")
    assert told.startswith("Không kết nối được máy chủ cơ sở dữ liệu. Kiểm tra KIEMTRA_DATABASE_URL")
    assert "mat-khau" not in told
