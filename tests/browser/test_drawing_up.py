"""A planner draws a plan up in a real browser: by keys alone, without scripts, on a phone; axe looks at every page."""

import shutil
from dataclasses import replace

import pytest
from browser.conftest import pages
from browser.served import faults, look
from web.people import open_account
from web.serving import serving

from app.db.engine import create_engine
from app.db.store import open_store
from app.domain.accounts import AccountRole, RoleGrant

NEW = "/ke-hoach/moi"
BASE = "/ke-hoach/dong-nai-2026"
ERROR = "[data-error-summary]"


@pytest.fixture(scope="module")
def drawing(served_issued, tmp_path_factory):
    """The service with the issued plan over a copy of its own, and a planner of a province of two levels."""
    folder = tmp_path_factory.mktemp("drawing")
    copy = folder / "kiemtra.db"
    shutil.copy(served_issued.database.removeprefix("sqlite:///"), copy)
    url = f"sqlite:///{copy}"
    engine = create_engine(url)
    with open_store(engine) as store:
        home = RoleGrant(role=AccountRole.PLANNER, province="dong-nai", agency="so-noi-vu")
        open_account(store, "dong-nai", (home,))
    engine.dispose()
    with serving(url, folder / "log") as address:
        yield replace(served_issued, address=address, database=url)


@pytest.fixture
def page_as(browser, drawing):
    with pages(browser, drawing) as made:
        yield made


