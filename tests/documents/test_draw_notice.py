"""The notice of a draw tells the district which communes were drawn, and in which half-day each is inspected."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx_reading import all_texts, footer_line, rows_of, sheets
from draw_papers import (
    HOST,
    committed_draw,
    drawn_draw,
    paper_of,
    with_annulment,
    with_cluster,
    with_replacement,
)

from app import SEED
from app.documents.draw_notice import render_result_notice
from app.domain.dates import Window, WorkCalendar
from app.domain.draws.draws import PoolKind
from app.domain.errors import Refused
from app.domain.programmes import commune_slots
from app.services.seeding import read_seed


@pytest.fixture(scope="module")
def calendar():
    return WorkCalendar(tuple(read_seed(SEED).days_off))


@pytest.fixture(scope="module")
def draw(founding):
    return drawn_draw(founding)


def notice(founding, draw, calendar, **fields):
    return render_result_notice(paper_of(founding, draw), calendar, None, **fields)


def units_of(content):
    (rows,) = [rows_of(table) for table in sheets(content)[0].tables]
    return [[cell.text for cell in row] for row in rows]


def test_it_is_a_paper_of_the_team_to_the_unit_and_the_units_drawn(founding, draw, calendar):
    found = all_texts(notice(founding, draw, calendar))
    assert found[1] == "ĐOÀN KIỂM TRA"
    assert found[4].endswith("/TB-ĐKT")
    assert found[6:8] == [
        "THÔNG BÁO",
        (
            "Kết quả chọn ngẫu nhiên đơn vị cấp xã tại huyện Phú Riềng để kiểm tra cải cách hành chính và chuyển đổi "
            "số năm 2023"
        ),
    ]
    assert found[-3:] == ["TRƯỞNG ĐOÀN", "PHÓ GIÁM ĐỐC SỞ NỘI VỤ", "Huỳnh Thị Bé Năm"]
    assert found[found.index("Nơi nhận:") + 1 : -3] == [
        "- UBND huyện Phú Riềng;",
        "- UBND xã Phú Trung;",
        "- UBND xã Phước Tân;",
        "- Chủ tịch UBND tỉnh Bình Phước (để báo cáo);",
        "- Sở Nội vụ;",
        "- Sở Thông tin và Truyền thông;",
        "- Lưu: VT, ĐKT.",
    ]


def test_each_unit_has_its_half_day_inside_the_window_of_the_district(founding, draw, calendar):
    content = notice(founding, draw, calendar)
    assert units_of(content) == [
        ["STT", "Đơn vị", "Thời gian kiểm tra", "Ghi chú"],
        ["1", "Xã Phú Trung", "Thứ Tư, buổi chiều ngày 30/8/2023", "Chọn ngẫu nhiên"],
        ["2", "Xã Phước Tân", "Thứ Năm, buổi sáng ngày 31/8/2023", "Chọn ngẫu nhiên"],
    ]
    assert (
        "Việc kiểm tra tại các đơn vị nêu trên nằm trong thời gian kiểm tra tại UBND huyện Phú Riềng: từ ngày "
        "17/8/2023 đến hết ngày 31/8/2023."
    ) in all_texts(content)


def test_the_half_days_are_those_of_the_programme_in_the_order_drawn(founding, draw, calendar):
    paper = paper_of(founding, draw)
    slots = commune_slots(paper.dossier, paper.visit, calendar)
    assert [code for code, _ in slots] == list(draw.chosen)
    window = paper.visit.window
    assert all(window.first <= slot.first <= window.last for _, slot in slots)
    assert commune_slots(founding, next(v for v in founding.plan.visits if v.unit == HOST), calendar) == ()


def test_it_names_the_alternates_the_public_numbers_and_the_address(founding, draw, calendar):
    found = all_texts(notice(founding, draw, calendar))
    others = [draw.name_of(code) for code in draw.alternates]
    *first, last = [f"x{name[1:]}" for name in others]
    assert (
        "Đơn vị dự phòng, thay theo đúng thứ tự khi một đơn vị được chọn không kiểm tra được: "
        f"{', '.join(first)} và {last}."
    ) in found
    assert (
        "Danh sách 10 đơn vị, số đơn vị được chọn và cách lấy dãy số được công bố lúc 08 giờ 30 phút, ngày 16/8/2023, "
        "trước khi có dãy số. Dãy số công khai 407129368850 được ghi lúc 09 giờ 05 phút, ngày 16/8/2023; kết quả được "
        "ghi lúc 09 giờ 15 phút, ngày 16/8/2023."
    ) in found
    assert "Căn cứ Biên bản chọn ngẫu nhiên đơn vị cấp xã tại huyện Phú Riềng ngày 16 tháng 8 năm 2023." in found


def test_a_replacement_stands_in_the_place_of_the_unit_that_dropped_out(founding, draw, calendar):
    content = notice(founding, with_replacement(draw), calendar)
    into = draw.name_of(draw.alternates[0])
    assert [(row[1], row[3]) for row in units_of(content)[1:]] == [
        (into, "Thay xã Phú Trung: Ngập lụt, không đến được"),
        ("Xã Phước Tân", "Chọn ngẫu nhiên"),
    ]
    (alternates,) = [text for text in all_texts(content) if text.startswith("Đơn vị dự phòng")]
    assert f"x{into[1:]}" not in alternates


def test_units_put_in_beforehand_come_first_with_the_reason(founding, calendar):
    codes = [unit.code for unit in committed_draw(founding).frame]
    draw = drawn_draw(founding, count=1, included=[(codes[3], "Có đơn phản ánh.")])
    rows = units_of(notice(founding, draw, calendar))
    assert [(row[1], row[3]) for row in rows[1:]] == [
        ("Xã Long Hưng", "Chọn sẵn: Có đơn phản ánh"),
        (draw.name_of(draw.drawn[0]), "Chọn ngẫu nhiên"),
    ]


def test_a_visit_whose_days_are_not_firm_leaves_the_time_to_the_schedule(founding, draw, calendar):
    visits = tuple(replace(v, window=None) if v.unit == HOST else v for v in founding.plan.visits)
    loose = replace(founding, plan=replace(founding.plan, visits=visits))
    content = notice(loose, draw, calendar)
    assert [row[2] for row in units_of(content)[1:]] == ["Theo lịch kiểm tra", "Theo lịch kiểm tra"]
    assert "nằm trong thời gian kiểm tra" not in " ".join(all_texts(content))


def test_an_annulled_result_is_told_as_annulled(founding, draw, calendar):
    content = notice(founding, with_annulment(draw), calendar)
    found = all_texts(content)
    assert found[7].startswith("Hủy kết quả chọn ngẫu nhiên đơn vị cấp xã tại huyện Phú Riềng")
    assert (
        "Kết quả lần chọn thứ 01, gồm xã Phú Trung và xã Phước Tân, đã hủy lúc 08 giờ 30 phút, ngày 17/8/2023. Lý do: "
        "Danh sách sót một xã. Người ký: Trưởng đoàn."
    ) in found
    assert (sheets(content)[0].tables, "3. Việc chuẩn bị" in found) == ([], False)


def test_a_second_result_says_why_the_first_was_annulled(founding, draw, calendar):
    second = drawn_draw(founding, typed="555 666 777", attempt=2, former=with_annulment(draw))
    found = all_texts(notice(founding, second, calendar, former="Danh sách sót một xã"))
    assert ("Đây là kết quả của lần chọn thứ 02; kết quả lần chọn thứ 01 đã hủy, lý do: Danh sách sót một xã.") in found


def test_units_of_a_cluster_are_told_themselves_and_have_the_time_of_their_own_visits(founding, calendar):
    clustered = with_cluster(founding)
    draw, plan = drawn_draw(clustered, "cum-1", count=1), clustered.plan
    (code,) = draw.chosen
    (visit,) = [visit for visit in plan.visits if founding.directory.unit(visit.unit).code == code]
    content = notice(clustered, draw, calendar)
    assert draw.kind == PoolKind.CLUSTER
    window: Window = visit.window
    assert units_of(content)[1][2].startswith("Từ ngày")
    assert f"{window.last:%d}/{window.last.month}" in units_of(content)[1][2]
    found = all_texts(content)
    assert found[7].startswith("Kết quả chọn ngẫu nhiên đơn vị cấp xã trong cụm 1")
    assert "Đoàn kiểm tra thông báo để các đơn vị được chọn biết, thực hiện./." in found


def test_a_plan_without_teams_has_its_agency_send_it(founding, calendar):
    bare = with_cluster(founding)
    bare = replace(bare, plan=replace(bare.plan, visits=(), batches=(), teams=()))
    draw = drawn_draw(bare, "cum-1", count=1)
    content = notice(bare, draw, calendar)
    found = all_texts(content)
    assert found[1] == "SỞ NỘI VỤ"
    assert found[-2:] == ["GIÁM ĐỐC", "(Ký, ghi rõ họ tên)"]


def test_a_draft_has_its_foot_and_there_is_no_notice_before_the_result(founding, draw, calendar):
    line = "Dự thảo · binh-phuoc-2023 · 00000000"
    content = render_result_notice(paper_of(founding, draw), calendar, line)
    assert (footer_line(content), footer_line(notice(founding, draw, calendar))) == (line, None)
    with pytest.raises(Refused) as refused:
        notice(founding, committed_draw(founding), calendar)
    assert refused.value.code == "draw.no_result"


def test_the_same_notice_is_the_same_bytes(founding, draw, calendar):
    assert notice(founding, draw, calendar) == notice(founding, draw, calendar)
