"""Thực hiện điều chỉnh: a plan as a request for changes leaves it, or everything that is wrong with the request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.adjustments import Adjustment
from app.domain.errata import with_texts
from app.domain.errors import InvalidInput
from app.domain.plan_parts import PlanParts, nearest, visit_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.adjustments import (
        DeadlineChange,
        Joining,
        LeaderChange,
        Leaving,
        Move,
        Return,
        SeatChange,
        TextChange,
        Transfer,
        Withdrawal,
    )
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Person
    from app.domain.teams import Batch, Seat
    from app.domain.visits import Visit

_OF_THE_ACT = ("decision.", "plan.")
"""Where the addresses of the act's own texts begin; outlines and forms are shared by several plans."""


def apply_adjustment(
    dossier: PlanDossier, request: Adjustment, issued: Sequence[tuple[Visit, ...]] = ()
) -> PlanDossier:
    """Return the plan with everything that the request asks for changed, and nothing else.

    `issued` are the visits of the plan's releases, the latest first: what a withdrawn visit was, and where it stood.
    Raise InvalidInput with every fault of the request, its places as in a request file ("moves[1].unit"); a change that
    changes nothing is one.
    """
    adjuster = _Adjuster(dossier, issued)
    adjusted = adjuster.adjusted(request)
    if adjuster.faults:
        raise InvalidInput(adjuster.faults)
    return adjusted


