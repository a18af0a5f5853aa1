"""Lịch sử kiểm tra của đơn vị: when a body was last inspected, itself or what it was formed from, and by which plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.dates import ONE_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.dossiers import PlanDossier
    from app.domain.units import Succession, Unit
    from app.domain.visits import Visit

    UnitsByProvince = Mapping[str, tuple[Unit, ...]]

BodyId = tuple[str, str, date | None]
"""Định danh của đơn vị: province, key, and the day it came into being; codes are used again after mergers."""

_PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """Lần kiểm tra: of a body by an issued plan. `last` is its last day, `kind` the kind of inspection.

    `is_done` says that its days are over; `is_drawn` that the body was drawn for the visit of another; `name` is what
    the body was called; `is_part` says that only a part of it went into the body that is asked about.
    """

    plan: str
    title: str
    kind: str
    year: int
    last: date
    name: str
    is_done: bool
    is_drawn: bool = False
    is_part: bool = False


def inspections_of(dossiers: Iterable[PlanDossier], today: date) -> dict[BodyId, tuple[Inspection, ...]]:
    """Return the inspections that these plans made or are to make, by the body inspected, the latest first.

    A visit without any days counts from the end of its plan's year; reserve targets are not counted.
    """
    found: dict[BodyId, list[Inspection]] = {}
    for dossier in dossiers:
        for visit in dossier.plan.visits:
            if visit.is_reserve:
                continue
            for key in (visit.unit, *visit.communes):
                unit = dossier.directory.unit(key)
                made = _inspection(dossier, visit, unit.name, today, is_drawn=key != visit.unit)
                found.setdefault((dossier.province.key, unit.key, unit.since), []).append(made)
    return {body: _latest_first(each) for body, each in found.items()}


def history_of(
    unit: Unit, province: str, units: UnitsByProvince, inspections: Mapping[BodyId, tuple[Inspection, ...]]
) -> tuple[Inspection, ...]:
    """Return the inspections of a body and of all that went into it, whole or in part, the latest first."""
    found: list[Inspection] = []
    for body, is_part in _lineage(unit, province, units):
        own = inspections.get(body, ())
        found += [replace(each, is_part=True) if is_part else each for each in own]
    return _latest_first(found)


def _lineage(unit: Unit, province: str, units: UnitsByProvince) -> list[tuple[BodyId, bool]]:
    """Return a body and everything that it was formed from, through all mergers, with whether only in part."""
    waiting = [(province, unit, False)]
    found: dict[BodyId, bool] = {}
    while waiting:
        home, body, is_part = waiting.pop()
        identity = (home, body.key, body.since)
        if identity in found and (is_part or not found[identity]):
            continue
        found[identity] = is_part
        waiting += [
            (where, former, is_part or origin.extent == _PART)
            for origin in body.formed_from
            for where, former in _former(origin, body, home, units)
        ]
    return list(found.items())


def _former(origin: Succession, body: Unit, home: str, units: UnitsByProvince) -> list[tuple[str, Unit]]:
    """Return the unit of an origin as it was the day before: of the same province, else of the one that has it."""
    if origin.unit is None or body.since is None:
        return []
    day = body.since - ONE_DAY
    for province in (home, *(key for key in units if key != home)):
        for unit in units.get(province, ()):
            if unit.key == origin.unit and unit.exists_on(day):
                return [(province, unit)]
    return []


def _inspection(dossier: PlanDossier, visit: Visit, name: str, today: date, *, is_drawn: bool) -> Inspection:
    plan = dossier.plan
    last = date(plan.year, 12, 31)
    if visit.window is not None:
        last = visit.window.last
    elif visit.loose is not None and visit.loose.latest is not None:
        last = visit.loose.latest
    return Inspection(
        plan=plan.key,
        title=plan.title,
        kind=plan.kind,
        year=plan.year,
        last=last,
        name=name,
        is_done=last < today,
        is_drawn=is_drawn,
    )


def _latest_first(inspections: Iterable[Inspection]) -> tuple[Inspection, ...]:
    return tuple(sorted(inspections, key=lambda each: (each.last, each.plan), reverse=True))
