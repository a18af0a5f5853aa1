"""Rows of the editor: opened, saved, checked at once."""

from __future__ import annotations

import pytest
from lxml import html
from web.filling import form_on, main_words, page_of, sent, spaced, told_wrong
from web.schedule_editor.row_steps import (
    FLAWED,
    HTMX,
    NAME,
    ROW,
    TABLE,
    days,
    followed,
    opened,
    saved,
    visit,
    visits,
)
from web.seeded import words

# The table


def test_a_planner_of_a_draft_gets_a_table_with_one_row_open(site):
    answer = opened(site)
    page = page_of(answer)
    assert [row.get("id") for row in page.xpath("//tr[contains(@class, 'edit') and @id]")] == [f"dong-{FLAWED}"]
    assert len(page.xpath("//form[@class='row-form']")) == 1
    assert page.xpath("//input[@autofocus]/@id") == ["tu-ngay"]
    assert page.xpath("//main//button[contains(@id, 'len-') or contains(@id, 'xuong-')]") == []


@pytest.mark.parametrize("key", ["", "khong-co", "so-y-te", "so-cong-thuong~2", "<b>"])
def test_a_row_that_is_not_there_opens_nothing(site, key):
    answer = site.client.get(TABLE, params={"sua": key})
    assert (answer.status_code, page_of(answer).xpath("//form[@class='row-form']")) == (200, [])


def test_the_line_above_says_what_keeps_the_plan_from_being_submitted_and_leads_there(site):
    page = page_of(site.client.get(TABLE))
    box = page.get_element_by_id("bo-dem")
    assert words(box).startswith(f"Chưa trình được: còn 01 lỗi phải sửa ở {NAME}; 05 cảnh báo.")
    assert box.xpath(".//a/@href") == [f"{TABLE}?sua={FLAWED}"]
    assert spaced(page.xpath("//nav[@aria-label='Chức năng chính']")[0]).count("01 lỗi phải sửa") == 1


def test_whoever_does_not_draw_the_plan_up_gets_the_table_as_it_was_issued(issued_site):
    for login in ("viewer", "leader"):
        answer = issued_site.signed_in_as(login).get(TABLE, params={"sua": FLAWED})
        assert answer.status_code == 200
        assert page_of(answer).xpath("//main//form") == []


def test_an_issued_plan_is_shown_to_its_planners_with_what_to_do_to_edit_it(issued_site):
    answer = issued_site.client.get(TABLE)
    assert page_of(answer).xpath("//main//form") == []
    assert "Muốn đổi lịch, mở một điều chỉnh" in main_words(answer)


def test_a_row_of_an_issued_plan_is_neither_shown_nor_saved(issued_site):
    client = issued_site.client
    assert client.get(ROW).headers["location"] == TABLE
    assert client.get(f"{ROW}/bo").headers["location"] == TABLE
    token = {"ma-bieu-mau": issued_site.token(client)}
    paths = [ROW, f"{ROW}/kiem-tra", f"{ROW}/bo", f"{ROW}/cach-sua/a-b", f"{ROW}/cach-sua/a-b/xem"]
    paths += [f"{TABLE}/thu-tu", f"{TABLE}/hoan-tac"]
    assert [client.post(path, data=token).status_code for path in paths] == [409] * len(paths)


# Saving


@pytest.mark.parametrize(
    "typed", ["5/9/2023", "05/09/2023", "05092023", "5-9-2023", "05.09.2023", " Thứ Ba, 05/9/2023 "]
)
def test_a_day_may_be_typed_in_every_habit(site, typed):
    page = followed(site, saved(site, {"tu-ngay": typed}))
    assert days(site) == "05/09/2023 morning - 08/09/2023 afternoon"
    assert f"Đã lưu {NAME}." in main_words(page)


def test_all_that_a_row_says_is_saved(site):
    typed = {
        "tu-ngay": "05/9/2023",
        "buoi-dau": "chieu",
        "buoi-cuoi": "sang",
        "dot": "dot-1",
        "truong-doan": "huynh-thi-be-nam",
        "han": "cham-nhat",
        "han-ngay": "28/8/2023",
        "dia-diem": "  Bộ phận   Một cửa ",
        "du-kien": "Tháng 9/2023",
        "du-kien-tu": "01/9/2023",
        "du-kien-den": "30/9/2023",
        "du-kien-so": "6",
    }
    assert saved(site, typed).status_code == 303
    now = visit(site)
    assert days(site) == "05/09/2023 afternoon - 08/09/2023 morning"
    assert (now.batch, now.head, now.place) == ("dot-1", "huynh-thi-be-nam", "Bộ phận Một cửa")
    assert now.report_deadline.words() == "chậm nhất ngày 28/8/2023"
    assert (now.loose.wording, f"{now.loose.earliest:%d%m} {now.loose.latest:%d%m}", now.loose.working_days) == (
        "Tháng 9/2023",
        "0109 3009",
        6,
    )


def test_a_deadline_may_count_working_days_before_the_visit(site):
    assert saved(site, {"han": "truoc-kiem-tra", "han-so": "5"}).status_code == 303
    assert visit(site).report_deadline.words() == "chậm nhất 05 ngày làm việc trước ngày bắt đầu kiểm tra"
    answer = opened(site)
    assert form_on(answer, ROW).fields["han-so"] == "5"


def test_a_row_saved_as_it_stands_changes_nothing_and_leaves_nothing_to_undo(site):
    before = visits(site)
    page = followed(site, saved(site, {}))
    assert visits(site) == before
    assert page_of(page).xpath("//form[contains(@action, 'hoan-tac')]") == []


