"""Sửa đổi, bổ sung hoặc thay thế: how an act that was issued is changed, and how the changed act is cited.

An act that amends (sửa đổi, bổ sung) leaves the act that it amends in force under its own number and day; one that
replaces (thay thế) does away with it. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.b (how an act is
cited). The decree has no form of its own for an act that amends: it is a Quyết định like any other (form M1.2).
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.acts import CitedAct
from app.domain.changes import Change, changes_between
from app.domain.releases import adjusted_draft

if TYPE_CHECKING:
    from datetime import date

    from app.domain.acts import Decision
    from app.domain.dossiers import PlanDossier


class AdjustmentForm(StrEnum):
    """Hình thức văn bản điều chỉnh."""

    AMENDING = "amending"
    """Quyết định sửa đổi, bổ sung: what it does not name stays as it was issued."""
    REPLACING = "replacing"
    """Quyết định thay thế: the whole is issued anew."""


def opened_adjustment(issued: PlanDossier, day: date, form: AdjustmentForm, reason: str) -> PlanDossier:
    """Return an issued plan as a draft on top of it, whose act amends or replaces the one that issued it.

    The draft has no submission yet that asks for it, but its agency is that of the last one.
    """
    draft = in_form(adjusted_draft(issued, day), issued, form)
    decision = draft.plan.decision
    asked = decision.submission
    submission = replace(asked, number=None, day=None, text="") if asked is not None else None
    return replace(draft, plan=replace(draft.plan, decision=replace(decision, submission=submission, reason=reason)))


def in_form(draft: PlanDossier, issued: PlanDossier, form: AdjustmentForm) -> PlanDossier:
    """Return an adjustment whose act amends or replaces the act of the release below it."""
    below, decision = issued.plan.decision, draft.plan.decision
    amended = act_in_force(below)
    if amended is None:
        own = replace(decision, amends=(), replaces=below.replaces)
    elif form == AdjustmentForm.AMENDING:
        own = replace(decision, amends=(amended, *amending_acts(below)), replaces=below.replaces)
    else:
        own = replace(decision, amends=(), replaces=amended)
    return replace(draft, plan=replace(draft.plan, decision=own))


def form_of(decision: Decision) -> AdjustmentForm:
    """Return the form in which an adjustment is made."""
    return AdjustmentForm.AMENDING if decision.amends else AdjustmentForm.REPLACING


def act_in_force(decision: Decision) -> CitedAct | None:
    """Return the act that carries the plan: the one first amended, or the decision itself; None without a number."""
    return decision.amends[0] if decision.amends else own_act(decision)


def amending_acts(decision: Decision) -> tuple[CitedAct, ...]:
    """Return the acts by which the act that carries the plan was amended, in order; the last may have no number yet."""
    if not decision.amends:
        return ()
    own = own_act(decision) or CitedAct(number=f"/{decision.symbol}", day=decision.day)
    return (*decision.amends[1:], own)


def own_act(decision: Decision) -> CitedAct | None:
    """Return the decision as other acts cite it; None while it has no number."""
    if decision.number is None:
        return None
    number = f"{decision.number.zfill(2)}/{decision.symbol}"
    return CitedAct(number=number, day=decision.day, subject=decision.title)


def consolidated(dossier: PlanDossier, first: PlanDossier) -> PlanDossier:
    """Return an amended plan as one text: its own content under the căn cứ, đề nghị and signature of the act amended.

    `first` is the plan as that act issued it. A plan whose act amends nothing is returned as it is.
    """
    if not dossier.plan.decision.amends:
        return dossier
    of_first = first.plan.decision
    decision = replace(
        dossier.plan.decision,
        legal_bases=of_first.legal_bases,
        submission=of_first.submission,
        signatory=of_first.signatory,
    )
    return replace(dossier, plan=replace(dossier.plan, decision=decision))


def as_content(draft: PlanDossier, issued: PlanDossier) -> PlanDossier:
    """Return a draft with all that belongs to its own act alone as in the release below: what is left is what changes.

    The state of the plan, the number, day, căn cứ, đề nghị, reason and signature of the act are none of its content.
    Nor is what only planners work with: days away, minimum lengths, errata and remarks stand in no paper.
    """
    below = issued.plan.decision
    decision = replace(
        draft.plan.decision,
        number=below.number,
        day=below.day,
        legal_bases=below.legal_bases,
        submission=below.submission,
        signatory=below.signatory,
        replaces=below.replaces,
        amends=below.amends,
        reason=below.reason,
    )
    plan = replace(
        draft.plan,
        state=issued.plan.state,
        changed_on=issued.plan.changed_on,
        ending=issued.plan.ending,
        standards=issued.plan.standards,
        absences=issued.plan.absences,
        errata=issued.plan.errata,
        remarks=issued.plan.remarks,
        decision=decision,
    )
    return replace(draft, plan=plan)


def content_changes(issued: PlanDossier, draft: PlanDossier) -> tuple[Change, ...]:
    """Return what an adjustment changes of what was issued, in words: what its act has to say."""
    return changes_between(issued, as_content(draft, issued))
