"""Bảng soạn lịch: the rows of the editor as its template takes them, against the release that the draft stands on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from app.domain.dates import Half, WorkCalendar
from app.domain.dossiers import PlanDossier
from app.domain.errors import NotFound
from app.domain.leadership import leadership_of_visit
from app.domain.problems import Problem, Severity
from app.domain.row_edits import key_of_visit, targets_in_order
from app.domain.schedules import UNDETERMINED, reading_days, report_due, time_words, working_days_of
from app.domain.vietnamese import day_and_month, short_date, two_digits, weekday
from app.services.sentences import problem_label
from app.web.templating import upper_first
from app.web.views import HALF_WORDS, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.domain.visits import Visit
    from app.services.checking import WordedProblem

_OF_DEADLINE, _OF_READING = frozenset({"deadline.last_day_off"}), frozenset({"deadline.too_few_reading_days"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Ô: its words, a smaller line under them, and what the last release said instead, "" where that is the same."""

    text: str
    note: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadersCell:
    """Ô Trưởng đoàn, Phó Trưởng đoàn, merged over `rows` rows; `lead` is the place of the lead agency, 0 unknown."""

    head: Cell
    deputies: tuple[str, ...]
    lead: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorRow:
    """Dòng của bảng soạn lịch. `days` are from and to, None while the time is `loose`; `leaders` None: merged above."""

    key: str
    number: int
    unit: str
    href: str
    days: tuple[Cell, Cell] | None
    loose: Cell
    working_days: str
    deadline: Cell
    deadline_tags: tuple[Tag, ...]
    reading_days: str
    reads_too_few: bool
    leaders: LeadersCell | None
    tags: tuple[Tag, ...]
    is_open: bool
    is_bad: bool
    is_new: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorTable:
    """Bảng soạn lịch: its rows, the sum of working days, and the targets that the release has and the draft lost."""

    rows: tuple[EditorRow, ...]
    working_days: str
    gone: tuple[str, ...]


