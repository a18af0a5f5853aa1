"""The report template of a body that is not inspected and must inspect itself."""

from dataclasses import replace
from datetime import date

from builders_forms import OUTLINE, an_item
from builders_small import DAYS_OFF, a_bare_plan, a_dossier, a_plan, before, lines_of

from app.documents.self_inspection import render_self_inspection
from app.domain.outlines import OutlineKind
from app.domain.plans import SelfInspectionRule


def own_report(key="so-y-te", plan=None, **fields):
    dossier = a_dossier(plan, **fields)
    return render_self_inspection(dossier, dossier.directory.unit(key), DAYS_OFF, None)


def own_lines(*args, **fields):
    return lines_of(own_report(*args, **fields))


def clauses(lines):
    start, end = (next(n for n, line in enumerate(lines) if line.startswith(part)) for part in ("III. ", "IV. "))
    return [line for line in lines[start:end] if line[:2] in {f"{n}." for n in range(1, 10)}]


def test_the_head_the_subject_and_the_signer_are_the_bodys_own():
    lines = own_lines()
    assert lines[:2] == ["UBND TỈNH BÌNH PHƯỚC", "SỞ Y TẾ"]
    assert lines[4].endswith("/BC-SYT")
    start = lines.index("BÁO CÁO") + 1
    assert " ".join(lines[start : start + 2]) == (
        "Kết quả tự kiểm tra việc thực hiện nhiệm vụ cải cách hành chính, chuyển đổi số năm 2023"
    )
    assert lines[-2:] == ["GIÁM ĐỐC", "(Ký, ghi rõ họ tên)"]


def test_it_goes_to_the_committee_through_the_agency_by_the_day_of_the_plan():
    lines = own_lines()
    assert "Kính gửi: Ủy ban nhân dân tỉnh Bình Phước (qua Sở Nội vụ)" in lines
    assert (
        "(Phần in nghiêng trong ngoặc đơn là hướng dẫn, bỏ đi khi hoàn thành báo cáo. Báo cáo gửi Ủy ban nhân dân tỉnh "
        "Bình Phước, qua Sở Nội vụ, trước ngày 30/11/2023; ngày cuối cùng còn trong thời hạn là Thứ Tư, ngày "
        "29/11/2023.)"
    ) in lines


def test_a_last_day_off_comes_with_advice():
    rule = replace(a_plan().self_inspection, deadline=before(date(2023, 11, 27)))
    assert any(
        line.endswith("là Chủ Nhật, ngày 26/11/2023, là ngày nghỉ, nên gửi chậm nhất Thứ Sáu, ngày 24/11/2023.)")
        for line in own_lines(plan=a_plan(self_inspection=rule))
    )


def test_the_agency_that_gathers_the_reports_sends_its_own_directly():
    lines = own_lines("so-noi-vu")
    assert "Kính gửi: Ủy ban nhân dân tỉnh Bình Phước" in lines
    assert lines[lines.index("Nơi nhận:") + 1 : lines.index("Nơi nhận:") + 3] == ["- Như trên;", "- Lưu: VT."]


def test_a_rule_that_names_nobody_addresses_the_issuing_body_and_no_day():
    lines = own_lines(plan=a_plan(self_inspection=SelfInspectionRule(levels=("huyen",))))
    assert "Kính gửi: Ủy ban nhân dân tỉnh Bình Phước" in lines
    assert "(Phần in nghiêng trong ngoặc đơn là hướng dẫn, bỏ đi khi hoàn thành báo cáo.)" in lines


def test_it_covers_the_bodys_own_plan_and_every_field_of_the_outline():
    lines = own_lines()
    assert [line for line in lines if line.split(".")[0] in {"I", "II", "III", "IV", "V"}] == [
        "I. TỔ CHỨC TỰ KIỂM TRA",
        "II. THỰC HIỆN KẾ HOẠCH NĂM 2023 CỦA CƠ QUAN, ĐƠN VỊ",
        "III. KẾT QUẢ TỰ KIỂM TRA THEO LĨNH VỰC",
        "IV. TỒN TẠI, HẠN CHẾ VÀ BIỆN PHÁP KHẮC PHỤC",
        "V. KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    assert clauses(lines) == [
        "1. Cải cách thể chế",
        "2. Cải cách thủ tục hành chính (TTHC)",
        "3. Cải cách tài chính công",
    ]
    assert any(line.startswith("Kế hoạch số, ngày, trích yếu:") for line in lines)


def test_a_field_that_does_not_apply_to_the_body_is_left_out():
    assert clauses(own_lines("bhxh-tinh")) == ["1. Cải cách thủ tục hành chính (TTHC)", "2. Cải cách tài chính công"]


def test_an_outline_without_sections_gives_its_parts():
    items = (
        an_item("I", "I.", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", OutlineKind.PART, field="chi-dao"),
        an_item("II", "II.", "NỘI DUNG KHÁC", OutlineKind.PART, field="khac"),
        an_item("III", "III.", "KIẾN NGHỊ", OutlineKind.PART),
    )
    lines = own_lines(outlines=(replace(OUTLINE, items=items),))
    assert clauses(lines) == ["1. Chỉ đạo, điều hành", "2. Nội dung khác"]


def test_without_an_outline_the_plans_fields_stand_for_it():
    assert clauses(own_lines(plan=a_plan(outline=None)))[1] == "2. Cải cách thể chế"


def test_without_any_field_the_part_is_left_out_and_the_numbers_run_on():
    lines = own_lines(plan=a_bare_plan())
    assert "III. TỒN TẠI, HẠN CHẾ VÀ BIỆN PHÁP KHẮC PHỤC" in lines
    assert not any("THEO LĨNH VỰC" in line for line in lines)


def test_a_committee_reports_on_behalf_of_itself():
    lines = own_lines("ubnd-thi-xa-binh-long")
    assert lines[:2] == ["ỦY BAN NHÂN DÂN", "THỊ XÃ BÌNH LONG"]
    assert lines[-3:] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Ký, ghi rõ họ tên)"]
    assert any(line.endswith("Ủy ban nhân dân thị xã Bình Long báo cáo kết quả tự kiểm tra như sau:") for line in lines)
