"""Danh sách chọn: from where a plan may draw units, and the list that is left once some are left out or put in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.draws.draws import FrameUnit, PoolKind, ReasonedUnit, one_line
from app.domain.errors import Fault, InvalidInput, NotFound, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.dossiers import PlanDossier
    from app.domain.units import Unit
    from app.domain.visits import Quota

Reasons = tuple[tuple[str, str], ...]
"""Codes, each with the reason given, in the order in which they were typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPool:
    """Nơi chọn của một kế hoạch: a unit, cluster or class of targets, with all units that it has on `day`.

    `least` and `most` bound how many may be inspected by the draw, those put in beforehand included.
    """

    kind: PoolKind
    key: str
    name: str
    least: int
    most: int
    day: date
    members: tuple[FrameUnit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Danh sách chọn đã lọc, xếp theo mã; những đơn vị để ngoài và chọn sẵn, theo thứ tự đã ghi."""

    units: tuple[FrameUnit, ...]
    without: tuple[ReasonedUnit, ...] = ()
    included: tuple[ReasonedUnit, ...] = ()


def pools_of(dossier: PlanDossier, day: date | None = None) -> tuple[DrawPool, ...]:
    """Return everything of which the plan may draw, as `pool_of` gives each.

    First the visited units of the rule's level in the order of the visits, then clusters, then classes of targets of
    which the number is known. One that names units which are not there is left out; the check of the plan tells of it.
    """
    found = (_pool_if_there(dossier, key, day) for key in _pool_keys(dossier))
    return tuple(pool for pool in found if pool is not None)


def pool_of(dossier: PlanDossier, key: str, day: date | None = None) -> DrawPool:
    """Return the unit, cluster or class of that key as a place to draw from.

    Without `day` the list is a unit's as of the first day of its visit, any other as of the day of the plan's list.
    Raise NotFound for one that the plan does not have, Refused `draw.no_rule` where the plan draws nothing there.
    """
    plan, rule = dossier.plan, dossier.plan.draw
    on = day or plan.directory_day()
    cluster = next((each for each in rule.clusters if each.key == key), None) if rule else None
    if rule is not None and cluster is not None:
        members = _named(dossier, cluster.units, on)
        return _pool(PoolKind.CLUSTER, key, cluster.name, (rule.least, rule.most), on, members)
    quota = next((each for each in plan.quotas if each.key == key), None)
    if quota is not None:
        if quota.count is None:
            raise Refused("draw.no_count", key=key)
        members = _of_class(dossier, quota, on)
        return _pool(PoolKind.QUOTA, key, quota.wording, (1, quota.count), on, members)
    if key not in {visit.unit for visit in plan.visits}:
        raise NotFound("draw_pool", key)
    if rule is None or key not in _visited(dossier):
        raise Refused("draw.no_rule", unit=dossier.unit_name(key))
    then = day or _first_day(dossier, key)
    below = [unit for unit in _on(dossier, then) if unit.parent == key and unit.level == rule.from_level]
    return _pool(PoolKind.UNIT, key, dossier.unit_name(key), (rule.least, rule.most), then, below)


def frame_of(
    pool: DrawPool, count: int, *, without: Iterable[tuple[str, str]], included: Iterable[tuple[str, str]]
) -> Frame:
    """Return the list to draw `count` units from: the pool less those left out and those put in beforehand.

    Raise InvalidInput with all that is wrong: a code that the pool does not have, or that is given twice, or that two
    of its units share; a reason missing; fewer units than are to be drawn; more or fewer than the plan allows.
    """
    out, inside = tuple(without), tuple(included)
    names = {unit.code: unit.name for unit in pool.members}
    faults = [*_code_faults(pool, out, inside), *_number_faults(pool, count, len(inside))]
    outside = {code for code, _ in (*out, *inside)}
    units = tuple(sorted((u for u in pool.members if u.code not in outside), key=lambda unit: unit.code))
    if not faults and count > len(units):
        faults.append(Fault(place="count", code="draw.more_than_frame", found=f"{count}", wanted=f"{len(units)}"))
    if faults:
        raise InvalidInput(faults)
    return Frame(units=units, without=_reasoned(out, names), included=_reasoned(inside, names))


def _first_day(dossier: PlanDossier, unit: str) -> date:
    visits = [visit for visit in dossier.plan.visits if visit.unit == unit and not visit.is_reserve]
    return min((visit.window.first for visit in visits if visit.window), default=dossier.plan.directory_day())


def _pool_if_there(dossier: PlanDossier, key: str, day: date | None) -> DrawPool | None:
    try:
        return pool_of(dossier, key, day)
    except (InvalidInput, NotFound, Refused):
        return None


def _pool_keys(dossier: PlanDossier) -> list[str]:
    rule = dossier.plan.draw
    clusters = [cluster.key for cluster in rule.clusters] if rule else []
    return [*_visited(dossier), *clusters, *(quota.key for quota in dossier.plan.quotas if quota.count is not None)]


def _visited(dossier: PlanDossier) -> dict[str, None]:
    """Return the visited units at which units below are drawn, in the order of their visits."""
    rule = dossier.plan.draw
    if rule is None:
        return {}
    targets = (visit.unit for visit in dossier.plan.visits if not visit.is_reserve)
    return {key: None for key in targets if dossier.directory.unit(key).level == rule.at_level}


def _on(dossier: PlanDossier, day: date) -> Iterable[Unit]:
    return (unit for unit in dossier.units if unit.exists_on(day))


def _named(dossier: PlanDossier, keys: Sequence[str], day: date) -> list[Unit]:
    """Return the units of these keys in that order; raise InvalidInput for one that is not there on that day."""
    there = {unit.key: unit for unit in _on(dossier, day)}
    missing = [Fault(place="clusters", code="draw.unit_not_there", found=key) for key in keys if key not in there]
    if missing:
        raise InvalidInput(missing)
    return [there[key] for key in keys]


def _of_class(dossier: PlanDossier, quota: Quota, day: date) -> list[Unit]:
    """Return the units of a class that the plan does not name already."""
    named = {visit.unit for visit in dossier.plan.visits}
    return [
        unit
        for unit in _on(dossier, day)
        if unit.key not in named
        and (quota.level is None or unit.level == quota.level)
        and (not quota.kinds or unit.kind in quota.kinds)
    ]


def _pool(kind: PoolKind, key: str, name: str, bounds: tuple[int, int], day: date, units: Iterable[Unit]) -> DrawPool:
    members = tuple(FrameUnit(code=unit.code or unit.key, name=_full_name(unit)) for unit in units)
    least, most = bounds
    return DrawPool(kind=kind, key=key, name=name, least=least, most=most, day=day, members=members)


def _full_name(unit: Unit) -> str:
    """Return the name as the list has it: the territory's where the unit governs one, composed and on one line."""
    return one_line(unit.area or unit.name)


def _code_faults(pool: DrawPool, without: Reasons, included: Reasons) -> Iterable[Fault]:
    codes = Counter(unit.code for unit in pool.members)
    yield from (Fault(place="frame", code="draw.code_shared", found=code) for code, n in codes.items() if n > 1)
    seen: set[str] = set()
    for place, reasons in (("without", without), ("with", included)):
        for code, reason in reasons:
            if code not in codes:
                yield Fault(place=place, code="draw.code_unknown", found=code, wanted=pool.name)
            elif code in seen:
                yield Fault(place=place, code="draw.code_twice", found=code)
            elif not one_line(reason):
                yield Fault(place=place, code="draw.reason_missing", found=code)
            seen.add(code)


def _number_faults(pool: DrawPool, count: int, included: int) -> Iterable[Fault]:
    bounds = f"{pool.least} đến {pool.most}"
    if count < 1:
        yield Fault(place="count", code="draw.none_to_draw", found=f"{count}", wanted=bounds)
    elif not pool.least <= count + included <= pool.most:
        yield Fault(place="count", code="draw.out_of_bounds", found=f"{count + included}", wanted=bounds)


def _reasoned(reasons: Reasons, names: dict[str, str]) -> tuple[ReasonedUnit, ...]:
    return tuple(ReasonedUnit(code=code, name=names[code], reason=one_line(reason)) for code, reason in reasons)
