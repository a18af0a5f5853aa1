"""Quyết định và kế hoạch kèm theo: the whole of what an act promulgates, in the order of publication.

Decision, plan, annex of targets and team, đề cương, then each phụ lục; a plan issued alone stands first by itself.
Every part begins a sheet whose pages count from 1. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, and the forms
M1.2 to M1.4, M2.1 of Phụ lục III.
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
from app.documents.outline_numbers import renumbered
from app.documents.page import Orientation, Paper
from app.documents.plan_text import plan_body, plan_subject
from app.documents.promulgation import (
    END,
    Promulgation,
    annex_label,
    ended,
    form_label,
    has_annex,
    keeps_print,
)
from app.documents.signatures import signature
from app.documents.titles import in_lines
from app.domain.acts import ActForm
from app.domain.marks import plain, unmarked
from app.domain.outlines import FittedItem

if TYPE_CHECKING:
    from app.domain.dossiers import PlanDossier
    from app.domain.forms import Form
    from app.domain.outlines import Outline, OutlineItem


def render_decision(dossier: PlanDossier, draft_line: str | None, *, is_adjustment: bool = False) -> bytes:
    """Return quyet-dinh.docx: the decision with everything it promulgates.

    `draft_line`: what every page of a draft carries at its foot, None for an issued act. Of an act that was amended it
    is the consolidated text. `is_adjustment`: something was issued of the plan before.
    """
    papers = _Papers(dossier, draft_line, is_adjustment=is_adjustment)
    papers.add_decision()
    if dossier.plan.act == ActForm.DECISION_APPROVING_PLAN or keeps_print(dossier):
        papers.add_attached_plan()
    papers.add_attachments()
    return papers.to_bytes(papers.decision_subject)


def render_plan(dossier: PlanDossier, draft_line: str | None) -> bytes:
    """Return ke-hoach.docx: a plan that is issued alone, with its own number, date and signature, and its phụ lục.

    `draft_line` is as in `render_decision`.
    """
    papers = _Papers(dossier, draft_line)
    papers.add_plan_alone()
    papers.add_attachments()
    return papers.to_bytes(dossier.plan.title)


class _Papers:
    """Draws the papers of one act, each on sheets of its own."""

    def __init__(self, dossier: PlanDossier, draft_line: str | None, *, is_adjustment: bool = False) -> None:
        self._dossier, self._is_adjustment = dossier, is_adjustment
        self._common = Promulgation(dossier)
        self._paper = Paper(draft_line=draft_line)

    @property
    def decision_subject(self) -> str:
        """The trích yếu of the decision: as the plan gives it, else by what it does."""
        return self._dossier.plan.decision.title or unmarked(self._common.wording.text("decision_subject"))

    def to_bytes(self, name: str) -> bytes:
        return self._paper.to_bytes(changed_on=self._dossier.plan.changed_on, title=name)

    def add_decision(self) -> None:
        dossier, wording = self._dossier, self._common.wording
        line = dossier.plan.decision.issuer or self._common.attached_head.issuing_body.replace("\n", " ")
        self._paper.add(
            letterhead(self._common.issuing_head),
            title(
                wording.text("decision"),
                in_lines(self.decision_subject, self._paper.width_mm),
                reference=self._common.consolidation(self._paper.width_mm),
            ),
            issuer(plain(line)),
            *map(legal_basis, legal_bases(dossier)),
            operative_formula(wording.text("operative")),
            *articles(dossier, is_adjustment=self._is_adjustment),
            signature(signer(dossier), recipients(dossier)),
        )

    def add_attached_plan(self) -> None:
        self._paper.start_part()
        room = self._paper.width_mm
        self._paper.add(
            letterhead(self._common.attached_head),
            title(
                self._common.wording.text("plan"),
                in_lines(plan_subject(self._dossier), room),
                reference=self._common.plan_reference(room),
            ),
            *plan_body(self._dossier),
        )

    def add_plan_alone(self) -> None:
        dossier = self._dossier
        self._paper.add(
            letterhead(self._common.issuing_head),
            title(
                self._common.wording.text("plan"),
                in_lines(plan_subject(dossier), self._paper.width_mm),
                reference=self._common.consolidation(self._paper.width_mm),
            ),
            *map(legal_basis, legal_bases(dossier)),
            *plan_body(dossier),
            signature(signer(dossier), recipients(dossier)),
        )

    def add_attachments(self) -> None:
        """Add what comes after the act's own text, as far as the plan has it: annex, outline and forms."""
        dossier = self._dossier
        if has_annex(dossier):
            self._add_annex()
        if dossier.outline is not None:
            self._add_outline(dossier.outline)
        for form in dossier.plan_forms:
            self._add_form(form)

    def _add_annex(self) -> None:
        """Add the annex. A printed one keeps the head that it was printed with; by the decree it has none."""
        dossier = self._dossier
        self._paper.start_part(Orientation.LANDSCAPE)
        if dossier.plan.text.annex_title:
            self._paper.add(letterhead(self._common.attached_head, room_mm=self._paper.width_mm))
        self._add_appendix_title(annex_label(dossier), annex_title(dossier))
        self._paper.add(annex_table(dossier))
        self._end()

    def _add_outline(self, outline: Outline) -> None:
        self._paper.start_part()
        room = self._paper.width_mm
        self._paper.add(
            letterhead(self._common.attached_head),
            title(
                outline.heading,
                in_lines("\n".join(outline.title), room),
                reference="\n".join(outline.reference) or self._common.reference(room),
            ),
            *outline_items(self._outline_items(outline)),
        )
        if not outline.exemption:
            self._end()
        elif keeps_print(self._dossier):
            self._paper.add(paragraph(outline.exemption))
        else:
            self._paper.add(paragraph(ended(outline.exemption)))

    def _outline_items(self, outline: Outline) -> tuple[OutlineItem, ...]:
        """Return the items as printed; those of a plan drawn up new bear the decree's letters, without a gap."""
        if keeps_print(self._dossier):
            return outline.items
        fitted = renumbered(FittedItem(item=item, applies=True) for item in outline.items)
        return tuple(one.item for one in fitted)

    def _add_form(self, form: Form) -> None:
        self._paper.start_part(form_orientation(form))
        self._add_appendix_title(form_label(self._dossier, form), "\n".join(form.title))
        self._paper.add(form_table(whole_form(form)), *form_notes(form))
        self._end()

    def _add_appendix_title(self, label: str, name: str) -> None:
        room = self._paper.width_mm
        reference = self._common.reference(room)
        self._paper.add(appendix_title(label, in_lines(name, room), reference=reference, room_mm=room))

    def _end(self) -> None:
        """Close a part with the end mark; a printed one ends as it was printed."""
        if not keeps_print(self._dossier):
            self._paper.add(end_mark(END))
