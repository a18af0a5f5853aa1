"""What each role comes for, from the first page to the last, in a real browser: by hand, wide screen and phone."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from browser.served import BASE, INVITE, INVITE_A_VIEWER, faults
from web.people import PASSWORD
from web.serving import serving

OWN = f"{BASE}/don-vi/so-cong-thuong"
NEW_PASSWORD = "mưa nắng miền Đông 2023"  # noqa: S105 — of an account that only tests have
WIDE, PHONE = 1366, 390
SUBMIT = "main form[method=post] button[type=submit]"


@pytest.fixture(scope="module")
def served_issued(served_issued, tmp_path_factory):
    """The service with the issued plan over a copy of its own: what is done here is seen by no other test."""
    folder = tmp_path_factory.mktemp("journeys")
    copy = folder / "kiemtra.db"
    source = served_issued.database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(copy)) as here:
        there.backup(here)
    url = f"sqlite:///{copy}"
    with serving(url, folder / "log") as address:
        yield replace(served_issued, address=address, database=url)


def signed_in(page, login, password=PASSWORD):
    """Fill in the form for signing in, by keys alone, and send it."""
    page.get_by_label("Tên đăng nhập").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def heading(page):
    return page.locator("h1").inner_text()


def path(page):
    return page.evaluate("location.pathname")


def sent(page, button):
    """Press a button by key and wait for the page that answers; a name stands for the one button of that name."""
    found = page.get_by_role("button", name=button, exact=True) if isinstance(button, str) else button
    found.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fetched(address):
    """What a calendar program gets from an address: the status, and the text with its folded lines unfolded."""
    try:
        with urlopen(address, timeout=10) as answer:  # noqa: S310 — an address of this machine, which the page showed
            return answer.status, answer.read().decode().replace("\r\n ", "")
    except HTTPError as error:
        with error:
            return error.code, ""


def made_address(page, name):
    """Make an address on the page for subscribing, and return it."""
    page.get_by_label("Tên địa chỉ").fill(name)
    sent(page, "Lập địa chỉ")
    return page.locator("span.mono").inner_text()


# Signing in


@pytest.mark.parametrize(("width", "has_scripts"), [(WIDE, True), (WIDE, False), (PHONE, True), (PHONE, False)])
def test_a_guest_signs_in_and_arrives_where_they_wanted_to_go(page_as, width, has_scripts):
    page = page_as(None, width=width, java_script_enabled=has_scripts)
    page.goto(OWN)
    assert heading(page) == "Đăng nhập"
    signed_in(page, "unit")
    assert (path(page), heading(page)) == (OWN, "Sở Công Thương")


@pytest.mark.parametrize(
    ("login", "start"),
    [("planner", BASE), ("administrator", "/quan-tri/tai-khoan")],
)
def test_whoever_signs_in_at_the_front_door_arrives_at_their_own_start(page_as, login, start):
    page = page_as(None)
    page.goto("/")
    signed_in(page, login)
    assert path(page) == start


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_wrong_password_says_so_and_keeps_the_name_and_the_way(page_as, has_scripts):
    page = page_as(None, java_script_enabled=has_scripts)
    page.goto(OWN)
    signed_in(page, "leader", "sai mật khẩu")
    assert page.title().startswith("Lỗi: ")
    assert page.get_by_role("heading", name="Chưa đăng nhập được").is_visible() is True
    assert page.get_by_label("Tên đăng nhập").input_value() == "leader"
    assert page.get_by_label("Mật khẩu").input_value() == ""
    assert not has_scripts or faults(page) == []
    signed_in(page, "leader")
    assert path(page) == OWN


# A unit


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_unit_takes_its_template_home_and_follows_its_visit_until_it_withdraws_the_address(page_as, width):
    page = page_as(None, width=width, accept_downloads=True)
    page.goto("/")
    signed_in(page, "unit")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Đề cương báo cáo kèm phụ lục").click()
    assert waiting.value.suggested_filename == "Đề cương báo cáo kèm phụ lục - Sở Công Thương.docx"
    assert waiting.value.path().read_bytes()[:2] == b"PK"

    page.get_by_role("link", name="Đăng ký lịch của đơn vị").click()
    name = f"máy rộng {width}"
    address = made_address(page, name)
    assert heading(page) == f"Địa chỉ lịch “{name}”"
    assert faults(page) == []
    link = page.get_by_role("link", name="Mở trong chương trình lịch")
    assert link.get_attribute("href") == address.replace("http://", "webcal://")
    status, calendar = fetched(address)
    assert (status, calendar.startswith("BEGIN:VCALENDAR\r\n")) == (200, True)
    assert "DTSTART;VALUE=DATE:20230801" in calendar
    assert "Sở Công Thương" in calendar

    page.get_by_role("link", name="Về trang Đăng ký lịch").click()
    assert address.rsplit("/", 1)[1] not in page.content()
    assert faults(page) == []
    page.get_by_role("link", name=f"Thu hồi {name}", exact=True).click()
    assert faults(page) == []
    sent(page, "Thu hồi địa chỉ")
    assert page.get_by_text("Đã thu hồi địa chỉ").is_visible() is True
    assert fetched(address) == (410, "")


def test_an_address_is_copied_by_its_button(page_as):
    page = page_as("unit", permissions=["clipboard-read", "clipboard-write"])
    page.goto("/lich-dang-ky")
    address = made_address(page, "để chép")
    page.get_by_role("button", name="Chép đường dẫn").press("Enter")
    page.get_by_text("Đã chép đường dẫn.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address


def test_an_address_is_renewed_and_the_old_one_ends(page_as):
    page = page_as("viewer")
    page.goto("/lich-dang-ky")
    page.get_by_label("Toàn kế hoạch").check()
    old = made_address(page, "để đổi")
    page.get_by_role("link", name="Về trang Đăng ký lịch").click()
    page.get_by_role("link", name="Đổi địa chỉ để đổi").click()
    assert faults(page) == []
    sent(page, "Đổi địa chỉ")
    new = page.locator("span.mono").inner_text()
    assert (fetched(old)[0], fetched(new)[0]) == (410, 200)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_an_address_is_made_without_scripts(page_as, width):
    page = page_as("unit", width=width, java_script_enabled=False)
    page.goto("/lich-dang-ky")
    address = made_address(page, f"không có script {width}")
    assert page.get_by_role("button", name="Chép đường dẫn").is_visible() is False
    assert fetched(address)[0] == 200


@pytest.mark.parametrize("width", [WIDE, PHONE, 320])
def test_an_address_without_a_name_is_refused_beside_its_field(page_as, width):
    page = page_as("unit", width=width)
    page.goto("/lich-dang-ky")
    page.get_by_label("Thêm sự kiện nhắc trước mỗi hạn").check()
    sent(page, "Lập địa chỉ")
    assert page.title().startswith("Lỗi: ")
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')") is True
    assert page.get_by_label("Tên địa chỉ").get_attribute("aria-invalid") == "true"
    assert page.get_by_label("Thêm sự kiện nhắc trước mỗi hạn").is_checked() is True
    assert faults(page) == []


def test_a_unit_is_told_what_is_not_for_it_and_nothing_of_other_units(page_as):
    page = page_as("unit")
    assert page.goto(BASE).status == 403
    assert heading(page).startswith("Trang này dành cho ")
    assert page.goto(f"{BASE}/don-vi/ubnd-huyen-phu-rieng").status == 404
    assert heading(page) == "Không tìm thấy trang"


# A planner and a member


def invited(page, role, subject, name, login):
    """Invite somebody, step by step, and return the one-time link that is shown."""
    page.goto("/quan-tri/tai-khoan")
    page.get_by_role("link", name="Mời người dùng").click()
    assert faults(page) == []
    page.get_by_label(role, exact=True).check()
    sent(page, "Tiếp tục")
    if subject:
        assert faults(page) == []
        page.get_by_role("combobox").select_option(subject)
        sent(page, "Tiếp tục")
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Tên đăng nhập").fill(login)
    assert faults(page) == []
    sent(page, "Tạo tài khoản và liên kết")
    assert faults(page) == []
    return page.locator("span.mono").inner_text()


@pytest.mark.parametrize(
    ("width", "has_scripts", "person"),
    [(WIDE, True, "huynh-thi-be-nam"), (PHONE, True, "trinh-quang-hanh"), (PHONE, False, "trinh-quang-hanh")],
)
def test_a_member_who_is_invited_opens_the_account_once_and_sees_the_own_work(page_as, width, has_scripts, person):
    login = f"moi-{width}-{has_scripts}".lower()
    planner = page_as("planner")
    link = invited(planner, "Thành viên đoàn", person, "Thành viên mới", login)

    member = page_as(None, width=width, java_script_enabled=has_scripts)
    member.goto(link)
    assert heading(member) == "Mở tài khoản"
    assert not has_scripts or faults(member) == []
    for label in ("Mật khẩu mới", "Ghi lại mật khẩu mới"):
        member.get_by_label(label, exact=True).fill("ngắn")
    sent(member, "Đặt mật khẩu và đăng nhập")
    assert member.title().startswith("Lỗi: ")
    assert not has_scripts or faults(member) == []
    for label in ("Mật khẩu mới", "Ghi lại mật khẩu mới"):
        member.get_by_label(label, exact=True).fill(NEW_PASSWORD)
    sent(member, "Đặt mật khẩu và đăng nhập")
    assert heading(member) == "Việc của tôi"
    assert not has_scripts or faults(member) == []

    again = page_as(None, width=width)
    assert again.goto(link).status == 410
    assert heading(again) == "Liên kết không dùng được"
    assert faults(again) == []
    again.goto("/")
    signed_in(again, login, NEW_PASSWORD)
    assert heading(again) == "Việc của tôi"


def test_an_invitation_with_faults_shows_each_beside_its_field_and_keeps_what_was_typed(page_as):
    for width in (WIDE, PHONE, 320):
        page = page_as("planner", width=width)
        page.goto(INVITE_A_VIEWER)
        page.get_by_label("Họ và tên").fill("")
        page.get_by_label("Tên đăng nhập").fill("Không Được")
        page.get_by_label("Thư điện tử").fill("ai-do@binhphuoc.example")
        sent(page, "Tạo tài khoản và liên kết")
        assert page.title().startswith("Lỗi: ")
        assert page.get_by_label("Tên đăng nhập").input_value() == "Không Được"
        assert page.get_by_label("Thư điện tử").input_value() == "ai-do@binhphuoc.example"
        assert page.locator("[aria-invalid]").count() == 2
        assert faults(page) == []


# Sessions


@pytest.mark.parametrize(("width", "has_scripts"), [(WIDE, True), (PHONE, True), (PHONE, False)])
def test_a_form_outlives_the_session_in_which_it_was_filled_in(page_as, width, has_scripts):
    login = f"giu-lai-{width}-{has_scripts}".lower()
    page = page_as(None, width=width, java_script_enabled=has_scripts)
    page.goto(INVITE_A_VIEWER)
    signed_in(page, "co-planner")
    assert page.get_by_role("button", name="Tạo tài khoản và liên kết").is_visible() is True
    page.get_by_label("Họ và tên").fill("Người “xem” & đọc")
    page.get_by_label("Tên đăng nhập").fill(login)

    elsewhere = page_as("co-planner")
    elsewhere.goto("/tai-khoan")
    elsewhere.get_by_role("button", name="phiên khác").click()
    assert elsewhere.get_by_text("Đã kết thúc các phiên khác").is_visible() is True

    sent(page, "Tạo tài khoản và liên kết")
    assert heading(page) == "Đăng nhập để gửi tiếp"
    assert not has_scripts or faults(page) == []
    signed_in(page, "co-planner", "sai mật khẩu")
    assert page.title().startswith("Lỗi: ")
    signed_in(page, "co-planner")
    assert heading(page) == "Gửi tiếp nội dung đã ghi"
    assert not has_scripts or faults(page) == []
    sent(page, "Gửi tiếp")
    assert heading(page) == "Liên kết cho Người “xem” & đọc"
    assert page.locator("dd", has_text=login).is_visible() is True


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_whoever_signs_out_is_out_and_the_way_back_leads_to_nothing_that_is_taken(page_as, width):
    page = page_as("planner", width=width)
    page.goto("/tai-khoan")
    page.goto(INVITE_A_VIEWER)
    page.get_by_label("Họ và tên").fill("Sau khi đăng xuất")
    sent(page, "Đăng xuất")
    assert (path(page), heading(page)) == ("/dang-nhap", "Đăng nhập")
    page.go_back()
    assert page.get_by_role("button", name="Tạo tài khoản và liên kết").count() == 0
    assert heading(page) == "Đăng nhập"
    page.goto(INVITE)
    assert heading(page) == "Đăng nhập"


def test_one_session_is_ended_from_another(page_as):
    here, there = page_as("other-unit"), page_as("other-unit")
    there.goto("/tai-khoan")
    here.goto("/tai-khoan")
    # Both are signed in from the same device: it is the only other one in the list.
    sent(here, here.locator("form[action$='/ket-thuc'] button"))
    assert here.get_by_text("Đã kết thúc phiên", exact=True).is_visible() is True
    assert faults(here) == []
    there.reload()
    assert heading(there) == "Đăng nhập"


def test_a_password_is_changed_with_the_old_one(page_as):
    page = page_as("stranger")
    page.goto("/tai-khoan")
    for old, told in (("không phải", False), (PASSWORD, True)):
        page.get_by_label("Mật khẩu đang dùng").fill(old)
        for label in ("Mật khẩu mới", "Ghi lại mật khẩu mới"):
            page.get_by_label(label, exact=True).fill(NEW_PASSWORD)
        sent(page, "Đổi mật khẩu")
        assert page.get_by_text("Đã đổi mật khẩu").is_visible() is told
        assert faults(page) == []
    guest = page_as(None)
    guest.goto("/tai-khoan")
    signed_in(guest, "stranger", NEW_PASSWORD)
    assert path(guest) == "/tai-khoan"


# What is done about accounts


def test_every_form_about_an_account_is_taken(page_as):
    page = page_as("administrator")
    page.goto("/quan-tri/tai-khoan?tim=viewer")
    page.locator("main").get_by_role("link", name="Người xem").click()
    own = path(page)

    page.goto(f"{own}/lien-ket")
    sent(page, page.locator(SUBMIT))
    assert heading(page) == "Liên kết cho Người xem"
    assert faults(page) == []

    page.goto(f"{own}/vai-tro/moi")
    page.get_by_label("Quản trị", exact=True).check()
    sent(page, "Tiếp tục")
    assert faults(page) == []
    sent(page, page.locator(SUBMIT))
    assert path(page) == own
    assert faults(page) == []

    page.goto(f"{own}/khoa")
    sent(page, page.locator(SUBMIT))
    assert path(page) == own
    assert page.get_by_text("Đã khóa").first.is_visible() is True
    assert faults(page) == []
    sent(page, page.locator(f"form[action='{own}/mo-khoa'] button"))
    assert page.locator(f"main a[href='{own}/khoa']").is_visible() is True

    page.locator("main a[href*='/thu-hoi']").first.click()
    assert faults(page) == []
    sent(page, page.locator(SUBMIT))
    assert path(page) == own
