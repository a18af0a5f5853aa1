"""Lập kế hoạch mới: what is proposed for a plan that starts from nothing, and the draft that comes of what was said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.acts import ActForm, Decision, Signatory
from app.domain.dossiers import PlanDossier
from app.domain.errors import Fault, InvalidInput
from app.domain.plans import Plan
from app.domain.targets import FIRST_TEAM
from app.domain.typed_dates import FIRST_YEAR, LAST_YEAR
from app.domain.units import directory_on
from app.domain.vietnamese import clean, listed, lower_first, slug

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from datetime import date

    from app.domain.forms import Form
    from app.domain.outlines import Outline
    from app.domain.units import Province, Unit

RESERVED_KEYS = frozenset({"moi"})
"""Keys that no plan may have: an address of the service stands where theirs would."""
LONGEST_TITLE, LONGEST_LINE = 500, 200
LONGEST_KEY = 100
MOST_SUBJECTS = 8
SUBJECTS = (
    "cải cách hành chính",
    "chuyển đổi số",
    "kiểm soát thủ tục hành chính",
    "công vụ",
    "nội vụ",
    "phân cấp, phân quyền",
    "áp dụng hệ thống quản lý chất lượng ISO",
    "văn bản quy phạm pháp luật",
)
"""Nội dung kiểm tra thường gặp: those that provinces' plans are about; others are typed."""

_DECISION, _PLAN = "QĐ", "KH"
"""Chữ viết tắt tên loại quyết định và kế hoạch (Nghị định 30/2020/NĐ-CP, Phụ lục III)."""
_CHAIR = "CHỦ TỊCH"
_FOR_THE_CHAIR, _VICE_CHAIR = "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """Kế hoạch sắp lập: what a planner says of it. `outline` and `forms` are keys of versions that the store holds."""

    key: str
    year: int
    kind: str
    title: str
    subjects: tuple[str, ...]
    act: ActForm
    lead_agencies: tuple[str, ...]
    decision: Decision
    outline: str | None = None
    forms: tuple[str, ...] = ()


def proposed_key(province: Province, year: int, taken: Container[str]) -> str:
    """Return the key of a new plan: province and year, with a number where there is one already."""
    base = f"{province.key}-{year}"
    number = 1
    while (key := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return key


def proposed_kind(subjects: Iterable[str]) -> str:
    """Return the kind of inspection by what it is about: "Kiểm tra cải cách hành chính và chuyển đổi số"."""
    return f"Kiểm tra {listed(subjects)}"


def proposed_title(subjects: Iterable[str], year: int, area: str) -> str:
    """Return the title of a plan about these subjects in that area."""
    about = listed(f"công tác {subject}" for subject in subjects)
    return f"Kế hoạch kiểm tra {about} năm {year} trên địa bàn {lower_first(area)}"


def committee_on(units: Iterable[Unit], province: Province, day: date) -> Unit | None:
    """Return the people's committee of the province on that day; None when it did not exist then."""
    found = directory_on(units, day).get(province.committee)
    return found if found is not None and found.exists_on(day) else None


def proposed_decision(committee: Unit, province: Province, act: ActForm, earlier: Decision | None) -> Decision:
    """Return the head of the act: as the province's last act of this form, else of its committee.

    The signer's name is left out: whoever signs next is not known from whoever signed last.
    """
    symbol = f"{_PLAN if act == ActForm.PLAN_ALONE else _DECISION}-{committee.symbol or 'UBND'}"
    if earlier is not None:
        signatory = replace(earlier.signatory, name="") if earlier.signatory is not None else None
        return Decision(symbol=earlier.symbol, body=earlier.body, issuer=earlier.issuer, signatory=signatory)
    body = committee.name.removesuffix(province.name).strip().upper()
    return Decision(
        symbol=symbol,
        body=committee.key,
        issuer=f"{_CHAIR} {body}" if act != ActForm.PLAN_ALONE else body,
        signatory=Signatory(title=_VICE_CHAIR, capacity=_FOR_THE_CHAIR),
    )


def blank_draft(
    new: NewPlan,
    province: Province,
    units: tuple[Unit, ...],
    outlines: tuple[Outline, ...],
    forms: tuple[Form, ...],
    day: date,
) -> PlanDossier:
    """Return a draft as a planner began it: its head and one team without members; nobody is inspected yet.

    `day` is that on which it is begun. Raise InvalidInput with faults at the fields of `NewPlan`.
    """
    faults = [*_faults(new, units), *_version_faults(new, province, outlines, forms)]
    if faults:
        raise InvalidInput(faults)
    plan = Plan(
        key=new.key,
        province=province.key,
        year=new.year,
        kind=clean(new.kind),
        title=clean(new.title),
        changed_on=day,
        subjects=tuple(dict.fromkeys(clean(subject) for subject in new.subjects)),
        act=new.act,
        lead_agencies=new.lead_agencies,
        decision=new.decision,
        teams=(FIRST_TEAM,),
        seals=new.lead_agencies,
        outline=new.outline,
        forms=new.forms,
    )
    return PlanDossier(
        province=province,
        units=units,
        people=(),
        outlines=tuple(each for each in outlines if each.key == new.outline),
        forms=tuple(each for each in forms if each.key in new.forms),
        plan=plan,
    )


