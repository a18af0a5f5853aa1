"""A draw on the command line, as the tests carry it through."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cli.running import PLAN

if TYPE_CHECKING:
    from pathlib import Path

    from cli.running import CommandLine

UNIT = "ubnd-huyen-phu-rieng"
DRAW = f"{PLAN}.{UNIT}.1"
SEED = "4071 2936 8850"
ON = "2023-08-16"
DICE = "Gieo xúc xắc mười hai lần tại phiên chọn"


STEPS: dict[str, tuple[str, ...]] = {
    "opened": ("open", PLAN, UNIT, "--count", "2", "--randomness", DICE, "--without", "25264=Đã kiểm tra năm 2022"),
    "seeded": (
        "seed", DRAW, SEED, "--source", "Phiên chọn",
        "--witness", "Trưởng đoàn", "--witness", "Đại diện UBND huyện",
    ),
    "drawn": ("run", DRAW),
    "annulled": ("annul", DRAW, "--reason", "Danh sách thiếu một xã", "--signatory", "Giám đốc Sở Nội vụ"),
}  # fmt: skip
"""What is done to the district's draw, one after the other, on one day."""


def record(kiemtra: CommandLine, draw: str = DRAW) -> dict[str, Any]:
    """Return the public record of a draw."""
    found: dict[str, Any] = json.loads(kiemtra.must("draw", "show", draw, "--json").out)
    return found


def written(folder: Path, content: Any) -> Path:
    """Write a record into a file and return its path."""
    path = folder / "ho-so.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path
