"""The pages of a new plan: begun from nothing, drawn up from another year's, taken in from a file; without a script."""

from __future__ import annotations

import html as html_text
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from builders import a_dossier, a_plan
from web.drawn_plans import is_there, plan_of, posted
from web.filling import form_on, main_words, page_of, sent, told_wrong
from web.seeded import FOUNDING

from app.db.store import open_reader
from app.domain.dates import Window
from app.domain.plans import PlanState
from app.planfiles.writing import write_toml
from app.services.emission import file_set_of_plan
from app.services.plan_exchange import export_plan
from app.services.releases import problems_of_plan

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient
    from web.seeded import Site

NEW = "/ke-hoach/moi"
BLANK, COPY, FILE = f"{NEW}/tu-dau", f"{NEW}/tu-ke-hoach", f"{NEW}/tu-tep"
CHOICE = [
    ("buoc", "2"),
    ("nam", "2024"),
    ("co-quan", "so-noi-vu"),
    ("linh-vuc", "chuyển đổi số"),
    ("tinh", "binh-phuoc"),
]


def file_sent(site: Site, client: TestClient, content: bytes, name: str = "ke-hoach.toml") -> Response:
    return client.post(FILE, data={"ma-bieu-mau": site.token(client)}, files={"tep": (name, content)})


# From nothing


def test_the_list_of_plans_leads_to_a_new_one(planner: TestClient):
    assert page_of(planner.get("/ke-hoach")).xpath("//main//a[@href='/ke-hoach/moi']/text()")
    assert "Lập từ kế hoạch năm khác" in main_words(planner.get(NEW))


def test_a_plan_is_begun_in_two_steps_with_everything_proposed(drawing: Site, planner: TestClient):
    first = planner.get(BLANK)
    assert form_on(first, BLANK).fields["nam"] == "2023"
    second = planner.get(BLANK, params=CHOICE)
    fields = dict(form_on(second, BLANK).fields)
    assert (fields["khoa"], fields["ky-hieu"], fields["ho-ten"]) == ("binh-phuoc-2024", "QĐ-UBND", "")
    assert fields["ten"] == "Kế hoạch kiểm tra công tác chuyển đổi số năm 2024 trên địa bàn tỉnh Bình Phước"
    assert fields["de-cuong"] == "de-cuong-2023"
    answer = sent(planner, second, BLANK, {"khoa": "binh-phuoc-2024-cds"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/ke-hoach/binh-phuoc-2024-cds/doi-tuong?xong=lap")
    plan = plan_of(drawing, "binh-phuoc-2024-cds")
    assert (plan.year, plan.kind, plan.lead_agencies) == (2024, "Kiểm tra chuyển đổi số", ("so-noi-vu",))
    assert (plan.outline, plan.forms) == ("de-cuong-2023", ("phu-luc-1", "phu-luc-2", "phu-luc-3", "phu-luc-5"))
    for page in ("", "/lich", "/lich/ban-in", "/van-ban", "/doan", "/doi-tuong", "/thiet-lap"):
        assert planner.get(f"/ke-hoach/binh-phuoc-2024-cds{page}").status_code == 200, page


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"nam": "hai nghìn"}, {"nam": "Năm: “hai nghìn” không phải một năm. Ghi bốn chữ số, ví dụ 2026."}),
        ({"co-quan": None}, {"co-quan": "Cơ quan chủ trì: chưa chọn cơ quan. Chọn cơ quan trong danh sách."}),
        (
            {"linh-vuc": None},
            {
                "linh-vuc": "Nội dung kiểm tra: chưa có nội dung nào."
                " Chọn ít nhất một nội dung kiểm tra, hoặc ghi nội dung khác."
            },
        ),
    ],
)
def test_a_first_step_with_faults_is_shown_again(planner: TestClient, changed, wrong):
    asked = [(name, changed.get(name, value)) for name, value in CHOICE if changed.get(name, value) is not None]
    answer = planner.get(BLANK, params=asked)
    assert answer.status_code == 422
    assert told_wrong(answer) == wrong


def test_a_second_step_with_faults_keeps_what_was_typed(drawing: Site, planner: TestClient):
    second = planner.get(BLANK, params=CHOICE)
    answer = sent(planner, second, BLANK, {"khoa": FOUNDING, "ten": " ", "tu-cach": "TM. ỦY BAN"})
    assert answer.status_code == 422
    assert told_wrong(answer) == {
        "ten": "Tên kế hoạch: chưa ghi. Ghi nội dung vào ô này.",
        "khoa": "Khóa: đã có kế hoạch mang khóa “binh-phuoc-2023”. Đặt khóa khác, ví dụ thêm số thứ tự ở cuối.",
    }
    assert form_on(answer, BLANK).fields["tu-cach"] == "TM. ỦY BAN"
    assert not is_there(drawing, "binh-phuoc-2024")


