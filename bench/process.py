"""Đo một tiến trình: `python -I -S process.py PROGRAM ARGUMENT…` runs it and prints seconds, peak kilobytes, status.

It stands apart and loads next to nothing, because a process begins with the memory of the one that started it counted
as its own peak. What the process prints goes to standard error.
"""

import os
import sys
import time


def main() -> None:
    began = time.perf_counter()
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
    _, status, used = os.wait4(child, 0)
    seconds = time.perf_counter() - began
    print(seconds, used.ru_maxrss, os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
