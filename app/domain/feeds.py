"""Lịch theo dõi: the items of a plan as entries of a calendar that other programs subscribe to.

Everything here is a pure function of the dossier and the work calendar: no clock and no chance, so that an unchanged
plan gives unchanged entries. An item keeps its identity for life, whatever happens to its date, title or people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from app.domain.dates import Half, Window
from app.domain.errors import NotFound
from app.domain.feed_grants import FeedKind
from app.domain.plans import PlanState
from app.domain.programmes import programme
from app.domain.rules.windows import firm_windows
from app.domain.schedules import draw_day, report_due, self_inspection_due, span_words, window_words, working_days_of
from app.domain.vietnamese import listed, lower_first, short_date, two_digits, weekday_date
from app.domain.visits import Manner, Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.dates import WorkCalendar
    from app.domain.deadlines import DueDay
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import DrawRule, Plan
    from app.domain.teams import Role
    from app.domain.visits import Visit

NAMESPACE = UUID("a33bc6fe-2b3e-42be-80d0-b374f6b42c93")
"""Không gian tên của mã định danh: constant for ever, so that an item has one UID in every installation and feed."""


class EntryKind(StrEnum):
    """Loại mục lịch. The values are part of each item's identity and never change."""

    WINDOW = "window"
    """Đợt kiểm tra: the days of a visit."""
    REPORT = "report"
    """Hạn báo cáo: the last day on which the unit's report is in time."""
    SELF_INSPECTION = "self-inspection"
    """Hạn tự kiểm tra: the last day for the reports of the bodies that inspect themselves."""
    DRAW = "draw"
    """Bốc thăm: the day proposed for choosing the units of a lower level."""
    COMMUNE = "commune"
    """Làm việc tại xã: the half-day that the programme gives a drawn unit."""


