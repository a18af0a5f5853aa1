"""The schedule editor: one row at a time, problems at once, mends, undo, order, two planners, with and without htmx."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest
from lxml import html
from web.filling import form_on, main_words, page_of, sent, spaced, told_wrong
from web.people import open_account
from web.seeded import EVERY_PLANNER, EVERY_PLANNER_TODAY, FOUNDING, Site, fill, release_founding_plan, words

from app.db.store import open_reader, open_store
from app.domain.accounts import AccountRole, RoleGrant
from app.domain.people import Actor
from app.domain.plans import PlanState
from app.services.adjusting import adjust_plan

BASE = f"/ke-hoach/{FOUNDING}"
TABLE = f"{BASE}/lich"
FLAWED = "so-ke-hoach-va-dau-tu"
NAME = "Sở Kế hoạch và Đầu tư"
ROW = f"{TABLE}/{FLAWED}"
OTHER = "so-cong-thuong"
HTMX = {"hx-request": "true"}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """A database with every plan as it is drawn up, to be copied."""
    path = tmp_path_factory.mktemp("pristine") / "kiemtra.db"
    fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def pristine_issued(tmp_path_factory, pristine):
    path = tmp_path_factory.mktemp("pristine-issued") / "kiemtra.db"
    shutil.copy(pristine, path)
    release_founding_plan(f"sqlite:///{path}")
    return path


def copy_of(database, folder):
    path = folder / "kiemtra.db"
    shutil.copy(database, path)
    return Site(f"sqlite:///{path}")


@pytest.fixture
def site(pristine, tmp_path):
    made = copy_of(pristine, tmp_path)
    yield made
    made.close()


@pytest.fixture
def issued_site(pristine_issued, tmp_path):
    made = copy_of(pristine_issued, tmp_path)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_site(request, tmp_path):
    """The site on each database."""
    if request.param == "sqlite":
        made = copy_of(request.getfixturevalue("pristine"), tmp_path)
        yield made
        made.close()
        return
    with request.getfixturevalue("postgres_server").database() as url:
        fill(url)
        made = Site(url)
        yield made
        made.close()


def visits(site):
    with open_reader(site.engine) as store:
        return store.plans.dossier(FOUNDING).plan.visits


def visit(site, unit=FLAWED):
    return next(each for each in visits(site) if each.unit == unit)


def days(site, unit=FLAWED):
    window = visit(site, unit).window
    return f"{window.first:%d/%m/%Y} {window.opens} - {window.last:%d/%m/%Y} {window.closes}"


def opened(site, key=FLAWED):
    return site.client.get(TABLE, params={"sua": key})


def saved(site, typed, key=FLAWED):
    """Open a row under its line, type something into it, and save."""
    return sent(site.client, opened(site, key), f"{TABLE}/{key}", typed)


def button_path(answer, label):
    """Return where the button with those words sends its form."""
    found = [b for b in page_of(answer).iter("button") if label in (words(b), b.get("aria-label", ""))]
    assert found, label
    return found[0].get("formaction")


def pressed(site, answer, label, typed=None):
    """Press a button that sends the row's form elsewhere than to be saved."""
    form = form_on(answer, ROW)
    fields = {name: value for name, value in {**form.fields, **(typed or {})}.items() if value is not None}
    return site.client.post(button_path(answer, label), data=fields)


def followed(site, answer):
    assert answer.status_code == 303, answer.text[:2000]
    return site.client.get(answer.headers["location"])


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


@pytest.fixture
def colleague(site):
    """Another planner of the same plan, and their browser."""
    return site.signed_in_as(EVERY_PLANNER_TODAY)


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


# Over a release


def adjusted(site):
    """Open an adjustment of the issued plan that moves one visit."""
    request = f"""reason = "kiểm thử"
[[moves]]
unit = "{FLAWED}"
window = {{ first = 2023-09-05, last = 2023-09-08 }}
"""
    with open_store(site.engine) as store:
        adjust_plan(
            store, FOUNDING, request.encode(), "request.toml", by=Actor(name="kiểm thử"), at=site.app.state.clock()
        )
        assert store.plans.dossier(FOUNDING).plan.state == PlanState.DRAFT


def test_what_differs_from_the_last_release_stands_on_yellow_with_what_was_issued(issued_site):
    adjusted(issued_site)
    page = page_of(issued_site.client.get(TABLE))
    row = page.get_element_by_id(f"dong-{FLAWED}")
    assert [words(mark) for mark in row.find_class("chg")] == ["05/9/2023"]
    assert "bản 1: 01/9/2023" in words(row)
    assert [row.get("id") for row in page.xpath("//tbody/tr[.//*[@class='chg']]")] == [f"dong-{FLAWED}"]
    assert "Đang soạn bản 2, trên bản 1 đã ban hành." in main_words(issued_site.client.get(TABLE))


def test_what_the_draft_lost_and_what_is_new_in_it_is_named(issued_site):
    adjusted(issued_site)
    sent(issued_site.client, issued_site.client.get(f"{TABLE}/{OTHER}/bo"), f"{TABLE}/{OTHER}/bo")
    assert "Đã bỏ so với bản 1 : Sở Công Thương." in main_words(issued_site.client.get(TABLE))


