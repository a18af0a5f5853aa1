"""Các bản của kế hoạch: what was issued, what is drawn up on top of it, and what differs between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.changes import Change, changes_between
from app.domain.dossiers import PlanDossier
from app.domain.errors import NotFound
from app.domain.releases import Release
from app.services.releases import release_dossier

if TYPE_CHECKING:
    from app.db.store import Store

DRAFT = "du-thao"
"""What stands for the plan as it is drawn up, in the place of the number of a release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Bản: a release of the plan, or, without one, the plan as it is drawn up."""

    dossier: PlanDossier
    release: Release | None

    @property
    def name(self) -> str:
        """What stands for it in an address: "2", or `DRAFT`."""
        return DRAFT if self.release is None else f"{self.release.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """So sánh hai bản: everything that differs, from the older to the newer."""

    old: Version
    new: Version
    changes: tuple[Change, ...]


def version_title(version: Version) -> str:
    """Return what a version is called: "Bản ban hành số 2", "Bản dự thảo"."""
    return "Bản dự thảo" if version.release is None else f"Bản ban hành số {version.release.number}"


def version_names(store: Store, plan_key: str) -> tuple[str, ...]:
    """Return what may be compared of a plan, the oldest first; the draft last, where there is one."""
    issued = tuple(f"{release.number}" for release in store.releases.list(plan_key))
    return issued if store.plans.dossier(plan_key).plan.is_issued else (*issued, DRAFT)


def version(store: Store, plan_key: str, name: str) -> Version:
    """Return a version of the plan by its number, or the draft; raise NotFound."""
    if name == DRAFT:
        dossier = store.plans.dossier(plan_key)
        if dossier.plan.is_issued:
            raise NotFound("release", name)
        return Version(dossier=dossier, release=None)
    if not (name.isascii() and name.isdigit()):
        raise NotFound("release", name)
    release = store.releases.get(plan_key, int(name))
    return Version(dossier=release_dossier(store, plan_key, release.number), release=release)


def compared(store: Store, plan_key: str, old: str, new: str) -> Comparison:
    """Return what differs between two versions of the plan; raise NotFound."""
    before, after = version(store, plan_key, old), version(store, plan_key, new)
    return Comparison(old=before, new=after, changes=changes_between(before.dossier, after.dossier))
