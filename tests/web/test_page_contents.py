"""What the pages say: facts, schedule, annex, team, papers, and the page of one unit."""

import re
from datetime import date, datetime, timedelta, timezone

import pytest
from web.seeded import FOUNDING, NO_FIRM_DATES, ONLY_NUMBERS, TWO_TEAMS, Site, is_file, words

from app.domain.vietnamese import weekday_date

BASE = f"/ke-hoach/{FOUNDING}"
VIETNAM = timezone(timedelta(hours=7))
FIRST_BATCH = ("Sở Công Thương", "Sở Tài nguyên và Môi trường", "UBND huyện Phú Riềng")


def test_the_list_of_plans_gives_the_newest_first(site):
    rows = [[words(cell) for cell in row] for row in site.tree("/ke-hoach").xpath("//tbody/tr")]
    assert [(row[0], row[2], row[3].partition("Bản ban hành")[0].strip()) for row in rows] == [
        ("2025", "Kiểm tra cải cách hành chính", "Dự thảo, chờ ký ban hành"),
        ("2023", "Kiểm tra công vụ", "Đã ban hành"),
        ("2023", "Kiểm tra cải cách hành chính và chuyển đổi số", "Dự thảo, chờ ký ban hành"),
        ("2020", "Kiểm tra phân cấp", "Đã ban hành"),
    ]


def test_the_overview_of_the_founding_plan_states_its_facts(site):
    facts = {words(row.find("dt")): words(row.find("dd")) for row in site.tree(BASE).xpath("//dl[@class='facts']/div")}
    assert facts == {
        "Đối tượng kiểm tra": "10 (05 đơn vị cấp tỉnh, 05 đơn vị cấp huyện)",
        "Thời gian": "01/8/2023 - 30/11/2023",
        "Số ngày làm việc": "85",
        "Đoàn kiểm tra": "02 lãnh đạo, 11 thành viên",
    }


def test_a_plan_that_is_silent_on_days_and_people_says_so(site):
    for plan in (NO_FIRM_DATES, ONLY_NUMBERS):
        tree = site.tree(f"/ke-hoach/{plan}")
        facts = [words(value) for value in tree.xpath("//dl[@class='facts']//dd")[1:]]
        assert facts == ["chưa xác định"] * 3
        assert tree.xpath("//*[local-name()='svg'][@class='tl']") == []
        assert "Chưa cuộc kiểm tra nào được chốt ngày." in site.text(f"/ke-hoach/{plan}")
        assert "Kế hoạch chưa nêu thành viên." in site.text(f"/ke-hoach/{plan}/doan")


def test_the_overview_lists_what_comes_next_with_the_working_days_left(site):
    rows = site.tree(BASE).xpath("//section[@aria-labelledby='h-sap-den-han']//tbody/tr")
    assert [[words(cell) for cell in row] for row in rows][:3] == [
        [
            "28/7/2023",
            f"Nhận báo cáo của {', '.join(FIRST_BATCH)} (hạn: trước ngày 30/7/2023)",
            "14 ngày LV",
        ],
        ["01/8/2023", "Bắt đầu kiểm tra Sở Công Thương", "16 ngày LV"],
        ["09/8/2023", "Bắt đầu kiểm tra Sở Tài nguyên và Môi trường", "22 ngày LV"],
    ]


def test_the_schedule_of_a_draft_gives_each_visit_its_days_deadline_and_leaders(site):
    rows = [[words(cell) for cell in row] for row in site.tree(f"{BASE}/lich").xpath("//table//tbody/tr")]
    assert rows[3] == [
        "4Sửa dòng 4: Sở Kế hoạch và Đầu tư",
        "Sở Kế hoạch và Đầu tư Bắt đầu vào ngày nghỉ",
        "01/9/2023 Thứ Sáu",
        "08/9/2023 Thứ Sáu",
        "04",
        "Trước ngày 30/8/2023",
        "02",
        "Ông Nguyễn Minh Quang Giám đốc Sở Thông tin và Truyền thông",
        "Bà Huỳnh Thị Bé Năm",
        (
            "Sửa dòng 4: Sở Kế hoạch và Đầu tư Đưa Sở Kế hoạch và Đầu tư lên trước một dòng "
            "Đưa Sở Kế hoạch và Đầu tư ra sau một dòng"
        ),
    ]


def test_the_schedule_that_was_issued_gives_each_visit_its_days_deadline_and_leaders(released_site):
    rows = [[words(cell) for cell in row] for row in released_site.tree(f"{BASE}/lich").xpath("//table//tbody/tr")]
    assert rows[3] == [
        "4",
        "Sở Kế hoạch và Đầu tư Bắt đầu vào ngày nghỉ",
        "Từ ngày 01/9/2023 đến hết ngày 08/9/2023",
        "04",
        "Trước ngày 30/8/2023",
        "Thứ Ba, ngày 29/8/2023",
        "Sở Thông tin và Truyền thông",
        "Ông Nguyễn Minh Quang - Giám đốc Sở Thông tin và Truyền thông",
    ]


