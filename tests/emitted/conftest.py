"""The four plans as emitted to disk, each written once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from emitted.plans import FOUNDING, NAMED_UNITS, NUMBERS_ONLY, TWO_TEAMS, calendar, dossier

from app.services.emission import file_set
from app.services.output_folder import write_file_set

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def sets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of each plan's set by the plan's key."""
    folder = tmp_path_factory.mktemp("sets")
    for key in (FOUNDING, TWO_TEAMS, NAMED_UNITS, NUMBERS_ONLY):
        write_file_set(file_set(dossier(key), calendar()), folder / key, progress=lambda *_: None)
    return {path.name: path for path in folder.iterdir()}
