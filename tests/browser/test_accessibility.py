"""What WCAG 2.2 asks: axe finds nothing, nothing leaves the screen, the keyboard leads everywhere."""

import pytest
from browser.served import BASE, BY_ROLE, FOUNDING, GROUPS, faults, look, misfits, opened, violations

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
        found[address] = violations(opened(page, server + address))
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [1366, 390, 320])
@pytest.mark.parametrize("role", BY_ROLE)
def test_nothing_is_wrong_with_the_pages_of_each_role_at_any_width(page_as, role, width):
    page = page_as(role, width=width)
    found = {address: faults(opened(page, address)) for address in BY_ROLE[role]}
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_each_role_is_let_in_where_it_works_and_is_told_who_else_may(page_as):
    seen = {}
    for role, addresses in BY_ROLE.items():
        page = page_as(role)
        seen |= {(role, at): page.goto(at).status for at in addresses}
    assert {place: status for place, status in seen.items() if status != 200} == {
        (None, "/loi-moi/khong-co"): 410,
        ("planner", "/quan-tri/nhat-ky"): 403,
        ("unit", BASE): 403,
        ("unit", f"{BASE}/don-vi/so-y-te"): 404,
    }


@pytest.mark.parametrize("width", [1366, 390, 320])
def test_nothing_leaves_the_screen_or_is_cut_at_any_width(server, page_of, width):
    page = page_of(width)
    wrong = {}
    for address in (address for group in GROUPS.values() for address in group):
        found = misfits(opened(page, server + address))
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
