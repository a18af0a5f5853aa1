"""Ban hành kèm theo: what the papers of one act share: their heads, reference lines, and the labels of its phụ lục.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.2 to II.4 (head), III.1 (a phụ lục alone bears no number, two or
more Roman ones; reference line), and the forms M1.2 to M1.4, M2.1 of Phụ lục III (a document issued with another has
neither number nor date).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.documents.acts import act_facts, amended_by, registered
from app.documents.agencies import unit_letterhead
from app.documents.letterhead import date_line, number_line
from app.documents.metrics import Face, width_mm
from app.documents.styles import BODY_SIZE
from app.documents.titles import in_lines
from app.documents.wording import Wording
from app.domain.acts import ActForm
from app.domain.amending import act_in_force
from app.domain.dossiers import PlanDossier
from app.domain.marks import unmarked
from app.domain.vietnamese import roman

if TYPE_CHECKING:
    from app.documents.letterhead import Letterhead
    from app.domain.forms import Form

END = "./."
"""Dấu kết thúc nội dung văn bản (forms M1.1 to M2.1)."""

_ISSUED_BY = " của "
_BY = " theo "


@dataclass(frozen=True)
class Promulgation:
    """Việc ban hành: the words and heads that the papers of one act have in common."""

    dossier: PlanDossier

    @cached_property
    def wording(self) -> Wording:
        """The words of templates/documents/decision/paper.toml, filled."""
        plan = self.dossier.plan
        return Wording(
            "decision/paper",
            {
                **act_facts(self.dossier),
                **registered(self.dossier),
                "is_setting_up_team": plan.act == ActForm.DECISION_SETTING_UP_TEAM,
                "amended_by": amended_by(self.dossier),
            },
        )

    @cached_property
    def attached_head(self) -> Letterhead:
        """The head of a document issued with the act: the bodies and Quốc hiệu, no number, no date."""
        body = self.dossier.directory.unit(self.dossier.plan.decision.body)
        return replace(unit_letterhead(self.dossier, body, ""), number_line="", date_line="")

    @property
    def issuing_head(self) -> Letterhead:
        """The head of the act itself; its number and date stay blank until it is issued."""
        decision = self.dossier.plan.decision
        act = act_in_force(decision)
        number = number_line(decision.symbol) if act is None else f"Số: {act.number}"
        day = decision.day if act is None else act.day
        date = date_line(self.dossier.province.place, self.dossier.plan.year, day)
        return replace(self.attached_head, number_line=number, date_line=date)

    def consolidation(self, room_mm: float) -> str:
        """Return the line "(Được sửa đổi, bổ sung theo Quyết định số …)" of an act that was amended; "" for others."""
        words = unmarked(self.wording.text("consolidation"))
        if width_mm(words, BODY_SIZE, Face.ITALIC) <= room_mm:
            return words
        before, _, acts = words.partition(_BY)
        return f"{before}\n{in_lines(f'{_BY.strip()} {acts}', room_mm)}"

    @cached_property
    def _reference(self) -> str:
        return unmarked(self.wording.text("reference"))

    def reference(self, room_mm: float) -> str:
        """Return "(Kèm theo Quyết định số … ngày … của …)"; a line too long for the room breaks before its issuer."""
        if width_mm(self._reference, BODY_SIZE, Face.ITALIC) <= room_mm:
            return self._reference
        before, _, issuer = self._reference.rpartition(_ISSUED_BY)
        return f"{before}\n{_ISSUED_BY.strip()} {issuer}"

    def plan_reference(self, room_mm: float) -> str:
        """Return the reference line of the plan: as printed, unless it leaves blank a number that the act now has."""
        printed, act = "\n".join(self.dossier.plan.text.reference), act_in_force(self.dossier.plan.decision)
        is_told = act is None or act.number.partition("/")[0] in printed
        return printed if printed and is_told else self.reference(room_mm)


def keeps_print(dossier: PlanDossier) -> bool:
    """Say whether the plan keeps a printed text, so that the labels and endings of its papers stay as printed too."""
    return bool(dossier.plan.text.clauses)


def has_annex(dossier: PlanDossier) -> bool:
    """Say whether there are targets or a team to put into a phụ lục."""
    plan = dossier.plan
    return bool(plan.visits or plan.quotas or plan.teams)


def annex_label(dossier: PlanDossier) -> str:
    """Return the label of the phụ lục of targets: as printed, else the first of the act's phụ lục."""
    if dossier.plan.text.annex_title:
        return Wording("decision/annex", {}).text("printed_label")
    return _label(dossier, 1)


def form_label(dossier: PlanDossier, form: Form) -> str:
    """Return the label of a form of the plan: as printed, else its place among the phụ lục of a plan drawn up new."""
    if keeps_print(dossier):
        return form.heading
    keys = [other.key for other in dossier.plan_forms]
    return _label(dossier, has_annex(dossier) + keys.index(form.key) + 1)


def _label(dossier: PlanDossier, place: int) -> str:
    count = has_annex(dossier) + len(dossier.plan_forms)
    return Wording("decision/paper", {"rank": roman(place) if count > 1 else ""}).text("appendix")


def ended(text: str) -> str:
    """Return the last text of a paper with its end mark."""
    return text if text.endswith(END) else f"{text.rstrip().rstrip('.;')}{END}"
