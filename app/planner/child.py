"""Tiến trình con của việc tìm lịch: a search runs apart, within limits of time and memory, and may die alone."""

from __future__ import annotations

import os
import subprocess
import sys

_GRACE = 10.0
"""Seconds that a child may take beyond its search, to start and to tell what it found."""


class SearchEnded(Exception):
    """Việc tìm bị dừng: the child ran out of its limits, or died of itself, before it told anything."""


def run_apart(module: str, asked: bytes, *, seconds: float, megabytes: int, is_exact: bool = True) -> bytes:
    """Return what a module, run as a program of its own, answers to what it is asked; raise SearchEnded.

    The program gets its limits as arguments and what is asked on its standard input. The order of sets is the same in
    every run, so that the same request finds the same options.
    """
    command = [sys.executable, "-m", module, f"{seconds}", f"{megabytes}", "exact" if is_exact else "quick"]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(  # noqa: S603 — the program is Python itself, its arguments numbers and own names
            command, input=asked, capture_output=True, timeout=seconds + _GRACE, check=False, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise SearchEnded("time") from error
    if done.returncode != 0:
        raise SearchEnded(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout
