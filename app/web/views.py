"""Giá trị cho mẫu trang: small values in the shape that the components take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.dates import Half
from app.domain.leadership import leadership_of_visit
from app.domain.programmes import commune_name
from app.domain.row_edits import targets_in_order
from app.domain.schedules import UNDETERMINED, report_due, time_words, working_days_of
from app.domain.vietnamese import day_and_month, listed, lower_first, two_digits, weekday_date
from app.services.sentences import problem_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain import problems, visits
    from app.domain.dates import Window
    from app.domain.deadlines import DueDay
    from app.services.checking import WordedProblem
    from app.services.overview import Overview

_DRAW_PENDING = "draw.pending"
HALF_WORDS = {Half.MORNING: "sáng", Half.AFTERNOON: "chiều"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Liên kết có tên."""

    href: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Cách xem, as the component `view_switch` takes it."""

    href: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Một thông tin chính: a term and its value in words."""

    term: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Cơ quan chủ trì: its place among the plan's lead agencies and the line of the legend."""

    number: int
    legend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """Thành viên đoàn trên trang: a substitute names whom it stands in for, and for which units and days."""

    line: str
    role: str
    is_named: bool
    instead_of: str | None
    units: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Cảnh báo, as the component `warning_row` takes it."""

    level: str
    statement: str
    remedy: str
    action: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """Nhãn: a level and its words."""

    level: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Một cuộc kiểm tra trong danh sách và trong bảng lịch; what is not firm, or not drawn yet, is an empty text."""

    number: int
    lead: int
    lead_agency: str
    unit: str
    href: str
    time: str
    period: str
    working_days: str
    deadline: str
    last_day: str
    head: str
    communes: str
    problems: tuple[Tag, ...]


def problem_views(problems: Iterable[WordedProblem], plan_key: str, units: frozenset[str]) -> list[Problem]:
    """Return problems in the shape of a warning row; one that is about a single unit of the plan leads to its page."""
    return [
        Problem(
            level=worded.problem.severity,
            statement=worded.statement,
            remedy=worded.remedy,
            action=_place(worded.problem, plan_key, units),
        )
        for worded in problems
    ]


def _place(problem: problems.Problem, plan_key: str, units: frozenset[str]) -> Link | None:
    if problem.code == _DRAW_PENDING and len(problem.subjects) == 1:
        return Link(href=f"/ke-hoach/{plan_key}/chon-xa/{problem.subjects[0]}", label="Chọn ngẫu nhiên")
    concerned = [key for key in problem.subjects if key in units]
    if len(concerned) != 1:
        return None
    return Link(href=f"/ke-hoach/{plan_key}/don-vi/{concerned[0]}", label="Xem đơn vị")


def window_label(window: Window) -> str:
    """Return a window where the year stands in the same view: "01/8 - 08/8", "06/10", "sáng 06/10"."""
    first, last = day_and_month(window.first), day_and_month(window.last)
    if window.first == window.last:
        return first if window.is_whole_days else f"{HALF_WORDS[window.opens]} {first}"
    first = f"{HALF_WORDS[window.opens]} {first}" if window.opens == Half.AFTERNOON else first
    return f"{first} - {HALF_WORDS[window.closes]} {last}" if window.closes == Half.MORNING else f"{first} - {last}"


def standing_of(today: date, due: DueDay | None, last_working_day: date | None) -> str | None:
    """Return how a deadline stands on that day, None without one.

    "ahead": working days are left; "last_working_day", "last_day": it is today; "days_off": only days off are left of
    those in time; "late".
    """
    if due is None or last_working_day is None:
        return None
    if today >= due.last_day:
        return "last_day" if today == due.last_day else "late"
    if today < last_working_day:
        return "ahead"
    return "last_working_day" if today == last_working_day else "days_off"


def visit_views(overview: Overview) -> list[Visit]:
    """Return the plan's visits in plan order, reserve targets left out."""
    return [_visit(overview, visit, number) for number, visit in enumerate(targets_in_order(overview.dossier.plan), 1)]


def _visit(overview: Overview, visit: visits.Visit, number: int) -> Visit:
    dossier, calendar = overview.dossier, overview.calendar
    plan = dossier.plan
    lead = plan.lead_agency_of(visit)
    deadline, due = plan.report_deadline_of(visit), report_due(plan, visit, calendar)
    window = visit.window
    count = two_digits(len(working_days_of(window, calendar))) if window else ""
    span = window_label(window) if window else time_words(visit)
    return Visit(
        number=number,
        lead=plan.lead_agencies.index(lead) + 1 if lead in plan.lead_agencies else 0,
        lead_agency=dossier.unit_name(lead) if lead else UNDETERMINED,
        unit=dossier.unit_name(visit.unit),
        href=f"/ke-hoach/{plan.key}/don-vi/{visit.unit}",
        time=time_words(visit),
        period=f"{span} · {count} ngày làm việc" if count else span,
        working_days=count,
        deadline=deadline.words() if deadline is not None else "",
        last_day=weekday_date(calendar.last_working_day(due.last_day)) if due else "",
        head=leadership_of_visit(dossier, visit).head or "",
        communes=listed(lower_first(commune_name(dossier, code)) for code in visit.communes),
        problems=unit_tags(overview.problems, visit.unit),
    )


def unit_tags(problems: Iterable[WordedProblem], unit: str) -> tuple[Tag, ...]:
    """Return the labels of the errors and warnings known of a unit, each once."""
    tags = [
        Tag(level=worded.problem.severity, text=label)
        for worded in problems
        if unit in worded.problem.subjects and (label := problem_label(worded.problem)) is not None
    ]
    return tuple(dict.fromkeys(tags))
