"""Which plans may concern the holder of a role: by columns alone, none missed, and nothing scanned but in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from builders import a_dossier, a_plan, a_visit
from sqlalchemy import event
from storing import put

from app.db.store import Store, open_reader, open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.plans import PlanState, SelfInspectionRule
from app.domain.teams import Team

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.domain.dossiers import PlanDossier

PLANNER, OTHER_PLANNER, VIEWER, OTHER_VIEWER, MEMBER, STRANGER, UNIT, COMMUNE, DEPARTMENT = (
    RoleGrant(role=AccountRole.PLANNER, province="tinh-a", agency="so-noi-vu"),
    RoleGrant(role=AccountRole.PLANNER, province="tinh-a", agency="so-noi"),
    RoleGrant(role=AccountRole.VIEWER, province="tinh-a"),
    RoleGrant(role=AccountRole.VIEWER, province="tinh-b"),
    RoleGrant(role=AccountRole.MEMBER, province="tinh-a", agency="so-tu-phap", person="ong-p"),
    RoleGrant(role=AccountRole.MEMBER, province="tinh-a", agency="so-tu-phap", person="ong-x"),
    RoleGrant(role=AccountRole.UNIT, province="tinh-a", unit="so-y-te"),
    RoleGrant(role=AccountRole.UNIT, province="tinh-a", unit="00001"),
    RoleGrant(role=AccountRole.UNIT, province="tinh-a", unit="so-tttt"),
)
EMPTY_TEAM = Team(key="doan", name="Đoàn kiểm tra")
ADMINISTRATOR = RoleGrant(role=AccountRole.ADMINISTRATOR)


def add(store: Store, dossier: PlanDossier, written_by: dict[str, Any], releases: int) -> None:
    key = dossier.plan.key
    if key == "a":
        put(store, dossier, written_by)
    else:
        store.plans.add(dossier, **written_by)
    for number in range(1, releases + 1):
        store.releases.add(
            key,
            decision_number=f"{number}/QĐ-UBND",
            decision_day=dossier.plan.changed_on,
            issued_by=None,
            content="{}",
            **written_by,
        )


@pytest.fixture
def stored(engine: Engine, written_by: dict[str, Any]) -> Engine:
    """An issued plan, one issued twice that is being changed, a draft, and one with a duty to inspect oneself."""
    issued = {"state": PlanState.ISSUED}
    with open_store(engine) as store:
        add(store, a_dossier(a_plan(key="a", year=2021, **issued)), written_by, 1)
        changing = a_plan(
            key="b", year=2022, visits=(a_visit("ubnd-huyen-b", communes=("00001",)),), teams=(EMPTY_TEAM,)
        )
        add(store, a_dossier(changing, people=a_dossier().people[:2]), written_by, 2)
        add(store, a_dossier(a_plan(key="c", year=2023)), written_by, 0)
        duty = SelfInspectionRule(kinds=("cơ quan chuyên môn",))
        plan = a_plan(key="d", year=2024, visits=(a_visit("ubnd-huyen-b"),), self_inspection=duty, **issued)
        add(store, a_dossier(plan), written_by, 1)
    return engine


def keys(engine: Engine, *grants: RoleGrant, offset: int = 0, limit: int = 9) -> list[str]:
    with open_reader(engine) as store:
        return [listed.key for listed in store.plan_lists.concerning(grants, offset=offset, limit=limit)]


def test_each_role_is_given_the_plans_that_may_concern_it_the_newest_first(stored: Engine):
    assert {
        "planner": keys(stored, PLANNER),
        "other planner": keys(stored, OTHER_PLANNER),
        "viewer": keys(stored, VIEWER),
        "other viewer": keys(stored, OTHER_VIEWER),
        "member": keys(stored, MEMBER),
        "stranger": keys(stored, STRANGER),
        "unit": keys(stored, UNIT),
        "commune": keys(stored, COMMUNE),
        "department": keys(stored, DEPARTMENT),
        "administrator": keys(stored, ADMINISTRATOR),
        "nobody": keys(stored),
    } == {
        "planner": ["d", "c", "b", "a"],
        "other planner": [],
        "viewer": ["d", "b", "a"],
        "other viewer": [],
        "member": ["d", "b", "a"],
        "stranger": ["b"],
        "unit": ["d", "b", "a"],
        "commune": ["d", "b"],
        "department": ["d", "b"],
        "administrator": [],
        "nobody": [],
    }


def test_several_roles_together_give_each_plan_once(stored: Engine):
    assert keys(stored, PLANNER, VIEWER, MEMBER, UNIT) == ["d", "c", "b", "a"]
    assert keys(stored, PLANNER, offset=1, limit=2) == ["c", "b"]


def test_a_line_tells_the_working_copy_and_the_last_release(stored: Engine):
    with open_reader(stored) as store:
        found = store.plan_lists.concerning([PLANNER, OTHER_VIEWER], offset=0, limit=9)
    assert [(each.state, each.release, each.decision, each.is_own, each.is_viewed) for each in found] == [
        (PlanState.ISSUED, 1, "1/QĐ-UBND", True, False),
        (PlanState.DRAFT, None, "", True, False),
        (PlanState.DRAFT, 2, "2/QĐ-UBND", True, False),
        (PlanState.ISSUED, 1, "1/QĐ-UBND", True, False),
    ]
    assert [each.is_being_changed for each in found] == [False, True, True, False]


@pytest.mark.parametrize("grants", [(PLANNER,), (VIEWER,), (MEMBER,), (UNIT,), (PLANNER, VIEWER, MEMBER, UNIT)])
def test_plans_are_gone_through_in_the_order_of_the_list_and_nothing_is_sorted(
    sqlite_engine: Engine, grants: tuple[RoleGrant, ...]
):
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        asked.append((statement, parameters))

    event.listen(sqlite_engine, "before_cursor_execute", note)
    keys(sqlite_engine, *grants)
    event.remove(sqlite_engine, "before_cursor_execute", note)
    ((statement, parameters),) = [(text, values) for text, values in asked if text.startswith("SELECT")]
    with sqlite_engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row.detail for row in plan if "SUBQUERY" not in row.detail]
    assert steps[0] == "SEARCH plan USING INDEX ix_plan_province_year_id (province=?)"
    assert [step for step in steps[1:] if not step.startswith("SEARCH")] == []
