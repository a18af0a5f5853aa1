"""Notices of change: looked through and sent by planners, read and confirmed by whom they are for."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from builders import a_batch, a_dossier, a_plan, a_visit, a_window
from web.filling import form_on, main_words, page_of, sent
from web.issued import MEMBER, PLANNER, VIEWER, adjust, downloads, file_url, issue, of_unit, small_site, tree
from web.seeded import Site, words

from app.db.store import open_store
from app.domain.acts import Decision
from app.domain.plans import PlanState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLAN = "tinh-a-2023"
BOARD = f"/ke-hoach/{PLAN}/thong-bao"
SEND = f"{BOARD}/gui"
RECEIVED = "/thong-bao-den"
DECISION = Decision(symbol="QĐ-UBND", body="ubnd-tinh-a", number="7")
MOVE = '[[moves]]\nunit = "so-y-te"\nwindow = { first = 2023-08-14, last = 2023-08-16 }\n'
WITHDRAW = '[[withdrawals]]\nunit = "ubnd-huyen-b"\n'


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which an adjustment was issued: one visit moved, another withdrawn."""
    folder = tmp_path_factory.mktemp("thong-bao")
    visits = (a_visit(), a_visit("ubnd-huyen-b", window=a_window(date(2023, 8, 21))))
    plan = a_plan(state=PlanState.ISSUED, decision=DECISION, batches=(a_batch(deputies=()),), visits=visits)
    accounts = {
        "planner": (PLANNER,),
        "unit": (of_unit("so-y-te"),),
        "cancelled": (of_unit("ubnd-huyen-b"),),
        "member": (MEMBER,),
        "viewer": (VIEWER,),
    }
    with small_site(file_url(folder), a_dossier(plan), **accounts) as made:
        adjust(made.engine, PLAN, MOVE + WITHDRAW)
        issue(made.engine, PLAN, "12", "ong-m")
    return folder / "kiemtra.db"


@pytest.fixture
def site(filled: Path, tmp_path: Path) -> Iterator[Site]:
    """A site of its own over a copy of that database."""
    shutil.copy(filled, tmp_path / "kiemtra.db")
    made = Site(file_url(tmp_path), login="planner")
    yield made
    made.close()


def names(site: Site, heading: str) -> list[str]:
    """Return who stands in a table of the board."""
    page = tree(site.client, BOARD)
    return [words(each) for each in page.xpath("//section[@aria-labelledby=$id]//tbody/tr/th", id=heading)]


def number_of(site: Site, name: str) -> str:
    (href,) = tree(site.client, BOARD).xpath("//th/a[text()=$name]/@href", name=name)
    return str(href).rpartition("/")[2]


def send_all(site: Site) -> None:
    assert sent(site.client, site.client.get(SEND), SEND).status_code == 200


# Looked through


def test_who_is_affected_waits_on_the_board_those_cancelled_included(site: Site):
    assert names(site, "h-cho-gui") == ["Sở Y tế", "UBND huyện B", "Ông M", "Ông P"]
    assert (names(site, "h-chua-xac-nhan"), names(site, "h-da-xac-nhan")) == ([], [])
    assert (
        "Thời gian kiểm tra: từ ngày 14/8/2023 đến hết ngày 16/8/2023 (trước là từ ngày 01/8/2023 đến hết ngày "
        "04/8/2023)"
    ) in main_words(site.client.get(BOARD))


def test_a_plan_that_was_issued_once_has_no_notices(tmp_path):
    plan = a_plan(state=PlanState.ISSUED, decision=DECISION)
    with small_site(file_url(tmp_path), a_dossier(plan), planner=(PLANNER,)) as made:
        assert "Chưa có thông báo thay đổi nào" in main_words(made.client.get(BOARD))
        assert "Mọi thông báo đã gửi" in main_words(made.client.get(SEND))
        assert sent_blindly(made, {}).status_code == 409


def sent_blindly(site: Site, fields: dict[str, str]):
    return site.client.post(SEND, data={"ma-bieu-mau": site.token(site.client), **fields})


def test_a_notice_says_from_what_to_what_and_takes_an_addition(site: Site):
    address = f"{BOARD}/{number_of(site, 'Sở Y tế')}"
    page = site.client.get(address)
    assert "so với văn bản số 7/QĐ-UBND ngày" in main_words(page)
    assert sent(site.client, page, address, {"bo-sung": "Mong thông cảm."}).headers["location"] == f"{address}?xong=luu"
    again = site.client.get(f"{address}?xong=luu")
    assert "Đã lưu lời bổ sung" in main_words(again)
    assert form_on(again, address).fields["bo-sung"] == "Mong thông cảm."
    assert "Có lời bổ sung" in main_words(site.client.get(BOARD))


