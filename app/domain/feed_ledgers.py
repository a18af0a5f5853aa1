"""Sổ lịch: what a plan's calendars have shown, so that what changes keeps its identity and what goes leaves a sign.

A ledger is carried forward by `fold` whenever the plan, its release or the table of days off changes, and is all that a
calendar is made from. Nothing in it is forgotten: an item that comes back after years goes on from its last number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.feed_entries import CancelReason, EntryKind, FeedEntry, cancelled, local_day, revised
from app.domain.feed_grants import FeedKind
from app.domain.feed_items import PUBLIC, PlannedItem, Viewer, plan_facts, planned_items, standing, viewers_of
from app.domain.teams import Role

if TYPE_CHECKING:
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan

SIGN_STAYS = timedelta(days=60)
"""How long after its end, or after its cancelling where that is later, a cancelled item stays in the calendars."""
_ONE_SECOND = timedelta(seconds=1)
_OF_PEOPLE = frozenset({"head", "deputies"})
"""The facts that name a person: the calendar for everybody goes without them."""


class LedgerKind(StrEnum):
    """Loại sổ lịch: of what is issued, or of what is being drawn up."""

    ISSUED = "issued"
    WORKING = "working"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """Mục lịch dưới mắt một người xem, now or formerly.

    `role` is the person's last role in the visit. `entry` is what they were shown last where it differs from what all
    are shown, in words, number or time: a visit that goes on without them, a role that changed, a visit they came to
    later. `left_at` is when such an entry, cancelled, left their calendar.
    """

    role: Role | None = None
    entry: FeedEntry | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerItem:
    """Mục trong sổ: the entry as last shown to those who see all of the plan, and everybody else who sees or saw it.

    `left_at` is when a cancelled one left the calendars, None while it is in them.
    """

    entry: FeedEntry
    views: dict[Viewer, LedgerView] = field(default_factory=dict)
    left_at: datetime | None = None

    def seen_by(self, viewer: Viewer) -> FeedEntry | None:
        """Return the entry as that viewer was shown it last, in their calendar still or not; None for no viewer."""
        view = self.views.get(viewer)
        return None if view is None else view.entry or _as_seen(self.entry, viewer, view.role)

    def left_view_at(self, viewer: Viewer) -> datetime | None:
        """Return when the entry left the calendar of that viewer; None while it is in it, or never was."""
        view = self.views.get(viewer)
        return None if view is None else view.left_at if view.entry is not None else self.left_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Bên có lịch: a unit or person that the plan names (`is_current`), or named once."""

    name: str
    is_current: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLedger:
    """Sổ lịch của một kế hoạch: every item that its calendars ever showed, and everybody who has one.

    `facts` are the words of the calendars' own name and description, changed at `facts_changed_at`; `changed_at` is
    when anything in it changed last, None for a ledger of a plan that has shown nothing yet.
    """

    facts: dict[str, str] = field(default_factory=dict)
    facts_changed_at: datetime | None = None
    changed_at: datetime | None = None
    parties: dict[Viewer, Party] = field(default_factory=dict)
    items: tuple[LedgerItem, ...] = ()


def first_ledger(dossier: PlanDossier, calendar: WorkCalendar) -> FeedLedger:
    """Return the ledger of a plan whose calendars have shown nothing yet, as of the plan's last change."""
    return fold(FeedLedger(), dossier, calendar, _start_of_change(dossier.plan))


def without_items(ledger: FeedLedger) -> FeedLedger:
    """Return the ledger of the calendars that show nothing of the plan, for all who see only what is issued."""
    return replace(ledger, items=())


def fold(ledger: FeedLedger, dossier: PlanDossier, calendar: WorkCalendar, at: datetime) -> FeedLedger:
    """Return the ledger after the plan has become what the dossier says, at that moment.

    What nobody can see changed stays equal to the last bit; a plan that did not change gives the ledger itself. Each
    moment noted is later than all before it, also where the clock went back.
    """
    stamp = _stamp(ledger, dossier.plan, at)
    planned = planned_items(dossier, calendar, stamp)
    folding = _Folding(dossier, stamp, max(local_day(at), local_day(stamp)))
    known = {item.entry.uid: item for item in ledger.items}
    items = tuple(folding.following(item, planned.get(uid)) for uid, item in known.items())
    items += tuple(folding.first(item) for uid, item in planned.items() if uid not in known and not item.is_over)
    facts, parties = plan_facts(dossier.plan), _parties(ledger, dossier)
    is_renamed = facts != ledger.facts or any(
        party.name != parties[viewer].name for viewer, party in ledger.parties.items()
    )
    following = FeedLedger(
        facts=facts,
        facts_changed_at=stamp if is_renamed else ledger.facts_changed_at,
        changed_at=ledger.changed_at,
        parties=parties,
        items=items,
    )
    return ledger if following == ledger else replace(following, changed_at=stamp)


