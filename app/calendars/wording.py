"""Lời của lịch: the titles, descriptions and answers of templates/sentences/calendar.toml, over the facts of an entry.

A line is written only when every fact that it names is known, so that the wording holds no conditions.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import time
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any
from unicodedata import is_normalized

from app import TEMPLATES
from app.domain.dates import Half
from app.domain.feed_entries import EntryKind
from app.domain.feed_grants import FeedKind
from app.domain.vietnamese import clean, short_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.feed_entries import Change, FeedEntry
    from app.domain.feeds import Feed

LONGEST_TITLE = 120
"""Characters that a title may have: month views cut longer ones."""

_NEWS = frozenset({"changes", "cancelled_on"})
"""The facts of the lines that tell what became of an entry."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Một dòng lời: its text with braces, and the names of the facts between them."""

    text: str
    names: tuple[str, ...]

    def filled(self, facts: Mapping[str, str]) -> str:
        """Return the line over the facts; empty when one of them is not known."""
        for name in self.names:
            if not facts.get(name):
                return ""
        return self.text.format_map(facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _EntryWording:
    """Lời của một loại mục lịch; `titles` are tried in turn."""

    category: str
    titles: tuple[_Line, ...]
    location: _Line
    lines: tuple[_Line, ...]

    def title(self, facts: Mapping[str, str]) -> str:
        """Return the first title all of whose facts are known; empty when that is none."""
        return next((filled for title in self.titles if (filled := title.filled(facts))), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _FeedWording:
    """Lời và màu của một loại lịch."""

    name: _Line
    description: tuple[_Line, ...]
    colour: str
    apple_colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ChangeWording:
    """Lời về những điểm thay đổi: of a fact that changed, came or went, of a change of standing; names of facts."""

    separator: str
    changed: _Line
    added: _Line
    removed: _Line
    names: dict[str, str]
    standing: dict[str, str]

    def told(self, change: Change, was: str, now: str) -> str:
        """Return what is said of one change, its codes put into words."""
        if change.fact in {"status", "state"}:
            return self.standing[f"{change.was}-{change.now}".lower()]
        line = self.changed if was and now else self.added if now else self.removed
        return tidy(line.text.format(name=self.names[change.fact], was=was, now=now))


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryText:
    """Chữ của mục lịch: title and place on one line, description with line breaks; NFC, no control characters."""

    category: str
    title: str
    location: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedText:
    """Chữ của lịch: its name, description and colour (CSS3 name, and the same as #RRGGBB)."""

    name: str
    description: str
    colour: str
    apple_colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarWording:
    """Toàn bộ lời của lịch, read once. `hours` are the clock times of each half of a day."""

    hours: dict[Half, tuple[time, time]]
    answers: dict[str, str]
    _words: dict[str, dict[str, str]]
    _cancelled: _Line
    _changes: _ChangeWording
    _entries: dict[EntryKind, _EntryWording]
    _feeds: dict[FeedKind, _FeedWording]

    def entry_text(self, entry: FeedEntry) -> EntryText:
        """Return the words of an entry."""
        wording = self._entries[entry.kind]
        facts = self._facts(entry)
        title = tidy(wording.title(facts))
        if entry.is_cancelled:
            title = self._cancelled.filled({"title": title})
        if len(title) > LONGEST_TITLE:
            title = title[: LONGEST_TITLE - 1].rstrip() + "…"
        return EntryText(
            category=wording.category,
            title=title,
            location=tidy(wording.location.filled(facts)),
            description=_joined(wording.lines, facts),
        )

    def news(self, entry: FeedEntry) -> str:
        """Return what the description tells of the last change, or since when it is cancelled; "" for nothing."""
        lines = [line for line in self._entries[entry.kind].lines if _NEWS.intersection(line.names)]
        return _joined(lines, self._facts(entry))

    def feed_text(self, feed: Feed) -> FeedText:
        """Return the words of a feed."""
        wording = self._feeds[feed.kind]
        facts = self._worded(feed.facts)
        return FeedText(
            name=tidy(wording.name.filled(facts)),
            description=_joined(wording.description, facts),
            colour=wording.colour,
            apple_colour=wording.apple_colour,
        )

    def _facts(self, entry: FeedEntry) -> dict[str, str]:
        """Return everything that the lines of an entry may name."""
        facts = self._worded(entry.facts)
        if entry.changes:
            facts |= {"changed_on": short_date(entry.changed_on), "changes": self._told(entry.changes)}
        return facts

    def _told(self, changes: Sequence[Change]) -> str:
        """Return what changed, in one sentence without its end."""
        told = []
        for change in changes:
            words = self._words.get(change.fact, {})
            was, now = words.get(change.was, change.was), words.get(change.now, change.now)
            told.append(self._changes.told(change, was, now))
        return self._changes.separator.join(told)

    def _worded(self, facts: Mapping[str, str]) -> dict[str, str]:
        """Return the facts with those that are codes (state, role, manner, mode, reason) put into words."""
        worded = dict(facts)
        for name, words in self._words.items():
            if name in worded:
                worded[name] = words[worded[name]]
        return worded


@cache
def calendar_wording() -> CalendarWording:
    """Return the wording of calendars. Raises KeyError, ValueError when the file lacks a part or misspells one."""
    found = tomllib.loads((TEMPLATES / "sentences" / "calendar.toml").read_text(encoding="utf-8"))
    return CalendarWording(
        hours={Half(half): (time.fromisoformat(a), time.fromisoformat(b)) for half, (a, b) in found["hours"].items()},
        answers=found["answers"],
        _words=found["words"],
        _cancelled=_line(found["cancelled"]["title"]),
        _changes=_change_wording(found["changes"]),
        _entries={kind: _entry_wording(found["entries"][kind]) for kind in EntryKind},
        _feeds={kind: _feed_wording(found["feeds"][kind]) for kind in FeedKind},
    )


def tidy(text: str) -> str:
    """Return the text on one line, in NFC, without control characters, doubled blanks or blanks at its ends."""
    joined = " ".join(text.split())
    return joined if _is_clean(joined) else clean(joined)


def _joined(lines: Sequence[_Line], facts: Mapping[str, str]) -> str:
    """Return the lines that can be filled, each tidy, one below the other."""
    filled = [text for line in lines if (text := line.filled(facts))]
    # One look at the whole spares a look at each line: nearly every text is clean.
    if _is_clean(" ".join(filled)):
        return "\n".join(filled)
    return "\n".join(text for line in filled if (text := tidy(line)))


def _is_clean(text: str) -> bool:
    """Say whether a text holds printable characters in NFC, and single blanks between words only."""
    return text.isprintable() and "  " not in text and text == text.strip() and is_normalized("NFC", text)


def _entry_wording(found: Mapping[str, Any]) -> _EntryWording:
    titles = found["title"] if isinstance(found["title"], list) else [found["title"]]
    return _EntryWording(
        category=found["category"],
        titles=tuple(_line(text) for text in titles),
        location=_line(found.get("location", "")),
        lines=tuple(_line(text) for text in found["lines"]),
    )


def _change_wording(found: Mapping[str, Any]) -> _ChangeWording:
    return _ChangeWording(
        separator=found["separator"],
        changed=_line(found["changed"]),
        added=_line(found["added"]),
        removed=_line(found["removed"]),
        names=found["names"],
        standing=found["standing"],
    )


def _feed_wording(found: Mapping[str, Any]) -> _FeedWording:
    return _FeedWording(
        name=_line(found["name"]),
        description=tuple(_line(text) for text in found["description"]),
        colour=found["colour"],
        apple_colour=found["apple_colour"],
    )


def _line(text: str) -> _Line:
    return _Line(text=text, names=tuple(name for _, name, _, _ in Formatter().parse(text) if name))
