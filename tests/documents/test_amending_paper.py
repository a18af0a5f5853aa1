"""The act that amends a plan, its table old to new, and the whole text as it stands amended or replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from adjusted_dossiers import AMENDING, FIRST, FIRST_WORDS, NEW_TIME, NUMBERED, OLD_TIME, REPLACING, opened
from docx_reading import all_texts, head_rows, rows_of, sheets
from promulgated_dossiers import a_new_dossier, a_plan_alone

from app.documents.amending import render_amending
from app.documents.assignment_notice import render_assignment_notice
from app.documents.decision import render_decision, render_plan
from app.domain.acts import Article, CitedAct
from app.domain.amending import consolidated, opened_adjustment
from app.domain.releases import issued_dossier

DRAFT = opened()
SECOND = issued_dossier(DRAFT, "12", date(2025, 7, 3))


def texts(dossier=SECOND, first=FIRST):
    return all_texts(render_amending(dossier, first, None))


def starting(found, start):
    return next(text for text in found if text.startswith(start))


def test_it_is_a_decision_of_its_own_number_and_day():
    found = texts()
    assert found[3:5] == ["Số: 12/QĐ-UBND", "A, ngày 03 tháng 7 năm 2025"]
    assert [found[5], " ".join(found[6].split())] == [
        "QUYẾT ĐỊNH",
        f"Sửa đổi, bổ sung một số nội dung của {FIRST.plan.title} ban hành kèm theo {FIRST_WORDS}",
    ]


def test_before_it_is_signed_number_and_day_are_blank_and_the_foot_says_that_it_is_a_draft():
    content = render_amending(DRAFT, FIRST, "Dự thảo")
    assert " ".join(all_texts(content)[3].split()) == "Số: /QĐ-UBND"


def test_the_act_that_is_amended_is_the_last_basis_before_the_proposal():
    found = texts()
    bases = [text for text in found if text.startswith(("Căn cứ", "Theo đề nghị"))]
    assert bases[-2] == f"Căn cứ {FIRST_WORDS} của Chủ tịch Ủy ban nhân dân tỉnh A phê duyệt {FIRST.plan.title};"
    assert bases[-1].startswith("Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số")
    assert all(text.endswith(";") for text in bases[:-1])
    assert bases[-1].endswith(".")


def test_three_articles_say_what_is_amended_that_all_else_stays_and_who_carries_it_out():
    found = texts()
    articles = [text for text in found if text.startswith("Điều ")]
    assert [text.split(".")[0] for text in articles] == ["Điều 1", "Điều 2", "Điều 3"]
    assert articles[0].endswith(f"ban hành kèm theo {FIRST_WORDS} của Chủ tịch Ủy ban nhân dân tỉnh A, gồm:")
    assert "giữ nguyên hiệu lực thi hành" in articles[1]
    assert articles[2].endswith("chịu trách nhiệm thi hành Quyết định này./.")
    points = [text for text in found if text[:2] in {"1.", "2."}]
    assert points == [
        "1. Bỏ: UBND huyện B (từ ngày 08/9/2025 đến hết ngày 19/9/2025).",
        f"2. Sở Y tế, thời gian: {OLD_TIME} sửa thành {NEW_TIME}.",
    ]


def test_the_annex_sets_old_beside_new_across_the_sheet_under_a_head_that_repeats():
    annex = sheets(render_amending(SECOND, FIRST, None))[1]
    (table,) = annex.tables
    assert [[cell.text for cell in row] for row in rows_of(table)] == [
        ["STT", "Nội dung", "Đã ban hành", "Sửa đổi, bổ sung thành"],
        ["1", "UBND huyện B", "Từ ngày 08/9/2025 đến hết ngày 19/9/2025", "(bỏ)"],
        [
            "2",
            "Sở Y tế, thời gian",
            "Từ ngày 04/8/2025 đến hết ngày 07/8/2025",
            "Từ ngày 18/8/2025 đến hết ngày 20/8/2025",
        ],
    ]
    assert head_rows(table) == 1
    assert annex.texts[0] == "Phụ lục"
    assert "Kèm theo Quyết định số 12/QĐ-UBND ngày 03 tháng 7 năm 2025" in " ".join(annex.texts)


def test_articles_kept_as_printed_lend_who_carries_it_out_and_the_recipients_their_number():
    printed = replace(
        NUMBERED,
        articles=(Article(number="Điều 5.", text="Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này./."),),
        recipients=("Như Điều 5;", "Lưu: VT."),
    )
    first = issued_dossier(a_new_dossier(decision=printed), "7", date(2025, 3, 5))
    found = texts(issued_dossier(opened(first), "12", date(2025, 7, 3)), first)
    assert starting(found, "Điều 3.") == "Điều 3. Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này./."
    assert "- Như Điều 3;" in found


def test_many_changes_are_left_to_the_annex():
    team = DRAFT.plan.teams[0]
    more = tuple(replace(team.seats[1], key=f"ghe-{n}", office=f"Đại diện {n}") for n in range(14))
    crowded = replace(DRAFT, plan=replace(DRAFT.plan, teams=(replace(team, seats=more),)))
    found = texts(crowded)
    assert "nội dung nêu tại Phụ lục kèm theo Quyết định này." in starting(found, "Điều 1.")
    assert [text for text in found if text.startswith("1. ")] == []


def test_a_plan_issued_alone_is_amended_by_a_plan_of_numbered_parts():
    first = issued_dossier(a_plan_alone(), "6", date(2025, 1, 30))
    second = issued_dossier(opened_adjustment(first, date(2025, 7, 1), AMENDING, "Bão"), "9", date(2025, 7, 3))
    second = replace(second, plan=replace(second.plan, title="Kế hoạch kiểm tra năm 2025 mới"))
    found = texts(second, first)
    assert "KẾ HOẠCH" in found
    assert [text for text in found if text.startswith("Điều")] == []
    assert starting(found, "I. ").startswith("I. Sửa đổi, bổ sung một số nội dung của Kế hoạch số 06/KH-UBND")


# The whole text


def test_the_whole_text_of_an_amended_act_keeps_its_number_and_names_the_acts_that_amended_it():
    third = issued_dossier(opened_adjustment(SECOND, date(2025, 7, 8), AMENDING, "Bão"), "15", date(2025, 7, 9))
    found = all_texts(render_decision(consolidated(third, FIRST), None))
    assert found[3:5] == ["Số: 07/QĐ-UBND", "A, ngày 05 tháng 3 năm 2025"]
    line = next(text for text in found if text.startswith("(Được sửa đổi"))
    assert " ".join(line.split()) == (
        "(Được sửa đổi, bổ sung theo Quyết định số 12/QĐ-UBND ngày 03 tháng 7 năm 2025 và Quyết định số 15/QĐ-UBND "
        "ngày 09 tháng 7 năm 2025)"
    )


def test_of_an_amendment_in_draft_number_and_day_are_left_blank_in_the_whole_text():
    found = all_texts(render_decision(consolidated(DRAFT, FIRST), "Dự thảo"))
    line = next(text for text in found if text.startswith("(Được sửa đổi"))
    assert " ".join(line.split()) == ("(Được sửa đổi, bổ sung theo Quyết định số /QĐ-UBND ngày tháng năm 2025)")


def test_other_papers_cite_the_act_with_what_amended_it():
    found = all_texts(render_assignment_notice(SECOND, None))
    assert starting(found, "Căn cứ").endswith(
        "(được sửa đổi, bổ sung theo Quyết định số 12/QĐ-UBND ngày 03 tháng 7 năm 2025)."
    )
    assert FIRST_WORDS in starting(found, "Căn cứ")


def test_a_first_act_names_nobody_who_amended_it():
    found = all_texts(render_decision(FIRST, None))
    assert [text for text in found if "Được sửa đổi" in text] == []
    assert found == all_texts(render_decision(FIRST, None, is_adjustment=False))


def test_an_act_that_replaces_has_its_own_number_and_says_what_ceases():
    draft = opened(form=REPLACING)
    second = issued_dossier(draft, "12", date(2025, 7, 3))
    found = all_texts(render_decision(second, None, is_adjustment=True))
    assert found[3] == "Số: 12/QĐ-UBND"
    assert next(text for text in found if "thay thế" in text).endswith(
        f"có hiệu lực kể từ ngày ký và thay thế {FIRST_WORDS} của Chủ tịch Ủy ban nhân dân tỉnh A."
    )


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        (
            "Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 5/QĐ-UBND về lập Đoàn.",
            "Quyết định này có hiệu lực kể từ ngày ký và thay thế {act}.",
        ),
        ("Có hiệu lực kể từ ngày ký.", "Có hiệu lực kể từ ngày ký. Quyết định này thay thế {act}."),
        ("Có hiệu lực kể từ ngày ký./.", "Có hiệu lực kể từ ngày ký. Quyết định này thay thế {act}./."),
        ("Có hiệu lực và thay thế Quyết định số 07/QĐ-UBND.", "Có hiệu lực và thay thế Quyết định số 07/QĐ-UBND."),
    ],
)  # fmt: skip
def test_articles_kept_as_printed_say_what_ceases_now(printed: str, wanted: str):
    decision = replace(
        NUMBERED,
        articles=(Article(number="Điều 1.", text="Phê duyệt."), Article(number="Điều 2.", text=printed)),
        replaces=CitedAct(number="5/QĐ-UBND"),
    )
    first = issued_dossier(a_new_dossier(decision=decision), "7", date(2025, 3, 5))
    second = issued_dossier(opened(first, REPLACING), "12", date(2025, 7, 3))
    act = f"{FIRST_WORDS} của Chủ tịch Ủy ban nhân dân tỉnh A"
    found = all_texts(render_decision(second, None, is_adjustment=True))
    assert f"Điều 2. {wanted.format(act=act)}" in found
    first_found = all_texts(render_decision(first, None))
    assert f"Điều 2. {printed}" in first_found


def test_the_whole_text_of_a_plan_issued_alone_names_what_amended_it_too():
    first = issued_dossier(a_plan_alone(), "6", date(2025, 1, 30))
    second = issued_dossier(opened_adjustment(first, date(2025, 7, 1), AMENDING, "Bão"), "9", date(2025, 7, 3))
    found = all_texts(render_plan(consolidated(second, first), None))
    assert found[3] == "Số: 06/KH-UBND"
    assert "Kế hoạch số 09/KH-UBND" in next(text for text in found if text.startswith("(Được sửa đổi"))
