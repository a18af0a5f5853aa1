"""The list to draw from on its pages: put up, objected to, written anew by two officers, and frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from builders import a_window
from web.choosing import sent
from web.draw_steps import (
    BASE,
    HERE,
    UNIT,
    committed,
    crafted,
    own_site,
    proposed,
    seeded,
    the_draw,
)
from web.filling import main_words, page_of, told_wrong
from web.seeded import BY, FOUNDING

from app.db.store import open_store
from app.domain.draws.draws import DrawPhase
from app.domain.plans import PlanState
from app.services.releases import begin_history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from web.seeded import Site


@pytest.fixture
def own(seeded_url: str, tmp_path: Path) -> Iterator[Site]:
    with own_site(seeded_url, tmp_path) as site:
        yield site


# The list


def test_a_list_lies_open_before_it_is_committed_to_and_may_be_written_anew(own):
    assert proposed(own, so_luong="1").headers["location"] == f"{HERE}?xong=danh-sach"
    again = own.client.get(f"{HERE}/danh-sach")
    typed = {"so-luong": "2", "cho-25255": "san", "vi-25255": "Theo đề nghị của huyện"}
    assert sent(own.client, again, f"{HERE}/danh-sach", typed).status_code == 303
    draw = the_draw(own)
    assert (draw.phase, draw.attempt, draw.count, [unit.code for unit in draw.included], len(draw.frame)) == (
        DrawPhase.PROPOSED, 1, 2, ["25255"], 9,
    )  # fmt: skip
    assert "Theo đề nghị của huyện" in main_words(own.client.get(HERE))


def test_a_list_that_is_not_committed_to_can_be_taken_away(own):
    proposed(own)
    answer = sent(own.client, own.client.get(f"{HERE}/bo"), f"{HERE}/bo")
    assert (answer.headers["location"], the_draw(own)) == (BASE, None)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"so-luong": ""}, {"so-luong"}),
        ({"so-luong": "hai"}, {"so-luong"}),
        ({"so-luong": "0"}, {"so-luong"}),
        ({"so-luong": "4"}, {"so-luong"}),
        ({"so-luong": "3", "cho-25240": "san", "vi-25240": "Lý do"}, {"so-luong"}),
        ({"cho-25240": "ngoai"}, {"ngoai"}),
        ({"cho-25240": "san"}, {"san"}),
        ({"vi-25240": "Đã kiểm tra"}, {"ngoai"}),
        ({"cach": "lottery", "cach-lay": "Giải đặc biệt"}, {"ngay-lay"}),
        ({"cach": "lottery", "ngay-lay": "20/7/2023"}, {"cach-lay"}),
        ({"cach": "stated"}, {"cach-lay"}),
        ({"cach": "parts", "ben": "Trưởng đoàn"}, {"ben"}),
        ({"ngay-lay": "31/2/2023"}, {"ngay-lay"}),
        ({"y-kien": "hôm nào"}, {"y-kien"}),
        ({"so-luong": "x", "cach": "parts", "y-kien": "x"}, {"so-luong", "ben", "y-kien"}),
    ],
)
def test_what_is_wrong_with_a_list_is_told_at_its_field_and_nothing_is_lost(own, typed, wrong):
    form = own.client.get(f"{HERE}/danh-sach")
    answer = sent(own.client, form, f"{HERE}/danh-sach", {**typed, "vi-25264": "", "y-kien": typed.get("y-kien", "")})
    assert answer.status_code == 422
    assert told_wrong(answer).keys() == wrong
    fields = page_of(answer).xpath("//form[@method='post' and contains(@action,'danh-sach')]")[0].fields
    assert {name: fields[name] for name in typed} == typed
    assert the_draw(own) is None


def test_a_frozen_list_has_no_form_any_more_and_a_crafted_one_changes_nothing(own):
    committed(own, so_luong="2")
    before = the_draw(own)
    assert own.client.get(f"{HERE}/danh-sach").headers["location"] == HERE
    answer = crafted(own, f"{HERE}/danh-sach", **{"so-luong": "1", "cach": "dice", "dau": before.ledger[-1].hash})
    assert answer.status_code == 409
    assert "đã có lần chọn đã chốt" in main_words(answer)
    assert the_draw(own) == before


def test_two_officers_who_write_one_list_are_told_and_what_the_second_typed_stays(own):
    other = own.client.get(f"{HERE}/danh-sach")
    proposed(own, so_luong="1")
    answer = sent(own.client, other, f"{HERE}/danh-sach", {"so-luong": "3", "cho-25240": "ngoai", "vi-25240": "Vì lũ"})
    assert answer.status_code == 409
    assert "vừa có người khác ghi" in main_words(answer)
    assert the_draw(own).count == 1
    again = sent(own.client, answer, f"{HERE}/danh-sach")
    assert again.status_code == 303
    assert (the_draw(own).count, [unit.reason for unit in the_draw(own).without]) == (3, ["Vì lũ"])


def test_a_list_that_changed_since_it_was_looked_at_is_not_frozen(own):
    proposed(own, so_luong="1")
    looked_at = own.client.get(f"{HERE}/chot")
    proposed(own, so_luong="2")
    answer = sent(own.client, looked_at, f"{HERE}/chot")
    assert answer.status_code == 409
    assert the_draw(own).ledger == ()


def test_objections_keep_a_list_open_until_their_last_day_is_over(own):
    answer = committed(own, y_kien="10/7/2023")
    assert answer.status_code == 409
    assert "còn nhận ý kiến đến hết ngày 10/07/2023" in main_words(answer)
    assert the_draw(own).ledger == ()


def test_a_list_is_taken_from_the_directory_of_the_day_that_is_asked_for(own):
    shown = main_words(own.client.get(f"{HERE}/danh-sach", params={"ngay-danh-ba": "1/7/2023"}))
    assert "Danh bạ ngày 01/7/2023" in shown
    wrong = own.client.get(f"{HERE}/danh-sach", params={"ngay-danh-ba": "hôm qua"})
    assert (wrong.status_code, told_wrong(wrong).keys()) == (422, {"ngay-danh-ba"})


def test_the_day_of_a_lottery_lies_ahead(own):
    answer = committed(own, cach="lottery", ngay_lay="10/7/2023", cach_lay="Giải đặc biệt ngày 10/7/2023")
    assert answer.status_code == 409
    assert "phải mở thưởng sau ngày chốt" in main_words(answer)
    typed = {"ngay-lay": "11/7/2023", "cach-lay": "Giải đặc biệt ngày 11/7/2023"}
    sent(own.client, own.client.get(f"{HERE}/danh-sach"), f"{HERE}/danh-sach", typed)
    assert sent(own.client, own.client.get(f"{HERE}/chot"), f"{HERE}/chot").status_code == 303
    early = seeded(own, "123456")
    assert early.status_code == 409
    assert "chỉ có từ ngày 11/07/2023" in main_words(early)
    assert the_draw(own).randomness.day == date(2023, 7, 11)


# Whom a list may leave out


def test_units_about_to_cease_are_named_and_put_outside_when_asked_for(own):
    shown = main_words(own.client.get(f"{HERE}/danh-sach", params={"ngay-danh-ba": "1/6/2025"}))
    assert "10 đơn vị có thể để ngoài" in shown
    page = page_of(own.client.get(f"{HERE}/danh-sach", params={"ngay-danh-ba": "1/6/2025", "goi-y": "2"}))
    reasons = page.xpath("//input[starts-with(@name,'vi-')]/@value")
    assert reasons == ["Kết thúc hoạt động sau ngày 30/6/2025"] * 10
    assert page.xpath("//select[starts-with(@name,'cho-')]/option[@selected]/@value") == ["ngoai"] * 10


def test_units_inspected_by_an_issued_plan_are_named_with_it(own):
    with open_store(own.engine) as store:
        dossier = store.plans.dossier(FOUNDING)
        plan = dossier.plan
        visit = next(visit for visit in plan.visits if visit.unit == UNIT)
        before = replace(visit, window=a_window(date(2022, 8, 1)), communes=("25255",))
        decision = replace(plan.decision, number="1", day=date(2022, 3, 1))
        former = replace(
            plan,
            key="ke-hoach-truoc",
            year=2022,
            title="Kế hoạch năm 2022",
            state=PlanState.ISSUED,
            decision=decision,
            visits=(before,),
        )
        store.plans.add(replace(dossier, plan=former), **BY)
        begin_history(store, former.key, **BY)
    page = page_of(own.client.get(f"{HERE}/danh-sach", params={"goi-y": "2"}))
    assert page.xpath("//input[@name='vi-25255']/@value") == ["Đã kiểm tra năm 2022 theo Kế hoạch năm 2022"]
    assert page.xpath("//select[@name='cho-25255']/option[@selected]/@value") == ["ngoai"]
    assert page.xpath("//input[@name='vi-25240']/@value") == [""]
    without = page_of(own.client.get(f"{HERE}/danh-sach", params={"goi-y": "0"}))
    assert without.xpath("//input[@name='vi-25255']/@value") == [""]
