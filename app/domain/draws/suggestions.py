"""Gợi ý để ngoài danh sách: units of which a reason to leave them out of a draw is known, each with the fact for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.unit_history import Inspection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.draws.frames import DrawPool
    from app.domain.units import Unit

YEARS_BACK = 2
"""How many years back an inspection is a reason, where nobody asks for another number."""
MOST_YEARS_BACK = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Gợi ý: a unit of the list, inspected lately by a named inspection, or about to cease; one of the two is known."""

    code: str
    inspected: Inspection | None = None
    until: date | None = None


def suggestions_of(
    pool: DrawPool,
    units: Iterable[Unit],
    histories: Mapping[str, tuple[Inspection, ...]],
    *,
    years: int,
    last: date,
) -> tuple[Suggestion, ...]:
    """Return whom of a pool a draw may leave out, in the order of the pool.

    `histories` are by the key of a unit, the latest inspection first; one that is over counts where its year is at most
    `years` before that of the pool's day. `last` is the day to which a unit has to be there.
    """
    by_code = {unit.code or unit.key: unit for unit in units if unit.exists_on(pool.day)}
    found = (
        _suggestion(by_code[each.code], each.code, histories, pool.day.year - years, last) for each in pool.members
    )
    return tuple(each for each in found if each is not None)


def _suggestion(
    unit: Unit, code: str, histories: Mapping[str, tuple[Inspection, ...]], since: int, last: date
) -> Suggestion | None:
    done = (each for each in histories.get(unit.key, ()) if each.is_done and each.year >= since)
    inspected = next(done, None)
    if inspected is not None:
        return Suggestion(code=code, inspected=inspected)
    return Suggestion(code=code, until=unit.until) if unit.until is not None and unit.until < last else None