class _Adjuster(PlanParts):
    """Carries out a request step by step, and keeps every fault until the end."""

    def __init__(self, dossier: PlanDossier, issued: Sequence[tuple[Visit, ...]]) -> None:
        super().__init__(dossier)
        self._issued = issued

    def adjusted(self, request: Adjustment) -> PlanDossier:
        if replace(request, reason="") == Adjustment():
            self.fault("", "change.none")
        if request.submission is not None:
            changed = replace(self.decision, submission=request.submission)
            self.check_unit("submission.agency", request.submission.agency)
            self.decision = self.changed("submission", self.decision, changed)
        for n, person in enumerate(request.people, 1):
            self._add_person(f"people[{n}]", person)
        self._change_visits(request)
        for n, leaders in enumerate(request.leaders, 1):
            self._change_leaders(f"leaders[{n}]", leaders)
        self._change_teams(request)
        for n, deadline in enumerate(request.deadlines, 1):
            self._change_deadline(f"deadlines[{n}]", deadline)
        return self._with_texts(self.assembled(), request.texts)

    # People

    def _add_person(self, place: str, person: Person) -> None:
        if person.key in self.people:
            self.fault(f"{place}.key", "person.twice", person.key)
        self.check_unit(f"{place}.agency", person.agency)
        self.people.setdefault(person.key, person)

    # Visits

    def _change_visits(self, request: Adjustment) -> None:
        for n, withdrawal in enumerate(request.withdrawals, 1):
            self._withdraw(f"withdrawals[{n}]", withdrawal)
        for n, returned in enumerate(request.returns, 1):
            self._return(f"returns[{n}]", returned)
        for n, visit in enumerate(request.additions, 1):
            self._add_visit(f"additions[{n}]", visit)
        for n, move in enumerate(request.moves, 1):
            self._move(f"moves[{n}]", move)
        for n, transfer in enumerate(request.transfers, 1):
            self._transfer(f"transfers[{n}]", transfer)

    def _withdraw(self, place: str, withdrawal: Withdrawal) -> None:
        visit = self.visit(place, withdrawal.unit, withdrawal.number)
        self.touch(place, ("visit", withdrawal.unit, withdrawal.number), withdrawal.unit)
        if visit is not None:
            del self.visits[visit.unit, visit.number]

    def _return(self, place: str, returned: Return) -> None:
        key = (returned.unit, returned.number)
        self.touch(place, ("visit", *key), returned.unit)
        if key in self.visits:
            self.fault(f"{place}.unit", "change.not_withdrawn", visit_words(*key))
            return
        for visits in self._issued:
            former = next((visit for visit in visits if (visit.unit, visit.number) == key), None)
            if former is not None:
                self._insert(self._retimed(former, returned), visits)
                return
        once = {unit for visits in self._issued for unit in (visit.unit for visit in visits)}
        self.fault(f"{place}.unit", "change.never_issued", visit_words(*key), nearest(returned.unit, once))

    def _insert(self, visit: Visit, order: tuple[Visit, ...]) -> None:
        """Put a visit back behind those that stood before it and are in the plan still."""
        keys = [(each.unit, each.number) for each in order]
        before = set(keys[: keys.index((visit.unit, visit.number))])
        present = list(self.visits.values())
        behind = max((n for n, each in enumerate(present, 1) if (each.unit, each.number) in before), default=0)
        self._order([*present[:behind], visit, *present[behind:]])

    def _add_visit(self, place: str, visit: Visit) -> None:
        self.check_unit(f"{place}.unit", visit.unit)
        self.check_batch(f"{place}.batch", visit.batch)
        self.check_person(f"{place}.head", visit.head)
        self.check_unit(f"{place}.lead_agency", visit.lead_agency)
        for n, commune in enumerate(visit.communes, 1):
            self.check_unit(f"{place}.communes[{n}]", commune)
        items = {item.code for item in self.dossier.outline.items} if self.dossier.outline else set()
        for n, code in enumerate(visit.scope, 1):
            if code not in items:
                self.fault(f"{place}.scope[{n}]", "outline_item.unknown", code, nearest(code, items))
        once = {(each.unit, each.number) for visits in self._issued for each in visits if each.unit == visit.unit}
        if once - self.visits.keys():
            self.fault(f"{place}.unit", "change.was_withdrawn", visit.unit)
        number = 1 + max((each.number for each in self.visits.values() if each.unit == visit.unit), default=0)
        if visit.number not in {1, number}:
            self.fault(f"{place}.number", "change.number_given", f"{visit.number}", f"{number}")
        self._put_last_in_batch(replace(visit, number=number))

    def _put_last_in_batch(self, visit: Visit) -> None:
        """Put a new visit behind those of its own batch and of the batches before."""
        places = {key: place for place, key in enumerate(self.batches)}
        own, present = places.get(visit.batch, len(places)), list(self.visits.values())
        behind = max((n for n, each in enumerate(present, 1) if places.get(each.batch, own) <= own), default=0)
        self._order([*present[:behind], visit, *present[behind:]])

    def _order(self, visits: list[Visit]) -> None:
        self.visits = {(visit.unit, visit.number): visit for visit in visits}

    def _move(self, place: str, move: Move) -> None:
        visit = self.visit(place, move.unit, move.number)
        self.touch(place, ("visit", move.unit, move.number), move.unit)
        if visit is not None:
            loose = visit.loose if move.window is not None and move.loose is None else move.loose
            changed = replace(visit, window=move.window, loose=loose)
            self.visits[visit.unit, visit.number] = self.changed(place, visit, changed)

    def _transfer(self, place: str, transfer: Transfer) -> None:
        visit = self.visit(place, transfer.unit, transfer.number)
        self.touch(place, ("batch of", transfer.unit, transfer.number), transfer.unit)
        if self.check_batch(f"{place}.batch", transfer.batch) and visit is not None:
            changed = replace(visit, batch=transfer.batch)
            self.visits[visit.unit, visit.number] = self.changed(place, visit, changed)

    def _retimed(self, visit: Visit, returned: Return) -> Visit:
        if returned.window is None and returned.loose is None:
            return visit
        return replace(visit, window=returned.window, loose=returned.loose or visit.loose)

    # Leaders

    def _change_leaders(self, place: str, change: LeaderChange) -> None:
        self.check_person(f"{place}.head", change.head or None)
        self.check_unit(f"{place}.lead_agency", change.lead_agency or None)
        if not self.is_of_one(place, change.batch is not None, change.unit is not None):
            return
        if change.batch is not None:
            batch = self.batch(place, change.batch)
            if batch is not None:
                self.touch(place, ("leaders", change.batch), change.batch)
                self.batches[batch.key] = self.changed(place, batch, self._led(place, batch, change))
            return
        unit = change.unit or ""
        visit = self.visit(place, unit, change.number)
        self.touch(place, ("leaders", unit, change.number), unit)
        if change.deputies is not None or change.standing_deputy is not None:
            self.fault(place, "change.of_batch_only")
        if visit is not None:
            changed = replace(
                visit, head=_set(change.head, visit.head), lead_agency=_set(change.lead_agency, visit.lead_agency)
            )
            self.visits[visit.unit, visit.number] = self.changed(place, visit, changed)

    def _led(self, place: str, batch: Batch, change: LeaderChange) -> Batch:
        deputies = batch.deputies if change.deputies is None else change.deputies
        for n, deputy in enumerate(change.deputies or (), 1):
            self.check_person(f"{place}.deputies[{n}]", deputy)
            if deputy in deputies[: n - 1]:
                self.fault(f"{place}.deputies[{n}]", "deputy.twice", deputy)
        head = _set(change.head, batch.head)
        if head is not None and head in deputies:
            self.fault(f"{place}.head", "change.head_is_deputy", head)
        standing = batch.standing_deputy if batch.standing_deputy in deputies else None
        standing = _set(change.standing_deputy, standing)
        if standing is not None and standing not in deputies:
            self.fault(f"{place}.standing_deputy", "batch.standing_deputy_apart", standing)
        return replace(
            batch,
            head=head,
            deputies=deputies,
            standing_deputy=standing,
            lead_agency=_set(change.lead_agency, batch.lead_agency),
        )

    # Teams

    def _change_teams(self, request: Adjustment) -> None:
        for n, leaving in enumerate(request.leavings, 1):
            self._leave(f"leavings[{n}]", leaving)
        for n, joining in enumerate(request.joinings, 1):
            self._join(f"joinings[{n}]", joining)
        for n, change in enumerate(request.seats, 1):
            self._change_seat(f"seats[{n}]", change)

    def _leave(self, place: str, leaving: Leaving) -> None:
        seats = self.seats_of(place, leaving.team)
        if seats is None or self.seat(place, leaving.seat, seats) is None:
            return
        substitute = next((seat.key for seat in seats.values() if seat.substitutes == leaving.seat), None)
        if substitute is not None:
            self.fault(f"{place}.seat", "change.has_substitute", leaving.seat, substitute)
        else:
            del seats[leaving.seat]

    def _join(self, place: str, joining: Joining) -> None:
        seats, seat = self.seats_of(place, joining.team), joining.seat
        self._check_holder(f"{place}.seat", seat, seats or {})
        for n, unit in enumerate(seat.units, 1):
            self.check_unit(f"{place}.seat.units[{n}]", unit)
        if seats is None:
            return
        if seat.substitutes is not None and seat.substitutes not in seats:
            found, wanted = seat.substitutes, nearest(seat.substitutes, seats)
            self.fault(f"{place}.seat.substitutes", "seat.unknown", found, wanted)
        if seat.key in seats:
            self.fault(f"{place}.seat.key", "seat.twice", seat.key)
        seats.setdefault(seat.key, seat)

    def _change_seat(self, place: str, change: SeatChange) -> None:
        seats = self.seats_of(place, change.team)
        seat = self.seat(place, change.seat, seats) if seats is not None else None
        if seats is None or seat is None:
            return
        self.touch(place, ("seat", change.team or next(iter(self.seats)), change.seat), change.seat)
        changed = replace(
            seat,
            person=_set(change.person, seat.person),
            office=_set(change.office, seat.office),
            agency=_set(change.agency, seat.agency),
            fields=seat.fields if change.fields is None else change.fields,
        )
        self._check_holder(place, changed, seats)
        seats[seat.key] = self.changed(place, seat, changed)

    def _check_holder(self, place: str, seat: Seat, seats: dict[str, Seat]) -> None:
        self.check_person(f"{place}.person", seat.person)
        self.check_unit(f"{place}.agency", seat.agency)
        if not seat.person and not seat.office:
            self.fault(place, "seat.empty", seat.key)
        others = {each.person for each in seats.values() if each.key != seat.key and each.substitutes is None}
        if seat.person and seat.substitutes is None and seat.person in others:
            self.fault(f"{place}.person", "member.twice", seat.person)

    # Deadlines and texts

    def _change_deadline(self, place: str, change: DeadlineChange) -> None:
        if not self.is_of_one(place, change.batch is not None, change.unit is not None, change.self_inspection):
            return
        self.touch(
            place, ("deadline", change.batch, change.unit, change.number), change.batch or change.unit or "tự kiểm tra"
        )
        if change.batch is not None:
            batch = self.batch(place, change.batch)
            if batch is not None:
                changed = replace(batch, report_deadline=change.deadline)
                self.batches[batch.key] = self.changed(place, batch, changed)
        elif change.unit is not None:
            visit = self.visit(place, change.unit, change.number)
            if visit is not None:
                dated = replace(visit, report_deadline=change.deadline)
                self.visits[visit.unit, visit.number] = self.changed(place, visit, dated)
        elif self.self_inspection is None:
            self.fault(f"{place}.self_inspection", "change.no_self_inspection")
        else:
            rule = replace(self.self_inspection, deadline=change.deadline)
            self.self_inspection = self.changed(place, self.self_inspection, rule)

    def _with_texts(self, dossier: PlanDossier, changes: Sequence[TextChange]) -> PlanDossier:
        """Put new texts into the act; an address of several lines takes as many."""
        present: dict[str, list[str]] = {}

        def note(place: str, text: str) -> str:
            if place.startswith(_OF_THE_ACT):
                present.setdefault(place, []).append(text)
            return text

        with_texts(dossier, note)
        wanted: dict[str, list[str]] = {}
        for n, change in enumerate(changes, 1):
            place, lines = f"texts[{n}]", present.get(change.place)
            if lines is None:
                self.fault(f"{place}.place", "change.place_unknown", change.place, nearest(change.place, present))
                continue
            self.touch(place, ("text", change.place), change.place)
            if not change.text.strip():
                self.fault(f"{place}.text", "text.empty")
            new = [change.text] if len(lines) == 1 else change.text.split("\n")
            if len(new) != len(lines):
                self.fault(f"{place}.text", "change.lines", f"{len(new)}", f"{len(lines)}")
                continue
            self.changed(place, lines, new)
            wanted[change.place] = new

        def edit(place: str, text: str) -> str:
            return wanted[place].pop(0) if place in wanted else text

        return with_texts(dossier, edit) if wanted else dossier


def _set(wanted: str | None, present: str | None) -> str | None:
    """Return what a field holds after a change: what is left out stays, an empty text empties it."""
    return present if wanted is None else wanted or None
