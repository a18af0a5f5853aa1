"""Hồ sơ kế hoạch: a plan together with every body, person, outline and form that it names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.draws.drawn_pools import DrawnPool
from app.domain.draws.sealed import SealedCheck
from app.domain.errors import NotFound
from app.domain.forms import FittedForm, Form, fitted_form, forms_for
from app.domain.naming import keys_of_plan
from app.domain.outlines import FittedItem, Outline, fitted_items
from app.domain.people import Person
from app.domain.plans import Plan
from app.domain.teams import LEADING, Role, Seat
from app.domain.units import Directory, Province, Unit, directory_on

if TYPE_CHECKING:
    from app.domain.visits import Visit


@dataclass(frozen=True, kw_only=True)
class PlanDossier:
    """Hồ sơ kế hoạch: what documents, forms, calendars and rules are made from.

    `units` are those of the province at all times; `directory` is what the plan sees of them on its own first day.
    What was drawn below a visited unit stands in its visit; `drawn` are the results at clusters and classes of targets.
    `sealed` are the unannounced checks committed to, opened or not.
    """

    province: Province
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    outlines: tuple[Outline, ...]
    forms: tuple[Form, ...]
    plan: Plan
    sealed: tuple[SealedCheck, ...] = ()
    drawn: tuple[DrawnPool, ...] = ()

    @cached_property
    def directory(self) -> Directory:
        """The units as they were on the plan's first day, those that it names as they are when it needs them."""
        day = self.plan.directory_day()
        needed = dict.fromkeys(keys_of_plan(self.plan), day) | {person.agency: day for person in self.people}
        needed |= {visit.unit: visit.window.first for visit in self.plan.visits if visit.window is not None}
        return directory_on(self.units, day, needed)

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {person.key: person for person in self.people}

    def person(self, key: str) -> Person:
        """Return the person of that key; raise NotFound."""
        found = self._people.get(key)
        if found is None:
            raise NotFound("person", key)
        return found

    @property
    def outline(self) -> Outline | None:
        """The outline the plan uses, None when it has none."""
        return next((outline for outline in self.outlines if outline.key == self.plan.outline), None)

    @property
    def plan_forms(self) -> tuple[Form, ...]:
        """The forms the plan uses, in its order."""
        by_key = {form.key: form for form in self.forms}
        return tuple(by_key[key] for key in self.plan.forms if key in by_key)

    def unit_name(self, key: str) -> str:
        """Return the official name of a unit of the plan."""
        return self.directory.unit(key).name

    def printed_unit_name(self, visit: Visit) -> str:
        """Return the unit's name as the plan's annex prints it."""
        return visit.printed_name or self.unit_name(visit.unit)

    def person_line(self, key: str) -> str:
        """Return "Bà Huỳnh Thị Bé Năm - Phó Giám đốc Sở Nội vụ", as printed where the plan prints it."""
        person = self.person(key)
        if person.printed:
            return person.printed
        place = ", ".join(part for part in (person.division, self.unit_name(person.agency)) if part)
        return f"{person.honorific} {person.name} - {person.position} {place}"

    def seat_line(self, seat: Seat) -> str:
        """Return the line of a member: the person's, or the office while nobody is named."""
        return self.person_line(seat.person) if seat.person else (seat.office or "")

    def seat_agency(self, seat: Seat) -> str | None:
        """Return the key of the agency that a member comes from."""
        return self.person(seat.person).agency if seat.person else seat.agency

    def members_on(self, visit: Visit) -> tuple[Seat, ...]:
        """Return the secretary, members and experts of a visit, substitutes in the stead of those they stand in for."""
        seats = [s for s in self.plan.team_of(visit).seats if s.role not in LEADING]
        present = [seat for seat in seats if _serves(seat, visit)]
        replaced = {seat.substitutes for seat in present if seat.substitutes and _covers(seat, visit)}
        return tuple(seat for seat in present if seat.key not in replaced)

    def fitted_outline(self, visit: Visit) -> tuple[FittedItem, ...]:
        """Return the plan's outline as the visited unit gets it; empty when the plan has none."""
        if self.outline is None:
            return ()
        return fitted_items(self.outline, self.directory.unit(visit.unit), visit.scope)

    def fitted_forms(self, visit: Visit) -> tuple[FittedForm, ...]:
        """Return the forms that the visited unit fills, fitted to it."""
        unit = self.directory.unit(visit.unit)
        return tuple(fitted_form(form, unit, self.directory) for form in forms_for(self.plan_forms, unit))

    def named_people(self) -> tuple[Person, ...]:
        """Return every head, deputy and named member of the plan once, in the order the plan names them."""
        keys: list[str] = []
        for batch in self.plan.batches:
            keys += [key for key in (batch.head, *batch.deputies) if key]
        keys += [visit.head for visit in self.plan.visits if visit.head]
        for team in self.plan.teams:
            keys += [seat.person for seat in team.seats if seat.person]
        return tuple(self.person(key) for key in dict.fromkeys(keys))

    def visits_of_person(self, key: str) -> tuple[tuple[Visit, Role], ...]:
        """Return the visits that a person takes part in, with the role in each, in plan order."""
        found: list[tuple[Visit, Role]] = []
        for visit in self.plan.visits:
            batch = self.plan.batch(visit.batch)
            if self.plan.head_of(visit) == key:
                found.append((visit, Role.HEAD))
            elif key in batch.deputies:
                found.append((visit, Role.STANDING_DEPUTY if batch.standing_deputy == key else Role.DEPUTY))
            else:
                seat = next((seat for seat in self.members_on(visit) if seat.person == key), None)
                if seat is not None:
                    found.append((visit, seat.role))
        return tuple(found)

    def awaits_draw(self, visit: Visit) -> bool:
        """Say whether units of a lower level are to be drawn for this visit and are not yet."""
        rule = self.plan.draw
        if rule is None or visit.is_reserve or visit.communes:
            return False
        return self.directory.unit(visit.unit).level == rule.at_level

    def self_inspecting_units(self) -> tuple[Unit, ...]:
        """Return the bodies that must inspect themselves: of the rule's kinds and levels, less the targets."""
        rule = self.plan.self_inspection
        if rule is None:
            return ()
        targets = {visit.unit for visit in self.plan.visits}
        return tuple(
            unit
            for unit in self.directory.units
            if (unit.kind in rule.kinds or unit.level in rule.levels) and unit.key not in targets
        )


def _serves(seat: Seat, visit: Visit) -> bool:
    """Say whether a seat takes part in a visit: its units (empty: all) hold it and its days (open: all) meet it."""
    if seat.units and visit.unit not in seat.units:
        return False
    if visit.window is None:
        return seat.substitutes is None
    begun = seat.since is None or seat.since <= visit.window.last
    return begun and (seat.until is None or visit.window.first <= seat.until)


def _covers(seat: Seat, visit: Visit) -> bool:
    """Say whether a seat that takes part in a visit does so on each of its days."""
    if visit.window is None:
        return True
    begun = seat.since is None or seat.since <= visit.window.first
    return begun and (seat.until is None or visit.window.last <= seat.until)
