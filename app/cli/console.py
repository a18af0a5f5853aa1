"""Màn hình dòng lệnh: what a program reads on standard output, what a person reads beside it on standard error."""

from __future__ import annotations

import errno
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from app.domain.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

_LONGEST_LINE = 4096
_UNREADABLE = {
    errno.ENOENT: "file.not_there",
    errno.ENOTDIR: "file.not_there",
    errno.EISDIR: "file.is_folder",
    errno.EACCES: "file.not_readable",
}


def write_utf8() -> None:
    """Write UTF-8 whatever the machine's language is; names of files go out as the system gave them."""
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def put(line: str) -> None:
    """Write a line to standard output, as `put_bytes` does."""
    put_bytes(f"{line}\n".encode(errors="surrogateescape"))


def put_bytes(content: bytes) -> None:
    """Write to standard output at once; a reader that has left is no fault, a full disk raises Refused."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _let_go(sys.stdout)
    except OSError as error:
        _let_go(sys.stdout)
        raise Refused("output.unwritable") from error


def say(line: str) -> None:
    """Write a line to standard error at once; work goes on when nobody reads there any longer."""
    _write_error(f"{line}\n")


def read_input(path: Path) -> bytes:
    """Return the content of a file that a command is given; raise Refused when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        code = _UNREADABLE.get(error.errno or 0, "file.unreadable")
        raise Refused(code, path=str(path), found=error.strerror or str(error)) from error


def ask_line(question: str) -> str:
    """Return the first line of standard input, "" where nobody answers; the question is put to a person alone.

    Raise Refused for an answer that is not UTF-8.
    """
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        _write_error(question)
    try:
        return sys.stdin.buffer.readline(_LONGEST_LINE).decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise Refused("input.not_utf8") from error


def show_progress(done: int, total: int, what: str) -> None:
    """Show how far long work has come: one line that is written over on a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        end = "\n" if done == total else ""
        _write_error(f"\r\x1b[K{done}/{total} {what}{end}")
    elif done == total or done % 20 == 0:
        say(f"{done}/{total}")


def _write_error(text: str) -> None:
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _let_go(sys.stderr)


def _let_go(stream: TextIO) -> None:
    """Send what is still to be written to nowhere, or Python would fail on it once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
