"""Biểu mẫu yêu cầu đề xuất lịch: what was typed of each wish, and the request that it makes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.dates import Window
from app.domain.errors import Fault, InvalidInput
from app.domain.plan_parts import nearest
from app.domain.schedule_requests import (
    MOST_OPTIONS,
    Aim,
    BatchOrder,
    DeadlineBasis,
    DeadlineRule,
    LeadBasis,
    LeadWish,
    Length,
    ScheduleRequest,
    TravelGroup,
    visit_name,
)
from app.domain.typed_dates import typed_day, typed_span
from app.domain.vietnamese import clean, folded_name, short_date
from app.web.form_faults import Field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from starlette.datastructures import FormData

    from app.domain.dossiers import PlanDossier
    from app.domain.units import Level

AIM, OPTIONS, FIRST, LAST, NOT_BEFORE = "muc-dich", "so-phuong-an", "tu-ngay", "den-ngay", "khong-truoc"
TEAMS, LEAD, TURN, PER_BATCH, ORDER = "doan", "luan-phien", "luot-dau", "so-cuoc-moi-dot", "thu-tu-dot"
DEADLINE, DEADLINE_NUMBER, READING = "cach-dat-han", "so-ngay-han", "ngay-nghien-cuu"
SPARE, HANDOVER, FIXED, GROUPS = "ngay-du-phong", "ngay-ban-giao", "giu", "cum"
LEAST, WANTED = "it-nhat-", "mong-muon-"
"""Before the key of a level: its least and its wanted working days."""
AS_PLANNED = ""
"""The choice that leaves a wish as the plan says."""

_NEW_BATCHES = {LeadBasis.MONTH, LeadBasis.COUNT}
"""Bases by which the batches are made anew."""
_TOLD_HERE = {
    "request.length_missing": "wish.length_missing",
    "request.fixed_undated": "wish.fixed_undated",
    "request.not_before_too_late": "wish.not_before_too_late",
    "request.teams_of_batches": "wish.new_batches_only",
    "request.agencies_too_few": "wish.agencies_too_few",
}
"""Faults of a request that a page tells in its own words, since it knows no keys of a file."""
_PLACES = {
    "options": OPTIONS,
    "span": FIRST,
    "not_before": NOT_BEFORE,
    "teams": TEAMS,
    "deadline": DEADLINE_NUMBER,
    "travel_groups": GROUPS,
}
"""The field of each part of a request in which something may be wrong."""
_MANY = frozenset({TEAMS, FIXED})
_LONGEST_VISIT, _MOST_DAYS, _LAST_OF_MONTH, _MOST_PER_BATCH = 60, 60, 31, 50
_LONGEST_SPAN = 3 * 366
_CHECKED = "co"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Yêu cầu như đã ghi: texts by the name of their field; `chosen` are those of fields with several choices."""

    texts: Mapping[str, str]
    chosen: Mapping[str, frozenset[str]]

    def text(self, name: str) -> str:
        """Return what stands in a field."""
        return self.texts.get(name, "")

    def has(self, name: str, value: str = _CHECKED) -> bool:
        """Say whether a box is ticked."""
        return value in self.chosen.get(name, ()) or (name not in _MANY and self.text(name) == value)


def wishes_sent(form: FormData) -> Wishes:
    """Return what a form was sent with."""
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    chosen = {name: frozenset(str(value) for value in form.getlist(name)) for name in _MANY}
    return Wishes(texts=texts, chosen=chosen)


def visited_levels(dossier: PlanDossier) -> tuple[Level, ...]:
    """Return the levels of the units that the plan visits, from the province down."""
    present = {dossier.directory.unit(visit.unit).level for visit in dossier.plan.visits if not visit.is_reserve}
    return tuple(level for level in dossier.province.levels if level.key in present)


