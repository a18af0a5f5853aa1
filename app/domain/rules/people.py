"""Quy tắc về người của đoàn và việc có mặt của người, của đơn vị."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.problems import Problem
from app.domain.rules.windows import days_words
from app.domain.teams import LEADING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.domain.dossiers import PlanDossier
    from app.domain.rules.checked_plan import CheckedPlan
    from app.domain.visits import Visit


def unnamed(checked: CheckedPlan) -> Iterator[Problem]:
    """Find seats that are an office without a person."""
    for team in checked.dossier.plan.teams:
        for seat in team.seats:
            if seat.person is None:
                yield Problem(code="member.unnamed", subjects=(seat.key,), facts={"office": seat.office or seat.key})


def own_agency(checked: CheckedPlan) -> Iterator[Problem]:
    """Find people of the team who would inspect the agency they belong to."""
    dossier = checked.dossier
    for visit in checked.visits:
        leaders = (key for key in _leaders(dossier, visit) if dossier.person(key).agency == visit.unit)
        own = [(key, dossier.person_line(key)) for key in leaders]
        members = (seat for seat in dossier.members_on(visit) if dossier.seat_agency(seat) == visit.unit)
        own += [(seat.key, dossier.seat_line(seat)) for seat in members]
        for key, line in own:
            yield Problem(
                code="member.own_agency",
                subjects=(key, visit.unit),
                facts={"member": line, "unit": dossier.unit_name(visit.unit)},
            )


def person_away(checked: CheckedPlan) -> Iterator[Problem]:
    """Find heads, deputies and members needed on a working day on which they are away and not substituted."""
    dossier = checked.dossier
    for visit, window in checked.windows:
        for key in _people(dossier, visit):
            for absence in checked.absences_of_people.get(key, ()):
                days = tuple(
                    day
                    for day in window.shared_days(absence.window)
                    if checked.calendar.is_working_day(day) and not _is_substituted(dossier, visit, key, day)
                )
                if days:
                    yield _unavailable(dossier, key, visit, days, f"vắng mặt ({absence.reason})")


def person_elsewhere(checked: CheckedPlan) -> Iterator[Problem]:
    """Find people needed at the same time by visits of two teams."""
    dossier = checked.dossier
    people = {place: _people(dossier, checked.all_windows[place][0]) for place in checked.met}
    needed_at: dict[str, list[int]] = {}
    for place, keys in people.items():
        for key in keys:
            needed_at.setdefault(key, []).append(place)
    clashes = [
        (one, other, people[other].index(key), key)
        for key, places in needed_at.items()
        for one, other in checked.side_by_side(places)
    ]
    for one, other, _, key in sorted(clashes):
        (visit, window), (next_visit, next_window) = checked.all_windows[one], checked.all_windows[other]
        if checked.team_of(visit) == checked.team_of(next_visit) or not checked.looks_at(next_visit):
            continue
        days = tuple(day for day in window.shared_days(next_window) if checked.calendar.is_working_day(day))
        if days:
            busy = f"đang kiểm tra tại {dossier.unit_name(visit.unit)}"
            yield _unavailable(dossier, key, next_visit, days, busy)


def unit_unavailable(checked: CheckedPlan) -> Iterator[Problem]:
    """Find windows over working days on which the unit asked not to be visited or another plan covers it."""
    for visit, window in checked.windows:
        for absence in checked.absences_of_units.get(visit.unit, ()):
            days = tuple(day for day in window.shared_days(absence.window) if checked.calendar.is_working_day(day))
            if days:
                yield Problem(
                    code="unit.unavailable",
                    subjects=(visit.unit,),
                    dates=days,
                    facts={
                        "unit": checked.dossier.unit_name(visit.unit),
                        "days": days_words(days),
                        "reason": absence.reason,
                    },
                )


def _leaders(dossier: PlanDossier, visit: Visit) -> list[str]:
    batch = dossier.plan.batch(visit.batch)
    return list(dict.fromkeys(key for key in (dossier.plan.head_of(visit), *batch.deputies) if key))


def _people(dossier: PlanDossier, visit: Visit) -> list[str]:
    members = [seat.person for seat in dossier.members_on(visit) if seat.person]
    return list(dict.fromkeys([*_leaders(dossier, visit), *members]))


def _is_substituted(dossier: PlanDossier, visit: Visit, person: str, day: date) -> bool:
    seats = dossier.plan.team_of(visit).seats
    held = {seat.key for seat in seats if seat.person == person}
    return any(
        seat.substitutes in held
        and (not seat.units or visit.unit in seat.units)
        and (seat.since is None or seat.since <= day)
        and (seat.until is None or day <= seat.until)
        for seat in seats
        if seat.role not in LEADING
    )


def _unavailable(dossier: PlanDossier, key: str, visit: Visit, days: tuple[date, ...], reason: str) -> Problem:
    return Problem(
        code="person.unavailable",
        subjects=(key, visit.unit),
        dates=days,
        facts={
            "person": dossier.person_line(key),
            "unit": dossier.unit_name(visit.unit),
            "days": days_words(days),
            "reason": reason,
        },
    )


OF_VISITS = (own_agency, person_away, person_elsewhere, unit_unavailable)
OF_THE_PLAN = (unnamed,)
