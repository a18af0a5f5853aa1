"""Chọn đối tượng: units of the directory taken into a plan as visits without days, and taken out again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.adjusting import apply_adjustment
from app.domain.adjustments import Adjustment, Return, Transfer, Withdrawal
from app.domain.errors import Fault, InvalidInput
from app.domain.teams import Batch, Team
from app.domain.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.domain.dossiers import PlanDossier

FIRST_TEAM = Team(key="doan", name="Đoàn kiểm tra")
"""Đoàn đầu tiên: the team of a plan that has none yet, without members."""
_FIRST_BATCH_KEY, _FIRST_BATCH_NAME = "dot-1", "Đợt 1"


def with_targets(
    dossier: PlanDossier, units: Sequence[str], batch: str | None, issued: Sequence[tuple[Visit, ...]] = ()
) -> PlanDossier:
    """Return the plan with a visit for each of these units in that batch, without days, in the given order.

    Without a batch the plan's last one is taken, and made where there is none. `issued` are the visits of the plan's
    releases, the latest first: one that was withdrawn comes back as it was issued. Raise InvalidInput with faults at
    `units` and `batch`: nothing chosen, one unit twice, one that the plan inspects already, one that is not there.
    """
    faults = [*_unit_faults(dossier, units), *_batch_faults(dossier, batch)]
    if faults:
        raise InvalidInput(faults)
    prepared = _with_a_batch(dossier)
    home = batch or prepared.plan.batches[-1].key
    once = {visit.unit: visit for visits in reversed(issued) for visit in visits if visit.number == 1}
    returning = [unit for unit in units if unit in once]
    request = Adjustment(
        returns=tuple(Return(unit=unit) for unit in returning),
        additions=tuple(Visit(unit=unit, batch=home) for unit in units if unit not in once),
        transfers=tuple(Transfer(unit=unit, batch=home) for unit in returning if once[unit].batch != home),
    )
    return apply_adjustment(prepared, request, issued)


def without_target(dossier: PlanDossier, unit: str, number: int) -> PlanDossier:
    """Return the plan without that visit; raise InvalidInput where it has none such."""
    request = Adjustment(withdrawals=(Withdrawal(unit=unit, number=number),))
    return apply_adjustment(dossier, request)


def _unit_faults(dossier: PlanDossier, units: Sequence[str]) -> Iterator[Fault]:
    if not units:
        yield Fault(place="units", code="target.none")
    held = {visit.unit for visit in dossier.plan.visits}
    for index, key in enumerate(units):
        found = dossier.directory.get(key)
        if key in units[:index]:
            yield Fault(place="units", code="target.twice", found=found.name if found is not None else key)
        elif found is None or not found.exists_on(dossier.plan.directory_day()):
            yield Fault(place="units", code="change.unit_unknown", found=key)
        elif key in held:
            yield Fault(place="units", code="target.already_in", found=found.name)
        elif key == dossier.province.committee:
            yield Fault(place="units", code="target.is_committee", found=found.name)


def _batch_faults(dossier: PlanDossier, batch: str | None) -> Iterator[Fault]:
    if batch is not None and batch not in {each.key for each in dossier.plan.batches}:
        yield Fault(place="batch", code="change.batch_unknown", found=batch)


def _with_a_batch(dossier: PlanDossier) -> PlanDossier:
    """Return the plan with a team and a batch at least."""
    plan = dossier.plan
    if plan.batches:
        return dossier
    teams = plan.teams or (FIRST_TEAM,)
    first = Batch(
        key=_FIRST_BATCH_KEY,
        name=_FIRST_BATCH_NAME,
        team=teams[0].key,
        lead_agency=plan.lead_agencies[0] if plan.lead_agencies else None,
    )
    return replace(dossier, plan=replace(plan, teams=teams, batches=(first,)))
