"""The page of a unit: its dates in words, what it downloads and subscribes to, and nothing that is not its own."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from builders import a_dossier, a_plan, a_visit, a_window, before
from web.issued import (
    MEMBER,
    PLANNER,
    adjust,
    downloads,
    facts,
    file_url,
    issue,
    main_of,
    of_unit,
    small_site,
    tree,
)
from web.people import ROLES
from web.seeded import FOUNDING, links, words

from app.domain.outlines import Outline, OutlineItem, OutlineKind
from app.domain.plans import DrawRule, PlanState, SelfInspectionRule
from app.domain.visits import Manner

BASE = f"/ke-hoach/{FOUNDING}"
OWN = f"{BASE}/don-vi/so-cong-thuong"
SMALL = "/ke-hoach/tinh-a-2023/don-vi"
READERS = {"planner", "co-planner", "leader", "viewer"}


def issued(**fields):
    return a_dossier(a_plan(state=PlanState.ISSUED, **fields))


@pytest.fixture(scope="module")
def own_page(released_site):
    return tree(released_site.signed_in_as("unit"), OWN)


def test_a_unit_reads_its_deadline_in_words_and_working_days(own_page):
    section = own_page.xpath("//section[@aria-labelledby='h-han']")[0]
    assert [words(line) for line in section.iter("p")] == [
        "Còn 14 ngày làm việc",
        (
            "Gửi báo cáo trước ngày 30/7/2023: ngày cuối cùng còn hạn là Thứ Bảy, ngày 29/7/2023. "
            "Ngày đó không phải ngày làm việc, nên gửi chậm nhất hết Thứ Sáu, ngày 28/7/2023."
        ),
        "Số ngày còn lại tính từ hôm sau ngày 10/7/2023, không tính ngày nghỉ.",
    ]
    marks = [words(mark) for mark in section.find_class("day-mark")]
    assert marks == ["Nên gửi", "Hạn cuối", *["Kiểm tra"] * 4]


def test_a_unit_reads_when_by_whom_and_under_which_decision_it_is_inspected(own_page):
    assert facts(own_page, "h-thoi-gian") == {
        "Thời gian": "Từ ngày 01/8/2023 đến hết ngày 08/8/2023, 06 ngày làm việc",
        "Trưởng đoàn": "Bà Huỳnh Thị Bé Năm - Phó Giám đốc Sở Nội vụ",
        "Phó Trưởng đoàn": "Ông Nguyễn Minh Quang - Giám đốc Sở Thông tin và Truyền thông",
        "Cơ quan chuẩn bị, đầu mối liên hệ": "Sở Nội vụ",
    }
    subheading = [words(line) for line in own_page.find_class("sub")]
    assert subheading[1] == "Theo Quyết định số 1234/QĐ-UBND, ngày 05/7/2023 (bản ban hành số 1)."
    assert "Liên hệ Sở Nội vụ, cơ quan chuẩn bị cuộc kiểm tra." in main_of(own_page)


def test_a_unit_downloads_its_own_papers_and_the_decision(own_page):
    assert downloads(own_page) == [
        "Thông báo và chương trình kiểm tra",
        "Đề cương báo cáo kèm phụ lục",
        "Phụ lục biểu mẫu",
        "Lịch",
        "Quyết định kèm Kế hoạch, phụ lục, đề cương, biểu mẫu",
    ]


def test_the_packed_papers_are_those_that_the_page_lists(released_site, own_page):
    answer = released_site.signed_in_as("unit").get(f"{OWN}/tai-lieu.zip")
    listed = [link.get("href").partition("/tep/")[2] for link in own_page.xpath("//a[@class='dl-name']")]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.namelist() == [f"so-cong-thuong/{path}" for path in listed]
    assert answer.headers["content-type"] == "application/zip"


def test_a_unit_is_led_to_its_own_calendar_and_nobody_else_is(released_site, own_page):
    wanted = f"/lich-dang-ky?lich={FOUNDING}.unit.so-cong-thuong"
    assert own_page.xpath("//a[contains(@href, '/lich-dang-ky')]/@href") == [wanted, wanted]
    for who in ("planner", "member"):
        page = tree(released_site.signed_in_as(who), OWN)
        assert page.xpath("//section//a[contains(@href, '/lich-dang-ky')]") == []
        assert "bằng tài khoản của mình" in main_of(page)


def test_a_unit_without_navigation_sees_no_problems_and_no_way_to_pages_that_are_not_for_it(own_page):
    assert own_page.xpath("//nav") == []
    assert own_page.xpath("//*[@id='h-canh-bao']") == []


def test_readers_of_the_plan_see_what_the_rules_say_of_a_unit_and_members_do_not(released_site):
    address = f"{BASE}/don-vi/so-ke-hoach-va-dau-tu"
    seen = {who: bool(tree(released_site.signed_in_as(who), address).xpath("//*[@id='h-canh-bao']")) for who in READERS}
    assert seen == dict.fromkeys(READERS, True)
    assert tree(released_site.signed_in_as("member"), address).xpath("//*[@id='h-canh-bao']") == []


def test_the_pages_of_other_units_are_not_there_for_a_unit(released_site):
    found = {
        who: (
            released_site.signed_in_as(who).get(f"{BASE}/don-vi/so-cong-thuong").status_code,
            released_site.signed_in_as(who).get(f"{BASE}/don-vi/so-y-te").status_code,
            released_site.signed_in_as(who).get(f"{BASE}/don-vi/so-cong-thuong/tai-lieu.zip").status_code,
        )
        for who in ROLES
    }
    reads_all = dict.fromkeys(READERS, (200, 200, 200))
    assert found == reads_all | {
        "member": (200, 404, 200),
        "unit": (200, 404, 200),
        "other-unit": (404, 404, 404),
        "self-inspecting": (404, 200, 404),
        "administrator": (404, 404, 404),
        "stranger": (404, 404, 404),
        "without-role": (404, 404, 404),
    }


@pytest.mark.parametrize("who", ["unit", "self-inspecting", "other-unit", "member", "leader", "viewer", "planner"])
def test_everything_that_a_units_page_leads_to_is_open_to_who_sees_it(released_site, who):
    client = released_site.signed_in_as(who)
    unit = {"self-inspecting": "so-y-te", "other-unit": "ubnd-huyen-phu-rieng"}.get(who, "so-cong-thuong")
    address = f"{BASE}/don-vi/{unit}"
    answers = {link: client.head(link).status_code for link in links(tree(client, address), address)}
    mine = {link: status for link, status in answers.items() if link not in {"/tai-khoan", "/quan-tri/tai-khoan"}}
    assert {link: status for link, status in mine.items() if status not in {200, 303}} == {}


def test_a_district_reads_when_communes_are_drawn(released_site):
    page = tree(released_site.signed_in_as("other-unit"), f"{BASE}/don-vi/ubnd-huyen-phu-rieng")
    assert facts(page, "h-thoi-gian")["Chọn ngẫu nhiên"] == (
        "Từ 01 đến 03 đơn vị cấp xã, dự kiến thứ Tư, ngày 16/8/2023"
    )


def test_a_unit_that_is_not_inspected_sees_its_duty_to_inspect_itself(released_site):
    page = tree(released_site.signed_in_as("self-inspecting"), f"{BASE}/don-vi/so-y-te")
    text = main_of(page)
    assert "Không thuộc đối tượng kiểm tra; tự kiểm tra và gửi báo cáo kết quả." in text
    assert "Gửi báo cáo trước ngày 30/11/2023: ngày cuối cùng còn hạn là Thứ Tư, ngày 29/11/2023." in text
    assert facts(page, "h-han")["Gửi qua"] == "Sở Nội vụ"
    assert downloads(page) == ["Mẫu báo cáo tự kiểm tra", "Quyết định kèm Kế hoạch, phụ lục, đề cương, biểu mẫu"]
    assert "Liên hệ Sở Nội vụ, nơi tiếp nhận báo cáo." in text


# Plans unlike the founding one


def test_a_unit_inspected_twice_sees_the_next_visit_first_and_the_other_below(tmp_path):
    over = a_visit(window=a_window(date(2023, 5, 8), date(2023, 5, 12)))
    coming = a_visit(
        number=2, window=a_window(date(2023, 8, 1), date(2023, 8, 4)), report_deadline=before(date(2023, 7, 21))
    )
    with small_site(file_url(tmp_path), issued(visits=(over, coming)), unit=(of_unit("so-y-te"),)) as site:
        page = site.tree(f"{SMALL}/so-y-te")
        assert facts(page, "h-thoi-gian")["Thời gian"] == "Từ ngày 01/8/2023 đến hết ngày 04/8/2023, 04 ngày làm việc"
        again = page.xpath("//section[@aria-labelledby='h-lan-1']")[0]
        assert words(again.find(".//h2")) == "Lần kiểm tra thứ 01"
        assert facts(page, "h-lan-1")["Thời gian"] == "Từ ngày 08/5/2023 đến hết ngày 12/5/2023, 05 ngày làm việc"


def test_an_unannounced_visit_is_told_to_planners_and_to_the_team_but_not_to_the_unit(tmp_path):
    known = a_visit(window=a_window(date(2023, 8, 1), date(2023, 8, 4)))
    unannounced = a_visit(number=2, window=a_window(date(2023, 9, 14)), manner=Manner.UNANNOUNCED)
    accounts = {"unit": (of_unit("so-y-te"),), "planner": (PLANNER,), "member": (MEMBER,)}
    found = {}
    with small_site(file_url(tmp_path), issued(visits=(known, unannounced)), **accounts) as site:
        for who in accounts:
            text = main_of(tree(site.signed_in_as(who), f"{SMALL}/so-y-te"))
            found[who] = ("14/9/2023" in text, "đột xuất" in text.lower())
    assert found == {"unit": (False, False), "planner": (True, True), "member": (True, True)}


def test_the_papers_of_an_unannounced_visit_are_not_listed_for_the_unit(tmp_path):
    outline = Outline(
        key="de-cuong",
        version="1",
        title=("ĐỀ CƯƠNG",),
        items=(OutlineItem(code="I", kind=OutlineKind.PART, number="I.", text="Chỉ đạo", field="chi-dao"),),
    )
    visits = (a_visit(), a_visit(number=2, window=a_window(date(2023, 9, 14)), manner=Manner.UNANNOUNCED))
    dossier = replace(issued(visits=visits, outline="de-cuong"), outlines=(outline,))
    accounts = {"unit": (of_unit("so-y-te"),), "planner": (PLANNER,)}
    found = {}
    with small_site(file_url(tmp_path), dossier, **accounts) as site:
        for who in accounts:
            client = site.signed_in_as(who)
            with zipfile.ZipFile(io.BytesIO(client.get(f"{SMALL}/so-y-te/tai-lieu.zip").content)) as packed:
                is_packed = any("so-y-te-2" in name for name in packed.namelist())
            listed = [name for name in downloads(tree(client, f"{SMALL}/so-y-te")) if "lần kiểm tra 2" in name]
            found[who] = (is_packed, listed)
    assert found == {"unit": (False, []), "planner": (True, ["Đề cương báo cáo kèm phụ lục, lần kiểm tra 2"])}


def test_a_unit_that_only_an_unannounced_visit_concerns_has_no_page(tmp_path):
    visit = a_visit(manner=Manner.UNANNOUNCED)
    with small_site(file_url(tmp_path), issued(visits=(visit,)), unit=(of_unit("so-y-te"),)) as site:
        assert site.get(f"{SMALL}/so-y-te").status_code == 404


def test_a_drawn_commune_sees_its_half_day_in_the_districts_visit(tmp_path):
    draw = DrawRule(at_level="huyen", from_level="xa", least=1, most=1)
    visit = a_visit("ubnd-huyen-b", communes=("00001",))
    with small_site(file_url(tmp_path), issued(visits=(visit,), draw=draw), commune=(of_unit("00001"),)) as site:
        page = site.tree(f"{SMALL}/00001")
        assert words(page.find(".//h1")) == "UBND xã C"
        assert facts(page, "h-buoi-1") == {
            "Thời gian dự kiến": "Buổi sáng ngày 04/8/2023",
            "Trong cuộc kiểm tra": "UBND huyện B: từ ngày 01/8/2023 đến hết ngày 04/8/2023",
            "Trưởng đoàn": "Ông M - Giám đốc Sở Nội vụ",
            "Phó Trưởng đoàn": "Bà N - Phó Giám đốc Sở Thông tin và Truyền thông",
            "Cơ quan chuẩn bị, đầu mối liên hệ": "Sở Nội vụ",
        }
        assert site.get(f"{SMALL}/ubnd-huyen-b").status_code == 404


def test_an_officer_of_several_units_chooses_among_them_and_one_of_a_single_unit_does_not(tmp_path):
    visits = (a_visit("so-y-te"), a_visit("so-tttt", window=a_window(date(2023, 8, 7))))
    accounts = {"both": (of_unit("so-y-te"), of_unit("so-tttt")), "one": (of_unit("so-y-te"),)}
    with small_site(file_url(tmp_path), issued(visits=visits), **accounts) as site:
        choice = site.tree(f"{SMALL}/so-y-te").xpath("//nav[@aria-label='Đơn vị của tôi']//a")
        assert [(words(link), link.get("aria-current")) for link in choice] == [
            ("Sở Thông tin và Truyền thông", None),
            ("Sở Y tế", "page"),
        ]
        assert tree(site.signed_in_as("one"), f"{SMALL}/so-y-te").xpath("//nav") == []


def test_a_unit_whose_time_is_not_firm_is_told_so(tmp_path):
    visit = a_visit(window=None)
    with small_site(file_url(tmp_path), issued(visits=(visit,)), unit=(of_unit("so-y-te"),)) as site:
        page = site.tree(f"{SMALL}/so-y-te")
        assert facts(page, "h-thoi-gian")["Thời gian"] == "Chưa xác định"
        assert page.xpath("//*[@id='h-chuong-trinh']") == []


def test_a_visit_that_is_over_does_not_scold(tmp_path):
    over = a_visit(window=a_window(date(2023, 5, 8), date(2023, 5, 12)), report_deadline=before(date(2023, 5, 1)))
    with small_site(file_url(tmp_path), issued(visits=(over,)), unit=(of_unit("so-y-te"),)) as site:
        text = main_of(site.tree(f"{SMALL}/so-y-te"))
        assert "Cuộc kiểm tra đã kết thúc" in text
        assert "quá hạn" not in text


# What is drawn up, and what was issued


def test_a_unit_sees_what_was_issued_while_it_is_adjusted_and_then_what_changed(tmp_path):
    visits = (a_visit(), a_visit("so-tttt", window=a_window(date(2023, 8, 7), date(2023, 8, 9))))
    accounts = {"unit": (of_unit("so-y-te"),), "planner": (PLANNER,)}
    dossier = issued(visits=visits, self_inspection=SelfInspectionRule(kinds=("cơ quan chuyên môn",)))
    with small_site(file_url(tmp_path), dossier, **accounts) as site:
        unit, planner, address = site.signed_in_as("unit"), site.signed_in_as("planner"), f"{SMALL}/so-y-te"
        move = '[[moves]]\nunit = "so-y-te"\nwindow = { first = 2023-08-02, last = 2023-08-04 }\n'
        adjust(site.engine, "tinh-a-2023", move)
        was, is_now = "Từ ngày 01/8/2023 đến hết ngày 04/8/2023", "Từ ngày 02/8/2023 đến hết ngày 04/8/2023"
        drawn_up, told = tree(planner, address), tree(unit, address)
        assert facts(drawn_up, "h-thoi-gian")["Thời gian"].startswith(is_now)
        assert words(drawn_up.find_class("sub")[1]) == "Bản đang soạn, chưa ban hành."
        assert facts(told, "h-thoi-gian")["Thời gian"].startswith(was)
        assert told.xpath("//*[@id='h-vua-doi']") == []
        issue(site.engine, "tinh-a-2023", "2", "ong-m")
        after = tree(unit, address)
        assert facts(after, "h-thoi-gian")["Thời gian"].startswith(is_now)
        news = [words(line) for line in after.xpath("//section[@aria-labelledby='h-vua-doi']//li")]
        assert news == [
            (
                "Kiểm tra: Sở Y tế Thay đổi 10/7/2023: từ ngày 01/8/2023 đến hết ngày 04/8/2023 "
                "sang ngày 02/8/2023 đến hết ngày 04/8/2023."
            )
        ]
