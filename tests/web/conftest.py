"""The seeded site, once for all tests of pages; on PostgreSQL too, where a test asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web.seeded import Site, fill, release_founding_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import PostgresServer


@pytest.fixture(scope="session")
def seeded_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('site') / 'kiemtra.db'}"
    fill(url)
    return url


@pytest.fixture(scope="session")
def site(seeded_url: str) -> Iterator[Site]:
    made = Site(seeded_url)
    yield made
    made.close()


@pytest.fixture(scope="session")
def released_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with the founding plan issued and an account for each role."""
    url = f"sqlite:///{tmp_path_factory.mktemp('released') / 'kiemtra.db'}"
    fill(url)
    release_founding_plan(url)
    made = Site(url)
    yield made
    made.close()


@pytest.fixture(scope="session")
def postgres_site(postgres_server: PostgresServer) -> Iterator[Site]:
    with postgres_server.database() as url:
        fill(url)
        made = Site(url)
        yield made
        made.close()