def test_only_a_row_with_an_error_is_marked_as_one(site):
    marked = site.tree(f"{BASE}/lich").xpath("//tr[contains(@class, 'bad')]/th/a")
    assert [words(link) for link in marked] == ["Sở Kế hoạch và Đầu tư"]


def test_a_deadline_that_cannot_be_computed_yet_is_given_in_words(site):
    rows = [
        [words(cell) for cell in row] for row in site.tree(f"/ke-hoach/{TWO_TEAMS}/lich").xpath("//table//tbody/tr")
    ]
    assert [row[2:6] for row in rows if row[2] == "Tháng 11/2025"] == [
        ["Tháng 11/2025", "-", "Chậm nhất 05 ngày làm việc trước ngày bắt đầu kiểm tra", "-"]
    ]


def test_a_target_in_reserve_stands_apart_and_its_page_says_so(site):
    schedule = site.tree(f"/ke-hoach/{TWO_TEAMS}/lich")
    (link,) = schedule.xpath("//p[starts-with(normalize-space(.), 'Đối tượng dự phòng:')]/a")
    assert (words(link), words(link) in words(schedule.find(".//tbody"))) == ("UBND xã Trảng Bom", False)
    assert "Đối tượng dự phòng" in site.text(link.get("href"))


def test_a_drawing_numbers_the_visits_as_the_tables_do(site):
    for plan in (FOUNDING, TWO_TEAMS):
        overview = site.tree(f"/ke-hoach/{plan}")
        drawing = overview.xpath("//*[@class='tl']")[0]
        drawn = {
            words(name): words(number)
            for number, name in zip(drawing.find_class("tl-no"), drawing.find_class("tl-unit"), strict=True)
        }
        listed = [words(link).split(". ", 1) for link in overview.xpath("//a[@class='visit-unit']")]
        assert drawn.items() <= {(name, number) for number, name in listed}


def test_the_annex_on_screen_has_the_lines_of_the_printed_one(site):
    rows = [[words(cell) for cell in row] for row in site.tree(f"{BASE}/lich/ban-in").xpath("//tbody/tr")]
    assert [len(row) for row in rows] == [6, 3, 3, 5, 3, 3, 5, 3, 5, 3, 1]
    assert rows[1] == ["2", "Sở Tài Nguyên và Môi trường", "Từ ngày 09/8/2023 đến hết ngày 16/8/2023"]
    assert rows[3][3:] == [
        "Ông Nguyễn Minh Quang - Giám đốc Sở Thông tin và Truyền thông",
        "Bà Huỳnh Thị Bé Năm - Phó Giám đốc Sở Nội vụ",
    ]
    assert len(site.tree(f"{BASE}/lich/ban-in").xpath("//ol[@class='members']/li")) == 11


def test_a_substitute_names_whom_it_stands_in_for_and_is_not_counted(site):
    team = site.tree(f"/ke-hoach/{TWO_TEAMS}/doan").xpath("//section[.//h2='Tổ kiểm tra số 2']")[0]
    assert words(team.find_class("aside")[0]) == "07 người"
    assert words(team.xpath(".//li")[-1][0]) == (
        "8. Chuyên viên Sở Nội vụ (Thư ký) Chưa có tên Thay chuyên viên Sở Khoa học và Công nghệ ngày 08/10/2025"
    )


def test_the_papers_are_listed_under_the_plan_each_unit_and_the_calendars(site):
    tree = site.tree(f"{BASE}/van-ban")
    headings = [words(heading) for heading in tree.iter("h2")]
    assert headings[:2] == ["Văn bản của kế hoạch", "Sở Công Thương"]
    assert headings[-4:] == [
        "UBND huyện Lộc Ninh",
        "Mẫu báo cáo tự kiểm tra",
        "Lịch",
        "Chỗ trống, chỗ chưa rõ trong bản in",
    ]
    assert [words(link) for link in tree.xpath("//section[.//h2='Văn bản của kế hoạch']//a")] == [
        "Quyết định kèm Kế hoạch, phụ lục, đề cương, biểu mẫu",
        "Tờ trình",
        "Thông báo phân công nhiệm vụ thành viên đoàn",
        "Dự toán kinh phí - Sở Nội vụ",
        "Dự toán kinh phí - Sở Thông tin và Truyền thông",
    ]


def test_what_the_print_leaves_open_is_told_beside_the_papers(site):
    items = site.tree(f"{BASE}/van-ban").xpath("//section[.//h2='Chỗ trống, chỗ chưa rõ trong bản in']//li")
    assert len(items) == 25
    assert all(":" in words(item) for item in items)


