"""An unannounced check in a real browser: sealed by keys alone, opened by the leader, called off; on a phone too."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from browser.conftest import pages, running
from browser.served import BASE, faults
from web.seeded import BY, FOUNDING

from app.db.engine import create_engine
from app.db.store import open_store
from app.domain.dates import Window
from app.services.sealed_checks import WantedCheck, seal_check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser.conftest import Served
    from playwright.sync_api import Browser, Page

CHECKS = f"{BASE}/dot-xuat"
DUE = f"{CHECKS}/2"
HIDDEN = "Ban Dân tộc"
TODAY = WantedCheck(
    batch="dot-1",
    unit="ban-dan-toc",
    window=Window(first=date(2023, 7, 10), last=date(2023, 7, 11)),
    opens_at=datetime(2023, 7, 10, 1, tzinfo=UTC),
)
"""A check whose hour, 8 o'clock of the day that the clock shows, has come."""


@pytest.fixture(scope="module")
def service(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service of its own with a check that is due: number 2 of the plan."""
    assert browser.is_connected()
    with running(tmp_path_factory.mktemp("sealed"), is_released=True) as served:
        engine = create_engine(served.database)
        with open_store(engine) as store:
            assert seal_check(store, FOUNDING, TODAY, random_bytes=lambda size: b"r" * size, **BY).number == 2
        engine.dispose()
        yield served


@pytest.fixture
def page_as(browser: Browser, service: Served) -> Iterator[Callable[..., Page]]:
    with pages(browser, service) as made:
        yield made


def told(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def pressed(page: Page, role: str, name: str) -> None:
    """Press a link or button by key, and wait for the page that it leads to."""
    page.get_by_role(role, name=name, exact=True).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def typed(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


@pytest.mark.parametrize("width", [1366, 390, 320])
def test_nothing_is_wrong_with_the_pages_at_any_width(page_as: Callable[..., Page], width: int) -> None:
    page = page_as("planner", width=width)
    found = {}
    for address in (CHECKS, f"{CHECKS}/moi", f"{CHECKS}/1", f"{CHECKS}/1/huy", f"{BASE}/lich"):
        assert page.goto(address).status == 200, address
        found[address] = faults(page)
    page.goto(f"{CHECKS}/moi")
    page.get_by_role("button", name="Niêm phong").click()
    found["faulty"] = faults(page)
    member = page_as("member", width=width)
    for address in ("/viec-cua-toi", "/viec-cua-toi/lich"):
        member.goto(address)
        found[address] = faults(member)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_a_check_is_sealed_by_keys_and_called_off(page_as: Callable[..., Page]) -> None:
    page = page_as("planner")
    page.goto(f"{BASE}/lich")
    pressed(page, "link", "Kiểm tra đột xuất")
    pressed(page, "link", "Niêm phong một cuộc kiểm tra")
    page.get_by_label("Đợt", exact=True).select_option(label="Đợt 3")
    page.get_by_label("Đơn vị kiểm tra").select_option(label=HIDDEN)
    typed(page, "Từ ngày", "05/10/2023")
    typed(page, "Ngày mở niêm phong", "05/10/2023")
    typed(page, "Giờ mở niêm phong", "6h45")
    pressed(page, "button", "Niêm phong")
    assert "Đã niêm phong" in told(page)
    assert "Tên đơn vị được niêm phong đến 06 giờ 45 phút, ngày 05/10/2023." in told(page)
    assert HIDDEN not in page.content()
    pressed(page, "link", "Hủy cuộc kiểm tra này")
    typed(page, "Lý do hủy", "Mưa lũ, đường bị chia cắt")
    typed(page, "Người ký quyết định hủy", "Giám đốc Sở Nội vụ")
    pressed(page, "button", "Hủy cuộc kiểm tra")
    assert "Lý do và người ký đã ghi vào sổ công khai." in told(page)
    assert HIDDEN not in page.content()


def test_the_leader_opens_a_check_on_the_phone_and_everybody_sees_it(page_as: Callable[..., Page]) -> None:
    guest = page_as(None, width=390)
    public = f"/cong-khai/dot-xuat/{FOUNDING}.dot-xuat.2"
    guest.goto(public)
    assert HIDDEN not in guest.content()
    page = page_as("leader", width=390)
    page.goto("/viec-cua-toi")
    page.locator("main").get_by_role("link", name="Đoàn công tác").first.click()
    assert page.url.endswith(DUE)
    pressed(page, "button", "Mở niêm phong")
    assert "Đã mở niêm phong" in told(page)
    assert HIDDEN in told(page)
    assert faults(page) == []
    guest.goto(public)
    assert HIDDEN in told(guest)
