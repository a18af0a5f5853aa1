"""The submission: the agency's own paper with reasons, legal bases, summary and proposal."""

from dataclasses import replace
from datetime import date

import pytest
from builders_small import DECISION, TEAM, a_bare_plan, a_dossier, a_plan, a_visit, lines_of

from app.documents.submission import render_submission
from app.domain.acts import ActForm, CitedAct, Submission
from app.domain.dates import LooseTime
from app.domain.errors import NotFound
from app.domain.plans import DrawCluster, DrawRule, SelfInspectionRule
from app.domain.teams import Alternation, Role, Seat
from app.domain.visits import Quota

BARE = replace(DECISION, submission=Submission(agency="so-noi-vu"), replaces=None, legal_bases=(), title="")


def submission_lines(plan=None, **fields):
    return lines_of(render_submission(a_dossier(plan, **fields), None))


def under(lines, heading):
    start = lines.index(heading) + 1
    stops = [place for place, line in enumerate(lines) if place > start and line.split(".")[0] in {*"1234567", "III"}]
    return lines[start : min(stops)]


def test_the_head_is_the_agencys_with_the_number_and_day_of_the_data():
    lines = submission_lines()
    assert lines[:2] == ["UBND TỈNH BÌNH PHƯỚC", "SỞ NỘI VỤ"]
    assert lines[4:7] == ["Số: 1319/TTr-SNV", "Bình Phước, ngày 29 tháng 6 năm 2023", "TỜ TRÌNH"]


def test_number_and_day_not_yet_given_are_left_blank():
    lines = submission_lines(a_plan(decision=BARE))
    assert [" ".join(line.split()) for line in lines[4:6]] == ["Số: /TTr-SNV", "Bình Phước, ngày tháng năm 2023"]


def test_it_goes_to_the_one_who_signs_the_act():
    assert "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh Bình Phước" in submission_lines()


def test_the_legal_bases_are_those_of_the_decision_with_stops_in_order():
    lines = submission_lines()
    start = lines.index("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;")
    assert lines[start + 1] == "Căn cứ Quyết định số 2398/QĐ-UBND ngày 26/12/2022 của Ủy ban nhân dân tỉnh."


def test_the_act_that_is_replaced_is_named():
    assert (
        "Quyết định trình ban hành thay thế Quyết định số 536/QĐ-UBND ngày 06/4/2023 của Ủy ban nhân dân tỉnh về thành "
        "lập Đoàn kiểm tra công tác cải cách hành chính nhà nước năm 2023 trên địa bàn tỉnh."
    ) in submission_lines()
    bare = replace(DECISION, replaces=CitedAct(number="06/KH-UBND"))
    assert "Quyết định trình ban hành thay thế Kế hoạch số 06/KH-UBND." in submission_lines(a_plan(decision=bare))


def test_targets_are_counted_and_named_by_level():
    assert under(submission_lines(), "1. Đối tượng kiểm tra") == [
        "Kiểm tra 05 đơn vị, gồm:",
        (
            "- 04 đơn vị cấp tỉnh: Sở Công Thương, Sở Tài nguyên và Môi trường, Sở Kế hoạch và Đầu tư, Bảo hiểm xã hội "
            "tỉnh;"
        ),
        "- 01 đơn vị cấp huyện: UBND huyện Phú Riềng.",
        "Tại mỗi đơn vị cấp huyện chọn ngẫu nhiên từ 01 đến 03 đơn vị cấp xã để kiểm tra.",
    ]


def test_a_unit_visited_twice_counts_once_and_a_reserve_not_at_all():
    visits = (
        a_visit("so-cong-thuong", "dot-1", date(2023, 8, 1)),
        a_visit("so-cong-thuong", "dot-1", date(2023, 8, 2), number=2),
        a_visit("so-y-te", "dot-1", date(2023, 8, 3), is_reserve=True),
    )
    draw = DrawRule(at_level="huyen", from_level="xa", least=2, most=2)
    assert under(submission_lines(a_plan(visits=visits, draw=draw)), "1. Đối tượng kiểm tra") == [
        "Kiểm tra 01 đơn vị, gồm:",
        "- 01 đơn vị cấp tỉnh: Sở Công Thương.",
        "Tại mỗi đơn vị cấp huyện chọn ngẫu nhiên 02 đơn vị cấp xã để kiểm tra.",
    ]


