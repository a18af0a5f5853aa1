"""Tình huống phát sinh: what happened to an issued plan, and the plan as it stands once that is taken into account.

A plan changed so names what happened (who is away, which units are closed, which are gone or new) and moves nothing
yet: the least change of its schedule that this asks for is searched for afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.adjusting import apply_adjustment
from app.domain.adjustments import Adjustment, Withdrawal
from app.domain.dates import DayOff, DayOffKind, Window, days_between
from app.domain.errors import Fault, InvalidInput
from app.domain.people import Absence
from app.domain.pins import PinReason
from app.domain.schedules import window_words
from app.domain.vietnamese import listed, two_digits
from app.domain.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.dossiers import PlanDossier
    from app.domain.pins import Pin

PERSON, PLACE, UNIT, BATCH, NAME, DAYS = "person", "place", "unit", "batch", "name", "days"
"""Places of a request at which something may be wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAway:
    """Người của đoàn vắng mặt: ill, on leave, called away, for these days."""

    person: str
    window: Window
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceClosed:
    """Nơi kiểm tra không làm việc được: a storm over a district closes it and every unit below it for these days."""

    place: str
    window: Window
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWithdrawn:
    """Rút một đơn vị khỏi kế hoạch."""

    unit: str
    number: int = 1
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAdded:
    """Bổ sung một đơn vị: into a batch, its days still to be found."""

    unit: str
    batch: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOffDecreed:
    """Ngày nghỉ mới công bố: every office is closed on these days."""

    window: Window
    name: str


Happening = PersonAway | PlaceClosed | UnitWithdrawn | UnitAdded | DaysOffDecreed


def days_off_by(happening: Happening) -> tuple[DayOff, ...]:
    """Return the days off that a happening brings to every plan; none but for `DaysOffDecreed`."""
    if not isinstance(happening, DaysOffDecreed):
        return ()
    days = days_between(happening.window.first, happening.window.last)
    return tuple(
        DayOff(day=day, name=happening.name, kind=DayOffKind.PUBLIC_HOLIDAY, certainty="announced") for day in days
    )


def units_under(dossier: PlanDossier, place: str) -> tuple[str, ...]:
    """Return the visited units that are a unit of the directory or lie below it, at any depth, in plan order."""
    directory, found = dossier.directory, []
    for key in dict.fromkeys(visit.unit for visit in dossier.plan.visits):
        above, seen = directory.get(key), set[str]()
        while above is not None and above.key not in seen:
            if above.key == place:
                found.append(key)
                break
            seen.add(above.key)
            above = directory.get(above.parent)
    return tuple(found)


def places_of(dossier: PlanDossier) -> tuple[str, ...]:
    """Return what may be closed: each visited unit, and each unit above one that is not the province's committee."""
    directory, found = dossier.directory, dict[str, None]()
    for visit in dossier.plan.visits:
        unit = directory.get(visit.unit)
        while unit is not None and unit.key not in found and unit.key != dossier.province.committee:
            found[unit.key] = None
            unit = directory.get(unit.parent)
    return tuple(found)


def after(dossier: PlanDossier, happening: Happening, pins: Sequence[Pin] = ()) -> PlanDossier:
    """Return the plan with what happened taken into account, and nothing moved yet.

    `pins` are the visits that stay where they are. Raise InvalidInput with a Fault at a place of this module: nobody or
    nothing of the plan is concerned, the visit to be withdrawn is over or has begun, the unit to be added is there.
    """
    match happening:
        case PersonAway():
            return _with_absences(dossier, [_person_absence(dossier, happening)])
        case PlaceClosed():
            return _with_absences(dossier, _place_absences(dossier, happening, pins))
        case UnitWithdrawn():
            return _without(dossier, happening, pins)
        case UnitAdded():
            return _with(dossier, happening)
        case DaysOffDecreed():
            return dossier


