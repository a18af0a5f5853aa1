"""Đề cương, biểu mẫu cho một kế hoạch chọn: those for all plans, and those adapted for this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import NotFound
from app.domain.own_versions import OWN_VERSION, with_forms, with_outline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.own_versions import VersionLine


def outlines_to_choose(store: Store, dossier: PlanDossier) -> tuple[VersionLine, ...]:
    """Return the outlines that the plan may use: what stands for all, and the one that it has."""
    return _offered(store.plans.outline_versions(), {dossier.plan.outline})


def forms_to_choose(store: Store, dossier: PlanDossier) -> tuple[VersionLine, ...]:
    """Return the forms that the plan may use, its own first and in its order."""
    lines = {line.key: line for line in _offered(store.plans.form_versions(), set(dossier.plan.forms))}
    own = [lines.pop(key) for key in dossier.plan.forms if key in lines]
    return (*own, *lines.values())


def choosing_outline(store: Store, key: str) -> Callable[[PlanDossier], PlanDossier]:
    """Return the change that gives a plan the outline of that key, "" for none; raise NotFound."""
    found = store.plans.outlines([key]) if key else ()
    if key and not found:
        raise NotFound("outline", key)
    return lambda dossier: with_outline(dossier, found[0] if found else None)


def choosing_forms(store: Store, keys: Sequence[str]) -> Callable[[PlanDossier], PlanDossier]:
    """Return the change that gives a plan the forms of these keys in their order; raise NotFound."""
    found = store.plans.forms(keys)
    missing = set(keys) - {form.key for form in found}
    if missing:
        raise NotFound("form", min(missing))
    return lambda dossier: with_forms(dossier, found)


def _offered(lines: Iterable[VersionLine], own: set[str | None]) -> tuple[VersionLine, ...]:
    return tuple(line for line in lines if line.key in own or not line.version.endswith(OWN_VERSION))