def test_an_addition_that_is_too_long_is_refused_beside_its_field_and_stays(site: Site):
    address = f"{BOARD}/{number_of(site, 'Sở Y tế')}"
    answer = sent(site.client, site.client.get(address), address, {"bo-sung": "a" * 2001})
    assert answer.status_code == 422
    assert "dài 2001 ký tự" in words(page_of(answer).get_element_by_id("bo-sung-loi"))
    assert form_on(answer, address).fields["bo-sung"] == "a" * 2001


def test_its_paper_is_downloaded_by_planner_and_recipient(site: Site):
    number = number_of(site, "Sở Y tế")
    own = site.client.get(f"{BOARD}/{number}/thong-bao-dieu-chinh.docx")
    assert (own.status_code, own.content[:2]) == (200, b"PK")
    unit = site.signed_in_as("unit")
    address = f"{RECEIVED}/{number}/thong-bao-dieu-chinh.docx"
    assert unit.get(address).status_code == 404
    send_all(site)
    assert unit.get(address).content == own.content
    assert site.signed_in_as("member").get(address).status_code == 404


# Sent


def test_all_are_sent_on_a_page_that_names_them_and_says_how_many(site: Site):
    question = site.client.get(SEND)
    assert "Gửi 4 thông báo?" in main_words(question)
    assert "Ông M (chưa có tài khoản)" in main_words(question)
    answer = sent(site.client, question, SEND)
    assert answer.status_code == 200
    assert "Đã gửi 4 thông báo" in main_words(answer)
    assert names(site, "h-chua-xac-nhan") == ["Sở Y tế", "UBND huyện B", "Ông M", "Ông P"]
    again = sent(site.client, question, SEND)
    assert again.status_code == 409
    assert "Không có thông báo nào chờ gửi" in main_words(again)


def test_one_is_sent_alone(site: Site):
    number = number_of(site, "Ông P")
    question = site.client.get(f"{SEND}?tb={number}")
    assert "Gửi 1 thông báo?" in main_words(question)
    assert sent(site.client, question, SEND).status_code == 200
    assert (names(site, "h-cho-gui"), names(site, "h-chua-xac-nhan")) == (
        ["Sở Y tế", "UBND huyện B", "Ông M"],
        ["Ông P"],
    )


def test_a_list_that_changed_since_it_was_shown_is_not_sent(site: Site):
    question = site.client.get(SEND)
    address = f"{BOARD}/{number_of(site, 'Sở Y tế')}"
    sent(site.client, site.client.get(address), address, {"bo-sung": "Thêm."})
    answer = sent(site.client, question, SEND)
    assert answer.status_code == 409
    assert "Danh sách thông báo chờ gửi vừa thay đổi" in main_words(answer)
    assert len(names(site, "h-cho-gui")) == 4


@pytest.mark.parametrize("fields", [{}, {"dau": "x"}, {"tb": "x", "dau": "y"}, {"tb": "99999999999999999999"}])
def test_what_no_page_sends_is_refused(site: Site, fields: dict[str, str]):
    assert sent_blindly(site, fields).status_code == 409
    assert len(names(site, "h-cho-gui")) == 4


@pytest.mark.parametrize("number", ["999", "0", "x", "9" * 30])
def test_a_notice_that_is_not_there_is_not_found(site: Site, number: str):
    assert site.client.get(f"{BOARD}/{number}").status_code == 404
    assert site.client.get(f"{RECEIVED}/{number}").status_code == 404


# Read and confirmed


def test_the_units_page_and_my_work_lead_to_the_notice_that_is_confirmed_there(site: Site):
    unit, member = site.signed_in_as("unit"), site.signed_in_as("member")
    assert "Thông báo thay đổi" not in main_words(unit.get(f"/ke-hoach/{PLAN}/don-vi/so-y-te"))
    send_all(site)
    for client, start, name in (
        (unit, f"/ke-hoach/{PLAN}/don-vi/so-y-te", "Sở Y tế"),
        (member, "/viec-cua-toi", "Ông P"),
    ):
        page = tree(client, start)
        (href,) = page.xpath("//section[@aria-labelledby='h-thong-bao-den']//a/@href")
        shown = client.get(href)
        assert f"Thông báo thay đổi: {name}" in main_words(shown)
        answer = sent(client, shown, f"{href}/da-nhan")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{href}?xong=da-nhan")
        done = client.get(f"{href}?xong=da-nhan")
        assert "Đã xác nhận đã nhận" in main_words(done)
        assert page_of(done).xpath("//main//form") == []
    assert names(site, "h-da-xac-nhan") == ["Sở Y tế", "Ông P"]


def test_who_is_cancelled_finds_the_notice_though_the_plan_is_none_of_theirs_any_more(site: Site):
    send_all(site)
    client = site.signed_in_as("cancelled")
    assert client.get(f"/ke-hoach/{PLAN}/don-vi/ubnd-huyen-b").status_code == 404
    (href,) = tree(client, RECEIVED).xpath("//main//a/@href")
    shown = client.get(href)
    assert "Thời gian kiểm tra Ngày 21/8/2023 (không còn)" in main_words(shown)
    assert sent(client, shown, f"{href}/da-nhan").status_code == 303


