"""Where the public pages of these tests are, and what one reads on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from web.made_draws import CALLED_OFF, MADE, OPENED, SEALED

if TYPE_CHECKING:
    from browser.conftest import Served
    from playwright.sync_api import Page

DRAWS, CHECKS = "/cong-khai/chon-xa", "/cong-khai/dot-xuat"
DRAWN = f"{DRAWS}/{MADE['drawn']}"
EVERY_PAGE = (
    *(f"{DRAWS}/{code}" for code in MADE.values()),
    *(f"{CHECKS}/{code}" for code in (SEALED, OPENED, CALLED_OFF)),
)


def record(public: Served, path: str) -> dict[str, Any]:
    """Return the record that is published at a page."""
    with urlopen(f"{public.address}{path}.json") as answer:  # noqa: S310 — the service of these tests
        found: dict[str, Any] = json.load(answer)
        return found


def verdict(page: Page) -> str:
    """Wait until the verifier is done, and return what it says on the whole."""
    page.wait_for_selector("[data-verdict] .ico")
    return page.locator("[data-verdict]").inner_text().strip()


def unmet(page: Page) -> list[str | None]:
    """Return the checks that failed."""
    return [item.get_attribute("data-check") for item in page.locator("[data-check][data-fits=false]").all()]
