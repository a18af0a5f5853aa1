"""Ai thấy gì của kế hoạch: planners the plan as it is drawn up, all others what was issued last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import count, islice
from typing import TYPE_CHECKING

from app.domain.access import Standing, can_read_plan, can_see_draft, can_work_as_member, standing_in
from app.domain.accounts import AccountRole
from app.domain.dossiers import PlanDossier
from app.domain.errors import NotFound
from app.domain.plans import PlanState
from app.services.releases import latest_release, release_dossier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.db.store import Store
    from app.domain.accounts import Account, RoleGrant
    from app.domain.listed_plans import ListedPlan

PLANS_A_PAGE = 20
MY_WORK = "/viec-cua-toi"
RECEIVED_NOTICES = "/thong-bao-den"
_READ_AT_ONCE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPlan:
    """Kế hoạch như một tài khoản thấy: `release` is the number of what is shown, None for one being drawn up."""

    dossier: PlanDossier
    standing: Standing
    release: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """Kế hoạch trong danh mục của một tài khoản: its planners see how it stands now, all others how it was issued last.

    `release`, `decision` ("1234/QĐ-UBND", "" unknown) and `decision_day` are those of what was issued last. `standing`
    is what the account is in the plan, as far as the list needs it.
    """

    key: str
    kind: str
    title: str
    year: int
    state: PlanState
    release: int | None
    decision: str
    decision_day: date | None
    standing: Standing

    @property
    def path(self) -> str:
        """The path to what the account has of the plan: the plan, the own page of a unit, or the own visits."""
        if can_read_plan(self.standing):
            return f"/ke-hoach/{self.key}"
        if self.standing.units:
            return f"/ke-hoach/{self.key}/don-vi/{min(self.standing.units)}"
        return MY_WORK


def plan_seen_by(store: Store, account: Account, key: str) -> SeenPlan:
    """Return the plan as the account sees it.

    Raises NotFound for an unknown plan, one with which the account has nothing to do, and, for all but its planners,
    one that was never issued: whether it is there is not told.
    """
    if account.holds(AccountRole.PLANNER):
        dossier = store.plans.dossier(key)
        standing = standing_in(account, dossier)
        if can_see_draft(standing):
            release = latest_release(store, key) if dossier.plan.is_issued else None
            return SeenPlan(dossier=dossier, standing=standing, release=release.number if release else None)
    seen = issued_seen_by(store, account, key)
    if seen is None:
        raise NotFound("plan", key)
    return seen


def plans_seen_by(
    store: Store, account: Account, *, offset: int = 0, limit: int = PLANS_A_PAGE
) -> tuple[PlanLine, ...]:
    """Return a part of the list of plans in which the account has a part, the newest year and plan first.

    What it costs does not grow with the plans that are not shown.
    """
    return tuple(islice(_lines(store, account), offset, offset + limit))


def plans_worked_in(store: Store, account: Account, *, limit: int = PLANS_A_PAGE) -> tuple[SeenPlan, ...]:
    """Return the newest plans whose last release gives the account visits of its own, each as it was issued."""
    roles = {AccountRole.LEADER, AccountRole.MEMBER}
    grants = tuple(grant for grant in account.grants if grant.role in roles)
    issued = (issued_seen_by(store, account, listed.key) for listed in _listed(store, grants))
    return tuple(islice((seen for seen in issued if seen is not None and can_work_as_member(seen.standing)), limit))


def start_of(store: Store, account: Account) -> str:
    """Return the path on which the account begins its work.

    A planner begins with the newest plan, whoever else has visits with those, a unit with its page in the newest plan.
    """
    works = account.holds(AccountRole.LEADER) or account.holds(AccountRole.MEMBER)
    if works and not account.holds(AccountRole.PLANNER):
        return MY_WORK
    newest = next(_lines(store, account), None)
    if newest is not None:
        return newest.path
    if account.holds(AccountRole.ADMINISTRATOR):
        return "/quan-tri/tai-khoan"
    # What a unit was withdrawn from it no longer sees: the notice that says so is all that is left for it.
    return RECEIVED_NOTICES if account.holds(AccountRole.UNIT) else "/tai-khoan"


def _lines(store: Store, account: Account) -> Iterator[PlanLine]:
    """Yield the lines of the list; a release is read only where the account may have no part in it, or see less."""
    for listed in _listed(store, account.grants):
        if listed.is_own:
            yield _line(listed, Standing(is_planner=True))
        elif listed.is_viewed and not listed.is_being_changed:
            yield _line(listed, Standing(is_viewer=True))
        else:
            seen = issued_seen_by(store, account, listed.key)
            if seen is not None:
                plan = seen.dossier.plan
                issued = replace(listed, kind=plan.kind, title=plan.title, year=plan.year, state=plan.state)
                yield _line(issued, seen.standing)


def _line(listed: ListedPlan, standing: Standing) -> PlanLine:
    return PlanLine(
        key=listed.key,
        kind=listed.kind,
        title=listed.title,
        year=listed.year,
        state=listed.state,
        release=listed.release,
        decision=listed.decision,
        decision_day=listed.decision_day,
        standing=standing,
    )


def _listed(store: Store, grants: tuple[RoleGrant, ...]) -> Iterator[ListedPlan]:
    for offset in count(0, _READ_AT_ONCE):
        found = store.plan_lists.concerning(grants, offset=offset, limit=_READ_AT_ONCE)
        yield from found
        if len(found) < _READ_AT_ONCE:
            return


def issued_seen_by(store: Store, account: Account, key: str) -> SeenPlan | None:
    """Return the plan as issued last, with what the account is in it; None when that is nothing."""
    release = latest_release(store, key)
    if release is None:
        return None
    dossier = _as_it_stands(store, release_dossier(store, key, release.number))
    standing = standing_in(account, dossier)
    return None if standing.is_none else SeenPlan(dossier=dossier, standing=standing, release=release.number)


def _as_it_stands(store: Store, issued: PlanDossier) -> PlanDossier:
    """Return what was issued, its plan as replaced or closed where it is by now: a release itself never changes."""
    state = store.plans.state(issued.plan.key)
    if not state.is_over:
        return issued
    return replace(issued, plan=replace(issued.plan, state=state))
