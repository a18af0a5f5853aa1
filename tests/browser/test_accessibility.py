"""What WCAG 2.2 asks: axe finds nothing, nothing leaves the screen, the keyboard leads everywhere."""

from pathlib import Path

import pytest
from browser.served import FOUNDING, GROUPS, look, opened

AXE = (Path(__file__).parent / "axe-core-4.14.1.min.js").read_text(encoding="utf-8")
RUN = """() => axe.run(document, {rules: {'target-size': {enabled: true}}}).then(result => result.violations.flatMap(
    violation => violation.nodes.map(node => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`)))"""
BASE = f"/ke-hoach/{FOUNDING}"

SPACING = (
    "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
    "p {margin-bottom: 2em !important}"
)


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("group", GROUPS)
def test_axe_finds_nothing_on_any_page(server, page_of, group, width):
    page = page_of(width)
    found = {}
    for address in GROUPS[group]:
        opened(page, server + address)
        page.evaluate(AXE)
        found[address] = page.evaluate(RUN)
    assert {address: violations for address, violations in found.items() if violations} == {}


@pytest.mark.parametrize("width", [1366, 390, 320])
def test_nothing_leaves_the_screen_or_is_cut_at_any_width(server, page_of, width):
    page = page_of(width)
    wrong = {}
    for address in (address for group in GROUPS.values() for address in group):
        opened(page, server + address)
        found = look(page, "beyond") + look(page, "cut")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append("the page scrolls sideways")
        if found:
            wrong[address] = found
    assert wrong == {}


def test_text_spaced_as_a_reader_likes_still_fits(server, page_of):
    page = page_of(390, bypass_csp=True)
    wrong = {}
    for address in GROUPS[FOUNDING]:
        opened(page, server + address).add_style_tag(content=SPACING)
        found = look(page, "beyond") + look(page, "cut")
        if found:
            wrong[address] = found
    assert wrong == {}


def test_text_twice_as_large_still_fits(server, page_of):
    page = page_of(683, device_scale_factor=2)
    wrong = {}
    for address in GROUPS[FOUNDING]:
        found = look(opened(page, server + address), "beyond")
        if found:
            wrong[address] = found
    assert wrong == {}


# The keyboard


def test_the_first_key_leads_past_the_navigation(server, page_of):
    page = page_of()
    opened(page, server + BASE).keyboard.press("Tab")
    assert look(page, "focused") == {"name": "Chuyển đến nội dung chính", "seen": True, "marked": True}
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)") is True
    assert look(page, "focused")["name"] == "In"


@pytest.mark.parametrize("width", [1366, 390])
def test_every_place_that_the_keyboard_reaches_is_seen_and_marked(server, page_of, width):
    page = page_of(width)
    wrong = {}
    for address in (BASE, f"{BASE}/lich", f"{BASE}/lich/ban-in", f"{BASE}/don-vi/ubnd-huyen-bu-dang", "/khong-co"):
        opened(page, server + address)
        for _ in range(look(page, "stops")):
            page.keyboard.press("Tab")
            place = look(page, "focused")
            if not (place["seen"] and place["marked"]):
                wrong.setdefault(address, []).append(place)
        assert page.evaluate("document.activeElement.textContent") == "Khả năng tiếp cận", address
    assert wrong == {}


def test_what_is_folded_opens_by_key(server, page_of):
    page = page_of()
    page.goto(server + BASE)
    summary = page.locator("summary", has_text="Xem dạng bảng")
    table = page.get_by_role("region", name="Bảng lịch kiểm tra")
    assert table.is_visible() is False
    summary.focus()
    page.keyboard.press("Enter")
    assert table.is_visible() is True


def test_the_table_behind_the_drawing_can_be_scrolled_by_key(server, page_of):
    page = page_of(390)
    page.goto(f"{server}{BASE}/lich")
    region = page.get_by_role("region", name="Bảng lịch kiểm tra, cuộn ngang khi màn hình hẹp")
    region.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(50):
        if page.evaluate("document.querySelector('.scroll').scrollLeft") > 0:
            return
        page.wait_for_timeout(20)
    pytest.fail("the arrow key scrolled nothing")
