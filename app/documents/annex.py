"""Phụ lục đối tượng, thời gian và thành phần đoàn kiểm tra: one row a visit, the team in merged cells beside it.

Heads and deputies stand in cells merged over the visits of their batch, members in one merged over all visits of their
team, as such annexes are published; what the cells say is settled by `app.domain.annex`.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from app.documents.agencies import team_words
from app.documents.draw_rules import draw_values
from app.documents.layout import LANDSCAPE_MM
from app.documents.metrics import MM_PER_POINT
from app.documents.tables import Cell, Column, table
from app.documents.wording import Wording
from app.domain.annex import annex_teams
from app.domain.draws.sealed_parties import standing_checks
from app.domain.marks import plain
from app.domain.schedules import UNDETERMINED, span_words
from app.domain.teams import Role
from app.domain.vietnamese import capital_first, moment_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.documents.page import Block
    from app.documents.tables import Row
    from app.domain.annex import AnnexTeam
    from app.domain.dossiers import PlanDossier
    from app.domain.draws.sealed import SealedCheck
    from app.domain.teams import Team

_WIDTHS = (0.92, 3.15, 3.78, 2.55, 2.92), (0.92, 4.9, 3.95, 2.9, 3.2)
"""Of every column but the members', in millimetres for each point of the type: for a long list of members, for a short
one."""
_COLUMNS = 6
_SIZES = 12, 11
"""The usual size of a table's text, and the one taken where it brings the whole annex onto one page."""
_HEAD_ROWS = 2
_ROOM_MM, _PRINTED_ROOM_MM = 140, 132
"""What is left for the table on a sheet laid across, and what of it where a printed annex keeps its head."""
_PADDING_MM, _UPRIGHT_MM = 2.4, 1.0
_PITCH_MM, _LETTER_MM = 1.15 * MM_PER_POINT, 0.44 * MM_PER_POINT
"""The pitch of lines and the width of a letter, for each point of the type."""
_LETTERS_LOST = 1.5
"""What a line lacks at its end, on average, because words stay whole."""

_ROSTER_COLUMNS = (Column(12, "center"), Column(180), Column(60))
_ROLE_WORDS = {
    Role.HEAD: "team_head",
    Role.STANDING_DEPUTY: "team_standing_deputy",
    Role.DEPUTY: "team_deputy",
    Role.SECRETARY: "secretary",
    Role.MEMBER: "member",
    Role.EXPERT: "expert",
}
"""The words for the roles, in the order in which a team is listed."""


def annex_title(dossier: PlanDossier) -> str:
    """Return the title of the annex: as printed, else by what it holds."""
    if dossier.plan.text.annex_title:
        return dossier.plan.text.annex_title
    return _wording(_words(dossier)).text("title" if annex_teams(dossier) else "roster_title")


def annex_table(dossier: PlanDossier) -> Block:
    """Return the table of targets, times and teams, for a sheet laid across; without any target, of the teams alone.

    Where several teams work in parallel each has a line with its name. The note of the annex closes the table.
    """
    teams = annex_teams(dossier)
    if not teams:
        return _roster_table(dossier)
    words = _words(dossier)
    wording = _wording(words)
    note = _note(dossier, words)
    size, widths = _layout(teams, note, _PRINTED_ROOM_MM if dossier.plan.text.annex_title else _ROOM_MM)
    rows = [row for team in teams for row in _team_rows(team, words, is_named=len(teams) > 1)]
    if note:
        rows.append([Cell(text=note, colspan=_COLUMNS, align="left")])
    leading = (Cell(text=wording.text(name), rowspan=_HEAD_ROWS) for name in ("number", "target", "time"))
    return table(
        [Column(widths[0], "center"), *map(Column, widths[1:])],
        header=[
            [*leading, Cell(text=wording.text("members_of"), colspan=3)],
            [words["team_head"], words["team_deputy"], words["member"]],
        ],
        rows=rows,
        size=size,
    )


def _words(dossier: PlanDossier) -> dict[str, str]:
    return team_words(dossier.plan.teams[0].name if dossier.plan.teams else "")


def _wording(words: dict[str, str]) -> Wording:
    return Wording("decision/annex", {"team": words["team"]})


def _layout(teams: Sequence[AnnexTeam], note: str, room_mm: float) -> tuple[int, tuple[float, ...]]:
    """Return the size of the type and the widths of the columns: what keeps the table on one page, else the lowest."""
    layouts: list[tuple[float, int, tuple[float, ...]]] = []
    for size in _SIZES:
        for shares in _WIDTHS:
            leading = tuple(share * size for share in shares)
            widths = (*leading, LANDSCAPE_MM - sum(leading))
            layouts.append((_height_mm(teams, note, size, widths), size, widths))
            if layouts[-1][0] <= room_mm:
                return size, widths
    _, size, widths = min(layouts[: len(_WIDTHS)])
    return size, widths


