"""The member's pages: the visit under way and those to come, what falls to oneself, dates, papers."""

from datetime import date

import pytest
from builders import a_dossier, a_plan, a_team, a_visit, a_window, before
from web.issued import LEADER, MEMBER, PLANNER, adjust, downloads, file_url, main_of, small_site, tree
from web.people import ROLES
from web.seeded import FOUNDING, links, words

from app.domain.plans import PlanState
from app.domain.teams import Seat

WORK = "/viec-cua-toi"
PLAN = "tinh-a-2023"


def issued(**fields):
    return a_dossier(a_plan(state=PlanState.ISSUED, **fields))


def cards(page):
    """The heading of each section of visits, with the units under it."""
    return {
        words(section.find(".//h2")): [words(link) for link in section.find_class("visit-unit")]
        for section in page.xpath("//section[.//a[@class='visit-unit']]")
    }


@pytest.fixture(scope="module")
def member_page(released_site):
    return tree(released_site.signed_in_as("member"), WORK)


def test_a_member_sees_the_visits_to_come_in_order_with_time_role_and_leader(member_page):
    units = cards(member_page)["Các cuộc kiểm tra tiếp theo"]
    assert units[:4] == [
        "Sở Công Thương",
        "Sở Tài nguyên và Môi trường",
        "UBND huyện Phú Riềng",
        "Sở Kế hoạch và Đầu tư",
    ]
    assert len(units) == 10
    assert words(member_page.find_class("visit")[0].find("p")) == (
        "Từ ngày 01/8/2023 đến hết ngày 08/8/2023, 06 ngày làm việc "
        "Vai trò: Thành viên. Trưởng đoàn: Bà Huỳnh Thị Bé Năm - Phó Giám đốc Sở Nội vụ."
    )
    assert "Cuộc đầu tiên bắt đầu sau 16 ngày làm việc" in main_of(member_page)


def test_a_member_sees_the_parts_of_the_outline_and_the_papers_of_each_next_visit(member_page):
    first = member_page.find_class("visit")[0]
    assert [words(part) for part in first.find_class("parts")[0]] == [
        "I. Công tác chỉ đạo, điều hành cải cách hành chính"
    ]
    assert "Báo cáo của đơn vị: trước ngày 30/7/2023 (ngày cuối cùng còn hạn: Thứ Bảy, ngày 29/7/2023)." in words(first)
    assert downloads(member_page)[:3] == [
        "Thông báo và chương trình kiểm tra",
        "Đề cương báo cáo kèm phụ lục",
        "Phụ lục biểu mẫu",
    ]


def test_a_member_finds_what_is_common_to_all_visits(member_page):
    section = member_page.xpath("//section[@aria-labelledby='h-chung-1']")[0]
    assert [words(link) for link in section.find_class("dl-name")] == [
        "Quyết định kèm Kế hoạch, phụ lục, đề cương, biểu mẫu",
        "Thông báo phân công nhiệm vụ thành viên đoàn",
        "Lịch - Trịnh Quang Hạnh",
    ]
    assert "Theo Quyết định số 1234/QĐ-UBND, ngày 05/7/2023 (bản ban hành số 1)." in words(section)
    wanted = f"/lich-dang-ky?lich={FOUNDING}.person.trinh-quang-hanh"
    assert [words(link) for link in member_page.xpath("//a[@href=$wanted]", wanted=wanted)] == ["Đăng ký lịch của tôi"]


def test_members_have_three_tabs_and_readers_of_plans_a_way_to_these(released_site):
    tabs = {
        who: [words(item) for item in tree(released_site.signed_in_as(who), WORK).xpath("//nav[@class='nav']//a")]
        for who in ("member", "leader", "planner")
    }
    three = ["Việc của tôi", "Lịch", "Tài liệu"]
    assert tabs == {"member": three, "leader": [*three, "Kế hoạch"], "planner": [*three, "Kế hoạch"]}


def test_the_tabs_are_the_same_on_the_page_of_a_unit(released_site):
    page = tree(released_site.signed_in_as("member"), f"/ke-hoach/{FOUNDING}/don-vi/so-cong-thuong")
    assert [words(item) for item in page.xpath("//nav[@class='nav']//a")] == ["Việc của tôi", "Lịch", "Tài liệu"]
    assert [words(item) for item in page.xpath("//nav[@class='crumb']//a")] == ["Việc của tôi"]