def test_an_agency_of_somebody_else_cannot_be_slipped_in(drawing: Site, planner: TestClient):
    asked = [(name, "so-y-te" if name == "co-quan" else value) for name, value in CHOICE]
    assert planner.get(BLANK, params=asked).status_code == 422
    assert posted(drawing, planner, BLANK, **dict(asked), khoa="k", ten="t", loai="l").status_code == 422
    assert not is_there(drawing, "k")


def test_a_year_in_which_the_province_is_no_more_is_refused(planner: TestClient):
    asked = [(name, "2026" if name == "nam" else value) for name, value in CHOICE]
    assert planner.get(BLANK, params=asked).status_code == 422


def test_only_planners_begin_plans(drawing: Site):
    assert drawing.signed_in_as("viewer").get(NEW).status_code == 403


# From another year's plan


def test_a_copy_is_shown_before_it_is_made(drawing: Site, planner: TestClient):
    answer = sent(planner, planner.get(COPY), COPY, {"tu": FOUNDING, "nam": "2024"})
    words = main_words(answer)
    assert "Cuộc đầu tiên bắt đầu Thứ Ba, ngày 30/7/2024" in words
    assert "Thứ Sáu, ngày 30/8/2024 - Thứ Sáu, ngày 06/9/2024" in words
    assert not is_there(drawing, "binh-phuoc-2024")
    made = sent(planner, answer, COPY)
    assert made.headers["location"] == "/ke-hoach/binh-phuoc-2024/thiet-lap?xong=chep"
    plan = plan_of(drawing, "binh-phuoc-2024")
    assert plan.title.startswith("Kế hoạch kiểm tra Công tác cải cách hành chính và Công tác chuyển đổi số năm 2024")
    assert plan.visits[3].window == Window(first=date(2024, 8, 30), last=date(2024, 9, 6))
    with open_reader(drawing.engine) as store:
        found = {each.problem.code for each in problems_of_plan(store, plan.key, date(2026, 1, 5))}
        assert found & {"window.starts_on_day_off", "window.ends_on_day_off", "window.overlap"} == set()
        assert all(each.make() for each in file_set_of_plan(store, plan.key).files)


def test_what_there_is_to_look_at_is_ticked_off_one_by_one(drawing: Site, planner: TestClient):
    preview = sent(planner, planner.get(COPY), COPY, {"tu": FOUNDING, "nam": "2024"})
    page = planner.get(sent(planner, preview, COPY).headers["location"])
    remarks = plan_of(drawing, "binh-phuoc-2024").remarks
    assert f"Xem lại {len(remarks)} chỗ" in main_words(page)
    path = "/ke-hoach/binh-phuoc-2024/thiet-lap/da-xem"
    for remark in remarks[:2]:
        assert posted(drawing, planner, path, cho=remark.key).status_code == 303
    assert plan_of(drawing, "binh-phuoc-2024").remarks == remarks[2:]
    assert posted(drawing, planner, path, cho=remarks[0].key).status_code == 404


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (
            {"nam": "2023"},
            {"nam": "Năm: kế hoạch được chép cũng là của năm 2023. Ghi năm khác năm của kế hoạch được chép."},
        ),
        (
            {"nam": "2024", "bat-dau": "31/2/2024"},
            {
                "bat-dau": "Ngày bắt đầu cuộc đầu tiên: không có ngày “31/2/2024”."
                " Tháng này có 29 ngày; sửa lại ngày hoặc tháng."
            },
        ),
        (
            {"nam": "2024", "bat-dau": "02.9.2024"},
            {
                "bat-dau": "Ngày bắt đầu cuộc đầu tiên: 02/9/2024 (Quốc khánh) không phải ngày làm việc."
                " Ghi một ngày làm việc, ví dụ 04/9/2024, hoặc để trống."
            },
        ),
        (
            {"nam": "2026"},
            {
                "nam": "Năm: Tỉnh Bình Phước, đến hết ngày 30/6/2025: tỉnh không còn trong năm này."
                " Lập kế hoạch mới từ danh bạ của tỉnh kế thừa."
            },
        ),
    ],
)
def test_a_copy_that_cannot_be_is_refused_at_its_field(planner: TestClient, typed, wrong):
    answer = sent(planner, planner.get(COPY), COPY, {"tu": FOUNDING, **typed})
    assert answer.status_code == 422
    assert told_wrong(answer) == wrong


