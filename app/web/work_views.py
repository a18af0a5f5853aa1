"""Việc của tôi trên trang: cards of visits, dates by month, papers, in the shape that the templates take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from app.domain.accounts import AccountRole
from app.domain.assigned_parts import AssignedPart
from app.domain.feed_grants import FeedKind
from app.domain.leadership import Leadership, leadership_of_visit
from app.domain.programmes import commune_name, commune_slots
from app.domain.schedules import draw_day, time_words, window_words
from app.domain.teams import LEADING, Role
from app.domain.vietnamese import capital_first, day_and_month, lower_first, weekday_date
from app.services.my_work import my_checks
from app.web.day_strip import DayStrip, week_strip
from app.web.deadline_views import DeadlineView, deadline_view
from app.web.file_views import File, chosen_files, visit_number
from app.web.pages import NavigationItem
from app.web.sealed_views import own_check_path
from app.web.subscription_views import subscribe_path
from app.web.views import Link, window_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.domain.accounts import Account
    from app.domain.dates import Window, WorkCalendar
    from app.services.my_work import MyCheck, MyVisit, MyWork
    from app.services.seeing import SeenPlan
    from app.web.set_files import PlanFiles

WORK = "/viec-cua-toi"
DATES = f"{WORK}/lich"
PAPERS = f"{WORK}/tai-lieu"
_KINDS = ("report", "draw", "visit", "commune", "sealed")
_READERS = (AccountRole.PLANNER, AccountRole.LEADER, AccountRole.VIEWER)
_OF_A_VISIT = frozenset({"unit-notice", "report-template", "forms"})
_OF_THE_PLAN = frozenset({"decision", "plan", "assignment-notice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCard:
    """Một cuộc kiểm tra của tôi; `plan` is the title of its plan, `leads` says that one leads it oneself.

    `files` are those of the unit, empty where the card is short; `draw_day` is when units are drawn ("" for none),
    `communes` are those drawn, each with its time in words.
    """

    id: str
    unit: str
    href: str
    plan: str
    lead: int
    time: str
    working_days: int
    days_left: int
    roles: tuple[Role, ...]
    leads: bool
    leading: Leadership
    parts: tuple[AssignedPart, ...]
    report: DeadlineView | None
    draw_day: str
    communes: tuple[tuple[str, str], ...]
    strip: DayStrip | None
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """Một ngày trong lịch: when ("01/8 - 08/8"), what it is (of `_KINDS`), of which unit.

    The unit of a sealed check is "" until it is open.
    """

    first: date
    days: str
    kind: str
    unit: str
    href: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Một tháng của lịch."""

    year: int
    month: int
    lines: tuple[DateLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperGroup:
    """Nhóm tài liệu: its heading, "" for those of the whole plan."""

    heading: str
    href: str
    files: tuple[File, ...]


def work_tabs(current: str, account: Account) -> tuple[NavigationItem, ...]:
    """Return the three tabs of whoever is in a team, and the list of plans for those who may read some."""
    tabs = [("viec", WORK, "Việc của tôi"), ("lich", DATES, "Lịch"), ("tai-lieu", PAPERS, "Tài liệu")]
    if any(account.holds(role) for role in _READERS):
        tabs.append(("ke-hoach", "/ke-hoach", "Kế hoạch"))
    return tuple(NavigationItem(href=href, label=label, is_current=name == current) for name, href, label in tabs)


def visit_card(
    mine: MyVisit, calendar: WorkCalendar, today: date, files: PlanFiles | None, *, strip: DayStrip | None = None
) -> VisitCard:
    """Return the card of a visit as of that day; with the files of its plan it lists the papers of the unit."""
    dossier, plan, visit = mine.seen.dossier, mine.seen.dossier.plan, mine.visit
    drawing = draw_day(visit, calendar) if dossier.awaits_draw(visit) else None
    return VisitCard(
        id=f"{plan.key}-{visit.unit}-{visit.number}",
        unit=dossier.unit_name(visit.unit),
        href=f"/ke-hoach/{plan.key}/don-vi/{visit.unit}",
        plan=plan.title,
        lead=_lead(mine) or 0,
        time=time_words(visit),
        working_days=mine.working_days,
        days_left=mine.days_left,
        roles=mine.roles,
        leads=any(role in LEADING for role in mine.roles),
        leading=leadership_of_visit(dossier, visit),
        parts=mine.parts,
        report=deadline_view(mine.report, today),
        draw_day=weekday_date(drawing) if drawing is not None else "",
        communes=tuple((name, window_words(slot)) for name, slot in _communes(mine, calendar)),
        strip=strip,
        files=tuple(visit_files(files, mine)) if files is not None else (),
    )


def _communes(mine: MyVisit, calendar: WorkCalendar) -> Iterator[tuple[str, Window]]:
    """Yield the units drawn at a visit, each with its half-day."""
    dossier = mine.seen.dossier
    for code, slot in commune_slots(dossier, mine.visit, calendar):
        yield lower_first(commune_name(dossier, code)), slot


def strip_around(work: MyWork, calendar: WorkCalendar, today: date) -> DayStrip:
    """Return the days around today with one's own visits."""
    return week_strip(calendar, today, [(entry.window, _lead(entry.mine)) for entry in work.dated])


def _lead(mine: MyVisit) -> int | None:
    """Return which of the plan's lead agencies prepares the visit, from 1; None for another or none."""
    plan = mine.seen.dossier.plan
    lead = plan.lead_agency_of(mine.visit)
    return plan.lead_agencies.index(lead) + 1 if lead in plan.lead_agencies else None


def visit_files(files: PlanFiles, mine: MyVisit) -> list[File]:
    """Return the papers that the team needs at a unit: its notice, report template and forms."""
    planned = [
        each
        for each in files.set.for_unit(mine.visit.unit).files
        if each.kind in _OF_A_VISIT and visit_number(each) == mine.visit.number
    ]
    return chosen_files(files, mine.seen.dossier, planned)


def plan_papers(files: PlanFiles, seen: SeenPlan) -> list[File]:
    """Return the papers of the whole plan for a member: the decision, who does what, and the own calendar."""
    planned = [
        each
        for each in files.set.files
        if each.kind in _OF_THE_PLAN or (each.person is not None and each.person in seen.standing.persons)
    ]
    return chosen_files(files, seen.dossier, planned)


def paper_groups(files: PlanFiles, seen: SeenPlan, visits: Iterable[MyVisit]) -> list[PaperGroup]:
    """Return every paper of a plan for a member: those of the plan, then those of each unit to be visited."""
    groups = [PaperGroup(heading="", href="", files=tuple(plan_papers(files, seen)))]
    for mine in visits:
        again = f", lần {mine.visit.number}" if mine.visit.number > 1 else ""
        groups.append(
            PaperGroup(
                heading=seen.dossier.unit_name(mine.visit.unit) + again,
                href=f"/ke-hoach/{seen.dossier.plan.key}/don-vi/{mine.visit.unit}",
                files=tuple(visit_files(files, mine)),
            )
        )
    return [group for group in groups if group.files]


def own_calendars(work: MyWork) -> list[Link]:
    """Return where to subscribe to the own visits, a line for each plan that has visits still to come."""
    return [
        Link(href=subscribe_path(seen.dossier.plan.key, FeedKind.PERSON, person), label=seen.dossier.plan.title)
        for seen in work.at_hand
        for person in sorted(seen.standing.persons)
    ]


def months(work: MyWork, calendar: WorkCalendar) -> list[Month]:
    """Return the dates of one's visits month by month: reports due, draws, windows by their first day."""
    lines = sorted(
        (
            *(line for entry in work.dated for line in _lines(entry.mine, calendar)),
            *map(_check_line, my_checks(work.plans)),
        ),
        key=lambda line: (line.first, _KINDS.index(line.kind)),
    )
    return [
        Month(year=year, month=month, lines=tuple(of_month))
        for (year, month), of_month in groupby(lines, key=lambda line: (line.first.year, line.first.month))
    ]


def _check_line(mine: MyCheck) -> DateLine:
    window, told = mine.check.window, mine.check.told
    return DateLine(
        first=window.first,
        days=window_label(window),
        kind="sealed",
        unit=told.unit_name if told is not None else "",
        href=own_check_path(mine),
        note=capital_first(window_words(window)),
    )


def _lines(mine: MyVisit, calendar: WorkCalendar) -> Iterator[DateLine]:
    dossier, visit, window = mine.seen.dossier, mine.visit, mine.visit.window
    if window is None:
        return
    unit, href = dossier.unit_name(visit.unit), f"/ke-hoach/{dossier.plan.key}/don-vi/{visit.unit}"
    due = mine.report.due if mine.report is not None else None
    if due is not None:
        days = day_and_month(due.last_day)
        yield DateLine(first=due.last_day, days=days, kind="report", unit=unit, href=href, note=due.words)
    drawing = draw_day(visit, calendar) if dossier.awaits_draw(visit) else None
    if drawing is not None:
        yield DateLine(first=drawing, days=day_and_month(drawing), kind="draw", unit=unit, href=href, note="")
    note = time_words(visit)
    yield DateLine(first=window.first, days=window_label(window), kind="visit", unit=unit, href=href, note=note)
    for name, slot in _communes(mine, calendar):
        days, words = day_and_month(slot.first), capital_first(window_words(slot))
        yield DateLine(first=slot.first, days=days, kind="commune", unit=name, href=href, note=words)
