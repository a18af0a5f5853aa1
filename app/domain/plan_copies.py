"""Lập từ kế hoạch năm khác: last year's plan as a draft of this year, and all that a planner has to look at in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.acts import PlanText
from app.domain.changes import OutdatedText, outdated_texts
from app.domain.dates import Window
from app.domain.day_shifts import DayShift, in_other_year, usual_start
from app.domain.dossiers import PlanDossier
from app.domain.draws.cluster_copies import later_rule
from app.domain.errata import texts
from app.domain.errors import Fault, InvalidInput
from app.domain.new_plans import LONGEST_TITLE, key_faults, line_faults, year_faults
from app.domain.plans import PlanState
from app.domain.units import directory_on
from app.domain.vietnamese import clean, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.acts import Signatory
    from app.domain.dates import WorkCalendar
    from app.domain.people import Person
    from app.domain.plans import DrawRule, Period, Plan, SelfInspectionRule
    from app.domain.teams import Batch, Seat
    from app.domain.units import Unit
    from app.domain.visits import Visit

_CLUSTER_CODES = {0: "copy.cluster_unit_gone", 1: "copy.cluster_unit_succeeded"}
"""What is noted of a unit lost to a cluster, by the number of those into which it went."""
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRequest:
    """Yêu cầu lập từ kế hoạch khác: `start` is the first day of the first visit, None for the usual place.

    Without `keeps_wording` the texts of the old act are left behind, and the standing wording stands in their stead.
    """

    key: str
    year: int
    title: str
    start: date | None = None
    keeps_wording: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyNote:
    """Chỗ cần xem lại: `code` names the sentence (`copy.…`), `facts` fill it; `key` tells it from the others."""

    key: str
    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedVisit:
    """Cuộc kiểm tra đã dời: the unit as the old plan names it, and its days before and after."""

    unit: str
    before: Window
    after: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedPlan:
    """Bản lập từ kế hoạch khác: the draft, its moved visits in plan order, and what there is to look at.

    `start` is the first day of the first visit, None where no visit has days.
    """

    dossier: PlanDossier
    moved: tuple[MovedVisit, ...]
    notes: tuple[CopyNote, ...]
    outdated: tuple[OutdatedText, ...]
    start: date | None


def copied_plan(source: PlanDossier, request: CopyRequest, calendar: WorkCalendar, day: date) -> CopiedPlan:
    """Return the plan as a draft of another year; `calendar` knows the days off of both, `day` is today.

    Visits keep order and batches; dates keep their place among the working days (`DayShift`). Whatever belongs to the
    old act alone goes: number, day, submission, what it replaces or amends, errata, remarks, absences, drawn units.
    Raise InvalidInput with faults at `key`, `year`, `title`, `start`.
    """
    shift = _shift(source.plan, request, calendar)
    faults = [*_request_faults(source, request, calendar), *_committee_faults(source, shift.start)]
    if faults:
        raise InvalidInput(faults)
    return _Copier(source, request, shift, day).copied()


def title_in(title: str, old_year: int, year: int) -> str:
    """Return a title with the year of the old plan replaced."""
    return _in_year(title, {old_year}, year - old_year)


def _shift(plan: Plan, request: CopyRequest, calendar: WorkCalendar) -> DayShift:
    span = plan.span()
    anchor = calendar.next_working_day(span.first if span is not None else date(plan.year, 1, 1))
    start = request.start
    if start is None or not calendar.is_working_day(start):
        start = usual_start(anchor, request.year - plan.year, calendar)
    return DayShift(calendar=calendar, anchor=anchor, start=start)


def _request_faults(source: PlanDossier, request: CopyRequest, calendar: WorkCalendar) -> Iterator[Fault]:
    yield from key_faults(request.key)
    yield from year_faults(request.year)
    yield from line_faults("title", request.title, LONGEST_TITLE)
    if request.year == source.plan.year:
        yield Fault(place="year", code="copy.same_year", found=f"{request.year}")
    start = request.start
    if start is None:
        return
    if start.year != request.year:
        yield Fault(place="start", code="copy.start_in_other_year", found=short_date(start), wanted=f"{request.year}")
    elif not calendar.is_working_day(start):
        wanted = short_date(calendar.next_working_day(start))
        name = calendar.name_of_day_off(start) or ""
        yield Fault(place="start", code="copy.start_day_off", found=f"{short_date(start)} ({name})", wanted=wanted)


def _committee_faults(source: PlanDossier, start: date) -> Iterator[Fault]:
    """Find that the province itself is no more when the visits begin: then its directory has nobody to inspect."""
    versions = [unit for unit in source.units if unit.key == source.province.committee]
    last = max((unit.until or date.max for unit in versions), default=date.max)
    if last < start:
        found = f"{source.province.full_name}, đến hết ngày {short_date(last)}"
        yield Fault(place="year", code="copy.province_ended", found=found)


class _Copier:
    """Carries a plan over, and notes what is to be looked at."""

    def __init__(self, source: PlanDossier, request: CopyRequest, shift: DayShift, day: date) -> None:
        self._source, self._request, self._shift, self._day = source, request, shift, day
        self._notes: list[CopyNote] = []
        self._moved: list[MovedVisit] = []
        self._taken: set[tuple[str, int]] = set()
        self._years = request.year - source.plan.year

    def copied(self) -> CopiedPlan:
        old, request = self._source.plan, self._request
        visits = tuple(visit for each in old.visits if (visit := self._visit(each)) is not None)
        begins = min((visit.window.first for visit in visits if visit.window), default=date(request.year, 1, 1))
        decision = replace(
            old.decision, number=None, day=None, submission=None, replaces=None, amends=(), signatory=self._signatory()
        )
        text = old.text
        if not request.keeps_wording:
            text = PlanText()
            decision = replace(decision, title="", articles=(), recipients=())
        plan = replace(
            old,
            key=request.key,
            year=request.year,
            title=clean(request.title),
            changed_on=self._day,
            state=PlanState.DRAFT,
            period=self._period(),
            decision=decision,
            text=text,
            teams=tuple(replace(team, seats=tuple(self._seats(team.seats, begins))) for team in old.teams),
            batches=tuple(self._batch(batch, visits, begins) for batch in old.batches),
            visits=tuple(self._led(visit) for visit in visits),
            quotas=tuple(replace(q, loose=self._shift.loose(q.loose) if q.loose else None) for q in old.quotas),
            draw=self._draw(),
            self_inspection=self._self_inspection(),
            absences=(),
            errata=(),
            remarks=(),
            ending=None,
            source=f"Lập từ kế hoạch {old.key}: {old.title}",
        )
        self._note_agencies(plan, begins)
        dossier = replace(self._source, plan=plan, people=self._people(plan))
        last = max((visit.window.last for visit in visits if visit.window), default=None)
        if last is not None and last.year != request.year:
            self._note("nam-sau", "copy.past_year", day=short_date(last), year=f"{request.year}")
        return CopiedPlan(
            dossier=dossier,
            moved=tuple(self._moved),
            notes=tuple(self._notes),
            outdated=_outdated(self._source, dossier),
            start=begins if self._moved else None,
        )

    def _note(self, key: str, code: str, **facts: str) -> None:
        self._notes.append(CopyNote(key=key, code=code, facts=facts))

    # Visits

    def _visit(self, visit: Visit) -> Visit | None:
        window = self._shift.window(visit.window) if visit.window is not None else None
        unit = self._unit_then(visit, window.first if window is not None else date(self._request.year, 12, 31))
        if unit is None:
            return None
        is_listed = unit != visit.unit and any(each.unit == unit for each in self._source.plan.visits)
        if is_listed or (unit, visit.number) in self._taken:
            heir = directory_on(self._source.units, self._shift.start, {unit: self._shift.start}).unit(unit).name
            self._note(f"trung-{visit.unit}", "copy.unit_merged", unit=self._name(visit.unit), heir=heir)
            return None
        self._taken.add((unit, visit.number))
        if visit.communes:
            names = ", ".join(self._source.unit_name(key) for key in visit.communes)
            self._note(f"xa-{visit.unit}-{visit.number}", "copy.draw_again", unit=self._name(visit.unit), units=names)
        if window is not None and visit.window is not None:
            self._moved.append(MovedVisit(unit=self._name(visit.unit), before=visit.window, after=window))
        due = visit.report_deadline
        return replace(
            visit,
            unit=unit,
            window=window,
            loose=self._shift.loose(visit.loose) if visit.loose is not None else None,
            printed_name=visit.printed_name if unit == visit.unit else None,
            report_deadline=self._shift.deadline(due) if due is not None else None,
            communes=(),
        )

    def _unit_then(self, visit: Visit, day: date) -> str | None:
        """Return the unit to be visited on the new day: itself, else the one that it went into; None where neither."""
        heirs, name = self._successors(visit.unit, day), self._name(visit.unit)
        if heirs is None:
            return visit.unit
        key, facts = f"don-vi-{visit.unit}-{visit.number}", {"unit": name, "day": short_date(day)}
        if len(heirs) == 1:
            self._note(key, "copy.unit_succeeded", heir=heirs[0].name, **facts)
            return heirs[0].key
        names = ", ".join(heir.name for heir in heirs)
        self._note(key, "copy.unit_divided" if heirs else "copy.unit_gone", heirs=names, **facts)
        return None

    def _successors(self, key: str, day: date) -> tuple[Unit, ...] | None:
        """Return the units into which a unit of the old plan went by that day; None where it is still there."""
        present = directory_on(self._source.units, day)
        own = present.get(key)
        if own is not None and self._is_the_same(key, own):
            return None
        return _heirs(present.units, key)

    def _is_the_same(self, key: str, present: Unit) -> bool:
        """Say whether the unit of that key is still the one meant: the same, or one that continues it."""
        then = self._source.directory.get(key)
        return (
            then is None
            or then.since == present.since
            or any(origin.unit == then.key and origin.extent != "part" for origin in present.formed_from)
        )

    def _led(self, visit: Visit) -> Visit:
        """Return the visit without a head of its own who is no longer in office then."""
        day = visit.window.first if visit.window is not None else date(self._request.year, 1, 1)
        if visit.head is None or self._serves(visit.head, day):
            return visit
        self._note_person("copy.visit_head_left", visit.head, self._name(visit.unit), f"{visit.unit}-{visit.number}")
        return replace(visit, head=None)

    def _name(self, unit: str) -> str:
        return self._source.unit_name(unit)

    # People

    def _serves(self, person: str, day: date) -> bool:
        until = self._source.person(person).until
        return until is None or day <= until

    def _batch(self, batch: Batch, visits: Iterable[Visit], begins: date) -> Batch:
        days = [visit.window.first for visit in visits if visit.batch == batch.key and visit.window is not None]
        day = min(days, default=begins)
        head, due = batch.head, batch.report_deadline
        if head is not None and not self._serves(head, day):
            self._note_person("copy.head_left", head, batch.name, batch.key)
            head = None
        for deputy in batch.deputies:
            if not self._serves(deputy, day):
                self._note_person("copy.deputy_left", deputy, batch.name, batch.key)
        deputies = tuple(deputy for deputy in batch.deputies if self._serves(deputy, day))
        return replace(
            batch,
            head=head,
            deputies=deputies,
            standing_deputy=batch.standing_deputy if batch.standing_deputy in deputies else None,
            report_deadline=self._shift.deadline(due) if due is not None else None,
        )

    def _seats(self, seats: Iterable[Seat], begins: date) -> Iterator[Seat]:
        for seat in seats:
            if seat.substitutes is not None and (seat.since is not None or seat.until is not None):
                self._note(f"thay-{seat.key}", "copy.substitute_dropped", member=self._source.seat_line(seat))
                continue
            since = in_other_year(seat.since, self._years) if seat.since else None
            until = in_other_year(seat.until, self._years) if seat.until else None
            timed = replace(seat, since=since, until=until)
            if seat.person is None or self._serves(seat.person, begins):
                yield timed
                continue
            person = self._source.person(seat.person)
            self._note_person("copy.member_left", person.key, _office(self._source, person), seat.key)
            yield replace(timed, person=None, office=_office(self._source, person), agency=person.agency)

    def _note_person(self, code: str, key: str, place: str, thing: str) -> None:
        person = self._source.person(key)
        name = f"{person.honorific} {person.name}"
        until = short_date(person.until) if person.until is not None else ""
        self._note(f"nguoi-{thing}-{key}", code, person=name, place=place, day=until)

    def _people(self, plan: Plan) -> tuple[Person, ...]:
        """Return the people whom the draft still names."""
        named = {key for batch in plan.batches for key in (batch.head, *batch.deputies)}
        named |= {visit.head for visit in plan.visits} | {s.person for team in plan.teams for s in team.seats}
        return tuple(person for person in self._source.people if person.key in named)

    def _signatory(self) -> Signatory | None:
        signatory = self._source.plan.decision.signatory
        if signatory is not None and signatory.name:
            self._note("nguoi-ky", "copy.signatory", person=signatory.name, title=signatory.title)
            return replace(signatory, name="")
        return signatory

    # What the plan states as a whole

    def _period(self) -> Period | None:
        period = self._source.plan.period
        if period is None:
            return None
        near = {self._source.plan.year + apart for apart in (-1, 0, 1)}
        return replace(
            period,
            wording=_in_year(period.wording, near, self._years),
            first=in_other_year(period.first, self._years) if period.first else None,
            last=in_other_year(period.last, self._years) if period.last else None,
        )

    def _draw(self) -> DrawRule | None:
        rule, day = self._source.plan.draw, self._shift.start
        if rule is None:
            return None
        later, losses = later_rule(rule, lambda unit: self._successors(unit, day))
        for loss in losses:
            self._note(
                f"{loss.cluster.key}-{loss.unit}",
                _CLUSTER_CODES.get(len(loss.heirs), "copy.cluster_unit_divided"),
                cluster=loss.cluster.name,
                unit=self._name(loss.unit),
                heirs=", ".join(heir.name for heir in loss.heirs),
                day=short_date(day),
            )
        return later

    def _self_inspection(self) -> SelfInspectionRule | None:
        rule = self._source.plan.self_inspection
        if rule is None or rule.deadline is None:
            return rule
        return replace(rule, deadline=self._shift.deadline(rule.deadline))

    def _note_agencies(self, plan: Plan, day: date) -> None:
        """Note the agencies that lead or pay and are no more on the first day."""
        present = directory_on(self._source.units, day)
        named = [*plan.lead_agencies, *plan.seals, *(batch.lead_agency for batch in plan.batches)]
        for key in dict.fromkeys(key for key in named if key is not None):
            if present.get(key) is None:
                heirs = ", ".join(heir.name for heir in _heirs(present.units, key))
                facts = {"agency": self._name(key), "day": short_date(day), "heirs": heirs}
                self._note(f"co-quan-{key}", "copy.agency_succeeded" if heirs else "copy.agency_gone", **facts)


def _heirs(units: Iterable[Unit], key: str) -> tuple[Unit, ...]:
    """Return the units into which the one of that key went as a whole."""
    return tuple(
        unit for unit in units if any(origin.unit == key and origin.extent != "part" for origin in unit.formed_from)
    )


def _office(dossier: PlanDossier, person: Person) -> str:
    place = ", ".join(part for part in (person.division, dossier.unit_name(person.agency)) if part)
    return f"{person.position} {place}"


def _in_year(text: str, years: set[int], apart: int) -> str:
    """Return a text in which each of these years, written out, is so many years later."""
    return _YEAR.sub(lambda found: f"{int(found[0]) + apart}" if int(found[0]) in years else found[0], text)


def _outdated(source: PlanDossier, copied: PlanDossier) -> tuple[OutdatedText, ...]:
    """Return where the act still names what the draft did away with, or the old year."""
    found = list(outdated_texts(source, copied))
    told = {each.place for each in found}
    year = f"{source.plan.year}"
    for place, text in texts(copied).items():
        if place.startswith(("decision.", "plan.")) and place not in told and year in _YEAR.findall(text):
            found.append(OutdatedText(place=place, words=year))
    return tuple(found)
