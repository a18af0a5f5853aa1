"""Biểu mẫu tình huống phát sinh: what was typed of what happened, and the happening that it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.dates import Window
from app.domain.errors import Fault, InvalidInput
from app.domain.happenings import (
    BATCH,
    DAYS,
    NAME,
    PERSON,
    PLACE,
    UNIT,
    DaysOffDecreed,
    PersonAway,
    PlaceClosed,
    UnitAdded,
    UnitWithdrawn,
    places_of,
    units_under,
)
from app.domain.typed_dates import typed_span
from app.domain.vietnamese import clean, short_date, two_digits
from app.web.form_faults import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.happenings import Happening
    from app.services.replanning import IssuedPlan

KIND, WHO, WHERE, WHICH, GROUP, LENGTH = "viec", "nguoi", "noi", "don-vi", "dot", "so-ngay"
FIRST, LAST, REASON = "tu-ngay", "den-ngay", "ly-do"
FIELDS = (WHO, WHERE, WHICH, GROUP, LENGTH, FIRST, LAST, REASON)
AWAY, CLOSED, WITHDRAWN, ADDED, DECREED = "nguoi-vang", "noi-dong", "rut", "them", "ngay-nghi"
KINDS = {
    AWAY: ("Người của đoàn vắng mặt", "Trưởng đoàn, Phó Trưởng đoàn hoặc thành viên ốm, đi công tác, nghỉ."),
    CLOSED: ("Đơn vị hoặc địa bàn không làm việc được", "Bão, lũ, dịch bệnh; chọn địa bàn thì gồm mọi đơn vị ở đó."),
    WITHDRAWN: ("Rút một đơn vị khỏi kế hoạch", "Đơn vị giải thể, sáp nhập, hoặc không kiểm tra nữa."),
    ADDED: ("Bổ sung một đơn vị", "Thêm một cuộc kiểm tra vào một đợt."),
    DECREED: ("Có thêm ngày nghỉ", "Ngày nghỉ, nghỉ bù vừa được công bố cho mọi cơ quan."),
}
"""What may have happened: by its code on the page, its name and what it means."""
_EXAMPLES = {AWAY: "nghỉ ốm", CLOSED: "bão số 3", WITHDRAWN: "sáp nhập từ 01/9", ADDED: "theo đề nghị của đơn vị"}
_LONGEST_VISIT, _LONGEST_DAYS, _LONGEST_REASON = 60, 366, 300
_CODE_OF = {PersonAway: AWAY, PlaceClosed: CLOSED, UnitWithdrawn: WITHDRAWN, UnitAdded: ADDED, DaysOffDecreed: DECREED}

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Những gì chọn được: pairs of key and words, an empty choice first."""

    people: Pairs
    places: Pairs
    visits: Pairs
    units: Pairs
    batches: Pairs


def choices_of(found: IssuedPlan) -> Choices:
    """Return who and what of the plan may be concerned."""
    dossier, plan = found.dossier, found.dossier.plan
    visited = {visit.unit for visit in plan.visits}
    begun = {pin.key for pin in found.pins if pin.reason != "notice_period"}
    places = []
    for key in places_of(dossier):
        units = units_under(dossier, key)
        several = f" ({two_digits(len(units))} đơn vị)" if units != (key,) else ""
        places.append((key, f"{dossier.unit_name(key)}{several}"))
    waiting = [visit for visit in plan.visits if not visit.is_reserve and (visit.unit, visit.number) not in begun]
    return Choices(
        people=_with_none([(person.key, dossier.person_line(person.key)) for person in dossier.named_people()]),
        places=_with_none(places),
        visits=_with_none(
            [(f"{visit.unit}~{visit.number}", _visit_words(found, visit.unit, visit.number)) for visit in waiting]
        ),
        units=_with_none([(unit.key, unit.name) for unit in dossier.directory.units if unit.key not in visited]),
        batches=_with_none([(batch.key, batch.name) for batch in plan.batches]),
    )


def happening_fields(kind: str) -> dict[str, Field]:
    """Return the fields by the place that a fault names, in the order of the page."""
    name = "Tên ngày nghỉ" if kind == DECREED else "Lý do"
    return {
        PERSON: Field(name=WHO, label="Người vắng mặt"),
        PLACE: Field(name=WHERE, label="Nơi không làm việc được"),
        UNIT: Field(name=WHICH, label="Đơn vị"),
        BATCH: Field(name=GROUP, label="Đợt"),
        LENGTH: Field(name=LENGTH, label="Số ngày làm việc"),
        FIRST: Field(name=FIRST, label="Từ ngày"),
        LAST: Field(name=LAST, label="Đến hết ngày"),
        DAYS: Field(name=LAST, label="Đến hết ngày"),
        NAME: Field(name=REASON, label=name),
    }


