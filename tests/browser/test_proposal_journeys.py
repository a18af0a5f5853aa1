"""A schedule asked for, seen and used in a real browser: with scripts and without, wide screen and phone."""

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from browser.conftest import pages
from browser.served import BASE, faults
from web.seeded import EVERY_PLANNER
from web.serving import serving

ASK, HAPPENED = f"{BASE}/de-xuat", f"{BASE}/xu-ly"
WIDE, PHONE = 1366, 390
SEARCH_SECONDS = 90_000
PICTURES = os.environ.get("KIEMTRA_PICTURES")
"""A folder into which the pages are drawn, for whoever wants to look at them."""


def copied(service, folder):
    """Give the database of a service once more, so that what is done to it is seen by no other test."""
    source = service.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(folder / "kiemtra.db")) as here:
        there.backup(here)
    return f"sqlite:///{folder / 'kiemtra.db'}"


@pytest.fixture
def draft(browser, served, tmp_path):
    url = copied(served, tmp_path)
    with serving(url, tmp_path / "log") as address:
        service = replace(served, address=address, database=url)
        with pages(browser, service) as made:
            yield lambda width=WIDE, **told: made(EVERY_PLANNER, width=width, **told)


@pytest.fixture
def issued(browser, served_issued, tmp_path):
    url = copied(served_issued, tmp_path)
    with serving(url, tmp_path / "log") as address:
        service = replace(served_issued, address=address, database=url)
        with pages(browser, service) as made:
            yield lambda width=WIDE, **told: made("planner", width=width, **told)


def looked_at(page, name):
    """Find nothing wrong with the page that is shown, and draw it where somebody wants to look."""
    assert faults(page) == [], name
    if PICTURES:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def heading(page):
    return page.locator("h1").inner_text()


def pressed(page, button):
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def result(page):
    """Wait until the page that looks again by itself shows what was found."""
    page.locator("h1").filter(has_not_text="Đang tìm").wait_for(timeout=SEARCH_SECONDS)
    return heading(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_planner_asks_sees_and_uses_an_option_and_takes_it_back(draft, scripts):
    page = draft(java_script_enabled=scripts)
    page.goto(ASK)
    pressed(page, "Tìm phương án")
    assert result(page) == "03 phương án"
    first = page.get_by_role("region", name="Phương án 1")
    assert "Dời 01 đơn vị, tổng cộng 04 ngày: Sở Kế hoạch và Đầu tư." in first.inner_text()
    assert "Đã chứng minh: không thể dời ít hơn 01 đơn vị" in first.inner_text()
    moved = page.locator("td.chg[data-label='Phương án 1']")
    assert moved.all_inner_texts() == ["05/9 - 08/9\nMuộn hơn 04 ngày\n04 ngày làm việc"]
    with page.expect_navigation():
        first.get_by_role("link", name="Xem và dùng phương án 1").click()
    assert heading(page) == "Dùng phương án 1"
    pressed(page, "Dùng phương án này")
    assert page.url.endswith(f"{BASE}/lich")
    assert "Dùng phương án 1 của đề xuất số" in page.locator("main").inner_text()
    pressed(page, "Hoàn tác")
    assert "Dùng phương án 1 của đề xuất số" not in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_page_of_a_proposal_can_be_read_and_used_by_everybody(draft, width):
    page = draft(width=width)
    page.goto(ASK)
    looked_at(page, "hoi")
    page.fill("#tu-ngay", "31/9/2023")
    page.fill("#cum", "Sở Công Thươn; UBND huyện Bù Đăng")
    pressed(page, "Tìm phương án")
    assert page.title().startswith("Lỗi: ")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')") is True
    looked_at(page, "hoi-sai")
    page.goto(ASK)
    pressed(page, "Tìm phương án")
    result(page)
    looked_at(page, "phuong-an")
    found = page.url
    page.goto(f"{found}/phuong-an/2")
    looked_at(page, "dung")
    pressed(page, "Dùng phương án này")
    page.goto(f"{found}/phuong-an/1")
    assert heading(page) == "Chưa dùng được phương án"
    looked_at(page, "da-doi")
    page.goto(ASK)
    page.check("#muc-dich-fresh")
    for name, day in (("tu-ngay", "1/9/2023"), ("den-ngay", "30/9/2023")):
        page.fill(f"#{name}", day)
    pressed(page, "Tìm phương án")
    assert result(page) == "Các yêu cầu vướng nhau"
    looked_at(page, "vuong")


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (PHONE, False)])
def test_an_illness_becomes_an_adjustment_that_moves_as_few_units_as_can_be(issued, width, scripts):
    page = issued(width=width, java_script_enabled=scripts)
    page.goto(HAPPENED)
    with page.expect_navigation():
        page.get_by_role("link", name="Người của đoàn vắng mặt").click()
    if scripts:
        looked_at(page, "xu-ly")
    page.select_option("#nguoi", "huynh-thi-be-nam")
    page.fill("#tu-ngay", "9/8/2023")
    page.fill("#den-ngay", "10.8.2023")
    page.fill("#ly-do", "nghỉ ốm")
    pressed(page, "Tìm cách ít xáo trộn nhất")
    assert result(page).endswith("phương án")
    assert "đơn vị phải dời; ít hơn nữa không được vì:" in page.locator("main").inner_text()
    if scripts:
        looked_at(page, "xu-ly-phuong-an")
    with page.expect_navigation():
        page.get_by_role("link", name="Xem và dùng phương án 1").click()
    assert "phần mềm mở một điều chỉnh" in page.locator("main").inner_text()
    pressed(page, "Dùng phương án này")
    assert page.url.endswith(f"{BASE}/lich")
