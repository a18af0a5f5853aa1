"""Kho sổ lịch: one row for each ledger, as compact JSON, so that a calendar is one row away from its bytes."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from app.db import rows
from app.db.tables.plans import PlanRow
from app.db.tables.releases import FeedLedgerRow
from app.domain.dates import Half, Window
from app.domain.errors import NotFound
from app.domain.feed_entries import Change, EntryKind, EntryStatus, FeedEntry
from app.domain.feed_grants import FeedKind
from app.domain.feed_ledgers import FeedLedger, LedgerItem, LedgerKind, LedgerView, Party
from app.domain.teams import Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from app.db.audit import AuditLog
    from app.domain.feed_items import Viewer
    from app.domain.people import Actor

_LEDGER = rows.table_of(FeedLedgerRow)
_PLAN = rows.table_of(PlanRow)
_GET = (
    select(_LEDGER.c.content)
    .join(_PLAN, _PLAN.c.id == _LEDGER.c.plan_id)
    .where(_PLAN.c.key == bindparam("plan"), _LEDGER.c.kind == bindparam("kind"))
)


class FeedLedgerStore:
    """Các sổ lịch: at most one of each kind for a plan."""

    def __init__(self, session: Session, audit: AuditLog) -> None:
        self._session, self._audit = session, audit

    def get(self, plan: str, kind: LedgerKind) -> FeedLedger | None:
        """Return the plan's ledger of that kind; None while nothing was written down."""
        found = self._content(plan, kind)
        return None if found is None else _read(plan, found)

    def shown_to(
        self, plan: str, kind: LedgerKind, viewer: Viewer | None, *, without: Collection[EntryKind] = ()
    ) -> FeedLedger | None:
        """Return of that ledger what the calendar of one viewer is made from, of the whole plan for None.

        The calendar equals that of the whole ledger, half of which tells who else sees what. Items of the kinds in
        `without` are left out.
        """
        found = self._content(plan, kind)
        if found is None:
            return None
        wanted = [item for item in found["items"] if item["entry"]["kind"] not in without]
        if viewer is None:
            items, parties = [item | {"views": {}} for item in wanted], {}
        else:
            whose, key = viewer
            of_theirs = [item for item in wanted if key in item.get("views", {}).get(whose, {})]
            items = [item | {"views": {whose: {key: item["views"][whose][key]}}} for item in of_theirs]
            party = found["parties"].get(whose, {}).get(key)
            parties = {} if party is None else {whose: {key: party}}
        return _read(plan, found | {"items": items, "parties": parties})

    def _content(self, plan: str, kind: LedgerKind) -> dict[str, Any] | None:
        content = self._session.connection().execute(_GET, {"plan": plan, "kind": kind.value}).scalar()
        return None if content is None else dict(json.loads(content))

    def put(self, plan: str, kind: LedgerKind, ledger: FeedLedger, *, by: Actor, at: datetime) -> None:
        """Keep a ledger in the stead of the plan's former one; the plan's feeds are then due anew.

        Raise NotFound for an unknown plan.
        """
        plan_id = self._session.execute(select(_PLAN.c.id).where(_PLAN.c.key == plan)).scalar()
        if plan_id is None:
            raise NotFound("plan", plan)
        former, content = self.get(plan, kind), _written(ledger)
        if former is None:
            rows.add(self._session, [FeedLedgerRow(plan_id=plan_id, kind=kind, content=content)])
        else:
            own = (_LEDGER.c.plan_id == plan_id, _LEDGER.c.kind == kind.value)
            self._session.execute(update(_LEDGER).where(*own).values(content=content))
        self._session.execute(update(_PLAN).where(_PLAN.c.id == plan_id).values(revision=_PLAN.c.revision + 1))
        before, after = (f"{kind} {_counts(each)}" if each is not None else "" for each in (former, ledger))
        self._audit.note("feed_ledger.put", plan, before=before, after=after, by=by, at=at)


