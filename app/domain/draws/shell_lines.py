"""Dòng lệnh tính lại: what anybody types to recompute a draw from its published list with `sha256sum` alone."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.draws.draws import CommuneDraw

FRAME_FILE = "danh-sach.txt"
"""Tệp danh sách: the name under which the list is given, and by which the lines call for it."""


def shell_lines(draw: CommuneDraw) -> tuple[str, ...]:
    """Return the lines for a POSIX shell, to be typed where `FRAME_FILE` lies.

    The first gives the hash of the list, the second the commitment; once there is a seed, a third gives every unit's
    ticket and code, the one drawn first on top.
    """
    lines = (f"sha256sum {FRAME_FILE}", hashing_line(draw.commitment_text))
    if draw.seed is None:
        return lines
    ticket = f"printf '%s|%s|%s' {draw.commitment} {shlex.quote(draw.seed)} \"$ma\" | sha256sum"
    return (*lines, f'cut -f1 {FRAME_FILE} | while read -r ma; do {ticket} | sed "s/-$/$ma/"; done | sort')


def hashing_line(text: str) -> str:
    """Return the line that gives the hash of a text whose every line ends in LF."""
    lines = " ".join(map(shlex.quote, text.removesuffix("\n").split("\n")))
    return f"printf '%s\\n' {lines} | sha256sum"
