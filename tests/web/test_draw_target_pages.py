"""The page on which units drawn of a cluster or class become targets of the plan."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from web.filling import form_on, page_of, sent, told_wrong
from web.people import open_account
from web.seeded import BY, Site, words

from app import ROOT
from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.draws.draws import Randomness, RandomnessKind
from app.domain.plans import PlanState
from app.services.draws import WantedDraw, annul_draw, enter_seed, open_draw, replace_unit, run_draw
from app.services.plan_exchange import import_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response
    from starlette.testclient import TestClient

    from app.domain.draws.draws import CommuneDraw
    from app.domain.plans import Plan

PLAN, CLUSTER, DEPARTMENTS = "dong-nai-2025-cum", "cum-loc-ninh", "co-quan-chuyen-mon"
FILE = ROOT / "tests" / "plans" / f"{PLAN}.toml"
TODAY, AT = date(2025, 9, 25), datetime(2025, 9, 25, 1, 30, tzinfo=UTC)
BASE = f"/ke-hoach/{PLAN}"
PAGE = f"{BASE}/chon-xa/{CLUSTER}/dua-vao-ke-hoach"
OF_CLASS = f"{BASE}/chon-xa/{DEPARTMENTS}/dua-vao-ke-hoach"


def filled(path: Path, file: bytes) -> Path:
    """Return a database with that plan, its planner and a viewer."""
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine)
    with open_store(engine) as store:
        import_plan(store, file, FILE.name, by=BY["by"], at=AT)
        home = RoleGrant(role=AccountRole.PLANNER, province="dong-nai", agency="so-noi-vu")
        open_account(store, "planner", (home,))
        open_account(store, "viewer", (RoleGrant(role=AccountRole.VIEWER, province="dong-nai"),))
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("clusters") / "kiemtra.db", FILE.read_bytes())


@pytest.fixture
def site(pattern: Path, tmp_path: Path) -> Iterator[Site]:
    made = Site(f"sqlite:///{shutil.copy(pattern, tmp_path / 'kiemtra.db')}", today=TODAY, login="planner")
    yield made
    made.close()


@pytest.fixture
def issued_site(tmp_path: Path) -> Iterator[Site]:
    """A site on which the plan came in as issued already."""
    text = FILE.read_text(encoding="utf-8")
    text = text.replace('province = "dong-nai"', 'province = "dong-nai"\nstate = "issued"', 1)
    text = text.replace('symbol = "QĐ-UBND"', 'symbol = "QĐ-UBND"\nnumber = "99"\nday = 2025-09-23', 1)
    path = filled(tmp_path / "kiemtra.db", text.encode())
    made = Site(f"sqlite:///{path}", today=TODAY, login="planner")
    yield made
    made.close()


@pytest.fixture
def planner(site: Site) -> TestClient:
    return site.signed_in_as("planner")


def plan_of(site: Site) -> Plan:
    with open_store(site.engine) as store:
        return store.plans.dossier(PLAN).plan


def draw(site: Site, key: str = CLUSTER, count: int = 2) -> CommuneDraw:
    wanted = WantedDraw(count=count, randomness=Randomness(text="Gieo xúc xắc", kind=RandomnessKind.DICE))
    with open_store(site.engine) as store:
        code = open_draw(store, PLAN, key, wanted, by=BY["by"], at=AT).code
        enter_seed(store, code, "4071 2936 8850", source="Phiên chọn", witnesses=(), by=BY["by"], at=AT)
        return run_draw(store, code, by=BY["by"], at=AT)


def text_of(client: TestClient, path: str) -> str:
    return words(page_of(client.get(path)))


def test_the_page_of_a_result_leads_to_the_plan_and_the_units_come_in(site: Site, planner: TestClient):
    chosen = draw(site).chosen
    assert PAGE in page_of(planner.get(f"{BASE}/chon-xa/{CLUSTER}")).xpath("//main//a/@href")
    answer = sent(planner, planner.get(PAGE), PAGE, {"dot": "dot-1"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{BASE}/doi-tuong?xong=ket-qua-chon")
    assert [(visit.unit, visit.batch) for visit in plan_of(site).visits[1:]] == [(unit, "dot-1") for unit in chosen]
    assert "Đã đưa kết quả chọn vào kế hoạch" in text_of(planner, answer.headers["location"])
    assert "Kế hoạch đã đúng với kết quả chọn." in text_of(planner, PAGE)


def test_the_last_batch_is_proposed_for_a_cluster_and_its_own_for_a_class(site: Site, planner: TestClient):
    draw(site)
    draw(site, DEPARTMENTS)
    assert [dict(form_on(planner.get(page), page).fields)["dot"] for page in (PAGE, OF_CLASS)] == ["dot-2", "dot-1"]


def test_what_is_left_of_a_class_is_asked_for(site: Site, planner: TestClient):
    draw(site, DEPARTMENTS, 1)
    answer = sent(planner, planner.get(OF_CLASS), OF_CLASS)
    told = (
        "Đối tượng còn lại ghi là: nhóm đối tượng còn 01 đơn vị chưa nêu tên mà chưa có lời mới. Ghi lại lời của nhóm "
        "cho đúng số còn lại, ví dụ “02 đơn vị cấp tỉnh”."
    )
    assert (answer.status_code, told_wrong(answer)) == (
        422,
        {"con-lai": told},
    )
    assert sent(planner, answer, OF_CLASS, {"con-lai": "01 cơ quan chuyên môn"}).status_code == 303
    assert [(quota.count, quota.wording) for quota in plan_of(site).quotas] == [(1, "01 cơ quan chuyên môn")]


def test_a_unit_that_was_replaced_goes_and_the_alternate_takes_its_place(site: Site, planner: TestClient):
    drawn = draw(site)
    sent(planner, planner.get(PAGE), PAGE)
    with open_store(site.engine) as store:
        replace_unit(store, drawn.code, drawn.standing[0], "ngập lụt", by=BY["by"], at=AT)
    page = planner.get(PAGE)
    assert page_of(page).xpath("//input[@name='bo'][@checked]/@value") == [drawn.drawn[0]]
    form = form_on(page, PAGE)
    assert planner.post(PAGE, data=dict(form.form_values())).status_code == 303
    units = {visit.unit for visit in plan_of(site).visits}
    assert units == {"so-y-te", drawn.alternates[0], drawn.drawn[1]}


def test_after_an_annulment_the_page_takes_the_units_out(site: Site, planner: TestClient):
    drawn = draw(site)
    sent(planner, planner.get(PAGE), PAGE)
    with open_store(site.engine) as store:
        annul_draw(store, drawn.code, reason="Sai danh sách", signatory="Trưởng đoàn", by=BY["by"], at=AT)
    assert PAGE in page_of(planner.get(f"{BASE}/chon-xa/{CLUSTER}")).xpath("//main//a/@href")
    form = form_on(planner.get(PAGE), PAGE)
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value or "")
    assert sorted(data["bo"]) == sorted(drawn.drawn)
    assert planner.post(PAGE, data=data).status_code == 303
    assert [visit.unit for visit in plan_of(site).visits] == ["so-y-te"]


def test_an_issued_plan_gets_an_adjustment_with_its_reason(issued_site: Site):
    site, planner = issued_site, issued_site.signed_in_as("planner")
    chosen = draw(site).chosen
    page = planner.get(PAGE)
    assert "mở một bản điều chỉnh" in words(page_of(page))
    assert list(told_wrong(sent(planner, page, PAGE, {"ly-do": " "}))) == ["ly-do"]
    assert plan_of(site).state == PlanState.ISSUED
    assert sent(planner, page, PAGE).status_code == 303
    plan = plan_of(site)
    assert (plan.state, plan.decision.reason) == (
        PlanState.DRAFT,
        "Đưa các đơn vị được chọn ngẫu nhiên (Cụm Lộc Ninh) vào kế hoạch.",
    )
    assert [visit.unit for visit in plan.visits[1:]] == list(chosen)


def test_before_the_draw_the_page_says_what_comes_first(planner: TestClient):
    answer = planner.get(PAGE)
    assert answer.status_code == 409
    assert "Chưa chọn xong ở Cụm Lộc Ninh" in words(page_of(answer))
    assert planner.get(f"{BASE}/chon-xa/cum-khac/dua-vao-ke-hoach").status_code == 404


def test_whoever_saw_an_older_result_writes_nothing(site: Site, planner: TestClient):
    drawn = draw(site)
    page = planner.get(PAGE)
    with open_store(site.engine) as store:
        replace_unit(store, drawn.code, drawn.standing[0], "ngập lụt", by=BY["by"], at=AT)
    assert sent(planner, page, PAGE).status_code == 409
    assert [visit.unit for visit in plan_of(site).visits] == ["so-y-te"]


def test_only_planners_put_a_result_into_the_plan(site: Site):
    draw(site)
    viewer = site.signed_in_as("viewer")
    assert viewer.get(PAGE).status_code in {403, 404}
    assert PAGE not in page_of(viewer.get(f"{BASE}/chon-xa/{CLUSTER}")).xpath("//main//a/@href")


# The same for programs

API = f"/api/plans/{PLAN}/draws/{CLUSTER}/targets"


def asked(site: Site, client: TestClient, body: dict[str, object]) -> Response:
    return client.post(API, json=body, headers={"x-csrf-token": site.token(client)})


def test_a_program_sees_what_is_missing_and_puts_it_in(site: Site, planner: TestClient):
    drawn = draw(site)
    found = planner.get(API).json()
    mark = found.pop("mark")
    assert found == {
        "draw": f"{PLAN}.{CLUSTER}.1",
        "missing": list(drawn.chosen),
        "present": [],
        "gone": [],
        "still_unnamed": 0,
        "opens_adjustment": False,
    }
    answer = asked(site, planner, {"batch": "dot-1", "seen": mark})
    assert (answer.status_code, answer.json()) == (200, {"units": ["so-y-te", *drawn.chosen]})
    assert asked(site, planner, {"seen": mark}).status_code == 409
    assert planner.get(API).json()["present"] == list(drawn.chosen)


def test_a_program_is_told_what_is_wrong_with_what_it_asks(site: Site, planner: TestClient):
    draw(site)
    answer = asked(site, planner, {"withdrawn": ["so-y-te"]})
    assert answer.status_code == 422
    assert "không phải đơn vị phải bỏ theo kết quả chọn" in answer.text
    assert [visit.unit for visit in plan_of(site).visits] == ["so-y-te"]


def test_a_program_sets_clusters(site: Site, planner: TestClient):
    path, token = f"/api/plans/{PLAN}/settings", site.token(planner)
    rule = planner.get(path).json()["draw"]
    rule["clusters"] = [{"key": "cum-moi", "name": "Cụm mới", "units": ["26041", "26068"]}]
    assert planner.patch(path, json={"draw": rule}, headers={"x-csrf-token": token}).status_code == 200
    assert [(each.key, each.units) for each in plan_of(site).draw.clusters] == [("cum-moi", ("26041", "26068"))]
    for wrong in ({"key": "Cụm", "units": ["26041"]}, {"key": "cum", "units": ["so-la"]}, {"key": "cum", "units": []}):
        rule["clusters"] = [{"name": "Cụm", **wrong}]
        assert planner.patch(path, json={"draw": rule}, headers={"x-csrf-token": token}).status_code == 422
    assert [each.key for each in plan_of(site).draw.clusters] == ["cum-moi"]
