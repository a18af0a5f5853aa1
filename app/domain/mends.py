"""Cách sửa có sẵn: for the problems of one visit, changes that remove one and add no error, ready to be tried.

Each is worked out from the problem alone and then judged by the checker over the whole plan: what does not remove its
problem, or brings an error that was not there, is not offered.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

from app.domain.adjusting import apply_adjustment
from app.domain.adjustments import Adjustment, DeadlineChange, Move
from app.domain.dates import ONE_DAY, Window
from app.domain.deadlines import Deadline, Relation
from app.domain.plan_steps import mark_of
from app.domain.problems import Problem, Severity
from app.domain.row_edits import key_of_visit, visit_of_key
from app.domain.rules import problems_of_visit
from app.domain.schedules import report_due, working_days_of
from app.domain.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier

    Checker = Callable[[PlanDossier], tuple[Problem, ...]]

MOST_MENDS = 6
"""How many mends of one row are offered, in the order of its problems."""
MOST_TRIED = 24
"""How many changes are worked out for one row at most, so that a row with very many problems is told of at once too."""


class MendKind(StrEnum):
    """Cách sửa: what is done to remove a problem."""

    START_LATER = "start-later"
    """Lùi ngày bắt đầu, giữ ngày kết thúc."""
    KEEP_LENGTH = "keep-length"
    """Lùi cả thời gian, giữ số ngày làm việc."""
    END_EARLIER = "end-earlier"
    """Kết thúc sớm hơn."""
    END_LATER = "end-later"
    """Kết thúc muộn hơn, cho đủ số ngày."""
    COME_BEFORE = "come-before"
    """Đưa lên trước những ngày vướng."""
    DEADLINE = "deadline"
    """Đổi hạn gửi báo cáo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedVisit:
    """Cuộc phải dời: a visit with its window before and after, and the working days of both."""

    visit: Visit
    before: Window
    after: Window
    days_before: int
    days_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDeadline:
    """Hạn phải đổi: that of a batch by its key, of the visit alone where `batch` is None; `units` are those bound."""

    batch: str | None
    before: Deadline
    after: Deadline
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """Cách sửa: removes `problem` by moving visits (the row's own first), or by another deadline.

    `added` are the warnings that it brings; it never brings an error. `code` is the same for the same change of the
    same state alone, so that whoever applies it gets what was shown or is told that it is no longer there.
    """

    kind: MendKind
    problem: Problem
    moves: tuple[MovedVisit, ...]
    deadline: MovedDeadline | None
    added: tuple[Problem, ...]

    @property
    def code(self) -> str:
        """Return what an address calls it."""
        return f"{self.kind}-{mark_of(self.problem.code, self.moves, self.deadline)}"

    @property
    def is_of_row_alone(self) -> bool:
        """Say whether nothing but the row's own visit changes."""
        return len(self.moves) <= 1 and (self.deadline is None or self.deadline.batch is None)


def mends_for(dossier: PlanDossier, key: str, calendar: WorkCalendar, check: Checker) -> tuple[Mend, ...]:
    """Return the mends of one visit's problems, errors' first, at most `MOST_MENDS`; raise NotFound.

    `check` judges a plan as the screens do: every problem of it, those first that block its release.
    """
    visit = visit_of_key(dossier.plan, key)
    problems = check(dossier)
    own = (problem for problem in problems if visit.unit in problem.subjects)
    candidates = (each for problem in own for each in _candidates(problem, dossier, visit, calendar))
    found: dict[object, Mend] = {}
    for candidate in islice(candidates, MOST_TRIED):
        change = (candidate.moves, candidate.deadline)
        judged = None if change in found else _judged(candidate, dossier, visit, calendar, check, problems)
        if judged is not None:
            found[change] = judged
        if len(found) == MOST_MENDS:
            break
    return tuple(found.values())


