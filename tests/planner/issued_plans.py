"""Small issued plans without errors, and something that happens to each of them, made from a number."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from builders import PEOPLE, QUOC_KHANH_2023, UNITS, a_batch, a_department, a_dossier, a_plan, a_team, a_visit

from app.domain.dates import Window
from app.domain.happenings import DaysOffDecreed, PersonAway, PlaceClosed, UnitAdded, UnitWithdrawn
from app.domain.people import Person
from app.domain.pins import pins_of
from app.domain.plans import PlanState, Standards
from app.domain.teams import Alternation, Role, Seat
from app.services.replanning import IssuedPlan

if TYPE_CHECKING:
    from app.domain.happenings import Happening

START = date(2023, 8, 14)
ADDED_DAYS = 3
_VISITED = tuple(a_department(f"so-{n}", f"Sở thứ {n}") for n in range(8))
_MEMBERS = tuple(
    Person(key=key, name=key, honorific="Bà", position="Chuyên viên", agency="so-tu-phap") for key in ("ba-q", "ong-r")
)
_SHARED = Seat(key="ong-p", role=Role.MEMBER, person="ong-p")


def issued_plan(number: int) -> tuple[IssuedPlan, Happening]:
    """Return a plan of four to six visits by one or two teams, today some day in it, and what happened."""
    chance = random.Random(number)  # noqa: S311 — the same plan in every run
    teams = ("doan", "to-2")[: chance.choice((1, 1, 2))]
    lanes = [chance.choice(teams) for _ in range(chance.randint(4, 6))]
    free = dict.fromkeys(teams, START)
    visits = []
    for place, team in enumerate(lanes):
        first = QUOC_KHANH_2023.next_working_day(free[team] + timedelta(days=chance.choice((0, 0, 0, 1, 3))))
        last = QUOC_KHANH_2023.shifted(first, chance.randint(1, 5))
        free[team] = last + timedelta(days=1)
        batch = f"{team}-{1 + (place >= len(lanes) // 2)}"
        visits.append(a_visit(f"so-{place}", batch=batch, window=Window(first=first, last=last)))
    plan = a_plan(
        state=PlanState.ISSUED,
        teams=tuple(_team(team, number) for team in teams),
        batches=tuple(_batch(team, turn) for team in teams for turn in (1, 2)),
        alternation=Alternation(agencies=("so-noi-vu", "so-tttt")) if number % 2 else None,
        visits=tuple(visits),
        standards=Standards(notice_days=chance.choice((1, 3, 5))),
    )
    dossier = a_dossier(plan, units=(*UNITS, *_VISITED), people=(*PEOPLE, *_MEMBERS))
    today = START + timedelta(days=chance.randint(-10, 8))
    pins = pins_of(plan, today, QUOC_KHANH_2023)
    found = IssuedPlan(dossier=dossier, issued=dossier, pins=pins, calendar=QUOC_KHANH_2023, today=today)
    return found, _happening(found, number, chance)


def _team(team: str, number: int):
    own = Seat(
        key="ba-q" if team == "doan" else "ong-r", role=Role.MEMBER, person="ba-q" if team == "doan" else "ong-r"
    )
    # Every third plan has somebody who serves in both teams.
    seats = (own, _SHARED) if team == "doan" or number % 3 == 0 else (own,)
    return a_team(*seats, key=team)


def _batch(team: str, turn: int):
    agencies = ("so-noi-vu", "so-tttt") if team == "doan" else ("so-tttt", "so-noi-vu")
    heads = {"so-noi-vu": "ong-m", "so-tttt": "ba-n"} if team == "doan" else {}
    agency = agencies[turn - 1]
    return a_batch(
        f"{team}-{turn}", name=f"{team} {turn}", team=team, head=heads.get(agency), deputies=(), lead_agency=agency
    )


def _happening(found: IssuedPlan, number: int, chance: random.Random) -> Happening:
    pinned = {pin.key for pin in found.pins}
    # Mostly something that concerns visits which may still be moved.
    visits = [visit for visit in found.dossier.plan.visits if (visit.unit, visit.number) not in pinned]
    hit = chance.choice(visits or found.dossier.plan.visits)
    first = max(found.today, hit.window.first + timedelta(days=chance.randint(-1, 2)))
    window = Window(first=first, last=first + timedelta(days=chance.randint(1, 9)))
    kind = number % 5
    if kind == 0:
        heads = {found.dossier.plan.head_of(visit) for visit in visits or [hit]} - {None}
        return PersonAway(person=chance.choice(sorted(heads) or ["ong-p"]), window=window, reason="nghỉ ốm")
    if kind == 1:
        return PersonAway(person="ong-p", window=window, reason="nghỉ ốm")
    if kind == 2:
        return PlaceClosed(place=hit.unit, window=window, reason="bão")
    if kind == 3:
        return UnitAdded(unit="so-7", batch=hit.batch)
    if number % 20 == 4:
        return UnitWithdrawn(unit=hit.unit)
    last = min(window.last, window.first + timedelta(days=3))
    return DaysOffDecreed(window=replace(window, last=last), name="Nghỉ bão")
