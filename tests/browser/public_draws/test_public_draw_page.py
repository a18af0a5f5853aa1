"""The public pages in a browser: they verify themselves, for whoever looks, types, or prints."""

import json
import re
import subprocess

import pytest
from browser.public_draws.public_pages import DRAWN, EVERY_PAGE, record, unmet, verdict
from browser.served import faults, look, opened
from browser.test_print import PORTRAIT, letters, printed, said
from programs import require_program
from web.made_draws import MADE


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_each_page_verifies_itself_when_it_is_opened(public, window, path):
    page = window()
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(public.address + path)
    is_proposal = path.endswith(MADE["proposed"])
    pattern = (
        r"Danh sách dự kiến chưa chốt"
        if is_proposal
        else r"trình duyệt này đã tính lại \d+ mã SHA-256, tất cả đều khớp"
    )
    assert re.search(pattern, verdict(page))
    assert (unmet(page), told) == ([], [])


def test_every_ticket_and_entry_is_marked_as_recomputed(public, window):
    page = window()
    page.goto(public.address + DRAWN)
    verdict(page)
    assert set(page.locator("[data-ticket-check]").all_inner_texts()) == {" khớp"}
    assert set(page.locator("[data-entry-check]").all_inner_texts()) == {" khớp"}


def served_with(page, path, whole):
    """Let the service give another record than it has."""
    page.route(f"**{path}.json", lambda route: route.fulfill(json=whole))


def test_a_ticket_changed_on_the_way_is_named_in_plain_words_and_marked_in_its_row(public, window):
    page, whole = window(), record(public, DRAWN)
    code, right = whole["tickets"][4]["code"], whole["tickets"][4]["ticket"]
    wrong = whole["tickets"][4]["ticket"] = right.replace(right[5], "0" if right[5] != "0" else "1", 1)
    served_with(page, DRAWN, whole)
    page.goto(public.address + DRAWN)
    assert "không khớp" in verdict(page)
    assert unmet(page) == ["tickets", "page"]
    told = page.locator("[data-check=tickets] ul li").all_inner_texts()
    assert told == [f"Vé của đơn vị mã “{code}” tính lại là {right}, hồ sơ ghi {wrong}."]
    marks = {
        place.get_attribute("data-ticket-check"): place.inner_text()
        for place in page.locator("[data-ticket-check]").all()
    }
    assert [own for own, mark in marks.items() if mark != " khớp"] == [code]


def test_a_page_that_shows_another_result_than_the_record_is_found(public, window):
    page, whole = window(), record(public, DRAWN)
    shown = page.request.get(public.address + DRAWN).text()
    names = {unit["code"]: unit["name"] for unit in whole["frame"]}
    other = names[whole["alternates"][-1]]
    forged = shown.replace(f"<b data-chosen>{names[whole['drawn'][1]]}</b>", f"<b data-chosen>{other}</b>")
    assert forged != shown
    page.route(f"**{DRAWN}", lambda route: route.fulfill(body=forged, content_type="text/html"))
    page.goto(public.address + DRAWN)
    assert "không khớp" in verdict(page)
    assert unmet(page) == ["page"]


def test_a_saved_record_is_verified_without_being_sent(public, window, tmp_path):
    page, whole = window(), record(public, DRAWN)
    page.goto(public.address + DRAWN)
    verdict(page)
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    saved = tmp_path / "ho-so.json"
    saved.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    page.get_by_label("Kiểm chứng một tệp hồ sơ").set_input_files(saved)
    page.wait_for_function("document.querySelector('[data-verdict]').textContent.includes('ho-so.json')")
    assert (unmet(page), "tất cả đều khớp" in verdict(page)) == ([], True)
    whole["witnesses"].append("Người khác")
    saved.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    page.get_by_label("Kiểm chứng một tệp hồ sơ").set_input_files([])
    page.get_by_label("Kiểm chứng một tệp hồ sơ").set_input_files(saved)
    page.wait_for_selector("[data-check=seed][data-fits=false]")
    assert (unmet(page), sent) == (["seed"], [])


def test_an_older_record_is_found_out_by_the_page_and_so_is_an_older_file(public, window, tmp_path):
    page, whole = window(), record(public, DRAWN)
    whole["ledger"].pop()
    saved = tmp_path / "cu.json"
    saved.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    page.goto(public.address + DRAWN)
    verdict(page)
    page.get_by_label("Kiểm chứng một tệp hồ sơ").set_input_files(saved)
    page.wait_for_selector("[data-check=page][data-fits=false]")
    assert unmet(page) == ["page"]
    served_with(page, DRAWN, whole)
    page.goto(public.address + DRAWN)
    verdict(page)
    assert unmet(page) == ["page"]


def test_a_record_that_cannot_be_had_is_told_and_leads_to_the_other_ways(public, window):
    page = window()
    page.route(f"**{DRAWN}.json", lambda route: route.fulfill(status=500, body="x"))
    page.goto(public.address + DRAWN)
    assert "kiểm chứng bằng dòng lệnh" in verdict(page)


def test_without_a_script_the_page_leads_to_the_other_ways_and_shows_no_dead_field(public, window):
    page = window(java_script_enabled=False)
    page.goto(public.address + DRAWN)
    assert page.get_by_text("cần bật JavaScript").is_visible() is True
    assert page.get_by_label("Kiểm chứng một tệp hồ sơ").is_visible() is False


# For whoever sees it badly, on a small screen, on paper


@pytest.mark.parametrize("width", [1366, 390, 320])
def test_nothing_is_wrong_with_any_public_page_at_any_width(public, window, width):
    page, wrong = window(width), {}
    for path in EVERY_PAGE:
        page.goto(public.address + path)
        verdict(page)
        found = faults(opened(page, public.address + path))
        if found:
            wrong[path] = found
    assert wrong == {}


def test_every_place_that_the_keyboard_reaches_is_seen_and_marked(public, window):
    page, wrong = window(390), []
    opened(page, public.address + DRAWN)
    verdict(page)
    for _ in range(look(page, "stops")):
        page.keyboard.press("Tab")
        place = look(page, "focused")
        if not (place["seen"] and place["marked"]):
            wrong.append(place)
    assert wrong == []


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_public_page_is_printed_within_the_margins_with_its_address(public, window, tmp_path, path):
    page = window()
    sheets = printed(page, public.address + path, tmp_path)
    assert [(sheet.size, sheet.outside()) for sheet in sheets] == [(PORTRAIT, [])] * len(sheets)
    text = said(sheets)
    assert letters(page.locator("h1").inner_text()) in text
    assert letters(public.address + path) in text
    assert text.endswith(letters(page.locator(".print-note").text_content()))


def test_the_qr_code_is_drawn_on_paper_and_not_on_the_screen(public, window, tmp_path):
    page = window()
    page.goto(public.address + DRAWN)
    assert page.locator(".qr").is_visible() is False
    page.emulate_media(media="print")
    box = page.locator(".qr svg").bounding_box()
    assert box["width"] == box["height"] == pytest.approx(32 / 25.4 * 96, abs=1)
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    fonts = subprocess.run(
        [require_program("pdftotext"), "-layout", str(tmp_path / "page.pdf"), "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert all(entry["hash"][:32] in fonts.replace("\n", "") for entry in record(public, DRAWN)["ledger"])
