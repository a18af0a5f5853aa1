"""The report an inspected unit writes: head, fitted outline, hints, room to write, and the phụ lục that apply."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from builders_forms import FORMS, OUTLINE, an_item
from builders_small import DAYS_OFF, a_bare_plan, a_dossier, a_plan, lines_of
from docx import Document
from docx.enum.section import WD_ORIENT
from hypothesis import given
from hypothesis import strategies as st

from app.documents.outline_numbers import renumbered
from app.documents.report_template import render_report_template
from app.domain.acts import Clause, ClauseKind, PlanText
from app.domain.deadlines import Deadline, Event, Relation
from app.domain.outlines import FittedItem, OutlineKind
from app.domain.plans import Period
from app.domain.vietnamese import POINT_LETTERS, roman

PRINTED = PlanText(clauses=(Clause(code="I", kind=ClauseKind.PART, text="MỤC ĐÍCH", number="I."),))


def report(unit="so-cong-thuong", plan=None, dossier=None, **changes):
    dossier = dossier or a_dossier(plan)
    visit = replace(next(v for v in dossier.plan.visits if v.unit == unit), **changes)
    return render_report_template(dossier, visit, DAYS_OFF, None)


def report_lines(*args, **changes):
    return lines_of(report(*args, **changes))


def labels(lines):
    return [line for line in lines if line.startswith("Phụ lục ") and len(line) < 14]


def figures_of(lines):
    return [line for line in lines if line.startswith("(Số liệu:") or "Số liệu: " in line]


def dotted_after(content, text):
    """How many dotted lines follow the paragraph that begins with the text, hints in between passed over."""
    paragraphs = [(p.style.style_id, p.text) for p in Document(BytesIO(content)).paragraphs]
    start = next(place for place, (_, line) in enumerate(paragraphs) if line.startswith(text))
    count = 0
    for style, _ in paragraphs[start + 1 :]:
        if style == "FillIn":
            count += 1
        elif style != "Guidance":
            break
    return count


def test_a_departments_report_has_its_own_head_and_symbol():
    lines = report_lines()
    assert lines[:2] == ["UBND TỈNH BÌNH PHƯỚC", "SỞ CÔNG THƯƠNG"]
    assert lines[4].endswith("/BC-SCT")
    assert lines[5].startswith("Bình Phước, ngày")


def test_a_committees_report_has_its_own_head_place_and_signer():
    lines = report_lines("ubnd-huyen-phu-rieng")
    assert lines[:2] == ["ỦY BAN NHÂN DÂN", "HUYỆN PHÚ RIỀNG"]
    assert lines[4].endswith("/BC-UBND")
    assert lines[5].startswith("Phú Riềng, ngày")
    start = lines.index("TM. ỦY BAN NHÂN DÂN")
    assert lines[start : start + 3] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Ký, ghi rõ họ tên)"]


def test_the_subject_is_the_outlines_and_the_addressee_the_team():
    lines = report_lines()
    start = lines.index("BÁO CÁO") + 1
    assert lines[start : start + 3] == [
        "Phục vụ Đoàn kiểm tra công tác cải cách hành chính",
        "và công tác chuyển đổi số",
        "Kính gửi: Đoàn kiểm tra cải cách hành chính, chuyển đổi số",
    ]


def test_a_team_with_a_name_of_its_own_is_addressed_by_it():
    plan = a_bare_plan(outline="de-cuong", teams=(replace(a_bare_plan().teams[0], name="Tổ kiểm tra số 2"),))
    assert "Kính gửi: Tổ kiểm tra số 2" in report_lines(plan=plan)


def test_the_first_hint_tells_to_whom_and_by_when_with_advice_for_a_day_off():
    assert (
        "(Phần in nghiêng trong ngoặc đơn là hướng dẫn, bỏ đi khi hoàn thành báo cáo. Báo cáo gửi Đoàn kiểm tra, qua "
        "Sở Nội vụ, trước ngày 30/7/2023; ngày cuối cùng còn trong thời hạn là Thứ Bảy, ngày 29/7/2023, là ngày nghỉ, "
        "nên gửi chậm nhất Thứ Sáu, ngày 28/7/2023.)"
    ) in report_lines()
    assert any(line.endswith("thời hạn là Thứ Ba, ngày 29/8/2023.)") for line in report_lines("so-khdt"))


def test_a_deadline_not_firm_is_told_in_words_and_none_not_at_all():
    due = Deadline(relation=Relation.WITHIN, event=Event.RECEIPT, count=5)
    assert any(
        line.endswith("trong thời hạn 05 ngày kể từ ngày nhận được văn bản.)")
        for line in report_lines(report_deadline=due)
    )
    assert "(Phần in nghiêng trong ngoặc đơn là hướng dẫn, bỏ đi khi hoàn thành báo cáo.)" in report_lines(
        plan=a_bare_plan(outline="de-cuong")
    )


def test_the_opening_cites_the_act_and_the_period_under_review():
    lines = report_lines(plan=a_plan(period=Period(wording="trong năm 2023 (tính đến thời điểm kiểm tra)")))
    opening = next(line for line in lines if line.startswith("Thực hiện Quyết định số"))
    assert opening.endswith("chuyển đổi số năm 2023, Sở Công Thương báo cáo Đoàn kiểm tra như sau:")
    assert "Thời kỳ báo cáo: trong năm 2023 (tính đến thời điểm kiểm tra)." in lines


def test_the_outline_stands_as_printed_with_its_hints_in_italics():
    document = Document(BytesIO(report()))
    item = next(p for p in document.paragraphs if p.text.startswith("1. Kiểm tra các hoạt động"))
    assert item.text == (
        "1. Kiểm tra các hoạt động chỉ đạo, điều hành (Ban hành các văn bản, chỉ thị; đối thoại với người dân)."
    )
    assert [run.text for run in item.runs if run.italic] == ["Ban hành các văn bản, chỉ thị; đối thoại với người dân"]


def test_unnumbered_lines_become_hints_and_no_hint_is_said_twice():
    lines = report_lines()
    assert "(Công tác lãnh đạo, chỉ đạo; số hồ sơ tiếp nhận, giải quyết đúng hạn, quá hạn.)" in lines
    assert lines.count("(Nêu những kiến nghị, đề xuất cụ thể, rõ ràng.)") == 1
    assert not any(line.startswith("(Ban hành các văn bản") for line in lines)


def test_what_needs_numbers_points_to_the_rows_of_the_units_own_forms():
    assert figures_of(report_lines()) == [
        "(Số liệu: Phụ lục I, mục I.1 và I.2.)",
        "(Số liệu: Phụ lục I, mục II.1.)",
        "(Số liệu: Phụ lục II.)",
    ]
    assert figures_of(report_lines("ubnd-huyen-phu-rieng")) == [
        "(Số liệu: Phụ lục I, mục I.1 và I.2.)",
        "(Số liệu: Phụ lục I, mục II.1.)",
        "(Số liệu: Phụ lục II.)",
        "(Nếu có; không phát sinh thì ghi rõ không phát sinh. Số liệu: Phụ lục III.)",
    ]


def test_what_is_only_there_if_any_is_marked():
    lines = report_lines()
    start = lines.index("- Kiến nghị sau kiểm toán (nếu có).")
    assert lines[start + 1] == "(Nếu có; không phát sinh thì ghi rõ không phát sinh.)"


def test_room_to_write_stands_under_every_heading_that_has_nothing_below_it():
    content = report()
    assert dotted_after(content, "1. Kiểm tra các hoạt động") == 3
    assert dotted_after(content, "- Tiến độ thu ngân sách") == 2
    assert dotted_after(content, "IV. KIẾN NGHỊ, ĐỀ XUẤT") == 4
    assert dotted_after(content, "a) Kết quả thực hiện các quy định về quản lý tài chính") == 0
    assert dotted_after(content, "1. Cải cách thể chế") == 0


def test_what_does_not_apply_to_a_kind_of_body_is_marked_and_leaves_no_room():
    content = report("bhxh-tinh")
    lines = lines_of(content)
    start = lines.index("a) Kết quả xây dựng, ban hành văn bản quy phạm pháp luật.")
    assert lines[start + 1] == "(Không áp dụng.)"
    assert dotted_after(content, "a) Kết quả xây dựng") == 0
    assert figures_of(lines)[0] == "(Số liệu: Phụ lục I, mục I.1 và I.2.)"
    assert lines.count("Không áp dụng") == 2
    assert "Không áp dụng" not in report_lines("ubnd-huyen-phu-rieng")


def test_items_of_another_level_are_left_out():
    assert not any("khảo sát sự hài lòng (nếu có)" in line for line in report_lines())
    assert any("khảo sát sự hài lòng (nếu có)" in line for line in report_lines("ubnd-huyen-phu-rieng"))


def test_content_already_inspected_has_a_place_of_its_own_after_the_last_part():
    lines = report_lines()
    start = lines.index("V. NỘI DUNG ĐÃ ĐƯỢC THANH TRA, KIỂM TRA")
    assert lines[start + 1] == (
        "(Đối với các nội dung đơn vị đã được các cấp có thẩm quyền thanh tra, kiểm tra, đề nghị đơn vị cung cấp biên "
        "bản, kết quả kiểm tra. Đoàn sẽ không kiểm tra lại các nội dung này)"
    )
    assert lines[start + 2 : start + 7] == [
        "STT",
        "Nội dung đã được thanh tra, kiểm tra",
        "Cơ quan đã thanh tra, kiểm tra",
        "Biên bản, kết luận, thông báo số",
        "Ngày",
    ]
    without = a_dossier(outlines=(replace(OUTLINE, exemption=""),))
    assert not any("NỘI DUNG ĐÃ ĐƯỢC THANH TRA" in line for line in report_lines(dossier=without))


def test_a_rule_printed_without_parentheses_is_put_in_them():
    dossier = a_dossier(outlines=(replace(OUTLINE, exemption="Đoàn không kiểm tra lại./."),))
    assert "(Đoàn không kiểm tra lại)" in report_lines(dossier=dossier)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("so-cong-thuong", ["Phụ lục 1", "Phụ lục 2"]),
        ("ubnd-huyen-phu-rieng", ["Phụ lục 1", "Phụ lục 3", "Phụ lục 5"]),
        ("bhxh-tinh", ["Phụ lục 1", "Phụ lục 2"]),
    ],
)
def test_exactly_the_forms_of_the_unit_follow_with_their_printed_labels(unit, expected):
    assert labels(report_lines(unit, a_plan(text=PRINTED))) == expected


def test_a_plan_drawn_up_new_numbers_the_forms_through_the_report_and_names_their_place_in_the_plan():
    lines = report_lines("ubnd-huyen-phu-rieng")
    assert labels(lines) == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    start = lines.index("Phụ lục III")
    reference = next(line for line in lines[start:] if line.startswith("(Kèm theo"))
    assert reference.startswith("(Kèm theo Báo cáo số")
    assert "theo mẫu Phụ lục V của Kế hoạch)" in " ".join(lines[start : start + 6])


def test_a_single_form_has_no_number():
    plan = a_plan(forms=("phu-luc-1",))
    assert "Phụ lục" in report_lines(plan=plan)
    assert labels(report_lines(plan=plan)) == []


def test_a_printed_plan_keeps_its_numbers_even_where_part_of_the_outline_is_left_out():
    plan = a_plan(text=PRINTED)
    lines = report_lines(plan=plan, scope=("II",))
    assert "II. KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH" in lines
    assert "V. NỘI DUNG ĐÃ ĐƯỢC THANH TRA, KIỂM TRA" in lines


def test_a_plan_drawn_up_new_leaves_no_gap_in_the_numbers():
    lines = report_lines(scope=("II.2",))
    assert [line for line in lines if line[:2] in {"I.", "1.", "a)"} or line.startswith("II.")] == [
        "I. KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH",
        "1. Cải cách thủ tục hành chính (TTHC)",
        "a) Việc thực hiện cơ chế một cửa, một cửa liên thông, bao gồm:",
        "II. NỘI DUNG ĐÃ ĐƯỢC THANH TRA, KIỂM TRA",
    ]


def test_the_forms_stand_on_sheets_of_their_own_wide_ones_across():
    sections = Document(BytesIO(report("ubnd-huyen-phu-rieng"))).sections
    upright, across = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert [section.orientation for section in sections] == [upright, upright, across, across]


def test_the_branches_of_one_department_have_rows_for_every_unit_of_the_level():
    lines = report_lines("so-tnmt")
    assert [line for line in lines if line.startswith("Chi nhánh Văn phòng Đăng ký đất đai ")] == [
        "Chi nhánh Văn phòng Đăng ký đất đai huyện Phú Riềng",
        "Chi nhánh Văn phòng Đăng ký đất đai thị xã Bình Long",
        "Chi nhánh Văn phòng Đăng ký đất đai thành phố Đồng Xoài",
    ]
    assert not any("Chi nhánh" in line for line in report_lines())


def test_each_form_ends_with_its_notes_and_the_end_mark():
    lines = report_lines("ubnd-huyen-phu-rieng")
    assert lines[-3:] == ["Ghi chú:", "- Kinh phí thực hiện khảo sát (nếu có).", "./."]


def test_the_report_names_its_forms_and_ends_before_them():
    lines = report_lines()
    assert "Số liệu chi tiết tại Phụ lục I và Phụ lục II kèm theo báo cáo này." in lines
    assert "Trên đây là báo cáo của Sở Công Thương, kính gửi Đoàn kiểm tra./." in lines
    start = lines.index("Nơi nhận:")
    assert lines[start + 1 : start + 4] == ["- Như trên;", "- Sở Nội vụ;", "- Lưu: VT."]
    assert lines[start + 4 : start + 6] == ["GIÁM ĐỐC", "(Ký, ghi rõ họ tên)"]


def test_a_plan_without_outline_and_forms_gives_a_bare_report():
    lines = report_lines(plan=a_bare_plan())
    assert "Trên đây là báo cáo của Sở Công Thương, kính gửi Tổ kiểm tra./." in lines
    assert not any("Phụ lục" in line for line in lines)


def test_the_bytes_depend_on_nothing_but_the_plan():
    assert report("so-tnmt") == report("so-tnmt", dossier=a_dossier(forms=FORMS))
    later = a_plan(changed_on=date(2023, 7, 1))
    assert report("so-tnmt") != report("so-tnmt", later)


def fitted(code, number):
    return FittedItem(item=an_item(code, number, code), applies=True)


def test_dashes_and_marks_of_another_manner_keep_their_number():
    items = [fitted("I", "II."), fitted("I.1", "-"), fitted("I.2", "b)"), fitted("I.3", "1)")]
    assert [each.item.number for each in renumbered(items)] == ["I.", "-", "a)", "1)"]


@given(st.sets(st.integers(1, 9)), st.sets(st.integers(1, 9)))
def test_whatever_is_left_out_the_rest_is_numbered_without_a_gap(parts, points):
    items = [fitted(roman(part), f"{roman(part)}.") for part in sorted(parts)]
    items += [fitted(f"I.{letter}", f"{letter})") for letter in (POINT_LETTERS[n] for n in sorted(points))]
    numbers = [each.item.number for each in renumbered(items)]
    assert numbers == [
        *(f"{roman(n)}." for n in range(1, len(parts) + 1)),
        *(f"{POINT_LETTERS[n]})" for n in range(len(points))),
    ]
    assert [each.item.kind for each in renumbered(items)] == [OutlineKind.ITEM] * len(items)