def test_who_leads_a_visit_has_the_whole_outline_and_a_deputy_leads_too(released_site):
    page = tree(released_site.signed_in_as("leader"), WORK)
    text = words(page.find_class("visit")[0])
    assert "Vai trò: Trưởng đoàn." in text
    assert "Phần việc: chỉ đạo chung, theo dõi toàn bộ Đề cương." in text
    assert "Vai trò: Phó Trưởng đoàn." in words(page.find_class("visit")[3])


@pytest.mark.parametrize("who", sorted(ROLES.keys() - {"member", "leader"}))
def test_who_is_in_no_team_reads_what_would_stand_here(released_site, who):
    client = released_site.signed_in_as(who)
    assert "Chưa có cuộc kiểm tra nào." in main_of(tree(client, WORK))
    assert "Chưa có ngày nào." in main_of(tree(client, f"{WORK}/lich"))
    assert "Chưa có tài liệu nào." in main_of(tree(client, f"{WORK}/tai-lieu"))


@pytest.mark.parametrize("page", [WORK, f"{WORK}/lich", f"{WORK}/tai-lieu"])
def test_everything_that_a_members_pages_lead_to_is_open_to_members(released_site, page):
    client = released_site.signed_in_as("member")
    answers = {link: client.head(link).status_code for link in links(tree(client, page), page)}
    assert {link: status for link, status in answers.items() if status not in {200, 303} and link != "/tai-khoan"} == {}


def test_the_dates_of_a_member_stand_month_by_month(released_site):
    page = tree(released_site.signed_in_as("member"), f"{WORK}/lich")
    months = {
        words(section.find(".//h2")): [words(line) for line in section.iter("li")]
        for section in page.xpath("//section[.//ul[@class='plain agenda']]")
    }
    assert list(months) == [f"Tháng {month} năm 2023" for month in (7, 8, 9, 10, 11)]
    assert months["Tháng 7 năm 2023"] == [
        f"29/7 Hạn báo cáo của {unit} Trước ngày 30/7/2023"
        for unit in ("Sở Công Thương", "Sở Tài nguyên và Môi trường", "UBND huyện Phú Riềng")
    ]
    assert months["Tháng 8 năm 2023"][:3] == [
        "01/8 - 08/8 Kiểm tra Sở Công Thương Từ ngày 01/8/2023 đến hết ngày 08/8/2023",
        "09/8 - 16/8 Kiểm tra Sở Tài nguyên và Môi trường Từ ngày 09/8/2023 đến hết ngày 16/8/2023",
        "16/8 Chọn ngẫu nhiên đơn vị thuộc UBND huyện Phú Riềng",
    ]


def test_the_papers_of_a_member_are_those_of_each_visit_and_of_the_plan(released_site):
    page = tree(released_site.signed_in_as("member"), f"{WORK}/tai-lieu")
    groups = [words(section.find(".//h2")) for section in page.iter("section")]
    assert (groups[:2], len(groups)) == (["Tài liệu chung", "Sở Công Thương"], 11)
    assert len(downloads(page)) == 3 + 10 * 3


def test_the_papers_of_a_plan_that_is_not_theirs_are_not_there(released_site):
    client = released_site.signed_in_as("member")
    statuses = [
        client.get(f"{WORK}/tai-lieu?ke-hoach={plan}").status_code for plan in (FOUNDING, "dong-nai-2025-hai-to", "x")
    ]
    assert statuses == [200, 404, 404]


# Plans unlike the founding one; it is the 10th of July 2023, a Monday


def test_the_visit_under_way_stands_first_with_the_days_left_and_the_days_around_today(tmp_path):
    visits = (
        a_visit("so-y-te", window=a_window(date(2023, 7, 6), date(2023, 7, 11))),
        a_visit("so-tttt", window=a_window(date(2023, 6, 5), date(2023, 6, 9))),
        a_visit("ubnd-huyen-b", window=a_window(date(2023, 7, 12), date(2023, 7, 14))),
        a_visit("so-noi-vu", window=None),
    )
    with small_site(file_url(tmp_path), issued(visits=visits), member=(MEMBER,)) as site:
        page = site.tree(WORK)
        assert cards(page) == {
            "Đang kiểm tra": ["Sở Y tế"],
            "Các cuộc kiểm tra tiếp theo": ["UBND huyện B"],
            "Chưa chốt ngày": ["Sở Nội vụ"],
            "Đã kết thúc": ["Sở Thông tin và Truyền thông"],
        }
        assert words(page.find_class("tag")[0]) == "Còn 02 ngày làm việc, kể cả hôm nay"
        days = [(words(day.find_class("day-number")[0]), day.get("class")) for day in page.find_class("days")[0]]
        assert days == [
            ("08", "day-weekend"),
            ("09", "day-weekend"),
            ("10", "day-window lead-1 day-today"),
            ("11", "day-window lead-1"),
            ("12", "day-window lead-1"),
            ("13", "day-window lead-1"),
            ("14", "day-window lead-1"),
        ]


