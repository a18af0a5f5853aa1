"""Bản đang soạn và bản ban hành: what of a plan is shown, and, to its planners, how it differs from what was issued."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.access import can_see_draft
from app.domain.amending import content_changes
from app.domain.changes import Change
from app.domain.dossiers import PlanDossier
from app.services.releases import latest_release, release_dossier

if TYPE_CHECKING:
    from app.db.store import Store
    from app.services.seeing import SeenPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueStanding:
    """Bản ban hành gần nhất của kế hoạch đang soạn: its number and content, and what the draft changes of it."""

    number: int
    dossier: PlanDossier
    changes: tuple[Change, ...]


def issue_standing(store: Store, seen: SeenPlan) -> IssueStanding | None:
    """Return what a plan that is drawn up again was issued as; None for one that is shown as issued, or never was."""
    if seen.release is not None or not can_see_draft(seen.standing):
        return None
    key = seen.dossier.plan.key
    release = latest_release(store, key)
    if release is None:
        return None
    issued = release_dossier(store, key, release.number)
    return IssueStanding(number=release.number, dossier=issued, changes=content_changes(issued, seen.dossier))
