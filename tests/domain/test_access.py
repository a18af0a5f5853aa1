"""Who may see and do what: by role and by the plan, at the time of the request."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from builders import UNITS, a_batch, a_dossier, a_plan, a_team, a_visit, a_window
from hypothesis import given
from hypothesis import strategies as st

from app.domain import access
from app.domain.access import Standing, standing_in
from app.domain.accounts import Account, AccountRole, RoleGrant
from app.domain.errors import NotAllowed, NotFound
from app.domain.plans import SelfInspectionRule
from app.domain.teams import Seat
from app.domain.visits import Manner

PLANNER = RoleGrant(role=AccountRole.PLANNER, province="tinh-a", agency="so-noi-vu")
LEADER = RoleGrant(role=AccountRole.LEADER, province="tinh-a", agency="so-noi-vu", person="ong-m")
MEMBER = RoleGrant(role=AccountRole.MEMBER, province="tinh-a", agency="so-tu-phap", person="ong-p")
UNIT = RoleGrant(role=AccountRole.UNIT, province="tinh-a", unit="so-y-te")
VIEWER = RoleGrant(role=AccountRole.VIEWER, province="tinh-a")
ADMINISTRATOR = RoleGrant(role=AccountRole.ADMINISTRATOR)
GRANTS = (PLANNER, LEADER, MEMBER, UNIT, VIEWER, ADMINISTRATOR)

WINDOW = a_window(date(2023, 8, 1), date(2023, 8, 4))
DOSSIER = a_dossier(
    a_plan(
        lead_agencies=("so-noi-vu", "so-tttt"),
        batches=(a_batch(),),
        teams=(a_team(Seat(key="s1", person="ong-p")),),
        visits=(a_visit("so-y-te", window=WINDOW), a_visit("ubnd-huyen-b", window=WINDOW)),
    )
)


def holding(*grants: RoleGrant) -> Account:
    return Account(id=1, login="a", name="A", grants=grants)


def standing(*grants: RoleGrant, dossier=DOSSIER) -> Standing:
    return standing_in(holding(*grants), dossier)


def test_a_planner_is_one_in_the_plans_that_the_own_agency_leads():
    assert standing(PLANNER) == Standing(is_planner=True)
    assert standing(replace(PLANNER, agency="so-tttt")) == Standing(is_planner=True)
    assert standing(replace(PLANNER, agency="so-y-te")).is_none


@pytest.mark.parametrize("grant", GRANTS[:-1])
def test_a_role_of_another_province_counts_for_nothing_though_its_keys_are_the_same(grant):
    assert standing(replace(grant, province="tinh-b")).is_none


def test_an_administrator_has_nothing_to_do_with_plans():
    assert standing(ADMINISTRATOR).is_none


def test_a_leader_heads_or_deputises_and_is_one_of_the_team():
    found = standing(LEADER)
    assert (found.is_leader, found.is_member, found.persons) == (True, True, frozenset({"ong-m"}))
    assert found.visited == {"so-y-te", "ubnd-huyen-b"}


def test_who_leads_without_the_role_of_a_leader_is_a_member():
    found = standing(replace(LEADER, role=AccountRole.MEMBER))
    assert (found.is_leader, found.is_member) == (False, True)


def test_who_has_the_role_of_a_leader_and_only_a_seat_is_a_member():
    found = standing(replace(MEMBER, role=AccountRole.LEADER))
    assert (found.is_leader, found.is_member) == (False, True)


def test_the_two_roles_of_one_person_count_whichever_was_given_first():
    as_member = replace(LEADER, role=AccountRole.MEMBER)
    assert standing(as_member, LEADER) == standing(LEADER, as_member) == standing(LEADER)


def test_a_person_who_has_moved_to_another_agency_is_no_longer_meant():
    assert standing(replace(MEMBER, agency="so-y-te")).is_none


def test_a_unit_that_is_visited_drawn_or_inspects_itself_has_a_part():
    drawn = a_dossier(a_plan(batches=(a_batch(),), teams=(a_team(),), visits=(
        a_visit("ubnd-huyen-b", window=WINDOW, communes=("00001",)),)))  # fmt: skip
    assert standing(UNIT).units == {"so-y-te"}
    assert standing(replace(UNIT, unit="00001"), dossier=drawn).units == {"00001"}
    own = a_dossier(replace(drawn.plan, self_inspection=SelfInspectionRule(kinds=("cơ quan chuyên môn",))))
    assert standing(UNIT, dossier=own).units == {"so-y-te"}
    assert standing(UNIT, dossier=drawn).is_none


def test_another_unit_under_the_same_key_is_not_meant():
    born = tuple(replace(u, since=date(2021, 1, 1)) if u.key == "so-y-te" else u for u in UNITS)
    again = a_dossier(DOSSIER.plan, units=born)
    assert standing(UNIT, dossier=again).is_none
    assert standing(replace(UNIT, unit_since=date(2021, 1, 1)), dossier=again).units == {"so-y-te"}


@pytest.mark.parametrize("fields", [{"manner": Manner.UNANNOUNCED}, {"is_reserve": True}])
def test_a_unit_learns_nothing_of_a_visit_that_is_not_announced_to_it(fields):
    plan = a_plan(batches=(a_batch(),), teams=(a_team(),), visits=(a_visit("so-y-te", window=WINDOW, **fields),))
    assert standing(UNIT, dossier=a_dossier(plan)).is_none


@given(st.sets(st.sampled_from(GRANTS)))
def test_a_closed_account_is_nothing_anywhere(grants):
    closed = replace(holding(*grants), disabled_at=datetime(2023, 1, 1, tzinfo=UTC))
    assert standing_in(closed, DOSSIER).is_none


@given(st.lists(st.sampled_from(GRANTS), unique=True), st.sampled_from(GRANTS))
def test_one_more_role_never_takes_anything_away(grants, more):
    def allowed(found: Standing) -> set[object]:
        rules = (access.can_see_draft, access.can_read_plan, access.can_change_plan, access.can_work_as_member)
        units = {unit.key for unit in UNITS if access.can_read_unit(found, unit.key)}
        return {rule for rule in rules if rule(found)} | units

    assert allowed(standing(*grants)) <= allowed(standing(*grants, more))


MAY = {
    # account: (draft, plan, change, own unit, other unit, as member)
    "planner": (PLANNER, (True, True, True, True, True, False)),
    "leader": (LEADER, (False, True, False, True, True, True)),
    "member": (MEMBER, (False, False, False, True, True, True)),
    "unit": (UNIT, (False, False, False, True, False, False)),
    "viewer": (VIEWER, (False, True, False, True, True, False)),
    "administrator": (ADMINISTRATOR, (False, False, False, False, False, False)),
}


@pytest.mark.parametrize("who", MAY)
def test_each_role_may_what_it_may_and_no_more(who):
    grant, wanted = MAY[who]
    found = standing(grant)
    assert wanted == (
        access.can_see_draft(found),
        access.can_read_plan(found),
        access.can_change_plan(found),
        access.can_read_unit(found, "so-y-te"),
        access.can_read_unit(found, "ubnd-huyen-b"),
        access.can_work_as_member(found),
    )


def refused(check, *arguments) -> str:
    try:
        check(*arguments)
    except (NotAllowed, NotFound) as error:
        return error.code
    return ""


def test_a_stranger_is_told_that_there_is_nothing_and_a_party_that_it_is_for_others():
    checks = (access.check_can_read_plan, access.check_can_change_plan)
    assert [refused(check, Standing()) for check in checks] == ["not_found", "not_found"]
    assert [refused(check, standing(UNIT)) for check in checks] == ["not_allowed", "not_allowed"]
    assert [refused(check, standing(PLANNER)) for check in checks] == ["", ""]


def test_a_unit_is_not_told_that_another_is_inspected():
    assert refused(access.check_can_read_unit, standing(UNIT), "ubnd-huyen-b") == "not_found"
    assert refused(access.check_can_read_unit, standing(UNIT), "so-y-te") == ""


FILES = {
    "decision": {"kind": "decision", "unit": None, "person": None},
    "submission": {"kind": "submission", "unit": None, "person": None},
    "assignment": {"kind": "assignment-notice", "unit": None, "person": None},
    "estimate": {"kind": "cost-estimate", "unit": None, "person": None},
    "own forms": {"kind": "forms", "unit": "so-y-te", "person": None},
    "others' forms": {"kind": "forms", "unit": "ubnd-huyen-b", "person": None},
    "own calendar": {"kind": "calendar", "unit": None, "person": "ong-p"},
    "other's calendar": {"kind": "calendar", "unit": None, "person": "ong-m"},
    "calendar": {"kind": "calendar", "unit": None, "person": None},
}


@pytest.mark.parametrize(
    ("grant", "wanted"),
    [
        (PLANNER, set(FILES)),
        (VIEWER, set(FILES)),
        (UNIT, {"decision", "own forms"}),
        (MEMBER, {"decision", "assignment", "own forms", "others' forms", "own calendar", "calendar"}),
        (ADMINISTRATOR, set()),
    ],
)
def test_each_downloads_the_files_that_are_for_them(grant, wanted):
    found = standing(grant)
    if found.is_none:
        assert refused(access.check_can_read_plan, found) == "not_found"
        return
    assert {name for name, facts in FILES.items() if access.can_read_file(found, **facts)} == wanted


def test_a_file_for_others_is_not_there():
    assert refused(lambda: access.check_can_read_file(standing(UNIT), path="x", **FILES["estimate"])) == "not_found"
    assert refused(lambda: access.check_can_read_file(standing(UNIT), path="x", **FILES["decision"])) == ""


@pytest.mark.parametrize(
    ("giver", "wanted"),
    [
        (ADMINISTRATOR, set(GRANTS)),
        (PLANNER, {PLANNER, LEADER, MEMBER, UNIT, VIEWER}),
        (replace(PLANNER, agency="so-tttt"), {LEADER, MEMBER, UNIT, VIEWER}),
        (replace(PLANNER, province="tinh-b"), set()),
        (LEADER, set()),
        (VIEWER, set()),
    ],
)
def test_a_role_is_given_by_those_above_it_alone(giver, wanted):
    assert {grant for grant in GRANTS if access.can_give(holding(giver), grant)} == wanted
    closed = replace(holding(giver), disabled_at=datetime(2023, 1, 1, tzinfo=UTC))
    assert [grant for grant in GRANTS if access.can_give(closed, grant)] == []


def test_administrators_and_planners_open_accounts():
    assert [access.can_invite(holding(grant)) for grant in GRANTS] == [True, False, False, False, False, True]
    assert refused(access.check_can_administer, holding(ADMINISTRATOR)) == ""
    assert refused(access.check_can_administer, holding(PLANNER)) == "not_allowed"
