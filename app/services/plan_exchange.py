"""Trao đổi kế hoạch: one plan out as a readable file and in from one, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.domain.draws.applied import with_results
from app.domain.errors import NotFound, Refused
from app.domain.naming import carried
from app.planfiles.reading import dossier_of, open_plan_file
from app.planfiles.references import Holdings
from app.planfiles.writing import WRITERS
from app.services.projected_days_off import ensure_days_off, years_of
from app.services.releases import begin_history
from app.services.sentences import outcome_sentence

if TYPE_CHECKING:
    from datetime import datetime

    from app.db.store import Store
    from app.domain.dossiers import PlanDossier
    from app.domain.people import Actor
    from app.domain.plans import Plan
    from app.domain.units import Province
    from app.planfiles.reading import PlanFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """Kết quả nhập: the plan's key, the units it inspects, those the directory gained, and the sentence's code."""

    plan: str
    visits: int
    units: int
    outcome: Literal["import.added", "import.would_add", "import.unchanged"]

    @property
    def sentence(self) -> str:
        """What was done, in words."""
        return outcome_sentence(self.outcome, plan=self.plan, visits=f"{self.visits}", units=f"{self.units}")


def export_plan(store: Store, key: str, form: Literal["toml", "json"] = "toml") -> bytes:
    """Return the plan as a file with its province and every unit, person, outline and form it names; raise NotFound."""
    return WRITERS[form](carried(store.plans.dossier(key)))


def import_plan(
    store: Store, data: bytes, filename: str, *, by: Actor, at: datetime, dry_run: bool = False
) -> ImportResult:
    """Take in a plan from a file, with the province, units, outlines and forms that the directory lacks.

    Years of the plan that the table of days off does not reach are projected. A plan that comes in issued is kept as
    its first release. A plan that the store holds with the same content is left alone, whatever the file says of units
    drawn since. Raises InvalidInput with every fault of the file, Refused `plan.exists`, `province.differs`,
    `outline.differs` or `form.differs` where the store holds other content under the same key. With `dry_run` all is
    checked and nothing is written.
    """
    file = open_plan_file(data, filename)
    held = _holdings(store, file)
    dossier = dossier_of(file, held)
    _refuse_other_content(dossier, held)
    plan, new_units = dossier.plan, dossier.units[len(held.units) :]
    if store.plans.exists(plan.key):
        if _content(store.plans.dossier(plan.key)) != _content(with_results(dossier, store.draw_results(plan.key))):
            raise Refused("plan.exists", key=plan.key)
        return ImportResult(plan=plan.key, visits=len(plan.visits), units=0, outcome="import.unchanged")
    if not dry_run:
        if held.province is None:
            store.provinces.add(dossier.province, by=by, at=at)
        if new_units:
            store.directory.add(plan.province, new_units, by=by, at=at)
        ensure_days_off(store, years_of(plan), by=by, at=at)
        store.plans.add(dossier, by=by, at=at)
        begin_history(store, plan.key, by=by, at=at)
    outcome: Literal["import.added", "import.would_add"] = "import.would_add" if dry_run else "import.added"
    return ImportResult(plan=plan.key, visits=len(plan.visits), units=len(new_units), outcome=outcome)


def planned_in_file(store: Store, data: bytes, filename: str) -> Plan:
    """Return the plan that a file describes, before it is taken in; raise InvalidInput with every fault of the file."""
    file = open_plan_file(data, filename)
    return dossier_of(file, _holdings(store, file)).plan


def _holdings(store: Store, file: PlanFile) -> Holdings:
    """Return what the store holds of the things that the file may name."""
    province = _province(store, file.province)
    return Holdings(
        province=province,
        units=store.directory.units(province.key) if province is not None else (),
        outlines=store.plans.outlines(file.outlines),
        forms=store.plans.forms(file.forms),
    )


def _province(store: Store, key: str | None) -> Province | None:
    if key is None:
        return None
    try:
        return store.provinces.get(key)
    except NotFound:
        return None


def _refuse_other_content(dossier: PlanDossier, held: Holdings) -> None:
    """Raise Refused where the file says something else of a thing than the store holds under the same key."""
    if held.province is not None and held.province != dossier.province:
        raise Refused("province.differs", key=held.province.key)
    own_outlines = {outline.key: outline for outline in dossier.outlines}
    for outline in held.outlines:
        if own_outlines[outline.key] != outline:
            raise Refused("outline.differs", key=outline.key)
    own_forms = {form.key: form for form in dossier.forms}
    for form in held.forms:
        if own_forms[form.key] != form:
            raise Refused("form.differs", key=form.key)


def _content(dossier: PlanDossier) -> tuple[object, ...]:
    """Return what makes two plans the same, whatever else the directory holds."""
    return dossier.plan, dossier.people, dossier.outline, dossier.plan_forms
