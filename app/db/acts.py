"""Văn bản của kế hoạch giữa dòng và giá trị."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.db import rows
from app.db.tables.acts import (
    AmendedActRow,
    ArticleRow,
    ClauseRow,
    DecisionRow,
    ErratumRow,
    LegalBasisRow,
    PlanTextRow,
    RemarkRow,
)
from app.domain.acts import (
    Article,
    CitedAct,
    Clause,
    ClauseKind,
    Decision,
    Erratum,
    ErratumKind,
    LegalBasis,
    PlanText,
    Remark,
    Signatory,
    Submission,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.rows import Rows


def read_decision(session: Session, plan_id: int) -> Decision:
    """Return the decision of a plan, without its legal bases and articles."""
    (row,) = rows.of_plan(session, DecisionRow, plan_id)
    return Decision(
        symbol=row.symbol,
        body=row.body,
        issuer=row.issuer,
        number=row.number,
        day=row.day,
        title=row.title,
        submission=_submission(row),
        replaces=_replaced_act(row),
        amends=tuple(
            CitedAct(number=act.number, day=act.day, issuer=act.issuer, subject=act.subject)
            for act in rows.of_plan(session, AmendedActRow, plan_id)
        ),
        reason=row.reason or "",
        recipients=row.recipients,
        signatory=_signatory(row),
    )


def with_texts(session: Session, plan_id: int, decision: Decision) -> Decision:
    """Return the decision of a plan with its legal bases and articles."""
    return replace(
        decision,
        legal_bases=tuple(
            LegalBasis(
                text=basis.text,
                kind=basis.kind,
                name=basis.name,
                number=basis.number,
                day=basis.day,
                issuer=basis.issuer,
            )
            for basis in rows.of_plan(session, LegalBasisRow, plan_id)
        ),
        articles=tuple(
            Article(number=article.number, text=article.text) for article in rows.of_plan(session, ArticleRow, plan_id)
        ),
    )


def _submission(row: DecisionRow) -> Submission | None:
    if row.submission_agency is None:
        return None
    return Submission(
        agency=row.submission_agency,
        number=row.submission_number,
        day=row.submission_day,
        text=row.submission_text or "",
    )


def _replaced_act(row: DecisionRow) -> CitedAct | None:
    if row.replaces_number is None:
        return None
    return CitedAct(
        number=row.replaces_number,
        day=row.replaces_day,
        issuer=row.replaces_issuer or "",
        subject=row.replaces_subject or "",
    )


def _signatory(row: DecisionRow) -> Signatory | None:
    if row.signatory_title is None:
        return None
    return Signatory(title=row.signatory_title, capacity=row.signatory_capacity or "", name=row.signatory_name or "")


def decision_rows(plan_id: int, decision: Decision) -> Rows:
    """Return the rows of the decision of a plan."""
    submission, replaces, signatory = decision.submission, decision.replaces, decision.signatory
    decisions_of_plan = [
        DecisionRow(
            plan_id=plan_id,
            symbol=decision.symbol,
            body=decision.body,
            issuer=decision.issuer,
            number=decision.number,
            day=decision.day,
            title=decision.title,
            submission_agency=submission.agency if submission else None,
            submission_number=submission.number if submission else None,
            submission_day=submission.day if submission else None,
            submission_text=submission.text if submission else None,
            replaces_number=replaces.number if replaces else None,
            replaces_day=replaces.day if replaces else None,
            replaces_issuer=replaces.issuer if replaces else None,
            replaces_subject=replaces.subject if replaces else None,
            reason=decision.reason or None,
            recipients=decision.recipients,
            signatory_title=signatory.title if signatory else None,
            signatory_capacity=signatory.capacity if signatory else None,
            signatory_name=signatory.name if signatory else None,
        )
    ]
    legal_basis_rows = [
        LegalBasisRow(
            plan_id=plan_id,
            position=position,
            text=basis.text,
            kind=basis.kind,
            name=basis.name,
            number=basis.number,
            day=basis.day,
            issuer=basis.issuer,
        )
        for position, basis in enumerate(decision.legal_bases)
    ]
    article_rows = [
        ArticleRow(plan_id=plan_id, position=position, number=article.number, text=article.text)
        for position, article in enumerate(decision.articles)
    ]
    amended_rows = [
        AmendedActRow(
            plan_id=plan_id, position=position, number=act.number, day=act.day, issuer=act.issuer, subject=act.subject
        )
        for position, act in enumerate(decision.amends)
    ]
    return (
        (DecisionRow, decisions_of_plan),
        (AmendedActRow, amended_rows),
        (LegalBasisRow, legal_basis_rows),
        (ArticleRow, article_rows),
    )


def read_text(session: Session, plan_id: int) -> PlanText:
    """Return the plan's own text."""
    (row,) = rows.of_plan(session, PlanTextRow, plan_id)
    return PlanText(
        title=row.title,
        reference=row.reference,
        preamble=row.preamble,
        clauses=tuple(
            Clause(code=clause.code, kind=ClauseKind(clause.kind), text=clause.text, number=clause.number)
            for clause in rows.of_plan(session, ClauseRow, plan_id)
        ),
        closing=row.closing,
        annex_title=row.annex_title,
        annex_note=row.annex_note,
    )


def text_rows(plan_id: int, text: PlanText) -> Rows:
    """Return the rows of the plan's own text."""
    plan_text_rows = [
        PlanTextRow(
            plan_id=plan_id,
            title=text.title,
            reference=text.reference,
            preamble=text.preamble,
            closing=text.closing,
            annex_title=text.annex_title,
            annex_note=text.annex_note,
        )
    ]
    clause_rows = [
        ClauseRow(
            plan_id=plan_id,
            code=clause.code,
            position=position,
            kind=clause.kind,
            text=clause.text,
            number=clause.number,
        )
        for position, clause in enumerate(text.clauses)
    ]
    return ((PlanTextRow, plan_text_rows), (ClauseRow, clause_rows))


def read_errata(session: Session, plan_id: int) -> tuple[Erratum, ...]:
    """Return what is recorded as misprinted in a plan."""
    return tuple(
        Erratum(
            key=row.key,
            kind=ErratumKind(row.kind),
            where=row.whereabouts,
            printed=row.printed,
            reading=row.reading,
            places=row.places,
            certainty=row.certainty,
            note=row.note,
        )
        for row in rows.of_plan(session, ErratumRow, plan_id)
    )


def erratum_rows(plan_id: int, errata: tuple[Erratum, ...]) -> Rows:
    """Return the rows of what is recorded as misprinted in a plan."""
    wanted = [
        ErratumRow(
            plan_id=plan_id,
            key=erratum.key,
            position=position,
            kind=erratum.kind,
            whereabouts=erratum.where,
            printed=erratum.printed,
            reading=erratum.reading,
            places=erratum.places,
            certainty=erratum.certainty,
            note=erratum.note,
        )
        for position, erratum in enumerate(errata)
    ]
    return ((ErratumRow, wanted),)


def read_remarks(session: Session, plan_id: int) -> tuple[Remark, ...]:
    """Return the questions that a plan leaves open."""
    return tuple(
        Remark(key=row.key, where=row.whereabouts, text=row.text) for row in rows.of_plan(session, RemarkRow, plan_id)
    )


def remark_rows(plan_id: int, remarks: tuple[Remark, ...]) -> Rows:
    """Return the rows of the questions that a plan leaves open."""
    wanted = [
        RemarkRow(plan_id=plan_id, key=remark.key, position=position, whereabouts=remark.where, text=remark.text)
        for position, remark in enumerate(remarks)
    ]
    return ((RemarkRow, wanted),)
