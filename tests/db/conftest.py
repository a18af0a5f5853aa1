"""Databases with something in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from builders import a_dossier
from storing import put

from app.db.store import open_store

if TYPE_CHECKING:
    from sqlalchemy import Engine


@pytest.fixture
def filled(engine: Engine, written_by: dict[str, Any]) -> Engine:
    """A database that holds the plan `tinh-a-2023`."""
    with open_store(engine) as store:
        put(store, a_dossier(), written_by)
    return engine
