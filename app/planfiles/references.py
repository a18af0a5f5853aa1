"""Khóa trong tệp kế hoạch: what is declared twice, and what is named and declared nowhere.

Looks at the tree and not at finished values, so that these faults come together with those of shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.draws.clusters import cluster_faults
from app.domain.forms import Form
from app.domain.formulas import codes, parse
from app.domain.outlines import Outline
from app.domain.plans import DrawCluster
from app.domain.units import Province, Unit
from app.planfiles.shapes import nearest
from app.planfiles.trees import as_date, fault_at, values_at, written_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.errors import Fault
    from app.planfiles.trees import Described, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Danh bạ hiện có: what an installation holds already of the things a plan file may name."""

    province: Province | None = None
    units: tuple[Unit, ...] = ()
    outlines: tuple[Outline, ...] = ()
    forms: tuple[Form, ...] = ()


_UNIQUE = {
    "province.levels[].key": "level.twice",
    "people[].key": "person.twice",
    "outlines[].key": "outline.twice",
    "forms[].key": "form.twice",
    "plan.teams[].key": "team.twice",
    "plan.teams[].seats[].key": "seat.twice",
    "plan.text.clauses[].code": "clause.twice",
    "plan.forms[]": "form.twice",
    "plan.batches[].key": "batch.twice",
    "plan.quotas[].key": "quota.twice",
    "plan.mandates[].field": "mandate.twice",
    "plan.errata[].key": "erratum.twice",
    "plan.remarks[].key": "remark.twice",
}
"""Keys that may stand once in a file, with the fault of a second."""

_UNITS = (
    "units[].parent", "province.committee", "people[].agency", "forms[].branch_rows[].unit",
    "plan.lead_agencies[]", "plan.seals[]", "plan.decision.body", "plan.decision.submission.agency",
    "plan.alternation.agencies[]", "plan.batches[].lead_agency", "plan.teams[].seats[].agency",
    "plan.teams[].seats[].units[]", "plan.visits[].unit", "plan.visits[].lead_agency", "plan.visits[].communes[]",
    "plan.self_inspection.to", "plan.self_inspection.via", "plan.budget.appraised_by",
    "plan.budget.sources[].agency", "plan.mandates[].agency", "plan.absences[].unit",
    "plan.draw.clusters[].units[]",
)  # fmt: skip
_PEOPLE = (
    "plan.batches[].head", "plan.batches[].deputies[]", "plan.batches[].standing_deputy", "plan.visits[].head",
    "plan.teams[].seats[].person", "plan.absences[].person",
)  # fmt: skip
_LEVELS = (
    "units[].level", "outlines[].items[].levels[]", "forms[].levels[]", "forms[].rows[].level",
    "forms[].rows[].levels[]", "forms[].branch_rows[].level", "plan.draw.at_level", "plan.draw.from_level",
    "plan.self_inspection.levels[]", "plan.quotas[].level",
)  # fmt: skip
_MOST_SUGGESTIONS = 50
"""Looking for the nearest key takes time; a file with more unknown keys than this has another trouble."""


def reference_faults(tree: Described, held: Holdings) -> list[Fault]:
    """Return a fault for every key declared twice, and for every key that neither the file nor the directory holds."""
    return [
        *_twice(tree),
        *_overlapping_units(tree),
        *_unknown(tree, held),
        *_seats(tree),
        *_draw_places(tree, held),
        *_inside_forms(tree),
    ]


def _declared(tree: Described, pattern: str) -> list[str]:
    return [value for _, value in values_at(tree.root, pattern) if isinstance(value, str)]


def _twice(tree: Described) -> Iterator[Fault]:
    for pattern, code in _UNIQUE.items():
        yield from _repeats(tree, values_at(tree.root, pattern), code)
    visits = [
        (place, f"{visit['unit']}, {visit.get('number', 1)}")
        for place, visit in values_at(tree.root, "plan.visits[]")
        if isinstance(visit, dict) and isinstance(visit.get("unit"), str)
    ]
    yield from _repeats(tree, visits, "visit.twice")
    for place, team in values_at(tree.root, "plan.teams[]"):
        own = [
            ((*place, *inner, "person"), seat["person"])
            for inner, seat in values_at(team, "seats[]")
            if isinstance(seat, dict) and seat.get("person") is not None and seat.get("substitutes") is None
        ]
        yield from _repeats(tree, own, "member.twice")
    for place, _ in values_at(tree.root, "plan.batches[]"):
        yield from _repeats(tree, _below(tree, place, "deputies[]"), "deputy.twice")
    for place, _ in values_at(tree.root, "outlines[]"):
        yield from _repeats(tree, _below(tree, place, "items[].code"), "outline_item.twice")
    for place, _ in values_at(tree.root, "forms[]"):
        yield from _repeats(tree, _below(tree, place, "rows[].code"), "row.twice")
        yield from _repeats(tree, _below(tree, place, "columns[].key"), "column.twice")


