"""Hồ sơ công khai của một lần chọn: everything that is needed to recompute it, as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.draws.draws import as_json

if TYPE_CHECKING:
    from app.domain.draws.draws import CommuneDraw
    from app.domain.public_ledgers import Json


def record_of(draw: CommuneDraw) -> dict[str, Json]:
    """Return the record of a draw at whatever step it is; what is not there yet is null or an empty list.

    `drawn` and `alternates` are what the draw gave; what was replaced since stands in `ledger`.
    """
    frame: list[Json] = [{"code": unit.code, "name": unit.name} for unit in draw.frame]
    tickets: list[Json] = [{"code": code, "ticket": own} for code, own in draw.tickets]
    return {
        "id": draw.code,
        "plan": draw.plan,
        "unit": draw.unit,
        "count": draw.count,
        "without": [as_json(unit) for unit in draw.without],
        "with": [as_json(unit) for unit in draw.included],
        "frame": frame,
        "frame_text": draw.frame_text,
        "frame_sha256": draw.frame_sha256,
        "commitment_text": draw.commitment_text,
        "commitment": draw.commitment,
        "seed": draw.seed,
        "seed_typed": draw.seed_typed,
        "source": draw.source,
        "witnesses": list(draw.witnesses),
        "tickets": tickets,
        "drawn": list(draw.drawn),
        "alternates": list(draw.alternates),
        "ledger": [entry.as_json() for entry in draw.ledger],
    }
