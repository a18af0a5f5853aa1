"""Chương trình tìm lịch: reads what is asked from standard input and writes the answer; run by `app.planner.child`.

It opens no database: what it is asked holds everything it needs.
"""

from __future__ import annotations

import resource
import sys
import time

from app.planfiles.schedule_requests import read_asked, write_answer
from app.planner.answers import answer
from app.planner.limits import Limits

_OF_THE_TIME = 0.75
"""The part of its time that the search may take; the rest is for starting, judging and telling."""


def main(arguments: list[str]) -> None:
    """Answer one request within the seconds and megabytes given, by exact search or by local search alone."""
    began = time.monotonic()
    seconds, megabytes, manner = float(arguments[0]), int(arguments[1]), arguments[2]
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024, megabytes * 1024 * 1024))
    # Should whoever waits for the answer be gone, the search ends all the same.
    processor = int(seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    dossier, calendar, request = read_asked(sys.stdin.buffer.read().decode())
    limits = Limits(until=began + seconds * _OF_THE_TIME, seed=request.seed)
    found = answer(dossier, calendar, request, limits, is_exact=manner == "exact")
    sys.stdout.buffer.write(write_answer(found).encode())


if __name__ == "__main__":
    main(sys.argv[1:])
