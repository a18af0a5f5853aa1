"""Mã QR trên giấy: an address as a picture that a telephone reads off a printed page."""

from __future__ import annotations

from io import BytesIO

import segno

_DOTS_PER_MODULE = 8


def qr_png(address: str) -> bytes:
    """Return an address as a QR code (ISO/IEC 18004, level M, quiet zone included): PNG, black on white."""
    stream = BytesIO()
    segno.make_qr(address, error="m").save(stream, kind="png", scale=_DOTS_PER_MODULE, border=4)
    return stream.getvalue()
