"""Người, đoàn, đợt giữa dòng và giá trị."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.db import rows
from app.db.tables.teams import BatchDeputyRow, BatchRow, PersonRow, SeatRow, TeamRow
from app.db.times import deadline_fields, deadline_of
from app.domain.people import Person
from app.domain.teams import Batch, Role, Seat, Team

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.rows import Rows


def read_people(session: Session, plan_id: int) -> tuple[Person, ...]:
    """Return the people whom a plan names."""
    return tuple(
        Person(
            key=row.key,
            name=row.name,
            honorific=row.honorific,
            position=row.post,
            agency=row.agency,
            division=row.division,
            printed=row.printed,
            since=row.since,
            until=row.until,
            source=row.source,
        )
        for row in rows.of_plan(session, PersonRow, plan_id)
    )


def people_rows(plan_id: int, people: tuple[Person, ...]) -> Rows:
    """Return the rows of the people whom a plan names."""
    person_rows = [
        PersonRow(
            plan_id=plan_id,
            key=person.key,
            position=position,
            name=person.name,
            honorific=person.honorific,
            post=person.position,
            agency=person.agency,
            division=person.division,
            printed=person.printed,
            since=person.since,
            until=person.until,
            source=person.source,
        )
        for position, person in enumerate(people)
    ]
    return ((PersonRow, person_rows),)


def read_teams(session: Session, plan_id: int) -> tuple[Team, ...]:
    """Return the teams of a plan with their seats."""
    seats: dict[str, list[Seat]] = {}
    for row in rows.of_plan(session, SeatRow, plan_id):
        seats.setdefault(row.team, []).append(_seat(row))
    return tuple(
        Team(key=row.key, name=row.name, seats=tuple(seats.get(row.key, ())))
        for row in rows.of_plan(session, TeamRow, plan_id)
    )


def _seat(row: SeatRow) -> Seat:
    return Seat(
        key=row.key,
        role=Role(row.role),
        person=row.person,
        office=row.office,
        agency=row.agency,
        fields=row.fields_of_work,
        substitutes=row.substitutes,
        since=row.since,
        until=row.until,
        units=row.units,
    )


def team_rows(plan_id: int, teams: tuple[Team, ...]) -> Rows:
    """Return the rows of the teams of a plan with their seats."""
    teams_of_plan = [
        TeamRow(plan_id=plan_id, key=team.key, position=position, name=team.name) for position, team in enumerate(teams)
    ]
    seat_rows = [
        SeatRow(
            plan_id=plan_id,
            team=team.key,
            key=seat.key,
            position=position,
            role=seat.role,
            person=seat.person,
            office=seat.office,
            agency=seat.agency,
            fields_of_work=seat.fields,
            substitutes=seat.substitutes,
            since=seat.since,
            until=seat.until,
            units=seat.units,
        )
        for team in teams
        for position, seat in enumerate(team.seats)
    ]
    return ((TeamRow, teams_of_plan), (SeatRow, seat_rows))


def read_batches(session: Session, plan_id: int) -> tuple[Batch, ...]:
    """Return the batches of a plan with their deputies."""
    deputies: dict[str, list[str]] = {}
    for row in rows.of_plan(session, BatchDeputyRow, plan_id):
        deputies.setdefault(row.batch, []).append(row.person)
    return tuple(
        Batch(
            key=row.key,
            name=row.name,
            team=row.team,
            head=row.head,
            deputies=tuple(deputies.get(row.key, ())),
            standing_deputy=row.standing_deputy,
            lead_agency=row.lead_agency,
            report_deadline=deadline_of(row),
        )
        for row in rows.of_plan(session, BatchRow, plan_id)
    )


def batch_rows(plan_id: int, batches: tuple[Batch, ...]) -> Rows:
    """Return the rows of the batches of a plan with their deputies."""
    batchs_of_plan = [
        BatchRow(
            plan_id=plan_id,
            key=batch.key,
            position=position,
            name=batch.name,
            team=batch.team,
            head=batch.head,
            standing_deputy=batch.standing_deputy,
            lead_agency=batch.lead_agency,
            **deadline_fields(batch.report_deadline),
        )
        for position, batch in enumerate(batches)
    ]
    batch_deputy_rows = [
        BatchDeputyRow(plan_id=plan_id, batch=batch.key, person=person, position=position)
        for batch in batches
        for position, person in enumerate(batch.deputies)
    ]
    return ((BatchRow, batchs_of_plan), (BatchDeputyRow, batch_deputy_rows))