class EntryStatus(StrEnum):
    """Tình trạng mục lịch (RFC 5545, 3.8.1.11): of a draft, of an issued plan, of what a plan has taken back."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """Mục lịch: one item of the plan.

    `plan`, `unit` (empty for an item of the whole plan), `kind` and `number` (the running number of the unit's visits)
    identify it for life. `time` holds the days shown, both ends in; a deadline shows its last day in time. `sequence`
    grows with each change of standing. `page` is the unit on whose page the item stands, empty for the plan's own page.
    `facts` are the words that title, place and description may name; a fact that is not known is not there.
    """

    plan: str
    unit: str
    kind: EntryKind
    number: int
    time: Window
    status: EntryStatus
    sequence: int
    changed_at: datetime
    page: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    uid: str = field(init=False)
    """The bare UUIDv5 of the item: opaque, naming neither host nor user (RFC 7986, 5.3)."""

    def __post_init__(self) -> None:
        """Reckon the UID from what identifies the item."""
        name = f"{self.plan}|{self.unit}|{self.kind}|{self.number}"
        object.__setattr__(self, "uid", str(uuid5(NAMESPACE, name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Lịch theo dõi của một kế hoạch, một đơn vị hoặc một người: its entries by start, then UID.

    `facts` are the words that its name and description may name; `changed_at` is when the plan last changed.
    """

    kind: FeedKind
    changed_at: datetime
    entries: tuple[FeedEntry, ...]
    facts: dict[str, str] = field(default_factory=dict)


def plan_feed(dossier: PlanDossier, calendar: WorkCalendar) -> Feed:
    """Return the feed of the whole plan."""
    builder = _Builder(dossier, calendar)
    found = [entry for visit, window in firm_windows(dossier) for entry in builder.visit_entries(visit, window)]
    return builder.feed(FeedKind.PLAN, "", [*found, *builder.self_inspection_entries()])


def unit_feed(dossier: PlanDossier, unit_key: str, calendar: WorkCalendar) -> Feed:
    """Return the feed of a unit that is visited, drawn, or inspects itself.

    A visit that comes unannounced is left out: the unit's own calendar must not announce it. Raises NotFound for a unit
    with which the plan has nothing to do.
    """
    plan, builder = dossier.plan, _Builder(dossier, calendar)
    inspects_itself = any(unit.key == unit_key for unit in dossier.self_inspecting_units())
    if not inspects_itself and not any(unit_key in {visit.unit, *visit.communes} for visit in plan.visits):
        raise NotFound("visit", unit_key)
    found: list[FeedEntry] = []
    for visit, window in firm_windows(dossier):
        if visit.manner != Manner.UNANNOUNCED and unit_key in {visit.unit, *visit.communes}:
            found += [e for e in builder.visit_entries(visit, window) if unit_key in {visit.unit, e.unit}]
    if inspects_itself:
        found += builder.self_inspection_entries()
    return builder.feed(FeedKind.UNIT, dossier.unit_name(unit_key), found)


def person_feed(dossier: PlanDossier, person_key: str, calendar: WorkCalendar) -> Feed:
    """Return the feed of a head, deputy or named member: the visits they take part in, with their role in each.

    Raises NotFound for somebody whom the plan does not name.
    """
    person = next((person for person in dossier.named_people() if person.key == person_key), None)
    if person is None:
        raise NotFound("person", person_key)
    builder = _Builder(dossier, calendar)
    roles = {(visit.unit, visit.number): role for visit, role in dossier.visits_of_person(person_key)}
    found: list[FeedEntry] = []
    for visit, window in firm_windows(dossier):
        role = roles.get((visit.unit, visit.number))
        if role is not None:
            found += builder.visit_entries(visit, window, role)
    return builder.feed(FeedKind.PERSON, f"{person.honorific} {person.name}".strip(), found)


class _Builder:
    """Makes the entries of one dossier; the only place where an item becomes an entry, whichever feed asks."""

    def __init__(self, dossier: PlanDossier, calendar: WorkCalendar) -> None:
        self._dossier, self._calendar = dossier, calendar
        self._plan = dossier.plan
        self._changed_at = datetime.combine(dossier.plan.changed_on, time.min, UTC)

    def feed(self, kind: FeedKind, whose: str, entries: Iterable[FeedEntry]) -> Feed:
        """Return the feed with its entries by start, then UID: whole days stand before the halves of that day."""
        plan = self._plan
        facts = {
            "whose": whose,
            "year": str(plan.year),
            "kind": plan.kind,
            "plan": plan.title,
            "state": plan.state,
        }
        return Feed(
            kind=kind,
            changed_at=self._changed_at,
            entries=tuple(sorted(entries, key=_start_and_uid)),
            facts=_known(facts),
        )

    def visit_entries(self, visit: Visit, window: Window, role: Role | None = None) -> Iterator[FeedEntry]:
        """Yield the entries of a visit with a firm window: window, report, and draw or sessions at the drawn units."""
        common = {
            "unit": self._dossier.unit_name(visit.unit),
            "role": role or "",
            "window": span_words(window),
            "team": self._plan.team_of(visit).name,
        }
        due = report_due(self._plan, visit, self._calendar)
        yield self._window(visit, window, due, common)
        if due is not None:
            yield self._deadline(EntryKind.REPORT, visit.unit, visit.number, due, common)
        rule, day = self._pending_draw(visit), draw_day(visit, self._calendar)
        if rule is not None and day is not None:
            facts = common | self._draw_facts(rule) | {"day": weekday_date(day)}
            shown = Window(first=day, last=day)
            yield self._entry(EntryKind.DRAW, visit.unit, visit.number, shown, facts, page=visit.unit)
        yield from self._communes(visit, common)

    def self_inspection_entries(self) -> Iterator[FeedEntry]:
        """Yield the deadline of the self-inspection reports, one item for all bodies that owe one."""
        rule = self._plan.self_inspection
        due = self_inspection_due(self._plan, self._calendar)
        if rule is None or due is None:
            return
        facts = {
            "receiver": self._dossier.unit_name(rule.to) if rule.to else "",
            "via": self._dossier.unit_name(rule.via) if rule.via else "",
            "count": two_digits(len(self._dossier.self_inspecting_units())),
        }
        yield self._deadline(EntryKind.SELF_INSPECTION, "", 1, due, facts)

    def _window(self, visit: Visit, window: Window, due: DueDay | None, common: dict[str, str]) -> FeedEntry:
        dossier, plan = self._dossier, self._plan
        head, lead, rule = plan.head_of(visit), plan.lead_agency_of(visit), self._pending_draw(visit)
        facts = {
            "place": (visit.place or common["unit"]) if visit.mode == Mode.ON_THE_SPOT else "",
            "working_days": two_digits(len(working_days_of(window, self._calendar))),
            "manner": visit.manner if visit.manner != Manner.FULL else "",
            "mode": visit.mode if visit.mode != Mode.ON_THE_SPOT else "",
            "head": dossier.person_line(head) if head else "",
            "deputies": "; ".join(dossier.person_line(key) for key in plan.batch(visit.batch).deputies if key != head),
            "lead_agency": dossier.unit_name(lead) if lead else "",
            "communes": listed(lower_first(self._commune_name(code)) for code in visit.communes),
            **(self._draw_facts(rule) if rule is not None else {}),
            **(self._due_facts(due) if due is not None else {}),
        }
        return self._entry(EntryKind.WINDOW, visit.unit, visit.number, window, common | facts, page=visit.unit)

    def _deadline(self, kind: EntryKind, unit: str, number: int, due: DueDay, common: dict[str, str]) -> FeedEntry:
        shown = Window(first=due.last_day, last=due.last_day)
        return self._entry(kind, unit, number, shown, common | self._due_facts(due), page=unit)

    def _communes(self, visit: Visit, common: dict[str, str]) -> Iterator[FeedEntry]:
        """Yield a session at each drawn unit, in the half-day that the programme proposes for it."""
        if not visit.communes:
            return
        slots = [
            Window(first=entry.day, last=entry.day, opens=entry.half, closes=entry.half)
            for entry in programme(self._dossier, visit, self._calendar)
            for _ in entry.communes
        ]
        for code, slot in zip(visit.communes, slots, strict=False):
            name = self._commune_name(code)
            facts = {"commune": lower_first(name), "place": name, "time": window_words(slot)}
            yield self._entry(EntryKind.COMMUNE, code, visit.number, slot, common | facts, page=visit.unit)

    def _entry(
        self, kind: EntryKind, unit: str, number: int, shown: Window, facts: dict[str, str], *, page: str
    ) -> FeedEntry:
        status, sequence = _standing(self._plan, shown.last)
        own = {
            "plan": self._plan.title,
            "state": self._plan.state,
            "cancelled_on": short_date(self._plan.changed_on) if status == EntryStatus.CANCELLED else "",
        }
        return FeedEntry(
            plan=self._plan.key,
            unit=unit,
            kind=kind,
            number=number,
            time=shown,
            status=status,
            sequence=sequence,
            changed_at=self._changed_at,
            page=page,
            facts=_known(facts | own),
        )

    def _due_facts(self, due: DueDay) -> dict[str, str]:
        advised = self._calendar.last_working_day(due.last_day)
        return {
            "deadline": due.words,
            "last_day": weekday_date(due.last_day),
            "advised_day": weekday_date(advised) if advised != due.last_day else "",
        }

    def _pending_draw(self, visit: Visit) -> DrawRule | None:
        """Return the rule by which units are still to be drawn at this visit; None when there is nothing to draw."""
        return self._plan.draw if self._dossier.awaits_draw(visit) else None

    def _draw_facts(self, rule: DrawRule) -> dict[str, str]:
        least, most = two_digits(rule.least), two_digits(rule.most)
        return {
            "draw_count": least if least == most else f"{least} đến {most}",
            "draw_level": self._dossier.province.level(rule.from_level).name,
        }

    def _commune_name(self, code: str) -> str:
        found = self._dossier.directory.get(code)
        return (found.area or found.name) if found is not None else code


def _standing(plan: Plan, last: date) -> tuple[EntryStatus, int]:
    """Return the status and SEQUENCE of an item that ends on that day.

    A plan that is replaced takes back what had not ended by then; what was over stays as it was. Each step of a plan's
    life that touches an item raises its sequence by one, and no step lowers it.
    """
    if not plan.is_issued:
        return EntryStatus.TENTATIVE, 0
    if plan.state == PlanState.REPLACED and last >= plan.changed_on:
        return EntryStatus.CANCELLED, 2
    return EntryStatus.CONFIRMED, 1


def _start_and_uid(entry: FeedEntry) -> tuple[date, int, str]:
    shown = entry.time
    half = 0 if shown.is_whole_days else 1 if shown.opens == Half.MORNING else 2
    return shown.first, half, entry.uid


def _known(facts: dict[str, str]) -> dict[str, str]:
    return {name: words for name, words in facts.items() if words}
