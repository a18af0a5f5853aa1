"""Provinces, directories, people, teams, batches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from app.domain.people import Person
from app.domain.teams import Batch, Role, Seat, Team
from app.domain.units import Level, Province, Succession, Unit
from strategies.texts import lines, maybe, maybe_words, slugs, some_of, words
from strategies.times import days, deadlines

if TYPE_CHECKING:
    from collections.abc import Sequence


@st.composite
def provinces(draw: st.DrawFn) -> Province:
    """Draw a province with one to three levels."""
    keys = draw(st.lists(slugs("cap-"), min_size=1, max_size=3, unique=True))
    return Province(
        key=draw(slugs("tinh-")),
        name=draw(words()),
        full_name=draw(words()),
        committee="uy-ban",
        place=draw(words()),
        levels=tuple(
            Level(key=key, rank=rank, name=draw(words()), bodies=draw(words())) for rank, key in enumerate(keys, 1)
        ),
    )


@st.composite
def directories(draw: st.DrawFn, province: Province, year: int) -> tuple[Unit, ...]:
    """Draw the committee, a few bodies that exist all year, and some that went before or come after it."""
    levels = [level.key for level in province.levels]
    committee = Unit(key=province.committee, name=draw(words()), kind="tỉnh", level=levels[0], symbol="UBND")
    keys = draw(
        st.lists(slugs("dv-") | st.from_regex(r"[0-9]{5}", fullmatch=True), min_size=1, max_size=5, unique=True)
    )
    units = [committee]
    for key in keys:
        unit = Unit(
            key=key,
            name=draw(words()),
            kind=draw(st.sampled_from(["sở", "huyện", "xã"])),
            level=draw(st.sampled_from(levels)),
            code=draw(maybe(st.just(key))),
            area=draw(maybe(words())),
            parent=draw(maybe(st.sampled_from([u.key for u in units if u.until is None]))),
            superior=draw(maybe(words())),
            symbol=draw(maybe(words(6))),
            aliases=draw(lines(2)),
            since=draw(maybe(st.dates(date(year - 30, 1, 1), date(year - 1, 12, 31)))),
            formed_from=draw(st.lists(successions(keys), max_size=2).map(tuple)),
            certainty=draw(st.sampled_from(["source", "probable"])),
            source=draw(maybe_words()),
            note=draw(maybe_words()),
        )
        units.append(unit)
        if unit.since is not None and draw(st.booleans()):
            gone = replace(unit, name=draw(words()), since=None, until=unit.since - timedelta(days=1), formed_from=())
            units.append(gone)
    return tuple(units)


def successions(keys: Sequence[str]) -> st.SearchStrategy[Succession]:
    """Return what a unit may have come from."""
    return st.builds(
        Succession,
        name=words(),
        code=maybe(st.from_regex(r"[0-9]{5}", fullmatch=True)),
        unit=maybe(st.sampled_from(keys)),
        extent=st.sampled_from(["whole", "part"]),
    )


@st.composite
def people_of(draw: st.DrawFn, units: Sequence[str], year: int) -> tuple[Person, ...]:
    """Draw a few officials of these units."""
    keys = draw(st.lists(slugs("ng-"), min_size=1, max_size=5, unique=True))
    return tuple(
        Person(
            key=key,
            name=draw(words()),
            honorific=draw(st.sampled_from(["Ông", "Bà"])),
            position=draw(words()),
            agency=draw(st.sampled_from(units)),
            division=draw(maybe(words())),
            printed=draw(maybe(words())),
            since=draw(maybe(st.dates(date(year - 9, 1, 1), date(year - 1, 12, 31)))),
            until=draw(maybe(days(year))),
            source=draw(maybe_words()),
        )
        for key in keys
    )


@st.composite
def teams_of(draw: st.DrawFn, people: Sequence[str], units: Sequence[str], year: int) -> tuple[Team, ...]:
    """Draw one to three teams; a person has one seat in a team, and another may sit there for somebody."""
    teams = []
    for number in range(1, draw(st.integers(2, 4))):
        seats: list[Seat] = []
        for index, person in enumerate(draw(some_of(people, 3))):
            seat = Seat(
                key=f"ghe-{number}-{index}",
                role=draw(st.sampled_from(Role)),
                person=person,
                fields=draw(some_of(["the-che"], 1)),
                substitutes=draw(maybe(st.sampled_from([s.key for s in seats]))) if seats else None,
                since=draw(maybe(st.just(date(year, 2, 1)))),
                until=draw(maybe(st.just(date(year, 11, 1)))),
                units=draw(some_of(units, 2)),
            )
            seats.append(seat)
        if draw(st.booleans()):
            seats.append(Seat(key=f"phong-{number}", office=draw(words()), agency=draw(maybe(st.sampled_from(units)))))
        teams.append(Team(key=f"doan-{number}", name=draw(words()), seats=tuple(seats)))
    return tuple(teams)


@st.composite
def batches_of(
    draw: st.DrawFn, teams: Sequence[Team], people: Sequence[str], units: Sequence[str], year: int
) -> tuple[Batch, ...]:
    """Draw one to three batches."""
    batches = []
    for number in range(1, draw(st.integers(2, 4))):
        leaders = list(draw(some_of(people, 3)))
        head = leaders.pop() if leaders and draw(st.booleans()) else None
        batch = Batch(
            key=f"dot-{number}",
            name=draw(words()),
            team=draw(st.sampled_from([team.key for team in teams])),
            head=head,
            deputies=tuple(leaders),
            standing_deputy=draw(maybe(st.sampled_from(leaders))) if leaders else None,
            lead_agency=draw(maybe(st.sampled_from(units))),
            report_deadline=draw(maybe(deadlines(year))),
        )
        batches.append(batch)
    return tuple(batches)
