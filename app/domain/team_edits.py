"""Sửa đoàn của dự thảo: what a planner makes of the people whom a plan names, its teams, and the seats in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import Fault, InvalidInput, NotFound, Refused
from app.domain.plan_orders import index_of, moved, new_key
from app.domain.teams import Team
from app.domain.vietnamese import clean, folded_name, listed, short_date, two_digits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.domain.dossiers import PlanDossier
    from app.domain.people import Person
    from app.domain.teams import Seat

LONGEST_TEXT = 300


# Người


def saved_person(dossier: PlanDossier, key: str | None, typed: Person) -> PlanDossier:
    """Return the plan with that person as typed, a new one last for None; `typed.key` does not matter.

    The line as printed gives way where something that stands in it is changed. Raise NotFound for an unknown person,
    InvalidInput with every fault, its places the fields of `Person`.
    """
    person = replace(
        typed,
        name=clean(typed.name),
        honorific=clean(typed.honorific),
        position=clean(typed.position),
        division=clean(typed.division or "") or None,
    )
    faults = list(_person_faults(dossier, key, person))
    if faults:
        raise InvalidInput(faults)
    if key is None:
        made = replace(person, key=new_key(person.name, {each.key for each in dossier.people}, "nguoi"), printed=None)
        return replace(dossier, people=(*dossier.people, made))
    present = dossier.person(key)
    printed = present.printed if _in_words(present) == _in_words(person) else None
    made = replace(person, key=key, printed=printed, source=present.source)
    return replace(dossier, people=tuple(made if each.key == key else each for each in dossier.people))


def without_person(dossier: PlanDossier, key: str) -> PlanDossier:
    """Return the plan without that person; raise NotFound, Refused `person.is_named` saying where they are named."""
    person = dossier.person(key)
    places = places_of_person(dossier, key)
    if places:
        raise Refused("person.is_named", person=f"{person.honorific} {person.name}".strip(), places=listed(places))
    return replace(dossier, people=tuple(each for each in dossier.people if each.key != key))


def places_of_person(dossier: PlanDossier, key: str) -> tuple[str, ...]:
    """Return where a plan names a person, in words: "Trưởng đoàn Đợt 1", "thành viên Đoàn kiểm tra", …"""
    plan = dossier.plan
    found = [f"Trưởng đoàn {batch.name}" for batch in plan.batches if batch.head == key]
    found += [f"Phó Trưởng đoàn {batch.name}" for batch in plan.batches if key in batch.deputies]
    found += [f"Trưởng đoàn tại {dossier.unit_name(visit.unit)}" for visit in plan.visits if visit.head == key]
    found += [f"thành viên {team.name}" for team in plan.teams for seat in team.seats if seat.person == key]
    found += [
        f"lịch bận từ ngày {short_date(absence.window.first)}" for absence in plan.absences if absence.person == key
    ]
    return tuple(dict.fromkeys(found))


def _in_words(person: Person) -> tuple[str | None, ...]:
    return person.name, person.honorific, person.position, person.agency, person.division


def _person_faults(dossier: PlanDossier, key: str | None, person: Person) -> Iterator[Fault]:
    for place, wanted in (("name", "họ và tên đầy đủ"), ("position", "chức vụ, ví dụ Phó Giám đốc")):
        text = getattr(person, place)
        if not text:
            yield Fault(place=place, code="field.empty", wanted=wanted)
    for place in ("name", "honorific", "position", "division"):
        length = len(getattr(person, place) or "")
        if length > LONGEST_TEXT:
            yield Fault(place=place, code="field.too_long", found=f"{length}", wanted=f"{LONGEST_TEXT}")
    if dossier.directory.get(person.agency) is None:
        yield Fault(place="agency", code="choice.unknown", found=person.agency)
    alike = [each for each in dossier.people if each.key != key and _folded(each) == _folded(person)]
    if person.name and alike:
        yield Fault(place="name", code="person.alike", found=person.name)
    yield from _days_faults(person.since, person.until)


def _folded(person: Person) -> tuple[str, ...]:
    return folded_name(person.name), folded_name(person.position), person.agency, folded_name(person.division or "")


def _days_faults(since: date | None, until: date | None) -> Iterator[Fault]:
    if since is not None and until is not None and until < since:
        yield Fault(place="until", code="day.order", found=short_date(until), wanted=short_date(since))


# Đoàn, tổ


def saved_team(dossier: PlanDossier, key: str | None, name: str) -> PlanDossier:
    """Return the plan with that team of that name, a new one last for None.

    Raise NotFound for an unknown team, InvalidInput at `name`.
    """
    plan, name = dossier.plan, clean(name)
    if not name:
        raise InvalidInput([Fault(place="name", code="field.empty", wanted="tên đoàn, tổ, ví dụ Tổ kiểm tra số 1")])
    if len(name) > LONGEST_TEXT:
        raise InvalidInput([Fault(place="name", code="field.too_long", found=f"{len(name)}", wanted=f"{LONGEST_TEXT}")])
    if any(folded_name(each.name) == folded_name(name) for each in plan.teams if each.key != key):
        raise InvalidInput([Fault(place="name", code="team.name_used", found=name)])
    if key is None:
        team = Team(key=new_key(name, {each.key for each in plan.teams}, "doan"), name=name)
        return _with_teams(dossier, (*plan.teams, team))
    return _with_team(dossier, replace(plan.team(key), name=name))


def without_team(dossier: PlanDossier, key: str) -> PlanDossier:
    """Return the plan without that team and its seats; raise NotFound, Refused `team.is_used` where it has batches."""
    plan = dossier.plan
    team = plan.team(key)
    batches = [batch.name for batch in plan.batches if batch.team == key]
    if batches:
        raise Refused("team.is_used", team=team.name, batches=listed(batches))
    return _with_teams(dossier, tuple(each for each in plan.teams if each.key != key))


def moved_team(dossier: PlanDossier, key: str, steps: int) -> PlanDossier:
    """Return the plan with that team so many places further down (up when negative); raise NotFound."""
    teams = dossier.plan.teams
    index = index_of(teams, lambda team: team.key == key)
    if index is None:
        raise NotFound("team", key)
    return _with_teams(dossier, moved(teams, index, steps))


def _with_teams(dossier: PlanDossier, teams: tuple[Team, ...]) -> PlanDossier:
    return replace(dossier, plan=replace(dossier.plan, teams=teams))


def _with_team(dossier: PlanDossier, team: Team) -> PlanDossier:
    return _with_teams(dossier, tuple(team if each.key == team.key else each for each in dossier.plan.teams))


# Thành viên


def seat_of(team: Team, key: str) -> Seat:
    """Return the seat of that key in a team; raise NotFound."""
    found = next((seat for seat in team.seats if seat.key == key), None)
    if found is None:
        raise NotFound("seat", key)
    return found


def saved_seat(dossier: PlanDossier, team_key: str, key: str | None, typed: Seat) -> PlanDossier:
    """Return the plan with that seat of a team as typed, a new one last for None; `typed.key` does not matter.

    The key of a seat is its own in the whole plan. A substitute has the role of whom they stand in for, and a new one
    stands just below. Raise NotFound for an unknown team or seat, InvalidInput with every fault, its places the fields
    of `Seat`.
    """
    team = dossier.plan.team(team_key)
    present = seat_of(team, key) if key is not None else None
    seat = replace(typed, office=clean(typed.office or "") or None)
    faults = list(_seat_faults(dossier, team, key, seat))
    if faults:
        raise InvalidInput(faults)
    if seat.substitutes is not None:
        seat = replace(seat, role=seat_of(team, seat.substitutes).role)
    if present is not None:
        made = replace(seat, key=present.key)
        return _with_team(
            dossier, replace(team, seats=tuple(made if each.key == made.key else each for each in team.seats))
        )
    taken = {each.key for every in dossier.plan.teams for each in every.seats}
    made = replace(seat, key=new_key(seat.person or seat.office or "", taken, "thanh-vien"))
    behind = index_of(team.seats, lambda each: each.key == made.substitutes)
    at = len(team.seats) if behind is None else behind + 1
    return _with_team(dossier, replace(team, seats=(*team.seats[:at], made, *team.seats[at:])))


def without_seat(dossier: PlanDossier, team_key: str, key: str) -> PlanDossier:
    """Return the plan without that seat; raise NotFound, Refused `seat.has_substitute` where somebody stands in."""
    team = dossier.plan.team(team_key)
    seat = seat_of(team, key)
    substitutes = [dossier.seat_line(each) for each in team.seats if each.substitutes == key]
    if substitutes:
        raise Refused("seat.has_substitute", seat=dossier.seat_line(seat), substitutes=listed(substitutes))
    return _with_team(dossier, replace(team, seats=tuple(each for each in team.seats if each.key != key)))


def moved_seat(dossier: PlanDossier, team_key: str, key: str, steps: int) -> PlanDossier:
    """Return the plan with that seat so many places further down (up when negative); raise NotFound."""
    team = dossier.plan.team(team_key)
    index = index_of(team.seats, lambda seat: seat.key == key)
    if index is None:
        raise NotFound("seat", key)
    return _with_team(dossier, replace(team, seats=moved(team.seats, index, steps)))


def _seat_faults(dossier: PlanDossier, team: Team, key: str | None, seat: Seat) -> Iterator[Fault]:
    people = {person.key for person in dossier.people}
    if seat.person is not None and seat.person not in people:
        yield Fault(place="person", code="choice.unknown", found=seat.person)
    elif not seat.person and not seat.office:
        yield Fault(place="person", code="seat.nobody")
    elif seat.person is not None:
        yield from _holder_faults(dossier, team, key, seat)
    if len(seat.office or "") > LONGEST_TEXT:
        yield Fault(place="office", code="field.too_long", found=f"{len(seat.office or '')}", wanted=f"{LONGEST_TEXT}")
    if seat.agency is not None and dossier.directory.get(seat.agency) is None:
        yield Fault(place="agency", code="choice.unknown", found=seat.agency)
    if seat.substitutes is not None and seat.substitutes not in {each.key for each in team.seats if each.key != key}:
        yield Fault(place="substitutes", code="choice.unknown", found=seat.substitutes)
    fields = {mandate.field for mandate in dossier.plan.mandates} | {f for each in team.seats for f in each.fields}
    targets = {visit.unit for visit in dossier.plan.visits} | {u for each in team.seats for u in each.units}
    for place, chosen, known in (("fields", seat.fields, fields), ("units", seat.units, targets)):
        unknown = [each for each in chosen if each not in known]
        if unknown:
            yield Fault(place=place, code="choice.unknown", found=", ".join(unknown))
    yield from _days_faults(seat.since, seat.until)


def _holder_faults(dossier: PlanDossier, team: Team, key: str | None, seat: Seat) -> Iterator[Fault]:
    """Find a person who would be a member twice, or stand in for themselves."""
    others = [each for each in team.seats if each.key != key]
    line = dossier.person_line(seat.person or "")
    if seat.substitutes is None:
        if any(each.person == seat.person and each.substitutes is None for each in others):
            yield Fault(place="person", code="seat.person_twice", found=line, wanted=team.name)
    elif any(each.key == seat.substitutes and each.person == seat.person for each in others):
        yield Fault(place="person", code="seat.for_oneself", found=line)


def seats_words(team: Team) -> str:
    """Return how many people a team has, those who stand in for others not counted."""
    return f"{two_digits(sum(1 for seat in team.seats if seat.substitutes is None))} người"
