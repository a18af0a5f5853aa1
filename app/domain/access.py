"""Quyền truy cập: what an account may see and do, decided by its roles and by the plan at the time of the request.

Every rule is one function here; pages, addresses of calendars and the API ask it. `can_x` says, `check_can_x` raises
NotAllowed, or NotFound where the account is not to know that there is such a thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.accounts import AccountRole, RoleGrant
from app.domain.change_notices import Recipient, RecipientKind
from app.domain.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.accounts import Account
    from app.domain.dossiers import PlanDossier
    from app.domain.plans import Plan
    from app.domain.visits import Visit

PLAN_READERS = "plan_readers"
"""The audience named when a page of the plan is refused; the sentence is in `templates/sentences/access.toml`."""
PLANNERS = "planners"
PLAN_LEADERS = "plan_leaders"
ADMINISTRATORS = "administrators"

_FOR_ALL_PARTIES = frozenset({"decision", "amending-decision", "plan"})
_FOR_THE_TEAM = frozenset({"assignment-notice", "calendar"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Tư cách của một tài khoản trong một kế hoạch.

    `persons` are the people of the plan who the account is, `units` the bodies it speaks for, `visited` the units of
    the visits that its persons take part in.
    """

    is_planner: bool = False
    is_leader: bool = False
    is_member: bool = False
    is_viewer: bool = False
    persons: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    visited: frozenset[str] = frozenset()

    @property
    def is_none(self) -> bool:
        """Say whether the account has nothing to do with the plan."""
        return self == Standing()


def standing_in(account: Account, dossier: PlanDossier) -> Standing:
    """Return what the account is in the plan; an account that is closed is nothing anywhere."""
    if account.is_disabled:
        return Standing()
    grants = [grant for grant in account.grants if grant.province == dossier.plan.province]
    own = [(grant.person, grant.role) for grant in grants if grant.person and _names_person(grant, dossier)]
    visits = {person: dossier.visits_of_person(person) for person, _ in own}
    leaders = _leaders(dossier)
    return Standing(
        is_planner=can_draw_up(account, dossier.plan),
        is_leader=any(role == AccountRole.LEADER and person in leaders for person, role in own),
        is_member=bool(visits),
        is_viewer=any(grant.role == AccountRole.VIEWER for grant in grants),
        persons=frozenset(visits),
        units=frozenset(grant.unit for grant in grants if grant.unit is not None and _names_unit(grant, dossier)),
        visited=frozenset(visit.unit for entries in visits.values() for visit, _ in entries),
    )


def can_draw_up(account: Account, plan: Plan) -> bool:
    """Say whether a plan is the account's to draw up: it plans for one of the agencies that do, in that province."""
    return not account.is_disabled and any(
        grant.role == AccountRole.PLANNER
        and (grant.province, grant.agency) in {(plan.province, agency) for agency in plan.planning_agencies}
        for grant in account.grants
    )


def can_begin_plans(account: Account) -> bool:
    """Say whether the account may begin a new plan, of its own agency: whoever plans for one."""
    return not account.is_disabled and account.holds(AccountRole.PLANNER)


def can_see_draft(standing: Standing) -> bool:
    """Say whether the account sees the plan as it is being drawn up; all others see what was issued last."""
    return standing.is_planner


def can_read_plan(standing: Standing) -> bool:
    """Say whether the account reads the plan's own pages: overview, schedule, team, papers."""
    return standing.is_planner or standing.is_leader or standing.is_viewer


def can_change_plan(standing: Standing) -> bool:
    """Say whether the account draws up, issues and adjusts the plan."""
    return standing.is_planner


def can_read_unit(standing: Standing, unit: str) -> bool:
    """Say whether the account reads the page of a unit: readers of the plan, the unit itself, those who visit it."""
    return can_read_plan(standing) or unit in standing.units or unit in standing.visited


def can_read_file(
    standing: Standing, *, kind: str, unit: str | None, person: str | None, is_announced: bool = True
) -> bool:
    """Say whether the account downloads a file of the plan's set.

    `kind` is the file's; `unit` the unit and `person` the member it is made for, None for one of the plan as a whole;
    not `is_announced` is one for a visit of which the unit itself must learn nothing.
    The decision goes to all whom it concerns, the assignment of parts to the team, an estimate to those who plan.
    """
    if can_read_plan(standing):
        return True
    if unit is not None:
        return unit in standing.visited or (is_announced and unit in standing.units)
    if person is not None:
        return person in standing.persons
    return kind in _FOR_ALL_PARTIES or (standing.is_member and kind in _FOR_THE_TEAM)


def can_work_as_member(standing: Standing) -> bool:
    """Say whether the account has visits of its own in the plan."""
    return standing.is_member


def can_send_notices(standing: Standing) -> bool:
    """Say whether the account sees whom a release affects, and sends them the notices: who changes the plan."""
    return can_change_plan(standing)


def recipients_of_account(account: Account) -> tuple[tuple[str, Recipient], ...]:
    """Return whose notices may be the account's, each with the province of the plans: its units and persons.

    `can_receive_notice` says of a notice whether it is.
    """
    if account.is_disabled:
        return ()
    found = [(grant.province, _recipient(grant)) for grant in account.grants]
    pairs = ((province, recipient) for province, recipient in found if province is not None and recipient is not None)
    return tuple(dict.fromkeys(pairs))


