"""Việc của tôi: the visits of one account over all its issued plans, and what falls to it at each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.assigned_parts import AssignedPart, assigned_parts
from app.domain.dates import Window
from app.domain.draws.sealed import SealedCheck
from app.domain.draws.sealed_parties import checks_of_people
from app.domain.feed_entries import EntryStatus
from app.domain.feed_items import standing
from app.domain.milestones import working_days_left
from app.domain.plans import PlanState
from app.domain.schedules import report_due, working_days_of
from app.domain.teams import Role
from app.domain.visits import Visit
from app.services.overview import DueLeft, due_left
from app.services.seeing import SeenPlan, plans_worked_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.db.store import Store
    from app.domain.accounts import Account
    from app.domain.dates import WorkCalendar
    from app.domain.plans import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class MyVisit:
    """Cuộc kiểm tra của tôi: with the own roles in it and the parts of the outline proposed for oneself.

    `days_left` are the working days left: of a visit under way those to its end, today among them; before a visit
    those until it begins, today not counted.
    """

    seen: SeenPlan
    visit: Visit
    roles: tuple[Role, ...]
    parts: tuple[AssignedPart, ...]
    report: DueLeft | None
    working_days: int
    days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedVisit:
    """Cuộc kiểm tra đã chốt ngày."""

    mine: MyVisit
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCheck:
    """Cuộc kiểm tra đột xuất của tôi: its unit is in it once it is open."""

    seen: SeenPlan
    check: SealedCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class MyWork:
    """Việc của tôi: the plans that hold visits of the account, the newest first, and the visits themselves.

    Those under way and to come are in the order of their first days, those that are over have the latest first.
    """

    plans: tuple[SeenPlan, ...]
    current: tuple[DatedVisit, ...]
    coming: tuple[DatedVisit, ...]
    not_firm: tuple[MyVisit, ...]
    past: tuple[DatedVisit, ...]

    @property
    def at_hand(self) -> tuple[SeenPlan, ...]:
        """The plans with visits that are not over; the newest when all are."""
        open_plans = {mine.seen.dossier.plan.key for mine in self._not_over()}
        return tuple(seen for seen in self.plans if seen.dossier.plan.key in open_plans) or self.plans[:1]

    @property
    def visits(self) -> tuple[MyVisit, ...]:
        """Every visit: by its first day, then those that have none yet."""
        return (*(entry.mine for entry in self.dated), *self.not_firm)

    @property
    def dated(self) -> tuple[DatedVisit, ...]:
        """Every visit whose days are firm, by its first day."""
        return _by_first_day((*self.current, *self.coming, *self.past))

    def _not_over(self) -> tuple[MyVisit, ...]:
        return (*(entry.mine for entry in (*self.current, *self.coming)), *self.not_firm)


def my_work(store: Store, account: Account, today: date) -> MyWork:
    """Return the visits of an account as they were issued, whatever is being changed in their plans meanwhile."""
    plans, calendar = plans_worked_in(store, account), store.days_off.calendar()
    visits = [mine for seen in plans for mine in _visits(seen, calendar, today)]
    dated = [DatedVisit(mine=mine, window=mine.visit.window) for mine in visits if mine.visit.window is not None]
    return MyWork(
        plans=plans,
        current=_by_first_day(entry for entry in dated if entry.window.first <= today <= entry.window.last),
        coming=_by_first_day(entry for entry in dated if entry.window.first > today),
        not_firm=tuple(mine for mine in visits if mine.visit.window is None),
        past=_by_first_day(entry for entry in dated if entry.window.last < today)[::-1],
    )


def my_checks(plans: Iterable[SeenPlan]) -> tuple[MyCheck, ...]:
    """Return the unannounced checks of the account in these plans, by their days; of a replaced plan those it made."""
    found = [
        MyCheck(seen=seen, check=check)
        for seen in plans
        for check in checks_of_people(seen.dossier, seen.standing.persons)
        if standing(seen.dossier.plan, check.window.last)[0] != EntryStatus.CANCELLED
    ]
    return tuple(sorted(found, key=lambda mine: (mine.check.window.first, mine.check.window.last)))


def _by_first_day(entries: Iterable[DatedVisit]) -> tuple[DatedVisit, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.window.first, entry.window.last)))


def _visits(seen: SeenPlan, calendar: WorkCalendar, today: date) -> list[MyVisit]:
    dossier, plan = seen.dossier, seen.dossier.plan
    roles: dict[tuple[str, int], dict[str, Role]] = {}
    for person in sorted(seen.standing.persons):
        for visit, role in dossier.visits_of_person(person):
            roles.setdefault((visit.unit, visit.number), {})[person] = role
    return [
        MyVisit(
            seen=seen,
            visit=visit,
            roles=tuple(dict.fromkeys(own.values())),
            parts=tuple(dict.fromkeys(part for person in own for part in assigned_parts(dossier, visit, person))),
            report=due_left(plan.report_deadline_of(visit), report_due(plan, visit, calendar), calendar, today),
            working_days=len(working_days_of(visit.window, calendar)) if visit.window is not None else 0,
            days_left=_days_left(visit.window, calendar, today),
        )
        for visit in plan.visits
        if not (visit.is_reserve or _is_taken_back(plan, visit)) and (own := roles.get((visit.unit, visit.number)))
    ]


def _is_taken_back(plan: Plan, visit: Visit) -> bool:
    """Say whether the plan was replaced before the visit had ended, or was given days at all."""
    if visit.window is None:
        return plan.state == PlanState.REPLACED
    status, _ = standing(plan, visit.window.last)
    return status == EntryStatus.CANCELLED


def _days_left(window: Window | None, calendar: WorkCalendar, today: date) -> int:
    if window is None:
        return 0
    if today < window.first:
        return working_days_left(today, window.first, calendar)
    return len(calendar.working_days(today, window.last))
