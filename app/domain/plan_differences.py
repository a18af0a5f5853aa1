"""Khác nhau giữa hai bản của một kế hoạch: every difference there is, as values that can be carried out again.

What makes up a plan is compared part by part: things that have a key (visits, batches, clauses, members …) by their
key, everything else as a whole. `app.domain.changes` tells a difference in words.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

from app.domain import acts, forms, outlines, people, plans, teams, units, visits
from app.domain.dossiers import PlanDossier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Nothing(Enum):
    """Không có: what stands in the place of a thing that is not there."""

    NOTHING = "nothing"


class Order(Enum):
    """Thứ tự: the step of a path that stands for the order of the things of a list."""

    ORDER = "order"


NOTHING, ORDER = Nothing.NOTHING, Order.ORDER


@dataclass(frozen=True, slots=True)
class Item:
    """Mục của một danh sách: the step of a path that leads to the thing of that key."""

    key: Hashable


Path: TypeAlias = tuple["str | Item | Order", ...]
"""Đường dẫn: the fields, things of lists, and the order of a list, from the dossier down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Một chỗ khác: what stands at a path before and after; `NOTHING` before what is new, after what is gone."""

    path: Path
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDifference:
    """Khác nhau giữa hai bản: all places that differ, in the order of the plan's parts."""

    edits: tuple[Edit, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether the two are alike."""
        return not self.edits


KEYS: dict[type, Callable[[Any], Hashable]] = {
    str: lambda text: text,
    people.Person: lambda person: person.key,
    people.Absence: lambda absence: (absence.person, absence.unit, absence.window),
    teams.Team: lambda team: team.key,
    teams.Seat: lambda seat: seat.key,
    teams.Batch: lambda batch: batch.key,
    visits.Visit: lambda visit: (visit.unit, visit.number),
    visits.Quota: lambda quota: quota.key,
    acts.LegalBasis: lambda basis: basis.text,
    acts.Article: lambda article: article.number,
    acts.CitedAct: lambda act: act.number,
    acts.Clause: lambda clause: clause.code,
    acts.Erratum: lambda erratum: erratum.key,
    acts.Remark: lambda remark: remark.key,
    plans.Mandate: lambda mandate: mandate.field,
    plans.BudgetSource: lambda source: source.agency,
    plans.DrawCluster: lambda cluster: cluster.key,
    outlines.Outline: lambda outline: outline.key,
    outlines.OutlineItem: lambda item: item.code,
    forms.Form: lambda form: form.key,
    forms.FormColumn: lambda column: column.key,
    forms.FormRow: lambda row: row.code,
    units.Unit: lambda unit: (unit.key, unit.since),
    units.Level: lambda level: level.key,
}
"""What tells things of a list apart; a list of other things, or one with a key twice, is compared as a whole."""

PARTS: frozenset[type] = frozenset(
    {
        PlanDossier,
        plans.Plan,
        plans.Budget,
        plans.SelfInspectionRule,
        plans.DrawRule,
        plans.Standards,
        acts.Decision,
        acts.Submission,
        acts.Signatory,
        acts.PlanText,
        units.Province,
        *(kind for kind in KEYS if kind not in {str, people.Absence, acts.CitedAct}),
    }
)
"""The classes that are compared field by field; a value of any other class is compared as a whole."""


def difference(old: PlanDossier, new: PlanDossier) -> PlanDifference:
    """Return everything in which two states of a plan differ."""
    return PlanDifference(edits=tuple(edits_between(old, new)))


def apply(old: PlanDossier, changes: PlanDifference) -> PlanDossier:
    """Return what the plan becomes by a difference: `apply(old, difference(old, new)) == new`.

    Raise ValueError where the plan is not the one of which the difference was taken.
    """
    result = _applied(old, [(edit.path, edit) for edit in changes.edits])
    if not isinstance(result, PlanDossier):
        raise TypeError
    return result


def edits_between(old: object, new: object, path: Path = ()) -> Iterator[Edit]:
    """Yield what differs between two values of the same place."""
    if old == new:
        return
    if type(old) is type(new) and type(old) in PARTS:
        for each in fields(old):  # type: ignore[arg-type]  # parts are dataclasses
            yield from edits_between(getattr(old, each.name), getattr(new, each.name), (*path, each.name))
        return
    if isinstance(old, tuple) and isinstance(new, tuple):
        before, after = keyed(old), keyed(new)
        if before is not None and after is not None:
            yield from _list_edits(before, after, path)
            return
    yield Edit(path=path, before=old, after=new)


def keyed(values: Sequence[object]) -> dict[Hashable, object] | None:
    """Return the things of a list by their keys; None where they have none, or one has it twice."""
    kinds = {type(value) for value in values}
    if len(kinds) > 1 or not kinds <= KEYS.keys():
        return None
    found = {KEYS[type(value)](value): value for value in values}
    return found if len(found) == len(values) else None


def value_at(root: object, path: Path) -> object:
    """Return what stands at a path, `NOTHING` where nothing does."""
    found = root
    for step in path:
        if found is None or found is NOTHING:
            return NOTHING
        if isinstance(step, Item):
            things = keyed(found) if isinstance(found, tuple) else None
            found = NOTHING if things is None else things.get(step.key, NOTHING)
        elif isinstance(step, str):
            found = getattr(found, step)
    return found


def _list_edits(before: dict[Hashable, object], after: dict[Hashable, object], path: Path) -> Iterator[Edit]:
    for key, value in before.items():
        if key not in after:
            yield Edit(path=(*path, Item(key)), before=value, after=NOTHING)
    for key, value in after.items():
        if key in before:
            yield from edits_between(before[key], value, (*path, Item(key)))
        else:
            yield Edit(path=(*path, Item(key)), before=NOTHING, after=value)
    kept, new = [key for key in before if key in after], [key for key in after if key not in before]
    if [*kept, *new] != list(after):
        yield Edit(path=(*path, ORDER), before=tuple(before), after=tuple(after))


def _applied(value: object, edits: list[tuple[Path, Edit]]) -> object:
    by_step: dict[object, list[tuple[Path, Edit]]] = {}
    for path, edit in edits:
        if not path:
            if value != edit.before:
                raise ValueError(f"{edit.path} is not what it was")
            return edit.after
        by_step.setdefault(path[0], []).append((path[1:], edit))
    if isinstance(value, tuple):
        return _applied_to_list(value, by_step)
    changed = {str(step): _applied(getattr(value, str(step)), inner) for step, inner in by_step.items()}
    return replace(value, **changed)  # type: ignore[type-var]  # parts are dataclasses


def _applied_to_list(values: tuple[object, ...], by_step: dict[object, list[tuple[Path, Edit]]]) -> tuple[object, ...]:
    things = keyed(values) or {}
    order: tuple[Hashable, ...] | None = None
    for step, inner in by_step.items():
        if step is ORDER:
            order = inner[0][1].after  # type: ignore[assignment]  # the keys of the list, see `_list_edits`
        elif isinstance(step, Item):
            made = _applied(things.get(step.key, NOTHING), inner)
            if made is NOTHING:
                del things[step.key]
            else:
                things[step.key] = made
    return tuple(things[key] for key in (things if order is None else order))
