"""The text of a plan, its outline and its forms, edited on their pages."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from web.filling import form_on, main_words, page_of, sent, told_wrong
from web.seeded import FOUNDING, TWO_TEAMS, Site

from app.db.store import open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

    from app.domain.dossiers import PlanDossier

BASE = f"/ke-hoach/{FOUNDING}/noi-dung"


@pytest.fixture
def own_site(tmp_path: Path, seeded_url: str) -> Iterator[Site]:
    copy = tmp_path / "kiemtra.db"
    shutil.copy(seeded_url.removeprefix("sqlite:///"), copy)
    site = Site(f"sqlite:///{copy}")
    yield site
    site.close()


@pytest.fixture
def client(own_site: Site) -> TestClient:
    return own_site.client


def dossier(site: Site, key: str = FOUNDING) -> PlanDossier:
    with open_reader(site.engine) as store:
        return store.plans.dossier(key)


def lines(site: Site) -> list[str]:
    return [f"{clause.number or ''} {clause.text}".strip() for clause in dossier(site).plan.text.clauses]


def test_a_clause_is_written_anew_and_its_mended_misprint_goes(own_site: Site, client: TestClient):
    page = client.get(f"{BASE}/doan/VII.4.a.1")
    before = {erratum.key for erratum in dossier(own_site).plan.errata}
    answer = sent(client, page, f"{BASE}/doan/VII.4.a.1", {"loi-van": "Sở Công Thương báo cáo\ntrước ngày 30/7/2023."})
    assert answer.headers["location"] == f"{BASE}?da=luu#doan-VII.4.a.1"
    assert "- Sở Công Thương báo cáo trước ngày 30/7/2023." in lines(own_site)
    gone = before - {erratum.key for erratum in dossier(own_site).plan.errata}
    assert gone < before
    assert all("VII.4.a.1" in place for e in dossier(own_site).plan.errata if e.key in gone for place in e.places)


def test_a_clause_is_added_below_moved_and_taken_out_with_its_numbers_right(own_site: Site, client: TestClient):
    page = client.get(f"{BASE}/doan/moi?sau=I.1.a")
    sent(client, page, f"{BASE}/doan/moi", {"loi-van": "Tuyên dương cách làm hay."})
    assert lines(own_site)[3:5] == ["b) Tuyên dương cách làm hay.", lines(own_site)[4]]
    assert lines(own_site)[4].startswith("c) ")
    listed = client.get(BASE)
    action = f"{BASE}/doan/I.1.b/thu-tu"
    earlier = page_of(listed).xpath(f"//form[@action='{action}'][.//input[@value='len']]")
    assert len(earlier) == 1
    client.post(action, data={**earlier[0].fields})
    assert lines(own_site)[2] == "a) Tuyên dương cách làm hay."
    question = client.get(f"{BASE}/doan/I.1/xoa")
    assert "Cùng bị bỏ 03 đoạn cấp dưới" in main_words(question)
    sent(client, question, f"{BASE}/doan/I.1/xoa")
    assert lines(own_site)[:2] == ["I. MỤC ĐÍCH, YÊU CẦU", "1. Yêu cầu"]


def test_what_is_empty_is_told_beside_its_field_and_nothing_is_saved(own_site: Site, client: TestClient):
    before = lines(own_site)
    for path in ("doan/I.1.a", "can-cu/1", "dieu/1"):
        answer = sent(client, client.get(f"{BASE}/{path}"), f"{BASE}/{path}", {"loi-van": " "})
        assert answer.status_code == 422
        assert told_wrong(answer).keys() == {"loi-van"}
    wrong = sent(client, client.get(f"{BASE}/can-cu/moi"), f"{BASE}/can-cu/moi", {"loi-van": "Theo Luật X"})
    assert "phải bắt đầu bằng “Căn cứ”" in told_wrong(wrong)["loi-van"]
    assert form_on(wrong, f"{BASE}/can-cu/moi").fields["loi-van"].strip() == "Theo Luật X"
    assert lines(own_site) == before


def test_the_second_of_two_planners_is_shown_both_wordings_and_may_choose(own_site: Site, client: TestClient):
    path = f"{BASE}/dieu/3"
    first, second = client.get(path), client.get(path)
    sent(client, first, path, {"loi-van": "Chánh Văn phòng chịu trách nhiệm thi hành."})
    refused = sent(client, second, path, {"loi-van": "Giám đốc Sở Nội vụ chịu trách nhiệm thi hành."})
    assert refused.status_code == 409
    cells = [" ".join(cell.text_content().split()) for cell in page_of(refused).xpath("//table//td")]
    assert cells == [
        "Giám đốc Sở Nội vụ chịu trách nhiệm thi hành.", "Chánh Văn phòng chịu trách nhiệm thi hành.",
    ]  # fmt: skip
    over = sent(client, refused, path)
    assert over.status_code == 303
    assert dossier(own_site).plan.decision.articles[2].text == "Giám đốc Sở Nội vụ chịu trách nhiệm thi hành."


def test_a_legal_basis_is_read_into_its_parts(own_site: Site, client: TestClient):
    path = f"{BASE}/can-cu/moi"
    typed = "Căn cứ Nghị định số 45/2025/NĐ-CP ngày 28/02/2025 của Chính phủ quy định tổ chức các cơ quan chuyên môn"
    sent(client, client.get(path), path, {"loi-van": typed})
    basis = dossier(own_site).plan.decision.legal_bases[-1]
    assert (basis.kind, basis.number, f"{basis.day}", basis.issuer, basis.text) == (
        "Nghị định", "45/2025/NĐ-CP", "2025-02-28", "Chính phủ", f"{typed};",
    )  # fmt: skip


def test_misnumbered_clauses_are_numbered_anew_at_once(own_site: Site, client: TestClient):
    page = client.get(BASE)
    assert "Số thứ tự có chỗ không liên tục hoặc trùng" in main_words(page)
    sent(client, page, f"{BASE}/danh-so")
    numbers = [clause.number for clause in dossier(own_site).plan.text.clauses if clause.code.startswith("VII.")]
    assert [number for number in numbers if number and number[0].isdigit()] == ["1.", "2.", "3.", "4."]
    assert "Số thứ tự có chỗ" not in main_words(client.get(BASE))


def test_standing_wording_is_written_down_to_be_edited_and_dropped_again(own_site: Site, client: TestClient):
    base = f"/ke-hoach/{TWO_TEAMS}/noi-dung"
    if dossier(own_site, TWO_TEAMS).plan.text.clauses:
        sent(client, client.get(f"{base}/loi-van-chuan"), f"{base}/loi-van-chuan")
    sent(client, client.get(base), f"{base}/loi-van-rieng")
    own = dossier(own_site, TWO_TEAMS).plan.text
    assert own.clauses[0].text == "MỤC ĐÍCH, YÊU CẦU"
    assert own.closing != ""
    sent(client, client.get(f"{base}/loi-van-chuan"), f"{base}/loi-van-chuan")
    assert dossier(own_site, TWO_TEAMS).plan.text.clauses == ()


def test_an_outline_item_is_hidden_for_a_level_in_a_version_of_the_plans_own(own_site: Site, client: TestClient):
    path = f"{BASE}/de-cuong/muc/I.2"
    page = client.get(path)
    form = form_on(page, path)
    data = [(name, value) for name, value in form.form_values() if (name, value) != ("cap", "huyen")]
    answer = client.post(path, data=_as_fields(data))
    assert answer.status_code == 303
    changed = dossier(own_site)
    item = next(item for item in changed.outline.items if item.code == "I.2")
    assert "huyen" not in item.levels
    assert item.levels != ()
    assert changed.plan.outline.startswith(f"{FOUNDING}-de-cuong-")
    district = next(visit for visit in changed.plan.visits if visit.unit == "ubnd-huyen-phu-rieng")
    assert "I.2" not in {fitted.item.code for fitted in changed.fitted_outline(district)}
    none = client.post(path, data=_as_fields([pair for pair in data if pair[0] != "cap"]))
    assert none.status_code in {409, 422}


def test_an_outline_item_is_added_and_those_that_follow_are_numbered_anew(own_site: Site, client: TestClient):
    path = f"{BASE}/de-cuong/moi/I.2"
    data = dict(_as_fields(form_on(client.get(path), path).form_values()), **{"loi-van": ["Việc dùng trợ lý ảo."]})
    assert client.post(path, data=data).status_code == 303
    items = dossier(own_site).outline.items
    place = next(n for n, item in enumerate(items) if item.text == "Việc dùng trợ lý ảo.")
    assert [items[n].number for n in (place - 1, place, place + 1)] == ["2.", "3.", "4."]
    assert items[place + 1].code == "I.3"


def test_a_form_gains_an_indicator_and_the_outline_goes_on_naming_it(own_site: Site, client: TestClient):
    path = f"{BASE}/bieu-mau/phu-luc-1/moi/I.1"
    answer = sent(client, client.get(path), path, {"ten": "Số văn bản chỉ đạo chuyển đổi số", "don-vi-tinh": "Văn bản"})
    changed = dossier(own_site)
    form = changed.plan_forms[0]
    assert answer.headers["location"] == f"{BASE}/bieu-mau/{form.key}?da=them"
    row = next(row for row in form.rows if row.name == "Số văn bản chỉ đạo chuyển đổi số")
    assert (row.code, row.number, row.unit) == ("I.1-m1", "1-1", "Văn bản")
    item = next(item for item in changed.outline.items if item.code == "I.1")
    assert item.indicators == (f"{form.key}:I.1", f"{form.key}:I.6")


def test_a_row_from_which_others_are_computed_stays(own_site: Site, client: TestClient):
    path = f"{BASE}/bieu-mau/phu-luc-1/dong/I.2.1"
    page = client.get(path)
    answer = sent(client, page, f"{path}/xoa")
    assert answer.status_code == 422
    assert "đang được dùng để tính" in main_words(answer)
    assert dossier(own_site).plan.forms[0] == "phu-luc-1"


def test_forms_are_chosen(own_site: Site, client: TestClient):
    page = client.get(f"{BASE}/bieu-mau")
    token = form_on(page, f"{BASE}/bieu-mau").fields
    data = {"ma-bieu-mau": token["ma-bieu-mau"], "danh-dau": token["danh-dau"], "bieu-mau": ["phu-luc-1", "phu-luc-3"]}
    assert client.post(f"{BASE}/bieu-mau", data=data).status_code == 303
    assert dossier(own_site).plan.forms == ("phu-luc-1", "phu-luc-3")
    assert client.post(f"{BASE}/bieu-mau", data=data).status_code == 409
    assert client.post(f"{BASE}/bieu-mau", data={**data, "bieu-mau": ["la"]}).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["doan/IX.9", "doan/IX/xoa", "can-cu/0", "can-cu/99", "dieu/x", "la/1", "la/moi", "doan/moi?sau=IX",
     "de-cuong/muc/XX", "bieu-mau/la", "bieu-mau/phu-luc-1/dong/la", "bieu-mau/phu-luc-1/moi/la"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: TestClient, path: str):
    assert client.get(f"{BASE}/{path}").status_code == 404


def _as_fields(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_a_program_reads_the_whole_draft_and_writes_it_back_over_what_it_read(own_site: Site, client: TestClient):
    api = f"/api/plans/{FOUNDING}/draft"
    headers = {"x-csrf-token": own_site.token(client)}
    read = client.get(api).json()
    assert read["step"] is None
    content = read["content"]
    content["plan"]["title"] = "Kế hoạch kiểm tra năm 2023 (sửa)"
    sending = {"content": content, "mark": read["mark"]}
    written = client.put(api, json=sending, headers=headers)
    assert written.status_code == 200
    assert dossier(own_site).plan.title == "Kế hoạch kiểm tra năm 2023 (sửa)"
    assert client.put(api, json=sending, headers=headers).status_code == 409
    for name, value in (("key", "khac"), ("state", "issued"), ("title", 5)):
        wrong = {"content": {**content, "plan": {**content["plan"], name: value}}, "mark": written.json()["mark"]}
        assert client.put(api, json=wrong, headers=headers).status_code == 422
    undone = client.post(f"/api/plans/{FOUNDING}/undo", json={"step": written.json()["step"]}, headers=headers)
    assert undone.status_code == 200
    assert client.get(api).json()["content"]["plan"]["title"].startswith("Kế hoạch kiểm tra Công tác")