def happening_typed(typed: Mapping[str, str]) -> tuple[Happening, int | None]:
    """Return what happened, and the working days of a visit that is added (None for any other).

    Raise InvalidInput with every fault, at the places of `happening_fields`; KeyError is for no kind of `KINDS`.
    """
    kind, faults = typed[KIND], list[Fault]()
    window = _window(typed, faults) if kind in {AWAY, CLOSED, DECREED} else None
    length = _length(typed, faults) if kind == ADDED else None
    reason = _reason(kind, typed, faults)
    unit, _, number = typed.get(WHICH, "").partition("~")
    made: Happening | None = None
    if kind == AWAY and _is_chosen(typed.get(WHO, ""), PERSON, "happening.person_unknown", faults) and window:
        made = PersonAway(person=typed[WHO], window=window, reason=reason)
    if kind == CLOSED and _is_chosen(typed.get(WHERE, ""), PLACE, "happening.place_unknown", faults) and window:
        made = PlaceClosed(place=typed[WHERE], window=window, reason=reason)
    if kind == WITHDRAWN and _is_chosen(unit, UNIT, "happening.visit_unknown", faults):
        made = UnitWithdrawn(unit=unit, number=int(number) if number.isdecimal() else 1, reason=reason)
    if kind == ADDED:
        has_unit = _is_chosen(unit, UNIT, "happening.unit_missing", faults)
        if _is_chosen(typed.get(GROUP, ""), BATCH, "happening.batch_unknown", faults) and has_unit:
            made = UnitAdded(unit=unit, batch=typed[GROUP], reason=reason)
    if kind == DECREED and window:
        made = DaysOffDecreed(window=window, name=reason)
    if faults or made is None:
        raise InvalidInput(faults)
    return made, length


def typed_of(happening: Happening, working_days: int | None) -> dict[str, str]:
    """Return what would have been typed for a happening."""
    typed = dict.fromkeys(FIELDS, "") | {KIND: _CODE_OF[type(happening)]}
    window = getattr(happening, "window", None)
    if window is not None:
        typed |= {FIRST: short_date(window.first), LAST: short_date(window.last)}
    match happening:
        case PersonAway():
            return typed | {WHO: happening.person, REASON: happening.reason}
        case PlaceClosed():
            return typed | {WHERE: happening.place, REASON: happening.reason}
        case UnitWithdrawn():
            return typed | {WHICH: f"{happening.unit}~{happening.number}", REASON: happening.reason}
        case UnitAdded():
            length = "" if working_days is None else f"{working_days}"
            return typed | {WHICH: happening.unit, GROUP: happening.batch, LENGTH: length, REASON: happening.reason}
        case DaysOffDecreed():
            return typed | {REASON: happening.name}


def _visit_words(found: IssuedPlan, unit: str, number: int) -> str:
    name = found.dossier.unit_name(unit)
    return name if number == 1 else f"{name}, lần {two_digits(number)}"


def _with_none(pairs: Pairs) -> Pairs:
    return [("", "Chọn"), *pairs]


def _is_chosen(value: str, place: str, code: str, faults: list[Fault]) -> bool:
    if not value:
        faults.append(Fault(place=place, code=code))
    return bool(value)


def _window(typed: Mapping[str, str], faults: list[Fault]) -> Window | None:
    try:
        first, last = typed_span(typed.get(FIRST, ""), typed.get(LAST, ""), (FIRST, LAST))
    except InvalidInput as error:
        faults += error.faults
        return None
    faults += [Fault(place=place, code="day.empty") for place, day in ((FIRST, first), (LAST, last)) if day is None]
    if first is None or last is None:
        return None
    if (last - first).days >= _LONGEST_DAYS:
        found, wanted = f"{(last - first).days + 1}", f"{_LONGEST_DAYS}"
        faults.append(Fault(place=LAST, code="window.too_long", found=found, wanted=wanted))
        return None
    return Window(first=first, last=last)


def _length(typed: Mapping[str, str], faults: list[Fault]) -> int | None:
    text, wanted = typed.get(LENGTH, "").strip(), f"1 đến {_LONGEST_VISIT}"
    if not text:
        faults.append(Fault(place=LENGTH, code="wish.number_missing", wanted=wanted))
    elif re.fullmatch("[0-9]{1,3}", text) is None or not 1 <= int(text) <= _LONGEST_VISIT:
        faults.append(Fault(place=LENGTH, code="wish.number", found=text, wanted=wanted))
    else:
        return int(text)
    return None


def _reason(kind: str, typed: Mapping[str, str], faults: list[Fault]) -> str:
    text = " ".join(clean(typed.get(REASON, "")).split())
    if not text:
        faults.append(Fault(place=NAME, code="happening.reason_missing", wanted=_EXAMPLES.get(kind, "Quốc khánh")))
    elif len(text) > _LONGEST_REASON:
        faults.append(Fault(place=NAME, code="text.too_long", found=f"{len(text)}", wanted=f"{_LONGEST_REASON}"))
    return text
