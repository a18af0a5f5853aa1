"""Bảng so sánh: what differs between two versions of a plan, side by side.

A paper that goes along with others of the lead agency, so that it bears no number of its own. Wording:
templates/documents/comparison/comparison.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts
from app.documents.agencies import full_name, unit_letterhead, unit_symbol
from app.documents.headings import TITLE_MM
from app.documents.layout import LANDSCAPE_MM, title
from app.documents.letterhead import Letterhead, letterhead
from app.documents.page import Orientation, Paper
from app.documents.tables import Cell, Column, table
from app.documents.text import BLANK
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.change_words import PART_NAMES
from app.domain.dossiers import PlanDossier
from app.domain.marks import plain, unmarked
from app.domain.vietnamese import long_date

if TYPE_CHECKING:
    from app.documents.page import Block
    from app.documents.tables import Row
    from app.domain.changes import Change

SUBMISSION = "TTr"
_COLUMNS = (Column(12, "center"), Column(56), Column(92), Column(92))


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedVersion:
    """Bản được so sánh: the plan in it, and what it is called ("Bản ban hành số 1")."""

    name: str
    dossier: PlanDossier


def render_comparison(
    old: ComparedVersion, new: ComparedVersion, changes: tuple[Change, ...], draft_line: str | None
) -> bytes:
    """Return the comparison as a .docx; `draft_line` is the foot where one of them is a draft, else None."""
    dossier = new.dossier
    values = _values(old, new, len(changes))
    wording = Wording("comparison/comparison", values)
    paper = Paper(draft_line=draft_line)
    paper.start_part(Orientation.LANDSCAPE)
    paper.add(letterhead(own_head(dossier), room_mm=LANDSCAPE_MM))
    subject = in_lines(wording.text("subject"), TITLE_MM)
    reference = wording.text("reference")
    paper.add(title(wording.text("kind"), subject, reference=reference, room_mm=LANDSCAPE_MM))
    paper.add(*wording.blocks("opening"))
    if changes:
        paper.add(_table(wording, values, changes), *wording.blocks("closing"))
    return paper.to_bytes(changed_on=dossier.plan.changed_on, title=unmarked(wording.text("document")))


def own_head(dossier: PlanDossier) -> Letterhead:
    """Return the head of a paper that the first planning agency adds to others: without number and date."""
    agency = dossier.directory.unit(dossier.plan.planning_agencies[0])
    head = unit_letterhead(dossier, agency, "")
    return Letterhead(governing_body=head.governing_body, issuing_body=head.issuing_body)


def submission_facts(dossier: PlanDossier) -> dict[str, str]:
    """Return `agency`, `number` and `day` of the submission along with which a paper goes, blanks while it has none."""
    submission = dossier.plan.decision.submission
    agency = dossier.directory.unit(submission.agency if submission else dossier.plan.planning_agencies[0])
    day = submission.day if submission is not None else None
    return {
        "agency": full_name(agency, dossier.province),
        "number": (submission and submission.number) or f"{BLANK}/{unit_symbol(agency, SUBMISSION)}",
        "day": long_date(day) if day is not None else f"ngày{BLANK}tháng{BLANK}năm {dossier.plan.year}",
    }


def _values(old: ComparedVersion, new: ComparedVersion, count: int) -> dict[str, Any]:
    acts = [act_facts(version.dossier)["act"] if version.dossier.plan.is_issued else "" for version in (old, new)]
    return {
        **submission_facts(new.dossier),
        "plan_title": new.dossier.plan.title,
        "old_name": old.name,
        "new_name": new.name,
        "old_act": acts[0],
        "new_act": acts[1],
        "count": count,
    }


def _table(wording: Wording, values: dict[str, Any], changes: tuple[Change, ...]) -> Block:
    header = [wording.text(f"column_{name}") for name in ("order", "subject", "old", "new")]
    nothing = wording.text("nothing")
    rows: list[Row] = []
    bold: list[int] = []
    number = 0
    for part, of_part in groupby(changes, lambda change: change.part):
        listed = list(of_part)
        own = Wording("comparison/comparison", {**values, "part": PART_NAMES[part], "part_count": len(listed)})
        bold.append(len(rows))
        rows.append([Cell(text=own.text("part"), colspan=len(_COLUMNS), align="left")])
        for change in listed:
            number += 1
            rows.append(
                [str(number), plain(change.subject), plain(change.before) or nothing, plain(change.after) or nothing]
            )
    return table(_COLUMNS, header=[header], rows=rows, bold_rows=bold, whole_rows=False, valign="top")
