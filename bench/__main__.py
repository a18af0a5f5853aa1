"""Chạy các phép đo: `python -m bench [ROW …] [--rounds N]` prints one table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench import (
    calendars,
    checks,
    draws,
    emitting,
    feeds,
    growth,
    papers,
    proposals,
    query_plans,
    starting,
    workbooks,
)
from bench.measuring import Line, told
from bench.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS: dict[str, Callable[[Setting], list[Line]]] = {
    "D1": papers.d1,
    "D2": papers.d2,
    "D3": papers.d3,
    "D4": papers.d4,
    "D5": emitting.d5,
    "X1": workbooks.x1,
    "F1": feeds.f1,
    "F2": feeds.f2,
    "F3": feeds.f3,
    "F4": calendars.f4,
    "F5": feeds.f5,
    "S1": proposals.s1,
    "S2": proposals.s2,
    "S3": proposals.s3,
    "R1": draws.r1,
    "R2": draws.r2,
    "K1": checks.k1,
    "C1": starting.c1,
    "C2": starting.c2,
    "G1": growth.g1,
    "G2": query_plans.g2,
}


def main(arguments: list[str]) -> None:
    """Measure the rows asked for, all without any, and print their table."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("rows", nargs="*", choices=[*ROWS, []], metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--rounds", type=int, default=Setting.rounds, help="rounds of a case inside one process")
    parser.add_argument("--process-rounds", type=int, default=Setting.process_rounds, help="rounds of whole processes")
    parser.add_argument("--load-rounds", type=int, default=Setting.load_rounds, help="rounds of a server under load")
    parser.add_argument("--load-seconds", type=int, default=Setting.load_seconds, help="seconds of one load")
    parser.add_argument("--plans", type=int, nargs="+", default=Setting.plans, help="how many plans are stored")
    parser.add_argument("--units", type=int, nargs="+", default=Setting.units, help="units of the plans searched")
    parser.add_argument("--search-seconds", type=float, default=Setting.search_seconds, help="seconds of one search")
    asked = parser.parse_args(arguments)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="kiemtra-bench-") as folder:
        setting = Setting(
            folder=Path(folder),
            rounds=asked.rounds,
            process_rounds=asked.process_rounds,
            load_rounds=asked.load_rounds,
            load_seconds=asked.load_seconds,
            plans=tuple(asked.plans),
            units=tuple(asked.units),
            search_seconds=asked.search_seconds,
        )
        for row in asked.rows or ROWS:
            sys.stderr.write(f"{row} …\n")
            lines += ROWS[row](setting)
    print(told(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
