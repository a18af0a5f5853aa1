"""A reader of QR codes for tests: from the dark modules back to the text (ISO/IEC 18004, byte mode, nothing damaged).

The tables of blocks come from the maker; places, mask, order of bits and the unravelling are worked out anew.
"""

from __future__ import annotations

import re

from segno import consts

from app.web.qr import QUIET_ZONE

MASKS = (
    lambda row, column: (row + column) % 2,
    lambda row, column: row % 2,  # noqa: ARG005 — all masks are asked alike
    lambda row, column: column % 3,  # noqa: ARG005 — all masks are asked alike
    lambda row, column: (row + column) % 3,
    lambda row, column: (row // 2 + column // 3) % 2,
    lambda row, column: row * column % 2 + row * column % 3,
    lambda row, column: (row * column % 2 + row * column % 3) % 2,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2,
)
LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
FORMAT_MASK = 0b101010000010010


def modules_of(path: str, size: int) -> list[list[bool]]:
    """Return the modules that an SVG path of runs ("M4 7h3v1h-3z") fills, without the quiet zone."""
    side = size - 2 * QUIET_ZONE
    found = [[False] * side for _ in range(side)]
    for column, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path):
        for at in range(int(length)):
            found[int(row) - QUIET_ZONE][int(column) - QUIET_ZONE + at] = True
    return found


def text_of(modules: list[list[bool]]) -> str:
    """Return the text of a QR code."""
    side = len(modules)
    version = (side - 17) // 4
    bits = [modules[8][column] for column in (0, 1, 2, 3, 4, 5, 7, 8)]
    bits += [modules[row][8] for row in (7, 5, 4, 3, 2, 1, 0)]
    told = int("".join(str(int(bit)) for bit in bits), 2) ^ FORMAT_MASK
    level, mask = LEVELS[told >> 13], MASKS[told >> 10 & 0b111]
    taken = function_places(version, side)
    stream, is_up = [], True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for row in range(side - 1, -1, -1) if is_up else range(side):
            stream += [
                modules[row][column] ^ (mask(row, column) == 0)
                for column in (right, right - 1)
                if (row, column) not in taken
            ]
        is_up = not is_up
    octets = [int("".join(str(int(bit)) for bit in stream[at : at + 8]), 2) for at in range(0, len(stream) - 7, 8)]
    return payload(in_order(octets, blocks_of(version, level)), version)


def function_places(version: int, side: int) -> set[tuple[int, int]]:
    """Return the places that carry no data: finders, timing, alignment, format and version."""
    found = {(row, column) for row in range(9) for column in (*range(9), *range(side - 8, side))}
    found |= {(row, column) for row in range(side - 8, side) for column in range(9)}
    found |= {(6, at) for at in range(side)} | {(at, 6) for at in range(side)}
    if version > 1:
        step = (version * 8 + version // 7 * 2 + 5 + 4 * (version // 7 + 2) - 4) // (4 * (version // 7 + 1)) * 2
        centres = sorted({6, *(side - 7 - step * at for at in range(version // 7 + 1))})
        for row in centres:
            for column in centres:
                if (row, column) not in {(6, 6), (6, side - 7), (side - 7, 6)}:
                    found |= {(row + down, column + along) for down in range(-2, 3) for along in range(-2, 3)}
    if version >= 7:
        found |= {(row, side - 11 + column) for row in range(6) for column in range(3)}
        found |= {(side - 11 + column, row) for row in range(6) for column in range(3)}
    return found


def blocks_of(version: int, level: str) -> list[int]:
    """Return how many octets of data each block holds, in order."""
    name = {"L": consts.ERROR_LEVEL_L, "M": consts.ERROR_LEVEL_M, "Q": consts.ERROR_LEVEL_Q, "H": consts.ERROR_LEVEL_H}
    return [group.num_data for group in consts.ECC[version][name[level]] for _ in range(group.num_blocks)]


def in_order(octets: list[int], sizes: list[int]) -> list[int]:
    """Return the octets of data as they were before the blocks were woven together."""
    blocks: list[list[int]] = [[] for _ in sizes]
    left = iter(octets)
    for at in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if at < size:
                block.append(next(left))
    return [octet for block in blocks for octet in block]


def payload(octets: list[int], version: int) -> str:
    """Return the text of one segment in byte mode."""
    bits = "".join(f"{octet:08b}" for octet in octets)
    width = 8 if version < 10 else 16
    assert bits[:4] == "0100", "byte mode"
    length = int(bits[4 : 4 + width], 2)
    start = 4 + width
    return bytes(int(bits[start + 8 * at : start + 8 * at + 8], 2) for at in range(length)).decode()
