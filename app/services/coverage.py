"""Đối tượng để chọn: the units of a plan's directory, when each was last inspected, and the coverage reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.coverage import Coverage, coverage_of, inspectable_units, targets_of
from app.domain.unit_history import Inspection, history_of, inspections_of
from app.domain.units import Unit
from app.domain.vietnamese import folded_name
from app.services.releases import dossier_of_release

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """Đơn vị trong danh bạ: `level` is its level's name; `last` its last inspection, `next` one that is planned yet.

    `is_target` says that the plan inspects it already. Findings are not kept yet: what is open is not known.
    """

    unit: Unit
    level: str
    history: tuple[Inspection, ...]
    is_target: bool

    @property
    def last(self) -> Inspection | None:
        """The last inspection that is over, None where none is known."""
        return next((each for each in self.history if each.is_done), None)

    @property
    def next(self) -> Inspection | None:
        """The inspection that another plan has still before it, None where there is none."""
        return next((each for each in reversed(self.history) if not each.is_done), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Danh bạ để chọn đối tượng, in official order, and the coverage of each level."""

    lines: tuple[TargetLine, ...]
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFilter:
    """Bộ lọc: words of the name, a level's key, a kind, and only units that were never inspected; "" for all."""

    words: str = ""
    level: str = ""
    kind: str = ""
    only_never: bool = False


def targets_to_choose(store: Store, dossier: PlanDossier, today: date) -> Targets:
    """Return the units that the plan may inspect, with what issued plans of the whole installation tell of each.

    An earlier unit counts for whatever it went into, also where that is of another province.
    """
    units = {province.key: store.directory.units(province.key) for province in store.provinces.all()}
    inspections = inspections_of(_issued_dossiers(store, dossier.plan.key), today)
    province, chosen = dossier.province.key, targets_of(dossier)
    names = {level.key: level.name for level in dossier.province.levels}
    lines = tuple(
        TargetLine(
            unit=unit,
            level=names.get(unit.level, unit.level),
            history=history_of(unit, province, units, inspections),
            is_target=unit.key in chosen or any(visit.unit == unit.key for visit in dossier.plan.visits),
        )
        for unit in inspectable_units(dossier)
    )
    histories = {line.unit.key: line.history for line in lines}
    return Targets(lines=lines, coverage=coverage_of(dossier, histories))


def filtered(lines: Iterable[TargetLine], wanted: TargetFilter) -> tuple[TargetLine, ...]:
    """Return the units that a filter leaves, in their order; a name is found without its accents too."""
    words = folded_name(wanted.words)
    return tuple(
        line
        for line in lines
        if (not words or any(words in folded_name(name) for name in (line.unit.name, *line.unit.aliases)))
        and wanted.level in {"", line.unit.level}
        and wanted.kind in {"", line.unit.kind}
        and not (wanted.only_never and line.history)
    )


def _issued_dossiers(store: Store, without: str) -> Iterable[PlanDossier]:
    """Yield every other plan as it was issued last; one that never was tells nothing of any inspection."""
    for release in store.releases.latest_of_each():
        if release.plan != without:
            yield dossier_of_release(store, release)
