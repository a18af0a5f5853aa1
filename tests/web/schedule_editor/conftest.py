"""Sites of their own for the tests of the editor: one with the draft, one where it is issued."""

from __future__ import annotations

import shutil

import pytest
from web.seeded import EVERY_PLANNER_TODAY, FOUNDING, Site, fill, release_founding_plan

BASE = f"/ke-hoach/{FOUNDING}"
TABLE = f"{BASE}/lich"
FLAWED = "so-ke-hoach-va-dau-tu"
NAME = "Sở Kế hoạch và Đầu tư"
ROW = f"{TABLE}/{FLAWED}"
OTHER = "so-cong-thuong"
HTMX = {"hx-request": "true"}


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """A database with every plan as it is drawn up, to be copied."""
    path = tmp_path_factory.mktemp("pristine") / "kiemtra.db"
    fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def pristine_issued(tmp_path_factory, pristine):
    path = tmp_path_factory.mktemp("pristine-issued") / "kiemtra.db"
    shutil.copy(pristine, path)
    release_founding_plan(f"sqlite:///{path}")
    return path


def copy_of(database, folder):
    path = folder / "kiemtra.db"
    shutil.copy(database, path)
    return Site(f"sqlite:///{path}")


@pytest.fixture
def site(pristine, tmp_path):
    made = copy_of(pristine, tmp_path)
    yield made
    made.close()


@pytest.fixture
def issued_site(pristine_issued, tmp_path):
    made = copy_of(pristine_issued, tmp_path)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_site(request, tmp_path):
    """The site on each database."""
    if request.param == "sqlite":
        made = copy_of(request.getfixturevalue("pristine"), tmp_path)
        yield made
        made.close()
        return
    with request.getfixturevalue("postgres_server").database() as url:
        fill(url)
        made = Site(url)
        yield made
        made.close()


@pytest.fixture
def colleague(site):
    """Another planner of the same plan, and their browser."""
    return site.signed_in_as(EVERY_PLANNER_TODAY)