def happening_words(dossier: PlanDossier, happening: Happening) -> str:
    """Return what happened in a line: "Bà A - Phó Giám đốc Sở B vắng mặt từ ngày … đến hết ngày … (ốm)"."""
    match happening:
        case PersonAway():
            who = dossier.person(happening.person)
            return f"{who.honorific} {who.name} vắng mặt {window_words(happening.window)}{_because(happening.reason)}"
        case PlaceClosed():
            units = units_under(dossier, happening.place)
            what = dossier.unit_name(happening.place)
            if units != (happening.place,):
                what += f" ({two_digits(len(units))} đơn vị: {listed(dossier.unit_name(unit) for unit in units)})"
            return f"{what} không làm việc với đoàn được {window_words(happening.window)}{_because(happening.reason)}"
        case UnitWithdrawn():
            return f"Rút {_name(dossier, happening.unit)} khỏi kế hoạch{_because(happening.reason)}"
        case UnitAdded():
            batch = dossier.plan.batch(happening.batch).name
            return f"Bổ sung {_name(dossier, happening.unit)} vào {batch}{_because(happening.reason)}"
        case DaysOffDecreed():
            return f"Nghỉ {window_words(happening.window)}: {happening.name}"


def _person_absence(dossier: PlanDossier, happening: PersonAway) -> Absence:
    if happening.person not in {person.key for person in dossier.named_people()}:
        raise InvalidInput([Fault(place=PERSON, code="happening.person_unknown", found=happening.person)])
    return Absence(window=happening.window, reason=happening.reason, person=happening.person)


def _place_absences(dossier: PlanDossier, happening: PlaceClosed, pins: Sequence[Pin]) -> list[Absence]:
    units = units_under(dossier, happening.place)
    if not units:
        raise InvalidInput([Fault(place=PLACE, code="happening.place_unknown", found=happening.place)])
    over = {pin.key for pin in pins if pin.reason == PinReason.DONE}
    waiting = {visit.unit for visit in dossier.plan.visits if (visit.unit, visit.number) not in over}
    if not waiting & set(units):
        raise InvalidInput([Fault(place=PLACE, code="happening.all_done", found=dossier.unit_name(happening.place))])
    return [Absence(window=happening.window, reason=happening.reason, unit=unit) for unit in units if unit in waiting]


def _with_absences(dossier: PlanDossier, absences: Sequence[Absence]) -> PlanDossier:
    known = dossier.plan.absences
    new = tuple(absence for absence in absences if absence not in known)
    return replace(dossier, plan=replace(dossier.plan, absences=(*known, *new)))


def _without(dossier: PlanDossier, happening: UnitWithdrawn, pins: Sequence[Pin]) -> PlanDossier:
    key = (happening.unit, happening.number)
    if key not in {(visit.unit, visit.number) for visit in dossier.plan.visits}:
        raise InvalidInput([Fault(place=UNIT, code="happening.visit_unknown", found=happening.unit)])
    pin = next((pin for pin in pins if pin.key == key and pin.reason != PinReason.NOTICE_PERIOD), None)
    if pin is not None:
        name = dossier.unit_name(happening.unit)
        raise InvalidInput([Fault(place=UNIT, code="happening.begun", found=name, wanted=pin.words())])
    return apply_adjustment(
        dossier, Adjustment(withdrawals=(Withdrawal(unit=happening.unit, number=happening.number),))
    )


def _with(dossier: PlanDossier, happening: UnitAdded) -> PlanDossier:
    if happening.batch not in {batch.key for batch in dossier.plan.batches}:
        raise InvalidInput([Fault(place=BATCH, code="happening.batch_unknown", found=happening.batch)])
    if dossier.directory.get(happening.unit) is None:
        raise InvalidInput([Fault(place=UNIT, code="happening.unit_unknown", found=happening.unit)])
    if any(visit.unit == happening.unit for visit in dossier.plan.visits):
        found = dossier.unit_name(happening.unit)
        raise InvalidInput([Fault(place=UNIT, code="happening.unit_present", found=found)])
    visit = Visit(unit=happening.unit, batch=happening.batch)
    return apply_adjustment(dossier, Adjustment(additions=(visit,)))


def _name(dossier: PlanDossier, unit: str) -> str:
    found = dossier.directory.get(unit)
    return found.name if found is not None else unit


def _because(reason: str) -> str:
    return f" ({reason})" if reason else ""
