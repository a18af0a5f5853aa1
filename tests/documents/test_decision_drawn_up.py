"""Acts drawn up new: their words come from the standing wording and the facts, in the form of the decree."""

import re
from dataclasses import replace
from datetime import date

import pytest
from builders import a_team
from docx_reading import footer_line, head_rows, rows_of, sheets
from drawn_up import END, PLANS, decision_of, plan_sheet, text_after
from promulgated_dossiers import DECISION, a_new_dossier, a_plan_alone

from app import SEED
from app.documents.decision import render_decision, render_plan
from app.domain.acts import ActForm, Article, LegalBasis, Signatory
from app.domain.teams import Role, Seat
from app.planfiles.reading import dossier_of, open_plan_file
from app.planfiles.references import Holdings
from app.services.seeding import read_seed


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
