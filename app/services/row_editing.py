"""Soạn lịch từng dòng: what the schedule editor and the API do to one visit of a draft, and what it is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.dates import WorkCalendar
from app.domain.dossiers import PlanDossier
from app.domain.errors import NotFound, Refused
from app.domain.mends import Mend, mends_for, with_mend
from app.domain.plan_steps import SeenItem, mark_of
from app.domain.problems import Severity
from app.domain.row_edits import (
    moved_in_order,
    row_of,
    targets_in_order,
    visit_of_key,
    with_row,
    without_visit,
)
from app.domain.rules import check_adjustment, check_plan
from app.domain.schedules import time_words
from app.domain.vietnamese import lower_first
from app.services.checking import WordedProblem, adjustment_problems
from app.services.editing import ItemGuard, edit_plan
from app.services.releases import latest_release, release_dossier
from app.services.sentences import outcome_sentence

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.people import Actor
    from app.domain.problems import Problem
    from app.domain.row_edits import ScheduleRow

_KIND = "visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """Cách kiểm tra một dự thảo: by which calendar, on which day, and over what was issued last.

    `release` is its number, 0 and `issued` None where nothing was issued.
    """

    calendar: WorkCalendar
    today: date
    issued: PlanDossier | None
    release: int

    def worded(self, dossier: PlanDossier) -> tuple[WordedProblem, ...]:
        """Return the problems of the plan as the screens show them."""
        return adjustment_problems(dossier, self.issued, self.today, self.calendar)

    def problems(self, dossier: PlanDossier) -> tuple[Problem, ...]:
        """Return the same without their sentences."""
        if self.issued is None:
            return check_plan(dossier, self.calendar)
        return check_adjustment(dossier, self.issued, self.today, self.calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheck:
    """Kiểm tra một dòng: the plan as it would be with the row, all its problems, and the row's own.

    `elsewhere` are errors and warnings that the row brings and that are not about its unit.
    """

    dossier: PlanDossier
    problems: tuple[WordedProblem, ...]
    own: tuple[WordedProblem, ...]
    elsewhere: tuple[WordedProblem, ...]
    mends: tuple[Mend, ...]


def checking_of(store: Store, plan_key: str, today: date) -> Checking:
    """Return how a draft of that plan is checked."""
    release = latest_release(store, plan_key)
    return Checking(
        calendar=store.days_off.calendar(),
        today=today,
        issued=release_dossier(store, plan_key, release.number) if release is not None else None,
        release=release.number if release is not None else 0,
    )


def row_mark(dossier: PlanDossier, key: str) -> str:
    """Return the mark of a row, by which a later change knows what it was made over; raise NotFound."""
    return mark_of(row_of(visit_of_key(dossier.plan, key)))


def check_row(dossier: PlanDossier, key: str, row: ScheduleRow, checking: Checking) -> RowCheck:
    """Return what would be wrong with the plan if the visit had that row, nothing written; raise as `with_row`."""
    after = with_row(dossier, key, row)
    unit = visit_of_key(after.plan, key).unit
    problems = checking.worded(after)
    before = {(each.code, each.subjects, each.dates) for each in checking.problems(dossier)}
    others = (each for each in problems if unit not in each.problem.subjects)
    return RowCheck(
        dossier=after,
        problems=problems,
        own=tuple(each for each in problems if unit in each.problem.subjects),
        elsewhere=tuple(
            each
            for each in others
            if each.problem.severity != Severity.INFO
            and (each.problem.code, each.problem.subjects, each.problem.dates) not in before
        ),
        mends=mends_for(after, key, checking.calendar, checking.problems),
    )


def mend_of_row(dossier: PlanDossier, key: str, row: ScheduleRow, code: str, checking: Checking) -> Mend:
    """Return the mend of that code for the visit with that row.

    Raise as `with_row`; Refused `mend.gone` where the plan is no longer what the mend was worked out for.
    """
    after = with_row(dossier, key, row)
    for mend in mends_for(after, key, checking.calendar, checking.problems):
        if mend.code == code:
            return mend
    raise Refused("mend.gone", unit=_unit_name(dossier, key))


def save_row(
    store: Store, dossier: PlanDossier, key: str, row: ScheduleRow, *, mark: str, by: Actor, at: datetime
) -> PlanDossier:
    """Give the visit that row, where its row is still the one of that mark, and return the plan.

    `dossier` is the draft as this transaction reads it. Raise as `with_row` and `edit_plan`.
    """
    return edit_plan(
        store,
        dossier.plan.key,
        lambda present: with_row(present, key, row),
        words=_words_of_row(dossier, key, row),
        guard=_guard(key, mark),
        by=by,
        at=at,
    )


def save_mend(
    store: Store,
    dossier: PlanDossier,
    key: str,
    row: ScheduleRow,
    code: str,
    checking: Checking,
    *,
    mark: str,
    by: Actor,
    at: datetime,
) -> PlanDossier:
    """Give the visit that row and mend it by the change of that code, in one step, and return the plan.

    Raise as `save_row` and `mend_of_row`.
    """

    def mended(present: PlanDossier) -> PlanDossier:
        mend = mend_of_row(present, key, row, code, checking)
        return with_mend(with_row(present, key, row), key, mend)

    words = outcome_sentence("step.mend", unit=_unit_name(dossier, key))
    return edit_plan(store, dossier.plan.key, mended, words=words, guard=_guard(key, mark), by=by, at=at)


def move_row(store: Store, dossier: PlanDossier, key: str, places: int, *, by: Actor, at: datetime) -> int:
    """Move the visit that many places down the list, up where negative, and return its new place, from 1.

    Raise as `moved_in_order` and `edit_plan`.
    """
    after = edit_plan(
        store,
        dossier.plan.key,
        lambda present: moved_in_order(present, key, places),
        words=outcome_sentence("step.order", unit=_unit_name(dossier, key)),
        by=by,
        at=at,
    )
    return 1 + targets_in_order(after.plan).index(visit_of_key(after.plan, key))


def remove_row(store: Store, dossier: PlanDossier, key: str, *, mark: str, by: Actor, at: datetime) -> PlanDossier:
    """Take the visit out of the plan, where its row is still the one of that mark; raise NotFound, as `edit_plan`."""
    return edit_plan(
        store,
        dossier.plan.key,
        lambda present: without_visit(present, key),
        words=outcome_sentence("step.remove", unit=_unit_name(dossier, key)),
        guard=_guard(key, mark),
        by=by,
        at=at,
    )


def _guard(key: str, mark: str) -> ItemGuard:
    def now(dossier: PlanDossier) -> ScheduleRow | None:
        try:
            return row_of(visit_of_key(dossier.plan, key))
        except NotFound:
            return None

    return ItemGuard(seen=SeenItem(kind=_KIND, key=key, mark=mark), now=now)


def _unit_name(dossier: PlanDossier, key: str) -> str:
    return dossier.unit_name(visit_of_key(dossier.plan, key).unit)


def _words_of_row(dossier: PlanDossier, key: str, row: ScheduleRow) -> str:
    """Return what a step is called: whereto the visit was moved, or only that its row was changed."""
    unit, present = _unit_name(dossier, key), row_of(visit_of_key(dossier.plan, key))
    if row.window is None or row.window == present.window:
        return outcome_sentence("step.row", unit=unit)
    moved = visit_of_key(with_row(dossier, key, row).plan, key)
    return outcome_sentence("step.move", unit=unit, time=lower_first(time_words(moved)))
