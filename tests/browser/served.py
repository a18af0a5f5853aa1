"""The pages that are looked at, and Debian's Chromium to look at them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from programs import require_program
from web.seeded import FOUNDING, NO_FIRM_DATES, ONLY_NUMBERS, PLANS, TWO_TEAMS

from app.web.help_topics import TOPICS

if TYPE_CHECKING:
    from playwright.sync_api import Page

GENERAL = ("/ke-hoach", "/tro-giup", "/kha-nang-tiep-can", "/khong-co")
OF_A_PLAN = ("", "/lich", "/lich/ban-in", "/van-ban", "/doan", "/de-xuat", "/xu-ly", "/phien-ban")
OF_A_DRAFT = ("/ly-do", "/trinh", "/ban-hanh", "/noi-dung", "/noi-dung/de-cuong", "/noi-dung/bieu-mau")
UNITS = {
    FOUNDING: ("so-ke-hoach-va-dau-tu", "ubnd-huyen-bu-dang", "so-noi-vu"),
    TWO_TEAMS: ("25195", "so-y-te"),
    NO_FIRM_DATES: ("29377",),
    ONLY_NUMBERS: (),
}
GROUPS = {
    "general": GENERAL,
    **{
        plan: tuple(
            f"/ke-hoach/{plan}{page}"
            for page in (
                *OF_A_PLAN,
                *(OF_A_DRAFT if plan in {FOUNDING, TWO_TEAMS} else ()),
                *(f"/don-vi/{unit}" for unit in UNITS[plan]),
            )
        )
        for plan in PLANS
    },
}
"""The pages that are looked at: all kinds, for each kind of plan."""

BASE = f"/ke-hoach/{FOUNDING}"
PEOPLE = "/quan-tri/tai-khoan"
INVITE = f"{PEOPLE}/moi"
INVITE_A_VIEWER = f"{INVITE}?buoc=vai-tro&ke-hoach={FOUNDING}&vai-tro=viewer"
BY_ROLE: dict[str | None, tuple[str, ...]] = {
    None: ("/dang-nhap", "/tro-giup", *(topic.path for topic in TOPICS), "/loi-moi/khong-co"),
    "planner": (
        BASE,
        f"{BASE}/lich",
        f"{BASE}/van-ban",
        f"{BASE}/doan",
        f"{BASE}/phien-ban",
        f"{BASE}/phien-ban/1",
        f"{BASE}/phien-ban/so-sanh",
        f"{BASE}/ket-thuc",
        f"{BASE}/thay-the",
        f"{BASE}/de-xuat",
        f"{BASE}/de-xuat/1",
        f"{BASE}/xu-ly",
        f"{BASE}/xu-ly?viec=nguoi-vang",
        f"{BASE}/xu-ly?viec=them",
        "/tai-khoan",
        PEOPLE,
        f"{PEOPLE}/1",
        f"{PEOPLE}/1/vai-tro/moi",
        f"{PEOPLE}/5/lien-ket",
        f"{PEOPLE}/5/khoa",
        INVITE,
        INVITE_A_VIEWER,
        "/quan-tri/nhat-ky",
    ),
    "administrator": (PEOPLE, f"{PEOPLE}/5", INVITE, "/quan-tri/nhat-ky", "/lich-dang-ky", "/viec-cua-toi"),
    "member": ("/viec-cua-toi", "/viec-cua-toi/lich", "/viec-cua-toi/tai-lieu", "/lich-dang-ky", "/tai-khoan"),
    "leader": ("/viec-cua-toi", BASE, f"{BASE}/don-vi/so-cong-thuong"),
    "unit": (f"{BASE}/don-vi/so-cong-thuong", "/lich-dang-ky", "/tai-khoan", BASE, f"{BASE}/don-vi/so-y-te"),
    "self-inspecting": (f"{BASE}/don-vi/so-y-te",),
    "viewer": ("/ke-hoach", BASE, "/lich-dang-ky"),
    "without-role": ("/ke-hoach", "/tai-khoan", "/lich-dang-ky"),
}
"""The pages that each role opens where the founding plan is issued; among them pages that it is refused."""

LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8").strip()
AXE = (Path(__file__).parent / "axe-core-4.14.1.min.js").read_text(encoding="utf-8")
RUN = """() => axe.run(document, {rules: {'target-size': {enabled: true}}}).then(result => result.violations.flatMap(
    violation => violation.nodes.map(node => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`)))"""


def chromium_path() -> str:
    return require_program(os.environ.get("KIEMTRA_CHROMIUM", "chromium"))


def look(page: Page, what: str) -> Any:
    """Return what one of the looks of `looks.js` finds on the page."""
    return page.evaluate(f"{LOOKS}.{what}()")


def opened(page: Page, address: str) -> Page:
    """Go to a page, wait for its fonts, and unfold what is folded."""
    page.goto(address)
    unfold(page)
    return page


def unfold(page: Page) -> None:
    """Wait for the fonts of the page that is shown, and unfold what is folded."""
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")


def violations(page: Page) -> list[str]:
    """Return what axe finds on the page that is shown."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN)
    return found


def misfits(page: Page) -> list[str]:
    """Return what leaves the screen, or is cut, on the page that is shown."""
    found: list[str] = look(page, "beyond") + look(page, "cut")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("the page scrolls sideways")
    return found


def faults(page: Page) -> list[str]:
    """Return all that is wrong with the page that is shown, for whoever sees it badly or on a small screen."""
    unfold(page)
    return violations(page) + misfits(page)
