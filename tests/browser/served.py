"""The pages that are looked at, and Debian's Chromium to look at them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from programs import require_program
from web.seeded import FOUNDING, NO_FIRM_DATES, ONLY_NUMBERS, PLANS, TWO_TEAMS

if TYPE_CHECKING:
    from playwright.sync_api import Page

GENERAL = ("/ke-hoach", "/tro-giup", "/kha-nang-tiep-can", "/khong-co")
OF_A_PLAN = ("", "/lich", "/lich/ban-in", "/van-ban", "/doan")
UNITS = {
    FOUNDING: ("so-ke-hoach-va-dau-tu", "ubnd-huyen-bu-dang", "so-noi-vu"),
    TWO_TEAMS: ("25195", "so-y-te"),
    NO_FIRM_DATES: ("29377",),
    ONLY_NUMBERS: (),
}
GROUPS = {
    "general": GENERAL,
    **{
        plan: tuple(f"/ke-hoach/{plan}{page}" for page in (*OF_A_PLAN, *(f"/don-vi/{unit}" for unit in UNITS[plan])))
        for plan in PLANS
    },
}
"""The pages that are looked at: all kinds, for each kind of plan."""

LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8").strip()


def chromium_path() -> str:
    return require_program(os.environ.get("KIEMTRA_CHROMIUM", "chromium"))


def look(page: Page, what: str) -> Any:
    """Return what one of the looks of `looks.js` finds on the page."""
    return page.evaluate(f"{LOOKS}.{what}()")


def opened(page: Page, address: str) -> Page:
    """Go to a page, wait for its fonts, and unfold what is folded."""
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    return page
