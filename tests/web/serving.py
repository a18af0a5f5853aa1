"""The service as an officer runs it: `kiemtra serve` in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from web.seeded import TODAY

from app import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START_SECONDS = 30


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def serving(url: str, log: Path) -> Iterator[str]:
    """Run `kiemtra serve` over a database and give its address."""
    port = free_port()
    settings = {"KIEMTRA_DATABASE_URL": url, "KIEMTRA_TODAY": TODAY.isoformat(), "KIEMTRA_SECRET_KEY": "0" * 64}
    command = [
        sys.executable,
        "-c",
        "import sys; from app.cli import main; sys.exit(main())",
        "serve",
        "--port",
        str(port),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=output, stderr=output)
        try:
            _await(f"http://127.0.0.1:{port}/healthz", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=_START_SECONDS)


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(address, timeout=1) as answer:  # noqa: S310 — an address of this machine, made above
                assert answer.status == 200
                return
        except (URLError, TimeoutError):
            time.sleep(0.05)
    raise AssertionError(log.read_text(encoding="utf-8"))
