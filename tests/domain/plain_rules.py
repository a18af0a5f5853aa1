"""The rules over pairs, people and deadlines as the contract states them, every pair of visits looked at in turn."""

from itertools import combinations, pairwise

from app.domain.dates import ONE_DAY
from app.domain.schedules import report_due, self_inspection_due
from app.domain.teams import LEADING

STATED = (
    "window.overlap",
    "handover.no_buffer",
    "deadline.last_day_off",
    "deadline.day_off",
    "person.unavailable",
    "unit.unavailable",
)


def plainly_found(dossier, calendar):
    """Return (code, subjects, dates) of every problem with a code of `STATED`, by code, then plan order."""
    return [
        *_overlaps(dossier),
        *_handovers(dossier, calendar),
        *_deadlines(dossier, calendar),
        *_people_away(dossier, calendar),
        *_people_elsewhere(dossier, calendar),
        *_units_away(dossier, calendar),
    ]


def _shared(one, other):
    return tuple(sorted({day for day, _ in set(one.half_days()) & set(other.half_days())}))


def _overlaps(dossier):
    for one, other in combinations(dossier.plan.firm_visits(), 2):
        days = _shared(one.window, other.window)
        if days and dossier.plan.team_of(one) == dossier.plan.team_of(other):
            yield "window.overlap", (one.unit, other.unit), days


def _handovers(dossier, calendar):
    plan = dossier.plan
    for team in plan.teams:
        of_team = [visit for visit in plan.firm_visits() if plan.team_of(visit) == team]
        for one, other in pairwise(of_team):
            heads = {plan.head_of(one), plan.head_of(other)}
            between = calendar.working_days(one.window.last + ONE_DAY, other.window.first - ONE_DAY)
            if len(heads) > 1 and None not in heads and not between:
                yield "handover.no_buffer", (one.unit, other.unit), (one.window.last, other.window.first)


def _deadlines(dossier, calendar):
    units = {}
    for visit in dossier.plan.visits:
        due = None if visit.is_reserve else report_due(dossier.plan, visit, calendar)
        if due is not None:
            units.setdefault(due, {})[visit.unit] = None
    found = [(due, tuple(bound)) for due, bound in units.items()]
    own = self_inspection_due(dossier.plan, calendar)
    if own is not None:
        found.append((own, tuple(unit.key for unit in dossier.self_inspecting_units())))
    for due, bound in found:
        if not calendar.is_working_day(due.last_day):
            dates = (due.last_day, calendar.last_working_day(due.last_day))
            yield "deadline.last_day_off", bound, dates
    for due, bound in found:
        if due.stated is not None and not calendar.is_working_day(due.stated):
            yield "deadline.day_off", bound, (due.stated,)


def _people_away(dossier, calendar):
    for visit in dossier.plan.firm_visits():
        for person in _people(dossier, visit):
            for absence in dossier.plan.absences:
                if absence.person == person:
                    days = tuple(
                        day
                        for day in _shared(visit.window, absence.window)
                        if calendar.is_working_day(day) and not _has_substitute(dossier, visit, person, day)
                    )
                    if days:
                        yield "person.unavailable", (person, visit.unit), days


def _people_elsewhere(dossier, calendar):
    for one, other in combinations(dossier.plan.firm_visits(), 2):
        days = tuple(day for day in _shared(one.window, other.window) if calendar.is_working_day(day))
        if days and dossier.plan.team_of(one) != dossier.plan.team_of(other):
            for person in _people(dossier, other):
                if person in _people(dossier, one):
                    yield "person.unavailable", (person, other.unit), days


def _units_away(dossier, calendar):
    for visit in dossier.plan.firm_visits():
        for absence in dossier.plan.absences:
            days = tuple(day for day in _shared(visit.window, absence.window) if calendar.is_working_day(day))
            if absence.unit == visit.unit and days:
                yield "unit.unavailable", (visit.unit,), days


def _people(dossier, visit):
    plan = dossier.plan
    people = [plan.head_of(visit), *plan.batch(visit.batch).deputies]
    people += [seat.person for seat in dossier.members_on(visit)]
    return list(dict.fromkeys(person for person in people if person))


def _has_substitute(dossier, visit, person, day):
    seats = [seat for seat in dossier.plan.team_of(visit).seats if seat.role not in LEADING]
    held = {seat.key for seat in dossier.plan.team_of(visit).seats if seat.person == person}
    return any(
        seat.substitutes in held
        and (not seat.units or visit.unit in seat.units)
        and (seat.since is None or seat.since <= day)
        and (seat.until is None or day <= seat.until)
        for seat in seats
    )
