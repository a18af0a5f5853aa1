"""Annexes of acts drawn up new."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from builders import a_batch, a_team, a_visit
from docx_reading import all_texts, rows_of, sheets
from drawn_up import plan_sheet, text_after
from hypothesis import given
from hypothesis import strategies as st
from promulgated_dossiers import OUTLINE, a_new_dossier

from app.documents.decision import render_decision
from app.documents.promulgation import annex_label, form_label
from app.domain.dates import LooseTime, Window
from app.domain.draws.sealed import SealedCheck, SealedChoice, revealed, sealed
from app.domain.plans import DrawCluster
from app.domain.teams import Seat
from app.domain.visits import Quota


def test_the_annexes_are_numbered_in_one_roman_row():
    dossier = a_new_dossier()
    assert [annex_label(dossier), *(form_label(dossier, form) for form in dossier.plan_forms)] == [
        "Phụ lục I",
        "Phụ lục II",
        "Phụ lục III",
    ]
    found = sheets(render_decision(dossier, None))
    assert [sheet.texts[0] for sheet in found[2:]] == ["Phụ lục I", found[3].texts[0], "Phụ lục II", "Phụ lục III"]


def test_an_annex_alone_bears_no_number():
    dossier = a_new_dossier(forms=())
    assert annex_label(dossier) == "Phụ lục"
    assert "theo Phụ lục kèm theo." in " ".join(plan_sheet(forms=()))


def test_every_attached_paper_names_the_decision():
    found = sheets(render_decision(a_new_dossier(), None))
    reference = "(Kèm theo Quyết định số /QĐ-UBND ngày tháng năm 2025 của Chủ tịch Ủy ban nhân dân tỉnh A)"
    assert [reference in sheet.texts for sheet in found] == [False, True, True, True, True, True]


def test_only_the_decision_bears_number_date_and_signature_and_no_annex_has_a_head():
    found = sheets(render_decision(a_new_dossier(), None))
    nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert [nation in sheet.texts for sheet in found] == [True, True, False, True, False, False]
    assert [any(text.startswith("Số:") for text in sheet.texts) for sheet in found] == [True] + [False] * 5
    assert ["Nơi nhận:" in sheet.texts for sheet in found] == [True] + [False] * 5


def test_the_outline_is_drawn_item_by_item_and_ended():
    found = sheets(render_decision(a_new_dossier(), None))
    assert found[3].texts[-8:] == [
        "I. CHỈ ĐẠO, ĐIỀU HÀNH",
        "1. Kế hoạch (nêu số).",
        "Thêm.",
        "II. KẾT QUẢ",
        "1. Thể chế",
        "a) Văn bản.",
        "- Rà soát.",
        "(Nội dung đã kiểm tra thì không kiểm tra lại)./.",
    ]


def test_an_outline_with_its_own_reference_keeps_it():
    dossier = a_new_dossier()
    outline = replace(OUTLINE, reference=("(Kèm theo Kế hoạch này)",))
    texts = all_texts(render_decision(replace(dossier, outlines=(outline,)), None))
    assert "(Kèm theo Kế hoạch này)" in texts


def test_the_annex_notes_the_draw():
    (table,) = sheets(render_decision(a_new_dossier(), None))[2].tables
    assert rows_of(table)[-1][0].text == (
        "Lưu ý: Tại mỗi đơn vị cấp huyện được kiểm tra, Đoàn kiểm tra chọn ngẫu nhiên từ 01 đến 03 đơn vị cấp xã để "
        "kiểm tra."
    )


def test_the_annex_notes_the_clusters_to_draw_from():
    clusters = (
        DrawCluster(key="cum-1", name="Cụm 1", units=("00001", "so-y-te")),
        DrawCluster(key="cum-2", name="Cụm 2", units=("so-tu-phap",)),
    )
    told = (
        "Từ mỗi cụm sau đây, Đoàn kiểm tra chọn ngẫu nhiên từ 01 đến 03 đơn vị cấp xã để kiểm tra: Cụm 1 gồm "
        "xã C và Sở Y tế; Cụm 2 gồm Sở Tư pháp."
    )
    at_districts = (
        "Tại mỗi đơn vị cấp huyện được kiểm tra, Đoàn kiểm tra chọn ngẫu nhiên từ 01 đến 03 đơn vị cấp xã để kiểm tra."
    )
    both = replace(a_new_dossier().plan.draw, clusters=clusters)
    for rule, note in (
        (replace(both, at_level=None), f"Lưu ý: {told}"),
        (both, f"Lưu ý: {at_districts} {told}"),
        (replace(both, text="Chọn từ các cụm."), "Lưu ý: Chọn từ các cụm."),
    ):
        (table,) = sheets(render_decision(a_new_dossier(draw=rule), None))[2].tables
        assert rows_of(table)[-1][0].text == note


def test_parallel_teams_have_a_line_each_and_members_of_their_own():
    dossier = a_new_dossier(
        teams=(
            replace(a_team(), name="Tổ kiểm tra số 1"),
            replace(a_team(Seat(key="x", office="Đại diện Sở Y tế"), key="to-2"), name="Tổ kiểm tra số 2"),
        ),
        batches=(a_batch("dot-1"), a_batch("dot-2", team="to-2", head=None, deputies=())),
        draw=None,
    )
    found = sheets(render_decision(dossier, None))
    rows = rows_of(found[2].tables[0])
    assert [[cell.text for cell in row] for row in rows[:2]] == [
        ["STT", "Đối tượng kiểm tra", "Thời gian kiểm tra", "Thành phần Tổ kiểm tra"],
        ["", "", "", "Tổ trưởng", "Tổ phó", "Thành viên"],
    ]
    assert [row[0].text for row in rows[2:]] == ["Tổ kiểm tra số 1", "1", "2", "Tổ kiểm tra số 2", "3"]
    assert [(row[0].columns, row[0].merge) for row in rows[2:]] == [(6, ""), (1, ""), (1, ""), (6, ""), (1, "")]
    assert [cell.text for cell in rows[-1]][3:] == ["Chưa xác định", "Chưa xác định", "Đại diện Sở Y tế"]
    assert text_after(found[0].texts, "Điều 2.").startswith("Thành lập Tổ kiểm tra số 1 và Tổ kiểm tra số 2 để")


def test_targets_by_number_and_loose_times_stand_in_the_annex_as_worded():
    quota = Quota(key="q", wording="ít nhất 20% số xã", batch="dot-2", loose=LooseTime(wording="quý IV/2025"))
    dossier = a_new_dossier(visits=(a_visit("so-y-te", window=None),), quotas=(quota,))
    rows = rows_of(sheets(render_decision(dossier, None))[2].tables[0])
    assert [[cell.text for cell in row[:3]] for row in rows[2:4]] == [
        ["1", "Sở Y tế", "Chưa xác định"],
        ["2", "Ít nhất 20% số xã", "Quý IV/2025"],
    ]


@given(st.lists(st.integers(min_value=0, max_value=4), min_size=1, max_size=6).filter(any))
def test_merged_cells_cover_exactly_the_visits_of_their_batch(sizes):
    batches = tuple(a_batch(f"dot-{place}") for place in range(len(sizes)))
    units = ("so-y-te", "so-tu-phap", "so-noi-vu", "ubnd-huyen-b")
    visits = tuple(
        a_visit(units[at], batch=f"dot-{place}", number=place + 1)
        for place, size in enumerate(sizes)
        for at in range(size)
    )
    dossier = a_new_dossier(batches=batches, visits=visits, draw=None)
    rows = rows_of(sheets(render_decision(dossier, None))[2].tables[0])[2:]
    assert [row[0].text for row in rows] == [str(place) for place in range(1, sum(sizes) + 1)]
    starts = [index for index, row in enumerate(rows) if row[3].merge != "continue"]
    filled = [size for size in sizes if size]
    assert starts == [sum(filled[:place]) for place in range(len(filled))]
    assert [index for index, row in enumerate(rows) if row[5].merge != "continue"] == [0]


# Other acts


def test_a_sealed_check_stands_under_the_targets_without_its_unit_until_it_is_opened():
    dossier = a_new_dossier()
    at = datetime(2025, 3, 1, 1, 0, tzinfo=UTC)
    choice = SealedChoice(unit="so-y-te", unit_name="Sở Y tế", nonce="ab" * 32)
    check = SealedCheck(
        code="moi.dot-xuat.1", plan="moi", plan_title="Kế hoạch", number=1, batch=dossier.plan.batches[0].key,
        window=Window(first=date(2025, 4, 1), last=date(2025, 4, 2)), opens_at=at + timedelta(days=30), commitment="",
    )  # fmt: skip
    closed = sealed(check, choice, at)
    opened = revealed(closed, choice, at + timedelta(days=30))
    told = [
        [
            text.partition("đơn vị cấp xã để kiểm tra. ")[2]
            for text in all_texts(render_decision(replace(dossier, sealed=(each,)), None))
            if "đột xuất" in text
        ]
        for each in (closed, opened)
    ]
    tail = (
        f"từ ngày 01/4/2025 đến hết ngày 02/4/2025; tên đơn vị định trước bằng mã {closed.commitment}, "
        "mở từ 08 giờ 00 phút, ngày 31/3/2025."
    )
    assert told == [[f"Kiểm tra đột xuất: đoàn công tác, {tail}"], [f"Kiểm tra đột xuất: Sở Y tế, {tail}"]]
