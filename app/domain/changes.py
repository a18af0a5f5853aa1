"""Thay đổi của kế hoạch: what differs between two states of one plan, in words, as log, pages and papers tell it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from app.domain.change_kinds import KINDS, ORDERS, SILENT
from app.domain.change_words import UNSET, ChangePart, plain_words, unit_words
from app.domain.errata import texts
from app.domain.plan_differences import NOTHING, ORDER, Item, difference, value_at
from app.domain.vietnamese import short_date

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from app.domain.change_words import Kind
    from app.domain.dossiers import PlanDossier
    from app.domain.forms import Form
    from app.domain.plan_differences import Edit, Path


_WRITTEN_ANEW = "đã ghi lại"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Thay đổi: `subject` is what changed ("Sở Công Thương, thời gian"); "" before what is new, after what is gone."""

    subject: str
    before: str
    after: str
    part: ChangePart = field(default=ChangePart.STANDING, compare=False)


def changes_between(old: PlanDossier, new: PlanDossier) -> tuple[Change, ...]:
    """Return everything that differs between two states of a plan, part by part, in the order of the plan.

    What a text says is told whole. A plan that goes over to another version of its outline, or of a form, tells what
    differs between the versions. Of the directory nothing is told: it is not the plan's.
    """
    order = list(ChangePart)
    return tuple(sorted(_Teller(old, new).changes(), key=lambda change: order.index(change.part)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdatedText:
    """Lời văn chưa theo kịp: a text of the act, by its address, that still says what is no longer so."""

    place: str
    words: str


def outdated_texts(old: PlanDossier, new: PlanDossier) -> tuple[OutdatedText, ...]:
    """Return where the act as it is now still names a day, unit or leader that the plan did away with.

    The text of a plan is kept as written: what is changed in its data is for people to change in its words.
    """
    gone = tuple(dict.fromkeys(words for words in _told_in_texts(old) if words not in set(_told_in_texts(new))))
    return tuple(
        OutdatedText(place=place, words=words)
        for place, text in _act_texts(new).items()
        for words in gone
        if words in text
    )


def _told_in_texts(dossier: PlanDossier) -> Iterator[str]:
    """Yield the words by which the text of an act may name days, units and leaders of the plan."""
    plan = dossier.plan
    rule = plan.self_inspection
    deadlines = [*(batch.report_deadline for batch in plan.batches), *(visit.report_deadline for visit in plan.visits)]
    for deadline in (*deadlines, rule.deadline if rule is not None else None):
        if deadline is not None and deadline.day is not None:
            yield short_date(deadline.day)
    for visit in plan.visits:
        yield from (name for name in (unit_words(visit.unit, dossier), visit.printed_name) if name)
        if visit.window is not None:
            yield from (short_date(visit.window.first), short_date(visit.window.last))
    leaders = {key for batch in plan.batches for key in (batch.head, *batch.deputies) if key is not None}
    yield from (person.name for person in dossier.people if person.key in leaders)


def _act_texts(dossier: PlanDossier) -> dict[str, str]:
    return {place: text for place, text in texts(dossier).items() if place.startswith(("decision.", "plan."))}


class _Teller:
    """Tells the difference between two states of a plan; what several fields of a thing say together is told once."""

    def __init__(self, old: PlanDossier, new: PlanDossier) -> None:
        self._old, self._new, self._aligned = old, new, _aligned(old, new)
        self._told: set[tuple[Path, str]] = set()

    def changes(self) -> Iterator[Change]:
        """Yield the changes in the order of the parts that differ, those of one thing in the order of its aspects."""
        edits = [edit for edit in difference(self._old, self._aligned).edits if not _is_silent(edit.path)]
        for (at, kind), of_thing in groupby(edits, lambda edit: _thing_of(edit.path)):
            ranks = {name: rank for rank, aspect in enumerate(kind.aspects) for name in aspect.fields}
            depth = len(at)
            ranked = [(ranks.get(_step(edit.path, depth), len(ranks)), edit) for edit in of_thing]
            for _, edit in sorted(ranked, key=lambda entry: entry[0]):
                yield from self._changes(edit, at, kind)

    def _changes(self, edit: Edit, at: Path, kind: Kind) -> Iterator[Change]:
        if edit.path[-1] is ORDER:
            # A thing that comes in between leaves the others in their order: that it came is told.
            if _kept_in_order(edit.before, edit.after) != _kept_in_order(edit.after, edit.before):
                yield self._order(edit)
            return
        was, now = (_there(value_at(state, at)) for state in (self._old, self._aligned))
        name = kind.name(_key(at), *((was, self._old) if now is None else (now, self._new)))
        if len(edit.path) == len(at):
            yield from self._whole(at, kind, name, was, now)
            return
        step = _step(edit.path, len(at))
        aspect = kind.aspect(step)
        label = step if aspect is None else aspect.label
        if (at, label) in self._told:
            return
        self._told.add((at, label))
        before, after = plain_words(edit.before, self._old), plain_words(edit.after, self._new)
        if aspect is not None and aspect.words(was, self._old) != aspect.words(now, self._new):
            before, after = aspect.words(was, self._old), aspect.words(now, self._new)
        if before == after:
            # What differs has no words of its own, as an empty wording: that it was written anew is told.
            before, after = before or UNSET, _WRITTEN_ANEW
        yield Change(subject=_subject(name, label), before=before or UNSET, after=after or UNSET, part=kind.part)

    def _whole(self, at: Path, kind: Kind, name: str, was: object, now: object) -> Iterator[Change]:
        """Yield what is new or gone: a thing of a list by its first aspect, a part of the plan by all that it says."""
        is_item, has_told = isinstance(at[-1], Item), False
        for aspect in kind.aspects[:1] if is_item else kind.aspects:
            before = aspect.words(was, self._old) if was is not None else ""
            after = aspect.words(now, self._new) if now is not None else ""
            if is_item:
                before, after = before or ("" if was is None else UNSET), after or ("" if now is None else UNSET)
                yield Change(subject=name, before=before, after=after, part=kind.part)
            elif before or after:
                has_told = True
                subject = _subject(name, aspect.label)
                yield Change(subject=subject, before=before or UNSET, after=after or UNSET, part=kind.part)

        if not is_item and not has_told:
            before, after = ("" if thing is None else _WRITTEN_ANEW for thing in (was, now))
            yield Change(subject=name, before=before, after=after, part=kind.part)

    def _order(self, edit: Edit) -> Change:
        """Return the order of a list before and after, its things by their names."""
        pattern = _pattern(edit.path[:-1])
        kind = KINDS.get((*pattern, "*"))
        told = [
            "; ".join(_named(edit.path[:-1], key, kind, state, dossier) for key in _keys(keys))
            for state, dossier, keys in (
                (self._old, self._old, edit.before),
                (self._aligned, self._new, edit.after),
            )
        ]
        part = _thing_of(edit.path)[1].part if kind is None else kind.part
        return Change(subject=ORDERS.get(pattern, "Thứ tự"), before=told[0] or UNSET, after=told[1] or UNSET, part=part)


def _aligned(old: PlanDossier, new: PlanDossier) -> PlanDossier:
    """Return the new state with outlines and forms under the keys of those that they take the place of.

    The outline of a plan does so, and a form that has the number of another.
    """
    renamed: dict[str, str] = {}
    outlines = {each.key for each in new.outlines}
    if old.outline is not None and new.outline is not None and old.outline.key not in outlines:
        renamed[new.outline.key] = old.outline.key
    there = {each.key for each in new.forms}
    places = _by_single_number(old.plan_forms)
    forms = {
        key: places[number]
        for number, key in _by_single_number(new.plan_forms).items()
        if number in places and places[number] not in there
    }
    return replace(
        new,
        outlines=tuple(replace(each, key=renamed.get(each.key, each.key)) for each in new.outlines),
        forms=tuple(replace(each, key=forms.get(each.key, each.key)) for each in new.forms),
    )


def _by_single_number(forms: Sequence[Form]) -> dict[str, str]:
    """Return the keys of forms by their numbers, those left out whose number another has too."""
    numbers = [form.number for form in forms]
    return {form.number: form.key for form in forms if numbers.count(form.number) == 1}


def _is_silent(path: Path) -> bool:
    pattern = _pattern(path)
    return any(pattern[: len(silent)] == silent for silent in SILENT)


def _named(path: Path, key: Hashable, kind: Kind | None, state: PlanDossier, dossier: PlanDossier) -> str:
    thing = value_at(state, (*path, Item(key)))
    if kind is None or thing is NOTHING or isinstance(thing, str):
        return unit_words(str(key), dossier)
    return kind.name(key, thing, dossier)


def _thing_of(path: Path) -> tuple[Path, Kind]:
    """Return the innermost thing on the path that has words, and its kind."""
    for length in range(len(path), 0, -1):
        kind = KINDS.get(_pattern(path[:length]))
        if kind is not None:
            return path[:length], kind
    return path[:1], KINDS["plan",]


def _there(thing: object) -> object:
    return None if thing is NOTHING else thing


def _keys(keys: object) -> tuple[Hashable, ...]:
    return keys if isinstance(keys, tuple) else ()


def _kept_in_order(keys: object, others: object) -> list[Hashable]:
    """Return the keys of a list that another one has too."""
    return [key for key in _keys(keys) if key in _keys(others)]


def _pattern(path: Path) -> tuple[str, ...]:
    return tuple(step if isinstance(step, str) else "*" for step in path)


def _step(path: Path, depth: int) -> str:
    """Return the field that a path goes on to below that depth, "" where it ends there."""
    return str(path[depth]) if len(path) > depth else ""


def _key(at: Path) -> Hashable:
    """Return the key of a thing in its list, "" for a part that is in none."""
    last = at[-1]
    return last.key if isinstance(last, Item) else ""


def _subject(name: str, label: str) -> str:
    return ", ".join(part for part in (name, label) if part)