def press(page, name):
    """Press a button by key and wait for the page that answers."""
    page.get_by_role("button", name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def path(page):
    return page.evaluate("location.pathname")


def begun(page, key, *, year="2026"):
    """Begin a plan with nothing but the keyboard."""
    page.goto(f"{NEW}/tu-dau")
    page.get_by_label("Năm", exact=True).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(year)
    page.get_by_label("Chuyển đổi số").focus()
    page.keyboard.press("Space")
    press(page, "Xem đề xuất")
    page.get_by_label("Khóa", exact=True).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(key)
    press(page, "Tạo dự thảo")
    assert path(page) == f"/ke-hoach/{key}/doi-tuong"


def test_a_plan_is_drawn_up_by_keys_alone(page_as):
    page = page_as("dong-nai")
    begun(page, "bang-phim")
    page.get_by_label("Tên đơn vị").focus()
    page.keyboard.type("cong thuong")
    press(page, "Lọc danh bạ")
    page.get_by_label("Chọn Sở Công Thương").focus()
    assert look(page, "focused")["marked"] is True
    page.keyboard.press("Space")
    press(page, "Thêm vào kế hoạch")
    assert page.get_by_role("status").filter(has_text="Đã thêm 01 đơn vị").count() == 1
    page.goto("/ke-hoach/bang-phim/thiet-lap")
    page.get_by_label("Số ngày đọc báo cáo").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("ba")
    press(page, "Lưu mức tối thiểu")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')") is True
    page.get_by_label("Số ngày đọc báo cáo").fill("3")
    press(page, "Lưu mức tối thiểu")
    assert page.get_by_label("Số ngày đọc báo cáo").input_value() == "3"


def test_a_plan_is_drawn_up_without_scripts(page_as):
    page = page_as("dong-nai", java_script_enabled=False)
    page.goto(f"{NEW}/tu-dau")
    page.get_by_label("Năm", exact=True).fill("2026")
    page.get_by_label("Cải cách hành chính", exact=True).check()
    page.get_by_role("button", name="Xem đề xuất").click()
    page.get_by_label("Khóa", exact=True).fill("khong-kich-ban")
    page.get_by_role("button", name="Tạo dự thảo").click()
    page.get_by_label("Chọn Sở Tư pháp", exact=True).check()
    page.get_by_role("button", name="Thêm vào kế hoạch").click()
    assert page.get_by_role("button", name="Bỏ Sở Tư pháp khỏi kế hoạch").count() == 1
    page.get_by_role("button", name="Bỏ Sở Tư pháp khỏi kế hoạch").click()
    assert page.get_by_text("Chưa chọn đơn vị nào.").count() == 1


def test_a_plan_of_another_year_is_shown_before_it_is_made(page_as):
    page = page_as("planner")
    page.goto(f"{NEW}/tu-ke-hoach")
    page.get_by_label("Năm", exact=True).fill("2024")
    press(page, "Xem trước")
    assert page.get_by_role("cell", name="Thứ Ba, ngày 30/7/2024 - Thứ Ba, ngày 06/8/2024").count() == 1
    press(page, "Tạo dự thảo")
    assert path(page) == "/ke-hoach/binh-phuoc-2024/thiet-lap"
    left = page.get_by_role("button", name="Đã xem lại").count()
    page.get_by_role("button", name="Đã xem lại").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Đã xem lại").count() == left - 1


def test_a_file_is_chosen_looked_through_and_refused_line_by_line(page_as):
    page = page_as("planner")
    page.goto(f"{NEW}/tu-tep")
    broken = b"schema = 1\n[plan]\nkey = 'A b'\nyear = 'x'\n"
    page.get_by_label("Tệp kế hoạch").set_input_files({"name": "k.toml", "mimeType": "text/plain", "buffer": broken})
    press(page, "Kiểm tra tệp")
    assert page.locator(f"{ERROR} li").count() >= 3
    assert faults(page) == []


@pytest.mark.parametrize("width", [1366, 390, 320])
def test_nothing_is_wrong_with_any_page_of_drawing_up_at_any_width(page_as, width):
    page = page_as("dong-nai", width=width)
    found = {}
    for address in (NEW, f"{NEW}/tu-dau", f"{NEW}/tu-ke-hoach", f"{NEW}/tu-tep"):
        page.goto(address)
        found[address] = faults(page)
    begun(page, f"rong-{width}")
    base = f"/ke-hoach/rong-{width}"
    page.get_by_label("Chọn Sở Tư pháp", exact=True).check()
    page.get_by_role("button", name="Thêm vào kế hoạch").click()
    found["targets"] = faults(page)
    page.get_by_role("button", name="Thêm vào kế hoạch").click()
    found["targets with a fault"] = faults(page)
    page.goto(f"{base}/thiet-lap")
    found["settings"] = faults(page)
    page.get_by_label("Tên kế hoạch").fill("")
    page.get_by_role("button", name="Lưu thông tin chung").click()
    assert page.locator(ERROR).count() == 1
    found["settings with a fault"] = faults(page)
    page.goto(f"{NEW}/tu-dau?buoc=2&nam=x")
    found["choice with faults"] = faults(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_is_wrong_with_a_preview_and_with_two_values_of_a_section(page_as, width):
    page, other = page_as("planner", width=width), page_as("planner", width=width)
    page.goto(f"{NEW}/tu-ke-hoach?buoc=2&tu=binh-phuoc-2023&nam=2024")
    preview = faults(page)
    key = f"hai-nguoi-{width}"
    page.get_by_label("Khóa", exact=True).fill(key)
    page.get_by_role("button", name="Tạo dự thảo").click()
    for each, words in ((other, "Bản thứ nhất."), (page, "Bản thứ hai.")):
        if each is other:
            each.goto(f"/ke-hoach/{key}/thiet-lap")
        each.get_by_role("textbox", name="Giải thể đoàn").fill(words)
    other.get_by_role("button", name="Lưu con dấu và giải thể đoàn").click()
    page.get_by_role("button", name="Lưu con dấu và giải thể đoàn").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Chưa lưu: phần Con dấu")
    assert (preview, faults(page)) == ([], [])
    page.get_by_role("button", name="Lưu bản vừa ghi đè lên").click()
    assert page.get_by_role("textbox", name="Giải thể đoàn").input_value() == "Bản thứ hai."
