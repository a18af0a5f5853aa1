"""The way of a plan on its pages and in the API: reasons, submission, issue, versions, comparison, end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html
from web.filling import form_on, main_words, page_of, sent, told_wrong
from web.seeded import BY, FOUNDING, NOW, Site, fill, words

from app.db.store import open_store
from app.services.adjusting import adjust_plan
from app.web.route_table import ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

BASE = f"/ke-hoach/{FOUNDING}"
API = f"/api/plans/{FOUNDING}"
LEADER, DECISION = "huynh-thi-be-nam", {"so": "1234", "ngay": "6/7/2023"}
ADJUSTMENT = b"""
reason = "thien tai"
withdrawals = [{ unit = "ubnd-huyen-loc-ninh" }]
moves = [{ unit = "so-ke-hoach-va-dau-tu", window = { first = 2023-09-05, last = 2023-09-08 } }]
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site of its own, which each test changes."""
    url = f"sqlite:///{tmp_path / 'kiemtra.db'}"
    fill(url)
    made = Site(url)
    yield made
    made.close()


def steps(answer: Response) -> list[str]:
    """Return what the overview offers to do next."""
    return [link.get("href") for link in page_of(answer).xpath("//*[@class='plain next-steps']//a")]


def write_reasons(site: Site, reason: str = "Đã thống nhất với đơn vị.") -> None:
    asked = site.client.get(f"{BASE}/ly-do")
    names = page_of(asked).xpath("//textarea/@name")
    assert sent(site.client, asked, f"{BASE}/ly-do", dict.fromkeys(names, reason)).status_code == 303


def issue(site: Site, **typed: str) -> Response:
    """Go through both steps of issuing the plan."""
    fields = {**DECISION, "nguoi": LEADER, **typed}
    asked = sent(site.client, site.client.get(f"{BASE}/ban-hanh"), f"{BASE}/ban-hanh", fields)
    assert asked.status_code == 200, main_words(asked)
    return sent(site.client, asked, f"{BASE}/ban-hanh")


def api(site: Site, method: str, path: str, body: object = None) -> Response:
    token = site.token(site.client)
    return site.client.request(method, f"{API}{path}", json=body, headers={"x-csrf-token": token})


# What can be done next


def test_the_overview_offers_what_can_be_done_next_where_the_plan_stands(site: Site):
    client = site.client
    offered = {"draft": steps(client.get(BASE))}
    sent(client, client.get(f"{BASE}/trinh"), f"{BASE}/trinh", {"so": "1400", "ngay": "5/7/2023"})
    offered["submitted"] = steps(client.get(BASE))
    write_reasons(site)
    issue(site)
    offered["issued"] = steps(client.get(BASE))
    sent(client, client.get(f"{BASE}/ket-thuc"), f"{BASE}/ket-thuc", {"so": "245/BC-ĐKT", "ngay": "10/7/2023"})
    offered["closed"] = steps(client.get(BASE))
    assert {f"{BASE}/{place}" for place in ("lich", "ly-do", "trinh", "ban-hanh")} <= set(offered["draft"])
    assert offered["submitted"] == [f"{BASE}/{place}" for place in ("ban-hanh", "ly-do", "rut-ve", "trinh")]
    assert {f"{BASE}/ket-thuc", f"{BASE}/thay-the"} <= set(offered["issued"])
    assert offered["closed"] == [f"{BASE}/phien-ban"]
    known = {path for method, path in ROUTES if method == "GET"}
    assert {each.replace(FOUNDING, "{plan_key}") for links in offered.values() for each in links} <= known


def test_nobody_but_a_planner_is_offered_anything(released_site: Site):
    assert steps(released_site.signed_in_as("viewer").get(BASE)) == []
    assert steps(released_site.signed_in_as("planner").get(BASE)) != []


# Submitted and taken back


def test_a_plan_is_submitted_with_its_paper_and_locked_until_it_is_taken_back(site: Site):
    client = site.client
    asked = client.get(f"{BASE}/trinh")
    assert "Còn 06 vấn đề chưa ghi lý do. Vẫn trình được" in main_words(asked)
    wrong = sent(client, asked, f"{BASE}/trinh", {"so": "", "ngay": "31/2/2023"})
    assert (wrong.status_code, set(told_wrong(wrong))) == (422, {"so", "ngay"})
    assert form_on(wrong, f"{BASE}/trinh").fields["ngay"] == "31/2/2023"
    done = sent(client, wrong, f"{BASE}/trinh", {"so": "1400", "ngay": "05072023"})
    assert (done.status_code, done.headers["location"]) == (303, f"{BASE}/trinh")
    shown = client.get(f"{BASE}/trinh")
    assert "Tờ trình số 1400/TTr-SNV ngày 05/7/2023 của Sở Nội vụ" in main_words(shown)
    (paper,) = page_of(shown).xpath("//a[contains(., 'Tải tờ trình')]/@href")
    assert client.get(paper).content.startswith(b"PK")
    back = sent(client, client.get(f"{BASE}/rut-ve"), f"{BASE}/rut-ve")
    assert (back.status_code, back.headers["location"]) == (303, BASE)
    assert client.get(f"{BASE}/rut-ve").status_code == 409
    assert "Dự thảo, chờ ký ban hành" in main_words(client.get(BASE))


# Reasons


def test_reasons_are_kept_and_shown_and_one_too_long_keeps_what_was_typed(site: Site):
    client = site.client
    asked = client.get(f"{BASE}/ly-do")
    first, *others = page_of(asked).xpath("//textarea/@name")
    assert len(others) == 5
    wrong = sent(client, asked, f"{BASE}/ly-do", {first: "x" * 1001, others[0]: "Giữ lại."})
    assert (wrong.status_code, set(told_wrong(wrong))) == (422, {first})
    assert form_on(wrong, f"{BASE}/ly-do").fields[others[0]] == "Giữ lại."
    assert "Đã ghi lý do" not in main_words(client.get(f"{BASE}/ly-do"))
    done = sent(client, wrong, f"{BASE}/ly-do", {first: "Ngắn."})
    assert done.headers["location"] == f"{BASE}/ly-do?viec=da-ghi"
    shown = client.get(done.headers["location"])
    assert main_words(shown).count("Đã ghi lý do") == 2
    assert "Còn 04 vấn đề chưa ghi lý do" in main_words(shown)
    assert main_words(client.get(BASE)).count("Đã ghi lý do: ") == 2
    paper = client.get(f"{BASE}/ly-do/ra-soat.docx")
    assert (paper.status_code, paper.content[:2]) == (200, b"PK")


def test_the_second_of_two_planners_who_write_a_reason_sees_that_of_the_first(site: Site):
    client = site.client
    asked = client.get(f"{BASE}/ly-do")
    name = page_of(asked).xpath("//textarea/@name")[0]
    sent(client, asked, f"{BASE}/ly-do", {name: "Của người thứ nhất."})
    refused = sent(client, asked, f"{BASE}/ly-do", {name: "Của người thứ hai."})
    assert refused.status_code == 422
    assert "vừa có người khác ghi lý do “Của người thứ nhất.”" in told_wrong(refused)[name]
    assert form_on(refused, f"{BASE}/ly-do").fields[name] == "Của người thứ hai."
    assert sent(client, refused, f"{BASE}/ly-do").status_code == 303
    assert "Của người thứ hai." in main_words(client.get(f"{BASE}/ly-do"))


def test_a_reason_that_is_needed_no_more_is_shown_so_and_may_go(site: Site):
    write_reasons(site)
    issue(site)
    with open_store(site.engine) as store:
        adjust_plan(store, FOUNDING, ADJUSTMENT, "r.toml", by=BY["by"], at=NOW)
    shown = site.client.get(f"{BASE}/ly-do")
    assert "Lý do không còn cần, vấn đề đã hết" in main_words(shown)
    (box, *_) = page_of(shown).xpath("//input[@type='checkbox']/@name")
    form = form_on(shown, f"{BASE}/ly-do")
    fields = {name: value for name, value in form.fields.items() if value is not None} | {box: "co"}
    before = main_words(shown).count("Lý do không còn cần")
    assert site.client.post(f"{BASE}/ly-do", data=fields).status_code == 303
    assert main_words(site.client.get(f"{BASE}/ly-do")).count("Lý do không còn cần") == before - 1


# Issued


def test_a_plan_is_issued_after_a_look_at_what_follows(site: Site):
    client = site.client
    asked = client.get(f"{BASE}/ban-hanh")
    wrong = sent(client, asked, f"{BASE}/ban-hanh", {**DECISION, "so": "abc", "nguoi": LEADER})
    assert (wrong.status_code, set(told_wrong(wrong))) == (422, {"so"})
    wrong = sent(client, wrong, f"{BASE}/ban-hanh", {**DECISION, "ngay": "", "so": ""})
    assert set(told_wrong(wrong)) == {"so", "ngay"}
    wrong = sent(client, wrong, f"{BASE}/ban-hanh", {**DECISION, "nguoi": ""})
    assert told_wrong(wrong) == {"nguoi": "Chọn người phê duyệt."}
    wrong = sent(client, wrong, f"{BASE}/ban-hanh", {**DECISION, "nguoi": LEADER})
    assert set(told_wrong(wrong)) == {"van-de"}
    write_reasons(site)
    confirm = sent(client, client.get(f"{BASE}/ban-hanh"), f"{BASE}/ban-hanh", {**DECISION, "nguoi": LEADER})
    text = main_words(confirm)
    assert "Ban hành bản số 1?" in text
    assert "Quyết định số 1234/QĐ-UBND, ngày 06/7/2023" in text
    assert "06 vấn đề được chấp nhận bằng lý do" in text
    assert "Dự thảo" in main_words(client.get(BASE))
    done = sent(client, confirm, f"{BASE}/ban-hanh")
    assert (done.status_code, done.headers["location"]) == (303, f"{BASE}/phien-ban/1?viec=ban-hanh")
    shown = client.get(done.headers["location"])
    assert "Đã ban hành kế hoạch" in main_words(shown)
    assert "Đã thống nhất với đơn vị." in main_words(shown)
    files = page_of(shown).xpath("//table//a/@href")
    assert f"{BASE}/phien-ban/1/tep/van-ban/quyet-dinh.docx" in files
    frozen = client.get(files[0])
    assert frozen.content == client.get(f"{BASE}/van-ban/tep/van-ban/quyet-dinh.docx").content
    assert client.get(f"{BASE}/phien-ban/1/ra-soat.docx").content.startswith(b"PK")
    assert client.get(f"{BASE}/ban-hanh").status_code == 409


def test_an_error_is_not_issued_by_whoever_leads_nothing(site: Site):
    write_reasons(site)
    wrong = sent(
        site.client, site.client.get(f"{BASE}/ban-hanh"), f"{BASE}/ban-hanh", {**DECISION, "nguoi": "nguyen-huy-hoang"}
    )
    assert (wrong.status_code, set(told_wrong(wrong))) == (422, {"van-de"})


def test_a_plan_that_changed_after_the_look_is_not_issued(site: Site):
    write_reasons(site)
    confirm = sent(site.client, site.client.get(f"{BASE}/ban-hanh"), f"{BASE}/ban-hanh", {**DECISION, "nguoi": LEADER})
    sent(site.client, site.client.get(f"{BASE}/trinh"), f"{BASE}/trinh", {"so": "1400", "ngay": "5/7/2023"})
    refused = sent(site.client, confirm, f"{BASE}/ban-hanh")
    assert refused.status_code == 409
    assert "Chưa lưu" in main_words(refused)
    assert "chưa ban hành lần nào" in main_words(site.client.get(f"{BASE}/phien-ban"))


# Versions


def test_any_two_versions_stand_beside_each_other_and_on_paper(site: Site):
    client = site.client
    write_reasons(site)
    issue(site)
    assert "Mới có một bản." in main_words(client.get(f"{BASE}/phien-ban/so-sanh"))
    assert client.get(f"{BASE}/phien-ban/so-sanh.docx").status_code == 409
    with open_store(site.engine) as store:
        adjust_plan(store, FOUNDING, ADJUSTMENT, "r.toml", by=BY["by"], at=NOW)
    shown = client.get(f"{BASE}/phien-ban/so-sanh")
    rows = [tuple(map(words, row.xpath("th|td"))) for row in page_of(shown).xpath("//tbody/tr")]
    assert ("UBND huyện Lộc Ninh", "từ ngày 16/11/2023 đến hết ngày 30/11/2023", "(bỏ)") in rows
    moved = ("từ ngày 01/9/2023 đến hết ngày 08/9/2023", "từ ngày 05/9/2023 đến hết ngày 08/9/2023")
    assert ("Sở Kế hoạch và Đầu tư, thời gian", *moved) in rows
    assert f"Hai bản khác nhau ở {len(rows):02d} chỗ." in main_words(shown)
    turned = client.get(f"{BASE}/phien-ban/so-sanh?tu=du-thao&den=1")
    assert ("Sở Kế hoạch và Đầu tư, thời gian", *moved[::-1]) in [
        tuple(map(words, row.xpath("th|td"))) for row in page_of(turned).xpath("//tbody/tr")
    ]
    assert "Hai bản có nội dung giống nhau." in main_words(client.get(f"{BASE}/phien-ban/so-sanh?tu=1&den=1"))
    paper = client.get(f"{BASE}/phien-ban/so-sanh.docx?tu=1&den=du-thao")
    assert (paper.status_code, paper.content[:2]) == (200, b"PK")
    assert [client.get(f"{BASE}/phien-ban/so-sanh?tu={name}").status_code for name in ("9", "x", "１")] == [404] * 3
    changes = client.get(f"{API}/differences?from=1&to=du-thao").json()["changes"]
    assert [(each["subject"], each["before"] or "", each["after"] or "(bỏ)") for each in changes] == [
        (subject, before if before != "(chưa có)" else "", after) for subject, before, after in rows
    ]


def test_the_versions_are_listed_newest_first_with_who_issued_them(site: Site):
    assert "Kế hoạch chưa ban hành lần nào." in main_words(site.client.get(f"{BASE}/phien-ban"))
    write_reasons(site)
    issue(site)
    (row,) = page_of(site.client.get(f"{BASE}/phien-ban")).xpath("//tbody/tr")
    text = words(row)
    assert "Số 1234/QĐ-UBND, ngày 06/7/2023" in text
    assert "Bà Huỳnh Thị Bé Năm - Phó Giám đốc Sở Nội vụ" in text
    assert [site.client.get(f"{BASE}/phien-ban/{number}").status_code for number in ("1", "2", "0", "x")] == [
        200, 404, 404, 404,
    ]  # fmt: skip
    assert site.client.get(f"{BASE}/phien-ban/1/tep/van-ban/la.docx").status_code == 404
    calendar = site.client.get(f"{BASE}/phien-ban/1/tep/lich/ke-hoach.ics")
    assert calendar.content == site.client.get(f"{BASE}/van-ban/tep/lich/ke-hoach.ics").content


# Ended


def test_a_plan_is_closed_by_the_report_of_its_team(site: Site):
    client = site.client
    assert client.get(f"{BASE}/ket-thuc").status_code == 409
    write_reasons(site)
    issue(site)
    asked = client.get(f"{BASE}/ket-thuc")
    assert "Còn 10 cuộc kiểm tra chưa xong" in main_words(asked)
    wrong = sent(client, asked, f"{BASE}/ket-thuc", {"so": "245", "ngay": "5/7/2023"})
    assert set(told_wrong(wrong)) == {"so", "ngay"}
    done = sent(client, wrong, f"{BASE}/ket-thuc", {"so": "245/BC-ĐKT", "ngay": "10/7/2023"})
    assert done.status_code == 303
    assert "Đã kết thúc" in main_words(client.get(BASE))
    assert "theo văn bản số 245/BC-ĐKT" in main_words(client.get(f"{BASE}/phien-ban"))
    assert client.get(f"{BASE}/van-ban/tep/van-ban/quyet-dinh.docx").status_code == 200


def test_a_plan_is_done_away_with_by_another_act(site: Site):
    client = site.client
    write_reasons(site)
    issue(site)
    wrong = sent(
        client, client.get(f"{BASE}/thay-the"), f"{BASE}/thay-the", {"so": "1234/QĐ-UBND", "ngay": "10/7/2023"}
    )
    assert set(told_wrong(wrong)) == {"so"}
    typed = {"so": "1500/QĐ-UBND", "ngay": "10/7/2023", "co-quan": "UBND tỉnh", "trich-yeu": "kế hoạch mới"}
    assert sent(client, wrong, f"{BASE}/thay-the", typed).status_code == 303
    assert "Đã được thay thế" in main_words(client.get(BASE))
    assert client.get(f"{BASE}/ket-thuc").status_code == 409


# API


def test_a_program_takes_a_plan_the_same_way(site: Site):
    found = api(site, "GET", "/reasons").json()
    assert len(found["problems"]) == 6
    for problem in found["problems"]:
        body = {"code": problem["code"], "about": problem["about"], "reason": "Đã thống nhất."}
        assert api(site, "PUT", "/reasons", body).status_code == 200
    assert {each["reason"] for each in api(site, "GET", "/reasons").json()["problems"]} == {"Đã thống nhất."}
    refused = api(site, "POST", "/submission", {"number": "x", "day": "2023-07-05"})
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    done = api(site, "POST", "/submission", {"number": "1400/TTr-SNV", "day": "2023-07-05"})
    assert (done.status_code, done.json()) == (
        201, {"state": "submitted", "number": "1400/TTr-SNV", "day": "2023-07-05"},
    )  # fmt: skip
    assert api(site, "DELETE", "/submission").json()["state"] == "draft"
    assert api(site, "DELETE", "/submission").status_code == 409
    issued = api(site, "POST", "/releases", {"number": "1234", "day": "2023-07-06", "by_person": LEADER})
    assert issued.status_code == 201, issued.text
    release = api(site, "GET", "/releases/1").json()
    assert len(release["waivers"]) == 6
    assert {file["is_kept"] for file in release["files"] if file["kind"] == "calendar"} == {False}
    assert {file["is_kept"] for file in release["files"] if file["kind"] != "calendar"} == {True}
    ended = api(site, "POST", "/closing", {"number": "245/BC-ĐKT", "day": "2023-07-10"})
    assert ended.json() == {"state": "closed", "number": "245/BC-ĐKT", "day": "2023-07-10"}
    act = {"number": "1/QĐ-UBND", "day": "2023-07-10"}
    assert api(site, "POST", "/replacement", act).status_code == 409


def test_the_pages_say_the_same_in_their_title(site: Site):
    for place in ("trinh", "ly-do", "ban-hanh", "phien-ban", "phien-ban/so-sanh"):
        page = html.document_fromstring(site.client.get(f"{BASE}/{place}").text)
        assert page.xpath("count(//h1)") == 1
        assert page.xpath("string(//title)").endswith(" - Kế hoạch kiểm tra CCHC")