class _Folding:
    """Carries the items of one ledger forward: `stamp` is the moment noted for what changes, `today` the day it is."""

    def __init__(self, dossier: PlanDossier, stamp: datetime, today: date) -> None:
        self._plan, self._stamp, self._today = dossier.plan, stamp, today
        self._undated = {
            (visit.unit, visit.number) for visit in dossier.plan.visits if visit.window is None and not visit.is_reserve
        }

    def first(self, planned: PlannedItem) -> LedgerItem:
        """Return an item that was never shown before."""
        views = {viewer: LedgerView(role=role) for viewer, role in planned.viewers.items()}
        return LedgerItem(entry=planned.entry, views=views, left_at=self._left_at(planned.entry, None))

    def following(self, before: LedgerItem, planned: PlannedItem | None) -> LedgerItem:
        """Return the item that follows one that was shown, now that the plan says this of it, or nothing."""
        entry = self._entry(before.entry, planned)
        viewers = dict.fromkeys([*before.views, *(planned.viewers if planned is not None else ())])
        views = {viewer: self._view(viewer, before, entry, planned) for viewer in viewers}
        return LedgerItem(entry=entry, views=views, left_at=self._left_at(entry, before.left_at))

    def _entry(self, former: FeedEntry, planned: PlannedItem | None) -> FeedEntry:
        """Return the entry as those see it who see all of the plan."""
        if planned is None:
            return cancelled(former, self._why(former), self._stamp)
        return self._drawn(former, planned.entry) if planned.is_over else revised(former, planned.entry)

    def _why(self, former: FeedEntry) -> CancelReason:
        """Return why an item is taken back of which the plan has nothing any more."""
        if former.kind == EntryKind.SEALED:
            return CancelReason.CALLED_OFF
        is_undated = (former.page, former.number) in self._undated
        return CancelReason.UNDATED if is_undated else CancelReason.WITHDRAWN

    def _drawn(self, former: FeedEntry, drawn: FeedEntry) -> FeedEntry:
        """Return the entry of a draw that has taken place: it stays on its day, unless that day is still to come."""
        if former.is_cancelled or ("drawn" not in former.facts and former.time.first > self._today):
            return cancelled(former, CancelReason.DRAWN, self._stamp)
        status, sequence = standing(self._plan, former.time.last)
        return revised(former, replace(drawn, time=former.time, status=status, sequence=sequence))

    def _view(self, viewer: Viewer, before: LedgerItem, entry: FeedEntry, planned: PlannedItem | None) -> LedgerView:
        """Return what that viewer is shown of the item whose entry this is."""
        shown, known = before.seen_by(viewer), before.views.get(viewer, LedgerView())
        is_left_out = planned is not None and viewer not in planned.viewers
        role = planned.viewers[viewer] if planned is not None and not is_left_out else known.role
        common = _as_seen(entry, viewer, role)
        if shown is None:
            own = replace(common, changed_at=self._stamp, created_at=self._stamp, changes=())
        elif is_left_out:
            reason = CancelReason.OFF_DUTY if viewer[0] == FeedKind.PERSON else CancelReason.LEFT_OUT
            own = cancelled(shown, reason, self._stamp)
        else:
            own = revised(shown, replace(common, changed_at=self._stamp))
        if own == common:
            return LedgerView(role=role)
        return LedgerView(role=role, entry=own, left_at=self._left_at(own, known.left_at))

    def _left_at(self, entry: FeedEntry, before: datetime | None) -> datetime | None:
        """Return when a cancelled entry left the calendar: at the first fold so long after its end."""
        if not entry.is_cancelled:
            return None
        ended = max(entry.time.last, entry.changed_on)
        return before or (self._stamp if ended + SIGN_STAYS < self._today else None)


def _as_seen(entry: FeedEntry, viewer: Viewer, role: Role | None) -> FeedEntry:
    """Return an entry as one viewer sees it: a person with their own role, the public without any person."""
    if viewer == PUBLIC:
        return replace(
            entry,
            facts={name: words for name, words in entry.facts.items() if name not in _OF_PEOPLE},
            changes=tuple(change for change in entry.changes if change.fact not in _OF_PEOPLE),
        )
    return replace(entry, facts=entry.facts | {"role": role}) if role is not None else entry


def _parties(ledger: FeedLedger, dossier: PlanDossier) -> dict[Viewer, Party]:
    """Return everybody who has a calendar of the plan, those it does not name any more included."""
    former = {viewer: replace(party, is_current=False) for viewer, party in ledger.parties.items()}
    return former | {viewer: Party(name=name) for viewer, name in viewers_of(dossier).items()}


def _stamp(ledger: FeedLedger, plan: Plan, at: datetime) -> datetime:
    """Return the moment to be noted, in whole seconds: the plan's own last change for the first ledger of a plan."""
    at = at.astimezone(UTC).replace(microsecond=0)
    if ledger.changed_at is None:
        return min(at, _start_of_change(plan))
    return max(at, ledger.changed_at + _ONE_SECOND)


def _start_of_change(plan: Plan) -> datetime:
    return datetime.combine(plan.changed_on, time.min, UTC)
