"""Phụ lục đối tượng, thời gian và thành phần đoàn kiểm tra: one row a visit, the team in merged cells beside it.

Heads and deputies stand in cells merged over the visits of their batch, members in one merged over all visits of their
team, as such annexes are published; what the cells say is settled by `app.domain.annex`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.documents.agencies import team_words
from app.documents.layout import LANDSCAPE_MM
from app.documents.tables import Cell, Column, table
from app.documents.text import plain
from app.documents.wording import Wording
from app.domain.annex import annex_teams
from app.domain.schedules import UNDETERMINED
from app.domain.teams import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.documents.page import Block
    from app.documents.tables import Row
    from app.domain.annex import AnnexTeam
    from app.domain.dossiers import PlanDossier
    from app.domain.teams import Team

_WIDTHS_MM = (11, 34, 43, 28, 30)
"""Of every column but the members': so narrow that a team of eleven takes about the room of its ten visits."""
_COLUMNS = (
    Column(_WIDTHS_MM[0], "center"),
    *(Column(width) for width in _WIDTHS_MM[1:]),
    Column(LANDSCAPE_MM - sum(_WIDTHS_MM)),
)
_ROSTER_COLUMNS = (Column(12, "center"), Column(180), Column(60))
_ROLE_WORDS = {
    Role.HEAD: "team_head",
    Role.DEPUTY: "team_deputy",
    Role.STANDING_DEPUTY: "team_standing_deputy",
    Role.SECRETARY: "secretary",
    Role.MEMBER: "member",
    Role.EXPERT: "expert",
}


def annex_wording(dossier: PlanDossier) -> Wording:
    """Return the words of the annex, which speaks of a đoàn or of a tổ as the plan does."""
    return Wording("decision/annex", {"team": _words(dossier)["team"]})


def annex_title(dossier: PlanDossier) -> str:
    """Return the title of the annex: as printed, else by what it holds."""
    name = "title" if annex_teams(dossier) else "roster_title"
    return dossier.plan.text.annex_title or annex_wording(dossier).text(name)


def annex_table(dossier: PlanDossier) -> Block:
    """Return the table of targets, times and teams, for a sheet laid across; without any target, of the teams alone.

    Where several teams work in parallel each has a line with its name. The note of the annex closes the table.
    """
    teams = annex_teams(dossier)
    if not teams:
        return _roster_table(dossier)
    words, wording = _words(dossier), annex_wording(dossier)
    leading = (Cell(text=wording.text(name), rowspan=2) for name in ("number", "target", "time"))
    rows = [row for team in teams for row in _team_rows(team, is_named=len(teams) > 1)]
    note = _note(dossier)
    if note:
        rows.append([Cell(text=note, colspan=len(_COLUMNS))])
    return table(
        _COLUMNS,
        header=[
            [*leading, Cell(text=wording.text("members_of"), colspan=3)],
            [words["team_head"], words["team_deputy"], words["member"]],
        ],
        rows=rows,
        # A merged cell that runs over pages needs the rows beside it free to break.
        whole_rows=False,
    )


def _words(dossier: PlanDossier) -> dict[str, str]:
    return team_words(dossier.plan.teams[0].name if dossier.plan.teams else "")


def _team_rows(team: AnnexTeam, *, is_named: bool) -> Iterator[Row]:
    if is_named:
        yield [Cell(text=plain(team.name), colspan=len(_COLUMNS), bold=True)]
    for row in team.rows:
        cells: list[Cell | str] = [str(row.number), plain(row.target), plain(row.time)]
        if row.leaders is not None:
            cells += [
                Cell(text=_lines(texts), rowspan=row.leaders.rows)
                for texts in ((row.leaders.head,), row.leaders.deputies)
            ]
        if row is team.rows[0]:
            cells.append(Cell(text=_lines(team.members), rowspan=len(team.rows)))
        yield cells


def _lines(texts: Sequence[str]) -> str:
    """Return the texts of a cell on a line each, numbered when there are several."""
    lines = [plain(text) for text in texts]
    return lines[0] if len(lines) == 1 else "\n".join(f"{place}. {line}" for place, line in enumerate(lines, 1))


def _note(dossier: PlanDossier) -> str:
    """Return the line under the targets: as printed, else the rule of the draw, else nothing."""
    plan, province = dossier.plan, dossier.province
    if plan.text.annex_note or plan.draw is None:
        return plan.text.annex_note
    values = {
        "team": _words(dossier)["team"],
        "rule": plan.draw.text,
        "at_level": province.level(plan.draw.at_level).name,
        "from_level": province.level(plan.draw.from_level).name,
        "least": plan.draw.least,
        "most": plan.draw.most,
    }
    return Wording("decision/annex", values).text("draw_note")


def _roster_table(dossier: PlanDossier) -> Block:
    """Return the table of the teams' people, for a plan that does not know its targets yet."""
    wording, teams = annex_wording(dossier), dossier.plan.teams
    rows: list[Row] = []
    for team in teams:
        if len(teams) > 1:
            rows.append([Cell(text=plain(team.name), colspan=len(_ROSTER_COLUMNS), bold=True)])
        people = enumerate(_roster(dossier, team), 1)
        rows.extend([str(place), plain(line), role] for place, (line, role) in people)
    return table(_ROSTER_COLUMNS, header=[[wording.text(name) for name in ("number", "person", "role")]], rows=rows)


def _roster(dossier: PlanDossier, team: Team) -> list[tuple[str, str]]:
    """Return the line and the role of everybody on the team, once, heads first; an unknown head is undetermined."""
    words = team_words(team.name)
    batches = [batch for batch in dossier.plan.batches if batch.team == team.key]
    seated = [(dossier.seat_line(seat), seat.role) for seat in team.seats if seat.substitutes is None]
    leading = [(dossier.person_line(batch.head), Role.HEAD) for batch in batches if batch.head]
    leading += [
        (dossier.person_line(key), Role.STANDING_DEPUTY if key == batch.standing_deputy else Role.DEPUTY)
        for batch in batches
        for key in batch.deputies
    ]
    everybody = dict.fromkeys(leading + seated)
    if not any(role == Role.HEAD for _, role in everybody):
        everybody = {(UNDETERMINED, Role.HEAD): None, **everybody}
    order = list(_ROLE_WORDS)
    return [(line, words[_ROLE_WORDS[role]]) for line, role in sorted(everybody, key=lambda one: order.index(one[1]))]
