"""Mã QR trên trang in: an address as one path of an SVG, which needs neither script nor style."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET_ZONE = 4
"""Modules of white around the symbol, without which a camera may not find it (ISO/IEC 18004, 9.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QrDrawing:
    """Hình mã QR: `size` is that of the square view box in modules, `path` fills the dark ones."""

    size: int
    path: str


def qr_drawing(text: str) -> QrDrawing:
    """Return the QR code of a text, of error correction level M or better where the same size holds it."""
    matrix = segno.make(text, error="m", micro=False).matrix
    runs = []
    for row, modules in enumerate(matrix, QUIET_ZONE):
        column = QUIET_ZONE
        for is_dark, run in groupby(modules):
            length = len(list(run))
            if is_dark:
                runs.append(f"M{column} {row}h{length}v1h-{length}z")
            column += length
    return QrDrawing(size=len(matrix) + 2 * QUIET_ZONE, path="".join(runs))