def test_when_all_is_over_the_page_says_so_and_keeps_the_past_folded(tmp_path):
    visit = a_visit(window=a_window(date(2023, 6, 5), date(2023, 6, 9)), report_deadline=before(date(2023, 5, 31)))
    with small_site(file_url(tmp_path), issued(visits=(visit,)), member=(MEMBER,)) as site:
        page = site.tree(WORK)
        assert "Không còn cuộc kiểm tra nào" in main_of(page)
        assert page.xpath("//details[.//a[@class='visit-unit']]/@open") == []
        assert "Không còn ngày nào sắp đến" in main_of(site.tree(f"{WORK}/lich"))


def test_a_target_in_reserve_is_no_work_yet(tmp_path):
    visits = (a_visit(), a_visit("so-tttt", is_reserve=True))
    with small_site(file_url(tmp_path), issued(visits=visits), member=(MEMBER,)) as site:
        assert cards(site.tree(WORK)) == {"Các cuộc kiểm tra tiếp theo": ["Sở Y tế"]}


def test_a_replaced_plan_leaves_only_what_was_over_when_it_was_replaced(tmp_path):
    over, undone = a_visit(window=a_window(date(2023, 6, 5))), a_visit("so-tttt", window=a_window(date(2023, 8, 7)))
    plan = a_plan(state=PlanState.REPLACED, visits=(over, undone))
    with small_site(file_url(tmp_path), a_dossier(plan), member=(MEMBER,)) as site:
        assert cards(site.tree(WORK)) == {"Đã kết thúc": ["Sở Y tế"]}


def test_visits_of_several_plans_stand_together_each_under_its_plan(tmp_path):
    later = issued(key="tinh-a-2023-bo-sung", title="Kế hoạch bổ sung", visits=(a_visit("so-tttt"),))
    with small_site(file_url(tmp_path), issued(), later, member=(MEMBER,)) as site:
        page = site.tree(WORK)
        assert cards(page)["Các cuộc kiểm tra tiếp theo"] == ["Sở Thông tin và Truyền thông", "Sở Y tế"]
        assert [words(visit.find_class("small")[0]) for visit in page.find_class("visit")] == [
            "Kế hoạch bổ sung",
            "Kế hoạch kiểm tra năm 2023",
        ]
        papers = site.tree(f"{WORK}/tai-lieu?ke-hoach={PLAN}")
        choice = [(words(a), a.get("aria-current")) for a in papers.xpath("//nav[@aria-label='Kế hoạch']//a")]
        assert [current for _, current in choice] == [None, "page"]


def test_a_planner_who_is_a_member_too_works_by_what_was_issued(tmp_path):
    both = (PLANNER, LEADER)
    with small_site(file_url(tmp_path), issued(), both=both) as site:
        client = site.signed_in_as("both")
        adjust(site.engine, PLAN, '[[moves]]\nunit = "so-y-te"\nwindow = { first = 2023-08-02, last = 2023-08-04 }\n')
        assert "Từ ngày 01/8/2023 đến hết ngày 04/8/2023" in main_of(tree(client, WORK))
        navigation = tree(client, f"/ke-hoach/{PLAN}").xpath("//nav[@class='nav']//a")
        assert [words(item) for item in navigation] == [
            "Việc của tôi",
            "Tổng quan",
            "Lịch kiểm tra",
            "Văn bản",
            "Đoàn kiểm tra",
            "Phiên bản",
            "Nội dung",
            "Thông báo",
        ]


def test_a_substitute_sees_the_visit_they_stand_in_for(tmp_path):
    seats = (
        Seat(key="m", person="ba-n"),
        Seat(key="p", person="ong-p", substitutes="m", units=("so-y-te",)),
    )
    visits = (
        a_visit(),
        a_visit("so-noi-vu", window=a_window(date(2023, 8, 7)), report_deadline=before(date(2023, 8, 1))),
    )
    with small_site(file_url(tmp_path), issued(visits=visits, teams=(a_team(*seats),)), member=(MEMBER,)) as site:
        assert cards(site.tree(WORK)) == {"Các cuộc kiểm tra tiếp theo": ["Sở Y tế"]}
