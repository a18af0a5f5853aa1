"""Độ bao phủ: which share of the units of each level and kind is inspected, in this plan and in the last years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.dossiers import PlanDossier
    from app.domain.unit_history import Inspection
    from app.domain.units import Unit

YEARS_BACK = 2
"""How many years before the plan's own are counted beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Độ bao phủ của một cấp hay một loại đơn vị: counts of units, each once however often it was inspected.

    `kind` is "" for a level as a whole. `by_year` has the plan's year first, by issued plans and this one; `recent`
    are those in any of these years, `never` those of which no inspection is known, in this plan neither.
    """

    level: str
    kind: str
    units: int
    in_plan: int
    by_year: tuple[tuple[int, int], ...]
    recent: int
    never: int


def coverage_of(dossier: PlanDossier, histories: Mapping[str, tuple[Inspection, ...]]) -> tuple[Coverage, ...]:
    """Return the coverage of each level, its kinds below it; `histories` are those of the directory's units by key."""
    chosen = targets_of(dossier)
    found: list[Coverage] = []
    for level in dossier.province.levels:
        units = [unit for unit in inspectable_units(dossier) if unit.level == level.key]
        if not units:
            continue
        found.append(_coverage(dossier, level.name, "", units, chosen, histories))
        kinds = dict.fromkeys(unit.kind for unit in units)
        if len(kinds) > 1:
            found += [
                _coverage(dossier, level.name, kind, [u for u in units if u.kind == kind], chosen, histories)
                for kind in kinds
            ]
    return tuple(found)


def inspectable_units(dossier: PlanDossier) -> tuple[Unit, ...]:
    """Return the units that a plan of the province may inspect: all of its directory but the committee itself."""
    return tuple(unit for unit in dossier.directory.units if unit.key != dossier.province.committee)


def targets_of(dossier: PlanDossier) -> frozenset[str]:
    """Return the keys of the units that the plan inspects, drawn ones included, reserve targets left out."""
    return frozenset(
        key for visit in dossier.plan.visits if not visit.is_reserve for key in (visit.unit, *visit.communes)
    )


def _coverage(
    dossier: PlanDossier,
    level: str,
    kind: str,
    units: list[Unit],
    chosen: frozenset[str],
    histories: Mapping[str, tuple[Inspection, ...]],
) -> Coverage:
    year = dossier.plan.year
    years = range(year, year - YEARS_BACK - 1, -1)
    inspected = {unit.key: {each.year for each in histories.get(unit.key, ())} for unit in units}
    for key in inspected.keys() & chosen:
        inspected[key].add(year)
    return Coverage(
        level=level,
        kind=kind,
        units=len(units),
        in_plan=len(inspected.keys() & chosen),
        by_year=tuple((each, sum(1 for found in inspected.values() if each in found)) for each in years),
        recent=sum(1 for found in inspected.values() if not found.isdisjoint(years)),
        never=sum(1 for found in inspected.values() if not found),
    )


def share_words(count: int, total: int) -> str:
    """Return a share of units as officials write it: "64,3%"; "-" where there is nothing to share."""
    return f"{100 * count / total:.1f}%".replace(".", ",") if total else "-"
