"""The API over the team of a draft: the same use cases as the pages."""

from dataclasses import replace
from datetime import date

import pytest
from builders import ALTERNATING, a_batch, a_dossier, a_plan, a_visit
from web.issued import PLANNER, VIEWER, file_url, small_site

from app.db.store import open_reader
from app.domain.plans import PlanState
from app.domain.teams import Role

PLAN = "tinh-a-2023"
API = f"/api/plans/{PLAN}"
DRAFT = a_dossier(a_plan(batches=(a_batch(), a_batch("dot-2")), visits=(a_visit(),), alternation=ALTERNATING))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    with small_site(file_url(tmp_path_factory.mktemp("api")), DRAFT, **{"can-bo": (PLANNER,)}) as site:
        yield site


def asked(site, method, path, content=None):
    token = site.token(site.client)
    return site.client.request(method, f"{API}{path}", json=content, headers={"x-csrf-token": token})


def now(site):
    with open_reader(site.engine) as store:
        return store.plans.dossier(PLAN)


def test_batches_are_added_changed_alternated_and_deleted(drawn):
    given = {"name": "Đợt bổ sung", "team": "doan", "head": "ba-n", "deadline": "sau 03 ngày kể từ ngày ký"}
    answer = asked(drawn, "POST", "/batches", given)
    assert (answer.status_code, answer.json()) == (201, {"key": "dot-bo-sung"})
    assert asked(drawn, "PUT", "/batches/dot-bo-sung", given | {"name": "Đợt 3"}).status_code == 200
    assert asked(drawn, "POST", "/alternation").status_code == 204
    assert [batch.head for batch in now(drawn).plan.batches] == ["ong-m", "ba-n", "ong-m"]
    assert asked(drawn, "DELETE", "/batches/dot-bo-sung").status_code == 204
    refused = asked(drawn, "DELETE", "/batches/dot-1")
    assert (refused.status_code, refused.json()["code"]) == (409, "batch.is_used")


def test_a_batch_that_cannot_be_is_told_in_words(drawn):
    answer = asked(drawn, "PUT", "/batches/dot-1", {"name": "Đợt 1", "team": "doan", "deadline": "30/7/2023"})
    assert answer.status_code == 422
    assert "chưa rõ ngày 30/7/2023 có còn trong hạn không" in answer.json()["detail"]


def test_teams_seats_and_people_are_kept(drawn):
    person = {"name": "Trần Thị Q", "honorific": "Bà", "position": "Chuyên viên", "agency": "so-y-te"}
    assert asked(drawn, "POST", "/people", person).json() == {"key": "tran-thi-q"}
    assert asked(drawn, "PUT", "/people/tran-thi-q", person | {"position": "Thanh tra viên"}).status_code == 200
    assert asked(drawn, "POST", "/teams", {"name": "Tổ 2"}).json() == {"key": "to-2"}
    assert asked(drawn, "POST", "/teams/to-2/seats", {"person": "tran-thi-q"}).json() == {"key": "tran-thi-q"}
    seat = {"person": "tran-thi-q", "role": "secretary"}
    assert asked(drawn, "PUT", "/teams/to-2/seats/tran-thi-q", seat).status_code == 200
    assert now(drawn).plan.team("to-2").seats[0].role == Role.SECRETARY
    assert asked(drawn, "DELETE", "/people/tran-thi-q").json()["code"] == "person.is_named"
    assert asked(drawn, "DELETE", "/teams/to-2/seats/tran-thi-q").status_code == 204
    assert asked(drawn, "DELETE", "/people/tran-thi-q").status_code == 204
    assert asked(drawn, "POST", "/teams/la/seats", {"person": "ong-m"}).status_code == 404


def test_days_off_are_listed_added_changed_and_taken_out(drawn):
    given = {"person": "ong-m", "first": "2023-08-01", "last": "2023-08-02", "reason": "đi học"}
    assert asked(drawn, "POST", "/busy-days", given).json() == {"key": "nguoi-ong-m-20230801"}
    path = "/busy-days/nguoi-ong-m-20230801"
    assert asked(drawn, "PUT", path, given | {"last": "2023-08-03"}).status_code == 204
    assert asked(drawn, "GET", "/busy-days").json()["busy_days"] == [
        given | {"last": "2023-08-03", "unit": None, "key": "nguoi-ong-m-20230801"}
    ]
    assert asked(drawn, "POST", "/busy-days", given | {"last": "2023-07-01"}).status_code == 422
    assert asked(drawn, "POST", "/busy-days", given | {"unit": "so-y-te"}).status_code == 422
    assert asked(drawn, "DELETE", path).status_code == 204
    assert asked(drawn, "DELETE", path).status_code == 404


def test_a_plan_of_another_body_is_tried_and_taken(drawn):
    lines = [
        {"unit": "Sở Y tế", "first": "01/8", "last": "04/8/2023"},
        {"unit": "Sở Ytế", "first": "01/9/2023"},
        {"unit": "Sở Y tế", "first": "hôm nào"},
    ]
    given = {"body": "Thanh tra tỉnh", "kind": "Thanh tra", "lines": lines}
    tried = asked(drawn, "POST", "/outside-plans", given).json()
    assert [line["verdict"] for line in tried["lines"]] == ["good", "choose", "wrong"]
    assert (tried["lines"][1]["candidates"], tried["taken"], now(drawn).plan.absences) == (["so-y-te"], 0, ())
    taken = asked(drawn, "POST", "/outside-plans", given | {"dry_run": False}).json()
    assert (taken["taken"], now(drawn).plan.absences[0].window.first) == (1, date(2023, 8, 1))


def test_only_a_draft_is_changed_and_only_by_its_planners(tmp_path):
    issued = replace(DRAFT, plan=replace(DRAFT.plan, state=PlanState.ISSUED))
    with small_site(file_url(tmp_path), issued, **{"can-bo": (PLANNER,), "xem": (VIEWER,)}) as site:
        assert asked(site, "POST", "/teams", {"name": "Tổ 2"}).json()["code"] == "plan.is_issued"
        assert site.signed_in_as("xem").get(f"{API}/busy-days").status_code == 403