def wishes_of_plan(dossier: PlanDossier, pinned: Sequence[str], today: date) -> Wishes:
    """Return the wishes that a plan suggests: mended where it has days, drawn up anew where visits have none."""
    plan = dossier.plan
    undated = any(visit.window is None for visit in plan.visits if not visit.is_reserve)
    span = plan.span()
    request = ScheduleRequest(
        aim=Aim.FRESH if undated else Aim.MEND,
        not_before=today if span is not None and plan.year == today.year and today <= span.last else None,
        fixed=tuple(pinned),
        lengths=tuple(
            Length(level=level.key, least=plan.standards.working_days[level.key])
            for level in visited_levels(dossier)
            if undated and level.key in plan.standards.working_days
        ),
        reading_days=plan.standards.reading_days,
    )
    return wishes_of_request(dossier, request)


def wishes_of_request(dossier: PlanDossier, request: ScheduleRequest) -> Wishes:
    """Return the wishes as they would have been typed for a request."""
    texts = {
        AIM: str(request.aim),
        OPTIONS: f"{request.options}",
        FIRST: _day(request.span.first if request.span else None),
        LAST: _day(request.span.last if request.span else None),
        NOT_BEFORE: _day(request.not_before),
        READING: _number_text(request.reading_days),
        SPARE: f"{request.spare_days}",
        HANDOVER: _CHECKED if request.handover_day else "",
        ORDER: str(request.batch_order or AS_PLANNED),
        LEAD: str(request.lead.basis) if request.lead else AS_PLANNED,
        PER_BATCH: _number_text(request.lead.visits_per_batch if request.lead else None),
        TURN: request.lead.agencies[0] if request.lead and request.lead.agencies else AS_PLANNED,
        DEADLINE: str(request.deadline.basis) if request.deadline else AS_PLANNED,
        DEADLINE_NUMBER: _number_text(request.deadline.number if request.deadline else None),
        GROUPS: "\n".join(
            "; ".join(dossier.unit_name(name.partition("~")[0]) for name in group.units)
            for group in request.travel_groups
        ),
    }
    for length in request.lengths:
        if length.level is not None:
            texts |= {LEAST + length.level: f"{length.least}", WANTED + length.level: _number_text(length.wanted)}
    chosen = {FIXED: frozenset(request.fixed), TEAMS: frozenset(request.teams)}
    return Wishes(texts=texts, chosen=chosen)


def wish_fields(dossier: PlanDossier) -> dict[str, Field]:
    """Return the fields by their names, in the order of the page, with what a fault calls each."""
    labels = {
        AIM: "Mục đích",
        OPTIONS: "Số phương án",
        FIRST: "Từ ngày",
        LAST: "Đến hết ngày",
        NOT_BEFORE: "Không dời về trước ngày",
    }
    for level in visited_levels(dossier):
        labels |= {
            LEAST + level.key: f"Ít nhất, đơn vị {level.name}",
            WANTED + level.key: f"Mong muốn, đơn vị {level.name}",
        }
    labels |= {
        SPARE: "Ngày dự phòng",
        TEAMS: "Đoàn, tổ",
        LEAD: "Luân phiên",
        PER_BATCH: "Số cuộc mỗi đợt",
        TURN: "Cơ quan đến lượt đầu",
        ORDER: "Thứ tự các đợt",
        DEADLINE: "Cách đặt hạn gửi báo cáo",
        DEADLINE_NUMBER: "Ngày, hoặc số ngày làm việc",
        READING: "Ngày nghiên cứu báo cáo",
        GROUPS: "Cụm đi lại",
        FIXED: "Cuộc giữ nguyên",
    }
    return {name: Field(name=name, label=label) for name, label in labels.items()}


def request_of(dossier: PlanDossier, wishes: Wishes, pinned: Sequence[str] = ()) -> ScheduleRequest:
    """Return the request that the wishes make, the pinned visits among those that stay.

    Raise InvalidInput with every fault, each at the name of its field.
    """
    reading = _Reading(dossier, wishes)
    request = ScheduleRequest(
        aim=reading.choice(AIM, Aim) or Aim.MEND,
        options=reading.number(OPTIONS, 1, MOST_OPTIONS) or MOST_OPTIONS,
        span=reading.span(),
        not_before=reading.day(NOT_BEFORE),
        lengths=reading.lengths(),
        teams=reading.teams(),
        lead=reading.lead(),
        batch_order=reading.choice(ORDER, BatchOrder),
        deadline=reading.deadline(),
        reading_days=reading.number(READING, 0, _MOST_DAYS),
        travel_groups=reading.groups(),
        spare_days=reading.number(SPARE, 0, _MOST_DAYS) or 0,
        handover_day=wishes.has(HANDOVER),
        fixed=tuple(dict.fromkeys((*pinned, *reading.fixed()))),
    )
    if reading.faults:
        raise InvalidInput(reading.faults)
    return request