def editor_table(
    dossier: PlanDossier,
    calendar: WorkCalendar,
    problems: Iterable[WordedProblem],
    issued: PlanDossier | None,
    open_key: str = "",
) -> EditorTable:
    """Return the table of a draft; `open_key` is the row that is open, `issued` what the draft stands on."""
    targets, told = targets_in_order(dossier.plan), [worded.problem for worded in problems]
    rows = [
        _row(_Seen(dossier, calendar, issued, told), visit, number, is_open=key_of_visit(visit) == open_key)
        for number, visit in enumerate(targets, 1)
    ]
    if rows:
        rows[0], rows[-1] = replace(rows[0], is_first=True), replace(rows[-1], is_last=True)
    total = sum(len(working_days_of(visit.window, calendar)) for visit in targets if visit.window is not None)
    kept = {(visit.unit, visit.number) for visit in dossier.plan.visits}
    lost = [v for v in (issued.plan.visits if issued is not None else ()) if (v.unit, v.number) not in kept]
    return EditorTable(
        rows=_merged(rows),
        working_days=two_digits(total),
        gone=tuple(issued.unit_name(visit.unit) for visit in lost) if issued is not None else (),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    dossier: PlanDossier
    calendar: WorkCalendar
    issued: PlanDossier | None
    problems: list[Problem]


def _row(seen: _Seen, visit: Visit, number: int, *, is_open: bool) -> EditorRow:
    dossier, calendar = seen.dossier, seen.calendar
    plan, before = dossier.plan, _issued_visit(seen.issued, visit)
    of_unit = [problem for problem in seen.problems if visit.unit in problem.subjects]
    due = report_due(plan, visit, calendar)
    window = visit.window
    reading = len(reading_days(due, window, calendar)) if due is not None and window is not None else None
    return EditorRow(
        key=key_of_visit(visit),
        number=number,
        unit=dossier.unit_name(visit.unit) + (f" (lần {visit.number})" if visit.number > 1 else ""),
        href=f"/ke-hoach/{plan.key}/don-vi/{visit.unit}",
        days=_day_cells(visit, before) if window is not None else None,
        loose=Cell(text=upper_first(time_words(visit)), before=_changed(time_words(visit), before, time_words)),
        working_days=two_digits(len(working_days_of(window, calendar))) if window is not None else "-",
        deadline=_deadline_cell(seen, visit, before),
        deadline_tags=tuple(
            Tag(level="warning", text=f"{weekday(problem.dates[0])} {day_and_month(problem.dates[0])}")
            for problem in of_unit
            if problem.code in _OF_DEADLINE and due is not None and problem.dates[0] == due.last_day
        ),
        reading_days="-" if reading is None else (two_digits(reading) if reading else "00"),
        reads_too_few=any(problem.code in _OF_READING for problem in of_unit),
        leaders=_leaders_cell(seen, visit, before),
        tags=_tags(problem for problem in of_unit if problem.code not in _OF_DEADLINE | _OF_READING),
        is_open=is_open,
        is_bad=any(problem.severity == Severity.ERROR for problem in of_unit),
        is_new=seen.issued is not None and before is None,
        is_first=False,
        is_last=False,
    )


def _issued_visit(issued: PlanDossier | None, visit: Visit) -> Visit | None:
    if issued is None:
        return None
    try:
        return issued.plan.visit(visit.unit, visit.number)
    except NotFound:
        return None


def _changed(words: str, before: Visit | None, told: Callable[[Visit], str]) -> str:
    was = told(before) if before is not None else words
    return was if was != words else ""


def _day_cells(visit: Visit, before: Visit | None) -> tuple[Cell, Cell]:
    return (
        Cell(text=_first(visit), note=_weekday(visit, is_first=True), before=_changed(_first(visit), before, _first)),
        Cell(text=_last(visit), note=_weekday(visit, is_first=False), before=_changed(_last(visit), before, _last)),
    )


def _first(visit: Visit) -> str:
    window = visit.window
    if window is None:
        return time_words(visit)
    half = f"{HALF_WORDS[window.opens]} " if window.opens == Half.AFTERNOON else ""
    return f"{half}{short_date(window.first)}"


def _last(visit: Visit) -> str:
    window = visit.window
    if window is None:
        return time_words(visit)
    half = f"{HALF_WORDS[window.closes]} " if window.closes == Half.MORNING else ""
    return f"{half}{short_date(window.last)}"


def _weekday(visit: Visit, *, is_first: bool) -> str:
    window = visit.window
    return "" if window is None else weekday(window.first if is_first else window.last)


def _deadline_cell(seen: _Seen, visit: Visit, before: Visit | None) -> Cell:
    words = _deadline_words(seen.dossier, visit)
    was = _deadline_words(seen.issued, before) if seen.issued is not None and before is not None else words
    note = "riêng đơn vị này" if visit.report_deadline is not None else ""
    return Cell(text=upper_first(words), note=note, before=was if was != words else "")


def _deadline_words(dossier: PlanDossier, visit: Visit) -> str:
    deadline = dossier.plan.report_deadline_of(visit)
    return deadline.words() if deadline is not None else UNDETERMINED.lower()


def _leaders_cell(seen: _Seen, visit: Visit, before: Visit | None) -> LeadersCell:
    dossier, plan = seen.dossier, seen.dossier.plan
    leading, lead = leadership_of_visit(dossier, visit), plan.lead_agency_of(visit)
    line = leading.head or UNDETERMINED
    was = line
    if seen.issued is not None and before is not None:
        was = leadership_of_visit(seen.issued, before).head or UNDETERMINED
    name, _, office = line.partition(" - ")
    return LeadersCell(
        head=Cell(text=name, note=office, before=was.partition(" - ")[0] if was != line else ""),
        deputies=tuple(each.partition(" - ")[0] for each in leading.deputies),
        lead=plan.lead_agencies.index(lead) + 1 if lead in plan.lead_agencies else 0,
        rows=1,
    )


def _tags(problems: Iterable[Problem]) -> tuple[Tag, ...]:
    labelled = ((problem, problem_label(problem)) for problem in problems)
    return tuple(dict.fromkeys(Tag(level=problem.severity, text=label) for problem, label in labelled if label))


def _merged(rows: list[EditorRow]) -> tuple[EditorRow, ...]:
    """Let rows next to each other share the cells of leaders, which begin anew below an open row.

    The form of an open row is as wide as the table.
    """
    opened = next((row.number for row in rows if row.is_open), 0)
    merged: list[EditorRow] = []
    for _, run in groupby(rows, lambda row: (row.leaders, row.number > opened)):
        sharing = list(run)
        for place, row in enumerate(sharing):
            leaders = replace(row.leaders, rows=len(sharing)) if row.leaders is not None and place == 0 else None
            merged.append(replace(row, leaders=leaders))
    return tuple(merged)
