"""Văn bản về các bản của kế hoạch: what differs between two of them, and why problems were accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.documents.comparison import ComparedVersion, render_comparison
from app.documents.review_list import ReviewedProblem, ReviewSheet, render_review_list
from app.domain.vietnamese import moment_words, short_date
from app.services.emission import draft_mark
from app.services.plan_standing import reason_book
from app.services.releases import release_dossier
from app.services.sentences import draft_line
from app.services.versions import version_title

if TYPE_CHECKING:
    from datetime import date

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.releases import Release
    from app.services.versions import Comparison


def comparison_paper(comparison: Comparison) -> bytes:
    """Return the comparison of two versions as a .docx."""
    old, new = (
        ComparedVersion(name=version_title(version), dossier=version.dossier)
        for version in (comparison.old, comparison.new)
    )
    return render_comparison(old, new, comparison.changes, draft_foot(new.dossier) or draft_foot(old.dossier))


def draft_review_paper(store: Store, dossier: PlanDossier, today: date) -> bytes:
    """Return the problems of a plan that is drawn up, as of that day, with the reasons written down so far."""
    book = reason_book(store, dossier, today)
    problems = tuple(
        ReviewedProblem(
            severity=each.worded.problem.severity,
            statement=each.worded.statement,
            reason=each.reason.reason if each.reason is not None else "",
            person=each.reason.actor if each.reason is not None else "",
            at=moment_words(each.reason.at) if each.reason is not None else "",
        )
        for each in book.problems
    )
    sheet = ReviewSheet(dossier=dossier, problems=problems, day=short_date(today))
    return render_review_list(sheet, draft_foot(dossier))


def release_review_paper(store: Store, release: Release) -> bytes:
    """Return the problems with which a release was issued, each with its reason, and who accepted them when."""
    dossier = release_dossier(store, release.plan, release.number)
    by, at = _approver(dossier, release.issued_by), moment_words(release.issued_at)
    problems = tuple(
        ReviewedProblem(
            severity=waiver.severity,
            statement=waiver.statement,
            reason=waiver.reason,
            person=_approver(dossier, waiver.person),
            at=at,
        )
        for waiver in release.waivers
    )
    sheet = ReviewSheet(
        dossier=dossier,
        problems=problems,
        day=short_date(release.decision_day),
        release=release.number,
        approver=by,
    )
    return render_review_list(sheet, None)


def _approver(dossier: PlanDossier, person: str | None) -> str:
    """Return the line of a person of the plan; "" for nobody, and for one whom it does not name."""
    return dossier.person_line(person) if person is not None and person in {p.key for p in dossier.people} else ""


def draft_foot(dossier: PlanDossier) -> str | None:
    """Return the foot of a paper of a plan that is drawn up; None of one that is issued."""
    mark = draft_mark(dossier)
    return None if mark is None else draft_line(plan=dossier.plan.key, mark=mark)
