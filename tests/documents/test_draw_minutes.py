"""The minutes of a draw hold, letter for letter, whatever is needed to compute it again."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx_reading import all_texts, footer_line, member, rows_of, sheets
from draw_papers import (
    HOST,
    WITNESSES,
    committed_draw,
    drawn_draw,
    paper_of,
    with_annulment,
    with_cluster,
    with_quota,
    with_replacement,
)

from app.documents.draw_minutes import render_minutes
from app.documents.qr import qr_png
from app.domain.draws.recomputing import lines_on_paper
from app.domain.draws.tickets import digest
from app.domain.errors import Refused

HEADS = {
    "frame": ["STT", "Mã", "Đơn vị"],
    "commitment": ["Dòng", "Nội dung"],
    "tickets": ["Thứ tự", "Mã", "Đơn vị", "Vé (64 chữ số, 02 dòng)", "Kết quả"],
    "ledger": ["STT", "Thời điểm", "Việc ghi sổ", "Mã của dòng (64 chữ số, 02 dòng)"],
}


@pytest.fixture(scope="module")
def draw(founding):
    return drawn_draw(founding)


@pytest.fixture(scope="module")
def minutes(founding, draw):
    return render_minutes(paper_of(founding, draw))


def tables_of(content):
    return [[[cell.text for cell in row] for row in rows_of(table)] for table in sheets(content)[0].tables]


def table_of(content, name):
    (found,) = [rows[1:] for rows in tables_of(content) if rows[0] == HEADS[name]]
    return found


def value_of(content, label):
    return [row[1] for rows in tables_of(content) for row in rows if row[0] == label]


def test_its_head_is_that_of_the_team_without_a_date(minutes):
    found = all_texts(minutes)
    assert found[:2] == ["UBND TỈNH BÌNH PHƯỚC", "ĐOÀN KIỂM TRA"]
    assert found[4] == "Số: /BB-ĐKT"
    assert found[5:7] == [
        "BIÊN BẢN",
        "Chọn ngẫu nhiên đơn vị cấp xã tại huyện Phú Riềng để kiểm tra cải cách hành chính và chuyển đổi số năm 2023",
    ]
    assert footer_line(minutes) is None


def test_it_prints_the_list_with_the_codes_and_names_that_are_hashed(draw, minutes):
    rows = table_of(minutes, "frame")
    assert [row[0] for row in rows] == [str(n) for n in range(1, 11)]
    assert digest("".join(f"{code}\t{name}\n" for _, code, name in rows)) == draw.frame_sha256
    assert value_of(minutes, "Mã danh sách") == [draw.frame_sha256]


def test_it_prints_what_was_committed_to_line_by_line(draw, minutes):
    rows = table_of(minutes, "commitment")
    assert "".join(f"{text}\n" for _, text in rows) == draw.commitment_text
    assert digest("".join(f"{text}\n" for _, text in rows)) == draw.commitment
    assert value_of(minutes, "Mã cam kết") == [draw.commitment]


def test_it_prints_the_seed_as_typed_and_as_used_with_its_source(minutes):
    assert value_of(minutes, "Như đã ghi") == ["4071 2936 8850"]
    assert value_of(minutes, "Dùng để tính") == ["407129368850"]
    assert (
        "Dãy số được ghi vào sổ công khai một lần, lúc 09 giờ 05 phút, ngày 16/8/2023, sau khi đã công bố cam kết. "
        "Nguồn: Ghép ba phần theo thứ tự."
    ) in all_texts(minutes)


def test_it_prints_every_ticket_in_full_in_the_order_that_they_give(draw, minutes):
    rows = table_of(minutes, "tickets")
    assert [(row[1], row[2], row[3].replace(" ", "")) for row in rows] == [
        (code, draw.name_of(code), ticket) for code, ticket in draw.tickets
    ]
    assert [row[4] for row in rows] == ["Chọn", "Chọn", *(f"Dự phòng {n:02d}" for n in range(1, 9))]
    assert {len(half) for row in rows for half in row[3].split()} == {32}
    assert "Chọn ngẫu nhiên được 02 đơn vị cấp xã: xã Phú Trung và xã Phước Tân." in all_texts(minutes)


def test_it_prints_the_lines_of_shell_so_that_none_is_wider_than_the_sheet(draw, minutes):
    (shell,) = [rows for rows in tables_of(minutes) if len(rows[0]) == 1]
    on_one_line = [" ".join(row[0].replace("'\\ '", "").replace("\\ ", "").split()) for row in shell]
    assert on_one_line == [" ".join(line.split()) for line in lines_on_paper(draw)]


def test_it_works_one_ticket_out_and_compares_it_with_the_next(draw, minutes):
    (chain,) = value_of(minutes, "Chuỗi ký tự")
    (ticket,) = value_of(minutes, "Vé")
    code, first = draw.tickets[0]
    assert (digest(chain.replace(" ", "")), ticket) == (first, first)
    assert chain.replace(" ", "").endswith(f"|{draw.seed}|{code}")
    (said,) = [text for text in all_texts(minutes) if text.startswith("So hai vé")]
    start, after = draw.tickets[0][1], draw.tickets[1][1]
    told = next(n for n in range(1, 65) if start[:n] != after[:n])
    assert said.endswith(
        f"Vé của xã Phú Trung bắt đầu bằng “{start[:told]}”, vé của xã Phước Tân bắt đầu bằng “{after[:told]}”, "
        "nên xã Phú Trung xếp trước."
    )


def test_tickets_that_begin_alike_are_told_apart_by_their_first_other_digit(founding):
    for seed in range(100_000, 101_000):
        draw = drawn_draw(founding, typed=str(seed))
        first, second = draw.tickets[0][1], draw.tickets[1][1]
        if first[0] == second[0]:
            break
    told = next(n for n in range(1, 65) if first[:n] != second[:n])
    (said,) = [t for t in all_texts(render_minutes(paper_of(founding, draw))) if t.startswith("So hai vé")]
    assert (f"“{first[:told]}”" in said, f"“{second[:told]}”" in said, told > 1) == (True, True, True)


def test_a_list_of_one_has_nothing_to_compare(founding):
    codes = [unit.code for unit in committed_draw(founding).frame]
    draw = drawn_draw(founding, count=1, without=[(code, "Đã kiểm tra năm 2022") for code in codes[1:]])
    found = all_texts(render_minutes(paper_of(founding, draw)))
    assert [text for text in found if text.startswith("So hai vé")] == []
    assert "Chọn ngẫu nhiên được 01 đơn vị cấp xã: xã Long Bình." in found
    assert "các đơn vị sau là dự phòng" not in " ".join(found)


def test_it_prints_the_ledger_with_the_moments_of_vietnam_and_the_hash_of_each_entry(draw, minutes):
    assert [(row[1], row[2], row[3].replace(" ", "")) for row in table_of(minutes, "ledger")] == [
        ("08 giờ 30 phút, ngày 16/8/2023", "Chốt, công bố cam kết", draw.ledger[0].hash),
        ("09 giờ 05 phút, ngày 16/8/2023", "Ghi dãy số công khai", draw.ledger[1].hash),
        ("09 giờ 15 phút, ngày 16/8/2023", "Ghi kết quả chọn", draw.ledger[2].hash),
    ]


def test_whoever_was_there_signs_below_secretary_and_chair_and_nobody_is_invented(minutes):
    found = all_texts(minutes)
    present = found.index("Thành phần tham dự:")
    assert found[present + 1 : present + 4] == [
        f"- {WITNESSES[0]};",
        f"- {WITNESSES[1]};",
        f"- {WITNESSES[2]}.",
    ]
    signed = found[found.index("THƯ KÝ") : found.index("Nơi nhận:")]
    assert [text for text in signed if not text.startswith(("(", "."))] == [
        "THƯ KÝ",
        "CHỦ TỌA",
        *(witness.upper() for witness in WITNESSES),
    ]
    assert len([text for text in signed if text.startswith(".....")]) == 5
    assert found[-1] == "- Lưu: VT, Hồ sơ."


def test_where_nobody_was_entered_lines_are_left_to_write_on(founding):
    found = all_texts(render_minutes(paper_of(founding, drawn_draw(founding, witnesses=()))))
    assert "Thành phần tham dự:" in found
    assert [text for text in found if text.isupper() and text in {w.upper() for w in WITNESSES}] == []


def test_units_left_out_and_put_in_stand_with_their_reasons(founding):
    codes = [unit.code for unit in committed_draw(founding).frame]
    draw = drawn_draw(
        founding,
        count=1,
        without=[(codes[0], "Đã kiểm tra năm 2022.")],
        included=[(codes[1], "Có đơn phản ánh")],
        challenge_until=date(2023, 8, 15),
    )
    found = all_texts(render_minutes(paper_of(founding, draw)))
    place = found.index("Để ngoài danh sách 01 đơn vị:")
    assert found[place + 1 : place + 5] == [
        "- Xã Long Bình (mã 25240): Đã kiểm tra năm 2022.",
        "Chọn sẵn 01 đơn vị, kiểm tra cùng các đơn vị chọn ngẫu nhiên:",
        "- Xã Bình Tân (mã 25243): Có đơn phản ánh.",
        "Danh sách dự kiến được công khai để nhận ý kiến đến hết ngày 15/8/2023.",
    ]
    assert "Cùng được kiểm tra, do chọn sẵn: xã Bình Tân." in found
    assert (
        "Số đơn vị chọn ngẫu nhiên: 01 trong 08 đơn vị; Kế hoạch cho phép từ 01 đến 03 đơn vị, kể cả đơn vị chọn sẵn."
    ) in found


def test_what_was_entered_after_the_draw_stands_in_the_minutes_printed_since(founding, draw):
    first, into = draw.name_of(draw.drawn[0]), draw.name_of(draw.alternates[0])
    found = all_texts(render_minutes(paper_of(founding, with_annulment(draw))))
    place = found.index("VII. VIỆC GHI SAU KHI CHỌN")
    assert found[place + 1] == (
        "- Lúc 08 giờ 30 phút, ngày 17/8/2023: hủy kết quả chọn, lý do: Danh sách sót một xã. Người ký: Trưởng đoàn."
    )
    found = all_texts(render_minutes(paper_of(founding, with_replacement(draw))))
    assert (
        f"- Lúc 08 giờ 30 phút, ngày 18/8/2023: x{into[1:]} thay x{first[1:]}, lý do: Ngập lụt, không đến được."
    ) in found
    assert "VII. VIỆC GHI SAU KHI CHỌN" not in all_texts(render_minutes(paper_of(founding, draw)))


def test_a_second_draw_says_that_it_is_the_second_and_why(founding, draw):
    second = drawn_draw(founding, typed="555 666 777", attempt=2, former=with_annulment(draw))
    found = all_texts(render_minutes(paper_of(founding, second), former="Danh sách sót một xã"))
    assert found[6].endswith("năm 2023 (lần thứ 02)")
    assert ("Lần chọn thứ 01 tại huyện Phú Riềng đã hủy, lý do: Danh sách sót một xã. Đây là lần chọn thứ 02.") in found


def test_there_are_no_minutes_before_there_is_a_result(founding):
    with pytest.raises(Refused) as refused:
        render_minutes(paper_of(founding, committed_draw(founding)))
    assert refused.value.code == "draw.no_result"


def test_signs_that_papers_and_shells_take_for_their_own_are_printed_as_they_are(founding):
    draw = drawn_draw(founding, typed="*4071* \\2936\\ $HOME `a`", way="Gieo *hai* xúc xắc & ghi \\ số <6> lần")
    content = render_minutes(paper_of(founding, draw))
    assert value_of(content, "Dùng để tính") == ["*4071*\\2936\\$HOME`a`"]
    assert table_of(content, "commitment")[-1][1] == "randomness: Gieo *hai* xúc xắc & ghi \\ số <6> lần"


def test_the_qr_code_of_the_public_page_is_in_the_file(draw, minutes):
    address = f"https://kiemtra.example.vn/cong-khai/chon-xa/{draw.code}"
    archive = zipfile.ZipFile(io.BytesIO(minutes))
    assert archive.read("word/media/image1.png") == qr_png(address)
    assert 'ContentType="image/png"' in member(minutes, "[Content_Types].xml")
    (line,) = [text for text in all_texts(minutes) if text.endswith(draw.code)]
    assert line.replace(" ", "") == address


def test_the_same_draw_is_the_same_bytes_and_a_plan_drawn_up_leaves_no_foot(founding, draw, minutes):
    assert render_minutes(paper_of(founding, draw)) == minutes
    other = replace(draw, plan_title="Kế hoạch khác")
    assert render_minutes(paper_of(founding, other)) == minutes


def test_every_district_of_the_plan_has_its_minutes(founding):
    hosts = [visit.unit for visit in founding.plan.visits if founding.awaits_draw(visit)]
    assert (len(hosts), HOST in hosts) == (5, True)
    for host in hosts:
        draw = drawn_draw(founding, host, witnesses=())
        rows = table_of(render_minutes(paper_of(founding, draw)), "tickets")
        assert [row[1] for row in rows[: draw.count]] == list(draw.chosen)


def test_a_cluster_and_a_class_of_targets_are_called_by_their_names(founding):
    of_cluster = all_texts(render_minutes(paper_of(founding, drawn_draw(with_cluster(founding), "cum-1", count=1))))
    assert of_cluster[6].startswith("Chọn ngẫu nhiên đơn vị cấp xã trong cụm 1 để kiểm tra")
    assert "- Các đơn vị được chọn;" in of_cluster
    draw = drawn_draw(with_quota(founding), "nhom-1", count=2)
    of_class = all_texts(render_minutes(paper_of(founding, draw)))
    assert of_class[6].startswith("Chọn ngẫu nhiên đơn vị trong nhóm đối tượng “02 cơ quan cấp tỉnh” để kiểm tra")
    names = " và ".join(draw.name_of(code) for code in draw.chosen)
    assert f"Chọn ngẫu nhiên được 02 đơn vị: {names}." in of_class
