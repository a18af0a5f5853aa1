"""The submission of an adjustment asks for it: why, what changes, and in which form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from adjusted_dossiers import AMENDING, FIRST, FIRST_WORDS, NEW_TIME, OLD_TIME, REPLACING, opened
from docx_reading import all_texts

from app.documents.adjustment_submission import render_adjustment_submission
from app.domain.acts import Submission
from app.domain.amending import opened_adjustment
from app.domain.errors import NotFound


def texts(dossier):
    return all_texts(render_adjustment_submission(dossier, FIRST, "Dự thảo"))


def title_of(found):
    return " ".join(found[found.index("TỜ TRÌNH") + 1].split())


def test_it_gives_the_reason_and_what_changes():
    found = texts(opened())
    assert (
        title_of(found) == "Về việc sửa đổi, bổ sung một số nội dung của Kế hoạch kiểm tra cải cách hành chính năm 2025"
    )
    assert "Lý do điều chỉnh: Bão số 5." in found
    start = found.index("II. NỘI DUNG ĐIỀU CHỈNH")
    assert found[start + 1 : start + 5] == [
        "Sở Nội vụ kính trình Chủ tịch Ủy ban nhân dân tỉnh A điều chỉnh 02 nội dung:",
        "1. Bỏ: UBND huyện B (từ ngày 08/9/2025 đến hết ngày 19/9/2025).",
        f"2. Sở Y tế, thời gian: {OLD_TIME} sửa thành {NEW_TIME}.",
        "Các nội dung khác giữ như đã ban hành.",
    ]


def test_it_asks_for_an_act_in_the_form_that_was_chosen():
    amending = next(text for text in texts(opened()) if "kính đề nghị" in text)
    replacing = next(text for text in texts(opened(form=REPLACING)) if "kính đề nghị" in text)
    assert amending.endswith(
        f"Quyết định sửa đổi, bổ sung một số nội dung của {FIRST.plan.title} ban hành kèm theo {FIRST_WORDS}."
    )
    assert replacing.endswith(
        f"ký ban hành Quyết định phê duyệt Kế hoạch kiểm tra cải cách hành chính năm 2025, thay thế {FIRST_WORDS}."
    )
    assert title_of(texts(opened(form=REPLACING))) == f"Về việc ban hành Quyết định thay thế {FIRST_WORDS}"


def test_the_act_in_force_is_the_last_basis():
    bases = [text for text in texts(opened()) if text.startswith("Căn cứ")]
    assert bases[-1].startswith(f"Căn cứ {FIRST_WORDS}")
    assert (bases[-1][-1], bases[-2][-1]) == (".", ";")


def test_its_own_number_and_day_stand_at_its_head():
    draft = opened()
    asked = Submission(agency="so-noi-vu", number="20/TTr-SNV", day=date(2025, 7, 1))
    dated = replace(draft, plan=replace(draft.plan, decision=replace(draft.plan.decision, submission=asked)))
    assert texts(dated)[4:6] == ["Số: 20/TTr-SNV", "A, ngày 01 tháng 7 năm 2025"]


def test_without_a_reason_or_a_change_it_says_so_or_leaves_it_out():
    bare = opened_adjustment(FIRST, date(2025, 7, 1), AMENDING, "")
    found = texts(bare)
    assert [text for text in found if text.startswith("Lý do")] == []
    assert "Nội dung của kế hoạch giữ như đã ban hành." in found


def test_a_plan_that_names_no_submission_has_none():
    draft = opened()
    bare = replace(draft, plan=replace(draft.plan, decision=replace(draft.plan.decision, submission=None)))
    with pytest.raises(NotFound):
        texts(bare)
