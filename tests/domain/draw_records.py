"""Public records of draws and sealed checks, made by the real steps, and ways to tamper with them."""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.domain.dates import Window
from app.domain.draws.draws import CommuneDraw, FrameUnit, PoolKind, Randomness, ReasonedUnit, draw_code
from app.domain.draws.records import record_of
from app.domain.draws.sealed import SealedCheck, SealedChoice, called_off, revealed, sealed, sealed_record
from app.domain.draws.steps import annulled, committed, drawn, replaced, seeded
from app.domain.draws.verifying import verify_record

if TYPE_CHECKING:
    from collections.abc import Iterator

Record = dict[str, Any]
Path = tuple[str | int, ...]

START = datetime(2024, 8, 16, 1, 30, tzinfo=UTC)
NAMES = ("Xã Long Bình", "Xã Bình Tân", "Xã Bình Sơn", "Xã Long Hưng", "Xã Phước Tân", "Xã Bù Nho")
FRAME = tuple(FrameUnit(code=f"252{40 + n}", name=name) for n, name in enumerate(NAMES))
WITHOUT = (ReasonedUnit(code="25255", name="Xã Long Hà", reason="Đã kiểm tra năm 2022"),)
INCLUDED = (ReasonedUnit(code="25258", name="Xã Long Tân", reason="Nhiều đơn thư"),)
DICE = Randomness(text="Gieo xúc xắc sáu mặt 12 lần tại phiên chọn")


def proposed_draw(**fields: Any) -> CommuneDraw:
    """Return the second draw at a unit, as a list to be objected to."""
    attempt = fields.get("attempt", 2)
    facts: dict[str, Any] = {
        "code": draw_code("tinh-x-2024", "ubnd-huyen-y", attempt),
        "plan": "tinh-x-2024",
        "plan_title": "Kế hoạch kiểm tra năm 2024",
        "unit": "ubnd-huyen-y",
        "unit_name": "UBND huyện Y",
        "kind": PoolKind.UNIT,
        "attempt": attempt,
        "previous": "ab" * 32 if attempt > 1 else None,
        "day": date(2024, 8, 1),
        "least": 1,
        "most": 3,
        "count": 2,
        "frame": FRAME,
        "without": WITHOUT,
        "included": INCLUDED,
        "randomness": DICE,
    }
    return CommuneDraw(**{**facts, **fields})


def steps_of(draw: CommuneDraw, typed: str = "4071 2936 8850") -> Iterator[CommuneDraw]:
    """Yield the draw at every step that it takes, from the list to its annulment."""
    yield draw
    yield (draw := committed(draw, START))
    witnesses = ("Trưởng đoàn", "Đại diện UBND huyện Y")
    source = "Gieo tại phiên chọn"
    yield (draw := seeded(draw, typed, source=source, witnesses=witnesses, at=START + timedelta(minutes=30)))
    yield (draw := drawn(draw, START + timedelta(minutes=31)))
    if draw.alternates:
        yield (draw := replaced(draw, draw.drawn[-1], "Bị cô lập do lũ", START + timedelta(days=1)))
    signed = {"reason": "Danh sách thiếu một xã", "signatory": "Giám đốc Sở Nội vụ"}
    yield annulled(draw, **signed, at=START + timedelta(days=2))


def draw_record(steps: int = 6, **fields: Any) -> Record:
    """Return the record of a draw after so many steps: 1 the list alone, 4 drawn, 6 annulled."""
    return record_of(list(steps_of(proposed_draw(**fields)))[steps - 1])


CHOICE = SealedChoice(unit="so-y-te", unit_name="Sở Y tế", nonce="0f" * 32)


def sealed_check(*, is_open: bool = True, is_annulled: bool = False) -> Record:
    """Return the record of a sealed check: opened, called off, or neither."""
    opens = START + timedelta(days=5)
    check = SealedCheck(
        code="tinh-x-2024.dot-xuat.1",
        plan="tinh-x-2024",
        plan_title="Kế hoạch kiểm tra năm 2024",
        number=1,
        batch="dot-1",
        window=Window(first=date(2024, 8, 22), last=date(2024, 8, 23)),
        opens_at=opens,
        commitment="",
    )
    check = sealed(check, CHOICE, START)
    if is_annulled:
        check = called_off(check, reason="Hoãn đợt", signatory="Chủ tịch", at=opens)
    elif is_open:
        check = revealed(check, CHOICE, opens)
    return sealed_record(check)


def rechained(record: Record) -> Record:
    """Return the record with all hashes of its ledger made anew, as a forger would."""
    forged = deepcopy(record)
    prev = "0" * 64
    for entry in forged["ledger"]:
        content = {name: entry[name] for name in ("at", "data", "event")}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        entry["prev"], entry["hash"] = prev, hashlib.sha256(f"{prev}\n{text}".encode()).hexdigest()
        prev = entry["hash"]
    return forged


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value of a record that holds no other, with the way to it; empty lists among them."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not inner:
        yield path, value
    for step, item in inner:
        yield from leaves(item, (*path, step))


def branches(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every list and table of a record with the way to it."""
    if isinstance(value, dict | list):
        yield path, value
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from branches(item, (*path, step))


def at(record: Any, path: Path) -> Any:
    """Return what stands there."""
    for step in path:
        record = record[step]
    return record


def with_value(record: Record, path: Path, value: Any) -> Record:
    """Return the record with another value there."""
    changed = deepcopy(record)
    at(changed, path[:-1])[path[-1]] = value
    return changed


WHOLE = {
    **{f"draw after step {steps}": draw_record(steps) for steps in range(1, 7)},
    "first draw": draw_record(4, attempt=1),
    "one unit": draw_record(4, frame=FRAME[:1], count=1, without=(), included=()),
    "sealed": sealed_check(is_open=False),
    "opened": sealed_check(),
    "called off": sealed_check(is_annulled=True),
}
"""True records of both kinds, by what was done."""


def found(record: Any) -> list[tuple[str, str]]:
    """Return the places and codes of everything that does not fit."""
    return [(fault.place, fault.code) for fault in verify_record(record)]