class _Reading:
    """Reads the wishes field by field, and keeps every fault until the end."""

    def __init__(self, dossier: PlanDossier, wishes: Wishes) -> None:
        self._dossier, self._wishes = dossier, wishes
        self.faults: list[Fault] = []
        plan = dossier.plan
        self._visits = {visit_name(visit): visit for visit in plan.visits if not visit.is_reserve}

    def number(self, name: str, least: int, most: int, *, is_needed: bool = False) -> int | None:
        typed = self._wishes.text(name).strip()
        wanted = f"{least} đến {most}"
        if not typed:
            if is_needed:
                self._fault(name, "wish.number_missing", wanted=wanted)
            return None
        if re.fullmatch("[0-9]{1,4}", typed) is None or not least <= int(typed) <= most:
            self._fault(name, "wish.number", found=typed, wanted=wanted)
            return None
        return int(typed)

    def choice(self, name: str, among: type[Any]) -> Any:
        typed = self._wishes.text(name)
        if typed and typed not in {str(each) for each in among}:
            self._fault(name, "wish.choice", found=typed)
            return None
        return among(typed) if typed else None

    def day(self, name: str) -> date | None:
        typed = self._wishes.text(name)
        try:
            return typed_day(typed, name) if typed.strip() else None
        except InvalidInput as error:
            self.faults += error.faults
            return None

    def span(self) -> Window | None:
        try:
            first, last = typed_span(self._wishes.text(FIRST), self._wishes.text(LAST), (FIRST, LAST))
        except InvalidInput as error:
            self.faults += error.faults
            return None
        if first is None and last is None:
            return None
        if first is None or last is None:
            self._fault(FIRST if first is None else LAST, "day.empty")
            return None
        if (last - first).days > _LONGEST_SPAN:
            self._fault(LAST, "window.too_long", found=f"{(last - first).days + 1}", wanted=f"{_LONGEST_SPAN}")
            return None
        return Window(first=first, last=last)

    def lengths(self) -> tuple[Length, ...]:
        found = []
        for level in visited_levels(self._dossier):
            least = self.number(LEAST + level.key, 1, _LONGEST_VISIT)
            wanted = self.number(WANTED + level.key, 1, _LONGEST_VISIT)
            if least is not None and wanted is not None and wanted < least:
                self._fault(WANTED + level.key, "wish.wanted_below_least", found=f"{wanted}", wanted=f"{least}")
            elif least is not None or wanted is not None:
                found.append(Length(level=level.key, least=least or 1, wanted=wanted))
        return tuple(found)

    def teams(self) -> tuple[str, ...]:
        known = [team.key for team in self._dossier.plan.teams]
        chosen = self._wishes.chosen.get(TEAMS, frozenset())
        for key in sorted(chosen - set(known)):
            self._fault(TEAMS, "wish.choice", found=key)
        picked = tuple(key for key in known if key in chosen)
        return () if len(picked) == len(known) else picked

    def lead(self) -> LeadWish | None:
        basis = self.choice(LEAD, LeadBasis)
        agencies, first = self._dossier.plan.lead_agencies, self._wishes.text(TURN)
        if first and first not in agencies:
            self._fault(TURN, "wish.choice", found=first)
            return None
        if first and basis not in _NEW_BATCHES:
            self._fault(TURN, "wish.new_batches_only")
        if basis is None:
            return None
        turn = agencies.index(first) if first else 0
        per_batch = self.number(PER_BATCH, 1, _MOST_PER_BATCH, is_needed=True) if basis == LeadBasis.COUNT else None
        return LeadWish(
            basis=basis,
            agencies=(*agencies[turn:], *agencies[:turn]) if first else (),
            visits_per_batch=per_batch,
        )

    def deadline(self) -> DeadlineRule | None:
        basis = self.choice(DEADLINE, DeadlineBasis)
        if basis is None:
            return None
        most = _LAST_OF_MONTH if basis == DeadlineBasis.DAY_OF_MONTH_BEFORE else _MOST_DAYS
        number = self.number(DEADLINE_NUMBER, 1, most, is_needed=True)
        return None if number is None else DeadlineRule(basis=basis, number=number)

    def fixed(self) -> tuple[str, ...]:
        chosen = self._wishes.chosen.get(FIXED, frozenset())
        for name in sorted(chosen - self._visits.keys()):
            self._fault(FIXED, "wish.unit_unknown", found=name)
        return tuple(name for name in self._visits if name in chosen)

    def groups(self) -> tuple[TravelGroup, ...]:
        found, seen = [], set[str]()
        for line in self._wishes.text(GROUPS).splitlines():
            typed = [clean(part) for part in line.split(";") if clean(part)]
            names = [name for part in typed if (name := self._visit_named(part)) is not None]
            if len(typed) == 1:
                self._fault(GROUPS, "wish.group_of_one", found=typed[0])
            for name in names:
                if name in seen:
                    self._fault(GROUPS, "wish.unit_twice", found=self._dossier.unit_name(name.partition("~")[0]))
                seen.add(name)
            if typed:
                found.append(TravelGroup(units=tuple(names)))
        return tuple(found)

    def _visit_named(self, typed: str) -> str | None:
        """Return the visit that a unit's name or key means, the first of the unit; an unknown one is a fault."""
        names = {folded_name(self._dossier.unit_name(visit.unit)): name for name, visit in self._visits.items()}
        if typed in self._visits:
            return typed
        name = names.get(folded_name(typed))
        if name is None:
            spelled = {self._dossier.unit_name(visit.unit) for visit in self._visits.values()}
            self._fault(GROUPS, "wish.unit_unknown", found=typed, wanted=nearest(typed, spelled))
        return name

    def _fault(self, place: str, code: str, found: str = "", wanted: str = "") -> None:
        self.faults.append(Fault(place=place, code=code, found=found, wanted=wanted))