def _counts(ledger: FeedLedger) -> str:
    """Return how many items stand in a ledger, how many of them are cancelled, and the sum of their numbers."""
    entries = [item.entry for item in ledger.items]
    cancelled = sum(entry.is_cancelled for entry in entries)
    return f"{len(entries)} / {cancelled} / {sum(entry.sequence for entry in entries)}"


# Values as JSON: what has its usual value is left out.


def _written(ledger: FeedLedger) -> str:
    content = {
        "facts": ledger.facts,
        "facts_changed_at": _at(ledger.facts_changed_at),
        "changed_at": _at(ledger.changed_at),
        "parties": _by_kind({viewer: [party.name, party.is_current] for viewer, party in ledger.parties.items()}),
        "items": [_item(item) for item in ledger.items],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _item(item: LedgerItem) -> dict[str, Any]:
    views = {viewer: _known(role=view.role, entry=_entry(view.entry) if view.entry else None, left_at=_at(view.left_at))
             for viewer, view in item.views.items()}  # fmt: skip
    return _known(entry=_entry(item.entry), views=_by_kind(views), left_at=_at(item.left_at))


def _entry(entry: FeedEntry) -> dict[str, Any]:
    time = entry.time
    return _known(
        unit=entry.unit,
        kind=entry.kind,
        number=entry.number,
        time=[
            time.first.isoformat(),
            time.last.isoformat(),
            *(() if time.is_whole_days else (time.opens, time.closes)),
        ],
        status=entry.status,
        sequence=entry.sequence,
        changed_at=_at(entry.changed_at),
        created_at=_at(entry.created_at),
        page=entry.page,
        facts=entry.facts,
        changes=[[change.fact, change.was, change.now] for change in entry.changes],
    )


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _by_kind(values: dict[Viewer, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for (kind, key), value in values.items():
        found.setdefault(kind, {})[key] = value
    return found


def _at(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _read(plan: str, found: dict[str, Any]) -> FeedLedger:
    return FeedLedger(
        facts=found["facts"],
        facts_changed_at=_read_at(found["facts_changed_at"]),
        changed_at=_read_at(found["changed_at"]),
        parties={viewer: Party(name=name, is_current=now) for viewer, (name, now) in _flat(found["parties"]).items()},
        items=tuple([_read_item(plan, item) for item in found["items"]]),
    )


def _read_item(plan: str, found: dict[str, Any]) -> LedgerItem:
    return LedgerItem(
        entry=_read_entry(plan, found["entry"]),
        views={viewer: _read_view(plan, view) for viewer, view in _flat(found.get("views", {})).items()},
        left_at=_read_at(found.get("left_at")),
    )


def _read_view(plan: str, found: dict[str, Any]) -> LedgerView:
    role, entry = found.get("role"), found.get("entry")
    return LedgerView(
        role=None if role is None else Role(role),
        entry=None if entry is None else _read_entry(plan, entry),
        left_at=_read_at(found.get("left_at")),
    )


def _read_entry(plan: str, found: dict[str, Any]) -> FeedEntry:
    first, last, *halves = found["time"]
    opens, closes = map(Half, halves) if halves else (Half.MORNING, Half.AFTERNOON)
    return FeedEntry(
        plan=plan,
        unit=found.get("unit", ""),
        kind=EntryKind(found["kind"]),
        number=found["number"],
        time=Window(first=date.fromisoformat(first), last=date.fromisoformat(last), opens=opens, closes=closes),
        status=EntryStatus(found["status"]),
        sequence=found["sequence"],
        changed_at=datetime.fromisoformat(found["changed_at"]),
        created_at=_read_at(found.get("created_at")),
        page=found.get("page", ""),
        facts=found.get("facts", {}),
        changes=tuple([Change(fact=fact, was=was, now=now) for fact, was, now in found.get("changes", ())]),
    )


def _flat(found: dict[str, dict[str, Any]]) -> dict[Viewer, Any]:
    return {(FeedKind(kind), key): value for kind, of_kind in found.items() for key, value in of_kind.items()}


def _read_at(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