def _height_mm(teams: Sequence[AnnexTeam], note: str, size: int, widths: Sequence[float]) -> float:
    """Return about how high the table is; what a merged cell needs beyond its rows is added to the last of them."""

    def cell(text: str, column: int) -> float:
        return cell_of(text, widths[column])

    def cell_of(text: str, width: float) -> float:
        letters = (width - _PADDING_MM) / (size * _LETTER_MM) - _LETTERS_LOST
        lines = sum(ceil(len(line) / letters) for line in text.split("\n"))
        return lines * size * _PITCH_MM + _UPRIGHT_MM

    one_line = size * _PITCH_MM + _UPRIGHT_MM
    height = one_line * _HEAD_ROWS + (cell_of(note, LANDSCAPE_MM) if note else 0)
    for team in teams:
        rows = [max(cell(row.target, 1), cell(row.time, 2)) for row in team.rows]
        taken = 0.0
        for place, row in enumerate(team.rows):
            if row.leaders is not None:
                beside = sum(rows[place : place + row.leaders.rows])
                taken += max(beside, cell(row.leaders.head, 3), cell(_lines(row.leaders.deputies), 4))
        height += max(taken, cell(_lines([member.line for member in team.members]), 5)) + (
            one_line if len(teams) > 1 else 0
        )
    return height


def _team_rows(team: AnnexTeam, words: dict[str, str], *, is_named: bool) -> Iterator[Row]:
    if is_named:
        yield [Cell(text=plain(team.name), colspan=_COLUMNS, bold=True)]
    for row in team.rows:
        target = _wording(words).text("reserve_mark") if row.is_reserve else ""
        texts = (f"{row.target}{target}", row.time)
        cells: list[Cell | str] = [str(row.number), *(plain(capital_first(text)) for text in texts)]
        if row.leaders is not None:
            cells += [
                Cell(text=plain(_lines(texts)), rowspan=row.leaders.rows)
                for texts in ((row.leaders.head,), row.leaders.deputies)
            ]
        if row is team.rows[0]:
            cells.append(Cell(text=plain(_lines(_member_lines(team, words))), rowspan=len(team.rows)))
        yield cells


def _member_lines(team: AnnexTeam, words: dict[str, str]) -> list[str]:
    """Return the lines of the members; the role is told of whoever is more than a member."""
    return [
        member.line if member.role == Role.MEMBER else f"{member.line} ({words[_ROLE_WORDS[member.role]]})"
        for member in team.members
    ]


def _lines(texts: Sequence[str]) -> str:
    """Return the texts of a cell on a line each, numbered when there are several."""
    return texts[0] if len(texts) == 1 else "\n".join(f"{place}. {text}" for place, text in enumerate(texts, 1))


def _note(dossier: PlanDossier, words: dict[str, str]) -> str:
    """Return what stands under the targets: as printed, else the rule of the draw and the sealed checks, else nothing.

    A sealed check is told by its days and its hash; its unit only by an act that is drawn up after it was opened.
    """
    text, draw = dossier.plan.text, draw_values(dossier)
    if text.annex_title or text.annex_note:
        return text.annex_note
    lines = [Wording("decision/annex", {"team": words["team"], "draw": draw}).text("draw_note")] if draw else []
    lines += [
        Wording("decision/annex", _sealed_values(check)).text("sealed_note") for check in standing_checks(dossier)
    ]
    return "\n".join(lines)


def _sealed_values(check: SealedCheck) -> dict[str, str]:
    return {
        "days": span_words(check.window),
        "unit": check.told.unit_name if check.told else "",
        "commitment": check.commitment,
        "opens": moment_words(check.opens_at),
    }


def _roster_table(dossier: PlanDossier) -> Block:
    """Return the table of the teams' people, for a plan that does not know its targets yet."""
    wording, teams = _wording(_words(dossier)), dossier.plan.teams
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
    people = [(dossier.person_line(batch.head), Role.HEAD) for batch in batches if batch.head]
    people += [
        (dossier.person_line(key), Role.STANDING_DEPUTY if key == batch.standing_deputy else Role.DEPUTY)
        for batch in batches
        for key in batch.deputies
    ]
    people += [(dossier.seat_line(seat), seat.role) for seat in team.seats if seat.substitutes is None]
    if not any(role == Role.HEAD for _, role in people):
        people.append((UNDETERMINED, Role.HEAD))
    order = list(_ROLE_WORDS)
    listed = sorted(dict.fromkeys(people), key=lambda one: order.index(one[1]))
    return [(line, words[_ROLE_WORDS[role]]) for line, role in listed]