def at_fields(error: InvalidInput, dossier: PlanDossier, request: ScheduleRequest | None) -> InvalidInput:
    """Return the faults of wishes at the names of their fields, those of a request (`request_faults`) moved there."""
    fields = wish_fields(dossier)
    return InvalidInput(
        [fault if fault.place in fields else _told_here(fault, dossier, request) for fault in error.faults]
    )


def _told_here(fault: Fault, dossier: PlanDossier, request: ScheduleRequest | None) -> Fault:
    """Return a fault of a request as the page tells it: at a field, and of a visit by the name of its unit."""
    code, found = _TOLD_HERE.get(fault.code, fault.code), fault.found
    if code == "wish.fixed_undated":
        found = dossier.unit_name(found.partition("~")[0])
    return replace(fault, place=_field_of(fault, dossier, request), code=code, found=found)


def _field_of(fault: Fault, dossier: PlanDossier, request: ScheduleRequest | None) -> str:
    part, _, rest = fault.place.partition(".")
    part, _, number = part.partition("[")
    if part == "lead":
        return PER_BATCH if rest == "visits_per_batch" else LEAD if rest.startswith("leaders") else TURN
    if part == "lengths":
        place = int(number.removesuffix("]")) - 1 if number else None
        level = request.lengths[place].level if request is not None and place is not None else None
        return (WANTED if rest == "wanted" else LEAST) + (level or _level_named(fault.found, dossier))
    return _PLACES.get(part, FIXED)


def _level_named(unit: str, dossier: PlanDossier) -> str:
    """Return the level of the visited unit of that name."""
    levels = {dossier.unit_name(visit.unit): dossier.directory.unit(visit.unit).level for visit in dossier.plan.visits}
    return levels.get(unit) or visited_levels(dossier)[0].key


def _day(day: date | None) -> str:
    return short_date(day) if day is not None else ""


def _number_text(number: int | None) -> str:
    return "" if number is None else f"{number}"
