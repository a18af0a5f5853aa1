"""Kiểm tra yêu cầu đề xuất lịch: everything of a request that does not fit the plan, before a search is begun."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.domain.errors import Fault
from app.domain.plan_parts import nearest
from app.domain.schedule_requests import MOST_OPTIONS, Aim, DeadlineBasis, LeadBasis, visit_name
from app.domain.vietnamese import short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.schedule_requests import LeadWish, ScheduleRequest
    from app.domain.visits import Visit

_NEW_BATCHES = {LeadBasis.MONTH, LeadBasis.COUNT}
_LAST_DAY_OF_MONTH = 31
_FEWEST_IN_TURN, _FEWEST_TOGETHER = 2, 2


def request_faults(dossier: PlanDossier, calendar: WorkCalendar, request: ScheduleRequest) -> tuple[Fault, ...]:
    """Return everything that is wrong with a request for a schedule of this plan, in the order of its fields."""
    return tuple(_Check(dossier, calendar, request).faults())


class _Check:
    """Soát từng phần của yêu cầu."""

    def __init__(self, dossier: PlanDossier, calendar: WorkCalendar, request: ScheduleRequest) -> None:
        self._dossier, self._calendar, self._request = dossier, calendar, request
        self._visits = {visit_name(visit): visit for visit in dossier.plan.visits if not visit.is_reserve}
        self._people = {person.key for person in dossier.people}
        self._units = {unit.key for unit in dossier.units}
        self._teams = {team.key for team in dossier.plan.teams}

    def faults(self) -> Iterator[Fault]:
        request = self._request
        if not 1 <= request.options <= MOST_OPTIONS:
            yield Fault(
                place="options", code="number.out_of_range", found=f"{request.options}", wanted=f"1, {MOST_OPTIONS}"
            )
        yield from self._span()
        yield from self._named("units", request.units)
        yield from self._named("fixed", request.fixed)
        for number, name in enumerate(request.fixed, 1):
            if name in self._visits and self._visits[name].window is None:
                yield Fault(place=f"fixed[{number}]", code="request.fixed_undated", found=name)
        yield from self._lengths()
        for number, team in enumerate(request.teams, 1):
            yield from self._known(f"teams[{number}]", team, self._teams, "change.team_unknown")
        if request.teams and (request.lead is None or request.lead.basis not in _NEW_BATCHES):
            yield Fault(place="teams", code="request.teams_of_batches")
        if request.lead is not None:
            yield from self._lead(request.lead)
        yield from self._absences()
        rule = request.deadline
        if rule is not None and rule.basis == DeadlineBasis.DAY_OF_MONTH_BEFORE and rule.number > _LAST_DAY_OF_MONTH:
            yield Fault(place="deadline.number", code="number.out_of_range", found=f"{rule.number}", wanted="1, 31")
        yield from self._travel()

    def _span(self) -> Iterator[Fault]:
        span, earliest = self._request.span, self._request.not_before
        if span is None:
            return
        if not self._calendar.working_days(span.first, span.last):
            yield Fault(place="span", code="request.span_without_days")
        elif earliest is not None and earliest > span.last:
            yield Fault(
                place="not_before",
                code="request.not_before_too_late",
                found=short_date(earliest),
                wanted=short_date(span.last),
            )

    def _known(self, place: str, key: str, known: Iterable[str], code: str) -> Iterator[Fault]:
        known = set(known)
        if key not in known:
            yield Fault(place=place, code=code, found=key, wanted=nearest(key, sorted(known)))

    def _named(self, place: str, names: tuple[str, ...]) -> Iterator[Fault]:
        """Find names of visits that the plan does not make, and those named twice."""
        counts = Counter(names)
        for number, name in enumerate(names, 1):
            yield from self._known(f"{place}[{number}]", name, self._visits, "request.visit_unknown")
            if counts[name] > 1 and names.index(name) != number - 1:
                yield Fault(place=f"{place}[{number}]", code="request.visit_twice", found=name)

    def _lengths(self) -> Iterator[Fault]:
        levels = {level.key for level in self._dossier.province.levels}
        for number, length in enumerate(self._request.lengths, 1):
            place = f"lengths[{number}]"
            if (length.level is None) == (length.unit is None):
                yield Fault(place=place, code="request.length_of_one")
            elif length.level is not None:
                yield from self._known(f"{place}.level", length.level, levels, "request.level_unknown")
            elif length.unit is not None:
                yield from self._known(f"{place}.unit", length.unit, self._visits, "request.visit_unknown")
            if length.wanted is not None and length.wanted < length.least:
                yield Fault(
                    place=f"{place}.wanted",
                    code="request.wanted_below_least",
                    found=f"{length.wanted}",
                    wanted=f"{length.least}",
                )
        for visit in self._visits.values():
            if self._gets_days(visit) and not self._has_length(visit):
                name = self._dossier.unit_name(visit.unit)
                yield Fault(place="lengths", code="request.length_missing", found=name)

    def _gets_days(self, visit: Visit) -> bool:
        is_fresh = self._request.aim == Aim.FRESH and not self._request.units
        return visit.window is None and (is_fresh or visit_name(visit) in self._request.units)

    def _has_length(self, visit: Visit) -> bool:
        level = self._dossier.directory.unit(visit.unit).level
        asked = any(each.unit == visit_name(visit) or each.level == level for each in self._request.lengths)
        loose = visit.loose is not None and visit.loose.working_days is not None
        return asked or loose or level in self._dossier.plan.standards.working_days

    def _lead(self, lead: LeadWish) -> Iterator[Fault]:
        for number, agency in enumerate(lead.agencies, 1):
            yield from self._known(f"lead.agencies[{number}]", agency, self._units, "change.unit_unknown")
            if agency in lead.agencies[: number - 1]:
                yield Fault(place=f"lead.agencies[{number}]", code="request.agency_twice", found=agency)
        if lead.basis in _NEW_BATCHES:
            stated = self._dossier.plan.alternation
            known = lead.agencies or (stated.agencies if stated else ()) or self._dossier.plan.planning_agencies
            if len(known) < _FEWEST_IN_TURN:
                yield Fault(place="lead.agencies", code="request.agencies_too_few")
        if lead.basis == LeadBasis.COUNT and lead.visits_per_batch is None:
            yield Fault(place="lead.visits_per_batch", code="request.count_missing")
        if lead.basis not in _NEW_BATCHES and (lead.leaders or lead.agencies):
            yield Fault(place="lead", code="request.leaders_of_batches")
        yield from self._leaders(lead)

    def _leaders(self, lead: LeadWish) -> Iterator[Fault]:
        for number, leaders in enumerate(lead.leaders, 1):
            place = f"lead.leaders[{number}]"
            yield from self._known(f"{place}.agency", leaders.agency, self._units, "change.unit_unknown")
            if leaders.team is not None:
                yield from self._known(f"{place}.team", leaders.team, self._teams, "change.team_unknown")
            for person in (leaders.head, *leaders.deputies):
                if person is not None:
                    yield from self._known(place, person, self._people, "request.person_unknown")
            if leaders.head in self._people and self._dossier.person(leaders.head or "").agency != leaders.agency:
                yield Fault(place=f"{place}.head", code="request.head_of_other", found=leaders.head or "")

    def _absences(self) -> Iterator[Fault]:
        for number, absence in enumerate(self._request.absences, 1):
            place = f"absences[{number}]"
            if (absence.person is None) == (absence.unit is None):
                yield Fault(place=place, code="request.absence_of_one")
            elif absence.person is not None:
                yield from self._known(f"{place}.person", absence.person, self._people, "request.person_unknown")
            elif absence.unit is not None:
                yield from self._known(f"{place}.unit", absence.unit, self._units, "change.unit_unknown")

    def _travel(self) -> Iterator[Fault]:
        named: set[str] = set()
        for number, group in enumerate(self._request.travel_groups, 1):
            place = f"travel_groups[{number}].units"
            yield from self._named(place, group.units)
            if len(set(group.units)) < _FEWEST_TOGETHER:
                yield Fault(place=place, code="request.travel_alone")
            for name in sorted(named & set(group.units)):
                yield Fault(place=place, code="request.travel_twice", found=name)
            named |= set(group.units)
