"""The QR code of an address is a picture that the papers carry, the same for the same address."""

from __future__ import annotations

import struct
import zlib

import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.qr import qr_png

ADDRESS = "https://kiemtra.example.vn/cong-khai/chon-xa/binh-phuoc-2023.ubnd-huyen-phu-rieng.1"


def rows_of(png):
    """The rows of a picture of one bit a dot, white as 1."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        chunks[png[at + 4 : at + 8]] = png[at + 8 : at + 8 + length]
        at += 12 + length
    width, height, bits = struct.unpack(">IIB", chunks[b"IHDR"][:9])
    assert (width, bits) == (height, 1)
    data = zlib.decompress(chunks[b"IDAT"])
    size = (width + 7) // 8 + 1
    lines = [data[place : place + size] for place in range(0, len(data), size)]
    above, rows = bytes(size - 1), []
    for line in lines:
        # Filter 0 is the row as it is, filter 2 what differs from the row above (PNG, 9.2).
        assert line[0] in {0, 2}
        above = bytes((octet + up) % 256 for octet, up in zip(line[1:], above, strict=True)) if line[0] else line[1:]
        rows.append("".join(f"{octet:08b}" for octet in above)[:width])
    return rows


@settings(max_examples=15)
@given(st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=200))
def test_the_picture_is_the_symbol_of_the_address_with_its_quiet_zone(code):
    address = f"https://kiemtra.example.vn/cong-khai/chon-xa/{code}"
    rows = rows_of(qr_png(address))
    symbol = segno.make_qr(address, error="m")
    scale = len(rows) // symbol.symbol_size(border=4)[0]
    modules = [row[scale // 2 :: scale] for row in rows[scale // 2 :: scale]]
    wanted = ["".join("0" if dark else "1" for dark in row) for row in symbol.matrix_iter(border=4)]
    assert modules == wanted


def test_the_same_address_is_the_same_bytes_and_another_is_not():
    assert qr_png(ADDRESS) == qr_png(ADDRESS)
    assert qr_png(ADDRESS) != qr_png(f"{ADDRESS}2")
