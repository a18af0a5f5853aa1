"""The team's notice to a unit: time, programme, report, what to prepare, signature."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from builders_forms import OUTLINE
from builders_small import (
    DAYS_OFF,
    DECISION,
    HUY,
    NAM,
    OFFICE,
    QUANG,
    TEAM,
    a_bare_plan,
    a_dossier,
    a_plan,
    a_visit,
    lines_of,
)
from docx import Document

from app.documents.notice import render_notice
from app.domain.acts import ActForm
from app.domain.dates import Half, Window
from app.domain.deadlines import CountedIn, Deadline, Event, Relation
from app.domain.plans import DrawRule, Period
from app.domain.teams import Batch, Role, Seat
from app.domain.visits import Manner, Mode


def notice_lines(unit="so-cong-thuong", plan=None, **changes):
    dossier = a_dossier(plan)
    visit = replace(next(v for v in dossier.plan.visits if v.unit == unit), **changes)
    return lines_of(render_notice(dossier, visit, DAYS_OFF, None))


def after(lines, start):
    return next(line for line in lines if line.startswith(start))


def programme_rows(unit="so-cong-thuong", plan=None, **changes):
    dossier = a_dossier(plan)
    visit = replace(next(v for v in dossier.plan.visits if v.unit == unit), **changes)
    tables = Document(BytesIO(render_notice(dossier, visit, DAYS_OFF, None))).tables
    return [[cell.text.replace("\n", " ") for cell in row.cells] for row in tables[1].rows]


def test_the_head_is_the_teams_under_the_body_that_set_it_up():
    lines = notice_lines()
    assert lines[:4] == [
        "UBND TỈNH BÌNH PHƯỚC",
        "ĐOÀN KIỂM TRA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert after(lines, "Số:").endswith("/TB-ĐKT")
    assert after(lines, "Bình Phước, ngày").split() == ["Bình", "Phước,", "ngày", "tháng", "năm", "2023"]


def test_the_subject_names_the_inspection_and_the_unit():
    lines = notice_lines()
    start = lines.index("THÔNG BÁO") + 1
    assert " ".join(lines[start : start + 2]) == (
        "Về việc kiểm tra cải cách hành chính, chuyển đổi số năm 2023 tại Sở Công Thương"
    )


def test_a_window_is_told_with_its_working_days_and_the_holidays_in_it():
    lines = notice_lines("so-khdt")
    assert "a) Thời gian: từ ngày 01/9/2023 đến hết ngày 08/9/2023." in lines
    assert after(lines, "Đoàn kiểm tra làm việc") == (
        "Đoàn kiểm tra làm việc 04 ngày làm việc trong thời gian này: từ Thứ Ba, ngày 05/9/2023 đến hết Thứ Sáu, ngày "
        "08/9/2023. Ngày nghỉ lễ, nghỉ bù không bố trí làm việc: ngày 01/9/2023, ngày 02/9/2023 và ngày 04/9/2023."
    )


def test_a_window_of_eleven_working_days_counts_them():
    assert after(notice_lines("ubnd-huyen-phu-rieng"), "Đoàn kiểm tra làm việc") == (
        "Đoàn kiểm tra làm việc 11 ngày làm việc trong thời gian này: từ Thứ Năm, ngày 17/8/2023 đến hết Thứ Năm, ngày "
        "31/8/2023."
    )


def test_a_longer_window_with_a_single_working_day_names_it():
    window = Window(first=date(2023, 9, 1), last=date(2023, 9, 5))
    assert "trong thời gian này: Thứ Ba, ngày 05/9/2023. Ngày nghỉ lễ" in after(
        notice_lines(window=window), "Đoàn kiểm tra làm việc"
    )


def test_a_half_day_is_told_with_its_weekday():
    window = Window(first=date(2023, 8, 1), last=date(2023, 8, 1), closes=Half.MORNING)
    lines = notice_lines(window=window)
    assert "a) Thời gian: buổi sáng ngày 01/8/2023 (Thứ Ba)." in lines
    assert not any(line.startswith("Đoàn kiểm tra làm việc") for line in lines)


def test_the_report_is_due_before_its_day_with_last_day_and_advice_when_that_is_a_day_off():
    assert (
        "c) Thời hạn: trước ngày 30/7/2023. Ngày cuối cùng còn trong thời hạn là Thứ Bảy, ngày 29/7/2023; do ngày này "
        "là ngày nghỉ, đề nghị gửi trong ngày làm việc liền trước là Thứ Sáu, ngày 28/7/2023."
    ) in notice_lines()


def test_a_last_day_on_a_working_day_needs_no_advice():
    assert (
        "c) Thời hạn: trước ngày 30/8/2023. Ngày cuối cùng còn trong thời hạn là Thứ Ba, ngày 29/8/2023."
        in notice_lines("so-khdt")
    )


def test_a_deadline_that_cannot_be_computed_is_told_in_words_alone():
    due = Deadline(relation=Relation.WITHIN, event=Event.RECEIPT, count=5, counted_in=CountedIn.WORKING_DAYS)
    lines = notice_lines(report_deadline=due)
    assert "c) Thời hạn: trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản." in lines


def test_the_report_goes_to_the_team_through_the_agency_that_prepares_the_visit():
    lines = notice_lines("so-khdt")
    assert "b) Nơi nhận: Đoàn kiểm tra, qua Sở Thông tin và Truyền thông." in lines
    assert after(lines, "a) Nội dung: Sở Kế hoạch").startswith(
        "a) Nội dung: Sở Kế hoạch và Đầu tư xây dựng báo cáo theo Đề cương và các biểu mẫu (Phụ lục II và Phụ lục III) "
        "ban hành kèm theo Kế hoạch kiểm tra;"
    )


def test_the_programme_opens_first_shares_out_the_parts_and_closes_last():
    assert programme_rows() == [
        ["Ngày", "Buổi sáng", "Buổi chiều"],
        [
            "Thứ Ba, ngày 01/8/2023",
            "Công bố Quyết định, nội dung và chương trình kiểm tra; nghe Sở Công Thương báo cáo",
            "Kiểm tra nội dung: Chỉ đạo, điều hành",
        ],
        [
            "Thứ Tư, ngày 02/8/2023",
            "Kiểm tra nội dung: Cải cách thể chế",
            "Kiểm tra nội dung: Cải cách thủ tục hành chính (TTHC)",
        ],
        ["Thứ Năm, ngày 03/8/2023", "Kiểm tra nội dung: Cải cách tài chính công", ""],
        ["Thứ Ba, ngày 08/8/2023", "", "Thông qua kết quả kiểm tra, kết thúc cuộc kiểm tra"],
    ]


def test_work_starts_on_the_first_working_day_of_a_window_that_opens_on_a_holiday():
    assert programme_rows("so-khdt")[1][0] == "Thứ Ba, ngày 05/9/2023"


def test_communes_to_be_drawn_stand_before_the_closing_the_last_ones_only_if_drawn():
    assert programme_rows("ubnd-huyen-phu-rieng")[-2:] == [
        [
            "Thứ Tư, ngày 30/8/2023",
            "Kiểm tra tại đơn vị cấp xã thứ 01",
            "Kiểm tra tại đơn vị cấp xã thứ 02 (nếu được chọn)",
        ],
        [
            "Thứ Năm, ngày 31/8/2023",
            "Kiểm tra tại đơn vị cấp xã thứ 03 (nếu được chọn)",
            "Thông qua kết quả kiểm tra, kết thúc cuộc kiểm tra",
        ],
    ]


def test_drawn_communes_are_named():
    drawn = {"unit": "ubnd-huyen-phu-rieng", "communes": ("25252", "25255")}
    assert [row[2] for row in programme_rows(**drawn)[-2:-1]] == ["Kiểm tra tại xã Bù Nho"]
    assert "Đơn vị cấp xã được chọn ngẫu nhiên để kiểm tra: xã Bù Nho và xã Long Hà." in notice_lines(**drawn)


def test_communes_still_to_be_drawn_are_announced_by_their_number():
    assert after(notice_lines("ubnd-huyen-phu-rieng"), "Đoàn kiểm tra chọn ngẫu nhiên").startswith(
        "Đoàn kiểm tra chọn ngẫu nhiên từ 01 đến 03 đơn vị cấp xã để kiểm tra;"
    )
    exact = a_plan(draw=DrawRule(at_level="huyen", from_level="xa", least=2, most=2))
    assert after(notice_lines("ubnd-huyen-phu-rieng", exact), "Đoàn kiểm tra chọn ngẫu nhiên").startswith(
        "Đoàn kiểm tra chọn ngẫu nhiên 02 đơn vị cấp xã để kiểm tra;"
    )


def test_a_department_is_told_nothing_of_communes():
    assert not any("cấp xã" in line for line in notice_lines())


def test_a_half_day_visit_has_one_row_and_one_half():
    window = Window(first=date(2023, 8, 1), last=date(2023, 8, 1), closes=Half.MORNING)
    assert programme_rows(window=window) == [
        ["Ngày", "Buổi sáng"],
        [
            "Thứ Ba, ngày 01/8/2023",
            (
                "- Công bố Quyết định, nội dung và chương trình kiểm tra; nghe Sở Công Thương báo cáo; "
                "- Kiểm tra nội dung: Chỉ đạo, điều hành; Cải cách thể chế; Cải cách thủ tục hành chính (TTHC); "
                "Cải cách tài chính công; - Thông qua kết quả kiểm tra, kết thúc cuộc kiểm tra."
            ),
        ],
    ]


def test_half_days_without_work_of_their_own_are_accounted_for():
    rest = "Các buổi làm việc còn lại trong thời gian kiểm tra"
    assert any(line.startswith(rest) for line in notice_lines())
    full = Window(first=date(2023, 8, 1), last=date(2023, 8, 3))
    assert not any(line.startswith(rest) for line in notice_lines(window=full))


def test_the_team_is_told_with_its_head_and_deputies_and_the_members_by_number():
    lines = notice_lines()
    start = lines.index("2. Thành phần Đoàn kiểm tra") + 1
    assert lines[start : start + 3] == [
        "- Trưởng đoàn: Bà Huỳnh Thị Bé Năm - Phó Giám đốc Sở Nội vụ;",
        "- Phó Trưởng đoàn: Ông Nguyễn Minh Quang - Giám đốc Sở Thông tin và Truyền thông;",
        "- Thành viên: 04 người theo danh sách kèm theo Quyết định.",
    ]


def test_members_of_a_visit_of_their_own_are_named():
    substitute = Seat(
        key="thay", role=Role.EXPERT, office="Chuyên gia mời", agency="so-y-te", substitutes=HUY,
        units=("so-cong-thuong",),
    )  # fmt: skip
    plan = a_plan(teams=(replace(TEAM, seats=(*TEAM.seats, substitute)),))
    lines = notice_lines(plan=plan)
    start = lines.index("2. Thành phần Đoàn kiểm tra") + 3
    assert lines[start : start + 4] == [
        "- Thư ký: Ông Thân Văn Hào - Chuyên viên Phòng Xây dựng chính quyền, Sở Nội vụ;",
        f"- Thành viên: {OFFICE};",
        "- Thành viên: Bà Hà Thị Hồng Cẩm - Chuyên viên Phòng Bưu chính - Viễn thông, Sở Thông tin và Truyền thông;",
        "- Chuyên gia: Chuyên gia mời.",
    ]
    assert lines_of(render_notice(a_dossier(plan), plan.visits[1], DAYS_OFF, None)).count(
        "- Thành viên: 04 người theo danh sách kèm theo Quyết định."
    ) == 1  # fmt: skip


def test_a_visits_own_head_leads_and_a_standing_deputy_is_told_apart():
    batch = Batch(key="dot-1", name="Đợt 1", team="doan", head=NAM, deputies=(QUANG, HUY), standing_deputy=HUY)
    lines = notice_lines(plan=a_plan(batches=(batch, a_plan().batches[1])), head=QUANG)
    start = lines.index("2. Thành phần Đoàn kiểm tra") + 1
    assert lines[start : start + 2] == [
        "- Trưởng đoàn: Ông Nguyễn Minh Quang - Giám đốc Sở Thông tin và Truyền thông;",
        "- Phó Trưởng đoàn thường trực: Ông Ngô Quốc Huy - Trưởng phòng Pháp chế, Sở Tư pháp;",
    ]
    assert lines[-1] == "Nguyễn Minh Quang"


def test_offices_stand_for_a_head_and_deputies_whom_nobody_names():
    seats = (
        Seat(key="a", role=Role.HEAD, office="Lãnh đạo Sở Nội vụ", agency="so-noi-vu"),
        Seat(key="b", role=Role.DEPUTY, office="Lãnh đạo Sở Y tế", agency="so-y-te"),
    )
    plan = a_bare_plan(teams=(replace(TEAM, name="Tổ kiểm tra số 1", seats=seats),))
    lines = notice_lines(plan=plan)
    assert "- Tổ trưởng: Lãnh đạo Sở Nội vụ;" in lines
    assert "- Tổ phó: Lãnh đạo Sở Y tế." in lines
    assert lines[-2:] == ["TỔ TRƯỞNG", "(Ký, ghi rõ họ tên)"]


def test_the_head_of_the_units_batch_signs_with_the_own_office():
    assert notice_lines()[-3:] == ["TRƯỞNG ĐOÀN", "PHÓ GIÁM ĐỐC SỞ NỘI VỤ", "Huỳnh Thị Bé Năm"]
    assert notice_lines("so-khdt")[-3:] == [
        "TRƯỞNG ĐOÀN",
        "GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "Nguyễn Minh Quang",
    ]


def test_the_recipients_are_the_unit_the_issuer_the_lead_agencies_and_the_members():
    lines = notice_lines()
    start = lines.index("Nơi nhận:") + 1
    assert lines[start : start + 6] == [
        "- Sở Công Thương;",
        "- Chủ tịch UBND tỉnh Bình Phước (để báo cáo);",
        "- Sở Nội vụ;",
        "- Sở Thông tin và Truyền thông;",
        "- Thành viên Đoàn kiểm tra;",
        "- Lưu: VT, ĐKT.",
    ]


def test_the_place_is_the_units_seat_or_the_service_point_named():
    assert "c) Địa điểm: trụ sở Sở Công Thương." in notice_lines()
    assert "c) Địa điểm: Bộ phận một cửa." in notice_lines(place="Bộ phận một cửa")
    assert "c) Địa điểm: trụ sở UBND huyện Phú Riềng và trụ sở các đơn vị cấp xã được chọn ngẫu nhiên." in notice_lines(
        "ubnd-huyen-phu-rieng"
    )


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (Mode.ON_THE_SPOT, "b) Hình thức: kiểm tra trực tiếp."),
        (Mode.ONLINE, "b) Hình thức: kiểm tra trực tuyến."),
        (Mode.ON_REPORTS, "b) Hình thức: kiểm tra qua báo cáo, hồ sơ, tài liệu do đơn vị gửi."),
    ],
)
def test_the_manner_of_inspection_is_told(mode, words):
    lines = notice_lines(mode=mode)
    assert words in lines
    assert any(line.startswith("c) Địa điểm") for line in lines) == (mode == Mode.ON_THE_SPOT)
    assert ("Ngày" in lines) == (mode != Mode.ON_REPORTS)


def test_a_thematic_visit_tells_only_its_part():
    lines = notice_lines(manner=Manner.THEMATIC, scope=("II.1",))
    start = lines.index("3. Nội dung kiểm tra") + 1
    assert lines[start : start + 3] == [
        (
            "Kiểm tra theo chuyên đề việc triển khai và kết quả thực hiện nhiệm vụ cải cách hành chính, chuyển đổi số, "
            "gồm các nội dung:"
        ),
        "- Cải cách thể chế.",
        "4. Báo cáo của đơn vị",
    ]


def test_the_period_under_review_is_told_when_the_plan_has_one():
    plan = a_plan(period=Period(wording="trong năm 2023 (tính đến thời điểm kiểm tra)"))
    assert "d) Thời kỳ kiểm tra: trong năm 2023 (tính đến thời điểm kiểm tra)." in notice_lines(plan=plan)


def test_a_team_set_up_by_decision_issues_its_own_outline():
    plan = a_plan(act=ActForm.DECISION_SETTING_UP_TEAM)
    assert "theo Đề cương và các biểu mẫu (Phụ lục II và Phụ lục III) do Đoàn kiểm tra ban hành;" in after(
        notice_lines(plan=plan), "a) Nội dung:"
    )


def test_forms_without_an_outline_are_what_the_unit_reports_on():
    lines = notice_lines(plan=a_plan(outline=None))
    assert (
        "a) Nội dung: Sở Công Thương báo cáo theo các biểu mẫu (Phụ lục II và Phụ lục III) gửi kèm Thông báo này."
        in lines
    )
    assert "- Chỉ đạo, điều hành;" in lines


def test_a_report_without_outline_and_forms_follows_the_notice():
    lines = notice_lines(plan=a_plan(outline=None, forms=()))
    assert after(lines, "a) Nội dung:").endswith("các nội dung nêu tại Thông báo này.")


def test_sections_without_content_leave_no_gap_in_the_numbers():
    plan = a_bare_plan(visits=(a_visit("so-cong-thuong", "dot-1", date(2023, 8, 1)),))
    headings = [line for line in notice_lines(plan=plan) if line[:2] in {"1.", "2.", "3.", "4.", "5."}]
    assert headings == [
        "1. Thời gian, địa điểm và hình thức kiểm tra",
        "2. Thành phần Tổ kiểm tra",
        "3. Chương trình kiểm tra",
        "4. Việc chuẩn bị của đơn vị",
    ]


def test_a_visit_of_which_nothing_is_known_gives_a_notice_that_says_so():
    lines = notice_lines(plan=a_bare_plan())
    assert "a) Thời gian: chưa xác định." in lines
    assert "- Tổ trưởng: chưa xác định." in lines


def test_an_outline_without_a_rule_on_content_already_inspected_asks_for_no_records():
    dossier = a_dossier(outlines=(replace(OUTLINE, exemption=""),))
    assert not any(
        "không kiểm tra lại" in line
        for line in lines_of(render_notice(dossier, dossier.plan.visits[0], DAYS_OFF, None))
    )
    assert any("không kiểm tra lại" in line for line in notice_lines())


def test_letters_run_on_past_d_with_the_letter_of_the_decree():
    points = [line[:2] for line in notice_lines("ubnd-huyen-phu-rieng")[-25:] if line[1:2] == ")"]
    assert points[-5:] == ["a)", "b)", "c)", "d)", "đ)"]


def test_asterisks_in_names_are_read_as_themselves():
    plan = a_plan(decision=replace(DECISION, title="Phê duyệt *Kế hoạch* kiểm tra"))
    assert any("phê duyệt *Kế hoạch* kiểm tra." in line for line in notice_lines(plan=plan))


def test_the_draft_line_stands_at_the_foot_of_a_draft_alone():
    dossier = a_dossier()
    visit = dossier.plan.visits[0]
    draft, issued = (render_notice(dossier, visit, DAYS_OFF, line) for line in ("Dự thảo · 1a2b3c4d", None))
    assert Document(BytesIO(draft)).sections[0].footer.paragraphs[0].text == "Dự thảo · 1a2b3c4d"
    assert Document(BytesIO(issued)).sections[0].footer.is_linked_to_previous


def test_the_same_plan_gives_the_same_bytes():
    dossier = a_dossier()
    assert render_notice(dossier, dossier.plan.visits[2], DAYS_OFF, None) == render_notice(
        a_dossier(), a_plan().visits[2], DAYS_OFF, None
    )
