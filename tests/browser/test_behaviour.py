"""Pages in a real browser: nothing refused, nothing from elsewhere, everything there without scripts too."""

import pytest
from browser.served import BASE, FOUNDING, GROUPS, look, opened


@pytest.mark.parametrize("group", GROUPS)
def test_no_page_makes_the_browser_complain_or_ask_elsewhere(server, page_of, group):
    page = page_of()
    said, asked = [], set()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda answer: said.append(answer.url) if answer.status >= 400 else None)
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.add_init_script("addEventListener('securitypolicyviolation', event => console.error(event.violatedDirective))")
    for address in GROUPS[group]:
        if address != "/khong-co":
            opened(page, server + address)
    assert (said, asked) == ([], {server.removeprefix("http://")})


def test_the_pages_are_set_in_the_font_that_is_sent_with_them(server, page_of):
    page = opened(page_of(), server + BASE)
    faces = page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family)")
    assert {face.strip('"') for face in faces} == {"Source Sans 3 Variable"}
    assert len(faces) == 2


@pytest.mark.parametrize("group", ["general", FOUNDING])
def test_a_page_says_the_same_without_scripts(server, page_of, group):
    plain, scripted = page_of(java_script_enabled=False), page_of()
    different = []
    for address in GROUPS[group]:
        texts = []
        for page in (plain, scripted):
            page.goto(server + address)
            words = " ".join(page.locator("body").inner_text().split())
            for label in page.locator("button[data-print]").all_text_contents():
                words = words.replace(f" {label.strip()} ", " ")
            texts.append(words)
        if texts[0] != texts[1]:
            different.append(address)
    assert different == []


def test_a_button_that_only_a_script_can_serve_is_shown_only_with_scripts(server, page_of):
    for enabled in (False, True):
        page = page_of(java_script_enabled=enabled)
        page.goto(server + BASE)
        assert page.locator("button[data-print]").is_visible() is enabled


def test_a_file_is_saved_under_its_official_name(server, page_of):
    page = page_of(accept_downloads=True)
    page.goto(f"{server}{BASE}/don-vi/so-ke-hoach-va-dau-tu")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Đề cương báo cáo kèm phụ lục").click()
    assert waiting.value.suggested_filename == "Đề cương báo cáo kèm phụ lục - Sở Kế hoạch và Đầu tư.docx"


def test_an_officer_finds_the_papers_of_a_unit_from_the_list_of_plans(server, page_of):
    page = page_of()
    page.goto(f"{server}/ke-hoach")
    page.get_by_role("link", name="trên địa bàn tỉnh Bình Phước").click()
    page.locator("svg.tl a", has_text="Sở Kế hoạch và Đầu tư").click()
    assert page.locator("h1").inner_text() == "Sở Kế hoạch và Đầu tư"
    page.get_by_role("link", name="Văn bản", exact=True).click()
    assert page.locator("h1").inner_text() == "Văn bản"
    assert page.get_by_role("link", name="Tải cả bộ (.zip)").is_visible()


def test_the_drawing_gives_way_to_a_list_on_a_narrow_screen(server, page_of):
    seen = {}
    for width in (1366, 390):
        page = page_of(width)
        page.goto(server + BASE)
        seen[width] = (page.locator("svg.tl").is_visible(), page.locator("ol.tl-list").is_visible())
    assert seen == {1366: (True, False), 390: (False, True)}


def test_the_labels_of_the_drawing_do_not_run_into_each_other(server, page_of):
    for plan in GROUPS:
        if plan == "general":
            continue
        page = opened(page_of(), f"{server}/ke-hoach/{plan}")
        assert look(page, "collisions") == [], plan
