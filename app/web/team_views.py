"""Nội dung trang soạn đoàn: batches with who leads them, teams with their members, people, and the alternation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.batch_edits import alternating_agencies
from app.domain.deadlines import due_day
from app.domain.leadership import Leadership, leadership_of_batch
from app.domain.team_edits import places_of_person
from app.domain.teams import AlternationBasis
from app.domain.vietnamese import listed, short_date, weekday_date
from app.services.team_editing import mark_of_part
from app.web.views import Problem, problem_views

if TYPE_CHECKING:
    from datetime import date

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Person
    from app.domain.teams import Batch, Seat, Team
    from app.services.checking import WordedProblem

_ABOUT_TEAMS = ("alternation.", "person.", "member.")
"""How the codes of problems begin that the page of the team shows."""
_BASES = {
    AlternationBasis.BATCH: "theo từng đợt",
    AlternationBasis.MONTH: "theo tháng",
    AlternationBasis.COUNT: "theo số đơn vị",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """Một đợt trên trang soạn; `lead` is the place of its agency among the lead agencies, 0 for another."""

    key: str
    name: str
    team: str
    leading: Leadership
    standing: str
    lead: int
    lead_name: str
    deadline: str
    last_day: str
    units: str
    mark: str
    is_used: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatEditView:
    """Một thành viên trên trang soạn: their line, for whom and when they stand in, what is assigned to them."""

    key: str
    line: str
    role: str
    is_named: bool
    instead_of: str
    when: str
    units: str
    fields: str
    mark: str
    is_substituted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamEditView:
    """Một đoàn, tổ trên trang soạn."""

    key: str
    name: str
    seats: tuple[SeatEditView, ...]
    batches: str
    mark: str
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """Một người trên trang soạn: `office` are the days in office in words; `is_out`: they are needed outside them."""

    key: str
    line: str
    office: str
    places: str
    mark: str
    is_named: bool
    is_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamView:
    """Cả trang soạn đoàn; `basis` and `agencies` tell the alternation, "" where the plan states none."""

    batches: tuple[BatchView, ...]
    teams: tuple[TeamEditView, ...]
    people: tuple[PersonView, ...]
    problems: tuple[Problem, ...]
    basis: str
    agencies: str
    leading_mark: str
    order: str
    team_order: str


def team_view(dossier: PlanDossier, calendar: WorkCalendar, problems: tuple[WordedProblem, ...]) -> TeamView:
    """Return what the page of the team shows to those who draw it up."""
    plan = dossier.plan
    stated = plan.alternation
    about = [each for each in problems if each.problem.code.startswith(_ABOUT_TEAMS)]
    return TeamView(
        batches=tuple(_batch(dossier, batch, calendar) for batch in plan.batches),
        teams=tuple(_team(dossier, team) for team in plan.teams),
        people=tuple(_person(dossier, person) for person in dossier.people),
        problems=tuple(problem_views(about, plan.key, frozenset(visit.unit for visit in plan.visits))),
        basis=_BASES[stated.basis] if stated is not None else "",
        agencies=listed(dossier.unit_name(key) for key in alternating_agencies(dossier)),
        leading_mark=mark_of_part(dossier, "leading"),
        order=mark_of_part(dossier, "batches"),
        team_order=mark_of_part(dossier, "teams"),
    )


def _batch(dossier: PlanDossier, batch: Batch, calendar: WorkCalendar) -> BatchView:
    plan = dossier.plan
    deadline = batch.report_deadline
    due = due_day(deadline, {}, calendar)
    units = [
        dossier.unit_name(visit.unit) + (" (dự phòng)" if visit.is_reserve else "")
        for visit in plan.visits
        if visit.batch == batch.key
    ]
    units += [quota.wording for quota in plan.quotas if quota.batch == batch.key]
    return BatchView(
        key=batch.key,
        name=batch.name,
        team=plan.team(batch.team).name,
        leading=leadership_of_batch(dossier, batch),
        standing=dossier.person_line(batch.standing_deputy) if batch.standing_deputy else "",
        lead=plan.lead_agencies.index(batch.lead_agency) + 1 if batch.lead_agency in plan.lead_agencies else 0,
        lead_name=dossier.unit_name(batch.lead_agency) if batch.lead_agency else "",
        deadline=deadline.words() if deadline is not None else "",
        last_day=weekday_date(due.last_day) if due is not None else "",
        units=listed(units),
        mark=mark_of_part(dossier, "batch", batch.key),
        is_used=bool(units),
    )


def _team(dossier: PlanDossier, team: Team) -> TeamEditView:
    return TeamEditView(
        key=team.key,
        name=team.name,
        seats=tuple(_seat(dossier, team, seat) for seat in team.seats),
        batches=listed(batch.name for batch in dossier.plan.batches if batch.team == team.key),
        mark=mark_of_part(dossier, "team", team.key),
        order=mark_of_part(dossier, "seats", team.key),
    )


def _seat(dossier: PlanDossier, team: Team, seat: Seat) -> SeatEditView:
    names = {mandate.field: mandate.name for mandate in dossier.plan.mandates}
    return SeatEditView(
        key=seat.key,
        line=dossier.seat_line(seat),
        role=seat.role,
        is_named=seat.person is not None,
        instead_of=next((dossier.seat_line(each) for each in team.seats if each.key == seat.substitutes), ""),
        when=_span(seat.since, seat.until),
        units=listed(dossier.unit_name(key) for key in seat.units),
        fields=listed(names.get(field, field) for field in seat.fields),
        mark=mark_of_part(dossier, "seat", f"{team.key}/{seat.key}"),
        is_substituted=any(each.substitutes == seat.key for each in team.seats),
    )


def _person(dossier: PlanDossier, person: Person) -> PersonView:
    places = places_of_person(dossier, person.key)
    return PersonView(
        key=person.key,
        line=dossier.person_line(person.key),
        office=_span(person.since, person.until),
        places=listed(places),
        mark=mark_of_part(dossier, "person", person.key),
        is_named=bool(places),
        is_out=_is_out_of_office(dossier, person),
    )


def _span(since: date | None, until: date | None) -> str:
    """Return days in words, "" where both ends are open."""
    if since is not None and since == until:
        return f"ngày {short_date(since)}"
    begins = f"từ ngày {short_date(since)}" if since else ""
    ends = f"đến hết ngày {short_date(until)}" if until else ""
    return f"{begins} {ends}".strip()


def _is_out_of_office(dossier: PlanDossier, person: Person) -> bool:
    """Say whether somebody takes part in a visit on days on which they are not in office."""
    windows = [visit.window for visit, _ in dossier.visits_of_person(person.key) if visit.window is not None]
    return any(
        (person.since is not None and window.first < person.since)
        or (person.until is not None and person.until < window.last)
        for window in windows
    )
