"""Đưa kết quả chọn vào kế hoạch: units drawn of a cluster or class become targets of the plan, and stop being some."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.adjusting import apply_adjustment
from app.domain.adjustments import Adjustment, Withdrawal
from app.domain.draws.drawn_pools import standing_of, unit_keys
from app.domain.draws.draws import PoolKind
from app.domain.errors import Fault, InvalidInput, Refused
from app.domain.targets import with_targets
from app.domain.vietnamese import clean, two_digits
from app.domain.visits import Quota, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.dossiers import PlanDossier
    from app.domain.draws.drawn_pools import DrawnPool
    from app.domain.plans import Plan

LONGEST_WORDING = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRequest:
    """Yêu cầu đưa vào kế hoạch: the batch of the new targets, None for the plan's last; what is still to be named.

    `withdrawn` are keys of units that are no longer drawn and shall no longer be inspected. `rest` is how the class
    reads once the drawn units stand in the plan by name, where more of it are still to be named.
    """

    batch: str | None = None
    withdrawn: tuple[str, ...] = ()
    rest: str = ""


def with_drawn_targets(
    dossier: PlanDossier, pool: DrawnPool, request: TargetRequest, issued: Sequence[tuple[Visit, ...]] = ()
) -> PlanDossier:
    """Return the plan with what was drawn of a cluster or class among its targets.

    A unit in the place of one that is withdrawn takes its batch and time; others have the time of their class, else
    none. Of a class only what is still to be named stays; what is withdrawn after an annulment is to be named again.
    `issued` as for `with_targets`. Raise Refused `draw.is_in_plan` where plan and result agree, InvalidInput with
    faults at `batch`, `withdrawn`, `rest`, `units`.
    """
    standing = standing_of(dossier, pool)
    if not standing.missing and not standing.gone:
        raise Refused("draw.is_in_plan", unit=pool.name)
    quota = next((each for each in dossier.plan.quotas if each.key == pool.key), None)
    faults = [
        Fault(place="withdrawn", code="draw.not_gone", found=k) for k in request.withdrawn if k not in standing.gone
    ]
    faults += _rest_faults(quota, len(standing.missing), request.rest)
    if faults:
        raise InvalidInput(faults)
    leaving = tuple(visit for visit in dossier.plan.visits if visit.unit in request.withdrawn)
    made = _withdrawn(dossier, leaving)
    if standing.missing:
        made = _added(made, standing.missing, request.batch or (quota.batch if quota else None), issued)
        made = _timed(made, standing.missing, quota, _predecessors(dossier, pool, leaving))
    plan = made.plan
    if quota is not None:
        plan = replace(plan, quotas=tuple(_left(plan.quotas, quota, len(standing.missing), request.rest)))
    if pool.kind == PoolKind.QUOTA and not pool.is_standing:
        plan = _with_class_again(plan, pool, leaving, made)
    return replace(made, plan=plan)


def _rest_faults(quota: Quota | None, named: int, rest: str) -> Iterable[Fault]:
    if quota is None or quota.count is None or not 0 < named < quota.count:
        return
    left = two_digits(quota.count - named)
    if not clean(rest):
        yield Fault(place="rest", code="draw.rest_missing", found=left)
    elif len(rest) > LONGEST_WORDING:
        yield Fault(place="rest", code="form.too_long", found=f"{len(rest)}", wanted=f"{LONGEST_WORDING}")


def _withdrawn(dossier: PlanDossier, visits: Iterable[Visit]) -> PlanDossier:
    withdrawals = tuple(Withdrawal(unit=visit.unit, number=visit.number) for visit in visits)
    return apply_adjustment(dossier, Adjustment(withdrawals=withdrawals)) if withdrawals else dossier


def _added(
    dossier: PlanDossier, units: Sequence[str], batch: str | None, issued: Sequence[tuple[Visit, ...]]
) -> PlanDossier:
    """Return the plan with these units as targets; reserve targets that were drawn are firm from now on."""
    reserves = {visit.unit for visit in dossier.plan.visits if visit.is_reserve}
    visits = tuple(
        replace(visit, is_reserve=False) if visit.is_reserve and visit.unit in units else visit
        for visit in dossier.plan.visits
    )
    prepared = replace(dossier, plan=replace(dossier.plan, visits=visits))
    others = [unit for unit in units if unit not in reserves]
    return with_targets(prepared, others, batch, issued) if others else prepared


def _predecessors(dossier: PlanDossier, pool: DrawnPool, leaving: Sequence[Visit]) -> dict[str, Visit]:
    """Return for each unit drawn that took the place of one now withdrawn the visit of that one."""
    keys = unit_keys(dossier, pool.day)
    first = {visit.unit: visit for visit in reversed(leaving)}
    found = {}
    for place in pool.places if pool.is_standing else ():
        *former, last = (keys.get(code, code) for code in place)
        visits = [first[key] for key in former if key in first]
        if visits:
            found[last] = visits[-1]
    return found


def _timed(
    dossier: PlanDossier, units: Sequence[str], quota: Quota | None, predecessors: dict[str, Visit]
) -> PlanDossier:
    def timed(visit: Visit) -> Visit:
        if visit.unit not in units or visit.window is not None or visit.loose is not None:
            return visit
        before = predecessors.get(visit.unit)
        if before is not None:
            return replace(visit, batch=before.batch, window=before.window, loose=before.loose)
        return replace(visit, loose=quota.loose) if quota is not None else visit

    return replace(dossier, plan=replace(dossier.plan, visits=tuple(map(timed, dossier.plan.visits))))


def _left(quotas: Iterable[Quota], quota: Quota, named: int, rest: str) -> Iterable[Quota]:
    """Yield the classes with what is still to be named of the one that was drawn of."""
    for each in quotas:
        if each.key != quota.key or each.count is None or not named:
            yield each
        elif named < each.count:
            yield replace(each, count=each.count - named, wording=clean(rest))


def _with_class_again(plan: Plan, pool: DrawnPool, withdrawn: tuple[Visit, ...], dossier: PlanDossier) -> Plan:
    """Return the plan with as many of the class to be named again as were withdrawn when their draw was annulled."""
    if not withdrawn:
        return plan
    gone = {visit.unit for visit in withdrawn}
    present = next((quota for quota in plan.quotas if quota.key == pool.key), None)
    if present is not None:
        count = (present.count or 0) + len(gone)
        again = replace(present, count=count, wording=pool.name)
        return replace(plan, quotas=tuple(again if each.key == pool.key else each for each in plan.quotas))
    units = [unit for unit in dossier.units if unit.exists_on(pool.day) and unit.key in gone]
    levels, kinds = {unit.level for unit in units}, dict.fromkeys(unit.kind for unit in units)
    again = Quota(
        key=pool.key,
        wording=pool.name,
        batch=withdrawn[0].batch,
        count=len(gone),
        level=levels.pop() if len(levels) == 1 else None,
        kinds=tuple(kinds),
        loose=withdrawn[0].loose,
    )
    return replace(plan, quotas=(*plan.quotas, again))