# The page of one row


def test_a_row_has_a_page_of_its_own_that_works_like_the_open_row(site):
    start = site.client.get(ROW)
    assert words(page_of(start).xpath("//h1")[0]) == NAME
    page = followed(site, sent(site.client, start, ROW, {"tu-ngay": "05092023"}))
    assert f"Đã lưu {NAME}." in main_words(page)
    assert days(site)[:10] == "05/09/2023"


@pytest.mark.parametrize("key", ["khong-co", "so-y-te", "so-cong-thuong~2", "So-Cong-Thuong"])
def test_a_page_of_a_row_that_is_not_there_is_not_found(site, key):
    assert site.client.get(f"{TABLE}/{key}").status_code == 404


def test_every_row_leads_to_its_form_under_the_line_and_on_its_own_page(site):
    page = page_of(site.client.get(TABLE))
    links = page.xpath("//main//tbody//a[contains(@class, 'icb')]/@href")
    assert len(links) == 2 * len(visits(site))
    assert {site.client.get(re.sub(r"#.*", "", link)).status_code for link in links} == {200}


# By program


def api(site, method, path, body=None, mark=None):
    headers = {"x-csrf-token": site.token(site.client)} | ({"if-match": mark} if mark else {})
    return site.client.request(method, f"/api/plans/{FOUNDING}{path}", json=body, headers=headers)


def test_a_program_changes_a_row_over_its_mark(either_site):
    site = either_site
    shown = api(site, "GET", f"/visits/{FLAWED}")
    mark, content = shown.headers["etag"], shown.json()["content"]
    content["window"] |= {"first": "2023-09-05"}
    changed = api(site, "PUT", f"/visits/{FLAWED}", content, mark)
    assert (changed.status_code, changed.json()["content"]) == (200, content)
    assert days(site)[:10] == "05/09/2023"
    stale = api(site, "PUT", f"/visits/{FLAWED}", content | {"place": "Tầng 2"}, mark)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert api(site, "PUT", f"/visits/{FLAWED}", content).status_code == 422


def test_a_program_checks_mends_orders_undoes_and_removes(site):
    before = visits(site)
    shown = api(site, "GET", f"/visits/{FLAWED}").json()
    check = api(site, "POST", f"/visits/{FLAWED}/check", shown["content"]).json()
    assert (check["errors"], check["problems"][0]["code"]) == (1, "window.starts_on_day_off")
    mend = check["mends"][0]
    assert mend["moves"][0]["after"]["first"] == "2023-09-05"
    mended = api(site, "POST", f"/visits/{FLAWED}/mends/{mend['code']}", shown["content"], shown["mark"])
    assert (mended.status_code, days(site)[:10]) == (200, "05/09/2023")
    assert api(site, "POST", f"/visits/{OTHER}/order", {"places": 2}).json() == {"place": 3}
    gone = api(site, "DELETE", f"/visits/{FLAWED}", mark=mended.json()["mark"])
    assert (gone.status_code, len(visits(site))) == (204, len(before) - 1)
    for _ in range(3):
        step = api(site, "GET", "/steps").json()["last"]
        assert api(site, "POST", "/undo", {"step": step["step"]}).json() == step
    assert visits(site) == before
    assert api(site, "GET", "/steps").json() == {"last": None}


def test_a_program_is_told_what_is_wrong_with_the_days_it_sends(site):
    shown = api(site, "GET", f"/visits/{FLAWED}").json()
    content = shown["content"] | {
        "window": {"first": "2023-09-08", "last": "2023-09-01"},
        "report_deadline": {"relation": "within"},
        "loose": {"wording": "Tháng 9", "earliest": "2023-09-30", "latest": "2023-09-01"},
    }
    answer = api(site, "PUT", f"/visits/{FLAWED}", content, shown["mark"])
    assert (answer.status_code, len(answer.json()["detail"].splitlines())) == (422, 3)


def test_rows_of_a_unit_visited_twice_are_told_apart(site):
    with open_store(site.engine) as store:
        dossier = store.plans.dossier(FOUNDING)
        second = replace(visit(site, OTHER), number=2, place="Lần hai")
        plan = replace(dossier.plan, visits=(*dossier.plan.visits, second))
        store.plans.rewrite(
            replace(dossier, plan=plan), action="plan.edit", by=Actor(name="t"), at=site.app.state.clock()
        )
    assert saved(site, {"dia-diem": "Tầng 5"}, f"{OTHER}~2").status_code == 303
    assert [each.place for each in visits(site) if each.unit == OTHER] == [None, "Tầng 5"]


def test_an_account_that_plans_for_another_province_finds_no_row(site):
    with open_store(site.engine) as store:
        open_account(store, "noi-khac", (RoleGrant(role=AccountRole.PLANNER, province="dong-nai", agency="so-noi-vu"),))
    assert site.signed_in_as("noi-khac").get(ROW).status_code == 404
