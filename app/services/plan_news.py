"""Thay đổi của lịch: what was moved, changed or taken back last of the visits that somebody follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.calendars.wording import calendar_wording
from app.domain.feed_entries import REMINDERS, EntryKind
from app.domain.feed_ledgers import LedgerKind

if TYPE_CHECKING:
    from app.db.store import Store
    from app.domain.feed_entries import FeedEntry
    from app.domain.feed_items import Viewer

_KEPT_DAYS = 60
"""How long news stays on a page, in days: as long as the sign of a cancelled item stays in the calendars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Tin thay đổi: the item by its title in the calendars, and what became of it on that day."""

    title: str
    told: str
    day: date


def news_for(store: Store, plan: str, viewer: Viewer, today: date) -> tuple[News, ...]:
    """Return what was changed last in the issued calendar of a unit or person, the newest first.

    What is over by that day, or was changed long ago, is news no more. A reminder says nothing that its deadline does
    not say, and a deadline nothing of a visit that says it itself.
    """
    ledger = store.ledgers.shown_to(plan, LedgerKind.ISSUED, viewer)
    if ledger is None:
        return ()
    seen = [(item.seen_by(viewer), item.left_view_at(viewer)) for item in ledger.items]
    entries = [entry for entry, left_at in seen if entry is not None and left_at is None]
    withdrawn = {(e.unit, e.number) for e in entries if e.kind == EntryKind.WINDOW and e.is_cancelled}
    wording = calendar_wording()
    found = [
        News(title=wording.entry_text(entry).title, told=told, day=entry.changed_on)
        for entry in entries
        if entry.kind not in REMINDERS.values() and entry.time.last >= today and not _is_told(entry, withdrawn)
        if (told := wording.news(entry)) and (today - entry.changed_on).days <= _KEPT_DAYS
    ]
    return tuple(sorted(found, key=lambda news: (news.day, news.title), reverse=True))


def _is_told(entry: FeedEntry, withdrawn: set[tuple[str, int]]) -> bool:
    """Say whether what became of a visit's deadline is told with the visit: that it moved, or is not made."""
    if entry.kind != EntryKind.REPORT:
        return False
    if entry.is_cancelled:
        return (entry.unit, entry.number) in withdrawn
    return {change.fact for change in entry.changes} == {"window"}
