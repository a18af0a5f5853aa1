"""Cả dự thảo trong một tệp: read out and written back by programs, through the same gate as the screens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from app.domain.errors import Fault, InvalidInput
from app.domain.naming import carried
from app.domain.plan_steps import SeenItem
from app.planfiles.reading import dossier_of, open_plan_file
from app.planfiles.references import Holdings
from app.planfiles.writing import write_json
from app.services.editing import ItemGuard, edit_plan

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor


def draft_file(dossier: PlanDossier) -> dict[str, Any]:
    """Return the plan as the content of a plan file in JSON."""
    content: dict[str, Any] = json.loads(write_json(carried(dossier)))
    return content


def replace_draft(
    store: Store, plan_key: str, content: dict[str, Any], *, mark: str, by: Actor, at: datetime
) -> PlanDossier:
    """Make of a draft what a plan file says, where it is still what `mark` marks; units come from the directory.

    Raise NotFound, StaleVersion, InvalidInput with every fault of the file, and where it is of another plan or
    province, or says where the plan stands; Refused as `edit_plan`, `outline.differs`, `form.differs`.
    """
    present = store.plans.dossier(plan_key)
    file = open_plan_file(json.dumps(content).encode(), f"{plan_key}.json")
    held = Holdings(
        province=present.province,
        units=present.units,
        outlines=store.plans.outlines(file.outlines),
        forms=store.plans.forms(file.forms),
    )
    wanted = dossier_of(file, held)
    faults = [
        Fault(place=f"plan.{name}", code="draft.fixed", found=f"{found}", wanted=f"{fixed}")
        for name, found, fixed in (
            ("key", wanted.plan.key, present.plan.key),
            ("province", wanted.plan.province, present.plan.province),
            ("state", wanted.plan.state.value, present.plan.state.value),
        )
        if found != fixed
    ]
    if faults:
        raise InvalidInput(faults)
    guard = ItemGuard(
        seen=SeenItem(kind="plan", key=plan_key, mark=mark), now=lambda dossier: (dossier.plan, dossier.people)
    )
    return edit_plan(store, plan_key, lambda _: wanted, words="Ghi lại cả dự thảo từ tệp", guard=guard, by=by, at=at)
