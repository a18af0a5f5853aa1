"""Days off of people and units, and plans of other bodies: tried row by row, taken on confirmation alone."""

from dataclasses import replace
from datetime import date

import pytest
from builders import a_dossier, a_plan, a_window
from calendars.test_reading_events import a_calendar, an_event
from forms.sent_books import HEAD, SHEET, a_book, with_part
from web.choosing import sent
from web.filling import form_on, main_words, page_of, told_wrong
from web.issued import PLANNER, VIEWER, file_url, small_site

from app.db.store import open_reader
from app.domain.people import Absence
from app.domain.plans import PlanState

PLAN = "tinh-a-2023"
BUSY = f"/ke-hoach/{PLAN}/lich-ban"
NEW, OUTSIDE = f"{BUSY}/moi", f"{BUSY}/ke-hoach-khac"
AWAY = Absence(window=a_window(date(2023, 8, 1), date(2023, 8, 3)), reason="đi công tác", person="ong-m")
DRAFT = a_dossier(a_plan(absences=(AWAY,)))
OF_AWAY = f"{BUSY}/khoang/nguoi-ong-m-20230801"
ABOUT = {"co-quan": "Thanh tra tỉnh", "loai": "Thanh tra chuyên đề"}
REASON = "Thanh tra chuyên đề của Thanh tra tỉnh"


@pytest.fixture
def drawn(tmp_path):
    with small_site(file_url(tmp_path), DRAFT, **{"can-bo": (PLANNER,), "hai": (PLANNER,)}) as site:
        yield site


def absences(site):
    with open_reader(site.engine) as store:
        return store.plans.dossier(PLAN).plan.absences


def tried(site, content, name="ke-hoach.xlsx", about=ABOUT):
    """Send a file to be tried."""
    token = form_on(site.client.get(OUTSIDE), OUTSIDE).fields["ma-bieu-mau"]
    return site.client.post(OUTSIDE, data={"ma-bieu-mau": token, **about}, files={"tep": (name, content)})


def rows(answer):
    """Return the verdict on each row of a trial, and the sentences beside it."""
    found = []
    for row in page_of(answer).xpath("//main//tbody/tr"):
        verdict, *told = [" ".join(text.split()) for text in row.xpath("./td[3]//span/text()") if text.strip()]
        found.append((verdict, told))
    return found


# Ghi tay


@pytest.mark.parametrize("typed", ["1/9/2023", "01.09.2023", "01092023"])
def test_days_off_are_typed_in_every_habit(drawn, typed):
    answer = sent(drawn.client, drawn.client.get(NEW), NEW, {"cua": "don-vi:so-y-te", "tu-ngay": typed, "ly-do": "họp"})
    assert answer.status_code == 303
    assert absences(drawn) == (AWAY, Absence(window=a_window(date(2023, 9, 1)), reason="họp", unit="so-y-te"))
    assert "Đã thêm khoảng bận." in main_words(drawn.client.get(answer.headers["location"]))


def test_days_off_that_meet_a_visit_are_marked_with_it(drawn):
    assert "Trùng thời gian kiểm tra Sở Y tế" in main_words(drawn.client.get(BUSY))


def test_days_off_are_changed_taken_out_and_brought_back(drawn):
    answer = sent(drawn.client, drawn.client.get(OF_AWAY), OF_AWAY, {"den-ngay": "04/8/2023", "ly-do": "đi học"})
    assert answer.status_code == 303
    changed = replace(AWAY, window=a_window(date(2023, 8, 1), date(2023, 8, 4)), reason="đi học")
    assert absences(drawn) == (changed,)
    assert sent(drawn.client, drawn.client.get(BUSY), f"{OF_AWAY}/xoa").status_code == 303
    assert absences(drawn) == ()
    undo = f"/ke-hoach/{PLAN}/doan/hoan-tac"
    answer = sent(drawn.client, drawn.client.get(BUSY), undo)
    assert answer.headers["location"] == f"{BUSY}?xong=hoan-tac"
    assert absences(drawn) == (changed,)


