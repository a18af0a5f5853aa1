"""A notice of change is a paper of the team: from what to what, signed by who leads the visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from docx_reading import all_texts, rows_of, sheets
from promulgated_dossiers import DECISION, a_new_dossier

from app.documents.change_notice import render_change_notice
from app.domain.amending import AdjustmentForm, opened_adjustment
from app.domain.change_notices import ChangeNotice, Recipient, RecipientKind, known_facts, notice_changes
from app.domain.dates import Window
from app.domain.errors import NotFound
from app.domain.releases import issued_dossier
from app.domain.visits import Visit

FIRST = issued_dossier(a_new_dossier(decision=replace(DECISION, number=None)), "7", date(2025, 3, 5))
HEALTH = Recipient(kind=RecipientKind.UNIT, key="so-y-te")
MEMBER = Recipient(kind=RecipientKind.PERSON, key="ong-p")


def second(**fields):
    draft = opened_adjustment(FIRST, date(2025, 7, 1), AdjustmentForm.AMENDING, "Bão")
    return issued_dossier(replace(draft, plan=replace(draft.plan, **fields)), "12", date(2025, 7, 3))


def moved(place: int = 0):
    visits = list(FIRST.plan.visits)
    visits[place] = replace(visits[place], window=Window(first=date(2025, 8, 18), last=date(2025, 8, 20)))
    return second(visits=tuple(visits))


def notice(dossier, recipient=HEALTH, told=FIRST, addition=""):
    before = known_facts(told, recipient) if told is not None else ()
    return ChangeNotice(
        id=1,
        plan="tinh-a-2025",
        release=2,
        recipient=recipient,
        told=1 if told is not None else None,
        changes=notice_changes(before, known_facts(dossier, recipient)),
        addition=addition,
        drafted_at=datetime(2025, 7, 3, tzinfo=UTC),
    )


def content(dossier, recipient=HEALTH, told=FIRST, name="Sở Y tế", addition=""):
    return render_change_notice(notice(dossier, recipient, told, addition), dossier, told, name)


def texts(*args, **fields):
    return all_texts(content(*args, **fields))


def title_of(found):
    return " ".join(found[found.index("THÔNG BÁO") + 1].split())


def test_it_is_a_paper_of_the_team_signed_by_who_leads_the_visit():
    found = texts(moved())
    assert found[1] == "ĐOÀN KIỂM TRA"
    assert found[4].endswith("/TB-ĐKT")
    assert title_of(found) == "Về việc thay đổi nội dung kiểm tra cải cách hành chính năm 2025 tại Sở Y tế"
    assert found[-3:] == ["TRƯỞNG ĐOÀN", "GIÁM ĐỐC SỞ NỘI VỤ", "M"]
    assert texts(moved(2), Recipient(kind=RecipientKind.UNIT, key="ubnd-huyen-b"), name="UBND huyện B")[-3:] == [
        "TRƯỞNG ĐOÀN",
        "PHÓ GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "N",
    ]


def test_it_says_from_what_to_what_against_the_act_last_told():
    (table,) = [table for table in sheets(content(moved()))[0].tables if rows_of(table)[0][0].text == "STT"]
    assert [[cell.text for cell in row] for row in rows_of(table)] == [
        ["STT", "Nội dung", "Từ", "Sang"],
        [
            "1",
            "Thời gian kiểm tra",
            "Từ ngày 04/8/2025 đến hết ngày 07/8/2025",
            "Từ ngày 18/8/2025 đến hết ngày 20/8/2025",
        ],
    ]
    assert (
        "Đoàn kiểm tra thông báo tới Sở Y tế các nội dung thay đổi so với nội dung đã thông báo theo Quyết định số "
        "07/QĐ-UBND ngày 05 tháng 3 năm 2025 như sau:"
    ) in texts(moved())
    assert (
        "Các nội dung khác giữ như đã thông báo. Đề nghị Sở Y tế xác nhận đã nhận Thông báo này và thực hiện./."
    ) in texts(moved())


def test_who_is_cancelled_is_told_so_and_the_former_head_signs():
    found = texts(second(visits=FIRST.plan.visits[1:]))
    assert title_of(found) == "Về việc không kiểm tra cải cách hành chính năm 2025 tại Sở Y tế"
    assert found[-1] == "M"
    assert "Đề nghị Sở Y tế xác nhận đã nhận Thông báo này./." in found


@pytest.mark.parametrize("told", [FIRST, None])
def test_who_comes_new_is_told_of_an_additional_visit(told):
    key = "so-tai-chinh"
    visits = (*FIRST.plan.visits, Visit(unit=key, batch="dot-1"))
    found = texts(second(visits=visits), Recipient(kind=RecipientKind.UNIT, key=key), told, "Sở Tài chính")
    assert title_of(found) == "Về việc bổ sung kiểm tra cải cách hành chính năm 2025 tại Sở Tài chính"
    assert [text for text in found if "so với nội dung đã thông báo theo" in text] == (
        [] if told is None else [next(text for text in found if "so với nội dung" in text)]
    )


def test_a_member_is_told_by_the_head_of_the_first_batch():
    found = texts(moved(), MEMBER, name="Ông P")
    assert title_of(found) == ("Về việc thay đổi nhiệm vụ, lịch tham gia Đoàn kiểm tra cải cách hành chính năm 2025")
    assert (found[-1], "- Ông P;" in found) == ("M", True)


def test_what_the_planner_adds_stands_below_the_table_one_paragraph_a_line():
    found = texts(moved(), addition="Mong thông cảm.\n\nLiên hệ *phòng* A.")
    place = found.index("Mong thông cảm.")
    assert found[place + 1] == "Liên hệ *phòng* A."


def test_a_head_whom_the_plan_names_no_more_leaves_the_name_to_be_written():
    visits, batches = FIRST.plan.visits[1:], FIRST.plan.batches
    gone = replace(
        second(visits=visits, batches=tuple(replace(batch, head=None, deputies=()) for batch in batches)),
        people=tuple(person for person in FIRST.people if person.key != "ong-m"),
    )
    assert texts(gone)[-1] == "(Ký, ghi rõ họ tên)"


def test_a_plan_without_a_team_has_no_such_paper():
    bare = second(visits=(), teams=(), batches=())
    with pytest.raises(NotFound) as lost:
        content(bare)
    assert lost.value.kind == "team"


def test_the_same_notice_is_the_same_bytes():
    assert content(moved()) == content(moved())
