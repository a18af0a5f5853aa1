"""The team's notice that shares the contents of the inspection out among its members."""

from dataclasses import replace
from io import BytesIO

from builders_forms import OUTLINE
from builders_small import OFFICE, TEAM, a_bare_plan, a_dossier, a_plan, lines_of
from docx import Document

from app.documents.assignment_notice import render_assignment_notice
from app.domain.plans import Mandate
from app.domain.teams import Alternation, Batch, Role, Seat, Team


def assignment_lines(plan=None, **fields):
    return lines_of(render_assignment_notice(a_dossier(plan, **fields), None))


def tables_of(plan=None):
    document = Document(BytesIO(render_assignment_notice(a_dossier(plan), None)))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables[1:-1]]


def test_each_field_goes_to_the_members_of_the_agency_that_answers_for_it():
    assert tables_of() == [
        [
            ["STT", "Nội dung kiểm tra", "Cơ quan phụ trách lĩnh vực", "Thành viên thực hiện"],
            [
                "1",
                "Chỉ đạo, điều hành",
                "Sở Nội vụ",
                "Ông Thân Văn Hào - Chuyên viên Phòng Xây dựng chính quyền, Sở Nội vụ",
            ],
            ["2", "Cải cách thể chế", "Sở Tư pháp", "Ông Ngô Quốc Huy - Trưởng phòng Pháp chế, Sở Tư pháp"],
            ["3", "Cải cách thủ tục hành chính", "Văn phòng Ủy ban nhân dân tỉnh", OFFICE],
            ["4", "Cải cách tài chính công", "Sở Y tế", "Trưởng đoàn phân công"],
            [
                "5",
                "Xây dựng và phát triển Chính quyền điện tử",
                "Sở Thông tin và Truyền thông",
                "Bà Hà Thị Hồng Cẩm - Chuyên viên Phòng Bưu chính - Viễn thông, Sở Thông tin và Truyền thông",
            ],
        ]
    ]


def test_several_members_of_a_field_stand_below_each_other():
    seats = (*TEAM.seats, Seat(key="b", office="Chuyên viên Sở Tư pháp", agency="so-tu-phap"))
    plan = a_plan(teams=(replace(TEAM, seats=seats),))
    assert tables_of(plan)[0][2][3] == (
        "- Ông Ngô Quốc Huy - Trưởng phòng Pháp chế, Sở Tư pháp\n- Chuyên viên Sở Tư pháp"
    )


def test_an_office_without_a_person_stays_as_printed_and_its_agency_is_asked_for_a_name():
    lines = assignment_lines()
    start = lines.index("4. Cử người tham gia Đoàn kiểm tra")
    assert lines[start + 2] == f"- {OFFICE}."


def test_nobody_is_asked_for_where_everybody_is_named():
    seats = tuple(seat for seat in TEAM.seats if seat.person)
    lines = assignment_lines(a_plan(teams=(replace(TEAM, seats=seats),)))
    assert not any("Cử người tham gia" in line for line in lines)


def test_members_without_a_field_are_told_so():
    mandates = (Mandate(field="the-che", name="cải cách thể chế", agency="so-tu-phap"),)
    lines = assignment_lines(a_plan(mandates=mandates))
    start = lines.index("Thành viên sau đây thực hiện nhiệm vụ do Trưởng đoàn giao:") + 1
    assert lines[start : start + 3] == [
        "- Ông Thân Văn Hào - Chuyên viên Phòng Xây dựng chính quyền, Sở Nội vụ;",
        f"- {OFFICE};",
        "- Bà Hà Thị Hồng Cẩm - Chuyên viên Phòng Bưu chính - Viễn thông, Sở Thông tin và Truyền thông.",
    ]


def test_the_head_of_the_first_batch_signs():
    lines = assignment_lines()
    assert lines[1] == "ĐOÀN KIỂM TRA"
    assert lines[-3:] == ["TRƯỞNG ĐOÀN", "PHÓ GIÁM ĐỐC SỞ NỘI VỤ", "Huỳnh Thị Bé Năm"]


def test_teams_in_parallel_have_a_table_each_under_their_own_name():
    teams = tuple(
        Team(
            key=f"to-{number}",
            name=f"Tổ kiểm tra số {number}",
            seats=(
                Seat(key="a", role=Role.HEAD, office="Lãnh đạo Sở Nội vụ", agency="so-noi-vu"),
                Seat(key="b", office="Chuyên viên Sở Tư pháp", agency="so-tu-phap"),
            ),
        )
        for number in (1, 2)
    )
    batches = (Batch(key="dot-1", name="Đợt 1", team="to-2"),)
    mandates = (Mandate(field="the-che", name="cải cách thể chế", agency="so-tu-phap"),)
    plan = a_bare_plan(teams=teams, batches=batches, mandates=mandates)
    lines = assignment_lines(plan)
    assert lines[1] == "TỔ KIỂM TRA"
    assert [line for line in lines if line.startswith(("1.", "2.", "3.", "4.", "5."))] == [
        "1. Phân công theo nội dung kiểm tra của Tổ kiểm tra số 1",
        "2. Phân công theo nội dung kiểm tra của Tổ kiểm tra số 2",
        "3. Nhiệm vụ của Tổ trưởng, Tổ phó",
        "4. Nhiệm vụ của thành viên",
        "5. Cử người tham gia Tổ kiểm tra",
    ]
    assert "- Lãnh đạo Sở Nội vụ (Tổ kiểm tra số 1);" in lines
    assert lines[-2:] == ["TỔ TRƯỞNG", "(Ký, ghi rõ họ tên)"]
    assert len(tables_of(plan)) == 2


def test_a_plan_without_batches_is_signed_for_its_first_team():
    mandates = (Mandate(field="the-che", name="cải cách thể chế", agency="so-tu-phap"),)
    lines = assignment_lines(a_bare_plan(batches=(), visits=(), mandates=mandates))
    assert lines[-2:] == ["TỔ TRƯỞNG", "(Ký, ghi rõ họ tên)"]


def test_alternating_heads_and_the_secretary_are_reflected_in_the_duties():
    plain, alternating = assignment_lines(), assignment_lines(a_plan(alternation=Alternation()))
    words = "c) Trưởng đoàn và Phó Trưởng đoàn luân phiên"
    assert [any(line.startswith(words) for line in lines) for lines in (plain, alternating)] == [False, True]
    assert any(line.endswith("được phân công đến Thư ký để tổng hợp.") for line in plain)
    without = a_plan(teams=(replace(TEAM, seats=TEAM.seats[1:]),))
    assert any("đến cơ quan chuẩn bị cuộc kiểm tra để tổng hợp." in line for line in assignment_lines(without))


def test_content_already_inspected_is_left_alone_where_the_outline_says_so():
    lines = assignment_lines(outlines=(replace(OUTLINE, exemption=""),))
    assert not any(line.startswith("c) Không kiểm tra lại") for line in lines)
    assert any(line.startswith("c) Không kiểm tra lại") for line in assignment_lines())


def test_every_agency_with_a_member_receives_the_notice():
    lines = assignment_lines()
    start = lines.index("Nơi nhận:") + 1
    assert lines[start : start + 7] == [
        "- Thành viên Đoàn kiểm tra;",
        "- Sở Nội vụ;",
        "- Sở Tư pháp;",
        "- Văn phòng Ủy ban nhân dân tỉnh;",
        "- Sở Thông tin và Truyền thông;",
        "- Chủ tịch UBND tỉnh Bình Phước (để báo cáo);",
        "- Lưu: VT, ĐKT.",
    ]
