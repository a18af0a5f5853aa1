"""Trang công khai của lần chọn: what of a draw or a sealed check anybody is shown, and where its files are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.draws.draws import DrawPhase, draw_code
from app.domain.draws.public_addresses import draw_path
from app.domain.public_ledgers import LedgerEvent, told_moment
from app.web.draw_views import phase_tag
from app.web.views import Tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.draws.draws import CommuneDraw
    from app.domain.public_ledgers import PublicEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """Đơn vị được kiểm tra: `reason` why it was put in beforehand, `instead_of` whom it replaced; "" for neither."""

    name: str
    reason: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """Dòng của sổ công khai: `number` counts from 1, `names` are those of the units by their codes."""

    number: int
    event: str
    moment: str
    data: Mapping[str, Any]
    names: Mapping[str, str]
    prev: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptLink:
    """Lần chọn ở cùng một nơi."""

    href: str
    number: int
    state: Tag
    is_current: bool


def result_lines(draw: CommuneDraw) -> tuple[ResultLine, ...]:
    """Return the units that are inspected by the draw; empty before it, and where it was annulled."""
    if draw.phase != DrawPhase.DRAWN:
        return ()
    before = dict(zip(draw.standing, draw.drawn, strict=True))
    return (
        *(ResultLine(name=unit.name, reason=unit.reason) for unit in draw.included),
        *(
            ResultLine(name=draw.name_of(code), instead_of="" if first == code else draw.name_of(first))
            for code, first in before.items()
        ),
    )


def ledger_rows(ledger: Sequence[PublicEntry], names: Mapping[str, str]) -> tuple[LedgerRow, ...]:
    """Return the entries of a ledger as they are told; `names` are those of the units by their codes."""
    return tuple(
        LedgerRow(
            number=number,
            event=entry.event.value,
            moment=told_moment(entry.at),
            data=entry.data,
            names=names,
            prev=entry.prev,
            hash=entry.hash,
        )
        for number, entry in enumerate(ledger, 1)
    )


def moments(ledger: Sequence[PublicEntry]) -> dict[str, str]:
    """Return when each step was taken first, in words, by its name in the ledger; "" for one that was not."""
    taken = {entry.event.value: told_moment(entry.at) for entry in reversed(ledger)}
    return {event.value: "" for event in LedgerEvent} | taken


def attempt_links(draw: CommuneDraw, attempts: Sequence[CommuneDraw]) -> tuple[AttemptLink, ...]:
    """Return all draws at that place, in the order in which they were made."""
    return tuple(
        AttemptLink(
            href=draw_path(each.code), number=each.attempt, state=phase_tag(each), is_current=each.code == draw.code
        )
        for each in attempts
    )


def former_code(draw: CommuneDraw) -> str:
    """Return the code of the draw before it at that place; "" for the first."""
    return draw_code(draw.plan, draw.unit, draw.attempt - 1) if draw.attempt > 1 else ""
