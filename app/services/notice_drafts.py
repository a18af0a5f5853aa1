"""Dự thảo thông báo: made after each release, for everybody whom it tells something new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.change_notices import drafts_after

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor


def draft_notices(store: Store, plan_key: str, issued: Mapping[int, PlanDossier], *, by: Actor, at: datetime) -> int:
    """Draft the notices of the latest of the releases `issued`, by number in order, and return how many there are.

    Those of earlier releases that never went out make room for them. Nothing is sent.
    """
    number = max(issued)
    drafts = drafts_after(issued, number, store.notices.last_sent(plan_key))
    store.notices.replace_drafts(plan_key, number, drafts, by=by, at=at)
    return len(drafts)
