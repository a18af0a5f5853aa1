"""Tự tính lại từ bản giấy: three lines of shell that hold the list and the seed themselves, as paper brings no file."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.domain.draws.draws import CommuneDraw

Word = tuple[str, ...]
"""Từ của dòng lệnh: in pieces between which a backslash may break the line without a blank."""


def lines_on_paper(draw: CommuneDraw, fits: Callable[[str], bool] = bool) -> tuple[str, ...]:
    """Return the lines that compute the hash of the list, the commitment, and every ticket, the smallest first.

    Any POSIX shell takes them as they are; they use nothing but `printf`, `sha256sum`, `cut`, `sed` and `sort`. The
    last one is there once the seed is. `fits` says whether a line fits its paper: a longer one goes on below, after a
    backslash, where a shell allows it.
    """
    units = (_quoted(unit.name, fits, f"{shlex.quote(unit.code)} ") for unit in draw.frame)
    frame = (("f=$(printf '%s\\t%s\\n'",), *units, ("| sha256sum | cut -c1-64)",))
    told = (
        ('"frame: $f"',) if line.startswith("frame: ") else _quoted(line, fits)
        for line in draw.commitment_text.splitlines()
    )
    commitment = (("c=$(printf '%s\\n'",), *told, ("| sha256sum | cut -c1-64)",))
    lines = [_broken(frame, fits), _broken(commitment, fits)]
    if draw.seed is not None:
        *codes, last = (shlex.quote(unit.code) for unit in draw.frame)
        hashed = (*_quoted(draw.seed, fits, '"$c|"'), '"|$m"')
        each = ("do printf '%s'",), hashed, ("| sha256sum",), ('| sed "s/-/$m/";',), ("done | sort",)
        lines.append(_broken((("for m in",), *((code,) for code in codes), (f"{last};",), *each), fits))
    return tuple(lines)


def _quoted(text: str, fits: Callable[[str], bool], before: str = "") -> Word:
    """Return a text as the shell takes it for itself, in as many pieces as the lines need, the first after `before`."""
    pieces = []
    while not fits(f"{before}{shlex.quote(text)} \\") and len(text) > 1:
        end = next((n for n in range(len(text) - 1, 1, -1) if fits(f"{before}{shlex.quote(text[:n])}\\")), 1)
        end = text.rfind(" ", 0, end) + 1 or end
        pieces.append(before + shlex.quote(text[:end]))
        before, text = "", text[end:]
    return (*pieces, before + shlex.quote(text))


def _broken(words: Sequence[Word], fits: Callable[[str], bool]) -> str:
    """Return the words as one command, over as many lines as it takes."""
    lines = [""]
    for word in words:
        for place, piece in enumerate(word):
            between = " " if place == 0 and lines[-1] else ""
            if lines[-1] and not fits(f"{lines[-1]}{between}{piece} \\"):
                lines[-1] += f"{between}\\"
                lines.append(piece)
            else:
                lines[-1] += between + piece
    return "\n".join(lines)
