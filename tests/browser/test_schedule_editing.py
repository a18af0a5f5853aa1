"""The schedule editor in a real browser: by keys alone, without scripts, on a phone, and what axe finds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from browser.conftest import pages
from browser.served import BASE, faults, misfits, unfold, violations
from web.seeded import EVERY_PLANNER, EVERY_PLANNER_TODAY
from web.serving import serving

TABLE = f"{BASE}/lich"
FLAWED = "so-ke-hoach-va-dau-tu"
OPENED = f"{TABLE}?sua={FLAWED}"
WIDE, PHONE = 1366, 390


@pytest.fixture
def own(served, tmp_path):
    """The service over a copy of its own: what is done here is seen by no other test."""
    copy = tmp_path / "kiemtra.db"
    with (
        closing(sqlite3.connect(served.database.removeprefix("sqlite:///"))) as there,
        closing(sqlite3.connect(copy)) as here,
    ):
        there.backup(here)
    url = f"sqlite:///{copy}"
    with serving(url, tmp_path / "log") as address:
        yield replace(served, address=address, database=url)


@pytest.fixture
def made(browser, own):
    with pages(browser, own) as opening:
        yield opening


def pressed(page, name, key="Enter"):
    """Press a button or link by key and wait for the page that answers."""
    found = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    found.first.focus()
    with page.expect_navigation():
        page.keyboard.press(key)


def focused(page):
    return page.evaluate("document.activeElement.id")


def rows(page):
    return page.locator("#vung-lich tbody th").all_inner_texts()


def test_by_keys_alone_a_row_is_mended_while_typing_and_moved_with_the_focus_on_it(made):
    page = made(EVERY_PLANNER)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(TABLE)
    pressed(page, "Sửa dòng 4: Sở Kế hoạch và Đầu tư")
    assert focused(page) == "tu-ngay"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("05092023")
    with page.expect_response("**/kiem-tra") as answer:
        page.keyboard.press("Tab")
    assert answer.value.status == 200
    page.get_by_text("Từ Thứ Ba, ngày 05/9/2023").wait_for()
    assert focused(page) == "buoi-dau"
    assert page.locator("#tu-ngay").input_value() == "05092023"
    assert "Nếu lưu dòng đang sửa: Không còn lỗi phải sửa." in page.locator("#bo-dem").inner_text()
    assert page.locator(f"[data-errors-of='{TABLE}']").inner_text() == ""
    page.locator("#tu-ngay").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".msg-done[role=status]").inner_text() == "Đã lưu Sở Kế hoạch và Đầu tư."
    before = rows(page)
    page.locator(f"#len-{FLAWED}").focus()
    for place in (3, 2, 1):
        page.keyboard.press("Enter")
        page.get_by_text(f"Đã đưa Sở Kế hoạch và Đầu tư lên vị trí {place}.").wait_for()
        assert focused(page) == (f"len-{FLAWED}" if place > 1 else f"xuong-{FLAWED}")
    assert [name.split("\n")[0].strip() for name in rows(page)[:2]] == [
        "Sở Kế hoạch và Đầu tư",
        before[0].split("\n")[0].strip(),
    ]
    for _ in range(4):
        pressed(page, "Hoàn tác")
    assert page.get_by_role("button", name="Hoàn tác").count() == 0
    assert said == []


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_without_scripts_a_row_is_checked_saved_moved_and_taken_back(made, width):
    page = made(EVERY_PLANNER, width=width, java_script_enabled=False)
    page.goto(TABLE)
    page.get_by_role("link", name="Sửa dòng 4: Sở Kế hoạch và Đầu tư").click()
    assert page.url.endswith(f"/lich/{FLAWED}") is (width == PHONE)
    page.get_by_label("Từ ngày").fill("31/9/2023")
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    assert "Từ ngày: không có ngày “31/9/2023”." in page.locator("#tu-ngay-loi").inner_text()
    page.get_by_label("Từ ngày").fill("1.9.2023")
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    page.get_by_role("button", name="Đặt 05/9 - 08/9").click()
    assert page.get_by_text("Đã áp dụng cách sửa cho Sở Kế hoạch và Đầu tư.").is_visible()
    page.get_by_role("button", name="Đưa Sở Công Thương ra sau một dòng").click()
    assert page.get_by_text("Đã đưa Sở Công Thương xuống vị trí 2.").is_visible()
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_role("button", name="Hoàn tác").click()
    assert page.get_by_text("Chưa trình được: còn 01 lỗi phải sửa").is_visible()


def test_a_mend_of_several_rows_is_looked_at_first(made):
    page = made(EVERY_PLANNER)
    page.goto(OPENED)
    page.get_by_role("button", name="Xem thử").first.click()
    assert page.locator("h1").inner_text() == "Xem thử cách sửa cho Sở Kế hoạch và Đầu tư"
    assert faults(page) == []
    page.get_by_role("button", name="Áp dụng: dời 03 đơn vị").click()
    assert "Không còn lỗi phải sửa." in page.locator("#bo-dem").inner_text()


def test_two_planners_over_one_row_see_both_values_and_lose_nothing(made):
    mine, other = made(EVERY_PLANNER), made(EVERY_PLANNER_TODAY)
    mine.goto(OPENED)
    other.goto(OPENED)
    other.get_by_label("Từ ngày").fill("6/9/2023")
    other.get_by_role("button", name="Lưu dòng này").click()
    mine.get_by_label("Từ ngày").fill("5/9/2023")
    mine.get_by_role("button", name="Lưu dòng này").click()
    mine.locator("[data-error-summary]").wait_for()
    assert mine.locator("main tbody tr").all_inner_texts() == ["Từ ngày\t06/9/2023\t5/9/2023"]
    assert mine.evaluate("document.activeElement.matches('[data-error-summary]')")
    assert faults(mine) == []
    mine.get_by_role("button", name="Dùng bản tôi nhập").click()
    assert "05/9/2023" in mine.locator(f"#dong-{FLAWED}").inner_text()


def test_leaving_a_row_with_something_typed_is_asked_about(made):
    page = made(EVERY_PLANNER)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(OPENED)
    page.goto(TABLE)
    assert asked == []
    page.goto(OPENED)
    page.get_by_label("Từ ngày").press_sequentially("5")
    page.get_by_role("link", name="Bỏ thay đổi").click()
    page.wait_for_url("**/lich*")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("width", [WIDE, PHONE, 320])
def test_nothing_is_wrong_with_the_pages_of_the_editor_at_any_width(server, page_of, width):
    page = page_of(width)
    found = {}
    for address in (TABLE, OPENED, f"{TABLE}/{FLAWED}", f"{TABLE}/{FLAWED}/bo", f"{TABLE}/ubnd-huyen-bu-dang"):
        page.goto(server + address)
        found[address] = faults(page)
    page.goto(f"{server}{TABLE}/{FLAWED}")
    page.get_by_label("Từ ngày").fill("31/9/2023")
    page.get_by_role("button", name="Lưu dòng này").click()
    page.locator("[data-error-summary]").wait_for()
    page.wait_for_load_state("networkidle")
    unfold(page)
    found["422"] = violations(page) + misfits(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
