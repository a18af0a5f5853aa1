"""Ô cảnh báo của một dòng: what the editor says of a row at once, its days, its problems and how to mend them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.problems import Severity
from app.domain.row_edits import key_of_visit, targets_in_order, visit_of_key
from app.domain.schedules import reading_days, report_due, working_days_of
from app.domain.vietnamese import two_digits, weekday_date
from app.services.sentences import problem_statement
from app.web.day_strip import DayStrip, row_strip
from app.web.views import Link, window_label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.domain.dates import WorkCalendar
    from app.domain.deadlines import DueDay
    from app.domain.dossiers import PlanDossier
    from app.domain.mends import Mend
    from app.domain.visits import Visit
    from app.services.checking import WordedProblem
    from app.services.row_editing import Checking, RowCheck

_MOST_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """Cuộc được dời, in words; `shorter` is by how many working days it gets shorter, "" where it does not."""

    unit: str
    before: str
    after: str
    days_after: str
    shorter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MendView:
    """Cách sửa, as its button and its preview take it; `moves` has the row's own first."""

    code: str
    kind: str
    moves: tuple[MoveView, ...]
    deadline: str
    deadline_before: str
    batch: str
    units: tuple[str, ...]
    added: tuple[str, ...]
    is_of_row_alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """Cảnh báo của dòng, with what mends it."""

    level: str
    statement: str
    remedy: str
    mends: tuple[MendView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheckView:
    """Ô cảnh báo: `period` and `report` say the days with their weekdays, `faults` what could not be read."""

    period: str
    days: str
    report: str
    last_day: str
    reading_days: str
    strip: DayStrip | None
    problems: tuple[RowProblem, ...]
    elsewhere: tuple[RowProblem, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """Bộ đếm: the errors and warnings of a draft, and where the errors are; `others` are errors of no single row."""

    errors: int
    warnings: int
    places: tuple[Link, ...]
    others: int
    is_unsaved: bool


NOTHING_READ = RowCheckView(
    period="", days="", report="", last_day="", reading_days="", strip=None, problems=(), elsewhere=()
)


def row_check_view(check: RowCheck, key: str, checking: Checking) -> RowCheckView:
    """Return what is said of a row, as its template takes it."""
    dossier, calendar = check.dossier, checking.calendar
    plan, visit = dossier.plan, visit_of_key(dossier.plan, key)
    window, due, deadline = visit.window, report_due(plan, visit, calendar), plan.report_deadline_of(visit)
    reading = reading_days(due, window, calendar) if due is not None and window is not None else None
    told = ""
    if window is not None:
        told = f"Từ {weekday_date(window.first)} đến hết {weekday_date(window.last)}"
        told = weekday_date(window.first) if window.first == window.last else told
    return RowCheckView(
        period=told,
        days=_count(len(working_days_of(window, calendar))) if window is not None else "",
        report=deadline.words() if deadline is not None else "",
        last_day=weekday_date(due.last_day) if due is not None else "",
        reading_days=_count(len(reading)) if reading is not None else "",
        strip=_strip(dossier, visit, calendar, checking.today, due),
        problems=tuple(_problem(dossier, worded, check.mends) for worded in check.own),
        elsewhere=tuple(_problem(dossier, worded, ()) for worded in check.elsewhere),
    )


def mend_view(dossier: PlanDossier, mend: Mend) -> MendView:
    """Return a mend as its button and its preview take it."""
    moved = mend.deadline
    return MendView(
        code=mend.code,
        kind=mend.kind,
        moves=tuple(
            MoveView(
                unit=dossier.unit_name(each.visit.unit),
                before=window_label(each.before),
                after=window_label(each.after),
                days_after=_count(each.days_after),
                shorter=two_digits(each.days_before - each.days_after) if each.days_after < each.days_before else "",
            )
            for each in mend.moves
        ),
        deadline=moved.after.words() if moved is not None else "",
        deadline_before=moved.before.words() if moved is not None else "",
        batch=dossier.plan.batch(moved.batch).name if moved is not None and moved.batch is not None else "",
        units=tuple(dossier.unit_name(unit) for unit in moved.units) if moved is not None else (),
        added=tuple(problem_statement(problem) for problem in mend.added),
        is_of_row_alone=mend.is_of_row_alone,
    )


def counters_of(dossier: PlanDossier, problems: Iterable[WordedProblem], *, is_unsaved: bool = False) -> Counters:
    """Return the counters of a draft; `is_unsaved` where they count what a row not yet saved would make of it."""
    told = [worded.problem for worded in problems]
    errors = [problem for problem in told if problem.severity == Severity.ERROR]
    rows = targets_in_order(dossier.plan)
    faulty = [visit for visit in rows if any(visit.unit in problem.subjects for problem in errors)]
    units = {visit.unit for visit in rows}
    return Counters(
        errors=len(errors),
        warnings=sum(1 for problem in told if problem.severity == Severity.WARNING),
        places=tuple(
            Link(
                href=f"/ke-hoach/{dossier.plan.key}/lich?sua={key_of_visit(visit)}", label=dossier.unit_name(visit.unit)
            )
            for visit in faulty[:_MOST_NAMED]
        ),
        others=sum(1 for problem in errors if not units.intersection(problem.subjects)) + len(faulty[_MOST_NAMED:]),
        is_unsaved=is_unsaved,
    )


def _count(days: int) -> str:
    return two_digits(days) if days else "00"


def _problem(dossier: PlanDossier, worded: WordedProblem, mends: tuple[Mend, ...]) -> RowProblem:
    return RowProblem(
        level=worded.problem.severity,
        statement=worded.statement,
        remedy=worded.remedy,
        mends=tuple(mend_view(dossier, mend) for mend in mends if mend.problem == worded.problem),
    )


def _strip(
    dossier: PlanDossier, visit: Visit, calendar: WorkCalendar, today: date, due: DueDay | None
) -> DayStrip | None:
    if visit.window is None:
        return None
    plan = dossier.plan
    team = plan.team_of(visit).key
    others = [
        (each.window, _lead(dossier, each), f"Số {number}")
        for number, each in enumerate(targets_in_order(plan), 1)
        if each != visit and each.window is not None and plan.team_of(each).key == team
    ]
    return row_strip(calendar, today, visit.window, due, _lead(dossier, visit), others)


def _lead(dossier: PlanDossier, visit: Visit) -> int | None:
    plan, lead = dossier.plan, dossier.plan.lead_agency_of(visit)
    return plan.lead_agencies.index(lead) + 1 if lead in plan.lead_agencies else None
