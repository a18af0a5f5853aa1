"""One server and one browser for all tests of this folder."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from browser.served import chromium_path
from playwright.sync_api import sync_playwright
from web.people import session_of
from web.seeded import EVERY_PLANNER, NOW, fill, release_founding_plan
from web.serving import serving

from app.db.engine import create_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@dataclass(frozen=True)
class Served:
    """A running service: its address and that of its database."""

    address: str
    database: str

    def session(self, login: str) -> str:
        """Sign an account in and return the secret of its session."""
        engine = create_engine(self.database)
        try:
            return session_of(engine, login, NOW)
        finally:
            engine.dispose()


@contextmanager
def running(folder: Path, *, is_released: bool) -> Iterator[Served]:
    """Run the service over a seeded database, with the founding plan issued or not."""
    url = f"sqlite:///{folder / 'kiemtra.db'}"
    fill(url)
    if is_released:
        release_founding_plan(url)
    with serving(url, folder / "log") as address:
        yield Served(address, url)


@pytest.fixture(scope="session")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The service with every plan as it is drawn up; without a browser nothing is started."""
    assert browser.is_connected()
    with running(tmp_path_factory.mktemp("served"), is_released=False) as service:
        yield service


@pytest.fixture(scope="session")
def served_issued(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The service with the founding plan issued and an account for each role."""
    assert browser.is_connected()
    with running(tmp_path_factory.mktemp("issued"), is_released=True) as service:
        yield service


@pytest.fixture
def server(served: Served) -> str:
    """The address of the service."""
    return served.address


@pytest.fixture
def page_of(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Give a new page of a window that wide to the planner of every plan; what else a browser is told goes with it."""
    with pages(browser, served) as made:

        def as_planner(width: int = 1366, **told: object) -> Page:
            return made(EVERY_PLANNER, width=width, **told)

        yield as_planner


@pytest.fixture
def page_as(browser: Browser, served_issued: Served) -> Iterator[Callable[..., Page]]:
    """Give a new page of the service with the issued plan to an account, or to a guest (None)."""
    with pages(browser, served_issued) as made:
        yield made


@contextmanager
def pages(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Give what opens pages of a service for an account, and close them all at the end."""
    contexts = []

    def made(login: str | None, width: int = 1366, height: int = 900, **told: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="vi-VN", base_url=served.address, **told
        )
        if login is not None:
            context.add_cookies([{"name": "kiemtra-phien", "value": served.session(login), "url": served.address}])
        contexts.append(context)
        return context.new_page()

    yield made
    for context in contexts:
        context.close()