def test_a_key_that_was_taken_meanwhile_is_told_on_the_preview(drawing: Site, planner: TestClient):
    preview = sent(planner, planner.get(COPY), COPY, {"tu": FOUNDING, "nam": "2024"})
    answer = sent(planner, preview, COPY, {"khoa": FOUNDING})
    assert answer.status_code == 422
    assert told_wrong(answer) == {
        "khoa": "Khóa: đã có kế hoạch mang khóa “binh-phuoc-2023”. Đặt khóa khác, ví dụ thêm số thứ tự ở cuối."
    }
    assert not is_there(drawing, "binh-phuoc-2024")


# From a file


def small_file(**fields: object) -> bytes:
    plan = a_plan(key="tinh-a-2025", year=2025, visits=(), **fields)
    return write_toml(a_dossier(plan))


def test_a_file_is_looked_through_then_taken_in_on_confirmation(drawing: Site, planner: TestClient):
    with open_reader(drawing.engine) as store:
        content = export_plan(store, FOUNDING).replace(b'key = "binh-phuoc-2023"', b'key = "binh-phuoc-2023-b"', 1)
    looked = file_sent(drawing, planner, content)
    assert (looked.status_code, is_there(drawing, "binh-phuoc-2023-b")) == (200, False)
    assert "Tệp hợp lệ. Nếu nhập sẽ có kế hoạch “binh-phuoc-2023-b”: 10 cuộc kiểm tra" in main_words(looked)
    (form,) = page_of(looked).xpath("//main//form[.//textarea]")
    fields = dict(form.fields)
    assert html_text.unescape(fields["noi-dung-tep"]).strip() == content.decode().strip()
    parts = {name: (None, value) for name, value in fields.items()}
    taken = planner.post(FILE, files=parts)
    assert (taken.status_code, taken.headers["location"]) == (303, "/ke-hoach/binh-phuoc-2023-b?xong=nhap")
    assert plan_of(drawing, "binh-phuoc-2023-b").visits == plan_of(drawing).visits


def test_a_file_with_faults_is_told_fault_by_fault_and_nothing_is_written(drawing: Site, planner: TestClient):
    content = b"schema = 1\n[plan]\nkey = 'A b'\nprovince = 'binh-phuoc'\nyear = 'x'\n"
    answer = file_sent(drawing, planner, content)
    assert answer.status_code == 422
    lines = page_of(answer).xpath("//*[@data-error-summary]//li/text()")
    assert len(lines) >= 3
    assert any("dòng 5" in line and "year" in line for line in lines)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "ke-hoach.pdf", "chưa nhập được"),
        (b"\xff\xfe\x00", "ke-hoach.toml", "chưa nhập được"),
        (b"{", "ke-hoach.json", "chưa nhập được"),
        (small_file(), "ke-hoach.toml", "không phải cơ quan mà tài khoản này lập kế hoạch"),
    ],
)
def test_a_file_that_is_none_or_is_of_others_is_refused(drawing: Site, planner: TestClient, content, name, words):
    answer = file_sent(drawing, planner, content, name)
    assert answer.status_code == 422
    assert words in main_words(answer)


def test_a_plan_that_is_issued_does_not_come_in_on_a_page(drawing: Site, planner: TestClient):
    with open_reader(drawing.engine) as store:
        dossier = store.plans.dossier(FOUNDING)
    issued = replace(dossier, plan=replace(dossier.plan, key="khac", state=PlanState.ISSUED))
    answer = file_sent(drawing, planner, write_toml(replace(issued, units=())))
    assert answer.status_code == 422
    assert "trên trang chỉ nhập được dự thảo" in main_words(answer)


def test_no_file_chosen_is_told(drawing: Site, planner: TestClient):
    answer = posted(drawing, planner, FILE)
    assert answer.status_code == 422
    assert told_wrong(answer) == {
        "tep": "Tệp kế hoạch: chưa chọn tệp. Chọn tệp .toml hoặc .json, rồi bấm nút kiểm tra tệp."
    }


def test_a_file_that_is_too_large_is_not_read(drawing: Site, planner: TestClient):
    assert file_sent(drawing, planner, b"a" * (2 * 1024 * 1024 + 1)).status_code == 413
