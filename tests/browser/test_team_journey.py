"""The team of a plan drawn up by somebody at a screen: with scripts and without, by key alone, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.conftest import pages, running
from browser.served import faults
from calendars.test_reading_events import a_calendar, an_event
from forms.sent_books import HEAD, a_book
from web.seeded import EVERY_PLANNER, FOUNDING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.conftest import Served
    from playwright.sync_api import Browser, Page

BASE = f"/ke-hoach/{FOUNDING}"
TEAM, BUSY = f"{BASE}/doan", f"{BASE}/lich-ban"
GOOD = a_book(
    HEAD,
    (1, "Sở Công Thương", "01/8/2023", "04/8/2023"),
    (2, "Sở Công Thươn", "11/9/2023", "15/9/2023"),
    (3, "Sở Y tế", "31/6/2023", "05/7/2023"),
)
LOOKED_AT = (
    TEAM,
    f"{TEAM}/dot/dot-1",
    f"{TEAM}/dot/moi",
    f"{TEAM}/to/moi",
    f"{TEAM}/nguoi/moi",
    f"{TEAM}/nguoi/huynh-thi-be-nam",
    BUSY,
    f"{BUSY}/moi",
    f"{BUSY}/ke-hoach-khac",
)


@pytest.fixture(scope="module")
def drawing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service of its own, since the journeys change the plan."""
    assert browser.is_connected()
    with running(tmp_path_factory.mktemp("drawing"), is_released=False) as service:
        yield service


@pytest.fixture
def planner(browser: Browser, drawing: Served):
    with pages(browser, drawing) as made:
        yield lambda **told: made(EVERY_PLANNER, **told)


def told(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


@pytest.mark.parametrize("width", [1366, 390, 320])
def test_nothing_is_wrong_with_the_pages_of_drawing_up_at_any_width(planner, width):
    page = planner(width=width)
    found = {}
    for address in LOOKED_AT:
        assert page.goto(address).status == 200, address
        found[address] = faults(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("has_scripts", [True, False])
def test_somebody_is_added_made_deputy_and_given_a_deadline_in_words(planner, has_scripts):
    page = planner(java_script_enabled=has_scripts)
    name = "Trần Văn Kịch Bản" if has_scripts else "Trần Văn Giấy Tờ"
    page.goto(TEAM)
    page.get_by_role("link", name="Thêm người", exact=True).click()
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Chức vụ").fill("Phó Giám đốc")
    page.get_by_label("Cơ quan", exact=True).select_option(label="Sở Nội vụ")
    page.get_by_role("button", name="Lưu người").click()
    assert "Đã thêm người." in told(page)
    page.get_by_role("link", name="Sửa Đợt 1").click()
    page.get_by_role("checkbox", name=name).check()
    page.get_by_label("Hạn gửi báo cáo").fill("chậm nhất 05 ngày làm việc trước ngày bắt đầu kiểm tra")
    page.get_by_role("button", name="Lưu đợt").click()
    assert "Đã lưu đợt." in told(page)
    assert "Chậm nhất 05 ngày làm việc trước ngày bắt đầu kiểm tra" in told(page)
    page.get_by_role("button", name="Hoàn tác").click()
    assert "Đã hoàn tác thay đổi gần nhất." in told(page)


def test_what_is_wrong_is_told_at_the_top_and_beside_the_field_with_what_was_typed(planner):
    page = planner()
    page.goto(f"{TEAM}/dot/dot-2")
    page.get_by_label("Hạn gửi báo cáo").fill("30/8/2023")
    page.get_by_label("Trưởng đoàn", exact=True).select_option(label="Bà Huỳnh Thị Bé Năm - Phó Giám đốc Sở Nội vụ")
    page.get_by_role("button", name="Lưu đợt").click()
    assert page.title().startswith("Lỗi: ")
    assert page.get_by_label("Hạn gửi báo cáo").input_value() == "30/8/2023"
    assert faults(page) == []
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") in {"han", "truong-doan"}


def test_order_is_changed_by_key_and_the_key_stays_on_the_moved_row(planner):
    page = planner()
    page.goto(TEAM)
    button = page.get_by_role("button", name="Đưa xuống Ông Ngô Quốc Huy")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**xong=dua-thanh-vien**")
    assert "xuống vị trí 4." in told(page)
    page.locator("button:focus").wait_for()
    assert page.locator("button:focus").inner_text().startswith("Đưa xuống Ông Ngô Quốc Huy")


def test_two_planners_at_once_see_both_values_side_by_side(planner):
    one, other = planner(), planner(width=390)
    for page in (one, other):
        page.goto(f"{TEAM}/dot/dot-3")
    one.get_by_label("Tên đợt").fill("Đợt ba")
    one.get_by_role("button", name="Lưu đợt").click()
    other.get_by_label("Tên đợt").fill("Đợt III")
    other.get_by_role("button", name="Lưu đợt").click()
    assert "vừa có người khác sửa" in told(other)
    assert other.get_by_role("row", name="Tên đợt").inner_text().split("\t")[1:] == ["Đợt ba", "Đợt III"]
    assert faults(other) == []
    other.get_by_role("button", name="Dùng bản vừa ghi").click()
    assert "Đợt III" in told(other)


@pytest.mark.parametrize(("has_scripts", "width"), [(True, 1366), (False, 390)])
def test_another_bodys_plan_is_tried_and_its_good_rows_taken(planner, has_scripts, width):
    page = planner(java_script_enabled=has_scripts, width=width)
    page.goto(BUSY)
    page.get_by_role("link", name="Lấy kế hoạch của cơ quan khác").click()
    page.get_by_label("Cơ quan", exact=True).fill("Thanh tra tỉnh")
    page.get_by_label("Loại việc").fill("Thanh tra chuyên đề" if has_scripts else "Kiểm toán")
    page.get_by_label("Tệp kế hoạch").set_input_files(
        {"name": "ke-hoach.xlsx", "mimeType": "application/octet-stream", "buffer": GOOD}
    )
    page.get_by_role("button", name="Đọc thử tệp").click()
    assert "03 dòng đã đọc" in told(page)
    if has_scripts:
        assert faults(page) == []
    page.get_by_label("Đơn vị cho trang “KH”, dòng 3").select_option(label="Sở Công Thương")
    page.get_by_role("button", name="Lấy các dòng đã chọn").click()
    assert "Đã lấy 02 dòng" in told(page)
    assert "Trùng thời gian kiểm tra Sở Công Thương" in told(page)


def test_a_calendar_is_tried_too(planner):
    page = planner()
    page.goto(f"{BUSY}/ke-hoach-khac")
    page.get_by_label("Cơ quan", exact=True).fill("Kiểm toán Nhà nước khu vực")
    page.get_by_label("Loại việc").fill("Kiểm toán ngân sách")
    calendar = a_calendar(an_event("DTSTART;VALUE=DATE:20231002", "DTEND;VALUE=DATE:20231007", title="Sở Y tế"))
    page.get_by_label("Tệp kế hoạch").set_input_files(
        {"name": "lich.ics", "mimeType": "text/calendar", "buffer": calendar}
    )
    page.get_by_role("button", name="Đọc thử tệp").click()
    assert "Từ ngày 02/10/2023 đến hết ngày 06/10/2023" in told(page)
