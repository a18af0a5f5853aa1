"""Draws at each of their steps, for tests that care about one thing in them."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.domain.dates import Window
from app.domain.draws.draws import CommuneDraw, FrameUnit, PoolKind, Randomness, RandomnessKind, ReasonedUnit, draw_code
from app.domain.draws.sealed import SealedCheck, SealedChoice, sealed, sealed_code
from app.domain.draws.steps import annulled, committed, drawn, replaced, seeded

PLAN, UNIT = "tinh-a-2023", "ubnd-huyen-b"
COMMITTED_AT = datetime(2023, 8, 1, 1, 30, tzinfo=UTC)
SEEDED_AT = COMMITTED_AT + timedelta(days=15)
DRAWN_AT = SEEDED_AT + timedelta(minutes=5)
LATER = SEEDED_AT + timedelta(days=3)
SEED = "4071 2936 8850"
SOURCE = "Gieo xúc xắc tại phiên chọn ngày 16/8/2023"
WITNESSES = ("Trưởng đoàn: Trần Văn A", "Đại diện UBND huyện B")
FRAME = tuple(FrameUnit(code=f"{number:05}", name=f"Xã {name}") for number, name in enumerate("CDĐEGHIKLM", 1))
CHOICE = SealedChoice(unit="so-y-te", unit_name="Sở Y tế", nonce="5e" * 32)


def a_draw(unit: str = UNIT, attempt: int = 1, **fields: Any) -> CommuneDraw:
    """Return a list of ten communes of which two are to be drawn, not yet committed to."""
    defaults: dict[str, Any] = {
        "code": draw_code(PLAN, unit, attempt),
        "plan": PLAN,
        "plan_title": "Kế hoạch kiểm tra năm 2023",
        "unit": unit,
        "unit_name": "UBND huyện B",
        "kind": PoolKind.UNIT,
        "attempt": attempt,
        "previous": None,
        "day": date(2023, 7, 5),
        "least": 1,
        "most": 3,
        "count": 2,
        "frame": FRAME,
        "randomness": Randomness(text="Gieo xúc xắc mười mặt tại phiên chọn", kind=RandomnessKind.DICE),
    }
    return CommuneDraw(**{**defaults, **fields})


def a_full_draw(unit: str = UNIT, **fields: Any) -> CommuneDraw:
    """Return a list in which nothing is left at its default."""
    return a_draw(
        unit,
        frame=FRAME[:8],
        without=(ReasonedUnit(code="00009", name="Xã L", reason="Đã kiểm tra tháng 5/2022, Kế hoạch 10/KH-UBND"),),
        included=(ReasonedUnit(code="00010", name="Xã M", reason="Có nhiều phản ánh"),),
        randomness=Randomness(
            text="Sở Nội vụ và UBND huyện B ghi kín mỗi bên 6 chữ số, mở cùng lúc", kind=RandomnessKind.PARTS,
            day=date(2023, 8, 16), parties=("Sở Nội vụ", "UBND huyện B"),
        ),
        challenge_until=date(2023, 7, 31),
        **fields,
    )  # fmt: skip


def with_seed(draw: CommuneDraw, typed: str = SEED, at: datetime = SEEDED_AT) -> CommuneDraw:
    """Return the draw committed to, with its seed."""
    begun = draw if draw.ledger else committed(draw, COMMITTED_AT)
    return seeded(begun, typed, source=SOURCE, witnesses=WITNESSES, at=at)


def run(draw: CommuneDraw, typed: str = SEED) -> CommuneDraw:
    """Return the draw with its result."""
    return drawn(with_seed(draw, typed), DRAWN_AT)


def steps_of(draw: CommuneDraw) -> tuple[CommuneDraw, ...]:
    """Return a draw as it was after every step there is, the list itself first."""
    begun = committed(draw, COMMITTED_AT)
    seed = with_seed(begun)
    result = drawn(seed, DRAWN_AT)
    again = replaced(result, result.drawn[0], "Bị lũ chia cắt", LATER)
    return draw, begun, seed, result, again, annulled(again, reason="Nhầm", signatory="Chủ tịch", at=LATER)


def after(draw: CommuneDraw, **fields: Any) -> CommuneDraw:
    """Return the next attempt at the unit of a draw that was annulled."""
    attempt = draw.attempt + 1
    fields = {"code": draw_code(draw.plan, draw.unit, attempt), "previous": draw.ledger[-1].hash} | fields
    return replace(draw, attempt=attempt, ledger=(), **fields)


def a_sealed_check(number: int = 1, choice: SealedChoice = CHOICE, **fields: Any) -> SealedCheck:
    """Return an unannounced visit of 5 and 6/9/2023, sealed; it may be opened from 4/9."""
    defaults: dict[str, Any] = {
        "code": sealed_code(PLAN, number),
        "plan": PLAN,
        "plan_title": "Kế hoạch kiểm tra năm 2023",
        "number": number,
        "batch": "dot-1",
        "window": Window(first=date(2023, 9, 5), last=date(2023, 9, 6)),
        "opens_at": datetime(2023, 9, 4, 1, 0, tzinfo=UTC),
        "commitment": "",
    }
    return sealed(SealedCheck(**{**defaults, **fields}), choice, COMMITTED_AT)


def sha256sum(text: str) -> str:
    """Return what the program of that name says of a text."""
    return subprocess.run(["sha256sum"], input=text.encode(), capture_output=True, check=True).stdout.decode()[:64]
