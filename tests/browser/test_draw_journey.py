"""The draw of Phú Riềng in a real browser, by keys alone, with two officers, on a phone, and recomputed by hand."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from browser.conftest import pages, running
from browser.served import BASE, faults
from programs import require_program
from web.seeded import EVERY_PLANNER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.conftest import Served
    from playwright.sync_api import Browser, Page

DRAWS = f"{BASE}/chon-xa"
PLACE = f"{DRAWS}/ubnd-huyen-phu-rieng"
PARTIES = ("Trưởng đoàn", "Sở Thông tin và Truyền thông", "Đại diện UBND huyện Phú Riềng")
WIDTHS = (1366, 390, 320)


@pytest.fixture
def service(browser: Browser, tmp_path: Path) -> Iterator[Served]:
    """A service of its own: a draw is made once."""
    assert browser.is_connected()
    with running(tmp_path, is_released=False) as served:
        yield served


@pytest.fixture
def officer(browser: Browser, service: Served) -> Iterator[Callable[..., Page]]:
    with pages(browser, service) as made:
        yield lambda **told: made(EVERY_PLANNER, **told)


def pressed(page: Page, role: str, name: str) -> None:
    """Press a link or button by key, and wait for the page that it leads to."""
    page.get_by_role(role, name=name, exact=True).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def typed(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def wrong_at_any_width(page: Page) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {fault}" for fault in faults(page)]
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return found


def to_the_seed(page: Page) -> None:
    """Put up the list of Phú Riềng without one unit, and freeze it."""
    page.goto(f"{PLACE}/danh-sach")
    page.get_by_label("Xã Long Bình: xếp vào").select_option("ngoai")
    page.get_by_label("Xã Long Bình: lý do").fill("Đã kiểm tra năm 2022 theo Kế hoạch số 5")
    page.get_by_label("Số đơn vị chọn ngẫu nhiên").fill("2")
    page.get_by_label("Ghép phần của các bên").check()
    page.get_by_label("Những người có mặt, hoặc các bên ghi kín").fill("\n".join(PARTIES))
    page.get_by_role("button", name="Lưu và công bố danh sách dự kiến").click()
    page.get_by_role("link", name="Chốt danh sách", exact=True).click()
    page.get_by_role("button", name="Chốt và công bố").click()


def to_the_draw(page: Page) -> None:
    """Enter the parts of the seed."""
    page.get_by_role("link", name="Nhập dãy số", exact=True).click()
    for party, part in zip(PARTIES, ("4071", "2936", "8850"), strict=True):
        page.get_by_label(party, exact=True).fill(part)
    page.get_by_label("Nguồn của dãy số").fill("Phiên chọn sáng 10/7/2023 tại Sở Nội vụ")
    page.get_by_role("button", name="Ghi dãy số").click()


def chosen(page: Page) -> list[str]:
    return page.locator(".drawn-units li").all_inner_texts()


def test_the_draw_of_phu_rieng_is_carried_through_by_keys_alone_and_fits_every_screen(officer):
    page, wrong = officer(), {}
    page.goto(BASE)
    pressed(page, "link", "Chọn ngẫu nhiên")
    wrong["list"] = wrong_at_any_width(page)
    pressed(page, "link", "UBND huyện Phú Riềng")
    wrong["nothing yet"] = wrong_at_any_width(page)
    pressed(page, "link", "Lập danh sách")
    wrong["frame"] = wrong_at_any_width(page)
    page.get_by_label("Xã Long Bình: xếp vào").focus()
    page.keyboard.press("ArrowDown")
    typed(page, "Số đơn vị chọn ngẫu nhiên", "2")
    page.get_by_label("Gieo xúc xắc tại phiên chọn").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    typed(page, "Những người có mặt, hoặc các bên ghi kín", "\n".join(PARTIES))
    pressed(page, "button", "Lưu và công bố danh sách dự kiến")
    assert page.locator("[data-error-summary]").evaluate("each => each === document.activeElement")
    assert "thiếu lý do" in page.locator("[data-error-summary]").inner_text()
    wrong["frame refused"] = wrong_at_any_width(page)
    typed(page, "Xã Long Bình: lý do", "Đã kiểm tra năm 2022 theo Kế hoạch số 5")
    pressed(page, "button", "Lưu và công bố danh sách dự kiến")
    wrong["proposed"] = wrong_at_any_width(page)
    pressed(page, "link", "Chốt danh sách")
    wrong["commit"] = wrong_at_any_width(page)
    pressed(page, "button", "Chốt và công bố")
    wrong["committed"] = wrong_at_any_width(page)
    pressed(page, "link", "Nhập dãy số")
    typed(page, PARTIES[0], "4071")
    pressed(page, "button", "Ghi dãy số")
    wrong["seed refused"] = wrong_at_any_width(page)
    typed(page, PARTIES[1], "2936")
    typed(page, PARTIES[2], "8850")
    typed(page, "Nguồn của dãy số", "Phiên chọn sáng 10/7/2023 tại Sở Nội vụ")
    pressed(page, "button", "Ghi dãy số")
    wrong["seeded"] = wrong_at_any_width(page)
    pressed(page, "button", "Chọn")
    assert len(chosen(page)) == 2
    assert page.get_by_text("khớp 9/9 mã").is_visible()
    wrong["drawn"] = wrong_at_any_width(page)
    pressed(page, "link", "Thay một đơn vị")
    wrong["replace"] = wrong_at_any_width(page)
    page.goto(f"{PLACE}/huy")
    wrong["annul"] = wrong_at_any_width(page)
    page.goto(f"{DRAWS}/nhieu-noi/danh-sach")
    wrong["several lists"] = wrong_at_any_width(page)
    assert {place: found for place, found in wrong.items() if found} == {}


def test_what_the_page_prints_is_enough_to_recompute_the_draw_with_sha256sum_alone(officer, tmp_path):
    page = officer()
    to_the_seed(page)
    to_the_draw(page)
    page.get_by_role("button", name="Chọn", exact=True).click()
    lines = page.locator("#h-kiem-chung").locator("xpath=../..").locator("pre").inner_text().strip().splitlines()
    (tmp_path / "danh-sach.txt").write_bytes(
        page.request.get(page.get_by_role("link", name="danh sách 09 đơn vị (.txt)").get_attribute("href")).body()
    )

    def output(line: str) -> str:
        shell = [require_program("bash"), "-c", line]
        return subprocess.run(shell, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    hashes = page.locator(".steps .hash").all_inner_texts()
    assert [output(line).split()[0] for line in lines[:2]] == hashes
    found = [line.split() for line in output(lines[2]).splitlines()]
    rows = page.locator(".draw-order tbody tr")
    shown = [row.locator("td.mono").all_inner_texts() for row in rows.all()]
    assert [[code, ticket[:16]] for ticket, code in found] == shown
    assert chosen(page) == page.locator(".draw-order tbody th").all_inner_texts()[:2]


def test_of_two_officers_who_press_at_once_one_draws_and_the_other_is_told(officer):
    first, second = officer(), officer()
    to_the_seed(first)
    to_the_draw(first)
    second.goto(PLACE)
    first.get_by_role("button", name="Chọn", exact=True).click()
    second.get_by_role("button", name="Chọn", exact=True).click()
    told = second.locator("[data-error-summary]")
    assert "vừa có người khác ghi thêm một bước" in told.inner_text()
    assert told.evaluate("each => each === document.activeElement")
    assert chosen(second) == chosen(first)
    assert second.get_by_role("button", name="Chọn", exact=True).count() == 0
    assert faults(second) == []


def test_a_draw_needs_no_script_and_a_second_one_says_so(officer):
    page = officer(width=390, java_script_enabled=False)
    to_the_seed(page)
    to_the_draw(page)
    page.get_by_role("button", name="Chọn", exact=True).click()
    before = chosen(page)
    page.get_by_role("link", name="Thay một đơn vị").click()
    page.get_by_label(before[0], exact=True).check()
    page.get_by_label("Lý do").fill("Xã bị chia cắt do lũ")
    page.get_by_role("button", name="Thay bằng").click()
    assert chosen(page)[0] not in before
    page.get_by_role("link", name="Hủy lần chọn").click()
    page.get_by_label("Lý do").fill("Sót một xã")
    page.get_by_label("Người ký").fill("Trưởng đoàn")
    page.get_by_role("button", name="Hủy lần chọn").click()
    page.get_by_role("link", name="Lập danh sách mới").click()
    assert "Lần chọn thứ 02" in page.locator("main").inner_text()
    page.get_by_role("button", name="Lưu và công bố danh sách dự kiến").click()
    assert "01 lần trước đã hủy" in page.locator("main").inner_text()