def test_everything_wrong_with_days_off_is_told_beside_its_field(drawn):
    answer = sent(drawn.client, drawn.client.get(NEW), NEW, {"tu-ngay": "31/6/2023", "den-ngay": "x"})
    assert answer.status_code == 422
    assert list(told_wrong(answer)) == ["cua", "tu-ngay", "den-ngay"]
    typed = {"cua": "nguoi:ba-n", "tu-ngay": "02/8/2023", "den-ngay": "01/8/2023"}
    assert list(told_wrong(sent(drawn.client, answer, NEW, typed))) == ["den-ngay"]
    again = sent(drawn.client, answer, NEW, typed | {"den-ngay": "01/8/2025"})
    assert list(told_wrong(again)) == ["den-ngay", "ly-do"]
    assert form_on(again, NEW).fields["cua"] == "nguoi:ba-n"
    assert absences(drawn) == (AWAY,)


def test_the_second_of_two_planners_sees_both_values(drawn):
    other = drawn.signed_in_as("hai")
    mine = drawn.client.get(OF_AWAY)
    assert sent(other, other.get(OF_AWAY), OF_AWAY, {"ly-do": "đi học"}).status_code == 303
    answer = sent(drawn.client, mine, OF_AWAY, {"ly-do": "nghỉ phép"})
    assert answer.status_code == 409
    assert "đi học nghỉ phép" in main_words(answer)
    assert sent(drawn.client, answer, OF_AWAY).status_code == 303
    assert absences(drawn) == (replace(AWAY, reason="nghỉ phép"),)


def test_what_is_not_there_is_not_found(drawn):
    assert drawn.client.get(f"{BUSY}/khoang/la").status_code == 404


def test_only_planners_of_a_draft_change_days_off(tmp_path):
    issued = replace(DRAFT, plan=replace(DRAFT.plan, state=PlanState.ISSUED))
    with small_site(file_url(tmp_path), issued, **{"can-bo": (PLANNER,), "xem": (VIEWER,)}) as site:
        assert page_of(site.client.get(BUSY)).xpath("//main//form | //main//a[contains(@href, '/moi')]") == []
        assert {site.client.get(path).status_code for path in (NEW, OF_AWAY, OUTSIDE)} == {409}
        assert site.signed_in_as("xem").get(BUSY).status_code == 403


# Kế hoạch của cơ quan khác


GOOD = a_book(
    HEAD,
    (1, "Sở Y tế", date(2023, 8, 1), date(2023, 8, 4)),
    (2, "Sở Ytế", "01/9/2023", "05/9/2023"),
    (3, "Sở Tư pháp", "31/6/2023", "05/9/2023"),
    (4, "Sở Tư pháp", "05/9/2023", "01/9/2023"),
    (5, "Sở Tư pháp", "01/9/2022", "05/9/2022"),
    (6, "Sở Y tế", "01/8/2023", "04/8/2023"),
    (7, "Sở Tư pháp", "01.10.2023", "02.10.2023"),
)


def test_a_file_is_tried_row_by_row_and_nothing_is_taken_yet(drawn):
    answer = tried(drawn, GOOD)
    assert answer.status_code == 200
    assert [verdict for verdict, _ in rows(answer)] == [
        "Lấy được",
        "Chọn đơn vị",
        "Không lấy được",
        "Không lấy được",
        "Không lấy được",
        "Đã có",
        "Lấy được",
    ]
    told = [sentence for _, told in rows(answer) for sentence in told]
    assert told[0] == "Danh bạ không có đơn vị “Sở Ytế”. Chọn đơn vị đúng ở dòng này, hoặc bỏ qua dòng."
    assert (
        told[2] == "Ngày cuối (01/9/2023) trước ngày đầu (05/9/2023). Sửa tệp rồi gửi lại, hoặc ghi tay khoảng bận này."
    )
    assert absences(drawn) == (AWAY,)


