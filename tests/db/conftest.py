"""Databases with something in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from builders import a_dossier
from storing import put

from app.db.engine import create_engine
from app.db.migrating import migrate
from app.db.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def filled(engine: Engine, written_by: dict[str, Any]) -> Engine:
    """A database that holds the plan `tinh-a-2023`."""
    with open_store(engine) as store:
        put(store, a_dossier(), written_by)
    return engine


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Another database that holds something else."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'target.db'}")
        migrate(engine)
        yield engine
        engine.dispose()
        return
    with request.getfixturevalue("postgres_server").database() as url:
        engine = create_engine(url)
        migrate(engine)
        yield engine
        engine.dispose()
