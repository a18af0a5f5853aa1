"""What roles may be tied to by a plan, and what they are tied to in words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from builders import PEOPLE, UNITS, a_batch, a_dossier, a_plan, a_team, a_visit

from app.db.store import open_reader, open_store
from app.domain.access import standing_in
from app.domain.accounts import Account, AccountRole, RoleGrant
from app.domain.plans import PlanState, SelfInspectionRule
from app.domain.teams import Role, Seat
from app.domain.visits import Manner
from app.services.role_choices import PLANS_TO_CHOOSE_FROM, plans_to_give_from, subjects_to_give, words_of


def holder(*grants, **fields):
    return Account(login="nguoi-giao", name="Người giao", grants=grants, **fields)


def a_role(role, **subject):
    return RoleGrant(role=role, province="tinh-a", **subject)


ADMINISTRATOR = holder(RoleGrant(role=AccountRole.ADMINISTRATOR))
PLANNER = holder(a_role(AccountRole.PLANNER, agency="so-noi-vu"))


def keys(account, dossier):
    return {role: [each.key for each in found] for role, found in subjects_to_give(account, dossier).items()}


def test_an_administrator_gives_all_that_the_plan_names():
    assert keys(ADMINISTRATOR, a_dossier()) == {
        AccountRole.ADMINISTRATOR: [""],
        AccountRole.PLANNER: ["so-noi-vu", "so-tttt"],
        AccountRole.LEADER: ["ong-m", "ba-n"],
        AccountRole.MEMBER: ["ong-m", "ba-n", "ong-p"],
        AccountRole.UNIT: ["so-y-te"],
        AccountRole.VIEWER: [""],
    }


def test_a_planner_gives_the_own_agency_and_no_administration():
    found = keys(PLANNER, a_dossier())
    assert AccountRole.ADMINISTRATOR not in found
    assert found[AccountRole.PLANNER] == ["so-noi-vu"]


@pytest.mark.parametrize(
    "account",
    [
        holder(a_role(AccountRole.VIEWER)),
        holder(replace(PLANNER.grants[0], province="tinh-b")),
        replace(PLANNER, disabled_at=datetime(2023, 7, 1, tzinfo=UTC)),
    ],
)
def test_others_give_nothing(account):
    assert keys(account, a_dossier()) == {}


def test_without_a_plan_only_administration_can_be_given():
    assert keys(ADMINISTRATOR, None) == {AccountRole.ADMINISTRATOR: [""]}
    assert keys(PLANNER, None) == {}


def test_a_unit_that_must_not_know_of_its_visit_is_not_offered():
    visits = (a_visit(manner=Manner.UNANNOUNCED), a_visit("so-tu-phap", is_reserve=True))
    assert AccountRole.UNIT not in keys(PLANNER, a_dossier(a_plan(visits=visits)))


def test_units_that_inspect_themselves_and_drawn_ones_are_offered():
    rule = SelfInspectionRule(kinds=("cơ quan chuyên môn",))
    plan = a_plan(visits=(a_visit("ubnd-huyen-b", communes=("00001",)),), self_inspection=rule)
    found = keys(PLANNER, a_dossier(plan))[AccountRole.UNIT]
    assert found == ["ubnd-huyen-b", "00001", "so-noi-vu", "so-tttt", "so-y-te", "so-tu-phap"]


def test_every_role_that_is_offered_gives_a_standing():
    team = a_team(Seat(key="ong-p", role=Role.MEMBER, person="ong-p"), Seat(key="trong", role=Role.MEMBER, office="Sở"))
    dossier = a_dossier(a_plan(teams=(team,), batches=(a_batch(deputies=()),)))
    offered = subjects_to_give(ADMINISTRATOR, dossier)
    grants = [each.grant for role, found in offered.items() if role != AccountRole.ADMINISTRATOR for each in found]
    assert [grant for grant in grants if standing_in(holder(grant), dossier).is_none] == []
    assert [each.key for each in offered[AccountRole.LEADER]] == ["ong-m"]


def test_roles_are_told_in_words_and_what_was_lost_by_its_key(engine, written_by):
    dossier = a_dossier(a_plan(state=PlanState.ISSUED))
    other = replace(UNITS[3], name="Sở Y tế mới", since=date(2024, 1, 1))
    with open_store(engine) as store:
        store.provinces.add(dossier.province, **written_by)
        store.directory.add("tinh-a", (*dossier.units, other), **written_by)
        store.plans.add(dossier, **written_by)
        newer = a_plan(key="tinh-a-2024", year=2024, state=PlanState.ISSUED)
        store.plans.add(a_dossier(newer, people=(replace(PEOPLE[0], name="Mai"), *PEOPLE[1:])), **written_by)
    grants = (
        a_role(AccountRole.UNIT, unit="so-y-te", unit_since=date(2024, 1, 1)),
        a_role(AccountRole.UNIT, unit="so-y-te"),
        a_role(AccountRole.LEADER, person="ong-m", agency="so-noi-vu"),
        a_role(AccountRole.MEMBER, person="khong-con", agency="so-cu"),
        a_role(AccountRole.VIEWER),
        RoleGrant(role=AccountRole.VIEWER, province="tinh-cu"),
        RoleGrant(role=AccountRole.ADMINISTRATOR),
    )
    with open_reader(engine) as store:
        told = [(each.grant, each.subject, each.province) for each in words_of(store, grants)]
    assert told == [
        (grants[0], "Sở Y tế mới", "Tỉnh A"),
        (grants[1], "Sở Y tế", "Tỉnh A"),
        (grants[2], "Ông Mai, Sở Nội vụ", "Tỉnh A"),
        (grants[3], "khong-con, so-cu", "Tỉnh A"),
        (grants[4], "", "Tỉnh A"),
        (grants[5], "", "tinh-cu"),
        (grants[6], "", ""),
    ]


def test_the_newest_plans_are_those_to_give_roles_by(engine, written_by):
    with open_store(engine) as store:
        dossier = a_dossier()
        store.provinces.add(dossier.province, **written_by)
        store.directory.add("tinh-a", dossier.units, **written_by)
        for year in range(1980, 1980 + PLANS_TO_CHOOSE_FROM + 2):
            store.plans.add(a_dossier(a_plan(key=f"ke-hoach-{year}", year=year)), **written_by)
    wanted = [f"ke-hoach-{year}" for year in range(2021, 1981, -1)]
    stranger = holder(a_role(AccountRole.PLANNER, agency="so-y-te"))
    with open_reader(engine) as store:
        found = {
            who: [plan.key for plan in plans_to_give_from(store, who)] for who in (ADMINISTRATOR, PLANNER, stranger)
        }
    assert found == {ADMINISTRATOR: wanted, PLANNER: wanted, stranger: []}
