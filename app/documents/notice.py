"""Thông báo kiểm tra: the team's notice to a unit of when, how and on what it is inspected, and what to prepare.

A paper of the team: the head of the unit's batch signs it. Wording: templates/documents/unit-notice/notice.toml.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts
from app.documents.agencies import head_of_team, team_letterhead, team_mark, team_words
from app.documents.headings import TITLE_MM, content_of
from app.documents.layout import PORTRAIT_MM, legal_basis, title
from app.documents.letterhead import letterhead
from app.documents.numbering import Numbers, with_stops
from app.documents.page import Paper
from app.documents.promulgation import form_label
from app.documents.signatures import signature
from app.documents.tables import Column, table
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.acts import ActForm
from app.domain.dates import Half
from app.domain.marks import unmarked
from app.domain.programmes import commune_name, heading_name, programme
from app.domain.schedules import report_due, time_words, working_days_of
from app.domain.teams import Role
from app.domain.vietnamese import listed, lower_first, short_date, weekday, weekday_date
from app.domain.visits import Mode

if TYPE_CHECKING:
    from app.documents.page import Block
    from app.domain.dates import WorkCalendar
    from app.domain.dossiers import PlanDossier
    from app.domain.programmes import ProgrammeEntry
    from app.domain.visits import Visit

_PAPER = "TB"
_LEADERS = {
    Role.HEAD: "team_head",
    Role.STANDING_DEPUTY: "team_standing_deputy",
    Role.DEPUTY: "team_deputy",
}
_MEMBERS = {Role.SECRETARY: "secretary", Role.MEMBER: "member", Role.EXPERT: "expert"}
_DAY = Column(37, "center")


def render_notice(dossier: PlanDossier, visit: Visit, calendar: WorkCalendar, draft_line: str | None) -> bytes:
    """Return the notice to the visited unit as a .docx; `draft_line`: the foot of a draft, None when issued."""
    plan = dossier.plan
    team = plan.team_of(visit)
    entries = () if visit.mode == Mode.ON_REPORTS else programme(dossier, visit, calendar)
    values = _values(dossier, visit, calendar, entries)
    wording = Wording("unit-notice/notice", values)
    paper = Paper(draft_line=draft_line)
    paper.add(letterhead(team_letterhead(dossier, (team,), _PAPER)))
    paper.add(title(wording.text("kind"), in_lines(wording.text("subject"), TITLE_MM)))
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
        "forms": listed(form_label(dossier, fitted.form) for fitted in dossier.fitted_forms(visit)),
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
        "only_day": weekday(window.first) if window and window.first == window.last else "",
        "working_days": days,
        "holidays": listed(f"ngày {short_date(day)}" for day in off),
        "has_free_halves": len(halves) > len(entries) > 0,
    }


def _commune_values(dossier: PlanDossier, visit: Visit) -> dict[str, Any]:
    rule = dossier.plan.draw
    drawn = [lower_first(commune_name(dossier, code)) for code in visit.communes]
    level = dossier.province.level(rule.from_level).name if rule else ""
    return {
        "has_communes": rule is not None and (bool(drawn) or dossier.awaits_draw(visit)),
        "drawn": listed(drawn),
        "from_level": level,
        "least": rule.least if rule else 0,
        "most": rule.most if rule else 0,
    }


def _composition(dossier: PlanDossier, visit: Visit) -> list[str]:
    """Return "Trưởng đoàn: Bà …", a line for each deputy, and the members.

    Where the batch names nobody, the offices that the team gives to head and deputies stand for them. Members are those
    listed with the act; where the visit has others (substitutes, members for this unit), a line each.
    """
    plan = dossier.plan
    team, batch, head = plan.team_of(visit), plan.batch(visit.batch), plan.head_of(visit)
    words = team_words(team.name)
    offices = [(seat.role, dossier.seat_line(seat)) for seat in team.seats if seat.role in _LEADERS]
    heads = [(Role.HEAD, dossier.person_line(head))] if head else [each for each in offices if each[0] == Role.HEAD]
    deputies = [
        (Role.STANDING_DEPUTY if key == batch.standing_deputy else Role.DEPUTY, dossier.person_line(key))
        for key in batch.deputies
        if key != head
    ]
    leaders = [
        *(heads or [(Role.HEAD, words["unknown"])]),
        *(deputies or [each for each in offices if each[0] != Role.HEAD]),
    ]
    lines = [f"{words[_LEADERS[role]]}: {line}" for role, line in leaders]
    seats = dossier.members_on(visit)
    listed_in_act = [seat for seat in team.seats if seat.role in _MEMBERS and seat.substitutes is None]
    if seats and list(seats) == listed_in_act:
        wording = Wording("unit-notice/notice", {**act_facts(dossier), **words, "count": len(seats)})
        return [*lines, unmarked(wording.text("members"))]
    return [*lines, *(f"{words[_MEMBERS[seat.role]]}: {dossier.seat_line(seat)}" for seat in seats)]


def _programme_table(dossier: PlanDossier, visit: Visit, entries: tuple[ProgrammeEntry, ...]) -> Block:
    """Return a row for each day with work, its morning and its afternoon side by side."""
    halves = [half for half in Half if any(entry.half == half for entry in entries)]
    rows = []
    for day, of_day in groupby(entries, key=lambda entry: entry.day):
        work = {entry.half: _work_of(dossier, visit, entry) for entry in of_day}
        rows.append([weekday_date(day).replace(", ", ",\n"), *(work.get(half, "") for half in halves)])
    wording = Wording("unit-notice/programme", {})
    columns = [_DAY, *(Column((PORTRAIT_MM - _DAY.width_mm) / len(halves)) for _ in halves)]
    header = [[wording.text("day"), *(wording.text(half.value) for half in halves)]]
    return table(columns, header=header, rows=rows, size=13)


def _work_of(dossier: PlanDossier, visit: Visit, entry: ProgrammeEntry) -> str:
    """Return what is done in a half-day; several things stand below each other."""
    rule = dossier.plan.draw
    values = {
        "steps": entry.steps,
        "act_kind": act_facts(dossier)["act_kind"],
        "unit": dossier.unit_name(visit.unit),
        "parts": "; ".join(heading_name(dossier, part) for part in entry.parts),
        "names": listed(map(lower_first, entry.communes)) if visit.communes and entry.communes else "",
        "ordinals": () if visit.communes else entry.communes,
        "least": rule.least if rule else 0,
        "from_level": dossier.province.level(rule.from_level).name if rule else "",
    }
    lines = [block.text for block in Wording("unit-notice/programme", values).text_blocks("step")]
    return "\n".join(f"- {line}" for line in with_stops(lines)) if len(lines) > 1 else lines[0]