def test_a_draft_with_errors_is_saved_all_the_same(site):
    assert saved(site, {"tu-ngay": "02/9/2023", "den-ngay": "03/9/2023"}).status_code == 303
    assert days(site) == "02/09/2023 morning - 03/09/2023 afternoon"


WRONG = {
    "a day that does not exist": ({"tu-ngay": "31/9/2023"}, "tu-ngay", "không có ngày “31/9/2023”"),
    "a range turned round": ({"den-ngay": "31/8/2023"}, "den-ngay", "ngày cuối (31/8/2023) trước ngày đầu (01/9/2023)"),
    "one end alone": ({"den-ngay": ""}, "den-ngay", "chưa ghi ngày"),
    "another year": ({"tu-ngay": "01/9/2032", "den-ngay": "08/9/2032"}, "tu-ngay", "không thuộc năm của kế hoạch"),
    "no year": ({"tu-ngay": "5/9"}, "tu-ngay", "chưa có năm"),
    "halves turned round": (
        {"tu-ngay": "05/9/2023", "den-ngay": "05/9/2023", "buoi-dau": "chieu", "buoi-cuoi": "sang"},
        "buoi-cuoi",
        "bắt đầu buổi chiều mà kết thúc buổi sáng cùng ngày",
    ),
    "a deadline without its day": ({"han": "truoc"}, "han-ngay", "chưa ghi ngày"),
    "a count that is none": ({"han": "truoc-kiem-tra", "han-so": "năm"}, "han-so", "“năm” không đọc được"),
    "bounds without words": ({"du-kien-so": "5"}, "du-kien", "chưa ghi thời gian dự kiến bằng lời"),
    "bounds turned round": (
        {"du-kien": "Tháng 9", "du-kien-tu": "30/9/2023", "du-kien-den": "01/9/2023"},
        "du-kien-den",
        "trước ngày đầu",
    ),
    "a text too long": ({"dia-diem": "x" * 301}, "dia-diem", "quá dài"),
}


@pytest.mark.parametrize("place", ["bang", ""])
@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_typed_is_lost(site, case, place):
    typed, field, told = WRONG[case]
    before = visits(site)
    start = opened(site) if place else site.client.get(ROW)
    answer = sent(site.client, start, ROW, typed)
    assert answer.status_code == 422
    assert told in told_wrong(answer)[field]
    kept = form_on(answer, ROW).fields
    assert {name: kept[name] for name in typed} == typed
    assert kept["noi"] == place
    assert visits(site) == before


# The check at once


def test_the_check_says_the_days_with_their_weekdays_and_the_problems_of_the_row(site):
    text = main_words(opened(site))
    assert "Từ Thứ Sáu, ngày 01/9/2023 đến hết Thứ Sáu, ngày 08/9/2023, 04 ngày làm việc." in text
    assert "ngày cuối: Thứ Ba, ngày 29/8/2023), còn 02 ngày làm việc để nghiên cứu." in text
    page = page_of(opened(site))
    told = [words(fact) for fact in page.xpath("//*[@id='kiem-tra-dong']//*[@class='fact']")]
    assert [fact.partition(":")[0] for fact in told][:1] == [NAME]
    strip = page.xpath("//*[@id='kiem-tra-dong']//ol[@class='days']/li")
    assert (len(strip), words(strip[4])) == (17, "Thứ Sáu, ngày 01/9/2023T601Nghỉ lễ")


def checked(site, typed, headers=None):
    fields = {**form_on(opened(site), ROW).fields, **typed}
    return site.client.post(f"{ROW}/kiem-tra", data=fields, headers=headers or {})


def test_a_change_is_checked_without_saving_and_only_the_cell_and_the_counters_come_back(site):
    before = visits(site)
    answer = checked(site, {"tu-ngay": "5/9/2023"}, HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    fragment = html.fragment_fromstring(answer.text, create_parent="div")
    swaps = fragment.xpath("//*[@hx-swap-oob]/@hx-swap-oob")
    assert swaps == ["innerHTML:#tom-tat-kiem-tra", "true", f"innerHTML:[data-errors-of='{TABLE}']"]
    assert fragment.xpath("//input | //select") == []
    assert words(fragment.get_element_by_id("bo-dem")).startswith("Nếu lưu dòng đang sửa: Không còn lỗi phải sửa.")
    assert visits(site) == before


def test_a_day_that_cannot_be_read_is_told_in_the_cell_too(site):
    answer = checked(site, {"tu-ngay": "31/9/2023"}, HTMX)
    assert answer.status_code == 200
    assert "Từ ngày: không có ngày “31/9/2023”." in answer.text
    assert "còn 01 lỗi phải sửa" in answer.text


def test_without_scripts_the_button_checks_and_shows_the_row_as_it_was_typed(site):
    before = visits(site)
    answer = checked(site, {"tu-ngay": "5/9/2023"})
    assert answer.status_code == 200
    assert form_on(answer, ROW).fields["tu-ngay"] == "5/9/2023"
    assert "Từ Thứ Ba, ngày 05/9/2023" in main_words(answer)
    assert checked(site, {"tu-ngay": "31/9/2023"}).status_code == 422
    assert visits(site) == before


def test_what_a_row_brings_about_elsewhere_is_told_too(site):
    typed = {"tu-ngay": "11/9/2023", "den-ngay": "12/9/2023", "dot": "dot-1"}
    answer = checked(site, typed, HTMX)
    assert "Trùng" in answer.text or "trùng" in answer.text
