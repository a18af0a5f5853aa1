"""Danh mục rà soát: the problems with which a plan is issued, each with the reason for which it was accepted.

A paper that goes along with others of the lead agency, so that it bears no number of its own. Wording:
templates/documents/review-list/review.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts
from app.documents.comparison import own_head, submission_facts
from app.documents.headings import TITLE_MM
from app.documents.layout import LANDSCAPE_MM, title
from app.documents.letterhead import letterhead
from app.documents.page import Orientation, Paper
from app.documents.tables import Cell, Column, table
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.dossiers import PlanDossier
from app.domain.marks import plain, unmarked
from app.domain.problems import Severity

if TYPE_CHECKING:
    from app.documents.page import Block
    from app.documents.tables import Row

_COLUMNS = (Column(12, "center"), Column(100), Column(88), Column(52))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedProblem:
    """Vấn đề đã rà soát: what it states, and why, by whom and when it was accepted; "" for what there is none of."""

    severity: Severity
    statement: str
    reason: str = ""
    person: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSheet:
    """Danh mục rà soát: of a release by its number, approved by somebody, or of a draft (None) as of a day in words."""

    dossier: PlanDossier
    problems: tuple[ReviewedProblem, ...]
    day: str
    release: int | None = None
    approver: str = ""


def render_review_list(sheet: ReviewSheet, draft_line: str | None) -> bytes:
    """Return the review list as a .docx; `draft_line` is the foot of a draft, None of a release."""
    dossier = sheet.dossier
    wording = Wording("review-list/review", _values(sheet))
    paper = Paper(draft_line=draft_line)
    paper.start_part(Orientation.LANDSCAPE)
    paper.add(letterhead(own_head(dossier), room_mm=LANDSCAPE_MM))
    subject = in_lines(wording.text("subject"), TITLE_MM)
    reference = wording.text("reference")
    paper.add(title(wording.text("kind"), subject, reference=reference, room_mm=LANDSCAPE_MM))
    paper.add(*wording.blocks("opening"))
    if sheet.problems:
        paper.add(_table(wording, sheet), *wording.blocks("closing"))
    return paper.to_bytes(changed_on=dossier.plan.changed_on, title=unmarked(wording.text("document")))


def _values(sheet: ReviewSheet) -> dict[str, Any]:
    dossier = sheet.dossier
    return {
        **submission_facts(dossier),
        "plan_title": dossier.plan.title,
        "act": act_facts(dossier)["act"] if sheet.release is not None else "",
        "release": sheet.release or "",
        "approver": sheet.approver,
        "on": sheet.day,
        "count": len(sheet.problems),
        "person": "",
        "at": "",
    }


def _table(wording: Wording, sheet: ReviewSheet) -> Block:
    header = [wording.text(f"column_{name}") for name in ("order", "problem", "reason", "who")]
    rows: list[Row] = []
    bold: list[int] = []
    number = 0
    for severity, of_level in groupby(sheet.problems, lambda problem: problem.severity):
        bold.append(len(rows))
        rows.append([Cell(text=wording.text(f"level_{severity}"), colspan=len(_COLUMNS), align="left")])
        for problem in of_level:
            number += 1
            missing = wording.text("not_needed" if severity == Severity.INFO else "no_reason")
            who = Wording("review-list/review", {**_values(sheet), "person": problem.person, "at": problem.at})
            rows.append([str(number), plain(problem.statement), plain(problem.reason) or missing, who.text("who")])
    return table(_COLUMNS, header=[header], rows=rows, bold_rows=bold, whole_rows=False, valign="top")
