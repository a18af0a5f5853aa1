"""Các phần của kế hoạch đang điều chỉnh: what a request for changes works on, and the questions all its steps ask."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.dossiers import PlanDossier
    from app.domain.teams import Batch, Seat
    from app.domain.visits import Visit

Thing = TypeVar("Thing")

_OTHERS_LIKE_IT = 0.6


class PlanParts:
    """Các phần của kế hoạch: parts of a dossier that may be changed one after the other, and the faults met."""

    def __init__(self, dossier: PlanDossier) -> None:
        plan = dossier.plan
        self.faults: list[Fault] = []
        self.dossier = dossier
        self.units = {unit.key for unit in dossier.units}
        self.people = {person.key: person for person in dossier.people}
        self.visits = {(visit.unit, visit.number): visit for visit in plan.visits}
        self.batches = {batch.key: batch for batch in plan.batches}
        self.seats = {team.key: {seat.key: seat for seat in team.seats} for team in plan.teams}
        self.decision, self.self_inspection = plan.decision, plan.self_inspection
        self._touched: set[object] = set()

    def assembled(self) -> PlanDossier:
        """Return the dossier that the parts make."""
        plan = replace(
            self.dossier.plan,
            decision=self.decision,
            teams=tuple(replace(t, seats=tuple(self.seats[t.key].values())) for t in self.dossier.plan.teams),
            batches=tuple(self.batches.values()),
            visits=tuple(self.visits.values()),
            self_inspection=self.self_inspection,
        )
        return replace(self.dossier, plan=plan, people=tuple(self.people.values()))

    def fault(self, place: str, code: str, found: str = "", wanted: str = "") -> None:
        """Note a fault at a place of the request."""
        self.faults.append(Fault(place=place, code=code, found=found, wanted=wanted))

    def changed(self, place: str, before: Thing, after: Thing) -> Thing:
        """Return what a change makes of a thing; one that makes nothing of it is a fault."""
        if before == after:
            self.fault(place, "change.nothing")
        return after

    def touch(self, place: str, thing: object, found: str) -> None:
        """Note what a change is about; a second change of the same is a fault."""
        if thing in self._touched:
            self.fault(place, "change.twice", found)
        self._touched.add(thing)

    def is_of_one(self, place: str, *given: bool) -> bool:
        """Say whether a change names just one thing that it is about; any other number is a fault."""
        if sum(given) == 1:
            return True
        self.fault(place, "change.subject_missing")
        return False

    def visit(self, place: str, unit: str, number: int) -> Visit | None:
        """Return the visit; one that the plan does not make is a fault."""
        found = self.visits.get((unit, number))
        if found is None:
            wanted = nearest(unit, {key for key, _ in self.visits})
            self.fault(f"{place}.unit", "change.visit_unknown", visit_words(unit, number), wanted)
        return found

    def batch(self, place: str, key: str) -> Batch | None:
        """Return the batch; one that the plan does not have is a fault."""
        return self.batches[key] if self.check_batch(f"{place}.batch", key) else None

    def seats_of(self, place: str, key: str | None) -> dict[str, Seat] | None:
        """Return the seats of a team by their keys, of the only team where none is named; an unknown one is a fault."""
        if key is None and len(self.seats) == 1:
            return next(iter(self.seats.values()))
        if key is None:
            self.fault(place, "change.team_missing", "", ", ".join(self.seats))
            return None
        if key not in self.seats:
            self.fault(f"{place}.team", "change.team_unknown", key, nearest(key, self.seats))
        return self.seats.get(key)

    def seat(self, place: str, key: str, seats: dict[str, Seat]) -> Seat | None:
        """Return one of these seats; one that is not among them is a fault."""
        if key not in seats:
            self.fault(f"{place}.seat", "change.seat_unknown", key, nearest(key, seats))
        return seats.get(key)

    def check_batch(self, place: str, key: str) -> bool:
        """Say whether the plan has the batch; an unknown one is a fault."""
        if key not in self.batches:
            self.fault(place, "change.batch_unknown", key, nearest(key, self.batches))
        return key in self.batches

    def check_unit(self, place: str, key: str | None) -> None:
        """Note a fault where a unit is named that the directory does not hold."""
        if key is not None and key not in self.units:
            self.fault(place, "change.unit_unknown", key, nearest(key, self.units))

    def check_person(self, place: str, key: str | None) -> None:
        """Note a fault where a person is named that the plan does not know."""
        if key is not None and key not in self.people:
            self.fault(place, "change.person_unknown", key, nearest(key, self.people))


def visit_words(unit: str, number: int) -> str:
    """Return how a visit is told in a fault: its unit, and its number where it is not the first."""
    return unit if number == 1 else f"{unit}, {number}"


def nearest(found: str, known: Iterable[str]) -> str:
    """Return the known word that is most like the one found, "" when none is."""
    return next(iter(get_close_matches(found, list(known), n=1, cutoff=_OTHERS_LIKE_IT)), "")