def test_the_clusters_to_draw_from_are_told():
    cluster = DrawCluster(key="cum-1", name="Cụm 1", units=("ubnd-huyen-phu-rieng", "so-y-te"))
    draw = DrawRule(from_level="xa", least=1, most=2, clusters=(cluster,))
    told = (
        "Từ mỗi cụm sau đây chọn ngẫu nhiên từ 01 đến 02 đơn vị cấp xã để kiểm tra: Cụm 1 gồm huyện Phú Riềng và "
        "Sở Y tế."
    )
    assert under(submission_lines(a_plan(draw=draw)), "1. Đối tượng kiểm tra")[-1:] == [told]
    both = under(submission_lines(a_plan(draw=replace(draw, at_level="huyen"))), "1. Đối tượng kiểm tra")
    assert both[-2:] == ["Tại mỗi đơn vị cấp huyện chọn ngẫu nhiên từ 01 đến 02 đơn vị cấp xã để kiểm tra.", told]


def test_targets_known_by_number_alone_are_told_in_the_plans_words():
    quotas = (
        Quota(key="a", wording="03 đơn vị cấp tỉnh", batch="dot-1", loose=LooseTime(wording="cuối tháng 5")),
        Quota(key="b", wording="02 UBND cấp huyện", batch="dot-1"),
    )
    lines = submission_lines(a_plan(visits=(), quotas=quotas, draw=None))
    assert under(lines, "1. Đối tượng kiểm tra") == [
        "Kiểm tra các đơn vị được chọn theo số lượng sau:",
        "- 03 đơn vị cấp tỉnh;",
        "- 02 UBND cấp huyện.",
    ]
    assert under(lines, "3. Thời gian kiểm tra") == [
        "- Cuối tháng 5: 03 đơn vị cấp tỉnh;",
        "- Chưa xác định: 02 UBND cấp huyện.",
    ]


def test_a_plan_without_targets_and_times_says_so():
    lines = submission_lines(a_bare_plan(decision=BARE, visits=()))
    assert under(lines, "1. Đối tượng kiểm tra") == ["Chưa xác định."]
    assert under(lines, "2. Thời gian kiểm tra") == ["Chưa xác định."]


def test_the_span_runs_from_the_first_to_the_last_window_and_open_visits_are_listed():
    visits = (*a_plan().visits, a_visit("so-y-te", "dot-2", None, loose=LooseTime(wording="quý IV")))
    assert under(submission_lines(a_plan(visits=visits)), "3. Thời gian kiểm tra") == [
        "Từ ngày 01/8/2023 đến hết ngày 28/9/2023.",
        "- Quý IV: Sở Y tế.",
    ]


def test_the_contents_are_the_plans_fields():
    assert under(submission_lines(), "2. Nội dung kiểm tra") == [
        "- Chỉ đạo, điều hành;",
        "- Cải cách thể chế;",
        "- Cải cách thủ tục hành chính;",
        "- Cải cách tài chính công;",
        "- Xây dựng và phát triển Chính quyền điện tử.",
    ]


def test_without_fields_the_contents_are_the_outlines_parts():
    assert under(submission_lines(a_plan(mandates=())), "2. Nội dung kiểm tra") == [
        "- Công tác chỉ đạo, điều hành;",
        "- Kết quả thực hiện công tác cải cách hành chính;",
        "- Đánh giá chung;",
        "- Kiến nghị, đề xuất.",
    ]


