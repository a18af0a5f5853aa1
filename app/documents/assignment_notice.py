"""Thông báo phân công: the team's notice that shares the contents of the inspection out among its members.

Signed by the head of the first batch. Wording: templates/documents/assignment-notice/notice.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts
from app.documents.agencies import head_of_team, team_letterhead, team_mark, team_words
from app.documents.headings import TITLE_MM
from app.documents.layout import legal_basis, title
from app.documents.letterhead import letterhead
from app.documents.numbering import Numbers, with_stops
from app.documents.page import Paper
from app.documents.signatures import signature
from app.documents.tables import Column, table
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.assignments import proposed_assignments
from app.domain.marks import plain, unmarked
from app.domain.teams import LEADING, Role
from app.domain.vietnamese import capital_first

if TYPE_CHECKING:
    from app.documents.page import Block
    from app.domain.assignments import Assignment
    from app.domain.dossiers import PlanDossier
    from app.domain.teams import Seat, Team

_PAPER = "TB"
_COLUMNS = (Column(11, "center"), Column(32), Column(28), Column(94))


def render_assignment_notice(dossier: PlanDossier, draft_line: str | None) -> bytes:
    """Return the assignment notice as a .docx: a table of contents, agencies and members for each team.

    `draft_line`: the foot of a draft, None when issued.
    """
    plan = dossier.plan
    batch = next(iter(plan.batches), None)
    signing = plan.team(batch.team) if batch else plan.teams[0]
    values = _values(dossier, signing)
    wording = Wording("assignment-notice/notice", values)
    paper = Paper(draft_line=draft_line)
    paper.add(letterhead(team_letterhead(dossier, plan.teams, _PAPER)))
    paper.add(title(wording.text("kind"), in_lines(wording.text("subject"), TITLE_MM)))
    paper.add(*(legal_basis(block.text) for block in wording.text_blocks("basis")), *wording.blocks("opening"))
    for team in plan.teams:
        assignments = proposed_assignments(dossier, team)
        others = with_stops(dossier.seat_line(seat) for seat in _without_field(team, assignments))
        own = Wording("assignment-notice/notice", {**values, "team_name": team.name, "others": others})
        paper.add(*own.blocks("table"), _assignment_table(own, dossier, assignments), *own.blocks("after_table"))
    paper.add(*wording.blocks("duties"))
    if values["unnamed"]:
        paper.add(*wording.blocks("naming"))
    paper.add(*wording.blocks("closing"))
    recipients = [unmarked(block.text) for block in wording.text_blocks("recipients")]
    paper.add(signature(head_of_team(dossier, signing, batch.head if batch else None), recipients))
    return paper.to_bytes(changed_on=plan.changed_on, title=unmarked(wording.text("document")))


def _values(dossier: PlanDossier, signing: Team) -> dict[str, Any]:
    plan = dossier.plan
    seats = [(team, seat) for team in plan.teams for seat in team.seats]
    agencies = dict.fromkeys(agency for _, seat in seats if (agency := dossier.seat_agency(seat)))
    is_only_team = len(plan.teams) == 1
    return {
        **act_facts(dossier),
        **team_words(signing.name),
        **Numbers().as_values(),
        "is_only_team": is_only_team,
        "alternates": plan.alternation is not None,
        "has_secretary": any(seat.role == Role.SECRETARY for _, seat in seats),
        "has_exemption": dossier.outline is not None and bool(dossier.outline.exemption),
        "unnamed": with_stops(
            dossier.seat_line(seat) + ("" if is_only_team else f" ({team.name})")
            for team, seat in seats
            if seat.person is None
        ),
        "agencies": [dossier.unit_name(key) for key in agencies],
        "team_mark": team_mark(signing.name),
    }


def _without_field(team: Team, assignments: tuple[Assignment, ...]) -> list[Seat]:
    """Return the members to whom no content falls; substitutes take over what falls to those they stand in for."""
    assigned = {seat.key for assignment in assignments for seat in assignment.seats}
    return [
        seat
        for seat in team.seats
        if seat.role not in LEADING and seat.substitutes is None and seat.key not in assigned
    ]


def _assignment_table(wording: Wording, dossier: PlanDossier, assignments: tuple[Assignment, ...]) -> Block:
    header = [wording.text(f"column_{name}") for name in ("order", "field", "agency", "members")]
    rows = []
    for place, assignment in enumerate(assignments, 1):
        lines = [plain(dossier.seat_line(seat)) for seat in assignment.seats]
        members = "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else "".join(lines)
        name = plain(capital_first(assignment.mandate.name))
        agency = plain(dossier.unit_name(assignment.mandate.agency))
        rows.append([str(place), name, agency, members or wording.text("nobody")])
    return table(_COLUMNS, header=[header], rows=rows, whole_rows=False, valign="top")