def can_receive_notice(account: Account, recipient: Recipient, told: Iterable[PlanDossier]) -> bool:
    """Say whether the account reads a notice sent to that recipient, and confirms it.

    `told` is the plan as the notice found it and as it left it: who is cancelled is named in the former alone. As
    everywhere, a person counts while of the same agency, a unit while it is the very one of the grant.
    """
    if account.is_disabled:
        return False
    own = [grant for grant in account.grants if _recipient(grant) == recipient]
    return any(
        dossier.plan.province == grant.province
        and (_is_unit_of(grant, dossier) if recipient.kind == RecipientKind.UNIT else _names_person(grant, dossier))
        for dossier in told
        for grant in own
    )


def check_can_receive_notice(account: Account, recipient: Recipient, told: Iterable[PlanDossier]) -> None:
    """Raise NotFound for a notice to somebody else: whether there is one is not told."""
    if not can_receive_notice(account, recipient, told):
        raise NotFound("notice", "")


def check_can_read_plan(standing: Standing) -> None:
    """Raise NotFound when the account has nothing to do with the plan, NotAllowed when it may not read its pages."""
    _refuse_stranger(standing)
    if not can_read_plan(standing):
        raise NotAllowed(PLAN_READERS)


def check_can_change_plan(standing: Standing) -> None:
    """Raise NotFound when the account has nothing to do with the plan, NotAllowed when it may not change it."""
    _refuse_stranger(standing)
    if not can_change_plan(standing):
        raise NotAllowed(PLANNERS)


def check_can_lead_plan(standing: Standing) -> None:
    """Raise NotFound when the account has nothing to do with the plan, NotAllowed when it neither plans nor leads."""
    _refuse_stranger(standing)
    if not (standing.is_planner or standing.is_leader):
        raise NotAllowed(PLAN_LEADERS)


def check_can_read_unit(standing: Standing, unit: str) -> None:
    """Raise NotFound for a unit that the account is not to see: whether there is such a unit is not told."""
    if not can_read_unit(standing, unit):
        raise NotFound("visit", unit)


def check_can_read_file(
    standing: Standing, *, kind: str, unit: str | None, person: str | None, is_announced: bool = True, path: str
) -> None:
    """Raise NotFound for a file that is not for the account: whether there is such a file is not told."""
    if not can_read_file(standing, kind=kind, unit=unit, person=person, is_announced=is_announced):
        raise NotFound("file", path)


def check_can_begin_plans(account: Account) -> None:
    """Raise NotAllowed when the account plans for no agency."""
    if not can_begin_plans(account):
        raise NotAllowed(PLANNERS)


def check_can_administer(account: Account) -> None:
    """Raise NotAllowed when the account does not administer the service."""
    if not account.holds(AccountRole.ADMINISTRATOR):
        raise NotAllowed(ADMINISTRATORS)


def can_invite(account: Account) -> bool:
    """Say whether the account may open accounts for others at all."""
    return account.holds(AccountRole.ADMINISTRATOR) or account.holds(AccountRole.PLANNER)


def can_give(account: Account, grant: RoleGrant) -> bool:
    """Say whether the account may give, or take back, that role.

    An administrator any; a planner those of leaders, members, units and viewers in the province of the plans drawn up,
    and planners of the own agency.
    """
    if account.is_disabled:
        return False
    if account.holds(AccountRole.ADMINISTRATOR):
        return True
    own = [each for each in account.grants if each.role == AccountRole.PLANNER and each.province == grant.province]
    if grant.role == AccountRole.PLANNER:
        return any(each.agency == grant.agency for each in own)
    return bool(own) and grant.role != AccountRole.ADMINISTRATOR


def _refuse_stranger(standing: Standing) -> None:
    if standing.is_none:
        raise NotFound("plan", "")


def _names_person(grant: RoleGrant, dossier: PlanDossier) -> bool:
    if grant.role not in {AccountRole.LEADER, AccountRole.MEMBER}:
        return False
    return any((person.key, person.agency) == (grant.person, grant.agency) for person in dossier.named_people())


def _recipient(grant: RoleGrant) -> Recipient | None:
    if grant.role == AccountRole.UNIT and grant.unit is not None:
        return Recipient(kind=RecipientKind.UNIT, key=grant.unit)
    if grant.role in {AccountRole.LEADER, AccountRole.MEMBER} and grant.person is not None:
        return Recipient(kind=RecipientKind.PERSON, key=grant.person)
    return None


def _is_unit_of(grant: RoleGrant, dossier: PlanDossier) -> bool:
    """Say whether the unit of the grant is the one that the plan sees under its key or code."""
    found = dossier.directory.get(grant.unit or "")
    return found is not None and found.since == grant.unit_since


def _names_unit(grant: RoleGrant, dossier: PlanDossier) -> bool:
    """Say whether the plan has to do with the very unit of the grant, not with another of the same key or code."""
    if grant.role != AccountRole.UNIT or grant.unit is None:
        return False
    if not _is_unit_of(grant, dossier):
        return False
    concerned = {key for visit in dossier.plan.visits for key in _concerned(visit)}
    return grant.unit in concerned or any(unit.key == grant.unit for unit in dossier.self_inspecting_units())


def _concerned(visit: Visit) -> tuple[str, ...]:
    """Return the units that may know of a visit."""
    return (visit.unit, *visit.communes) if visit.is_announced else ()


def _leaders(dossier: PlanDossier) -> frozenset[str]:
    """Return the people who lead a batch or a visit, or stand in for who does."""
    batches = {key for batch in dossier.plan.batches for key in (batch.head, *batch.deputies) if key}
    return frozenset(batches | {visit.head for visit in dossier.plan.visits if visit.head})
