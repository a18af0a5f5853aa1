"""Từ kế hoạch thành mục lịch: the one place where an item of a plan becomes an entry, whichever calendar asks.

Everything here is a pure function of the dossier and the work calendar: no clock and no chance, so that an unchanged
plan gives unchanged entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.dates import Window
from app.domain.draws.sealed_parties import batch_of, party_of, standing_checks
from app.domain.feed_entries import (
    REMINDERS,
    CancelReason,
    EntryKind,
    EntryStatus,
    FeedEntry,
    cancelling_facts,
)
from app.domain.feed_grants import FeedKind
from app.domain.plans import PlanState
from app.domain.programmes import commune_name, commune_slots
from app.domain.rules.checked_plan import firm_windows
from app.domain.schedules import draw_day, report_due, self_inspection_due, span_words, window_words, working_days_of
from app.domain.teams import Role
from app.domain.vietnamese import listed, lower_first, moment_words, two_digits, weekday_date
from app.domain.visits import Manner, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from app.domain.dates import WorkCalendar
    from app.domain.deadlines import DueDay
    from app.domain.dossiers import PlanDossier
    from app.domain.draws.sealed import SealedCheck
    from app.domain.plans import DrawRule, Plan
    from app.domain.visits import Visit

Viewer = tuple[FeedKind, str]
"""Người xem một mục lịch: a unit or a person by its key, or the public ("")."""
PUBLIC: Viewer = (FeedKind.PUBLIC, "")

DAYS_AHEAD = 3
"""How many working days before the last working day in time a reminder stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem:
    """Mục của kế hoạch: an item that the plan has now, as an entry for those who see all of it.

    `viewers` are the others who see it, people with their role in it. `is_over` marks a draw that has taken place: the
    plan does not say when, so that its time is the day proposed.
    """

    entry: FeedEntry
    viewers: dict[Viewer, Role | None] = field(default_factory=dict)
    is_over: bool = False


def planned_items(dossier: PlanDossier, calendar: WorkCalendar, at: datetime) -> dict[str, PlannedItem]:
    """Return the items of the plan by their UID, as they would be shown for the first time at that moment."""
    builder = _Builder(dossier, calendar, at)
    items: dict[str, PlannedItem] = {}
    for item in builder.items():
        items.setdefault(item.entry.uid, item)
    return items


def viewers_of(dossier: PlanDossier) -> dict[Viewer, str]:
    """Return the units and people that have a calendar in the plan, firm days or not, with their names."""
    keys = [key for visit in dossier.plan.visits for key in (visit.unit, *visit.communes)]
    keys += [unit.key for unit in dossier.self_inspecting_units()]
    units = {key: unit.name for key in keys if (unit := dossier.directory.get(key)) is not None}
    units = {told.unit: told.unit_name for check in standing_checks(dossier) if (told := check.told)} | units
    people = {person.key: f"{person.honorific} {person.name}".strip() for person in dossier.named_people()}
    return {(FeedKind.UNIT, key): name for key, name in units.items()} | {
        (FeedKind.PERSON, key): name for key, name in people.items()
    }


def plan_facts(plan: Plan) -> dict[str, str]:
    """Return the words that the name and description of every calendar of the plan may name."""
    return _known({"year": str(plan.year), "kind": plan.kind, "plan": plan.title, "state": _shown_state(plan)})


def standing(plan: Plan, last: date) -> tuple[EntryStatus, int]:
    """Return the status of an item that ends on that day, and the number that it has at least.

    A plan that is replaced takes back what had not ended by then; what was over stays as it was. Each step of a plan's
    life that touches an item raises its number by one.
    """
    if not plan.is_issued:
        return EntryStatus.TENTATIVE, 0
    if plan.state == PlanState.REPLACED and last >= plan.changed_on:
        return EntryStatus.CANCELLED, 2
    return EntryStatus.CONFIRMED, 1


