"""One server and one browser for all tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.served import chromium_path
from playwright.sync_api import sync_playwright
from web.seeded import fill
from web.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the service; without a browser nothing is started."""
    assert browser.is_connected()
    folder = tmp_path_factory.mktemp("served")
    url = f"sqlite:///{folder / 'kiemtra.db'}"
    fill(url)
    with serving(url, folder / "log") as address:
        yield address


@pytest.fixture
def page_of(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Give a new page of a window that wide; what else a browser can be told goes with it."""
    contexts = []

    def made(width: int = 1366, **told: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="vi-VN", **told)
        contexts.append(context)
        return context.new_page()

    yield made
    for context in contexts:
        context.close()
