"""Đơn vị, cấp chính quyền, và danh bạ của một tỉnh tại một ngày."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from app.domain.errors import NotFound
from app.domain.vietnamese import folded_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Cấp: a level of government, as data; a province has as many as the law gives it at the time.

    `key` names it in data, `rank` orders it from the province (1) down, `name` reads "cấp huyện", `bodies` names all
    its bodies together ("UBND các huyện, thị xã, thành phố").
    """

    key: str
    rank: int
    name: str
    bodies: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """Tỉnh, thành phố trực thuộc trung ương: the frame of every plan of an installation.

    `committee` is the key of its people's committee in the directory; `place` is what stands before the date of its
    documents; `levels` are ordered from the province down.
    """

    key: str
    name: str
    full_name: str
    committee: str
    place: str
    levels: tuple[Level, ...] = ()

    def level(self, key: str) -> Level:
        """Return the level of that key; raise NotFound."""
        for level in self.levels:
            if level.key == key:
                return level
        raise NotFound("level", key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """Nguồn gốc: one earlier unit that went, whole or in part, into a later one."""

    name: str
    code: str | None = None
    unit: str | None = None
    extent: str = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Đơn vị: a body of the directory that may be inspected, lead, or send members.

    Identity is kind, key (communes: their official code) and `since`, the day it came into being: codes are used again
    after mergers. `name` is the body's official name ("UBND huyện Phú Riềng"), `area` the territory it governs ("Huyện
    Phú Riềng"), `parent` the key of the unit above it, `superior` the governing body printed over its name on paper,
    `symbol` its abbreviation in document symbols ("SCT"). `until` is the last day it existed.
    """

    key: str
    name: str
    kind: str
    level: str
    code: str | None = None
    area: str | None = None
    parent: str | None = None
    superior: str | None = None
    symbol: str | None = None
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    formed_from: tuple[Succession, ...] = ()
    certainty: str = "source"
    source: str = ""
    note: str = ""

    def exists_on(self, day: date) -> bool:
        """Say whether the unit existed on that day; a missing date is open."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Directory:
    """Danh bạ: the units of a province as they were on one day, found by key, name or alias.

    `named_elsewhere` are units of other days that a plan names: found by their key, where they go first, never listed.
    """

    units: tuple[Unit, ...]
    named_elsewhere: tuple[Unit, ...] = ()
    _by_key: dict[str, Unit] = field(init=False, repr=False, compare=False, default_factory=dict)
    _by_name: dict[str, list[Unit]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Index the units by key."""
        self._by_key.update({unit.key: unit for unit in (*self.units, *self.named_elsewhere)})

    def get(self, key: str | None) -> Unit | None:
        """Return the unit of that key, None when there is none."""
        return self._by_key.get(key) if key is not None else None

    def unit(self, key: str) -> Unit:
        """Return the unit of that key; raise NotFound."""
        found = self._by_key.get(key)
        if found is None:
            raise NotFound("unit", key)
        return found

    def named(self, text: str) -> tuple[Unit, ...]:
        """Return the units that bear that key, name or alias, however spelled; several where a name repeats."""
        by_key = self._by_key.get(text)
        if by_key is not None:
            return (by_key,)
        # Only a plan that comes in asks by name: papers and calendars are spared the folding of all names.
        if not self._by_name:
            self._by_name.update(_by_folded_name(self.units))
        return tuple(self._by_name.get(folded_name(text), ()))

    def children(self, parent: str, level: str) -> tuple[Unit, ...]:
        """Return the units of a level below that one, at any depth, in directory order."""
        below = {parent}
        for unit in sorted(self.units, key=lambda u: u.parent is not None):
            if unit.parent in below:
                below.add(unit.key)
        below |= {unit.key for unit in self.units if unit.parent in below}
        return tuple(u for u in self.units if u.level == level and u.key != parent and u.parent in below)


def _by_folded_name(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """Return the units by every spelling of their names."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        for name in {folded_name(text) for text in (unit.name, *unit.aliases)}:
            found.setdefault(name, []).append(unit)
    return found


def directory_on(units: Iterable[Unit], day: date, targets: Mapping[str, date] | None = None) -> Directory:
    """Return the directory of the units that existed on that day.

    `targets` are keys that a plan names with the day on which it needs them: one that did not exist on the directory's
    day, or was another unit then, is found by its key as it is nearest to that day (merged, vanished, not yet formed).
    """
    known = tuple(units)
    listed = tuple(unit for unit in known if unit.exists_on(day))
    present = {unit.key: unit for unit in listed}
    versions: dict[str, list[Unit]] = {}
    for unit in known:
        versions.setdefault(unit.key, []).append(unit)
    elsewhere = []
    for key, needed in (targets or {}).items():
        nearest = min(versions.get(key, ()), key=lambda unit: _days_away(unit, needed), default=None)
        if nearest is not None and nearest is not present.get(key):
            elsewhere.append(nearest)
    return Directory(listed, tuple(elsewhere))


def _days_away(unit: Unit, day: date) -> int:
    """Return how many days lie between that day and the time of the unit; none while it exists."""
    if unit.since is not None and day < unit.since:
        return (unit.since - day).days
    return (day - unit.until).days if unit.until is not None and unit.until < day else 0
