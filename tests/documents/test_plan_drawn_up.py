"""Plans drawn up new: their words come from the standing wording and the facts, in the form of the decree."""

from dataclasses import replace

import pytest
from builders import a_batch, a_visit
from docx_reading import all_texts, sheets
from drawn_up import END, NUMBERED, parts_of, plan_sheet, text_after
from hypothesis import given
from hypothesis import strategies as st
from promulgated_dossiers import a_new_dossier, a_plan_alone

from app.documents.decision import render_decision, render_plan
from app.domain.acts import PlanText
from app.domain.plans import DrawCluster
from app.domain.visits import Manner, Mode


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


def test_a_plan_without_targets_says_in_its_own_text_from_what_clusters_units_are_drawn():
    cluster = DrawCluster(key="cum-1", name="Cụm 1", units=("00001", "so-y-te"))
    rule = replace(a_new_dossier().plan.draw, at_level=None, clusters=(cluster,))
    (told,) = (t for t in all_texts(render_plan(a_plan_alone(visits=(), draw=rule), None)) if "chọn ngẫu nhiên" in t)
    assert told == (
        "Từ mỗi cụm sau đây, Đoàn kiểm tra chọn ngẫu nhiên từ 01 đến 03 đơn vị cấp xã để kiểm tra: Cụm 1 gồm xã C "
        "và Sở Y tế."
    )
