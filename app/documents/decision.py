"""Quyết định và kế hoạch kèm theo: the whole of what an act promulgates, in the order of publication.

Decision, plan, annex of targets and team, đề cương, then each phụ lục; a plan issued alone stands first by itself. Every
part begins a sheet whose pages count from 1. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, and the forms M1.2 to
M1.4, M2.1 of Phụ lục III.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.documents.annex import annex_table, annex_title
from app.documents.decision_text import articles, legal_bases, recipients, signer
from app.documents.form_tables import form_notes, form_orientation, form_table, whole_form
from app.documents.layout import (
    appendix_title,
    end_mark,
    issuer,
    legal_basis,
    operative_formula,
    paragraph,
    title,
)
from app.documents.letterhead import letterhead
from app.documents.outline import outline_items
from app.documents.page import Orientation, Paper
from app.documents.plan_text import plan_body, plan_subject
from app.documents.promulgation import (
    END,
    annex_label,
    attached_letterhead,
    ended,
    form_label,
    has_annex,
    issuing_letterhead,
    keeps_print,
    paper_wording,
    plan_reference,
    reference_line,
)
from app.documents.signatures import signature
from app.documents.text import plain, unmarked
from app.domain.acts import ActForm

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.forms import Form
    from app.domain.outlines import Outline


def render_decision(dossier: PlanDossier, draft_line: str | None) -> bytes:
    """Return quyet-dinh.docx: the decision with everything it promulgates.

    `draft_line`: what every page of a draft carries at its foot, None for an issued act.
    """
    wording = paper_wording(dossier)
    decision = dossier.plan.decision
    subject = decision.title or unmarked(wording.text("decision_subject"))
    paper = Paper(draft_line=draft_line)
    paper.add(
        letterhead(issuing_letterhead(dossier)),
        title(wording.text("decision"), subject),
        issuer(plain(decision.issuer or attached_letterhead(dossier).issuing_body.replace("\n", " "))),
        *map(legal_basis, legal_bases(dossier)),
        operative_formula(wording.text("operative")),
        *articles(dossier),
        signature(signer(dossier), recipients(dossier)),
    )
    if dossier.plan.act == ActForm.DECISION_APPROVING_PLAN or dossier.plan.text.clauses:
        paper.start_part()
        _add_plan(paper, dossier, is_alone=False)
    _add_attachments(paper, dossier)
    return paper.to_bytes(changed_on=dossier.plan.changed_on, title=subject)


def render_plan(dossier: PlanDossier, draft_line: str | None) -> bytes:
    """Return ke-hoach.docx: a plan that is issued alone, with its own number, date and signature, and its phụ lục.

    `draft_line` is as in `render_decision`.
    """
    paper = Paper(draft_line=draft_line)
    _add_plan(paper, dossier, is_alone=True)
    paper.add(signature(signer(dossier), recipients(dossier)))
    _add_attachments(paper, dossier)
    return paper.to_bytes(changed_on=dossier.plan.changed_on, title=dossier.plan.title)


def _add_plan(paper: Paper, dossier: PlanDossier, *, is_alone: bool) -> None:
    head = issuing_letterhead(dossier) if is_alone else attached_letterhead(dossier)
    reference = "" if is_alone else plan_reference(dossier, paper.width_mm)
    paper.add(
        letterhead(head),
        title(paper_wording(dossier).text("plan"), plan_subject(dossier), reference=reference),
        *(map(legal_basis, legal_bases(dossier)) if is_alone else ()),
        *plan_body(dossier),
    )


def _add_attachments(paper: Paper, dossier: PlanDossier) -> None:
    """Add what comes after the act's own text: the annex, the outline and the forms, as far as the plan has them."""
    if has_annex(dossier):
        paper.start_part(Orientation.LANDSCAPE)
        _add_annex(paper, dossier)
    if dossier.outline is not None:
        paper.start_part()
        _add_outline(paper, dossier, dossier.outline)
    for form in dossier.plan_forms:
        paper.start_part(form_orientation(form))
        _add_form(paper, dossier, form)


def _add_annex(paper: Paper, dossier: PlanDossier) -> None:
    """Add the annex. A printed one keeps the head that it was printed with; by the decree it has none."""
    room = paper.width_mm
    if dossier.plan.text.annex_title:
        paper.add(letterhead(attached_letterhead(dossier), room_mm=room))
    paper.add(
        appendix_title(
            annex_label(dossier), annex_title(dossier), reference=reference_line(dossier, room), room_mm=room
        ),
        annex_table(dossier),
    )
    if not keeps_print(dossier):
        paper.add(end_mark())


def _add_outline(paper: Paper, dossier: PlanDossier, outline: Outline) -> None:
    reference = "\n".join(outline.reference) or reference_line(dossier, paper.width_mm)
    paper.add(
        letterhead(attached_letterhead(dossier)),
        title(outline.heading, "\n".join(outline.title), reference=reference),
        *outline_items(outline.items),
    )
    if outline.exemption:
        paper.add(paragraph(outline.exemption if keeps_print(dossier) else ended(outline.exemption)))
    elif not keeps_print(dossier):
        paper.add(end_mark())


def _add_form(paper: Paper, dossier: PlanDossier, form: Form) -> None:
    room = paper.width_mm
    paper.add(
        appendix_title(
            form_label(dossier, form),
            "\n".join(form.title),
            reference=reference_line(dossier, room),
            room_mm=room,
        ),
        form_table(whole_form(form)),
        *form_notes(form),
    )
    if not keeps_print(dossier):
        paper.add(end_mark(END))
