"""Acts drawn up new: their words come from the standing wording and the facts, in the form of the decree."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import a_batch, a_team, a_visit
from docx_reading import all_texts, footer_line, head_rows, rows_of, sheets
from hypothesis import given
from hypothesis import strategies as st
from promulgated_dossiers import DECISION, OUTLINE, a_new_dossier, a_plan_alone

from app import SEED
from app.documents.decision import render_decision, render_plan
from app.documents.promulgation import annex_label, form_label
from app.domain.acts import ActForm, Article, LegalBasis, PlanText, Signatory
from app.domain.dates import LooseTime
from app.domain.teams import Role, Seat
from app.domain.visits import Manner, Mode, Quota
from app.planfiles.reading import dossier_of, open_plan_file
from app.planfiles.references import Holdings
from app.services.seeding import read_seed

PLANS = Path(__file__).parent.parent / "plans"
NUMBERED = re.compile(r"(?P<part>[IVX]+)\.|(?P<clause>\d+)\.|(?P<point>[a-zđ])\)")
END = "./."


def decision_of(**fields):
    return all_texts(render_decision(a_new_dossier(**fields), None))


def plan_sheet(**fields):
    return sheets(render_decision(a_new_dossier(**fields), None))[1].texts


def text_after(texts, start):
    return next(text for text in texts if text.startswith(start)).removeprefix(start).strip()


def parts_of(texts):
    """The texts by the Roman part they stand in."""
    found, part = {}, ""
    for text in texts:
        roman = NUMBERED.match(text)
        part = text if roman and roman["part"] else part
        found.setdefault(part, []).append(text)
    return found


# The decision


def test_legal_bases_and_proposal_are_composed_and_end_as_the_decree_asks():
    texts = decision_of()
    start = texts.index("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH A") + 1
    assert texts[start : texts.index("QUYẾT ĐỊNH:")] == [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        (
            "Căn cứ Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2025 của Ủy ban nhân dân tỉnh A ban hành Kế hoạch "
            "cải cách hành chính;"
        ),
        "Căn cứ Kế hoạch của Ban Chỉ đạo;",
        "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số /TTr-SNV ngày tháng năm 2025.",
    ]


def test_a_basis_about_something_says_so():
    basis = LegalBasis(text="", kind="Nghị định", name="Công tác văn thư", number="30/2020/NĐ-CP", issuer="Chính phủ")
    texts = decision_of(decision=replace(DECISION, legal_bases=(basis,), submission=None))
    assert "Căn cứ Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư." in texts


def test_a_decision_without_known_bases_leaves_a_line_to_write_them():
    texts = decision_of(decision=replace(DECISION, legal_bases=(), submission=None))
    assert re.fullmatch(r"Căn cứ …+\.", texts[texts.index("QUYẾT ĐỊNH:") - 1])


def test_the_articles_approve_set_up_take_effect_and_oblige():
    assert [text for text in decision_of() if text.startswith("Điều ")] == [
        "Điều 1. Phê duyệt kèm theo Quyết định này Kế hoạch kiểm tra cải cách hành chính năm 2025.",
        (
            "Điều 2. Thành lập Đoàn kiểm tra để thực hiện Kế hoạch. Thành phần Đoàn kiểm tra theo Phụ lục I kèm theo "
            "Quyết định này."
        ),
        (
            "Điều 3. Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 3/QĐ-UBND ngày 04 tháng 02 năm "
            "2025 của Ủy ban nhân dân tỉnh A về lập Đoàn."
        ),
        (
            "Điều 4. Chánh Văn phòng Ủy ban nhân dân tỉnh A; Giám đốc Sở Nội vụ; Giám đốc Sở Thông tin và Truyền "
            "thông; thủ trưởng các cơ quan, đơn vị, địa phương được kiểm tra; các thành viên Đoàn kiểm tra và các cơ "
            "quan, đơn vị, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./."
        ),
    ]


def test_recipients_begin_with_the_last_article_and_end_with_the_archive():
    texts = decision_of()
    assert texts[texts.index("Nơi nhận:") + 1 :][:3] == [
        "- Như Điều 4;",
        "- Chủ tịch, các Phó Chủ tịch UBND tỉnh A;",
        "- Lưu: VT, SNV.",
    ]


def test_the_recipients_that_the_plan_gives_are_taken_with_or_without_their_dash():
    texts = decision_of(decision=replace(DECISION, recipients=("- Như Điều 4;", "Lưu: VT.")))
    assert texts[texts.index("Nơi nhận:") + 1 :][:2] == ["- Như Điều 4;", "- Lưu: VT."]


@pytest.mark.parametrize(
    ("signatory", "signed"),
    [
        (None, ["CHỦ TỊCH", "(Ký, ghi rõ họ tên)"]),
        (Signatory(capacity="KT. CHỦ TỊCH", title="PHÓ CHỦ TỊCH", name="M N"), ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "M N"]),
        (Signatory(title="CHỦ TỊCH"), ["CHỦ TỊCH", "(Ký, ghi rõ họ tên)"]),
    ],
)
def test_the_signer_is_the_one_named_else_the_office_with_the_name_left_blank(signatory, signed):
    texts = sheets(render_decision(a_new_dossier(decision=replace(DECISION, signatory=signatory)), None))[0].texts
    assert texts[-len(signed) :] == signed


def test_a_collective_issuer_is_signed_for():
    texts = sheets(render_decision(a_new_dossier(decision=replace(DECISION, issuer="")), None))[0].texts
    assert texts[-3:] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Ký, ghi rõ họ tên)"]
    assert "ỦY BAN NHÂN DÂN TỈNH A" in texts[5:]


def test_number_and_date_are_blank_until_the_decision_has_them():
    assert decision_of()[3:5] == ["Số: /QĐ-UBND", "A, ngày tháng năm 2025"]
    texts = decision_of(decision=replace(DECISION, number="123", day=date(2025, 3, 9)))
    assert texts[3:5] == ["Số: 123/QĐ-UBND", "A, ngày 09 tháng 3 năm 2025"]


def test_a_department_decides_under_its_committee_and_its_head_signs():
    decision = replace(DECISION, body="so-noi-vu", symbol="QĐ-SNV", issuer="GIÁM ĐỐC SỞ NỘI VỤ")
    texts = sheets(render_decision(a_new_dossier(decision=decision, lead_agencies=()), None))[0].texts
    assert texts[:2] == ["UBND TỈNH A", "SỞ NỘI VỤ"]
    assert texts[4] == "Số: /QĐ-SNV"
    assert text_after(texts, "Điều 4.").startswith("Thủ trưởng các cơ quan, đơn vị, địa phương được kiểm tra;")
    assert texts[texts.index("Nơi nhận:") + 1 :] == [
        "- Như Điều 4;",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
        "(Ký, ghi rõ họ tên)",
    ]


# The plan


def test_the_plan_has_its_parts_numbered_without_a_gap():
    assert [part for part in parts_of(plan_sheet()) if part] == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. NỘI DUNG KIỂM TRA",
        "III. ĐỐI TƯỢNG, THỜI GIAN VÀ THÀNH PHẦN ĐOÀN KIỂM TRA",
        "IV. NHIỆM VỤ, QUYỀN HẠN CỦA ĐOÀN KIỂM TRA",
        "V. PHƯƠNG PHÁP KIỂM TRA",
        "VI. KINH PHÍ",
        "VII. TỔ CHỨC THỰC HIỆN",
    ]


def test_the_plan_states_the_facts_of_its_organisation():
    assert parts_of(plan_sheet())["VII. TỔ CHỨC THỰC HIỆN"] == [
        "VII. TỔ CHỨC THỰC HIỆN",
        "1. Sở Nội vụ",
        "a) Chuẩn bị các điều kiện cần thiết tiến hành kiểm tra tại: Sở Y tế và Sở Tư pháp theo Kế hoạch.",
        "b) Lập dự toán kinh phí gửi Sở Tài chính thẩm định; sử dụng, thanh quyết toán kinh phí theo quy định.",
        "c) Theo dõi, đôn đốc thực hiện Kế hoạch; tổng hợp kết quả kiểm tra, báo cáo Chủ tịch Ủy ban nhân dân tỉnh A.",
        "2. Sở Thông tin và Truyền thông",
        "a) Chuẩn bị các điều kiện cần thiết tiến hành kiểm tra tại: UBND huyện B theo Kế hoạch.",
        "b) Lập dự toán kinh phí gửi Sở Tài chính thẩm định; sử dụng, thanh quyết toán kinh phí theo quy định.",
        "3. Sở Tài chính",
        "Thẩm định dự toán, hướng dẫn việc sử dụng, thanh quyết toán kinh phí thực hiện Kế hoạch theo quy định.",
        "4. Cơ quan, đơn vị, địa phương được kiểm tra",
        (
            "a) Bố trí lãnh đạo và công chức, viên chức có liên quan làm việc với Đoàn kiểm tra; tạo điều kiện để Đoàn "
            "kiểm tra hoàn thành nhiệm vụ."
        ),
        "b) Gửi báo cáo về Đoàn kiểm tra, cụ thể:",
        "- Sở Y tế và Sở Tư pháp: trước ngày 21/7/2023.",
        "- UBND huyện B: chưa xác định.",
        "5. Cơ quan, đơn vị, địa phương không thuộc đối tượng kiểm tra",
        (
            "Chủ động tự kiểm tra theo các nội dung của Kế hoạch này và gửi báo cáo kết quả về Ủy ban nhân dân tỉnh A "
            "(qua Sở Nội vụ) trước ngày 30/11/2025."
        ),
        (
            "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị, địa phương phản ánh về Sở Nội "
            "vụ để tổng hợp, báo cáo Chủ tịch Ủy ban nhân dân tỉnh A xem xét, quyết định./."
        ),
    ]


def test_the_plan_lists_what_it_inspects():
    part = parts_of(plan_sheet())["II. NỘI DUNG KIỂM TRA"]
    assert part[1:] == [
        (
            "Kiểm tra tình hình, kết quả thực hiện cải cách hành chính tại các cơ quan, đơn vị, địa phương năm 2025 "
            "(đến thời điểm kiểm tra), tập trung vào các nội dung sau:"
        ),
        "1. Công tác chỉ đạo, điều hành.",
        "2. Cải cách thể chế.",
        "Nội dung cụ thể theo Đề cương báo cáo và các phụ lục biểu mẫu kèm theo.",
    ]


def test_a_plan_without_named_fields_inspects_the_headings_of_its_outline():
    part = parts_of(plan_sheet(mandates=()))["II. NỘI DUNG KIỂM TRA"]
    assert part[2:4] == ["1. Chỉ đạo, điều hành.", "2. Thể chế."]


def test_money_that_nobody_has_named_is_undetermined():
    assert parts_of(plan_sheet(budget=None))["VI. KINH PHÍ"][1:] == ["Nguồn kinh phí và mức chi: Chưa xác định."]
    without_source = replace(a_new_dossier().plan.budget, sources=())
    assert parts_of(plan_sheet(budget=without_source))["VI. KINH PHÍ"][1:] == [
        "Mức hỗ trợ thành viên Đoàn kiểm tra: 80.000 đồng/người/ngày. Nguồn kinh phí: Chưa xác định."
    ]


def test_deadlines_that_nobody_has_set_are_undetermined():
    texts = plan_sheet(batches=(a_batch("dot-1", report_deadline=None), a_batch("dot-2", report_deadline=None)))
    assert "b) Gửi báo cáo về Đoàn kiểm tra. Thời hạn gửi báo cáo: Chưa xác định." in texts


def test_reserve_targets_prepare_nothing_and_unannounced_visits_have_no_deadline():
    visits = (
        a_visit("so-y-te"),
        a_visit("so-y-te", number=2, manner=Manner.UNANNOUNCED, window=None),
        a_visit("so-tu-phap", is_reserve=True, window=None),
    )
    texts = plan_sheet(visits=visits)
    assert "a) Chuẩn bị các điều kiện cần thiết tiến hành kiểm tra tại: Sở Y tế theo Kế hoạch." in texts
    assert [text for text in texts if text.startswith("- ")] == ["- Sở Y tế: trước ngày 21/7/2023."]
    assert any(text.endswith("trừ trường hợp kiểm tra đột xuất.") for text in texts)


@pytest.mark.parametrize(
    ("modes", "words"),
    [
        ((Mode.ONLINE,), "Đoàn kiểm tra nghe báo cáo và kiểm tra trực tuyến."),
        (
            (Mode.ON_REPORTS,),
            "Đoàn kiểm tra kiểm tra qua báo cáo, hồ sơ, tài liệu do cơ quan, đơn vị, địa phương gửi đến.",
        ),
        (
            (Mode.ON_THE_SPOT, Mode.ONLINE, Mode.ON_REPORTS),
            (
                "Đoàn kiểm tra nghe báo cáo và kiểm tra thực tế tại cơ quan, đơn vị, địa phương; kiểm tra trực tuyến; "
                "kiểm tra qua báo cáo, hồ sơ, tài liệu."
            ),
        ),
    ],
)
def test_the_method_is_that_of_the_visits(modes, words):
    units = ("so-y-te", "so-tu-phap", "ubnd-huyen-b")
    texts = plan_sheet(visits=tuple(a_visit(unit, mode=mode) for unit, mode in zip(units, modes, strict=False)))
    assert parts_of(texts)["V. PHƯƠNG PHÁP KIỂM TRA"][-1] == f"3. {words}"


def test_sentences_that_the_plan_words_itself_stand_in_the_place_of_the_standing_ones():
    plan = a_new_dossier().plan
    texts = plan_sheet(
        dissolution="Đoàn kiểm tra giải thể khi báo cáo xong.",
        self_inspection=replace(plan.self_inspection, text="Tự kiểm tra (*cả năm*)."),
        text=PlanText(title=("Kiểm tra chung",), preamble=("Thực hiện Nghị quyết;",), closing="Nghiêm túc thực hiện."),
    )
    assert text_after(texts, "5. Đoàn kiểm tra giải thể") == "khi báo cáo xong."
    assert texts[-2:] == ["Tự kiểm tra (cả năm).", "Nghiêm túc thực hiện./."]
    assert texts[4:7] == ["Kiểm tra chung", texts[5], "Thực hiện Nghị quyết;"]


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "budget": st.none(),
            "self_inspection": st.none(),
            "draw": st.none(),
            "period": st.none(),
            "outline": st.none(),
            "seals": st.just(()),
            "mandates": st.just(()),
            "forms": st.just(()),
            "lead_agencies": st.sampled_from([(), ("so-noi-vu",), ("so-tai-chinh", "so-noi-vu")]),
            "visits": st.just(()),
        },
    )
)
def test_whatever_is_unknown_numbers_run_without_a_gap_and_every_paper_ends(fields):
    found = sheets(render_decision(a_new_dossier(**fields), None))
    last = {"part": 0, "clause": 0, "point": 0}
    romans, letters = ["I", "II", "III", "IV", "V", "VI", "VII"], "abcdđe"
    for text in found[1].texts:
        number = NUMBERED.match(text)
        if number is None:
            continue
        rank = number.lastgroup
        for below in list(last)[list(last).index(rank) + 1 :]:
            last[below] = 0
        expected = {"part": romans, "clause": [str(n) for n in range(1, 20)], "point": letters}[rank][last[rank]]
        assert number[rank] == expected
        last[rank] += 1
    assert last["part"] == len(romans)
    assert [sheet.texts[-1].endswith(END) for sheet in found[1:]] == [True] * (len(found) - 1)
    assert "None" not in " ".join(text for sheet in found for text in sheet.texts)


# What is attached


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


def test_a_plan_alone_has_its_own_number_date_and_signature():
    found = sheets(render_plan(a_plan_alone(), None))
    assert found[0].texts[3:7] == ["Số: 06/KH-UBND", "A, ngày 30 tháng 01 năm 2025", "KẾ HOẠCH", found[0].texts[6]]
    assert found[0].texts[6] == "Kiểm tra cải cách hành chính năm 2025"
    assert [text[-1] for text in found[0].texts if text.startswith("Căn cứ ")] == [";", ";", "."]
    signed = found[0].texts.index("Nơi nhận:")
    assert found[0].texts[signed - 1].endswith(END)
    assert found[0].texts[signed + 1 :] == [
        "- Chủ tịch, các Phó Chủ tịch UBND tỉnh A;",
        "- Các cơ quan, đơn vị, địa phương được kiểm tra;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "(Ký, ghi rõ họ tên)",
    ]
    assert found[1].texts[:3] == [
        "Phụ lục",
        "ĐỐI TƯỢNG, THỜI GIAN VÀ THÀNH PHẦN ĐOÀN KIỂM TRA",
        "(Kèm theo Kế hoạch số 06/KH-UBND ngày 30 tháng 01 năm 2025 của Ủy ban nhân dân tỉnh A)",
    ]


def test_a_plan_of_which_nothing_is_known_says_so():
    dossier = a_plan_alone(teams=(), batches=(), visits=(), mandates=())
    (sheet,) = sheets(render_plan(dossier, None))
    assert parts_of(sheet.texts)["III. ĐỐI TƯỢNG, THỜI GIAN VÀ THÀNH PHẦN ĐOÀN KIỂM TRA"][1:] == ["Chưa xác định."]


def test_a_plan_without_targets_says_in_its_own_text_how_communes_are_drawn():
    draw = a_new_dossier().plan.draw
    texts = all_texts(render_plan(a_plan_alone(visits=(), draw=draw), None))
    assert any(
        text.startswith("Tại mỗi đơn vị cấp huyện được kiểm tra, Đoàn kiểm tra chọn ngẫu nhiên") for text in texts
    )
    own = replace(draw, text="Chọn từ 01 đến 03 xã.")
    assert "Chọn từ 01 đến 03 xã." in all_texts(render_plan(a_plan_alone(visits=(), draw=own), None))


def test_a_decision_that_sets_up_a_team_has_no_plan_and_lists_the_team():
    team = a_team(Seat(key="thu-ky", role=Role.SECRETARY, person="ong-p"), Seat(key="khac", office="Đại diện Sở Y tế"))
    dossier = a_new_dossier(
        act=ActForm.DECISION_SETTING_UP_TEAM, visits=(), teams=(team,), forms=(), outline=None, draw=None, seals=()
    )
    found = sheets(render_decision(dossier, None))
    assert len(found) == 2
    assert found[0].texts[6] == "Về việc thành lập Đoàn kiểm tra cải cách hành chính năm 2025"
    articles = [text for text in found[0].texts if text.startswith("Điều ")]
    assert articles[0] == (
        "Điều 1. Thành lập Đoàn kiểm tra để kiểm tra cải cách hành chính năm 2025. Thành phần Đoàn kiểm tra theo Phụ "
        "lục kèm theo Quyết định này."
    )
    assert articles[2].startswith("Điều 3. Kinh phí hoạt động của Đoàn kiểm tra được sử dụng từ nguồn kinh phí")
    assert len(articles) == 5
    assert [[cell.text for cell in row] for row in rows_of(found[1].tables[0])] == [
        ["STT", "Họ và tên, chức vụ, đơn vị công tác", "Nhiệm vụ trong Đoàn kiểm tra"],
        ["1", "Ông M - Giám đốc Sở Nội vụ", "Trưởng đoàn"],
        ["2", "Bà N - Phó Giám đốc Sở Thông tin và Truyền thông", "Trưởng đoàn"],
        ["3", "Bà N - Phó Giám đốc Sở Thông tin và Truyền thông", "Phó Trưởng đoàn"],
        ["4", "Ông M - Giám đốc Sở Nội vụ", "Phó Trưởng đoàn"],
        ["5", "Ông P - Chuyên viên Sở Tư pháp", "Thư ký"],
        ["6", "Đại diện Sở Y tế", "Thành viên"],
    ]
    assert head_rows(found[1].tables[0]) == 1


def test_a_team_whose_head_is_unknown_has_an_undetermined_head():
    dossier = a_new_dossier(
        act=ActForm.DECISION_SETTING_UP_TEAM,
        visits=(),
        batches=(),
        budget=None,
        teams=(a_team(), replace(a_team(key="to-2"), name="Tổ hai")),
    )
    found = sheets(render_decision(dossier, None))
    rows = [[cell.text for cell in row] for row in rows_of(found[1].tables[0])]
    assert rows[1:3] == [["Đoàn kiểm tra"], ["1", "Chưa xác định", "Trưởng đoàn"]]
    assert rows[4:6] == [["Tổ hai"], ["1", "Chưa xác định", "Tổ trưởng"]]
    assert "Điều 3. Nguồn kinh phí hoạt động của Đoàn kiểm tra: Chưa xác định." in found[0].texts


def test_printed_articles_keep_their_numbers_and_words():
    decision = replace(DECISION, articles=(Article(number="Điều 1.", text="Phê duyệt (*kèm theo*)."),))
    texts = decision_of(decision=decision)
    assert [text for text in texts if text.startswith("Điều")] == ["Điều 1. Phê duyệt (kèm theo)."]
    assert "Căn cứ Kế hoạch của Ban Chỉ đạo." in texts
    assert "- Như Điều 1;" in texts


# Everywhere


def test_a_draft_carries_its_line_at_the_foot_and_an_issued_act_none():
    dossier = a_new_dossier()
    assert footer_line(render_decision(dossier, "Dự thảo · Kế hoạch · 1a2b3c4d")) == "Dự thảo · Kế hoạch · 1a2b3c4d"
    assert footer_line(render_decision(dossier, None)) is None
    assert footer_line(render_plan(a_plan_alone(), "Dự thảo")) == "Dự thảo"


def test_names_are_taken_letter_for_letter():
    odd = 'Kế hoạch kiểm tra <A> & "B" *C* \\ D'
    texts = plan_sheet(title=odd, teams=(replace(a_team(), name="Đoàn *một* <hai>"),))
    assert "Chủ tịch Ủy ban nhân dân tỉnh A ban hành " + odd + ", như sau:" in texts
    dossier = a_new_dossier(teams=(a_team(Seat(key="x", office="Đại diện *A* & <B>")),))
    assert rows_of(sheets(render_decision(dossier, None))[2].tables[0])[2][5].text == "Đại diện *A* & <B>"


def test_equal_plans_give_equal_bytes():
    assert render_decision(a_new_dossier(), "x") == render_decision(a_new_dossier(), "x")


@pytest.mark.parametrize("name", ["dong-nai-2025-hai-to", "tien-giang-2020-phan-cap", "tra-vinh-2023-cong-vu"])
def test_plans_of_other_provinces_are_drawn_without_a_word_of_code(name):
    seed = read_seed(SEED)
    file = open_plan_file((PLANS / f"{name}.toml").read_bytes(), f"{name}.toml")
    held = next((p for p in seed.provinces if p.key == file.province), None)
    units = seed.units.get(file.province, ()) if held else ()
    dossier = dossier_of(file, Holdings(province=held, units=units))
    render = render_plan if dossier.plan.act == ActForm.PLAN_ALONE else render_decision
    found = sheets(render(dossier, None))
    assert found[-1].texts[-1].endswith(END)
    targets = {dossier.unit_name(visit.unit) for visit in dossier.plan.visits}
    annex = next(sheet for sheet in found if sheet.is_across)
    shown = " ".join(cell.text for row in rows_of(annex.tables[0]) for cell in row)
    assert [name for name in targets if name not in shown] == []
