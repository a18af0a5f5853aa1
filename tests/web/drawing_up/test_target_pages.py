"""The page on which units are picked from the directory, and taken out of the plan again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.drawn_plans import BASE, plan_of, posted
from web.filling import main_words, page_of, sent

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient
    from web.seeded import Site

TARGETS = f"{BASE}/doi-tuong"


def test_units_are_marked_added_and_taken_out(drawing: Site, planner: TestClient):
    page = planner.get(f"{TARGETS}?tim=tu+phap")
    assert main_words(page).count("Sở Tư pháp") == 1
    answer = posted(
        drawing, planner, TARGETS, **{"don-vi": ["so-tu-phap", "so-xay-dung"], "dot": "dot-2", "cap": "tinh"}
    )
    assert answer.headers["location"] == f"{TARGETS}?cap=tinh&xong=them-2"
    added = {visit.unit: visit for visit in plan_of(drawing).visits}
    assert (added["so-tu-phap"].batch, added["so-tu-phap"].window) == ("dot-2", None)
    page = planner.get(answer.headers["location"])
    assert "Đã thêm 02 đơn vị" in main_words(page)
    (form,) = page_of(page).xpath("//form[@action=$a][.//*[@value='so-tu-phap']]", a=f"{TARGETS}/bo")
    gone = planner.post(f"{TARGETS}/bo", data=dict(form.fields))
    assert gone.headers["location"] == f"{TARGETS}?xong=bo"
    assert "so-tu-phap" not in {visit.unit for visit in plan_of(drawing).visits}


def test_a_unit_twice_is_told_and_the_marks_stay(drawing: Site, planner: TestClient):
    answer = posted(drawing, planner, TARGETS, **{"don-vi": ["so-cong-thuong", "so-tu-phap"]})
    assert answer.status_code == 422
    assert told_wrong_in_table(answer) == (
        "Đơn vị: Sở Công Thương đã có trong kế hoạch."
        " Bỏ chọn đơn vị này; kiểm tra thêm lần nữa thì thêm lần hai ở trang Lịch kiểm tra."
    )
    assert page_of(answer).xpath("//input[@name='don-vi'][@checked]/@value") == ["so-tu-phap"]
    assert "so-tu-phap" not in {visit.unit for visit in plan_of(drawing).visits}


def told_wrong_in_table(answer: Response) -> str:
    (line,) = page_of(answer).xpath("//*[@data-error-summary]//a/text()")
    return str(line)


def test_a_visit_that_changed_meanwhile_is_not_taken_out_unseen(drawing: Site, planner: TestClient):
    fields = {"don-vi": "so-cong-thuong", "lan": "1", "dau-muc": "cu"}
    answer = posted(drawing, planner, f"{TARGETS}/bo", **fields)
    assert answer.status_code == 409
    assert "Chưa bỏ: Sở Công Thương vừa có người khác sửa" in main_words(answer)
    assert sent(planner, answer, f"{TARGETS}/bo").status_code == 303
    assert "so-cong-thuong" not in {visit.unit for visit in plan_of(drawing).visits}


def test_a_unit_that_is_not_in_the_plan_cannot_be_taken_out(drawing: Site, planner: TestClient):
    assert posted(drawing, planner, f"{TARGETS}/bo", **{"don-vi": "so-tu-phap", "lan": "1"}).status_code == 404


def test_a_filter_that_leaves_nothing_says_so(planner: TestClient):
    assert "Không có đơn vị nào hợp với bộ lọc." in main_words(planner.get(f"{TARGETS}?tim=khong-co-dau"))


def test_a_long_directory_is_shown_a_hundred_at_a_time(planner: TestClient):
    first, second = planner.get(f"{TARGETS}?cap=xa"), planner.get(f"{TARGETS}?cap=xa&trang=2")
    count = [len(page_of(page).xpath("//table[contains(@class, 'pick')]/tbody/tr")) for page in (first, second)]
    assert count == [100, 11]
    assert planner.get(f"{TARGETS}?cap=xa&trang=999").status_code == 200
