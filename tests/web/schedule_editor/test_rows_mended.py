"""Mends, two planners, undo, order, taking out."""

from __future__ import annotations

from lxml import html
from web.filling import form_on, main_words, page_of, sent
from web.schedule_editor.row_steps import (
    FLAWED,
    HTMX,
    NAME,
    OTHER,
    ROW,
    TABLE,
    button_path,
    days,
    followed,
    opened,
    pressed,
    saved,
    visit,
    visits,
)
from web.seeded import EVERY_PLANNER, EVERY_PLANNER_TODAY, words

# Mends


def test_a_mend_of_the_row_alone_is_one_button(site):
    page = followed(site, pressed(site, opened(site), "Đặt 05/9 - 08/9"))
    assert days(site) == "05/09/2023 morning - 08/09/2023 afternoon"
    assert f"Đã áp dụng cách sửa cho {NAME}." in main_words(page)
    assert "Không còn lỗi phải sửa." in main_words(page)


def preview_of(site):
    answer = opened(site)
    (label, *_) = [button.get("aria-label") for button in page_of(answer).iter("button") if words(button) == "Xem thử"]
    return pressed(site, answer, label)


def test_a_mend_that_moves_others_is_shown_before_it_is_applied(site):
    before = visits(site)
    answer = preview_of(site)
    assert answer.status_code == 200
    rows = [[words(cell) for cell in row] for row in page_of(answer).xpath("//main//tbody/tr")]
    assert rows == [
        [NAME, "01/9 - 08/9", "05/9 - 12/9", "06"],
        ["Sở Lao động - Thương binh và Xã hội", "11/9 - 18/9", "13/9 - 20/9", "06"],
        ["Bảo hiểm xã hội tỉnh", "19/9 - 28/9", "21/9 - 29/9", "07 (bớt 01)"],
    ]
    assert visits(site) == before
    action = page_of(answer).xpath("//main//form/@action")[0]
    followed(site, sent(site.client, answer, action))
    assert days(site) == "05/09/2023 morning - 12/09/2023 afternoon"
    assert days(site, "bao-hiem-xa-hoi-tinh") == "21/09/2023 morning - 29/09/2023 afternoon"


def test_a_mend_is_worked_out_for_what_was_typed(site):
    fields = {**form_on(opened(site), ROW).fields, "tu-ngay": "02/9/2023", "den-ngay": "07/9/2023"}
    answer = site.client.post(f"{ROW}/kiem-tra", data=fields)
    followed(site, site.client.post(button_path(answer, "Đặt 05/9 - 07/9"), data=fields))
    assert days(site) == "05/09/2023 morning - 07/09/2023 afternoon"


def test_a_mend_that_no_longer_fits_is_refused_and_the_row_stays_open(site):
    preview = preview_of(site)
    saved(site, {"den-ngay": "22/9/2023"}, "so-lao-dong-thuong-binh-va-xa-hoi")
    action = page_of(preview).xpath("//main//form/@action")[0]
    before = visits(site)
    answer = sent(site.client, preview, action)
    assert answer.status_code == 409
    assert "không còn đúng với lịch hiện nay" in main_words(answer)
    assert form_on(answer, ROW).fields["tu-ngay"] == "01/9/2023"
    assert visits(site) == before


# Two planners


def test_the_second_save_of_a_row_is_refused_with_both_values_and_two_choices(either_site):
    site, colleague = either_site, either_site.signed_in_as(EVERY_PLANNER_TODAY)
    mine = opened(site)
    sent(colleague, colleague.get(TABLE, params={"sua": FLAWED}), ROW, {"tu-ngay": "06/9/2023"})
    answer = sent(site.client, mine, ROW, {"tu-ngay": "05/9/2023", "dia-diem": "Tầng 2"})
    assert answer.status_code == 409
    assert words(page_of(answer).xpath("//h1")[0]) == f"Chưa lưu: {NAME} vừa có người khác sửa"
    rows = [[words(cell) for cell in row] for row in page_of(answer).xpath("//main//tbody/tr")]
    assert rows == [["Từ ngày", "06/9/2023", "05/9/2023"], ["Địa điểm", "(để trống)", "Tầng 2"]]
    assert EVERY_PLANNER_TODAY in main_words(answer)
    assert days(site).startswith("06/09/2023")
    followed(site, sent(site.client, answer, ROW))
    assert (days(site), visit(site).place) == ("05/09/2023 morning - 08/09/2023 afternoon", "Tầng 2")


def test_what_stands_now_may_be_kept(site, colleague):
    mine = opened(site)
    sent(colleague, colleague.get(TABLE, params={"sua": FLAWED}), ROW, {"tu-ngay": "06/9/2023"})
    answer = sent(site.client, mine, ROW, {"tu-ngay": "05/9/2023"})
    (keep,) = page_of(answer).xpath("//main//a[normalize-space()='Giữ bản đang có']/@href")
    assert form_on(site.client.get(keep), ROW).fields["tu-ngay"] == "06/9/2023"


def test_two_planners_may_save_two_rows(site, colleague):
    mine = opened(site)
    sent(colleague, colleague.get(TABLE, params={"sua": OTHER}), f"{TABLE}/{OTHER}", {"dia-diem": "Tầng 3"})
    assert sent(site.client, mine, ROW, {"tu-ngay": "05/9/2023"}).status_code == 303
    assert (visit(site, OTHER).place, days(site)[:10]) == ("Tầng 3", "05/09/2023")


