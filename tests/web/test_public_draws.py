"""The public pages of draws and sealed checks: who sees them, what they tell, and that it can be recomputed."""

import json
import re
import subprocess
from contextlib import nullcontext
from dataclasses import replace
from hashlib import sha256

import pytest
from lxml import html
from programs import require_program
from web.made_draws import CALLED_OFF, HIDDEN, MADE, OPENED, SEALED, SEED, SHOWN, make_draws
from web.qr_reading import modules_of, text_of
from web.seeded import BY, LOOPBACK, Site, fill, words

from app.db.store import open_reader, open_store
from app.domain.draws.records import record_of
from app.web.qr import qr_drawing

DRAWS, CHECKS = "/cong-khai/chon-xa", "/cong-khai/dot-xuat"
DRAWN = f"{DRAWS}/{MADE['drawn']}"
PHASES = {
    "annulled": "Đã hủy",
    "drawn": "Đã chọn",
    "committed": "Đã chốt, chờ dãy số",
    "seeded": "Đã có dãy số, chờ chọn",
    "proposed": "Danh sách dự kiến",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def public_site(request, tmp_path_factory):
    """The service with a draw at every step and three sealed checks, over each database."""
    if request.param == "sqlite":
        opened = nullcontext(f"sqlite:///{tmp_path_factory.mktemp('public') / 'kiemtra.db'}")
    else:
        opened = request.getfixturevalue("postgres_server").database()
    with opened as url:
        fill(url)
        make_draws(url)
        made = Site(url)
        yield made
        made.close()


@pytest.fixture(scope="module")
def guest(public_site):
    return public_site.guest()


def draw_of(site, step):
    with open_reader(site.engine) as store:
        return store.draws.get(MADE[step])


def tree_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.document_fromstring(answer.content.decode())


def said(client, address):
    return words(tree_of(client, address).get_element_by_id("noi-dung"))


# Who, and what for whom


@pytest.mark.parametrize("step", MADE)
def test_a_guest_sees_a_draw_at_every_step_and_no_cookie_is_set(guest, step):
    answer = guest.get(f"{DRAWS}/{MADE[step]}")
    assert (answer.status_code, answer.headers.get("set-cookie")) == (200, None)
    assert (
        html.document_fromstring(answer.text).xpath("string(//h1/following::*[contains(@class,'tag')][1])").strip()
        == (PHASES[step])
    )


@pytest.mark.parametrize(
    "address",
    [
        f"{DRAWS}/khong-co.khong-co.1",
        f"{DRAWS}/khong-co.json",
        f"{DRAWS}/khong-co/danh-sach.txt",
        f"{DRAWS}/khong-co/bang-tinh.xlsx",
        f"{DRAWS}/..%2f..",
        f"{DRAWS}/{'x' * 300}",
        f"{CHECKS}/khong-co",
        f"{CHECKS}/khong-co.json",
        f"{CHECKS}/{MADE['drawn']}",
    ],
)
def test_a_code_that_nothing_bears_is_not_found(guest, address):
    assert guest.get(address).status_code == 404


def test_the_page_of_a_signed_in_visitor_is_kept_by_no_cache_between(public_site):
    assert public_site.client.get(DRAWN).headers["cache-control"] == "private, no-cache"


# The files


@pytest.mark.parametrize("step", MADE)
def test_the_record_is_what_the_command_line_shows(public_site, guest, step):
    answer = guest.get(f"{DRAWS}/{MADE[step]}.json")
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.content) == record_of(draw_of(public_site, step))


def test_the_list_is_given_letter_for_letter_as_it_is_hashed(public_site, guest):
    answer = guest.get(f"{DRAWN}/danh-sach.txt")
    draw = draw_of(public_site, "drawn")
    assert answer.headers["content-disposition"] == 'attachment; filename="danh-sach.txt"'
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.content == "".join(f"{unit.code}\t{unit.name}\n" for unit in draw.frame).encode()
    assert sha256(answer.content).hexdigest() == draw.frame_sha256


