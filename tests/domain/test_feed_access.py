"""Who may have which calendar of a plan, by role and plan, at each fetch."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from builders import UNITS, a_batch, a_dossier, a_plan, a_team, a_visit, before

from app.domain.accounts import Account, AccountRole, RoleGrant
from app.domain.feed_access import can_have_feed
from app.domain.feed_grants import FeedKind
from app.domain.plans import SelfInspectionRule
from app.domain.teams import Seat
from app.domain.visits import Manner

DOSSIER = a_dossier(
    a_plan(self_inspection=SelfInspectionRule(kinds=("cơ quan chuyên môn",), deadline=before(date(2023, 11, 30))))
)
SUBJECTS = {
    FeedKind.PLAN: (None,),
    FeedKind.PUBLIC: (None,),
    FeedKind.UNIT: ("so-y-te", "so-tu-phap"),
    FeedKind.PERSON: ("ong-m", "ong-p"),
}


def an_account(role, **fields):
    grant = RoleGrant(role=role, **{"province": "tinh-a", **fields})
    return Account(login="a", name="A", grants=(grant,), can_sign_in=True, id=1)


PLANNER = an_account(AccountRole.PLANNER, agency="so-noi-vu")
LEADER = an_account(AccountRole.LEADER, agency="so-noi-vu", person="ong-m")
MEMBER = an_account(AccountRole.MEMBER, agency="so-tu-phap", person="ong-p")
VISITED = an_account(AccountRole.UNIT, unit="so-y-te")
SELF_INSPECTING = an_account(AccountRole.UNIT, unit="so-tu-phap")
VIEWER = an_account(AccountRole.VIEWER)
STRANGER = an_account(AccountRole.VIEWER, province="tinh-khac")
ADMINISTRATOR = an_account(AccountRole.ADMINISTRATOR, province=None)
ALL = {(kind, subject) for kind, subjects in SUBJECTS.items() for subject in subjects}


def allowed(account, dossier=DOSSIER, **fields):
    return {
        (k, s) for k, subjects in SUBJECTS.items() for s in subjects if can_have_feed(account, dossier, k, s, **fields)
    }


@pytest.mark.parametrize(
    ("account", "feeds"),
    [
        (PLANNER, ALL),
        (LEADER, ALL),
        (VIEWER, ALL),
        (
            MEMBER,
            {
                (FeedKind.PLAN, None),
                (FeedKind.PUBLIC, None),
                (FeedKind.UNIT, "so-y-te"),
                (FeedKind.PERSON, "ong-p"),
            },
        ),
        (VISITED, {(FeedKind.PUBLIC, None), (FeedKind.UNIT, "so-y-te")}),
        (SELF_INSPECTING, {(FeedKind.PUBLIC, None), (FeedKind.UNIT, "so-tu-phap")}),
        (STRANGER, set()),
        (ADMINISTRATOR, set()),
    ],
    ids=["planner", "leader", "viewer", "member", "visited", "self-inspecting", "stranger", "administrator"],
)
def test_each_role_has_the_calendars_that_it_may_read(account, feeds):
    assert allowed(account) == feeds


@pytest.mark.parametrize("account", [PLANNER, LEADER, MEMBER, VISITED, VIEWER])
def test_a_draft_is_for_planners_alone(account):
    assert allowed(account, shows_draft=True) == (ALL if account is PLANNER else set())


@pytest.mark.parametrize("account", [PLANNER, LEADER, MEMBER, VISITED, VIEWER])
def test_a_closed_account_has_none(account):
    assert allowed(replace(account, disabled_at=datetime(2023, 7, 1, tzinfo=UTC))) == set()


@pytest.mark.parametrize("account", [PLANNER, LEADER, MEMBER, VISITED, VIEWER])
def test_an_account_whose_roles_were_taken_back_has_none(account):
    assert allowed(replace(account, grants=())) == set()


def test_somebody_whom_the_plan_names_no_more_keeps_their_own_calendar_alone():
    without_p = a_dossier(a_plan(teams=(a_team(Seat(key="x", office="Đại diện")),)))
    assert allowed(MEMBER, without_p) == {(FeedKind.PERSON, "ong-p")}


def test_somebody_who_moved_to_another_agency_loses_their_calendar():
    moved = replace(MEMBER, grants=(replace(MEMBER.grants[0], agency="so-tttt"),))
    assert allowed(moved) == set()


def test_a_unit_that_is_visited_no_more_keeps_its_own_calendar_alone():
    elsewhere = a_dossier(a_plan(visits=(a_visit("so-tu-phap"),)))
    assert allowed(VISITED, elsewhere) == {(FeedKind.UNIT, "so-y-te")}


def test_a_unit_that_bears_the_key_of_a_former_one_does_not_get_its_calendar():
    since = tuple(replace(unit, since=date(2022, 1, 1)) if unit.key == "so-y-te" else unit for unit in UNITS)
    assert allowed(VISITED, a_dossier(units=since)) == set()


def test_an_unannounced_visit_is_no_reason_for_the_calendar_of_a_unit_to_end():
    hidden = a_dossier(a_plan(visits=(a_visit(manner=Manner.UNANNOUNCED),)))
    assert allowed(VISITED, hidden) == {(FeedKind.UNIT, "so-y-te")}


def test_a_new_head_has_the_whole_plan_and_the_former_one_what_is_left_of_their_own():
    dossier = a_dossier(a_plan(batches=(a_batch(head="ba-n", deputies=()),)))
    assert allowed(LEADER, dossier) == {(FeedKind.PERSON, "ong-m")}
    successor = an_account(AccountRole.LEADER, agency="so-tttt", person="ba-n")
    assert allowed(successor, dossier) == ALL