def test_a_team_is_told_with_its_batches_members_and_alternation():
    plan = a_plan(alternation=Alternation(agencies=("so-noi-vu", "so-tttt")))
    assert under(submission_lines(plan), "4. Đoàn kiểm tra") == [
        (
            "Thành lập 01 Đoàn kiểm tra, 02 đợt kiểm tra, 04 thành viên. Trưởng đoàn, Phó Trưởng đoàn là lãnh đạo Sở "
            "Nội vụ và Sở Thông tin và Truyền thông, luân phiên theo đợt."
        )
    ]


def test_teams_in_parallel_are_counted_with_their_members_and_no_substitutes():
    thay = Seat(key="thay", role=Role.MEMBER, office="Chuyên viên", agency="so-y-te", substitutes="phong-kstthc")
    teams = (TEAM, replace(TEAM, key="hai", seats=(*TEAM.seats, thay)))
    assert under(submission_lines(a_plan(teams=teams)), "4. Đoàn kiểm tra") == [
        "Thành lập 02 đoàn, tổ làm việc song song; 08 thành viên."
    ]


def test_the_bodies_that_inspect_themselves_are_counted_with_addressee_and_deadline():
    assert under(submission_lines(), "5. Tự kiểm tra") == [
        (
            "10 cơ quan, đơn vị không thuộc đối tượng kiểm tra chủ động tự kiểm tra, gửi báo cáo kết quả về UBND tỉnh "
            "Bình Phước, qua Sở Nội vụ, trước ngày 30/11/2023."
        )
    ]
    bare = a_plan(self_inspection=SelfInspectionRule())
    assert under(submission_lines(bare), "5. Tự kiểm tra") == [
        "Cơ quan, đơn vị không thuộc đối tượng kiểm tra chủ động tự kiểm tra, gửi báo cáo kết quả."
    ]


def test_the_budget_names_sources_rate_and_who_appraises_it():
    assert under(submission_lines(), "6. Kinh phí") == [
        (
            "- Các cuộc kiểm tra do Sở Nội vụ chủ trì: nguồn kinh phí thực hiện công tác cải cách hành chính đã phân "
            "bổ cho Sở Nội vụ."
        ),
        "Mức hỗ trợ thành viên Đoàn kiểm tra: 80.000 đồng/người/ngày. Sở Y tế thẩm định dự toán.",
    ]


def test_what_is_proposed_and_attached_follows_the_act():
    lines = submission_lines()
    assert (
        "Sở Nội vụ kính đề nghị Chủ tịch Ủy ban nhân dân tỉnh Bình Phước xem xét, ký ban hành Quyết định phê duyệt "
        + a_plan().title
        + "."
    ) in lines
    assert (
        "Hồ sơ gửi kèm gồm: dự thảo Quyết định; dự thảo Kế hoạch, kèm Phụ lục đối tượng, thời gian và thành phần Đoàn "
        "kiểm tra; Đề cương báo cáo; biểu mẫu (Phụ lục II, Phụ lục III, Phụ lục IV và Phụ lục V); dự toán kinh phí."
    ) in lines


@pytest.mark.parametrize(
    ("act", "proposal"),
    [
        (ActForm.PLAN_ALONE, "xem xét, ban hành Kế hoạch kiểm tra"),
        (
            ActForm.DECISION_SETTING_UP_TEAM,
            "xem xét, ký ban hành Quyết định thành lập Đoàn kiểm tra thực hiện Kế hoạch kiểm tra",
        ),
    ],
)
def test_another_act_is_proposed_as_what_it_is(act, proposal):
    lines = submission_lines(a_plan(act=act))
    assert any(proposal in line for line in lines)
    assert any("dự thảo Quyết định;" in line for line in lines) == (act != ActForm.PLAN_ALONE)


def test_the_agencys_head_signs_and_the_other_lead_agency_receives_it():
    lines = submission_lines()
    start = lines.index("Nơi nhận:") + 1
    assert lines[start:] == [
        "- Như trên;",
        "- Sở Thông tin và Truyền thông;",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
        "(Ký, ghi rõ họ tên)",
    ]


def test_a_plan_without_a_submission_has_none():
    with pytest.raises(NotFound):
        render_submission(a_dossier(a_bare_plan()), None)