@pytest.mark.parametrize("file", [".json", "/danh-sach.txt", "/bang-tinh.xlsx"])
def test_a_file_is_the_same_for_everybody_and_sent_again_only_when_it_changed(guest, file):
    answer = guest.get(DRAWN + file)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, no-cache")
    again = guest.get(DRAWN + file, headers={"if-none-match": f'"other", W/{answer.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert guest.get(DRAWN + file, headers={"if-none-match": '"other"'}).content == answer.content


def test_verifiers_of_others_may_fetch_the_record_and_the_page_leaks_no_referrer(guest):
    assert guest.get(f"{DRAWN}.json").headers["access-control-allow-origin"] == "*"
    page = guest.get(DRAWN).headers
    assert (page["referrer-policy"], "access-control-allow-origin" in page) == ("no-referrer", False)


# What the page tells


def test_the_result_names_who_was_put_in_who_stands_in_and_who_was_drawn(public_site, guest):
    draw = draw_of(public_site, "drawn")
    replacement = draw.replacements[0]
    tree = tree_of(guest, DRAWN)
    assert [words(line) for line in tree.xpath("//ul[@class='drawn-units']/li")] == [
        f"{draw.included[0].name} chọn sẵn: Có phản ánh của công dân",
        f"{draw.name_of(replacement.into)} thay {draw.name_of(replacement.out)}",
        draw.name_of(draw.drawn[1]),
    ]


def test_every_ticket_stands_in_full_in_the_order_of_the_draw(public_site, guest):
    draw = draw_of(public_site, "drawn")
    rows = tree_of(guest, DRAWN).xpath("//table[contains(@class,'tickets')]/tbody/tr")
    shown = [(row.xpath("string(td[2])"), row.xpath("string(td[3])")) for row in rows]
    assert shown == list(draw.tickets)
    fates = [words(row.xpath("td[4]")[0]) for row in rows]
    others = [f"Dự phòng {number}" for number in range(2, len(rows) - 1)]
    assert fates == ["Được chọn, đã thay", "Được chọn", "Vào thay", *others]


def test_the_page_tells_of_every_entry_of_the_ledger_with_its_hash(public_site, guest):
    entries = tree_of(guest, DRAWN).xpath("//ol[contains(@class,'ledger-list')]/li")
    ledger = draw_of(public_site, "drawn").ledger
    assert [entry.xpath("string(.//dd[2])") or entry.xpath("string((.//dd)[2])") for entry in entries] == [
        entry.hash for entry in ledger
    ]
    told = [words(entry.xpath("p")[0]) for entry in entries]
    assert told == [
        "1. Chốt và công bố, lúc 08 giờ 32 phút, ngày 09/7/2023",
        "2. Nhập dãy số công khai, lúc 08 giờ 33 phút, ngày 09/7/2023",
        "3. Chọn, lúc 08 giờ 34 phút, ngày 09/7/2023",
        "4. Thay đơn vị, lúc 11 giờ 59 phút, ngày 10/7/2023",
    ]


def test_an_annulled_draw_shows_why_who_signed_and_the_draw_after_it_says_that_it_is_the_second(guest):
    annulled = said(guest, f"{DRAWS}/{MADE['annulled']}")
    assert "Lý do: Ghi nhầm danh sách. Người ký: Trưởng đoàn." in annulled
    assert "Kết quả:" not in annulled
    assert "Lần chọn thứ 2" in said(guest, DRAWN)
    for code in (MADE["annulled"], MADE["drawn"]):
        links = tree_of(guest, f"{DRAWS}/{code}").xpath("//ul[contains(@class,'entries')]//a/@href")
        others = [f"{DRAWS}/{other}" for other in (MADE["annulled"], MADE["drawn"]) if other != code]
        assert links == others


def test_a_proposed_list_says_until_when_and_to_whom_objections_go(guest):
    tree = tree_of(guest, f"{DRAWS}/{MADE['proposed']}")
    text = words(tree.get_element_by_id("noi-dung"))
    assert "Ý kiến về danh sách gửi" in text
    assert "đến hết Thứ Năm, ngày 20/7/2023" in text
    assert tree.xpath("//h2[text()='Sổ công khai']") == []


def test_before_the_seed_the_page_has_neither_tickets_nor_result(guest):
    for step in ("proposed", "committed", "seeded"):
        tree = tree_of(guest, f"{DRAWS}/{MADE[step]}")
        assert (tree.xpath("//table[contains(@class,'tickets')]"), tree.xpath("//ul[@class='drawn-units']")) == ([], [])


def test_a_draw_whose_plan_is_no_longer_there_is_still_shown(public_site, guest):
    left = replace(draw_of(public_site, "proposed"), code="da-bo.mot-noi.1", plan="da-bo", unit="mot-noi")
    with open_store(public_site.engine) as store:
        store.draws.put_proposal(left, **BY)
    assert guest.get(f"{DRAWS}/{left.code}").status_code == 200


# Recomputing


def typed_into_a_shell(lines, folder):
    """What each line prints, typed where the list lies."""
    shell = require_program("sh")
    require_program("sha256sum")
    done = [
        subprocess.run([shell, "-c", line], cwd=folder, check=True, capture_output=True, text=True) for line in lines
    ]
    return [each.stdout for each in done]


def test_the_three_lines_of_shell_recompute_list_commitment_and_result(public_site, guest, tmp_path):
    draw = draw_of(public_site, "drawn")
    (tmp_path / "danh-sach.txt").write_bytes(guest.get(f"{DRAWN}/danh-sach.txt").content)
    shown = tree_of(guest, DRAWN).xpath("string(//pre[@aria-label='Các dòng lệnh tính lại'])").split("\n")
    assert len(shown) == 3
    listed, commitment, tickets = typed_into_a_shell(shown, tmp_path)
    assert listed.split() == [draw.frame_sha256, "danh-sach.txt"]
    assert commitment.split()[0] == draw.commitment
    order = [line.split() for line in tickets.splitlines()]
    assert [(code, ticket) for ticket, code in order] == list(draw.tickets)


def test_before_the_seed_the_page_shows_the_two_lines_that_can_be_typed(guest):
    tree = tree_of(guest, f"{DRAWS}/{MADE['committed']}")
    assert len(tree.xpath("string(//pre[@aria-label='Các dòng lệnh tính lại'])").split("\n")) == 2


def test_the_line_for_windows_hashes_the_text_of_the_first_unit(public_site, guest):
    draw = draw_of(public_site, "drawn")
    line = tree_of(guest, DRAWN).xpath("string(//pre[@aria-label='Lệnh PowerShell tính một vé'])")
    assert re.search(r"GetBytes\('(.+)'\)", line)[1] == f"{draw.commitment}|{SEED}|{draw.frame[0].code}"


def test_the_qr_code_leads_to_the_very_page(guest):
    drawing = tree_of(guest, DRAWN).xpath("//div[contains(@class,'qr')]/svg")[0]
    side = int(drawing.get("viewbox", drawing.get("viewBox")).split()[-1])
    assert text_of(modules_of(drawing.find("path").get("d"), side)) == f"{LOOPBACK}{DRAWN}"


@pytest.mark.parametrize("length", [24, 60, 100, 200, 300])
def test_a_qr_code_of_any_length_is_read_back(length):
    text = "https://kiemtra.example/".ljust(length, "x")
    drawing = qr_drawing(text)
    assert text_of(modules_of(drawing.path, drawing.size)) == text


# Sealed checks


def test_nothing_tells_the_unit_of_a_sealed_check_before_it_is_opened(guest):
    for code in (SEALED, CALLED_OFF):
        for address in (f"{CHECKS}/{code}", f"{CHECKS}/{code}.json"):
            text = guest.get(address).text
            assert [hint for hint in (HIDDEN.unit, HIDDEN.unit_name, HIDDEN.nonce) if hint in text] == []


def test_an_opened_check_names_its_unit_and_the_line_that_recomputes_its_commitment(guest, tmp_path):
    tree = tree_of(guest, f"{CHECKS}/{OPENED}")
    record = guest.get(f"{CHECKS}/{OPENED}.json").json()
    assert (record["unit"], record["name"], record["nonce"]) == (SHOWN.unit, SHOWN.unit_name, SHOWN.nonce)
    assert f"Đơn vị: {SHOWN.unit_name}" in words(tree.get_element_by_id("noi-dung"))
    (printed,) = typed_into_a_shell([tree.xpath("string(//pre)")], tmp_path)
    assert printed.split()[0] == record["commitment"]


def test_a_check_called_off_says_why_and_who_signed(guest):
    text = said(guest, f"{CHECKS}/{CALLED_OFF}")
    assert "không công bố đơn vị. Lý do: Bị lộ thông tin. Người ký: Trưởng đoàn." in text
