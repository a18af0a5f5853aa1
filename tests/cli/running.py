"""The installed command as a real process with a database of its own, and what it wrote where."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

KIEMTRA = Path(sys.executable).with_name("kiemtra")
PLAN = "binh-phuoc-2023"
_LEFT_OVER = ("Traceback", "Warning", "Exception ignored", "Error")
_SECONDS = 120


@dataclass(frozen=True)
class Done:
    """An ended command: its exit status and what it wrote to standard output and standard error."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass(frozen=True)
class CommandLine:
    """Runs `kiemtra` over one database; Python's warnings are errors, and no trace may ever show."""

    database_url: str
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a run: nothing but what a machine always has, and the settings."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        own = {
            "LC_ALL": "C.UTF-8",
            "PYTHONWARNINGS": "error",
            "KIEMTRA_DATABASE_URL": self.database_url,
            "KIEMTRA_SECRET_KEY": "0123456789abcdef0123456789abcdef",
        }
        return {**kept, **own, **self.settings}

    def __call__(self, *arguments: str | Path, typed: str = "", limited_by: str | None = None, **settings: str) -> Done:
        """Run one command to its end; `limited_by` is Python run in the process before the command takes its place.

        `typed` is what it reads on standard input.
        """
        done = subprocess.run(
            self.command(*arguments, limited_by=limited_by),
            env={**self.environment, **settings},
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=_SECONDS,
            check=False,
        )
        assert [word for word in _LEFT_OVER if word in done.stderr] == [], done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def command(self, *arguments: str | Path, limited_by: str | None = None) -> list[str]:
        words = [str(KIEMTRA), *map(str, arguments)]
        if limited_by is None:
            return words
        return [sys.executable, "-c", f"import os, sys\n{limited_by}\nos.execv(sys.argv[1], sys.argv[1:])", *words]

    def started(self, *arguments: str | Path, **settings: str) -> subprocess.Popen[str]:
        """Start a command and return it while it runs."""
        return subprocess.Popen(
            self.command(*arguments),
            env={**self.environment, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def must(self, *arguments: str | Path, typed: str = "", **settings: str) -> Done:
        """Run a command that succeeds."""
        done = self(*arguments, typed=typed, **settings)
        assert done.status == 0, done.err
        return done

    def refused(self, *arguments: str | Path, typed: str = "", limited_by: str | None = None, **settings: str) -> str:
        """Run a command that is refused, and return the one sentence on standard error."""
        done = self(*arguments, typed=typed, limited_by=limited_by, **settings)
        assert (done.status, done.out) == (2, ""), (done.out, done.err)
        sentences = [line for line in done.err.splitlines() if "/" not in line or not line.replace("/", "").isdigit()]
        assert len(sentences) == 1, done.err
        return sentences[0]

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve while the block runs, and give the address; the server ends in order when it is told to."""
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            port = free.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        with self.started("serve", "--port", str(port)) as server:
            try:
                wait_for(f"{address}/healthz", server)
                yield address
            finally:
                server.terminate()
                _, told = server.communicate(timeout=_SECONDS)
        assert (server.returncode, "Traceback" in told) == (0, False), told


def on_copy_of(database: Path, folder: Path) -> CommandLine:
    """Return the command line over a copy of that SQLite database."""
    copy = folder / "kiemtra.db"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(database, copy)
    return CommandLine(f"sqlite:///{copy}")


def fields(command: CommandLine, table: str, *names: str) -> list[tuple[object, ...]]:
    """Return these fields of the rows of a table in an SQLite database, in the order in which they were written."""
    with closing(sqlite3.connect(command.database_url.removeprefix("sqlite:///"))) as connection:
        return connection.execute(f'SELECT {", ".join(names)} FROM "{table}" ORDER BY id').fetchall()  # noqa: S608 — own


def rows(command: CommandLine) -> dict[str, list[tuple[object, ...]]]:
    """Return everything in an SQLite database, by table."""
    with closing(sqlite3.connect(command.database_url.removeprefix("sqlite:///"))) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)  # noqa: S608 — own tables
            for name in tables
        }


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder, hidden ones too, by its path; folders are not listed unless empty."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: path.read_bytes() if path.is_file() else b"<empty folder>"
        for name, path in found.items()
        if path.is_file() or not any(path.iterdir())
    }


def wait_for(address: str, server: subprocess.Popen[str]) -> None:
    """Return when the server answers at that address; fail when it has ended."""
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, server.communicate()
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310 — an address of this machine
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(address)
