"""Giá trị cho mẫu trang: small values in the shape that the components take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.schedules import UNDETERMINED, report_due, time_words, working_days_of
from app.domain.vietnamese import day_and_month, two_digits, weekday_date
from app.services.sentences import problem_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain import visits
    from app.services.checking import WordedProblem
    from app.services.overview import Overview


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
    """Một cuộc kiểm tra trong danh sách và trong bảng lịch; what is not firm is an empty text."""

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
    problems: tuple[Tag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Tài liệu tải về, as the component `download_row` takes it."""

    href: str
    label: str
    kind: str
    size: str


def problem_views(problems: Iterable[WordedProblem], plan_key: str, units: frozenset[str]) -> list[Problem]:
    """Return problems in the shape of a warning row; one that is about a single unit of the plan leads to its page."""
    return [
        Problem(
            level=worded.problem.severity,
            statement=worded.statement,
            remedy=worded.remedy,
            action=_place(worded.problem.subjects, plan_key, units),
        )
        for worded in problems
    ]


def _place(subjects: tuple[str, ...], plan_key: str, units: frozenset[str]) -> Link | None:
    concerned = [key for key in subjects if key in units]
    if len(concerned) != 1:
        return None
    return Link(href=f"/ke-hoach/{plan_key}/don-vi/{concerned[0]}", label="Xem đơn vị")


def visit_views(overview: Overview) -> list[Visit]:
    """Return the plan's visits in plan order, reserve targets left out."""
    targets = [visit for visit in overview.dossier.plan.visits if not visit.is_reserve]
    return [_visit(overview, visit, number) for number, visit in enumerate(targets, 1)]


def _visit(overview: Overview, visit: visits.Visit, number: int) -> Visit:
    dossier, calendar = overview.dossier, overview.calendar
    plan = dossier.plan
    lead, head = plan.lead_agency_of(visit), plan.head_of(visit)
    due = report_due(plan, visit, calendar)
    window = visit.window
    count = two_digits(len(working_days_of(window, calendar))) if window else ""
    span = f"{day_and_month(window.first)} - {day_and_month(window.last)}" if window else time_words(visit)
    return Visit(
        number=number,
        lead=plan.lead_agencies.index(lead) + 1 if lead in plan.lead_agencies else 0,
        lead_agency=dossier.unit_name(lead) if lead else UNDETERMINED,
        unit=dossier.unit_name(visit.unit),
        href=f"/ke-hoach/{plan.key}/don-vi/{visit.unit}",
        time=time_words(visit),
        period=f"{span} · {count} ngày làm việc" if count else span,
        working_days=count,
        deadline=f"Báo cáo {due.words}" if due else "",
        last_day=weekday_date(calendar.last_working_day(due.last_day)) if due else "",
        head=dossier.person_line(head) if head else "",
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