def _repeats(tree: Described, found: Iterable[tuple[Place, object]], code: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, value in found:
        if isinstance(value, str) and value in seen:
            yield fault_at(tree, place, code, written_value(value))
        elif isinstance(value, str):
            seen.add(value)


def _below(tree: Described, place: Place, pattern: str) -> list[tuple[Place, object]]:
    node: object = tree.root
    for step in place:
        node = node[step]  # type: ignore[index]  # the place was taken from this tree
    return [((*place, *inner), value) for inner, value in values_at(node, pattern)]


def _overlapping_units(tree: Described) -> Iterator[Fault]:
    """Find units of one key that exist on the same day: a key with a day must mean one body."""
    spans: dict[str, list[tuple[date, date]]] = {}
    for place, unit in values_at(tree.root, "units[]"):
        if isinstance(unit, dict) and isinstance(unit.get("key"), str):
            first, last = as_date(unit.get("since")) or date.min, as_date(unit.get("until")) or date.max
            others = spans.setdefault(unit["key"], [])
            if any(first <= other_last and other_first <= last for other_first, other_last in others):
                yield fault_at(tree, place, "unit.twice", written_value(unit["key"]))
            others.append((first, last))


def _unknown(tree: Described, held: Holdings) -> Iterator[Fault]:
    provinces, levels = _declared(tree, "province.key"), _declared(tree, "province.levels[].key")
    if held.province is not None:
        provinces.append(held.province.key)
        levels += [level.key for level in held.province.levels]
    outlines = [*_declared(tree, "outlines[].key"), *(outline.key for outline in held.outlines)]
    forms = [*_declared(tree, "forms[].key"), *(form.key for form in held.forms)]
    units = [*_declared(tree, "units[].key"), *(unit.key for unit in held.units)]
    yield from _not_among(tree, ("plan.province",), provinces, "province.unknown")
    yield from _not_among(tree, _LEVELS, levels, "level.unknown")
    yield from _not_among(tree, _UNITS, units, "unit.unknown")
    yield from _not_among(tree, _PEOPLE, _declared(tree, "people[].key"), "person.unknown")
    yield from _not_among(tree, ("plan.outline",), outlines, "outline.unknown")
    yield from _not_among(tree, ("plan.forms[]",), forms, "form.unknown")
    yield from _not_among(tree, ("plan.batches[].team",), _declared(tree, "plan.teams[].key"), "team.unknown")
    batches = _declared(tree, "plan.batches[].key")
    yield from _not_among(tree, ("plan.visits[].batch", "plan.quotas[].batch"), batches, "batch.unknown")
    for place, minima in values_at(tree.root, "plan.standards.working_days"):
        for level in minima if isinstance(minima, dict) else ():
            if level not in levels:
                yield fault_at(tree, (*place, level), "level.unknown", level, nearest(level, levels))
    yield from _unknown_in_outlines(tree, held, forms)


def _unknown_in_outlines(tree: Described, held: Holdings, forms: list[str]) -> Iterator[Fault]:
    """Find visits with a scope that the plan's outline lacks, and outline items that point to no row of a form."""
    chosen = next((value for _, value in values_at(tree.root, "plan.outline")), None)
    items = [
        str(code)
        for _, outline in values_at(tree.root, "outlines[]")
        if isinstance(outline, dict) and outline.get("key") == chosen
        for _, code in values_at(outline, "items[].code")
    ] or [item.code for outline in held.outlines if outline.key == chosen for item in outline.items]
    yield from _not_among(tree, ("plan.visits[].scope[]",), items, "outline_item.unknown")
    rows = {str(form.key): {row.code for row in form.rows} for form in held.forms}
    for place, _ in values_at(tree.root, "forms[]"):
        key = next((str(value) for _, value in _below(tree, place, "key")), "")
        rows[key] = {str(code) for _, code in _below(tree, place, "rows[].code")}
    for place, value in values_at(tree.root, "outlines[].items[].indicators[]"):
        form, _, code = str(value).partition(":")
        if form not in forms:
            yield fault_at(tree, place, "form.unknown", form, nearest(form, forms))
        elif form in rows and code not in rows[form]:
            yield fault_at(tree, place, "row.unknown", code, nearest(code, sorted(rows[form])))


def _not_among(tree: Described, patterns: Iterable[str], known: Iterable[str], code: str) -> Iterator[Fault]:
    declared = dict.fromkeys(known)
    faults = 0
    for pattern in patterns:
        for place, value in values_at(tree.root, pattern):
            if isinstance(value, str) and value not in declared:
                faults += 1
                wanted = nearest(value, declared) if faults <= _MOST_SUGGESTIONS else ""
                yield fault_at(tree, place, code, written_value(value), wanted)


def _seats(tree: Described) -> Iterator[Fault]:
    """Find seats that nobody fills or that stand in for none of their team, and a standing deputy who is no deputy."""
    for place, _ in values_at(tree.root, "plan.teams[]"):
        keys = [str(key) for _, key in _below(tree, place, "seats[].key")]
        for at, value in _below(tree, place, "seats[].substitutes"):
            if isinstance(value, str) and value not in keys:
                yield fault_at(tree, at, "seat.unknown", written_value(value), nearest(value, keys))
    for place, seat in values_at(tree.root, "plan.teams[].seats[]"):
        if isinstance(seat, dict) and not seat.get("person") and not seat.get("office"):
            yield fault_at(tree, place, "seat.empty", written_value(seat.get("key", "")))
    for place, batch in values_at(tree.root, "plan.batches[]"):
        standing = batch.get("standing_deputy") if isinstance(batch, dict) else None
        deputies = [value for _, value in values_at(batch, "deputies[]")]
        if standing is not None and standing not in deputies:
            yield fault_at(tree, (*place, "standing_deputy"), "batch.standing_deputy_apart", written_value(standing))


def _draw_places(tree: Described, held: Holdings) -> Iterator[Fault]:
    """Find a rule of the draw that says nowhere to draw from, and what is wrong with the clusters and classes.

    Units, clusters and classes are drawn at by their keys, so that no two of them may share one.
    """
    rule = next((value for _, value in values_at(tree.root, "plan.draw")), None)
    if isinstance(rule, dict) and rule.get("at_level") is None and rule.get("clusters") in (None, []):
        yield fault_at(tree, ("plan", "draw"), "draw.nowhere")
    found = {
        place: cluster for place, each in values_at(tree.root, "plan.draw.clusters[]") if (cluster := _cluster(each))
    }
    levels: dict[str, set[str]] = {}
    for unit in held.units:
        levels.setdefault(unit.key, set()).add(unit.level)
    for _, declared in values_at(tree.root, "units[]"):
        if isinstance(declared, dict):
            levels.setdefault(str(declared.get("key")), set()).add(str(declared.get("level")))
    for place, key in values_at(tree.root, "plan.quotas[].key"):
        if key in levels:
            yield fault_at(tree, place, "quota.key_taken", written_value(key))
    taken = {*levels, *_declared(tree, "plan.quotas[].key")}
    level = next(iter(_declared(tree, "plan.draw.from_level")), "")
    places = list(found)
    for fault in cluster_faults(list(found.values()), level=level, levels=levels, taken=taken):
        place = places[fault.cluster]
        at = place if fault.unit is None else (*place, "units", fault.unit)
        yield fault_at(tree, at, fault.code, written_value(fault.found), fault.wanted)


def _cluster(node: object) -> DrawCluster | None:
    """Return the cluster that a node describes, None where its shape is wrong: that is another fault."""
    if not isinstance(node, dict):
        return None
    key, name, units = node.get("key"), node.get("name"), node.get("units", [])
    if not (isinstance(key, str) and isinstance(name, str) and isinstance(units, list)):
        return None
    return DrawCluster(key=key, name=name, units=tuple(map(str, units)))


def _inside_forms(tree: Described) -> Iterator[Fault]:
    """Find sums, formulas and checks of a form that name a row or column it does not have."""
    for place, form in values_at(tree.root, "forms[]"):
        columns = dict.fromkeys(str(value) for _, value in _below(tree, place, "columns[].key"))
        rows = dict.fromkeys(str(value) for _, value in _below(tree, place, "rows[].code"))
        for at, value in _below(tree, place, "columns[].sum_of[]"):
            if value not in columns:
                yield fault_at(tree, at, "column.unknown", written_value(value), nearest(str(value), columns))
        is_grid = isinstance(form, dict) and form.get("kind") == "grid"
        named = [(at, value, rows, "row.unknown") for at, value in _below(tree, place, "rows[].formula")]
        named += [
            (at, value, columns if is_grid else rows, "column.unknown" if is_grid else "row.unknown")
            for at, value in _below(tree, place, "checks[].expression")
        ]
        for at, value, known, code in named:
            for missing in _codes_beyond(value, known):
                yield fault_at(tree, at, code, missing, nearest(missing, known))


def _codes_beyond(formula: object, known: Iterable[str]) -> list[str]:
    """Return the codes of a readable formula that are not known; an unreadable one is another fault."""
    try:
        return [code for code in codes(parse(str(formula))) if code not in known]
    except ValueError:
        return []