def with_mend(dossier: PlanDossier, key: str, mend: Mend) -> PlanDossier:
    """Return the plan with a mend of that visit applied, and nothing else changed; raise NotFound."""
    visit = visit_of_key(dossier.plan, key)
    moves = tuple(Move(unit=m.visit.unit, number=m.visit.number, window=m.after) for m in mend.moves)
    deadlines: tuple[DeadlineChange, ...] = ()
    if mend.deadline is not None:
        of_visit = {"unit": visit.unit, "number": visit.number}
        of = {"batch": mend.deadline.batch} if mend.deadline.batch is not None else of_visit
        deadlines = (DeadlineChange(deadline=mend.deadline.after, **of),)
    return apply_adjustment(dossier, Adjustment(moves=moves, deadlines=deadlines))


def _judged(
    mend: Mend,
    dossier: PlanDossier,
    visit: Visit,
    calendar: WorkCalendar,
    check: Checker,
    before: tuple[Problem, ...],
) -> Mend | None:
    """Return the mend with the warnings that it brings; None where it leaves its problem or brings an error."""
    after, code = with_mend(dossier, key_of_visit(visit), mend), mend.problem.code
    left = problems_of_visit(after, calendar, visit_of_key(after.plan, key_of_visit(visit)))
    if _count(left, code, visit.unit) >= _count(before, code, visit.unit):
        return None
    added = _added(before, check(after))
    if any(problem.severity == Severity.ERROR for problem in added):
        return None
    return replace(mend, added=tuple(problem for problem in added if problem.severity == Severity.WARNING))


def _count(problems: tuple[Problem, ...], code: str, unit: str) -> int:
    return sum(1 for problem in problems if problem.code == code and unit in problem.subjects)


