"""Tải thử: servers in processes of their own, and wrk that asks them as fast as they answer.

Where the machine has two cores, a server has one and wrk the other. The machine of the day drifts: what counts is a
case between two runs of its limit, and the ratio of each such group.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.setting import Setting

_START_SECONDS = 30
_REPORT = Path(__file__).with_name("report.lua")
_IDLE_SHARE = 0.1
_SETTLE_SECONDS = 5.0
_CORES = sorted(os.sched_getaffinity(0))
_SERVER_CORE, _WRK_CORE = _CORES[0], _CORES[-1]


@dataclass(frozen=True, slots=True)
class Fetched:
    """Lời đáp: what one plain request got."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Kết quả một lần tải: requests a second, the 50th and 99th of a hundred in milliseconds, and what went wrong.

    `processor` is how many microseconds of it the server took for a request, however busy the machine was otherwise.
    `unanswered` are requests without an answer (connection refused or lost, time out), `refused` answers above 399.
    """

    per_second: float
    p50: float
    p99: float
    processor: float
    unanswered: int
    refused: int


@dataclass(frozen=True, slots=True)
class Server:
    """Máy chủ đang chạy."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def megabytes(self) -> float:
        """The memory that its process holds now."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("the server has ended")

    @property
    def processor_seconds(self) -> float:
        """The time of the processor that its process has taken so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def fetch(
        self, path: str, headers: Mapping[str, str] | None = None, *, method: str = "GET", body: bytes | None = None
    ) -> Fetched:
        """Ask for one thing on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_START_SECONDS)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return Fetched(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()


def wrk() -> str | None:
    """Return where wrk is; None where it is not installed."""
    return shutil.which("wrk")


@contextmanager
def serving(setting: Setting, app: str, **environment: str) -> Iterator[Server]:
    """Serve an app of `bench.apps` with uvicorn as it is measured: uvloop, httptools, no access log, one worker."""
    arguments = ("uvicorn", f"bench.apps:{app}", "--factory", "--loop", "uvloop", "--http", "httptools")
    quiet = ("--no-access-log", "--log-level", "warning")
    with started(setting, lambda port: (*arguments, *quiet, "--port", str(port)), **environment) as server:
        yield server


@contextmanager
def started(setting: Setting, arguments: Callable[[int], Sequence[str]], **environment: str) -> Iterator[Server]:
    """Run a Python module that serves at the port it is given, and stop it at the end."""
    port = _free_port()
    log = setting.folder / f"server-{port}.log"
    with log.open("wb") as output:
        process = _on_core(
            _SERVER_CORE,
            [sys.executable, "-m", *arguments(port)],
            env={**setting.environment, **environment},
            cwd=ROOT,
            stdout=output,
            stderr=output,
        )
    try:
        _await(port, process, log)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(timeout=_START_SECONDS)


def load(server: Server, path: str, connections: int, seconds: int, headers: Mapping[str, str] | None = None) -> Load:
    """Return how the server answers so many connections that each ask again as soon as they are answered."""
    program = wrk()
    if program is None:
        raise RuntimeError("wrk: not installed")
    settle()
    asked = [argument for name, value in (headers or {}).items() for argument in ("-H", f"{name}: {value}")]
    command = [program, "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(_REPORT), *asked]
    before = server.processor_seconds
    process = _on_core(
        _WRK_CORE,
        [*command, f"http://127.0.0.1:{server.port}{path}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    printed = process.communicate()[0].decode()
    if process.returncode or not printed.strip().endswith("}"):
        raise RuntimeError(f"wrk: {printed}")
    found = json.loads(printed.splitlines()[-1])
    taken = server.processor_seconds - before
    return Load(
        per_second=found["requests"] * 1e6 / found["microseconds"],
        p50=found["p50"] / 1000,
        p99=found["p99"] / 1000,
        processor=taken * 1e6 / max(found["requests"], 1),
        unanswered=found["unanswered"],
        refused=found["refused"],
    )


def settle() -> None:
    """Wait until the machine is idle: a slow server goes on answering after wrk has left. Not for ever: others work."""
    end = time.monotonic() + _SETTLE_SECONDS
    while time.monotonic() < end:
        before = _busy_and_all()
        time.sleep(0.1)
        busy, all_ticks = (now - then for now, then in zip(_busy_and_all(), before, strict=True))
        if busy <= _IDLE_SHARE * all_ticks:
            return


def _busy_and_all() -> tuple[int, int]:
    """Return how many ticks the machine has worked, and how many there were."""
    ticks = [int(word) for word in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def _on_core(core: int, command: list[str], **fields: Any) -> subprocess.Popen[bytes]:
    """Start a process on one core: it inherits where its parent may run."""
    here = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        return subprocess.Popen(command, **fields)
    finally:
        os.sched_setaffinity(0, here)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(log.read_text(encoding="utf-8"))
