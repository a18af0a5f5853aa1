"""An adjustment from opening to the last confirmation, by keys alone, and its pages on wide screen and phone."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from browser.served import BASE, FOUNDING, faults, opened
from web.seeded import NOW
from web.serving import serving

from app.db.engine import create_engine
from app.db.store import open_store
from app.domain.people import Actor
from app.services.adjusting import adjust_plan
from app.services.releases import problems_to_accept, release_plan

ADJUSTMENT, NOTICES = f"{BASE}/dieu-chinh", f"{BASE}/thong-bao"
BY = Actor(name="kiểm thử")
MOVES = (
    b'[[moves]]\nunit = "so-cong-thuong"\nwindow = { first = 2023-10-02, last = 2023-10-04 }\n'
    b'[[withdrawals]]\nunit = "ubnd-huyen-phu-rieng"\n'
)


@pytest.fixture
def served_issued(served_issued, tmp_path):
    """The service with the issued plan over a copy of its own: what is done here is seen by no other test."""
    copy = tmp_path / "kiemtra.db"
    source = served_issued.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(copy)) as here:
        there.backup(here)
    url = f"sqlite:///{copy}"
    with serving(url, tmp_path / "log") as address:
        yield replace(served_issued, address=address, database=url)


def stored(served, do):
    """Do something in the database of the service."""
    engine = create_engine(served.database)
    with open_store(engine) as store:
        do(store)
    engine.dispose()


def adjust(store):
    adjust_plan(store, FOUNDING, MOVES, "yeu-cau.toml", by=BY, at=NOW)


def issue(store):
    """Issue what is drafted, everything that is open accepted."""
    found = problems_to_accept(store, store.plans.dossier(FOUNDING), store.days_off.calendar(), NOW.date())
    reasons = {each.problem.code: "Lý do." for each in found if each.problem.severity != "info"}
    release_plan(
        store,
        FOUNDING,
        number="1300",
        day=date(2023, 7, 10),
        by_person="huynh-thi-be-nam",
        reasons=reasons,
        by=BY,
        at=NOW,
    )


def pressed(page, name, role="button"):
    """Press a button or link of that name by key and wait for the page that answers."""
    page.locator("main").get_by_role(role, name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def heading(page):
    return page.locator("h1").inner_text()


def test_an_adjustment_is_opened_drafted_told_and_confirmed_by_keys_alone(page_as, served_issued):
    page = page_as("planner")
    page.goto(ADJUSTMENT)
    page.get_by_label("Lý do điều chỉnh").focus()
    page.keyboard.type("Bão số 5")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Quyết định thay thế").is_checked()
    page.keyboard.press("ArrowUp")
    pressed(page, "Mở điều chỉnh")
    assert heading(page) == "Điều chỉnh đang soạn"
    assert page.get_by_label("Quyết định sửa đổi, bổ sung").is_checked()

    stored(served_issued, adjust)
    page.goto(ADJUSTMENT)
    assert page.locator("#h-thay-doi ~ .tag").inner_text().strip() == "02 thay đổi"
    assert faults(page) == []
    stored(served_issued, issue)

    page.goto(NOTICES)
    page.get_by_role("link", name="Sở Công Thương", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("Bổ sung vào thông báo").focus()
    page.keyboard.type("Mong thông cảm.")
    pressed(page, "Lưu lời bổ sung")
    assert "Đã lưu lời bổ sung" in page.locator("main").inner_text()
    pressed(page, "Gửi thông báo này", "link")
    assert heading(page) == "Gửi 1 thông báo?"
    pressed(page, "Gửi 1 thông báo")
    assert heading(page) == "Đã gửi 1 thông báo"

    unit = page_as("unit")
    unit.goto(f"{BASE}/don-vi/so-cong-thuong")
    unit.locator("section[aria-labelledby=h-thong-bao-den] a").first.focus()
    with unit.expect_navigation():
        unit.keyboard.press("Enter")
    assert "Mong thông cảm." in unit.locator("main").inner_text()
    pressed(unit, "Xác nhận đã nhận")
    assert "Đã xác nhận đã nhận" in unit.locator("main").inner_text()

    page.goto(NOTICES)
    confirmed = page.locator("section[aria-labelledby=h-da-xac-nhan] tbody tr")
    assert (confirmed.count(), "Sở Công Thương" in confirmed.inner_text()) == (1, True)


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_is_wrong_with_the_pages_of_an_adjustment_at_any_width(page_as, served_issued, width):
    page = page_as("planner", width=width)
    found = {"opening": faults(opened(page, ADJUSTMENT))}
    stored(served_issued, adjust)
    found |= {at: faults(opened(page, at)) for at in (ADJUSTMENT, f"{ADJUSTMENT}/bo")}
    stored(served_issued, issue)
    found |= {at: faults(opened(page, at)) for at in (NOTICES, f"{NOTICES}/1", f"{NOTICES}/gui")}
    with page.expect_navigation():
        page.get_by_role("button", name="Gửi 14 thông báo").click()
    found["sent"] = faults(page)
    found |= {f"{at} sent": faults(opened(page, at)) for at in (NOTICES, f"{NOTICES}/1")}
    unit = page_as("unit", width=width)
    found |= {at: faults(opened(unit, at)) for at in ("/thong-bao-den", "/thong-bao-den/1")}
    found["unit"] = faults(opened(unit, f"{BASE}/don-vi/so-cong-thuong"))
    found["member"] = faults(opened(page_as("member", width=width), "/viec-cua-toi"))
    assert {at: wrong for at, wrong in found.items() if wrong} == {}


def test_without_scripts_the_same_is_done_by_forms(page_as, served_issued):
    stored(served_issued, adjust)
    stored(served_issued, issue)
    page = page_as("planner", java_script_enabled=False)
    page.goto(f"{NOTICES}/gui")
    page.get_by_role("button", name="Gửi 14 thông báo").click()
    assert heading(page) == "Đã gửi 14 thông báo"
    page.goto(f"{NOTICES}/2")
    page.get_by_label("Đã nhận bằng cách nào").fill("nhận qua điện thoại")
    page.get_by_role("button", name="Ghi nhận đã nhận").click()
    assert "nhận qua điện thoại" in page.locator("main").inner_text()
