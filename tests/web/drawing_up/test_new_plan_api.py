"""The API of drawing up: the same use cases as on the pages, in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from web.drawn_plans import is_there, plan_of
from web.seeded import FOUNDING

from app.db.store import open_reader
from app.domain.plan_facts import Section, facts_of
from app.services.plan_exchange import export_plan

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient
    from web.seeded import Site

PLANS = "/api/plans"
ONE = f"{PLANS}/{FOUNDING}"
NEW = {"province": "binh-phuoc", "year": 2024, "lead_agencies": ["so-noi-vu"], "subjects": ["chuyển đổi số"]}
COPY = {"key": "binh-phuoc-2024", "year": 2024, "title": "Kế hoạch năm 2024"}


def asked(site: Site, client: TestClient, method: str, path: str, given: Any = None) -> Response:
    return client.request(method, path, json=given, headers={"x-csrf-token": site.token(client)})


def test_a_plan_is_begun_with_what_is_proposed_for_the_rest(drawing: Site, planner: TestClient):
    answer = asked(drawing, planner, "POST", PLANS, NEW)
    assert (answer.status_code, answer.json()) == (
        201,
        {
            "key": "binh-phuoc-2024",
            "title": "Kế hoạch kiểm tra công tác chuyển đổi số năm 2024 trên địa bàn tỉnh Bình Phước",
            "year": 2024,
            "remarks": [],
        },
    )
    assert plan_of(drawing, "binh-phuoc-2024").decision.issuer == "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"lead_agencies": ["so-y-te"]}, 422),
        ({"key": FOUNDING}, 422),
        ({"province": "khong-co"}, 404),
        ({"year": 2026}, 409),
        ({"year": 26}, 422),
    ],
)
def test_a_plan_that_cannot_be_is_refused(drawing: Site, planner: TestClient, changed: dict[str, Any], status: int):
    answer = asked(drawing, planner, "POST", PLANS, {**NEW, **changed})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_plan_is_copied_with_what_there_is_to_look_at(drawing: Site, planner: TestClient):
    answer = asked(drawing, planner, "POST", f"{ONE}/copies", COPY)
    assert answer.status_code == 201
    remarks = answer.json()["remarks"]
    assert remarks[0]["where"] == "Người ký, PHÓ CHỦ TỊCH"
    assert len(remarks) == len(plan_of(drawing, "binh-phuoc-2024").remarks)


def test_a_file_is_looked_through_unless_it_is_said_to_be_taken_in(drawing: Site, planner: TestClient):
    with open_reader(drawing.engine) as store:
        content = export_plan(store, FOUNDING).decode().replace(f'key = "{FOUNDING}"', 'key = "khac"', 1)
    given = {"filename": "k.toml", "content": content}
    looked = asked(drawing, planner, "POST", f"{PLANS}/imports", given)
    assert (looked.status_code, looked.json()["outcome"], is_there(drawing, "khac")) == (201, "import.would_add", False)
    taken = asked(drawing, planner, "POST", f"{PLANS}/imports", {**given, "dry_run": False})
    assert (taken.json()["outcome"], is_there(drawing, "khac")) == ("import.added", True)


def test_units_are_listed_added_and_taken_out(drawing: Site, planner: TestClient):
    listed = planner.get(f"{ONE}/targets", params={"words": "tu phap"}).json()
    assert [(unit["key"], unit["is_target"], unit["open_findings"]) for unit in listed["units"]] == [
        ("so-tu-phap", False, None)
    ]
    assert listed["coverage"][0]["level"] == "cấp tỉnh"
    before = [visit.unit for visit in plan_of(drawing).visits]
    added = asked(drawing, planner, "POST", f"{ONE}/targets", {"units": ["so-tu-phap"]})
    assert (added.status_code, added.json()["units"]) == (200, [*before, "so-tu-phap"])
    again = asked(drawing, planner, "POST", f"{ONE}/targets", {"units": ["so-tu-phap"]})
    assert again.status_code == 422
    gone = asked(drawing, planner, "DELETE", f"{ONE}/targets/so-tu-phap")
    assert (gone.status_code, gone.json()["units"]) == (200, before)
    assert asked(drawing, planner, "DELETE", f"{ONE}/targets/so-tu-phap").status_code == 422


def test_what_the_plan_states_is_read_and_sent_back_unchanged(drawing: Site, planner: TestClient):
    plan, stated = plan_of(drawing), planner.get(f"{ONE}/settings").json()
    assert asked(drawing, planner, "PATCH", f"{ONE}/settings", stated).json() == stated
    assert plan_of(drawing) == plan


def test_only_what_was_sent_changes_and_a_rule_sent_empty_goes(drawing: Site, planner: TestClient):
    before = plan_of(drawing)
    given = {"alternation": None, "closing": {"dissolution": "Đoàn giải thể.", "seals": []}}
    assert asked(drawing, planner, "PATCH", f"{ONE}/settings", given).status_code == 200
    after = plan_of(drawing)
    assert (after.alternation, after.dissolution, after.seals) == (None, "Đoàn giải thể.", ())
    others = [each for each in Section if each not in {Section.ALTERNATION, Section.CLOSING}]
    assert [facts_of(after, each) for each in others] == [facts_of(before, each) for each in others]


def test_a_section_that_every_plan_has_cannot_be_taken_away(drawing: Site, planner: TestClient):
    assert asked(drawing, planner, "PATCH", f"{ONE}/settings", {"general": None}).status_code == 404


def test_two_sections_change_together_or_not_at_all(drawing: Site, planner: TestClient):
    before = plan_of(drawing)
    given = {"standards": {"reading_days": 3}, "closing": {"seals": ["so-la"]}}
    assert asked(drawing, planner, "PATCH", f"{ONE}/settings", given).status_code == 422
    assert plan_of(drawing) == before
