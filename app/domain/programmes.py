"""Chương trình làm việc: what the team does on each working day inside a visit's window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from app.domain.dates import Half, Window
from app.domain.marks import unmarked
from app.domain.outlines import OutlineItem, OutlineKind
from app.domain.schedules import working_days_of
from app.domain.vietnamese import capital_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.dates import HalfDay, WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.visits import Visit

Thing = TypeVar("Thing")


class Step(StrEnum):
    """Bước của chương trình."""

    OPENING = "opening"
    """Công bố quyết định, nghe báo cáo."""
    OUTLINE = "outline"
    """Kiểm tra theo một phần của đề cương."""
    COMMUNE = "commune"
    """Kiểm tra tại một đơn vị được chọn ngẫu nhiên."""
    CLOSING = "closing"
    """Thông qua kết quả, kết thúc cuộc kiểm tra."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeEntry:
    """Dòng chương trình: one half-day and its steps. `parts` are outline headings, `communes` names or ordinals.

    A commune that is not yet drawn is given by its ordinal ("01", "02"), so that the sentence can say so.
    """

    day: date
    half: Half
    steps: tuple[Step, ...]
    parts: tuple[OutlineItem, ...] = ()
    communes: tuple[str, ...] = ()


def outline_parts(dossier: PlanDossier, visit: Visit) -> tuple[OutlineItem, ...]:
    """Return the headings by which work is shared out: the sections of the fitted outline, parts where it has none.

    A part whose sections are listed is not listed itself; only headings with a field of inspection count.
    """
    items = [fitted.item for fitted in dossier.fitted_outline(visit)]
    with_sections = {item.code.rpartition(".")[0] for item in items if item.kind == OutlineKind.SECTION}
    return tuple(
        item
        for item in items
        if item.field is not None
        and (item.kind == OutlineKind.SECTION or (item.kind == OutlineKind.PART and item.code not in with_sections))
    )


def heading_name(dossier: PlanDossier, item: OutlineItem) -> str:
    """Return a heading in sentence case, capital first letter.

    One printed in capitals takes the name of its field from the plan, where the plan names it.
    """
    text = unmarked(item.text).strip().rstrip(".")
    if not text.isupper():
        return text
    named = next((mandate.name for mandate in dossier.plan.mandates if mandate.field == item.field), None)
    return capital_first(named) if named else text.capitalize()


def programme(dossier: PlanDossier, visit: Visit, calendar: WorkCalendar) -> tuple[ProgrammeEntry, ...]:
    """Return the programme of a visit with a firm window, on working half-days only; empty while it is not firm.

    The first half-day opens, the last closes; communes (drawn, or as many as the draw may give) take a half-day each
    just before the closing as far as there is room; the outline's parts share what lies between, in order.
    """
    if visit.window is None:
        return ()
    working = set(working_days_of(visit.window, calendar))
    slots = [slot for slot in visit.window.half_days() if slot[0] in working]
    if not slots:
        return ()
    parts = outline_parts(dossier, visit)
    communes = _communes(dossier, visit)
    middle = slots[1:-1]
    at_communes = middle[len(middle) - min(len(communes), max(len(middle) - 1, 0)) :] if communes else []
    at_unit = middle[: len(middle) - len(at_communes)]
    entries = {slot: _Draft() for slot in slots}
    entries[slots[0]].steps.append(Step.OPENING)
    for slot, share in zip(at_unit or slots[:1], _shares(parts, len(at_unit) or 1), strict=True):
        if share:
            entries[slot].steps.append(Step.OUTLINE)
            entries[slot].parts.extend(share)
    for slot, names in zip(at_communes or slots[-1:], _shares(communes, len(at_communes) or 1), strict=True):
        if names:
            entries[slot].steps.append(Step.COMMUNE)
            entries[slot].communes.extend(names)
    entries[slots[-1]].steps.append(Step.CLOSING)
    return tuple(_entry(slot, draft) for slot, draft in entries.items() if draft.steps)


def commune_name(dossier: PlanDossier, code: str) -> str:
    """Return the name of a drawn unit: its territory's where it governs one; the code where nobody knows it."""
    found = dossier.directory.get(code)
    return code if found is None else found.area or found.name


def commune_slots(dossier: PlanDossier, visit: Visit, calendar: WorkCalendar) -> tuple[tuple[str, Window], ...]:
    """Return the drawn units of a visit, each with the half-day that the programme proposes for it; empty if not firm.

    In the order in which they were drawn; more of them than half-days share one.
    """
    if not visit.communes:
        return ()
    slots = [
        Window(first=entry.day, last=entry.day, opens=entry.half, closes=entry.half)
        for entry in programme(dossier, visit, calendar)
        for _ in entry.communes
    ]
    return tuple(zip(visit.communes, slots, strict=False))


class _Draft:
    """A half-day while the programme is being shared out."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.parts: list[OutlineItem] = []
        self.communes: list[str] = []


def _entry(slot: HalfDay, draft: _Draft) -> ProgrammeEntry:
    return ProgrammeEntry(
        day=slot[0],
        half=slot[1],
        steps=tuple(draft.steps),
        parts=tuple(draft.parts),
        communes=tuple(draft.communes),
    )


def _communes(dossier: PlanDossier, visit: Visit) -> list[str]:
    rule = dossier.plan.draw
    if visit.communes:
        return [commune_name(dossier, code) for code in visit.communes]
    if rule is None or dossier.directory.unit(visit.unit).level != rule.at_level:
        return []
    return [f"{n:02d}" for n in range(1, rule.most + 1)]


def _shares(things: Sequence[Thing], count: int) -> list[list[Thing]]:
    """Return the things in order as `count` runs whose lengths differ by one at most; the first ones are longer."""
    size, longer = divmod(len(things), count)
    shares, start = [], 0
    for index in range(count):
        end = start + size + (1 if index < longer else 0)
        shares.append(list(things[start:end]))
        start = end
    return shares
