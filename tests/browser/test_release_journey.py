"""From draft to submission, issue, adjustment and comparison in a real browser, by keys alone, and without scripts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from browser.conftest import pages, running
from browser.served import BASE, FOUNDING, faults
from web.seeded import EVERY_PLANNER

from app.db.engine import create_engine
from app.db.store import open_store
from app.domain.people import Actor
from app.services.adjusting import adjust_plan

MOVE = b'moves = [{ unit = "so-ke-hoach-va-dau-tu", window = { first = 2023-09-05, last = 2023-09-08 } }]'


@pytest.fixture(scope="module")
def drawn_up(browser, tmp_path_factory):
    """A service of its own, with the founding plan as it is drawn up."""
    assert browser.is_connected()
    with running(tmp_path_factory.mktemp("release"), is_released=False) as service:
        yield service


@pytest.fixture
def page_of_planner(browser, drawn_up):
    with pages(browser, drawn_up) as made:
        yield lambda **told: made(EVERY_PLANNER, **told)


def pressed(page, button):
    page.get_by_role("button", name=button, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def typed(page, label, text):
    page.get_by_label(label).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def heading(page):
    return page.locator("h1").inner_text()


def test_a_plan_goes_from_draft_to_two_versions_that_are_compared(page_of_planner, drawn_up):
    page = page_of_planner()
    wrong = {}
    page.goto(BASE)
    page.get_by_role("link", name="Trình kế hoạch", exact=True).click()
    wrong["submit"] = faults(page)
    typed(page, "Số, ký hiệu tờ trình", "1400")
    typed(page, "Ngày ký tờ trình", "31/6/2023")
    pressed(page, "Trình kế hoạch")
    assert page.locator("[data-error-summary]").evaluate("each => each === document.activeElement")
    wrong["submit refused"] = faults(page)
    typed(page, "Ngày ký tờ trình", "5/7/2023")
    pressed(page, "Trình kế hoạch")
    assert heading(page) == "Hồ sơ trình"
    wrong["submitted"] = faults(page)
    page.goto(f"{BASE}/rut-ve")
    wrong["withdraw"] = faults(page)
    page.goto(f"{BASE}/ly-do")
    for field in page.locator("textarea").all():
        field.fill("Đã thống nhất với đơn vị.")
    pressed(page, "Lưu lý do")
    assert page.get_by_role("heading", name="Đã lưu lý do").is_visible()
    wrong["reasons"] = faults(page)
    page.goto(f"{BASE}/ban-hanh")
    typed(page, "Số văn bản", "1234")
    typed(page, "Ngày ký", "06072023")
    page.get_by_label("Người phê duyệt của cơ quan chủ trì").select_option("huynh-thi-be-nam")
    pressed(page, "Xem lại trước khi ban hành")
    assert heading(page) == "Ban hành bản số 1?"
    wrong["confirm"] = faults(page)
    pressed(page, "Ban hành bản số 1")
    assert heading(page) == "Bản ban hành số 1"
    wrong["issued"] = faults(page)
    engine = create_engine(drawn_up.database)
    with open_store(engine) as store:
        at = datetime(2023, 7, 10, 6, tzinfo=UTC)
        adjust_plan(store, FOUNDING, MOVE, "dieu-chinh.toml", by=Actor(name="kiểm thử"), at=at)
    engine.dispose()
    page.get_by_role("link", name="Phiên bản", exact=True).click()
    wrong["versions"] = faults(page)
    page.get_by_role("link", name="So sánh hai bản").click()
    assert heading(page) == "So sánh bản ban hành số 1 và bản dự thảo"
    wrong["comparison"] = faults(page)
    row = page.locator("tbody tr", has_text="Sở Kế hoạch và Đầu tư, thời gian")
    assert row.locator("td").all_inner_texts() == [
        "từ ngày 01/9/2023 đến hết ngày 08/9/2023", "từ ngày 05/9/2023 đến hết ngày 08/9/2023",
    ]  # fmt: skip
    assert {place: found for place, found in wrong.items() if found} == {}


def test_the_same_pages_fit_a_phone_and_need_no_script(page_of_planner):
    page = page_of_planner(width=390, java_script_enabled=False)
    for place in ("", "/phien-ban", "/phien-ban/1", "/phien-ban/so-sanh", "/ly-do", "/trinh", "/ban-hanh"):
        assert page.goto(BASE + place).status == 200
    page.get_by_label("Số văn bản").fill("abc")
    page.get_by_role("button", name="Xem lại trước khi ban hành").click()
    assert "Chưa ban hành" in page.locator("[data-error-summary]").inner_text()
    fitting = page_of_planner(width=390)
    wrong = {}
    for place in ("/phien-ban", "/phien-ban/1", "/phien-ban/so-sanh", "/ly-do", "/trinh", "/ban-hanh"):
        fitting.goto(BASE + place)
        wrong[place] = faults(fitting)
    assert {place: found for place, found in wrong.items() if found} == {}