def _added(before: tuple[Problem, ...], after: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems that were not there before: of a code and of subjects of which there are more now."""
    known = Counter((problem.code, problem.subjects) for problem in before)
    added = []
    for problem in after:
        key = (problem.code, problem.subjects)
        if known[key]:
            known[key] -= 1
        else:
            added.append(problem)
    return tuple(added)


# What may be tried


def _candidates(problem: Problem, dossier: PlanDossier, visit: Visit, calendar: WorkCalendar) -> Iterator[Mend]:
    """Yield what may remove the problem, the smallest change first, not yet judged."""
    find = _CANDIDATES.get(problem.code)
    if find is not None and visit.window is not None and not visit.is_reserve:
        yield from find(problem, dossier, visit, visit.window, calendar)


def _of_start_on_day_off(
    problem: Problem, dossier: PlanDossier, visit: Visit, window: Window, calendar: WorkCalendar
) -> Iterator[Mend]:
    first = calendar.next_working_day(window.first)
    if first <= window.last:
        later = Window(first=first, last=window.last, closes=window.closes)
        yield from _moving(MendKind.START_LATER, problem, dossier, visit, later, calendar)
    weekdays = sum(1 for day in window.days() if day.weekday() < _SATURDAY)
    least = dossier.plan.standards.working_days.get(dossier.directory.unit(visit.unit).level, 1)
    whole = _of_length(first, max(weekdays, least, 1), calendar)
    yield from _moving(MendKind.KEEP_LENGTH, problem, dossier, visit, whole, calendar)


def _of_end_on_day_off(
    problem: Problem, dossier: PlanDossier, visit: Visit, window: Window, calendar: WorkCalendar
) -> Iterator[Mend]:
    last = calendar.last_working_day(window.last)
    if last >= window.first:
        earlier = Window(first=window.first, last=last, opens=window.opens)
        yield from _moving(MendKind.END_EARLIER, problem, dossier, visit, earlier, calendar)
    later = Window(first=window.first, last=calendar.next_working_day(window.last), opens=window.opens)
    yield from _moving(MendKind.END_LATER, problem, dossier, visit, later, calendar)


def _of_few_working_days(
    problem: Problem, dossier: PlanDossier, visit: Visit, window: Window, calendar: WorkCalendar
) -> Iterator[Mend]:
    least = dossier.plan.standards.working_days.get(dossier.directory.unit(visit.unit).level)
    if least is not None:
        longer = _of_length(calendar.next_working_day(window.first), least, calendar)
        if longer.last > window.last:
            later = Window(first=window.first, last=longer.last, opens=window.opens)
            yield from _moving(MendKind.END_LATER, problem, dossier, visit, later, calendar)


def _of_days_in_the_way(
    problem: Problem, dossier: PlanDossier, visit: Visit, window: Window, calendar: WorkCalendar
) -> Iterator[Mend]:
    """Yield the visit behind, or before, the days that another visit, a person or the unit cannot give."""
    if not problem.dates:
        return
    length = max(len(working_days_of(window, calendar)), 1)
    first = calendar.next_working_day(max(problem.dates) + ONE_DAY)
    if first <= window.last:
        later = Window(first=first, last=window.last, closes=window.closes)
        yield from _moving(MendKind.START_LATER, problem, dossier, visit, later, calendar)
    yield from _moving(MendKind.KEEP_LENGTH, problem, dossier, visit, _of_length(first, length, calendar), calendar)
    last = calendar.last_working_day(min(problem.dates) - ONE_DAY)
    if last >= window.first:
        earlier = Window(first=window.first, last=last, opens=window.opens)
        yield from _moving(MendKind.END_EARLIER, problem, dossier, visit, earlier, calendar)
    ahead = Window(first=calendar.shifted(last, 1 - length), last=last)
    yield from _moving(MendKind.COME_BEFORE, problem, dossier, visit, ahead, calendar)


def _of_last_day_off(
    problem: Problem, dossier: PlanDossier, visit: Visit, _window: Window, calendar: WorkCalendar
) -> Iterator[Mend]:
    due = report_due(dossier.plan, visit, calendar)
    if due is not None:
        yield from _redating(problem, dossier, visit, calendar.last_working_day(due.last_day), of_all=True)


def _of_too_late_deadline(
    problem: Problem, dossier: PlanDossier, visit: Visit, window: Window, calendar: WorkCalendar
) -> Iterator[Mend]:
    last = calendar.shifted(window.first, -(dossier.plan.standards.reading_days + 1))
    yield from _redating(problem, dossier, visit, last, of_all=False)


# How it is done


def _moving(
    kind: MendKind, problem: Problem, dossier: PlanDossier, visit: Visit, window: Window, calendar: WorkCalendar
) -> Iterator[Mend]:
    """Yield the visit in that window, those of its team behind it moved on as far as they are in the way.

    First with a follower cut short where that spares those behind it, then with every length kept.
    """
    for may_shorten in (True, False):
        moves = _moved_on(dossier, visit, window, calendar, may_shorten=may_shorten)
        stays_in_year = all(day.year == dossier.plan.year for m in moves for day in (m.after.first, m.after.last))
        if window != visit.window and stays_in_year:
            yield Mend(kind=kind, problem=problem, moves=moves, deadline=None, added=())


def _moved_on(
    dossier: PlanDossier, visit: Visit, window: Window, calendar: WorkCalendar, *, may_shorten: bool
) -> tuple[MovedVisit, ...]:
    """Return the visit in that window and the visits of its team behind it that it pushes on."""
    moves = [_moved(visit, window, calendar)]
    followers = _followers(dossier, visit, window)
    for place, follower in enumerate(followers):
        last, present = moves[-1].after.last, follower.window
        if present is None or present.first > last:
            break
        first = calendar.next_working_day(last + ONE_DAY)
        wanted = _of_length(first, max(len(working_days_of(present, calendar)), 1), calendar)
        behind = followers[place + 1].window if place + 1 < len(followers) else None
        if may_shorten and behind is not None and wanted.last >= behind.first:
            wanted = _shortened(dossier, visit, follower, wanted, behind, calendar)
        moves.append(_moved(follower, wanted, calendar))
    return tuple(moves)


def _followers(dossier: PlanDossier, visit: Visit, window: Window) -> list[Visit]:
    """Return the firm visits of the same team that begin no earlier than the visit, or inside its new window."""
    plan = dossier.plan
    team, first = plan.team_of(visit).key, visit.window.first if visit.window is not None else window.first
    others = [each for each in plan.firm_visits() if each != visit and plan.team_of(each).key == team]
    return [each for each in others if each.window is not None and each.window.first >= min(first, window.first)]


def _shortened(
    dossier: PlanDossier, moving: Visit, follower: Visit, wanted: Window, behind: Window, calendar: WorkCalendar
) -> Window:
    """Return the window cut before the next one where enough working days are left.

    Enough is the plan's minimum of the unit's level, else the fewest that the plan gives another unit of the level.
    """
    level = dossier.directory.unit(follower.unit).level
    others = [each for each in dossier.plan.firm_visits() if each not in {moving, follower}]
    given = [
        len(working_days_of(each.window, calendar))
        for each in others
        if each.window is not None and dossier.directory.unit(each.unit).level == level
    ]
    least = dossier.plan.standards.working_days.get(level, min(given, default=0))
    last = calendar.last_working_day(behind.first - ONE_DAY)
    if least < 1 or last < wanted.first:
        return wanted
    cut = Window(first=wanted.first, last=last)
    return cut if len(working_days_of(cut, calendar)) >= least else wanted


def _of_length(first: date, working_days: int, calendar: WorkCalendar) -> Window:
    """Return the window of that many working days from a working day."""
    return Window(first=first, last=calendar.shifted(first, working_days - 1))


def _moved(visit: Visit, window: Window, calendar: WorkCalendar) -> MovedVisit:
    before = visit.window or window
    days = [len(working_days_of(each, calendar)) for each in (before, window)]
    return MovedVisit(visit=visit, before=before, after=window, days_before=days[0], days_after=days[1])


def _redating(problem: Problem, dossier: PlanDossier, visit: Visit, last: date, *, of_all: bool) -> Iterator[Mend]:
    """Yield the deadline that makes `last` the last day in time: of the visit, and of the batch that it follows.

    A deadline that is counted from an event becomes a day of the visit's own: the rule stays for the others.
    """
    plan = dossier.plan
    present = plan.report_deadline_of(visit)
    if present is None:
        return
    strict = present.relation == Relation.BEFORE
    wanted = Deadline(
        relation=Relation.BEFORE if strict else Relation.NO_LATER_THAN, day=last + ONE_DAY if strict else last
    )
    own = MovedDeadline(batch=None, before=present, after=wanted, units=(visit.unit,))
    found = [own]
    if visit.report_deadline is None and present.day is not None:
        bound = [v for v in plan.visits if v.batch == visit.batch and v.report_deadline is None and not v.is_reserve]
        units = tuple(dict.fromkeys(each.unit for each in bound))
        of_batch = MovedDeadline(batch=visit.batch, before=present, after=wanted, units=units)
        found = [of_batch] if of_all or len(units) == 1 else [own, of_batch]
    for moved in found:
        yield Mend(kind=MendKind.DEADLINE, problem=problem, moves=(), deadline=moved, added=())


_SATURDAY = 5
_CANDIDATES: dict[str, Callable[[Problem, PlanDossier, Visit, Window, WorkCalendar], Iterator[Mend]]] = {
    "window.starts_on_day_off": _of_start_on_day_off,
    "window.ends_on_day_off": _of_end_on_day_off,
    "window.few_working_days": _of_few_working_days,
    "window.overlap": _of_days_in_the_way,
    "person.unavailable": _of_days_in_the_way,
    "unit.unavailable": _of_days_in_the_way,
    "deadline.last_day_off": _of_last_day_off,
    "deadline.after_window_start": _of_too_late_deadline,
    "deadline.too_few_reading_days": _of_too_late_deadline,
}