def test_a_row_that_a_colleague_took_out_is_told_with_all_that_was_typed(site, colleague):
    mine = opened(site)
    sent(colleague, colleague.get(f"{ROW}/bo"), f"{ROW}/bo")
    answer = sent(site.client, mine, ROW, {"tu-ngay": "05/9/2023"})
    assert answer.status_code == 409
    assert "vừa có người khác bỏ khỏi kế hoạch" in main_words(answer)
    assert ["Từ ngày", "(để trống)", "05/9/2023"] in [
        [words(cell) for cell in row] for row in page_of(answer).xpath("//main//tbody/tr")
    ]


def test_a_mend_over_a_row_that_a_colleague_changed_is_a_conflict_too(site, colleague):
    mine = opened(site)
    sent(colleague, colleague.get(TABLE, params={"sua": FLAWED}), ROW, {"dia-diem": "Tầng 3"})
    answer = pressed(site, mine, "Đặt 05/9 - 08/9")
    assert (answer.status_code, visit(site).place) == (409, "Tầng 3")


# Undo


def test_undo_names_the_last_change_who_made_it_and_when_and_takes_it_back(site):
    before = visits(site)
    page = followed(site, saved(site, {"tu-ngay": "05/9/2023"}))
    told = words(page_of(page).get_element_by_id("buoc-cuoi"))
    assert told == (
        f"Thay đổi gần nhất: Dời {NAME} sang từ ngày 05/9/2023 đến hết ngày 08/9/2023, 12 giờ 00 phút, "
        f"ngày 10/7/2023, {EVERY_PLANNER}."
    )
    again = followed(site, sent(site.client, page, f"{TABLE}/hoan-tac"))
    assert "Đã hoàn tác thay đổi gần nhất." in main_words(again)
    assert visits(site) == before


def test_undoing_what_is_no_longer_the_last_change_is_refused(site, colleague):
    page = followed(site, saved(site, {"tu-ngay": "05/9/2023"}))
    sent(colleague, colleague.get(TABLE, params={"sua": OTHER}), f"{TABLE}/{OTHER}", {"dia-diem": "Tầng 3"})
    answer = sent(site.client, page, f"{TABLE}/hoan-tac")
    assert answer.status_code == 409
    assert "sau bước này kế hoạch" in main_words(answer)
    assert days(site)[:10] == "05/09/2023"


# Order


def order(site):
    return [each.unit for each in visits(site)][:3]


def arrow(answer, name):
    """Return what the arrow of that name sends."""
    button = page_of(answer).get_element_by_id(name)
    form = next(form for form in button.iterancestors("form"))
    return dict(form.fields)


def test_an_arrow_moves_a_row_and_the_focus_stays_with_it(site):
    first = order(site)
    page = site.client.get(TABLE)
    answer = site.client.post(f"{TABLE}/thu-tu", data=arrow(page, f"xuong-{first[0]}"))
    after = followed(site, answer)
    assert order(site) == [first[1], first[0], first[2]]
    assert page_of(after).xpath("//*[@autofocus]/@id") == [f"xuong-{first[0]}"]
    assert "Đã đưa Sở Công Thương xuống vị trí 2." in main_words(after)


def test_with_htmx_the_part_that_changed_comes_back_and_is_announced(site):
    first = order(site)
    data = arrow(site.client.get(TABLE), f"len-{first[2]}")
    answer = site.client.post(f"{TABLE}/thu-tu", data=data, headers=HTMX)
    fragment = html.fragment_fromstring(answer.text, create_parent="div")
    assert "<html" not in answer.text
    assert words(fragment.get_element_by_id("thong-bao")) == "Đã đưa UBND huyện Phú Riềng lên vị trí 2."
    assert fragment.xpath("//*[@autofocus]") == []
    again = site.client.post(f"{TABLE}/thu-tu", data=data, headers=HTMX)
    fragment = html.fragment_fromstring(again.text, create_parent="div")
    assert fragment.xpath("//*[@autofocus]/@id") == [f"xuong-{first[2]}"]
    assert order(site) == [first[2], first[0], first[1]]


def test_the_ends_of_the_table_have_no_arrow_beyond_them_and_asking_for_one_is_refused(site):
    page = page_of(site.client.get(TABLE))
    ends = [button.get("id") for button in page.xpath("//button[@disabled]")]
    assert ends == [f"len-{order(site)[0]}", f"xuong-{visits(site)[-1].unit}"]
    data = {"ma-bieu-mau": site.token(site.client), "cuoc": order(site)[0], "huong": "len"}
    answer = site.client.post(f"{TABLE}/thu-tu", data=data)
    assert (answer.status_code, "đã ở đầu hoặc cuối danh sách" in main_words(answer)) == (409, True)


# Taking out


def test_a_visit_is_taken_out_after_a_question_and_comes_back_by_undo(site):
    before = visits(site)
    question = site.client.get(f"{ROW}/bo")
    assert "từ ngày 01/9/2023 đến hết ngày 08/9/2023 không còn trong lịch" in main_words(question)
    page = followed(site, sent(site.client, question, f"{ROW}/bo"))
    assert f"Đã bỏ {NAME} khỏi kế hoạch." in main_words(page)
    assert [each.unit for each in visits(site)] == [each.unit for each in before if each.unit != FLAWED]
    followed(site, sent(site.client, page, f"{TABLE}/hoan-tac"))
    assert visits(site) == before
