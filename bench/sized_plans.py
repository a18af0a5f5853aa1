"""Kế hoạch theo cỡ: issued plans of ten to three hundred units, made from a seed, and what then happens to them.

The instances are those of rows S1 to S3: N units, N / 12 teams but at least one, visits of six or ten working days, two
heads to a team who alternate by batch, about four fifths of the span used. A plan comes in two states: as issued,
without an error; and after heads and units have announced the days on which they are away, about one in twenty, and
one unit in ten that it can be visited early only. A schedule that suits all of them exists: it was drawn first.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from app.domain.acts import Decision
from app.domain.dates import Window
from app.domain.deadlines import CountedIn, Deadline, Event, Relation
from app.domain.dossiers import PlanDossier
from app.domain.people import Absence, Person
from app.domain.plans import Plan, PlanState, Standards
from app.domain.teams import Alternation, Batch, Role, Seat, Team
from app.domain.units import Level, Province, Unit
from app.domain.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.domain.dates import WorkCalendar

SIZES = (10, 30, 100, 300)
SEEDS = (1, 2, 3)
TODAY = date(2026, 1, 5)
"""The day on which the absences become known: before every visit's period of notice."""
_FIRST_DAY = date(2026, 3, 2)
_UNITS_OF_A_TEAM = 12
_UNITS_OF_A_BATCH = 3
_LENGTHS = (6, 10)
_USED = 0.8
_AWAY = 0.05
_EARLY = 0.1
_LONGEST_ABSENCE = 5
_MEMBERS = 4
_AGENCIES = ("so-noi-vu", "so-khcn")
_DEADLINE = Deadline(relation=Relation.AHEAD_OF, event=Event.VISIT_START, count=10, counted_in=CountedIn.WORKING_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizedPlan:
    """Kế hoạch theo cỡ: the plan as issued, without errors, and with the absences that came to be known later."""

    issued: PlanDossier
    disturbed: PlanDossier
    span: Window


def sized_plan(units: int, seed: int, calendar: WorkCalendar) -> SizedPlan:
    """Return the plan of that many units; the same for the same seed and calendar."""
    chance = random.Random(f"{units}/{seed}")  # noqa: S311 — the same plan in every run
    teams = max(1, units // _UNITS_OF_A_TEAM)
    lengths = [chance.choice(_LENGTHS) for _ in range(units)]
    of_team = [list(range(team, units, teams)) for team in range(teams)]
    span_days = max(int(sum(lengths[unit] for unit in mine) / _USED) for mine in of_team)
    days = tuple(_working_days(calendar, span_days))
    batches: list[Batch] = []
    visits: list[Visit] = []
    witness: dict[str, Window] = {}
    for team, mine in enumerate(of_team):
        batch_of = {unit: _batch(team, turn // _UNITS_OF_A_BATCH) for turn, unit in enumerate(mine)}
        batches += dict.fromkeys(batch_of.values())
        issued_windows = _in_a_row(mine, lengths, days, chance)
        visits += [Visit(unit=_unit(unit), batch=batch_of[unit].key, window=issued_windows[unit]) for unit in mine]
        otherwise = _in_a_row(chance.sample(mine, len(mine)), lengths, days, chance)
        witness |= {_unit(unit): window for unit, window in otherwise.items()}
    plan = Plan(
        key=f"ke-hoach-{units}-{seed}",
        province="tinh",
        year=_FIRST_DAY.year,
        kind="Kiểm tra cải cách hành chính",
        title=f"Kế hoạch kiểm tra {units} đơn vị",
        changed_on=TODAY,
        state=PlanState.ISSUED,
        lead_agencies=_AGENCIES,
        decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh", number="1", day=TODAY),
        teams=tuple(_team(team) for team in range(teams)),
        alternation=Alternation(agencies=_AGENCIES),
        batches=tuple(batches),
        visits=tuple(sorted(visits, key=lambda visit: visit.unit)),
        standards=Standards(reading_days=5, working_days={"xa": _LENGTHS[0]}),
    )
    issued = PlanDossier(
        province=_PROVINCE,
        units=_directory(units),
        people=tuple(_people(teams)),
        outlines=(),
        forms=(),
        plan=plan,
    )
    needed: dict[str, list[Window]] = {batch.head: [] for batch in batches if batch.head}
    for visit in plan.visits:
        needed[plan.head_of(visit) or ""].append(witness[visit.unit])
    away = (
        *(
            Absence(person=head, window=window, reason="Đi công tác")
            for head, kept in needed.items()
            for window in _absences(days, kept, chance)
        ),
        *(
            Absence(unit=visit.unit, window=window, reason="Đơn vị báo bận")
            for visit in plan.visits
            for window in _absences(days, [witness[visit.unit]], chance)
        ),
        *_early(witness, days, chance),
    )
    return SizedPlan(
        issued=issued,
        disturbed=replace(issued, plan=replace(plan, absences=away)),
        span=Window(first=days[0], last=days[-1]),
    )


def _working_days(calendar: WorkCalendar, count: int) -> Iterator[date]:
    day = calendar.next_working_day(_FIRST_DAY)
    for _ in range(count):
        yield day
        day = calendar.shifted(day, 1)


def _in_a_row(units: list[int], lengths: list[int], days: tuple[date, ...], chance: random.Random) -> dict[int, Window]:
    """Return the windows of a team's visits in that order, the days left free among them."""
    free = len(days) - sum(lengths[unit] for unit in units)
    used, windows = 0, {}
    for unit, gap in zip(units, sorted(chance.randint(0, free) for _ in units), strict=True):
        start = gap + used
        used += lengths[unit]
        windows[unit] = Window(first=days[start], last=days[gap + used - 1])
    return windows


def _absences(days: tuple[date, ...], kept: list[Window], chance: random.Random) -> Iterator[Window]:
    """Yield windows that take one working day in twenty between them and meet none of those to be kept free."""
    left = round(len(days) * _AWAY)
    taken = {place for place, day in enumerate(days) if any(window.first <= day <= window.last for window in kept)}
    while left:
        length = min(left, chance.randint(1, _LONGEST_ABSENCE))
        start = chance.randrange(len(days) - length)
        if taken.isdisjoint(range(start, start + length)):
            taken.update(range(start, start + length))
            left -= length
            yield Window(first=days[start], last=days[start + length - 1])


def _early(witness: dict[str, Window], days: tuple[date, ...], chance: random.Random) -> Iterator[Absence]:
    """Yield the absences of one unit in ten, each open to a visit in the first three fifths of the span only."""
    late = days[len(days) * 3 // 5]
    early = sorted(unit for unit, window in witness.items() if window.last < late)
    for unit in sorted(chance.sample(early, round(len(witness) * _EARLY))):
        yield Absence(unit=unit, window=Window(first=late, last=days[-1]), reason="Đơn vị sắp xếp lại")


def _batch(team: int, number: int) -> Batch:
    turn = number % len(_AGENCIES)
    return Batch(
        key=f"to-{team:02}-dot-{number}",
        name=f"Đợt {number + 1} của Tổ {team + 1}",
        team=f"to-{team:02}",
        head=_head(team, turn),
        deputies=(_deputy(team, 1 - turn),),
        lead_agency=_AGENCIES[turn],
        report_deadline=_DEADLINE,
    )


def _team(team: int) -> Team:
    seats = tuple(Seat(key=key, role=Role.MEMBER, person=key) for key in _members(team))
    return Team(key=f"to-{team:02}", name=f"Tổ {team + 1}", seats=seats)


def _people(teams: int) -> Iterator[Person]:
    for team in range(teams):
        for turn, agency in enumerate(_AGENCIES):
            for key in (_head(team, turn), _deputy(team, turn)):
                yield Person(key=key, name=key, honorific="Ông", position="Phó Giám đốc", agency=agency)
        for key in _members(team):
            yield Person(key=key, name=key, honorific="Bà", position="Chuyên viên", agency="so-tu-phap")


def _head(team: int, turn: int) -> str:
    return f"truong-doan-{team:02}-{turn}"


def _deputy(team: int, turn: int) -> str:
    return f"pho-truong-doan-{team:02}-{turn}"


def _members(team: int) -> list[str]:
    return [f"thanh-vien-{team:02}-{number}" for number in range(_MEMBERS)]


def _unit(number: int) -> str:
    return f"xa-{number:03}"


def _directory(units: int) -> tuple[Unit, ...]:
    bodies = {"so-noi-vu": "Sở Nội vụ", "so-khcn": "Sở Khoa học và Công nghệ", "so-tu-phap": "Sở Tư pháp"}
    return (
        Unit(key="ubnd-tinh", name="Ủy ban nhân dân tỉnh", kind="tỉnh", level="tinh"),
        *(
            Unit(key=key, name=name, kind="cơ quan chuyên môn", level="tinh", parent="ubnd-tinh")
            for key, name in bodies.items()
        ),
        *(
            Unit(key=_unit(number), name=f"UBND xã số {number + 1}", kind="xã", level="xa", parent="ubnd-tinh")
            for number in range(units)
        ),
    )


_PROVINCE = Province(
    key="tinh",
    name="Mẫu",
    full_name="Tỉnh mẫu",
    committee="ubnd-tinh",
    place="Mẫu",
    levels=(
        Level(key="tinh", rank=1, name="cấp tỉnh", bodies="các sở, ban, ngành"),
        Level(key="xa", rank=2, name="cấp xã", bodies="UBND các xã"),
    ),
)
