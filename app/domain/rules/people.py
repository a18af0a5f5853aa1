"""Quy tắc về người của đoàn và việc có mặt của người, của đơn vị."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from app.domain.problems import Problem
from app.domain.rules.windows import days_words, firm_windows
from app.domain.teams import LEADING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.visits import Visit


def unnamed(dossier: PlanDossier, _calendar: WorkCalendar) -> Iterator[Problem]:
    """Find seats that are an office without a person."""
    for team in dossier.plan.teams:
        for seat in team.seats:
            if seat.person is None:
                yield Problem(code="member.unnamed", subjects=(seat.key,), facts={"office": seat.office or seat.key})


def own_agency(dossier: PlanDossier, _calendar: WorkCalendar) -> Iterator[Problem]:
    """Find people of the team who would inspect the agency they belong to."""
    for visit in dossier.plan.visits:
        if visit.is_reserve:
            continue
        serving: list[tuple[str, str | None, str]] = [
            (key, dossier.person(key).agency, dossier.person_line(key)) for key in _leaders(dossier, visit)
        ]
        serving += [(s.key, dossier.seat_agency(s), dossier.seat_line(s)) for s in dossier.members_on(visit)]
        for key, agency, line in serving:
            if agency == visit.unit:
                yield Problem(
                    code="member.own_agency",
                    subjects=(key, visit.unit),
                    facts={"member": line, "unit": dossier.unit_name(visit.unit)},
                )


def person_away(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find heads, deputies and members needed on a working day on which they are away and not substituted."""
    for visit, window in firm_windows(dossier):
        for key in _people(dossier, visit):
            for absence in dossier.plan.absences:
                if absence.person != key:
                    continue
                days = tuple(
                    day
                    for day in window.shared_days(absence.window)
                    if calendar.is_working_day(day) and not _is_substituted(dossier, visit, key, day)
                )
                if days:
                    yield _unavailable(dossier, key, visit, days, f"vắng mặt ({absence.reason})")


def person_elsewhere(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find people needed at the same time by visits of two teams."""
    plan = dossier.plan
    for (one, first), (other, second) in combinations(firm_windows(dossier), 2):
        if plan.team_of(one).key == plan.team_of(other).key:
            continue
        days = tuple(day for day in first.shared_days(second) if calendar.is_working_day(day))
        if days:
            busy = set(_people(dossier, one))
            for key in _people(dossier, other):
                if key in busy:
                    yield _unavailable(dossier, key, other, days, f"đang kiểm tra tại {dossier.unit_name(one.unit)}")


def unit_unavailable(dossier: PlanDossier, calendar: WorkCalendar) -> Iterator[Problem]:
    """Find windows over working days on which the unit asked not to be visited or another plan covers it."""
    for visit, window in firm_windows(dossier):
        for absence in dossier.plan.absences:
            if absence.unit != visit.unit:
                continue
            days = tuple(day for day in window.shared_days(absence.window) if calendar.is_working_day(day))
            if days:
                yield Problem(
                    code="unit.unavailable",
                    subjects=(visit.unit,),
                    dates=days,
                    facts={
                        "unit": dossier.unit_name(visit.unit),
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


RULES = (unnamed, own_agency, person_away, person_elsewhere, unit_unavailable)
