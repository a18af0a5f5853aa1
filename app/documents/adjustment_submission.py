"""Tờ trình điều chỉnh: the paper by which the lead agency asks that a plan which was issued be amended or replaced.

The agency's own paper; its number and day come from the plan. Wording: templates/documents/submission/adjustment.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.documents.acts import act_facts
from app.documents.agencies import head_of_unit, unit_letterhead
from app.documents.amending import amended_words, bases, told_change
from app.documents.headings import TITLE_MM
from app.documents.layout import addressees, legal_basis, title
from app.documents.letterhead import letterhead
from app.documents.numbering import Numbers
from app.documents.page import Paper
from app.documents.signatures import signature
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.acts import ActForm
from app.domain.amending import AdjustmentForm, content_changes, form_of
from app.domain.errors import NotFound
from app.domain.marks import plain, unmarked

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier

_PAPER = "TTr"


def render_adjustment_submission(dossier: PlanDossier, issued: PlanDossier, draft_line: str | None) -> bytes:
    """Return the submission of an adjustment of `issued`, the release below, as a .docx.

    `draft_line` is the foot of a draft, None when issued. Raises NotFound for a plan that names no submission.
    """
    plan, submission = dossier.plan, dossier.plan.decision.submission
    if submission is None:
        raise NotFound("submission", plan.key)
    agency = dossier.directory.unit(submission.agency)
    wording = Wording("submission/adjustment", _values(dossier, issued, agency.name))
    paper = Paper(draft_line=draft_line)
    head = unit_letterhead(dossier, agency, _PAPER, number=submission.number, day=submission.day)
    paper.add(letterhead(head), title(wording.text("kind"), in_lines(unmarked(wording.text("subject")), TITLE_MM)))
    paper.add(addressees([plain(act_facts(issued)["issuer"])]))
    paper.add(*map(legal_basis, bases(dossier, issued, with_proposal=False)))
    for part in ("reasons", "summary", "proposal", "closing"):
        paper.add(*wording.blocks(part))
    recipients = [unmarked(block.text) for block in wording.text_blocks("recipients")]
    paper.add(signature(head_of_unit(agency), recipients))
    return paper.to_bytes(changed_on=plan.changed_on, title=unmarked(wording.text("document")))


def _values(dossier: PlanDossier, issued: PlanDossier, agency: str) -> dict[str, Any]:
    plan, changes = dossier.plan, content_changes(issued, dossier)
    return {
        **act_facts(issued),
        **Numbers().as_values(),
        "plan_title": plan.title,
        "agency": agency,
        "reason": plan.decision.reason,
        "amended": amended_words(issued),
        "is_amending": form_of(plan.decision) == AdjustmentForm.AMENDING,
        "is_plan_alone": plan.act == ActForm.PLAN_ALONE,
        "changes": [told_change(change) for change in changes],
        "count": len(changes),
        "other_leads": [name for name in map(dossier.unit_name, plan.lead_agencies) if name != agency],
    }
