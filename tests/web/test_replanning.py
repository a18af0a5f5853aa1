"""What happens to an issued plan: stated on a page, answered with the least change, used as an adjustment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from builders import PEOPLE, a_batch, a_dossier, a_plan, a_visit, a_window, before
from web.asking import searched
from web.filling import form_on, main_words, page_of, sent, spaced, told_wrong
from web.issued import PLANNER, file_url, issue, small_site

from app.db.store import open_reader
from app.domain.acts import Decision
from app.domain.plans import PlanState
from app.services.releases import release_dossier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response
    from web.seeded import Site

PLAN = "tinh-a-2023"
BASE = f"/ke-hoach/{PLAN}"
HERE = f"{BASE}/xu-ly"
NOW = datetime(2023, 8, 3, 5, tzinfo=UTC)
"""A Thursday: the first visit goes on, the second one begins within the notice period, the others may be moved."""
DRAFT = a_dossier(
    a_plan(
        decision=Decision(symbol="QĐ-UBND", body="ubnd-tinh-a"),
        batches=(
            a_batch(deputies=()),
            a_batch(
                "dot-2", head="ba-n", deputies=(), lead_agency="so-tttt", report_deadline=before(date(2023, 8, 10))
            ),
        ),
        visits=(
            a_visit(window=a_window(date(2023, 8, 1), date(2023, 8, 4))),
            a_visit("so-tu-phap", window=a_window(date(2023, 8, 7), date(2023, 8, 9))),
            a_visit("ubnd-huyen-b", batch="dot-2", window=a_window(date(2023, 8, 14), date(2023, 8, 16))),
            a_visit("00001", batch="dot-2", window=a_window(date(2023, 8, 21), date(2023, 8, 22))),
        ),
    ),
    people=PEOPLE,
)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with small_site(file_url(tmp_path), DRAFT, **{"can-bo": (PLANNER,)}) as made:
        issue(made.engine, PLAN, "1", "ong-m")
        made.app.state.clock = lambda: NOW
        made.client = made.signed_in_as("can-bo")
        yield made


def state(site: Site, kind: str, **typed: str) -> Response:
    shown = site.client.get(f"{HERE}?viec={kind}")
    return sent(site.client, shown, HERE, {name.replace("_", "-"): value for name, value in typed.items()})


def windows(site: Site) -> list[tuple[str, date, date]]:
    with open_reader(site.engine) as store:
        visits = store.plans.dossier(PLAN).plan.visits
    return [(visit.unit, visit.window.first, visit.window.last) for visit in visits]


AS_ISSUED = [(visit.unit, visit.window.first, visit.window.last) for visit in DRAFT.plan.visits]
KEPT = AS_ISSUED[:2]


def use_first(site: Site, found: Response) -> None:
    address = f"{found.url.path}/phuong-an/1"
    used = sent(site.client, site.client.get(address), address)
    assert (used.status_code, used.headers["location"]) == (303, f"{BASE}/lich")


def headline(found: Response) -> tuple[str, list[str]]:
    page = page_of(found)
    box = page.xpath("//main//*[contains(@class, 'msg-info')]")[0]
    return spaced(box.xpath(".//h2")[0]), [spaced(line) for line in box.xpath(".//li")]


def test_a_storm_over_a_district_moves_its_units_and_no_other_and_says_why_it_cannot_be_fewer(site: Site):
    found = searched(
        site,
        site.client,
        state(site, "noi-dong", noi="ubnd-huyen-b", tu_ngay="14/8/2023", den_ngay="25/8/2023", ly_do="bão"),
    )
    told, reasons = headline(found)
    assert told == "02 đơn vị phải dời; ít hơn nữa không được vì:"
    assert reasons == [
        "UBND huyện B không tiếp đoàn được từ 14/8/2023 đến 16/8/2023: bão.",
        "UBND xã C không tiếp đoàn được từ 21/8/2023 đến 22/8/2023: bão.",
    ]
    use_first(site, found)
    moved = windows(site)
    assert moved[:2] == KEPT
    assert {first > date(2023, 8, 25) for _, first, _ in moved[2:]} == {True}


def test_using_an_option_opens_an_adjustment_and_leaves_what_was_issued(site: Site):
    found = searched(
        site,
        site.client,
        state(site, "nguoi-vang", nguoi="ba-n", tu_ngay="14/8/2023", den_ngay="16/8/2023", ly_do="nghỉ ốm"),
    )
    question = main_words(site.client.get(f"{found.url.path}/phuong-an/1"))
    assert "Kế hoạch đang ban hành: phần mềm mở một điều chỉnh." in question
    use_first(site, found)
    with open_reader(site.engine) as store:
        draft, issued = store.plans.dossier(PLAN).plan, release_dossier(store, PLAN).plan
        step = store.steps.last(PLAN)
    assert (draft.state, issued.state) == (PlanState.DRAFT, PlanState.ISSUED)
    assert [(visit.unit, visit.window.first, visit.window.last) for visit in issued.visits] == AS_ISSUED
    assert [(absence.person, absence.reason) for absence in draft.absences] == [("ba-n", "nghỉ ốm")]
    assert step is not None
    assert step.words == "Dùng phương án 1 của đề xuất số 1"


def test_a_second_happening_adds_to_the_adjustment_that_is_open(site: Site):
    first = state(site, "nguoi-vang", nguoi="ba-n", tu_ngay="14/8/2023", den_ngay="16/8/2023", ly_do="nghỉ ốm")
    use_first(site, searched(site, site.client, first))
    second = state(site, "rut", don_vi="00001~1", ly_do="sáp nhập")
    use_first(site, searched(site, site.client, second))
    assert [unit for unit, *_ in windows(site)] == ["so-y-te", "so-tu-phap", "ubnd-huyen-b"]
    with open_reader(site.engine) as store:
        assert len(store.releases.list(PLAN)) == 1


def test_a_unit_that_is_added_gets_its_days_and_nobody_is_moved_for_it(site: Site):
    asked = state(site, "them", don_vi="so-tttt", dot="dot-1", so_ngay="3", ly_do="theo đề nghị")
    found = searched(site, site.client, asked)
    assert headline(found) == ("Không đơn vị nào phải dời.", [])
    use_first(site, found)
    placed = {unit: (first, last) for unit, first, last in windows(site)}
    assert [each for each in windows(site) if each[0] != "so-tttt"] == AS_ISSUED
    assert placed["so-tttt"][0] > date(2023, 8, 10)


def test_a_unit_that_is_withdrawn_moves_nobody(site: Site):
    found = searched(site, site.client, state(site, "rut", don_vi="ubnd-huyen-b~1", ly_do="giải thể"))
    assert headline(found)[0] == "Không đơn vị nào phải dời."
    use_first(site, found)
    assert windows(site) == [each for each in AS_ISSUED if each[0] != "ubnd-huyen-b"]


def test_a_decreed_day_off_is_kept_for_every_plan_once_the_option_is_used(site: Site):
    asked = state(site, "ngay-nghi", tu_ngay="21/8/2023", den_ngay="21/8/2023", ly_do="Nghỉ bù")
    found = searched(site, site.client, asked)
    with open_reader(site.engine) as store:
        assert store.days_off.calendar().is_working_day(date(2023, 8, 21)) is True
    use_first(site, found)
    with open_reader(site.engine) as store:
        assert store.days_off.calendar().name_of_day_off(date(2023, 8, 21)) == "Nghỉ bù"
    assert [each[:2] for each in windows(site)[:3]] == [each[:2] for each in AS_ISSUED[:3]]
    assert windows(site)[3][1] != date(2023, 8, 21)


def test_who_is_needed_where_nothing_can_be_moved_any_more_has_to_be_replaced(site: Site):
    asked = state(site, "nguoi-vang", nguoi="ong-m", tu_ngay="7/8/2023", den_ngay="9/8/2023", ly_do="nghỉ ốm")
    words = main_words(searched(site, site.client, asked))
    assert words.startswith("Lịch kiểm tra Đề xuất lịch Dời ngày không khắc phục được")
    assert "Ông M - Giám đốc Sở Nội vụ không thể tham gia kiểm tra Sở Tư pháp" in words


def test_what_stays_is_listed_with_the_reason_and_the_first_free_day(site: Site):
    words = main_words(site.client.get(HERE))
    assert "Sở Y tế: đang kiểm tra, đến hết ngày 04/8/2023" in words
    assert "Sở Tư pháp: bắt đầu ngày 07/8/2023, còn không quá 05 ngày làm việc nữa" in words
    assert "Cuộc phải dời được xếp từ thứ Sáu, ngày 11/8/2023" in words


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        (
            "nguoi-vang",
            {"tu_ngay": "31/9/2023", "den_ngay": ""},
            {
                "nguoi": (
                    "Người vắng mặt: chưa chọn người của đoàn. "
                    "Chọn Trưởng đoàn, Phó Trưởng đoàn hoặc thành viên vắng mặt."
                ),
                "tu-ngay": "Từ ngày: không có ngày “31/9/2023”. Tháng này có 30 ngày; sửa lại ngày hoặc tháng.",
                "ly-do": "Lý do: chưa ghi lý do. Ghi ngắn gọn, ví dụ “nghỉ ốm”.",
            },
        ),
        (
            "noi-dong",
            {"noi": "ubnd-huyen-b", "tu_ngay": "1/7/2023", "den_ngay": "2/7/2023", "ly_do": "bão"},
            {
                "den-ngay": (
                    "Đến hết ngày: những ngày này đã qua (đến hết 02/7/2023). "
                    "Ghi những ngày từ hôm nay (03/8/2023) trở đi."
                )
            },
        ),
        (
            "ngay-nghi",
            {"tu_ngay": "22/8/2023", "den_ngay": "21/8/2023", "ly_do": "Nghỉ bù"},
            {"den-ngay": "Đến hết ngày: ngày cuối (21/8/2023) trước ngày đầu (22/8/2023). Sửa một trong hai ngày."},
        ),
        (
            "them",
            {"so_ngay": "không", "ly_do": "x"},
            {
                "don-vi": "Đơn vị: chưa chọn đơn vị. Chọn đơn vị trong danh sách.",
                "dot": "Đợt: chưa chọn đợt. Chọn đợt mà đơn vị được bổ sung vào.",
                "so-ngay": "Số ngày làm việc: không dùng được “không”. Ghi một số nguyên từ 1 đến 60.",
            },
        ),
        (
            "rut",
            {"ly_do": "x" * 301},
            {
                "don-vi": "Đơn vị: chưa chọn đơn vị của kế hoạch. Chọn đơn vị rút khỏi kế hoạch.",
                "ly-do": "Lý do: chuỗi quá dài (301 ký tự). Mỗi chuỗi không quá 300 ký tự; tách thành nhiều đoạn.",
            },
        ),
    ],
)
def test_a_happening_that_is_not_stated_well_is_told_at_each_field_and_nothing_is_lost(
    site: Site, kind: str, typed: dict[str, str], told: dict[str, str]
):
    answer = state(site, kind, **typed)
    assert (answer.status_code, told_wrong(answer)) == (422, told)
    fields = form_on(answer, HERE).fields
    assert {name: fields[name.replace("_", "-")] for name in typed} == typed


def test_a_plan_that_was_never_issued_has_nothing_to_adjust(tmp_path: Path):
    draft = replace(DRAFT, plan=replace(DRAFT.plan, visits=DRAFT.plan.visits[:1]))
    with small_site(file_url(tmp_path), draft, **{"can-bo": (PLANNER,)}) as site:
        shown = site.client.get(HERE)
        assert "chưa ban hành nên chưa có gì phải điều chỉnh" in main_words(shown)
        token = site.token(site.client)
        data = {"ma-bieu-mau": token, "viec": "rut", "don-vi": "so-y-te~1", "ly-do": "x"}
        assert site.client.post(HERE, data=data).status_code == 409


def test_what_happened_can_be_stated_again_with_other_days(site: Site):
    asked = state(site, "nguoi-vang", nguoi="ba-n", tu_ngay="14/8/2023", den_ngay="16/8/2023", ly_do="nghỉ ốm")
    found = searched(site, site.client, asked)
    (again,) = page_of(found).xpath("//a[contains(., 'Sửa yêu cầu rồi tìm lại')]/@href")
    fields = form_on(site.client.get(again), HERE).fields
    assert {name: fields[name] for name in ("viec", "nguoi", "tu-ngay", "den-ngay", "ly-do")} == {
        "viec": "nguoi-vang",
        "nguoi": "ba-n",
        "tu-ngay": "14/8/2023",
        "den-ngay": "16/8/2023",
        "ly-do": "nghỉ ốm",
    }