def test_a_second_click_is_told_who_confirmed(site: Site):
    send_all(site)
    client, href = site.signed_in_as("unit"), f"{RECEIVED}/{number_of(site, 'Sở Y tế')}"
    shown = client.get(href)
    sent(client, shown, f"{href}/da-nhan")
    again = sent(client, shown, f"{href}/da-nhan")
    assert again.status_code == 409
    assert "đã được xác nhận trước đó (Đầu mối Sở Công Thương)" in main_words(again)


def test_nobody_reads_or_confirms_the_notice_of_another(site: Site):
    send_all(site)
    href = f"{RECEIVED}/{number_of(site, 'Sở Y tế')}"
    for login in ("member", "cancelled", "viewer", "planner"):
        client = site.signed_in_as(login)
        data = {"ma-bieu-mau": site.token(client)}
        assert (client.get(href).status_code, client.post(f"{href}/da-nhan", data=data).status_code) == (404, 404)
    assert names(site, "h-da-xac-nhan") == []


def test_an_account_without_notices_is_told_when_they_come(site: Site):
    assert "Chưa có thông báo thay đổi nào" in main_words(site.signed_in_as("viewer").get(RECEIVED))


def test_a_planner_writes_down_a_confirmation_by_telephone(site: Site):
    send_all(site)
    address = f"{BOARD}/{number_of(site, 'Ông M')}"
    page = site.client.get(address)
    refused = sent(site.client, page, f"{address}/da-nhan", {"cach-nhan": " "})
    assert refused.status_code == 422
    assert "chưa ghi nơi nhận" in words(page_of(refused).get_element_by_id("cach-nhan-loi"))
    answer = sent(site.client, page, f"{address}/da-nhan", {"cach-nhan": "nhận qua điện thoại"})
    assert answer.headers["location"] == f"{address}?xong=da-nhan"
    assert "nhận qua điện thoại" in main_words(site.client.get(address))
    late = sent(site.client, page, f"{address}/da-nhan", {"cach-nhan": "lần nữa"})
    assert late.status_code == 409
    assert "đã được xác nhận trước đó" in main_words(late)


def test_nobody_is_reminded_on_the_day_of_the_notice(site: Site):
    send_all(site)
    address = f"{BOARD}/{number_of(site, 'Ông M')}"
    assert "Mỗi ngày nhắc một lần" in main_words(site.client.get(address))
    answer = site.client.post(f"{address}/nhac", data={"ma-bieu-mau": site.token(site.client)})
    assert answer.status_code == 409
    assert "Chưa nhắc được" in main_words(answer)


def test_the_units_page_offers_the_act_that_amends(site: Site):
    page = tree(site.signed_in_as("unit"), f"/ke-hoach/{PLAN}/don-vi/so-y-te")
    assert "Văn bản sửa đổi, bổ sung kèm phụ lục đối chiếu" in downloads(page)


# For programs


def test_a_program_lists_sends_and_confirms(site: Site):
    client, headers = site.client, {"x-csrf-token": site.token(site.client)}
    api = f"/api/plans/{PLAN}/notices"
    found = client.get(api).json()["notices"]
    assert [(each["name"], each["told"], each["sent_at"]) for each in found] == [
        ("Sở Y tế", 1, None), ("UBND huyện B", 1, None), ("Ông M", 1, None), ("Ông P", 1, None),
    ]  # fmt: skip
    first, second = (each["id"] for each in found[:2])
    added = client.put(f"{api}/{first}/addition", json={"addition": "Mong thông cảm."}, headers=headers)
    assert added.json()["addition"] == "Mong thông cảm."
    answer = client.post(f"{api}/sending", json={"notices": [first, second]}, headers=headers)
    assert (answer.status_code, answer.json()) == (
        201,
        {"sent": 2, "mailed": 0, "failed": [], "has_mail_server": False},
    )
    assert client.post(f"{api}/sending", json={"notices": [first]}, headers=headers).status_code == 409
    assert client.post(f"{api}/{first}/reminder", headers=headers).status_code == 409
    told = client.post(f"{api}/{second}/confirmation", json={"note": "qua điện thoại"}, headers=headers)
    assert told.json()["acknowledged_by"] == "planner ghi nhận: qua điện thoại"
    unit = site.signed_in_as("unit")
    own = {"x-csrf-token": site.token(unit)}
    assert [each["id"] for each in unit.get("/api/notices").json()["notices"]] == [first]
    assert unit.post(f"/api/notices/{second}/confirmation", headers=own).status_code == 404
    assert unit.post(f"/api/notices/{first}/confirmation", headers=own).json()["acknowledged_by"] is not None
    with open_store(site.engine) as store:
        assert [each.acknowledged_at is not None for each in store.notices.list(PLAN)] == [True, True, False, False]
