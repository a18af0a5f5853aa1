"""Kết quả chọn ở cụm và nhóm đối tượng: what was drawn where no visited unit stands above it, beside what is planned.

What is drawn below a visited unit belongs to its visit and needs nothing more. Units drawn of a cluster or class are
targets of their own, which somebody puts into the plan with a batch and days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from app.domain.draws.draws import DrawPhase, PoolKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.dossiers import PlanDossier
    from app.domain.draws.draws import CommuneDraw


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPool:
    """Kết quả chọn ở một cụm hoặc nhóm: `draw` is the last one there, `day` that of its list.

    `places` are the codes that each place had in turn: those put in beforehand, then those drawn, each with what took
    its place later. `is_standing` is False where the draw was annulled: then nobody is chosen.
    """

    draw: str
    key: str
    name: str
    kind: PoolKind
    day: date
    places: tuple[tuple[str, ...], ...]
    former: tuple[str, ...] = ()
    is_standing: bool = True

    @property
    def chosen(self) -> tuple[str, ...]:
        """The codes that are to be inspected, in the order of the draw."""
        return tuple(place[-1] for place in self.places) if self.is_standing else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolStanding:
    """Kết quả chọn so với kế hoạch: keys of units. `gone` were drawn once, are not any more and are still planned."""

    missing: tuple[str, ...]
    present: tuple[str, ...]
    gone: tuple[str, ...]


def drawn_pools(draws: Iterable[CommuneDraw]) -> tuple[DrawnPool, ...]:
    """Return what was drawn so far at each cluster and class, of draws by unit in the order in which they were made."""
    at_pools = (draw for draw in draws if draw.kind != PoolKind.UNIT and draw.tickets)
    return tuple(_drawn_pool(tuple(of_pool)) for _, of_pool in groupby(at_pools, lambda draw: draw.unit))


def unit_keys(dossier: PlanDossier, day: date) -> dict[str, str]:
    """Return the keys of the units of that day by the codes under which they stand in a list to draw from."""
    return {unit.code or unit.key: unit.key for unit in dossier.units if unit.exists_on(day)}


def standing_of(dossier: PlanDossier, pool: DrawnPool) -> PoolStanding:
    """Return which of the drawn units the plan inspects, which not yet, and which it should no longer."""
    keys = unit_keys(dossier, pool.day)
    planned = {visit.unit for visit in dossier.plan.visits if not visit.is_reserve}
    chosen = [keys.get(code, code) for code in pool.chosen]
    once = [keys.get(code, code) for place in pool.places for code in place]
    once += [keys.get(code, code) for code in pool.former]
    return PoolStanding(
        missing=tuple(key for key in chosen if key not in planned),
        present=tuple(key for key in chosen if key in planned),
        gone=tuple(key for key in dict.fromkeys(once) if key in planned and key not in chosen),
    )


def _drawn_pool(draws: tuple[CommuneDraw, ...]) -> DrawnPool:
    *earlier, last = draws
    return DrawnPool(
        draw=last.code,
        key=last.unit,
        name=last.unit_name,
        kind=last.kind,
        day=last.day,
        places=_places(last),
        former=tuple(dict.fromkeys(code for draw in earlier for place in _places(draw) for code in place)),
        is_standing=last.phase == DrawPhase.DRAWN,
    )


def _places(draw: CommuneDraw) -> tuple[tuple[str, ...], ...]:
    places = [[code] for code in draw.drawn]
    for replacement in draw.replacements:
        next(place for place in places if place[-1] == replacement.out).append(replacement.into)
    return (*((unit.code,) for unit in draw.included), *map(tuple, places))
