"""Days, windows, loose times, deadlines, days off."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from app.domain.dates import DayOff, DayOffKind, Half, LooseTime, Window
from app.domain.deadlines import CountedIn, Deadline, Event, Relation
from strategies.texts import maybe, maybe_words, words


def days(year: int) -> st.SearchStrategy[date]:
    """Return days of a year."""
    return st.dates(date(year, 1, 1), date(year, 12, 31))


@st.composite
def windows(draw: st.DrawFn, year: int) -> Window:
    """Draw a window of up to two weeks inside a year, whole days or half ones."""
    first = draw(st.dates(date(year, 1, 1), date(year, 12, 17)))
    last = first + timedelta(days=draw(st.integers(0, 13)))
    if draw(st.booleans()):
        return Window(first=first, last=last)
    opens = draw(st.sampled_from(Half))
    closes = draw(st.sampled_from(Half)) if last > first else max(Half.AFTERNOON, opens, key=list(Half).index)
    return Window(first=first, last=last, opens=opens, closes=closes)


@st.composite
def loose_times(draw: st.DrawFn, year: int) -> LooseTime:
    """Draw a time that is not firm yet."""
    bounds = sorted(draw(st.lists(days(year), min_size=2, max_size=2)))
    return LooseTime(
        wording=draw(words()),
        earliest=draw(maybe(st.just(bounds[0]))),
        latest=draw(maybe(st.just(bounds[1]))),
        working_days=draw(maybe(st.integers(1, 60))),
    )


def deadlines(year: int) -> st.SearchStrategy[Deadline]:
    """Return deadlines of every form: by a date, or counted from an event."""
    fixed = st.sampled_from([Relation.BEFORE, Relation.NO_LATER_THAN])
    by_day = st.builds(Deadline, relation=fixed, day=days(year))
    by_event = st.builds(Deadline, relation=fixed, event=st.sampled_from(Event))
    counted = st.builds(
        Deadline,
        relation=st.sampled_from([Relation.WITHIN, Relation.AFTER, Relation.AHEAD_OF]),
        event=st.sampled_from(Event),
        count=st.integers(0, 90),
        counted_in=st.sampled_from(CountedIn),
    )
    return by_day | by_event | counted


def days_off(year: int) -> st.SearchStrategy[tuple[DayOff, ...]]:
    """Return a few days off of a year, at most one entry for a day, by day."""
    entry = st.builds(
        DayOff,
        day=days(year),
        name=words(),
        kind=st.sampled_from(DayOffKind),
        swapped_with=maybe(days(year)),
        note=maybe_words(),
    )
    found = st.lists(entry, max_size=5, unique_by=lambda e: e.day)
    return found.map(lambda entries: tuple(sorted(entries, key=lambda e: e.day)))
