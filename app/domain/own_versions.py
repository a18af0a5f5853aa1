"""Bản riêng của đề cương và biểu mẫu: a version adapted for one plan, the one that it comes from left as it is.

A version is never changed: each adaptation is a new one, its key made of the plan's and of what it says, so that what
was issued stands and what is undone is there still.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.act_texts import errata_in_step, lines_of
from app.domain.errors import Fault, InvalidInput, NotFound
from app.domain.forms import FormKind, FormRow, RowKind
from app.domain.outlines import OutlineItem, OutlineKind
from app.domain.plan_steps import mark_of
from app.domain.vietnamese import POINT_LETTERS, clean, roman

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from app.domain.dossiers import PlanDossier
    from app.domain.forms import Form
    from app.domain.outlines import Outline

OWN_VERSION = "bản riêng của kế hoạch"
NEW_ROW_KINDS = (RowKind.COUNT, RowKind.PERCENT, RowKind.MONEY, RowKind.TEXT)
"""What an indicator that a plan adds may be."""
_NAMED = re.compile(r"\[([^\]]+)\]")
_LETTERED = re.compile(r"[a-zđ]+\)")
_DASHES = frozenset({"-", "+"})


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """Dòng danh mục phiên bản: an outline or form that a plan may use."""

    key: str
    version: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEdit:
    """Nội dung một đề mục: `levels` are those for which it stands (empty: all), `guidance` lines of hints."""

    text: str
    guidance: str = ""
    field: str | None = None
    levels: tuple[str, ...] = ()


# Đề cương


def with_outline(dossier: PlanDossier, outline: Outline | None) -> PlanDossier:
    """Return the dossier with another version of the outline, None for none; scopes keep the codes that it has.

    Raise InvalidInput `outline.scope_lost` at `text` where nothing would be left of what a visit inspects.
    """
    codes = {item.code for item in outline.items} if outline is not None else set()
    visits = []
    for visit in dossier.plan.visits:
        scope = tuple(code for code in visit.scope if code in codes)
        if visit.scope and not scope and outline is not None:
            # An empty scope is the whole outline: never what the plan meant by a part of it.
            raise InvalidInput([Fault(place="text", code="outline.scope_lost", found=dossier.unit_name(visit.unit))])
        visits.append(replace(visit, scope=scope))
    plan = replace(dossier.plan, outline=outline.key if outline is not None else None, visits=tuple(visits))
    return errata_in_step(dossier, replace(dossier, plan=plan, outlines=(outline,) if outline is not None else ()))


def with_item(dossier: PlanDossier, code: str, edit: ItemEdit) -> PlanDossier:
    """Return the dossier with one item of its outline adapted; raise NotFound, InvalidInput at `text` and `levels`."""
    items = _items(dossier)
    place = _place(items, code)
    changed = _edited(items[place], edit, dossier)
    return _with_items(dossier, (*items[:place], changed, *items[place + 1 :]))


def with_new_item(dossier: PlanDossier, after: str, edit: ItemEdit) -> PlanDossier:
    """Return the dossier with a new item right behind another and all below it, those that follow numbered anew.

    Raise NotFound, InvalidInput at `text` and `levels`.
    """
    items = _items(dossier)
    beside = items[_place(items, after)]
    parent = after.rpartition(".")[0]
    codes = {item.code for item in items}
    label = next(n for n in range(1, len(items) + 2) if _code(parent, f"m{n}") not in codes)
    new = _edited(replace(beside, code=_code(parent, f"m{label}"), indicators=(), not_for_kinds=()), edit, dossier)
    behind = 1 + max(n for n, item in enumerate(items) if item.code == after or item.code.startswith(f"{after}."))
    new = replace(new, paragraphs=(), if_any=False, kinds=())
    return _with_items(dossier, _counted((*items[:behind], new, *items[behind:]), parent))


def without_item(dossier: PlanDossier, code: str) -> PlanDossier:
    """Return the dossier without an item of its outline and all below it, those that follow numbered anew.

    Raise NotFound, InvalidInput `outline.last_item` where it is all there is.
    """
    items = _items(dossier)
    _place(items, code)
    left = tuple(item for item in items if item.code != code and not item.code.startswith(f"{code}."))
    if not left:
        raise InvalidInput([Fault(place="text", code="outline.last_item")])
    return with_outline(dossier, _own_outline(dossier, _counted(left, code.rpartition(".")[0])))


def _items(dossier: PlanDossier) -> tuple[OutlineItem, ...]:
    if dossier.outline is None:
        raise NotFound("outline", "")
    return dossier.outline.items


def _place(items: Sequence[OutlineItem], code: str) -> int:
    for place, item in enumerate(items):
        if item.code == code:
            return place
    raise NotFound("outline_item", code)


def _code(parent: str, label: str) -> str:
    return f"{parent}.{label}" if parent else label


def _edited(item: OutlineItem, edit: ItemEdit, dossier: PlanDossier) -> OutlineItem:
    words = " ".join(clean(edit.text).split())
    faults = [] if words else [Fault(place="text", code="text.empty")]
    levels = _levels(edit.levels, dossier, faults)
    if faults:
        raise InvalidInput(faults)
    return replace(item, text=words, guidance=lines_of(edit.guidance), field=edit.field, levels=levels)


def _levels(wanted: Collection[str], dossier: PlanDossier, faults: list[Fault]) -> tuple[str, ...]:
    """Return the levels in their order, none for all of them; to stand for no level is a fault."""
    known = [level.key for level in dossier.province.levels]
    chosen = tuple(key for key in known if key in wanted)
    if not chosen:
        faults.append(Fault(place="levels", code="levels.none"))
    return () if len(chosen) == len(known) else chosen


def _with_items(dossier: PlanDossier, items: tuple[OutlineItem, ...]) -> PlanDossier:
    return with_outline(dossier, _own_outline(dossier, items))


def _own_outline(dossier: PlanDossier, items: tuple[OutlineItem, ...]) -> Outline:
    outline = dossier.outline
    if outline is None:
        raise NotFound("outline", "")
    key = f"{dossier.plan.key}-de-cuong-{mark_of(replace(outline, key='', version='', items=items))}"
    return replace(outline, key=key, version=_own(outline.version), items=items)


def _own(version: str) -> str:
    return version if version.endswith(OWN_VERSION) else f"{version}, {OWN_VERSION}"


def _counted(items: tuple[OutlineItem, ...], parent: str) -> tuple[OutlineItem, ...]:
    """Return the items, those right below a parent numbered in their order, each run by its own kind of number."""
    counts: dict[str, int] = {}
    found = []
    for item in items:
        if item.code.rpartition(".")[0] == parent and item.number:
            style = _style(item.number)
            counts[style] = counts.get(style, 0) + 1
            found.append(replace(item, number=_number(item.number, style, counts[style])))
        else:
            found.append(item)
    return tuple(found)


def _style(number: str) -> str:
    if number in _DASHES:
        return "dash"
    if _LETTERED.fullmatch(number):
        return "letter"
    return "digit" if number.rstrip(".)").isdigit() else "roman"


def _number(present: str, style: str, count: int) -> str:
    stop = present[-1] if present[-1] in ".)" else ""
    match style:
        case "dash":
            return present
        case "letter":
            return f"{POINT_LETTERS[(count - 1) % len(POINT_LETTERS)]}{stop}"
        case "digit":
            return f"{count}{stop}"
    return f"{roman(count)}{stop}"


# Biểu mẫu


def with_forms(dossier: PlanDossier, forms: Iterable[Form]) -> PlanDossier:
    """Return the dossier with these forms for its units, in this order."""
    chosen = tuple(forms)
    plan = replace(dossier.plan, forms=tuple(form.key for form in chosen))
    return errata_in_step(dossier, replace(dossier, plan=plan, forms=chosen))


def with_row_levels(dossier: PlanDossier, form_key: str, code: str, levels: Collection[str]) -> PlanDossier:
    """Return the dossier with a row of a form that only units of these levels fill; raise NotFound, InvalidInput."""
    form = _form(dossier, form_key)
    if all(row.code != code for row in form.rows):
        raise NotFound("form_row", code)
    faults: list[Fault] = []
    kept = _levels(levels, dossier, faults)
    if faults:
        raise InvalidInput(faults)
    return _with_rows(dossier, form, tuple(replace(row, levels=kept) if row.code == code else row for row in form.rows))


def with_new_row(
    dossier: PlanDossier, form_key: str, after: str, *, name: str, unit: str, kind: RowKind
) -> PlanDossier:
    """Return the dossier with an indicator more in a form, right behind another; its number follows that one's.

    Raise NotFound, InvalidInput at `name` and `kind`, and where the form is no list of indicators.
    """
    form = _form(dossier, form_key)
    place = next((n for n, row in enumerate(form.rows) if row.code == after), None)
    if place is None:
        raise NotFound("form_row", after)
    words = " ".join(clean(name).split())
    faults = [] if words else [Fault(place="name", code="text.empty")]
    if kind not in NEW_ROW_KINDS or form.kind != FormKind.INDICATORS:
        faults.append(Fault(place="kind", code="form.row_kind"))
    if faults:
        raise InvalidInput(faults)
    codes = {row.code for row in form.rows}
    label = next(n for n in range(1, len(codes) + 2) if f"{after}-m{n}" not in codes)
    beside = form.rows[place]
    row = FormRow(
        code=f"{after}-m{label}", kind=kind, name=words, unit=clean(unit), levels=beside.levels,
        number=f"{beside.number}-{label}" if beside.number else "",
    )  # fmt: skip
    return _with_rows(dossier, form, (*form.rows[: place + 1], row, *form.rows[place + 1 :]))


def without_row(dossier: PlanDossier, form_key: str, code: str) -> PlanDossier:
    """Return the dossier without a row of a form.

    Raise NotFound, InvalidInput `form.row_needed` where another row is computed from it or a check names it.
    """
    form = _form(dossier, form_key)
    if all(row.code != code for row in form.rows):
        raise NotFound("form_row", code)
    expressions = [row.formula or "" for row in form.rows if row.code != code]
    expressions += [check.expression for check in form.checks]
    if any(code in _NAMED.findall(expression) for expression in expressions):
        raise InvalidInput([Fault(place="name", code="form.row_needed", found=code)])
    return _with_rows(dossier, form, tuple(row for row in form.rows if row.code != code))


def _form(dossier: PlanDossier, key: str) -> Form:
    for form in dossier.plan_forms:
        if form.key == key:
            return form
    raise NotFound("form", key)


def _with_rows(dossier: PlanDossier, form: Form, rows: tuple[FormRow, ...]) -> PlanDossier:
    """Return the dossier with an own version of a form; what names the form or its rows follows."""
    bare = replace(form, key="", version="", rows=rows)
    own = replace(bare, key=f"{dossier.plan.key}-{_stem(form.number)}-{mark_of(bare)}", version=_own(form.version))
    codes = {row.code for row in rows}

    def followed(indicator: str) -> str | None:
        key, _, code = indicator.partition(":")
        if key != form.key:
            return indicator
        return f"{own.key}:{code}" if code in codes else None

    errata = tuple(
        replace(
            erratum, places=tuple(_renamed(place, f"form.{form.key}.", f"form.{own.key}.") for place in erratum.places)
        )
        for erratum in dossier.plan.errata
    )
    forms = tuple(own if each.key == form.key else each for each in dossier.plan_forms)
    renamed = replace(dossier, plan=replace(dossier.plan, errata=errata))
    changed = with_forms(renamed, forms)
    return _with_indicators(changed, followed)


def _with_indicators(dossier: PlanDossier, followed: Callable[[str], str | None]) -> PlanDossier:
    if dossier.outline is None:
        return dossier
    items = tuple(
        replace(item, indicators=tuple(found for found in map(followed, item.indicators) if found is not None))
        for item in dossier.outline.items
    )
    return dossier if items == dossier.outline.items else _with_items(dossier, items)


def _stem(number: str) -> str:
    return f"phu-luc-{number.lower()}" if number else "phu-luc"


def _renamed(place: str, before: str, after: str) -> str:
    return after + place.removeprefix(before) if place.startswith(before) else place


def is_heading(item: OutlineItem) -> bool:
    """Say whether an item is a heading, below which others stand."""
    return item.kind in {OutlineKind.PART, OutlineKind.SECTION}