def key_faults(key: str) -> Iterator[Fault]:
    """Yield what is wrong with the key of a new plan, at the place `key`."""
    if key in RESERVED_KEYS:
        yield Fault(place="key", code="plan.key_reserved", found=key)
    elif len(key) > LONGEST_KEY:
        yield Fault(place="key", code="text.too_long", found=f"{len(key)}", wanted=f"{LONGEST_KEY}")
    elif not key or slug(key) != key:
        yield Fault(place="key", code="key.not_slug", found=key, wanted=slug(key))


def line_faults(place: str, text: str, longest: int = LONGEST_LINE, *, is_needed: bool = True) -> Iterator[Fault]:
    """Yield what is wrong with a line that was typed: left empty, or too long."""
    if is_needed and not clean(text):
        yield Fault(place=place, code="form.empty")
    elif len(text) > longest:
        yield Fault(place=place, code="form.too_long", found=f"{len(text)}", wanted=f"{longest}")


def year_faults(year: int) -> Iterator[Fault]:
    """Yield what is wrong with the year of a plan."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        wanted = f"{FIRST_YEAR}, {LAST_YEAR}"
        yield Fault(place="year", code="number.out_of_range", found=f"{year}", wanted=wanted)


def subject_faults(subjects: tuple[str, ...]) -> Iterator[Fault]:
    """Yield what is wrong with what a plan is about."""
    if not subjects:
        yield Fault(place="subjects", code="plan.no_subject")
    if len(subjects) > MOST_SUBJECTS:
        yield Fault(place="subjects", code="form.too_many", found=f"{len(subjects)}", wanted=f"{MOST_SUBJECTS}")
    for subject in subjects:
        yield from line_faults("subjects", subject)


def _faults(new: NewPlan, units: tuple[Unit, ...]) -> Iterator[Fault]:
    yield from year_faults(new.year)
    yield from key_faults(new.key)
    yield from line_faults("title", new.title, LONGEST_TITLE)
    yield from line_faults("kind", new.kind)
    yield from subject_faults(new.subjects)
    yield from agency_faults("lead_agencies", new.lead_agencies, units)
    yield from line_faults("symbol", new.decision.symbol)
    yield from agency_faults("body", (new.decision.body,), units)


def agency_faults(place: str, keys: tuple[str, ...], units: tuple[Unit, ...]) -> Iterator[Fault]:
    """Yield what is wrong with agencies that were chosen: none, one twice, one that the directory does not hold."""
    known = {unit.key for unit in units}
    if not keys:
        yield Fault(place=place, code="agency.none")
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield Fault(place=place, code="agency.twice", found=key)
        elif key not in known:
            yield Fault(place=place, code="change.unit_unknown", found=key)


def _version_faults(
    new: NewPlan, province: Province, outlines: tuple[Outline, ...], forms: tuple[Form, ...]
) -> Iterator[Fault]:
    """Yield the versions that are not there, or that speak of levels which the province does not have."""
    found = {each.key: each for each in outlines}
    if new.outline is not None and new.outline not in found:
        yield Fault(place="outline", code="version.unknown", found=new.outline)
    held = {each.key: each for each in forms}
    chosen = tuple(held[key] for key in new.forms if key in held)
    for key in new.forms:
        if key not in held:
            yield Fault(place="outline", code="version.unknown", found=key)
    foreign = foreign_levels(found.get(new.outline or ""), chosen, province)
    if foreign:
        yield Fault(place="outline", code="version.other_levels", found=new.outline or "", wanted=", ".join(foreign))


def foreign_levels(outline: Outline | None, forms: Iterable[Form], province: Province) -> tuple[str, ...]:
    """Return the levels of which an outline and its forms speak and which the province does not have, sorted."""
    named = {level for item in (outline.items if outline is not None else ()) for level in item.levels}
    for form in forms:
        named |= {*form.levels, *(branch.level for branch in form.branch_rows)}
        named |= {level for row in form.rows for level in (*row.levels, row.level) if level is not None}
    return tuple(sorted(named - {level.key for level in province.levels}))
