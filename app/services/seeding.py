"""Nạp dữ liệu gốc: provinces, units, days off and official plans, checked whole before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from app.domain.dates import DayOff
from app.domain.dossiers import PlanDossier
from app.domain.errors import Fault, InvalidInput
from app.domain.units import Province, Unit
from app.domain.vietnamese import short_date
from app.planfiles.limits import beyond_limits
from app.planfiles.reading import dossier_of, open_plan_file, units_lacking
from app.planfiles.references import Holdings, reference_faults
from app.planfiles.shapes import shaped
from app.planfiles.tables import Gathered, read_table
from app.planfiles.trees import read_toml
from app.services.ledger_upkeep import add_days_off, begin_ledgers
from app.services.releases import begin_history
from app.services.sentences import outcome_sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime
    from pathlib import Path

    from app.db.store import Store
    from app.domain.people import Actor
    from app.planfiles.tables import TableRow
    from app.planfiles.trees import Described, Place

Shape = TypeVar("Shape")

_UNIT_COLUMNS = (
    "key", "name", "kind", "level", "code", "area", "parent", "superior", "symbol", "aliases", "since", "until",
    "certainty", "source", "note",
)  # fmt: skip
_LINEAGE = "lineage.csv"
_LINEAGE_COLUMNS = ("unit", "since", "name", "code", "former_unit", "extent", "source")
_SECONDARY = {"province.unknown", "level.unknown", "unit.unknown"}
_DAY_COLUMNS = ("day", "name", "kind", "swapped_with", "certainty", "source", "note")


@dataclass(frozen=True, slots=True)
class _ProvinceTable:
    """The content of provinces.toml."""

    provinces: tuple[Province, ...]


@dataclass(frozen=True, slots=True)
class Seed:
    """Dữ liệu gốc đã kiểm tra: `units` are those of each province by its key."""

    provinces: tuple[Province, ...]
    units: dict[str, tuple[Unit, ...]]
    days_off: tuple[DayOff, ...]
    plans: tuple[PlanDossier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedReport:
    """Kết quả nạp: how many of each kind were written; all 0 when everything was there already."""

    provinces: int
    units: int
    days_off: int
    plans: int

    @property
    def sentence(self) -> str:
        """What was written, in words."""
        counts = (self.provinces, self.units, self.days_off, self.plans)
        if not any(counts):
            return outcome_sentence("seed.unchanged")
        provinces, units, days_off, plans = map(str, counts)
        return outcome_sentence("seed.added", provinces=provinces, units=units, days_off=days_off, plans=plans)


def load_seed(store: Store, folder: Path, *, by: Actor, at: datetime) -> SeedReport:
    """Write what the store lacks of the seed in that folder; what it holds already stays as it is.

    Raises InvalidInput with every fault of every file before anything is written. A plan that the store holds is not
    read again: officers may have changed it since.
    """
    plans = folder / "plans"
    held = {path.stem for path in _plan_files(plans) if store.plans.exists(path.stem)}
    seed = read_seed(folder, without=held)
    known = {province.key for province in store.provinces.all()}
    new = [province for province in seed.provinces if province.key not in known]
    for province in new:
        store.provinces.add(province, by=by, at=at)
    units = 0
    for key, of_province in seed.units.items():
        lacking = units_lacking(of_province, store.directory.units(key))
        if lacking:
            units += store.directory.add(key, lacking, by=by, at=at)
    days_off = add_days_off(store, seed.days_off, by=by, at=at)
    for dossier in seed.plans:
        store.plans.add(dossier, by=by, at=at)
        begin_history(store, dossier.plan.key, by=by, at=at)
    begin_ledgers(store, by=by, at=at)
    return SeedReport(provinces=len(new), units=units, days_off=days_off, plans=len(seed.plans))


def read_seed(folder: Path, *, without: Collection[str] = ()) -> Seed:
    """Return the seed in that folder less the plans of these keys; raise InvalidInput with every fault of it."""
    return _SeedReader(folder).read(without)


class _SeedReader:
    """Reads the files one after the other and keeps every fault until the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._faults: list[Fault] = []

    def read(self, without: Collection[str]) -> Seed:
        provinces = self._provinces()
        units = {province.key: self._units(province) for province in provinces}
        if provinces:
            self._check_folders(set(units))
            self._check_former_units(units)
        days_off = self._days_off()
        plans = tuple(self._plans({province.key: province for province in provinces}, units, without))
        if self._faults:
            raise InvalidInput(tuple(self._faults))
        return Seed(provinces, units, days_off, plans)

    def _provinces(self) -> tuple[Province, ...]:
        name = "reference/provinces.toml"
        try:
            tree = read_toml(self._bytes(name), name)
        except InvalidInput as error:
            self._faults += error.faults
            return ()
        self._faults += tree.faults
        table = self._shaped(tree, _ProvinceTable, tree.root, ())
        return () if table is None else table.provinces

    def _units(self, province: Province) -> tuple[Unit, ...]:
        """Return the units of the tables of a province's folder, with their lineage."""
        folder = self._folder / "reference" / province.key
        nodes: list[object] = []
        origins: dict[Place, tuple[str, int]] = {}
        for path in sorted(folder.glob("*.csv")):
            if path.name != _LINEAGE:
                for name, row in self._rows(path, _UNIT_COLUMNS):
                    origins["units", len(nodes)] = (name, row.line)
                    nodes.append(_unit_node(row))
        if (folder / _LINEAGE).is_file():
            self._add_lineage(folder / _LINEAGE, nodes, origins)
        levels: list[object] = [{"key": level.key} for level in province.levels]
        about: dict[str, object] = {"committee": province.committee, "levels": levels}
        gathered = Gathered(f"reference/{province.key}", {"province": about, "units": nodes}, origins)
        self._faults += reference_faults(gathered, Holdings())
        found = [self._shaped(gathered, Unit, node, ("units", n)) for n, node in enumerate(nodes)]
        return tuple(unit for unit in found if unit is not None)

    def _add_lineage(self, path: Path, nodes: list[object], origins: dict[Place, tuple[str, int]]) -> None:
        """Put the rows of a lineage table with the units that came of them."""
        positions = {(node.get("key"), node.get("since")): n for n, node in enumerate(nodes) if isinstance(node, dict)}
        for name, row in self._rows(path, _LINEAGE_COLUMNS):
            key, since = row.cells.get("unit", ""), row.cells.get("since", "")
            n = positions.get((key, since))
            if n is None:
                self._faults.append(
                    Fault(place=f"{name} (dòng {row.line})", code="row.unit_unknown", found=key, wanted=since)
                )
                continue
            node = nodes[n]
            former = node.setdefault("formed_from", []) if isinstance(node, dict) else []
            origins["units", n, "formed_from", len(former)] = (name, row.line)
            names = {"name": "name", "code": "code", "former_unit": "unit", "extent": "extent"}
            former.append({field: row.cells[column] for column, field in names.items() if column in row.cells})

    def _check_folders(self, provinces: set[str]) -> None:
        for path in sorted((self._folder / "reference").iterdir()):
            if path.is_dir() and path.name not in provinces:
                self._faults.append(Fault(place=self._name(path), code="folder.unknown_province"))

    def _check_former_units(self, units: dict[str, tuple[Unit, ...]]) -> None:
        known = {unit.key for of_province in units.values() for unit in of_province}
        for province, of_province in units.items():
            for unit in of_province:
                for origin in unit.formed_from:
                    if origin.unit is not None and origin.unit not in known:
                        place = f"reference/{province}/{_LINEAGE} ({unit.key})"
                        self._faults.append(Fault(place=place, code="unit.unknown", found=origin.unit))

    def _days_off(self) -> tuple[DayOff, ...]:
        nodes: list[object] = []
        origins: dict[Place, tuple[str, int]] = {}
        for name, row in self._rows(self._folder / "reference" / "days-off.csv", _DAY_COLUMNS):
            origins["days", len(nodes)] = (name, row.line)
            nodes.append({column: cell for column, cell in row.cells.items() if column != "source"})
        gathered = Gathered("reference/days-off.csv", {"days": nodes}, origins)
        found: dict[Place, DayOff] = {}
        for n, node in enumerate(nodes):
            entry = self._shaped(gathered, DayOff, node, ("days", n))
            if entry is not None:
                found["days", n] = entry
        self._faults += _day_faults(gathered, found)
        return tuple(found.values())

    def _plans(
        self, provinces: dict[str, Province], units: dict[str, tuple[Unit, ...]], without: Collection[str]
    ) -> Iterator[PlanDossier]:
        # A unit whose own row is faulty is missing here: a plan that names it has no fault by that.
        passed_over = _SECONDARY if self._faults else set()
        for path in _plan_files(self._folder / "plans"):
            if path.stem in without:
                continue
            name = self._name(path)
            try:
                file = open_plan_file(path.read_bytes(), name)
                key = file.province or ""
                dossier = dossier_of(file, Holdings(province=provinces.get(key), units=units.get(key, ())))
            except InvalidInput as error:
                self._faults += [
                    fault if fault.place.startswith(name) else replace(fault, place=f"{name}: {fault.place}")
                    for fault in error.faults
                    if fault.code not in passed_over
                ]
                continue
            if dossier.plan.key != path.stem:
                self._faults.append(
                    Fault(place=name, code="plan.other_key", found=dossier.plan.key, wanted=f"{dossier.plan.key}.toml")
                )
            yield dossier

    def _rows(self, path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, TableRow]]:
        """Yield the rows of a table with its name; each must say its source."""
        name = self._name(path)
        try:
            rows = read_table(self._bytes(name), name, columns)
        except InvalidInput as error:
            self._faults += error.faults
            return
        for row in rows:
            if "source" not in row.cells:
                self._faults.append(Fault(place=f"{name} (dòng {row.line})", code="source.missing"))
            yield name, row

    def _bytes(self, name: str) -> bytes:
        """Return the content of a file of the seed; raise InvalidInput when there is none."""
        path = self._folder / name
        if not path.is_file():
            raise InvalidInput((Fault(place=name, code="file.missing"),))
        return path.read_bytes()

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def _shaped(self, described: Described, shape: type[Shape], node: object, place: Place) -> Shape | None:
        made = shaped(described, shape, node, place)
        faults = [*(made if isinstance(made, list) else []), *beyond_limits(described, shape, node, place)]
        self._faults += faults
        return None if isinstance(made, list) or faults else made


def _plan_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.*") if path.suffix in {".toml", ".json"})


def _unit_node(row: TableRow) -> dict[str, object]:
    node: dict[str, object] = {**row.cells}
    if "aliases" in row.cells:
        node["aliases"] = [alias.strip() for alias in row.cells["aliases"].split(";") if alias.strip()]
    return node


def _day_faults(gathered: Gathered, entries: dict[Place, DayOff]) -> Iterator[Fault]:
    """Find days written twice, and exchanged days of which the table has only one."""
    by_day: dict[object, DayOff] = {}
    years = {entry.day.year for entry in entries.values()}
    for place, entry in entries.items():
        if entry.day in by_day:
            yield Fault(place=gathered.shown(place), code="day.twice", found=short_date(entry.day))
        by_day[entry.day] = entry
    for place, entry in entries.items():
        other = entry.swapped_with
        if other is None or other.year not in years:
            continue
        if other not in by_day or by_day[other].swapped_with != entry.day:
            place_shown = gathered.shown(place)
            yield Fault(place=place_shown, code="day.swap_alone", found=short_date(entry.day), wanted=short_date(other))
