"""Sổ lịch ghép: what two ledgers of one plan showed, as one, when a backup comes back that went its own way.

Whoever subscribed to either goes on from it: no number of an item falls in any calendar.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.domain.feed_entries import FeedEntry
from app.domain.feed_ledgers import FeedLedger, LedgerItem, LedgerView

if TYPE_CHECKING:
    from app.domain.feed_items import Viewer

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Sight:
    """An entry as somebody was shown it, and when it left their calendar."""

    entry: FeedEntry
    left_at: datetime | None


def joined(one: FeedLedger, other: FeedLedger) -> FeedLedger:
    """Return the ledger of everything that either showed: of each item, and to each viewer, what was shown later.

    Where different things were shown under one number, the number is the next one. A ledger joined with one from which
    it was carried forward stays as it is.
    """
    own, others = ({item.entry.uid: item for item in ledger.items} for ledger in (one, other))
    is_renamed = (other.facts_changed_at or _NEVER) > (one.facts_changed_at or _NEVER)
    return FeedLedger(
        facts=other.facts if is_renamed else one.facts,
        facts_changed_at=other.facts_changed_at if is_renamed else one.facts_changed_at,
        changed_at=max((at for at in (one.changed_at, other.changed_at) if at is not None), default=None),
        parties=other.parties | one.parties,
        items=tuple(
            _joined_item(own[uid], others[uid]) if uid in own and uid in others else own.get(uid) or others[uid]
            for uid in own | others
        ),
    )


def _joined_item(one: LedgerItem, other: LedgerItem) -> LedgerItem:
    shown = _later(_Sight(one.entry, one.left_at), _Sight(other.entry, other.left_at))
    item = LedgerItem(entry=shown.entry, left_at=shown.left_at)
    return replace(item, views={viewer: _joined_view(item, viewer, one, other) for viewer in other.views | one.views})


def _joined_view(item: LedgerItem, viewer: Viewer, one: LedgerItem, other: LedgerItem) -> LedgerView:
    """Return what that viewer was shown of the item; in a word where it is what all were shown."""
    seen = [
        _Sight(entry, each.left_view_at(viewer)) for each in (one, other) if (entry := each.seen_by(viewer)) is not None
    ]
    shown = _later(seen[0], seen[-1])
    role = (one.views.get(viewer) or other.views[viewer]).role
    as_all = replace(item, views={viewer: LedgerView(role=role)}).seen_by(viewer)
    return (
        LedgerView(role=role)
        if shown.entry == as_all
        else LedgerView(role=role, entry=shown.entry, left_at=shown.left_at)
    )


def _later(one: _Sight, other: _Sight) -> _Sight:
    """Return what was shown later; as a revision of both where each was shown under the number of the other."""
    earlier, later = sorted((other, one), key=lambda sight: (sight.entry.sequence, sight.entry.changed_at))
    if earlier.entry.sequence < later.entry.sequence or earlier.entry.shows_the_same_as(later.entry):
        return later
    return _Sight(replace(later.entry, sequence=later.entry.sequence + 1), None)
