"""What a browser keeps of the pages after signing out: nothing that is shown again or can be sent."""

from contextlib import contextmanager

from browser.served import INVITE_A_VIEWER, chromium_path


@contextmanager
def keeping_pages(browser, served_issued, **told):
    """A browser that keeps whole pages for its back button, as people's own do, and a page of the planner in it."""
    keeping = browser.browser_type.launch(
        executable_path=chromium_path(), args=["--no-sandbox"], ignore_default_args=["--disable-back-forward-cache"]
    )
    context = keeping.new_context(base_url=served_issued.address, **told)
    context.add_cookies(
        [{"name": "kiemtra-phien", "value": served_issued.session("planner"), "url": served_issued.address}]
    )
    yield context.new_page()
    keeping.close()


def test_a_page_that_the_browser_had_kept_is_not_shown_again_after_signing_out(browser, served_issued):
    with keeping_pages(browser, served_issued) as page:
        page.goto(INVITE_A_VIEWER)
        page.get_by_label("Họ và tên").fill("Sau khi đăng xuất")
        page.get_by_role("button", name="Đăng xuất").click()
        page.wait_for_url("**/dang-nhap")
        page.go_back(wait_until="commit")
        page.get_by_role("heading", name="Đăng nhập").wait_for()
        assert page.get_by_label("Họ và tên").count() == 0


def test_what_is_sent_from_a_page_that_the_browser_had_kept_is_not_taken_after_signing_out(browser, served_issued):
    with keeping_pages(browser, served_issued, java_script_enabled=False) as page:
        page.goto(INVITE_A_VIEWER)
        page.get_by_label("Họ và tên").fill("Sau khi đăng xuất")
        page.get_by_label("Tên đăng nhập").fill("sau-khi-dang-xuat")
        page.get_by_role("button", name="Đăng xuất").click()
        page.wait_for_url("**/dang-nhap")
        page.go_back(wait_until="commit")
        page.get_by_role("heading", name="Mời người dùng").wait_for()
        page.get_by_role("button", name="Tạo tài khoản và liên kết").click()
        page.get_by_role("heading", name="Đăng nhập để gửi tiếp").wait_for()
