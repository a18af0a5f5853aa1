"""The draw of units on its pages: carried through, at several places at once, and who sees what of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from web.choosing import sent
from web.draw_steps import (
    BASE,
    FIVE,
    HERE,
    PARTIES,
    UNIT,
    committed,
    crafted,
    drawn,
    own_site,
    proposed,
    ran,
    the_draw,
)
from web.filling import main_words, page_of, told_wrong
from web.seeded import BY, FOUNDING, NO_FIRM_DATES, Site, words

from app.db.store import open_store
from app.domain.draws.draws import DrawPhase
from app.domain.plans import PlanState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def own(seeded_url: str, tmp_path: Path) -> Iterator[Site]:
    with own_site(seeded_url, tmp_path) as site:
        yield site


# The whole way


def test_a_draw_is_carried_through_and_anybody_recomputes_it_from_what_the_page_shows(own):
    answer = committed(own, cach="parts", ben=PARTIES, so_luong="2", cho_25240="ngoai", vi_25240="Đã kiểm tra năm 2022")
    assert answer.headers["location"] == f"{HERE}?xong=chot"
    form = own.client.get(f"{HERE}/day-so")
    typed = {"phan-1": "4071", "phan-2": "2936", "phan-3": "8850", "nguon": "Phiên chọn"}
    assert sent(own.client, form, f"{HERE}/day-so", typed).status_code == 303
    assert ran(own).status_code == 303
    page = page_of(own.client.get(HERE))
    commitment = page.xpath("//dt[.='Mã cam kết']/following-sibling::dd/span/text()")[0]
    codes = page.xpath("//table[contains(@class,'draw-order')]//td[@class='mono'][1]/text()")
    tickets = page.xpath("//table[contains(@class,'draw-order')]//td[@class='mono'][2]/text()")
    assert len(codes) == 9
    assert "25240" not in codes
    again = sorted((hashlib.sha256(f"{commitment}|407129368850|{code}".encode()).hexdigest(), code) for code in codes)
    assert [(ticket[:16], code) for ticket, code in again] == list(zip(tickets, codes, strict=True))
    chosen = [words(each) for each in page.xpath("//ul[@class='drawn-units']/li")]
    names = page.xpath("//table[contains(@class,'draw-order')]//tbody/tr/th/text()")
    assert chosen == names[:2]
    assert "khớp 9/9 mã" in words(page.get_element_by_id("noi-dung"))
    assert "Sở Thông tin và Truyền thông 2936" in main_words(own.client.get(HERE))
    draw = the_draw(own)
    assert (draw.seed_typed, draw.witnesses) == ("4071 2936 8850", tuple(PARTIES.splitlines()))


def test_what_was_drawn_is_in_the_plan_from_then_on_and_no_longer_named_as_pending(own):
    pending = "UBND huyện Phú Riềng: chưa chọn ngẫu nhiên"
    assert pending in main_words(own.client.get(f"/ke-hoach/{FOUNDING}"))
    drawn(own, so_luong="2")
    names = [the_draw(own).name_of(code) for code in the_draw(own).chosen]
    unit = main_words(own.client.get(f"/ke-hoach/{FOUNDING}/don-vi/{UNIT}"))
    assert [name.lower() in unit.lower() for name in names] == [True, True]
    overview = main_words(own.client.get(f"/ke-hoach/{FOUNDING}"))
    assert pending not in overview
    assert "Còn 04 nơi chưa chọn" in overview


def test_the_problem_of_a_pending_draw_leads_to_its_page(own):
    page = page_of(own.client.get(f"/ke-hoach/{FOUNDING}"))
    links = page.xpath("//*[contains(text(),'chưa chọn ngẫu nhiên')]/ancestor::li//a/@href")
    assert links == [f"{BASE}/{unit}" for unit in FIVE]


def test_the_usual_words_of_a_way_to_the_seed_are_what_is_committed_to(own):
    committed(own, cach="dice", ngay_lay="10/7/2023", ben="Trưởng đoàn\nSở Tư pháp")
    text = the_draw(own).randomness.text
    assert text == (
        "Gieo một xúc xắc sáu mặt 20 lần tại phiên chọn ngày 10/7/2023, có mặt Trưởng đoàn và Sở Tư pháp; "
        "ghi số chấm của từng lần theo đúng thứ tự gieo"
    )
    assert text in main_words(own.client.get(HERE))


def test_words_of_ones_own_are_committed_to_as_they_are(own):
    committed(own, cach="stated", cach_lay="Rút thăm\ntại hội trường")
    assert the_draw(own).randomness.text == "Rút thăm tại hội trường"


def test_every_ledger_entry_stands_on_the_page_with_its_hash(own):
    drawn(own)
    page = page_of(own.client.get(HERE))
    shown = [words(each) for each in page.xpath("//ol[contains(@class,'ledger-list')]//dd[@class='hash']")]
    ledger = the_draw(own).ledger
    assert [entry.hash for entry in ledger] == [each for each in shown if each in {entry.hash for entry in ledger}]


# Several at once


def test_the_five_districts_are_drawn_with_one_public_seed(own):
    lists = own.client.get(f"{BASE}/nhieu-noi/danh-sach")
    answer = sent(own.client, lists, f"{BASE}/nhieu-noi/danh-sach", {"so-luong": "2", "cach": "dice"})
    assert answer.headers["location"] == f"{BASE}?xong=danh-sach"
    assert sent(own.client, own.client.get(BASE), f"{BASE}/nhieu-noi/chot").status_code == 303
    typed = {"day-so": "31 41 59 26", "nguon": "Gieo xúc xắc ngày 10/7/2023", "co-mat": "Trưởng đoàn"}
    seeds = own.client.get(f"{BASE}/nhieu-noi/day-so")
    assert sent(own.client, seeds, f"{BASE}/nhieu-noi/day-so", typed).status_code == 303
    assert sent(own.client, own.client.get(BASE), f"{BASE}/nhieu-noi/chon").status_code == 303
    draws = [the_draw(own, unit) for unit in FIVE]
    assert [(draw.phase, draw.seed, len(draw.chosen)) for draw in draws] == [(DrawPhase.DRAWN, "31415926", 2)] * 5
    assert len({draw.commitment for draw in draws}) == 5
    shown = page_of(own.client.get(BASE))
    results = [words(row) for row in shown.xpath("//table//tbody/tr/td[last()]")]
    assert results == [" và ".join(draw.name_of(code) for code in draw.chosen) for draw in draws]


def test_of_several_lists_none_is_frozen_where_one_changed_meanwhile(own):
    lists = own.client.get(f"{BASE}/nhieu-noi/danh-sach")
    sent(own.client, lists, f"{BASE}/nhieu-noi/danh-sach", {"so-luong": "1"})
    looked_at = own.client.get(BASE)
    proposed(own, so_luong="3")
    answer = sent(own.client, looked_at, f"{BASE}/nhieu-noi/chot")
    assert answer.status_code == 409
    assert [the_draw(own, unit).ledger for unit in FIVE] == [()] * 5


def test_several_lists_or_seeds_with_nothing_chosen_are_told(own):
    lists = own.client.get(f"{BASE}/nhieu-noi/danh-sach")
    answer = sent(own.client, lists, f"{BASE}/nhieu-noi/danh-sach", {"lan-chon": [], "so-luong": "9"})
    assert (answer.status_code, told_wrong(answer).keys()) == (422, {"lan-chon"})
    answer = sent(own.client, lists, f"{BASE}/nhieu-noi/danh-sach", {"so-luong": "9"})
    assert (answer.status_code, told_wrong(answer).keys()) == (422, {"so-luong"})
    assert [the_draw(own, unit) for unit in FIVE] == [None] * 5
    assert own.client.get(f"{BASE}/nhieu-noi/day-so").headers["location"] == BASE


def test_a_wrong_seed_for_several_draws_is_entered_for_none(own):
    lists = own.client.get(f"{BASE}/nhieu-noi/danh-sach")
    sent(own.client, lists, f"{BASE}/nhieu-noi/danh-sach", {"so-luong": "1"})
    sent(own.client, own.client.get(BASE), f"{BASE}/nhieu-noi/chot")
    seeds = own.client.get(f"{BASE}/nhieu-noi/day-so")
    answer = sent(own.client, seeds, f"{BASE}/nhieu-noi/day-so", {"day-so": "12", "nguon": "x"})
    assert (answer.status_code, told_wrong(answer).keys()) == (422, {"day-so"})
    assert [the_draw(own, unit).phase for unit in FIVE] == [DrawPhase.COMMITTED] * 5


# Who sees what, and where


def test_the_way_to_the_draws_stands_where_the_plan_has_something_to_draw(own):
    def ways(plan: str) -> list[str]:
        return page_of(own.client.get(f"/ke-hoach/{plan}")).xpath("//nav[@class='nav']//a[contains(@href,'/chon-xa')]")

    assert [bool(ways(FOUNDING)), bool(ways(NO_FIRM_DATES))] == [True, False]


def test_readers_see_how_a_draw_stands_and_have_no_buttons(released_site):
    viewer = released_site.signed_in_as("viewer")
    for address in (BASE, HERE):
        page = page_of(viewer.get(address))
        assert page.xpath("//main//form[@method='post']") == []
        assert page.xpath("//main//a[contains(@href,'danh-sach') and starts-with(@href,'/ke-hoach')]") == []
    assert viewer.get(f"{HERE}/danh-sach").status_code == 403


def test_a_plan_that_is_over_draws_no_more(own):
    committed(own)
    with open_store(own.engine) as store:
        dossier = store.plans.dossier(FOUNDING)
        over = replace(dossier, plan=replace(dossier.plan, state=PlanState.REPLACED))
        store.plans.rewrite(over, action="plan.replace", **BY)
    assert page_of(own.client.get(HERE)).xpath("//main//a[contains(@href,'/day-so')]") == []
    mark = the_draw(own).ledger[-1].hash
    answer = crafted(own, f"{HERE}/day-so", **{"dau": mark, "day-so": "123456", "nguon": "x"})
    assert answer.status_code == 409
    assert "đã kết thúc hoặc đã được thay thế" in main_words(answer)
