"""Providers and a service over a database of its own, for tests of signing on."""

from __future__ import annotations

import shutil
from functools import partial

import pytest
from web.people import QUICK
from web.sign_on.entrances import Entrance
from web.sign_on.providers import CraftedProvider, real_provider, served

from app.db.engine import create_engine
from app.db.migrating import migrate
from app.services.passwords import Passwords


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """No password is asked for here: the service is not to spend its time on hashing at each start."""
    monkeypatch.setattr("app.main.Passwords", partial(Passwords, **QUICK))


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory):
    path = tmp_path_factory.mktemp("cua-vao") / "kiemtra.db"
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def url(empty_database, tmp_path):
    return f"sqlite:///{shutil.copy(empty_database, tmp_path / 'kiemtra.db')}"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    with real_provider(tmp_path_factory.mktemp("nguon") / "nguon.log") as provider:
        yield provider


@pytest.fixture
def at_real(url, real):
    entrance = Entrance(url, real.issuer)
    yield entrance
    entrance.close()


@pytest.fixture
def provider():
    with served(CraftedProvider()) as crafted:
        yield crafted


@pytest.fixture
def entrance(url, provider):
    made = Entrance(url, provider.issuer)
    yield made
    made.close()