class _Builder:
    """Makes the items of one dossier."""

    def __init__(self, dossier: PlanDossier, calendar: WorkCalendar, at: datetime) -> None:
        self._dossier, self._calendar, self._at = dossier, calendar, at
        self._plan = dossier.plan
        self._roles: dict[tuple[str, int], dict[Viewer, Role | None]] = {}
        for person in dossier.named_people():
            for visit, role in dossier.visits_of_person(person.key):
                self._roles.setdefault((visit.unit, visit.number), {})[FeedKind.PERSON, person.key] = role

    def items(self) -> Iterator[PlannedItem]:
        """Yield every item, visits by their first day."""
        for visit, window in firm_windows(self._dossier):
            people = self._roles.get((visit.unit, visit.number), {})
            for entry, is_over in self._visit_entries(visit, window):
                viewers = dict(people)
                if visit.manner != Manner.UNANNOUNCED:
                    # The calendar of a unit, or one for everybody, must not announce what comes unannounced.
                    viewers |= dict.fromkeys([(FeedKind.UNIT, visit.unit), (FeedKind.UNIT, entry.unit), PUBLIC])
                yield PlannedItem(entry=entry, viewers=viewers, is_over=is_over)
        owing = [(FeedKind.UNIT, unit.key) for unit in self._dossier.self_inspecting_units()]
        for entry in self._self_inspection_entries():
            yield PlannedItem(entry=entry, viewers=dict.fromkeys([*owing, PUBLIC]))
        for check in standing_checks(self._dossier):
            yield self._sealed(check)

    def _visit_entries(self, visit: Visit, window: Window) -> Iterator[tuple[FeedEntry, bool]]:
        """Yield the entries of a visit with a firm window, each with whether it is a draw that has taken place."""
        due = report_due(self._plan, visit, self._calendar)
        yield self._window(visit, window, due), False
        if due is not None:
            facts = {"team": self._plan.team_of(visit).name, "window": span_words(window)}
            for entry in self._deadline(EntryKind.REPORT, visit.unit, visit.number, due, facts):
                yield entry, False
        rule, day = self._draw_rule(visit), draw_day(visit, self._calendar)
        if rule is not None and day is not None:
            yield self._draw(visit, window, rule, day), bool(visit.communes)
        for entry in self._communes(visit, window):
            yield entry, False

    def _self_inspection_entries(self) -> Iterator[FeedEntry]:
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
        yield from self._deadline(EntryKind.SELF_INSPECTION, "", 1, due, facts)

    def _window(self, visit: Visit, window: Window, due: DueDay | None) -> FeedEntry:
        dossier, plan = self._dossier, self._plan
        head, lead, rule = plan.head_of(visit), plan.lead_agency_of(visit), self._draw_rule(visit)
        unit = dossier.unit_name(visit.unit)
        facts = {
            "window": span_words(window),
            "place": (visit.place or unit) if visit.mode == Mode.ON_THE_SPOT else "",
            "working_days": two_digits(len(working_days_of(window, self._calendar))),
            "manner": visit.manner if visit.manner != Manner.FULL else "",
            "mode": visit.mode if visit.mode != Mode.ON_THE_SPOT else "",
            "head": dossier.person_line(head) if head else "",
            "deputies": "; ".join(dossier.person_line(key) for key in plan.batch(visit.batch).deputies if key != head),
            "lead_agency": dossier.unit_name(lead) if lead else "",
            "communes": self._commune_names(visit),
            **(_draw_facts(dossier, rule) if rule is not None and not visit.communes else {}),
            **({"team": plan.team_of(visit).name, **self._due_facts(due)} if due is not None else {}),
        }
        return self._entry(EntryKind.WINDOW, visit.unit, visit.number, window, facts, page=visit.unit)

    def _deadline(
        self, kind: EntryKind, unit: str, number: int, due: DueDay, facts: dict[str, str]
    ) -> Iterator[FeedEntry]:
        """Yield a deadline on its last day in time, and the reminder of it some working days before."""
        last = self._calendar.last_working_day(due.last_day)
        ahead = self._calendar.shifted(last, -DAYS_AHEAD)
        facts = facts | self._due_facts(due)
        yield self._entry(kind, unit, number, Window(first=due.last_day, last=due.last_day), facts, page=unit)
        reminding = {name: facts[name] for name in ("deadline", "last_day", "advised_day")}
        reminding["ahead"] = two_digits(DAYS_AHEAD)
        yield self._entry(REMINDERS[kind], unit, number, Window(first=ahead, last=ahead), reminding, page=unit)

    def _draw(self, visit: Visit, window: Window, rule: DrawRule, day: date) -> FeedEntry:
        told = {"drawn": self._commune_names(visit)} if visit.communes else {"day": weekday_date(day)}
        facts = {"window": span_words(window), **_draw_facts(self._dossier, rule), **told}
        shown = Window(first=day, last=day)
        return self._entry(EntryKind.DRAW, visit.unit, visit.number, shown, facts, page=visit.unit)

    def _communes(self, visit: Visit, window: Window) -> Iterator[FeedEntry]:
        """Yield a session at each drawn unit, in the half-day that the programme proposes for it."""
        for code, slot in commune_slots(self._dossier, visit, self._calendar):
            name = commune_name(self._dossier, code)
            facts = {
                "commune": lower_first(name),
                "place": name,
                "time": window_words(slot),
                "unit": self._dossier.unit_name(visit.unit),
                "window": span_words(window),
            }
            yield self._entry(EntryKind.COMMUNE, code, visit.number, slot, facts, page=visit.unit)

    def _sealed(self, check: SealedCheck) -> PlannedItem:
        """Return the item of an unannounced check: until it is opened, days for its team and no word of the unit."""
        told, batch = check.told, batch_of(self._plan, check)
        facts = {"time": span_words(check.window), "batch": batch.name if batch is not None else ""}
        if told is None:
            facts["opens"] = moment_words(check.opens_at)
        else:
            facts |= {"unit": told.unit_name, "place": told.unit_name, "commitment": check.commitment}
        viewers: dict[Viewer, Role | None] = {
            (FeedKind.PERSON, key): role for key, role in party_of(self._dossier, check).items()
        }
        if told is not None:
            viewers |= dict.fromkeys([(FeedKind.UNIT, told.unit), PUBLIC])
        entry = self._entry(EntryKind.SEALED, "", check.number, check.window, facts, page="")
        return PlannedItem(entry=entry, viewers=viewers)

    def _entry(
        self, kind: EntryKind, unit: str, number: int, shown: Window, facts: dict[str, str], *, page: str
    ) -> FeedEntry:
        plan = self._plan
        status, sequence = standing(plan, shown.last)
        is_cancelled = status == EntryStatus.CANCELLED
        own = {
            "unit": self._dossier.unit_name(page) if page else "",
            "plan": plan.title,
            "state": _shown_state(plan),
            **(cancelling_facts(plan.changed_on, CancelReason.REPLACED) if is_cancelled else {}),
        }
        return FeedEntry(
            plan=plan.key,
            unit=unit,
            kind=kind,
            number=number,
            time=shown,
            status=status,
            sequence=sequence,
            changed_at=self._at,
            created_at=self._at,
            page=page,
            facts=_known(own | facts),
        )

    def _due_facts(self, due: DueDay) -> dict[str, str]:
        advised = self._calendar.last_working_day(due.last_day)
        return {
            "deadline": due.words,
            "last_day": weekday_date(due.last_day),
            "advised_day": weekday_date(advised) if advised != due.last_day else "",
        }

    def _draw_rule(self, visit: Visit) -> DrawRule | None:
        """Return the rule by which units are drawn at this visit, or were; None when none are."""
        rule = self._plan.draw
        if rule is None or self._dossier.directory.unit(visit.unit).level != rule.at_level:
            return None
        return rule

    def _commune_names(self, visit: Visit) -> str:
        return listed(lower_first(commune_name(self._dossier, code)) for code in visit.communes)


def _draw_facts(dossier: PlanDossier, rule: DrawRule) -> dict[str, str]:
    least, most = two_digits(rule.least), two_digits(rule.most)
    return {
        "draw_count": least if least == most else f"{least} đến {most}",
        "draw_level": dossier.province.level(rule.from_level).name,
    }


def _shown_state(plan: Plan) -> str:
    """Return the state of a plan that a calendar tells of: that it is not issued yet."""
    return "" if plan.is_issued else plan.state


def _known(facts: dict[str, str]) -> dict[str, str]:
    return {name: words for name, words in facts.items() if words}
