"""Lịch bận: the days on which people or units of a draft cannot take part, entered and taken out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import Fault, InvalidInput, NotFound
from app.domain.plan_orders import new_key
from app.domain.vietnamese import clean, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.dossiers import PlanDossier
    from app.domain.people import Absence
    from app.domain.plans import Plan

LONGEST_REASON = 500
LONGEST_ABSENCE = 366
"""Days of one span: that of a plan file (a year and a day)."""


def absences_by_key(plan: Plan) -> dict[str, Absence]:
    """Return the absences of a plan in their order, each by a key made from whose it is and when it begins.

    The key stays while others come and go before it; a second one of the same beginning is numbered.
    """
    found: dict[str, Absence] = {}
    for absence in plan.absences:
        whose = f"nguoi-{absence.person}" if absence.person is not None else f"don-vi-{absence.unit}"
        found[new_key(f"{whose}-{absence.window.first:%Y%m%d}", found, "lich-ban")] = absence
    return found


def saved_absence(dossier: PlanDossier, key: str | None, typed: Absence) -> PlanDossier:
    """Return the plan with that absence as typed, a new one last for None.

    Raise NotFound for an unknown one, InvalidInput with every fault, its places `subject`, `reason` and `last`.
    """
    present = absences_by_key(dossier.plan)
    if key is not None and key not in present:
        raise NotFound("absence", key)
    absence = replace(typed, reason=clean(typed.reason))
    others = [each for name, each in present.items() if name != key]
    faults = list(_faults(dossier, others, absence))
    if faults:
        raise InvalidInput(faults)
    if key is None:
        return _with_absences(dossier, (*present.values(), absence))
    return _with_absences(dossier, (absence if name == key else each for name, each in present.items()))


def without_absence(dossier: PlanDossier, key: str) -> PlanDossier:
    """Return the plan without that absence; raise NotFound."""
    present = absences_by_key(dossier.plan)
    if key not in present:
        raise NotFound("absence", key)
    return _with_absences(dossier, (each for name, each in present.items() if name != key))


def with_absences(dossier: PlanDossier, added: Iterable[Absence]) -> PlanDossier:
    """Return the plan with these absences behind its own, those that it has already left out."""
    present = set(dossier.plan.absences)
    new = [absence for absence in dict.fromkeys(added) if absence not in present]
    return _with_absences(dossier, (*dossier.plan.absences, *new))


def _with_absences(dossier: PlanDossier, absences: Iterable[Absence]) -> PlanDossier:
    return replace(dossier, plan=replace(dossier.plan, absences=tuple(absences)))


def _faults(dossier: PlanDossier, others: list[Absence], absence: Absence) -> Iterator[Fault]:
    people = {person.key for person in dossier.people}
    if absence.person is None and absence.unit is None:
        yield Fault(place="subject", code="field.empty", wanted="người hoặc đơn vị")
    elif absence.person is not None and absence.person not in people:
        yield Fault(place="subject", code="choice.unknown", found=absence.person)
    elif absence.unit is not None and dossier.directory.get(absence.unit) is None:
        yield Fault(place="subject", code="choice.unknown", found=absence.unit)
    days = (absence.window.last - absence.window.first).days + 1
    if days > LONGEST_ABSENCE:
        yield Fault(place="last", code="absence.too_long", found=f"{days}", wanted=f"{LONGEST_ABSENCE}")
    if not absence.reason:
        yield Fault(place="reason", code="field.empty", wanted="lý do, ví dụ đi công tác")
    elif len(absence.reason) > LONGEST_REASON:
        yield Fault(place="reason", code="field.too_long", found=f"{len(absence.reason)}", wanted=f"{LONGEST_REASON}")
    if absence in others:
        yield Fault(place="subject", code="absence.twice", found=short_date(absence.window.first))
