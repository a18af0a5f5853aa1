"""Trang đơn vị: what its sections show, in the shape that the templates take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.access import can_read_plan
from app.domain.leadership import Leadership, leadership_of_visit
from app.domain.programmes import ProgrammeEntry
from app.domain.schedules import draw_day, time_words, window_words
from app.domain.vietnamese import listed, weekday_date
from app.domain.visits import Visit
from app.web.day_strip import DayStrip, day_strip
from app.web.deadline_views import DeadlineView, deadline_view
from app.web.views import Link, View

if TYPE_CHECKING:
    from datetime import date

    from app.services.overview import CommuneSession, UnitView, UnitVisit
    from app.services.seeing import SeenPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSheet:
    """Một cuộc kiểm tra trên trang đơn vị; `communes` are the names of the drawn units, `draw_day` when they are drawn.

    `contact` is the agency that prepares the visit, None while undetermined; `is_over` says that its days are past.
    """

    visit: Visit
    report: DeadlineView | None
    strip: DayStrip | None
    time: str
    working_days: int
    leading: Leadership
    contact: str | None
    communes: str
    draw_day: str | None
    programme: tuple[ProgrammeEntry, ...]
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSheet:
    """Buổi làm việc tại đơn vị được chọn: at whose visit, under whom, and when ("" while not firm)."""

    host: str
    time: str
    host_time: str
    leading: Leadership
    contact: str | None


def visit_sheets(view: UnitView, today: date) -> list[VisitSheet]:
    """Return the visits to a unit, the one that concerns today most first."""
    return [_visit_sheet(view, entry, today) for entry in view.visits]


def session_sheets(view: UnitView) -> list[SessionSheet]:
    """Return the sessions at a drawn unit, in plan order."""
    return [_session_sheet(view, session) for session in view.sessions]


def self_inspection_strip(view: UnitView, today: date) -> DayStrip | None:
    """Return the days around the day on which the report on the self-inspection is due."""
    own = view.self_inspection
    return day_strip(view.calendar, today, None, own.due, None) if own is not None else None


def self_inspection_contact(view: UnitView) -> str | None:
    """Return through whom the report on the self-inspection goes, None where the plan does not say."""
    rule = view.dossier.plan.self_inspection
    return view.dossier.unit_name(rule.via) if rule is not None and rule.via else None


def own_units(seen: SeenPlan, current: str) -> list[View]:
    """Return the choice of pages for somebody who speaks for several units of the plan; empty for all others."""
    dossier = seen.dossier
    if len(seen.standing.units) < 2:  # noqa: PLR2004 — one unit leaves no choice
        return []
    names = {unit: dossier.unit_name(unit) for unit in seen.standing.units}
    return [
        View(href=f"/ke-hoach/{dossier.plan.key}/don-vi/{unit}", label=name, is_current=unit == current)
        for unit, name in sorted(names.items(), key=lambda entry: (entry[1], entry[0]))
    ]


def way_here(seen: SeenPlan) -> list[Link]:
    """Return the pages above a unit's page that the visitor may open; none for the unit itself."""
    base = f"/ke-hoach/{seen.dossier.plan.key}"
    if can_read_plan(seen.standing):
        year = seen.dossier.plan.year
        return [Link(href=base, label=f"Kế hoạch năm {year}"), Link(href=f"{base}/lich", label="Lịch kiểm tra")]
    return [Link(href="/viec-cua-toi", label="Việc của tôi")] if seen.standing.is_member else []


def _visit_sheet(view: UnitView, entry: UnitVisit, today: date) -> VisitSheet:
    dossier, plan, visit = view.dossier, view.dossier.plan, entry.visit
    lead = plan.lead_agency_of(visit)
    number = plan.lead_agencies.index(lead) + 1 if lead in plan.lead_agencies else None
    due = entry.report.due if entry.report is not None else None
    drawing = draw_day(visit, view.calendar) if dossier.awaits_draw(visit) else None
    return VisitSheet(
        visit=visit,
        report=deadline_view(entry.report, today),
        strip=day_strip(view.calendar, today, visit.window, due, number),
        time=time_words(visit),
        working_days=entry.working_days,
        leading=leadership_of_visit(dossier, visit),
        contact=dossier.unit_name(lead) if lead else None,
        communes=listed(_commune_name(view, code) for code in visit.communes),
        draw_day=weekday_date(drawing) if drawing is not None else None,
        programme=entry.programme,
        is_over=visit.window is not None and visit.window.last < today,
    )


def _session_sheet(view: UnitView, session: CommuneSession) -> SessionSheet:
    dossier, visit = view.dossier, session.visit
    lead = dossier.plan.lead_agency_of(visit)
    return SessionSheet(
        host=dossier.unit_name(visit.unit),
        time=window_words(session.time) if session.time is not None else "",
        host_time=time_words(visit),
        leading=leadership_of_visit(dossier, visit),
        contact=dossier.unit_name(lead) if lead else None,
    )


def _commune_name(view: UnitView, code: str) -> str:
    found = view.dossier.directory.get(code)
    return found.name if found is not None else code