def test_what_is_left_out_of_a_set_is_named_with_the_reason_once(site):
    rows = site.tree(f"/ke-hoach/{NO_FIRM_DATES}/van-ban").xpath("//section[.//h2='Không có trong bộ văn bản']//dl/div")
    reasons = [words(row.find("dt")) for row in rows]
    assert len(reasons) == len(set(reasons)) > 0
    assert [row.find("dd").text_content().count("thong-bao.docx") for row in rows if "ngày kiểm tra" in words(row)] == [
        7
    ]


def test_a_unit_without_files_says_why(site):
    text = site.text(f"/ke-hoach/{NO_FIRM_DATES}/don-vi/29377")
    assert "Chưa chốt ngày kiểm tra; thông báo lập được khi có từ ngày, đến ngày." in text
    assert "Tệp lịch tải về" not in text


def test_the_page_of_a_unit_visited_twice_names_both_times_and_tells_its_files_apart(site):
    tree = site.tree(f"/ke-hoach/{TWO_TEAMS}/don-vi/25195")
    rows = [(words(row.find("dt")), words(row.find("dd"))) for row in tree.xpath("//dl[@class='rows']/div")]
    times = [value for term, value in rows if term == "Thời gian"]
    assert times == ["Buổi sáng ngày 06/10/2025, 01 ngày làm việc", "Tháng 11/2025"]
    assert "Lần kiểm tra thứ 02" in [words(heading) for heading in tree.iter("h2")]
    labels = [words(link) for link in tree.find_class("dl-name")]
    assert len(labels) == len(set(labels))
    assert "Đề cương báo cáo kèm phụ lục, lần kiểm tra 2" in labels


def test_a_plan_without_a_lead_agency_names_its_committee_once(site):
    tree = site.tree(f"/ke-hoach/{ONLY_NUMBERS}")
    assert words(tree.find_class("mark-site")[0]) == "UBND tỉnh Tiền Giang"
    assert "Cơ quan quản lý: UBND tỉnh Tiền Giang." in words(tree.find_class("foot")[0])


def test_a_unit_that_inspects_itself_is_told_its_deadline_and_given_its_template(site):
    tree = site.tree(f"{BASE}/don-vi/so-noi-vu")
    assert [words(link) for link in tree.find_class("dl-name")] == [
        "Mẫu báo cáo tự kiểm tra",
        "Quyết định kèm Kế hoạch, phụ lục, đề cương, biểu mẫu",
    ]
    assert "Gửi báo cáo trước ngày 30/11/2023: ngày cuối cùng còn hạn là Thứ Tư, ngày 29/11/2023." in site.text(
        f"{BASE}/don-vi/so-noi-vu"
    )


def test_without_a_setting_today_is_the_day_that_it_is_in_vietnam(seeded_url):
    site = Site(seeded_url, None)
    possible = [f"Hôm nay: {weekday_date(datetime.now(VIETNAM).date())}"]
    shown = words(site.tree(BASE).find_class("aside")[0])
    site.close()
    assert shown in [*possible, f"Hôm nay: {weekday_date(datetime.now(VIETNAM).date())}"]


@pytest.mark.parametrize(
    ("today", "line"),
    [
        (date(2023, 10, 26), "Còn 01 ngày làm việc"),
        (date(2023, 10, 27), "Hôm nay là ngày làm việc cuối cùng còn hạn"),
        (date(2023, 10, 28), "Còn hạn đến hết Chủ Nhật, ngày 29/10/2023"),
        (date(2023, 10, 29), "Hôm nay là ngày cuối cùng còn hạn"),
        (date(2023, 10, 30), "Đã quá hạn"),
    ],
)
def test_the_page_of_a_unit_says_how_its_deadline_stands(seeded_url, today, line):
    site = Site(seeded_url, today)
    tree = site.tree(f"{BASE}/don-vi/ubnd-huyen-loc-ninh")
    site.close()
    assert words(tree.find_class("due-big")[0]) == line
    strip = {
        words(cell.find_class("day-number")[0]): [words(m) for m in cell.find_class("day-mark")]
        for cell in tree.find_class("days")[0]
    }
    assert [mark for mark in strip["27"] if mark != "Hôm nay"] == ["Nên gửi"]
    assert [mark for mark in strip["29"] if mark != "Hôm nay"] == ["Hạn cuối"]


def test_every_download_is_offered_with_its_kind_and_size(site):
    def incomplete(tree):
        rows = tree.xpath("//ul[contains(@class, 'dls')]/li")
        return [
            words(row)
            for row in rows
            if not re.fullmatch(r"\.(docx|xlsx|ics), [\d.]+ KB", words(row.find_class("dl-size")[0]))
            or not is_file(row.find(".//a").get("href"))
        ]

    assert site.faults(incomplete) == {}
