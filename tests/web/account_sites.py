"""Sites for tests that change accounts: each test has a database of its own, copied from one that is filled once."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from web.issued import file_url, small_site
from web.people import QUICK
from web.seeded import Site

from app.services.passwords import Passwords
from app.web.throttles import Throttles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.domain.accounts import RoleGrant
    from app.domain.dossiers import PlanDossier


def filled(folder: Path, dossiers: tuple[PlanDossier, ...], accounts: dict[str, tuple[RoleGrant, ...]]) -> Path:
    """Make a database with these plans and accounts and return where it is."""
    with small_site(file_url(folder), *dossiers, **accounts):
        pass
    return folder / "kiemtra.db"


@contextmanager
def copied_site(template: Path, folder: Path, login: str) -> Iterator[Site]:
    """Give a site over a copy of a database: its passwords cost little, and its clock for throttling stands still."""
    shutil.copyfile(template, folder / "kiemtra.db")
    site = Site(file_url(folder), login=login)
    make_quick(site)
    yield site
    site.close()


def make_quick(site: Site) -> None:
    site.app.state.passwords, site.app.state.throttles = Passwords(**QUICK), Throttles(lambda: 0.0)
