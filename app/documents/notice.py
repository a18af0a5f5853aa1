"""Thông báo kiểm tra: the team's notice to a unit of when, how and on what it is inspected, and what to prepare.

A paper of the team: the head of the unit's batch signs it. Wording: templates/documents/unit-notice/notice.toml.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts
from app.documents.agencies import head_of_team, team_letterhead, team_mark, team_words
from app.documents.headings import content_of, heading_name
from app.documents.layout import legal_basis, title
from app.documents.letterhead import letterhead
from app.documents.numbering import Numbers, with_stops
from app.documents.page import Paper
from app.documents.signatures import signature
from app.documents.tables import Cell, Column, table
from app.documents.text import unmarked
from app.documents.wording import Wording
from app.domain.acts import ActForm
from app.domain.dates import Half
from app.domain.programmes import programme
from app.domain.schedules import report_due, time_words, working_days_of
from app.domain.teams import Role
from app.domain.vietnamese import listed, lower_first, short_date, weekday_date
from app.domain.visits import Mode

if TYPE_CHECKING:
    from app.documents.page import Block
    from app.documents.tables import Row
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.programmes import ProgrammeEntry
    from app.domain.visits import Visit

_PAPER = "TB"
_DAY, _HALF, _CONTENT = Column(38, "center"), Column(17, "center"), Column(110)


def render_notice(dossier: PlanDossier, visit: Visit, calendar: WorkCalendar, draft_line: str | None) -> bytes:
    """Return the notice to the visited unit as a .docx; `draft_line`: the foot of a draft, None when issued."""
    plan = dossier.plan
    team = plan.team_of(visit)
    entries = () if visit.mode == Mode.ON_REPORTS else programme(dossier, visit, calendar)
    values = _values(dossier, visit, calendar, entries)
    wording = Wording("unit-notice/notice", values)
    paper = Paper(draft_line=draft_line)
    paper.add(letterhead(team_letterhead(dossier, (team,), _PAPER)))
    paper.add(title(wording.text("kind"), wording.text("subject")))
    paper.add(*(legal_basis(block.text) for block in wording.text_blocks("basis")))
    for part in ("opening", "time", "composition"):
        paper.add(*wording.blocks(part))
    if values["content"]:
        paper.add(*wording.blocks("content"))
    if values["deadline"] or values["has_outline"] or values["forms"]:
        paper.add(*wording.blocks("report"))
    if entries:
        paper.add(*wording.blocks("programme"), _programme_table(dossier, visit, entries))
        paper.add(*wording.blocks("after_programme"))
    if values["has_communes"]:
        paper.add(*wording.blocks("communes"))
    paper.add(*wording.blocks("prepare"), *wording.blocks("closing"))
    recipients = [unmarked(block.text) for block in wording.text_blocks("recipients")]
    paper.add(signature(head_of_team(dossier, team, plan.head_of(visit)), recipients))
    return paper.to_bytes(changed_on=plan.changed_on, title=unmarked(wording.text("document")))


def _values(
    dossier: PlanDossier, visit: Visit, calendar: WorkCalendar, entries: tuple[ProgrammeEntry, ...]
) -> dict[str, Any]:
    plan = dossier.plan
    due = report_due(plan, visit, calendar)
    deadline = plan.report_deadline_of(visit)
    lead = plan.lead_agency_of(visit)
    team = plan.team_of(visit)
    return {
        **act_facts(dossier),
        **team_words(team.name),
        **Numbers().as_values(),
        **_time_values(visit, calendar, entries),
        **_commune_values(dossier, visit),
        "unit": dossier.unit_name(visit.unit),
        "place": visit.place,
        "mode": visit.mode.value,
        "manner": visit.manner.value,
        "period": plan.period.wording.rstrip(".") if plan.period else "",
        "composition": with_stops(_composition(dossier, visit)),
        "content": with_stops(content_of(dossier, visit)),
        "has_outline": dossier.outline is not None,
        "is_team_decision": plan.act == ActForm.DECISION_SETTING_UP_TEAM,
        "has_exemption": dossier.outline is not None and bool(dossier.outline.exemption),
        "forms": listed(fitted.form.heading for fitted in dossier.fitted_forms(visit)),
        "lead": dossier.unit_name(lead) if lead else "",
        "deadline": deadline.words() if deadline else "",
        "last_day": due.last_day if due else None,
        "last_working_day": calendar.last_working_day(due.last_day) if due else None,
        "lead_agencies": [dossier.unit_name(key) for key in plan.lead_agencies],
        "team_mark": team_mark(team.name),
    }


def _time_values(visit: Visit, calendar: WorkCalendar, entries: tuple[ProgrammeEntry, ...]) -> dict[str, Any]:
    window = visit.window
    days = working_days_of(window, calendar) if window else ()
    halves = [half for half in window.half_days() if half[0] in days] if window else []
    off = [day for day in window.days() if calendar.entry(day) and not calendar.is_working_day(day)] if window else []
    return {
        "time": lower_first(time_words(visit)),
        "working_days": days,
        "holidays": listed(f"ngày {short_date(day)}" for day in off),
        "has_free_halves": len(halves) > len(entries) > 0,
    }


def _commune_values(dossier: PlanDossier, visit: Visit) -> dict[str, Any]:
    rule = dossier.plan.draw
    drawn = [found.area or found.name if (found := dossier.directory.get(key)) else key for key in visit.communes]
    level = dossier.province.level(rule.from_level).name if rule else ""
    return {
        "has_communes": rule is not None and (bool(drawn) or dossier.awaits_draw(visit)),
        "drawn": listed(drawn),
        "from_level": level,
        "least": rule.least if rule else 0,
        "most": rule.most if rule else 0,
    }


def _composition(dossier: PlanDossier, visit: Visit) -> list[str]:
    """Return "Trưởng đoàn: Bà …" and a line for each deputy and member, substitutes in the stead of those replaced."""
    plan = dossier.plan
    batch, head = plan.batch(visit.batch), plan.head_of(visit)
    words = team_words(plan.team_of(visit).name)
    lines = [f"{words['team_head']}: {dossier.person_line(head) if head else words['unknown']}"]
    for key in batch.deputies:
        if key != head:
            role = "team_standing_deputy" if key == batch.standing_deputy else "team_deputy"
            lines.append(f"{words[role]}: {dossier.person_line(key)}")
    roles = {Role.SECRETARY: words["secretary"], Role.EXPERT: words["expert"]}
    seats = dossier.members_on(visit)
    return [*lines, *(f"{roles.get(seat.role, words['member'])}: {dossier.seat_line(seat)}" for seat in seats)]


def _programme_table(dossier: PlanDossier, visit: Visit, entries: tuple[ProgrammeEntry, ...]) -> Block:
    wording = Wording("unit-notice/programme", {})
    rows: list[Row] = []
    for day, of_day in groupby(entries, key=lambda entry: entry.day):
        for place, entry in enumerate(halves := list(of_day)):
            first = [] if place else [Cell(text=weekday_date(day).replace(", ", ",\n"), rowspan=len(halves))]
            half = wording.text("morning" if entry.half == Half.MORNING else "afternoon")
            rows.append([*first, half, _work_of(dossier, visit, entry)])
    header = [[wording.text("day"), wording.text("half"), wording.text("content")]]
    return table([_DAY, _HALF, _CONTENT], header=header, rows=rows, size=13)


def _work_of(dossier: PlanDossier, visit: Visit, entry: ProgrammeEntry) -> str:
    """Return what is done in a half-day; several things stand below each other."""
    rule = dossier.plan.draw
    values = {
        "steps": entry.steps,
        "act_kind": act_facts(dossier)["act_kind"],
        "unit": dossier.unit_name(visit.unit),
        "parts": "; ".join(heading_name(dossier, part) for part in entry.parts),
        "names": listed(entry.communes) if visit.communes and entry.communes else "",
        "ordinals": () if visit.communes else entry.communes,
        "least": rule.least if rule else 0,
        "from_level": dossier.province.level(rule.from_level).name if rule else "",
    }
    lines = [block.text for block in Wording("unit-notice/programme", values).text_blocks("step")]
    return "\n".join(f"- {line}" for line in with_stops(lines)) if len(lines) > 1 else lines[0]
