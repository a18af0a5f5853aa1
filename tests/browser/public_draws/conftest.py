"""The service with draws and sealed checks at every step, and guests who look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.conftest import Served, pages
from web.made_draws import make_draws
from web.seeded import fill
from web.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def public(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The service with a draw at every step and three sealed checks."""
    assert browser.is_connected()
    folder = tmp_path_factory.mktemp("public")
    url = f"sqlite:///{folder / 'kiemtra.db'}"
    fill(url)
    make_draws(url)
    with serving(url, folder / "log") as address:
        yield Served(address, url)


@pytest.fixture
def window(browser: Browser, public: Served) -> Iterator[Callable[..., Page]]:
    """Give a new page of a guest, that wide."""
    with pages(browser, public) as made:

        def as_guest(width: int = 1366, **told: object) -> Page:
            return made(None, width=width, **told)

        yield as_guest
