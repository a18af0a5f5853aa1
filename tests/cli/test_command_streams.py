"""What goes to standard output and what beside it, and readers that leave or cannot take more."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cli.running import PLAN, contents

if TYPE_CHECKING:
    from cli.running import CommandLine

FULL = Path("/dev/full")


def to_reader_that_left(kiemtra: CommandLine, *words: str | Path, also_errors: bool = False) -> tuple[int, str]:
    """Run a command whose standard output nobody reads any longer; return its status and its standard error."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        kiemtra.command(*words),
        env=kiemtra.environment,
        stdout=write,
        stderr=write if also_errors else subprocess.PIPE,
        timeout=120,
        check=False,
    )
    os.close(write)
    return done.returncode, (done.stderr or b"").decode()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["plans"], 0),
        (["export", PLAN], 0),
        (["--help"], 0),
        (["check", PLAN], 1),
        (["check", PLAN, "--json"], 1),
    ],
)
def test_a_reader_that_has_left_is_no_fault(kiemtra: CommandLine, words: list[str], status: int):
    assert to_reader_that_left(kiemtra, *words) == (status, "")


def test_the_first_line_alone_can_be_taken(kiemtra: CommandLine):
    done = subprocess.run(
        ["bash", "-c", 'set -o pipefail; "$@" | head -1', "bash", *kiemtra.command("export", PLAN)],
        env=kiemtra.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "schema = 1\n", "")


def test_emit_goes_on_when_nobody_reads_its_progress(kiemtra: CommandLine, emitted: Path, tmp_path: Path):
    folder = tmp_path / "unread"
    assert to_reader_that_left(kiemtra, "emit", PLAN, "--out", folder, also_errors=True) == (0, "")
    assert contents(folder) == contents(emitted)


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("words", [["plans"], ["export", PLAN], ["check", PLAN, "--json"]])
def test_a_full_standard_output_is_refused(kiemtra: CommandLine, words: list[str]):
    with FULL.open("wb") as full:
        done = subprocess.run(
            kiemtra.command(*words),
            env=kiemtra.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "Chưa in hết được kết quả: nơi nhận hết chỗ hoặc không cho ghi. Phần đã nhận là chưa đủ; kiểm tra rồi chạy "
        "lại.\n"
    )


def test_progress_and_sums_stand_beside_the_paths(kiemtra: CommandLine, tmp_path: Path):
    done = kiemtra.must("emit", PLAN, "--out", tmp_path / "out")
    assert [line for line in done.lines if not line.startswith(f"{tmp_path}/out/")] == []
    assert done.lines[-1] == f"{tmp_path}/out/MANIFEST.json"
    assert done.err.splitlines() == [
        "20/80",
        "40/80",
        "60/80",
        "80/80",
        f"80 tệp và MANIFEST.json trong {tmp_path}/out: 81 tệp mới hoặc thay đổi.",
    ]


def test_progress_on_a_terminal_is_one_line_written_over(kiemtra: CommandLine, tmp_path: Path):
    terminal, screen = os.openpty()
    command = kiemtra.command("emit", PLAN, "--out", tmp_path / "out", "--unit", "so-cong-thuong")
    subprocess.run(command, env=kiemtra.environment, stdout=subprocess.DEVNULL, stderr=screen, timeout=120, check=True)
    os.close(screen)
    shown = os.read(terminal, 10_000).decode().replace("\r\n", "\n")
    os.close(terminal)
    assert shown == (
        "\r\x1b[K1/4 don-vi/so-cong-thuong/thong-bao.docx\r\x1b[K2/4 don-vi/so-cong-thuong/bao-cao.docx"
        "\r\x1b[K3/4 don-vi/so-cong-thuong/phu-luc.xlsx\r\x1b[K4/4 don-vi/so-cong-thuong/lich.ics\n"
        f"4 tệp và MANIFEST.json trong {tmp_path}/out: 5 tệp mới hoặc thay đổi.\n"
    )
