"""Đọc tệp kế hoạch: from bytes to a dossier, or every fault at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from app.domain.dossiers import PlanDossier
from app.domain.errors import Fault, InvalidInput
from app.domain.forms import Form
from app.domain.outlines import Outline
from app.planfiles.limits import CURRENT_SCHEMA, beyond_limits
from app.planfiles.references import reference_faults
from app.planfiles.shapes import PlanContent, shaped
from app.planfiles.trees import READERS, Tree, fault_at, values_at, written_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.units import Unit
    from app.planfiles.references import Holdings

Version = TypeVar("Version", Outline, Form)


@dataclass(frozen=True, slots=True)
class PlanFile:
    """Tệp kế hoạch đã mở: readable, but not yet compared with what the directory holds."""

    tree: Tree

    @property
    def province(self) -> str | None:
        """The key of the plan's province, None where the file does not say."""
        return next(iter(self._keys("plan.province")), None)

    @property
    def outlines(self) -> tuple[str, ...]:
        """The keys of the outlines that the file names or carries."""
        return self._keys("plan.outline", "outlines[].key")

    @property
    def forms(self) -> tuple[str, ...]:
        """The keys of the forms that the file names or carries."""
        return self._keys("plan.forms[]", "forms[].key")

    def _keys(self, *patterns: str) -> tuple[str, ...]:
        found = [value for pattern in patterns for _, value in values_at(self.tree.root, pattern)]
        return tuple(dict.fromkeys(key for key in found if isinstance(key, str)))


def open_plan_file(data: bytes, filename: str) -> PlanFile:
    """Return the file, told by the end of its name (.toml, .json); raise InvalidInput when it cannot be read."""
    reader = READERS.get(PurePath(filename).suffix.lower())
    if reader is None:
        raise InvalidInput((Fault(place=filename, code="file.unknown_kind", wanted=", ".join(READERS)),))
    return PlanFile(reader(data, filename))


def dossier_of(file: PlanFile, held: Holdings) -> PlanDossier:
    """Return the dossier that the file describes together with the directory; raise InvalidInput with every fault.

    Of a unit that the directory holds, its own version stands; of an outline or form, the file's.
    """
    tree = file.tree
    content = shaped(tree, PlanContent, tree.root)
    faults = [*tree.faults, *_schema_faults(tree)]
    faults += content if isinstance(content, list) else []
    faults += beyond_limits(tree, PlanContent, tree.root)
    faults += reference_faults(tree, held)
    province = (content.province if isinstance(content, PlanContent) else None) or held.province
    if isinstance(content, list) or province is None or faults:
        raise InvalidInput(tuple(dict.fromkeys(faults)))
    return PlanDossier(
        province=province,
        units=(*held.units, *units_lacking(content.units, held.units)),
        people=content.people,
        outlines=(*content.outlines, *_others(held.outlines, content.outlines)),
        forms=(*content.forms, *_others(held.forms, content.forms)),
        plan=content.plan,
    )


def _others(held: tuple[Version, ...], own: tuple[Version, ...]) -> Iterator[Version]:
    keys = {version.key for version in own}
    return (version for version in held if version.key not in keys)


def units_lacking(units: tuple[Unit, ...], held: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Return the units for which the directory has none of the same key at the same time."""
    by_key: dict[str, list[Unit]] = {}
    for unit in held:
        by_key.setdefault(unit.key, []).append(unit)
    return tuple(unit for unit in units if not any(_overlap(unit, other) for other in by_key.get(unit.key, ())))


def _overlap(one: Unit, other: Unit) -> bool:
    starts_in_time = one.since is None or other.until is None or one.since <= other.until
    return starts_in_time and (other.since is None or one.until is None or other.since <= one.until)


def _schema_faults(tree: Tree) -> Iterator[Fault]:
    schema = tree.root.get("schema")
    if isinstance(schema, int) and schema != CURRENT_SCHEMA:
        yield fault_at(tree, ("schema",), "schema.unsupported", written_value(schema), f"{CURRENT_SCHEMA}")
