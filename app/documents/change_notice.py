"""Thông báo thay đổi: the team's paper to a unit or a member of what a release changed for them, from what to what.

A paper of the team: the head of the unit's batch signs it, to a member the head of the first batch. Wording:
templates/documents/change-notice/notice.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts, day_words
from app.documents.agencies import head_of_team, team_letterhead, team_mark, team_words
from app.documents.headings import TITLE_MM
from app.documents.layout import legal_basis, title
from app.documents.letterhead import letterhead
from app.documents.page import Paper
from app.documents.signatures import signature
from app.documents.tables import Column, table
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.amending import own_act
from app.domain.change_notices import RecipientKind, is_of_visit, known_facts
from app.domain.errors import NotFound
from app.domain.marks import plain, unmarked
from app.domain.vietnamese import capital_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.documents.page import Block
    from app.domain.change_notices import ChangeNotice
    from app.domain.dossiers import PlanDossier
    from app.domain.teams import Team

_PAPER = "TB"
_WORDING = "change-notice/notice"
_COLUMNS = (Column(13, "center"), Column(42), Column(55), Column(55))


def render_change_notice(notice: ChangeNotice, dossier: PlanDossier, told: PlanDossier | None, name: str) -> bytes:
    """Return a notice as a .docx.

    `dossier` is the plan as the notice's release issued it, `told` as the recipient was last told of it, None for
    never; `name` is the recipient's. Raises NotFound for a plan without a team.
    """
    plan = dossier.plan
    team, head = _signing(notice, dossier, told)
    values = _values(notice, dossier, told, name, team)
    wording = Wording(_WORDING, values)
    paper = Paper()
    paper.add(letterhead(team_letterhead(dossier, (team,), _PAPER)))
    paper.add(title(wording.text("kind"), in_lines(unmarked(wording.text("subject")), TITLE_MM)))
    paper.add(*(legal_basis(block.text) for block in wording.text_blocks("basis")), *wording.blocks("opening"))
    paper.add(_changes_table(notice))
    paper.add(*wording.blocks("addition"), *wording.blocks("closing"))
    recipients = [unmarked(block.text) for block in wording.text_blocks("recipients")]
    paper.add(signature(head_of_team(dossier, team, head), recipients))
    return paper.to_bytes(changed_on=plan.changed_on, title=unmarked(wording.text("document")))


def _values(
    notice: ChangeNotice, dossier: PlanDossier, told: PlanDossier | None, name: str, team: Team
) -> dict[str, Any]:
    plan = dossier.plan
    before = _visited(told, notice) if told is not None else set()
    after = _visited(dossier, notice)
    return {
        **act_facts(dossier),
        **team_words(team.name),
        "recipient": name,
        "is_unit": notice.recipient.kind == RecipientKind.UNIT,
        "is_cancelled": bool(before) and not after,
        "is_first": bool(after) and not before,
        "before_act": _act_of(told),
        "addition": [line for line in notice.addition.split("\n") if line],
        "lead_agencies": [dossier.unit_name(key) for key in plan.lead_agencies],
        "team_mark": team_mark(team.name),
    }


def _visited(dossier: PlanDossier, notice: ChangeNotice) -> set[str]:
    """Return the visits that the recipient is to know of."""
    return {fact.item for fact in known_facts(dossier, notice.recipient) if is_of_visit(fact.item)}


def _act_of(told: PlanDossier | None) -> str:
    """Return the act by which the recipient was last told; "" for none, or where its number is not known."""
    act = own_act(told.plan.decision) if told is not None else None
    if told is None or act is None:
        return ""
    return f"{act_facts(told)['act_kind']} số {act.number} {day_words(told, act)}"


def _signing(notice: ChangeNotice, dossier: PlanDossier, told: PlanDossier | None) -> tuple[Team, str | None]:
    """Return the team whose paper it is, and its head: those of the unit's visit, else of the first batch."""
    for plan in (each.plan for each in (dossier, told) if each is not None):
        own = (visit for visit in plan.visits if notice.recipient.key in (visit.unit, *visit.communes))
        visit = next(own, None) if notice.recipient.kind == RecipientKind.UNIT else None
        team = visit and next((t for t in dossier.plan.teams if t.key == plan.batch(visit.batch).team), None)
        if visit and team:
            head = plan.head_of(visit)
            return team, head if head in {person.key for person in dossier.people} else None
    if not dossier.plan.teams:
        raise NotFound("team", "")
    batch = next(iter(dossier.plan.batches), None)
    return (dossier.plan.team(batch.team), batch.head) if batch else (dossier.plan.teams[0], None)


def _changes_table(notice: ChangeNotice) -> Block:
    wording = Wording(_WORDING, {})
    header = [wording.text(f"column_{name}") for name in ("order", "subject", "before", "after")]
    return table(_COLUMNS, header=[header], rows=list(_rows(notice, wording)), size=13, whole_rows=False, valign="top")


def _rows(notice: ChangeNotice, wording: Wording) -> Iterator[list[str]]:
    for place, change in enumerate(notice.changes, 1):
        before = plain(capital_first(change.before)) or wording.text("none_before")
        after = plain(capital_first(change.after)) or wording.text("none_after")
        yield [str(place), plain(capital_first(change.subject)), before, after]
