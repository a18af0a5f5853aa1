"""The plan of a province of two levels, drawn up from the directory of the seed alone, through the pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from web.drawn_plans import plan_of, posted
from web.filling import form_on, main_words, sent
from web.people import open_account
from web.seeded import BY, Site

from app import SEED
from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_reader, open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.deadlines import Deadline, Relation
from app.domain.plans import BudgetSource, SelfInspectionRule
from app.services.emission import file_set_of_plan
from app.services.plan_exchange import export_plan, import_plan
from app.services.releases import problems_of_plan
from app.services.seeding import load_seed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response
    from starlette.testclient import TestClient

KEY = "dong-nai-2026"
BASE = f"/ke-hoach/{KEY}"
BLANK, TARGETS, SETTINGS = "/ke-hoach/moi/tu-dau", f"{BASE}/doi-tuong", f"{BASE}/thiet-lap"
TODAY = date(2026, 1, 15)
DEPARTMENTS = ["so-tai-chinh", "so-xay-dung", "so-y-te"]
COMMUNES = ["25195", "25252", "26425", "25270"]


def seeded(path: Path) -> str:
    """Make a database with the seed and nothing else."""
    url = f"sqlite:///{path}"
    engine = create_engine(url)
    migrate(engine)
    with open_store(engine) as store:
        load_seed(store, SEED, **BY)
    engine.dispose()
    return url


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Site]:
    """A site of the seed alone; its planner is of the department of home affairs of the province of two levels."""
    url = seeded(tmp_path / "kiemtra.db")
    engine = create_engine(url)
    with open_store(engine) as store:
        home = RoleGrant(role=AccountRole.PLANNER, province="dong-nai", agency="so-noi-vu")
        open_account(store, "planner", (home,))
    engine.dispose()
    made = Site(url, TODAY, login="planner")
    yield made
    made.close()


def begun(site: Site) -> TestClient:
    """Begin the plan, choose whom it inspects, and say what it states; return the browser."""
    client = site.client
    choice = [("buoc", "2"), ("nam", "2026"), ("co-quan", "so-noi-vu"), ("linh-vuc", "chuyển đổi số")]
    second = client.get(BLANK, params=[*choice, ("linh-vuc", "cải cách hành chính")])
    made = posted_form(client, second, BLANK)
    assert made.headers["location"] == f"{TARGETS}?xong=lap"
    assert posted(site, client, TARGETS, **{"don-vi": DEPARTMENTS}).status_code == 303
    assert posted(site, client, TARGETS, **{"don-vi": COMMUNES}).status_code == 303
    own = {
        "chung": {
            "chung-co-quan-2": "so-khoa-hoc-va-cong-nghe",
            "chung-thoi-ky": "năm 2026, đến khi kiểm tra",
        },
        "muc-toi-thieu": {"muc-toi-thieu-toi-thieu-xa": "2", "muc-toi-thieu-toi-thieu-tinh": "3"},
        "luan-phien": {"luan-phien-can-cu": "batch", "luan-phien-luan-phien-2": "so-khoa-hoc-va-cong-nghe"},
        "kinh-phi": {
            "kinh-phi-ap-dung": "co",
            "kinh-phi-muc-chi": "100.000",
            "kinh-phi-nguon-so-noi-vu": "dự toán năm 2026 của Sở Nội vụ",
            "kinh-phi-tham-dinh": "so-tai-chinh",
        },
    }
    for section, typed in own.items():
        answer = sent(client, client.get(SETTINGS), f"{SETTINGS}/{section}", typed)
        assert answer.status_code == 303, main_words(answer)
    rule = {
        "tu-kiem-tra-ap-dung": "co",
        "tu-kiem-tra-loai-don-vi": ["cơ quan chuyên môn", "xã", "phường"],
        "tu-kiem-tra-han": "trước ngày 27/11/2026",
        "tu-kiem-tra-gui-den": "so-noi-vu",
    }
    mark = form_on(client.get(SETTINGS), f"{SETTINGS}/tu-kiem-tra").fields["dau-muc"]
    assert posted(site, client, f"{SETTINGS}/tu-kiem-tra", **rule, **{"dau-muc": mark}).status_code == 303
    return client


def posted_form(client: TestClient, page: Response, action: str) -> Response:
    """Send a form as it stands, with every value of a field that has several."""
    data: dict[str, list[str]] = {}
    for name, value in form_on(page, action).form_values():
        data.setdefault(name, []).append(value or "")
    return client.post(action, data=data)


def test_the_plan_states_what_was_typed_and_is_headed_by_the_city(province: Site):
    begun(province)
    plan = plan_of(province, KEY)
    assert plan.title == (
        "Kế hoạch kiểm tra công tác cải cách hành chính và công tác chuyển đổi số năm 2026"
        " trên địa bàn thành phố Đồng Nai"
    )
    assert (plan.decision.symbol, plan.decision.issuer) == ("QĐ-UBND", "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ")
    assert plan.lead_agencies == ("so-noi-vu", "so-khoa-hoc-va-cong-nghe")
    assert [visit.unit for visit in plan.visits] == [*DEPARTMENTS, *COMMUNES]
    assert plan.standards.working_days == {"tinh": 3, "xa": 2}
    assert plan.budget is not None
    assert plan.budget.sources == (BudgetSource(agency="so-noi-vu", text="dự toán năm 2026 của Sở Nội vụ"),)
    assert plan.self_inspection == SelfInspectionRule(
        kinds=("cơ quan chuyên môn", "xã", "phường"),
        deadline=Deadline(relation=Relation.BEFORE, day=date(2026, 11, 27)),
        to="so-noi-vu",
    )


def test_the_directory_is_that_of_the_two_levels_with_its_past(province: Site):
    client = begun(province)
    words = main_words(client.get(TARGETS))
    assert "Cấp tỉnh 33 3 (9,1%)" in words
    assert "Cấp xã 95 4 (4,2%)" in words
    assert "cấp huyện" not in words
    assert "UBND phường Xuân Lộc" in words


def test_the_plan_has_no_errors_and_every_page_and_file_of_it_can_be_made(province: Site):
    client = begun(province)
    with open_reader(province.engine) as store:
        found = [(each.problem.severity, each.problem.code) for each in problems_of_plan(store, KEY, date(2026, 1, 5))]
        assert found == [("info", "decision.number_blank"), ("info", "decision.date_blank")]
        files = file_set_of_plan(store, KEY)
        made = {each.path: each.make() for each in files.files}
    assert all(made.values())
    assert {"van-ban/quyet-dinh.docx", "tu-kiem-tra/so-tu-phap/bao-cao.docx"} <= {*made}
    assert len([path for path in made if path.startswith("tu-kiem-tra/")]) == 14 + 95 - 3 - 4
    assert "don-vi/25195/thong-bao.docx" in {each.path for each in files.omitted}
    for page in ("", "/lich", "/lich/ban-in", "/van-ban", "/doan", "/doi-tuong", "/thiet-lap", "/don-vi/25195"):
        assert client.get(f"{BASE}{page}").status_code == 200, page


def test_the_plan_goes_out_as_a_file_and_into_another_installation(province: Site, tmp_path: Path):
    begun(province)
    with open_reader(province.engine) as store:
        content, plan = export_plan(store, KEY), store.plans.dossier(KEY).plan
    engine = create_engine(seeded(tmp_path / "khac.db"))
    with open_store(engine) as store:
        assert import_plan(store, content, "k.toml", **BY).outcome == "import.added"
        assert store.plans.dossier(KEY).plan == plan
    engine.dispose()
