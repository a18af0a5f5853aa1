"""A site of its own for each test that draws a plan up, and its planner."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from web.people import open_account
from web.seeded import Site, fill

from app.db.engine import create_engine
from app.db.store import open_store
from app.domain.accounts import AccountRole, RoleGrant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def drawing_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the plans of the pages and a planner of Sở Nội vụ of the founding plan's province."""
    path = tmp_path_factory.mktemp("pattern") / "kiemtra.db"
    fill(f"sqlite:///{path}")
    engine = create_engine(f"sqlite:///{path}")
    with open_store(engine) as store:
        home = RoleGrant(role=AccountRole.PLANNER, province="binh-phuoc", agency="so-noi-vu")
        open_account(store, "planner", (home,))
        open_account(store, "viewer", (RoleGrant(role=AccountRole.VIEWER, province="binh-phuoc"),))
    engine.dispose()
    return path


@pytest.fixture
def drawing(drawing_pattern: Path, tmp_path: Path) -> Iterator[Site]:
    """A site over a copy of it, which the test may change."""
    copy = shutil.copy(drawing_pattern, tmp_path / "kiemtra.db")
    made = Site(f"sqlite:///{copy}")
    yield made
    made.close()


@pytest.fixture
def planner(drawing: Site) -> TestClient:
    return drawing.signed_in_as("planner")
