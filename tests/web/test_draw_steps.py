"""Seed, draw, replacement and annulment on their pages: each in its order alone, and each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web.choosing import sent
from web.draw_steps import (
    BASE,
    HERE,
    PARTIES,
    committed,
    crafted,
    drawn,
    own_site,
    proposed,
    ran,
    seeded,
    the_draw,
)
from web.filling import main_words, page_of, told_wrong

from app.domain.draws.draws import DrawPhase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from web.seeded import Site


@pytest.fixture
def own(seeded_url: str, tmp_path: Path) -> Iterator[Site]:
    with own_site(seeded_url, tmp_path) as site:
        yield site


# The seed


def test_no_seed_is_taken_before_the_list_is_frozen(own):
    proposed(own)
    assert own.client.get(f"{HERE}/day-so").headers["location"] == HERE
    mark = page_of(own.client.get(f"{HERE}/chot")).xpath("//input[@name='dau']/@value")[0]
    answer = crafted(own, f"{HERE}/day-so", **{"dau": mark, "day-so": "407129368850", "nguon": "Xúc xắc"})
    assert answer.status_code == 409
    assert "chưa chốt danh sách" in main_words(answer)
    assert "407129368850" in main_words(answer)
    assert the_draw(own).ledger == ()


@pytest.mark.parametrize("seed", ["", "  ", "4", "1 2 3 4 5", "1" * 401, "123456\x00"])
def test_a_seed_that_cannot_be_one_is_told_and_the_ledger_is_as_it_was(own, seed):
    committed(own)
    answer = seeded(own, seed)
    assert answer.status_code == 422
    assert told_wrong(answer).keys() == {"day-so"}
    assert len(the_draw(own).ledger) == 1
    assert "Phiên chọn ngày 10/7/2023" in page_of(answer).xpath("//input[@name='nguon']/@value")


def test_a_seed_without_its_source_is_told(own):
    committed(own)
    typed = {"day-so": "407129", "nguon": " "}
    answer = sent(own.client, own.client.get(f"{HERE}/day-so"), f"{HERE}/day-so", typed)
    assert (answer.status_code, told_wrong(answer).keys()) == (422, {"nguon"})


def test_a_part_that_is_missing_is_told(own):
    committed(own, cach="parts", ben=PARTIES)
    typed = {"phan-1": "4071", "phan-3": "8850", "nguon": "Phiên chọn"}
    answer = sent(own.client, own.client.get(f"{HERE}/day-so"), f"{HERE}/day-so", typed)
    assert (answer.status_code, told_wrong(answer).keys()) == (422, {"day-so"})
    assert page_of(answer).xpath("//input[@name='phan-3']/@value") == ["8850"]


def test_a_seed_is_entered_once(own):
    committed(own)
    other = own.client.get(f"{HERE}/day-so")
    assert seeded(own).status_code == 303
    answer = sent(own.client, other, f"{HERE}/day-so", {"day-so": "999999999", "nguon": "Lần khác"})
    assert answer.status_code == 409
    assert "999999999" in main_words(answer)
    assert the_draw(own).seed == "407129368850"


# The draw


def test_two_officers_press_at_once_and_one_draw_is_made_and_the_other_is_told(own):
    committed(own)
    seeded(own)
    other = own.client.get(HERE)
    assert ran(own).status_code == 303
    before = the_draw(own)
    answer = sent(own.client, other, f"{HERE}/chon")
    assert answer.status_code == 409
    assert "vừa có người khác ghi thêm một bước" in main_words(answer)
    assert the_draw(own) == before
    assert [entry.event for entry in before.ledger] == ["commit", "seed", "draw"]


def test_no_draw_is_made_twice_by_whatever_is_sent(own):
    drawn(own)
    before = the_draw(own)
    mark = before.ledger[-1].hash
    for step in ("chot", "day-so", "chon"):
        answer = crafted(own, f"{HERE}/{step}", **{"dau": mark, "day-so": "123456", "nguon": "x"})
        assert answer.status_code == 409
        assert "Chưa thực hiện được" in main_words(answer)
    assert the_draw(own) == before


def test_a_step_of_a_unit_at_which_nothing_is_drawn_says_so(own):
    answer = own.client.get(f"{BASE}/so-cong-thuong")
    assert answer.status_code == 409
    assert "không chọn ngẫu nhiên đơn vị nào ở" in main_words(answer)
    assert own.client.get(f"{BASE}/khong-co").status_code == 404
    assert own.client.get(f"{BASE}/ubnd-huyen-bu-dang/chot").status_code == 404


# Replacement and annulment


def test_the_next_alternate_takes_the_place_of_a_unit_for_a_reason_that_everybody_sees(own):
    drawn(own, so_luong="2")
    draw = the_draw(own)
    typed = {"don-vi": draw.drawn[0], "ly-do": "Xã bị chia cắt do lũ"}
    answer = sent(own.client, own.client.get(f"{HERE}/thay"), f"{HERE}/thay", typed)
    assert answer.headers["location"] == f"{HERE}?xong=thay"
    assert the_draw(own).standing == (draw.alternates[0], draw.drawn[1])
    shown = main_words(own.client.get(HERE))
    assert "Xã bị chia cắt do lũ" in shown
    assert "Được thay" in shown


def test_a_replacement_without_unit_and_reason_is_told(own):
    drawn(own)
    answer = sent(own.client, own.client.get(f"{HERE}/thay"), f"{HERE}/thay", {"ly-do": " "})
    assert (answer.status_code, told_wrong(answer).keys()) == (422, {"don-vi", "ly-do"})
    assert len(the_draw(own).ledger) == 3


def test_an_annulled_draw_stays_for_all_to_see_and_the_next_one_says_that_it_is_the_second(own):
    drawn(own)
    first = the_draw(own)
    answer = sent(
        own.client, own.client.get(f"{HERE}/huy"), f"{HERE}/huy", {"ly-do": "Sót một xã", "nguoi-ky": "Trưởng đoàn"}
    )
    assert answer.headers["location"] == f"{HERE}?xong=huy"
    assert committed(own).status_code == 303
    second = the_draw(own)
    assert (second.attempt, second.ledger[0].data["previous"]) == (2, second.previous)
    shown = main_words(own.client.get(HERE))
    for told in ("Lần chọn thứ 02", "Các lần chọn trước, đã hủy", "Sót một xã", first.ledger[-1].hash):
        assert told in shown


def test_an_annulment_without_reason_and_signatory_is_told(own):
    committed(own)
    answer = sent(own.client, own.client.get(f"{HERE}/huy"), f"{HERE}/huy", {"ly-do": "", "nguoi-ky": ""})
    assert (answer.status_code, told_wrong(answer).keys()) == (422, {"ly-do", "nguoi-ky"})
    assert the_draw(own).phase == DrawPhase.COMMITTED