def test_good_rows_and_those_with_a_chosen_unit_are_taken_on_confirmation(drawn):
    trial = tried(drawn, GOOD)
    answer = sent(drawn.client, trial, f"{OUTSIDE}/ghi", {"chon-1": "so-y-te"})
    assert answer.status_code == 303
    windows = [(each.unit, each.window.first, each.reason) for each in absences(drawn)[1:]]
    assert windows == [
        ("so-y-te", date(2023, 8, 1), REASON),
        ("so-y-te", date(2023, 9, 1), REASON),
        ("so-tu-phap", date(2023, 10, 1), REASON),
    ]
    assert "Đã lấy 03 dòng" in main_words(drawn.client.get(answer.headers["location"]))
    again = sent(drawn.client, trial, f"{OUTSIDE}/ghi")
    assert "Không có dòng mới nào" in main_words(drawn.client.get(again.headers["location"]))


def test_a_row_that_was_unticked_is_left(drawn):
    trial = tried(drawn, GOOD)
    assert sent(drawn.client, trial, f"{OUTSIDE}/ghi", {"lay-0": []}).status_code == 303
    assert [each.unit for each in absences(drawn)[1:]] == ["so-tu-phap"]


def test_an_overlap_with_a_visit_is_a_warning_of_the_plan(drawn):
    sent(drawn.client, tried(drawn, GOOD), f"{OUTSIDE}/ghi")
    assert "Sở Y tế không tiếp đoàn được" in main_words(drawn.client.get(f"/ke-hoach/{PLAN}"))


def test_a_calendar_is_tried_the_same_way(drawn):
    calendar = a_calendar(
        an_event("DTSTART;VALUE=DATE:20230801", "DTEND;VALUE=DATE:20230805"),
        an_event("DTSTART;VALUE=DATE:20230901", title="Họp nội bộ"),
    )
    answer = tried(drawn, calendar, "lich.ics")
    assert [verdict for verdict, _ in rows(answer)] == ["Lấy được", "Chọn đơn vị"]
    assert sent(drawn.client, answer, f"{OUTSIDE}/ghi").status_code == 303
    assert absences(drawn)[1].window == a_window(date(2023, 8, 1), date(2023, 8, 4))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "chưa chọn tệp, hoặc tệp rỗng"),
        (b"%PDF-1.7", "tệp không phải bảng tính .xlsx, cũng không phải lịch .ics"),
        (GOOD[:2000], "không đọc được tệp như một bảng tính .xlsx"),
        (a_book(("a", "b")), "không trang nào có dòng tiêu đề"),
        (with_part(GOOD, SHEET, lambda text: b"<!DOCTYPE x>" + text), "tệp có phần khai báo không dùng"),
        (b"BEGIN:VCALENDAR\r\n", "không đọc được tệp như một tệp lịch .ics"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_beside_its_field(drawn, content, words):
    answer = tried(drawn, content)
    assert answer.status_code == 422
    assert list(told_wrong(answer)) == ["tep"]
    assert words in told_wrong(answer)["tep"]
    assert form_on(answer, OUTSIDE).fields["co-quan"] == ABOUT["co-quan"]


def test_what_is_missing_beside_the_file_is_told_with_it(drawn):
    answer = tried(drawn, b"", about={"co-quan": " ", "loai": ""})
    assert list(told_wrong(answer)) == ["co-quan", "loai", "tep"]


def test_a_file_larger_than_is_taken_is_refused_before_it_is_read(drawn):
    assert tried(drawn, b"PK\x03\x04" + b"0" * 2_200_000).status_code == 413


def test_lines_that_did_not_come_back_whole_are_not_taken(drawn):
    trial = tried(drawn, GOOD)
    packed = form_on(trial, f"{OUTSIDE}/ghi").fields["dong"]
    answer = sent(drawn.client, trial, f"{OUTSIDE}/ghi", {"dong": packed[:-9]})
    assert answer.status_code == 422
    assert "các dòng đã đọc không còn nguyên vẹn" in told_wrong(answer)["tep"]
    assert absences(drawn) == (AWAY,)


def test_what_a_file_says_never_becomes_markup(drawn):
    nasty = a_book(HEAD, (1, "<script>alert(1)</script>", "<b>x", "01/8/2023"), name="<img>")
    answer = tried(drawn, nasty, '"><script>.xlsx')
    assert page_of(answer).xpath("//main//script | //main//img | //main//b") == []
    assert "<script>alert(1)</script>" in main_words(answer)
